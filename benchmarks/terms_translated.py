"""Measures how a glossary's terms arrive with the bundled model: translated, revised, and judged by form and particle.

    python -m benchmarks.terms_translated [--sentences 50]

The sentences are the frames of tests/models/fidelity/terms with a term each, so many for each of the six directions,
drawn at random; every term is in the glossary, known to the gazetteer or not. A term is right when its press form
stands in the output, in Korean with the form of the particle that its last sound asks for, in Russian in a case that
its form allows and the words before it do not rule out. Right by itself: the model wrote it so. Told: a finding says
what is missing.
"""

import argparse
import random
from collections import Counter
from dataclasses import replace
from itertools import permutations

from benchmarks.machine import description
from newsbrief_models.fidelity.applying.russian_case import case_at
from newsbrief_models.fidelity.findings import FindingKind, Severity
from newsbrief_models.fidelity.hinting.hints import hints
from newsbrief_models.fidelity.lexicon import Lexicon, with_glossary
from newsbrief_models.fidelity.revise import Revision, Style, revise
from newsbrief_models.fidelity.second_try import TRIES, SecondTry, again
from newsbrief_models.fidelity.terms import AppliedTerm
from newsbrief_models.protocols import Translator
from newsbrief_models.store.locate import bundled
from newsbrief_models.terms import korean, russian
from newsbrief_models.terms.entries import Entry
from newsbrief_models.translate.ctranslate2_translator import CTranslate2Translator
from newsbrief_models.types import Language, TranslationRow
from tests.models.fidelity.terms.wrong_sentences import entries, sentences

SEED = 20250617
OUTCOMES = ("right by itself", "right once repaired", "wrong form", "missing, and told", "missing, not told")


def main() -> None:
    """Print the report."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--sentences", type=int, default=50, help="for each direction (default: 50)")
    chosen = parser.parse_args()
    print(f"## Terms through the bundled model\n\n{description('ctranslate2')}; seed {SEED}.\n")
    print(
        f"| direction | sentences | right | {' | '.join(OUTCOMES)} |\n|---|---|---|{'---|' * len(OUTCOMES)}"
    )
    known = {entry.name(Language.EN) or "": entry for entry in entries()}
    lexicon = with_glossary(known.values())
    translator = CTranslate2Translator.open(bundled())
    every = Counter[str]()
    for source, target in permutations(Language, 2):
        drawn = _drawn(source, target, chosen.sentences)
        rows = [_hinted(TranslationRow(text, source, target), lexicon) for text, _ in drawn]
        found = Counter[str]()
        for revised, (_, name) in zip(_translated(rows, translator, lexicon), drawn, strict=True):
            found[_outcome(revised, known[name], target)] += 1
        every += found
        print(_line(f"{source}-{target}", found))
    print(_line("**all**", every))


def _translated(rows: list[TranslationRow], translator: Translator, lexicon: Lexicon) -> list[Revision]:
    """As a brief's sentences are: translated, revised, and what broke down or lost its names tried again."""
    drafts = translator.translate(rows)
    revised = [_revised(row, draft.text, lexicon) for row, draft in zip(rows, drafts, strict=True)]
    tries: list[SecondTry | None] = [None] * len(rows)
    for _ in range(TRIES):
        tries = [
            again(row, one, lexicon=lexicon, before=before)
            for row, one, before in zip(rows, revised, tries, strict=True)
        ]
        written = iter(translator.translate([each.row for each in tries if each]))
        for index, each in enumerate(tries):
            draft = each.draft(next(written).text) if each else None
            if draft is not None:
                other = _revised(rows[index], draft, lexicon)
                revised[index] = min(revised[index], other, key=lambda one: one.faults)
    return revised


def _revised(row: TranslationRow, draft: str, lexicon: Lexicon) -> Revision:
    return revise(row.text, row.source, draft, row.target, lexicon=lexicon, style=Style())


def _drawn(source: Language, target: Language, count: int) -> list[tuple[str, str]]:
    """Sentences of `source` with the English name of the term in each; frames' own sources, or their right targets."""
    frames = [s for language in Language for s in sentences(language)]
    texts = {
        (s.source, s.name) for s in frames if s.source_language is source and s.target_language is target
    }
    if not texts:
        texts = {(s.right, s.name) for s in frames if s.target_language is source}
    return random.Random(SEED).sample(sorted(texts), count)


def _hinted(row: TranslationRow, lexicon: Lexicon) -> TranslationRow:
    return replace(row, hints=hints(row.text, row.source, row.target, lexicon=lexicon))


def _outcome(revised: Revision, entry: Entry, target: Language) -> str:
    ours = [term for term in revised.terms if term.entry == entry.id]
    if ours:
        if not _fits(revised.text, ours[0], entry, target):
            return "wrong form"
        return "right once repaired" if ours[0].repaired else "right by itself"
    told = any(
        f.kind in (FindingKind.TERM_NOT_APPLIED, FindingKind.NAME_MISSING, FindingKind.NAME_INCONSISTENT)
        and f.severity >= Severity.WARNING
        for f in revised.check.findings
    )
    return "missing, and told" if told else "missing, not told"


def _fits(text: str, term: AppliedTerm, entry: Entry, target: Language) -> bool:
    form = entry.forms[target][0]
    if target is Language.KO:
        return korean.repair(text, term.target_span, term.text)[0] == text
    if target is Language.EN:
        return term.text.casefold() == form.text.casefold()
    cases = russian.cases(form, term.text)
    return case_at(text, term.target_span, form, entry.kind) in cases


def _line(title: str, found: Counter[str]) -> str:
    total = found.total()
    right = found["right by itself"] + found["right once repaired"]
    cells = [f"{found[outcome]}" for outcome in OUTCOMES]
    return f"| {title} | {total} | {100 * right / max(1, total):.1f}% | {' | '.join(cells)} |"


if __name__ == "__main__":
    main()
