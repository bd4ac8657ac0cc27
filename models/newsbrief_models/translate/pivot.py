"""Translates through a third language, with one model after the other."""

from collections.abc import Sequence
from dataclasses import replace

from newsbrief_models.errors import DirectionError
from newsbrief_models.protocols import Translator
from newsbrief_models.translate.confidence import DIGITS
from newsbrief_models.types import Language, ModelInfo, TranslatedRow, TranslationRow


class PivotTranslator:
    """A `Translator` for one direction, made of two. As safe for threads as they are."""

    def __init__(
        self, first: Translator, second: Translator, source: Language, middle: Language, target: Language
    ) -> None:
        """`first` must translate `source` to `middle`, `second` `middle` to `target`; they may be the same."""
        self._first, self._second, self._middle = first, second, middle
        a, b = first.info, second.info
        self._info = ModelInfo(
            name=f"{a.name}+{b.name}",
            task="translation",
            version=a.version if a.version == b.version else f"{a.version}+{b.version}",
            engine=a.engine if a.engine == b.engine else f"{a.engine}+{b.engine}",
            license=a.license if a.license == b.license else f"{a.license} AND {b.license}",
            directions=((source, target),),
            size_bytes=0,  # what it is made of is counted on its own
        )

    @property
    def info(self) -> ModelInfo:
        """Names and licences of both."""
        return self._info

    def translate(self, rows: Sequence[TranslationRow]) -> list[TranslatedRow]:
        """See `protocols.Translator.translate`. The confidence is the product of both, hints are not passed on."""
        for row in rows:
            if (row.source, row.target) not in self._info.directions:
                raise DirectionError(row.source, row.target, self._info.directions)
        between = self._first.translate([replace(row, target=self._middle, hints=()) for row in rows])
        done = self._second.translate(
            [
                TranslationRow(found.text, self._middle, row.target, row.careful, quick=row.quick)
                for found, row in zip(between, rows, strict=True)
            ]
        )
        return [
            TranslatedRow(
                last.text,
                round(first.confidence * last.confidence, DIGITS),
                first.reduced or last.reduced,
            )
            for first, last in zip(between, done, strict=True)
        ]
