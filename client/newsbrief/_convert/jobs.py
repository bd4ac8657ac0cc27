"""Batches and jobs, read from messages."""

from newsbrief import _enums
from newsbrief import _types as t
from newsbrief._convert.briefs import brief_result
from newsbrief._convert.terms import time
from newsbrief._status import item_error
from newsbrief.v1 import job_service_pb2 as pb
from newsbrief.v1 import news_brief_service_pb2 as service_pb


def outcome(message: service_pb.BriefOutcome, request_id: str = "") -> t.Outcome:
    """What became of one article."""
    if message.HasField("error"):
        return t.Outcome(message.article_id, error=item_error(message.error, request_id))
    return t.Outcome(message.article_id, brief_result(message.response, request_id))


def job(message: pb.BriefJob) -> t.Job:
    """A job."""
    return t.Job(
        name=message.name,
        state=_enums.name(pb.BriefJob.State, message.state),
        article_count=message.article_count,
        done=message.done_count,
        failed=message.failed_count,
        languages=tuple(message.options.target_language_codes),
        created=time(message.create_time),
        started=time(message.start_time) if message.HasField("start_time") else None,
        ended=time(message.end_time) if message.HasField("end_time") else None,
        expires=time(message.expire_time) if message.HasField("expire_time") else None,
    )


def job_result(message: pb.StreamBriefJobResultsResponse) -> t.JobResult:
    """One result of a job."""
    return t.JobResult(message.offset, message.article_index, outcome(message.outcome))
