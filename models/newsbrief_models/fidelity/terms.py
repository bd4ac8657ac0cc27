"""Puts a user's terms and the press forms of known names into a translation that has them otherwise, never silently."""

from newsbrief_models.fidelity.applying.application import AppliedTerm, Origin, TermResult, apply_terms

__all__ = ["AppliedTerm", "Origin", "TermResult", "apply_terms"]
