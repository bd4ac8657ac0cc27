"""Russian names in Latin letters, and Russian names in Latin letters back in Cyrillic."""

import re
from functools import cache

from newsbrief_models.names.tables import Rewriter, cased, rows
from newsbrief_models.names.values import Convention

_SYSTEMS = {Convention.PRESS: "press", Convention.BGN_PCGN: "bgn", Convention.ICAO: "icao"}
_CYRILLIC_VOWELS = "аеёиоуыэюя"
_LATIN_VOWELS = "aeiouyë"
_JOINTS = re.compile("([ .-])")
CYRILLIC = frozenset("абвгдеёжзийклмнопрстуфхцчшщъыьэюя")


@cache
def _to_latin(convention: Convention) -> Rewriter:
    system = _SYSTEMS[convention]
    return Rewriter(
        (
            (row["fragment"], row["place"], row[system].replace("-", ""))
            for row in rows("cyrillic_latin")
            if row[system]
        ),
        _CYRILLIC_VOWELS,
    )


@cache
def _to_cyrillic() -> Rewriter:
    return Rewriter(
        ((row["fragment"], row["place"], row["cyrillic"]) for row in rows("latin_cyrillic")), _LATIN_VOWELS
    )


@cache
def given_names() -> dict[str, dict[str, str]]:
    """The rows of the table of given names by their Cyrillic form in lower case, ё as е."""
    return {plain(row["russian"]): row for row in rows("russian_names")}


@cache
def _given_by_latin() -> dict[str, str]:
    found: dict[str, str] = {}
    for row in rows("russian_names"):
        for form in (row["press"], *row["others"].split()):
            found.setdefault(form.lower(), row["russian"])
    return found


def plain(word: str) -> str:
    """`word` in lower case with ё as е, as Russian papers print it."""
    return word.lower().replace("ё", "е")


def with_yo(word: str) -> str:
    """`word`, in lower case, with the ё that papers print as е: артем -> артём, лихачева -> лихачёва."""
    row = given_names().get(word)
    if row:
        return row["russian"].lower()
    stem = word.removesuffix("а")
    if stem in _yo_surnames():
        return _yo_surnames()[stem] + word[len(stem) :]
    if stem.endswith(("чев", "щев")) and len(stem) > 4:
        return f"{stem[:-2]}ёв{word[len(stem) :]}"
    return word


@cache
def _yo_surnames() -> dict[str, str]:
    return {plain(row["surname"]): row["surname"].lower() for row in rows("yo_surnames")}


def parts(name: str) -> list[str]:
    """The words of `name` and what stands between them, in turn: "Ростов-на-Дону" -> Ростов - на - Дону."""
    return _JOINTS.split(name)


def latin(name: str, convention: Convention) -> str | None:
    """`name` (Cyrillic) by PRESS, BGN_PCGN or ICAO; None when it holds other letters than Russian ones."""
    done: list[str] = []
    for word in parts(name):
        row = given_names().get(plain(word)) if convention is Convention.PRESS else None
        read = with_yo(word.lower()) if convention is Convention.PRESS else word.lower()
        text = row["press"] if row else _to_latin(convention).rewrite(read)
        if word[:1] in (" ", "-", ".", ""):
            text = word
        if text is None:
            return None
        done.append(cased(text, word))
    return "".join(done)


def press_variants(name: str) -> list[str]:
    """Other forms the English press prints for a Russian `name`: given names' spellings, e for ye, ey for ei."""
    words = name.split(" ")
    row = given_names().get(plain(words[0])) if len(words) > 1 else None
    rest = latin(" ".join(words[1:] if row else words), Convention.PRESS)
    if rest is None:
        return []
    tails = [rest, *_respelled(rest)]
    heads = [row["press"], *row["others"].split()] if row else [""]
    return [f"{head} {tail}".strip() for tail in tails for head in heads]


def _respelled(text: str) -> list[str]:
    """`text` with the letters that papers write in two ways."""
    forms = []
    for usual, other in (
        ("Ye", "E"),
        ("yev", "ev"),
        ("eyev", "eev"),
        ("yo", "e"),
        ("yo", "ye"),
        ("iya", "ia"),
        ("aits", "ayts"),
        ("ks", "x"),
    ):
        if usual in text:
            forms.append(text.replace(usual, other))
    if text.endswith("ei"):
        forms.append(text[:-1] + "y")
    if text.endswith("y") and text[-2:-1] not in _LATIN_VOWELS:
        forms.append(text + "i" if not text.endswith("sky") else text[:-1] + "iy")
    return forms


def cyrillic(name: str) -> str | None:
    """`name`, a Russian name in Latin letters, in Cyrillic; None when a word cannot be Russian (w, q).

    What Latin spelling loses (ь, ы or и, ё) is guessed; given names come from the table.
    """
    done: list[str] = []
    last = len(parts(name)) - 1
    for index, word in enumerate(parts(name)):
        if word[:1] in (" ", "-", ".", ""):
            done.append(word)
            continue
        known = _given_by_latin().get(word.lower()) if index < last or last == 0 else None
        text = known.lower() if known else _to_cyrillic().rewrite(word.lower())
        if text is None:
            return None
        done.append(cased(text, word))
    return "".join(done)


def is_given_name(word: str) -> bool:
    """Whether `word`, in either script, is a given name of Russia."""
    return plain(word) in given_names() or word.lower() in _given_by_latin()


def is_only_russian(word: str) -> bool:
    """Whether `word`, in Latin letters, is a given name hardly met outside the Russian-speaking world."""
    russian = _given_by_latin().get(word.lower())
    return russian is not None and not given_names()[plain(russian)]["shared"]
