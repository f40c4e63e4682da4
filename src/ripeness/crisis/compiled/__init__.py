"""The crisis game for many draws, compiled."""
