"""The samplers that benchmarks compare us with play the same process: every branch of a month, with its probability."""

from collections import defaultdict
from math import sqrt
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from ripeness.answer.pipeline import run
from ripeness.case.read.load import load, with_changes
from ripeness.crisis.futures import follow, passes_of
from ripeness.crisis.states import WAR_PATHS
from ripeness.crisis.steps import Watch
from sampling import compiled
from sampling.setting import game_of, setting_of
from sampling.world import Party, World

GOLDEN_FOLDER = Path(__file__).parents[1] / "golden"
# what excludes each other sums past 1, and no trigger makes them fewer
CROWDED = {
    "dynamics.capitulation": {"alder": 0.7, "birch": 0.8},
    "dynamics.miscalculation": 0.7,
    "dynamics.backdown_rate": 0.6,
    "dynamics.partial_rate": 0.9,
    "dynamics.settlement_rate": 0.9,
    "dynamics.guarantee": 0.2,
}
CROWDED_OF_TWO = {path.replace("alder", "p0").replace("birch", "p1"): to for path, to in CROWDED.items()} | {
    "dynamics.capitulation": {"p0": 0.7, "p1": 0.8},
    "dynamics.war_decided": 0.6,
    "dynamics.ceasefire": 0.7,
}
# of the states, so many are tried that the test takes seconds
EVERY = 23


class Branching(World):
    """A world that takes every branch in turn, and knows how likely each is."""

    def __init__(self, setting):
        self.setting = setting
        self.parties = []
        for place in range(len(setting.turns)):
            party = Party()
            party.model, party.place = self, place
            self.parties.append(party)

    def branches(self, month, state):
        at = {number: at for at, number in self.setting.place.items()}[state]
        self.path = []
        while True:
            self.begin(self.setting)
            self.month = month
            self.tension, self.channel, self.bargain, self.trust, self.leadership = at
            self.reached, self.crises_begun, self.depth, self.likely = set(), 0, 0, 1.0
            self.pass_month()
            yield self.likely
            while self.path and len(self.path[-1]) == 1:
                self.path.pop()
            if not self.path:
                return
            self.path[-1].pop(0)

    def _branch(self, chances):
        if self.depth == len(self.path):
            self.path.append([n for n, chance in enumerate(chances) if chance > 0])
        number = self.path[self.depth][0]
        self.likely *= chances[number]
        self.depth += 1
        return number

    def happens(self, chance):
        chance = min(max(chance, 0.0), 1.0)
        return self._branch([1.0 - chance, chance]) == 1

    def which(self, *chances):
        clipped = np.clip(chances, 0.0, 1.0)
        clipped = clipped / max(clipped.sum(), 1.0)
        return self._branch([max(1.0 - clipped.sum(), 0.0), *clipped]) - 1

    def drawn(self, totals):
        return self._branch(np.diff(totals, prepend=0.0))


def solved(name, changes):
    under = run(with_changes(load(GOLDEN_FOLDER / f"{name}.yaml"), changes)).as_is
    game = game_of(under)
    return game, game.solve(keep_months=under.case.horizon)


def by_outcome(space, mass):
    """Probabilities by live state and by outcome, of capitulations together."""
    found = dict(enumerate(mass[: space.live]))
    found |= {f"war.{path}": mass[space.war(path)] for path in WAR_PATHS}
    found |= {"decided": mass[space.decided]} if space.war_goes_on else {}
    found["capitulation"] = mass[space.capitulation(space.signatories[0], space.signatories[0]) :].sum()
    return found


@pytest.mark.parametrize(
    ("name", "changes", "month"),
    [
        ("example", {}, 0),
        ("example", {}, 10),
        ("example", CROWDED, 3),
        # wars that go on, two signatories, effects, a trigger that reaches settlements
        ("random-4", {}, 8),
        # four signatories
        ("random-15", {}, 2),
        # what is signed at the start, and renewed by others
        ("random-36", {}, 3),
        ("random-36", CROWDED_OF_TWO, 1),
        # triggers with circumstances that collapse talks, effects on them and on lapse
        ("random-47", {}, 9),
    ],
)
def test_a_month_has_the_branches_of_the_exact_one_with_their_probabilities(name, changes, month):
    game, equilibrium = solved(name, changes)
    world, space = Branching(setting_of(game, equilibrium)), game.space
    # a pass that drops nothing, and those that look for something
    watch_for = ("whole", *passes_of(space))
    for state in range(month % EVERY, space.live, EVERY):
        found, reached, begun = defaultdict(float), defaultdict(float), 0.0
        for likely in world.branches(month, state):
            found[world.state if world.outcome is None else world.outcome] += likely
            begun += likely * world.crises_begun
            for what in world.reached - {"war"}:
                reached[what] += likely
        watch = Watch(watch_for)
        mass = np.zeros((len(watch_for), 1, len(space)))
        mass[:, 0, state] = 1.0
        mass = game.act(mass, equilibrium.plays[month], watch)
        for step in game.events(month):
            mass = step.push(mass, watch)
        expected = by_outcome(space, mass[0, 0])
        assert found == pytest.approx({key: p for key, p in expected.items() if key in found}, abs=1e-12)
        assert sum(found.values()) == pytest.approx(1.0)
        # what was reached in the month, even if the same month undid it
        counted = {what: float(np.broadcast_to(p, 1)[0]) for what, p in watch.counted.items()}
        looked_for = {what: p for what, p in reached.items() if "war" in watch_for or not what.startswith("war.")}
        assert looked_for == pytest.approx({what: counted.get(what, 0.0) for what in looked_for}, abs=1e-12)
        assert all(what in reached or p == pytest.approx(0.0, abs=1e-12) for what, p in counted.items())
        if not space.in_stalemate[state]:
            assert begun == 0.0
        else:
            ends = [p for key, p in expected.items() if isinstance(key, int) and (space.in_crisis | space.at_war)[key]]
            wars = [p for key, p in expected.items() if isinstance(key, str) and key != "capitulation"]
            assert begun == pytest.approx(sum(ends) + sum(wars), abs=1e-12)


def test_uniforms_become_chances():
    world, n = World(), 10_000
    uniforms = iter(np.tile((np.arange(n) + 0.5) / n, 4).tolist())
    world.random = SimpleNamespace(random=lambda: next(uniforms))
    assert sum(world.happens(0.3) for _ in range(n)) == pytest.approx(0.3 * n, abs=1)
    assert np.bincount([world.drawn([0.2, 0.2, 1.0]) for _ in range(n)]) == pytest.approx([2000, 0, 8000], abs=1)
    assert np.bincount([1 + world.which(0.1, 0.4) for _ in range(n)]) == pytest.approx([5000, 1000, 4000], abs=1)
    # past 1 they are scaled down together, and something always happens
    assert np.bincount([1 + world.which(3.0, 0.25) for _ in range(n)]) == pytest.approx([0, 8000, 2000], abs=1)


@pytest.mark.slow
@pytest.mark.parametrize(("name", "changes"), [("example", {"dynamics.channel": "open"}), ("random-40", {})])
def test_compiled_runs_end_as_often_as_they_should(name, changes):
    game, equilibrium = solved(name, changes)
    horizon, runs, space = game.case.horizon, 20_000, game.space
    tables = compiled.tables(game, equilibrium, horizon)
    ends, per_run = np.zeros(len(space), dtype=np.int64), np.zeros((3, runs), dtype=np.int64)
    seen = np.zeros((runs, len(compiled.SEEN)), dtype=np.bool_)
    compiled.sample(runs, np.array([7], dtype=np.uint64), **tables, ends=ends, seen=seen,
                    begun=per_run[0], crisis_months=per_run[1], war_months=per_run[2])  # fmt: skip
    exact = follow(game, equilibrium, horizon).curves
    in_force = (exact.step, exact.bargain, exact.settled)
    counts = [ends[of].sum() for of in (space.with_step, space.with_signed, space.is_settled, list(space.wars))]
    reached = [exact.ever[what] for what in compiled.SEEN]
    for count, curve in zip([*counts, *seen.sum(axis=0)], [*in_force, exact.ended_in_war, *reached], strict=True):
        p = min(float(curve[0, -1]), 1.0)
        assert count / runs == pytest.approx(p, abs=4.5 * sqrt(p * (1 - p) / runs) + 1e-4)
    means = (exact.crises_begun, exact.crisis[:, 1:].cumsum(axis=1), exact.at_war[:, 1:].cumsum(axis=1))
    for of_runs, mean in zip(per_run, means, strict=True):
        assert of_runs.mean() == pytest.approx(mean[0, -1], abs=4.5 * of_runs.std() / sqrt(runs))
