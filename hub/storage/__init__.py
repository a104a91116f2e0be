"""The hub's SQLite: journal, plan store, migrations and the one writer."""
