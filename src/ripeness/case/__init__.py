"""What the dispute is: the case format, judgements, reading and the bundled cases."""
