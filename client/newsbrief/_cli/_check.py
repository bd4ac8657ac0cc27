"""`newsbrief check`: a text and its translation compared."""

from argparse import Namespace

from newsbrief._calls import Texts
from newsbrief._cli import _exit, _files, _findings, _options, _sarif, _session
from newsbrief._cli._console import Console
from newsbrief._messages import check as check_message
from newsbrief._types import Check


def check(args: Namespace, console: Console) -> int:
    """Compares SOURCE with TARGET and shows what was found; 4 when errors were."""
    source, target = files = _two(args.files)
    texts = (_files.read_text(source, args.encoding), _files.read_text(target, args.encoding))
    with _session.connect(args, console) as client, console.progress("checking"):
        found = client.check(
            *texts,
            source_language=args.lang,
            target_language=args.target_lang,
            published=args.published,
            **_options.terms_of(args),
        )
    _show(found, files, texts, args.format, console)
    return _exit.REJECTED if found.errors else _exit.OK


def _two(files: Texts) -> tuple[str, str]:
    match files:
        case [_files.STDIN, _files.STDIN]:
            raise _exit.UsageError("one of SOURCE and TARGET can be standard input, not both")
        case [source, target]:
            return source, target
    raise _exit.UsageError("name two files: SOURCE and TARGET")


def _show(
    found: Check, files: tuple[str, str], texts: tuple[str, str], output_format: str, console: Console
) -> None:
    match output_format:
        case "json":
            console.write_json(check_message(found))
        case "sarif":
            console.write_json(_sarif.log(found, files, texts))
        case _:
            labels = (_files.label(files[0]), _files.label(files[1]))
            if found.findings:
                console.write(_findings.compiled(found, labels, texts, console.style))
    compared = found.quality
    console.hint(
        f"{len(found.findings)} findings, {len(found.errors)} of them errors; compared "
        f"{compared.figures_checked} figures and dates, {compared.names_checked} names"
    )
