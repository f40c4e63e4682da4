"""The data sets that history is read from: a catalogue, readers with a check of their columns, and where files lie."""
