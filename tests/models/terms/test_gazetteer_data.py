"""The gazetteer's rows are well formed, one entity each, each form in its own script."""

import re
from collections import Counter

from newsbrief_models.terms import Form, Kind, Strength, gazetteer, russian
from newsbrief_models.terms.entries import parse_form
from newsbrief_models.types import Language

ENTRIES = gazetteer.load()
HANGUL = re.compile(r"[가-힣]")
CYRILLIC = re.compile(r"[А-Яа-яЁё]")
ID = re.compile(r"(person|place|org|party|title|work|term)\.[a-z0-9]+(-[a-z0-9]+)*")
MIXED = re.compile(r"[A-Za-z][А-Яа-яЁё]|[А-Яа-яЁё][A-Za-z]")
CODE = re.compile(r"(-|A|(m|ma|ms|mas|f|n|a|aa|sm|sf|p|pa)(:[А-Яа-яЁё-]+)?(/[А-Яа-яЁё-]+(:[А-Яа-яЁё-]+)?)?)")


def test_it_holds_what_was_promised() -> None:
    assert len(ENTRIES) >= 1500
    kinds = Counter(entry.kind for entry in ENTRIES)
    assert all(kinds[kind] >= 100 for kind in Kind)


def test_ids_and_press_forms_are_unique() -> None:
    assert [i for i, n in Counter(entry.id for entry in ENTRIES).items() if n > 1] == []
    named = Counter((entry.kind, entry.name(Language.EN)) for entry in ENTRIES)
    assert [name for name, n in named.items() if n > 1] == []


def test_rows_have_every_language_no_form_twice_and_point_at_rows_there_are() -> None:
    problems = []
    for entry in ENTRIES:
        if not ID.fullmatch(entry.id):
            problems.append((entry.id, "id"))
        for language in Language:
            forms = entry.forms[language]
            texts = [form.text for form in forms]
            if not forms or len(set(forms)) < len(forms):
                problems.append((entry.id, f"{language}: none, or one twice"))
            if any(not text or text != text.strip() or set(text) & set("|~\t?^") for text in texts):
                problems.append((entry.id, f"{language}: stray marks or spaces"))
        others = (*entry.parts, *([entry.seat_of] if entry.seat_of else []))
        problems += [(entry.id, other) for other in others if other not in gazetteer.by_id()]
    assert problems == []


def test_forms_are_in_their_script() -> None:
    problems = []
    for entry in ENTRIES:
        problems += [
            f.text for f in entry.forms[Language.EN] if CYRILLIC.search(f.text) or HANGUL.search(f.text)
        ]
        problems += [f.text for f in entry.forms[Language.KO] if CYRILLIC.search(f.text)]
        problems += [
            f.text for f in entry.forms[Language.RU] if HANGUL.search(f.text) or MIXED.search(f.text)
        ]
    assert problems == []


def test_korean_and_russian_press_forms_are_written_so() -> None:
    latin = re.compile(r"[A-Z0-9]")  # KOSPI, G20, HIMARS
    korean = [
        name
        for e in ENTRIES
        if not HANGUL.search(name := e.forms[Language.KO][0].text) and not latin.match(name)
    ]
    russian_ = [
        n for e in ENTRIES if not CYRILLIC.search(n := e.forms[Language.RU][0].text) and not latin.match(n)
    ]
    assert korean == []
    assert russian_ == []


def test_russian_codes_are_known_and_change_what_they_say() -> None:
    problems = [form for entry in ENTRIES for form in entry.forms[Language.RU] if not sound(form)]
    assert problems == []


def sound(form: Form) -> bool:
    """Whether a form's inflection code can be read, fits its words and does something."""
    code = form.inflection
    if code == "indecl":
        return True
    if "=" in code:
        given = {part.split("=")[0] for part in code.split(";")}
        return {"gen", "dat", "ins", "loc"} <= given <= {"gen", "dat", "acc", "ins", "loc"}
    words = code.split(" ")
    known = all(CODE.fullmatch(word) for word in words) and len(words) <= len(form.text.split(" "))
    return known and form.text in (forms := russian.forms(form)) and len(forms) > 1


def test_marks_are_read() -> None:
    assert parse_form("?^Того~indecl") == Form("Того", Strength.WEAK, "indecl", inside_only=True)
    assert parse_form("=Новая газета~a f") == Form("Новая газета", Strength.FULL, "a f", exact_case=True)
    assert parse_form("Москва", "f") == Form("Москва", inflection="f")
