"""The engines that decide which deals are acceptable and which is chosen: on a list, on the frontier, by search."""
