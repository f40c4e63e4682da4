from itertools import product

import numpy as np
import pytest
from hypothesis import given

from builders import ROAD, case_of, quiet, quiet_case
from generators import cases
from ripeness.errors import InputError
from ripeness.settlements.listing import LISTED_AT_MOST, RUNGS, list_settlements


def combinations(case):
    """One option of each issue, in every combination."""
    for options in product(*(issue.options for issue in case.issues.values())):
        yield dict(zip(case.issues, options, strict=True))


def is_allowed(case, settlement):
    """Whether each option has what it requires."""

    def has(wanted):
        one_of = {issue: [option] if isinstance(option, str) else option for issue, option in wanted.items()}
        return all(settlement[issue] in options for issue, options in one_of.items())

    return all(has(link.requires) for link in case.linkages if link.if_ and has(link.if_))


def moved_issues(case, settlement):
    return [name for name, issue in case.issues.items() if settlement[name] != next(iter(issue.options))]


@given(cases())
def test_all_allowed_settlements_are_listed_in_lexicographic_order(case):
    s = list_settlements(case)
    assert [s.named(row) for row in range(len(s))] == [x for x in combinations(case) if is_allowed(case, x)]


@given(cases())
def test_deals_partial_deals_and_small_steps_are_told_by_what_they_move(case):
    s = list_settlements(case)
    for row in range(len(s)):
        moved = moved_issues(case, s.named(row))
        is_deal = len(moved) == len(case.issues) if case.complete else bool(moved)
        assert s.moved[row] == len(moved)
        assert s.is_deal[row] == is_deal
        assert s.is_partial[row] == (is_deal and len(moved) <= case.partial_limit)
        assert s.is_small_step[row] == (is_deal and all(case.issues[issue].separable for issue in moved))


@given(cases())
def test_every_deal_is_on_one_rung_and_a_small_step_on_its_own_however_much_it_moves(case):
    s = list_settlements(case)
    step, partial, wide = (s.on_rung(rung) for rung in RUNGS)
    assert np.array_equal(step, s.is_small_step)
    assert np.array_equal(partial, s.is_partial & ~s.is_small_step)
    assert np.array_equal(step.astype(int) + partial + wide, s.is_deal)


def test_where_no_number_of_issues_is_partial_every_bargain_is_wide():
    s = list_settlements(quiet_case({"issues.road": ROAD | {"separable": True}, "partial_issues": 0}))
    assert [s.named(row) for row in np.flatnonzero(s.on_rung("step"))] == [{"field": "idle", "road": "free"}]
    assert not np.any(s.on_rung("partial"))
    assert s.moved[s.on_rung("wide")].tolist() == [1, 2]


def test_of_several_options_that_are_required_one_is_enough():
    lane = {"question": "?", "options": {name: {"text": "-"} for name in ("shut", "free", "tolled")}}
    needs = {"if": {"field": "shared"}, "requires": {"lane": ["free", "tolled"]}}
    s = list_settlements(quiet_case({"issues.lane": lane, "linkages": [needs]}))
    assert [s.named(row)["lane"] for row in range(len(s)) if s.named(row)["field"] == "shared"] == ["free", "tolled"]


@given(cases())
def test_a_settlement_is_found_by_its_name_if_it_is_allowed(case):
    s = list_settlements(case)
    assert [s.row_of(s.named(row)) for row in range(len(s))] == list(range(len(s)))
    for settlement in combinations(case):
        assert (s.row_of(settlement) is None) == (not is_allowed(case, settlement))


def test_an_issue_that_is_not_named_stays_as_it_is():
    assert list_settlements(quiet_case()).row_of({}) == 0


@pytest.mark.parametrize(("issues", "limit"), [(1, 1), (2, 1), (3, 2)])
def test_by_default_a_partial_deal_moves_half_the_issues_rounded_up(issues, limit):
    data = quiet()
    data["issues"] |= {f"other{n}": data["issues"]["field"] for n in range(1, issues)}
    s = list_settlements(case_of(data))
    assert s.moved[s.is_partial].max() == limit


def test_too_many_settlements_to_list_are_said_to_be():
    data = quiet()
    assert LISTED_AT_MOST < 2**22
    data["issues"] |= {f"other{n}": data["issues"]["field"] for n in range(21)}
    with pytest.raises(InputError, match="issues  4,194,304 settlements are too many"):
        list_settlements(case_of(data))


def test_an_option_that_needs_the_status_quo_elsewhere_leaves_no_complete_deal():
    needs = {"if": {"field": "shared"}, "requires": {"road": "shut"}}
    s = list_settlements(quiet_case({"issues.road": ROAD, "complete": True, "linkages": [needs]}))
    assert len(s) == 3
    assert not np.any(s.is_deal)
