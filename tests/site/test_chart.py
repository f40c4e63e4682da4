"""Drawings: points where they belong, and what they say in words."""

from xml.etree import ElementTree as ET

import pytest

from ripeness.findings.findings import Measure
from ripeness.site.chart import BOTTOM, LEFT, RIGHT, TOP, alt, drawing


def chance(value, low=None, high=None):
    return Measure("war", value, "probability", low, high)


POINTS = [("2024-01-01", chance(0.0)), ("2024-01-11", chance(0.05, 0.025, 0.1)), ("2024-01-21", chance(0.1))]


def drawn(points):
    root = ET.fromstring(drawing("war", "War", points))
    return (
        root,
        [each for each in root if each.get("class") == "path"],
        [e for e in root if e.get("class") == "whisker"],
    )


def test_points_lie_by_their_dates_and_chances():
    _, (path,), (whisker,) = drawn(POINTS)
    middle = (TOP + BOTTOM) / 2
    assert [tuple(map(float, each.split(","))) for each in path.get("points").split()] == [
        (LEFT, BOTTOM), ((LEFT + RIGHT) / 2, middle), (RIGHT, TOP),
    ]  # fmt: skip
    assert (float(whisker.get("y1")), float(whisker.get("y2"))) == ((middle + BOTTOM) / 2, TOP)


def test_a_drawing_says_what_it_shows():
    root, *_ = drawn(POINTS)
    assert root.get("role") == "img"
    assert root.get("aria-label") == alt("War", POINTS)
    assert alt("War", POINTS).startswith("War, 3 briefs: 0 % on 1 January 2024, 10 % on 21 January 2024; lowest 0 %")


def test_no_drawing_has_a_style_that_a_strict_policy_would_bar():
    assert "style" not in drawing("war", "War", POINTS)


def test_one_date_makes_no_line():
    with pytest.raises(ValueError, match="two dates"):
        drawing("war", "War", POINTS[:1])
