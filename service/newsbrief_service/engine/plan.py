"""How many engine processes, with how many batches at once, and how much memory: from the machine and the settings."""

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from newsbrief_service.engine.process import Command
from newsbrief_service.model_choice import size_of, spec_of
from newsbrief_service.settings import Settings

# Measured on 2 cores: one process with two batches of one thread each does the most. Weights are shared within a
# process; beyond this many batches a crash would take too much with it.
_WORKERS_AN_ENGINE = 8
# An engine's memory: code and buffers, and its weights as bytes, as read and as packed for the processor.
_ENGINE_BYTES, _MODEL_COPIES = 150 << 20, 3
_MEMORY_SHARE = 0.5  # of what is free, for all engines together
# The bound an engine ends at: far above what it should need, far below what would hurt the machine.
_LIMIT_BYTES, _LIMIT_COPIES = 1 << 30, 8


@dataclass(frozen=True, slots=True)
class Plan:
    """`engines` processes that run `workers` batches each, and may have `memory_mb` MiB of data each."""

    engines: int
    workers: int
    memory_mb: int


def plan(cores: int, free_bytes: int, model_bytes: int, engines: int = 0, workers: int = 0) -> Plan:
    """One batch a core, `_WORKERS_AN_ENGINE` a process, as many as memory allows; `engines` and `workers` (each
    0: not given) override."""
    workers = workers or max(1, min(cores // (engines or 1), _WORKERS_AN_ENGINE))
    if not engines:
        fitting = int(free_bytes * _MEMORY_SHARE) // (_ENGINE_BYTES + _MODEL_COPIES * model_bytes)
        engines = max(1, min(cores // workers, fitting))
    return Plan(engines, workers, (_LIMIT_BYTES + _LIMIT_COPIES * model_bytes) >> 20)


def plan_for(settings: Settings) -> Plan:
    """The plan for this machine.

    Raises:
        ModelFolderError: there is no such model.
    """
    size = size_of(spec_of(settings))
    return plan(cores(), free_memory(), size, settings.engines, settings.workers)


def command(settings: Settings, chosen: Plan) -> Command:
    """How an engine of `chosen` is started."""
    arguments: Mapping[str, object] = {
        "--model": spec_of(settings),
        "--device": settings.device,
        "--workers": chosen.workers,
        "--beam-size": settings.beam_size,
        "--memory-mb": chosen.memory_mb,
        "--log-level": settings.log_level,
    }
    # -P: a file of the working directory must not pose as a module.
    start = [sys.executable, "-P", "-m", "newsbrief_service.engine"]
    return Command((*start, *(str(part) for pair in arguments.items() for part in pair)), settings.watchdog)


def cores() -> int:
    """Cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def free_memory(meminfo: Path = Path("/proc/meminfo")) -> int:
    """Bytes that can be had without swapping; where the system does not say, 4 GiB."""
    try:
        lines = meminfo.read_text().splitlines()
    except OSError:
        lines = []
    for line in lines:
        name, _, value = line.partition(":")
        if name == "MemAvailable":
            return int(value.split()[0]) << 10
    return 4 << 30
