"""The self-test: what models of sense pass, and noise does not."""

import ctypes
import subprocess
import sys
from collections.abc import Sequence

import pytest

from newsbrief_models.testing import FakeTranslator
from newsbrief_models.types import TranslatedRow, TranslationRow
from newsbrief_service.exits import EXIT_CONFIG
from newsbrief_service.models import load_models
from newsbrief_service.self_test import SENTENCES, noise

PR_SET_MDWE, PR_GET_MDWE, REFUSE_EXEC_GAIN = 65, 66, 1
FORBIDDING = f"""
import ctypes, sys
assert ctypes.CDLL(None).prctl({PR_SET_MDWE}, {REFUSE_EXEC_GAIN}, 0, 0, 0) == 0
"""
DENIED = f"""{FORBIDDING}
from newsbrief_service.__main__ import main
sys.exit(main(sys.argv[1:]))
"""


TRANSLATED = """
from newsbrief_bundled import path
from newsbrief_models.translate.ctranslate2_translator import CTranslate2Translator
from newsbrief_models.types import Language, TranslationRow
translator = CTranslate2Translator.open(path())
print(translator.translate([TranslationRow("The pier opened on Monday.", Language.EN, Language.RU)]))
"""


def _writes_machine_code() -> bool:
    """Whether forbidding it changes what the bundled model writes: some processors have compiled kernels for all."""
    outputs = [
        subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False).stdout
        for code in (TRANSLATED, FORBIDDING + TRANSLATED)
    ]
    return outputs[0] != outputs[1]


class Writer(FakeTranslator):
    """Writes a good sentence of the target language; or, if `sure`, claims to be certain of it."""

    def __init__(self, sure: bool) -> None:
        super().__init__()
        self._confidence = 1.0 if sure else 0.4

    def translate(self, rows: Sequence[TranslationRow]) -> list[TranslatedRow]:
        return [TranslatedRow(SENTENCES[row.target], self._confidence) for row in rows]


def test_sense_passes() -> None:
    assert noise([Writer(sure=False)]) == ""


@pytest.mark.parametrize("translator", [FakeTranslator(), Writer(sure=True)], ids=["language", "certainty"])
def test_noise_does_not(translator: FakeTranslator) -> None:
    assert "noise" in noise([Writer(sure=False), translator])


def test_the_bundled_model_passes() -> None:
    assert load_models("bundled", 1, 0)


@pytest.mark.skipif(
    sys.platform != "linux" or ctypes.CDLL(None).prctl(PR_GET_MDWE, 0, 0, 0, 0) < 0,
    reason="the system cannot forbid memory to be written and executed",
)
@pytest.mark.parametrize("command", ["serve", "check"])
def test_where_machine_code_is_forbidden(command: str) -> None:
    """CTranslate2 writes machine code; where it may not run, noise with confidence 1.0 comes out."""
    if not _writes_machine_code():
        pytest.skip("the kernels for this processor are compiled: no machine code is written")
    arguments = [sys.executable, "-c", DENIED, command, "--port", "0", "--data-dir", ":memory:"]
    done = subprocess.run(arguments, capture_output=True, text=True, timeout=60)
    assert done.returncode == EXIT_CONFIG
    assert "MemoryDenyWriteExecute" in done.stdout + done.stderr
