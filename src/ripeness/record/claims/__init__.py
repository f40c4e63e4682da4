"""The argument put to the test: what each part of it says of the record, and what the record says of it."""
