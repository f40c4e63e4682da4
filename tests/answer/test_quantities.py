"""Every quantity of a claim against the parts of the assessment that it names."""

import math

import numpy as np
import pytest

from builders import assessed, quiet_case
from ripeness.answer.pipeline import run
from ripeness.answer.quantities import KINDS, bargain_life, quantity_values
from ripeness.answer.reading import Reading
from ripeness.case.quantity import QUANTITIES, parsed
from ripeness.case.read.load import load, with_changes
from ripeness.crisis.states import WAR_PATHS
from terminal import golden

POSTURES = ("as-is", "no-precondition", "covert-channel")
each_posture = pytest.mark.parametrize("posture", POSTURES)
# the first month in which a successor may govern
EARLIEST = {"example": 10, "random-9": 1, "random-14": 6}


def quantity(a, text):
    (value,) = quantity_values(a.run, parsed(text))
    return value


def test_every_quantity_of_the_format_can_be_computed():
    assert {name.partition(".")[0] for name in QUANTITIES} == set(KINDS)
    for name in QUANTITIES:
        assert math.isfinite(quantity(golden("example"), name.replace("PARTY", "birch")))


@each_posture
def test_at_the_horizon_a_quantity_is_that_of_the_posture(posture):
    a = golden("example")
    f = a.futures[posture]
    expected = {
        "war": f.war_total, "settled": f.settled, "bargain": f.bargain, "bargain.ever": f.bargain_ever,
        "crisis_months": f.crisis_months, "bargain.life": sum(f.bargain_by_month[1:]) / f.bargain_ever,
    }  # fmt: skip
    expected |= {f"war.{path}": f.war[path] for path in WAR_PATHS}
    expected |= {f"capitulation.{party}": f.capitulation[party] for party in a.case.signatories}
    expected |= {f"value.{party}": f.value[party] for party in a.case.parties}
    found = {name: quantity(a, f"{name}@{posture}") for name in expected}
    assert found == pytest.approx(expected, abs=1e-12)
    assert found == {name: quantity(a, f"{name}@{posture}[after]") for name in expected}


def test_without_a_posture_the_case_is_as_it_is():
    a = golden("example")
    assert quantity(a, "war") == quantity(a, "war@as-is") == a.as_is.war_total


@pytest.mark.parametrize("name", EARLIEST)
def test_before_is_the_end_of_the_last_month_before_the_earliest_transition(name):
    a, month = golden(name), EARLIEST[name]
    f, curves = a.as_is, a.run.as_is.futures.curves
    assert quantity(a, "war[before]") == f.war_by_month[month]
    assert quantity(a, "settled[before]") == f.settled_by_month[month]
    assert quantity(a, "bargain[before]") == f.bargain_by_month[month]
    assert quantity(a, "bargain.ever[before]") == curves.bargain_ever[0, month]
    assert quantity(a, "crisis_months[before]") == pytest.approx(curves.crisis[0, 1 : month + 1].sum(), abs=1e-12)
    assert sum(quantity(a, f"war.{path}[before]") for path in WAR_PATHS) == pytest.approx(f.war_by_month[month])
    party = a.case.signatories[0]
    assert quantity(a, f"capitulation.{party}[before]") <= f.capitulation[party]


def test_before_a_transition_beyond_the_horizon_is_the_horizon():
    changed = assessed(with_changes(golden("example").case, {"transitions.0.date": "2030-01-01"}))
    assert quantity(changed, "war[before]") == changed.as_is.war_total


def test_without_transitions_before_is_the_horizon():
    a = golden("random-22")
    assert quantity(a, "war[before]") == a.as_is.war_total


def test_a_bargain_lives_for_its_months_in_force_over_the_chance_that_it_is_signed():
    in_force = np.array([[0.0, 0.2, 0.4, 0.3], [0.0, 0.0, 0.0, 0.0]])
    assert bargain_life(in_force, np.array([0.5, 0.0])).tolist() == pytest.approx([1.8, 0.0])


def test_a_bargain_that_erodes_lives_as_long_as_a_coin_that_is_tossed_each_month():
    # both always talk, a bargain follows at once and ends in any month with a chance of a half
    always = {"ann": {"offer_open": 1}, "bob": {"offer_open": 1}}
    a = assessed(quiet_case({
        "horizon": 40, "dynamics.channel": "open", "dynamics.partial_rate": 1, "dynamics.erosion": 0.5,
        "postures.talk": {"title": "-", "policy": always},
    }))  # fmt: skip
    f = a.futures["talk"]
    assert quantity(a, "bargain.life@talk") == pytest.approx(sum(f.bargain_by_month[1:]) / f.bargain_ever)
    assert f.bargain_ever == pytest.approx(1, abs=1e-6)


def brute_force_deals(case, reservations):
    """How many deals satisfy every constraint where each party is given its reservation value."""
    given = {f"parties.{name}.reservation": float(r) for name, r in zip(case.parties, reservations, strict=True)}
    of = Reading(run(with_changes(case, given)))
    return int(sum(all(column) for column in of.satisfied.T))


def test_deals_now_counts_what_is_acceptable_given_the_reservation_values_of_the_case_as_it_is():
    # the founding case, whose postures and moments open different deals; nothing is played
    case = load("iran-us-2020")
    of, found, counted = run(case), {}, {}
    for posture in ("as-is", "no-precondition"):
        changes = case.postures[posture].set if posture in case.postures else {}
        for when, phase in (("", 0), ("[before]", 0), ("[after]", 1)):
            asked = [quantity_values(of, parsed(f"{name}@{posture}{when}"))[0] for name in ("deals_now", "deal_now")]
            found[posture, when] = asked
            many = brute_force_deals(with_changes(case, changes), of.alternatives.reservations[0][phase][0])
            counted[posture, when] = [many, min(many, 1)]
    assert found == counted
    assert len({many for many, _ in found.values()}) > 2


def test_a_case_without_an_acceptable_deal_has_none_now():
    a = golden("random-40")
    assert (quantity(a, "deals_now"), quantity(a, "deal_now")) == (a.deals.now, 0) == (0, 0)


@pytest.mark.parametrize("name", ["example", "random-9", "random-4"])
def test_alternatives_and_illusions_are_those_of_the_answer(name):
    a = golden(name)
    for party, of in a.alternatives.items():
        assert quantity(a, f"alternative.{party}.never") == of.believed.never
        for which in ("wait", "attack"):
            found, expected = quantity(a, f"alternative.{party}.{which}"), getattr(of.believed, which)
            assert math.isnan(found) if expected is None else found == expected
        assert quantity(a, f"illusion.{party}") == pytest.approx(of.reservation - of.reservation_as_analyst, abs=1e-15)


def test_a_difference_is_the_first_less_the_second():
    a = golden("example")
    found = quantity(a, "war@maximum-pressure - war@no-diplomacy[before]")
    expected = a.futures["maximum-pressure"].war_total - a.futures["no-diplomacy"].war_by_month[10]
    assert found == pytest.approx(expected, abs=1e-15)
