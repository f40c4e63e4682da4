import json

from record import DATA, needs_data
from ripeness.cli.console import console
from ripeness.cli.record_page import STYLES, print_record
from ripeness.record.derived import carried
from ripeness.record.verdicts import stored
from terminal import EXAMPLE, call, page, raw_page, words


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
    shown = words(call("assess", EXAMPLE)[1])
    for verdict in stored():
        assert f"{verdict.brief} {verdict.finding}" in shown
        assert verdict.effect in shown
    assert "Powell 1996" in shown


def test_a_verdict_against_is_as_visible_as_one_for():
    raw = raw_page(lambda: print_record(console()))
    codes = {"not supported": "31", "supported": "32", "contested": "35", "not testable here": "36"}
    assert set(STYLES) == set(codes)
    for finding, code in codes.items():
        assert f"\x1b[{code}m{finding}" in raw
    # none of them dimmed, and the one against comes first
    shown = page(lambda: print_record(console()))
    assert shown.index("not supported") < shown.index(" supported  ")
