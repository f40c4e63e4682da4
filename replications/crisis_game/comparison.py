"""Which game says better what happens next: both sides at once, or one mover at a time.

Both are fitted to the first months and judged by the likelihood of the last ones, dyad by dyad. They have the same
payoffs, parameters, discount and prior. The simultaneous game also has a choice among equilibria; each dyad is given
the one in which its first months are likeliest. Two rules without any game stand beside them.
"""

import time
from dataclasses import dataclass, replace

import numpy as np

from crisis_game.data import CrisisGame
from crisis_game.estimation import (
    Estimate,
    Model,
    centred_prior,
    estimate,
    first_step,
    relax_and_climb,
)
from crisis_game.likelihood import Simultaneous, by_player, count, smoothed
from crisis_game.payoffs import STATES
from crisis_game.sequential import OneMover
from ripeness.arrays import FloatArray
from ripeness.errors import RipenessError

FITTED_MONTHS = 120
SPREAD = 10.0  # of audience costs around their mean, in all fits

ONE_MOVER = "one mover at a time"
SIMULTANEOUS = "both at once"
FROM_PUBLISHED = "both at once, from the published estimates"
OWN_FREQUENCIES = "each side's own frequencies, smoothed"
COMMON_FREQUENCIES = "frequencies of all"

_RESAMPLES = 10_000
_ALL = 1e9  # months' weight of the frequencies of all, beside which a side's own do not count


@dataclass(frozen=True)
class Comparison:
    """Log-likelihoods of dyads under each model, in the months fitted and in those held out, (dyads,); CPU seconds."""

    fitted: dict[str, FloatArray]
    held_out: dict[str, FloatArray]
    seconds: dict[str, float]


@dataclass(frozen=True)
class Difference:
    """By how much one model is better than another in the months held out.

    Parameters
    ----------
    better, dyads
        In how many dyads it is better, of how many.
    mean, low, high
        Mean difference of log-likelihood a dyad, and its 95 % interval by resampling dyads in pairs.
    """

    better: int
    dyads: int
    mean: float
    low: float
    high: float


def compare(game: CrisisGame) -> Comparison:
    """Fit all models to the first months of a game's data and judge them by the others.

    The published estimates have seen the months held out, so what starts from them has an advantage, and is reported
    under its own name.
    """
    first, rest = count(game.months[:, :FITTED_MONTHS]), count(game.months[:, FITTED_MONTHS:])
    prior = centred_prior(game.design, SPREAD)
    both, one = Simultaneous(game.design, game.discount), OneMover(game.design, game.discount)
    made = Comparison({}, {}, {})

    def keep(name: str, model: Model, found: Estimate, began: float) -> None:
        made.seconds[name] = time.process_time() - began
        for counts, of in ((first, made.fitted), (rest, made.held_out)):
            fitted = model.fitted(counts, found.parameters, found.values)
            if fitted is None:
                raise RipenessError(f"{name}: the fitted model could not be computed again")
            of[name] = fitted.log_likelihoods

    began = time.process_time()
    nowhere, two_step = np.zeros(game.design.size), first_step(both, first, prior)
    none = np.zeros((len(game.dyads), 2, STATES))
    ends = [estimate(one, first, start, none, prior) for start in (nowhere, two_step)]
    # judged by backward induction, not by the guesses of the climb
    found = [replace(each, values=none) for each in ends if each and one.fitted(first, each.parameters, none)]
    if not found:
        raise RipenessError("the game with one mover at a time could not be fitted")
    keep(ONE_MOVER, one, max(found, key=_height), began)

    starts = {SIMULTANEOUS: (nowhere, two_step), FROM_PUBLISHED: (game.estimates,)}
    for name, given in starts.items():
        began = time.process_time()
        ended = [relax_and_climb(both, first, start, game.names, prior) for start in given]
        keep(name, both, max(ended, key=_height), began)

    for name, weight in ((OWN_FREQUENCIES, 10.0), (COMMON_FREQUENCIES, _ALL)):
        log_choices = np.log(smoothed(first, weight))
        for counts, of in ((first, made.fitted), (rest, made.held_out)):
            of[name] = (by_player(counts) * log_choices).sum(axis=(1, 2, 3))
    return made


def difference(one: FloatArray, other: FloatArray, seed: int = 1) -> Difference:
    """Compare log-likelihoods (dyads,) of one model and another.

    >>> found = difference(np.array([1.0, 2.0, 3.0]), np.array([0.0, 1.0, 2.0]))
    >>> found.better, found.mean, found.low, found.high
    (3, 1.0, 1.0, 1.0)
    """
    gap = one - other
    drawn = np.random.default_rng(seed).integers(0, len(gap), (_RESAMPLES, len(gap)))
    low, high = np.quantile(gap[drawn].mean(axis=1), (0.025, 0.975))
    return Difference(int((gap > 0).sum()), len(gap), float(gap.mean()), float(low), float(high))


def _height(found: Estimate) -> float:
    return found.log_likelihood
