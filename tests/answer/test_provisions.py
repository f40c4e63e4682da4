import pytest

import ripeness.settlements.listing as listing
from builders import ROAD, assessed, quiet_case
from ripeness.answer.provisions import sheet
from ripeness.answer.reading import Reading
from ripeness.rules.constraints import TOLERANCE
from terminal import each_golden, golden

# the shared field is worth something to both; Bob lets the road be opened only together with it
FIELD = {
    "parties.ann.salience": {"field": 0.5, "road": 0.5},
    "parties.bob.salience": {"field": 0.5, "road": 0.5},
    "issues.field.options.hers": {"text": "Ann's", "value": {"ann": 1.0, "bob": -0.8}},
    "issues.road": ROAD | {"options": ROAD["options"] | {"free": {"text": "Yes", "value": {"ann": 0.4, "bob": -0.2}}}},
    "parties.bob.concession_limit": 0.3,
    "partial_issues": 2,
}


def provisions_of(case):
    a = assessed(case)
    found = sheet(a, Reading(a.run))
    return found, {(of.issue, of.option): of for of in found.provisions}


def test_what_must_come_with_a_provision_and_what_closes_it():
    found, of = provisions_of(quiet_case(FIELD))
    # open: the shared field, alone or with the road
    assert (found.rung, found.relaxed, found.deals) == ("partial", (), 2)
    shared, hers, road = of["field", "shared"], of["field", "hers"], of["road", "free"]
    assert (shared.within, shared.comes_with) == (2, ())
    # that the field is shared need not be said: every open deal does it
    assert (road.within, road.comes_with) == (1, ())
    assert (hers.within, hers.in_the_way, hers.closes_all) == (
        0,
        ("alternative(bob)", "entitlement(bob)", "limit(bob)"),
        True,
    )
    assert road.flow == pytest.approx({"ann": 0.2, "bob": -0.1})


def test_a_price_is_told_where_not_all_open_deals_pay_it():
    fence = {"question": "?", "options": {"no": {"text": "No"}, "yes": {"text": "Yes", "value": {"ann": 1, "bob": 1}}}}
    free = {"text": "Yes", "value": {"ann": 0.4, "bob": -0.3}}
    changes = {"issues.fence": fence, "issues.road.options.free": free, "parties.bob.salience.fence": 0.1}
    found, of = provisions_of(quiet_case(FIELD | changes | {"partial_issues": 3}))
    # times 1.1, Bob gains 0.2 by the field and 0.1 by the fence, and loses 0.15 by the road
    assert found.deals == 5
    assert of["fence", "yes"].within == 3
    assert of["road", "free"].comes_with == (("field", "shared"),)
    assert of["field", "shared"].comes_with == of["fence", "yes"].comes_with == ()


def test_without_an_open_deal_those_of_the_smallest_change_are_judged():
    found, of = provisions_of(quiet_case(FIELD | {"parties.bob.reservation": 0.9}))
    assert (found.rung, found.relaxed) == (None, ("alternative(bob)",))
    # the shared field, alone or with the road: the road alone leaves Bob less than nothing
    assert found.deals == 2
    assert of["road", "free"].within == 1
    assert of["field", "hers"].in_the_way == ("entitlement(bob)", "limit(bob)")


def test_small_steps_are_judged_where_there_is_nothing_else():
    found, of = provisions_of(quiet_case({"issues.field.separable": True}))
    assert (found.rung, found.deals) == ("step", 1)
    assert of["field", "shared"].within == 1


def test_an_option_that_linkages_exclude_is_in_no_deal():
    closed = {"linkages": [{"if": {"field": "hers"}, "requires": {"field": "idle"}}]}
    _, of = provisions_of(quiet_case(FIELD | closed))
    assert not of["field", "hers"].exists
    assert of["field", "shared"].exists


@each_golden
def test_provisions_are_those_of_a_list(name):
    a = golden(name)
    reading = Reading(a.run)
    found = sheet(a, reading)
    if found is None:
        assert a.deals.settlements == 0
        return
    asked = [
        (c.name, slack) for c, slack in zip(reading.constraints, reading.slacks, strict=True)
        if c.name not in found.relaxed
    ]  # fmt: skip
    of, judged = reading.settlements, []
    for row in of.is_deal.nonzero()[0]:
        on_rung = of.on_rung(found.rung)[row] if found.rung else not (a.deals.exists and of.is_small_step[row])
        if on_rung:
            broken = {constraint for constraint, slack in asked if slack[row] < -TOLERANCE}
            judged.append((set(of.named(row).items()), broken))
    is_open = [moves for moves, broken in judged if not broken]
    assert found.deals == len(is_open)
    moved = {(issue, option) for issue, of in a.case.issues.items() for option in list(of.options)[1:]}
    assert [(p.issue, p.option) for p in found.provisions] == [
        (issue, option) for issue, of in a.case.issues.items() for option in list(of.options)[1:]
    ]
    for p in found.provisions:
        here = (p.issue, p.option)
        having, breaks = [d for d in is_open if here in d], [b for d, b in judged if here in d]
        assert p.within == len(having)
        assert p.exists == bool(breaks)
        if having:
            always = moved.intersection(*having) - moved.intersection(*is_open) - {here}
            assert set(p.comes_with) == always
        elif breaks:
            assert p.closes_all == bool(set.intersection(*breaks))
            expected = set.intersection(*breaks) or min(breaks, key=len)
            assert len(p.in_the_way) == len(expected)
            assert set(p.in_the_way) in [set.intersection(*breaks), *breaks]


def test_nothing_is_judged_without_deals_or_a_list(monkeypatch):
    nothing = assessed(quiet_case({"linkages": [{"if": {"field": "shared"}, "requires": {"field": "idle"}}]}))
    assert sheet(nothing, Reading(nothing.run)) is None
    monkeypatch.setattr(listing, "LISTED_AT_MOST", 0)
    searched = assessed(quiet_case())
    assert sheet(searched, Reading(searched.run)) is None
