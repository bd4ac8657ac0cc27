"""What server and engines say to each other, generated from protos/ by `make protos`."""
