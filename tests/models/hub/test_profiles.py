"""Each profile from end to end, in both engines: pulled from a hub's folder, converted, verified, served, briefed."""

from collections.abc import Callable
from pathlib import Path

import pytest

import newsbrief
from newsbrief_models.store import profile
from newsbrief_models.store.store import Store
from newsbrief_service.__main__ import main
from newsbrief_service.local import local_server
from tests.models.hub.recipes import PROFILES, lay_out
from tests.models.hub.tiny_sentences import PARALLEL

# Sentences without figures, so that nothing is repaired in what the model wrote.
CHOSEN = [0, 2, 3, 4]
ARTICLES = {language: "\n\n".join(lines[i] for i in CHOSEN) for language, lines in PARALLEL.items()}


@pytest.mark.parametrize("engine", ["ctranslate2", "transformers"])
@pytest.mark.parametrize("name", PROFILES)
def test_a_profile_briefs_what_its_models_learnt(
    name: str,
    engine: str,
    snapshot: Callable[[str], Path],
    hub: Callable[..., Path],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    found = profile.load(name)
    store = Store(tmp_path / "models")
    place = ["--models-dir", str(store.root)]
    licence = ["--accept-license"] if found.must_accept else []
    wanted = ["--engine", engine, "--from", str(lay_out(found, hub, snapshot))]

    assert main(["models", "pull", name, *place, *wanted, *licence]) == 0
    said = capsys.readouterr().out
    assert found.license_note in said
    assert "trusted on first use" in said
    assert sorted(store.names()) == sorted(found.needed)
    assert all(store.verify(model).engine == engine for model in store.names())
    assert main(["models", "verify", *place]) == 0
    assert main(["models", "list", *place]) == 0
    assert f"  {name:<10} ready" in capsys.readouterr().out

    with local_server(profile=name, models_dir=str(store.root)) as target, newsbrief.Client(target) as client:
        for source, text in ARTICLES.items():
            result = client.brief(text, to=[other for other in PARALLEL if other != source], sentences=4)
            for other in PARALLEL:
                if other != source:
                    written = [sentence.text for sentence in result[other].sentences]
                    assert written == [PARALLEL[other][i] for i in CHOSEN]
        served = {model.name.removeprefix("models/") for model in client.models()}
    pivots = {"+".join(route) for route in found.routes.values() if len(route) == 2}
    assert served == {"newsbrief-extractive", *found.needed, *pivots}


@pytest.mark.parametrize("engine", ["ctranslate2", "transformers"])
def test_a_summarizer_is_pulled_by_its_own_name(
    engine: str, snapshot: Callable[[str], Path], hub: Callable[..., Path], tmp_path: Path
) -> None:
    folder = lay_out(profile.load("research"), hub, snapshot)
    place = ["--models-dir", str(tmp_path / "models")]
    pull = ["models", "pull", "mt5-multilingual-xlsum", "--engine", engine, "--from", str(folder), *place]
    assert main(pull) == 1
    assert main([*pull, "--accept-license"]) == 0
    about = Store(tmp_path / "models").verify("mt5-multilingual-xlsum")
    assert (about.task, about.family, about.architecture) == ("summarization", "plain", "mt5")


def test_a_model_is_served_by_its_name_and_travels(
    snapshot: Callable[[str], Path], hub: Callable[..., Path], tmp_path: Path
) -> None:
    folder = lay_out(profile.load("single"), hub, snapshot)
    here, there = ["--models-dir", str(tmp_path / "here")], ["--models-dir", str(tmp_path / "there")]
    assert main(["models", "pull", "m2m100-418m", "--from", str(folder), *here]) == 0
    assert main(["models", "export", "m2m100-418m", str(tmp_path / "models.tar"), *here]) == 0
    assert main(["models", "import", str(tmp_path / "models.tar"), *there]) == 0
    with local_server(model="m2m100-418m", models_dir=there[1]) as target, newsbrief.Client(target) as client:
        assert client.translate(PARALLEL["ko"][3], to="ru").text == PARALLEL["ru"][3]
    assert main(["models", "remove", "m2m100-418m", *there]) == 0
    assert Store(tmp_path / "there").names() == []


def test_converting_again_needs_no_network(
    snapshot: Callable[[str], Path], hub: Callable[..., Path], tmp_path: Path
) -> None:
    folder = lay_out(profile.load("single"), hub, snapshot)
    place = ["--models-dir", str(tmp_path / "models"), "--from", str(folder)]
    assert main(["models", "pull", "single", *place]) == 0
    assert main(["models", "convert", "single", "--weights", "float32", *place]) == 0
    assert Store(tmp_path / "models").verify("m2m100-418m").weights == "float32"
