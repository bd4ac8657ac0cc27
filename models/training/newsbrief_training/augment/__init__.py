"""Makes more training text from the written articles without making it wrong."""
