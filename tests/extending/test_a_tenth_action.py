"""A tenth action, with a chance and a consent, is one more entry of the table."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from builders import ROAD, answer, game_of, judged_at, quiet, quiet_case
from engines import played_by
from ripeness.answer.pipeline import run
from ripeness.case.read.load import load, with_changes
from ripeness.case.values import Values
from ripeness.crisis.actions import ACTIONS, Action, calming, whoever
from ripeness.crisis.futures import follow
from ripeness.crisis.game import start_state
from ripeness.crisis.steps import Move, exclusive

NAME = "propose_inspection"
CHARGE = 0.02
GOLDEN = Path(__file__).parents[1] / "golden"


def inspecting(rules):
    """Trust one up, at even odds."""
    s = rules.space
    return exclusive([Move(s.moved(trust=s.trust_up), rules.chance(s.is_live, np.full(len(s), 0.5)))])


def price(rules):
    """The same for every party in every state."""
    return np.full((rules.outlook.values.n, len(rules.outlook.case.parties), len(rules.space)), CHARGE)


INSPECTION = Action(
    "proposes an inspection",
    "always",
    lambda s: s.is_live,
    steps=whoever(inspecting),
    consent="all others",
    others_pay=price,
)

# in open talks a settlement comes with 0.2 in the month where trust is low, with 0.4 where it is not
TALKING = {
    "dynamics.channel": "open", "dynamics.settlement_rate": 0.4, "dynamics.direct_pace": 1, "dynamics.trust_effect": 1,
    "issues.road": ROAD, "complete": True, "partial_issues": 1,
    "parties.ann.precision": 0, "parties.bob.precision": 5, "parties.bob.initiative": 0,
}  # fmt: skip
WORTH = np.array([0.5, 0.4])  # of the settlement, a year


@pytest.fixture(autouse=True)
def _ten(monkeypatch):
    monkeypatch.setitem(ACTIONS, NAME, INSPECTION)


EACH = 1 / 9.1  # of ten actions that weigh 1 but for the attack, which weighs 0.1


def accepted(of):
    """How likely Bob accepts: even odds to raise the chance to settle from 0.2 to 0.4, for the charge."""
    per_year = 12 * (1 - of.rules.outlook.discount[0, 1])
    return 1 / (1 + np.exp(-5 * (0.5 * 0.2 * WORTH[1] - per_year * CHARGE)))


def one_month():
    of = game_of(judged_at(quiet_case(TALKING)), 1)
    return of, of.solve(keep_months=1)


def test_it_is_worth_what_the_others_consent_and_its_chance_make_of_it():
    of, equilibrium = one_month()
    discount = of.rules.outlook.discount[0]
    for_good = WORTH / 12 / (1 - discount)
    stays, raises = 0.2 * for_good, accepted(of) * (0.5 * 0.2 * for_good - [0, CHARGE])
    # one walks out of the talks, which then cannot settle; one proposes; all others change nothing or are closed
    expected = discount * ((1 - EACH) * stays + EACH * raises)
    assert equilibrium.value[0, :, start_state(of.case, of.space)] == pytest.approx(expected, abs=1e-12)
    assert equilibrium.plays[0].agreed[NAME][0, 0, start_state(of.case, of.space)] == pytest.approx(accepted(of))


def test_it_is_followed_forward():
    of, equilibrium = one_month()
    start = start_state(of.case, of.space)
    mass = np.zeros((1, len(of.space)))
    mass[0, start] = 1.0
    after = of.act(mass, equilibrium.plays[0])[0]
    assert after.sum() == pytest.approx(1.0)
    raised = of.space.moved(trust=of.space.trust_up)[start]
    assert after[raised] == pytest.approx(EACH * 0.5 * accepted(of))
    futures = follow(of, equilibrium, 1)
    by_trust = (1 - EACH) * 0.2 + EACH * 0.5 * accepted(of) * 0.2
    assert futures.curves.settled[0, -1] == pytest.approx(by_trust)


def test_the_answer_knows_it():
    moves = answer(quiet(TALKING))["futures"]["as-is"]["policy0"]["ann"]
    assert list(moves) == list(ACTIONS)
    assert sum(moves.values()) == pytest.approx(1.0)
    assert moves[NAME] == pytest.approx(EACH)


def threatening(rules, mover):
    """Of each mover's own: the others give in, with a chance of each, or it costs trust."""
    s = rules.space
    gives_in = [
        Move(rules.ending(s.capitulation(j, mover)), rules.chance(s.is_live, np.full(len(s), 0.02 * (mover + 1))))
        for j in s.signatories
        if j != mover
    ]
    return [
        exclusive(gives_in),
        exclusive([Move(s.moved(trust=s.trust_down), rules.chance(s.is_live, rules.rate("leak")))]),
    ]


OTHERWISE = {
    "a tenth action with a chance and a consent": (NAME, INSPECTION),
    "one that leads nowhere and costs something": (
        NAME,
        Action("shrugs", "always", lambda s: s.is_live, mover_pays=price),
    ),
    "of each mover's own": (NAME, replace(INSPECTION, steps=threatening)),
    "of each mover's own without consent": (
        NAME,
        Action("threatens", "always", lambda s: s.is_live, steps=threatening),
    ),
    "an offer with a chance": ("offer_covert", replace(ACTIONS["offer_covert"], steps=whoever(calming))),
    "an offer that costs those who accept it": ("offer_covert", replace(ACTIONS["offer_covert"], others_pay=price)),
    "leaving at a cost": ("walk_out", replace(ACTIONS["walk_out"], mover_pays=price)),
    "calm by consent": ("deescalate", replace(ACTIONS["deescalate"], consent="all others")),
    "two prices of one offer": ("offer_open", replace(ACTIONS["offer_open"], mover_pays=price)),
    "pressing that costs": ("attack", replace(ACTIONS["attack"], steps=ACTIONS["press"].steps, consent="all others")),
}


@pytest.mark.parametrize(("name", "entry"), OTHERWISE.values(), ids=OTHERWISE)
def test_the_compiled_game_plays_any_table_as_the_plain_one_does(name, entry, monkeypatch):
    monkeypatch.setitem(ACTIONS, name, entry)
    case = with_changes(load(GOLDEN / "random-15.yaml"), {"horizon": 4})
    plain, compiled = run(case), run(case, Values(2))
    for posture in plain.postures:
        with played_by(kernels=False):
            expected = plain.under(posture).futures
        with played_by(kernels=True):
            found = compiled.under(posture).futures
        for curve, of in all_curves(expected).items():
            assert all_curves(found)[curve][1] == pytest.approx(of[0], abs=1e-9), curve
        assert found.value[1] == pytest.approx(expected.value[0], abs=1e-9)
        assert found.first_moves[1] == pytest.approx(expected.first_moves[0], abs=1e-9)
        assert expected.first_moves.shape[2] == 10


def all_curves(futures):
    """The curves by name, with what was ever reached."""
    by_name = vars(futures.curves).copy()
    return by_name | {f"{name} ever": curve for name, curve in by_name.pop("ever").items()}
