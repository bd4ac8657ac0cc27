"""The calls of BriefJobService."""

import secrets
from collections.abc import Iterable, Iterator
from typing import Unpack

from newsbrief import _convert
from newsbrief._calls.briefs import article as checked
from newsbrief._calls.briefs import options_of
from newsbrief._calls.call import Call, check_text, refuse
from newsbrief._calls.glossaries import PAGE_SIZE, PIECE_BYTES, Page
from newsbrief._calls.options import Making
from newsbrief._types import Article, Job, JobResult
from newsbrief.v1 import job_service_pb2 as pb
from newsbrief.v1 import types_pb2

SERVICE = pb.DESCRIPTOR.services_by_name["BriefJobService"].full_name
AnyJob = str | Job
JOBS = "jobs/"
_ID_BYTES = 8


def _path(method: str) -> str:
    return f"/{SERVICE}/{method}"


def job_name(job: AnyJob) -> str:
    """ "jobs/archive" for "archive", for that itself and for the job of that name."""
    name = job.name if isinstance(job, Job) else check_text(job, "name")
    return name if "/" in name else JOBS + name


def new_id() -> str:
    """An id that no other job has."""
    return secrets.token_hex(_ID_BYTES)


def create(
    articles: Iterable[str | Article],
    job_id: str,
    to: str | Iterable[str],
    sentences: int | None,
    **making: Unpack[Making],
) -> Call[Job]:
    """Store articles to be briefed. Articles are read as they are sent."""
    order = pb.CreateBriefJobRequest(
        job_id=check_text(job_id, "job_id").removeprefix(JOBS), options=options_of(to, sentences, **making)
    )
    if isinstance(articles, str | Article):
        raise refuse("give the articles as a list, or whatever yields them", "MALFORMED_VALUE", "articles")
    return Call(
        _path("CreateBriefJob"),
        _pieces(order, articles),
        pb.CreateBriefJobResponse,
        lambda response: _convert.job(response.brief_job),
    )


def _pieces(
    order: pb.CreateBriefJobRequest, articles: Iterable[str | Article]
) -> Iterator[pb.CreateBriefJobRequest]:
    yield order
    piece, size, count = list[types_pb2.Article](), 0, 0
    for each in articles:
        message = checked(each, None, None, None)
        if piece and size + message.ByteSize() > PIECE_BYTES:
            yield pb.CreateBriefJobRequest(articles=piece)
            piece, size = [], 0
        piece.append(message)
        size += message.ByteSize()
        count += 1
    yield pb.CreateBriefJobRequest(articles=piece, article_count=count)


def get(job: AnyJob) -> Call[Job]:
    """Ask how a job stands."""
    return Call(
        _path("GetBriefJob"),
        pb.GetBriefJobRequest(name=job_name(job)),
        pb.GetBriefJobResponse,
        lambda response: _convert.job(response.brief_job),
    )


def jobs(token: str) -> Call[Page[Job]]:
    """List jobs."""
    return Call(
        _path("ListBriefJobs"),
        pb.ListBriefJobsRequest(page_size=PAGE_SIZE, page_token=token),
        pb.ListBriefJobsResponse,
        lambda response: Page(list(map(_convert.job, response.brief_jobs)), response.next_page_token),
    )


def cancel(job: AnyJob) -> Call[Job]:
    """End a job."""
    return Call(
        _path("CancelBriefJob"),
        pb.CancelBriefJobRequest(name=job_name(job)),
        pb.CancelBriefJobResponse,
        lambda response: _convert.job(response.brief_job),
    )


def delete(job: AnyJob) -> Call[None]:
    """Delete a job."""
    return Call(
        _path("DeleteBriefJob"),
        pb.DeleteBriefJobRequest(name=job_name(job)),
        pb.DeleteBriefJobResponse,
        lambda response: None,
    )


def results(job: AnyJob, offset: int) -> Call[JobResult | None]:
    """Follow the results of a job."""
    if offset < 0:
        raise refuse(f"{offset} is below 0", "OUT_OF_RANGE", "offset")
    return Call(
        _path("StreamBriefJobResults"),
        pb.StreamBriefJobResultsRequest(name=job_name(job), offset=offset),
        pb.StreamBriefJobResultsResponse,
        _convert.job_result,
    )
