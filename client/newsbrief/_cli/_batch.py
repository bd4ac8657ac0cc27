"""`newsbrief batch`: a file of articles briefed as a job, and its results written, each article once."""

from argparse import ArgumentParser, Namespace
from pathlib import Path

from newsbrief._cli import _batch_input, _batch_output, _exit, _options, _parquet, _session, _values
from newsbrief._cli._batch_output import Records, State
from newsbrief._cli._batch_run import JobCancelled, Run, failed_record
from newsbrief._cli._console import Console
from newsbrief._errors import InvalidInput, NewsbriefError

_FORMAT = (
    "OUT has a JSON object a line, in the order in which articles are done: "
    '"line" of FILE, "id", "status" ("OK", or the name of a gRPC status), and "response" (as `newsbrief brief '
    '--format json` writes it) or "error". A run that was cut off is gone on with by the same command: the '
    "server has the job, OUT.job beside OUT says which, and no article is briefed or written twice."
)


def options(parser: ArgumentParser) -> None:
    """What to brief, and where to."""
    parser.epilog = f"{_FORMAT} {parser.epilog}"
    parser.add_argument("input", metavar="FILE", help=f"JSON Lines: {_batch_input.HELP}")
    parser.add_argument("-o", "--output", required=True, metavar="OUT", help="file to write")
    _options.languages(parser)
    parser.add_argument(
        "--format",
        choices=("jsonl", "parquet"),
        default="jsonl",
        help="parquet has a row an article, and is written at the end; needs newsbrief[parquet]",
    )
    parser.add_argument(
        "--overwrite", action="store_true", help="begin anew, whatever OUT holds and whatever was begun"
    )
    parser.add_argument(
        "--keep-job", action="store_true", help="leave the job on the server when all is written"
    )
    group = parser.add_argument_group("Ray")
    group.add_argument(
        "--ray",
        metavar="HOST:PORT",
        help="have the models run on this Ray cluster, this machine being one of its nodes; needs newsbrief[ray]",
    )
    group.add_argument(
        "--ray-actors",
        type=_values.count,
        metavar="N",
        help="most actors to have there; default as many as it has room for",
    )
    parser.add_argument(
        "--wait",
        type=float,
        default=60.0,
        metavar="SECONDS",
        help="how long to go on trying while no server answers; default %(default)g",
    )


def batch(args: Namespace, console: Console) -> int:
    """Briefs the articles of a file; 4 when some could not be."""
    source, output = Path(args.input), Path(args.output)
    if args.ray and (args.local or args.server or args.glossary):
        raise _exit.UsageError("with --ray there is no server: leave --server, --local and --glossary out")
    parquet = args.format == "parquet"
    if parquet:
        _parquet.check()
    with console.progress(f"reading {source}"):
        scanned = _batch_input.scan(source)
    written = output.with_name(f"{output.name}.jsonl") if parquet else output
    with _batch_output.locked(output) as beside:
        state = _begun(args, scanned.sha256, _batch_output.load(beside), output, written)
        _batch_output.save(beside, state)
        with Records(written) as records, _session.connect(args, console) as client:
            _write_bad_lines(scanned.bad, records)
            run = Run(client, args, console, scanned.good, records, state, beside)
            try:
                run.all()
            except JobCancelled:
                console.error(
                    f"job {state.job} was cancelled or deleted; the same command makes one of the rest"
                )
                return _exit.OTHER
            except (KeyboardInterrupt, NewsbriefError):
                console.hint("what is written stays; the same command goes on from there")
                raise
            records.sync()
            if parquet:
                _parquet.write(written, output, args.to)
                written.unlink()
            _batch_output.remove(output)
            if not args.keep_job:
                run.delete_job()
    console.hint(f"{output}: {len(records.lines) - records.failed:,} briefed, {records.failed:,} failed")
    return _exit.REJECTED if records.failed else _exit.OK


def _begun(args: Namespace, sha256: str, left: State | None, output: Path, written: Path) -> State:
    """The state to go on from. Raises `UsageError` where OUT holds something else."""
    wanted = repr((args.to, args.sentences, args.format, sorted(_options.making_of(args).items())))
    if args.overwrite:
        written.unlink(missing_ok=True)
        return State(sha256, wanted)
    if left is None:
        for file in (output, written):
            if file.exists() and file.stat().st_size:
                raise _exit.UsageError(f"{file} is there already; name another file, or use --overwrite")
        return State(sha256, wanted)
    if (left.input, left.options) != (sha256, wanted):
        what = "another input" if left.input != sha256 else "other options"
        raise _exit.UsageError(f"{output} was begun with {what}; use --overwrite to begin anew")
    return left


def _write_bad_lines(bad: tuple[_batch_input.Line, ...], records: Records) -> None:
    there = set(records.lines)
    for line in bad:
        if line.number not in there and isinstance(line.article, InvalidInput):
            records.append(failed_record(line.number, line.article_id, line.article))
