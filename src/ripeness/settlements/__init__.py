"""Which settlements exist, and what each is worth to whom: listed, or as a sum over issues where they are many."""
