"""All cases in one drawing: how likely war is, across, and how likely a deal is in force, up.

Places across are shares of the width and all else is in pixels, so that the drawing is as wide as its column and its
texts keep their size on a phone.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from xml.etree import ElementTree as ET

from ripeness.case.direction import END, ISOLATES
from ripeness.ensemble.wording import percent

HEIGHT, TOP, BOTTOM = 360, 26, 308
LEFT, RIGHT = 14.0, 96.0  # per cent of the width
MOST_LABELS = 24
MOST_WAYS = 100
LONGEST_LABEL, MEDIUM_LABEL, SHORTEST_LABEL = 26, 19, 12
# labels that do not meet at this width meet at no larger one
NARROWEST, WIDEST = 320.0, 896.0
_LETTER, _LINE, _DOT, _AWAY = 6.8, 14.0, 5.0, 9
_STEPS = 16

Box = tuple[float, float, float, float]
# from where to where, across in per cent and up in pixels
Way = tuple[float, float, float, float]


@dataclass(frozen=True)
class Dot:
    """A case: its name, its chances of war and of a deal, and those of the brief before where they can be compared."""

    name: str
    war: float
    deal: float
    before: tuple[float, float] | None = None

    @property
    def moved(self) -> float:
        """How far it has come since the brief before."""
        return abs(self.war - self.before[0]) + abs(self.deal - self.before[1]) if self.before else 0.0

    @property
    def label(self) -> str:
        """Its name as it stands in the drawing: without isolates, which are for texts in texts, and cut."""
        name = "".join(sign for sign in self.name if sign not in ISOLATES | {END})
        for sign in (":", ","):
            if len(name) > LONGEST_LABEL and name.find(sign) >= SHORTEST_LABEL:
                name = name.partition(sign)[0]
        return _cut(name, LONGEST_LABEL)


def _top(value: float) -> float:
    """The end of an axis, of which the half is a plain number too.

    >>> _top(0.62), _top(0.28), _top(0.0), _top(1.0)
    (0.8, 0.3, 0.02, 1.0)
    """
    return next((top for top in (0.02, 0.04, 0.06, 0.1, 0.2, 0.3, 0.4, 0.6, 0.8) if value <= top), 1.0)


def _cut(text: str, length: int) -> str:
    return text if len(text) <= length else f"{text[: length - 1].rstrip()}…"


def overview(dots: Sequence[Dot]) -> tuple[str, int]:
    """The drawing as SVG, and how many cases have no label in it since they lie too close to others.

    Raises ValueError where there is no case.
    """
    if not dots:
        raise ValueError("no case to draw")
    chances = [(dot.war, dot.deal) for dot in dots] + [dot.before for dot in dots if dot.before]
    top_war, top_deal = (_top(max(each[axis] for each in chances)) for axis in (0, 1))

    def x(war: float) -> float:
        return LEFT + (RIGHT - LEFT) * war / top_war

    def y(deal: float) -> float:
        return BOTTOM - (BOTTOM - TOP) * deal / top_deal

    root = ET.Element("svg", {
        "xmlns": "http://www.w3.org/2000/svg", "width": "100%", "height": str(HEIGHT), "class": "overview",
        "role": "img", "aria-label": alt(dots),
    })  # fmt: skip
    _tip(root)
    _axes(root, top_war, top_deal)
    for dot in dots:
        if dot.before and dot.moved > 0:
            start, end = dot.before, (dot.war, dot.deal)
            ET.SubElement(root, "line", {
                "x1": _share(x(start[0])), "y1": f"{y(start[1]):.1f}", "x2": _share(x(end[0])),
                "y2": f"{y(end[1]):.1f}", "class": "way", "marker-end": "url(#tip)",
            })  # fmt: skip
    places = [(x(dot.war), y(dot.deal)) for dot in dots]
    for across, up in places:
        ET.SubElement(root, "circle", {"cx": _share(across), "cy": f"{up:.1f}", "r": f"{_DOT}", "class": "dot"})
    ways = [(x(dot.before[0]), y(dot.before[1]), *place) for dot, place in zip(dots, places, strict=True) if dot.before]
    without = _label(root, dots, places, ways)
    return ET.tostring(root, encoding="unicode"), without


def alt(dots: Sequence[Dot]) -> str:
    """What the drawing shows, in words."""
    war, deal = max(dots, key=lambda dot: dot.war), max(dots, key=lambda dot: dot.deal)
    moved = sum(dot.moved > 0 for dot in dots)
    cases = f"{len(dots):,} case{'' if len(dots) == 1 else 's'}"
    return (
        f"{cases}, each a dot: the chance of war across, that of a deal in force up. Likeliest war: {war.label}, "
        f"{percent(war.war)}. Likeliest deal: {deal.label}, {percent(deal.deal)}. {moved:,} moved since the brief "
        "before. The table below has every number."
    )


def _label(root: ET.Element, dots: Sequence[Dot], places: Sequence[tuple[float, float]], ways: Sequence[Way]) -> int:
    """Put the names beside the dots, those that moved most first; how many found no room."""
    taken: list[Box] = [_around(NARROWEST * across / 100, up) for across, up in places]
    order = sorted(range(len(dots)), key=lambda k: (-dots[k].moved, -dots[k].war, k))
    labels = 0
    for k in order[:MOST_LABELS]:
        # clear of arrows if there is room, else over one
        lengths = (LONGEST_LABEL, MEDIUM_LABEL, SHORTEST_LABEL)
        for length, clear_of in [(each, clear) for clear in (ways[:MOST_WAYS], ()) for each in lengths]:
            label = _cut(dots[k].label, length)
            found = _free(len(label) * _LETTER, places[k], taken, clear_of)
            if found is not None:
                box, anchor, down = found
                taken.append(box)
                away = str(_AWAY if anchor == "start" else -_AWAY)
                _text(root, _share(places[k][0]), places[k][1] + down, label, anchor, "name", away)
                labels += 1
                break
    return len(dots) - labels


def _free(
    width: float, place: tuple[float, float], taken: Sequence[Box], ways: Sequence[Way]
) -> tuple[Box, str, float] | None:
    """Where a label finds room beside its dot: its box, how it is anchored, and how far below the dot it stands."""
    across, up = place
    own = _around(NARROWEST * across / 100, up)
    # on the side with more room first
    for anchor in ("start", "end") if across < 55 else ("end", "start"):
        for down in (4.5, -7.0, 16.0, -14.0, 23.0):
            box = _box(NARROWEST * across / 100, up + down, width, anchor)
            inside = box[0] >= 0 and box[2] <= NARROWEST and box[1] >= 0 and box[3] <= BOTTOM
            if not inside or any(_meet(box, other) for other in taken if other != own):
                continue
            # arrows turn as the drawing becomes wider
            if not any(
                _crosses(_box(wide * across / 100, up + down, width, anchor), way, wide)
                for wide in (NARROWEST, WIDEST)
                for way in ways
            ):
                return box, anchor, down
    return None


def _box(at: float, baseline: float, width: float, anchor: str) -> Box:
    left = at + _AWAY if anchor == "start" else at - _AWAY - width
    return left, baseline - _LINE + 3, left + width, baseline + 3


def _crosses(box: Box, way: Way, width: float) -> bool:
    x1, y1, x2, y2 = way
    steps = ((x1 + (x2 - x1) * k / _STEPS, y1 + (y2 - y1) * k / _STEPS) for k in range(_STEPS + 1))
    return any(box[0] < width * x / 100 < box[2] and box[1] < y < box[3] for x, y in steps)


def _around(at: float, up: float) -> Box:
    return at - _DOT, up - _DOT, at + _DOT, up + _DOT


def _meet(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _axes(root: ET.Element, top_war: float, top_deal: float) -> None:
    for part in (0.0, 0.5, 1.0):
        up = f"{BOTTOM - (BOTTOM - TOP) * part:.1f}"
        ET.SubElement(root, "line", {"x1": _share(LEFT), "x2": _share(RIGHT), "y1": up, "y2": up, "class": "grid"})
        _text(root, _share(LEFT), float(up) + 4, f"{top_deal * part * 100:.3g} %", "end", "tick", "-6")
        across = _share(LEFT + (RIGHT - LEFT) * part)
        ET.SubElement(root, "line", {"x1": across, "x2": across, "y1": f"{TOP}", "y2": f"{BOTTOM}", "class": "grid"})
        anchor = "end" if part == 1.0 else "middle"
        _text(root, across, BOTTOM + 18, f"{top_war * part * 100:.3g} %", anchor, "tick")
    _text(root, "0", 14, "↑ deal in force by the horizon", "start", "axis")
    _text(root, _share(RIGHT), HEIGHT - 10, "war by the horizon →", "end", "axis")


def _tip(root: ET.Element) -> None:
    """The head of an arrow, which ends where the dot begins."""
    marker = ET.SubElement(ET.SubElement(root, "defs"), "marker", {
        "id": "tip", "viewBox": "0 0 8 8", "refX": "12", "refY": "4", "markerWidth": "8", "markerHeight": "8",
        "markerUnits": "userSpaceOnUse", "orient": "auto",
    })  # fmt: skip
    ET.SubElement(marker, "path", {"d": "M0 0 8 4 0 8z", "class": "tip"})


def _share(of_width: float) -> str:
    return f"{of_width:.2f}%"


def _text(root: ET.Element, x: str, y: float, text: str, anchor: str, kind: str, away: str = "0") -> None:
    made = ET.SubElement(root, "text", {"x": x, "y": f"{y:.1f}", "dx": away, "text-anchor": anchor, "class": kind})
    made.text = text
