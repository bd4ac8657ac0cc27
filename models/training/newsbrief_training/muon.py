"""Muon for the hidden matrices, AdamW for everything else: about the same progress in fewer steps than AdamW alone."""

from __future__ import annotations

from collections import defaultdict

import torch
from torch import Tensor, nn

# Coefficients of the quintic Newton-Schulz iteration (Jordan et al., 2024): singular values go near 1 in five steps.
A, B, C = 3.4445, -4.7750, 2.0315


def orthogonalise(m: Tensor, steps: int = 5) -> Tensor:
    """The nearest semi-orthogonal matrices of a stack [n, rows, cols], in bfloat16."""
    tall = m.shape[1] > m.shape[2]
    x = (m.mT if tall else m).bfloat16().contiguous()
    x = x / (x.norm(dim=(1, 2), keepdim=True) + 1e-7)
    for _ in range(steps):
        g = x @ x.mT
        x = A * x + (B * g + C * g @ g) @ x
    return (x.mT if tall else x).float()


class Muon(torch.optim.Optimizer):
    """Momentum, orthogonalised; matrices of one shape are handled in one stack."""

    def __init__(
        self, params: list[nn.Parameter], lr: float, momentum: float = 0.95, decay: float = 0.01
    ) -> None:
        super().__init__(params, {"lr": lr, "momentum": momentum, "decay": decay})

    @torch.no_grad()
    def step(self, closure: None = None) -> None:  # type: ignore[override]
        for group in self.param_groups:
            stacks: dict[torch.Size, list[nn.Parameter]] = defaultdict(list)
            for p in group["params"]:
                if p.grad is not None:
                    stacks[p.shape].append(p)
            for shape, params in stacks.items():
                updates = []
                for p in params:
                    state = self.state[p]
                    if not state:
                        state["momentum"] = torch.zeros_like(p)
                    state["momentum"].lerp_(p.grad, 1 - group["momentum"])
                    updates.append(p.grad.lerp(state["momentum"], group["momentum"]))
                # The scale makes an update's root mean square like AdamW's, so both share one learning rate.
                scale = 0.2 * max(shape) ** 0.5
                for p, update in zip(params, orthogonalise(torch.stack(updates)), strict=True):
                    p.mul_(1 - group["lr"] * group["decay"]).add_(update, alpha=-group["lr"] * scale)


def split(model: nn.Module) -> tuple[list[nn.Parameter], list[nn.Parameter]]:
    """Hidden matrices, and the rest (embedding, biases, norms)."""
    matrices, rest = [], []
    for name, p in model.named_parameters():
        hidden = p.dim() == 2 and "shared" not in name
        (matrices if hidden else rest).append(p)
    return matrices, rest
