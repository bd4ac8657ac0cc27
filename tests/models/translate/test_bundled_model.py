"""The model that ships loads as it ships and answers in every direction; how well is for benchmarks."""

from pathlib import Path

import pytest

from newsbrief_models.store.files import verify
from newsbrief_models.store.locate import bundled
from newsbrief_models.store.manifest import load
from newsbrief_models.translate.ctranslate2_translator import CTranslate2Translator
from newsbrief_models.types import Language, TranslationRow

SENTENCES = {
    Language.EN: "The port of Vladivostok took in 12 ships from South Korea on Monday, its master said.",
    Language.KO: "블라디보스토크항에 월요일 한국 선박 12척이 들어왔다고 항만장이 말했다.",
    Language.RU: "Порт Владивостока принял в понедельник 12 судов из Южной Кореи, сообщил начальник порта.",
}


@pytest.fixture(scope="module")
def folder() -> Path:
    return bundled()


def test_the_folder_is_what_its_manifest_says(folder: Path) -> None:
    manifest = load(folder)
    verify(folder, manifest)
    assert manifest.license == "CC-BY-SA-4.0"
    assert (folder / "MODEL_CARD.md").is_file()
    assert (folder / "ATTRIBUTION.md").is_file()


def test_it_answers_in_all_six_directions(folder: Path) -> None:
    translator = CTranslate2Translator.open(folder)
    directions = {(s, t) for s in Language for t in Language if s is not t}
    assert set(translator.info.directions) == directions
    rows = [TranslationRow(SENTENCES[source], source, target) for source, target in sorted(directions)]
    written = translator.translate(rows)
    assert [translator.translate([row])[0] for row in rows] == written
    for row, result in zip(rows, written, strict=True):
        assert result.text.strip()
        assert result.text != row.text
        assert len(result.text) <= 20 * len(row.text)
        assert 0 < result.confidence < 1
