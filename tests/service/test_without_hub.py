"""The bundled model is served without the libraries of the extra `[hub]`; the server itself loads no model at all."""

import subprocess
import sys

import pytest

HUB = ("torch", "transformers", "huggingface_hub", "tokenizers", "safetensors")
BLOCKED = "import sys\nfor name in {!r}:\n    sys.modules[name] = None\n"


def run(code: str) -> str:
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_the_bundled_model_needs_none_of_them() -> None:
    code = BLOCKED.format(HUB) + (
        "from newsbrief_service.models import fingerprint, load_models\n"
        "from newsbrief_models.types import Language, TranslationRow\n"
        "summarizer, (translator,) = load_models('bundled', 1, 0)\n"
        "(row,) = translator.translate([TranslationRow('The port opened.', Language.EN, Language.RU)])\n"
        "print(bool(row.text), len(fingerprint('bundled', 0)))"
    )
    assert run(code) == "True 64"


def test_the_server_itself_loads_no_library_that_runs_models() -> None:
    code = (
        "import sys\n"
        "import newsbrief_service.server, newsbrief_service.backend, newsbrief_service.__main__\n"
        f"print(sorted({{*{HUB!r}, 'ctranslate2', 'sentencepiece'}}.intersection(sys.modules)))"
    )
    assert run(code) == "[]"


@pytest.mark.parametrize("name", ["huggingface_hub", "torch"])
def test_pulling_says_what_is_missing(name: str, tmp_path: object) -> None:
    code = (
        "import importlib.util, sys\n"
        "real = importlib.util.find_spec\n"
        "def without(wanted, *rest):\n"
        f"    return None if wanted == {name!r} else (real('sys') if wanted in {HUB!r} else real(wanted, *rest))\n"
        "importlib.util.find_spec = without\n"
        "from newsbrief_service.__main__ import main\n"
        f"print(main(['models', 'pull', 'cpu', '--models-dir', {str(tmp_path)!r}]))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.stdout.splitlines()[-1] == "1"
    assert done.stderr == f"newsbrief-server: pulling needs {name}; run: pip install 'newsbrief[hub]'\n"
