"""The options of the commands, in groups that several share."""

import argparse
from argparse import ArgumentParser

from newsbrief import _channel, _enums
from newsbrief._calls import SERVICE, Making, TermOptions, Wording
from newsbrief._cli import _files, _values
from newsbrief.v1 import types_pb2 as pb

HEALTH_TIMEOUT = 5.0
_JSON = (
    "json is the contract's proto-JSON, one object an article: each on a line of its own (JSON Lines), or "
    "indented when it is one and goes to a terminal. Offsets count the characters of the file."
)


def files(parser: ArgumentParser) -> None:
    """Texts to read."""
    parser.add_argument(
        "files",
        nargs="*",
        metavar="FILE",
        help="plain text; - or nothing for what is piped into standard input",
    )
    encoding(parser)


def encoding(parser: ArgumentParser) -> None:
    """How files are to be decoded."""
    parser.add_argument(
        "--encoding",
        type=_files.check_encoding,
        help="of the files: default UTF-8, or what a byte order mark says; cp949 and cp1251 are others",
    )


def article(parser: ArgumentParser) -> None:
    """What goes with an article."""
    parser.add_argument(
        "--lang", metavar="CODE", help="language of the article: en, ko, ru; default: detected"
    )
    parser.add_argument(
        "--title", default="", help="headline of the article; default: its first line, if it reads so"
    )
    published(parser)


def published(parser: ArgumentParser) -> None:
    """The day of the article."""
    parser.add_argument(
        "--published",
        type=_values.day,
        metavar="DATE",
        help='day that "Thursday" is counted from, like 2026-06-19',
    )


def languages(parser: ArgumentParser) -> None:
    """What a brief is to be."""
    parser.add_argument(
        "--to",
        type=_values.language_list,
        default=("en", "ko", "ru"),
        metavar="CODES",
        help="languages to brief in, with commas; default en,ko,ru",
    )
    parser.add_argument("--sentences", type=int, metavar="N", help="a brief has at most, 1 to 10; default 3")


def briefs(parser: ArgumentParser) -> None:
    """What a brief is to be, and how it is shown."""
    languages(parser)
    parser.add_argument(
        "--facts", action="store_true", help="also show each figure, date and name across the briefs"
    )
    output = parser.add_mutually_exclusive_group()
    output.add_argument("--format", choices=("text", "json", "markdown"), default="text", help=_JSON)
    output.add_argument("--stream", action="store_true", help="print sentences as they come, as text")


def demo(parser: ArgumentParser) -> None:
    """Which sample to brief."""
    parser.add_argument("--lang", metavar="CODE", help="language of the sample: en, ko or ru; default en")
    parser.set_defaults(title="", published=None)


def translate(parser: ArgumentParser) -> None:
    """From which language to which."""
    parser.add_argument("--to", required=True, metavar="CODE", help="language to translate to: en, ko, ru")
    parser.add_argument("--lang", metavar="CODE", help="language of the texts; default: detected")
    output_format(parser)


def check(parser: ArgumentParser) -> None:
    """Two texts, and how to compare them."""
    parser.usage = "newsbrief check [options] SOURCE TARGET"
    parser.add_argument(
        "files", nargs="*", metavar="SOURCE TARGET", help="two files of plain text; - for standard input"
    )
    encoding(parser)
    parser.add_argument("--lang", metavar="CODE", help="language of SOURCE: en, ko, ru; default: detected")
    parser.add_argument("--target-lang", metavar="CODE", help="language of TARGET; default: detected")
    published(parser)
    parser.add_argument(
        "--format",
        choices=("text", "json", "sarif"),
        default="text",
        help="json is the contract's proto-JSON, sarif is SARIF 2.1.0 for code scanning and review tools",
    )


def names(parser: ArgumentParser) -> None:
    """Names, and how to write them."""
    parser.add_argument("names", nargs="*", metavar="NAME", help="names to write, each one argument")
    parser.add_argument("--to", required=True, metavar="CODE", help="language to write them in: en, ko, ru")
    parser.add_argument("--lang", metavar="CODE", help="language of the names; default: by their script")
    known = _enums.names(pb.NameConvention)
    parser.add_argument(
        "--convention",
        type=lambda value: value.replace("-", "_"),
        choices=known,
        metavar="NAME",
        help=f"{', '.join(known)}; default: as the press writes",
    )
    output_format(parser)


def terms(parser: ArgumentParser) -> None:
    """Names and terms to use."""
    group = parser.add_argument_group("names and terms")
    group.add_argument(
        "--glossary",
        action="append",
        default=[],
        metavar="NAME",
        help="a glossary the server keeps; may be repeated, the later wins",
    )
    group.add_argument(
        "--term",
        action="append",
        default=[],
        type=_values.term,
        metavar="FORMS",
        help='a term for this run, like "en=Shoigu,ko=쇼이구,ru=Шойгу"; other spellings after |; may be repeated',
    )
    group.add_argument(
        "--no-names", dest="builtin_names", action="store_false", help="do without the names the server knows"
    )


def making(parser: ArgumentParser) -> None:
    """How briefs are to be made, and written."""
    wording(parser)
    group = parser.add_argument_group("summary")
    group.add_argument(
        "--mode",
        choices=_enums.names(pb.SummaryMode),
        help="the article's own sentences, or a model's, each held against the article; default extractive",
    )
    group.add_argument(
        "--route",
        choices=_enums.names(pb.SummaryRoute),
        help="abstractive only: write in the article's language and translate, or in each brief's at once",
    )


def wording(parser: ArgumentParser) -> None:
    """How translations are to be written."""
    terms(parser)
    group = parser.add_argument_group("Korean")
    group.add_argument(
        "--register", choices=_enums.names(pb.KoreanRegister), help="했다 or 했습니다; default newspaper"
    )
    group.add_argument(
        "--numbers", choices=_enums.names(pb.NumberStyle), help="1만5천명, 1만5000명 or 15,000명"
    )


def terms_of(args: argparse.Namespace) -> TermOptions:
    """What `terms` read, for a client."""
    return {"glossaries": args.glossary, "terms": args.term, "builtin_names": args.builtin_names}


def wording_of(args: argparse.Namespace) -> Wording:
    """What `wording` read, for a client."""
    return {**terms_of(args), "register": args.register, "numbers": args.numbers}


def making_of(args: argparse.Namespace) -> Making:
    """What `making` read, for a client."""
    return {**wording_of(args), "mode": args.mode, "route": args.route}


def output_format(parser: ArgumentParser) -> None:
    """Text or JSON."""
    parser.add_argument("--format", choices=("text", "json"), default="text", help=_JSON)


def health(parser: ArgumentParser) -> None:
    """Whose health."""
    parser.add_argument(
        "--service",
        default=SERVICE,
        help='as in grpc.health.v1: default %(default)s; "" is the process',
    )
    parser.set_defaults(timeout=HEALTH_TIMEOUT)


def server(parser: ArgumentParser) -> None:
    """Which server, and how to reach it."""
    group = parser.add_argument_group("server")
    which = group.add_mutually_exclusive_group()
    which.add_argument(
        "--server",
        metavar="HOST:PORT",
        help=f"default: ${_channel.SERVER_VARIABLE}, else {_channel.DEFAULT_TARGET}",
    )
    which.add_argument("--local", action="store_true", help="start a private server for this one run")
    group.add_argument(
        "--timeout",
        type=_values.seconds,
        default=parser.get_default("timeout") or _channel.DEFAULT_TIMEOUT,
        metavar="SECONDS",
        help="for each call; default %(default)g",
    )
    group.add_argument(
        "--tls",
        action=argparse.BooleanOptionalAction,
        help="default: TLS to other machines, none on this one",
    )
    group.add_argument(
        "--bulk",
        action="store_true",
        help="let others go first, and take less good wording where the server is busy",
    )
    group.add_argument("--ca-cert", metavar="FILE", help="PEM certificate that vouches for the server's")
    group.add_argument("--client-cert", metavar="FILE", help="PEM certificate to show the server")
    group.add_argument("--client-key", metavar="FILE", help="its PEM key")
    group.add_argument(
        "--token-file", metavar="FILE", help=f"holds the bearer token; default: ${_channel.TOKEN_VARIABLE}"
    )
    parser.add_argument(
        "-v", "--verbose", action="store_true", help="timings and request ids on standard error"
    )
