"""Compares the gazetteer's names of two texts."""

from collections.abc import Iterator

from newsbrief_models.fidelity.facts import Fact, FactKind
from newsbrief_models.fidelity.findings import Severity
from newsbrief_models.fidelity.naming import kin
from newsbrief_models.fidelity.naming.beside import alone, part, word_by_word
from newsbrief_models.fidelity.naming.bodies import rendered
from newsbrief_models.fidelity.naming.korean_names import titled
from newsbrief_models.fidelity.naming.loose import Loose
from newsbrief_models.fidelity.naming.side import Side
from newsbrief_models.fidelity.naming.tokens import ordinary, vague, words_of
from newsbrief_models.terms.entries import Kind, Strength
from newsbrief_models.terms.mentions import Mention
from newsbrief_models.types import Language, Span

ECHO = 0.2  # how unlike a known form of a place or an organisation a stretch may sound and still be it
ECHO_PERSON = 0.1  # the same of a person, whose namesakes are many
_ECHO_WORD = 0.12  # the same of one word of the name
_GIVEN_AND_SURNAME = 2
_LONG = 7  # letters that tell a name's ordinary word: demarcation
_FOREIGN = 3  # syllables that no Korean surname has: 쇼이구 서기
_SURE = 4  # letters of a surname that is not met by chance
_BODY_SYLLABLES = 3  # of a Korean organisation that is no other word
_STEM = {Language.EN: 4, Language.RU: 4, Language.KO: 2}
_KOREA = "place.korea"  # part of the names of many bodies, and said for either Korea
_HOME = frozenset({"place.south-korea", "place.north-korea", "place.korea", "place.russia"})


def compare(source: Side, target: Side) -> tuple[list[Fact], list[Loose], list[Loose]]:
    """Each entity's name once: those both have or should have, those the target lacks, and those it adds."""
    facts, missing, extra = [], [], []
    for mention in _once(source):
        span = _counterpart(mention, source, target)
        instead = _other_given_name(mention, span, source, target) if span else None
        if instead:
            missing.append(_loose(mention, source, target.language))
            extra.append(Loose(instead.of(target.text), instead, target.place(instead), "", None))
        if span is None and mention.strength is not Strength.FULL and not _certain(mention, source):
            continue
        name = mention.entry.name(source.language) or mention.span.of(source.text)
        facts.append(Fact(FactKind.NAME, name, mention.span, span))
        if span is None:
            missing.append(_loose(mention, source, target.language))
    extra += [
        _loose(mention, target, source.language, extra=True, told=source.has_body)
        for mention in _once(target)
        if mention.strength is not Strength.WEAK and _counterpart(mention, target, source) is None
    ]
    return facts, missing, extra


def _once(side: Side) -> list[Mention]:
    """The first mention of each entity, and its first full one where that is another."""
    first: dict[tuple[str, bool], Mention] = {}
    for mention in side.named:
        first.setdefault((mention.entry.id, mention.strength is Strength.FULL), mention)
    full = {ident for ident, sure in first if sure}
    kept = [m for (ident, sure), m in first.items() if sure or ident not in full]
    return sorted(kept, key=lambda mention: mention.span.start)


def _certain(mention: Mention, side: Side) -> bool:
    """Whether less than a full name can be nothing else: Russian; Lebedev; 김 위원장; not 본, not Kim."""
    if mention.strength is Strength.DERIVED:
        return True
    surface = mention.span.of(side.text)
    person = mention.entry.kind is Kind.PERSON
    if mention.entry.kind is Kind.ORGANIZATION:
        return _body(surface, side.language)
    if side.language is Language.KO:
        long = len(surface) >= _SURE and not ordinary(surface)
        foreign = len(surface) >= _FOREIGN and titled(side.words, side.between(mention.span).stop, 1)
        return person and (" " in surface or long or foreign)
    return person and len(surface) >= _SURE and not ordinary(surface)


def _body(surface: str, language: Language) -> bool:
    """Whether an organisation named in short is meant for certain: the Justice Ministry, 법무부; not the army."""
    if language is Language.KO:
        return len(surface) >= _BODY_SYLLABLES
    return surface[:1].isupper() and (len(surface) > _LONG or " " in surface or not ordinary(surface))


def _other_given_name(mention: Mention, span: Span, source: Side, target: Side) -> Span | None:
    """Another given name beside a known person's surname: Sergei where the source has Andrei Lebedev."""
    full = (
        mention.strength is Strength.FULL
        and len(words_of(mention.span.of(source.text))) == _GIVEN_AND_SURNAME
    )
    if mention.entry.kind is not Kind.PERSON or not full:
        return None
    weak = all(m.strength is Strength.WEAK for m in target.by_ident.get(mention.entry.id, ()))
    words = target.between(span)
    return part(target, words.start - 1) if weak and words else None


def _counterpart(mention: Mention, side: Side, other: Side) -> Span | None:
    """Where the other side names the same; a span of no length at 0 where it does so in passing (한러)."""
    here = side.place(mention.span)
    own = {entry.id for entry in mention.entries}
    if mention.entry.kind in (Kind.PLACE, Kind.ORGANIZATION):
        own |= kin.begun(mention.entry) & other.by_ident.keys()
    near = [other.nearest(other.by_ident[ident], here) for ident in own if ident in other.by_ident]
    related = kin.related(mention.entries)
    near = near or [other.nearest(other.by_kin[ident], here) for ident in related if ident in other.by_kin]
    if near:
        return other.nearest(near, here).span
    return Span(0, 0) if related & other.idents else echo(mention, side, other)


def echo(mention: Mention, side: Side, other: Side) -> Span | None:
    """A stretch of the other side that sounds like one of the entry's forms there, or like the mention itself."""
    if mention.entry.kind is Kind.PERSON:
        return _person(mention, side, other)
    if mention.entry.kind is Kind.ORGANIZATION:
        return rendered(mention, side, other)
    around = side.place(mention.span)
    taken = other.certain(mention.entry.kind)
    surface = [word.bare for word in words_of(mention.span.of(side.text))]
    for names in (surface, *_spellings(mention, other.language, Strength.FULL)):
        match = other.sounds.find(names, around, skip=taken, within=ECHO)
        if match:
            return match.span
    return _stem(mention, other, taken, around)


def _person(mention: Mention, side: Side, other: Side) -> Span | None:
    """A known person's name in full, spelled in another way, or the surname with no other given name beside it."""
    around = side.place(mention.span)
    taken = other.certain(Kind.PERSON)
    surface = [word.bare for word in words_of(mention.span.of(side.text))]
    for names in (surface, *_spellings(mention, other.language, Strength.FULL)):
        match = other.sounds.find(names, around, skip=taken, within=ECHO_PERSON)
        whole = match and word_by_word(names, match, other, _ECHO_WORD)
        if match and whole and (len(names) > 1 or alone(match, other)):
            return match.span
    for names in _spellings(mention, other.language, Strength.WEAK):
        if len(names) > 1:
            continue
        match = other.sounds.find(names, around, skip=taken, within=ECHO_PERSON)
        if match and alone(match, other):
            return match.span
    return None


def _spellings(mention: Mention, language: Language, strength: Strength) -> Iterator[list[str]]:
    for entry in mention.entries[:2]:
        for form in entry.forms.get(language, ())[:6]:
            if form.strength is strength:
                yield [word.bare for word in words_of(form.text)]


def _stem(mention: Mention, other: Side, taken: frozenset[int], around: float) -> Span | None:
    """A word of the other side that begins as the entry's name does there: Helsinki, Хельсинкский."""
    size = _STEM[other.language]
    words = [
        w.text.lower() for form in mention.entry.forms.get(other.language, ()) for w in words_of(form.text)
    ]
    rare = {w[:size] for w in words if len(w) >= size and not (w.isascii() and ordinary(w))} - vague()
    long = tuple(w[:_LONG] for w in words if len(w) > _LONG)
    for index in other.sounds.window(around):
        word = other.words[index]
        low = word.text.lower()
        known = low[:size] in rare or low.startswith(long)
        if known and index not in taken:
            return word.span
    return None


def _loose(
    mention: Mention, side: Side, language: Language, *, extra: bool = False, told: bool = False
) -> Loose:
    entry = mention.entry
    return Loose(
        mention.span.of(side.text),
        mention.span,
        side.place(mention.span),
        entry.kind.value,
        _added(mention, side.language, told=told) if extra else _weight(mention, side.language),
        Severity.WARNING if mention.strength is Strength.DERIVED else Severity.ERROR,
        entry.name(language) or "",
    )


def _added(mention: Mention, language: Language, *, told: bool) -> Severity | None:
    """How much it matters when a target names what its source does not: Korean says at length what others imply,
    `told` by "the agency" too.
    """
    body = told and mention.entry.kind is Kind.ORGANIZATION
    loosely = body or _HOME & kin.kin(mention.entry)
    if mention.strength is not Strength.FULL:
        return None
    return Severity.INFO if loosely and language is Language.KO else Severity.WARNING


def _weight(mention: Mention, language: Language) -> Severity:
    """How much it matters when nothing answers: Korean news leaves out or adds the two Koreas and Russia at ease."""
    home = _HOME & kin.kin(mention.entry)
    vague = language is Language.KO or mention.strength is Strength.DERIVED or mention.entry.id == _KOREA
    loosely = home and vague
    return Severity.INFO if loosely else Severity.WARNING
