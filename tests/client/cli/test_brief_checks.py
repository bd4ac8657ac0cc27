"""`newsbrief brief` with terms and wording of one's own, and what the checks found."""

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from newsbrief import Client, Finding, Span, Term
from newsbrief.testing import FakeServer

Run = Callable[..., tuple[int, str, str]]


def test_terms_and_wording_are_sent(run: Run, server: FakeServer, file: Path) -> None:
    with Client(server.target) as client:
        client.glossaries.create("desk")
    options = ["--glossary", "desk", "--no-names", "--register", "broadcast", "--numbers", "digits"]
    terms = ["--term", "en=Kim|Mr. Kim, ko=김, 위원장", "--term", "en=treaty,ru=договор"]
    assert run("brief", file, *options, *terms, "--published", "2026-06-19T23:00-08:00")[0] == 0
    assert run("translate", file, "--to", "ko", *options, *terms)[0] == 0
    for call in server.requests[1:]:
        assert (call.glossaries, call.builtin_names) == (("glossaries/desk",), False)
        assert (call.register, call.numbers) == ("broadcast", "digits")
        assert call.terms == (
            Term({"en": ("Kim", "Mr. Kim"), "ko": "김, 위원장"}),
            Term({"en": "treaty", "ru": "договор"}),
        )
    article = server.requests[1].article
    assert article
    assert article.published == date(2026, 6, 19)


def test_json_carries_what_was_found(run: Run, server: FakeServer, tmp_path: Path) -> None:
    server.findings = [Finding("number_changed", "error", Span(8, 10), Span(13, 15), "15", "16")]
    path = tmp_path / "a.txt"
    path.write_text("He sent 15 men to Kim.", "utf-8")
    document = json.loads(run("brief", path, "--to", "ko", "--term", "en=Kim,ko=김", "--format", "json")[1])
    (brief,) = document["briefs"]
    (sentence,) = brief["sentences"]
    assert sentence["findings"] == [
        {
            "kind": "FINDING_KIND_NUMBER_CHANGED",
            "severity": "SEVERITY_ERROR",
            "sourceSpan": {"start": 8, "end": 10},
            "targetSpan": {"start": 13, "end": 15},
            "expected": "15",
            "actual": "16",
            "repaired": False,
        }
    ]
    (term,) = sentence["appliedTerms"]
    assert (term["targetText"], term["origin"]) == ("김", "TERM_ORIGIN_REQUEST")
    assert brief["quality"]["severity"] == "SEVERITY_ERROR"
    assert brief["headlineFindings"] == []
    (fact,) = document["facts"]
    assert (fact["kind"], fact["value"], fact["agreed"]) == ("FACT_KIND_FIGURE", "15", True)
    assert fact["forms"] == [{"languageCode": "ko", "text": "15", "span": {"start": 13, "end": 15}}]


@pytest.mark.parametrize("output", [[], ["--stream"]])
def test_facts(run: Run, tmp_path: Path, output: list[str]) -> None:
    path = tmp_path / "a.txt"
    path.write_text("He sent 15,000 men. And 7 ships.", "utf-8")
    code, out, _ = run("brief", path, "--to", "en,ko", "--facts", *output)
    assert code == 0
    assert (
        "── facts ──\n"
        "                    en      ko\n"
        "[1]  figure  15000  15,000  15,000\n"
        "[2]  figure  7      ✓       ✓\n"
    ) in out
    assert "─ facts" not in run("brief", path, "--to", "en,ko")[1]


def test_findings_stand_below_their_sentence(run: Run, server: FakeServer, tmp_path: Path) -> None:
    server.findings = [Finding("number_missing", "error", expected="15")]
    path = tmp_path / "a.txt"
    path.write_text("He sent 15 men.", "utf-8")
    shown = run("brief", path, "--to", "en,ko")
    assert shown[0] == 0
    assert "• [ko] He sent 15 men. [1]\n    ✗ 15 is missing\n" in shown[1]
    assert "• He sent 15 men. [1]\n\n" in shown[1]
    assert "\n- ✗ 15 is missing[^1]\n" in run("brief", path, "--to", "ko", "--format", "markdown")[1]
