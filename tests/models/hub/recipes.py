"""Recipes for tiny models, and hub folders that hold what a profile names."""

import hashlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from newsbrief_models.store import profile
from newsbrief_models.store.profile import Profile, Recipe

# Which tiny model stands for a model of a profile: the one of its true architecture.
STANDS_FOR = {
    "opus-mt-tc-big-ko-en": "marian",
    "opus-mt-tc-big-zle-en": "marian-ru",
    "opus-mt-tc-big-en-zle": "marian-multi",
    "lmt-60-0.6b": "qwen3",
    "lmt-60-1.7b": "qwen3",
    "m2m100-418m": "m2m100",
    "nllb-200-distilled-600m": "nllb",
    "nllb-200-distilled-1.3b": "nllb",
    "mt5-multilingual-xlsum": "xlsum",
    "mt5-m2m-crosssum": "crosssum",
}
PROFILES = ("cpu", "single", "research", "quality")


def commit_of(recipe: Recipe) -> str:
    """A whole commit that begins as the recipe's revision does."""
    digest = hashlib.sha256(recipe.repository.encode()).hexdigest()
    return (recipe.revision + digest)[:40]


def lay_out(found: Profile, put: Callable[..., Path], snapshot: Callable[[str], Path]) -> Path:
    """A folder laid out like the hub's cache that has every model of a profile."""
    folder = Path()
    for name, recipe in found.recipes.items():
        folder = put(recipe.repository, commit_of(recipe), snapshot(STANDS_FOR[name]))
    return folder


def tiny_recipe() -> Recipe:
    """The recipe of one small model, without a revision."""
    _, found = profile.recipe("opus-mt-tc-big-ko-en") or (None, None)
    assert found is not None
    return replace(found, name="tiny", repository="owner/tiny", revision="")
