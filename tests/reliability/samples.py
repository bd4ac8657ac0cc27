"""The sample articles for the bundled model, whose right answer is the one it gives when nothing else goes on."""

from pathlib import Path

import newsbrief
from tests.reliability.ledger import Ledger
from tests.reliability.load import Request

SEEDS = sorted((Path(__file__).parents[2] / "seeds").glob("*.*.txt"))
VARIANTS = 30
Told = list[list[str]]


def text(number: int) -> str:
    """A sample article, of which there are `VARIANTS` that have no sentence in common."""
    variant = number % VARIANTS
    plain = SEEDS[variant % len(SEEDS)].read_text("utf-8")
    return plain.replace(". ", f" ({variant}). ").replace(".\n", f" ({variant}).\n")


def told(result: newsbrief.BriefResult) -> Told:
    """The sentences of each brief."""
    return [[sentence.text for sentence in brief.sentences] for brief in result]


async def variants(client: newsbrief.AsyncClient) -> list[Told]:
    """What the model makes of each variant, one after the other."""
    return [told(await client.brief(text(number))) for number in range(VARIANTS)]


def sample(client: newsbrief.AsyncClient, ledger: Ledger, alone: list[Told]) -> Request:
    """One request for briefs of a variant, which must be as they were `alone`."""

    async def one(number: int) -> None:
        with ledger.request(number) as entry:
            entry.end(told(await client.brief(text(number))) == alone[number % VARIANTS])

    return one
