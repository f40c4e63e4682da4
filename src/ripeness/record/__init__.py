"""Against the record: what past crises say of the argument and of a case's rates, and how well the engine forecasts."""
