"""The product's text worker, which ends, or is at a text for ever, where the text says so.

Started as a real one is, by tests and by the reliability suite: python stub_text_worker.py --fd N ...
"""

import os
import signal
import time

from newsbrief_models.text import language
from newsbrief_service.text_workers.__main__ import main

# In a text: kill the process that reads it, or keep its thread.
END, STAY = "zzendtext", "zzstaytext"

_detect = language.detect


def detect(text: str) -> tuple[language.LanguageGuess, ...]:
    """Obey `text`, then tell its language."""
    if END in text:
        os.kill(os.getpid(), signal.SIGKILL)
    while STAY in text:
        time.sleep(0.1)
    return _detect(text)


if __name__ == "__main__":
    language.detect = detect
    main()
