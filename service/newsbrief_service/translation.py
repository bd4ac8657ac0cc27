"""Sentences through the model and the checks: translate, revise, decode again what came out broken."""

import datetime
from collections.abc import Mapping, Sequence
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
    return await render_rows(
        (await rows_of(sentences, source, [target], executor, manner))[target], executor, manner
    )


async def rows_of(
    sentences: Sequence[str],
    source: Language,
    targets: Sequence[Language],
    executor: Executor,
    manner: Manner,
) -> dict[Language, list[TranslationRow]]:
    """What a translator gets of `sentences` for each of `targets`: in one go, so that it can work on them together."""
    rows = {
        target: [TranslationRow(sentence, source, target) for sentence in sentences] for target in targets
    }
    told = [target for target in targets if executor.translator_of(source, target).takes_hints]
    if told:
        rows |= await executor.run(partial(_with_hints, {target: rows[target] for target in told}, manner))
    return rows


async def render_rows(rows: Sequence[TranslationRow], executor: Executor, manner: Manner) -> list[Rendered]:
    """As `render`, of rows that `rows_of` made."""
    revising = _Revising(rows, manner)
    drafts = dict(enumerate(await executor.translate(rows)))
    for turn in range(TRIES + 1):
        asked = await executor.run(partial(revising.take, drafts, more=turn < TRIES))
        if not asked:
            break
        answers = await executor.translate([each.row for _, each in asked])
        drafts = {
            index: replace(draft, text=text)
            for (index, each), draft in zip(asked, answers, strict=True)
            if (text := each.draft(draft.text)) is not None
        }
    return [revising.best[index] for index in range(len(rows))]


class _Revising:
    """The best there is of each row so far, and what is tried of those that are not good enough."""

    def __init__(self, rows: Sequence[TranslationRow], manner: Manner) -> None:
        self._rows = rows
        self._manner = manner
        self._tries: list[SecondTry | None] = [None] * len(rows)
        self.best: dict[int, Rendered] = {}

    def take(self, drafts: Mapping[int, TranslatedRow], *, more: bool) -> list[tuple[int, SecondTry]]:
        """Revise `drafts`, by the index of their rows; returns what to try again, nothing without `more`."""
        for index, draft in drafts.items():
            found = _revised(self._rows[index], draft, self._manner)
            self.best[index] = min(self.best.get(index, found), found, key=_faults)
        if not more:
            return []
        lexicon, reference = self._manner.lexicon, self._manner.reference
        self._tries = [
            again(row, self.best[index].revision, lexicon=lexicon, reference=reference, before=earlier)
            for index, (row, earlier) in enumerate(zip(self._rows, self._tries, strict=True))
        ]
        return [(index, each) for index, each in enumerate(self._tries) if each]


def _with_hints(
    rows: Mapping[Language, Sequence[TranslationRow]], manner: Manner
) -> dict[Language, list[TranslationRow]]:
    """The rows with what is known beforehand: how their names, terms and figures are to be written."""
    lexicon, reference = manner.lexicon, manner.reference
    return {
        target: [
            replace(row, hints=hints(row.text, row.source, row.target, lexicon=lexicon, reference=reference))
            for row in of
        ]
        for target, of in rows.items()
    }


async def as_it_is(
    sentences: Sequence[str], language: Language, executor: Executor, manner: Manner
) -> list[Rendered]:
    """`sentences` in their own language, with their facts read."""
    return await executor.run(partial(_as_it_is, sentences, language, manner))


def _revised(row: TranslationRow, draft: TranslatedRow, manner: Manner) -> Rendered:
    revision = revise(
        row.text,
        row.source,
        draft.text,
        row.target,
        lexicon=manner.lexicon,
        style=manner.style,
        reference=manner.reference,
    )
    return Rendered(revision, draft.confidence, draft.reduced)


def _as_it_is(sentences: Sequence[str], language: Language, manner: Manner) -> list[Rendered]:
    rendered = []
    for sentence in sentences:
        pair = (sentence, language, sentence, language)
        checked = check(*pair, lexicon=manner.lexicon, reference=manner.reference)
        rendered.append(Rendered(Revision(sentence, Check((), checked.facts)), 1.0))
    return rendered


def _faults(rendered: Rendered) -> tuple[tuple[bool, int, int], float]:
    return rendered.revision.faults, -rendered.confidence
