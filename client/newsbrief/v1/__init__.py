"""The contract newsbrief.v1, generated from protos/ by `make protos`."""
