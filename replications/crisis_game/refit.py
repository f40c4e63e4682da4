"""The published model estimated anew, from several starts."""

import time
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from crisis_game.data import CrisisGame
from crisis_game.equilibria import Found
from crisis_game.estimation import centred_prior, climb, first_step, relax_and_climb
from crisis_game.likelihood import Simultaneous, count
from ripeness.arrays import FloatArray

SPREAD = 10.0  # of audience costs around their mean; some are hardly bound by the data
UNIFORM_STARTS = 2


@dataclass(frozen=True)
class Refit:
    """Where one start led: log-likelihood of all months without the prior, CPU seconds, parameters."""

    start: str
    log_likelihood: float
    seconds: float
    parameters: FloatArray


def refit(game: CrisisGame, found: Sequence[Found], seed: int) -> list[Refit]:
    """Estimate the published model from its own estimates and from starts that know nothing of them.

    Parameters
    ----------
    found
        Equilibria at the published estimates.
    seed
        Of the uniform starts.
    """
    model, counts = Simultaneous(game.design, game.discount), count(game.months)
    prior = centred_prior(game.design, SPREAD)
    rng = np.random.default_rng(seed)
    starts = {
        "published estimates, relaxed": game.estimates,
        "all parameters 0": np.zeros(game.design.size),
        "two steps": None,
    }
    starts |= {f"uniform draw {n + 1}": rng.uniform(-1.0, 1.0, game.design.size) for n in range(UNIFORM_STARTS)}

    began = time.process_time()
    # no prior here, so that this cannot end below the published figure
    known = [each.values for each in found]
    branch = climb(model, counts, game.estimates, known, game.names, 1e-9 * np.eye(game.design.size))
    made = [Refit("published estimates, along branches", branch.log_likelihood, _since(began), branch.parameters)]
    for name, start in starts.items():
        began = time.process_time()
        given = first_step(model, counts, prior) if start is None else start
        ended = relax_and_climb(model, counts, given, game.names, prior)
        made.append(Refit(name, ended.log_likelihood, _since(began), ended.parameters))
    return made


def _since(began: float) -> float:
    return time.process_time() - began
