"""The card names every source with its licence and how much of it was kept."""

from __future__ import annotations

import pytest

pytest.importorskip("torch")
pytest.importorskip("safetensors")


def test_sources_stand_with_licence_and_counts() -> None:
    from newsbrief_training.card import sources

    manifest = [
        {"name": "talk", "pair": "en-ko", "licence": "CC-BY-4.0", "domain": "dialogue", "pairs": "1710"},
        {"name": "talk", "pair": "en-ru", "licence": "CC-BY-4.0", "domain": "dialogue", "pairs": "12"},
    ]
    table = sources(manifest, {"talk.en-ko": 1700, "news.en-ko": 10389})
    assert "| talk | en-ko | CC-BY-4.0 | dialogue | 1,710 | 1,700 |" in table
    assert "| talk | en-ru | CC-BY-4.0 | dialogue | 12 | 0 |" in table
    assert "| news | en-ko | own work, CC BY-SA 4.0 | articles written for newsbrief | | 10,389 |" in table
