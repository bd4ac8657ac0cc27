"""A server around `generate`, as people write it: FastAPI, one article a request, its sentences in one batch.

One call of `generate` runs at a time: several on the same cores would only be in each other's way.
"""

import argparse
import json
import threading
from pathlib import Path
from typing import Any

import uvicorn
from fastapi import FastAPI
from generate import Generator


def main() -> None:
    """Serve until ended."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder")
    parser.add_argument("work", type=Path)
    parser.add_argument("arithmetic")
    parser.add_argument("port", type=int)
    options = parser.parse_args()
    generator = Generator(options.folder, options.arithmetic, json.loads(options.work.read_bytes()))
    lock, app = threading.Lock(), FastAPI()

    @app.post("/translate")
    def translate(prompts: list[dict[str, Any]]) -> list[list[int]]:
        with lock:
            return generator.translate(prompts)

    uvicorn.run(app, host="127.0.0.1", port=options.port, log_level="error")


if __name__ == "__main__":
    main()
