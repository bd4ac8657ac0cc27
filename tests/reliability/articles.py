"""Articles without end: each is one request's own, and says so in every sentence."""

from collections.abc import Iterable, Sequence
from typing import Any

from newsbrief.v1 import news_brief_service_pb2 as pb
from newsbrief.v1 import types_pb2
from newsbrief_models.types import Language
from tests.reliability.stub_engine import translation

SENTENCES = 3  # of a brief
# Plain prose: no figures, dates or names, so that checks have nothing to repair, and the answer is the stub's own.
_PROSE = {
    Language.EN: (
        "The harbour report {} describes how fishing crews mended their nets before the winter storms arrived.",
        "Dock workers near quay {} unloaded timber while the ferry waited patiently for calmer water.",
        "Local farmers around village {} dried peppers on roofs and stored cabbage in large clay jars.",
        "A choir from district {} sang old songs in the square while children carried paper lanterns.",
    ),
    Language.KO: (
        "항구 보고서 {} 에는 어선 선원들이 겨울 폭풍에 앞서 낡은 그물을 손질한 과정이 자세히 담겼다.",
        "부두 {} 에서 일하는 사람들은 여객선이 잔잔한 바다를 기다리는 동안 쌓인 목재를 내렸다.",
        "마을 {} 근처 농부들은 지붕에 고추를 말리고 배추를 커다란 항아리에 담아 보관했다.",
        "지역 {} 합창단은 아이들이 종이 등불을 나르는 동안 광장에서 옛 노래를 불렀다.",
    ),
    Language.RU: (
        "Портовый отчет {} подробно описывает, как рыбаки чинили старые сети перед зимними штормами.",
        "Рабочие причала {} выгружали лес, пока паром терпеливо ждал спокойной воды у берега.",
        "Крестьяне у деревни {} сушили перец на крышах и хранили капусту в больших кувшинах.",
        "Хор района {} пел старые песни на площади, пока дети несли бумажные фонари.",
    ),
}
_WORDS = {Language.EN: 15, Language.KO: 12, Language.RU: 13}  # of a sentence, about


def mark(number: int, sentence: int = 0) -> str:
    """A word that names a request and its sentence, in letters: a figure would be read as one."""
    return f"qx{_letters(number)}z{_letters(sentence)}xq"


def _letters(number: int) -> str:
    return "".join(chr(ord("a") + int(digit, 16)) for digit in f"{number:x}")


def number_of(letters: str) -> int:
    """The request that `letters`, of a mark, name."""
    return int("".join(f"{ord(letter) - ord('a'):x}" for letter in letters), 16)


def language_of(number: int) -> Language:
    """Requests take turns."""
    return list(Language)[number % 3]


def sentence(number: int, index: int = 0, word: str = "") -> str:
    """A sentence of request `number` in its language, `word` put into it."""
    prose = _PROSE[language_of(number)]
    return prose[index % len(prose)].format(" ".join(filter(None, (mark(number, index), word))))


def article(number: int, words: int = 450, word: str = "") -> str:
    """The article of request `number`; `word` stands in its first sentence."""
    count = max(SENTENCES, words // _WORDS[language_of(number)])
    lines = [sentence(number, index, "" if index else word) for index in range(count)]
    return "\n\n".join(" ".join(lines[i : i + 4]) for i in range(0, count, 4))


def brief_request(number: int, words: int = 450, word: str = "") -> pb.BriefArticleRequest:
    """A request for three briefs of `article(number, words, word)`."""
    return pb.BriefArticleRequest(article=types_pb2.Article(body=article(number, words, word)))


def stream_request(number: int, words: int = 450, word: str = "") -> pb.StreamBriefArticleRequest:
    """The same as a stream."""
    return pb.StreamBriefArticleRequest(article=types_pb2.Article(body=article(number, words, word)))


def translate_request(number: int, word: str = "") -> pb.TranslateTextRequest:
    """A request to translate one sentence into the next language."""
    return pb.TranslateTextRequest(
        contents=[sentence(number, 0, word)],
        source_language_code=language_of(number),
        target_language_code=language_of(number + 1),
    )


def wanted(number: int, word: str = "") -> dict[str, list[str]]:
    """The sentences of each brief, by language: the stub takes the first ones."""
    own = [sentence(number, index, "" if index else word) for index in range(SENTENCES)]
    return {
        language: own if language is language_of(number) else [translation(text, language) for text in own]
        for language in Language
    }


def told(briefs: Iterable[Any]) -> dict[str, list[str]]:
    """The sentences of briefs as the contract has them, by language."""
    return {brief.language_code: [sentence.text for sentence in brief.sentences] for brief in briefs}


def right_brief(number: int, briefs: Sequence[Any], word: str = "") -> bool:
    """Whether `briefs` are those of request `number`."""
    return told(briefs) == wanted(number, word)


def right_translation(number: int, response: pb.TranslateTextResponse) -> bool:
    """Whether `response` answers `translate_request(number)`."""
    (made,) = response.translations
    return made.text == translation(sentence(number), language_of(number + 1))
