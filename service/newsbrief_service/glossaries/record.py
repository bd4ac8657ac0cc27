"""A term as it is stored."""

from dataclasses import dataclass
from hashlib import blake2b

from newsbrief.v1.types_pb2 import GlossaryTerm
from newsbrief_models.text.clean import clean


@dataclass(frozen=True, slots=True)
class Record:
    """`term` is a GlossaryTerm message, `identity` a digest of its forms, `search` what a query looks through."""

    identity: bytes
    term: bytes
    search: str

    @classmethod
    def of(cls, term: GlossaryTerm) -> "Record":
        """The record of a reviewed term."""
        forms = sorted(term.forms.items())
        words = [text for _, form in forms for text in (form.text, *form.aliases)]
        return cls(
            identity=identity(term),
            term=term.SerializeToString(deterministic=True),
            search="\n".join([*words, term.note]).casefold(),
        )

    def read(self) -> GlossaryTerm:
        """The term again."""
        return GlossaryTerm.FromString(self.term)


def identity(term: GlossaryTerm) -> bytes:
    """Equal for terms with the same forms in the same languages, aliases and capitals aside."""
    forms = "\n".join(f"{code} {form.text.casefold()}" for code, form in sorted(term.forms.items()))
    return blake2b(forms.encode(), digest_size=16).digest()


def folded(query: str) -> str:
    """`query` as it stands in Record.search, whose parts have been cleaned already."""
    return clean(query).casefold()
