"""Names in another language's letters by a named convention, for names the gazetteer does not hold.

`render` writes a name of English, Korean or Russian text in another of the three languages and says by which
convention; `guess_origin` tells Korean and Russian names from others; `to_south` reads Northern Korean spelling.
"""

from newsbrief_models.names.origin import Origin, guess_origin
from newsbrief_models.names.orthography import name_to_south, to_south
from newsbrief_models.names.rendering import conventions, render
from newsbrief_models.names.values import (
    MAX_NAME,
    Alternative,
    Convention,
    ConventionError,
    Kind,
    NameTextError,
    Rendering,
)

__all__ = [
    "MAX_NAME",
    "Alternative",
    "Convention",
    "ConventionError",
    "Kind",
    "NameTextError",
    "Origin",
    "Rendering",
    "conventions",
    "guess_origin",
    "name_to_south",
    "render",
    "to_south",
]
