"""Shows one attention head where the translations stand, so that alignment is learnt early."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from . import lexical
from .mixture import Packed

# Weaker links join function words and punctuation, which only stand together.
LEAST = 0.1


class Guide:
    """A table of translation strengths, and the loss of an attention head against it."""

    def __init__(self, table: np.ndarray) -> None:
        self.table = table

    @classmethod
    def of(cls, folder: Path, corpora: list[Packed], vocab: int) -> Guide:
        """The table of a folder of packed corpora; a token also stands for itself, as digits and names do."""
        table = np.zeros((vocab, vocab), np.float16)
        x, y, strength = lexical.cached_translations(folder, corpora, vocab)
        sure = strength >= LEAST
        x, y, strength = x[sure], y[sure], strength[sure]
        table[x, y] = table[y, x] = strength
        np.fill_diagonal(table, 1.0)
        table[:, :9] = table[:9] = 0.0  # padding, end and tags point nowhere
        return cls(table)

    def goals(self, source: np.ndarray, target: np.ndarray) -> np.ndarray:
        """For each target token, how the attention should be spread over the source [batch, target, source]."""
        links = self.table[target[:, :, None], source[:, None, :]].astype(np.float32)
        links *= links >= 0.5 * links.max(2, keepdims=True)
        return links / np.maximum(links.sum(2, keepdims=True), 1e-6)

    def loss(self, scores: Tensor, source: Tensor, target: Tensor) -> Tensor:
        """Mean cross-entropy of scores [batch, target, source] over the target tokens that have a goal."""
        goals = torch.from_numpy(self.goals(source.cpu().numpy(), target.cpu().numpy())).to(scores.device)
        losses = -(goals * torch.log_softmax(scores.float(), 2)).sum(2)
        return losses.sum() / goals.sum().clamp_min(1.0)
