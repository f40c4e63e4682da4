import pytest

from builders import quiet_case
from ripeness.case.leadership import (
    as_imagined,
    beliefs_in_office,
    earliest_transition,
    in_office,
    leaderships,
    without_beliefs,
)

BOTH = 0b11


def transition(party="ann", date="2024-06-15", **successor):
    return {"party": party, "date": date, "probability": 0.5, "successor": successor}


def limits(case, leadership):
    return [party.concession_limit.mode for party in in_office(case, leadership).values()]


def test_a_leadership_is_a_bit_for_each_transition():
    assert list(leaderships(quiet_case())) == [0]
    assert list(leaderships(quiet_case({"transitions": [transition(), transition("bob")]}))) == [0, 1, 2, 3]


def test_each_transition_changes_its_own_party_and_only_what_it_gives():
    changes = [transition("bob", concession_limit=0.2), transition("ann", concession_limit=0.3)]
    case = quiet_case({"transitions": changes, "parties.ann.pride": 2})
    assert [limits(case, office) for office in leaderships(case)] == [[1, 1], [1, 0.2], [0.3, 1], [0.3, 0.2]]
    assert in_office(case, BOTH)["ann"].pride.mode == 2


def test_successors_of_one_party_overlay_each_other_in_the_order_of_the_file():
    # the later one in the file stands, though its date is the earlier
    changes = [transition(date="2024-09-01", concession_limit=0.2, pride=1), transition(concession_limit=0.3)]
    case = quiet_case({"transitions": changes})
    assert [limits(case, office)[0] for office in leaderships(case)] == [1, 0.2, 0.3, 0.3]
    assert in_office(case, BOTH)["ann"].pride.mode == 1


def test_a_successors_red_lines_replace_the_incumbents():
    case = quiet_case(
        {"parties.ann.red_lines": {"field": {"options": ["shared"]}}, "transitions": [transition(red_lines={})]}
    )
    assert [bool(in_office(case, office)["ann"].red_lines) for office in leaderships(case)] == [True, False]


def test_beliefs_change_only_where_the_successor_has_its_own():
    changes = [transition(pride=1), transition(beliefs={"leak": 0.5})]
    case = quiet_case({"beliefs.ann": {"incident": 0.5}, "transitions": changes})
    seen = [beliefs_in_office(case, office)["ann"] for office in leaderships(case)]
    assert [b.rate("incident") is not None for b in seen] == [True, True, False, False]
    assert [b.rate("leak") is not None for b in seen] == [False, False, True, True]
    assert beliefs_in_office(case, BOTH)["bob"].rate("incident") is None


def test_an_imagined_successor_overlays_the_real_one_of_that_transition_alone():
    changes = [transition(concession_limit=0.2, pride=1), transition("bob", concession_limit=0.4)]
    case = quiet_case({"transitions": changes, "beliefs.bob.successor_terms": {"concession_limit": 0.9}})
    imagined = as_imagined(case, 0, case.beliefs["bob"].successor_terms)
    assert imagined["ann"].concession_limit.mode == 0.9
    assert imagined["ann"].pride.mode == 1
    assert imagined["bob"].concession_limit.mode == 1


@pytest.mark.parametrize(
    ("dates", "earliest"),
    [
        ([], None),
        (["2024-06-15"], (0, 5)),
        (["2025-01-01", "2024-03-31"], (1, 2)),
        (["2024-03-31", "2024-03-01"], (0, 2)),  # of those in one month the first in the file
        (["2024-01-31"], (0, 0)),
    ],
)
def test_the_earliest_transition_is_told_by_calendar_months(dates, earliest):
    assert earliest_transition(quiet_case({"transitions": [transition(date=date) for date in dates]})) == earliest


def test_without_beliefs_neither_incumbents_nor_successors_have_any():
    case = quiet_case({"beliefs.ann": {"incident": 0.5}, "transitions": [transition(pride=1, beliefs={"leak": 0.5})]})
    plain = without_beliefs(case)
    for office in leaderships(plain):
        assert all(not b.model_fields_set for b in beliefs_in_office(plain, office).values())
    assert in_office(plain, 1)["ann"].pride.mode == 1
