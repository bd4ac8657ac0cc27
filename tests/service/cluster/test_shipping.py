"""Models sent to nodes: they arrive whole and verified, or not at all."""

from pathlib import Path

import pytest

from newsbrief_models.errors import ModelFolderError
from newsbrief_models.store.files import verify
from newsbrief_models.store.locate import bundled
from newsbrief_models.store.manifest import MANIFEST_NAME, load
from newsbrief_service.cluster import shipping
from newsbrief_service.cluster.order import Order, build


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    return tmp_path


def order_for(model: str) -> Order:
    return Order(model, "cpu", 1, 0, "info", build(), shipping.needed(model))


def test_a_model_arrives_as_it_was_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shipping, "PIECE_BYTES", 1 << 20)
    order = order_for(str(bundled()))
    sent = shipping.pieces(order.model, bytes)
    assert len(sent["model"]["model.bin"]) > 1
    folder = Path(shipping.install(order, sent))
    assert folder != bundled()
    verify(folder, load(folder))
    assert shipping.needed(str(folder)) == order.needed
    assert shipping.install(order, {}) == str(folder)  # the next actor finds it there


@pytest.mark.parametrize("file", [MANIFEST_NAME, "model.bin"])
def test_what_changed_on_the_way_is_refused(file: str, cache: Path) -> None:
    order = order_for(str(bundled()))
    sent = {name: dict(files) for name, files in shipping.pieces(order.model, bytes).items()}
    sent["model"][file] = [bytes(part)[:-1] + b"!" for part in sent["model"][file]]
    with pytest.raises(ModelFolderError):
        shipping.install(order, sent)
    assert not list(cache.rglob("model.bin"))


def test_where_models_are_nothing_is_sent(tmp_path: Path) -> None:
    order = order_for("bundled")
    assert shipping.has(order)
    other = Order("bundled", "cpu", 1, 0, "info", build(), ())
    assert not shipping.has(other)
    missing = Order(str(tmp_path / "nothing"), "cpu", 1, 0, "info", build(), order.needed)
    assert not shipping.has(missing)
