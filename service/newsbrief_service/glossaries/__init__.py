"""Stored glossaries: kept in SQLite, checked on the way in, imported from files, resolved for a request."""
