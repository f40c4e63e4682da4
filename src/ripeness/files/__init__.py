"""Files that others may have put there: opened without following links, written whole, locked, read within bounds."""
