"""A confidence is calibrated where the manifest says how."""

import math

import pytest

from newsbrief_models.translate.confidence import Confidence
from newsbrief_models.types import Language

EN, KO, RU = Language.EN, Language.KO, Language.RU


def test_without_calibration_it_is_the_probability() -> None:
    assert Confidence({}).of(EN, KO, math.log(0.25)) == 0.25
    assert Confidence({"slope_en-ko": 2.0}).of(EN, KO, 0.0) == 1.0


def test_a_curve_belongs_to_its_direction() -> None:
    calibrated = Confidence({"slope_en-ko": 2.0, "intercept_en-ko": 1.0})
    assert calibrated.of(EN, KO, -0.5) == 0.5
    assert calibrated.of(EN, KO, -1.0) == pytest.approx(1 / (1 + math.e), abs=1e-4)
    assert calibrated.of(EN, RU, math.log(0.25)) == 0.25


@pytest.mark.parametrize("score", [0.0, -1e9])
def test_it_stays_between_0_and_1(score: float) -> None:
    assert 0 <= Confidence({"slope_ko-ru": 1e6, "intercept_ko-ru": -3.0}).of(KO, RU, score) <= 1
