"""`newsbrief jobs`: the articles a server briefs in the background."""

from argparse import ArgumentParser, Namespace
from datetime import datetime

from newsbrief import Job, _messages
from newsbrief._cli import _exit, _session
from newsbrief._cli._console import Console
from newsbrief._cli._layout import one_line, table


def name_argument(parser: ArgumentParser) -> None:
    """Which job."""
    parser.add_argument("name", metavar="JOB", help="id of the job, as `newsbrief jobs list` shows it")


def list_all(args: Namespace, console: Console) -> int:
    """Lists your jobs, the newest first."""
    with _session.connect(args, console) as client:
        jobs = list(client.jobs.list())
    if args.format == "json":
        console.write_json(_messages.jobs(jobs))
    elif jobs:
        console.write("\n".join(table([_row(job) for job in jobs], console.table_width)))
    else:
        console.hint("no jobs; begin one with: newsbrief batch FILE -o OUT")
    return _exit.OK


def show(args: Namespace, console: Console) -> int:
    """Says how a job stands."""
    with _session.connect(args, console) as client:
        return _show(client.jobs.get(args.name), args, console)


def cancel(args: Namespace, console: Console) -> int:
    """Ends a job; its results stay."""
    with _session.connect(args, console) as client:
        return _show(client.jobs.cancel(args.name), args, console)


def delete(args: Namespace, console: Console) -> int:
    """Deletes a job and its results."""
    with _session.connect(args, console) as client:
        client.jobs.delete(args.name)
    return _exit.OK


def _show(job: Job, args: Namespace, console: Console) -> int:
    if args.format == "json":
        console.write_json(_messages.job(job))
    else:
        told = {
            "created": _time(job.created),
            "started": _time(job.started),
            "ended": _time(job.ended),
            "expires": _time(job.expires),
        }
        lines = ["  ".join(_row(job)[:4]), *(f"{key}: {value}" for key, value in told.items() if value)]
        console.write("\n".join(map(one_line, lines)))
    return _exit.OK


def _row(job: Job) -> list[str]:
    done = f"{job.done:,}/{job.article_count:,} done"
    return [job.id, job.state, done, f"{job.failed:,} failed", _time(job.created)]


def _time(value: datetime | None) -> str:
    return f"{value:%Y-%m-%d %H:%M} UTC" if value else ""
