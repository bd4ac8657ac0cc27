"""argos-translate on the same converted model: its package and its translation, an article's sentences line by line.

It is given the sentences already found, for the models that would find them are to be downloaded; and the tokens that
every way gets, in place of its own. Beam, batches and threads are its own.
"""

import argparse
import json
import tempfile
from functools import partial
from pathlib import Path
from typing import Any

from argostranslate.package import Package
from argostranslate.translate import Language, PackageTranslation
from child import serve


class _Tokens:
    """The tokens of each sentence by its text, and its translation as it is written."""

    def __init__(self, prompts: list[dict[str, Any]]) -> None:
        self._of = {key(prompt): prompt["source"] for prompt in prompts}
        self.written = 0

    def encode(self, sentence: str) -> list[str]:
        return list(self._of[sentence])

    def decode(self, tokens: list[str]) -> str:
        self.written += len(tokens)
        return "".join(tokens).replace("▁", " ")


class _Lines:
    """Finds the sentences of a text that is one sentence."""

    def split_sentences(self, text: str) -> list[str]:
        return [text]


def key(prompt: dict[str, Any]) -> str:
    """A line that stands for a prompt: the same sentence has several, one for each language."""
    return " ".join(prompt["source"])


def main() -> None:
    """Serve as `child` says."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("work", type=Path)
    options = parser.parse_args()
    work = json.loads(options.work.read_bytes())
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "model").symlink_to(options.folder.absolute())
        (folder / "metadata.json").write_text(
            json.dumps({"package_version": "1", "argos_version": "1.9", "from_code": "en", "to_code": "ru"})
        )
        package = Package(folder)
        tokens = _Tokens(work["prompts"] + [prompt for request in work["requests"] for prompt in request])
        package.tokenizer = tokens
        package.target_prefix = next(iter(work["prompts"][0]["forced"]), "")
        translation = PackageTranslation(Language("en", "English"), Language("ru", "Russian"), package)
        translation.sentencizer = _Lines()

        def count(prompts: list[dict[str, Any]]) -> int:
            tokens.written = 0
            translation.translate("\n".join(map(key, prompts)))
            return tokens.written

        requests = [partial(count, request) for request in work["requests"]]
        serve(requests, requests)


if __name__ == "__main__":
    main()
