"""Against the record: what past crises say of a case's rates, and how well the engine would have forecast them."""
