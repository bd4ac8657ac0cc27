"""Programs that the baselines' own environment runs; none imports newsbrief."""
