"""Options that several calls share: names and terms to use, and how a translation is to be written."""

from collections.abc import Iterable, Mapping
from typing import TypedDict, Unpack, cast

from newsbrief import _messages
from newsbrief._calls.call import check_text, choice
from newsbrief._types import AnyForm, Glossary, NumberStyle, Register, SummaryMode, SummaryRoute, Term
from newsbrief.v1 import types_pb2 as pb

AnyGlossary = str | Glossary
AnyTerm = Term | Mapping[str, AnyForm]
GLOSSARIES = "glossaries/"


class TermOptions(TypedDict, total=False):
    """Names and terms for one call."""

    glossaries: AnyGlossary | Iterable[AnyGlossary]
    """Stored glossaries, up to 16; where two name the same thing the later wins."""
    terms: AnyTerm | Iterable[AnyTerm]
    """Terms kept nowhere, up to 1,000; they win over stored ones."""
    builtin_names: bool
    """Whether the names that come with the server are applied as well; True unless said otherwise."""


class Wording(TermOptions, total=False):
    """How a translation is to be written."""

    register: Register | None
    """Korean sentence endings; None is "newspaper"."""
    numbers: NumberStyle | None
    """Korean numbers; None leaves them as the model writes them."""


class Making(Wording, total=False):
    """How a brief is to be made and written."""

    mode: SummaryMode | None
    """None is "extractive"; "abstractive" fails with `NotInstalled` where the server has no model that writes."""
    route: SummaryRoute | None
    """Abstractive briefs only: None is "source"."""


class WordingFields(TypedDict):
    """The fields of a request that say how to write."""

    glossary_config: pb.GlossaryConfig | None
    style: pb.StyleOptions | None


def glossary_name(glossary: AnyGlossary, field: str) -> str:
    """ "glossaries/desk" for "desk", for that itself and for the glossary of that name."""
    name = glossary.name if isinstance(glossary, Glossary) else check_text(glossary, field)
    return name if "/" in name else GLOSSARIES + name


def term(value: AnyTerm, field: str) -> pb.GlossaryTerm:
    """A term, checked so far that it can be sent."""
    value = value if isinstance(value, Term) else Term(value)
    check_text(value.note, f"{field}.note")
    choice(pb.TermKind, value.kind, f"{field}.kind")
    for language, form in value.forms:
        check_text(language, f"{field}.forms")
        path = f'{field}.forms["{language}"]'
        check_text(form.text, f"{path}.text")
        for index, alias in enumerate(form.aliases):
            check_text(alias, f"{path}.aliases[{index}]")
    return _messages.term(value)


def glossary_config(
    field: str,
    *,
    glossaries: AnyGlossary | Iterable[AnyGlossary] = (),
    terms: AnyTerm | Iterable[AnyTerm] = (),
    builtin_names: bool = True,
) -> pb.GlossaryConfig | None:
    """`TermOptions` as a message, for the request's `field`; None when there is nothing to say."""
    named = [glossaries] if isinstance(glossaries, str | Glossary) else glossaries
    given = cast("Iterable[AnyTerm]", [terms] if isinstance(terms, Term | Mapping) else terms)
    config = pb.GlossaryConfig(
        glossaries=[glossary_name(each, f"{field}.glossaries[{i}]") for i, each in enumerate(named)],
        inline_terms=[term(each, f"{field}.inline_terms[{i}]") for i, each in enumerate(given)],
        disable_builtin_names=not builtin_names,
    )
    return config if config.ByteSize() else None


def wording(
    prefix: str,
    *,
    register: Register | None = None,
    numbers: NumberStyle | None = None,
    **terms: Unpack[TermOptions],
) -> WordingFields:
    """`Wording` as the fields of a message that lies at `prefix` in the request."""
    style = pb.StyleOptions(
        korean_register=choice(pb.KoreanRegister, register, f"{prefix}style.korean_register"),
        number_style=choice(pb.NumberStyle, numbers, f"{prefix}style.number_style"),
    )
    return {
        "glossary_config": glossary_config(f"{prefix}glossary_config", **terms),
        "style": style if style.ByteSize() else None,
    }
