import pytest

from builders import quiet_case
from ripeness.case.read.load import load
from ripeness.errors import InputError
from ripeness.record.derived import carried
from ripeness.record.own_pair import named_pair, own_pair
from terminal import EXAMPLE

FOUND = carried("base-rates")["result"]


def of(*dyad):
    return quiet_case({"reference": {"dyad": list(dyad)}})


def test_a_pair_is_found_by_the_names_of_its_states_and_only_so():
    case = quiet_case({"parties.ann.name": "United States", "parties.bob.name": "Iran"})
    own = own_pair(case, FOUND)
    assert own.states == ("United States of America", "Iran")
    assert own.codes == (2, 630)
    assert own.record is FOUND["pairs"]["2-630"]
    assert named_pair(case, FOUND) is None
    assert own_pair(load(EXAMPLE), FOUND) is None


@pytest.mark.parametrize(
    "dyad", [("Iran", "United States"), ("iran", "United States of America"), (630, 2), ("630", " 2 "), ("IRN", "usa")]
)
def test_the_two_states_that_a_case_names_are_its_pair_whatever_its_parties_are_called(dyad):
    own = own_pair(of(*dyad), FOUND)
    assert own.states == ("Iran", "United States of America")
    assert own.codes == (2, 630)
    assert own.record is FOUND["pairs"]["2-630"]


def test_they_come_before_the_names_of_the_parties():
    case = quiet_case(
        {"parties.ann.name": "United States", "parties.bob.name": "Iran", "reference": {"dyad": ["India", "Pakistan"]}}
    )
    assert own_pair(case, FOUND).record is FOUND["pairs"]["750-770"]


def test_a_state_of_the_record_without_a_name_has_its_abbreviation():
    assert 663 not in FOUND["states"].values()
    assert own_pair(of(663, "Israel"), FOUND).states == own_pair(of("JOR", 666), FOUND).states == ("JOR", "Israel")


def test_every_state_of_a_pair_can_be_named():
    for pair in FOUND["pairs"]:
        low, high = pair.split("-")
        assert own_pair(of(int(high), low), FOUND).record is FOUND["pairs"][pair]
    for name, code in (FOUND["states"] | FOUND["abbreviations"]).items():
        other = 2 if code != 2 else 630
        assert named_pair(of(name, other), FOUND).codes == (min(code, other), max(code, other))


def test_two_states_that_had_no_crisis_as_rivals_are_a_pair_without_a_record():
    assert named_pair(of("Peru", "Iran"), FOUND).codes == (135, 630)
    assert own_pair(of("Peru", "Iran"), FOUND) is None


@pytest.mark.parametrize(
    ("dyad", "said"),
    [
        (("Iran", "Irak"), "reference.dyad.1  Irak is no state that had a crisis with a rival in the record; did you"),
        (("UAS", "Iran"), "reference.dyad.0  UAS is no state that had a crisis with a rival in the record, expected"),
        ((999, "Iran"), "reference.dyad.0  999 is no state"),
        (
            ("United", "Iran"),
            "reference.dyad.0  United may be several states, expected: United Kingdom or",
        ),
        (("", "Iran"), "reference.dyad.0"),
        (("Iran", 630), "reference.dyad.1  630 is Iran again, expected: two states"),
        (("United States of America", "United States"), "reference.dyad.1  United States is United States of America"),
    ],
)
def test_states_that_the_record_cannot_tell_are_an_error_of_the_input(dyad, said):
    for reading in (own_pair, named_pair):
        with pytest.raises(InputError) as error:
            reading(of(*dyad), FOUND)
        (problem,) = error.value.problems
        assert str(problem).startswith(said)
