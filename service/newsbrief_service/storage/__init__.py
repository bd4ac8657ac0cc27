"""One SQLite file a kind of data: opened, checked, migrated; its faults typed."""
