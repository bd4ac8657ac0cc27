"""The plain way to translate: a loop over transformers' `generate`, one sentence at a time, with the bundled weights.

    pip install torch==2.13.0 transformers sentencepiece safetensors

into an environment of its own, whose Python `benchmarks.batching --transformers-python` runs this with. It reads lines
of JSON from its standard input, {"rows": [[source text, target language], ...], "seconds": 10}, and answers each with
{"rows": how many were translated, "seconds": how long it took, "processor_seconds": ...}.
"""

import json
import sys
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
CHECKPOINT = ROOT / "models/training/runs/cpu-10m/checkpoint.safetensors"
TOKENIZER = ROOT / "models/bundled/newsbrief_bundled/model/sentencepiece.model"


class Loop:
    """The weights in transformers' own model, decoded as the bundled model's manifest says."""

    def __init__(self, decoding: dict[str, Any]) -> None:
        import sentencepiece
        import torch
        from safetensors import safe_open

        sys.path.insert(0, str(ROOT / "models/training"))
        from newsbrief_training.marian import Shape
        from newsbrief_training.parity import reference
        from newsbrief_training.tokenizer import EOS, TAGS

        self._torch, self._tags, self._eos = torch, TAGS, EOS
        self._tokenizer = sentencepiece.SentencePieceProcessor(model_file=str(TOKENIZER))
        with safe_open(CHECKPOINT, "pt") as file:
            shape = Shape(**json.loads(file.metadata()["meta"])["shape"])
            prefix = "average/"
            weights = {
                name.removeprefix(prefix): file.get_tensor(name).float()
                for name in file.keys()  # noqa: SIM118 - a file, not a mapping
                if name.startswith(prefix)
            }
        self._model = reference(shape).eval()
        self._model.load_state_dict(weights, strict=False)
        self._model.tie_weights()
        self._decoding = {
            "num_beams": decoding["beam_size"],
            "repetition_penalty": decoding["repetition_penalty"],
            "no_repeat_ngram_size": decoding["no_repeat_ngram_size"],
        }

    def translate(self, text: str, target: str) -> str:
        """The translation of one sentence."""
        source = [self._tags[target], *self._tokenizer.encode(text), self._eos]
        with self._torch.inference_mode():
            written = self._model.generate(
                self._torch.tensor([source]), max_new_tokens=2 * len(source) + 32, **self._decoding
            )
        return str(self._tokenizer.decode(written[0].tolist()))

    def run(self, rows: list[tuple[str, str]], seconds: float) -> dict[str, float]:
        """Translate `rows` over and over for `seconds`."""
        started, used, done = time.perf_counter(), time.process_time(), 0
        while time.perf_counter() < started + seconds:
            self.translate(*rows[done % len(rows)])
            done += 1
        return {
            "rows": done,
            "seconds": time.perf_counter() - started,
            "processor_seconds": time.process_time() - used,
        }


def main() -> None:
    """Serve the lines that come."""
    loop = Loop(json.loads(sys.argv[1]))
    print(
        json.dumps({"example": loop.translate("The president arrived in Seoul on Monday.", "ru")}), flush=True
    )
    for line in sys.stdin:
        wanted = json.loads(line)
        print(json.dumps(loop.run(wanted["rows"], wanted["seconds"])), flush=True)


if __name__ == "__main__":
    main()
