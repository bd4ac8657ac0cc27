"""BriefJobService, answered by the fake: a job has ended as soon as it is stored."""

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import grpc

from newsbrief import _messages
from newsbrief._calls.jobs import JOBS
from newsbrief._types import Job
from newsbrief.testing._failures import Failure
from newsbrief.testing._glossaries import NOW, page
from newsbrief.testing._servicer import Receive
from newsbrief.v1 import job_service_pb2 as pb
from newsbrief.v1 import job_service_pb2_grpc as pb_grpc
from newsbrief.v1 import news_brief_service_pb2 as service_pb
from newsbrief.v1 import types_pb2

Brief = Callable[[types_pb2.Article, types_pb2.BriefOptions], service_pb.BriefOutcome]


@dataclass(frozen=True, slots=True)
class Kept:
    """A job and its results."""

    job: Job
    outcomes: tuple[service_pb.BriefOutcome, ...]


class JobServicer(pb_grpc.BriefJobServiceServicer):
    """Reads requests, briefs all articles of a job at once, writes answers."""

    def __init__(self, receive: Receive, brief: Brief) -> None:
        self._receive = receive
        self._brief = brief
        self._kept: dict[str, Kept] = {}
        self._lock = threading.Lock()

    def CreateBriefJob(
        self, request_iterator: Iterator[pb.CreateBriefJobRequest], context: grpc.ServicerContext
    ) -> pb.CreateBriefJobResponse:
        requests = list(request_iterator)
        articles = [article for request in requests for article in request.articles]
        name, options = JOBS + requests[0].job_id, requests[0].options
        targets = tuple(options.target_language_codes)
        self._receive(
            context,
            "jobs.create",
            name=name,
            to=targets,
            texts=tuple(article.body for article in articles),
            sentences=options.max_sentences if options.HasField("max_sentences") else None,
        )
        with self._lock:
            if name in self._kept:
                Failure("ALREADY_EXISTS", "ALREADY_EXISTS", f"{name} exists", "job_id").abort(context)
            outcomes = tuple(self._brief(article, options) for article in articles)
            failed = sum(outcome.HasField("error") for outcome in outcomes)
            count = len(outcomes)
            job = Job(name, "succeeded", count, count, failed, targets, NOW, NOW, NOW, NOW)
            self._kept[name] = Kept(job, outcomes)
        return pb.CreateBriefJobResponse(brief_job=_messages.job(job))

    def GetBriefJob(
        self, request: pb.GetBriefJobRequest, context: grpc.ServicerContext
    ) -> pb.GetBriefJobResponse:
        self._receive(context, "jobs.get", name=request.name)
        return pb.GetBriefJobResponse(brief_job=_messages.job(self._get(request.name, context).job))

    def ListBriefJobs(
        self, request: pb.ListBriefJobsRequest, context: grpc.ServicerContext
    ) -> pb.ListBriefJobsResponse:
        self._receive(context, "jobs.list")
        with self._lock:
            jobs = [kept.job for kept in reversed(self._kept.values())]
        listed, token = page(jobs, request.page_size, request.page_token)
        return pb.ListBriefJobsResponse(brief_jobs=map(_messages.job, listed), next_page_token=token)

    def CancelBriefJob(
        self, request: pb.CancelBriefJobRequest, context: grpc.ServicerContext
    ) -> pb.CancelBriefJobResponse:
        self._receive(context, "jobs.cancel", name=request.name)
        return pb.CancelBriefJobResponse(brief_job=_messages.job(self._get(request.name, context).job))

    def DeleteBriefJob(
        self, request: pb.DeleteBriefJobRequest, context: grpc.ServicerContext
    ) -> pb.DeleteBriefJobResponse:
        self._receive(context, "jobs.delete", name=request.name)
        self._get(request.name, context)
        with self._lock:
            self._kept.pop(request.name, None)
        return pb.DeleteBriefJobResponse()

    def StreamBriefJobResults(
        self, request: pb.StreamBriefJobResultsRequest, context: grpc.ServicerContext
    ) -> Iterator[pb.StreamBriefJobResultsResponse]:
        failure = self._receive(context, "jobs.results", name=request.name)
        outcomes = self._get(request.name, context).outcomes
        for index in range(request.offset, len(outcomes)):
            if failure and index - request.offset == failure.after_events:
                failure.abort(context)
            yield pb.StreamBriefJobResultsResponse(offset=index, article_index=index, outcome=outcomes[index])

    def _get(self, name: str, context: grpc.ServicerContext) -> Kept:
        with self._lock:
            kept = self._kept.get(name)
        if kept is None:
            Failure("NOT_FOUND", "NOT_FOUND", "name: no such job", "name").abort(context)
        return kept
