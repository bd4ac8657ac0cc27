"""Summarizers of the hub from end to end, in both engines: pulled, served by a profile, checked; long articles too."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import newsbrief
from newsbrief._cli import main as newsbrief_main
from newsbrief_models.abstractive.model_summarizer import ModelSummarizer
from newsbrief_models.errors import ModelFolderError
from newsbrief_models.store import profile
from newsbrief_models.store.pull import as_engine, pull
from newsbrief_models.store.store import Store
from newsbrief_models.translate.opening import open_translator
from newsbrief_models.types import Language, SummaryRow
from newsbrief_service.__main__ import main
from newsbrief_service.local import local_server
from tests.models.hub.recipes import commit_of, lay_out
from tests.models.hub.tiny_sentences import KEPT, MISTAKEN, MISTAKES, PARALLEL, WHOLE, text

ENGINES = ("ctranslate2", "transformers")
# BART for English and mBART for Russian, with windows that the whole article does not fit in.
MINE = """\
schema = 1
name = "mine"
description = "summarizers of a desk's own choice"
summarizer = ["bart-en", "mbart-ru"]
[routes]
en-ko = ["bundled"]
en-ru = ["bundled"]
ko-en = ["bundled"]
ko-ru = ["bundled"]
ru-en = ["bundled"]
ru-ko = ["bundled"]
[models.bart-en]
repository = "owner/bart-en"
license = "MIT"
task = "summarization"
family = "bart"
languages = ["en"]
decoding = { beam_size = 1, max_source_tokens = 110, max_target_tokens = 120 }
[models.mbart-ru]
repository = "owner/mbart-ru"
license = "MIT"
task = "summarization"
family = "mbart"
languages = ["ru"]
language_tags = { ru = "ru_RU" }
decoding = { beam_size = 1, max_source_tokens = 24, max_target_tokens = 40 }
"""
PATIENCE = 600.0  # seconds: the tests are about what is written, on however busy a machine
Snapshot = Callable[[str], Path]
Put = Callable[..., Path]


def kept(language: str, chosen: tuple[int, ...]) -> list[str]:
    return [PARALLEL[language][index] for index in chosen]


def article(language: str) -> str:
    """The whole article, in three paragraphs."""
    lines = PARALLEL[language]
    return "\n\n".join(f"{lines[i]} {lines[i + 1]}" for i in (0, 2, 4))


@contextmanager
def serving(spec: str, engine: str, folder: Path, models: Path, *options: str) -> Iterator[str]:
    """A server of a profile whose models were pulled from `folder` and verified; its address."""
    place = ["--models-dir", str(models)]
    assert main(["models", "pull", spec, "--engine", engine, "--from", str(folder), *place, *options]) == 0
    assert main(["models", "verify", *place]) == 0
    with local_server(profile=spec, models_dir=str(models)) as target:
        yield target


@pytest.mark.parametrize("engine", ENGINES)
def test_articles_longer_than_the_window_are_cut_retold_and_fused(
    engine: str, snapshot: Snapshot, hub: Put, tmp_path: Path
) -> None:
    spec = tmp_path / "mine.toml"
    spec.write_text(MINE)
    for name, tiny in (("bart-en", "bart-summarizer"), ("mbart-ru", "mbart-summarizer")):
        folder = hub(f"owner/{name}", "0" * 40, snapshot(tiny))
    with (
        serving(str(spec), engine, folder, tmp_path / "models") as target,
        newsbrief.Client(target) as client,
    ):
        for language in ("en", "ru"):
            # Both parts are retold, and with room for three sentences nothing of that is left out.
            asked: dict[str, Any] = {"to": language, "mode": "abstractive", "timeout": PATIENCE}
            told = client.brief(article(language), sentences=3, **asked)[language]
            assert [sentence.text for sentence in told.sentences] == kept(language, (1, 2, 5))
            fused = client.brief(article(language), sentences=2, **asked)[language]
            assert [sentence.text for sentence in fused.sentences] == kept(language, KEPT)
            for sentence in fused.sentences:
                (span,) = sentence.spans
                assert article(language)[span.start : span.end] == sentence.text
            # What a model says and its article does not gives way to the article's own sentence.
            false = client.brief(text(language, MISTAKEN, "\n\n"), **asked)[language]
            assert [sentence.text for sentence in false.sentences] == kept(language, MISTAKEN[:1])
            assert MISTAKES[language] not in str(false)
            assert any(finding.repaired for finding in false.sentences[0].findings)
        with pytest.raises(newsbrief.NewsbriefError, match="in ko of articles in ko"):
            client.brief(article("ko"), to="ko", mode="abstractive", timeout=PATIENCE)


@pytest.mark.parametrize("engine", ENGINES)
def test_briefs_are_written_and_translated_or_written_in_each_language(
    engine: str, snapshot: Snapshot, hub: Put, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The profile `research`: XL-Sum and NLLB, or CrossSum alone."""
    folder = lay_out(profile.load("research"), hub, snapshot)
    with serving("research", engine, folder, tmp_path / "models", "--accept-license") as target:
        with newsbrief.Client(target) as client:
            for language in PARALLEL:
                result = client.brief(article(language), mode="abstractive", sentences=2, timeout=PATIENCE)
                direct = client.brief(
                    article(language), mode="abstractive", sentences=2, route="direct", timeout=PATIENCE
                )
                for other in PARALLEL:
                    assert [s.text for s in result[other].sentences] == kept(other, KEPT)
                    assert [s.text for s in direct[other].sentences] == kept(other, KEPT)
                    sources = [s.source for s in direct[other].sentences]
                    assert sources == kept(language, KEPT)
        capsys.readouterr()
        file = tmp_path / "article.txt"
        file.write_text(article("ko"))
        asked = [
            "--server",
            target,
            "--mode",
            "abstractive",
            "--route",
            "direct",
            "--to",
            "ru",
            "--timeout",
            "600",
        ]
        assert newsbrief_main(["brief", str(file), *asked]) == 0
        assert PARALLEL["ru"][KEPT[0]] in capsys.readouterr().out


@pytest.mark.parametrize("engine", ENGINES)
def test_a_summary_that_is_cut_off_loses_its_last_sentence(
    engine: str, snapshot: Snapshot, hub: Put, tmp_path: Path
) -> None:
    found = profile.load("research").recipes["mt5-multilingual-xlsum"]
    folder = hub(found.repository, commit_of(found), snapshot("xlsum"))
    short = {"beam_size": 1, "max_source_tokens": 512, "max_target_tokens": 16}
    recipe = replace(as_engine(found, engine, None), description={**found.description, "decoding": short})
    store = Store(tmp_path / "models")
    pull(store, recipe, lambda _: None, folder=folder)
    summarizer = ModelSummarizer(open_translator(store.folder(found.name)))
    row = SummaryRow(text("en", WHOLE), Language.EN, Language.EN, 3)
    assert summarizer.summarize([row]) == [(PARALLEL["en"][KEPT[0]],)]


def test_a_language_that_the_models_configuration_does_not_name_is_refused(
    snapshot: Snapshot, hub: Put, tmp_path: Path
) -> None:
    found = profile.load("research").recipes["mt5-m2m-crosssum"]
    folder = hub(found.repository, commit_of(found), snapshot("crosssum"))
    tags = {"en": "english", "ko": "corean", "ru": "russian"}
    recipe = replace(found, description={**found.description, "language_tags": tags})
    with pytest.raises(ModelFolderError, match=r"config\.json: has no langid_map for 'corean'"):
        pull(Store(tmp_path / "models"), recipe, lambda _: None, folder=folder)
