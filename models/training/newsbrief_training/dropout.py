"""Dropout whose random bits are drawn rarely and read at random places, as drawing them is slow on a CPU."""

from __future__ import annotations

import random

import torch
from torch import Tensor

POOL = 1 << 24
RENEW = 4000  # uses before new bits are drawn


class Dropout:
    """Drops with probability p; on a GPU it is the ordinary function."""

    def __init__(self, p: float) -> None:
        self.p = p
        self._bits = torch.empty(0)
        self._uses = 0

    def __call__(self, x: Tensor, training: bool) -> Tensor:
        if not training or self.p == 0:
            return x
        if x.is_cuda or x.numel() > POOL // 2:
            return torch.nn.functional.dropout(x, self.p)
        if self._uses % RENEW == 0:
            self._bits = (torch.rand(POOL) >= self.p).to(x.dtype) / (1 - self.p)
        self._uses += 1
        at = random.randrange(POOL - x.numel())
        return x * self._bits[at : at + x.numel()].view(x.shape)
