"""What one article costs, stage by stage, wherever a server has the stage run: in one thread of this process.

Times are of the processor, so that what else runs on the machine disturbs them little.
"""

import asyncio
import statistics
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import ParamSpec, TypeVar

from benchmarks.load import ARTICLES, article
from newsbrief.v1 import news_brief_service_pb2 as pb
from newsbrief.v1.types_pb2 import Article
from newsbrief_models.fidelity.check import check
from newsbrief_models.fidelity.hinting import hints
from newsbrief_models.fidelity.lexicon import builtin
from newsbrief_models.fidelity.revise import Revision, Style, revise
from newsbrief_models.store.locate import bundled
from newsbrief_models.summarize.extractive import ExtractiveSummarizer
from newsbrief_models.text.document import read
from newsbrief_models.translate.ctranslate2_translator import CTranslate2Translator
from newsbrief_models.types import Document, Language, Selection, TranslatedRow, TranslationRow
from newsbrief_service.engine.processor import use_wide_vectors
from newsbrief_service.jobs import statements
from newsbrief_service.jobs.store import JobStore, bytes_used
from newsbrief_service.messages import facts
from newsbrief_service.messages.briefs import BriefWriter
from newsbrief_service.pipeline import FinishedBrief, FinishedSentence, SourceAnalyzed
from newsbrief_service.scheduling.queue import MAX_ROWS
from newsbrief_service.translation import Rendered

P = ParamSpec("P")
T = TypeVar("T")
Direction = tuple[Language, Language]

SENTENCES = 3
AT_ONCE = 8  # articles of jobs, as servers have it by default
STAGES = ("read", "choose", "hint", "translate", "translate again", "check", "encode")
_JOB = 240  # articles


@dataclass(slots=True)
class Stages:
    """Seconds of the processor: of an article by stage, and of a translated row by direction, a round each."""

    articles: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    rows: dict[Direction, list[float]] = field(default_factory=lambda: defaultdict(list))
    again: list[float] = field(default_factory=list)
    """The share of rows that came out broken and were decoded once more."""

    def of(self, stage: str) -> float:
        """The median over the rounds."""
        return statistics.median(self.articles[stage])


@dataclass(slots=True)
class _Work:
    """An article on its way; its rows by the language they go to, the headline's first."""

    text: str
    document: Document
    selection: Selection
    rows: dict[Language, list[TranslationRow]] = field(default_factory=dict)
    done: dict[Language, list[Rendered]] = field(default_factory=dict)

    @property
    def sources(self) -> list[str]:
        """The sentences of the brief, with the headline if there is one."""
        headline = [self.document.headline.text] if self.document.headline else []
        return headline + [self.document.sentences[index].text for index in self.selection.chosen]


class _Pass:
    """Briefs the samples, the rows of a direction in batches as full as a busy server's, and clocks each stage."""

    def __init__(self) -> None:
        self._summarizer = ExtractiveSummarizer()
        use_wide_vectors()  # as engines do
        self._translator = CTranslate2Translator.open(bundled())
        self._spent: dict[str, float] = {}

    def run(self, articles: int, stages: Stages) -> list[pb.BriefOutcome]:
        """One round over so many articles, each like no other; returns what a client would get."""
        self._spent = dict.fromkeys(STAGES, 0.0)
        work = [self._begun(article()) for _ in range(articles)]
        self._translate_all(work, stages)
        outcomes = [self._clock("encode", _encoded, each) for each in work]
        for stage, seconds in self._spent.items():
            stages.articles[stage].append(seconds / articles)
        return outcomes

    def _clock(self, stage: str, work: Callable[P, T], *arguments: P.args, **named: P.kwargs) -> T:
        began = time.process_time()
        result = work(*arguments, **named)
        self._spent[stage] += time.process_time() - began
        return result

    def _begun(self, text: str) -> _Work:
        document = self._clock("read", read, text)
        work = _Work(text, document, self._clock("choose", self._summarizer.select, document, SENTENCES))
        for target in Language:
            rows = [TranslationRow(source, document.language, target) for source in work.sources]
            if target is document.language:
                work.done[target] = self._clock("check", _as_it_is, rows)
            elif self._translator.info.takes_hints:
                work.rows[target] = self._clock("hint", _hinted, rows)
            else:
                work.rows[target] = rows
        return work

    def _translate_all(self, articles: Sequence[_Work], stages: Stages) -> None:
        broken = total = 0
        for direction in sorted(self._translator.info.directions):
            owners = [
                (work, row)
                for work in articles
                if work.document.language is direction[0]
                for row in work.rows.get(direction[1], ())
            ]
            rendered, seconds = self._rendered("translate", [row for _, row in owners])
            stages.rows[direction].append(seconds / max(len(owners), 1))
            failed = [index for index, each in enumerate(rendered) if each.revision.is_broken]
            careful = [replace(owners[index][1], careful=True) for index in failed]
            for index, again in zip(failed, self._rendered("translate again", careful)[0], strict=True):
                rendered[index] = again if not again.revision.is_broken else rendered[index]
            for (work, _), each in zip(owners, rendered, strict=True):
                work.done.setdefault(direction[1], []).append(each)
            broken, total = broken + len(failed), total + len(owners)
        stages.again.append(broken / total)

    def _rendered(self, stage: str, rows: Sequence[TranslationRow]) -> tuple[list[Rendered], float]:
        before = self._spent[stage]
        drafts: list[TranslatedRow] = []
        for start in range(0, len(rows), MAX_ROWS):
            drafts += self._clock(stage, self._translator.translate, rows[start : start + MAX_ROWS])
        return self._clock("check", _revised, rows, drafts), self._spent[stage] - before


def measure_stages(rounds: int) -> tuple[Stages, list[pb.BriefOutcome]]:
    """All stages, `rounds` times over twice the sample articles; and what came of the last round."""
    stages, outcomes = Stages(), list[pb.BriefOutcome]()
    briefing = _Pass()
    briefing.run(len(ARTICLES), Stages())  # warms up
    for _ in range(rounds):
        outcomes = briefing.run(2 * len(ARTICLES), stages)
    return stages, outcomes


@dataclass(frozen=True, slots=True)
class Recorded:
    """What SQLite takes for an article of a job: seconds of the clock and of the processor, and bytes on the disk."""

    clock: float
    processor: float
    disk: float


def measure_store(outcomes: Sequence[pb.BriefOutcome]) -> Recorded:
    """Store the start and the outcome of each article of a job, as many together as a server does."""
    with tempfile.TemporaryDirectory(prefix="newsbrief-scaling-") as folder:
        return asyncio.run(_recorded(JobStore(Path(folder), 4 << 30), outcomes))


async def _recorded(store: JobStore, outcomes: Sequence[pb.BriefOutcome]) -> Recorded:
    await store.open()
    key = await store.create("", "scaling", b"")
    bodies = [Article(article_id=str(number), body=article()) for number in range(_JOB)]
    await store.append(key, [body.SerializeToString() for body in bodies])
    await store.queue(key)
    waiting = await store.waiting(key, -1, _JOB)
    began, used = time.perf_counter(), time.process_time()
    for start in range(0, _JOB, AT_ONCE):
        now = waiting[start : start + AT_ONCE]
        await store.write([partial(statements.start, waiting=each) for each in now])
        await store.write(
            [
                partial(statements.finish, waited=each, outcome=outcomes[each.number % len(outcomes)])
                for each in now
            ]
        )
    spent = time.perf_counter() - began, time.process_time() - used
    disk = await store.read(bytes_used)
    await store.close()
    return Recorded(spent[0] / _JOB, spent[1] / _JOB, disk / _JOB)


def _hinted(rows: Sequence[TranslationRow]) -> list[TranslationRow]:
    lexicon = builtin()
    return [replace(row, hints=hints(row.text, row.source, row.target, lexicon=lexicon)) for row in rows]


def _revised(rows: Sequence[TranslationRow], drafts: Sequence[TranslatedRow]) -> list[Rendered]:
    return [
        Rendered(
            revise(row.text, row.source, draft.text, row.target, lexicon=builtin(), style=Style()),
            draft.confidence,
        )
        for row, draft in zip(rows, drafts, strict=True)
    ]


def _as_it_is(rows: Sequence[TranslationRow]) -> list[Rendered]:
    checked = [check(row.text, row.source, row.text, row.target, lexicon=builtin()) for row in rows]
    return [Rendered(Revision(row.text, each), 1.0) for row, each in zip(rows, checked, strict=True)]


def _encoded(work: _Work) -> pb.BriefOutcome:
    """The answer as it goes out, in bytes; what a job stores of it is the same."""
    writer = BriefWriter(work.text, SourceAnalyzed(work.document, work.selection))
    chosen = work.selection.chosen
    briefs = {}
    for target, rendered in work.done.items():
        head = len(rendered) - len(chosen)
        sentences = tuple(
            FinishedSentence(target, n, len(chosen), each, chosen[n])
            for n, each in enumerate(rendered[head:])
        )
        briefs[target] = FinishedBrief(target, rendered[0] if head else None, sentences, "bundled")
    response = pb.BriefArticleResponse(
        briefs=[writer.brief(each) for each in briefs.values()],
        source=writer.report(),
        facts=facts.across(briefs),
    )
    response.SerializeToString()
    return pb.BriefOutcome(response=response)
