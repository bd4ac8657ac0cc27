"""Puts a user's terms and the press forms of known names into a translation that has them otherwise, never silently."""

from newsbrief_models.fidelity.applying.application import AppliedTerm, TermResult, apply_terms
from newsbrief_models.fidelity.applying.wanted import Origin

__all__ = ["AppliedTerm", "Origin", "TermResult", "apply_terms"]
