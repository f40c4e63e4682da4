"""The round-up: a static site over all cases with their finished briefs, a feed, and an edition by e-mail."""
