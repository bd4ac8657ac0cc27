"""Sentences in which a translator gets names wrong on purpose, and how they should read; for tests and benchmarks.

Frames and names are the tables in data/, written by hand. Every frame is filled with names
in turn; the right sentence has the name in the frame's case, or with the particle its last sound asks for, which is
worked out here apart from the code under test.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from newsbrief_models.terms import russian
from newsbrief_models.terms.entries import Entry, Form, Kind
from newsbrief_models.terms.matcher import Matcher
from newsbrief_models.terms.russian import Case
from newsbrief_models.types import Language

DATA = Path(__file__).parent / "data"
_KINDS = {"person": Kind.PERSON, "place": Kind.PLACE, "org": Kind.ORGANIZATION}


@dataclass(frozen=True, slots=True)
class Sentence:
    """A source, what the fake translator makes of it, and what it should be; `error` says how the name is wrong."""

    source: str
    source_language: Language
    target_language: Language
    wrong: str
    right: str
    error: str
    name: str
    context: str  # the case or the particle the frame asks for


def glossary() -> Matcher:
    """The matcher of the names that a user is to have asked for."""
    return Matcher([_entry(row) for row in rows("terms") if row["origin"] == "glossary"])


def entries() -> list[Entry]:
    """All the names as entries of a user's glossary."""
    return [_entry(row) for row in rows("terms")]


def sentences(target: Language) -> Iterator[Sentence]:
    """Every frame of `target` filled with every name that fits, each rendered wrongly in every way there is."""
    for frame in rows(f"frames.{target}"):
        for name in rows("terms"):
            if name["kind"] == frame["kind"]:
                yield from _filled(frame, name, target)


def _filled(frame: dict[str, str], name: dict[str, str], target: Language) -> Iterator[Sentence]:
    source_language = Language.KO if target is Language.EN else Language.EN
    source = _put(frame["source"], name[source_language])
    case = Case(frame["case"]) if target is Language.RU else None
    right_form = Form(name["ru"], inflection=name["ru_code"])
    right = russian.inflect(right_form, case) if case else name[target]
    wrongs = [("misspelt", wrong) for wrong in name[f"wrong_{target}"].split("|")]
    if target is Language.RU:
        wrongs += [("uninflected", wrong) for _, wrong in wrongs if case is not Case.NOM]
    if (
        name["origin"] == "glossary" or name["kind"] != "org"
    ):  # the gazetteer takes Latin names of agencies as right
        wrongs.append(("left over", name[source_language]))
    for error, text in wrongs:
        form = text
        if error == "misspelt" and case:
            form = russian.inflect(Form(text, inflection=name["wrong_code"]), case)
        yield Sentence(
            source,
            source_language,
            target,
            _put(frame["target"], form),
            _put(frame["target"], right),
            error,
            name["en"],
            frame["case"] if case else frame["target"],
        )


def _put(frame: str, name: str) -> str:
    """The frame with the name, and in Korean with the form of its particle that the name's last letter asks for."""
    if "{}|" not in frame:
        return frame.replace("{}", name)
    before, rest = frame.split("{}|", 1)
    forms = rest.split("|")
    after = forms[-1]
    closed = forms[0] if len(forms) == 2 else ""
    if not closed:
        return before + name + after
    size = _shared(after)
    return before + name + (closed if _closed(name, closed) else after[:size]) + after[size:]


def _shared(after: str) -> int:
    """How long the particle for an open syllable is that `after` begins with: the forms are written for both."""
    return next((n for n, char in enumerate(after) if not "가" <= char <= "힣"), len(after))


def _closed(name: str, particle: str) -> bool:
    """Whether the name ends in a consonant; ㄹ is none before 으로. Latin names end as they are read."""
    last = name[-1]
    if not "가" <= last <= "힣":
        return last.lower() in "lmnbkp" and not (last.lower() == "l" and particle.startswith("으로"))
    final = (ord(last) - 0xAC00) % 28
    return bool(final) and not (final == 8 and particle.startswith("으로"))


def _entry(row: dict[str, str]) -> Entry:
    forms = {
        Language.EN: (Form(row["en"]),),
        Language.KO: (Form(row["ko"]),),
        Language.RU: (Form(row["ru"], inflection=row["ru_code"]),),
    }
    return Entry(f"user.{row['en'].lower().replace(' ', '-')}", _KINDS[row["kind"]], forms)


def rows(name: str) -> list[dict[str, str]]:
    """The rows of ``<name>.tsv`` by its header; lines at ``#`` are comments."""
    lines = (DATA / f"{name}.tsv").read_text("utf-8").splitlines()
    header, *body = (line.split("\t") for line in lines if line and not line.startswith("#"))
    return [dict(zip(header, cells, strict=True)) for cells in body]
