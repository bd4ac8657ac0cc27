"""Shows one attention head where the translations stand, so that alignment is learnt early."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from . import lexical
from .mixture import Packed

# Weaker links join function words and punctuation, which only stand together.
LEAST = 0.1
FIRST_PIECE = 9  # padding, end, unknown, tags and term marks come before, and point nowhere


class Guide:
    """A table of translation strengths, and the loss of an attention head against it."""

    def __init__(self, table: Tensor) -> None:
        self.table = table

    @classmethod
    def of(cls, folder: Path, corpora: list[Packed], vocab: int, device: str = "cpu") -> Guide:
        """The table of a folder of packed corpora; a token also stands for itself, as digits and names do."""
        table = np.zeros((vocab, vocab), np.float16)
        x, y, strength = lexical.cached_translations(folder, corpora, vocab)
        sure = strength >= LEAST
        x, y, strength = x[sure], y[sure], strength[sure]
        table[x, y] = table[y, x] = strength
        np.fill_diagonal(table, 1.0)
        table[:, :FIRST_PIECE] = table[:FIRST_PIECE] = 0.0
        return cls(torch.from_numpy(table).to(device))

    def goals(self, source: Tensor, target: Tensor) -> Tensor:
        """For each target token, how the attention should be spread over the source [batch, target, source]."""
        links = self.table[target[:, :, None], source[:, None, :]].float()
        # Of several equal tokens (digits above all) the one between equal neighbours is meant.
        same = (target[:, :, None] == source[:, None, :]).float()
        before, after = functional.pad(same, (1, -1, 1, -1)), functional.pad(same, (-1, 1, -1, 1))
        links = links * (1 + same * (before + after))
        links = links * (links >= 0.6 * links.amax(2, keepdim=True))
        return links / links.sum(2, keepdim=True).clamp_min(1e-6)

    def loss(self, scores: Tensor, source: Tensor, target: Tensor) -> Tensor:
        """Mean cross-entropy of scores [batch, target, source] over the target tokens that have a goal."""
        goals = self.goals(source, target)
        losses = -(goals * torch.log_softmax(scores.float(), 2)).sum(2)
        return losses.sum() / goals.sum().clamp_min(1.0)
