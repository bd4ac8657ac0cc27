"""Rows about what lies on disk: the cache's file, the models' files; and about a port that is taken."""

import asyncio
import shutil
import signal
import sqlite3
import time
from collections import Counter
from pathlib import Path
from typing import Any

import grpc

import newsbrief_bundled
from newsbrief_service.exits import EXIT_CONFIG
from newsbrief_service.scheduling.cache import FILE_NAME
from tests.reliability.articles import right_translation, translate_request
from tests.reliability.ledger import Ledger
from tests.reliability.load import brief, numbers
from tests.reliability.record import Run, row
from tests.reliability.serving import REAL, calling, free_port, stub_server
from tests.service.metrics.scraping import scrape, value

TEXTS = 300  # that are translated again and again
DISK_BYTES = 256 << 10
OUT_OF_WORDS = "result cache off"


@row(
    "R17", "kill -9 of the cache's writer, ten times", "integrity ok; 0 wrong answers; a broken row is a miss"
)
async def writer_killed(run: Run) -> None:
    """Servers share a cache on disk, one after the other; what one kept, the next one reads."""
    folder, tally = run.folder / "cache", Counter[str]()
    options = ("--cache-mb", "64", "--cache-dir", str(folder), "--scale", "0.2", "--max-calls", "1000")
    file, sound, kept = folder / FILE_NAME, 0, 0
    for _ in range(10):
        async with stub_server(run, *options) as server, calling(server.target) as (stub,):
            load = asyncio.gather(*(_again(stub, run, tally, 1.5) for _ in range(8)))
            await asyncio.sleep(run.rng.uniform(0.2, 0.8))
            server.send(signal.SIGKILL)
            await load
        sound += _query(file, "PRAGMA integrity_check") == ("ok",)
        kept = _query(file, "SELECT count(*) FROM results")[0]
    run.exactly("sound after a kill, times", sound, 10)
    run.note("rows kept", kept)
    _query(file, "UPDATE results SET value = (SELECT value FROM results ORDER BY key DESC LIMIT 1)")
    async with stub_server(run, *options) as server, calling(server.target) as (stub,):
        await asyncio.gather(*(_ask(stub, number, tally) for number in range(TEXTS)))
        run.exactly("broken rows noticed", "results in the cache were broken" in server.log(), True)
    run.note("answers", tally["right"])
    run.exactly("wrong answers", tally["wrong"], 0)
    run.exactly("other ends", set(tally) - {"right", "wrong", "UNAVAILABLE"}, set())


async def _again(stub: Any, run: Run, tally: Counter[str], seconds: float) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        await _ask(stub, run.rng.randrange(TEXTS), tally)
        if tally["UNAVAILABLE"]:
            await asyncio.sleep(0.05)


async def _ask(stub: Any, number: int, tally: Counter[str]) -> None:
    try:
        response = await stub.TranslateText(translate_request(number), timeout=30)
    except grpc.aio.AioRpcError as error:
        tally[error.code().name] += 1
    else:
        tally["right" if right_translation(number, response) else "wrong"] += 1


def _query(file: Path, statement: str) -> Any:
    database = sqlite3.connect(file)
    with database:
        answer = database.execute(statement).fetchone()
    database.close()
    return answer


@row(
    "R18",
    "a cache folder that cannot be written, and a disk that is full",
    "serves on without cache; one warning; the metric shows it",
)
async def no_disk(run: Run) -> None:
    """The disk's end is a limit on the size of files; the folder that cannot be is below a file."""
    in_the_way = run.folder / "file"
    in_the_way.write_text("in the way")
    places: dict[str, tuple[str, ...]] = {
        "no folder": ("--cache-dir", str(in_the_way / "cache")),
        "disk full": ("--cache-dir", str(run.folder / "cache"), "--file-bytes", str(DISK_BYTES)),
    }
    for name, place in places.items():
        port = free_port()
        options = (*place, "--cache-mb", "64", "--scale", "0.05", "--metrics-port", str(port))
        async with stub_server(run, *options) as server, calling(server.target) as (stub,):
            ledger = Ledger()
            for _ in range(run.size(60, 20)):
                calls = (brief(stub, ledger, words=60)(next(numbers)) for _ in range(5))
                await asyncio.gather(*calls)
            samples = await scrape(port)
            run.exactly(f"{name}: warnings", server.log().count(OUT_OF_WORDS), 1)
        run.exactly(f"{name}: failures by the metric", value(samples, "newsbrief_cache_failures_total"), 1.0)
        ledger.close(run)


def _changed_byte(model: Path) -> None:
    weights = bytearray((model / "model.bin").read_bytes())
    weights[len(weights) // 2] ^= 1
    (model / "model.bin").write_bytes(weights)


def _missing(model: Path) -> None:
    (model / "sentencepiece.model").unlink()


def _other_revision(model: Path) -> None:
    """A manifest that lists another revision's weights."""
    lines = (model / "newsbrief-model.toml").read_text().splitlines()
    at = next(i for i, line in enumerate(lines) if line.startswith('"model.bin"'))
    lines[at] = f'"model.bin" = {{ size = {(model / "model.bin").stat().st_size}, sha256 = "{"0" * 64}" }}'
    (model / "newsbrief-model.toml").write_text("\n".join(lines))


SPOILERS = {
    "one byte changed": (_changed_byte, "model.bin"),
    "a file missing": (_missing, "sentencepiece.model"),
    "another revision": (_other_revision, "model.bin"),
}


@row(
    "R19",
    "model files changed, missing, of another revision (real)",
    "refuses to start, exit code 78, one line that names the file",
)
async def spoilt_model(run: Run) -> None:
    """A copy of the bundled model, spoilt in three ways; and the copy as it is."""
    for name, (spoil, file) in SPOILERS.items():
        model = Path(shutil.copytree(newsbrief_bundled.path(), run.folder / name))
        spoil(model)
        code, said = await _refusal("--model", str(model))
        run.exactly(f"{name}: exit code", code, EXIT_CONFIG)
        run.exactly(f"{name}: names the file", file in said and said.count("\n") == 1, True)


@row("R25", "a port that is taken", "exit code 78, one line that says so")
async def port_taken(run: Run) -> None:
    """By another server of ours."""
    async with stub_server(run) as server:
        port = server.target.rpartition(":")[2]
        code, said = await _refusal("--port", port)
    run.exactly("exit code", code, EXIT_CONFIG)
    run.exactly(
        "says",
        said,
        f"newsbrief-server: cannot listen on 127.0.0.1:{port}: in use, or not an address of this machine\n",
    )


async def _refusal(*options: str) -> tuple[int | None, str]:
    """The exit code and the words of a server that does not start."""
    process = await asyncio.create_subprocess_exec(
        *REAL, "--port", "0", "--data-dir", ":memory:", *options, stderr=asyncio.subprocess.PIPE
    )
    _, said = await asyncio.wait_for(process.communicate(), 60)
    return process.returncode, said.decode()
