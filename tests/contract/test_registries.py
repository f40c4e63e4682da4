"""Every entry of every registry obeys the contract of its kind, whoever adds it."""

import re
from dataclasses import replace
from pathlib import Path
from typing import get_args

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter

from builders import game_of, judged_at, quiet_case
from generators import bargaining_sets
from ripeness.answer.pipeline import run
from ripeness.answer.zones import ground_at_start
from ripeness.bargaining.acceptance import constraints, is_satisfied, slack_of
from ripeness.case.judgement import Judgement
from ripeness.case.model import ActionName, Beliefs, Dynamics
from ripeness.case.rates import RATES
from ripeness.case.read.load import load, with_changes
from ripeness.case.values import MODES
from ripeness.crisis.actions import ACTIONS, WAIT
from ripeness.crisis.futures import follow
from ripeness.crisis.rules import Rules
from ripeness.crisis.states import state_space
from ripeness.rules.choice import NO_DEAL
from ripeness.rules.conditions import CONDITIONS
from ripeness.rules.constraints import CONSTRAINTS
from ripeness.rules.solutions import SOLUTIONS
from ripeness.settlements.listing import list_settlements
from ripeness.settlements.memo import Memo

each_rule = pytest.mark.parametrize("kind", CONSTRAINTS)
each_solution = pytest.mark.parametrize("solution", SOLUTIONS)
each_rate = pytest.mark.parametrize("name", RATES)
each_action = pytest.mark.parametrize("action", ACTIONS)

# a case in which every kind of constraint occurs
FULL = quiet_case({
    "parties.ann.red_lines": {"field": {"options": ["hers"], "softens": "mid"}},
    "parties.ann.preconditions": {"field": {"options": ["shared"], "fades": "high"}},
    "parties.ann.constituencies": {"guards": {"salience": {"field": 1}, "threshold": 0.1, "veto": True}},
    "parties.ann.pride": 1, "dynamics.trust_effect": 1, "dynamics.recognition": 1,
    "issues.field.options.hers": {"text": "-", "value": {"ann": 0.9, "bob": -0.3}},
    "issues.field.options.his": {"text": "-", "value": {"ann": -0.4, "bob": 0.9}},
})  # fmt: skip


def slacks(kind, trust, reservation):
    on = ground_at_start(FULL, MODES, list_settlements(FULL))
    return [slack_of(on, c, trust, np.full((1, 2), reservation)) for c in constraints(FULL.parties) if c.kind == kind]


# --- the conditions ---


@each_rule
def test_a_rule_belongs_to_a_condition(kind):
    assert CONSTRAINTS[kind].condition in CONDITIONS


@each_rule
def test_a_rule_gives_a_slack_for_every_draw_and_settlement(kind):
    found = slacks(kind, 0, 0.1)
    assert found
    for slack in found:
        assert slack.shape == (1, 4)
        assert not np.isnan(slack).any()


@each_rule
def test_a_rule_depends_on_trust_and_reservation_values_only_if_it_says_so(kind):
    # what a party escapes by a deal counts too, so both lie below nothing
    rule, at_low = CONSTRAINTS[kind], slacks(kind, 0, -0.1)
    assert rule.on_trust == (not np.array_equal(at_low, slacks(kind, 2, -0.1)))
    assert rule.on_reservation == (not np.array_equal(at_low, slacks(kind, 0, -0.2)))


def test_a_slack_of_nothing_satisfies():
    assert is_satisfied(np.array([-1.1e-12, -0.9e-12, 0.0, 0.9e-12])).tolist() == [False, True, True, True]


def test_every_condition_has_a_rule():
    assert {rule.condition for rule in CONSTRAINTS.values()} == set(CONDITIONS)


# --- solutions ---


@each_solution
@given(bargaining_sets())
def test_a_solution_picks_one_of_the_deals(solution, drawn):
    assert 0 <= SOLUTIONS[solution].choose(*drawn) < len(drawn[2])


@each_solution
@given(bargaining_sets(), st.data())
def test_a_solution_among_some_deals_is_that_of_these_deals_alone(solution, drawn, data):
    utility, reservation, moved = drawn
    among = np.array(data.draw(st.lists(st.booleans(), min_size=len(moved), max_size=len(moved))))
    chosen = SOLUTIONS[solution].choose(utility, reservation, moved, among)
    alone = SOLUTIONS[solution].choose(utility[among], reservation, moved[among])
    assert chosen == (np.flatnonzero(among)[alone] if among.any() else NO_DEAL)


@each_solution
@given(bargaining_sets(), st.data())
def test_a_solution_of_many_draws_is_that_of_each(solution, drawn, data):
    utility, reservation, moved = drawn
    factors = np.array(data.draw(st.lists(st.integers(-2, 2), min_size=2, max_size=4)))
    many = utility * factors[:, None, None], reservation * factors[:, None], moved
    alone = [SOLUTIONS[solution].choose(utility * f, reservation * f, moved) for f in factors]
    assert SOLUTIONS[solution].choose(*many).tolist() == alone


@each_solution
@given(bargaining_sets(positive=True))
def test_a_solution_is_not_beaten_by_a_deal_better_for_all(solution, drawn):
    utility = drawn[0]
    chosen = utility[SOLUTIONS[solution].choose(*drawn)]
    assert not (utility > chosen + 1e-9).all(axis=1).any()


@each_solution
@given(bargaining_sets())
def test_of_equal_deals_a_solution_picks_the_first_that_moves_least(solution, drawn):
    utility, _, moved = drawn
    chosen = SOLUTIONS[solution].choose(*drawn)
    equal = [d for d in range(len(moved)) if np.array_equal(utility[d], utility[chosen])]
    assert chosen == min(equal, key=lambda d: (moved[d], d))


@each_solution
@given(bargaining_sets(), st.data())
def test_a_solution_does_not_depend_on_deals_that_copy_others(solution, drawn, data):
    utility, reservation, moved = drawn
    copied = data.draw(st.integers(0, len(moved) - 1))
    more = np.vstack([utility, utility[copied]]), reservation, np.append(moved, moved[copied])
    assert SOLUTIONS[solution].choose(*more) == SOLUTIONS[solution].choose(*drawn)


@each_solution
def test_of_no_deals_there_is_no_solution(solution):
    assert SOLUTIONS[solution].choose(np.zeros((0, 2)), np.zeros(2), np.zeros(0, dtype=int)) == NO_DEAL


# --- rates ---


@each_rate
def test_a_rate_is_a_field_of_the_dynamics_with_its_default_and_meaning(name):
    field = Dynamics.model_fields[name]
    assert Dynamics().rate(name).mode == RATES[name].default
    assert field.description == RATES[name].meaning


@each_rate
def test_a_rate_can_be_believed_only_if_the_registry_says_so(name):
    assert (name in Beliefs.model_fields) == RATES[name].believable
    assert Beliefs().rate(name) is None


@each_rate
def test_a_rates_default_is_of_its_kind_and_below_zero_it_cannot_be(name):
    kind = TypeAdapter(RATES[name].kind)
    assert kind.validate_python(RATES[name].default) == Judgement(low=(d := RATES[name].default), mode=d, high=d)
    with pytest.raises(ValueError, match="out of range"):
        kind.validate_python(-0.01)


@each_rate
def test_the_model_says_whether_a_deal_changes_a_rate_and_what_parties_may_believe_of_it(name):
    options = MODEL.split("`effects`: a rate of 6.4 (but ")[1].split(") or")[0]
    beliefs = MODEL.split("any rate of 6.4 but ")[1].split(";")[0]
    assert RATES[name].changeable == (f"`{name}`" not in options)
    assert RATES[name].believable == (f"`{name}`" not in beliefs)


def test_the_model_gives_every_rate_its_default():
    listed = MODEL.split("Defaults per month: ")[1].split("\n\n")[0]
    defaults = {name: float(number) for name, number in re.findall(r"(\w+) (\d*\.?\d+)(?=[,.\s])", listed)}
    assert defaults == {name: rate.default for name, rate in RATES.items()}


# a crisis, a bargain to be had, costs, triggers, a successor and wars that go on: every rate has something to act on
RICH = with_changes(load(Path(__file__).parents[1] / "golden" / "example.yaml"), {
    "horizon": 6, "dynamics.tension": "crisis", "dynamics.channel": "covert", "dynamics.triggers.unrest": {"rate": 0.1},
    "transitions.0": {"party": "alder", "date": "2024-03-01", "probability": 0.5, "successor": {"concession_limit": 0}},
    "parties.alder.preconditions": {}, "parties.alder.concession_limit": 0.9,
    "parties.birch.red_lines": {}, "parties.birch.concession_limit": 0.9, "parties.birch.constituencies": {},
    "partial_issues": 2, "dynamics.war_decided": 0.3,
})  # fmt: skip


def consequences(case):
    under = judged_at(case)
    on = under.zones.grounds[0]
    judged = [slack_of(on, c, trust, np.zeros((1, 2))) for c in constraints(on.parties) for trust in range(3)]
    curves = dict(vars(follow(of := game_of(under, 12), of.solve(keep_months=6), 6).curves))
    reached = curves.pop("ever")
    return np.concatenate([part.ravel() for part in (*judged, *curves.values(), *reached.values())])


@each_rate
def test_a_rate_makes_a_difference(name):
    changed = with_changes(RICH, {f"dynamics.{name}": 0.5 * RICH.dynamics.rate(name).mode + 0.05})
    assert not np.array_equal(consequences(changed), consequences(RICH))


# --- actions ---


MODEL = (Path(__file__).parents[2] / "docs" / "MODEL.md").read_text(encoding="utf-8")


def rich_rules():
    """Rules of a case in which every action costs something and may lead somewhere."""
    war = {"win": 0.5, "lose": -0.5, "cost": 0.1}
    return game_of(judged_at(with_changes(RICH, {"parties.alder.war": war, "dynamics.war_decided": 1})), 1).rules


def test_the_actions_that_a_case_may_name_are_those_of_the_table():
    assert get_args(ActionName) == tuple(ACTIONS)


@each_action
def test_an_action_is_open_or_closed_in_every_live_state(action):
    space = state_space(2, (0, 1))
    is_open = ACTIONS[action].is_open(space)[space.is_live]
    assert is_open.dtype == bool
    assert is_open.shape == (space.live,)
    assert is_open.any()
    assert any(ACTIONS[action].open_to(party) for party in rich_rules().outlook.case.parties.values())


@each_action
def test_an_actions_steps_have_chances_and_leave_what_has_ended(action):
    rules = rich_rules()
    everywhere, live = np.eye(len(rules.space)), rules.space.live
    for mover in rules.space.signatories:
        for step in ACTIONS[action].steps(rules, mover):
            for move in step.moves:
                assert move.target.shape == (len(rules.space),)
                assert move.chance.shape == (1, len(rules.outlook.case.parties) + 1, len(rules.space))
                assert move.chance.min() >= 0
                assert move.chance.max() <= 1
            assert sum(move.chance for move in step.moves).max(initial=0) <= 1 + 1e-12
            pushed = step.push(everywhere[:, None])[:, 0]
            assert pushed.sum(axis=1) == pytest.approx(1.0)
            assert np.array_equal(pushed[live:], everywhere[live:])


@each_action
def test_an_actions_charges_are_a_number_for_every_party_in_every_state(action):
    rules, of = rich_rules(), ACTIONS[action]
    for charge in (of.mover_pays, of.others_pay):
        if charge is not None:
            paid = charge(rules)
            assert paid.shape == (1, len(rules.outlook.case.parties), len(rules.space))
            assert np.isfinite(paid).all()
    # nobody but those who accept it pays for what another does
    assert of.others_pay is None or of.needs_consent


@each_action
def test_an_action_has_words_that_follow_a_name_and_a_section(action):
    of = ACTIONS[action]
    assert re.fullmatch(r"[a-z][a-z-]*s( [a-z ]+)?", of.words)
    section = MODEL.split(f"\n### {of.section} ")[1].split("\n### ")[0]
    assert f"\n| `{action}` |" in section


def test_the_specification_lists_the_actions_of_the_table_in_its_order_each_open_when_it_says():
    rows = re.findall(r"^\| `(\w+)` \| (.+?) \| (.+) \|$", MODEL.split("\n### 6.3 ")[1].split("\n### ")[0], re.M)
    assert [name for name, *_ in rows] == list(ACTIONS)
    assert [when for _, when, _ in rows] == [action.open_when for action in ACTIONS.values()]


@each_action
def test_an_action_reads_the_rates_that_its_row_of_the_specification_names(action, monkeypatch):
    row = next(line for line in MODEL.splitlines() if line.startswith(f"| `{action}` |"))
    # what calm and relief stand for is said below the table
    for word, rates in re.findall(r"(calm|relief) = (.+?)(?:; |, else)", MODEL):
        row = re.sub(rf"\b{word}\b", rates, row)
    rules, of, read = replace(rich_rules(), memo=Memo()), ACTIONS[action], set()
    rate_of = Rules.rate
    monkeypatch.setattr(Rules, "rate", lambda self, name: read.add(name) or rate_of(self, name))
    of.steps(rules, rules.space.signatories[0])
    for charge in (of.mover_pays, of.others_pay):
        if charge is not None:
            charge(rules)
    assert read == set(re.findall(r"`(\w+)`", row)) & set(RATES)


@each_action
def test_an_action_taken_by_policy_keeps_all_probability(action):
    war = {"win": 0.5, "lose": -0.5, "cost": 0.1}
    posture = {"title": "-", "policy": {"ann": {action: 1}, "bob": {action: 1}}}
    chances = {"dynamics.press_crisis": 0.5, "dynamics.reassurance": 0.5}
    case = quiet_case(chances | {"postures.p": posture, "parties.ann.war": war})
    of = game_of(run(case).under("p"), 2)
    (play,) = of.solve(keep_months=1).plays
    pushed = of.act(np.eye(len(of.space))[:, None], play)
    assert pushed.sum(axis=-1) == pytest.approx(1.0, abs=1e-12)
    assert pushed.min() >= 0


def test_waiting_is_always_open():
    space = state_space(2, (0, 1))
    first = list(ACTIONS.values())[WAIT]
    assert first is ACTIONS["wait"]
    assert first.is_open(space)[space.is_live].all()
    assert not first.steps(rich_rules(), 0)
