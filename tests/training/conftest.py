"""Puts the recipe, which is not installed, on the path."""

from __future__ import annotations

import sys
from pathlib import Path

RECIPE = Path(__file__).parents[2] / "models" / "training"
sys.path.insert(0, str(RECIPE))
