"""One race: all ways with one set of weights, in turn, round by round."""

import json
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.against.others import fastapi, libretranslate, patient_environ
from benchmarks.against.ours import served
from benchmarks.against.shapes import BUNDLED, Shape
from benchmarks.against.ways import SCRIPTS, Child, Run, Way
from benchmarks.against.work import Prompts, Request, requests

SERVER, ENGINES, ENGINES_32 = "newsbrief server", "newsbrief engines", "newsbrief engines, batches of 32"
# Workers, threads of each, rows of a batch: the best of them is the ceiling.
LAYOUTS = ((2, 1, 16), (2, 1, 32), (2, 1, 64), (1, 2, 32))
_SAMPLE = 12  # sentences whose translations are compared across engines
SENTENCE = "CTranslate2, a sentence a call"
ARGOS, LIBRE = "argos-translate", "LibreTranslate"
GENERATE = "generate {} batch {}"
FASTAPI = "FastAPI around generate fp32"


def layout(workers: int, threads: int, rows: int) -> str:
    """The name of the plain way with these."""
    return f"CTranslate2, {workers} x {threads} threads, {rows} rows"


@dataclass
class Result:
    """What one way did; `note` where it did not take part."""

    runs: list[Run] = field(default_factory=list)
    singles: list[float] = field(default_factory=list)
    started: float = 0.0
    resident: int = 0
    note: str = ""


@dataclass(frozen=True)
class Places:
    """The baselines' interpreter, LibreTranslate's program, and the folder of articles."""

    python: str
    libretranslate: str
    articles: Path


@dataclass(frozen=True)
class Plan:
    """How much is measured of each way."""

    seconds: float
    rounds: int
    singles: int
    ways: tuple[str, ...]  # words, one of which a name must hold; none takes all


def race(shape: Shape, source: Path, target: Path, places: Places, plan: Plan) -> dict[str, Any]:
    """Race with the weights in `source`, for transformers, and `target`, for CTranslate2."""
    prompts = Prompts(target)
    asked = requests(places.articles, shape.articles, hinted=prompts.takes_hints)
    with tempfile.TemporaryDirectory() as name:
        file = Path(name) / "work.json"
        work = _work(prompts, asked, target)
        file.write_text(json.dumps(work), "utf-8")
        environ = patient_environ()
        ceiling = Child(places.python, SCRIPTS / "plain.py", target, file, *LAYOUTS[0], environ=environ)
        work["tokens"] = ceiling.about["tokens"]
        file.write_text(json.dumps(work), "utf-8")
        starters = _starters(shape, source, target, places, file, work, asked, environ)
        ways: dict[str, Way] = {layout(*LAYOUTS[0]): ceiling}
        results = {layout(*LAYOUTS[0]): Result(started=ceiling.started)}
        wanted = [n for n in starters if not plan.ways or any(word in n for word in plan.ways)]
        try:
            samples = {"CTranslate2": ceiling.about["sample"]}
            for each in wanted:
                results[each] = Result()
                _start(each, starters[each], ways, results)
                if each in ways and isinstance(way := ways[each], Child) and "sample" in way.about:
                    samples[each] = way.about["sample"]
            _rounds(ways, results, plan)
        finally:
            for way in ways.values():
                way.close()
    return {
        "shape": shape.name, "about": shape.about, "beam": prompts.decoding["beam_size"],
        "sentences": len(work["prompts"]), "target_tokens": sum(work["tokens"]),
        "source_tokens": sum(len(prompt["source"]) for prompt in work["prompts"]),
        "agreement": {n: _agreement(samples["CTranslate2"], sample) for n, sample in samples.items()},
        "ways": {each: _as_json(result) for each, result in results.items()},
    }  # fmt: skip


def _start(name: str, start: Callable[[], Way], ways: dict[str, Way], results: dict[str, Result]) -> None:
    try:
        ways[name] = start()
    except (OSError, RuntimeError) as error:
        results[name].note = f"did not start: {type(error).__name__}"
    else:
        results[name].started = ways[name].started
    print(f"  {name}: {results[name].note or f'ready after {results[name].started:.1f} s'}", file=sys.stderr)


def _rounds(ways: dict[str, Way], results: dict[str, Result], plan: Plan) -> None:
    for number in range(plan.rounds):
        for name, way in ways.items():
            begun = time.perf_counter()
            results[name].runs.append(way.run(plan.seconds))
            if number == 0:
                results[name].singles = way.singles(plan.singles)
            results[name].resident = max(results[name].resident, way.memory())
            last = results[name].runs[-1]
            rate, took = last.tokens / last.seconds, time.perf_counter() - begun
            print(f"  {number} {name}: {rate:.0f} tokens/s ({took:.0f} s)", file=sys.stderr)


def _starters(
    shape: Shape, source: Path, target: Path, places: Places, file: Path, work: dict[str, Any],
    asked: Sequence[Request], environ: dict[str, str],
) -> dict[str, Callable[[], Way]]:  # fmt: skip
    """How each way is started, in the order in which they run."""

    def engines(*more: object) -> Callable[[], Way]:
        command = ("-m", "benchmarks.against.engines", target, places.articles, shape.articles, *more)
        command += () if shape == BUNDLED else ("--random",)
        return lambda: Child(sys.executable, *command, environ=environ, tokens=work["tokens"])

    def script(name: str, *arguments: object) -> Callable[[], Way]:
        return lambda: Child(places.python, SCRIPTS / name, *arguments, environ=environ)

    starters: dict[str, Callable[[], Way]] = {ENGINES: engines(), ENGINES_32: engines("--batch-rows", 32)}
    if shape == BUNDLED:
        starters[SERVER] = lambda: served(asked, work["tokens"])
    for each in LAYOUTS[1:]:
        starters[layout(*each)] = script("plain.py", target, file, *each)
    starters[SENTENCE] = script("plain.py", target, file, 1, 2, 1)
    for arithmetic in ("fp32", "bf16", "int8"):
        for size in (1, 32):
            starters[GENERATE.format(arithmetic, size)] = script(
                "generate.py", source, file, arithmetic, size
            )
    if shape == BUNDLED:
        home = Path(tempfile.mkdtemp())
        starters[ARGOS] = script("argos.py", target, file)
        starters[LIBRE] = lambda: libretranslate(places.libretranslate, target, home, work, environ)
        starters[FASTAPI] = lambda: fastapi(places.python, source, file, work, "fp32", environ)
    return starters


def _work(prompts: Prompts, asked: Sequence[Request], folder: Path) -> dict[str, Any]:
    """What all ways are given."""
    vocabulary = json.loads((folder / "shared_vocabulary.json").read_bytes())
    ids = {token: index for index, token in enumerate(vocabulary)}
    ends = json.loads((folder / "config.json").read_bytes())
    adds = [ids[ends["eos_token"]]] if ends.get("add_source_eos") else []
    listed = []
    for request in asked:
        found = [prompt for row in request.rows for prompt in prompts.of(row)]
        for prompt in found:
            prompt["ids"] = [ids[token] for token in prompt["source"]] + adds
            prompt["forced_ids"] = [ids[token] for token in prompt["forced"]]
        listed.append(found)
    return {
        "decoding": prompts.decoding,
        "sample": _SAMPLE,
        "vocabulary": vocabulary,
        "requests": listed,
        "prompts": [prompt for found in listed for prompt in found],
        "texts": [_texts(request) for request in asked],
    }


def _texts(request: Request) -> list[dict[str, str]]:
    """An article's sentences for LibreTranslate: lines, the language's token before each, one text a language."""
    source = request.rows[0].source
    targets = list(dict.fromkeys(row.target for row in request.rows))
    lines = {t: [f">>{t}<< {row.text}" for row in request.rows if row.target is t] for t in targets}
    return [{"q": "\n".join(lines[t]), "source": str(source), "target": str(t)} for t in targets]


def _agreement(some: Sequence[Sequence[int]], others: Sequence[Sequence[int]]) -> float:
    """The share of all tokens that the longer of each two outputs begins with just as the other does."""
    same = length = 0
    for one, other in zip(some, others, strict=True):
        length += max(len(one), len(other))
        same += next(
            (i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other))
        )
    return round(same / max(1, length), 2)


def _as_json(result: Result) -> dict[str, Any]:
    return {
        "note": result.note,
        "runs": [
            {
                "tokens": r.tokens,
                "seconds": round(r.seconds, 3),
                "processor_seconds": round(r.processor_seconds, 3),
            }
            for r in result.runs
        ],
        "single_ms": round(statistics.median(result.singles), 1) if result.singles else None,
        "started_seconds": round(result.started, 2),
        "resident_bytes": result.resident,
    }
