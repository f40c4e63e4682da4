from ripeness.case.load import load
from ripeness.history.derived import carried
from ripeness.history.own_pair import own_pair
from terminal import EXAMPLE


def test_a_pair_is_found_by_the_names_of_its_states_and_only_so():
    found = carried("base-rates")["result"]
    own = own_pair(load("iran-us-2020"), found)
    assert own.states == ("United States of America", "Iran")
    assert own.record is found["pairs"]["2-630"]
    assert own_pair(load(EXAMPLE), found) is None
