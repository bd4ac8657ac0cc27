"""A server and a client killed while a job runs: each article is there once. The large one is benchmarks/jobs.py."""

from dataclasses import replace
from pathlib import Path

from tests.reliability.job_plans import SHORT
from tests.reliability.killed_jobs import run


def test_every_article_once_through_kills_of_server_and_client(tmp_path: Path) -> None:
    plan = replace(SHORT, count=200, server_kills=2, client_kills=2)
    assert run(plan, tmp_path, seed=1).problems(plan.count) == []
    assert not (tmp_path / "briefs.jsonl.job").exists()
