"""Korean names in Latin or Cyrillic letters read back as Hangul."""

from collections.abc import Iterable, Iterator
from functools import cache
from itertools import islice, product

from newsbrief_models.names import korean, syllables
from newsbrief_models.names.tables import rows

_SET_BACK = 60  # ranks in the table of syllables
_FAR = 1000
_LONGEST = 16  # letters of a given name written as one word
_MARKS = str.maketrans("ŏŭŎŬ", "ouOU", "'’ʼ")


def hangul(name: str, *, cyrillic: bool = False) -> tuple[str, ...]:
    """The Korean names that `name` may spell, likeliest first, at most six; empty when it is no Korean name.

    Read are "Han Ji-woo", "Ji-woo Han", "Kim Jong Un", "Gim Jeongeun", "Хан Чжи У", "Хан Чиу". Northern spelling is
    read as such first (Pak Jong-chon -> 박정천, Park Jong-chun -> 박종춘).
    """
    words = name.translate(_MARKS).lower().split(" ")
    if not 2 <= len(words) <= 3:
        return ()
    surname, given = words[0], words[1:]
    if len(words) == 2 and "-" in words[0] and "-" not in words[1]:
        surname, given = words[1], words[:1]
    surnames = _surnames(cyrillic).get(surname, ())
    if not surnames or (len(given) == 2 and any("-" in part for part in given)):
        return ()
    spelled = given if len(given) == 2 else given[0].split("-")
    apart = len(given) == 2 or any(part in _only_northern() for part in spelled)
    northern = not cyrillic and (surname in _marked("northern") or apart)
    if len(spelled) == 1 and surname in _marked("shared"):
        return ()
    choices = _given(spelled, cyrillic, northern)
    forms = (family + rest for rest in choices for family in surnames)
    return tuple(islice(dict.fromkeys(islice(forms, 24)), 6))


def _given(spelled: list[str], cyrillic: bool, northern: bool) -> list[str]:
    """The given names that the parts spell, likeliest first."""
    if len(spelled) == 1:
        return [text for cut in _cuts(spelled[0], cyrillic, northern) for text in cut]
    if len(spelled) > 3:
        return []
    return list(_combined(_syllables(cyrillic, northern).get(part, ()) for part in spelled))


def _cuts(word: str, cyrillic: bool, northern: bool) -> Iterator[list[str]]:
    """A given name in one word, cut in two everywhere it can be, or left whole."""
    known = _syllables(cyrillic, northern)
    if len(word) > _LONGEST:
        return
    for cut in range(len(word) - 1, 0, -1):
        if word[:cut] in known and word[cut:] in known:
            yield list(_combined((known[word[:cut]], known[word[cut:]])))
    if word in known:
        yield list(known[word][:2])


def _combined(choices: Iterable[tuple[str, ...]]) -> Iterator[str]:
    """Every choice of a syllable for each place, those of the likeliest first."""
    ranked = [list(enumerate(options[:3])) for options in choices]
    for picked in sorted(product(*ranked), key=lambda pick: sum(rank for rank, _ in pick)):
        yield "".join(char for _, char in picked)


@cache
def _marked(mark: str) -> frozenset[str]:
    return frozenset(row["spelling"] for row in rows("surname_marks") if row["mark"] == mark)


@cache
def _surnames(cyrillic: bool) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    columns = ("russian", "russian_others") if cyrillic else ("press", "dprk", "others")
    for column in columns:
        for row in rows("surnames"):
            for form in row[column].lower().split():
                found.setdefault(form, []).append(row["hangul"])
    systems = ("press", "kontsevich") if cyrillic else ("rr", "mr", "dprk")
    for system in systems:
        for row in rows("surnames"):
            written = "".join(syllables.spell(syllables.split(row["hangul"]), system))
            found.setdefault(written.translate(_MARKS), []).append(row["hangul"])
    return {form: tuple(dict.fromkeys(chars)) for form, chars in found.items()}


@cache
def _syllables(cyrillic: bool, northern: bool) -> dict[str, tuple[str, ...]]:
    """Given-name syllables by how they may be spelled, commonest first, a less usual spelling set back."""
    ranked: dict[str, list[tuple[int, str]]] = {}
    systems = (
        ("press", "kontsevich") if cyrillic else ("dprk", "rr", "mr") if northern else ("rr", "dprk", "mr")
    )
    for rank, (char, row) in enumerate(korean.given_syllables().items()):
        columns = ("russian_others",) if cyrillic else ("press", "others")
        spelled = [
            (form, 0 if column == "press" else _SET_BACK)
            for column in columns
            for form in row[column].split()
        ]
        for place, system in enumerate(systems):
            back = 0 if northern and place == 0 else (place + (not cyrillic)) * _SET_BACK
            spelled += [(form, back) for form in _written(char, system)]
        for form, back in spelled:
            behind = _FAR if northern and back == 0 and form not in _written(char, "dprk") else 0
            ranked.setdefault(form, []).append((rank + back + behind, char))
    return {form: tuple(dict.fromkeys(char for _, char in sorted(found))) for form, found in ranked.items()}


def _written(char: str, system: str) -> set[str]:
    syllable = syllables.split(char)
    return {
        "".join(syllables.spell(syllable, system, voiced=voiced)).translate(_MARKS)
        for voiced in (False, True)
    }


@cache
def _only_northern() -> frozenset[str]:
    """Spellings of syllables that the DPRK's system makes and the South's press and Revised Romanization do not."""
    southern, northern = set[str](), set[str]()
    for char, row in korean.given_syllables().items():
        southern |= {row["press"], korean.latin_syllable(char, "rr")}
        northern |= _written(char, "dprk")
    return frozenset(northern - southern)
