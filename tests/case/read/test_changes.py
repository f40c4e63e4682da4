"""Dotted paths into a case."""

import pytest

from complaints import EXAMPLE
from ripeness.case.read.changes import described, keys_of, plain, replaced
from ripeness.case.read.load import load_text

CASE = load_text(EXAMPLE)


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("parties.alder.pride", "0.5"),
        ("parties.alder.concession_limit", "0.3 (0.2 to 0.4)"),
        ("parties.alder.spoils", "nothing"),
        ("parties.birch.patience", "0.1"),
        ("parties.birch.constituencies.guards.veto", "true"),
        ("parties.alder.war", "{win: 0.6, lose: -0.8, cost: 0.5}"),
        ("parties.alder.preconditions.crossing.options", "[joint, open]"),
        ("beliefs.alder.capitulation.alder", "nothing"),
        ("transitions.0.date", "2024-11-01"),
        ("transitions.7.date", "nothing"),
        ("linkages.1.if", "{crossing: open}"),
        ("dynamics.trust", "low"),
        ("horizon", "24"),
    ],
)
def test_what_stands_at_a_path_is_told_in_words(path: str, words: str):
    assert described(CASE, path) == words


def test_a_number_is_a_place_only_in_a_list():
    assert keys_of("transitions.0.successor.red_lines.1") == ("transitions", 0, "successor", "red_lines", "1")


def test_the_data_given_stay_as_they_are():
    data = plain(CASE)
    before = plain(CASE)
    new = replaced(data, {"transitions.0.probability": 1, "parties.alder.pride": 2, "beliefs.alder.incident": 0.5})
    assert data == before
    assert new["transitions"][0]["probability"] == 1
    assert new["parties"]["alder"]["pride"] == 2
    assert new["beliefs"]["alder"]["incident"] == 0.5
    assert new["parties"]["birch"] is data["parties"]["birch"]


def test_a_later_change_goes_into_an_earlier_one():
    new = replaced(plain(CASE), {"parties.alder.war": {"win": 1, "lose": 0, "cost": 0}, "parties.alder.war.cost": 3})
    assert new["parties"]["alder"]["war"] == {"win": 1, "lose": 0, "cost": 3}
