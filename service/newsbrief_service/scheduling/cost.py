"""How long a batch takes: seconds = a + b·steps + c·rows·steps, fitted to the batches that ran."""

from collections.abc import Sequence

# Seconds a batch, a step, a step and row: measured on one core with a model of 12 MB. The first dozen batches correct
# them for the machine and the model at hand.
PRIOR = (2e-3, 4e-4, 1.2e-4)
# A batch's weight is this much smaller with every batch after it: about the last 100 count.
_DECAY = 0.99
# The prior weighs as much as this many batches, so that batches all alike leave no coefficient undetermined.
_PRIOR_WEIGHT = 0.1
# No coefficient leaves the prior by more than this factor, whatever was measured.
_BOUND = 1000.0
_ENOUGH = 5
_OUTLIER = 10


class CostModel:
    """Least squares over the past batches, each in units of what the prior expects of it (so that long batches count
    no more than short ones), older ones less.

    A batch's `steps` are the source tokens of its longest row, which the output's length follows.
    """

    def __init__(self) -> None:
        self._count = 0
        self._coefficients: Sequence[float] = PRIOR
        # Normal equations in units of the prior: the unknowns are a, b, c over their prior, 1 when it was right.
        self._squares = [[0.0] * 3 for _ in range(3)]
        self._products = [0.0] * 3

    @property
    def fitted(self) -> bool:
        """Whether enough batches were seen to believe `predict`."""
        return self._count >= _ENOUGH

    def predict(self, rows: int, steps: int) -> float:
        """Seconds that a batch of `rows` rows of at most `steps` tokens takes on one worker."""
        a, b, c = self._coefficients
        return a + b * steps + c * rows * steps

    def rows_within(self, seconds: float, steps: int) -> int:
        """How many rows of `steps` tokens (>= 1) a batch of `seconds` holds; at least 1."""
        a, b, c = self._coefficients
        return max(1, int((seconds - a - b * steps) / (c * steps)))

    def observe(self, rows: int, steps: int, seconds: float) -> None:
        """Learn from a batch that took `seconds` (> 0)."""
        if self.fitted:  # a machine that stood still says nothing about the batch
            seconds = min(seconds, _OUTLIER * self.predict(rows, steps))
        parts = [p * x for p, x in zip(PRIOR, (1, steps, rows * steps), strict=True)]
        expected = sum(parts)
        features = [part / expected for part in parts]
        for i in range(3):
            self._products[i] = self._products[i] * _DECAY + features[i] * seconds / expected
            for j in range(3):
                self._squares[i][j] = self._squares[i][j] * _DECAY + features[i] * features[j]
        self._count += 1
        ratios = _solve(
            [
                [s + _PRIOR_WEIGHT * (i == j) for j, s in enumerate(row)]
                for i, row in enumerate(self._squares)
            ],
            [p + _PRIOR_WEIGHT for p in self._products],
        )
        self._coefficients = [
            p * min(max(ratio, 1 / _BOUND), _BOUND) for p, ratio in zip(PRIOR, ratios, strict=True)
        ]


def _solve(matrix: list[list[float]], right: list[float]) -> list[float]:
    """The x of matrix·x = right, by Gauss's elimination; the matrix is positive definite, so no pivoting."""
    size = len(right)
    rows = [[*row, value] for row, value in zip(matrix, right, strict=True)]
    for i in range(size):
        for k in range(i + 1, size):
            factor = rows[k][i] / rows[i][i]
            rows[k] = [x - factor * y for x, y in zip(rows[k], rows[i], strict=True)]
    solution = [0.0] * size
    for i in reversed(range(size)):
        known = sum(rows[i][j] * solution[j] for j in range(i + 1, size))
        solution[i] = (rows[i][size] - known) / rows[i][i]
    return solution
