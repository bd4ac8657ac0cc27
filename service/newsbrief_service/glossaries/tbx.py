"""Reads glossaries from TBX files: ISO 30042, TBX-Basic of 2008 (martif) and of 2019 (tbx, in DCA and in DCT style).

The parser is expat. It does not load document types, and a file that declares an entity is refused, so that none can
grow when it is read. Linear in the size of the file.
"""

from collections.abc import Iterator
from xml.parsers import expat

from newsbrief.v1.types_pb2 import GlossaryTerm
from newsbrief_models.errors import LanguageUnsupportedError
from newsbrief_models.text.language import parse_tag
from newsbrief_models.types import Language
from newsbrief_service.glossaries.rows import FileError, Row

_ROOTS = frozenset({"martif", "tbx"})
_ENTRIES = frozenset({"termEntry", "conceptEntry"})
_LANGUAGES = frozenset({"langSet", "langSec"})
_TERMS = frozenset({"tig", "ntig", "termSec"})
_STATUS = "administrativeStatus"
_XML_LANG = "xml:lang"
_CHUNK = 1 << 16


def tbx_rows(content: bytes) -> Iterator[Row]:
    """The rows of a TBX file; raises FileError, at any row."""
    reader = _Reader()
    for start in range(0, len(content), _CHUNK):
        yield from reader.feed(content[start : start + _CHUNK])
    yield from reader.feed(b"", final=True)


class _Reader:
    """Follows the elements of a file and gathers its entries."""

    def __init__(self) -> None:
        self._parser = expat.ParserCreate()
        self._parser.buffer_text = True
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._text
        self._parser.EntityDeclHandler = self._refuse_entity
        self._path: list[str] = []
        self._ready: list[Row] = []
        self._term: GlossaryTerm | None = None
        self._line = 0
        self._language: Language | None = None
        self._terms: list[tuple[str, str]] = []  # (text, status) of the language being read
        self._terms_before = 0  # of this language, when the element of the term being read began
        self._status = ""
        self._notes: list[str] = []
        self._gathered: list[str] | None = None  # the text of the element being read, where it counts

    def feed(self, data: bytes, *, final: bool = False) -> list[Row]:
        """The rows that end in `data`."""
        try:
            self._parser.Parse(data, final)
        except expat.ExpatError as error:
            problem = expat.errors.messages.get(error.code, "not well-formed")
            raise FileError(f"is no XML: {problem} in line {error.lineno}") from None
        ready, self._ready = self._ready, []
        return ready

    def _start(self, qualified: str, attributes: dict[str, str]) -> None:
        name = qualified.rpartition(":")[2]
        if not self._path and name not in _ROOTS:
            raise FileError("is XML, but no TBX: its first element is neither martif nor tbx")
        self._path.append(name)
        if name in _ENTRIES:
            self._term, self._line, self._notes = GlossaryTerm(), self._parser.CurrentLineNumber, []
        elif self._term is None:
            return
        elif name in _LANGUAGES:
            self._language, self._terms = _language(attributes.get(_XML_LANG, "")), []
        elif name in _TERMS:
            self._terms_before, self._status = len(self._terms), ""
        elif self._counts(name, attributes):
            self._gathered = []

    def _counts(self, name: str, attributes: dict[str, str]) -> bool:
        if name == "note":
            return self._path[-2] in _ENTRIES
        return name in ("term", _STATUS) or (name == "termNote" and attributes.get("type") == _STATUS)

    def _text(self, text: str) -> None:
        if self._gathered is not None:
            self._gathered.append(text)

    def _end(self, qualified: str) -> None:
        name = self._path.pop()
        if self._term is None:
            return
        if name in _ENTRIES:
            self._term.note = " ".join(self._notes)
            self._ready.append(Row(self._line, self._term))
            self._term = None
        elif name in _LANGUAGES:
            self._close_language(self._term)
        elif name in _TERMS:
            self._terms[self._terms_before :] = [
                (text, self._status) for text, _ in self._terms[self._terms_before :]
            ]
        elif self._gathered is not None and name in ("term", "note", "termNote", _STATUS):
            self._close_text(name, "".join(self._gathered).strip())
            self._gathered = None

    def _close_text(self, name: str, text: str) -> None:
        if name == "term":
            self._terms.append((text, ""))
        elif name == "note":
            self._notes.append(text)
        else:
            self._status = text

    def _close_language(self, term: GlossaryTerm) -> None:
        """The preferred term becomes the form, the others its aliases; two sets of one language are read as one."""
        kept = [
            (text, status)
            for text, status in self._terms
            if not status.startswith(("deprecated", "superseded"))
        ]
        kept.sort(key=lambda pair: not pair[1].startswith("preferred"))
        if self._language is None or not kept:
            return
        texts = [text for text, _ in kept]
        form = term.forms[self._language]
        if not form.text:
            form.text = texts.pop(0)
        form.aliases.extend(texts)

    def _refuse_entity(self, *declaration: object) -> None:
        raise FileError(f"declares an entity in line {self._parser.CurrentLineNumber}; entities are not read")


def _language(tag: str) -> Language | None:
    try:
        return parse_tag(tag)
    except LanguageUnsupportedError:
        return None
