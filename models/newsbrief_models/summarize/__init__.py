"""Choosing the sentences of a brief."""
