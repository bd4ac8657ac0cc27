"""`newsbrief glossary`: the glossaries a server keeps."""

from argparse import ArgumentParser, Namespace
from pathlib import Path

from newsbrief import _messages
from newsbrief._calls.glossaries import MIME_TYPES, FileFormat
from newsbrief._cli import _exit, _files, _options, _render_terms, _session
from newsbrief._cli._console import Console
from newsbrief._cli._layout import one_line
from newsbrief._errors import InvalidInput

_EXTENSIONS: dict[str, FileFormat] = {".csv": "csv", ".tsv": "tsv", ".tab": "tsv", ".tbx": "tbx"}


def name_argument(parser: ArgumentParser) -> None:
    """Which glossary."""
    parser.add_argument("name", metavar="NAME", help="of the glossary: a-z, 0-9 and -, like desk-2026")


def create_options(parser: ArgumentParser) -> None:
    """What a new glossary is called."""
    parser.add_argument(
        "--display-name", default="", metavar="TEXT", help="what to show for it; default: NAME"
    )


def show_options(parser: ArgumentParser) -> None:
    """Which terms to list."""
    parser.add_argument("--query", default="", metavar="TEXT", help="only terms that say this somewhere")


def import_options(parser: ArgumentParser) -> None:
    """What to import, and how."""
    parser.add_argument("files", nargs="*", metavar="FILE", help="a table or TBX file; - for standard input")
    _options.encoding(parser)
    parser.add_argument(
        "--type", choices=tuple(MIME_TYPES), help="of the file; default: by its name's ending"
    )
    parser.add_argument("--replace", action="store_true", help="put the rows in the place of all terms there")
    parser.add_argument("--dry-run", action="store_true", help="store nothing, list what is wrong with rows")


def list_all(args: Namespace, console: Console) -> int:
    """Lists the glossaries."""
    with _session.connect(args, console) as client:
        kept = list(client.glossaries.list())
    if args.format == "json":
        console.write_json(_messages.glossaries(kept))
    elif kept:
        console.write(_render_terms.glossaries(kept, console.table_width))
    else:
        console.hint("no glossaries yet; store one with: newsbrief glossary create NAME")
    return _exit.OK


def create(args: Namespace, console: Console) -> int:
    """Stores an empty glossary."""
    with _session.connect(args, console) as client:
        made = client.glossaries.create(args.name, display_name=args.display_name)
    console.write(one_line(made.name))
    return _exit.OK


def show(args: Namespace, console: Console) -> int:
    """Lists the terms of a glossary."""
    with _session.connect(args, console) as client:
        entries = list(client.glossaries.terms(args.name, query=args.query))
    if args.format == "json":
        console.write_json(_messages.glossary_entries(entries))
    elif entries:
        console.write(_render_terms.entries(entries, console.style, console.table_width))
    return _exit.OK


def delete(args: Namespace, console: Console) -> int:
    """Deletes a glossary."""
    with _session.connect(args, console) as client:
        client.glossaries.delete(args.name)
    return _exit.OK


def import_file(args: Namespace, console: Console) -> int:
    """Stores the rows of a file; 4 when rows are no good."""
    file, file_format = _file_of(args)
    encoded = args.encoding is None
    content = _files.read_bytes(file) if encoded else _files.read_text(file, args.encoding)
    with _session.connect(args, console) as client, console.progress(f"importing {_files.label(file)}"):
        try:
            report = client.glossaries.import_terms(
                args.name, content, file_format, replace=args.replace, dry_run=args.dry_run
            )
        except InvalidInput as error:
            console.error(f"{_files.label(file)}: {_exit.describe(error)}")
            if "problems" in error.details and not args.dry_run:
                console.hint("--dry-run lists all rows that are no good")
            return _exit.REJECTED
    if args.format == "json":
        console.write_json(_messages.import_report(report))
    else:
        console.write(_render_terms.report(report, _files.label(file), dry_run=args.dry_run))
    return _exit.REJECTED if report.problem_count else _exit.OK


def _file_of(args: Namespace) -> tuple[str, FileFormat]:
    if len(args.files) != 1:
        raise _exit.UsageError("name one FILE, or - for standard input")
    (file,) = args.files
    found: FileFormat | None = args.type or _EXTENSIONS.get(Path(file).suffix.lower())
    if found is None:
        raise _exit.UsageError(f"{_files.label(file)}: say what it is with --type {', '.join(MIME_TYPES)}")
    return file, found


def match(args: Namespace, console: Console) -> int:
    """Shows the terms in each file."""
    files = _session.files_of(args)
    with _session.connect(args, console) as client:

        def work(file: str, text: str) -> str:
            found = client.glossaries.match(text, to=args.to, source=args.lang, **_options.terms_of(args))
            if args.format == "json":
                console.write_json(_messages.term_matches(found), alone=len(files) == 1)
            elif found:
                console.write(_render_terms.matches(found, _files.label(file), text))
            return f"{len(found)} terms"

        return _session.each_file(files, args, console, work)
