"""Keeps a run's log: mean loss over stretches of steps, to a CSV and the screen."""

from __future__ import annotations

import csv
from pathlib import Path

import torch
from torch import Tensor

FIELDS = ("step", "active_s", "progress", "loss", "lr", "target_tokens", "tokens_per_s")


class Log:
    """Appends a row every so many steps; a run taken up again goes on in the same file."""

    def __init__(self, path: Path, every: int = 20) -> None:
        self.every = every
        self._losses: list[Tensor] = []
        self._tokens, self._since = 0, 0.0
        new = not path.exists()
        self._file = path.open("a", newline="", encoding="utf-8")
        self._csv = csv.writer(self._file)
        if new:
            self._csv.writerow(FIELDS)

    def add(
        self, step: int, active: float, progress: float, rate: float, loss: Tensor, tokens: int, seen: int
    ) -> None:
        """One step's loss and target tokens; the losses are read only when a row is due, as reading waits."""
        if not self._losses and not self._since:
            self._since = active
        self._losses.append(loss)
        self._tokens += tokens
        if len(self._losses) < self.every:
            return
        mean = float(torch.stack(self._losses).mean())
        speed = self._tokens / max(1e-9, active - self._since)
        row = (step, f"{active:.1f}", f"{progress:.4f}", f"{mean:.4f}", f"{rate:.2e}", seen, f"{speed:.0f}")
        self._csv.writerow(row)
        self._file.flush()
        print(" ".join(f"{key} {value}" for key, value in zip(FIELDS, row, strict=True)), flush=True)
        self._losses, self._tokens, self._since = [], 0, active
