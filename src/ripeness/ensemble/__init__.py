"""Many draws: shares, intervals, claims, levers, and who computes them."""
