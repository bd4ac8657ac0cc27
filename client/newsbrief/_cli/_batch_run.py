"""One run of a batch: its job is made, or found again, and followed to its end through servers that come and go."""

import time
from argparse import Namespace
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import IO, Any

from newsbrief import Client, Job, JobResult, _messages
from newsbrief._calls import jobs as calls
from newsbrief._cli import _batch_input, _batch_output, _options
from newsbrief._cli._batch_output import Records, State
from newsbrief._cli._batch_progress import Progress
from newsbrief._cli._console import Console
from newsbrief._errors import (
    Busy,
    Conflict,
    DeadlineExceeded,
    NewsbriefError,
    NotFound,
    ServerError,
    Unavailable,
)

_AGAIN_SECONDS = 1.0
_UPLOAD_RATE = 50  # articles a second that any server takes


class JobCancelled(Exception):  # noqa: N818 - it reads as what happened
    """Somebody cancelled or deleted the job."""


class Run:
    """Writes to `records` the results of the articles on the lines `good`; `state`, kept in `beside`, says which job
    has them. A job that is gone from the server is made anew, of what is left to do.
    """

    def __init__(
        self,
        client: Client,
        args: Namespace,
        console: Console,
        good: Sequence[int],
        records: Records,
        state: State,
        beside: IO[bytes],
    ) -> None:
        self._client = client
        self._args = args
        self._good = good
        self._records = records
        self._state = state
        self._beside = beside
        self._progress = Progress(console, len(set(good).union(records.lines)), len(records.lines))

    def all(self) -> None:
        """Go on until every line has its record.

        Raises `NewsbriefError` when no server has answered for as long as the options say, `JobCancelled`.
        """
        away_since: float | None = None
        with self._progress:
            while self._missing:
                try:
                    job = self._job()
                    away_since = None
                    self._follow(job)
                except (Unavailable, Busy, DeadlineExceeded) as error:
                    now = time.monotonic()
                    away_since = away_since or now
                    if now - away_since > self._args.wait:
                        raise
                    self._progress.waits(error)
                    time.sleep(error.retry_after or _AGAIN_SECONDS)

    def delete_job(self) -> None:
        """All is written: the server need not keep it."""
        if self._state.job:
            with suppress(NewsbriefError):  # it deletes the job by itself, later
                self._client.jobs.delete(self._state.job)

    @property
    def _missing(self) -> bool:
        return not set(self._good) <= set(self._records.lines)

    @property
    def _offset(self) -> int:
        """Results of the job that are written."""
        return len(self._records.lines) - self._state.records

    def _todo(self) -> list[int]:
        """The lines that the job is of, in the order of its articles."""
        done = set(self._records.lines[: self._state.records])
        return [line for line in self._good if line not in done]

    def _job(self) -> Job:
        """The job, made unless it is there."""
        if self._state.job:
            try:
                job = self._client.jobs.get(self._state.job)
            except NotFound:  # never made, expired, or lost with a server that kept it in memory
                return self._create(anew=self._offset > 0)
            if job.state != "cancelled" or job.done > self._offset:
                return job
        return self._create(anew=True)

    def _create(self, *, anew: bool) -> Job:
        """Make the job: `anew`, of what is left; else again as it was meant to be made before."""
        state = self._state
        if anew:
            state.job, state.records = calls.new_id(), len(self._records.lines)
            _batch_output.save(self._beside, state)
        todo = self._todo()
        try:
            return self._client.jobs.create(
                _batch_input.articles(Path(self._args.input), set(todo)),
                job_id=state.job,
                to=self._args.to,
                sentences=self._args.sentences,
                timeout=max(self._args.timeout, len(todo) / _UPLOAD_RATE),
                **_options.making_of(self._args),
            )
        except Conflict:  # it was heard before, and the answer was lost
            return self._client.jobs.get(state.job)

    def _follow(self, job: Job) -> None:
        todo = self._todo()
        if job.article_count != len(todo):
            raise ServerError(f"{job.name} has {job.article_count} articles in place of {len(todo)}")
        with suppress(NotFound):  # deleted meanwhile
            for result in self._client.jobs.results(job, start=self._offset):
                self._records.append(_record(result, todo[result.index]))
                self._progress.show(len(self._records.lines), self._records.failed)
        if self._missing:
            raise JobCancelled


def _record(result: JobResult, line: int) -> dict[str, Any]:
    outcome = result.outcome
    if outcome.result is None:
        return failed_record(line, outcome.article_id, outcome.error or ServerError("no result"))
    response = _messages.proto_json(_messages.brief_result(outcome.result))
    return {"line": line, "id": outcome.article_id, "status": "OK", "response": response}


def failed_record(line: int, article_id: str, error: NewsbriefError) -> dict[str, Any]:
    """The record of a line that has no briefs."""
    told = {"message": str(error), "reason": error.reason, "field": error.field, "details": error.details}
    shown = {key: value for key, value in told.items() if value}
    return {"line": line, "id": article_id, "status": error.code, "error": shown}
