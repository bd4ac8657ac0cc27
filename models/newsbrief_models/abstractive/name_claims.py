"""Which names of a written sentence a passage of the article supports, and who stands there instead."""

from dataclasses import replace
from itertools import pairwise

from newsbrief_models.abstractive.claims import Claim, Standing
from newsbrief_models.abstractive.passage import Passage
from newsbrief_models.fidelity.facts import Fact, FactKind
from newsbrief_models.fidelity.findings import Finding, Severity
from newsbrief_models.fidelity.naming import known, unknown
from newsbrief_models.fidelity.naming.korean_names import titled
from newsbrief_models.fidelity.naming.loose import findings
from newsbrief_models.fidelity.naming.side import Side
from newsbrief_models.fidelity.naming.tokens import Word, korean_surname, ordinary
from newsbrief_models.types import Language

_NAME, _PART = 3, 2  # syllables of a Korean name in full, and of the beginning of a word


def name_claims(written: Passage, source: Passage) -> list[Claim]:
    """What `source` says of each name of `written`, in order.

    Names the gazetteer knows count in any form. Of one language, others count only as they are written, in any case:
    there a name that merely sounds alike is another's. Across languages they are looked for by sound.
    """
    facts, missing, extra = known.compare(written.side, source.side)
    more_facts, more_missing, more_extra = unknown.compare(written.side, source.side)
    found = findings(missing + more_missing, extra + more_extra)
    absent = {each.source_span: each for each in found if each.source_span}
    claims = [_strict(_claim(fact, absent.get(fact.source_span)), written, source) for fact in facts]
    claims += [_strict(_claim(fact, absent.get(fact.source_span)), written, source) for fact in more_facts]
    told = {claim.span for claim in claims}
    claims += [
        Claim(
            FactKind.NAME,
            span,
            span.of(written.text),
            Standing.ABSENT,
            each.severity is Severity.INFO,
            None,
            each.target_span,
            each.actual,
        )
        for span, each in absent.items()
        if span not in told
    ]
    claims += _novel(claims, written, source)
    return sorted(claims, key=lambda claim: claim.span.start)


def _claim(fact: Fact, absent: Finding | None) -> Claim:
    if absent is None and fact.target_span is not None:
        return Claim(FactKind.NAME, fact.source_span, fact.value, Standing.SUPPORTED, source=fact.target_span)
    return Claim(
        FactKind.NAME,
        fact.source_span,
        fact.value,
        Standing.ABSENT,
        absent is not None and absent.severity is Severity.INFO,
        None,
        absent.target_span if absent else None,
        absent.actual if absent else "",
    )


def _strict(claim: Claim, written: Passage, source: Passage) -> Claim:
    """Of one language: a name that only sounds like one of the source is none; one put together of several is doubtful.

    Known names may stand in another form of theirs.
    """
    if claim.standing is not Standing.SUPPORTED or claim.source is None:
        return claim
    if written.language is not source.language or claim.source.start == claim.source.end:
        return claim
    if written.names(claim.span) and source.names(claim.source):
        return claim
    words = [word for word in written.side.words if claim.span.start <= word.start < claim.span.end]
    cut = [word.text[: claim.span.end - word.start] for word in words]
    if not all(source.says(word) for word in cut):
        near = claim.source.of(source.text)
        return replace(
            claim, standing=Standing.ABSENT, soft=False, source=None, instead=claim.source, expected=near
        )
    together = all(source.says_together(*pair) for pair in pairwise(cut))
    return claim if together else replace(claim, standing=Standing.DOUBTFUL)


def _novel(claims: list[Claim], written: Passage, source: Passage) -> list[Claim]:
    """What looks like a name, was not judged above, and is not in the source of the same language.

    That is a capitalised word that is no ordinary one; in Korean one that begins as no ordinary word does, and what
    stands before a title.
    """
    if written.language is not source.language:
        return []
    side = written.side
    judged = side.indices(claim.span for claim in claims)
    judged |= side.indices(
        mention.span
        for mention in side.mentions
        if not source.side.idents.isdisjoint(entry.id for entry in mention.entries)
    )
    novel = (
        _novel_korean(index, side, source) if written.language is Language.KO else _novel_word(word, source)
        for index, word in enumerate(side.words)
        if index not in judged
    )
    return [claim for claim in novel if claim]


def _novel_word(word: Word, source: Passage) -> Claim | None:
    if not word.capital or word.opens or source.says(word.text):
        return None
    soft = ordinary(word.bare) and not word.acronym  # a title, or what stands in a headline's capitals
    return Claim(FactKind.NAME, word.span, word.bare, Standing.ABSENT, soft)


def _novel_korean(index: int, side: Side, source: Passage) -> Claim | None:
    word = side.words[index]
    name = word.text[:_NAME]
    person = titled(side.words, index + 1, 1) and korean_surname(name[0])
    if len(name) == _NAME == len(word.text) and not source.says(name) and titled(side.words, index + 1):
        # The beginning of another word may be there: 이동수 소장 where the article has 이동.
        return Claim(FactKind.NAME, word.span, name, Standing.ABSENT, soft=not person)
    if len(name) < _PART or source.says(name[:_PART]) or (ordinary(name) and not person):
        return None
    return Claim(FactKind.NAME, word.span, word.text, Standing.ABSENT, soft=True)
