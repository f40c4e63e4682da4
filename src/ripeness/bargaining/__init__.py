"""What deals exist: settlements, payoffs, the conditions, solutions and diagnosis."""
