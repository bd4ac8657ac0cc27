"""What server and text workers say to each other, generated from protos/ by `make protos`."""
