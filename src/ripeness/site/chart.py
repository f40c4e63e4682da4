"""War and a deal over the briefs of a case, as small drawings inside the page."""

import datetime as dt
from collections.abc import Sequence
from math import ceil, log10
from xml.etree import ElementTree as ET

from ripeness.findings.findings import Measure
from ripeness.site.wording import day

WIDTH, HEIGHT = 360, 190
LEFT, RIGHT, TOP, BOTTOM = 44, 336, 14, 160
_MARK = 4.0

Point = tuple[str, Measure]


def drawing(key: str, title: str, points: Sequence[Point]) -> str:
    """One chance over time as SVG: a line through the briefs' dates (ISO), whiskers where there are intervals.

    Styles are those of the site's sheet, under the class `key`. Raises ValueError for fewer than two dates.
    """
    if len({date for date, _ in points}) < 2:
        raise ValueError("a line needs two dates")
    top = _round_up(max(max(of.number, of.high or 0.0) for _, of in points))
    first, last = (dt.date.fromisoformat(points[place][0]).toordinal() for place in (0, -1))

    def x(date: str) -> float:
        return LEFT + (RIGHT - LEFT) * (dt.date.fromisoformat(date).toordinal() - first) / (last - first)

    def y(chance: float) -> float:
        return BOTTOM - (BOTTOM - TOP) * chance / top

    root = ET.Element("svg", {
        "xmlns": "http://www.w3.org/2000/svg", "viewBox": f"0 0 {WIDTH} {HEIGHT}", "class": f"line {key}",
        "role": "img", "aria-label": alt(title, points),
    })  # fmt: skip
    for share in (0.0, 0.5, 1.0):
        at = f"{y(top * share):.1f}"
        ET.SubElement(root, "line", {"x1": str(LEFT), "x2": str(RIGHT), "y1": at, "y2": at, "class": "grid"})
        _text(root, LEFT - 6, y(top * share) + 4, f"{top * share * 100:.3g} %", "end")
    for date, anchor, at in ((points[0][0], "start", LEFT), (points[-1][0], "end", RIGHT)):
        _text(root, at, HEIGHT - 10, day(date), anchor)
    for date, of in points:
        if of.low is not None and of.high is not None:
            ends = {"y1": f"{y(of.low):.1f}", "y2": f"{y(of.high):.1f}"}
            ET.SubElement(root, "line", {"x1": f"{x(date):.1f}", "x2": f"{x(date):.1f}", **ends, "class": "whisker"})
    path = " ".join(f"{x(date):.1f},{y(of.number):.1f}" for date, of in points)
    ET.SubElement(root, "polyline", {"points": path, "class": "path"})
    for date, of in points:
        # told apart by shape as well, in print and for any kind of colour vision
        if key == "war":
            size = {"width": f"{_MARK * 2}", "height": f"{_MARK * 2}"}
            corner = {"x": f"{x(date) - _MARK:.1f}", "y": f"{y(of.number) - _MARK:.1f}"}
            ET.SubElement(root, "rect", {**corner, **size, "class": "mark"})
        else:
            ET.SubElement(
                root, "circle", {"cx": f"{x(date):.1f}", "cy": f"{y(of.number):.1f}", "r": f"{_MARK}", "class": "mark"}
            )
    return ET.tostring(root, encoding="unicode")


def alt(title: str, points: Sequence[Point]) -> str:
    """What a drawing shows, in words."""
    (first, was), (last, now) = points[0], points[-1]
    low, high = (best(points, key=lambda each: each[1].number)[1].shown for best in (min, max))
    return (
        f"{title}, {len(points)} briefs: {was.shown} on {day(first)}, {now.shown} on {day(last)}; lowest {low}, "
        f"highest {high}. The table below has every value."
    )


def _round_up(value: float) -> float:
    """The next of 1, 2, 5, 10 … hundredths or thousandths from a value up, at most 1.

    >>> _round_up(0.043), _round_up(0.2), _round_up(0.71), _round_up(0.0)
    (0.05, 0.2, 1.0, 0.01)
    """
    if value <= 0.01:
        return 0.01
    power = 10.0 ** ceil(log10(value) - 1e-9)
    return min(1.0, next(round(power * step, 9) for step in (0.2, 0.5, 1.0) if value <= power * step + 1e-12))


def _text(root: ET.Element, x: float, y: float, text: str, anchor: str) -> None:
    made = ET.SubElement(root, "text", {"x": f"{x:.1f}", "y": f"{y:.1f}", "text-anchor": anchor})
    made.text = text
