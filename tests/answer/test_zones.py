import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders import judged_at, quiet_case
from generators import cases
from ripeness.answer.pipeline import run
from ripeness.answer.zones import NO_DEAL, phases, solve, zones
from ripeness.case.values import MODES, Values
from ripeness.rules.solutions import SOLUTIONS
from ripeness.settlements.listing import list_settlements

PARTS = 20
VOTE = {"party": "bob", "date": "2024-07-01", "probability": 0.4}


def pie(power, costs, by_reservation):
    """A pie to divide into twentieths; war gives all of it to the winner and costs both [Fearon 1995].

    The status quo gives nobody any of it. War is the only alternative, or the reservation given is its flow.
    """
    options = {f"s{n}": {"text": "-", "value": {"ann": n / PARTS, "bob": 1 - n / PARTS}} for n in range(PARTS + 1)}
    changes = {"issues.field.options": {"idle": {"text": "-"}, **options}}
    for name, own, cost in zip(("ann", "bob"), (power, 1 - power), costs, strict=True):
        changes[f"parties.{name}.capability"] = own
        if by_reservation:
            changes[f"parties.{name}.reservation"] = own - cost
        else:
            changes[f"parties.{name}.war"] = {"win": 1, "lose": 0, "cost": cost}
    return quiet_case(changes)


@pytest.mark.parametrize("by_reservation", [True, False], ids=["given", "by war"])
@given(power=st.integers(20, 80), costs=st.tuples(st.integers(0, 19), st.integers(0, 19)))
def test_the_bargaining_range_is_all_that_both_prefer_to_war(by_reservation, power, costs):
    # a little off the grid, so that no share is worth exactly what war is
    p, (c_ann, c_bob) = power / 100 + 0.0013, (cost / 100 for cost in costs)
    zone = run(pie(p, (c_ann, c_bob), by_reservation)).as_is.zones
    found = {zone.settlements.named(row)["field"] for row in np.flatnonzero(zone.at_start[0])}
    assert found == {f"s{n}" for n in range(PARTS + 1) if p - c_ann < n / PARTS < p + c_bob}


def test_the_nash_deal_halves_what_war_would_waste():
    zone = run(pie(0.5, (0.2, 0.1), by_reservation=True)).as_is.zones
    row = zone.best(0, 0, 0, partial=True)[0]
    assert zone.settlements.named(row) == {"field": "s9"}  # from 0.3 to 0.6


@pytest.mark.parametrize(
    ("dates", "expected"),
    [([], (0,)), (["2024-01-31"], (1,)), (["2024-02-01"], (0, 1)), (["2024-05-01", "2024-01-01"], (1,))],
)
def test_there_is_a_before_if_the_earliest_transition_lies_ahead_and_an_after_if_there_is_one(dates, expected):
    assert phases(quiet_case({"transitions": [VOTE | {"date": date} for date in dates]})) == expected


@given(cases())
def test_each_solution_picks_an_acceptable_deal_exactly_where_there_is_one(case):
    z = judged_at(case).zones
    for solution in SOLUTIONS:
        (row,) = solve(z.grounds[0], z.at_start, z.reservations[0][z.start_phase], solution)
        assert z.at_start[0, row] if z.at_start.any() else row == NO_DEAL


@given(cases())
def test_partial_and_wide_deals_share_out_the_deals(case):
    z = judged_at(case).zones
    partial, wide = z.of_extent(partial=True), z.of_extent(partial=False)
    assert np.array_equal(partial | wide, z.settlements.is_deal)
    assert not (partial & wide).any()


@given(cases())
def test_a_leadership_signs_the_nash_deal_of_the_first_zone_that_has_one(case):
    under = judged_at(case, before=0.0, after=-0.2)
    z = under.zones
    for office in range(len(z.grounds)):
        for is_partial, signed in ((True, under.signed.partial), (False, under.signed.wide)):
            in_order = [z.best(office, phase, trust, is_partial)[0] for phase in phases(case) for trust in range(3)]
            assert signed[office, 0] == next((row for row in in_order if row != NO_DEAL), NO_DEAL)


# equal shares have the larger product from 0 up, unequal ones the larger sum and from -0.2 up the larger product
EQUAL_OR_NOT = {
    "issues.field.options.shared.value": {"ann": 0.4, "bob": 0.4},
    "issues.field.options.hers": {"text": "-", "value": {"ann": 0.9, "bob": 0.15}},
    "transitions": [VOTE],
}


def signed(case, **reservations):
    under = judged_at(case, **reservations)
    return [under.zones.settlements.named(row)["field"] for row in under.signed.partial[:, 0]]


def test_the_deal_of_before_a_transition_is_signed_rather_than_that_of_after():
    case = quiet_case(EQUAL_OR_NOT)
    assert signed(case, before=0.0, after=-0.2) == ["shared", "shared"]
    assert signed(case, before=-0.2, after=0.0) == ["hers", "hers"]
    assert signed(case, before=0.3, after=-0.2) == ["shared", "shared"]
    assert signed(case, before=0.5, after=-0.2) == ["hers", "hers"]  # before it nothing is acceptable


def test_the_deal_of_lower_trust_is_signed_rather_than_that_of_higher():
    softening = {"field": {"options": ["shared"], "softens": "mid"}}
    assert signed(quiet_case(EQUAL_OR_NOT | {"parties.bob.red_lines": softening})) == ["hers", "hers"]


def test_each_leadership_signs_its_own_deal():
    firm = VOTE | {"successor": {"red_lines": {"field": {"options": ["shared"]}}}}
    assert signed(quiet_case(EQUAL_OR_NOT | {"transitions": [firm]})) == ["shared", "hers"]


@given(cases())
def test_what_talks_can_bring_follows_from_the_zones(case):
    under = judged_at(case, before=0.0, after=-0.2)
    z, p = under.zones, under.signed.prospects
    offices = range(len(z.grounds))
    for office in offices:
        for phase in range(2):
            for trust in range(3):
                zone = z.zone(office, phase, trust)[0]
                at = (0, phase, trust, office)
                assert p.partial_open[at] == (zone & z.of_extent(partial=True)).any()
                assert p.wide_open[at] == (zone & z.of_extent(partial=False)).any()
                for signer in offices:
                    row = under.signed.partial[signer, 0]
                    assert p.still_acceptable[*at, signer] == (row != NO_DEAL and zone[row])
        utility = z.grounds[office].payoffs.utility[0]
        for signer in offices:
            row = under.signed.partial[signer, 0]
            expected = utility[:, row] if row != NO_DEAL else np.zeros(len(case.parties))
            assert np.array_equal(p.signed_worth[0, :, signer, office], expected)
        row = under.signed.wide[office, 0]
        expected = utility[:, row] if row != NO_DEAL else np.zeros(len(case.parties))
        assert np.array_equal(p.settled_worth[0, :, office], expected)


def test_a_successor_is_judged_on_its_own_terms_and_beliefs():
    terms = {"concession_limit": 0.1, "beliefs": {"capability": {"ann": 0.01, "bob": 0.99}}}
    case = quiet_case({"transitions": [VOTE | {"successor": terms}], "dynamics.recognition": 1,
                       "issues.field.options.given": {"text": "-", "value": {"ann": 0.9, "bob": -0.2}}})  # fmt: skip
    incumbents, successors = run(case).as_is.zones.grounds
    assert incumbents.parties["bob"].concession_limit.mode == 1.0
    assert successors.parties["bob"].concession_limit.mode == 0.1
    assert incumbents.shares["bob"][0] == pytest.approx([0.5, 0.5])
    assert successors.shares["bob"][0] == pytest.approx([0.01, 0.99])


def test_each_draw_has_a_zone_of_its_own():
    case = quiet_case({"parties.ann.reservation": [0, 0.1, 1], "parties.bob.reservation": 0})
    values = Values(3, {"parties.ann.reservation": np.array([0.0, 0.49, 0.51])})
    reservation = np.array([[0.0, 0.0], [0.49, 0.0], [0.51, 0.0]])
    z = zones(case, values, list_settlements(case), [[reservation, reservation]])
    assert z.at_start[:, 1].tolist() == [True, True, False]
    assert z.best(0, 0, 0, partial=True).tolist() == [1, 1, NO_DEAL]


def test_without_draws_there_is_one_at_the_modes():
    assert run(quiet_case()).values is MODES
    assert MODES.n == 1
