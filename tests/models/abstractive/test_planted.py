"""On a hundred articles, a summarizer that plants wrong figures and names gets none of them through unmarked."""

import random

from benchmarks.abstractive import fate_of
from benchmarks.summary_errors import KINDS, honest, spoiled
from newsbrief_models.abstractive.verifying import Origin, Verifier
from newsbrief_models.fidelity.findings import Severity
from newsbrief_models.fidelity.lexicon import builtin
from tests.models.abstractive.generated import COUNT, articles


def test_no_planted_error_passes_unmarked() -> None:
    passed, planted, kinds = list[str](), 0, set[str]()
    for name, document in articles():
        verifier = Verifier(document, builtin())
        texts = [sentence.text for sentence in document.sentences]
        for written in spoiled(texts, document.language, random.Random(name)):  # noqa: S311
            planted += 1
            kinds.add(written.kind)
            kept = verifier.verify([written.text], document.language, 1).sentences
            if fate_of(kept) == "unmarked":
                passed.append(f"{name}, {written.kind}: {written.text}")
            for sentence in kept:
                # What stays as it was written never has a finding that the article speaks against.
                written_so = sentence.origin is Origin.WRITTEN
                assert not (written_so and any(f.severity is Severity.ERROR for f in sentence.findings))
    assert not passed, "\n".join(passed)
    assert planted > 5 * COUNT
    assert set(KINDS) - kinds == {"halfday", "person of another sentence"}  # the samples have none


def test_honest_sentences_are_kept() -> None:
    refused, total = list[str](), 0
    for name, document in articles():
        verifier = Verifier(document, builtin())
        texts = [sentence.text for sentence in document.sentences]
        for written in honest(texts, document.language, random.Random(name)):  # noqa: S311
            total += 1
            (kept,) = verifier.verify([written.text], document.language, 1).sentences
            assert written.source in kept.sources
            if kept.text != written.text:
                refused.append(f"{name}: {written.text}: {kept.findings}")
    assert len(refused) <= total / 200, "\n".join(refused)
