"""The drawing of all cases: dots where their numbers are, arrows from where they were, names that do not meet."""

from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ripeness.case.direction import said
from ripeness.site.overview import (
    BOTTOM,
    LEFT,
    LONGEST_LABEL,
    MOST_LABELS,
    NARROWEST,
    RIGHT,
    TOP,
    Dot,
    overview,
)

chances = st.floats(0, 1).map(lambda chance: round(chance, 3))


def drawn(*dots):
    svg, without = overview(dots)
    return ET.fromstring(svg), without


def of(root, kind):
    return [each for each in root if each.get("class") == kind]


def test_a_dot_lies_by_its_numbers_and_an_arrow_leads_to_it():
    root, _ = drawn(Dot("A", 0.1, 0.2, (0.2, 0.0)))
    (dot,), (way,) = of(root, "dot"), of(root, "way")
    assert (float(dot.get("cx").rstrip("%")), float(dot.get("cy"))) == ((LEFT + RIGHT) / 2, TOP)
    assert (float(way.get("x1").rstrip("%")), float(way.get("y1"))) == (RIGHT, BOTTOM)
    assert (way.get("x2"), way.get("y2"), way.get("marker-end")) == (dot.get("cx"), dot.get("cy"), "url(#tip)")


def test_what_has_not_moved_or_cannot_be_compared_has_no_arrow():
    root, _ = drawn(Dot("A", 0.1, 0.2, (0.1, 0.2)), Dot("B", 0.3, 0.2))
    assert of(root, "way") == []


def test_a_long_name_is_cut_where_it_divides_and_isolates_are_not_drawn():
    assert Dot("The United States and Iran, March 2020", 0, 0).label == "The United States and Iran"
    assert Dot("Egypt, Sudan and Ethiopia: the Nile dam", 0, 0).label == "Egypt, Sudan and Ethiopia"
    assert len(Dot("x" * 300, 0, 0).label) == LONGEST_LABEL
    assert Dot(said("\u05d0\u05d1"), 0, 0).label == "\u05d0\u05d1"


def test_the_drawing_says_what_it_shows():
    root, _ = drawn(Dot("A", 0.1, 0.2), Dot("B", 0.05, 0.4, (0.1, 0.4)))
    assert root.get("role") == "img"
    assert "Likeliest war: A, 10 %. Likeliest deal: B, 40 %. 1 moved" in root.get("aria-label")


def test_no_case_is_no_drawing():
    with pytest.raises(ValueError, match="no case"):
        overview([])


@given(st.lists(st.tuples(chances, chances), min_size=1, max_size=40), st.sampled_from([320, 366, 900]))
def test_names_neither_meet_each_other_nor_leave_the_drawing(places, width):
    root, without = drawn(*(Dot(f"Case number {place}", *each) for place, each in enumerate(places)))
    names = of(root, "name")
    assert len(names) + without == len(places)
    assert len(names) <= MOST_LABELS
    boxes = []
    for each in names:
        long = len(each.text) * 6.5
        x = width * float(each.get("x").rstrip("%")) / 100 + float(each.get("dx"))
        left = x if each.get("text-anchor") == "start" else x - long
        boxes.append((left, float(each.get("y")), left + long))
        if width == NARROWEST:
            assert left >= 0
            assert left + long <= width
    for k, (left, y, right) in enumerate(boxes):
        for other_left, other_y, other_right in boxes[:k]:
            assert abs(y - other_y) >= 13 or right <= other_left or other_right <= left


@given(st.lists(st.tuples(chances, chances), min_size=1, max_size=5))
def test_the_same_cases_are_the_same_drawing(places):
    dots = [Dot("A", *each) for each in places]
    assert overview(dots) == overview(dots)
