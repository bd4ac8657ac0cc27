"""Profiles' routes: models directly, or one after the other, each direction with one translator."""

from pathlib import Path

import pytest

from newsbrief_models.errors import DirectionError, ModelFolderError
from newsbrief_models.store import profile
from newsbrief_models.testing import FakeTranslator
from newsbrief_models.translate.compute import choose
from newsbrief_models.translate.families import families
from newsbrief_models.translate.opening import open_routes
from newsbrief_models.translate.pivot import PivotTranslator
from newsbrief_models.translate.team import Team
from newsbrief_models.types import Language, TranslationRow

EN, KO, RU = Language.EN, Language.KO, Language.RU


def test_a_pivot_translates_twice_and_multiplies_confidence() -> None:
    first, second = FakeTranslator(((KO, EN),)), FakeTranslator(((EN, RU),))
    pivot = PivotTranslator(first, second, KO, EN, RU)
    (row,) = pivot.translate([TranslationRow("x", KO, RU, careful=True)])
    assert (row.text, row.confidence) == ("[ru] [en] x", 0.25)
    assert second.history == [(TranslationRow("[en] x", EN, RU, careful=True),)]
    assert pivot.info.name == "fake-translator+fake-translator"
    assert pivot.info.directions == ((KO, RU),)
    with pytest.raises(DirectionError):
        pivot.translate([TranslationRow("x", KO, EN)])


def test_a_profiles_routes_cover_each_direction_once() -> None:
    cpu = profile.load("cpu")
    have = {
        name: FakeTranslator(tuple((Language(p[:2]), Language(p[3:])) for p in map(str, listed)))
        for name, recipe in cpu.recipes.items()
        if isinstance(listed := recipe.description["directions"], list)
    }
    routed = open_routes(cpu, Path, lambda folder: have[folder.name])
    pairs = [pair for translator in routed for pair in translator.info.directions]
    assert sorted(pairs) == sorted((s, t) for s in Language for t in Language if s is not t)
    team = Team(routed)
    rows = [TranslationRow("x", RU, KO), TranslationRow("y", EN, RU), TranslationRow("z", KO, EN)]
    assert [row.text for row in team.translate(rows)] == ["[ko] [en] x", "[ru] y", "[en] z"]
    have["lmt-60-0.6b"] = FakeTranslator(((EN, RU),))
    with pytest.raises(ModelFolderError, match="does not lead to en-ko"):
        open_routes(cpu, Path, lambda folder: have[folder.name])


def test_a_team_refuses_what_nobody_has() -> None:
    with pytest.raises(DirectionError, match="available: ko-en"):
        Team([FakeTranslator(((KO, EN),))]).translate([TranslationRow("x", EN, KO)])


@pytest.mark.parametrize(
    ("weights", "device", "supported", "chosen"),
    [
        ("int8", "cpu", {"float32", "int8", "int8_float32"}, "int8"),
        ("int8", "cpu", {"float32", "int8_float32"}, "int8_float32"),
        ("int8", "cpu", {"float32"}, "float32"),
        ("int8", "cpu", set(), "default"),
        ("float16", "cpu", {"float32", "bfloat16", "int8"}, "bfloat16"),
        ("float16", "cpu", {"float32", "int8"}, "float32"),
        ("float32", "cpu", {"float32", "bfloat16", "int8"}, "float32"),
        ("int8", "cuda", {"float32", "float16", "int8_float16", "int8"}, "int8_float16"),
        ("float16", "cuda", {"float32", "float16", "int8_float16"}, "float16"),
    ],
)
def test_the_compute_type_is_the_best_that_the_device_has(
    weights: str, device: str, supported: set[str], chosen: str
) -> None:
    assert choose(weights, device, supported) == chosen


def test_families_name_only_what_their_prompts_hold() -> None:
    tags = {EN: "<en>", KO: "<ko>"}
    known = families()
    assert known["tagged"].tokens(tags) == {"<en>", "<ko>"}
    assert known["marian"].tokens({}) == {"</s>"}
    assert (known["m2m100"].tags_sources, known["m2m100"].tags_targets) == (True, True)
    assert (known["madlad"].tags_sources, known["madlad"].tags_targets) == (False, True)
    worded = known["lmt"].worded("{target} {text}", EN, KO, {})
    assert worded == (
        "user\nTranslate the following text from English into Korean.\nEnglish: {target} {text}\nKorean:"
    )
    assert not known["lmt"].tokens({}) & {"text:\n", "text:assistant\n"}
