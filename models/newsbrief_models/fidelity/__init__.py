"""Whether the facts of a source survive in its translation."""
