"""The model, its loss and its optimizer compute what they should (needs torch)."""

from __future__ import annotations

from pathlib import Path

import pytest

torch = pytest.importorskip("torch")
pytest.importorskip("safetensors")


def _shape():
    from newsbrief_training.marian import Shape

    return Shape(vocab=120, d=32, ffn=64, heads=2, encoder=2, decoder=1, positions=64, dropout=0.0)


def test_the_joined_loss_equals_the_plain_one() -> None:
    from newsbrief_training.loss import output_loss

    torch.manual_seed(0)
    h = torch.randn(300, 16, requires_grad=True)
    weight, bias = torch.randn(50, 16, requires_grad=True), torch.randn(50)
    gold = torch.randint(50, (300,))
    ours = output_loss(h, weight, bias, gold, 0.1)
    ours.backward()
    grads = h.grad.clone(), weight.grad.clone()
    h.grad = weight.grad = None
    plain = torch.nn.functional.cross_entropy(h @ weight.T + bias, gold, label_smoothing=0.1)
    plain.backward()
    assert ours.item() == pytest.approx(plain.item(), rel=1e-4)
    assert torch.allclose(grads[0], h.grad, atol=1e-5)
    assert torch.allclose(grads[1], weight.grad, atol=1e-5)


def test_padding_changes_nothing() -> None:
    from newsbrief_training.marian import Marian

    torch.manual_seed(0)
    model = Marian(_shape()).eval()
    model.compute = torch.float32
    source, target = torch.randint(3, 120, (1, 9)), torch.randint(3, 120, (1, 7))
    padded = torch.cat([source, torch.zeros(1, 5, dtype=torch.long)], 1)
    assert torch.allclose(model(source, target), model(padded, target), atol=1e-5)


def test_muon_updates_have_equal_singular_values() -> None:
    from newsbrief_training.muon import orthogonalise

    torch.manual_seed(0)
    for shape in ((2, 48, 16), (2, 16, 48)):
        values = torch.linalg.svdvals(orthogonalise(torch.randn(shape)))
        assert values.min() > 0.3
        assert values.max() < 1.4


def test_a_checkpoint_brings_everything_back(tmp_path: Path) -> None:
    from newsbrief_training import checkpoint
    from newsbrief_training.marian import Marian
    from newsbrief_training.mixture import Place
    from newsbrief_training.muon import Muon, split

    def make(seed: int):
        torch.manual_seed(seed)
        model = Marian(_shape())
        matrices, rest = split(model)
        return model, checkpoint.Average(model), [Muon(matrices, 0.01), torch.optim.AdamW(rest, lr=0.01)]

    def learn(model, optimizers) -> None:
        torch.manual_seed(9)
        model(torch.randint(3, 120, (4, 8)), torch.randint(3, 120, (4, 8))).float().square().mean().backward()
        for optimizer in optimizers:
            optimizer.step()
            optimizer.zero_grad()

    model, average, optimizers = make(1)
    learn(model, optimizers)
    average.update(model, 1)
    place = Place(3, 2, {"news.en-ko": 55})
    checkpoint.save(tmp_path, model, average, optimizers, {"step": 1}, place)

    other, other_average, other_optimizers = make(2)
    meta, found = checkpoint.restore(tmp_path, other, other_average, other_optimizers)
    assert (meta, found) == ({"step": 1}, place)
    learn(model, optimizers)
    learn(other, other_optimizers)
    for p, q in zip(model.parameters(), other.parameters(), strict=True):
        assert torch.equal(p, q)
    assert all(torch.equal(average.weights[n], w) for n, w in other_average.weights.items())


def test_no_checkpoint_is_no_error(tmp_path: Path) -> None:
    from newsbrief_training import checkpoint

    assert checkpoint.restore(tmp_path, None, None, []) is None


def test_dropout_on_a_cpu_keeps_the_mean() -> None:
    from newsbrief_training.dropout import Dropout

    torch.manual_seed(0)
    x = torch.ones(200, 500)
    dropped = Dropout(0.2)(x, training=True)
    assert dropped.mean().item() == pytest.approx(1.0, abs=0.02)
    assert (dropped == 0).float().mean().item() == pytest.approx(0.2, abs=0.02)
    assert Dropout(0.2)(x, training=False) is x


def test_the_guide_points_at_translations_and_identical_tokens() -> None:
    from newsbrief_training.guide import Guide

    table = torch.zeros(40, 40, dtype=torch.float16)
    table[20, 30] = table[30, 20] = 0.8
    table.fill_diagonal_(1.0)
    guide = Guide(table)
    source, target = torch.tensor([[20, 11, 12, 11]]), torch.tensor([[30, 11, 25]])
    goals = guide.goals(source, target)
    assert goals.tolist() == [[[1, 0, 0, 0], [0, 0.5, 0, 0.5], [0, 0, 0, 0]]]
    right = torch.tensor([[[9.0, 0, 0, 0], [0, 9, 0, 9], [0, 0, 0, 0]]])
    assert guide.loss(right, source, target) < guide.loss(torch.zeros(1, 3, 4), source, target)


def test_of_equal_digits_the_guide_takes_those_between_equal_neighbours() -> None:
    from newsbrief_training.guide import Guide

    table = torch.eye(40, dtype=torch.float16)
    source, target = torch.tensor([[14, 10, 20, 11, 10, 13]]), torch.tensor([[25, 11, 10, 13]])
    assert Guide(table).goals(source, target)[0].argmax(1).tolist()[1:] == [3, 4, 5]
    assert Guide(table).goals(source, target)[0, 2].tolist() == [0, 0, 0, 0, 1, 0]
