from itertools import product
from math import prod

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders import ROAD, judged_at, quiet_case
from generators import cases
from ripeness.answer.pipeline import run
from ripeness.answer.zones import NO_DEAL, ground_at_start, phases, signed_deals, solve, zones
from ripeness.case.values import MODES, Values
from ripeness.rules.solutions import SOLUTIONS
from ripeness.settlements.listing import RUNGS, list_settlements

PARTS = 20
HIGH = 2
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
def test_the_bargaining_range_is_all_that_neither_does_better_than_by_war(by_reservation, power, costs):
    # a little off the grid, so that no share is worth exactly what war is
    p, (c_ann, c_bob) = power / 100 + 0.0013, (cost / 100 for cost in costs)
    zone = run(pie(p, (c_ann, c_bob), by_reservation)).as_is.zones
    found = {zone.settlements.named(row)["field"] for row in np.flatnonzero(zone.at_start[0])}
    assert found == {f"s{n}" for n in range(PARTS + 1) if p - c_ann < n / PARTS < p + c_bob}


def test_the_nash_deal_halves_what_war_would_waste():
    zone = run(pie(0.5, (0.2, 0.1), by_reservation=True)).as_is.zones
    row = zone.best(0, 0, 0, "partial")[0]
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


def keys_of(solution, worth, reserved, best):
    """What a solution makes largest in turn, of one deal: section 4."""
    surplus = [w - r for w, r in zip(worth, reserved, strict=True)]
    scale = [a - r if a - r > 0 else 1.0 for a, r in zip(best, reserved, strict=True)]
    return {
        "nash": [round(prod(max(s, 0.0) for s in surplus), 12)],
        "egalitarian": sorted(round(s, 12) for s in surplus),
        "kalai-smorodinsky": sorted(round(s / of, 12) for s, of in zip(surplus, scale, strict=True)),
        "utilitarian": [round(sum(worth), 12)],
    }[solution]


@pytest.mark.parametrize("solution", SOLUTIONS)
@given(cases(transitions=0), st.data())
def test_surpluses_of_small_steps_are_counted_from_nothing_beside_those_of_others(solution, case, data):
    s = list_settlements(case)
    on = ground_at_start(case, MODES, s)
    among = s.is_deal & np.array(data.draw(st.lists(st.booleans(), min_size=len(s), max_size=len(s))))
    numbers = data.draw(st.lists(st.integers(-30, 20), min_size=len(case.parties), max_size=len(case.parties)))
    reservation = np.array([numbers]) / 100
    signing = [on.index(name) for name in case.signatories]
    utility = on.payoffs.utility[0, signing].T
    best = utility[among].max(axis=0, initial=-np.inf).tolist()

    def order(row):
        reserved = [0.0 if s.is_small_step[row] else reservation[0, i] for i in signing]
        worth = utility[row].tolist()
        smallest = round(min(w - r for w, r in zip(worth, reserved, strict=True)), 12)
        return (*keys_of(solution, worth, reserved, best), smallest, -s.moved[row], -row)

    expected = max(np.flatnonzero(among).tolist(), key=order, default=NO_DEAL)
    assert solve(on, among[None], reservation, solution).tolist() == [expected]


def first_of(z, offices, rung):
    in_order = [z.best(o, phase, trust, rung)[0] for o in offices for phase in phases(z.case) for trust in range(3)]
    return next((row for row in in_order if row != NO_DEAL), NO_DEAL)


@given(cases())
def test_a_leadership_signs_the_nash_deal_of_the_first_zone_that_has_one(case):
    under = judged_at(case, before=0.0, after=-0.2)
    z = under.zones
    for office in range(len(z.grounds)):
        assert under.signed.partial[office, 0] == first_of(z, [office], "partial")
        assert under.signed.wide[office, 0] == first_of(z, [office], "wide")


@given(cases())
def test_the_step_is_that_of_the_first_leadership_that_has_one_whoever_is_in_office(case):
    under = judged_at(case, before=0.0, after=-0.2)
    assert under.signed.step.tolist() == [first_of(under.zones, range(len(under.zones.grounds)), "step")]
    assert under.signed.prospects.has_step.tolist() == [under.signed.step[0] != NO_DEAL]


@given(cases())
def test_the_best_of_a_rung_is_the_nash_deal_among_the_acceptable_ones_of_that_rung(case):
    z = judged_at(case).zones
    for rung in RUNGS:
        among = z.at_start & z.settlements.on_rung(rung)
        expected = solve(z.grounds[0], among, z.reservations[0][z.start_phase])
        assert z.best(0, z.start_phase, z.start_trust, rung).tolist() == expected.tolist()


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
    step, partial, wide = under.signed.step[0], under.signed.partial[:, 0], under.signed.wide[:, 0]
    for office, phase, trust in product(offices, range(2), range(3)):
        zone = z.zone(office, phase, trust)[0]
        at = (0, phase, trust, office)

        def kept(row, zone=zone):
            return row != NO_DEAL and zone[row]

        assert p.step_open[at] == kept(step)
        assert p.partial_open[at] == (zone & z.settlements.on_rung("partial")).any()
        assert p.wide_open[at] == (zone & z.settlements.on_rung("wide")).any()
        for signer in offices:
            assert p.signed_acceptable[*at, signer] == kept(partial[signer])
            if trust == HIGH:
                assert p.settled_acceptable[0, phase, office, signer] == kept(wide[signer])
    for office in offices:
        utility = z.grounds[office].payoffs.utility[0]

        def worth(row, utility=utility):
            return utility[:, row] if row != NO_DEAL else np.zeros(len(case.parties))

        assert np.array_equal(p.step_worth[0, :, office], worth(step))
        for signer in offices:
            assert np.array_equal(p.signed_worth[0, :, signer, office], worth(partial[signer]))
            assert np.array_equal(p.settled_worth[0, :, signer, office], worth(wide[signer]))
    assert p.has_signed[0].tolist() == (partial != NO_DEAL).tolist()


def factor_of(case, settlement, name):
    """The factors of all options of a settlement on a rate or trigger, multiplied."""
    factors = [case.issues[issue].options[option].effects.get(name) for issue, option in settlement.items()]
    return prod(factor.mode for factor in factors if factor is not None)


@given(cases())
def test_the_factors_of_what_is_in_force_are_those_of_its_options_multiplied(case):
    under = judged_at(case, before=0.0, after=-0.2)
    named, signed = under.zones.settlements.named, under.signed
    options = [option for issue in case.issues.values() for option in issue.options.values()]
    found = signed.prospects.effects
    assert set(found) == {name for option in options for name in option.effects}

    def expected(rows, name):
        return [1.0 if row == NO_DEAL else factor_of(case, named(row), name) for row in rows.tolist()]

    for name, of in found.items():
        assert of.step.tolist() == pytest.approx(expected(signed.step, name))
        assert of.signed[0].tolist() == pytest.approx(expected(signed.partial[:, 0], name))
        assert of.settled[0].tolist() == pytest.approx(expected(signed.wide[:, 0], name))


def test_factors_are_drawn_like_other_judgements():
    shared = {"text": "-", "value": {"ann": 0.5, "bob": 0.4}, "effects": {"incident": [0.1, 0.5, 0.9], "leak": 2}}
    case = quiet_case({"issues.field.options.shared": shared, "issues.road": ROAD})
    path = "issues.field.options.shared.effects.incident"
    values = Values(3, {path: np.array([0.1, 0.5, 0.9])})
    reservation = np.zeros((3, 2))
    z = zones(case, values, list_settlements(case), [[reservation, reservation]])
    effects = signed_deals(z).prospects.effects
    assert effects["incident"].signed[:, 0].tolist() == [0.1, 0.5, 0.9]
    assert effects["leak"].settled[:, 0].tolist() == [2, 2, 2]
    # there is no small step
    assert effects["incident"].step.tolist() == [1, 1, 1]


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
    assert z.best(0, 0, 0, "partial").tolist() == [1, 1, NO_DEAL]


def test_without_draws_there_is_one_at_the_modes():
    assert run(quiet_case()).values is MODES
    assert MODES.n == 1
