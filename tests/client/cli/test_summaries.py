"""Abstractive briefs from the command line: what is sent, what is shown, what a refusal looks like."""

from collections.abc import Callable
from pathlib import Path

import pytest

import newsbrief
from newsbrief import Client, NotInstalled, Span
from newsbrief._calls import article, brief
from newsbrief._cli._console import Style
from newsbrief._cli._render import markdown, text
from newsbrief._types import Brief, BriefResult, BriefSentence, Finding, Source, SourceSentence
from newsbrief.testing import FakeServer
from newsbrief.v1 import types_pb2 as pb

Run = Callable[..., tuple[int, str, str]]
WRONG = Finding("number_changed", "error", Span(0, 3), None, "450", "540", repaired=True)
UNSUPPORTED = Finding("sentence_unsupported", "error")


def result() -> BriefResult:
    source = SourceSentence("The ship carries 450.", Span(0, 21), 0.9, ("position",), True)
    sentences = (
        BriefSentence("450 sail.", source.text, (source.span,), 0, 0.9, 1.0, origin="written"),
        BriefSentence(source.text, source.text, (source.span,), 0, 0.9, 1.0, (WRONG,), origin="substituted"),
    )
    made = Brief(
        "en", "", "450 sail.", sentences, 1.0, "", summary_model="models/m", dropped=((UNSUPPORTED,),)
    )
    return BriefResult((made,), Source("en", 1.0, "", None, (source,)), "", 0.1, "r")


def test_who_wrote_a_sentence_is_shown() -> None:
    shown = text(result(), "a.txt", Style(on=False), 100)
    assert "450 sail. [1] written" in shown.replace("\u00a0", " ")
    assert "[1] in place of a written one" in shown.replace("\u00a0", " ")
    assert "540 → 450 repaired" in shown
    assert "a written sentence was left out\n    ✗ says what the article does not" in shown


def test_markdown_tells_what_was_left_out() -> None:
    assert "- a written sentence was left out: ✗ says what the article does not" in markdown(
        result(), "a.txt", 1
    )


def test_mode_and_route_are_sent() -> None:
    asked = brief(article("Text.", None, None, None), "en", None, mode="abstractive", route="direct").request
    assert asked.options.summary_mode == pb.SUMMARY_MODE_ABSTRACTIVE
    assert asked.options.summary_route == pb.SUMMARY_ROUTE_DIRECT


def test_an_unknown_mode_is_refused_by_name() -> None:
    with pytest.raises(
        newsbrief.InvalidInput, match="'poetic' is not one of extractive, abstractive"
    ) as caught:
        brief(article("Text.", None, None, None), "en", None, mode="poetic")  # type: ignore[arg-type]
    assert caught.value.field == "options.summary_mode"


def test_a_server_without_such_a_model_refuses(run: Run, server: FakeServer, file: Path) -> None:
    code, _, err = run("brief", file, "--mode", "abstractive")
    assert code != 0
    assert "no model that writes" in err
    with Client(server.target) as client, pytest.raises(NotInstalled) as caught:
        client.brief("A ship sails.", mode="abstractive")
    assert (caught.value.reason, caught.value.field) == ("ABSTRACTIVE_NOT_INSTALLED", "options.summary_mode")


def test_extractive_can_be_named(run: Run, file: Path) -> None:
    assert run("brief", file, "--mode", "extractive")[0] == 0
