"""Abstractive briefs: long articles cut and fused for a model, and its sentences held against the article."""
