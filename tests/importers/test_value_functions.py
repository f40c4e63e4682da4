"""NegMAS's value functions."""

import math

import pytest

from ripeness.errors import InputError
from ripeness.importers.domain import DomainIssue
from ripeness.importers.value_functions import OF_NUMBERS, evaluations

NUMBERS = DomainIssue("n", ("0", "1", "2"), (0.0, 1.0, 2.0))


@pytest.mark.parametrize(
    ("function", "expected"),
    [
        ({"type": "IdentityFun"}, [0, 1, 2]),
        ({"type": "ConstFun", "bias": 0.5}, [0.5, 0.5, 0.5]),
        ({"type": "LinearFun", "slope": -2}, [0, -2, -4]),
        ({"type": "negmas.preferences.value_fun.AffineFun", "slope": 2, "bias": 1}, [1, 3, 5]),
        ({"type": "QuadraticFun", "a2": 1, "a1": -2, "bias": 3}, [3, 2, 3]),
        ({"type": "PolynomialFun", "coefficients": [1, 0, 2], "bias": 1}, [1, 4, 19]),
        ({"type": "TriangularFun", "start": 0, "middle": 1, "end": 3}, [0, 1, 0.5]),
        ({"type": "ExponentialFun", "tau": 1}, [1, math.e, math.e**2]),
        ({"type": "TableFun", "mapping": {0: 5, 1: 6, 2.0: 7}}, [5, 6, 7]),
        ({"mapping": {"0": 5, "1": 6, "2": 7}}, [5, 6, 7]),
        ([5, 6, 7], [5, 6, 7]),
    ],
)
def test_an_option_is_worth_what_the_function_says(function, expected):
    assert list(evaluations(function, NUMBERS, "f").values()) == pytest.approx(expected)


def test_every_function_of_the_registry_is_tried_above():
    tried = test_an_option_is_worth_what_the_function_says.pytestmark[0].args[1]
    named = {
        function["type"].rsplit(".", 1)[-1]
        for function, _ in tried
        if isinstance(function, dict) and "type" in function
    }
    assert set(OF_NUMBERS) <= named


def test_numbers_that_are_options_of_a_list_count_as_numbers():
    issue = DomainIssue("n", ("1", "2", "5"))
    assert evaluations({"type": "LinearFun", "slope": 2}, issue, "f") == {"1": 2, "2": 4, "5": 10}


@pytest.mark.parametrize("function", [{"type": "LambdaFun"}, {"type": "ExponentialFun", "tau": 1e6}])
def test_what_cannot_be_computed_is_refused(function):
    with pytest.raises(InputError, match=r"no value function that can be read|cannot be computed"):
        evaluations(function, NUMBERS, "f")
