"""Several translators as one: each row goes to the one that has its direction."""

from collections.abc import Sequence

from newsbrief_models.errors import DirectionError
from newsbrief_models.protocols import Translator
from newsbrief_models.types import Language, TranslatedRow, TranslationRow


class Team:
    """Translates rows of any direction that one of `translators` has; the first that has it is taken."""

    def __init__(self, translators: Sequence[Translator]) -> None:
        self._by_pair: dict[tuple[Language, Language], Translator] = {
            pair: translator for translator in reversed(translators) for pair in translator.info.directions
        }

    def translate(self, rows: Sequence[TranslationRow]) -> list[TranslatedRow]:
        """See `protocols.Translator.translate`."""
        indices: dict[int, list[int]] = {}
        for index, row in enumerate(rows):
            translator = self._by_pair.get((row.source, row.target))
            if translator is None:
                raise DirectionError(row.source, row.target, self._by_pair)
            indices.setdefault(id(translator), []).append(index)
        done: dict[int, TranslatedRow] = {}
        for translator in set(self._by_pair.values()):
            if mine := indices.get(id(translator), []):
                done |= zip(mine, translator.translate([rows[i] for i in mine]), strict=True)
        return [done[index] for index in range(len(rows))]
