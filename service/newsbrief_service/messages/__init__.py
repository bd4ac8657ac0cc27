"""From what the pipeline made to the contract's messages."""
