"""The monthly process of the crisis game, sampled: as agents (`world`, in Mesa `agents`) and compiled (`compiled`)."""
