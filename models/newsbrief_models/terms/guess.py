"""How a Russian name or term inflects when nobody has said: a code from its shape."""

from functools import cache

from newsbrief_models.terms.tables import rows

_VOWELS = "аеёиоуыэюя"
_ADJECTIVE = ("ый", "ий", "ой", "ая", "яя", "ое", "ее", "ые", "ие")
_SURNAME = ("ов", "ев", "ёв", "ин", "ын")
_NEUTER = ("ство", "ние", "тие", "ение", "вие", "море", "дело")
_FEMININE_SOFT = ("сть", "знь", "ведь", "чать", "дь")


def guess(text: str, *, person: bool = False, feminine: bool = False) -> str:
    """The inflection code (data/README.md) of a person's name, or of a phrase whose first noun is its head."""
    words = text.split(" ")
    if not all(_cyrillic(word) for word in words[:1]):
        return "indecl"
    codes = _person(words, feminine) if person else _phrase(words)
    while codes and codes[-1] == "-":
        codes.pop()
    return " ".join(codes) or "indecl"


def _cyrillic(word: str) -> bool:
    return "а" <= word[-1:].lower() <= "я" and not (len(word) > 1 and word.isupper())


def _person(words: list[str], feminine: bool) -> list[str]:
    """Every word of a Russian or Western name inflects; of a name of three short words, or of one word, the last."""
    korean = len(words) == 3 and all(len(word) <= 6 for word in words)
    if feminine:
        return ["-"] if korean else [_woman(word, surname=word is words[-1]) for word in words]
    if korean:
        return ["-", "-", _man(words[2], surname=False)]
    return [_man(word, surname=position == len(words) - 1) for position, word in enumerate(words)]


def _man(word: str, *, surname: bool) -> str:
    if not surname and word in _given_names():
        return _given_names()[word]
    if not _cyrillic(word):
        return "-"
    if surname and word.endswith(_SURNAME) and len(word) > 4:
        return "sm"
    if word.endswith(("ский", "цкий", "ый", "ной")) or (surname and word.endswith("ой") and len(word) > 4):
        return "aa"
    if word[-1] in "ая":
        return "f" if (len(word) > 2 and word[-2] not in "ауи") or word.endswith("ия") else "-"
    return "-" if word[-1].lower() in _VOWELS else "ma"


@cache
def _given_names() -> dict[str, str]:
    return {row["name"]: row["code"] for row in rows("ru_given_names")}


def _woman(word: str, *, surname: bool) -> str:
    if surname and word.endswith(("ова", "ева", "ёва", "ина", "ына")) and len(word) > 5:
        return "sf"
    if word.endswith(("ская", "цкая", "ая")):
        return "a"
    return "f" if word[-1] in "ая" and len(word) > 2 else "-"


def _phrase(words: list[str]) -> list[str]:
    """Adjectives up to the first noun, and that noun."""
    codes: list[str] = []
    for position, word in enumerate(words):
        if word.endswith(_ADJECTIVE) and len(word) > 4 and not word.endswith(_NEUTER):
            codes.append("a")
            continue
        return [*codes, _noun(word, alone=position == 0 and len(words) == 1)]
    return codes


def _noun(word: str, *, alone: bool) -> str:
    if not _cyrillic(word):
        return "-"
    if word.endswith(_NEUTER):
        return "n"
    last = word[-1]
    if last in "ая":
        return "f"
    if last == "ь":
        return "f" if word.endswith(_FEMININE_SOFT) else "m"
    if last == "о" and not (alone and word[0].isupper()):
        return "n"
    return "-" if last in _VOWELS else "m"
