"""Learning rate over a budget of active time, so that a run of any length, on any machine, ends annealed."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Trapezoid:
    """Up over the first steps, level, then down to zero over the last part of the budget."""

    peak: float
    warmup_steps: int
    decay: float

    def at(self, step: int, progress: float) -> float:
        up = min(1.0, (step + 1) / max(1, self.warmup_steps))
        down = min(1.0, max(0.0, 1.0 - progress) / self.decay)
        return self.peak * up * down


class ActiveClock:
    """Adds up step times, each capped: a process that was stopped for a while has not used its budget."""

    def __init__(self, spent: float = 0.0, slack: float = 3.0) -> None:
        self.spent = spent
        self._slack = slack
        self._typical: float | None = None

    def add(self, seconds: float) -> None:
        if self._typical is not None:
            seconds = min(seconds, self._slack * self._typical)
            self._typical += 0.05 * (seconds - self._typical)
        else:
            self._typical = seconds
        self.spent += seconds
