"""The commands: each joins what the library, the renderers and the session do."""

from argparse import Namespace
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count

from google.protobuf.message import Message

from newsbrief import Article, Client, _messages
from newsbrief._cli import _exit, _files, _json, _render, _samples, _session
from newsbrief._cli._console import Console


def brief(args: Namespace, console: Console) -> int:
    """Briefs each file."""
    files = _session.files_of(args)
    if args.title and len(files) > 1:
        raise _exit.UsageError("--title goes with one article")
    with _session.connect(args, console) as client:
        briefing = _Briefing(client, args, console, alone=len(files) == 1)
        return _session.each_file(files, args, console, briefing.brief)


def demo(args: Namespace, console: Console) -> int:
    """Briefs a sample article, on a server of its own unless one is named."""
    file, text = _samples.sample(args.lang)
    args.local = args.server is None
    with _session.connect(args, console) as client:
        remark = _Briefing(client, args, console, alone=True).brief(file, text)
    if args.verbose:
        console.note(f"{file}: {remark}")
    console.hint("That was a sample article. For your own: newsbrief brief --local FILE")
    return _exit.OK


def translate(args: Namespace, console: Console) -> int:
    """Translates each file."""
    files = _session.files_of(args)
    with _session.connect(args, console) as client:

        def work(file: str, text: str) -> str:
            with console.progress(f"translating {_files.label(file)}"):
                translation = client.translate(text, to=args.to, source=args.lang)
            if args.format == "json":
                _write_json(_messages.translation(translation), console, alone=len(files) == 1)
            else:
                console.write(_render.translation(translation))
            return translation.model or "same language"

        return _session.each_file(files, args, console, work)


def detect(args: Namespace, console: Console) -> int:
    """Tells the language of each file."""
    files = _session.files_of(args)
    with _session.connect(args, console) as client:

        def work(file: str, text: str) -> str:
            guesses = client.detect(text)
            if args.format == "json":
                _write_json(_messages.detected_languages(guesses), console, alone=len(files) == 1)
            else:
                console.write(_render.guesses(_files.label(file), guesses))
            return f"{len(guesses)} guesses"

        return _session.each_file(files, args, console, work)


def models(args: Namespace, console: Console) -> int:
    """Lists what is loaded."""
    with _session.connect(args, console) as client:
        loaded = client.models()
    if args.format == "json":
        _write_json(_messages.models(loaded), console)
    else:
        console.write(_render.models(loaded))
    return _exit.OK


def health(args: Namespace, console: Console) -> int:
    """Says whether the server serves."""
    with _session.connect(args, console) as client:
        status = client.health(args.service)
    console.write(status)
    return _exit.OK if status == "SERVING" else _exit.UNREACHABLE


@dataclass(frozen=True, slots=True)
class _Briefing:
    """What the articles of one run have in common."""

    client: Client
    args: Namespace
    console: Console
    alone: bool
    numbers: Iterator[int] = field(default_factory=lambda: count(1))

    def brief(self, file: str, text: str) -> str:
        """Briefs one article and shows it; gives a remark for -v."""
        args, console = self.args, self.console
        article = Article(text, title=args.title, language=args.lang, id=_files.article_id(file))
        if args.stream:
            return self._stream(article)
        with console.progress(f"briefing {_files.label(file)}"):
            result = self.client.brief(article, to=args.to, sentences=args.sentences)
        number = next(self.numbers)
        match args.format:
            case "json":
                _write_json(_messages.brief_result(result), console, alone=self.alone)
            case "markdown":
                console.write(_render.markdown(result, _files.label(file), number))
            case _:
                gap = "\n" if number > 1 else ""
                console.write(gap + _render.text(result, _files.label(file), console.style, console.width))
        return f"{result.seconds:.2f} s of it in the server, request {result.request_id}"

    def _stream(self, article: Article) -> str:
        events = 0
        for event in self.client.stream_brief(article, to=self.args.to, sentences=self.args.sentences):
            self.console.write(_render.event(event, self.console.style, self.console.width))
            events += 1
        return f"{events} events"


def _write_json(message: Message, console: Console, *, alone: bool = True) -> None:
    pretty = console.interactive and alone
    console.write(_json.document(message, pretty=pretty, ascii_only=not console.unicode))
