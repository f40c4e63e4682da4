"""The published crisis game [Crisman-Cox & Gibilisco 2018]: its equilibria, its estimates, and one mover at a time.

Three states (peace, crisis, war), three actions each, both sides at once; the next state is the larger action. All
arrays have the dyads first, then the player (0: the lower country code), the state, the own and the other's action.
"""
