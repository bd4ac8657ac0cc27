"""What the machine multiplies in int8: the best of torch's two ways, at several sizes, one thread and all.

`torch._int_mm` is given two int8 matrices; a dynamically quantized linear layer has its weights packed beforehand, and
its time holds the quantization of what it reads.
"""

import json
import time
import warnings
from collections.abc import Callable

import torch

SIZES = ((1024, 1024, 4096), (512, 512, 2048), (256, 256, 1024), (64, 1024, 4096), (64, 512, 2048))
_SECONDS = 0.25


def rate(operations: int, multiply: Callable[[], object]) -> float:
    """Thousand millions of operations a second; the best of three, for others may be at work."""
    best = 0.0
    multiply()
    for _ in range(3):
        started, done = time.perf_counter(), 0
        while (passed := time.perf_counter() - started) < _SECONDS:
            multiply()
            done += 1
        best = max(best, operations * done / passed / 1e9)
    return best


def main() -> None:
    """Print the rates as JSON."""
    warnings.simplefilter("ignore")
    torch.manual_seed(7)
    found = []
    for threads in sorted({1, torch.get_num_threads()}):
        torch.set_num_threads(threads)
        for m, k, n in SIZES:
            left, right = (torch.randint(-127, 127, size, dtype=torch.int8) for size in ((m, k), (k, n)))
            layer = torch.ao.quantization.quantize_dynamic(
                torch.nn.Sequential(torch.nn.Linear(k, n)), {torch.nn.Linear}, dtype=torch.qint8
            )
            given = torch.randn(m, k)
            with torch.inference_mode():
                found.append(
                    {
                        "threads": threads,
                        "size": [m, k, n],
                        "int_mm": rate(2 * m * k * n, lambda a=left, b=right: torch._int_mm(a, b)),
                        "packed": rate(2 * m * k * n, lambda f=layer, x=given: f(x)),
                    }
                )
    print(json.dumps(found))


if __name__ == "__main__":
    main()
