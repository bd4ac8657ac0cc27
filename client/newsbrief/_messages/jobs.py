"""Batches and jobs, as messages."""

from collections.abc import Iterable

from google.rpc import error_details_pb2, status_pb2
from grpc import StatusCode

from newsbrief import _enums
from newsbrief import _types as t
from newsbrief._errors import NewsbriefError
from newsbrief._messages.briefs import brief_result
from newsbrief._messages.terms import time
from newsbrief.v1 import job_service_pb2 as pb
from newsbrief.v1 import news_brief_service_pb2 as service_pb
from newsbrief.v1 import types_pb2

DOMAIN = "newsbrief.v1"


def outcome(value: t.Outcome) -> service_pb.BriefOutcome:
    """What became of one article."""
    if value.error is not None:
        return service_pb.BriefOutcome(article_id=value.article_id, error=_status(value.error))
    return service_pb.BriefOutcome(article_id=value.article_id, response=brief_result(value.briefs))


def _status(error: NewsbriefError) -> status_pb2.Status:
    status = status_pb2.Status(code=StatusCode[error.code].value[0], message=error.message)
    info = error_details_pb2.ErrorInfo(reason=error.reason, domain=DOMAIN, metadata=error.details)
    status.details.add().Pack(info)
    if error.field is not None:
        bad_request = error_details_pb2.BadRequest()
        bad_request.field_violations.add(field=error.field, description=error.message)
        status.details.add().Pack(bad_request)
    return status


def job(value: t.Job) -> pb.BriefJob:
    """A job."""
    return pb.BriefJob(
        name=value.name,
        state=_enums.value(pb.BriefJob.State, value.state),
        options=types_pb2.BriefOptions(target_language_codes=value.languages),
        article_count=value.article_count,
        done_count=value.done,
        failed_count=value.failed,
        create_time=time(value.created),
        start_time=time(value.started) if value.started else None,
        end_time=time(value.ended) if value.ended else None,
        expire_time=time(value.expires) if value.expires else None,
    )


def jobs(values: Iterable[t.Job]) -> pb.ListBriefJobsResponse:
    """Jobs, on one page."""
    return pb.ListBriefJobsResponse(brief_jobs=map(job, values))


def job_result(value: t.JobResult) -> pb.StreamBriefJobResultsResponse:
    """One result of a job."""
    return pb.StreamBriefJobResultsResponse(
        offset=value.offset, article_index=value.index, outcome=outcome(value.outcome)
    )
