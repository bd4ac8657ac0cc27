"""Profiles are data, read strictly; those that ship are whole, pinned and honest about their licences."""

from pathlib import Path

import pytest

from newsbrief_models.errors import ModelFolderError
from newsbrief_models.store import profile
from newsbrief_models.store.hub import PullError
from newsbrief_models.store.pull import LicenseError, as_engine, recipes_of
from newsbrief_models.types import Language

SIX = {(s, t) for s in Language for t in Language if s is not t}
TEXT = """\
schema = 1
name = "mine"
description = "two models"
summarizer = "extractive"
[routes]
ko-en = ["a"]
ko-ru = ["a", "b"]
[models.a]
repository = "owner/a"
revision = "abcdef1"
license = "MIT"
family = "marian"
directions = ["ko-en"]
[models.b]
repository = "owner/b"
license = "MIT"
family = "marian-multi"
directions = ["en-ru"]
language_tags = { ru = ">>rus<<" }
decoding = { beam_size = 1, max_source_tokens = 64, max_target_tokens = 64 }
sha256 = { "config.json" = "0000000000000000000000000000000000000000000000000000000000000000" }
"""


def test_those_that_ship_are_known_the_default_first() -> None:
    assert profile.names() == ["bundled", "cpu", "llm", "quality", "research", "single"]


@pytest.mark.parametrize("name", ["bundled", "cpu", "quality", "research", "single"])
def test_each_covers_all_directions_and_pivots_join(name: str) -> None:
    found = profile.load(name)
    assert set(found.routes) == SIX
    for (source, target), route in found.routes.items():
        leads = [set(map(str, directions(found, model))) for model in route]
        if len(route) == 1:
            assert f"{source}-{target}" in leads[0]
        else:
            assert f"{source}-en" in leads[0]
            assert f"en-{target}" in leads[1]


def directions(found: profile.Profile, model: str) -> list[str]:
    if model == "bundled":
        return [f"{s}-{t}" for s, t in SIX]
    listed = found.recipes[model].description["directions"]
    assert isinstance(listed, list)
    return listed


def test_the_broken_model_is_in_none_and_refused_in_any() -> None:
    repositories = [r.repository for name in profile.names() for r in profile.load(name).recipes.values()]
    assert len(repositories) == len(set(repositories)) == 10
    assert "Helsinki-NLP/opus-mt-tc-big-en-ko" not in repositories
    text = TEXT.replace("owner/a", "Helsinki-NLP/opus-mt-tc-big-en-ko")
    with pytest.raises(ModelFolderError, match="published with the wrong tokenizer"):
        profile.parse(Path("mine.toml"), text.encode())


def test_licences_that_forbid_common_uses_must_be_accepted() -> None:
    research = profile.load("research")
    assert all("NC" in recipe.license for recipe in research.recipes.values())
    with pytest.raises(LicenseError, match=r"NON-COMMERCIAL.*--accept-license"):
        recipes_of(research, accepted=False)
    assert [r.name for r in recipes_of(research, accepted=True)] == [
        "nllb-200-distilled-600m", "mt5-multilingual-xlsum", "mt5-m2m-crosssum",
    ]  # fmt: skip
    for name in set(profile.names()) - {"research"}:
        assert not profile.load(name).must_accept
        assert not any("NC" in recipe.license for recipe in profile.load(name).recipes.values())


def test_the_llm_profile_is_described_and_not_pulled() -> None:
    found = profile.load("llm")
    assert {len(endpoint.revision) for endpoint in found.endpoints.values()} <= {0, 40}
    with pytest.raises(PullError, match="OpenAI-compatible endpoint"):
        recipes_of(found, accepted=True)


def test_another_engine_keeps_weights_as_they_are() -> None:
    _, recipe = profile.recipe("m2m100-418m") or pytest.fail("not there")
    assert (recipe.engine, recipe.weights) == ("ctranslate2", "int8")
    assert as_engine(recipe, "transformers", None).weights == "float32"
    assert as_engine(recipe, None, "float16").weights == "float16"
    assert as_engine(recipe, None, None) == recipe
    assert profile.recipe("absent") is None


def test_a_profile_of_ones_own_is_read_from_its_path(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(TEXT)
    found = profile.load(str(path))
    assert found.routed == ("a", "b")
    assert found.recipes["b"].sha256 == {"config.json": "0" * 64}
    with pytest.raises(ModelFolderError, match="is no profile; there are bundled, cpu"):
        profile.load("absent")


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("schema = 1", "schema = 2", "this version reads schema 1"),
        ('name = "mine"', 'name = "../mine"', "name must match"),
        ("summarizer = ", "summary = ", "summarizer must be 'extractive', a model, or a list"),
        ('"extractive"', '"other"', "summarizer names the model 'other', which"),
        ('"extractive"', '"a"', "summarizer names the model 'a', whose task is not summarization"),
        ('"extractive"', '["a", "a"]', "summarizer must be 'extractive', a model, or a list"),
        ('family = "marian"', 'family = "maria"', "models.a.family is 'maria'; known are"),
        ("ko-en = ", "ko-ja = ", "routes.ko-ja is no direction"),
        ('["a", "b"]', '["a", "c"]', "routes names the model 'c'"),
        ('["a", "b"]', '["a", "b", "a"]', "must name one model, or two"),
        ('["a", "b"]', "[]", "must name one model, or two"),
        ('"owner/a"', '"owner/../a"', "models.a.repository must match"),
        ('"owner/a"', '"a"', "models.a.repository must match"),
        ('"abcdef1"', '"main"', "models.a.revision must match"),
        ('"config.json" = "0', '"config.json" = "x', "must be 64 hexadecimal digits"),
        ("[models.b]", '[models."B/b"]', "is no name for a model"),
        ('family = "marian"\n', "", "models.a.family is missing"),
        ('license = "MIT"\n', 'license = "MIT"\ncode = "x"\n', "models.a.code is not a key of this schema"),
    ],
)
def test_a_wrong_profile_is_refused_by_key(old: str, new: str, problem: str) -> None:
    assert old in TEXT
    with pytest.raises(ModelFolderError, match=problem):
        profile.parse(Path("mine.toml"), TEXT.replace(old, new, 1).encode())
