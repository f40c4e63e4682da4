"""Under what conditions: section 7 of MODEL.md, from reservation values to an answer."""
