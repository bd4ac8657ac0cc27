"""Ways that others serve: generate behind FastAPI, LibreTranslate."""

import json
import os
import socket
import subprocess
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

from sentencepiece import SentencePieceProcessor

from benchmarks.against.ways import SCRIPTS, Served
from newsbrief_models.types import Language
from newsbrief_service.engine.processor import use_wide_vectors

_PATIENCE = 300.0


def fastapi(
    python: str, folder: Path, work_file: Path, work: dict[str, Any], arithmetic: str, environ: dict[str, str]
) -> Served:
    """A server around `generate`; a request has the sentences of an article."""
    port, begun = _free_port(), time.perf_counter()
    arguments = [folder, work_file, arithmetic, port]
    process = subprocess.Popen(
        [python, str(SCRIPTS / "generate_server.py"), *map(str, arguments)], env=environ
    )
    requests = work["requests"]

    def ask(number: int) -> int:
        written = _post(f"http://127.0.0.1:{port}/translate", requests[number])
        return sum(map(len, written))

    _wait(process, lambda: ask(0))
    return Served(process.pid, len(requests), ask, time.perf_counter() - begun, lambda: _end(process))


def libretranslate(
    program: str, folder: Path, home: Path, work: dict[str, Any], environ: dict[str, str]
) -> Served:
    """LibreTranslate, with a package of the model for each direction; a request has an article's sentences as lines.

    A language's token stands before each sentence, as the model wants it. The product's hints are not: sources are
    shorter here. Tokens are those of the text that comes back.
    """
    port, begun = _free_port(), time.perf_counter()
    _packages(folder, home / "packages")
    places = {
        "ARGOS_PACKAGES_DIR": home / "packages",
        "XDG_DATA_HOME": home / "data",
        "XDG_CONFIG_HOME": home / "config",
        "XDG_CACHE_HOME": home / "cache",
        "HOME": home,
        "PYTHONPATH": SCRIPTS / "offline",
    }
    process = subprocess.Popen(
        [
            program,
            "--host",
            "127.0.0.1",
            "--port",
            str(port),
            "--disable-web-ui",
            "--disable-files-translation",
        ],
        env={**environ, **{name: str(path) for name, path in places.items()}},
        cwd=home,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    texts = work["texts"]
    pieces = SentencePieceProcessor(model_file=str(folder / "sentencepiece.model"))

    def ask(number: int) -> int:
        return sum(
            len(
                pieces.encode(
                    _post(f"http://127.0.0.1:{port}/translate", {**one, "format": "text"})["translatedText"]
                )
            )
            for one in texts[number]
        )

    _wait(process, lambda: ask(0))
    return Served(process.pid, len(texts), ask, time.perf_counter() - begun, lambda: _end(process))


def _packages(model: Path, folder: Path) -> None:
    for source in Language:
        for target in Language:
            if source is not target:
                package = folder / f"{source}_{target}"
                package.mkdir(parents=True, exist_ok=True)
                about = {
                    "package_version": "1.0", "argos_version": "1.9", "type": "translate",
                    "from_code": str(source), "from_name": str(source), "to_code": str(target), "to_name": str(target),
                }  # fmt: skip
                (package / "metadata.json").write_text(json.dumps(about))
                for name, of in (("model", model), ("sentencepiece.model", model / "sentencepiece.model")):
                    if not (package / name).exists():
                        (package / name).symlink_to(of.absolute())


def _post(url: str, what: object) -> Any:
    request = urllib.request.Request(  # noqa: S310 - http on loopback
        url, json.dumps(what).encode(), {"Content-Type": "application/json"}
    )
    with urllib.request.urlopen(request, timeout=_PATIENCE) as answer:  # noqa: S310
        return json.loads(answer.read())


def _wait(process: "subprocess.Popen[bytes]", ask: Any) -> None:
    """Until `ask` gets an answer."""
    end = time.monotonic() + _PATIENCE
    while True:
        try:
            ask()
            return
        except (urllib.error.URLError, ConnectionError):
            if process.poll() is not None or time.monotonic() > end:
                _end(process)
                raise
            time.sleep(0.2)


def _end(process: "subprocess.Popen[bytes]") -> None:
    process.terminate()
    process.wait(timeout=30)


def _free_port() -> int:
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        return int(server.getsockname()[1])


def patient_environ() -> dict[str, str]:
    """The environment in which OpenMP's threads sleep while they wait, which on a busy machine is far faster, and
    CTranslate2 uses the vectors that the product has it use.
    """
    environ = {**os.environ, "OMP_WAIT_POLICY": "PASSIVE", "HF_HUB_OFFLINE": "1"}
    use_wide_vectors(environ)
    return environ
