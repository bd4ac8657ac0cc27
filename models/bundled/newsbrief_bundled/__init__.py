"""The translation model that comes with newsbrief: data only; `newsbrief_models` reads it."""

from pathlib import Path

__all__ = ["path"]


def path() -> Path:
    """The model's folder, which holds ``newsbrief-model.toml``."""
    return Path(__file__).parent / "model"
