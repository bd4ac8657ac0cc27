"""Whether loaded models translate at all: where the system forbids what an engine needs, it writes noise, silently."""

from collections.abc import Sequence

from newsbrief_models.protocols import Translator
from newsbrief_models.text import language as language_tools
from newsbrief_models.types import Language, TranslatedRow, TranslationRow

SENTENCES = {
    Language.EN: "The ministry said on Monday that 1,200 tons of aid had arrived.",
    Language.KO: "외교부는 구호물자 1천200t이 도착했다고 월요일 밝혔다.",
    Language.RU: "В понедельник министерство сообщило о прибытии 1200 т гуманитарной помощи.",
}
# No model is so sure of so long a sentence (measured: bundled model 0.33 to 0.45; noise 1.0, five times of six).
_TOO_SURE = 0.9999


def noise(translators: Sequence[Translator]) -> str:
    """What is wrong with a translation, in words; empty when each model writes the languages it should."""
    for translator in translators:
        # One sentence into each language: where an engine writes noise, it does so in all directions.
        directions = {target: source for source, target in reversed(translator.info.directions)}
        rows = [TranslationRow(SENTENCES[source], source, target) for target, source in directions.items()]
        for row, done in zip(rows, translator.translate(rows), strict=True):
            if not _plausible(row, done):
                return (
                    f"what it makes of {row.source} is not {row.target}, but noise: {done.text[:80]!r}; is memory "
                    "forbidden to be both written and executed (systemd's MemoryDenyWriteExecute)?"
                )
    return ""


def _plausible(row: TranslationRow, done: TranslatedRow) -> bool:
    return language_tools.detect(done.text)[0].language is row.target and done.confidence < _TOO_SURE
