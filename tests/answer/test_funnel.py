import pytest

import ripeness.settlements.listing as listing
from builders import assessed, quiet_case
from ripeness.answer.funnel import funnel, rungs_in_question
from ripeness.answer.reading import Reading
from ripeness.rules.conditions import CONDITIONS
from ripeness.rules.constraints import TOLERANCE, Constraint
from ripeness.settlements.listing import RUNGS
from terminal import each_golden, golden

# three bargains: both may gain, or either alone
FIELD = {
    "parties.ann.reservation": 0.2,
    "parties.bob.reservation": 0.1,
    "parties.bob.concession_limit": 0.1,
    "parties.bob.red_lines": {"field": {"options": ["shared"]}},
    "issues.field.options.hers": {"text": "Ann's", "value": {"ann": 1.0, "bob": -0.2}},
    "issues.field.options.his": {"text": "Bob's", "value": {"ann": -0.3, "bob": 1.0}},
}


def test_three_bargains_die_one_by_one():
    found = funnel(Reading(assessed(quiet_case(FIELD)).run), ["partial"])
    assert found.deals == 3
    better, concede, victory, equal, field = found.steps
    # each would have the shared field and its own; Bob concedes too much where it is hers
    assert (better.left, better.alone, better.alone_for) == (1, 1, {"ann": 2, "bob": 2})
    assert (concede.left, concede.alone, concede.alone_for) == (1, 2, {"ann": 3, "bob": 2})
    assert (better.binding, concede.binding) == ((), ("bob",))
    assert victory.left == equal.left == 1
    assert (field.condition, field.item, field.constraints) == (None, "field", ("red_line(bob,field)",))
    assert (field.left, field.alone, field.without) == (0, 2, {"red_line(bob,field)": 1})
    assert found.last is field
    assert found.left == 0


@each_golden
def test_counts_are_those_of_a_list(name):
    a = golden(name)
    reading = Reading(a.run)
    settlements, constraints = reading.settlements, reading.constraints
    rows = {rung: settlements.on_rung(rung).nonzero()[0] for rung in RUNGS}
    passes = {c.name: slack[:] >= -TOLERANCE for c, slack in zip(constraints, reading.slacks, strict=True)}
    for rung in RUNGS:
        if not len(rows[rung]):
            continue
        found, so_far = funnel(reading, [rung]), set()

        def count(names, rows=rows[rung]):
            return sum(all(passes[name][row] for name in names) for row in rows)

        for step in found.steps:
            so_far |= set(step.constraints)
            assert step.left == count(so_far)
            assert step.alone == count(step.constraints)
            for party, passing in step.alone_for.items():
                assert passing == count([n for n in step.constraints if Constraint.named(n).party == party])
            for one, left in step.without.items():
                assert left == count(passes.keys() - {one})
        # every constraint is asked for once
        assert sorted(n for step in found.steps for n in step.constraints) == sorted(passes)
        assert found.left == a.rungs[rung].all


def test_statements_come_last_and_issue_by_issue():
    steps = funnel(Reading(golden("example").run), ["partial"]).steps
    kinds = [step.condition is None for step in steps]
    assert kinds == sorted(kinds)
    assert [step.condition for step in steps if step.condition] == [*CONDITIONS]
    for step in steps:
        slacks = {Constraint.named(name).rule.is_statement for name in step.constraints}
        assert slacks == {step.condition is None}
        assert all(Constraint.named(name).item == step.item for name in step.constraints if step.item)


ROAD = {"question": "?", "separable": True, "options": {"no": {"text": "No"}, "yes": {"text": "Yes"}}}
NO_ROAD = {"road": {"options": ["yes"]}}


@pytest.mark.parametrize(
    ("changes", "rungs"),
    [
        # the partial bargain is open, and nothing is above it
        ({}, ["partial"]),
        # nothing is open, and there is no small step
        ({"parties.bob.reservation": 0.9}, ["partial"]),
        ({"partial_issues": 0}, ["wide"]),
        ({"issues.field.separable": True}, ["step"]),
        # open in small steps, and so partial bargains are asked about
        ({"issues.road": ROAD, "parties.ann.reservation": 0.9}, ["partial", "wide"]),
        # nothing is open: not small steps are asked about, but what is larger
        ({"issues.road": ROAD, "parties.ann.reservation": 0.9, "parties.bob.red_lines": NO_ROAD}, ["partial", "wide"]),
    ],
)
def test_the_rungs_in_question_are_those_above_what_is_open(changes, rungs):
    assert rungs_in_question(assessed(quiet_case(changes))) == tuple(rungs)


@each_golden
def test_what_two_rungs_leave_is_what_both_leave(name):
    reading = Reading(golden(name).run)
    both = funnel(reading, ["partial", "wide"])
    for k, step in enumerate(both.steps):
        apart = [funnel(reading, [rung]).steps[k] for rung in ("partial", "wide")]
        assert (step.left, step.alone) == (sum(s.left for s in apart), sum(s.alone for s in apart))


def test_there_is_no_rung_without_deals_or_without_a_list(monkeypatch):
    nothing = quiet_case({"linkages": [{"if": {"field": "shared"}, "requires": {"field": "idle"}}]})
    assert rungs_in_question(assessed(nothing)) == ()
    monkeypatch.setattr(listing, "LISTED_AT_MOST", 0)
    assert rungs_in_question(assessed(quiet_case())) == ()
