"""Whole texts against their translations."""

from newsbrief_models.fidelity.findings import FindingKind, Severity
from newsbrief_models.fidelity.lexicon import builtin
from newsbrief_models.fidelity.texts import check_texts
from newsbrief_models.types import Language

EN, KO = Language.EN, Language.KO
SOURCE = "Some 15,000 soldiers were sent. About 600 were killed.\n\nNo date was set for talks."
TARGET = "병력 약 1만5천명이 파견됐다. 약 600명이 숨졌다.\n\n회담 날짜는 정해지지 않았다."


def findings(target: str) -> list[tuple[FindingKind, str, str]]:
    found = check_texts(SOURCE, EN, target, KO, lexicon=builtin()).findings
    return [(each.kind, each.expected, each.actual) for each in found if each.severity is Severity.ERROR]


def test_a_faithful_text_passes() -> None:
    assert findings(TARGET) == []


def test_spans_count_in_the_texts() -> None:
    target = TARGET.replace("600", "60")
    (finding,) = check_texts(SOURCE, EN, target, KO, lexicon=builtin()).findings
    assert finding.source_span
    assert finding.target_span
    assert (finding.source_span.of(SOURCE), finding.target_span.of(target)) == ("600", "60")


def test_a_figure_that_moved_to_the_next_sentence_is_no_finding() -> None:
    assert (
        findings("병력이 파견됐다. 파견된 1만5천명 가운데 약 600명이 숨졌다.\n\n회담 날짜는 정해지지 않았다.")
        == []
    )


def test_sentences_may_be_joined() -> None:
    joined = "병력 약 1만5천명이 파견됐으며 약 600명이 숨졌다.\n\n회담 날짜는 정해지지 않았다."
    assert findings(joined) == []
    assert findings(joined.replace("600", "900")) == [(FindingKind.NUMBER_CHANGED, "600", "900")]


def test_facts_say_where_each_figure_stands() -> None:
    facts = check_texts(SOURCE, EN, TARGET, KO, lexicon=builtin()).facts
    shown = [(fact.value, fact.target_span and fact.target_span.of(TARGET)) for fact in facts]
    assert shown[:2] == [("15000", "1만5천"), ("600", "600")]
