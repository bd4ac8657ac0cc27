"""Which arithmetic a model runs in: what suits its weights best among what the device has."""

from collections.abc import Collection

# By device and by what the weights are stored as; the first that the device supports is taken. On the CPU int8 is the
# fastest wherever it exists, and bfloat16 is listed by CTranslate2 only where the processor computes in it.
_PREFERRED = {
    ("cpu", "int8"): ("int8", "int8_float32", "int16", "float32"),
    ("cpu", "float16"): ("bfloat16", "float32"),
    ("cpu", "float32"): ("float32",),
    ("cuda", "int8"): ("int8_float16", "int8_bfloat16", "int8_float32", "float16", "float32"),
    ("cuda", "float16"): ("float16", "bfloat16", "float32"),
    ("cuda", "float32"): ("float16", "bfloat16", "float32"),
}
WEIGHTS = ("int8", "float16", "float32")


def choose(weights: str, device: str, supported: Collection[str]) -> str:
    """The compute type for `weights` (one of `WEIGHTS`) on `device` ("cpu" or "cuda"), which supports `supported`.

    Where nothing that is wanted is supported, "default" leaves the choice to CTranslate2.
    """
    return next((kind for kind in _PREFERRED[device, weights] if kind in supported), "default")
