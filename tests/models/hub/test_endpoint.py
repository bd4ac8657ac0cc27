"""Instruction models that are really served: by `transformers serve`, and by a server that tells probabilities."""

import math
import os
import re
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

import newsbrief
from newsbrief_models.errors import EndpointOutputError
from newsbrief_models.llm.endpoint import Endpoint
from newsbrief_models.llm.models import EndpointSummarizer, EndpointTranslator
from newsbrief_models.types import UNKNOWN, Language, TranslationRow
from newsbrief_service.local import local_server
from tests.models.hub import generating_server, tiny_instructed
from tests.models.hub.tiny_instructed import ARTICLE, KEPT, ROWS, STUBBORN, translation
from tests.models.hub.tiny_sentences import PARALLEL

START_SECONDS = 180.0


@pytest.fixture
def model(snapshot: Callable[[str], Path]) -> Path:
    """The folder of the tiny instruction model."""
    return snapshot("instructed")


@contextmanager
def transformers_serve(folder: Path) -> Iterator[str]:
    """The command `transformers serve` on a port of the system's choice; its address, once it listens."""
    command = [sys.executable, "-m", "transformers.cli.transformers", "serve", str(folder)]
    options = ["--host", "127.0.0.1", "--port", "0", "--device", "cpu", "--log-level", "info"]
    environment = {**os.environ, "HF_HUB_OFFLINE": "1", "OMP_NUM_THREADS": "1"}
    with subprocess.Popen(
        [*command, *options], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=environment
    ) as process:
        assert process.stdout is not None
        watch = threading.Timer(START_SECONDS, process.kill)
        watch.start()
        said = []
        try:
            for line in process.stdout:
                said.append(line)
                if found := re.search(r"running on (http://127\.0\.0\.1:\d+)", line):
                    watch.cancel()
                    threading.Thread(target=process.stdout.read, daemon=True).start()
                    yield f"{found[1]}/v1"
                    return
            pytest.fail("it does not start: " + "".join(said)[-2000:])
        finally:
            watch.cancel()
            process.kill()


def test_transformers_serve_translates_and_summarizes(model: Path) -> None:
    with transformers_serve(model) as url:
        endpoint = Endpoint(url, str(model), timeout=600.0)
        translator, summarizer = EndpointTranslator(endpoint), EndpointSummarizer(endpoint)
        done = translator.translate(ROWS)
        assert [row.text for row in done] == list(map(translation, ROWS))
        # It ignores that it is asked for probabilities.
        assert {row.confidence for row in done} == {UNKNOWN}
        assert summarizer.summarize([ARTICLE]) == [tuple(PARALLEL["en"][index] for index in KEPT)]
        endpoint.close()


def test_a_server_that_tells_probabilities(model: Path, tmp_path: Path) -> None:
    served = tiny_instructed.load(model)
    with generating_server.serving(*served) as url:
        endpoint = Endpoint(url, "tiny", timeout=600.0)
        translator = EndpointTranslator(endpoint)
        done = translator.translate(ROWS)
        assert [row.text for row in done] == list(map(translation, ROWS))
        # It was trained until its loss was below 0.004 a token.
        assert all(math.exp(-0.05) < row.confidence <= 1.0 for row in done)

        # Its first answer is no JSON; it is asked again, in other words.
        (second,) = translator.translate([STUBBORN])
        assert second.text == translation(STUBBORN)
        assert second.confidence > UNKNOWN

        # What it was never taught comes out as rubbish, which is refused or told as unsure.
        stranger = TranslationRow(
            "Seven mountaineers sued the railway over lost luggage.", Language.EN, Language.KO
        )
        try:
            (unsure,) = translator.translate([stranger])
        except EndpointOutputError:
            pass
        else:
            assert unsure.confidence < min(row.confidence for row in done)
        endpoint.close()


def test_a_brief_through_a_newsbrief_server(model: Path) -> None:
    served = tiny_instructed.load(model)
    with (
        generating_server.serving(*served) as url,
        local_server(llm_url=url, llm_model="tiny", llm_timeout=600.0) as target,
        newsbrief.Client(target) as client,
    ):
        brief = client.brief(ARTICLE.text, to="en", sentences=3, mode="abstractive", timeout=600)["en"]
    assert [sentence.text for sentence in brief.sentences] == [PARALLEL["en"][index] for index in KEPT]
    assert brief.summary_model == "models/tiny"
