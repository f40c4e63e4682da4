"""The field's own files: negotiation domains of GENIUS, GeniusWeb, NegoLog and NegMAS, read as cases."""
