"""Keeping score: dated forecasts with a rule of resolution, their outcomes, and how good they were."""
