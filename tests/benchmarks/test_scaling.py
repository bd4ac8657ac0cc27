"""The scaling model: its formulas, the tables made of it, and that docs/scaling.md shows those that were kept."""

import re
from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks.scaling import DOCUMENT, KEPT
from benchmarks.scaling_model import A10G, MILLION, Costs, Gpu, Prices, limits, million, predict, useful_cores
from benchmarks.scaling_report import Measured, put_in, tables
from benchmarks.scaling_trial import LAYOUTS, Load, Trial

COSTS = Costs(
    edge=0.02,
    helpers=0.14,
    translation=0.12,
    record=0.002,
    base_bytes=100e6,
    core_bytes=50e6,
    disk_bytes=10_000,
)


def test_cores_count_until_the_servers_own_process_is_full() -> None:
    one = predict(COSTS, 1)
    assert one.rate == pytest.approx(1 / 0.16)
    assert predict(COSTS, 4).rate == pytest.approx(4 * one.rate)
    assert (one.bottleneck, one.memory) == ("cores", 150e6)
    assert useful_cores(COSTS) == pytest.approx(8)
    for cores in (9, 64):
        full = predict(COSTS, cores)
        assert full.rate == pytest.approx(50)
        assert full.bottleneck == "the server's own process"


def test_replicas_do_as_much_each() -> None:
    one, many = predict(COSTS, 2), predict(COSTS, 2, 32)
    assert many.rate == pytest.approx(32 * one.rate)
    assert many.memory == 32 * one.memory
    assert many.bottleneck == one.bottleneck


def test_a_gpu_takes_over_translating_and_nothing_else() -> None:
    assert predict(COSTS, 1, gpu=A10G).rate == pytest.approx(1 / 0.04)
    weak = Gpu("weak", 2)
    held_up = predict(COSTS, 8, gpu=weak)
    assert held_up.rate == pytest.approx(2 / 0.12)
    assert held_up.bottleneck == "GPU"
    assert predict(COSTS, 64, gpu=A10G).bottleneck == "the server's own process"
    assert useful_cores(COSTS, A10G) == pytest.approx(2)


def test_only_jobs_wait_for_sqlite() -> None:
    slow_disk = replace(COSTS, record=0.5)
    assert predict(slow_disk, 2).bottleneck == "cores"
    assert predict(slow_disk, 2, jobs=True).bottleneck == "SQLite"
    assert predict(slow_disk, 2, jobs=True).rate == pytest.approx(2)
    assert "SQLite" not in limits(COSTS, 1)


def test_a_million_by_hand() -> None:
    prices = Prices(core_hour=1, gb_hour=10, gpu_hour=100, disk_gb_month=4)
    found = million(COSTS, prices, 2, busy=0.5, months=0.5)
    core_hours = MILLION * 0.16 / 3600 / 0.5
    assert found.core_hours == pytest.approx(core_hours)
    assert found.gb_hours == pytest.approx(core_hours / 2 * 0.2)  # two cores have 200 MB
    assert found.gpu_hours == 0
    assert found.disk_gb == pytest.approx(10)
    assert found.money == pytest.approx(core_hours + core_hours + 10 * 0.5 * 4)
    with_gpu = million(COSTS, prices, 2, A10G)
    assert with_gpu.gpu_hours == pytest.approx(with_gpu.core_hours / 2)


@pytest.mark.parametrize(
    "call",
    [
        lambda: predict(COSTS, 0),
        lambda: predict(COSTS, 1, 0),
        lambda: million(COSTS, Prices(), 1, busy=0),
        lambda: million(COSTS, Prices(), 1, busy=1.1),
        lambda: replace(COSTS, edge=0),
        lambda: replace(COSTS, translation=0.17),
    ],
)
def test_what_makes_no_sense_is_refused(call: object) -> None:
    with pytest.raises(ValueError, match="must be"):
        call()  # type: ignore[operator]


def test_predictions_are_for_the_cores_that_were_left() -> None:
    load = Load("1 server, 2 cores", articles=100, seconds=10, edge=2, helpers=14, left=16)
    assert load.rate == 10
    assert load.cost == pytest.approx(0.16)
    assert load.predicted(COSTS, 1) == pytest.approx(1.6 / 0.16)
    assert load.predicted(COSTS, 2) == pytest.approx(1.6 / 0.16)  # 0.8 of a core each


def test_memory_is_the_line_through_both() -> None:
    load = Load("", 1, 1, 1, 1, 1)
    assert Trial(load, (), {1: 150, 2: 210}).memory_fit() == (90, 60)


def test_tables_go_where_they_belong() -> None:
    text = "a\n<!-- one -->\nold\n\nold\n<!-- end -->\nb\n<!-- two -->\n<!-- end -->\n"
    made = put_in(text, {"one": "| 1 |", "two": "| 2 |"})
    assert made == "a\n<!-- one -->\n| 1 |\n<!-- end -->\nb\n<!-- two -->\n| 2 |\n<!-- end -->\n"
    assert put_in(made, {"one": "| 1 |", "two": "| 2 |"}) == made
    with pytest.raises(KeyError):
        put_in(text, {"one": ""})


def test_what_was_kept_can_be_read(tmp_path: Path) -> None:
    measured = Measured.read(KEPT)
    measured.write(tmp_path / "again.json")
    assert Measured.read(tmp_path / "again.json") == measured
    assert {load.layout for load in measured.loads} == {layout.name for layout in LAYOUTS}


def test_the_document_shows_what_was_kept() -> None:
    text, made = DOCUMENT.read_text("utf-8"), tables(Measured.read(KEPT), Prices())
    assert put_in(text, made) == text
    assert set(re.findall(r"<!-- (\w+) -->", text)) == {*made, "end"}
