"""What to tell: an assessment as findings, and findings as a brief."""
