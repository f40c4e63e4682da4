import numpy as np

from builders import quiet_case
from ripeness.case.values import MODES, Values

CASE = quiet_case({"parties.ann.pride": [0, 1, 2], "parties.bob.pride": [0, 0.5, 2]})
ANN, BOB = (party.pride for party in CASE.parties.values())
DRAWN = Values(3, {"parties.ann.pride": np.array([0.1, 0.2, 0.3])})


def test_at_the_modes_a_judgement_is_worth_its_mode_once():
    assert MODES(ANN).tolist() == [1.0]


def test_a_judgement_that_is_drawn_has_a_value_of_its_own_in_each_draw_and_others_their_mode():
    assert DRAWN(ANN).tolist() == [0.1, 0.2, 0.3]
    assert DRAWN(BOB).tolist() == [0.5, 0.5, 0.5]


def test_where_there_is_no_judgement_there_is_the_default():
    assert DRAWN(None).tolist() == [0, 0, 0]
    assert DRAWN(None, 0.7).tolist() == [0.7, 0.7, 0.7]


def test_stacked_judgements_stand_side_by_side():
    assert DRAWN.stack([BOB, ANN, None], 9).tolist() == [[0.5, 0.1, 9], [0.5, 0.2, 9], [0.5, 0.3, 9]]


def test_a_default_that_no_file_gives_is_not_drawn():
    # its path is empty, whatever stands in another case at the place where it would be
    default = quiet_case().parties["ann"].pride
    assert DRAWN(default).tolist() == [0, 0, 0]
