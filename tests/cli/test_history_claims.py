import json

from record import DATA, needs_data
from ripeness.record.derived import carried
from ripeness.record.verdicts import stored
from terminal import EXAMPLE, call, words


def test_the_carried_claims_are_shown_in_full():
    code, shown, _ = call("history", "claims")
    assert code == 0
    for verdict in stored():
        assert verdict.id in shown
        assert verdict.claim in words(shown)
    assert "Holm" in shown
    assert json.loads(call("history", "claims", "--json")[1]) == carried("verdicts")


def test_data_that_are_not_there_are_bad_input(tmp_path):
    code, _, error = call("history", "claims", "--data", str(tmp_path))
    assert code == 2
    assert "ripeness data add" in error


@needs_data
def test_claims_computed_anew_say_what_the_package_carries():
    found = json.loads(call("history", "claims", "--data", str(DATA), "--json")[1])
    assert found["result"] == carried("verdicts")["result"]


def test_every_verdict_stands_in_every_answer_whatever_it_says():
    shown = words(call("assess", EXAMPLE, "--part", "record")[1])
    for verdict in stored():
        assert f"{verdict.brief[1:]}”: {verdict.in_words}" in shown
        assert verdict.effect in shown
    assert "Powell 1996" in shown
    # those against it come first
    assert shown.index("”: no clear effect") < shown.index("”: supported")
