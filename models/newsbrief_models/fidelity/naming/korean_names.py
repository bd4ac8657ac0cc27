"""Finds what may be persons' names in Korean text, which has no capitals: by their shape and the titles beside them."""

from collections.abc import Sequence
from functools import cache, lru_cache
from importlib.resources import files

from newsbrief_models.fidelity.naming.candidates import Candidate
from newsbrief_models.fidelity.naming.tokens import Word, given_name, ordinary
from newsbrief_models.names.korean import person, surnames
from newsbrief_models.terms import korean

_SYLLABLES = 3  # of a Korean name in full
_REACH = 2  # words within which a title follows
_FOREIGN = frozenset("스트크프르브츠즈키코카쿠케타토티테투파포피페푸커터퍼블클플롭콥톱넨젠첸뱌랴댜쟈셰녜볘례빅딘넵옙")
# How foreign surnames end in Korean.
_SURNAMES = ("로프", "레프", "조프", "노프", "예프", "코프", "토프", "데프", "초프", "소프", "보프", "스키", "츠키", "스카야")
_SURNAMES += ("노바", "로바", "코바", "예바", "조바", "소바", "엔코", "첸코", "빌리", "베르크", "버그")
_SHORTEST = 2  # syllables of a foreign surname
_SUBJECT = frozenset(["은", "는", "이", "가", "씨", "씨는", "씨가", "씨의"])
_ADNOMINAL = frozenset("은는한된할될인의")


def candidates(words: Sequence[Word], known: frozenset[int]) -> list[Candidate]:
    """The candidates among `words` outside the indices `known`, in order."""
    found: list[Candidate] = []
    at = 0
    while at < len(words):
        candidate = None if at in known else _korean(words, at) or _foreign(words, at, known)
        if candidate:
            found.append(candidate)
        at += len(candidate.words) if candidate else 1
    return found


def _korean(words: Sequence[Word], at: int) -> Candidate | None:
    """한지우 외교부 차관; 한지우(34) 씨; 한지우씨."""
    name, rest = words[at].text[:_SYLLABLES], words[at].text[_SYLLABLES:]
    if not _shaped(name) or ordinary(name):
        return None
    if rest not in _SUBJECT and (rest or not _titled(words, at + 1)):
        return None
    return Candidate((_cut(words[at], name),), at, korean=True, firm=True)


def _foreign(words: Sequence[Word], at: int, known: frozenset[int]) -> Candidate | None:
    """안드레이 레베데프 국장, 레베데프 국장: a given name, a word that begins as no ordinary one does, or the latter alone;
    a title or a particle follows.
    """
    size = 2 if at + 1 < len(words) and at + 1 not in known and _pair(words[at], words[at + 1]) else 1
    last = words[at + size - 1]
    titled = _titled(words, at + size) and last.text[-1] not in _ADNOMINAL
    titled = titled or (size > 1 and at > 0 and words[at - 1].text in _long_titles())
    if not "가" <= last.text[0] <= "힣" or (ordinary(last.text) and not (size > 1 and titled)):
        return None
    if size == 1 and not (titled and not last.text.endswith(_bodies())) and not _transcribed(last.text):
        return None
    marks = _OBLIQUE if titled else _PARTICLES
    stem = next((last.text[:n] for n in range(len(last.text) - 1, 1, -1) if last.text[n:] in marks), "")
    stem = stem or (last.text if titled else "")
    if len(stem) < _SHORTEST or (
        size == 1 and last.text[0] in _surname_syllables() and len(stem) <= _SYLLABLES
    ):
        return None
    surname = len(stem) >= _SYLLABLES and stem.endswith(_SURNAMES)
    found = (*words[at : at + size - 1], _cut(last, stem))
    return Candidate(found, at, korean=False, firm=titled or size > 1 or surname)


def _transcribed(word: str) -> bool:
    """Whether a word has the ending of a foreign surname, or two syllables at least that hardly any but foreign names have."""
    stem = next((word[:n] for n in range(len(word) - 1, 1, -1) if word[n:] in _PARTICLES), word)
    foreign = len(word) > _SYLLABLES and sum(char in _FOREIGN for char in word) > 1
    return foreign or (len(stem) >= _SYLLABLES and stem.endswith(_SURNAMES))


def _pair(first: Word, second: Word) -> bool:
    return second.gap == " " and len(first.text) > 1 and not ordinary(first.text) and given_name(first.text)


def _titled(words: Sequence[Word], at: int) -> bool:
    return any(_title(word.text) for word in words[at : at + _REACH])


def _cut(word: Word, name: str) -> Word:
    return Word(name, word.start, word.start + len(name), word.gap, word.opens)


_OBLIQUE = frozenset("을 를 와 과 에서 에 로".split())  # no title follows these; a name hardly ends so
_PARTICLES = _OBLIQUE | frozenset("은 는 이 가 의 에게 씨 씨는".split())


@lru_cache(maxsize=8192)
def _shaped(name: str) -> bool:
    found = person(name) if len(name) == _SYLLABLES else None
    return found is not None and len(found.given) == _SYLLABLES - 1


@cache
def _surname_syllables() -> frozenset[str]:
    return frozenset(surnames())


@lru_cache(maxsize=8192)
def _title(word: str) -> bool:
    """Whether `word` is a title, or ends in one, with or without a particle."""
    return any(
        (word[:end] in _titles() or word[:end].endswith(_long_titles()))
        and (end == len(word) or korean.follows(word[end:], word[:end]))
        for end in range(len(word), max(0, len(word) - 4), -1)
    )


@cache
def _long_titles() -> tuple[str, ...]:
    """Titles that end longer words (영사국장); those of one syllable end too many others (날씨)."""
    return tuple(title for title in _titles() if len(title) > 1)


@cache
def _bodies() -> tuple[str, ...]:
    """How the names of bodies end, before which titles stand as well: 한국양봉협회 이사."""
    return tuple((files("newsbrief_models.fidelity.naming") / "ko_bodies.txt").read_text("utf-8").split())


@cache
def _titles() -> tuple[str, ...]:
    return tuple((files(__package__) / "ko_titles.txt").read_text("utf-8").split())
