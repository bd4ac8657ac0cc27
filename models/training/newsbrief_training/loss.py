"""Label-smoothed cross-entropy joined with the output product, in chunks, so that no full logit matrix is kept."""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor

# Rows at a time: on a CPU the chunk's logits should stay in cache, on a GPU launches should be few.
CHUNK_CPU, CHUNK_CUDA = 256, 8192


class _OutputLoss(torch.autograd.Function):
    @staticmethod
    def forward(ctx: Any, h: Tensor, weight: Tensor, bias: Tensor, gold: Tensor, smoothing: float) -> Tensor:
        """Mean loss; the gradients are computed on the way, while the probabilities are at hand.

        Smoothing adds the same small mass to every token, so its part of the gradients and of the loss
        needs only the sum of the weights, never a pass over the logits.
        """
        w, b = weight.to(h.dtype), bias.to(h.dtype).view(-1)
        n, vocab = h.shape[0], w.shape[0]
        low, rows = smoothing / vocab, CHUNK_CUDA if h.is_cuda else CHUNK_CPU
        w_sum, b_mean = weight.sum(0), bias.mean()
        dh, dw = torch.empty_like(h), torch.zeros_like(weight)
        total = torch.zeros((), device=h.device)
        for s in range(0, n, rows):
            x, y = h[s : s + rows], gold[s : s + rows, None]
            logits = torch.addmm(b, x, w.t())
            right = logits.gather(1, y).float()
            p = torch.softmax(logits, 1)
            log_p = p.gather(1, y).float().clamp_min(1e-30).log()
            mean_log_p = (x.float() @ w_sum / vocab + b_mean)[:, None] - right + log_p
            total -= ((1 - smoothing) * log_p + smoothing * mean_log_p).sum()
            # d loss / d logits = softmax - smoothed target; the even part of the target is taken off below.
            p.scatter_add_(1, y, torch.full_like(y, -(1 - smoothing), dtype=p.dtype))
            torch.mm(p, w, out=dh[s : s + rows])
            dw += torch.mm(p.t(), x)
        dh -= (low * w_sum).to(h.dtype)
        dw -= low * h.float().sum(0)
        ctx.save_for_backward(dh, dw)
        ctx.n = n
        return total / n

    @staticmethod
    def backward(ctx: Any, grad: Tensor) -> tuple[Tensor, Tensor, None, None, None]:  # type: ignore[override]
        dh, dw = ctx.saved_tensors
        scale = grad / ctx.n
        return dh * scale.to(dh.dtype), dw * scale, None, None, None


def output_loss(h: Tensor, weight: Tensor, bias: Tensor, gold: Tensor, smoothing: float = 0.1) -> Tensor:
    """Loss of states h [n, d] against gold ids [n] under output weights [vocab, d]; the bias is not trained."""
    return _OutputLoss.apply(h, weight, bias, gold, smoothing)
