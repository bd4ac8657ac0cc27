"""Renders a name: finds the rules for its direction and origin, writes the form, and lists the other forms in use."""

import unicodedata
from collections.abc import Iterator
from itertools import islice

from newsbrief_models.names import korean, loanword, reading, russian, syllables
from newsbrief_models.names.origin import Origin, guess_origin, is_native
from newsbrief_models.names.values import (
    MAX_NAME,
    Alternative,
    Convention,
    ConventionError,
    Kind,
    NameTextError,
    Rendering,
)
from newsbrief_models.types import Language

EN, KO, RU = Language.EN, Language.KO, Language.RU
_KOREAN_LATIN = (
    Convention.PRESS,
    Convention.REVISED_ROMANIZATION,
    Convention.DPRK_ROMANIZATION,
    Convention.MCCUNE_REISCHAUER,
)
_KOREAN_CYRILLIC = (Convention.PRESS, Convention.KONTSEVICH)
_RUSSIAN_LATIN = (Convention.PRESS, Convention.BGN_PCGN, Convention.ICAO)
_READ = (Convention.PRESS,)
_HANGUL = (Convention.NIKL_LOANWORD,)
_ALTERNATIVES = 16
# Which conventions write a name of an origin in a language; the first is the default.
_TABLE: dict[tuple[Language, Origin], tuple[Convention, ...]] = {
    (EN, Origin.KOREAN): _KOREAN_LATIN,
    (RU, Origin.KOREAN): _KOREAN_CYRILLIC,
    (KO, Origin.KOREAN): _READ,
    (EN, Origin.RUSSIAN): _RUSSIAN_LATIN,
    (RU, Origin.RUSSIAN): _READ,
    (KO, Origin.RUSSIAN): _HANGUL,
}


def conventions(source: Language, target: Language) -> tuple[Convention, ...]:
    """The conventions that write names of `source` text in `target`; none within one language."""
    if source is target:
        return ()
    origins = (Origin.KOREAN,) if source is KO else (Origin.KOREAN, Origin.RUSSIAN)
    return tuple(dict.fromkeys(c for origin in origins for c in _TABLE[target, origin]))


def render(
    name: str,
    source: Language,
    target: Language,
    convention: Convention | None = None,
    *,
    kind: Kind | None = None,
) -> Rendering | None:
    """`name`, as `source` text gives it in its dictionary form, written in `target`.

    Without `convention` the usual one of the name's origin is taken: the press's, in Korean the National Institute's
    for Russian names. `kind` settles whether a Korean name is a person's or a place's, which is guessed otherwise.

    Returns:
        The form, its convention and alternatives; None when no rule here knows the name: it is neither Korean nor
        Russian (John Smith, Клер Дюмон) or a Russian name in Hangul, the convention is not one for its origin, or
        it holds digits or letters of another script.

    Raises:
        NameTextError: `name` is empty or longer than MAX_NAME.
        ConventionError: the convention writes no names of this direction, or the languages are the same.
    """
    text = _cleaned(name)
    known = conventions(source, target)
    if not known or (convention is not None and convention not in known):
        raise ConventionError(source, target, convention, known)
    origin = _origin(text, source, convention, kind)
    if origin is Origin.OTHER or (convention is not None and convention not in _TABLE[target, origin]):
        return None
    forms = list(islice(_forms(text, source, target, origin, kind), 8 * _ALTERNATIVES))
    chosen = convention or _TABLE[target, origin][0]
    first = next((form for form in forms if form.convention is chosen), None)
    if first is None:
        return None
    others: dict[str, Alternative] = {}
    for form in forms:
        if form.text != first.text:
            others.setdefault(form.text, form)
    return Rendering(first.text, chosen, tuple(islice(others.values(), _ALTERNATIVES)))


def _cleaned(name: str) -> str:
    """`name` composed (NFC), stress marks taken out, spaces single."""
    if len(name) > MAX_NAME:
        raise NameTextError(f"longer than {MAX_NAME} code points ({len(name)})")
    text = " ".join(unicodedata.normalize("NFC", name.replace("\u0301", "")).split())
    if not text:
        raise NameTextError("is empty")
    return text


def _origin(text: str, source: Language, convention: Convention | None, kind: Kind | None) -> Origin:
    """The name's origin; in Russian text, where any word may be a Russian name, a convention for those decides."""
    if source is KO and kind is Kind.PLACE and is_native(text):
        return Origin.KOREAN
    guessed = guess_origin(text, source)
    russian_only = convention in (Convention.BGN_PCGN, Convention.ICAO, Convention.NIKL_LOANWORD)
    return Origin.RUSSIAN if source is RU and russian_only else guessed


def _forms(
    text: str, source: Language, target: Language, origin: Origin, kind: Kind | None
) -> Iterator[Alternative]:
    """Every form of the name, the likeliest of each convention first."""
    if origin is Origin.RUSSIAN:
        yield from _russian_forms(text, source, target)
        return
    readings = (text,) if source is KO else reading.hangul(text, cyrillic=source is RU)
    if target is KO:
        yield from (Alternative(form, Convention.PRESS) for form in readings)
        return
    person = None if source is KO else Kind.PERSON
    for form in readings:
        yield from _korean_forms(form, target, kind or person)


def _korean_forms(text: str, target: Language, kind: Kind | None) -> Iterator[Alternative]:
    if not all(syllables.is_hangul(word) for word in text.split(" ")):
        return
    for convention in _TABLE[target, Origin.KOREAN]:
        yield Alternative(korean.write(text, convention, cyrillic=target is RU, kind=kind), convention)
    who = korean.person(text, kind)
    if who is not None:
        variants = korean.russian_variants(who) if target is RU else korean.english_variants(who)
        yield from (Alternative(form, Convention.PRESS) for form in variants)


def _russian_forms(text: str, source: Language, target: Language) -> Iterator[Alternative]:
    cyrillic = text if source is RU else russian.cyrillic(text)
    if cyrillic is None or source is KO:
        return
    if target is RU:
        yield Alternative(cyrillic, Convention.PRESS)
    elif target is KO:
        yield from (Alternative(form, Convention.NIKL_LOANWORD) for form in loanword.hangul(cyrillic))
    else:
        for convention in _RUSSIAN_LATIN:
            form = russian.latin(cyrillic, convention)
            if form is not None:
                yield Alternative(form, convention)
        yield from (Alternative(form, Convention.PRESS) for form in russian.press_variants(cyrillic))
