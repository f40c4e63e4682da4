"""What a change of a case moves: the same numbers as the two assessments have."""

from builders import assessed, quiet_case
from ripeness.case.read.load import with_changes
from ripeness.findings.moved import moved
from terminal import golden


def test_nothing_moves_where_nothing_is_changed():
    case = golden("example").case
    found = moved(case, case)
    assert found.measure("change.deal").value == found.measure("change.war").value == 0
    assert found.text.endswith(" (unchanged).")


def test_what_moved_is_what_two_assessments_say():
    before = golden("example")
    after = assessed(with_changes(before.case, {"parties.birch.pride": 0}))
    found = moved(before.case, after.case)
    assert found.measure("deal").value == after.as_is.deal
    assert found.measure("change.war").value == after.as_is.war_total - before.as_is.war_total
    assert f"open deals {before.deals.now} → {after.deals.now}" in found.text


def test_a_rung_that_closes_is_told_with_where_it_went():
    open_, closed = quiet_case(), quiet_case({"parties.bob.reservation": 1})
    found = moved(open_, closed, draws=True)
    assert found.text.startswith("At the most likely values: ")
    assert "open deals 1 → 0, highest open rung: partial bargains → none." in found.text
