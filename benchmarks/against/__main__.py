"""Newsbrief against what people use now, on the same weights, inputs and machine, in one interleaved run.

    python -m benchmarks.against --python PATH --libretranslate PATH [--quick] [--only SHAPE,...] [--ways WORD,...]

`make bench` runs it with all that it needs. It runs in the environment of `make test-hub`; the baselines in their own
(baselines/requirements.txt), LibreTranslate in another (baselines/requirements-libretranslate.txt), for it brings a
package of the same name as argos-translate's. Models are made once, below build/against.

All ways are loaded at once and take turns, round by round; what is reported is the median of the rounds' ratios, in
tokens a second and in processor time, which depends less on what else runs on the machine.
"""

import argparse
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path
from typing import Any

from benchmarks.against.others import patient_environ
from benchmarks.against.plot import draw
from benchmarks.against.race import Places, Plan, race
from benchmarks.against.report import report
from benchmarks.against.shapes import SHAPES
from benchmarks.against.ways import SCRIPTS
from benchmarks.machine import description

_ROOT = Path(__file__).parents[2]
_RESULTS = _ROOT / "benchmarks/results"
_PACKAGES = ("torch", "transformers", "ctranslate2", "argostranslate", "fastapi", "uvicorn")


def main() -> int:
    """Race, and write the results."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--python", default=sys.executable, help="interpreter that has the baselines")
    parser.add_argument("--libretranslate", default="libretranslate", metavar="PATH", help="its program")
    parser.add_argument("--articles", type=Path, default=_ROOT / "models/training/data", metavar="FOLDER")
    parser.add_argument("--work", type=Path, default=_ROOT / "build/against", metavar="FOLDER")
    parser.add_argument("--only", default=",".join(SHAPES), help="shapes (default: %(default)s)")
    parser.add_argument("--ways", default="", help="only ways whose name holds one of these words")
    parser.add_argument("--seconds", type=float, default=3, help="least length of one turn (default: 3)")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--quick", action="store_true", help="two rounds of turns of a second")
    parser.add_argument("--output", type=Path, default=_RESULTS / "against.json")
    options = parser.parse_args()
    wanted = options.only.split(",")
    if unknown := [name for name in wanted if name not in SHAPES]:
        parser.error(f"no such shape: {', '.join(unknown)}; there are {', '.join(SHAPES)}")
    plan = Plan(
        1.0 if options.quick else options.seconds,
        2 if options.quick else options.rounds,
        2 if options.quick else 5,
        tuple(filter(None, options.ways.split(","))),
    )
    for found in _measured(
        options, wanted, plan
    ):  # after each race, so that one broken off leaves the others
        text = _write(found, options.output)
    print(text)
    return 0


def _write(found: dict[str, Any], output: Path) -> str:
    """The results as JSON, as a picture, and as the page that is returned."""
    output.parent.mkdir(exist_ok=True)
    output.write_text(json.dumps(found, indent=1) + "\n", "utf-8")
    text = report(found, output.with_suffix(".svg").name)
    output.with_suffix(".md").write_text(text, "utf-8")
    output.with_suffix(".svg").write_text(draw(found), "utf-8")
    return text


def _measured(options: argparse.Namespace, wanted: list[str], plan: Plan) -> Iterator[dict[str, Any]]:
    # Imported here: it needs torch, and `--help` is to be had without.
    from benchmarks.against.weights import made

    places = Places(options.python, options.libretranslate, options.articles)
    begun, load = time.perf_counter(), os.getloadavg()[0]
    gemm = subprocess.run(
        [places.python, str(SCRIPTS / "gemm.py")],
        check=True,
        capture_output=True,
        text=True,
        env=patient_environ(),
    )
    found: dict[str, Any] = {
        "command": "python -m benchmarks.against "
        + f"--only {options.only} --seconds {plan.seconds:g} --rounds {plan.rounds}"
        + (f" --ways {options.ways}" if options.ways else ""),
        "machine": description("grpcio", "protobuf", "ctranslate2"),
        "baselines": [*_versions(places.python), _libretranslate(places.libretranslate)],
        "date": time.strftime("%Y-%m-%d", time.gmtime()),
        "newsbrief": version("newsbrief"),
        "gemm": json.loads(gemm.stdout),
        "races": [],
    }
    for name in wanted:
        print(name, file=sys.stderr)
        found["races"].append(race(SHAPES[name], *made(SHAPES[name], options.work), places, plan))
        after = os.getloadavg()[0]
        found["load"] = {"before": round(load, 1), "after": round(after, 1), "niceness": os.nice(0)}
        found["seconds"] = round(time.perf_counter() - begun)
        yield found


def _versions(python: str) -> list[str]:
    program = (
        "import sys; from importlib.metadata import version; "
        "print(*(f'{p} {version(p)}' for p in sys.argv[1:]), sep=';')"
    )
    ran = subprocess.run([python, "-c", program, *_PACKAGES], check=True, capture_output=True, text=True)
    return ran.stdout.strip().split(";")


def _libretranslate(program: str) -> str:
    """Its version, as its own interpreter knows it."""
    python = Path(program).parent / "python"
    if not python.exists():
        return "no LibreTranslate"
    code = "from importlib.metadata import version; print('libretranslate', version('libretranslate'))"
    return subprocess.run([python, "-c", code], capture_output=True, text=True, check=True).stdout.strip()


if __name__ == "__main__":
    sys.exit(main())
