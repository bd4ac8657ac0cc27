"""The work of a race: articles, their briefs' sentences, and the very tokens that the product's model gets for them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from benchmarks.written import read_articles
from newsbrief_models.fidelity.hinting.hints import hints
from newsbrief_models.fidelity.lexicon import builtin
from newsbrief_models.summarize.extractive import ExtractiveSummarizer
from newsbrief_models.text.document import read
from newsbrief_models.translate.ctranslate2_translator import CTranslate2Translator
from newsbrief_models.translate.sentence_translator import Output, Pending, Prompt
from newsbrief_models.types import Document, Language, TranslationRow

_SENTENCES = 3


@dataclass(frozen=True, slots=True)
class Request:
    """An article, and the rows that its three briefs ask a model for."""

    article: str
    rows: tuple[TranslationRow, ...]


class _Nothing:
    def result(self) -> Output:
        return Output((), 0.0)


class _Recorder(CTranslate2Translator):
    """Keeps what it would have been asked to decode, and decodes nothing."""

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.asked: list[tuple[Prompt, int]] = []

    def _submit(self, prompts: list[Prompt], longest: int, like: TranslationRow) -> Sequence[Pending]:
        self.asked += [(prompt, longest) for prompt in prompts]
        return [_Nothing()] * len(prompts)


class Prompts:
    """What the model in `folder` gets for a row, as the product writes it."""

    def __init__(self, folder: Path) -> None:
        recorder = _Recorder.open(folder)
        assert isinstance(recorder, _Recorder)
        self._recorder = recorder

    @property
    def takes_hints(self) -> bool:
        """Whether rows are to have hints."""
        return self._recorder.info.takes_hints

    @property
    def decoding(self) -> dict[str, Any]:
        """How every way decodes."""
        decoding = self._recorder.about.decoding
        return {
            "beam_size": decoding.beam_size,
            "repetition_penalty": decoding.repetition_penalty,
            "no_repeat_ngram_size": decoding.no_repeat_ngram_size,
            "length_penalty": decoding.length_penalty,
            "patience": decoding.patience,
        }

    def of(self, row: TranslationRow) -> list[dict[str, Any]]:
        """A prompt for each of its clauses: source tokens, those the output begins with, its greatest length."""
        self._recorder.asked.clear()
        self._recorder.translate([row])
        return [
            {"source": prompt.source, "forced": prompt.forced, "longest": longest, "text": row.text}
            for prompt, longest in self._recorder.asked
        ]


def requests(folder: Path, count: int, *, hinted: bool) -> list[Request]:
    """`count` articles below `folder`, each in one language, by turns; no sentence twice."""
    articles = read_articles(folder)
    chosen = articles[:: max(1, len(articles) // count)][:count]
    return [
        _request(article.documents[tuple(Language)[number % len(Language)]], hinted)
        for number, article in enumerate(chosen)
    ]


def _request(written: Document, hinted: bool) -> Request:
    assert written.headline
    text = "\n\n".join([written.headline.text, *(sentence.text for sentence in written.sentences)])
    document = read(text, language=written.language)
    chosen = ExtractiveSummarizer().select(document, _SENTENCES).chosen
    sources = [document.headline.text] if document.headline else []
    sources += [document.sentences[index].text for index in chosen]
    targets = [target for target in Language if target is not document.language]
    rows = [TranslationRow(source, document.language, target) for target in targets for source in sources]
    return Request(text, tuple(map(_hinted, rows) if hinted else rows))


def _hinted(row: TranslationRow) -> TranslationRow:
    return replace(row, hints=hints(row.text, row.source, row.target, lexicon=builtin()))
