import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders import ALL_WAIT, ROAD, game_of, months_of, quiet_case
from generators import cases
from ripeness.answer.pipeline import run
from ripeness.crisis.game import BEYOND_HORIZON_MONTHS
from ripeness.crisis.states import CRISIS, NO_BARGAIN, WAR_PATHS

WAITING = {"postures.wait": {"title": "Everybody waits", "policy": ALL_WAIT}}
CHANCE = st.floats(0, 1)


def curves_of(case, posture="as-is"):
    return run(case).under(posture).futures.curves


# --- laws ---


@given(cases(postures=True), st.data())
def test_every_month_the_probabilities_sum_to_one_and_the_curves_are_their_parts(case, data):
    under = run(case).under(data.draw(st.sampled_from(("as-is", *case.postures))))
    of = game_of(under, case.horizon + BEYOND_HORIZON_MONTHS)
    s, curves = of.space, under.futures.curves
    crisis, bargain = (s.is_live & is_so for is_so in (s.tension == CRISIS, s.bargain != NO_BARGAIN))
    for month, mass in enumerate(months_of(of, of.solve(keep_months=case.horizon), case.horizon)):
        assert mass.min() >= -1e-15
        over = curves.war[0, :, month].sum() + curves.settled[0, month] + curves.capitulation[0, :, month].sum()
        assert over + mass[s.is_live].sum() == pytest.approx(1.0, abs=1e-12)
        assert curves.war[0, :, month] == pytest.approx(mass[[s.war(path) for path in WAR_PATHS]], abs=1e-12)
        assert curves.crisis[0, month] == pytest.approx(mass[crisis].sum(), abs=1e-12)
        assert curves.bargain[0, month] == pytest.approx(mass[bargain].sum(), abs=1e-12)


@given(cases())
def test_what_ends_the_game_is_never_undone_and_a_bargain_once_signed_was_signed(case):
    curves = curves_of(case)
    for curve in (curves.war, curves.settled, curves.capitulation, curves.bargain_ever, curves.crises_begun):
        assert (np.diff(curve, axis=-1) >= -1e-15).all()
    assert (curves.bargain <= curves.bargain_ever + 1e-12).all()
    assert (curves.bargain_ever <= 1 + 1e-12).all()


# --- closed forms ---


@given(CHANCE, CHANCE, CHANCE, st.sampled_from(["stalemate", "crisis"]))
def test_two_states_when_everybody_waits(incident, misreading, subside, tension):
    """Incident, then misreading, then subsiding: an absorbing chain of two states, known by hand."""
    a, b, c = incident, misreading, subside
    case = quiet_case(WAITING | {"dynamics.incident": a, "dynamics.misreading": b, "dynamics.subside": c,
                                 "dynamics.tension": tension})  # fmt: skip
    chain = np.array([[1 - a + a * (1 - b) * c, a * (1 - b) * (1 - c)], [(1 - b) * c, (1 - b) * (1 - c)]])
    state = np.array([1.0, 0.0] if tension == "stalemate" else [0.0, 1.0])
    war, crisis, begun = [0.0], [state[1]], [state[1]]
    for _ in range(case.horizon):
        begun.append(begun[-1] + state[0] * (a * (1 - b) * (1 - c) + a * b))
        state = state @ chain
        war.append(1 - state.sum())
        crisis.append(state[1])
    curves = curves_of(case, "wait")
    assert curves.war[0, WAR_PATHS.index("miscommunication")] == pytest.approx(war, abs=1e-12)
    assert curves.crisis[0] == pytest.approx(crisis, abs=1e-12)
    assert curves.crises_begun[0] == pytest.approx(begun, abs=1e-12)


@given(CHANCE, st.floats(0.1, 3))
def test_pressed_with_nothing_else_to_happen_a_party_capitulates_at_its_rate_when_pressed(rate, initiative):
    pressing = {"title": "-", "policy": ALL_WAIT | {"ann": {"press": 1}}}
    moves = {"postures.press": pressing, "parties.ann.initiative": initiative}
    case = quiet_case(moves | {"dynamics.capitulation.bob": rate})
    turn = initiative / (initiative + 1)
    curves = curves_of(case, "press")
    expected = 1 - (1 - turn * rate) ** np.arange(case.horizon + 1)
    assert curves.capitulation[0, 1] == pytest.approx(expected, abs=1e-12)
    assert not curves.capitulation[0, 0].any()
    assert not curves.war.any()


@given(st.floats(0, 0.5))
def test_in_a_crisis_pressure_weighs_more(rate):
    pressing = {"title": "-", "policy": ALL_WAIT | {"ann": {"press": 1}}}
    case = quiet_case({"dynamics.capitulation.bob": rate, "dynamics.crisis_pressure": 2, "dynamics.tension": "crisis",
                       "postures.press": pressing})  # fmt: skip
    expected = 1 - (1 - rate) ** np.arange(case.horizon + 1)  # half the turns, twice the rate
    assert curves_of(case, "press").capitulation[0, 1] == pytest.approx(expected, abs=1e-12)


@given(CHANCE, CHANCE)
def test_triggers_and_who_attacks_are_told_apart(trigger, war):
    case = quiet_case(WAITING | {"dynamics.triggers": {"unrest": {"rate": trigger, "war": war}}, "dynamics.subside": 1})
    at_war = curves_of(case, "wait").war[0, :, -1]
    assert at_war[WAR_PATHS.index("trigger")] == pytest.approx(1 - (1 - trigger * war) ** case.horizon, abs=1e-12)
    assert np.delete(at_war, WAR_PATHS.index("trigger")) == pytest.approx([0, 0, 0], abs=1e-15)


@given(CHANCE, CHANCE)
def test_a_bargain_that_is_signed_once_and_erodes(signing, erosion):
    """Signed with one chance a month, eroding with another, from the month that it was signed in."""
    willing = WAITING | {"dynamics.channel": "open", "parties.ann.reservation": 0, "parties.bob.reservation": 0}
    case = quiet_case(willing | {"dynamics.partial_rate": signing, "dynamics.erosion": erosion})
    in_force, free, ever = [0.0], 1.0, [0.0]
    for _ in range(case.horizon):
        signed = in_force[-1] + free * signing
        ever.append(ever[-1] + (1 - ever[-1]) * signing)
        in_force.append(signed * (1 - erosion))
        free = 1 - in_force[-1]
    curves = curves_of(case, "wait")
    assert curves.bargain[0] == pytest.approx(in_force, abs=1e-12)
    assert curves.bargain_ever[0] == pytest.approx(ever, abs=1e-12)


@given(st.floats(0.01, 1))
def test_a_direct_settlement_in_open_talks(rate):
    case = quiet_case(WAITING | {
        "issues.road": ROAD, "partial_issues": 1, "parties.ann.reservation": 0, "parties.bob.reservation": 0,
        "dynamics.channel": "open", "dynamics.tension": "crisis",
        "dynamics.settlement_rate": rate, "dynamics.direct_pace": 0.5, "dynamics.crisis_pace": 0.5,
    })  # fmt: skip
    expected = 1 - (1 - rate / 4) ** np.arange(case.horizon + 1)
    assert curves_of(case, "wait").settled[0] == pytest.approx(expected, abs=1e-12)


def test_the_region_pays_for_months_of_crisis_and_for_war_for_good():
    # a crisis at the start becomes war in the first month: one month of crisis, then war for ever
    case = quiet_case(WAITING | {"dynamics.tension": "crisis", "dynamics.misreading": 1,
                                 "dynamics.regional": {"war": -0.6, "crisis": -0.12}})  # fmt: skip
    discount = 0.9 ** (1 / 12)
    expected = -0.01 - 0.05 * discount / (1 - discount)
    assert run(case).under("wait").futures.region_cost[0] == pytest.approx(expected, abs=1e-12)


def test_the_first_moves_are_those_of_the_start():
    futures = run(quiet_case(WAITING)).under("wait").futures
    assert futures.first_moves[0, :, 0].tolist() == [1.0, 1.0]
    assert futures.first_moves.sum() == 2.0
