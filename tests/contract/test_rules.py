"""Each constraint and solution owns all its forms, alike on a list and by search, and MODEL.md names them all."""

import re
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generators import cases
from ripeness.answer.zones import ground_at_start, solve
from ripeness.bargaining.acceptance import constraints, satisfied
from ripeness.bargaining.search import Search
from ripeness.case.read.library import path_of
from ripeness.case.read.load import load
from ripeness.case.values import MODES
from ripeness.rules.conditions import CONDITIONS, how_many_conditions, numbered_conditions
from ripeness.rules.constraints import CONSTRAINTS, evidence
from ripeness.rules.solutions import DEFAULT, SOLUTIONS
from ripeness.settlements.linear import LinearPayoffs
from ripeness.settlements.listing import list_settlements
from terminal import GOLDEN

MODEL = (Path(__file__).parents[2] / "docs" / "MODEL.md").read_text(encoding="utf-8")
CASES = [load(path_of("iran-us-2020")), *(load(GOLDEN / f"{name}.yaml") for name in ("example", "random-15"))]
NUMBERS = st.lists(st.integers(-30, 20), min_size=4, max_size=4)
each_constraint = pytest.mark.parametrize("kind", CONSTRAINTS)
each_solution = pytest.mark.parametrize("solution", SOLUTIONS)


def section(number):
    return re.search(rf"^##+ {re.escape(number)}[. ](.+?)(?=^## |\Z)", MODEL, re.MULTILINE | re.DOTALL)[1]


def in_table():
    """The rows of the table of constraints: condition, constraint, items, when it holds."""
    condition, found = "", []
    for row in re.findall(r"^\|(.*?)\| `(\w+)\((\w+(?:,\w+)?)\)` \|(.*)\|$", section("4"), re.MULTILINE):
        condition = row[0].strip() or condition
        found.append((condition, *row[1:]))
    return found


def on_whom(text):
    """What the words of a row say that a constraint depends on."""
    return {
        "on_trust": "trust has reached" in text or "τ_θ" in text,
        "on_reservation": "r_i" in text,
        "on_signatories": "φ̄_i" in text,
    }


def test_the_model_names_every_constraint_under_its_condition():
    conditions = numbered_conditions()
    assert {(condition, kind) for condition, kind, *_ in in_table()} == {
        (conditions[rule.condition], kind) for kind, rule in CONSTRAINTS.items()
    }
    assert list(dict.fromkeys(condition for condition, *_ in in_table())) == list(conditions.values())


def test_the_model_says_how_many_conditions_there_are():
    assert f"the {how_many_conditions()} conditions" in MODEL or f"how many all {how_many_conditions()}" in MODEL


def test_the_model_says_what_each_constraint_depends_on():
    for _, kind, _, text in in_table():
        rule = CONSTRAINTS[kind]
        assert on_whom(text) == {name: getattr(rule, name) for name in on_whom(text)}, kind


def test_the_model_says_which_constraints_ask_something_else_of_small_steps():
    case = CASES[1]
    on, reservation = ground_at_start(case, MODES, list_settlements(case)), np.full((1, len(case.parties)), -0.1)
    told = {kind: "small step" in text for _, kind, _, text in in_table()}
    for c in constraints(case.parties):
        numbers = c.rule.numbers(on, c, 0, reservation)[0]
        forms = [repr(c.rule.linear(LinearPayoffs(on), c, numbers, small)) for small in (True, False)]
        assert (forms[0] != forms[1]) == told[c.kind], c.name


def test_the_model_says_what_constraints_count_one_by_one():
    several = {kind for _, kind, items, _ in in_table() if "," in items}
    assert several == {c.kind for case in CASES for c in constraints(case.parties) if c.item}


@each_constraint
def test_a_constraint_has_words_for_a_name_and_two_clauses(kind):
    rule = CONSTRAINTS[kind]
    told = {"who": "Iran", "acts": "Tehran", "issue": "sanctions", "group": "Congress"}
    said = [words.format(**told) for words in (rule.fails, rule.change, f"{{who}}: {rule.name}{rule.on}")]
    assert rule.name
    assert all(("Iran" in words or "Tehran" in words) and "{" not in words for words in said)
    assert len({rule.name, *said}) == 4
    # what it is on is named in each clause or in none
    assert len({words.count("sanctions") + words.count("Congress") for words in said}) == 1


@each_constraint
def test_a_constraint_is_defined_where_it_says(kind):
    assert f"`{kind}(" in section(CONSTRAINTS[kind].section)


@each_constraint
def test_a_constraint_rests_on_judgements_or_statements(kind):
    found = [(case, c) for case in CASES for c in constraints(case.parties) if c.kind == kind]
    assert found
    for case, c in found:
        moved = {issue: list(of.options)[-1] for issue, of in case.issues.items()}
        assert evidence(case, c, moved, "never"), c.name


@each_constraint
def test_a_constraint_can_be_searched_by(kind):
    assert CONSTRAINTS[kind].linear is not None


@each_constraint
@settings(max_examples=15)
@given(cases(transitions=0), st.integers(0, 2), NUMBERS)
def test_a_constraint_alone_leaves_the_same_deals_on_a_list_and_by_search(kind, case, trust, numbers):
    on, reservation = ground_at_start(case, MODES, list_settlements(case)), np.array([numbers[: len(case.parties)]])
    reservation = reservation / 100
    of_all = constraints(case.parties)
    kept = [satisfied(on, c, trust, reservation)[0] for c in of_all if c.kind == kind]
    zone = np.all([on.settlements.is_deal, *kept], axis=0)
    found = Search(on, trust, reservation, relaxed=[c.name for c in of_all if c.kind != kind])
    assert chosen(found, on, reservation, DEFAULT) == listed(on, zone[None], reservation, DEFAULT)


def listed(on, zone, reservation, solution):
    row = int(solve(on, zone, reservation, solution)[0])
    return None if row < 0 else on.settlements.named(row)


def chosen(search, on, reservation, solution):
    found = search.shortlist([solution])
    return listed(on.at(found), np.ones((1, len(found)), dtype=bool), reservation, solution)


@each_solution
@settings(max_examples=15)
@given(cases(transitions=0), st.integers(0, 2), NUMBERS)
def test_a_solution_chooses_the_same_deal_on_a_list_and_by_search(solution, case, trust, numbers):
    on, reservation = ground_at_start(case, MODES, list_settlements(case)), np.array([numbers[: len(case.parties)]])
    reservation = reservation / 100
    kept = [satisfied(on, c, trust, reservation)[0] for c in constraints(case.parties)]
    zone = np.all([on.settlements.is_deal, *kept], axis=0)
    assert chosen(Search(on, trust, reservation), on, reservation, solution) == listed(
        on, zone[None], reservation, solution
    )


@each_solution
def test_a_solution_can_be_searched_by(solution):
    assert SOLUTIONS[solution].goals is not None


@each_solution
def test_a_solution_has_a_name_words_and_a_source(solution):
    assert SOLUTIONS[solution].name
    assert SOLUTIONS[solution].words
    # that it is one of docs/references.md, as of every citation, is tested with the documents
    assert re.fullmatch(r"\[.+ \d{4}\]", SOLUTIONS[solution].source)


def test_the_model_names_every_solution():
    of_deals = section("4").partition("Solutions pick one deal")[2]
    assert set(re.findall(r"`([a-z-]+)`(?: \(default\))?: ", of_deals)) == set(SOLUTIONS)
    assert f"`{DEFAULT}` (default)" in of_deals
    assert set(CONDITIONS) == {rule.condition for rule in CONSTRAINTS.values()}
