"""Whether the names of a source stand in its translation: by the gazetteer and, for other names, by sound."""

from dataclasses import dataclass

from newsbrief_models.fidelity.facts import Fact
from newsbrief_models.fidelity.findings import Finding
from newsbrief_models.fidelity.naming import known, unknown
from newsbrief_models.fidelity.naming.loose import findings
from newsbrief_models.fidelity.naming.side import side_of
from newsbrief_models.terms.matcher import Matcher
from newsbrief_models.types import Language


@dataclass(frozen=True, slots=True)
class NameCheck:
    """What comparing names gives: the findings, how many names were looked for, and each of them."""

    findings: tuple[Finding, ...]
    checked: int
    facts: tuple[Fact, ...]


def compare_names(
    source: str,
    source_language: Language,
    target: str,
    target_language: Language,
    *,
    matcher: Matcher,
    extra: Matcher | None = None,
) -> NameCheck:
    """Looks for the names of a sentence, or a text, in its translation.

    A name of `matcher` (the gazetteer) or `extra` (a glossary) counts in any form it has, and so does what news says in
    its place: Moscow for Russia, its adjective, its people. Other names are found by capitals, in Korean by the titles
    beside them, and by their shape, and are looked for by sound. Where something else stands in a name's place
    NAME_INCONSISTENT tells of both, else NAME_MISSING. What news leaves out at ease is INFO, the rest WARNING or
    ERROR. Of a text of many sentences each entity is looked for once. Takes time linear in the texts.
    """
    one = side_of(source, source_language, matcher, extra)
    other = side_of(target, target_language, matcher, extra)
    facts, missing, added = known.compare(one, other)
    more_facts, more_missing, more_added = unknown.compare(one, other)
    every = tuple(sorted(facts + more_facts, key=lambda fact: fact.source_span.start))
    found = findings(missing + more_missing, added + more_added)
    return NameCheck(tuple(found), len(every), every)
