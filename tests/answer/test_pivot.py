"""The judgement that the answer hangs on most, against trying every value by hand."""

import numpy as np
import pytest

from builders import quiet_case
from ripeness.answer.pipeline import run
from ripeness.answer.pivot import POINTS, pivots
from ripeness.case.read.load import judgements, load, with_changes
from terminal import GOLDEN

# Only both issues together are a deal: Ann concedes 0.4 on the field and wins 0.5 on the road, where Bob wins nothing
ROAD = {"question": "?", "options": {"shut": {"text": "-"}, "free": {"text": "-", "value": {"ann": 1}}}}
CONCEDING = {
    "issues.field.options.shared.value": {"ann": -0.8, "bob": 0.4}, "issues.road": ROAD,
    "parties.ann.salience": {"field": 1, "road": 1}, "parties.ann.reservation": -1, "parties.bob.reservation": 0.1,
    "parties.ann.exposure_tolerance": 5, "dynamics.recognition": 0,
}  # fmt: skip


def is_open(case, beyond_small_steps=False):
    z = run(case).as_is.zones
    counted = ~z.settlements.is_small_step if beyond_small_steps else slice(None)
    return bool(z.at_start[0, counted].any())


def found(changes, **options):
    of = pivots(quiet_case(CONCEDING | changes), **options)
    return [(p.judgement.path, p.share * POINTS, p.opens, p.in_range) for p in of]


LIMIT, WORTH = "parties.ann.concession_limit", "issues.field.options.shared.value.ann"


def test_the_smallest_change_as_a_share_of_the_way_comes_first():
    # the limit flips a third of the way up, at the next point; the worth half of the way, at a point
    ranges = {LIMIT: [0.1, 0.3, 0.6], WORTH: [-0.9, -0.8, -0.4]}
    assert found(ranges) == [(LIMIT, 11, True, True), (WORTH, 16, True, True)]
    (first, second) = pivots(quiet_case(CONCEDING | ranges))
    assert first.value == pytest.approx(0.3 + 11 / 32 * 0.3)
    assert second.value == pytest.approx(-0.6)


def test_an_open_deal_may_be_closed_by_a_judgement():
    assert found({LIMIT: [0.1, 0.5, 0.9]}) == [(LIMIT, 9, False, True)]


def test_a_judgement_that_flips_the_answer_either_way_counts_for_both_ends():
    # at 0.4 the deal is just open: closed from the first point down, and closed by Bob's alternative, once above 0.4
    ranges = {LIMIT: [0.1, 0.4, 0.9], "parties.bob.reservation": [0, 0.1, 0.51]}
    assert found(ranges) == [(LIMIT, 1, False, True), ("parties.bob.reservation", 24, False, True)]


def test_only_where_no_range_flips_it_numbers_are_moved_beyond_theirs():
    beyond = found({LIMIT: [0.29, 0.3, 0.31]})
    assert (LIMIT, 12, True, False) in beyond
    assert not any(in_range for *_, in_range in beyond)
    assert all(in_range for *_, in_range in found({LIMIT: [0.29, 0.3, 0.4]}))


def test_beyond_its_range_a_number_goes_to_nearly_nothing_and_nearly_twice_itself():
    (pivot,) = [p for p in pivots(quiet_case(CONCEDING | {LIMIT: [0.29, 0.3, 0.31]})) if p.judgement.path == LIMIT]
    # from 0.3 towards 0.585, of which 12 points of 32 are the first to reach 0.4
    assert pivot.value == pytest.approx(0.3 + 12 / POINTS * 0.285)
    assert pivot.value > pivot.judgement.high
    # 0.4 is more than nearly twice 0.2: out of reach
    assert LIMIT not in {path for path, *_ in found({LIMIT: 0.2})}


def test_beyond_its_range_a_number_stays_within_its_field():
    # a case with the value is loaded, which fails where the field does not allow it
    for pivot in pivots(quiet_case(CONCEDING | {LIMIT: 0.3})):
        assert not pivot.in_range
        assert is_open(quiet_case(CONCEDING | {LIMIT: 0.3, pivot.judgement.path: pivot.value})) is pivot.opens


def test_beyond_ranges_the_smallest_share_comes_first_and_no_range_is_needed():
    shares = [share for _, share, _, _ in found({LIMIT: 0.3})]
    assert shares == sorted(shares)
    assert len(shares) > 1


def test_an_answer_that_no_number_flips_has_no_pivot():
    never = {"parties.ann.red_lines": {"field": {"options": ["shared"]}}, LIMIT: [0.1, 0.3, 0.6]}
    assert found(never) == []


def test_beyond_small_steps_small_steps_do_not_count():
    swap = {"text": "-", "value": {"ann": 0.1, "bob": 0.1}}
    exchange = {"question": "?", "separable": True, "options": {"held": {"text": "-"}, "free": swap}}
    small = {"issues.exchange": exchange, "parties.ann.salience": {"field": 1, "road": 1, "exchange": 0.001},
             "parties.bob.salience": {"field": 1, "exchange": 0.001}, LIMIT: [0.1, 0.3, 0.6]}  # fmt: skip
    assert found(small) == []
    assert found(small, beyond_small_steps=True) == [(LIMIT, 11, True, True)]


def points(judgement, end):
    return judgement.mode + np.arange(1, POINTS + 1) / POINTS * (end - judgement.mode)


@pytest.mark.parametrize(
    ("name", "ranges"),
    [
        ("example", {"parties.birch.concession_limit": [0.01, 0.35, 0.45], "parties.alder.pride": [0, 0.5, 5],
                     "parties.birch.trend": [-0.04, -0.04, 0.2]}),
        ("random-40", {"parties.p0.pride": [0, 0.5, 5], "parties.p1.concession_limit": [0, 0.2, 1]}),
    ],
)  # fmt: skip
def test_a_pivot_flips_the_answer_at_its_value_and_not_at_the_point_before(name, ranges):
    case = with_changes(load(GOLDEN / f"{name}.yaml"), ranges)
    now, of = is_open(case, beyond_small_steps=True), pivots(case, beyond_small_steps=True)
    assert of
    for pivot in of[:4]:
        j = pivot.judgement
        end = j.mode + (pivot.value - j.mode) / pivot.share
        tried = points(j, end)
        at = round(pivot.share * POINTS) - 1
        assert is_open(with_changes(case, {j.path: float(tried[at])}), beyond_small_steps=True) is not now
        assert pivot.opens is not now
        if at:
            assert is_open(with_changes(case, {j.path: float(tried[at - 1])}), beyond_small_steps=True) is now


@pytest.mark.parametrize("name", ["example", "random-15", "random-39"])
def test_no_judgement_flips_the_answer_at_an_end_of_its_range_unless_it_is_listed(name):
    case = load(GOLDEN / f"{name}.yaml")
    now, listed = is_open(case), {(p.judgement.path, p.value > p.judgement.mode) for p in pivots(case) if p.in_range}
    flipping = {
        (j.path, end > j.mode)
        for j in judgements(case)
        for end in (j.low, j.high)
        if end != j.mode and is_open(with_changes(case, {j.path: end})) is not now
    }
    assert flipping == listed
