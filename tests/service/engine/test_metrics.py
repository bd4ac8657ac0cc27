"""What engines, their batches and the cache show to Prometheus."""

import asyncio

from newsbrief.v1 import news_brief_service_pb2 as pb
from newsbrief.v1 import types_pb2
from newsbrief_service.engine.executor import ProcessExecutor
from newsbrief_service.metrics.prometheus import READINGS
from newsbrief_service.scheduling.admission import Admission
from newsbrief_service.scheduling.cache import ResultCache
from tests.service.articles import EN
from tests.service.conftest import Start
from tests.service.engine.conftest import command
from tests.service.metrics.scraping import scrape, value

REQUEST = pb.BriefArticleRequest(article=types_pb2.Article(body=EN))


async def test_batches_of_engines(start: Start, unused_tcp_port: int) -> None:
    stub = command("--workers", "1", "--seconds-a-row", "0.001")
    executor = await ProcessExecutor.start(stub, 1, 1, cache=ResultCache(1 << 20))  # closed with the server
    admission = Admission(executor.scheduler.tokens_a_second, 60.0, 1_000_000)
    running = await start(executor, admission, metrics_port=unused_tcp_port)
    for _ in range(2):
        await running.stub.BriefArticle(REQUEST, metadata=(("x-newsbrief-priority", "bulk"),))
    (engine,) = executor.supervisor.engines
    await engine.kill("a test wants it")
    async with asyncio.timeout(20):
        while not executor.supervisor.restarts:
            await asyncio.sleep(0.02)

    samples = await scrape(unused_tcp_port)
    rows = value(samples, "newsbrief_batch_rows_sum")
    assert rows > 0
    waited = value(samples, "newsbrief_queue_wait_seconds_count", **{"class": "bulk"})
    warmed_up = value(samples, "newsbrief_queue_wait_seconds_count", **{"class": "interactive"})
    assert waited > 0
    assert waited + warmed_up == rows
    assert value(samples, "newsbrief_batch_pad_ratio_count") == value(samples, "newsbrief_batch_rows_count")
    assert value(samples, "newsbrief_cache_hits_total") == waited  # the second time
    assert value(samples, "newsbrief_engine_restarts_total") == 1
    assert value(samples, "newsbrief_engines_ready") == 1
    assert value(samples, "newsbrief_queue_rows") == 0
    assert value(samples, "newsbrief_tokens_per_second") > 0
    for name in READINGS:
        if name.startswith("newsbrief_text_"):
            continue  # texts are read in the server's own process here
        assert value(samples, name) >= 0
