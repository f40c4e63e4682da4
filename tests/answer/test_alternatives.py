import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders import case_of, quiet_case
from generators import case_data, cases
from ripeness.answer.alternatives import RESERVATION_MONTHS
from ripeness.answer.pipeline import run
from ripeness.case.leadership import without_beliefs
from ripeness.case.read.load import with_changes

ANN, BOB = 0, 1
VOTE = {"party": "bob", "date": "2024-07-01", "probability": 0.4}


def never_of(case):
    return run(case).alternatives.never[0, 0]


def wait_of(case):
    return run(case).alternatives.wait[0]


# --- never ---


def test_where_nothing_moves_living_without_a_deal_is_worth_nothing():
    assert never_of(quiet_case()).tolist() == [0.0, 0.0]


@pytest.mark.parametrize(("trend", "patience"), [(-0.12, 0.1), (0.3, 0.02), (-0.05, 0.6)])
def test_where_nothing_moves_a_trend_runs_for_ten_years_and_then_stands_still(trend, patience):
    found = never_of(quiet_case({"parties.ann.trend": trend, "parties.ann.patience": patience}))
    discount = (1 - patience) ** (1 / 12)
    months = np.arange(RESERVATION_MONTHS)
    # the average of trend x years, weighted by how much each month counts
    flowing = (1 - discount) * (discount**months * trend * months / 12).sum()
    assert found == pytest.approx([flowing + discount**120 * trend * 10, 0.0], abs=1e-12)


def test_the_start_makes_no_difference_to_never_but_for_trust():
    moving = {"dynamics.incident": 0.2, "dynamics.misreading": 0.1, "dynamics.trust_effect": 1,
              "parties.ann.war": {"win": 0, "lose": -1, "cost": 0.5}}  # fmt: skip
    at_rest = never_of(quiet_case(moving))
    talking_in_crisis = quiet_case(moving | {"dynamics.tension": "crisis", "dynamics.channel": "open"})
    assert never_of(talking_in_crisis).tolist() == at_rest.tolist()
    assert never_of(quiet_case(moving | {"dynamics.trust": "high"}))[ANN] > at_rest[ANN]


@given(cases(), st.integers(7, 60))
def test_reservation_values_do_not_depend_on_the_horizon(case, horizon):
    here, there = (run(c).alternatives for c in (case, with_changes(case, {"horizon": horizon})))
    assert np.array_equal(here.never, there.never)
    assert np.array_equal(here.at_start, there.at_start)


# --- attack ---


def test_attack_is_the_flow_after_a_war_for_those_who_can_wage_one():
    case = quiet_case({"parties.ann.war": {"win": 0.6, "lose": -0.8, "cost": 0.5}, "parties.ann.capability": 3})
    assert run(case).alternatives.attack[0] == pytest.approx([0.75 * 0.6 - 0.25 * 0.8 - 0.5, np.nan], nan_ok=True)


# --- wait ---


def test_waiting_without_a_transition_ahead_is_no_alternative():
    for transitions in ([], [VOTE | {"date": "2024-01-31"}]):
        assert np.isnan(wait_of(quiet_case({"transitions": transitions}))).all()


def test_waiting_is_a_chance_of_the_successors_deal_when_it_comes():
    # today Bob's red line stands in the way; his successor, due in 6 months with 0.4, has none
    case = quiet_case({
        "parties.bob.red_lines": {"field": {"options": ["shared"]}}, "parties.ann.patience": 0.19,
        "transitions": [VOTE | {"successor": {"red_lines": {}}}],
    })  # fmt: skip
    # nobody waits for its own replacement
    assert wait_of(case) == pytest.approx([0.81**0.5 * 0.4 * 0.5, np.nan], abs=1e-12, nan_ok=True)


def test_what_a_party_expects_of_the_successor_is_what_it_imagines():
    shared, hers = ({"ann": 0.5, "bob": 0.4}, {"ann": 0.9, "bob": -0.2})
    options = {"idle": {"text": "-"}, "shared": {"text": "-", "value": shared}, "hers": {"text": "-", "value": hers}}
    case = quiet_case({
        "issues.field.options": options,
        "parties.bob.preconditions": {"field": {"options": ["shared"]}},
        "transitions": [VOTE], "beliefs.ann.transitions": {"bob": 1},
        "beliefs.ann.successor_terms": {"preconditions": {"field": {"options": ["hers"]}}},
        "parties.cat": {"name": "Cat", "signatory": False, "salience": {"field": 1}},
        "issues.field.options.hers.value.cat": 0.3,
        "beliefs.cat.successor_terms": {"red_lines": {"field": {"options": ["shared", "hers"]}}},
    })  # fmt: skip
    # Cat imagines a successor who accepts nothing; the one whom Ann imagines wants what nobody would sign
    assert wait_of(case) == pytest.approx([0.0, np.nan, 0.0], abs=1e-12, nan_ok=True)
    welcome = with_changes(case, {"issues.field.options.hers.value.bob": 0.2})
    assert wait_of(welcome) == pytest.approx([0.9**0.5 * 0.9, np.nan, 0.0], abs=1e-12, nan_ok=True)


def test_the_deal_hoped_for_may_be_a_small_step_and_is_worth_what_it_is_to_the_one_who_waits_today():
    case = quiet_case({
        "issues.field.separable": True, "parties.bob.red_lines": {"field": {"options": ["shared"]}},
        "transitions": [VOTE | {"probability": 1, "successor": {"red_lines": {}}}],
    })  # fmt: skip
    assert wait_of(case)[ANN] == pytest.approx(0.9**0.5 * 0.5, abs=1e-12)


def test_nobody_waits_for_a_deal_worse_than_none():
    case = quiet_case({"transitions": [VOTE], "parties.ann.trend": 0.4})
    never = never_of(case)
    assert never[ANN] > 0.5  # better than sharing the field
    assert wait_of(case)[ANN] == pytest.approx(never[ANN])


def test_the_deal_hoped_for_is_struck_as_if_nobody_had_another_alternative():
    # Ann, who would have to concede, accepts it from nothing on
    options = {"idle": {"text": "-"}, "shared": {"text": "-", "value": {"ann": -0.1, "bob": 0.4}}}
    case = quiet_case({"issues.field.options": options, "transitions": [VOTE | {"probability": 1}],
                       "parties.ann.reservation": -0.5, "parties.ann.trend": -0.3})  # fmt: skip
    never = never_of(case)
    assert never[ANN] < -0.1
    assert wait_of(case)[ANN] == pytest.approx(never[ANN], abs=1e-12)


def test_of_several_transitions_only_the_earliest_is_waited_for():
    own = {"party": "ann", "date": "2024-03-01", "probability": 1.0}
    closed = {"parties.bob.red_lines": {"field": {"options": ["shared"]}}}
    opening = VOTE | {"successor": {"red_lines": {}}}
    # to Ann Bob's comes later than her own, which is not for her to wait for
    assert np.isnan(wait_of(quiet_case(closed | {"transitions": [opening, own]}))[ANN])
    assert wait_of(quiet_case(closed | {"transitions": [opening, own | {"date": "2024-08-01"}]}))[ANN] > 0


# --- in war ---


def at_war(**changes):
    war = {"win": 0, "lose": -1, "cost": 0.5}
    start = {"dynamics.tension": "war", "dynamics.war_decided": 0, "dynamics.ceasefire": 0}
    return quiet_case(start | {"parties.ann.war": war, "dynamics.channel": "open"} | changes)


def test_a_case_in_war_has_its_alternatives_in_war_without_a_channel():
    found = run(at_war()).alternatives
    # the war goes on for good, at its cost for Ann; she cannot attack again
    assert found.never[0, 0].tolist() == pytest.approx([-0.5, 0.0])
    assert np.isnan(found.attack).all()
    halted = run(at_war(**{"dynamics.ceasefire": 0.1, "dynamics.talks_ceasefire": 5})).alternatives
    without_talks = run(at_war(**{"dynamics.ceasefire": 0.1, "dynamics.talks_ceasefire": 1})).alternatives
    assert halted.never.tolist() == without_talks.never.tolist()
    assert halted.never[0, 0, ANN] > -0.5


HOPEFUL = {"concession_limit", "pride", "exposure_tolerance", "red_lines", "preconditions", "constituencies"}


@given(case_data(transitions=1), st.lists(st.integers(0, 100), min_size=2, max_size=2).map(sorted))
def test_hope_in_a_successor_never_adds_a_deal(data, hopes):
    # of a successor who changes only what it would sign, so that life without a deal stays what it is
    transitions = [
        t | {"successor": {field: terms for field, terms in t["successor"].items() if field in HOPEFUL}}
        for t in data["transitions"]
    ]
    zones = []
    for hope in (0, *hopes):
        hoping = {"transitions": {t["party"]: hope / 100 for t in transitions}} if transitions else {}
        beliefs = {name: data["beliefs"].get(name, {}) | hoping for name in data["parties"]}
        case = case_of(data | {"transitions": transitions, "beliefs": beliefs})
        zones.append(run(case).as_is.zones.at_start[0])
    hopeless, some, more = zones
    assert not (some & ~hopeless).any()
    assert not (more & ~some).any()


@given(cases(), st.data())
def test_a_worse_alternative_never_closes_a_deal(case, data):
    party = data.draw(st.sampled_from(case.signatories))
    worse, better = sorted(data.draw(st.lists(st.integers(-40, 20), min_size=2, max_size=2)))
    zones = [
        run(with_changes(case, {f"parties.{party}.reservation": number / 100})).as_is.zones.at_start[0]
        for number in (worse, better)
    ]
    assert not (zones[1] & ~zones[0]).any()


# --- reservation values ---


@given(cases())
def test_a_reservation_value_is_the_one_given_or_the_best_alternative(case):
    found = run(case).alternatives
    before, after = found.reservations[0]
    for i, party in enumerate(case.parties.values()):
        always = [found.never[0, 0, i], found.attack[0, i]]
        if party.reservation is not None:
            assert before[0, i] == after[0, i] == party.reservation.mode
        elif found.start_phase == 0:
            assert before[0, i] == np.nanmax([*always, found.wait[0, i]])
        if party.reservation is None and case.transitions:
            assert after[0, i] == np.nanmax(always)


@given(cases())
def test_only_the_incumbents_before_the_earliest_transition_wait(case):
    found = run(case).alternatives
    for of_office in found.reservations[1:]:
        assert np.array_equal(*of_office)
    assert np.isnan(found.wait).all() == (found.start_phase == 1 or not case.transitions)


# --- illusion ---


@given(cases())
def test_the_analyst_sees_what_everybody_would_without_beliefs(case):
    seen, plain = run(case).as_analyst, run(without_beliefs(case)).alternatives
    assert np.array_equal(seen.never, plain.never)
    assert np.array_equal(seen.wait, plain.wait, equal_nan=True)
    assert np.array_equal(seen.at_start, plain.at_start)


def test_overestimating_ones_own_power_is_an_illusion():
    war = {"parties.ann.war": {"win": 0.5, "lose": -0.5, "cost": 0.1}}
    case = quiet_case(war | {"beliefs.ann.capability": {"ann": 0.9, "bob": 0.1}})
    found = run(case)
    assert found.alternatives.attack[0, ANN] == pytest.approx(0.3)
    assert found.as_analyst.attack[0, ANN] == pytest.approx(-0.1)
