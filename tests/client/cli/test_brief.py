"""`newsbrief brief` in this process: what it prints, what it sends, what it exits with."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from google.protobuf import json_format

from newsbrief import Article
from newsbrief._convert import brief_result
from newsbrief.testing import FakeServer, fake_brief
from newsbrief.v1 import news_brief_service_pb2 as service_pb

Run = Callable[..., tuple[int, str, str]]


def test_text(run: Run, file: Path, article: str) -> None:
    code, out, err = run("brief", file, "--title", "Kim visits")
    assert (code, err) == (0, "")
    for heading in (
        "── English ──",
        "── 한국어 (Korean) · models/fake",
        "── Русский (Russian) · models/fake",
    ):
        assert heading in out
    assert "\n[ko] Kim visits\n\n• [ko] Kim visited Vladivostok on Monday. [1]\n" in out
    assert "\x1b" not in out


@pytest.mark.parametrize(
    "argv", [[], ["-"], ["brief"], ["brief", "-"], ["--to", "en,ko,ru"], ["--format=text"]]
)
def test_pipes(run: Run, server: FakeServer, argv: list[str], article: str) -> None:
    code, out, _ = run(*argv, stdin=article.encode())
    if argv:
        assert (code, server.requests[0].article) == (0, Article(article))
        assert "standard input · English" in out
    else:  # nothing asked for, nothing done
        assert (code, server.requests) == (2, [])


def test_a_file_alone_is_briefed(run: Run, server: FakeServer, file: Path) -> None:
    assert run(file)[0] == 0
    assert run(file, "--to", "ko", file, "--sentences", "2")[0] == 0  # options between files
    assert [call.to for call in server.requests] == [("en", "ko", "ru"), ("ko",), ("ko",)]


def test_options_are_sent(run: Run, server: FakeServer, file: Path) -> None:
    assert run("brief", file, "--lang", "en", "--to", "ru, en", "--sentences", "2", "--title", "T")[0] == 0
    (call,) = server.requests
    assert call.article
    assert (call.article.language, call.article.title, call.article.id) == ("en", "T", str(file))
    assert (call.to, call.sentences) == (("ru", "en"), 2)


def test_json_is_the_contract(run: Run, file: Path, article: str) -> None:
    code, out, _ = run("brief", file, "--format", "json", "--to", "ko,en")
    assert (code, out.count("\n")) == (0, 1)
    message = json_format.Parse(out, service_pb.BriefArticleResponse())
    expected = fake_brief(Article(article, id=str(file)), ("ko", "en"))
    assert brief_result(message) == expected

    document = json.loads(out)
    assert {"articleId", "briefs", "source", "serverDuration"} <= set(document)
    english = document["briefs"][1]
    assert (english["model"], english["headline"]) == ("", "")  # empty, yet there
    for sentence in english["sentences"]:
        (span,) = sentence["sourceSpans"]
        assert article[span["start"] : span["end"]] == sentence["sourceText"]


def test_json_lines(run: Run, tmp_path: Path, file: Path) -> None:
    other = tmp_path / "other.txt"
    other.write_text("둘째 기사다.", "utf-8")
    _, out, _ = run("brief", file, other, "--format", "json")
    assert [json.loads(line)["articleId"] for line in out.splitlines()] == [str(file), str(other)]


def test_json_is_safe_to_show_and_exact(run: Run, tmp_path: Path) -> None:
    text = "One\u202e \x1b[31m\x9b \u2028 가. Two\x7f\u200e."
    path = tmp_path / "odd.txt"
    path.write_text(text, "utf-8")
    _, out, _ = run("brief", path, "--format", "json")
    assert not set("\u202e\x1b\x9b\u2028\x7f\u200e") & set(out)
    assert "가" in out
    source = json.loads(out)["source"]["sentences"]
    assert source[0]["text"] == text[: text.index(".") + 1]


def test_markdown(run: Run, file: Path) -> None:
    code, out, _ = run("brief", file, "--format", "markdown", "--to", "ko")
    assert code == 0
    assert out.startswith(f"# {file}\n\n## 한국어 (Korean)\n".replace("_", "\\_"))
    assert "\n[^1]: Kim visited Vladivostok on Monday.\n" in out


def test_stream(run: Run, file: Path) -> None:
    code, out, _ = run("brief", file, "--stream", "--to", "en,ko", "--sentences", "1", "--title", "T")
    assert code == 0
    assert out.splitlines() == [
        "English, 1 of 4 sentences chosen",
        "en 1/1",
        "• Kim visited Vladivostok on Monday. [1]",
        "en done",
        "  T",
        "ko 1/1",
        "• [ko] Kim visited Vladivostok on Monday. [1]",
        "ko done",
        "  [ko] T",
        "no figures, dates or names to compare",
    ]


@pytest.mark.parametrize(
    ("status", "code"),
    [
        ("INVALID_ARGUMENT", 4),
        ("UNAVAILABLE", 3),
        ("DEADLINE_EXCEEDED", 5),
        ("RESOURCE_EXHAUSTED", 1),
        ("UNAUTHENTICATED", 1),
        ("PERMISSION_DENIED", 1),
        ("FAILED_PRECONDITION", 1),
        ("INTERNAL", 1),
    ],
)
@pytest.mark.parametrize("stream", [[], ["--stream"]])
def test_exit_codes(
    run: Run, server: FakeServer, file: Path, status: str, code: int, stream: list[str]
) -> None:
    server.fail_next(status, "A_REASON", field="a.field", message="in\nwords", times=5)
    assert run("brief", file, *stream) == (code, "", f"newsbrief: {file}: in words (A_REASON, a.field)\n")


def test_a_field_is_named_once(run: Run, server: FakeServer, file: Path) -> None:
    server.fail_next("INVALID_ARGUMENT", "TEXT_EMPTY", field="article.body", message="article.body: is empty")
    assert run("brief", file)[2] == f"newsbrief: {file}: article.body: is empty (TEXT_EMPTY)\n"


def test_busy_says_when_to_come_again(run: Run, server: FakeServer, file: Path) -> None:
    server.fail_next("RESOURCE_EXHAUSTED", "SERVER_BUSY", message="full", retry_after=2.5)
    assert run("brief", file)[2] == f"newsbrief: {file}: full; try again in 2.5 s (SERVER_BUSY)\n"


def test_a_rejected_file_does_not_stop_the_next(
    run: Run, server: FakeServer, tmp_path: Path, file: Path
) -> None:
    blank = tmp_path / "blank.txt"
    blank.write_bytes(b" \n")
    code, out, err = run("brief", blank, file, "--format", "json")
    assert (code, out.count("\n")) == (4, 1)
    assert err == f"newsbrief: {blank}: the text is empty (TEXT_EMPTY, article.body)\n"


def test_the_worst_counts(run: Run, server: FakeServer, tmp_path: Path, file: Path) -> None:
    missing = tmp_path / "missing.txt"
    code, out, err = run("brief", file, missing, "--format", "json")
    assert (code, out.count("\n")) == (1, 1)
    assert err == f"newsbrief: {missing}: No such file or directory\n"
    server.fail_next("INVALID_ARGUMENT")
    server.fail_next("DEADLINE_EXCEEDED")
    assert run("brief", file, file, file)[0] == 5


def test_no_server_ends_it(run: Run, file: Path) -> None:
    code, _, err = run("brief", file, file, "--server", "127.0.0.1:1")
    assert code == 3
    assert err.count("\n") == 1
    assert "newsbrief-server serve" in err


def test_deadline(run: Run, server: FakeServer, file: Path) -> None:
    server.delay = 5
    assert run("brief", file, "--timeout", "0.1")[0] == 5


def test_verbose(run: Run, server: FakeServer, file: Path) -> None:
    _, _, err = run("brief", file, "-v")
    assert err.startswith(f"{file}: 0.")
    assert err.endswith(f"request {server.requests[0].metadata['x-request-id']}\n")
    server.fail_next("INTERNAL", "INTERNAL")
    _, _, err = run("brief", file, "-v")
    assert err.endswith(f"INTERNAL, request {server.requests[1].metadata['x-request-id']}\n")


def test_token_file(run: Run, server: FakeServer, tmp_path: Path, file: Path) -> None:
    token = tmp_path / "token"
    token.write_text("abc\n")
    assert run("brief", file, "--token-file", token)[0] == 0
    assert server.requests[0].metadata["authorization"] == "Bearer abc"
    code, _, err = run("brief", file, "--token-file", tmp_path / "none")
    assert (code, err) == (1, f"newsbrief: {tmp_path / 'none'}: No such file or directory\n")


@pytest.mark.parametrize(
    ("argv", "message"),
    [
        (["brief", "FILE", "--to", ","], "name at least one language"),
        (["brief", "FILE", "--formt", "json"], "did you mean --format?"),
        (["brief", "FILE", "--form", "json"], "did you mean --format?"),
        (["brief", "FILE", "--format", "yaml"], "invalid choice: 'yaml'"),
        (["brief", "FILE", "--stream", "--format", "json"], "not allowed with"),
        (["brief", "FILE", "--server", "x", "--local"], "not allowed with"),
        (["brief", "FILE", "--timeout", "0"], "not a positive number"),
        (["brief", "FILE", "--timeout", "inf"], "not a positive number"),
        (["brief", "FILE", "--sentences", "three"], "invalid int value"),
        (["brief", "FILE", "--encoding", "utf-9"], "try utf-8, cp949 or cp1251"),
        (["brief", "FILE", "--encoding", "hex"], "try utf-8, cp949 or cp1251"),
        (["brief", "FILE", "FILE", "--title", "T"], "--title goes with one article"),
        (["brief", "FILE", "--server", "http://x"], "write HOST:PORT"),
        (["brief", "FILE", "--client-cert", "x"], "go together"),
        (["brief", "FILE", "--term", "en=Shoigu"], "no term like en=Shoigu,ko="),
        (["brief", "FILE", "--term", "en=Shoigu,ko="], "no term like en=Shoigu,ko="),
        (["brief", "FILE", "--term", "en=a,en=b"], "no term like en=Shoigu,ko="),
        (["brief", "FILE", "--term", "Shoigu"], "no term like en=Shoigu,ko="),
        (["brief", "FILE", "--published", "Thursday"], "no date like 2026-06-19"),
        (["brief", "FILE", "--register", "loud"], "invalid choice: 'loud'"),
        (["breif", "FILE"], "did you mean brief?"),
        (["nosuch.txt"], "no such command or file: 'nosuch.txt'"),
        (["--verison"], "did you mean --version?"),
        (
            [],
            "name a command or a file; commands: brief, translate, check, names, batch, jobs, glossary, detect",
        ),
        (["translate", "FILE"], "--to"),
    ],
)
def test_usage_errors(run: Run, server: FakeServer, file: Path, argv: list[str], message: str) -> None:
    code, out, err = run(*(str(file) if argument == "FILE" else argument for argument in argv))
    assert (code, out, server.requests) == (2, "", [])
    assert message in err


def test_unknown_languages_name_the_known(run: Run, file: Path) -> None:
    code, _, err = run("brief", file, "--to", "en,fr")
    assert code == 4
    assert "'fr' is not one of en, ko, ru (LANGUAGE_UNSUPPORTED, options.target_language_codes[1])" in err


def test_names_that_look_like_options(
    run: Run, server: FakeServer, article: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("-v").write_text(article, "utf-8")
    assert run("brief", "--", "-v")[0] == 0
    assert server.requests[0].article == Article(article, id="-v")
