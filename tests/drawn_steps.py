"""Steps of a small game for two draws, drawn by hypothesis."""

import numpy as np
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from ripeness.crisis.steps import Move, exclusive

DRAWS, VIEWERS, STATES = 2, 3, 6
EVERYTHING = np.arange(STATES)
# the one pass that drops nothing
WHOLE = {"whole": {}}
# few values, so that columns are often the same
CHANCES = arrays(float, (DRAWS, VIEWERS, STATES), elements=st.sampled_from([0.0, 0.2, 0.7]))
ONWARD = st.tuples(*(st.integers(s, STATES - 1) for s in EVERYTHING)).map(np.array)
VALUE = arrays(float, (DRAWS, VIEWERS - 1, STATES), elements=st.floats(-10, 10))


@st.composite
def steps(draw, targets=ONWARD):
    moves = draw(st.lists(st.builds(Move, targets, CHANCES), min_size=0, max_size=3))
    cost = draw(st.none() | VALUE)
    return exclusive(moves or [Move(EVERYTHING, np.zeros((DRAWS, VIEWERS, STATES)))], cost)
