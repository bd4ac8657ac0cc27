"""`newsbrief names` and `newsbrief glossary`."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from newsbrief import Client, ImportReport, NameRendering, RowProblem, Term
from newsbrief._cli import _render_terms
from newsbrief.testing import FakeServer, _answers

Run = Callable[..., tuple[int, str, str]]
TABLE = "en,ko,ru,ru_aliases\nShoigu,쇼이구,Шойгу,С. К. Шойгу\nTASS,타스통신,,\n"
BAD = "en,ko\nTASS,타스통신\nb,\n,c\n"


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "terms.csv"
    path.write_text(TABLE, "utf-8")
    return path


@pytest.fixture
def desk(server: FakeServer) -> str:
    with Client(server.target) as client:
        client.glossaries.create("desk", display_name="Desk 2026")
    return "desk"


def test_names(run: Run, server: FakeServer) -> None:
    assert run(
        "names", "김정은", "박", "--to", "ru", "--convention", "mccune-reischauer", "--lang", "ko"
    ) == (
        0,
        "김정은: [ru] 김정은 (mccune-reischauer, transliteration); also 김정은 (icao)\n"
        "박: [ru] 박 (mccune-reischauer, transliteration); also 박 (icao)\n",
        "",
    )
    (call,) = server.requests
    assert (call.texts, call.to, call.source) == (("김정은", "박"), ("ru",), "ko")
    assert call.convention == "mccune_reischauer"


def test_names_as_json(run: Run) -> None:
    (rendering,) = json.loads(run("names", "--to", "en", "--format", "json", "--", "-김")[1])["renderings"]
    assert (rendering["text"], rendering["convention"]) == ("[en] -김", "NAME_CONVENTION_PRESS")
    assert rendering["alternatives"] == [{"text": "-김", "convention": "NAME_CONVENTION_ICAO"}]


def test_a_name_nobody_can_write(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_answers, "fake_render_name", lambda *name: NameRendering("", "", ""))
    error = "newsbrief: 김: no rule says how it is written in ru\n"
    assert run("names", "김", "--to", "ru") == (4, "", error)


@pytest.mark.parametrize(
    ("argv", "message"),
    [
        (["names", "--to", "ru"], "name at least one NAME"),
        (["names", "김"], "--to"),
        (["names", "김", "--to", "ru", "--convention", "wade-giles"], "invalid choice"),
        (["glossary"], "name a command; commands: list, create, show, import, delete, match"),
        (["glossary", "lst"], "no such command: 'lst' (did you mean list?)"),
        (["glossary", "--nothing"], "unrecognized arguments: --nothing"),
        (["glossary", "create"], "NAME"),
        (["glossary", "list", "more"], "unrecognized arguments: more"),
        (["glossary", "import", "desk"], "name one FILE"),
        (["glossary", "import", "desk", "a.csv", "b.csv"], "name one FILE"),
        (
            ["glossary", "import", "desk", "terms.xlsx"],
            "terms.xlsx: say what it is with --type csv, tsv, tbx",
        ),
        (["glossary", "import", "desk", "-"], "standard input: say what it is with --type"),
        (["glossary", "match", "x"], "--to"),
    ],
)
def test_usage_errors(run: Run, server: FakeServer, argv: list[str], message: str) -> None:
    code, out, err = run(*argv)
    assert (code, out, server.requests) == (2, "", [])
    assert message in err


def test_a_life(run: Run, server: FakeServer, table: Path) -> None:
    assert run("glossary", "list") == (0, "", "")
    assert run("glossary", "create", "desk", "--display-name", "Desk") == (0, "glossaries/desk\n", "")
    assert run("glossary", "import", "desk", table) == (0, f"{table}: rows stored: 2\n", "")
    assert run("glossary", "list") == (0, "desk  terms: 2  2026-01-01 00:00 UTC  Desk\n", "")
    assert run("glossary", "show", "desk") == (
        0,
        "   en      ko        ru                   kind  note\n"
        "1  Shoigu  쇼이구    Шойгу | С. К. Шойгу\n"
        "2  TASS    타스통신\n",
        "",
    )
    assert run("glossary", "show", "desk", "--query", "tass")[1].count("\n") == 2
    assert run("glossary", "show", "desk", "--query", "nothing") == (0, "", "")
    assert run("glossary", "delete", "desk") == (0, "", "")
    assert run("glossary", "list") == (0, "", "")


def test_json(run: Run, desk: str, table: Path) -> None:
    report = json.loads(run("glossary", "import", desk, table, "--format", "json")[1])
    assert report == {"importedCount": 2, "problems": [], "problemCount": 0}
    (kept,) = json.loads(run("glossary", "list", "--format", "json")[1])["glossaries"]
    assert (kept["name"], kept["entryCount"], kept["createTime"]) == (
        "glossaries/desk",
        2,
        "2026-01-01T00:00:00Z",
    )
    entries = json.loads(run("glossary", "show", desk, "--format", "json")[1])["glossaryEntries"]
    assert entries[0]["term"]["forms"]["ru"]["aliases"] == ["С. К. Шойгу"]


@pytest.mark.parametrize(
    ("argv", "code"),
    [
        (["create", "desk"], 4),
        (["show", "other"], 4),
        (["delete", "other"], 4),
        (["match", "-", "--to", "ko", "--glossary", "other"], 4),
        (["list", "--server", "127.0.0.1:1"], 3),
    ],
)
def test_what_goes_wrong(run: Run, desk: str, argv: list[str], code: int) -> None:
    got, out, err = run("glossary", *argv, stdin=b"TASS")
    assert (got, out, err.count("\n")) == (code, "", 1)


def test_rows_that_are_no_good(run: Run, server: FakeServer, desk: str, tmp_path: Path) -> None:
    path = tmp_path / "bad.csv"
    path.write_text(BAD, "utf-8")
    code, out, err = run("glossary", "import", desk, path)
    assert (code, out) == (4, "")
    assert err.startswith(f"newsbrief: {path}: content: nothing was stored, 2 problems: line 3: ")
    code, out, err = run("glossary", "import", desk, path, "--dry-run")
    assert (code, err) == (4, "")
    assert out == (
        f"{path}:3: at least two languages are needed\n"
        f"{path}:4: at least two languages are needed\n"
        f"{path}: good rows: 1\n"
    )
    assert run("glossary", "show", desk)[1] == ""


def test_a_dry_run_stores_nothing(run: Run, server: FakeServer, desk: str, table: Path) -> None:
    assert run("glossary", "import", desk, table, "--dry-run") == (0, f"{table}: good rows: 2\n", "")
    assert server.requests[-1].dry_run
    assert run("glossary", "show", desk)[1] == ""


def test_replace(run: Run, desk: str, table: Path) -> None:
    run("glossary", "import", desk, table)
    code, out, _ = run(
        "glossary", "import", desk, "-", "--type", "tsv", "--replace", stdin="en\tko\na\t가\n".encode()
    )
    assert (code, out) == (0, "standard input: rows stored: 1\n")
    assert run("glossary", "show", desk)[1].count("\n") == 2


@pytest.mark.parametrize(
    ("name", "encoding", "options"),
    [
        ("a.TSV", "utf-8", []),
        ("a.tab", "utf-8", []),
        ("a.txt", "cp949", ["--type", "tsv", "--encoding", "cp949"]),
    ],
)
def test_kinds_of_files(
    run: Run, server: FakeServer, desk: str, tmp_path: Path, name: str, encoding: str, options: list[str]
) -> None:
    path = tmp_path / name
    path.write_bytes("en\tko\nTASS\t타스통신\n".encode(encoding))
    assert run("glossary", "import", desk, path, *options)[0] == 0
    assert server.requests[-1].texts == ("en\tko\nTASS\t타스통신\n",)


def test_tbx_is_sent_as_such(run: Run, desk: str, tmp_path: Path) -> None:
    path = tmp_path / "a.tbx"
    path.write_text("<tbx/>", "utf-8")
    code, _, err = run("glossary", "import", desk, path)  # which the fake does not read
    assert (code, "mime_type" in err) == (4, True)


def test_match(run: Run, server: FakeServer, desk: str, table: Path, tmp_path: Path) -> None:
    run("glossary", "import", desk, table)
    text = tmp_path / "a.txt"
    text.write_text("Today\nShoigu told TASS and KCNA.\n", "utf-8")
    options = ["--to", "ko", "--glossary", desk, "--term", "en=KCNA,ko=조선중앙통신", "--no-names"]
    assert run("glossary", "match", text, *options) == (
        0,
        f"{text}:2:1: Shoigu → 쇼이구 (glossaries/desk/entries/1)\n"
        f"{text}:2:13: TASS → 타스통신 (glossaries/desk/entries/2)\n"
        f"{text}:2:22: KCNA → 조선중앙통신 (request)\n",
        "",
    )
    call = server.requests[-1]
    assert (call.glossaries, call.builtin_names) == (("glossaries/desk",), False)
    assert call.terms == (Term({"en": "KCNA", "ko": "조선중앙통신"}),)
    found = json.loads(run("glossary", "match", text, *options, "--format", "json")[1])["matches"]
    assert found[0]["sourceSpan"] == {"start": 6, "end": 12}


def test_more_problems_than_are_told() -> None:
    report = ImportReport(0, (RowProblem(2, "is\x1b empty", "ko"),), 7)
    assert _render_terms.report(report, "a", dry_run=True) == (
        "a:2: ko: is\ufffd empty\na: 6 more problems\na: good rows: 0"
    )


def test_a_table_for_a_person_keeps_the_width(
    on_terminal: Callable[..., tuple[int, str, str]], server: FakeServer, desk: str
) -> None:
    with Client(server.target) as client:
        client.glossaries.add_term(desk, Term({"en": "a" * 200, "ko": "가" * 200}))
    code, out, _ = on_terminal("glossary", "show", desk)
    assert code == 0
    assert "…" in out
    assert "a" * 100 not in out


def test_hints_for_a_person(
    on_terminal: Callable[..., tuple[int, str, str]], tmp_path: Path, desk: str
) -> None:
    path = tmp_path / "bad.csv"
    path.write_text(BAD, "utf-8")
    code, out, _ = on_terminal("glossary", "import", desk, str(path))
    assert (code, "--dry-run lists all rows" in out) == (4, True)
