"""Client × {sync, async} × {unary, stream} and the command line against a real server with the bundled model."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import newsbrief
from tests.e2e.serving import running_server

SEEDS = Path(__file__).parents[2] / "seeds"
SAMPLES = sorted(SEEDS.glob("*.*.txt"))
COMMAND = str(Path(sys.executable).parent / "newsbrief")


@pytest.fixture(scope="module")
def target() -> Iterator[str]:
    with running_server() as address:
        yield address


def check(text: str, language: str, result: newsbrief.BriefResult) -> None:
    """Three briefs; the article's own verbatim, the others aligned with it one to one."""
    assert [brief.language for brief in result] == ["en", "ko", "ru"]
    own = result[language]
    for brief in result:
        assert len(brief.sentences) == 3
        assert brief.headline
        for sentence, source in zip(brief.sentences, own.sentences, strict=True):
            (span,) = sentence.spans
            assert text[span.start : span.end] == sentence.source == source.text
            assert sentence.text
            assert 0 <= sentence.confidence <= 1
            assert 0 < sentence.score <= 1


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.name)
async def test_briefs_by_every_way(target: str, sample: Path) -> None:
    text, language = sample.read_text("utf-8"), sample.name.split(".")[1]
    with newsbrief.Client(target) as client:
        result = client.brief(text)
        events = list(client.stream_brief(text))
    async with newsbrief.AsyncClient(target) as client:
        again = await client.brief(text)
        async_events = [event async for event in client.stream_brief(text)]

    check(text, language, result)
    assert again.briefs == result.briefs
    for told in (events, async_events):
        assert isinstance(told[0], newsbrief.SourceAnalyzed)
        briefs = {
            event.brief.language: event.brief for event in told if isinstance(event, newsbrief.BriefCompleted)
        }
        assert briefs == {brief.language: brief for brief in result}


async def test_other_methods(target: str) -> None:
    with newsbrief.Client(target) as client:
        assert client.detect("회담은 월요일에 시작됐다.")[0].language == "ko"
        assert "models/newsbrief-bundled" in [model.name for model in client.models()]
        translation = client.translate("회담은 월요일에 시작됐다.\n\n합의는 없었다.", to="ru")
        assert translation.text.count("\n\n") == 1
        assert len(translation.sentences) == 2


def test_the_command_briefs_a_file_as_json(target: str) -> None:
    sample = SEEDS / "rail-khasan.ru.txt"
    command = [COMMAND, "brief", str(sample), "--server", target, "--format", "json"]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    brief = json.loads(done.stdout)
    text = sample.read_text("utf-8")
    assert [b["languageCode"] for b in brief["briefs"]] == ["en", "ko", "ru"]
    for sentence in brief["briefs"][2]["sentences"]:
        (span,) = sentence["sourceSpans"]
        assert text[span["start"] : span["end"]] == sentence["sourceText"] == sentence["text"]


def test_the_demo_needs_no_server() -> None:
    done = subprocess.run([COMMAND, "demo"], check=True, capture_output=True, text=True, timeout=120)
    for name in ("English", "한국어", "Русский"):
        assert name in done.stdout
    assert done.stderr == ""
