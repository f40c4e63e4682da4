"""What was computed once is used again where all that it reads is the same, and only there."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np
import pytest
from hypothesis import given

from builders import quiet_case
from generators import cases
from ripeness.case.leadership import beliefs_in_office, in_office, leaderships
from ripeness.case.read.load import with_changes
from ripeness.case.values import MODES, Values
from ripeness.settlements.listing import list_settlements
from ripeness.settlements.memo import Itself, Memo


@dataclass(frozen=True)
class Sheet:
    """Numbers by name, as an outlook has them."""

    rates: dict[str, np.ndarray]
    trend: np.ndarray
    unit: float = 1.0
    is_read_by_parts: ClassVar[bool] = True

    @property
    def doubled(self):
        """Read by way of a property."""
        return self.trend * 2.0 * self.unit

    def rate(self, name):
        """Read by way of a method."""
        return self.rates.get(name)


def sheet(**changes):
    """A sheet, with other numbers."""
    rates = {"leak": np.array([0.1]), "incident": np.array([0.2])}
    given = {"rates": rates, "trend": np.array([0.3])} | changes
    return Sheet(**given)


class Counted:
    """Computes what it is given to compute, and counts how often."""

    def __init__(self, compute):
        self.compute, self.times = compute, 0

    def __call__(self, *given):
        self.times += 1
        return self.compute(*given)


def is_used_again(read, one, other, values=MODES, others=MODES):
    """Whether what a part has read of one thing serves for the other; it has to be right either way."""
    memo, compute = Memo(), Counted(read)
    memo.read("part", compute, values, one)
    assert np.array_equal(memo.read("part", compute, others, other), read(other))
    return compute.times == 1


# --- inputs that are declared ---


def test_what_is_given_is_computed_once():
    memo, compute = Memo(), Counted(lambda: 7)
    assert [memo.of(key, compute) for key in ("a", "b", "a")] == [7, 7, 7]
    assert compute.times == 2


def test_only_the_latest_are_kept_where_a_number_is_given():
    memo, compute = Memo(most=2), Counted(lambda: 7)
    for key in ("a", "b", "c", "c", "a"):
        memo.of(key, compute)
    assert compute.times == 4


def test_a_key_of_the_thing_itself_is_of_no_other_that_is_equal():
    one, other = [1.0], [1.0]
    assert Itself(one) == Itself(one)
    assert hash(Itself(one)) == hash(Itself(one))
    assert Itself(one) != Itself(other)
    assert Itself(one) != one


# --- inputs that are noted ---


def test_a_part_is_used_again_where_what_it_did_not_read_has_changed():
    def leak(of):
        return of.rates["leak"]

    other_incident = {"leak": np.array([0.1]), "incident": np.array([0.5])}
    assert is_used_again(leak, sheet(), sheet())
    assert is_used_again(leak, sheet(), sheet(rates=other_incident, trend=np.array([9.0]), unit=2.0))
    assert not is_used_again(leak, sheet(), sheet(rates={"leak": np.array([0.2])}))


@pytest.mark.parametrize(
    ("read", "changes"),
    [
        (lambda of: of.doubled, {"unit": 2.0}),
        (lambda of: of.doubled, {"trend": np.array([0.4])}),
        (lambda of: of.rate("leak"), {"rates": {"leak": np.array([0.4])}}),
        (lambda of: of.rate("none") is None, {"rates": {"none": np.array([0.4])}}),
        (lambda of: "none" in of.rates, {"rates": {"none": np.array([0.4])}}),
        (lambda of: len(of.rates), {"rates": {"leak": np.array([0.1])}}),
        (lambda of: list(of.rates), {"rates": {"incident": np.array([0.2]), "leak": np.array([0.1])}}),
        (lambda of: sum(value.sum() for value in of.rates.values()), {"rates": {"leak": np.array([0.5])}}),
        # the sign of a zero counts, and so does the number of draws
        (lambda of: 1.0 / of.trend, {"trend": np.array([-0.0])}),
        (lambda of: of.trend, {"trend": np.array([0.3, 0.3])}),
        (lambda of: of.unit, {"unit": 1}),
    ],
)
def test_whatever_a_part_reads_and_however_it_has_to_be_the_same(read, changes):
    with np.errstate(divide="ignore"):
        assert not is_used_again(read, sheet(trend=np.array([0.0])), sheet(**{"trend": np.array([0.0])} | changes))


def test_of_several_that_are_kept_the_one_that_holds_is_used():
    memo, compute = Memo(), Counted(lambda of: of.unit)
    found = [memo.read("part", compute, MODES, sheet(unit=unit)) for unit in (1.0, 2.0, 3.0, 1.0, 2.0, 3.0)]
    assert found == [1.0, 2.0, 3.0, 1.0, 2.0, 3.0]
    assert compute.times == 3


def test_what_a_part_within_a_part_has_read_counts_for_both():
    memo = Memo()

    def inner(of):
        return memo.read("inner", lambda it: it.rates["leak"] * it.unit, MODES, of)

    def outer(of):
        return memo.read("outer", lambda it: inner(it) + 1.0, MODES, of)

    # known to the memo before the other one asks for it
    inner(sheet())
    assert outer(sheet()) == 1.1
    assert outer(sheet(unit=2.0)) == 1.2
    assert outer(sheet(rates={"leak": np.array([0.3])})) == 1.3


def test_a_part_that_fails_leaves_nothing_behind():
    memo = Memo()

    def fail(of):
        raise ValueError(of.unit)

    with pytest.raises(ValueError, match="1"):
        memo.read("part", fail, MODES, sheet())
    assert memo.read("part", lambda of: of.unit, MODES, sheet()) == 1.0


# --- of cases ---


def test_a_judgement_is_what_it_is_worth_in_every_draw():
    def pride(values):
        return lambda of: values(of.parties["ann"].pride)

    case = quiet_case({"parties.ann.pride": [0.1, 0.2, 0.3]})
    drawn = [Values(2, {"parties.ann.pride": np.array(column)}) for column in ([0.1, 0.2], [0.1, 0.2], [0.1, 0.3])]
    memo = Memo()
    found = [memo.read("pride", pride(values), values, case).tolist() for values in drawn]
    assert found == [[0.1, 0.2], [0.1, 0.2], [0.1, 0.3]]


def test_a_note_on_a_number_changes_nothing_and_its_range_does():
    case = quiet_case({"parties.ann.pride": {"low": 0.1, "mode": 0.2, "high": 0.3, "note": "?"}})

    def mode(of):
        return of.parties["ann"].pride.mode

    changed = {"low": 0.1, "mode": 0.2, "high": 0.3, "note": "!"}
    assert is_used_again(mode, case, with_changes(case, {"parties.ann.pride": changed}))
    assert not is_used_again(mode, case, with_changes(case, {"parties.ann.pride": changed | {"high": 0.4}}))


def test_what_successors_change_is_read_of_the_last_that_changes_it():
    """Two successors of one party: the second keeps what the first has changed."""
    more = [
        {"party": "ann", "date": f"2024-0{month}-01", "probability": 0.5, "successor": change}
        for month, change in ((3, {"pride": 0.4}), (4, {"trend": -0.1}))
    ]
    case = quiet_case({"transitions": more})

    def of_last(of):
        last = in_office(of, 3)["ann"]
        return float(last.pride.mode), float(last.trend.mode)

    assert Memo().read("last", of_last, MODES, case) == of_last(case) == (0.4, -0.1)
    assert not is_used_again(of_last, case, with_changes(case, {"transitions.0.successor.pride": 0.3}))


@given(cases())
def test_a_stand_in_reads_like_the_case(case):
    def told(of):
        offices = [
            {name: (party.signatory, party.pride.mode, sorted(party.salience)) for name, party in on.items()}
            for on in (in_office(of, office) for office in leaderships(of))
        ]
        beliefs = [sorted(seen.capability) for seen in beliefs_in_office(of, 0).values()]
        months = [of.transition_month(transition) for transition in of.transitions]
        return offices, beliefs, months, of.signatories, of.partial_limit, len(of.linkages)

    assert Memo().read("told", told, MODES, case) == told(case)
    listed = Memo().read("settlements", list_settlements, MODES, case)
    assert listed.options.tolist() == list_settlements(case).options.tolist()


def test_a_changed_stand_in_is_given_to_no_other_part():
    memo = Memo()

    def pride(of):
        changed = of.parties["ann"].model_copy(update={"name": "Anna"})
        return memo.read("name", lambda party: party.name, MODES, changed)

    with pytest.raises(ValueError, match="expected: one as it stands in the case"):
        memo.read("pride", pride, MODES, quiet_case())
