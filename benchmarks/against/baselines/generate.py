"""transformers' `generate`, in float32, in bfloat16, or in dynamic int8 (`quantize_dynamic`).

A beam search ends as soon as it has as many hypotheses as beams (`early_stopping`), which costs least; there is no
`patience`, which CTranslate2 has.
"""

import argparse
import json
import math
import warnings
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import torch
import transformers
from child import serve

Prompt = dict[str, Any]


class Generator:
    """A model folder decoded as `work` says."""

    def __init__(self, folder: str, arithmetic: str, work: dict[str, Any]) -> None:
        transformers.utils.logging.set_verbosity_error()
        transformers.utils.logging.disable_progress_bar()
        dtype = torch.bfloat16 if arithmetic == "bf16" else torch.float32
        self.model = transformers.AutoModelForSeq2SeqLM.from_pretrained(folder, dtype=dtype).eval()
        if arithmetic == "int8":
            warnings.simplefilter("ignore")
            linear = {torch.nn.Linear: torch.ao.quantization.per_channel_dynamic_qconfig}
            self.model = torch.ao.quantization.quantize_dynamic(self.model, linear, dtype=torch.qint8)
        config = self.model.config
        self.pad, self.end, self.begin = (
            config.pad_token_id,
            config.eos_token_id,
            config.decoder_start_token_id,
        )
        self.model.generation_config = transformers.GenerationConfig(
            num_beams=work["decoding"]["beam_size"],
            repetition_penalty=work["decoding"]["repetition_penalty"],
            no_repeat_ngram_size=work["decoding"]["no_repeat_ngram_size"],
            length_penalty=work["decoding"]["length_penalty"],
            early_stopping=True,
            do_sample=False,
            pad_token_id=self.pad,
            eos_token_id=self.end,
            decoder_start_token_id=self.begin,
            suppress_tokens=None,
        )

    def translate(self, prompts: list[Prompt]) -> list[list[int]]:
        """The tokens written for each prompt, without those given and the end."""
        width = max(len(prompt["ids"]) for prompt in prompts)
        ids = [prompt["ids"] + [self.pad] * (width - len(prompt["ids"])) for prompt in prompts]
        mask = [[1] * len(prompt["ids"]) + [0] * (width - len(prompt["ids"])) for prompt in prompts]
        start = [[self.begin, *prompt["forced_ids"]] for prompt in prompts]
        forced = len(prompts[0]["forced_ids"])
        with torch.inference_mode():
            written = self.model.generate(
                input_ids=torch.tensor(ids),
                attention_mask=torch.tensor(mask),
                decoder_input_ids=torch.tensor(start),
                max_new_tokens=max(prompt["longest"] for prompt in prompts) - forced,
            )
        return [self._until_end(row) for row in written[:, 1 + forced :].tolist()]

    def _until_end(self, row: list[int]) -> list[int]:
        return row[: row.index(self.end)] if self.end in row else row

    def count(self, prompts: list[Prompt]) -> int:
        """Translate; how many tokens were written."""
        return sum(map(len, self.translate(prompts)))


def batches(prompts: list[Prompt], size: int) -> list[list[Prompt]]:
    """`prompts` by length, so that little is padding; the batches in an order that has long and short ones by turns."""
    ordered = sorted(prompts, key=lambda prompt: len(prompt["ids"]))
    found = [ordered[i : i + size] for i in range(0, len(ordered), size)]
    step = next((step for step in (7, 5, 3, 2) if math.gcd(step, len(found)) == 1), 1)
    return [found[i * step % len(found)] for i in range(len(found))]


def main() -> None:
    """Serve as `child` says."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder")
    parser.add_argument("work", type=Path)
    parser.add_argument("arithmetic", choices=("fp32", "bf16", "int8"))
    parser.add_argument("size", type=int)
    options = parser.parse_args()
    work = json.loads(options.work.read_bytes())
    generator = Generator(options.folder, options.arithmetic, work)
    units: list[Callable[[], int]] = [
        partial(generator.count, batch) for batch in batches(work["prompts"], options.size)
    ]
    singles = [partial(generator.count, request) for request in work["requests"]]
    sample = work["prompts"][: work["sample"]]
    serve(units, singles, lambda: {"sample": [generator.translate([prompt])[0] for prompt in sample]})


if __name__ == "__main__":
    main()
