"""Reading a metrics endpoint as Prometheus does."""

import asyncio
import urllib.request

from prometheus_client.parser import text_string_to_metric_families

HOST = "127.0.0.1"
Samples = dict[tuple[str, frozenset[tuple[str, str]]], float]


def scraped(port: int) -> Samples:
    """Everything the endpoint on `port` shows."""
    with urllib.request.urlopen(f"http://{HOST}:{port}/metrics", timeout=10) as answer:
        families = text_string_to_metric_families(answer.read().decode())
        return {(s.name, frozenset(s.labels.items())): s.value for family in families for s in family.samples}


async def scrape(port: int) -> Samples:
    """The same without holding up the event loop."""
    return await asyncio.to_thread(scraped, port)


def value(samples: Samples, name: str, **labels: str) -> float:
    """The sample of that name with exactly these labels."""
    return samples[name, frozenset(labels.items())]
