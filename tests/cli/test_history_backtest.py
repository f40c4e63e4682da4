import json

from terminal import call

KEYS = ["brier", "log", "auc", "slope", "interval"]


def test_the_carried_scores_are_printed_as_promised():
    code, out, _ = call("history", "backtest", "--stored", "--json")
    found = json.loads(out)
    assert code == 0
    assert list(found) == ["war", "agreement"]
    for of in found.values():
        assert list(of) == ["forward", "expanding"]
        for scores in of.values():
            assert list(scores) == ["n", "engine", "base_rate", "ridge", "boosting"]
            assert all(list(scores[name]) == KEYS for name in list(scores)[1:])
    assert found["war"]["forward"]["base_rate"]["auc"] is None


def test_the_page_says_plainly_what_structure_cannot_do():
    code, out, _ = call("history", "backtest", "--stored")
    assert code == 0
    assert "Agreement cannot be forecast from structure alone" in " ".join(out.split())
    assert "39 without a pair" in " ".join(out.split())
    assert "democracy 105" in " ".join(out.split())


def test_without_data_it_says_what_is_missing(tmp_path):
    code, _, error = call("history", "backtest", "--data", str(tmp_path))
    assert code == 2
    assert "ripeness data add" in error
