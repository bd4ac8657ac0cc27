"""Whether the names of a source stand in its translation: by the gazetteer and, for names it does not know, by sound."""

from dataclasses import dataclass

from newsbrief_models.fidelity.facts import Fact
from newsbrief_models.fidelity.findings import Finding
from newsbrief_models.fidelity.naming import known, unknown
from newsbrief_models.fidelity.naming.loose import findings
from newsbrief_models.fidelity.naming.side import Side
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
    """Looks for the source's names in the target."""
    one = Side(source, source_language, matcher, extra)
    other = Side(target, target_language, matcher, extra)
    facts, missing, added = known.compare(one, other)
    more_facts, more_missing, more_added = unknown.compare(one, other)
    every = tuple(sorted(facts + more_facts, key=lambda fact: fact.source_span.start))
    found = findings(missing + more_missing, added + more_added)
    return NameCheck(tuple(found), len(every), every)
