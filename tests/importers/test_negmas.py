"""NegMAS's scenario folders."""

import numpy as np
import pytest

from domain_files import imported, reservation, utilities, written
from ripeness.errors import InputError
from ripeness.importers.reading import Semantics, read_domain

SPACE = """\
name: mixed
type: CartesianOutcomeSpace
path: null
issues:
- {name: quantity, type: ContiguousIssue, values: [3, 5]}
- {name: price, type: ContinuousIssue, values: [0.0, 2.0], n_levels: 10}
- {name: kind, type: CategoricalIssue, values: [plain, 'two words', '3']}
"""
PLUS = """\
name: plus
type: LinearAdditiveUtilityFunction
reserved_value: {reserved}
reserved_outcome: null
stability: 2047
values:
- {{type: AffineFun, slope: 1.5, bias: -1}}
- {{type: IdentityFun}}
- mapping: {{'3': 0, plain: 1, two words: -2.0}}
  type: TableFun
weights: [2, 0.5, 1]
"""
MINUS = """\
name: minus
type: LinearAdditiveUtilityFunction
reserved_value: -.inf
values:
- {type: ConstFun, bias: 0.3}
- {type: LinearFun, slope: -1}
- {type: TableFun, mapping: {plain: 0, two words: 1, 3: 0.5}}
weights: [1.0, 1.0, 1.0]
"""
OUTCOMES = [(q, p, k) for q in (3, 4, 5) for p in (0, 1, 2) for k in range(3)]


def mixed(folder, plus="", space=SPACE):
    return written(folder, mixed_yml=space, plus_yml=plus or PLUS.format(reserved=0.5), minus_yml=MINUS)


def test_every_outcome_is_worth_what_the_value_functions_say(tmp_path):
    case = imported(mixed(tmp_path), points=3)
    plus = [2 * (1.5 * q - 1) + 0.5 * p + (1, -2, 0)[k] for q, p, k in OUTCOMES]
    minus = [0.3 - p + (0, 1, 0.5)[k] for _, p, k in OUTCOMES]
    assert list(case.parties) == ["minus", "plus"]
    np.testing.assert_allclose(utilities(case, "plus"), plus, atol=1e-12)
    np.testing.assert_allclose(utilities(case, "minus"), minus, atol=1e-12)
    assert case.payoff_unit.scale == pytest.approx(3.5 * 6.5)  # the sum of weights times the largest evaluation
    assert "price is real-valued" in case.summary


def test_its_own_semantics_are_those_of_negmas(tmp_path):
    folder = mixed(tmp_path)
    assert read_domain(folder).profiles == read_domain(folder, Semantics.negmas).profiles
    largest = [max(row) for row in read_domain(folder, Semantics.genius).profiles[1].evaluations]
    assert largest == [1, 1, 1]


def test_no_reservation_lets_every_outcome_pass(tmp_path):
    case = imported(mixed(tmp_path), points=3)
    assert reservation(case, "minus") == pytest.approx(utilities(case, "minus").min(), abs=1e-12)
    assert reservation(case, "plus") == pytest.approx(0.5, abs=1e-12)


def test_trap_a_discount_around_a_function_does_not_drop_its_reservation(tmp_path):
    # what NegMAS writes when it has loaded a discounted GENIUS profile: its own reservation is none
    inner = "".join(f"  {line}\n" for line in PLUS.format(reserved=0.3).splitlines())
    outer = f"type: ExpDiscountedUFun\nname: plus\ndiscount: 0.8\nreserved_value: -.inf\nufun:\n{inner}"
    case = imported(mixed(tmp_path, plus=outer))
    assert reservation(case, "plus") == pytest.approx(0.3, abs=1e-12)
    assert case.parties["plus"].patience.mode == pytest.approx(0.2)


def test_trap_a_reservation_below_the_least_utility_is_kept(tmp_path):
    table = "type: LinearAdditiveUtilityFunction\nreserved_value: 0\nweights: [1]\nvalues: [{{mapping: {}}}]\n"
    case = imported(written(
        tmp_path,
        space_yml="type: OutcomeSpace\nissues: [{name: x, values: [p, q, r]}]\n",
        a_yml=table.format("{p: 1, q: 0.6, r: 0.5}"),
        b_yml=table.format("{p: 0.5, q: 0.8, r: 0.9}"),
    ))  # fmt: skip
    points = np.stack([utilities(case, "a"), utilities(case, "b")], axis=1)
    assert points.tolist() == [[1, 0.5], [0.6, 0.8], [0.5, 0.9]]
    assert [reservation(case, party) for party in case.parties] == pytest.approx([0, 0], abs=1e-12)
    assert points.prod(axis=1).argmax() == 0  # the Nash point is (1, .5), not (.6, .8)


def test_values_and_weights_may_go_by_the_name_of_the_issue(tmp_path):
    named = """\
type: negmas.preferences.LinearAdditiveUtilityFunction
bias: 0.25
weights: {kind: 1, quantity: 2, price: 0}
values:
  kind: {mapping: {plain: 1, two words: 0, '3': 0}}
  quantity: {type: ConstFun, bias: 1}
  price: {type: IdentityFun}
"""
    case = imported(mixed(tmp_path, plus=named), points=2)
    assert set(utilities(case, "plus")) == {2.25, 3.25}


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            "LinearAdditive",
            "HyperRectangle",
            "HyperRectangleUtilityFunction is no sum over issues but hyper-rectangles",
        ),
        ("AffineFun", "LambdaFun", "quantity  LambdaFun is no value function that can be read"),
        (
            "two words: -2.0",
            "two worlds: 1",
            "kind: two worlds  the domain has no such option; did you mean two words?",
        ),
        ("[2, 0.5, 1]", "[2, .nan, 1]", "weight of price  nan is not a finite number"),
        ("[2, 0.5, 1]", "[2, 0.5, 1, 4]", "weight 4  the domain has no such issue"),
        ("slope: 1.5", "slope: steep", 'quantity: slope  "steep" is no number'),
        ("- {type: IdentityFun}\n", "", "values  2 value functions for 3 issues"),
        ("type: TableFun", "type: !!python/object TableFun", "is a tag"),
    ],
)
def test_what_does_not_fit_is_told_with_its_file(tmp_path, old, new, said):
    plus = PLUS.format(reserved=0.5)
    assert old in plus
    with pytest.raises(InputError) as caught:
        read_domain(mixed(tmp_path, plus=plus.replace(old, new, 1)))
    assert str(caught.value).startswith(str(tmp_path / "plus.yml"))
    assert said in str(caught.value)


KINDS = ["Mapping", "HyperRectangle", "NonLinearAggregation", "ComplexWeighted", "RankOnly", "Random", "Uniform"]


@pytest.mark.parametrize(
    "kind", [*(f"{kind}UtilityFunction" for kind in KINDS), "negmas.preferences.MappingUtilityFunction"]
)
def test_another_kind_of_function_is_refused_by_its_name_once(tmp_path, kind):
    folder = mixed(tmp_path, plus=f"type: {kind}\nmapping: {{}}\n")
    with pytest.raises(InputError) as caught:
        read_domain(folder)
    (problem,) = caught.value.problems
    assert problem.message.startswith(f"{kind.rsplit('.', 1)[-1]} is no sum over issues but ")
    assert problem.file == str(folder / "plus.yml")


def test_a_constant_function_is_worth_the_same_everywhere(tmp_path):
    case = imported(mixed(tmp_path, plus="type: ConstUtilityFunction\nname: plus\nvalue: 0.7\nreserved_value: 0.7\n"))
    assert set(utilities(case, "plus")) == {0.7}
    assert reservation(case, "plus") == pytest.approx(0.7)


@pytest.mark.parametrize(
    ("options", "keys"),
    [
        ("[2.5, 1000, 4]", ("2.50", "1e3", "4.0")),
        ("[2.50, 1e3, 4.0]", ("2.5", "1000", "4")),
        ("['2.50', '1e3', '4.0']", ("2.50", "1e3", "4.0")),
        ("[on, no, 2024-01-01]", ("on", "no", "2024-01-01")),
        ("[true, null, '²']", ("true", "null", "²")),
    ],
)
def test_a_number_as_an_option_is_one_however_it_is_written(tmp_path, options, keys):
    space = f"type: CartesianOutcomeSpace\nissues:\n- {{name: a, type: CategoricalIssue, values: {options}}}\n"
    function = "type: LinearAdditiveUtilityFunction\nname: {}\nvalues:\n- {{type: TableFun, mapping: {{{}}}}}\n"
    table = ", ".join(f"{key}: {worth}" for key, worth in zip(keys, (0.1, 0.7, 0.2), strict=True))
    files = {f"{name}_yml": function.format(name, table) for name in ("a", "b")}
    case = imported(written(tmp_path, space_yml=space, **files))
    np.testing.assert_allclose(utilities(case, "a"), [0.1, 0.7, 0.2], atol=1e-12)


@pytest.mark.parametrize(
    ("function", "said"),
    [
        ("{type: ExpDiscountedUFun, discount: d, ufun: {type: ConstUtilityFunction, value: 1}}", 'discount  "d" is no'),
        ("{type: ExpDiscountedUFun, discount: 0.9, ufun: x}", "ufun  is no utility function, expected: the one that"),
        ("{type: LinearUtilityFunction, weights: [1, 1, 1]}", "kind: plain  is no number, and IdentityFun is a functi"),
    ],
)
def test_what_no_number_can_be_made_of_is_told_by_what_stands_there(tmp_path, function, said):
    with pytest.raises(InputError) as refused:
        imported(mixed(tmp_path, plus=function))
    assert said in str(refused.value)
    assert "nan" not in str(refused.value)


@pytest.mark.parametrize("values", ["1" * 90, "[1, " + "9" * 90 + "]", "true", "1" * 400])
def test_values_of_an_issue_that_are_no_sensible_numbers_are_refused(tmp_path, values):
    with pytest.raises(InputError):
        read_domain(mixed(tmp_path, space=SPACE.replace("[3, 5]", values)))


def test_two_issues_of_one_name_are_refused(tmp_path):
    with pytest.raises(InputError, match="quantity  is the name of several issues"):
        read_domain(mixed(tmp_path, space=SPACE.replace("name: price", "name: quantity")))


def test_absurdly_many_integers_are_refused(tmp_path):
    with pytest.raises(InputError, match="quantity  1,000,000,000 numbers are too many options"):
        read_domain(mixed(tmp_path, space=SPACE.replace("[3, 5]", "[1, 1000000000]")))
