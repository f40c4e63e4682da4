"""Against the record: what history says of the argument and of the model."""
