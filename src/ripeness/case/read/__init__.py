"""A case as text: read, checked, changed, described."""
