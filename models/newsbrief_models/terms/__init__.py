"""Names and terms of Korea-Russia-world news in three languages: what they are, where they stand, how they inflect.

`gazetteer` holds them, `matcher` finds them in a text, `russian` inflects them, `korean` fits particles to them.
"""

from newsbrief_models.terms.entries import Entry, Form, Kind, Strength
from newsbrief_models.terms.matcher import Matcher, find, gazetteer_matcher
from newsbrief_models.terms.mentions import Mention, Term
from newsbrief_models.terms.russian import Case

__all__ = [
    "Case",
    "Entry",
    "Form",
    "Kind",
    "Matcher",
    "Mention",
    "Strength",
    "Term",
    "find",
    "gazetteer_matcher",
]
