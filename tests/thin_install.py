"""Checks the thin install on the oldest, a middle and the newest runtime against a server running elsewhere.

`make compat` runs it. It builds virtual environments, so it needs a package index and is no part of `make test`.
"""

import subprocess
import sys
import tempfile
from pathlib import Path

from tests.e2e.serving import running_server

ROOT = Path(__file__).parents[1]
SAMPLE = ROOT / "seeds/fisheries-quota.en.txt"
RUNTIMES = {
    "oldest": ("protobuf==5.29.6", "grpcio==1.71.2"),
    "middle": ("protobuf==6.33.5",),
    "newest": (),
}
MAX_MEGABYTES = 40
MAX_IMPORT_SECONDS = 0.150
IMPORT = """
import sys, time
start = time.perf_counter()
import newsbrief
print(time.perf_counter() - start)
heavy = {"torch", "transformers", "ctranslate2", "numpy", "sentencepiece", "newsbrief_service", "newsbrief_models"}
assert not heavy & set(sys.modules), heavy & set(sys.modules)
"""
VERSIONS = (
    "import google.protobuf, grpc; print('protobuf', google.protobuf.__version__, 'grpcio', grpc.__version__)"
)


def main() -> int:
    """Prints what each runtime showed; returns 1 when one is over a limit."""
    within = True
    with tempfile.TemporaryDirectory() as folder, running_server() as target:
        for name, pins in RUNTIMES.items():
            megabytes, seconds, versions = _measure(Path(folder) / name, pins, target)
            print(
                f"{name}: {versions}, {megabytes:.1f} MB, import {seconds * 1000:.0f} ms, talks to {target}"
            )
            within &= megabytes <= MAX_MEGABYTES and seconds <= MAX_IMPORT_SECONDS
    print(f"limits: {MAX_MEGABYTES} MB, {MAX_IMPORT_SECONDS * 1000:.0f} ms")
    return 0 if within else 1


def _measure(venv: Path, pins: tuple[str, ...], target: str) -> tuple[float, float, str]:
    _run(sys.executable, "-m", "venv", str(venv))
    python, site = str(venv / "bin/python"), next(venv.glob("lib/python*/site-packages"))
    before = _bytes_in(site)
    _run(python, "-m", "pip", "install", "--quiet", "--no-compile", *pins, str(ROOT))
    megabytes = (_bytes_in(site) - before) / 1e6
    # The first import writes byte code; a user sees the others. The best of them is the least disturbed.
    seconds = [float(_run(python, "-W", "error", "-c", IMPORT)) for _ in range(6)][1:]
    briefs = _run(str(venv / "bin/newsbrief"), "brief", str(SAMPLE), "--server", target)
    assert "한국어" in briefs, briefs
    return megabytes, min(seconds), _run(python, "-c", VERSIONS).strip()


def _bytes_in(folder: Path) -> int:
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())


def _run(*command: str) -> str:
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True, cwd="/").stdout


if __name__ == "__main__":
    sys.exit(main())
