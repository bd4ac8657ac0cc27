"""Uses as many threads as the machine has idle cores for.

A product on two threads waits for the slower one. When this low-priority process shares a core with
another, its second thread hardly runs, and one thread alone is the faster.
"""

from __future__ import annotations

from pathlib import Path

import torch

_LOAD = Path("/proc/loadavg")


class Threads:
    """Looks at the run queue after each step and sets torch's thread count now and then."""

    def __init__(self, most: int, every: int = 6) -> None:
        self.most, self.every, self._seen = most, every, []
        torch.set_num_threads(most)

    def look(self) -> None:
        if self.most == 1 or not _LOAD.exists():
            return
        running = int(_LOAD.read_text().split()[3].partition("/")[0])
        self._seen.append(running - 1)  # less this process
        if len(self._seen) == self.every:
            others = sorted(self._seen)[self.every // 2]
            self._seen = []
            wanted = max(1, self.most - others)
            if wanted != torch.get_num_threads():
                torch.set_num_threads(wanted)
