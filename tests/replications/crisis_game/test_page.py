"""`python -m crisis_game`: what it prints, as text and as JSON, and what it says to somebody who errs."""

import json
import os
from unittest.mock import patch

import numpy as np
import pytest

from crisis_game import page
from crisis_game.__main__ import main
from crisis_game.comparison import ONE_MOVER, Comparison
from crisis_game.data import VALUES
from crisis_game.refit import Refit
from crisis_games import synthetic, written
from terminal import words


@pytest.fixture
def called(capsys):
    def call(*args):
        # it says how many threads linear algebra takes, which is for its own process
        with patch.dict(os.environ):
            code = main(args)
        return code, *capsys.readouterr()

    return call


@pytest.fixture
def folder(tmp_path):
    return str(written(tmp_path / "game", *synthetic(countries=3, months=24)))


@pytest.fixture
def quick(monkeypatch):
    """Estimates and comparisons that take no time."""
    monkeypatch.setattr(page, "refit", lambda game, *_: [Refit("here", -7.0, 1.0, np.zeros(game.design.size))])

    def compared(game):
        held = {ONE_MOVER: np.full(len(game.dyads), -1.0), "another": np.full(len(game.dyads), -2.0)}
        return Comparison(held, held, {})

    monkeypatch.setattr(page, "held_out", compared)


def test_the_json_has_all_equilibria_of_all_dyads(called, folder):
    code, out, _ = called(folder, "--json")
    assert code == 0
    said = json.loads(out)
    assert set(said) == {"dyads"}
    assert [(dyad["ccode1"], dyad["ccode2"]) for dyad in said["dyads"]] == [(10, 20), (10, 30), (20, 30)]
    assert all(set(each) == set(VALUES) for dyad in said["dyads"] for each in dyad["equilibria"])
    assert called(folder, "--json")[1] == out


def test_the_text_says_what_was_found(called, folder):
    code, out, _ = called(folder)
    assert code == 0
    shown = words(out)
    assert "Published equilibria found: 1 of 1" in shown
    assert "in 3 of 3 dyads" in shown
    assert "Estimated anew" not in shown


def test_estimates_and_the_comparison_come_where_they_are_asked_for(called, folder, quick):
    shown = words(called(folder, "--estimate", "--compare")[1])
    assert "Estimated anew" in shown
    assert f"{ONE_MOVER} against another: better, ahead in 3 of 3 dyads, +1.00 a dyad" in shown
    said = json.loads(called(folder, "--estimate", "--compare", "--json")[1])
    assert set(said) == {"dyads", "estimates", "comparison"}
    assert set(said["estimates"][0]["parameters"]["audience_cost"]) == {"10", "20", "30"}
    assert said["comparison"]["held_out"][0] == {"ccode1": 10, "ccode2": 20, ONE_MOVER: -1.0, "another": -2.0}


def test_a_folder_that_is_none_is_told(called, tmp_path):
    code, out, err = called(str(tmp_path / "none"))
    assert (code, out) == (2, "")
    assert "is no folder" in err
