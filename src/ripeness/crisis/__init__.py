"""How it moves: the crisis game of a case, solved backward and followed forward (MODEL.md, section 6)."""
