"""The store: what it keeps and how it is changed, listed and bounded."""

import asyncio
import stat
from pathlib import Path

import pytest

from newsbrief_service.glossaries import statements
from newsbrief_service.storage.errors import (
    EtagError,
    ExistsError,
    FullError,
    NotFoundError,
)
from tests.service.glossaries.conftest import Opened
from tests.service.glossaries.terms import record, records


@pytest.mark.parametrize("in_memory", [False, True])
async def test_entries_are_created_read_changed_and_deleted(opened: Opened, in_memory: bool) -> None:
    store = opened(folder=None) if in_memory else opened()
    made = await store.create("desk", "The desk", [record("Seoul", "서울")])
    assert (made.entry_count, made.display_name) == (1, "The desk")
    entry = await store.create_entry("desk", record("Moscow", "모스크바", note="capital"))
    changed = await store.update_entry(
        "desk", entry.number, lambda old: record("Moscow", "모스크바", old.note.upper())
    )
    found, more = await store.entries("desk", 0, 10, "")
    assert [each.term.forms["en"].text for each in found] == ["Seoul", "Moscow"]
    assert (found[1], more) == (changed, False)
    await store.delete_entry("desk", found[0].number)
    assert (await store.get("desk")).entry_count == 1
    await store.delete("desk", "")
    with pytest.raises(NotFoundError):
        await store.entries("desk", 0, 10, "")


async def test_another_store_reads_what_one_has_written(opened: Opened) -> None:
    await opened().create("desk", "The desk", records(3))
    again = opened()
    assert (await again.get("desk")).entry_count == 3
    assert [info.id for info in await again.glossaries("", 10)] == ["desk"]


async def test_nothing_is_made_before_it_is_needed_and_then_for_the_owner_only(
    opened: Opened, tmp_path: Path
) -> None:
    store = opened()
    await store.check()
    assert not (tmp_path / "data").exists()
    await store.create("desk", "", records(1))
    assert stat.S_IMODE((tmp_path / "data").stat().st_mode) == 0o700
    modes = {stat.S_IMODE(path.stat().st_mode) for path in (tmp_path / "data").iterdir()}
    assert modes == {0o600}


async def test_etags_guard_against_changes_by_others(opened: Opened) -> None:
    store = opened()
    first = await store.create("desk", "a", [])
    second = await store.rename("desk", "b", first.etag)
    await store.create_entry("desk", record("Seoul", "서울"))
    for stale in (first.etag, second.etag):
        with pytest.raises(EtagError):
            await store.rename("desk", "c", stale)
        with pytest.raises(EtagError):
            await store.delete("desk", stale)
    current = await store.get("desk")
    assert current.display_name == "b"
    assert current.updated > second.updated > first.updated >= first.created
    await store.delete("desk", current.etag)


async def test_same_forms_are_one_entry(opened: Opened) -> None:
    store = opened()
    await store.create("desk", "", [record("Seoul", "서울"), record("Busan", "부산")])
    with pytest.raises(ExistsError, match="entry 1"):
        await store.create_entry("desk", record("SEOUL", "서울", note="in capitals"))
    with pytest.raises(ExistsError, match="entry 1"):
        await store.update_entry("desk", 2, lambda old: record("Seoul", "서울"))
    await store.add("desk", [record("Seoul", "서울", note="again"), record("Daegu", "대구")], replace=False)
    found, _ = await store.entries("desk", 0, 10, "")
    assert [(each.term.forms["en"].text, each.term.note) for each in found] == [
        ("Seoul", "again"),
        ("Busan", ""),
        ("Daegu", ""),
    ]
    await store.add("desk", [record("Ulsan", "울산")], replace=True)
    found, _ = await store.entries("desk", 0, 10, "")
    assert [each.term.forms["en"].text for each in found] == ["Ulsan"]


async def test_numbers_are_not_given_twice(opened: Opened) -> None:
    store = opened()
    await store.create("desk", "", [record("Seoul", "서울")])
    await store.delete_entry("desk", 1)
    assert (await store.create_entry("desk", record("Seoul", "서울"))).number == 2


async def test_queries_look_through_forms_aliases_and_notes_whatever_the_capitals(opened: Opened) -> None:
    store = opened()
    await store.create(
        "desk", "", [record("Seoul", "서울", note="100% Capital_City"), record("Busan", "부산", "Пусан")]
    )
    for query, expected in {
        "eou": [1],
        "부산": [2],
        "пусан": [2],
        "100%": [1],
        "l_c": [1],
        "%": [1],
        "x": [],
    }.items():
        found, _ = await store.entries("desk", 0, 10, query)
        assert [each.number for each in found] == expected, query


async def test_pages_end_after_a_megabyte(opened: Opened) -> None:
    store = opened()
    long = [record(f"{'x' * 190} {number}", "가나", note="다" * 500) for number in range(1000)]
    await store.create("desk", "", long)
    numbers: list[int] = []
    more, pages = True, 0
    while more:
        found, more = await store.entries("desk", numbers[-1] if numbers else 0, 1000, "")
        assert sum(each.term.ByteSize() for each in found) < 1.1 * (1 << 20)
        numbers += [each.number for each in found]
        pages += 1
    assert numbers == list(range(1, 1001))
    assert pages == 2


async def test_limits_on_glossaries_and_entries(opened: Opened, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(statements, "MAX_GLOSSARIES", 2)
    monkeypatch.setattr(statements, "MAX_ENTRIES", 3)
    store = opened()
    await store.create("a", "", records(3))
    await store.create("b", "", [])
    with pytest.raises(FullError, match="2 glossaries"):
        await store.create("c", "", [])
    with pytest.raises(ExistsError):
        await store.create("b", "", [])
    with pytest.raises(FullError, match="4 entries; the limit is 3"):
        await store.create_entry("a", record("Seoul", "서울"))
    with pytest.raises(FullError):
        await store.add("b", records(4), replace=True)
    assert [(info.id, info.entry_count) for info in await store.glossaries("", 10)] == [("a", 3), ("b", 0)]


async def test_readers_see_whole_imports_only(opened: Opened) -> None:
    store = opened()
    await store.create("desk", "", records(500))
    writing = asyncio.gather(*(store.add("desk", records(size), replace=True) for size in (1000, 500) * 5))
    while not writing.done():
        found, _ = await store.entries("desk", 0, 1000, "")
        assert len(found) in (500, 1000)
    await writing
