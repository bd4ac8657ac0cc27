"""Models on a Ray cluster: actors on its nodes do what engine processes do, and the server sees no difference."""
