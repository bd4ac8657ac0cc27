"""What measures speed and quality; results are committed beside the scripts."""
