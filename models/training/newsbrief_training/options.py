"""The options of a training run; the defaults are those of the two-core run."""

from __future__ import annotations

import argparse
from pathlib import Path

import torch


def parse(description: str | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--recipe", type=Path, default=Path(__file__).parents[1] / "recipe.toml")
    parser.add_argument("--data", type=Path, required=True, help="folder of packed corpora")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--minutes", type=float, required=True, help="active minutes in all, calls together")
    parser.add_argument("--steps", type=int, help="stop after so many steps (for trials)")
    parser.add_argument("--init", type=Path, help="start from the averaged weights of this run")
    parser.add_argument("--random-embedding", action="store_true")
    parser.add_argument("--device", default="cuda" if torch.cuda.is_available() else "cpu")
    parser.add_argument("--compile", action="store_true")
    for name, default in (
        ("vocab", 12000),
        ("d", 256),
        ("ffn", 1024),
        ("heads", 4),
        ("encoder", 6),
        ("decoder", 2),
    ):
        parser.add_argument(f"--{name}", type=int, default=default)
    parser.add_argument("--tokens", type=int, default=6000, help="source and target positions of a batch")
    parser.add_argument("--pool", type=int, default=12000, help="pairs sorted by length together")
    parser.add_argument("--lr", type=float, default=3e-3)
    parser.add_argument("--rest-scale", type=float, default=0.7, help="AdamW's rate as a part of Muon's")
    parser.add_argument("--warmup", type=int, default=200)
    parser.add_argument(
        "--decay", type=float, default=0.5, help="last part of the budget in which the rate falls"
    )
    parser.add_argument("--dropout", type=float, default=0.0)
    parser.add_argument("--smoothing", type=float, default=0.1)
    parser.add_argument("--guide", type=float, default=0.5, help="weight of the alignment loss")
    parser.add_argument(
        "--guide-until", type=float, default=0.9, help="fraction of the budget it is used for"
    )
    parser.add_argument("--save-minutes", type=float, default=4.0)
    parser.add_argument("--seed", type=int, default=1)
    return parser.parse_args()
