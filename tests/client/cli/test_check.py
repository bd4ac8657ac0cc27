"""`newsbrief check`: lines as compilers write them, JSON, SARIF, and the exit code."""

import json
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from google.protobuf import json_format

from newsbrief import Check, Finding, Quality, Span, Term, _convert
from newsbrief._cli import _sarif
from newsbrief.testing import FakeServer, fake_check
from newsbrief.v1 import news_brief_service_pb2 as service_pb

Run = Callable[..., tuple[int, str, str]]
SOURCE = "Talks were held.\r\n\r\nKim sent 15,000 men, 20 ships and 7 trains."
TARGET = "회담이 열렸다.\n김정은이 1500명과 7대를 보냈다. 3척도.\n"


@pytest.fixture
def pair(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[str, str]:
    monkeypatch.chdir(tmp_path)
    Path("source.txt").write_bytes(SOURCE.encode())
    Path("target.txt").write_bytes(TARGET.encode())
    return "source.txt", "target.txt"


def test_text(run: Run, pair: tuple[str, str]) -> None:
    assert run("check", *pair) == (
        4,
        "target.txt:2:6: error: number changed: expected 15000, found 1500 (source 3:10)\n"
        "target.txt:2:22: error: number changed: expected 20, found 3 (source 3:22)\n",
        "",
    )


def test_nothing_found(run: Run, pair: tuple[str, str]) -> None:
    assert run("check", pair[0], pair[0]) == (0, "", "")


def test_what_stands_on_one_side_only(run: Run, tmp_path: Path) -> None:
    full, empty = tmp_path / "a.txt", tmp_path / "b.txt"
    full.write_text("Five.\n5", "utf-8")
    empty.write_text("No", "utf-8")
    missing = f"{empty}: error: number missing: expected 5 (source 2:1)\n"
    assert run("check", full, empty)[:2] == (4, missing)
    assert run("check", empty, full)[:2] == (4, f"{full}:2:1: error: number added: found 5\n")


def test_warnings_are_no_errors(run: Run, server: FakeServer, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("Shoigu", "utf-8")
    code, out, _ = run(
        "check", path, path, "--lang", "en", "--target-lang", "ko", "--term", "en=Shoigu,ko=쇼이구"
    )
    assert (code, out) == (0, f"{path}: warning: term not applied: expected 쇼이구 (source 1:1)\n")


def test_options_are_sent(run: Run, server: FakeServer, pair: tuple[str, str]) -> None:
    options = ["--lang", "en", "--target-lang", "ko", "--published", "2025-06-20", "--no-names"]
    assert run("check", *pair, *options, "--term", "en=a,ko=가")[0] == 4
    (call,) = server.requests
    assert (call.texts, call.source, call.target) == ((SOURCE, TARGET), "en", "ko")
    assert (call.published, call.builtin_names) == (date(2025, 6, 20), False)
    assert call.terms == (Term({"en": "a", "ko": "가"}),)


def test_standard_input(run: Run, server: FakeServer, pair: tuple[str, str]) -> None:
    code, out, _ = run("check", pair[0], "-", stdin=TARGET.encode())
    assert (code, out.split(" error", 1)[0]) == (4, "standard input:2:6:")
    assert server.requests[0].texts == (SOURCE, TARGET)
    assert run("check", "-", "--", pair[1], stdin=SOURCE.encode())[0] == 4


@pytest.mark.parametrize(
    ("argv", "code", "message"),
    [
        (["source.txt"], 2, "name two files"),
        (["source.txt"] * 3, 2, "name two files"),
        (["-", "-"], 2, "not both"),
        (["source.txt", "none.txt"], 1, "none.txt: No such file"),
        (["source.txt", "target.txt", "--server", "127.0.0.1:1"], 3, "use --local"),
        (["source.txt", "target.txt", "--glossary", "desk"], 4, "NOT_FOUND"),
        (["source.txt", "target.txt", "--format", "xml"], 2, "invalid choice"),
    ],
)
def test_what_goes_wrong(run: Run, pair: tuple[str, str], argv: list[str], code: int, message: str) -> None:
    got, out, err = run("check", *argv)
    assert (got, out) == (code, "")
    assert message in err


def test_json_is_the_contract(run: Run, pair: tuple[str, str]) -> None:
    code, out, _ = run("check", *pair, "--format", "json")
    message = json_format.Parse(out, service_pb.CheckFidelityResponse())
    assert code == 4
    assert _convert.check(message) == fake_check(SOURCE, TARGET, "en", "ko")


def check_region(region: dict[str, Any], text: str) -> None:
    """SARIF 3.30: both ways to tell where a region lies, and its text, say the same."""
    assert set(region) == {
        "startLine", "startColumn", "endLine", "endColumn", "charOffset", "charLength", "snippet",
    }  # fmt: skip
    start, end = region["charOffset"], region["charOffset"] + region["charLength"]
    assert region["snippet"] == {"text": text[start:end]}
    lines = re.split("(?<=\n)", text)  # newlineSequences has "\r\n" and "\n" by default
    for offset, line, column in (
        (start, region["startLine"], region["startColumn"]),
        (end, region["endLine"], region["endColumn"]),
    ):
        assert sum(map(len, lines[: line - 1])) + column - 1 == offset


def check_log(log: dict[str, Any], texts: dict[str, str]) -> list[dict[str, Any]]:
    """What SARIF 2.1.0 wants of a log, as far as we use it; gives the results. `texts` are the files by URI."""
    assert (log["version"], set(log)) == ("2.1.0", {"$schema", "version", "runs"})
    assert log["$schema"].endswith("sarif-schema-2.1.0.json")
    (run,) = log["runs"]
    assert set(run) == {"tool", "columnKind", "results"}
    assert run["columnKind"] == "unicodeCodePoints"
    driver = run["tool"]["driver"]
    assert driver["name"] == "newsbrief"
    assert driver["version"]
    ids = [rule["id"] for rule in driver["rules"]]
    assert len(ids) == len(set(ids)) == 14
    assert all(rule["shortDescription"]["text"] for rule in driver["rules"])
    for result in run["results"]:
        assert result["level"] in ("none", "note", "warning", "error")
        assert result["message"]["text"]
        if "ruleIndex" in result:
            assert ids[result["ruleIndex"]] == result["ruleId"]
        for location in result["locations"] + result.get("relatedLocations", []):
            physical = location["physicalLocation"]
            text = texts[physical["artifactLocation"]["uri"]]
            if "region" in physical:
                check_region(physical["region"], text)
    results: list[dict[str, Any]] = run["results"]
    return results


def test_sarif(run: Run, pair: tuple[str, str]) -> None:
    code, out, _ = run("check", *pair, "--format", "sarif")
    results = check_log(json.loads(out), dict(zip(pair, (SOURCE, TARGET), strict=True)))
    assert code == 4
    first, second = results
    assert (first["ruleId"], first["level"]) == ("number-changed", "error")
    assert first["message"]["text"] == "number changed: expected 15000, found 1500"
    (where,) = first["locations"]
    assert where["physicalLocation"]["artifactLocation"]["uri"] == "target.txt"
    assert where["physicalLocation"]["region"]["snippet"]["text"] == "1500"
    (source,) = second["relatedLocations"]
    assert source["physicalLocation"]["artifactLocation"]["uri"] == "source.txt"
    assert source["physicalLocation"]["region"]["startLine"] == 3


def test_sarif_of_nothing_found(run: Run, pair: tuple[str, str]) -> None:
    code, out, _ = run("check", pair[0], pair[0], "--format", "sarif")
    assert (code, check_log(json.loads(out), {})) == (0, [])


def test_sarif_of_odd_findings() -> None:
    findings = (
        Finding("", "", None, Span(0, 0)),
        Finding("number_missing", "error", Span(0, 1), None, "5", repaired=True),
        Finding("truncation", "info", None, Span(2, 4)),
    )
    check = Check(findings, "en", "ko", Quality())
    log = _sarif.log(check, ("-", "/tmp/a b.txt"), ("5", "가\n나다"))  # noqa: S108 - a name only
    results = check_log(log, {"stdin": "5", "file:///tmp/a%20b.txt": "가\n나다"})
    assert [result["level"] for result in results] == ["note"] * 3
    assert results[0]["ruleId"] == "disagreement"
    assert "region" not in results[1]["locations"][0]["physicalLocation"]


@pytest.mark.parametrize(
    ("file", "uri"),
    [("기사 1.txt", "%EA%B8%B0%EC%82%AC%201.txt"), ("a:b.txt", "a%3Ab.txt"), ("a/b.txt", "a/b.txt")],
)
def test_uris(file: str, uri: str) -> None:
    assert _sarif._uri(file) == uri


def test_hostile_names(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "\x1b[31m\nx.txt"
    path.write_text("5", "utf-8")
    other = tmp_path / "b.txt"
    other.write_text("6 \u202e", "utf-8")
    for output in ("text", "json", "sarif"):
        code, out, _ = run("check", other, path, "--format", output)
        assert (code, out.count("\n")) == (4, 1)
        assert not set("\x1b\u202e") & set(out)
