import numpy as np
import pytest

from builders import months_of, quiet_case
from ripeness.answer.pipeline import run
from ripeness.crisis.losses import ELSEWHERE, FADES, IN_FORCE, WAR, Loss, in_force, losses
from terminal import golden

ALL_WAIT = {"postures": {"p": {"title": "p", "policy": {"ann": {"wait": 1}, "bob": {"wait": 1}}}}}
SIGNED = {"dynamics.bargain": "signed"}


def lost_in(changes, policy=None):
    """What becomes of the bargain that stands at the start of a quiet case, by what each does every month."""
    acts = policy or {"ann": {"wait": 1}, "bob": {"wait": 1}}
    case = quiet_case(SIGNED | {"postures": {"p": {"title": "p", "policy": acts}}} | changes)
    under = run(case).under("p")
    game = under.game
    return losses(game, game.solve(keep_months=case.horizon), case.horizon)["bargain"]


def test_erosion_alone_takes_its_share_every_month():
    of = lost_in({"dynamics.erosion": 0.1})
    assert of.made == [1.0]
    assert list(of.lost) == [Loss(FADES, None, 0)]
    assert of.chance == pytest.approx([1 - 0.9**6])
    assert of.a_month(Loss(FADES, None, 0)) == pytest.approx([0.1])
    assert of.by_month[0] == pytest.approx([1 - 0.9**month for month in range(7)])


def test_whoever_reneges_is_named():
    # each moves in half of the months, and Ann reneges in half of hers
    of = lost_in({}, {"ann": {"wait": 1, "renege": 1}, "bob": {"wait": 1}})
    assert list(of.lost) == [Loss("renege", 0, 0)]
    assert of.chance == pytest.approx([1 - 0.75**6])
    assert of.a_month(Loss("renege", 0, 0)) == pytest.approx([0.25])
    assert of.months[0] == pytest.approx([sum(0.75**month for month in range(6))])


def test_a_trigger_means_war_or_takes_the_deal_with_it():
    trigger = {"t": {"rate": 0.4, "war": 0.25, "collapse": 0.5}}
    of = lost_in({"dynamics.triggers": trigger, "dynamics.partial_calm": 1, "horizon": 1})
    # 0.4 · 0.25 is war; of the rest half
    assert of.lost[Loss(WAR, None, 0)] == pytest.approx([0.1])
    assert of.lost[Loss(ELSEWHERE, None, 0)] == pytest.approx([0.15])


def test_a_successor_breaks_it_in_its_own_time():
    came = {"party": "ann", "date": "2024-04-01", "probability": 1, "successor": {"pride": 0}}
    of = lost_in({"dynamics.erosion": 0.1, "transitions": [came]})
    assert of.lost[Loss(FADES, None, 0)] == pytest.approx([1 - 0.9**3])
    assert of.lost[Loss(FADES, None, 1)] == pytest.approx([0.9**3 - 0.9**6])


@pytest.mark.parametrize("name", ["example", "random-4", "random-21", "random-47"])
def test_what_is_made_is_what_was_ever_reached_and_losses_add_up(name):
    a = golden(name)
    under, horizon = a.run.as_is, a.case.horizon
    game = under.game
    equilibrium = game.solve(keep_months=horizon)
    found = losses(game, equilibrium, horizon)
    start, *_, last = months_of(game, equilibrium, horizon)
    for kind in IN_FORCE:
        of, stands = found[kind], in_force(game.space, kind)
        if not start[stands].any():
            assert of.made[0] == pytest.approx(a.as_is.ever[kind], abs=1e-12)
        assert sum(lost[0] for lost in of.lost.values()) == pytest.approx(of.by_month[0, -1], abs=1e-12)
        assert (np.diff(of.by_month[0]) >= 0).all()
        # what was made and never lost is in force, or was built on; what is in force has been made
        assert of.by_month[0, -1] <= of.made[0] + 1e-12
        assert last[stands].sum() <= of.made[0] + 1e-12
        alone = losses(game, equilibrium, horizon, (kind,))[kind]
        assert alone.lost == of.lost
