"""Korean names in Latin and Cyrillic letters, by each convention."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from newsbrief_models.names import syllables
from newsbrief_models.names.syllables import Syllable
from newsbrief_models.names.tables import rows
from newsbrief_models.names.values import Convention, Kind

NORTHERN = frozenset("리림로량려")  # surnames that only the North spells so
_COMMON = 40  # so many surnames of the table are common enough to make a person of two syllables
_UNITS = frozenset("시군구읍면리동")  # administrative units, hyphenated in the Revised Romanization
_CYRILLIC_VOWELS = frozenset("аеёиоуыэюя")


@dataclass(frozen=True, slots=True)
class Person:
    """A Korean person's name in Hangul; `given` is empty for a surname alone."""

    surname: str
    given: str


@cache
def surnames() -> dict[str, dict[str, str]]:
    """The rows of the surname table by Hangul, commonest first."""
    return {row["hangul"]: row for row in rows("surnames")}


@cache
def given_syllables() -> dict[str, dict[str, str]]:
    """The rows of the given-name table by Hangul, commonest first."""
    return {row["hangul"]: row for row in rows("syllables")}


@cache
def _common() -> frozenset[str]:
    return frozenset(list(surnames())[:_COMMON]) | NORTHERN


@cache
def places() -> frozenset[str]:
    """Korean places whose names could be read as a person's."""
    return frozenset(row["place"] for row in rows("korean_places"))


def person(name: str, kind: Kind | None = None) -> Person | None:
    """`name`, Hangul with or without a space after the surname, as a person's; None when it is not one.

    Unless `kind` says so, a name counts as a person's when a surname and one to three syllables used in given names
    make it up and it is no known place; of two syllables, when the surname is a common one.
    """
    compact = name.replace(" ", "")
    if kind is Kind.PLACE or not syllables.is_hangul(compact) or name.count(" ") > 1:
        return None
    head = name.split(" ")[0] if " " in name else ""
    for size in (2, 1):
        surname, given = compact[:size], compact[size:]
        if surname not in surnames() or (head and head != surname) or len(given) > 3:
            continue
        if kind is Kind.PERSON or _looks_personal(surname, given, spaced=bool(head)):
            return Person(surname, given)
    return None


def _looks_personal(surname: str, given: str, *, spaced: bool) -> bool:
    if spaced or not given:
        return True
    if surname + given in places() or given[-1] in "시군읍면역섬항":
        return False
    if len(surname) == 1 and (len(given) == 3 or (len(given) == 1 and surname not in _common())):
        return False
    return all(char in given_syllables() for char in given)


def write(name: str, convention: Convention, *, cyrillic: bool = False, kind: Kind | None = None) -> str:
    """`name` (Hangul, words parted by spaces) by `convention`; PRESS is the Russian press's when `cyrillic`."""
    who = person(name, kind)
    if who is not None:
        return _PERSONS[convention, cyrillic](who)
    return " ".join(_place(word, convention, cyrillic) for word in name.split(" "))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def latin_syllable(char: str, system: str) -> str:
    """One syllable alone in the Latin letters of `system`."""
    return "".join(syllables.spell(syllables.split(char), system))


def press_syllable(char: str) -> str:
    """One syllable of a given name as the English press spells it."""
    row = given_syllables().get(char)
    return row["press"] if row else latin_syllable(char, "rr")


def _english(who: Person) -> str:
    if who.surname in NORTHERN:
        return northern_press(who)
    given = "-".join(press_syllable(char) for char in who.given)
    return f"{surnames()[who.surname]['press']} {_capital(given)}".strip()


def northern_press(who: Person) -> str:
    """As the Southern and Western press writes a Northerner: DPRK spelling, given name hyphenated (Kim Jong-un)."""
    surname, *given = _dprk(who).split(" ")
    return " ".join([surname, "-".join([*given[:1], *(part.lower() for part in given[1:])])]).strip()


def english_variants(who: Person) -> Iterator[str]:
    """Other forms of the name in the English press: Northern spelling, other spellings of surname and given name."""
    yield northern_press(who)
    row = surnames()[who.surname]
    families = [row["press"], *row["others"].split()]
    spellings = [_spellings(char) for char in who.given]
    usual = [options[0] for options in spellings]
    givens = ["-".join(usual), "-".join(latin_syllable(char, "rr") for char in who.given)]
    for index, options in enumerate(spellings):
        givens += ["-".join([*usual[:index], other, *usual[index + 1 :]]) for other in options[1:]]
    yield from (f"{family} {_capital(given)}".strip() for given in givens for family in families)


def _spellings(char: str) -> list[str]:
    row = given_syllables().get(char)
    return [row["press"], *row["others"].split()] if row else [press_syllable(char)]


def russian_variants(who: Person) -> Iterator[str]:
    """Other forms of the name in the Russian press: begun voiceless or voiced, дж for чж, in one word."""
    row = surnames()[who.surname]
    givens: list[list[str]] = []
    for voiced in (True, False):
        _, *given = _three_words(who, voiced=voiced).split(" ")
        givens += [given, [part.replace("Чж", "Дж") for part in given]]
    for index, char in enumerate(who.given):
        for other in given_syllables().get(char, {}).get("russian_others", "").split():
            givens += [
                [*given[:index], _capital(other), *given[index + 1 :]] for given in (givens[0], givens[2])
            ]
    for given in givens:
        for family in (row["russian"], *row["russian_others"].split()):
            yield " ".join([family, *given])
    yield " ".join([row["russian"], "".join([*givens[0][:1], *(part.lower() for part in givens[0][1:])])])


def _revised(who: Person) -> str:
    """Sound changes between the syllables of a name are not written (rule 3-4)."""
    given = "".join(latin_syllable(char, "rr") for char in who.given)
    surname = "".join(latin_syllable(char, "rr") for char in who.surname)
    return f"{_capital(surname)} {_capital(given)}".strip()


def _mccune(who: Person) -> str:
    surname = "Yi" if who.surname == "이" else _capital("".join(_sounded(who.surname, "mr")))
    return f"{surname} {_capital('-'.join(_sounded(who.given, 'mr')))}".strip()


def _dprk(who: Person) -> str:
    ruled = _capital("".join(syllables.spell(syllables.split(who.surname), "dprk")))
    given = syllables.spell(syllables.split(who.given), "dprk")
    return " ".join([surnames()[who.surname]["dprk"] or ruled, *map(_capital, given)])


def _russian(who: Person) -> str:
    last = syllables.split(who.surname)[-1].final
    return _three_words(who, voiced=last in ("", *"ㄴㄹㅁㅇ"))


def _three_words(who: Person, *, voiced: bool) -> str:
    """Surname and the syllables of the given name apart; ㅈ within it is always чж."""
    given = syllables.spell(syllables.split(who.given), "press", voiced=voiced)
    within = (
        "чж" + part[1:] if part[0] == "ч" and part[1:2] not in ("х", "ч", "ж") else part for part in given[1:]
    )
    return " ".join([surnames()[who.surname]["russian"], *map(_capital, [*given[:1], *within])])


def _kontsevich(who: Person) -> str:
    surname = "".join(_sounded(who.surname, "kontsevich"))
    return f"{_capital(surname)} {_capital(''.join(_sounded(who.given, 'kontsevich')))}".strip()


_PERSONS = {
    (Convention.PRESS, False): _english,
    (Convention.REVISED_ROMANIZATION, False): _revised,
    (Convention.MCCUNE_REISCHAUER, False): _mccune,
    (Convention.DPRK_ROMANIZATION, False): _dprk,
    (Convention.PRESS, True): _russian,
    (Convention.KONTSEVICH, True): _kontsevich,
}


def _place(word: str, convention: Convention, cyrillic: bool) -> str:
    if convention is Convention.PRESS and cyrillic:
        return _place(word, Convention.KONTSEVICH, cyrillic).replace("ъ", "")
    system = _SYSTEMS[convention]
    province = word[-1] == "도" and word in places() and len(word) > 2
    if system == "rr" and len(word) > 2 and (word[-1] in _UNITS or province):
        stem = "".join(_sounded(word[:-1], system))
        return f"{_capital(stem)}-{latin_syllable(word[-1], system)}"
    return _capital("".join(_sounded(word, system)))


_SYSTEMS = {
    Convention.PRESS: "rr",
    Convention.REVISED_ROMANIZATION: "rr",
    Convention.MCCUNE_REISCHAUER: "mr",
    Convention.DPRK_ROMANIZATION: "dprk",
    Convention.KONTSEVICH: "kontsevich",
}


def _sounded(word: str, system: str) -> list[str]:
    """A word as pronounced, syllable by syllable, with what the system writes where two syllables meet."""
    written = syllables.split(word)
    spoken = _northern(written) if system == "dprk" else syllables.pronounce(written)
    parts = syllables.spell(spoken, system)
    return list(_met(parts, spoken, system))


def _northern(written: list[Syllable]) -> list[Syllable]:
    """The North says ㄹ as written after ㅁ and ㅇ, those made from stops too: Kangryong, Amrok, Tongrim."""
    spoken = syllables.pronounce(written)
    for index, after in enumerate(written[1:]):
        if after.initial == "ㄹ" and spoken[index + 1].initial == "ㄴ":
            spoken[index + 1] = spoken[index + 1]._replace(initial="ㄹ")
    return spoken


def _met(parts: list[str], spoken: list[Syllable], system: str) -> Iterator[str]:
    for index, part in enumerate(parts):
        text = part
        final = spoken[index - 1].final if index else ""
        following = parts[index + 1] if index + 1 < len(parts) else ""
        if final == "ㄹ" and part[0] == "r":
            text = "l" + part[1:]
        if system == "mr":
            text = text.replace("swi", "shwi")
            text = f"’{text}" if final == "ㄴ" and text.startswith("g") else text
        if final == "ㄹ" and part[0] == "р":
            text = "л" + text[1:]
        if text.endswith("ль") and following.startswith("р"):
            text = text[:-1]
        if system == "kontsevich" and spoken[index].final == "ㅇ" and following[:1] in _CYRILLIC_VOWELS:
            text += "ъ"
        yield text
