"""Saves and restores a run: weights, optimizer, average, clock and place in the data, by atomic rename."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

import torch
from safetensors.torch import load_file, save_file
from torch import Tensor, nn

from .mixture import Place


def write_atomically(path: Path, save: Any) -> None:
    part = path.with_name(path.name + ".part")
    save(part)
    part.replace(path)


class Average:
    """An exponential moving average of the weights, what is evaluated and exported."""

    def __init__(self, model: nn.Module, decay: float = 0.998) -> None:
        self.decay = decay
        self.weights = {name: p.detach().clone() for name, p in model.named_parameters()}

    @torch.no_grad()
    def update(self, model: nn.Module, step: int) -> None:
        decay = min(self.decay, (1 + step) / (10 + step))
        for name, p in model.named_parameters():
            self.weights[name].lerp_(p.detach(), 1 - decay)


def save(
    folder: Path, model: nn.Module, average: Average, optimizers: list, meta: dict, place: Place
) -> None:
    """One file for all of it, so that no half of a checkpoint can be newer than the other."""
    tensors: dict[str, Tensor] = {}
    tensors |= {f"weights/{n}": p.detach() for n, p in model.named_parameters()}
    tensors |= {f"average/{n}": p for n, p in average.weights.items()}
    for number, optimizer in enumerate(optimizers):
        for index, state in optimizer.state_dict()["state"].items():
            for key, value in state.items():
                tensors[f"optimizer{number}/{index}/{key}"] = torch.as_tensor(value).detach()
    header = {"meta": json.dumps(meta | {"place": asdict(place)})}
    tensors = {k: v.cpu().contiguous().clone() for k, v in tensors.items()}
    write_atomically(folder / "checkpoint.safetensors", lambda p: save_file(tensors, p, metadata=header))


def restore(folder: Path, model: nn.Module, average: Average, optimizers: list) -> tuple[dict, Place] | None:
    """Puts a saved run back; None where there is none."""
    path = folder / "checkpoint.safetensors"
    if not path.exists():
        return None
    tensors = load_file(path)
    with torch.no_grad():
        for name, p in model.named_parameters():
            p.copy_(tensors[f"weights/{name}"])
            average.weights[name].copy_(tensors[f"average/{name}"])
    for number, optimizer in enumerate(optimizers):
        state: dict[int, dict[str, Tensor]] = {}
        for key, value in tensors.items():
            owner, _, rest = key.partition("/")
            if owner == f"optimizer{number}":
                index, _, slot = rest.partition("/")
                state.setdefault(int(index), {})[slot] = value
        optimizer.load_state_dict({"state": state, "param_groups": optimizer.state_dict()["param_groups"]})
    meta = read_meta(path)
    return meta, Place(**meta.pop("place"))


def read_meta(path: Path) -> dict:
    from safetensors import safe_open

    with safe_open(path, framework="pt") as file:
        return json.loads(file.metadata()["meta"])


def read_average(folder: Path) -> tuple[dict[str, Tensor], dict]:
    """The averaged weights and the meta record of a run."""
    path = folder / "checkpoint.safetensors"
    weights = {k.removeprefix("average/"): v for k, v in load_file(path).items() if k.startswith("average/")}
    return weights, read_meta(path)
