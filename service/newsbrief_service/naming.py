"""Answers RenderNames: the gazetteer first, then the rules of a convention."""

from newsbrief.v1 import types_pb2
from newsbrief.v1.types_pb2 import ErrorReason
from newsbrief_models.errors import TextError
from newsbrief_models.names import Convention, ConventionError, render
from newsbrief_models.terms.entries import Entry, Strength
from newsbrief_models.terms.matcher import gazetteer_matcher
from newsbrief_models.text.clean import clean
from newsbrief_models.text.language import require
from newsbrief_models.types import Language
from newsbrief_service.choices import CONVENTIONS
from newsbrief_service.errors import from_text_error, invalid
from newsbrief_service.validation import NamesOrder

_CONVENTIONS = {convention: value for value, convention in CONVENTIONS.items()}


def render_all(order: NamesOrder) -> list[types_pb2.NameRendering]:
    """One rendering a name, in order; empty where no rule says how the name is written.

    Raises:
        ServiceError: INVALID_ARGUMENT for a name whose language cannot be told or is the target's own, or a convention
            that does not write names of the direction.
    """
    return [_render(f"names[{index}]", name, order) for index, name in enumerate(order.names)]


def _render(field: str, name: str, order: NamesOrder) -> types_pb2.NameRendering:
    source = order.source or _language(field, name)
    if source is order.target:
        raise invalid(field, ErrorReason.ERROR_REASON_MALFORMED_VALUE, f"is already in {source}")
    if order.convention in (None, Convention.PRESS):
        entry = _known(clean(name), source)
        if entry and entry.name(order.target):
            return _from_gazetteer(entry, order.target)
    try:
        rendering = render(clean(name), source, order.target, order.convention)
    except ConventionError as error:
        raise invalid("convention", ErrorReason.ERROR_REASON_OUT_OF_RANGE, str(error)) from None
    if rendering is None:
        return types_pb2.NameRendering()
    return types_pb2.NameRendering(
        text=rendering.text,
        convention=_CONVENTIONS[rendering.convention],
        origin=types_pb2.TERM_ORIGIN_TRANSLITERATION,
        alternatives=[
            types_pb2.NameAlternative(text=other.text, convention=_CONVENTIONS[other.convention])
            for other in rendering.alternatives
        ],
    )


def _language(field: str, name: str) -> Language:
    try:
        return Language(require(name).code)
    except TextError as error:
        raise from_text_error(error, field) from None


def _known(name: str, language: Language) -> Entry | None:
    """The gazetteer's entry for the whole of `name`, when it is one that stands for it on its own."""
    for mention in gazetteer_matcher().find(name, language):
        if mention.span.of(name) == name and mention.strength is Strength.FULL:
            return mention.entry
    return None


def _from_gazetteer(entry: Entry, target: Language) -> types_pb2.NameRendering:
    press, *others = (form.text for form in entry.forms[target] if form.strength is Strength.FULL)
    return types_pb2.NameRendering(
        text=press,
        convention=types_pb2.NAME_CONVENTION_PRESS,
        origin=types_pb2.TERM_ORIGIN_GAZETTEER,
        alternatives=[
            types_pb2.NameAlternative(text=other, convention=types_pb2.NAME_CONVENTION_PRESS)
            for other in others
        ],
    )
