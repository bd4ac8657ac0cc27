"""Guesses whether a name is Korean, Russian, or neither, from how it is built."""

from enum import StrEnum
from functools import cache

from newsbrief_models.names import korean, loanword, reading, russian, syllables
from newsbrief_models.names.tables import rows
from newsbrief_models.types import Language


class Origin(StrEnum):
    """Where a name comes from, as far as its rendering goes."""

    KOREAN = "korean"
    RUSSIAN = "russian"
    OTHER = "other"


# Syllables that spell foreign words only.
_FOREIGN = frozenset("르스트프크츠흐즈드브므푸페퍼커쿠키터티츄셰툐댜뱌")
_RUSSIAN_IN_HANGUL = ("스키", "스카야", "예바", "오바", "로바", "코바", "노바", "엔코", "첸코")


def guess_origin(name: str, language: Language) -> Origin:
    """Whether `name`, as text in `language` writes it, is a Korean name, a Russian one, or neither.

    Korean is a surname of the table with a given name of one to three syllables that Korean has ("Han Ji-woo",
    "Хан Чжи У"); in Korean text also a word whose every syllable Korean names have. Russian is a given name of the
    table or a surname's ending; in Russian text also any single word. Latin names such as "Lee Min" tell nothing.
    """
    if language is Language.KO:
        return _from_hangul(name)
    if reading.hangul(name, cyrillic=language is Language.RU):
        return Origin.KOREAN
    return _russian_or_other(name, language)


def _from_hangul(name: str) -> Origin:
    words = name.split(" ")
    if not all(syllables.is_hangul(word) for word in words):
        return Origin.OTHER
    if words[0] in _given_in_hangul() or _russian_ending(words[-1]):
        return Origin.RUSSIAN
    if korean.person(name) is not None:
        return Origin.KOREAN
    if len(name) < 3 and name not in korean.places():
        return Origin.OTHER
    known = all(char in _known() for word in words for char in word)
    return Origin.KOREAN if known and is_native(name) else Origin.OTHER


def _russian_ending(word: str) -> bool:
    """Whether `word` ends as -ов, -ев, -ский and the like do in Hangul: 라브로프, not 트럼프."""
    if len(word) < 3:
        return False
    before = syllables.split(word[-2])[0]
    in_ov = word[-1] == "프" and before.vowel in "ㅗㅛㅔㅖ" and not before.final
    return in_ov or word.endswith(_RUSSIAN_IN_HANGUL)


def is_native(name: str) -> bool:
    """Whether `name` is Hangul words without syllables that spell foreign words only."""
    return all(syllables.is_hangul(word) for word in name.split(" ")) and not any(
        char in _FOREIGN for char in name
    )


@cache
def _known() -> frozenset[str]:
    """The syllables that Korean persons' and places' names have."""
    places = (char for row in rows("korean_places") for char in row["place"])
    surnames = (char for hangul in korean.surnames() for char in hangul)
    return frozenset(korean.given_syllables()) | frozenset(places) | frozenset(surnames)


def _russian_or_other(name: str, language: Language) -> Origin:
    words = [word for word in name.replace("-", " ").replace(".", " ").split(" ") if word]
    if not words:
        return Origin.OTHER
    strong, weak = _endings(language)
    given = russian.is_given_name(words[0])
    last = words[-1].lower()
    if any(last.endswith(ending) and len(last) > len(ending) + 1 for ending in strong):
        return Origin.RUSSIAN
    initials = len(words) > 1 and all(len(word) == 1 for word in words[:-1])
    if given and (
        len(words) == 1 or language is Language.RU or last.endswith(weak) or russian.is_given_name(last)
    ):
        return Origin.RUSSIAN
    if len(words) == 2 and russian.is_only_russian(words[0]):
        return Origin.RUSSIAN
    if language is Language.RU and (len(words) == 1 or initials or "-" in name):
        return Origin.RUSSIAN
    return Origin.OTHER


@cache
def _endings(language: Language) -> tuple[tuple[str, ...], tuple[str, ...]]:
    chosen = [row for row in rows("russian_endings") if row["language"] == language]
    strong, weak = (
        tuple(row["ending"] for row in chosen if row["strength"] == strength)
        for strength in ("strong", "weak")
    )
    return strong, weak


@cache
def _given_in_hangul() -> frozenset[str]:
    return frozenset(form for row in rows("russian_names") for form in loanword.hangul(row["russian"]))
