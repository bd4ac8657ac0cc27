"""How a term is put where a translation has something else; used by fidelity.terms."""
