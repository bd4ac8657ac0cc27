"""How a language is written: Korean sentence endings and numbers."""
