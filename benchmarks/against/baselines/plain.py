"""CTranslate2 itself: all sentences at once in the best batches, or one sentence a call."""

import argparse
import json
from collections.abc import Callable
from functools import partial
from itertools import groupby
from pathlib import Path
from typing import Any

import ctranslate2
from child import serve

Prompt = dict[str, Any]


class Plain:
    """A converted model, decoded as `work` says."""

    def __init__(self, folder: str, work: dict[str, Any], workers: int, threads: int, rows: int) -> None:
        self._model = ctranslate2.Translator(
            folder, device="cpu", compute_type="int8", inter_threads=workers, intra_threads=threads
        )
        self._options = {
            **work["decoding"],
            "max_batch_size": rows,
            "max_input_length": 0,
            "disable_unk": True,
        }

    def translate(self, prompts: list[Prompt]) -> list[list[str]]:
        """The tokens written for each prompt, in the order of `longest`; without those given."""
        running = []
        for longest, group in groupby(sorted(prompts, key=_longest), _longest):
            asked = list(group)
            forced = [prompt["forced"] for prompt in asked]
            promises = self._model.translate_batch(
                [prompt["source"] for prompt in asked],
                target_prefix=forced if any(forced) else None,
                max_decoding_length=longest,
                asynchronous=True,
                **self._options,
            )
            running += list(zip(promises, forced, strict=True))
        return [promise.result().hypotheses[0][len(forced) :] for promise, forced in running]

    def count(self, prompts: list[Prompt]) -> int:
        """Translate; how many tokens were written."""
        return sum(map(len, self.translate(prompts)))


def _longest(prompt: Prompt) -> int:
    return int(prompt["longest"])


def main() -> None:
    """Serve as `child` says."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder")
    parser.add_argument("work", type=Path)
    parser.add_argument("workers", type=int)
    parser.add_argument("threads", type=int)
    parser.add_argument("rows", type=int, help="most rows of a batch; 1 translates a sentence a call")
    options = parser.parse_args()
    work = json.loads(options.work.read_bytes())
    plain = Plain(options.folder, work, options.workers, options.threads, options.rows)
    prompts = work["prompts"]
    units: list[Callable[[], int]] = (
        [partial(plain.count, [prompt]) for prompt in prompts]
        if options.rows == 1
        else [partial(plain.count, prompts)]
    )
    singles = [partial(plain.count, request) for request in work["requests"]]
    ids = {token: index for index, token in enumerate(work["vocabulary"])}
    wanted = work["sample"]

    def about() -> dict[str, object]:
        written = [plain.translate([prompt])[0] for prompt in prompts[:wanted]]
        counts = [single() for single in singles] if options.rows > 1 else []
        return {"sample": [[ids[token] for token in row] for row in written], "tokens": counts}

    serve(units, singles, about)


if __name__ == "__main__":
    main()
