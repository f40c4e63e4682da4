"""What many equilibria mean for published estimates: how far likelihood and forecasts depend on which one is taken."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from crisis_game.data import CrisisGame
from crisis_game.equilibria import SAME, Found, index_sums
from crisis_game.game import before_choice
from crisis_game.likelihood import count, log_likelihoods
from crisis_game.payoffs import NEXT, STATES
from ripeness.arrays import FloatArray

CLOSE = 2.0  # units of log-likelihood within which data hardly tell two equilibria of a dyad apart


@dataclass(frozen=True)
class Multiplicity:
    """Equilibria at given parameters, and the likelihood of the data in them.

    Parameters
    ----------
    numbers
        How many dyads have how many equilibria.
    published, published_found, published_best
        Published equilibria, those among the found ones, and those in which the dyad's data are likeliest.
    best, worst
        Log-likelihood of all data, each dyad in its likeliest and in its least likely equilibrium.
    with_published
        The same in the published equilibria, and in the likeliest of the dyads without one. A published equilibrium
        that is among the found ones counts as the found one, from which rounding alone tells it apart.
    gain
        What the likeliest equilibria gain over the published ones, in the dyads that have one.
    indices_off
        Dyads whose indices do not sum to 1.
    late, one_half
        Equilibria that the last quarter of the starts added; those that only one half of the random starts found.
    found
        All equilibria.
    war_ranges
        (dyads, 2): least and largest share of months at war in the long run, over a dyad's equilibria.
    close_ranges
        The same over those within `CLOSE` of the likeliest.
    """

    numbers: dict[int, int]
    published: int
    published_found: int
    published_best: int
    best: float
    worst: float
    with_published: float
    gain: float
    indices_off: int
    late: int
    one_half: int
    found: int
    war_ranges: FloatArray
    close_ranges: FloatArray


def multiplicity(game: CrisisGame, found: Sequence[Found], parameters: FloatArray) -> Multiplicity:
    """Compare the equilibria of each dyad by the likelihood of its months and by the wars they forecast."""
    counts = count(game.months)
    likely = [log_likelihoods(each.values, counts[n]) for n, each in enumerate(found)]
    same = {n: _same(values, found[n].values) for n, values in game.published.items()}
    published = {
        n: float(log_likelihoods(values[None], counts[n])[0] if same[n] is None else likely[n][same[n]])
        for n, values in game.published.items()
    }
    best = [float(each.max()) for each in likely]
    wars = [war_shares(each.values) for each in found]
    close = [each[likely[n] >= best[n] - CLOSE] for n, each in enumerate(wars)]
    lengths, dyads = np.unique([len(each.values) for each in found], return_counts=True)
    halves = np.concatenate([each.halves for each in found])
    return Multiplicity(
        dict(zip(lengths.tolist(), dyads.tolist(), strict=True)),
        len(published),
        sum(each is not None for each in same.values()),
        sum(best[n] - here < 1e-6 for n, here in published.items()),
        sum(best),
        float(sum(each.min() for each in likely)),
        sum(published.get(n, best[n]) for n in range(len(found))),
        sum(best[n] - here for n, here in published.items()),
        int((index_sums(found, game.design.payoffs(parameters), game.discount) != 1).sum()),
        sum(each.late for each in found),
        int(((halves == 1) | (halves == 2)).sum()),
        len(halves),
        np.array([(each.min(), each.max()) for each in wars]),
        np.array([(each.min(), each.max()) for each in close]),
    )


def war_shares(values: FloatArray) -> FloatArray:
    """Share of months at war in the long run, (equilibria,), from values (equilibria, 2, states, actions)."""
    choices = np.exp(values - before_choice(values)[..., None])
    pairs = choices[:, 0, :, :, None] * choices[:, 1, :, None, :]
    passes = np.stack([pairs[:, :, state == NEXT].sum(axis=-1) for state in range(STATES)], axis=-1)
    # the stationary shares: p (T - 1) = 0, with one equation replaced by their sum
    system = np.swapaxes(passes, 1, 2) - np.eye(STATES)
    system[:, 0] = 1.0
    right = np.zeros((len(values), STATES, 1))
    right[:, 0] = 1.0
    shares: FloatArray = np.asarray(np.linalg.solve(system, right), dtype=np.float64)
    return shares[:, STATES - 1, 0]


def _same(values: FloatArray, found: FloatArray) -> int | None:
    """Which of the found equilibria has these values, up to rounding."""
    away = np.abs(found - values).max(axis=(1, 2, 3))
    nearest = int(away.argmin())
    return nearest if away[nearest] < SAME else None
