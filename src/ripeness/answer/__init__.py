"""One case at the modes or over a few draws: what each can expect, which deals there are, what may happen."""
