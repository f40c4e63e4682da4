"""Every quantity of a claim against the parts of the assessment that it names."""

import math

import numpy as np
import pytest

from builders import assessed, quiet_case
from ripeness.answer.pipeline import run
from ripeness.answer.quantities import KINDS, bargain_life, quantity_values
from ripeness.answer.reading import Reading
from ripeness.case.model import Posture
from ripeness.case.quantity import QUANTITIES, parsed
from ripeness.case.read.load import with_changes
from ripeness.crisis.futures import REACHED
from ripeness.crisis.states import WAR_PATHS
from terminal import golden

POSTURES = ("as-is", "no-precondition", "covert-channel")
each_posture = pytest.mark.parametrize("posture", POSTURES)
# the first month in which a successor may govern
EARLIEST = {"example": 10, "random-36": 1, "random-51": 1, "random-42": 6}


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
        "war": f.war_total, "settled": f.settled, "step": f.step, "bargain": f.bargain, "deal": f.bargain + f.settled,
        "crisis_months": f.crisis_months,
        "bargain.life": sum(f.bargain_by_month[1:]) / f.ever["bargain"] if f.ever["bargain"] else 0.0,
    }  # fmt: skip
    expected |= {f"{what}.ever": f.ever[what] for what in REACHED}
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
    assert quantity(a, "step[before]") == f.step_by_month[month]
    assert quantity(a, "bargain[before]") == f.bargain_by_month[month]
    assert quantity(a, "deal[before]") == f.bargain_by_month[month] + f.settled_by_month[month]
    for what in REACHED:
        assert quantity(a, f"{what}.ever[before]") == curves.ever[what][0, month] <= f.ever[what] + 1e-12
    reached = curves.ever["bargain"][0, month]
    expected = sum(f.bargain_by_month[1 : month + 1]) / reached if reached else 0.0
    assert quantity(a, "bargain.life[before]") == pytest.approx(expected, abs=1e-12)
    assert quantity(a, "crisis_months[before]") == pytest.approx(curves.crisis[0, 1 : month + 1].sum(), abs=1e-12)
    assert sum(quantity(a, f"war.{path}[before]") for path in WAR_PATHS) == pytest.approx(f.war_by_month[month])
    party = a.case.signatories[0]
    assert quantity(a, f"capitulation.{party}[before]") <= f.capitulation[party]


@pytest.mark.parametrize("posture", ["as-is", "silence"])
@pytest.mark.parametrize("name", ["random-4", "random-36", "random-47", "random-55"])
def test_what_is_reached_by_less_is_reached_no_less_often(name, posture):
    a = golden(name)
    talks, opening, deal, bargain, settled = (
        quantity(a, f"{what}.ever@{posture}") for what in ("talks", "opening", "deal", "bargain", "settled")
    )
    assert talks + 1e-12 >= opening >= deal - 1e-12
    assert deal + 1e-12 >= max(bargain, settled)


def test_before_a_transition_beyond_the_horizon_is_the_horizon():
    changed = assessed(with_changes(golden("example").case, {"transitions.0.date": "2030-01-01"}))
    assert quantity(changed, "war[before]") == changed.as_is.war_total


def test_without_transitions_before_is_the_horizon():
    a = assessed(with_changes(golden("example").case, {"transitions": [], "beliefs.birch": {}}))
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
    assert quantity(a, "bargain.life@talk") == pytest.approx(sum(f.bargain_by_month[1:]) / f.ever["bargain"])
    assert f.ever["bargain"] == pytest.approx(1, abs=1e-6)


def brute_force_deals(case, reservations):
    """How many deals satisfy every constraint where each party is given its reservation value."""
    given = {f"parties.{name}.reservation": float(r) for name, r in zip(case.parties, reservations, strict=True)}
    of = Reading(run(with_changes(case, given)))
    return int(sum(all(column) for column in of.satisfied.T))


def test_deals_now_counts_what_is_acceptable_given_the_reservation_values_of_the_case_as_it_is():
    # Birch is sure of better terms after the vote, so that fewer deals are open before it; nothing is played
    hoping = with_changes(golden("example").case, {"beliefs.birch.transitions.alder": 0.95})
    easier = Posture(title="-", set={"dynamics.recognition": 0, "parties.alder.pride": 0, "parties.birch.pride": 0})
    case = hoping.model_copy(update={"postures": {"easier": easier}, "claims": {}})
    of, found, counted = run(case), {}, {}
    for posture in ("as-is", "easier"):
        changes = case.postures[posture].set if posture in case.postures else {}
        for when, phase in (("", 0), ("[before]", 0), ("[after]", 1)):
            asked = [quantity_values(of, parsed(f"{name}@{posture}{when}"))[0] for name in ("deals_now", "deal_now")]
            found[posture, when] = asked
            many = brute_force_deals(with_changes(case, changes), of.alternatives.reservations[0][phase][0])
            counted[posture, when] = [many, min(many, 1)]
    assert found == counted
    assert len({many for many, _ in found.values()}) > 2


def test_a_case_without_an_acceptable_deal_has_none_now():
    a = assessed(quiet_case({"parties.ann.reservation": 0.6}))  # more than any deal is worth to Ann
    assert (quantity(a, "deals_now"), quantity(a, "deal_now")) == (a.deals.now, 0) == (0, 0)


@pytest.mark.parametrize("name", ["example", "random-36", "random-4"])
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
