"""The recipe that makes the bundled English–Korean–Russian translator; nothing in the product imports it."""
