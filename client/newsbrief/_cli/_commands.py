"""The commands: each joins what the library, the renderers and the session do."""

from argparse import Namespace
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count

from newsbrief import Article, Client, FactsCompared, _messages
from newsbrief._cli import (
    _exit,
    _facts,
    _files,
    _findings,
    _options,
    _render,
    _render_terms,
    _samples,
    _session,
)
from newsbrief._cli._console import Console
from newsbrief._types import Translation


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
                translation = client.translate(
                    text, to=args.to, source=args.lang, **_options.wording_of(args)
                )
            if args.format == "json":
                console.write_json(_messages.translation(translation), alone=len(files) == 1)
            else:
                console.write(_render.translation(translation))
                _warn(translation, file, console)
            return translation.model or "same language"

        return _session.each_file(files, args, console, work)


def _warn(translation: Translation, file: str, console: Console) -> None:
    """Says on standard error what is wrong in a translation, as its text goes out alone."""
    for number, sentence in enumerate(translation.sentences, 1):
        for finding in sentence.findings:
            if finding.is_error:
                console.note(f"{_files.label(file)}: sentence {number}: {_findings.marked(finding)}")


def names(args: Namespace, console: Console) -> int:
    """Writes names in another script."""
    if not args.names:
        raise _exit.UsageError("name at least one NAME")
    with _session.connect(args, console) as client:
        written = client.render_names(args.names, to=args.to, source=args.lang, convention=args.convention)
    if args.format == "json":
        console.write_json(_messages.name_renderings(written))
        return _exit.OK
    unwritten = [given for given, each in zip(args.names, written, strict=True) if not each.text]
    for given, each in zip(args.names, written, strict=True):
        if each.text:
            console.write(_render_terms.name(each, given))
    for given in unwritten:
        console.error(f"{given}: no rule says how it is written in {args.to}")
    return _exit.REJECTED if unwritten else _exit.OK


def detect(args: Namespace, console: Console) -> int:
    """Tells the language of each file."""
    files = _session.files_of(args)
    with _session.connect(args, console) as client:

        def work(file: str, text: str) -> str:
            guesses = client.detect(text)
            if args.format == "json":
                console.write_json(_messages.detected_languages(guesses), alone=len(files) == 1)
            else:
                console.write(_render.guesses(_files.label(file), guesses))
            return f"{len(guesses)} guesses"

        return _session.each_file(files, args, console, work)


def models(args: Namespace, console: Console) -> int:
    """Lists what is loaded."""
    with _session.connect(args, console) as client:
        loaded = client.models()
    if args.format == "json":
        console.write_json(_messages.models(loaded))
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
        article = Article(
            text,
            title=args.title,
            language=args.lang,
            id=_files.article_id(file),
            published=args.published,
        )
        if args.stream:
            return self._stream(article)
        with console.progress(f"briefing {_files.label(file)}"):
            result = self.client.brief(
                article, to=args.to, sentences=args.sentences, **_options.making_of(args)
            )
        number = next(self.numbers)
        match args.format:
            case "json":
                console.write_json(_messages.brief_result(result), alone=self.alone)
            case "markdown":
                console.write(_render.markdown(result, _files.label(file), number, facts=args.facts))
            case _:
                gap = "\n" if number > 1 else ""
                shown = _render.text(
                    result,
                    _files.label(file),
                    console.style,
                    console.width,
                    facts=args.facts,
                    cut=console.interactive,
                )
                console.write(gap + shown)
        return f"{result.seconds:.2f} s of it in the server, request {result.request_id}"

    def _stream(self, article: Article) -> str:
        args, console, events = self.args, self.console, 0
        for event in self.client.stream_brief(
            article, to=args.to, sentences=args.sentences, **_options.making_of(args)
        ):
            if isinstance(event, FactsCompared) and args.facts:
                console.write(_facts.grid(event.facts, console.style, console.table_width))
            else:
                console.write(_render.event(event, console.style, console.width))
            events += 1
        return f"{events} events"
