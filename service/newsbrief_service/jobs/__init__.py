"""Jobs: many articles briefed in the background, kept in SQLite so that a killed server goes on where it was."""
