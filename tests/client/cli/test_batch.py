"""`newsbrief batch` and `newsbrief jobs` against the fake server."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow.parquet
import pytest

from newsbrief._cli import _batch_progress, _batch_run
from newsbrief.testing import FakeServer
from tests.client.cli.conftest import Ran

Run = Callable[..., Ran]
ARTICLES = [
    {"id": f"a-{n}", "headline": f"Ship {n}", "body": f"Ship {n} left. It was Monday."} for n in range(6)
]


@pytest.fixture
def source(tmp_path: Path) -> Path:
    return written(tmp_path / "articles.jsonl", *ARTICLES)


@pytest.fixture
def output(tmp_path: Path) -> Path:
    return tmp_path / "briefs.jsonl"


def written(file: Path, *lines: Any) -> Path:
    """A file of `lines`: objects as JSON, texts as they are."""
    file.write_text("".join((line if isinstance(line, str) else json.dumps(line)) + "\n" for line in lines))
    return file


def records(output: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in output.read_text("utf-8").splitlines()]


def calls(server: FakeServer, method: str) -> int:
    return sum(call.method == method for call in server.requests)


def names_in(folder: Path) -> list[str]:
    return sorted(file.name for file in folder.iterdir())


def cut_off(run: Run, server: FakeServer, source: Path, output: Path) -> Path:
    """A run that ends as its job is to be made; gives what it leaves beside the output."""
    server.fail_next("INTERNAL")
    assert run("batch", source, "-o", output).code == 1
    return output.with_name(output.name + ".job")


def each_once(output: Path, numbers: list[int]) -> None:
    assert sorted(record["line"] for record in records(output)) == numbers


def test_every_article_is_briefed_and_nothing_is_left_behind(
    run: Run, server: FakeServer, source: Path, output: Path
) -> None:
    assert run("batch", source, "-o", output, "--to", "ko", "--sentences", "1") == (0, "", "")
    assert [(record["line"], record["id"], record["status"]) for record in records(output)] == [
        (number, f"a-{number - 1}", "OK") for number in range(1, 7)
    ]
    (brief,) = records(output)[2]["response"]["briefs"]
    assert (brief["headline"], brief["text"]) == ("[ko] Ship 2", "[ko] Ship 2 left.")
    assert names_in(output.parent) == ["articles.jsonl", "briefs.jsonl"]
    assert run("jobs", "list").out == ""


def test_bad_lines_are_told_by_number_and_cost_the_others_nothing(
    run: Run, tmp_path: Path, output: Path
) -> None:
    source = written(
        tmp_path / "mixed.jsonl",
        ARTICLES[0],
        "not JSON",
        "",
        '["a list"]',
        {"id": "no-body"},
        {"body": 3},
        {"body": "Ship left.", "published": "yesterday"},
        {"body": "\ud800"},
        {"id": "long", "body": "x" * (1 << 20)},
        {"id": "blank-to-the-server", "body": "\u200b"},
        {"body": "Ship 9 left.", "published": "2026-06-19T07:00:00+09:00", "language": "en", "more": 1},
    )
    assert run("batch", source, "-o", output).code == 4
    found = {record["line"]: record for record in records(output)}
    assert sorted(found) == [1, 2, 4, 5, 6, 7, 8, 9, 10, 11]
    reasons = {line: record["error"]["reason"] for line, record in found.items() if "error" in record}
    assert reasons == {
        2: "MALFORMED_VALUE",
        4: "MALFORMED_VALUE",
        5: "TEXT_EMPTY",
        6: "MALFORMED_VALUE",
        7: "MALFORMED_VALUE",
        8: "TEXT_NOT_TEXT",
        9: "TEXT_TOO_LONG",
    }
    assert (found[9]["id"], found[9]["status"]) == ("long", "INVALID_ARGUMENT")
    assert found[11]["status"] == "OK"


def test_a_line_that_is_not_utf_8(run: Run, source: Path, output: Path) -> None:
    source.write_bytes(source.read_bytes() + '{"body": "침몰"}\n'.encode("cp949"))
    assert run("batch", source, "-o", output).code == 4
    (bad,) = (record for record in records(output) if record["status"] != "OK")
    assert (bad["line"], bad["error"]["reason"]) == (7, "TEXT_NOT_TEXT")


@pytest.mark.parametrize("cut", range(7))
def test_what_is_written_is_not_asked_for_again(
    run: Run, server: FakeServer, source: Path, output: Path, cut: int
) -> None:
    state = cut_off(run, server, source, output)
    left = state.read_bytes()
    assert run("batch", source, "-o", output, "--keep-job").code == 0
    # What a kill leaves after `cut` results, the next one half written.
    state.write_bytes(left)
    whole = output.read_bytes()
    lines = whole.splitlines(keepends=True)
    output.write_bytes(b"".join([*lines[:cut], *(line[:20] for line in lines[cut : cut + 1])]))
    before = calls(server, "jobs.create")
    assert run("batch", source, "-o", output).code == 0
    assert output.read_bytes() == whole
    assert calls(server, "jobs.create") == before
    assert not state.exists()


def test_a_job_that_is_gone_is_made_anew_of_the_rest(
    run: Run, server: FakeServer, source: Path, output: Path
) -> None:
    job = json.loads(cut_off(run, server, source, output).read_text().splitlines()[-1])["job"]
    output.write_text("".join(json.dumps({"line": n, "id": "", "status": "OK"}) + "\n" for n in (2, 5)))
    assert run("batch", source, "-o", output).code == 0
    each_once(output, [1, 2, 3, 4, 5, 6])
    made = [call for call in server.requests if call.method == "jobs.create"]
    assert len(made[-1].texts) == 4
    assert made[0].name == f"jobs/{job}" != made[-1].name


def test_a_server_that_goes_away_is_waited_for(
    run: Run, server: FakeServer, source: Path, output: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(_batch_run, "_AGAIN_SECONDS", 0.01)
    server.fail_next("UNAVAILABLE", "SERVER_STOPPING")  # of creating, which is not repeated by itself
    assert run("batch", source, "-o", output).code == 0
    each_once(output, [1, 2, 3, 4, 5, 6])
    assert calls(server, "jobs.create") == 2


def test_a_server_that_stays_away(run: Run, server: FakeServer, source: Path, output: Path) -> None:
    server.close()
    assert run("batch", source, "-o", output, "--wait", "0").code == 3
    assert output.with_name("briefs.jsonl.job").exists()


def test_an_answer_that_was_lost_makes_no_second_job(
    run: Run, server: FakeServer, source: Path, output: Path
) -> None:
    job = json.loads(cut_off(run, server, source, output).read_text().splitlines()[-1])["job"]
    server.fail_next("NOT_FOUND", "NOT_FOUND")
    assert run("batch", source, "-o", output, "--keep-job").code == 0
    assert [call.name for call in server.requests if call.method == "jobs.create"] == [f"jobs/{job}"] * 2


def test_what_is_there_is_not_written_over(run: Run, source: Path, output: Path, tmp_path: Path) -> None:
    output.write_text("mine\n")
    ran = run("batch", source, "-o", output)
    assert ran.code == 2
    assert "--overwrite" in ran.err
    assert output.read_text() == "mine\n"
    assert run("batch", source, "-o", output, "--overwrite").code == 0
    each_once(output, [1, 2, 3, 4, 5, 6])


def test_another_input_or_other_options_do_not_mix(
    run: Run, server: FakeServer, source: Path, output: Path, tmp_path: Path
) -> None:
    cut_off(run, server, source, output)
    other = written(tmp_path / "other.jsonl", ARTICLES[0])
    for line in (("batch", other, "-o", output), ("batch", source, "-o", output, "--to", "ko")):
        ran = run(*line)
        assert (ran.code, "--overwrite" in ran.err) == (2, True)


def test_a_file_that_is_not_there(run: Run, output: Path) -> None:
    ran = run("batch", "nothing.jsonl", "-o", output)
    assert (ran.code, ran.err) == (1, "newsbrief: nothing.jsonl: No such file or directory\n")


def test_jobs_are_listed_shown_cancelled_and_deleted(run: Run, source: Path, output: Path) -> None:
    assert run("batch", source, "-o", output, "--keep-job").code == 0
    ident, state, *_ = run("jobs", "list").out.split()
    assert state == "succeeded"
    assert "6/6 done" in run("jobs", "show", ident).out
    assert json.loads(run("jobs", "show", ident, "--format", "json").out)["articleCount"] == "6"
    assert run("jobs", "cancel", ident).code == 0
    assert run("jobs", "delete", ident) == (0, "", "")
    assert run("jobs", "show", ident).code == 4


def test_parquet_has_a_row_an_article(run: Run, source: Path, tmp_path: Path) -> None:
    output = tmp_path / "briefs.parquet"
    source.write_text(source.read_text() + "not JSON\n")
    assert run("batch", source, "-o", output, "--to", "ko,ru", "--format", "parquet").code == 4
    rows = sorted(pyarrow.parquet.read_table(output).to_pylist(), key=lambda row: row["line"])
    assert [row["line"] for row in rows] == [1, 2, 3, 4, 5, 6, 7]
    assert rows[0]["text_ko"] == "[ko] Ship 0 left. [ko] It was Monday."
    assert rows[0]["headline_ru"] == "[ru] Ship 0"
    assert json.loads(rows[0]["response"])["articleId"] == "a-0"
    assert (rows[6]["status"], rows[6]["text_ko"]) == ("INVALID_ARGUMENT", None)
    assert names_in(tmp_path) == ["articles.jsonl", "briefs.parquet"]


def test_progress_says_how_far_and_how_long() -> None:
    line = _batch_progress.line
    assert line(1_200, 10_000, 3, 200, 10.0) == "1,200/10,000 done, 3 failed, 20.0/s, 7:20 left"
    assert line(5, 5, 0, 5, 2.0) == "5/5 done, 0 failed, 2.5/s"
    assert line(0, 5, 0, 0, 0.0) == "0/5 done, 0 failed, 0.0/s"
    assert line(10, 100_000, 0, 1, 1.0).endswith("27:46:30 left")


def test_a_terminal_shows_progress(on_terminal: Callable[..., Ran], source: Path, output: Path) -> None:
    ran = on_terminal("batch", source, "-o", output)
    assert ran.code == 0
    assert "6/6 done, 0 failed" in ran.out
    assert ran.out.endswith("6 briefed, 0 failed\n")


def test_help_says_what_a_line_is(run: Run) -> None:
    shown = run("batch", "--help").out
    for word in ('"body"', '"headline"', '"published"', "OUT.job", "--wait"):
        assert word in shown


def test_how_briefs_are_made_can_be_said(run: Run, server: FakeServer, source: Path, output: Path) -> None:
    assert run("batch", source, "-o", output, "--sentences", "1", "--glossary", "none").code == 4
    assert {record["error"]["reason"] for record in records(output)} == {"NOT_FOUND"}
    (made,) = (call for call in server.requests if call.method == "jobs.create")
    assert made.sentences == 1
