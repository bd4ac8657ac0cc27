"""Russian case forms of names and terms, by rule and table: no morphology library at run time.

The rules are those of the school grammar (Zaliznyak's classes without stress); how a form inflects is written beside it
in the data (data/README.md explains the codes) and guessed only for terms that come without a code.
"""

from collections.abc import Iterator
from enum import StrEnum
from functools import cache, lru_cache

from newsbrief_models.terms.entries import Entry, Form, Kind
from newsbrief_models.terms.guess import guess
from newsbrief_models.terms.tables import rows
from newsbrief_models.types import Language


class Case(StrEnum):
    """A grammatical case."""

    NOM = "nom"
    GEN = "gen"
    DAT = "dat"
    ACC = "acc"
    INS = "ins"
    LOC = "loc"


_NEVER = "indecl"
_HUSH = "гкхжшчщ"


def inflect(term: Entry | Form | str, case: Case, *, plural: bool = False) -> str:
    """`term` in `case`: "Ким Чен Ын", ins -> "Ким Чен Ыном".

    An Entry stands for its press form. A bare string, or a form without a code, inflects as its ending suggests.
    `plural` asks for the plural; a term that has none keeps the singular.

    Raises:
        ValueError: the entry has no Russian form.
    """
    form = _form(term)
    code = form.inflection or _guessed(form.text)
    if code == _NEVER:
        return form.text
    if "=" in code:
        return _explicit(form.text, code)[case][0]
    words = form.text.split(" ")
    codes = code.split(" ")
    several = plural and any("/" in c for c in codes)
    done = [_word(w, c, case, several) for w, c in zip(words, codes, strict=False)]
    return " ".join(done + words[len(codes) :])


def forms(term: Entry | Form | str) -> frozenset[str]:
    """Every case form of `term`, plurals included where it has them; of an Entry, those of all its Russian forms."""
    if isinstance(term, Entry):
        return frozenset().union(*(forms(f) for f in term.forms.get(Language.RU, ())))
    return frozenset(text for text, _ in readings(_form(term)))


def cases(form: Form, surface: str) -> tuple[Case, ...]:
    """The cases in which `form` reads as `surface`; empty when in none."""
    return tuple(dict.fromkeys(case for text, case in readings(form) if text == surface))


@lru_cache(maxsize=8192)
def readings(form: Form) -> tuple[tuple[str, Case], ...]:
    """Each (text, case) of `form`, singular before plural; of an adjective (code ``A``) all genders."""
    code = form.inflection or _guessed(form.text)
    if code == "A":
        return tuple(_adjective(form.text))
    if "=" in code:
        return tuple((text, case) for case, texts in _explicit(form.text, code).items() for text in texts)
    numbers = (False, True) if "/" in code else (False,)
    return tuple((inflect(form, case, plural=number), case) for number in numbers for case in Case)


def guess_code(text: str, kind: Kind | None = None, *, feminine: bool = False) -> str:
    """The code a term without one is inflected by; `feminine` is for persons. Right for most names, not for all."""
    return guess(text, person=kind is Kind.PERSON, feminine=feminine)


def _form(term: Entry | Form | str) -> Form:
    if isinstance(term, str):
        return Form(term)
    if isinstance(term, Form):
        return term
    own = term.forms.get(Language.RU)
    if not own:
        raise ValueError(f"entry {term.id!r} has no Russian form")
    return own[0]


@lru_cache(maxsize=8192)
def _guessed(text: str) -> str:
    return guess(text)


def _explicit(nominative: str, code: str) -> dict[Case, tuple[str, ...]]:
    """The forms a code such as ``gen=Крыма;loc=Крыму/Крыме`` spells out; a case left out is as the nominative."""
    given = dict(part.split("=", 1) for part in code.split(";"))
    return {case: tuple(given.get(case, nominative).split("/")) for case in Case}


def _word(word: str, code: str, case: Case, plural: bool) -> str:
    """One word by its own code ``class[:stem][/genitive plural[:nominative plural]]``; ``-`` leaves it as it is."""
    if code == "-":
        return word
    singular, _, many = code.partition("/")
    kind, _, stem = singular.partition(":")
    if kind in ("p", "pa"):
        return _plural(word, many, case, animate=kind == "pa")
    if plural and kind in ("a", "aa"):
        return _decline(adjective_plural(word), kind, case)
    if plural and many:
        genitive, _, nominative = many.partition(":")
        return _plural(
            nominative or _nominative_plural(word, kind, stem), genitive, case, animate=kind in ("ma", "mas")
        )
    return _decline(word, kind, case, stem)


def _decline(word: str, kind: str, case: Case, stem: str = "") -> str:
    """`stem` is the word without the vowel it loses (Павел: Павл), as if that were its nominative."""
    endings = _endings()[kind]
    base = stem or word
    ending = next((base[-size:] for size in (3, 2, 1) if base[-size:] in endings and len(base) > size), "")
    if ending not in endings:
        return word
    new = endings[ending][case]
    return word if new == ending else base[: len(base) - len(ending)] + new


def _plural(nominative: str, genitive: str, case: Case, *, animate: bool) -> str:
    if case is Case.NOM or (case is Case.ACC and not animate):
        return nominative
    if case in (Case.GEN, Case.ACC):
        return genitive
    stem, last = nominative[:-1], nominative[-1]
    soft = last == "я" or (last == "и" and stem[-1] not in _HUSH)
    return stem + ("я" if soft else "а") + {Case.DAT: "м", Case.INS: "ми", Case.LOC: "х"}[case]


def _nominative_plural(word: str, kind: str, stem: str) -> str:
    if kind == "n":
        return word[:-1] + ("а" if word[-1] == "о" or word[-2] in "цжщ" else "я")
    base = stem or (word[:-1] if word[-1] in "аяйь" else word)
    soft = word[-1] in "яйь" or base[-1] in _HUSH
    return base + ("и" if soft else "ы")


def adjective_plural(word: str) -> str:
    """The nominative plural of an adjective given in any gender: "баллистическая" -> "баллистические"."""
    if word[-2:] in ("ые", "ие"):
        return word
    stem = word[:-2]
    soft = word[-2:] in ("яя", "ее", "ий") or stem[-1] in _HUSH
    return stem + ("ие" if soft else "ые")


def _adjective(lemma: str) -> Iterator[tuple[str, Case]]:
    """All genders and numbers of a masculine adjective."""
    soft = lemma.endswith("ний")
    stem = lemma[:-2]
    feminine, neuter = ("яя", "ее") if soft else ("ая", "ое")
    for text, kind in (
        (lemma, "a"),
        (lemma, "aa"),
        (stem + feminine, "a"),
        (stem + neuter, "a"),
        (adjective_plural(lemma), "a"),
        (adjective_plural(lemma), "aa"),
    ):
        for case in Case:
            yield _decline(text, kind, case), case


@cache
def _endings() -> dict[str, dict[str, dict[Case, str]]]:
    """class -> nominative ending -> case -> ending."""
    table: dict[str, dict[str, dict[Case, str]]] = {}
    for row in rows("ru_endings"):
        cells = {case: row[case].replace("0", "") for case in Case}
        table.setdefault(row["class"], {})[cells[Case.NOM]] = cells
    return table
