"""The distance between cases is a metric, and the nearest are those that brute force finds."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from finished_briefs import finished
from ripeness.site.digest import digest_of
from ripeness.site.nearness import distance, nearest

shares = st.tuples(*[st.sampled_from([0.0, 0.1, 0.25, 0.5, 1.0])] * 4)


def of(given_shares, case="towns"):
    return digest_of(finished(case, shares=given_shares).to_dict())


def test_a_distance_by_hand():
    # shares differ by 0.4, 0, 0.5 and 0.2, and one of four conditions holds in one alone
    assert distance(of((0.4, 0.0, 0.5, 0.2)), of((0.0, 0.0, 1.0, 0.4))) == pytest.approx((0.4 + 0.5 + 0.2 + 1) / 8)


@given(shares, shares, shares)
def test_the_distance_is_a_metric_within_0_and_1(a, b, c):
    x, y, z = of(a), of(b), of(c)
    assert (distance(x, y) == 0) == (a == b)
    assert 0 <= distance(x, y) == distance(y, x) <= 1
    assert distance(x, z) <= distance(x, y) + distance(y, z) + 1e-12


@given(st.lists(shares, min_size=1, max_size=7))
def test_the_nearest_are_those_of_brute_force(many):
    latest = {f"c{place}": of(each, f"c{place}") for place, each in enumerate(many)}
    found = nearest(latest)
    for name, digest in latest.items():
        others = sorted(
            (distance(digest, other), other_name) for other_name, other in latest.items() if other_name != name
        )
        assert [(each.case, pytest.approx(each.distance)) for each in found[name]] == [(n, d) for d, n in others[:3]]


def test_what_fails_in_both_is_named():
    found = nearest({"a": of((0.4, 0.0, 0.5, 0.0), "a"), "b": of((0.4, 0.0, 0.5, 0.2), "b")})
    assert found["a"][0].both_fail == ("2 willing to concede",)


def test_a_case_alone_has_no_neighbour():
    assert nearest({"a": of((0.1, 0.1, 0.1, 0.1), "a")}) == {"a": ()}
