"""Sentences through the model and the checks: translate, revise, decode again what came out broken."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial

from newsbrief_models.fidelity.check import Check, check
from newsbrief_models.fidelity.hinting import hints
from newsbrief_models.fidelity.lexicon import Lexicon
from newsbrief_models.fidelity.revise import Revision, Style, revise
from newsbrief_models.fidelity.second_try import TRIES, SecondTry, again
from newsbrief_models.types import Language, TranslatedRow, TranslationRow
from newsbrief_service.executor import Executor


@dataclass(frozen=True, slots=True)
class Manner:
    """How a call wants its translations: known names and terms, style, and the day relative dates are counted from."""

    lexicon: Lexicon
    style: Style
    reference: datetime.date | None = None


@dataclass(frozen=True, slots=True)
class Rendered:
    """A sentence in a target language, as checked; `confidence` is 0..1."""

    revision: Revision
    confidence: float
    reduced: bool = False
    """Whether the model looked at fewer hypotheses than usual."""

    @property
    def text(self) -> str:
        """The sentence."""
        return self.revision.text


async def render(
    sentences: Sequence[str], source: Language, target: Language, executor: Executor, manner: Manner
) -> list[Rendered]:
    """Translate `sentences` and revise each; one that came out broken, or lost a name, is tried again."""
    rows = [TranslationRow(sentence, source, target) for sentence in sentences]
    if executor.translator_of(source, target).takes_hints:
        rows = await executor.run(partial(_with_hints, rows, manner))
    rendered = await _revised(rows, await executor.translate(rows), executor, manner)
    tries: list[SecondTry | None] = [None] * len(rows)
    for _ in range(TRIES):
        tries = await executor.run(partial(_tries, rows, rendered, tries, manner))
        asked = [(index, each) for index, each in enumerate(tries) if each]
        if not asked:
            break
        drafts = await executor.translate([each.row for _, each in asked])
        told = [
            (index, replace(draft, text=text))
            for (index, each), draft in zip(asked, drafts, strict=True)
            if (text := each.draft(draft.text)) is not None
        ]
        others = await _revised([rows[i] for i, _ in told], [draft for _, draft in told], executor, manner)
        for (index, _), other in zip(told, others, strict=True):
            rendered[index] = min(rendered[index], other, key=_faults)
    return rendered


def _tries(
    rows: Sequence[TranslationRow],
    rendered: Sequence[Rendered],
    before: Sequence[SecondTry | None],
    manner: Manner,
) -> list[SecondTry | None]:
    """What to try again of each row, if anything."""
    return [
        again(row, each.revision, lexicon=manner.lexicon, reference=manner.reference, before=earlier)
        for row, each, earlier in zip(rows, rendered, before, strict=True)
    ]


def _with_hints(rows: Sequence[TranslationRow], manner: Manner) -> list[TranslationRow]:
    """The rows with what is known beforehand: how their names, terms and figures are to be written."""
    return [
        replace(
            row,
            hints=hints(row.text, row.source, row.target, lexicon=manner.lexicon, reference=manner.reference),
        )
        for row in rows
    ]


async def as_it_is(
    sentences: Sequence[str], language: Language, executor: Executor, manner: Manner
) -> list[Rendered]:
    """`sentences` in their own language, with their facts read."""
    return await executor.run(partial(_as_it_is, sentences, language, manner))


async def _revised(
    rows: Sequence[TranslationRow], drafts: Sequence[TranslatedRow], executor: Executor, manner: Manner
) -> list[Rendered]:
    return await executor.run(partial(_revise, rows, drafts, manner))


def _revise(
    rows: Sequence[TranslationRow], drafts: Sequence[TranslatedRow], manner: Manner
) -> list[Rendered]:
    return [
        Rendered(
            revise(
                row.text,
                row.source,
                draft.text,
                row.target,
                lexicon=manner.lexicon,
                style=manner.style,
                reference=manner.reference,
            ),
            draft.confidence,
            draft.reduced,
        )
        for row, draft in zip(rows, drafts, strict=True)
    ]


def _as_it_is(sentences: Sequence[str], language: Language, manner: Manner) -> list[Rendered]:
    rendered = []
    for sentence in sentences:
        pair = (sentence, language, sentence, language)
        checked = check(*pair, lexicon=manner.lexicon, reference=manner.reference)
        rendered.append(Rendered(Revision(sentence, Check((), checked.facts)), 1.0))
    return rendered


def _faults(rendered: Rendered) -> tuple[tuple[bool, int, int], float]:
    return rendered.revision.faults, -rendered.confidence
