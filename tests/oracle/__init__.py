"""A second implementation of the model, written from its specification alone, to compare the engine with."""
