"""A run on disk: tables, digests, resuming, questions."""
