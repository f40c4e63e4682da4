"""Small crisis games with known parameters, months drawn from them, and folders that hold them."""

import json
from itertools import combinations

import duckdb
import numpy as np

from crisis_game.data import COSTS, STAKES, VALUES, CrisisGame
from crisis_game.game import before_choice
from crisis_game.newton import newton
from crisis_game.payoffs import COMMON, GROUPS, design

DISCOUNT = 0.9


def mild(countries, seed=0):
    """Parameters at which actions are about equally worth while, so that one equilibrium is near zero."""
    rng = np.random.default_rng(seed)
    common = np.concatenate([
        [0.3, 0.2, -0.1, 0.2], [0.2, -0.2, 0.1, 0.3], [-0.8, 0.3, 0.2], [-1.0, -0.2, 0.3], [-0.7, 0.4, 0.8]
    ])  # fmt: skip
    return np.concatenate([common, -0.7 + 0.3 * rng.normal(size=countries)])


def synthetic(countries=5, months=240, parameters=None, seed=0):
    """A game of all pairs of some countries, with months drawn from an equilibrium of each."""
    rng = np.random.default_rng(seed)
    pairs = np.array(list(combinations(range(countries), 2)))
    stakes, costs = rng.normal(size=(len(pairs), 2, 4)), rng.normal(size=(countries, 3))
    stakes[..., 0] = costs[..., 0] = 1.0
    made = design(stakes, costs[pairs], pairs, countries)
    parameters = mild(countries, seed) if parameters is None else parameters
    payoffs = made.payoffs(parameters)
    values, reached = newton(np.zeros((len(pairs), 2, 3, 3)), payoffs, DISCOUNT)
    assert reached.all()
    seen = drawn(values, months, rng)
    codes = 10 * (1 + np.arange(countries))
    published = {0: values[0]}
    return CrisisGame(codes[pairs], made, codes, seen, parameters, DISCOUNT, -1.0, published), costs, stakes


def drawn(values, months, rng):
    """Months (dyads, months, 3) in which all choose by these values, from peace on."""
    choices = np.exp(values - before_choice(values)[..., None])
    seen = np.zeros((len(values), months, 3), dtype=np.int64)
    for n, of in enumerate(choices):
        state = 0
        for month in range(months):
            first, second = (rng.choice(3, p=of[player, state]) for player in range(2))
            seen[n, month] = state, first, second
            state = max(first, second)
    return seen


def written(folder, game, costs, stakes):
    """The game as a folder of tables; returns the folder."""
    folder.mkdir(exist_ok=True)
    codes = game.dyads
    both = np.concatenate([codes, codes[:, ::-1]])
    covariates = np.concatenate([stakes[:, 0], stakes[:, 1]])
    months = game.months.shape[1]
    names = np.array([f"{1993 + m // 12}-{m % 12 + 1:02d}" for m in range(months)])
    seen = game.months.reshape(-1, 3) + 1
    public = np.array([values.ravel() for values in game.published.values()]).reshape(-1, len(VALUES))
    places = list(game.published)
    tables = {
        "directed_dyads": {"ccode1": both[:, 0], "ccode2": both[:, 1]} | dict(zip(STAKES, covariates.T, strict=True)),
        "states": {"ccode": game.countries, "audience_cost": game.estimates[COMMON:]}
        | dict(zip(COSTS, costs.T, strict=True)),
        "dyad_months": {
            "month": np.tile(names, len(codes)),
            "ccode1": np.repeat(codes[:, 0], months),
            "ccode2": np.repeat(codes[:, 1], months),
            "state": seen[:, 0],
            "action1": seen[:, 1],
            "action2": seen[:, 2],
        },
        "equilibria_public": {"ccode1": codes[places, 0], "ccode2": codes[places, 1]}
        | dict(zip(VALUES, public.T, strict=True)),
    }
    for name, columns in tables.items():
        write_table(folder / f"{name}.parquet", columns)
    estimates = {name: game.estimates[place].tolist() for name, place in GROUPS.items()}
    estimates |= {"discount": game.discount, "log_likelihood": game.log_likelihood}
    (folder / "estimates.json").write_text(json.dumps(estimates))
    return folder


def write_table(path, columns):
    """Write columns as Parquet."""
    with duckdb.connect(":memory:") as db:
        names = ", ".join(f"unnest($c{n}) AS {name}" for n, name in enumerate(columns))
        given = {f"c{n}": np.asarray(column).tolist() for n, column in enumerate(columns.values())}
        db.execute(f"CREATE TABLE t AS SELECT {names}", given)
        db.execute(f"COPY t TO '{path}' (FORMAT parquet)")
