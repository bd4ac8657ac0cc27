"""What batching over articles is worth, against batching off and a plain loop over transformers' `generate`; what the
processes weigh; and what the server adds to the time of one brief.

    python -m benchmarks.batching [--seconds 12] [--rounds 3] [--pairs 40] [--transformers-python PATH]

Takes five minutes. All servers run at once and are loaded in turn, round by round, so that their ratios hold on a noisy
machine; the processor time an article takes depends less on what else runs there. Every request's text is made unique
by a number in each sentence, and the result cache is off: nothing is translated less because it was translated before.

The loop over transformers needs an environment of its own (the server's has no torch); `--transformers-python` names
its Python. Without it that line is left out:

    python -m venv /tmp/loop; /tmp/loop/bin/pip install torch==2.13.0 transformers sentencepiece safetensors
"""

import argparse
import os
import statistics
import sys
import tempfile
import time
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

import newsbrief
from benchmarks.bare import BareWork
from benchmarks.load import ARTICLES, CLIENTS, Served, Speed, nothing, one, server, speed
from benchmarks.machine import description
from benchmarks.transformers_baseline import INSTALL, transformers_loop
from newsbrief_models.store.locate import bundled
from tests.service.security.pki import Authority

SERVERS = {
    "batches over articles": (),
    "batching off": ("--batch-rows", "1"),
    "in the server's process": ("--executor", "in-process"),
}
ON, OFF, IN_PROCESS = SERVERS
LOOP = "loop over transformers' generate"


@dataclass
class Measured:
    """All that was measured; times in milliseconds."""

    load: float = field(default_factory=lambda: os.getloadavg()[0])
    speeds: dict[str, list[Speed]] = field(default_factory=dict)
    briefs: list[float] = field(default_factory=list)  # through the server
    bare: list[float] = field(default_factory=list)  # without it; each right after the one above
    calls: list[float] = field(default_factory=list)  # that do nothing
    edge: int = 0
    edge_secured: int = 0
    edge_in_process: int = 0
    engines: list[int] = field(default_factory=list)
    text_workers: list[int] = field(default_factory=list)


def main() -> int:
    """Measure and write the result."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--seconds", type=float, default=12, help="length of one throughput run")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--pairs", type=int, default=40, help="briefs measured with and without the server")
    parser.add_argument("--transformers-python", default=sys.executable, metavar="PATH")
    parser.add_argument("--output", type=Path, default=Path(__file__).parent / "results/batching.md")
    options = parser.parse_args()
    measured = Measured(edge_secured=_secured())
    with ExitStack() as stack:
        served = {name: stack.enter_context(server(*more)) for name, more in SERVERS.items()}
        measured.edge, measured.engines = served[ON].edge, served[ON].engines
        measured.text_workers = served[ON].text_workers
        measured.edge_in_process = served[IN_PROCESS].edge
        _added(measured, served[ON], options.pairs)
        loop = stack.enter_context(transformers_loop(options.transformers_python))
        for _ in range(options.rounds):
            for name, each in served.items():
                measured.speeds.setdefault(name, []).append(speed(each, options.seconds))
            if loop:
                measured.speeds.setdefault(LOOP, []).append(loop.speed(options.seconds))
    text = _report(options, measured)
    options.output.parent.mkdir(exist_ok=True)
    options.output.write_text(text, "utf-8")
    print(text)
    return 0


def _secured() -> int:
    """Resident bytes of an idle server's own process with TLS on."""
    with tempfile.TemporaryDirectory() as folder:
        certificate, key = Authority().issue().write(Path(folder))
        with server("--tls-cert", str(certificate), "--tls-key", str(key)) as served:
            return served.edge


def _added(measured: Measured, served: Served, pairs: int) -> None:
    """Brief one article with and without the server, in turn."""
    work = BareWork()
    try:
        with newsbrief.Client(served.target) as client:
            for number in range(pairs + 2):
                through, bare, call = one(client), work.brief(ARTICLES[0]), nothing(client)
                if number >= 2:  # both are warm
                    measured.briefs.append(through)
                    measured.bare.append(bare)
                    measured.calls.append(call)
    finally:
        work.close()


def _report(options: argparse.Namespace, measured: Measured) -> str:
    model = sum(path.stat().st_size for path in bundled().iterdir())
    added = [through - bare for through, bare in zip(measured.briefs, measured.bare, strict=True)]
    lines = [
        "# Batches over articles, and engine processes",
        "",
        f"`python -m benchmarks.batching --seconds {options.seconds:g} --rounds {options.rounds} --pairs "
        f"{options.pairs}`",
        f"on {description('grpcio', 'protobuf', 'ctranslate2')}; {time.strftime('%Y-%m-%d', time.gmtime())}.",
        f"Other work on the machine when it began: load average {measured.load:.1f}; niceness of the "
        f"benchmark and its servers: {os.nice(0)}.",
        f"{CLIENTS} clients in a closed loop; {len(ARTICLES)} sample articles in three languages, every sentence made "
        "unique; three briefs of three sentences each.",
        "",
        *_speeds(measured.speeds),
        "",
        "| what | figure |",
        "| --- | --- |",
        f"| resident memory of the server's own process, idle | {measured.edge / 1e6:.0f} MB |",
        f"| the same with TLS | {measured.edge_secured / 1e6:.0f} MB |",
        f"| resident memory of an engine, idle | {_megabytes(measured.engines)} |",
        f"| resident memory of a text worker, idle | {_megabytes(measured.text_workers)} |",
        f"| model files | {model / 1e6:.0f} MB |",
        f"| resident memory with models in the server's process, idle | {measured.edge_in_process / 1e6:.0f} MB |",
        f"| one call that does nothing (gRPC, interceptor) | {statistics.median(measured.calls):.1f} ms |",
        f"| one brief on an idle server | {statistics.median(measured.briefs):.1f} ms |",
        f"| the same work straight on an engine, without server and scheduler | "
        f"{statistics.median(measured.bare):.1f} ms |",
        f"| what the server adds: median of {len(added)} pairs | {statistics.median(added):+.1f} ms |",
    ]
    return "\n".join(lines) + "\n"


def _megabytes(sizes: list[int]) -> str:
    return ", ".join(f"{size / 1e6:.0f} MB" for size in sizes)


def _speeds(speeds: dict[str, list[Speed]]) -> list[str]:
    rates = {name: statistics.median(each.rate for each in values) for name, values in speeds.items()}
    costs = {name: statistics.median(each.cost for each in values) for name, values in speeds.items()}
    lines = [
        "| how | articles a minute (rounds) | median | batches do so many times as much | processor time an article "
        "| batches take so many times less |",
        "| --- | --- | --- | --- | --- | --- |",
    ]
    for name, values in speeds.items():
        lines.append(
            f"| {name} | {', '.join(f'{each.rate:.0f}' for each in values)} | {rates[name]:.0f} "
            f"| {rates[ON] / rates[name]:.2f} | {costs[name]:.0f} ms | {costs[name] / costs[ON]:.2f} |"
        )
    if LOOP in speeds:
        lines += [
            "",
            "The loop only translates, in float32 with as many threads as there are cores; the others also "
            "read, choose and check.",
        ]
    else:
        lines += ["", f"No loop over transformers' generate: its libraries are not there ({INSTALL})."]
    return lines


if __name__ == "__main__":
    sys.exit(main())
