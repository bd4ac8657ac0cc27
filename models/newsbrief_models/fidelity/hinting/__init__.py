"""What a translator is told before it translates: how the names, terms and figures of a sentence are to be written."""

from newsbrief_models.fidelity.hinting.hints import hints

__all__ = ["hints"]
