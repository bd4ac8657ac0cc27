"""How findings and facts read below a brief."""

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from newsbrief import Article, BriefResult, Fact, FactForm, FactsCompared, Finding
from newsbrief._cli import _facts, _findings, _render
from newsbrief._cli._console import Style
from newsbrief._cli._layout import cells
from newsbrief.testing import FakeServer, fake_brief

ERROR = Finding("number_missing", "error", expected="15000")
PLAIN, COLOUR = Style(False), Style(True)
FACTS = [
    Fact(
        "figure",
        "15000",
        0,
        (FactForm("en", "15,000"), FactForm("ko", "1만5천명"), FactForm("ru", "")),
        False,
    ),
    Fact(
        "name",
        "Kim Jong-un",
        1,
        tuple(FactForm(language, "Kim Jong-un") for language in ("en", "ko", "ru")),
        True,
    ),
]


@pytest.fixture
def result() -> BriefResult:
    return fake_brief(Article("He sent 15,000 men.", title="Men sent"), ("en", "ko"))


@pytest.mark.parametrize(
    ("finding", "shown"),
    [
        (ERROR, "✗ 15000 is missing"),
        (replace(ERROR, repaired=True), "✓ 15000 was missing, repaired"),
        (Finding("number_added", "error", actual="20"), "✗ 20 is added"),
        (Finding("number_changed", "error", expected="15000", actual="1500"), "✗ 1500 instead of 15000"),
        (
            Finding("date_changed", "error", expected="--05-16", actual="--12-06"),
            "✗ Dec. 6 instead of May 16",
        ),
        (Finding("date_missing", "error", expected="2026-05-16"), "✗ 2026-05-16 is missing"),
        (
            Finding("number_changed", "error", expected="15000", actual="5000", repaired=True),
            "✓ 5000 → 15000 repaired",
        ),
        (Finding("name_missing", "warning", expected="Kim Jong-un"), "⚠ Kim Jong-un is missing"),
        (Finding("attribution_lost", "warning", expected="said"), "⚠ attribution lost: said"),
        (Finding("negation_changed", "warning", actual="не"), "⚠ negation changed: не"),
        (Finding("untranslated", "error"), "✗ left untranslated"),
        (Finding("repetition", "error", repaired=True), "✓ repeats itself repaired"),
        (Finding("truncation", "info"), "ℹ breaks off"),
        (Finding("", ""), "ℹ disagreement"),
        (Finding("number_added", "error", actual="\x1b[31m5\n6\u202e"), "✗ \ufffd[31m5 6 is added"),
    ],
)
def test_marks(finding: Finding, shown: str) -> None:
    assert _findings.marked(finding) == shown


def test_below_a_sentence_worst_first() -> None:
    findings = [replace(ERROR, repaired=True), replace(ERROR, severity="warning"), ERROR, ERROR]
    assert _findings.below(findings, PLAIN, 46) == (
        "\n    ✗ 15000 is missing · ✗ 15000 is missing"
        "\n    ⚠ 15000 is missing"
        "\n    ✓ 15000 was missing, repaired"
    )
    assert _findings.below(findings[2:], PLAIN, 30) == "\n    ✗ 15000 is missing ·\n    ✗ 15000 is missing"
    assert _findings.below([], COLOUR, 46) == ""


def test_colours() -> None:
    shown = _findings.below(
        [ERROR, replace(ERROR, severity="warning"), replace(ERROR, repaired=True)], COLOUR, 80
    )
    assert re.findall("\x1b\\[(\\d\\d?)m    (.)", shown) == [("31", "✗"), ("33", "⚠"), ("2", "✓")]


def test_in_a_brief(result: BriefResult) -> None:
    brief = result["ko"]
    sentence = replace(brief.sentences[0], findings=(ERROR,))
    found = replace(brief, sentences=(sentence,), headline_findings=(replace(ERROR, expected="20"),))
    shown = _render.text(replace(result, briefs=(found,)), "a", PLAIN, 60)
    assert (
        "[ko] Men sent\n    ✗ 20 is missing\n\n• [ko] He sent 15,000 men. [1]\n    ✗ 15000 is missing\n"
        in shown
    )


def test_in_markdown(result: BriefResult) -> None:
    sentence = replace(result["ko"].sentences[0], findings=(replace(ERROR, expected="*15*"),))
    found = replace(result["ko"], sentences=(sentence,), headline_findings=(ERROR,))
    parts = _render.markdown(replace(result, briefs=(found,)), "a", 1, facts=True).split("\n\n")
    assert parts[4:] == [
        "- ✗ 15000 is missing\n- ✗ \\*15\\* is missing[^1]",
        "## Facts",
        "|  | fact | en | ko |\n| --- | --- | --- | --- |\n| figure | 15000 | 15,000 | 15,000 |",
        "[^1]: He sent 15,000 men.\n",
    ]
    bare = replace(result, facts=())
    assert "no figures, dates or names" in _render.markdown(bare, "a", 1, facts=True)
    assert "Facts" not in _render.markdown(bare, "a", 1)


def test_grid() -> None:
    assert _facts.grid(FACTS, PLAIN, None).split("\n") == [
        "── facts ──",
        "                          en      ko        ru",
        "[1]  figure  15000        15,000  1만5천명  ✗",
        "[2]  name    Kim Jong-un  ✓       ✓         ✓",
    ]
    assert _facts.grid([], PLAIN, 20) == f"── facts ───────────\n{_facts.NONE}"


def test_a_fact_that_is_missing_stands_out() -> None:
    lines = _facts.grid(FACTS, COLOUR, None).split("\n")
    assert [line.startswith("\x1b[31m") for line in lines] == [False, False, True, False]


@pytest.mark.parametrize("width", [40, 50, 60])
def test_the_grid_keeps_the_width(width: int) -> None:
    long = replace(
        FACTS[0],
        value="로동신문 " * 20,
        forms=tuple(FactForm(code, "가 나" * 30) for code in ("en", "ko", "ru")),
    )
    for line in _facts.grid([*FACTS, long], PLAIN, width).split("\n"):
        assert cells(line) <= width


def test_hostile_facts() -> None:
    fact = Fact("name", "\x1b[31m\n", 0, (FactForm("e\x07n", "a\u202eb\nc"),), True)
    shown = _facts.grid([fact], PLAIN, None)
    assert not set("\x1b\x07\u202e") & set(shown)
    assert shown.count("\n") == 2


def test_a_stream_says_how_many_agree() -> None:
    assert _render.event(FactsCompared(tuple(FACTS)), PLAIN, 80) == "1 of 2 facts stand in every brief"


@pytest.mark.parametrize(("environment", "coloured"), [({}, True), ({"NO_COLOR": "1"}, False)])
def test_on_a_terminal(
    on_terminal: Any, server: FakeServer, file: Path, environment: dict[str, str], coloured: bool
) -> None:
    server.findings = [ERROR]
    out = on_terminal("brief", str(file), "--to", "ko", "--facts", **environment)[1]
    assert ("\x1b[31m    ✗ 15000 is missing\x1b[0m" in out) is coloured
    assert "✗ 15000 is missing" in out
    assert _facts.NONE in out
