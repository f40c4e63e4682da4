"""NegoLog's JSON."""

import json

import numpy as np
import pytest

from domain_files import ANN, WEIGHTS, imported, negolog, reservation, shared, utilities
from ripeness.errors import InputError
from ripeness.importers.reading import Semantics, read_domain


def test_a_utility_is_the_sum_of_weight_times_value_as_they_stand(tmp_path):
    case = imported(negolog(tmp_path))
    expected = [0.75 * p + 0.25 * d for p in ANN["Price"].values() for d in ANN["Delivery day"].values()]
    np.testing.assert_allclose(utilities(case, "profileA"), expected, atol=1e-12)
    assert list(case.parties) == ["profileA", "profileB"]


def test_as_genius_evaluations_are_divided(tmp_path):
    case = imported(negolog(tmp_path), Semantics.genius)
    assert (utilities(case, "profileA").max(), case.payoff_unit.scale) == (1, 1)


def test_a_reservation_is_kept(tmp_path):
    case = imported(negolog(tmp_path, reservationValue=0.4))
    assert reservation(case, "profileA") == pytest.approx(0.4, abs=1e-12)


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("issueWeights", {**WEIGHTS, "Price": float("nan")}, "weight of Price  nan is not a finite number"),
        ("issueWeights", {**WEIGHTS, "Prise": 1}, "Prise  the domain has no such issue; did you mean Price?"),
        ("issueWeights", [1], "Price  has no weight, expected: a number"),
        ("issues", {"Price": {"low": 1, "high": "much"}}, 'Price: high  "much" is no number'),
        ("issues", {"Price": ANN["Price"]}, "the domain has no such issue"),
        ("reservationValue", 10**400, "reservation  a number of 401 digits is too large a number"),
        ("discountFactor", "d", 'discount  "d" is no number'),
        ("reservationValue", None, "reservation  is missing"),
    ],
)
def test_what_does_not_fit_is_told(tmp_path, field, value, said):
    with pytest.raises(InputError) as caught:
        imported(negolog(tmp_path, **{field: value}))
    assert said in str(caught.value)


@pytest.mark.parametrize("number", [0, 3, 7, 11, 19])
def test_published_nash_products_and_welfare_maxima_are_reproduced(number):
    folder = shared(f"negolog-domain{number}")
    specs = json.loads((folder / "specs.json").read_text())
    case = imported(folder)
    a, b = utilities(case, "profileA"), utilities(case, "profileB")
    assert len(a) == specs["NumberOfBids"] == read_domain(folder).outcomes
    assert (a * b).max() == pytest.approx(specs["Nash Product"], abs=1e-12)
    assert (a + b).max() == pytest.approx(specs["Social Welfare"], abs=1e-12)
