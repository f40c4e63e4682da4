"""A chunk of an ensemble: one table for all postures, whatever each of them sets."""

import numpy as np
import pytest

from builders import ROAD, assessed, case_of, quiet
from ripeness.case.values import MODES
from ripeness.ensemble.distribution import QUANTITIES
from ripeness.ensemble.draws import drawn
from ripeness.ensemble.ensemble import SERIES, chunk
from ripeness.findings.material import at_modes
from terminal import golden

THREE = {
    "parties.cat": {"name": "Cat", "salience": {"field": 1}},
    "parties.dan": {"name": "Dan", "signatory": False, "salience": {"field": 1}},
    "dynamics.capitulation": {"ann": 0.1, "bob": 0.2, "cat": 0.3, "dan": 0.4},
    "issues.field.options.shared.value": {"ann": 0.5, "bob": 0.4, "cat": 0.3, "dan": 0.2},
    "dynamics.partial_rate": 0.2,
    "horizon": 2,
    "transitions": [{"party": "bob", "date": "2024-02-01", "probability": 0.5}],
}
# what a posture sets, and who signs under it
STRUCTURAL = {
    "without-cat": ({"parties.cat.signatory": False}, "ann bob"),
    "with-dan": ({"parties.dan.signatory": True}, "ann bob cat dan"),
    "dan-for-cat": ({"parties.cat.signatory": False, "parties.dan.signatory": True}, "ann bob dan"),
    "whole-party": ({"parties.cat": {"name": "Cat", "signatory": False, "salience": {"field": 1}}}, "ann bob"),
    "no-transition": ({"transitions": []}, "ann bob cat"),
    "whose-transition": ({"transitions.0.party": "ann"}, "ann bob cat"),
    "small-step": ({"issues.field.separable": True}, "ann bob cat"),
    "other-options": (
        {"issues.field.options": {"idle": {"text": "Nobody's"}, "sold": {"text": "Sold", "value": {"ann": 0.9}}}},
        "ann bob cat",
    ),
    "another-issue": ({"issues": quiet()["issues"] | {"road": ROAD}}, "ann bob cat"),
    "complete": ({"complete": True}, "ann bob cat"),
}


def of_posture(name):
    return case_of(quiet(THREE | {"postures": {name: {"title": name, "set": STRUCTURAL[name][0]}}}))


@pytest.mark.parametrize("name", STRUCTURAL)
def test_draws_without_ranges_say_of_a_posture_what_the_modes_say(name):
    case = of_posture(name)
    outcomes = chunk(case, drawn(1, 0, 2), 0).outcomes
    for posture, future in assessed(case).futures.items():
        row = np.flatnonzero(outcomes["posture"] == posture)[0]
        expected = {quantity: at_modes(future, quantity) for quantity in (*QUANTITIES, *vars(future.implied))}
        expected |= {f"value.{party}": worth for party, worth in future.value.items()}
        expected |= {f"capitulation.{party}": p for party, p in future.capitulation.items()}
        found = {column: float(outcomes[column][row]) for column in expected}
        assert found == pytest.approx(expected, abs=1e-9), posture


@pytest.mark.parametrize("name", ["random-4", "random-15", "random-47"])
def test_every_column_and_curve_of_a_case_without_ranges_is_what_the_modes_say(name):
    # these start in war, with a bargain that there is not, and with a small step
    a = golden(name)
    for column in (found := chunk(a.case, MODES, 0)).outcomes:
        assert not column.endswith("ever") or column in QUANTITIES
    for place, (posture, future) in enumerate(a.futures.items()):
        row = {column: values[place] for column, values in found.outcomes.items()}
        expected = {quantity: at_modes(future, quantity) for quantity in (*QUANTITIES, *vars(future.implied))}
        expected |= {"in_force_at_start": future.in_force_at_start}
        assert {column: float(row[column]) for column in expected} == pytest.approx(expected, abs=1e-9), posture
        curves = dict(zip(SERIES, found.curves[place, :, :, 0], strict=True))
        assert curves["step"] == pytest.approx(future.step_by_month, abs=1e-6)
        assert curves["bargain"] == pytest.approx(future.bargain_by_month, abs=1e-6)
        assert curves["settled"] == pytest.approx(future.settled_by_month, abs=1e-6)
        assert curves["war"] == pytest.approx(future.war_by_month, abs=1e-6)
        assert curves["at_war"][-1] == pytest.approx(future.at_war, abs=1e-6)
        assert curves["at_war"][1:].sum() == pytest.approx(future.war_months, abs=1e-5)
        assert curves["crisis"][1:].sum() == pytest.approx(future.crisis_months, abs=1e-5)


@pytest.mark.parametrize("name", STRUCTURAL)
def test_a_posture_names_those_who_sign_under_it(name):
    case = of_posture(name)
    a = assessed(case)
    signing = STRUCTURAL[name][1].split()
    assert list(a.futures[name].capitulation) == list(a.futures[name].first_moves) == signing
    assert a.that_sign == tuple(p for p in case.parties if p in {*signing, *case.signatories})


@pytest.mark.parametrize("name", ["without-cat", "with-dan", "dan-for-cat", "whole-party"])
def test_a_party_that_signs_nothing_under_a_posture_gives_in_to_nobody(name):
    outcomes = chunk(of_posture(name), drawn(1, 0, 2), 0).outcomes
    giving_in = {p for p in ("ann", "bob", "cat", "dan") if outcomes.get(f"capitulation.{p}", np.zeros(4))[1] > 0}
    assert giving_in == set(STRUCTURAL[name][1].split())
