"""Reading the folder: what is there comes back, what is wrong is told."""

import json

import duckdb
import numpy as np
import pytest

from crisis_game.data import load
from crisis_games import synthetic, write_table, written
from record import record
from ripeness.errors import InputError


@pytest.fixture
def folder(tmp_path):
    return written(tmp_path / "game", *synthetic(countries=3, months=12))


def test_what_was_written_is_read(tmp_path):
    game, costs, stakes = synthetic(countries=4, months=13)
    read = load(written(tmp_path / "game", game, costs, stakes))
    assert np.array_equal(read.dyads, game.dyads)
    assert np.array_equal(read.months, game.months)
    assert np.allclose(read.estimates, game.estimates)
    assert np.allclose(read.design.effects, game.design.effects)
    assert np.array_equal(read.published[0], game.published[0])
    assert (read.discount, read.log_likelihood) == (0.9, -1.0)


def changed(folder, name, change):
    """The table with its columns changed."""
    path = folder / f"{name}.parquet"
    columns = {column: values.copy() for column, values in duckdb.read_parquet(str(path)).fetchnumpy().items()}
    change(columns)
    write_table(path, columns)


def complaint(folder):
    with pytest.raises(InputError) as caught:
        load(folder)
    return str(caught.value)


@pytest.mark.parametrize(
    ("name", "change", "says"),
    [
        ("states", lambda of: of.pop("log_gdppc"), "log_gdppc  is no column"),
        ("states", lambda of: of["audience_cost"].__setitem__(0, np.nan), "audience_cost  must be a finite number"),
        ("states", lambda of: of["ccode"].__setitem__(0, 99), "10  has no row"),
        ("dyad_months", lambda of: of["action1"].__setitem__(0, 4), "must be 1, 2 or 3"),
        ("dyad_months", lambda of: of["state"].__setitem__(5, of["state"][5] % 3 + 1), "the larger action"),
        ("dyad_months", lambda of: of["ccode1"].__setitem__(0, 90), "must be below ccode2"),
        ("directed_dyads", lambda of: of["ccode1"].__setitem__(0, 77), "(10, 20)  has no row"),
        ("equilibria_public", lambda of: of["ccode2"].__setitem__(0, 77), "(10, 77)  has no row"),
    ],
)
def test_a_table_that_is_wrong_is_refused(folder, name, change, says):
    changed(folder, name, change)
    assert says in complaint(folder)


def test_unequal_months_are_refused(folder):
    def shorten(columns):
        for name in columns:
            columns[name] = columns[name][:-1]

    changed(folder, "dyad_months", shorten)
    assert "as many for each dyad" in complaint(folder)


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ("[", "cannot be read"),
        ("[]", "must be one object"),
        ({"beta2": [1, 2, 3]}, "beta2  must be 4 finite numbers"),
        ({"gamma": [1, 2, "x"]}, "gamma  must be 3 finite numbers"),
        ({"discount": 1}, "discount  must be at least 0 and below 1"),
        ({"discount": True}, "discount  must be a finite number"),
    ],
)
def test_estimates_that_are_wrong_are_refused(folder, given, says):
    path = folder / "estimates.json"
    path.write_text(given if isinstance(given, str) else json.dumps(json.loads(path.read_text()) | given))
    assert says in complaint(folder)


def test_missing_and_broken_files_are_named(folder):
    (folder / "states.parquet").write_bytes(b"no table")
    assert "states.parquet  cannot be read" in complaint(folder)
    (folder / "states.parquet").unlink()
    (folder / "estimates.json").unlink()
    assert "states.parquet  is missing" in complaint(folder)
    assert "estimates.json  is missing" in complaint(folder)
    assert "is no folder" in complaint(folder / "none")


def test_the_published_data_are_whole():
    game = load(record("crisis_game"))
    assert game.dyads.shape == (179, 2)
    assert game.months.shape == (179, 180, 3)
    assert len(game.published) == 60
