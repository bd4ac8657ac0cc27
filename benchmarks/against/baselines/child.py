"""How a way of translating is driven: lines of JSON in, lines of JSON out; times and tokens are counted here.

{"seconds": S} has it translate its units of work over and over for S seconds at least; {"singles": N} has it translate
N requests one after the other. Before the first line it says that it is ready, and after how many seconds.
"""

import json
import os
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path


def serve(
    units: Sequence[Callable[[], int]],
    singles: Sequence[Callable[[], int]],
    about: Callable[[], dict[str, object]] = dict,
) -> None:
    """Answer the lines that come. A unit or a single returns how many target tokens it wrote.

    What `about` returns is said once the first single is done and the time that took is known.
    """
    singles[0]()
    print(json.dumps({"started": _age(), **about()}), flush=True)
    cursor = 0
    for line in sys.stdin:
        asked = json.loads(line)
        if "singles" in asked:
            times = []
            for single in singles[: asked["singles"]]:
                started = time.perf_counter()
                single()
                times.append((time.perf_counter() - started) * 1000)
            answer: dict[str, object] = {"milliseconds": times}
        else:
            started, used, tokens = time.perf_counter(), time.process_time(), 0
            while time.perf_counter() < started + asked["seconds"]:
                tokens += units[cursor % len(units)]()
                cursor += 1
            answer = {
                "tokens": tokens,
                "seconds": time.perf_counter() - started,
                "processor_seconds": time.process_time() - used,
            }
        print(json.dumps(answer), flush=True)


def _age() -> float:
    """Seconds since this process began."""
    begun = int(Path("/proc/self/stat").read_text().rpartition(")")[2].split()[19]) / os.sysconf("SC_CLK_TCK")
    return time.clock_gettime(time.CLOCK_BOOTTIME) - begun
