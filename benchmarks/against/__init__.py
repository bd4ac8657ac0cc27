"""Newsbrief against what people use now: the same weights, inputs and machine, in one interleaved run."""
