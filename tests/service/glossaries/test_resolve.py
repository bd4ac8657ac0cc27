"""Which terms a request gets: order settles who wins, snapshots stay, the cache follows changes and stays small."""

from collections.abc import AsyncIterator, Sequence
from typing import Any

import pytest

from newsbrief.v1.types_pb2 import GlossaryConfig, GlossaryTerm, TermForm
from newsbrief_models.types import Language
from newsbrief_service.errors import ServiceError
from newsbrief_service.glossaries import resolve
from newsbrief_service.glossaries.resolve import Origin, Resolver, Terms
from newsbrief_service.glossaries.store import Store
from tests.service.glossaries.terms import record, records, term

EN, KO, RU = Language.EN, Language.KO, Language.RU


@pytest.fixture
async def store() -> AsyncIterator[Store]:
    made = Store(None)
    yield made
    await made.close()


@pytest.fixture
async def resolver(store: Store) -> AsyncIterator[Resolver]:
    made = Resolver(store, cached_entries=10)
    yield made
    await made.close()


def config(*idents: str, inline: Sequence[GlossaryTerm] = (), builtin: bool = False) -> GlossaryConfig:
    return GlossaryConfig(
        glossaries=[f"glossaries/{ident}" for ident in idents],
        inline_terms=inline,
        disable_builtin_names=not builtin,
    )


def told(terms: Terms, text: str, source: Language, target: Language) -> list[tuple[str, str, str]]:
    """(in the text, in the target language, where from) of the terms found, as `find` and as the lexicon have it."""
    found = terms.find(text, source, target)
    return [(hit.span.of(text), hit.target_text, hit.term.glossary or str(hit.term.origin)) for hit in found]


def of_lexicon(terms: Terms, text: str, source: Language) -> list[list[str]]:
    """The ids of what the lexicon's glossary finds at each place."""
    glossary = terms.lexicon().glossary
    assert glossary is not None
    return [[entry.id for entry in mention.entries] for mention in glossary.find(text, source)]


async def test_later_glossaries_win_and_inline_terms_over_all(store: Store, resolver: Resolver) -> None:
    await store.create("a", "", [record("Shoigu", "쇼이구A"), record("Lavrov", "라브로프A")])
    await store.create("b", "", [record("Shoigu", "쇼이구B"), record("Lavrov", "라브로프B")])
    text = "Shoigu met Lavrov."
    terms = await resolver.terms_for(config("a", "b", inline=[term("Lavrov", "라브로프")]), "c")
    assert told(terms, text, EN, KO) == [
        ("Shoigu", "쇼이구B", "glossaries/b"),
        ("Lavrov", "라브로프", "request"),
    ]
    assert of_lexicon(terms, text, EN) == [
        ["glossaries/b/entries/1", "glossaries/a/entries/1"],
        ["inline_terms[0]", "glossaries/b/entries/2", "glossaries/a/entries/2"],
    ]
    terms = await resolver.terms_for(config("b", "a"), "c")
    assert told(terms, text, EN, KO)[0] == ("Shoigu", "쇼이구A", "glossaries/a")
    assert [(each.origin, each.glossary, each.entry.name(KO)) for each in terms.all()] == [
        (Origin.GLOSSARY, "glossaries/a", "쇼이구A"),
        (Origin.GLOSSARY, "glossaries/a", "라브로프A"),
        (Origin.GLOSSARY, "glossaries/b", "쇼이구B"),
        (Origin.GLOSSARY, "glossaries/b", "라브로프B"),
    ]


async def test_korean_is_stacked_too(store: Store, resolver: Resolver) -> None:
    await store.create("a", "", [record("Shoigu", "쇼이구"), record("Sergei Shoigu", "세르게이 쇼이구")])
    terms = await resolver.terms_for(config("a", inline=[term("SHOIGU", "쇼이구")]), "c")
    text = "쇼이구는 갔다. 세르게이 쇼이구가 왔다."
    assert of_lexicon(terms, text, KO) == [
        ["inline_terms[0]", "glossaries/a/entries/1"],
        ["glossaries/a/entries/2"],
    ]
    assert told(terms, text, KO, EN) == [
        ("쇼이구", "SHOIGU", "request"),
        ("세르게이 쇼이구", "Sergei Shoigu", "glossaries/a"),
    ]


async def test_a_term_without_a_form_in_the_target_hides_none(store: Store, resolver: Resolver) -> None:
    await store.create("a", "", [record("Seoul", "서울", "Сеул-А")])
    inline = [term("Seoul", "서울시")]
    terms = await resolver.terms_for(config("a", inline=inline), "c")
    assert told(terms, "In Seoul.", EN, KO) == [("Seoul", "서울시", "request")]
    assert told(terms, "In Seoul.", EN, RU) == [("Seoul", "Сеул-А", "glossaries/a")]
    terms = await resolver.terms_for(config(inline=inline, builtin=True), "c")
    assert told(terms, "In Seoul.", EN, RU) == [("Seoul", "Сеул", "gazetteer")]


async def test_a_term_within_another(resolver: Resolver) -> None:
    inline = [
        term("Security Council", "안전보장이사회"),
        term("Security Council of Russia", "러시아 안보회의"),
    ]
    terms = await resolver.terms_for(config(inline=inline), "c")
    text = "The Security Council of Russia met; the UN Security Council did not."
    assert told(terms, text, EN, KO) == [
        ("Security Council of Russia", "러시아 안보회의", "request"),
        ("Security Council", "안전보장이사회", "request"),
    ]
    assert told(terms, "안전보장이사회가 러시아 안보회의를", KO, EN) == [
        ("안전보장이사회", "Security Council", "request"),
        ("러시아 안보회의", "Security Council of Russia", "request"),
    ]


async def test_aliases_are_found_and_russian_in_every_case(resolver: Resolver) -> None:
    made = term("Kim Jong-un", "김정은", "Ким Чен Ын", kind=1)
    made.forms["en"].aliases.append("Kim Jong Un")
    terms = await resolver.terms_for(config(inline=[made]), "c")
    assert told(terms, "Kim Jong Un spoke.", EN, RU) == [("Kim Jong Un", "Ким Чен Ын", "request")]
    assert told(terms, "с Ким Чен Ыном", RU, KO) == [("Ким Чен Ыном", "김정은", "request")]


async def test_no_glossary_is_only_the_gazetteer(resolver: Resolver) -> None:
    terms = await resolver.terms_for(GlossaryConfig(), "c")
    assert terms.all() == ()
    assert terms.lexicon().glossary is None
    assert told(terms, "In Seoul.", EN, KO) == [("Seoul", "서울", "gazetteer")]
    off = await resolver.terms_for(config(), "c")
    assert told(off, "In Seoul.", EN, KO) == []
    assert off.lexicon().names.find("In Seoul.", EN) == ()


async def test_what_was_resolved_outlives_changes_and_deletion(store: Store, resolver: Resolver) -> None:
    await store.create("a", "", [record("Seoul", "서울A")])
    before = await resolver.terms_for(config("a"), "c")
    assert await resolver.terms_for(config("a"), "c") == before
    await store.update_entry("a", 1, lambda old: record("Seoul", "서울B"))
    after = await resolver.terms_for(config("a"), "c")
    await store.delete("a", "")
    assert told(before, "In Seoul.", EN, KO) == [("Seoul", "서울A", "glossaries/a")]
    assert told(after, "In Seoul.", EN, KO) == [("Seoul", "서울B", "glossaries/a")]
    with pytest.raises(ServiceError) as caught:
        await resolver.terms_for(config("a"), "c")
    assert (caught.value.code.name, caught.value.field) == ("NOT_FOUND", "c.glossaries[0]")
    await store.create("a", "", [record("Seoul", "서울C")])
    assert told(await resolver.terms_for(config("a"), "c"), "Seoul", EN, KO)[0][1] == "서울C"


async def test_the_cache_keeps_what_was_used_last(store: Store, resolver: Resolver) -> None:
    for ident in ("a", "b", "c"):
        await store.create(ident, "", records(5))
    layers = [
        (await resolver.terms_for(config(ident), "c")).layers[0] for ident in ("a", "b", "a", "c", "a", "b")
    ]
    first_a, first_b, again_a, _, third_a, again_b = layers
    assert first_a is again_a is third_a
    assert first_b is not again_b


async def test_the_entries_of_a_call_are_bounded(
    store: Store, resolver: Resolver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(resolve, "MAX_ENTRIES_A_CALL", 9)
    for ident in ("a", "b"):
        await store.create(ident, "", records(5))
    with pytest.raises(ServiceError, match="10 entries together; up to 9") as caught:
        await resolver.terms_for(config("a", "b"), "c")
    assert (caught.value.reason, caught.value.field) == ("OUT_OF_RANGE", "c.glossaries")


BAD: dict[str, tuple[dict[str, Any], str, str]] = {
    "no name": ({"glossaries": [""]}, "MALFORMED_VALUE", "glossaries[0]"),
    "no such form": ({"glossaries": ["desk"]}, "MALFORMED_VALUE", "glossaries[0]"),
    "a path": ({"glossaries": ["glossaries/../x"]}, "MALFORMED_VALUE", "glossaries[0]"),
    "missing": ({"glossaries": ["glossaries/none"]}, "NOT_FOUND", "glossaries[0]"),
    "twice": ({"glossaries": ["glossaries/x"] * 2}, "DUPLICATE", "glossaries[1]"),
    "17 glossaries": ({"glossaries": [f"glossaries/{n}" for n in range(17)]}, "OUT_OF_RANGE", "glossaries"),
    "1,001 terms": ({"inline_terms": [GlossaryTerm()] * 1001}, "OUT_OF_RANGE", "inline_terms"),
    "a bad form": (
        {
            "inline_terms": [
                term("Seoul", "서울"),
                GlossaryTerm(forms={"en": TermForm(text="A"), "ru": TermForm()}),
            ]
        },
        "TEXT_EMPTY",
        'inline_terms[1].forms["ru"].text',
    ),
    "one language": ({"inline_terms": [term("Seoul")]}, "OUT_OF_RANGE", "inline_terms[0].forms"),
}


@pytest.mark.parametrize("row", BAD.values(), ids=BAD)
async def test_what_is_wrong_is_named(resolver: Resolver, row: tuple[dict[str, Any], str, str]) -> None:
    fields, reason, field = row
    with pytest.raises(ServiceError) as caught:
        await resolver.terms_for(GlossaryConfig(**fields), "options.glossary_config")
    assert (caught.value.reason, caught.value.field) == (reason, f"options.glossary_config.{field}")
