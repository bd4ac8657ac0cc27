"""Made-up requests: messages of the contract with the worst of texts in them, then bytes of those changed."""

import random
from typing import Any

import hypothesis
from hypothesis import strategies as st

from newsbrief.v1 import news_brief_service_pb2 as pb
from newsbrief.v1 import types_pb2
from tests.service.articles import EN, KO, RU

METHODS = {
    "BriefArticle": pb.BriefArticleRequest,
    "StreamBriefArticle": pb.StreamBriefArticleRequest,
    "TranslateText": pb.TranslateTextRequest,
    "DetectLanguage": pb.DetectLanguageRequest,
    "CheckFidelity": pb.CheckFidelityRequest,
    "RenderNames": pb.RenderNamesRequest,
    "ListModels": pb.ListModelsRequest,
}
_RANDOM_BYTES = 0.1  # of all
_CHANGED = 0.5
_MADE = 4  # made up of one message, by changing it: hypothesis takes longer over one than the server does

_sentences = st.sampled_from([line for text in (EN, KO, RU) for line in text.splitlines() if line])
_odd = st.sampled_from(
    ["\0", "\u202e", "\u200d", "\x1b[31m", "<p>", "👩\u200d🚀", "\n\n", '"', ". ", "\ufeff", "e\u0301"]
)
_texts = st.one_of(
    st.lists(st.one_of(_sentences, _odd, st.text(max_size=30)), max_size=8).map("".join),
    st.text(max_size=200),
    _sentences,
)
_codes = st.sampled_from([*["", "en", "ko", "ru"] * 6, "ko-KP", "EN", "de", "zz", "\0", "e" * 99, "한국어"])
_enums = st.sampled_from([*[0] * 8, 1, 2, 3, 4, 99, -1, 2**31 - 1, -(2**31)])
_articles = st.builds(
    types_pb2.Article, article_id=st.text(max_size=9), title=_texts, body=_texts, language_code=_codes
)
_styles = st.builds(types_pb2.StyleOptions, korean_register=_enums, number_style=_enums)
_options = st.builds(
    types_pb2.BriefOptions,
    target_language_codes=st.lists(_codes, max_size=4),
    max_sentences=st.one_of(st.none(), st.integers(-1, 12)),
    style=_styles,
)
_requests: dict[str, st.SearchStrategy[Any]] = {
    "BriefArticle": st.builds(pb.BriefArticleRequest, article=_articles, options=_options),
    "StreamBriefArticle": st.builds(pb.StreamBriefArticleRequest, article=_articles, options=_options),
    "TranslateText": st.builds(
        pb.TranslateTextRequest,
        contents=st.lists(_texts, max_size=4),
        source_language_code=_codes,
        target_language_code=_codes,
        style=_styles,
    ),
    "DetectLanguage": st.builds(pb.DetectLanguageRequest, content=_texts),
    "CheckFidelity": st.builds(
        pb.CheckFidelityRequest,
        source_text=_texts,
        source_language_code=_codes,
        target_text=_texts,
        target_language_code=_codes,
    ),
    "RenderNames": st.builds(
        pb.RenderNamesRequest,
        names=st.lists(_texts, max_size=3),
        source_language_code=_codes,
        target_language_code=_codes,
        convention=_enums,
    ),
    "ListModels": st.builds(pb.ListModelsRequest),
}
_made = st.one_of(
    *(
        st.tuples(st.just(method), request.map(lambda r: r.SerializeToString()))
        for method, request in _requests.items()
    )
)


def messages(count: int, seed: int) -> list[tuple[str, bytes]]:
    """`count` methods with a message each; the same for the same seed."""
    made: list[tuple[str, bytes]] = []

    @hypothesis.seed(seed)
    @hypothesis.settings(
        max_examples=-(-count // _MADE),
        database=None,
        deadline=None,
        phases=[hypothesis.Phase.generate],
        suppress_health_check=list(hypothesis.HealthCheck),
    )
    @hypothesis.given(_made)
    def collect(example: tuple[str, bytes]) -> None:
        made.append(example)

    collect()
    rng = random.Random(seed)  # noqa: S311
    return [_changed(*rng.choice(made), rng) for _ in range(count)]


def _changed(method: str, message: bytes, rng: random.Random) -> tuple[str, bytes]:
    """The message, or one with bytes changed, cut or doubled, or bytes that are no message at all."""
    draw = rng.random()
    if draw < _RANDOM_BYTES:
        return rng.choice(list(METHODS)), rng.randbytes(rng.randrange(200))
    if draw < _RANDOM_BYTES + _CHANGED and message:
        changed, at = bytearray(message), rng.randrange(len(message))
        match rng.randrange(4):
            case 0:
                changed[at] ^= 1 << rng.randrange(8)
            case 1:
                del changed[at:]
            case 2:
                changed[at:at] = rng.randbytes(3)
            case _:
                changed += changed[at:]
        return method, bytes(changed)
    return method, message
