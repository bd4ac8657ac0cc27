"""Reads Northern Korean spelling as Southern: 로씨야 -> 러시아, 로동신문 -> 노동신문, 력사 -> 역사, 리설주 -> 이설주.

The tables hold what is regular in news. The limits: words spelled alike that differ in sense stay (일없다), so do
조선, 공화국 and spacing; of grammar only 되여 and 하시였 change; inside a compound only the words marked so do.
A surname changes only before a title, or where `name_to_south` is told that it is a name.
"""

from functools import cache

from newsbrief_models.names import korean, syllables
from newsbrief_models.names.tables import rows

_SURNAMES = {
    "리": "이",
    "림": "임",
    "로": "노",
    "량": "양",
    "려": "여",
}  # 류 and 라 are surnames in the South too
_LONGEST_TITLE = 6
_COUNTED = frozenset("년량렬령률련록")  # counters after a figure: 3 년, 10 량, 2 련


def name_to_south(name: str) -> str:
    """A person's name with its surname in Southern spelling: 리설주 -> 이설주. Given names stay (최룡해)."""
    who = korean.person(name)
    if who is None or who.surname not in _SURNAMES or len(who.given) != 2:
        return name
    return _SURNAMES[who.surname] + name[1:]


def to_south(text: str) -> str:
    """`text` with the Northern words it knows in Southern spelling, all else as it is. Linear in its length."""
    words = _words(text)
    done: list[str] = []
    for index, word in enumerate(words):
        if not syllables.is_hangul(word):
            done.append(word)
            continue
        before = words[index - 1][-1:] if index else ""
        if before == " " and index > 1:
            before = words[index - 2][-1:]
        following = words[index + 2] if index + 2 < len(words) and words[index + 1] == " " else ""
        done.append(_word(word, following, counted=before.isdigit()))
    return "".join(done)


def _words(text: str) -> list[str]:
    """Runs of Hangul, and the single characters between them."""
    found: list[str] = []
    start = None
    for index, char in enumerate(text):
        if "가" <= char <= "힣":
            start = index if start is None else start
            continue
        if start is not None:
            found.append(text[start:index])
            start = None
        found.append(char)
    if start is not None:
        found.append(text[start:])
    return found


def _word(word: str, following: str, *, counted: bool) -> str:
    if _named(word, following):
        return _SURNAMES[word[0]] + word[1:3] + _words_joined(word[3:])
    return word if counted and word[0] in _COUNTED else _words_joined(word)


def _words_joined(word: str) -> str:
    """`word` in Southern spelling; after a country's name another word may begin: 로씨야련방."""
    done: list[str] = []
    at = 0
    while at < len(word):
        size = next((n for n in range(_longest("start"), 1, -1) if word[at : at + n] in _table("start")), 0)
        north = word[at : at + size]
        if north not in _countries():
            done.append(_begun(word[at:], north))
            break
        done.append(_table("start")[north])
        at += size
    return "".join(done)


def _begun(word: str, north: str) -> str:
    """`word`, which begins with `north` of the table or else may begin as the initial-sound law says."""
    if north:
        return _table("start")[north] + _inside(word[len(north) :])
    lawful = _law().get(word[0])
    if lawful and len(word) > 1 and not _excepted(word):
        return lawful + _inside(word[1:])
    return _inside(word)


def _named(word: str, following: str) -> bool:
    """Whether `word` begins with a three-syllable name of a Northern surname, with a title joined or after a space."""
    if len(word) < 3 or word[0] not in _SURNAMES or word[:2] in _table("start") or _excepted(word):
        return False
    if not all(char in korean.given_syllables() for char in word[1:3]):
        return False
    title = word[3:] or following
    return any(title[:size] in _titles() for size in range(1, _LONGEST_TITLE + 1))


def _inside(text: str) -> str:
    """`text` with the words that change anywhere: 조선로동당 -> 조선노동당."""
    table, longest = _table("any"), _longest("any")
    done: list[str] = []
    at = 0
    while at < len(text):
        for size in range(min(longest, len(text) - at), 1, -1):
            south = table.get(text[at : at + size])
            if south is not None:
                done.append(south)
                at += size
                break
        else:
            done.append(text[at])
            at += 1
    return "".join(done)


@cache
def _table(place: str) -> dict[str, str]:
    """The words that change at the start of a word (all of them), or anywhere in it."""
    return {row["north"]: row["south"] for row in rows("north_words") if place in ("start", row["place"])}


@cache
def _countries() -> frozenset[str]:
    return frozenset(row["north"] for row in rows("north_words") if row["place"] == "country")


@cache
def _longest(place: str) -> int:
    return max(map(len, _table(place)))


@cache
def _law() -> dict[str, str]:
    return {row["north"]: row["south"] for row in rows("initial_law")}


def _excepted(word: str) -> bool:
    return any(word[:size] in _exceptions() for size in range(2, 7))


@cache
def _exceptions() -> frozenset[str]:
    return frozenset(row["word"] for row in rows("not_northern"))


@cache
def _titles() -> frozenset[str]:
    return frozenset(row["title"] for row in rows("titles"))
