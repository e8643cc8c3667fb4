"""How the tables came to be as they are, step by step: run by `storage/schema.py`, written by `scripts/new-migration`."""
