"""Puts names that a model knows in the place of those it lost, and those back into what it makes of the sentence.

A small model drops or garbles a name it never met, and its sentence with it; the same sentence told of Moscow it
translates. What was written there tells where the name belongs, and in Russian in which case.
"""

import tomllib
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from newsbrief_models.fidelity.applying.wanted import Wanted, wanted
from newsbrief_models.fidelity.applying.writing import Edit, write
from newsbrief_models.fidelity.lexicon import Lexicon
from newsbrief_models.fidelity.naming.side import side_of
from newsbrief_models.terms import gazetteer
from newsbrief_models.terms.entries import Entry, Form, Kind, Strength
from newsbrief_models.terms.matcher import gazetteer_matcher
from newsbrief_models.terms.mentions import Mention
from newsbrief_models.types import Language, Span

MOST = 3  # names a sentence; one that lost more is not saved


@dataclass(frozen=True, slots=True)
class StandIn:
    """A known entity, by its id, that stands for a name to be written as `form`."""

    ident: str
    form: Form
    kind: Kind


def replaced(
    text: str,
    source: Language,
    target: Language,
    lost: Collection[Span],
    lexicon: Lexicon,
    tried: Collection[str] = (),
) -> tuple[str, tuple[StandIn, ...]]:
    """`text` with stand-ins for the names and terms at the spans `lost`, and for what else it calls so.

    The entities `tried` do not stand in. Takes time linear in the text.
    """
    side = side_of(text, source, lexicon.names)
    terms = wanted(side, target, lexicon.glossary, ())
    taken = set(tried) | {entry.id for mention in side.mentions for entry in mention.entries}
    edits: list[Edit] = []
    chosen: dict[str, StandIn] = {}
    for want in terms:
        ident = want.entry.id
        if ident not in chosen and (want.mention.span not in lost or len(chosen) == MOST):
            continue
        known = chosen.get(ident) or _chosen(want, taken)
        if known:
            chosen[ident] = known
            taken.add(known.ident)
            form = gazetteer.by_id()[known.ident].forms[source][0]
            now = _form_there(want, source)
            edits.append(Edit(want.mention.span, form, known.kind, now))
    if not edits:
        return text, ()
    return write(text, source, edits).text, tuple(chosen.values())


def restored(draft: str, target: Language, stand_ins: Iterable[StandIn]) -> str | None:
    """`draft` with the names in the place of their stand-ins; None where it lacks one, or has made a word from it."""
    found = gazetteer_matcher().find(draft, target)
    edits: list[Edit] = []
    for each in stand_ins:
        own = [m for m in found if each.ident in {entry.id for entry in m.entries}]
        if not own or any(m.strength is Strength.DERIVED for m in own):
            return None
        for span, mention in _whole(draft, own):
            now = next(term.form for term in mention.terms if term.entry.id == each.ident)
            edits.append(Edit(span, each.form, each.kind, now))
    return write(draft, target, edits).text


def _whole(text: str, mentions: Sequence[Mention]) -> Iterator[tuple[Span, Mention]]:
    """The places of one name; a second form in brackets, 북대서양조약기구(나토), is of the place before it."""
    at = 0
    while at < len(mentions):
        span, following = mentions[at].span, mentions[at + 1 : at + 2]
        inside = following and text[span.end : following[0].span.start].strip() == "("
        if inside and text[following[0].span.end : following[0].span.end + 1] == ")":
            yield Span(span.start, following[0].span.end + 1), mentions[at]
            at += 1
        else:
            yield span, mentions[at]
        at += 1


def _chosen(want: Wanted, taken: set[str]) -> StandIn | None:
    kind = _kind(want)
    free = (ident for ident in _known().get(kind, ()) if ident not in taken)
    ident = next(free, None)
    return StandIn(ident, want.form, kind) if ident else None


def _kind(want: Wanted) -> Kind:
    """What it is; of a user's term of no said kind, what the gazetteer knows by that name, else most likely a body."""
    if want.entry.kind is not Kind.COMMON:
        return want.entry.kind
    known = (gazetteer.by_id().get(ident) for ident in sorted(want.same - {want.entry.id}))
    named = any(name[:1].isupper() for name in _latin(want.entry))
    return next((entry.kind for entry in known if entry), Kind.ORGANIZATION if named else Kind.COMMON)


def _latin(entry: Entry) -> Iterator[str]:
    return (name for language in (Language.EN, Language.RU) if (name := entry.name(language)))


def _form_there(want: Wanted, language: Language) -> Form | None:
    """The form of the term that the source has there, which in Russian tells the case."""
    if language is not Language.RU:
        return None
    return next((term.form for term in want.mention.terms if term.entry.id == want.entry.id), None)


@cache
def _known() -> dict[Kind, tuple[str, ...]]:
    path = files("newsbrief_models.fidelity.applying").joinpath("stand_ins.toml")
    return {Kind(kind): tuple(ids) for kind, ids in tomllib.loads(path.read_text("utf-8")).items()}
