import pytest

import ripeness.settlements.listing as settlements
from agreement import differences
from builders import assessed
from ripeness.answer.pipeline import run
from ripeness.answer.reading import Reading
from ripeness.case.values import Values
from ripeness.errors import InputError
from ripeness.settlements.listing import can_be_listed
from terminal import NAMES, golden


@pytest.fixture
def nothing_is_listed(monkeypatch):
    # what is compared with comes from lists
    for name in NAMES:
        golden(name)
    monkeypatch.setattr(settlements, "LISTED_AT_MOST", 0)


def answers_agree(found, expected):
    """The same answers, but for the numbers of deals, which a search does not know."""
    counted, found, expected = expected.to_dict()["deals_now"], found.to_dict(), expected.to_dict()
    assert found.pop("deals_now") == (None if counted else 0)
    expected.pop("deals_now")
    assert found.pop("rungs") == {}
    expected.pop("rungs")
    assert list(differences(found, expected, 1e-12)) == []


@pytest.mark.parametrize("name", NAMES)
def test_a_shortlist_gives_the_answer_of_a_list(name, nothing_is_listed):
    expected = golden(name)
    found = assessed(expected.case)
    assert not can_be_listed(expected.case)
    answers_agree(found, expected)
    assert (found.conditions, found.conditions_beyond) == (expected.conditions, expected.conditions_beyond)
    assert (found.diagnosis, found.diagnosis_beyond) == (expected.diagnosis, expected.diagnosis_beyond)
    for one, other in zip(found.openings, expected.openings, strict=True):
        assert one.correction == other.correction
        assert one.deal.settlement == other.deal.settlement
        assert one.deal.utility == pytest.approx(other.deal.utility)
        assert [s.slack for s in one.deal.slacks] == pytest.approx([s.slack for s in other.deal.slacks])


def test_a_settlement_asked_for_is_looked_at(nothing_is_listed):
    case = golden("example").case
    asked = {"crossing": "joint", "prisoners": "swapped"}
    of = Reading(run(case, also=[asked]))
    row = of.settlements.row_of(asked)
    assert of.deal(row).slacks == pytest.approx(of.deal(row).slacks)
    assert of.settlements.named(row) | asked == of.settlements.named(row)


def test_draws_need_a_list(nothing_is_listed):
    case = golden("example").case
    with pytest.raises(InputError, match="expected: 0"):
        run(case, Values(2)).alternatives  # noqa: B018
