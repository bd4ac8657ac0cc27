"""How names are found and recognised across Latin, Hangul and Cyrillic; used by fidelity.names and fidelity.terms."""
