"""The deal space as a picture: a Vega-Lite specification, and what it is drawn to.

Colours are those of Okabe and Ito, which people who see colours differently tell apart; shapes and labels say the same.
"""

import json
import sys
from collections.abc import Callable, Sequence
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np

from ripeness.answer.deal_space import DealSpace
from ripeness.arrays import BoolArray, FloatArray
from ripeness.bargaining.acceptance import acceptable
from ripeness.case.model import TRUST_LEVELS
from ripeness.cli.deals import amount, best_of, is_in_stakes, unit
from ripeness.cli.writing import refuse_unwritable, write_new_file
from ripeness.errors import InputError, Problem
from ripeness.findings.findings import NOTHING
from ripeness.render.charts import picture
from ripeness.render.fonts import warning
from ripeness.rules.solutions import SOLUTIONS
from ripeness.settlements.listing import Settlements, settlements_at

Spec = dict[str, Any]

GREY, GREEN, BLUE, VERMILLION, BLACK = "#9a9a9a", "#009E73", "#0072B2", "#D55E00", "#000000"
POINTS_AT_MOST = 5000
DRAWN = 20_000
CELLS = 48
PANEL = 460
VEGA_LITE = "5.20"
SHAPES = ("circle", "square", "triangle-up", "diamond", "cross", "triangle-down", "triangle-right", "triangle-left")
# of different sizes, so that those that choose alike are all seen
SIZES = (90, 190, 330, 480, 640, 820, 1020, 1240)


KINDS: dict[str, Callable[[Any, Spec], str | bytes]] = {
    ".svg": lambda vl, s: vl.vegalite_to_svg(s, vl_version=VEGA_LITE),
    ".png": lambda vl, s: picture(vl.vegalite_to_svg(s, vl_version=VEGA_LITE), dots=2),
    ".html": lambda vl, s: vl.vegalite_to_html(s, vl_version=VEGA_LITE, bundle=True),
    ".json": lambda vl, s: json.dumps(s, ensure_ascii=False),
}


def refuse_chart(file: Path) -> None:
    """Raise `InputError` where a chart cannot be drawn to this file, before anything is computed."""
    kind = file.suffix.lower()
    if kind not in KINDS:
        fault = f"ends in {kind or 'nothing'}, expected: {', '.join(KINDS)}"
        raise InputError(Problem("--chart", f"{file} {fault}"))
    refuse_unwritable(file, force=True)


def write_chart(found: DealSpace, file: Path) -> None:
    """Draw the deal space to a file, of the kind that its name ends in.

    Raises InputError for another kind, where the renderer is missing, or where the file cannot be written.
    """
    refuse_chart(file)
    kind, spec = file.suffix.lower(), chart(found)
    write_new_file(file, KINDS[kind](None if kind == ".json" else _renderer(), spec), force=True)
    if kind == ".png" and (told := warning(json.dumps(spec, ensure_ascii=False))):
        print(told, file=sys.stderr)


def _renderer() -> Any:
    try:
        import vl_convert  # pyright: ignore[reportMissingTypeStubs]
    except ImportError:
        fault = "needs vl-convert-python, expected: pip install 'ripeness[charts]', or a file ending in .json"
        raise InputError(Problem("--chart", fault)) from None
    return vl_convert


def chart(found: DealSpace) -> Spec:
    """The Vega-Lite specification: one panel for two signatories, one for each pair of more."""
    columns = list(combinations(found.frontier.space.signing, 2))
    seen, is_all = _seen(found)
    zone = acceptable(
        found.linear.on.at(seen), [found.reservation], trusts=[TRUST_LEVELS.index(found.case.dynamics.trust)]
    )[0, 0, 0][seen.is_deal]
    worth = _shown(found, found.frontier.space.worth(seen.options[seen.is_deal]))
    panels = [_panel(found, pair, worth, zone, is_all) for pair in columns]
    body: Spec = panels[0] if len(panels) == 1 else {"concat": panels, "columns": 3}
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "title": {"text": found.case.title, "subtitle": _subtitle(found, is_all), "anchor": "start"},
        "config": {"font": "sans-serif", "axis": {"grid": False}, "view": {"stroke": "#cccccc"}},
        **body,
    }


def _shown(found: DealSpace, payoffs: FloatArray) -> FloatArray:
    """Payoffs, (..., parties), as the axes have them."""
    if not is_in_stakes(found.case):
        return found.told(payoffs)
    best = np.array(list(best_of(found).values()))
    return 100.0 * payoffs / np.where(best > NOTHING, best, 1.0)


def _seen(found: DealSpace) -> tuple[Settlements, bool]:
    """The settlements shown, and whether they are all deals there are; else some drawn at random."""
    space = found.frontier.space
    if np.prod(space.sizes, dtype=float) <= POINTS_AT_MOST:
        return settlements_at(found.case, np.indices(space.sizes).reshape(len(space.sizes), -1).T), True
    rng, first = np.random.default_rng(1), int(found.case.complete)
    return settlements_at(found.case, rng.integers(first, space.sizes, (DRAWN, len(space.sizes)))), False


def _subtitle(found: DealSpace, is_all: bool) -> list[str]:
    zone, deals = found.agreed.zone, found.settlements
    counted = "some are" if zone is None else f"{zone:,} {'is' if zone == 1 else 'are'}"
    shown = "each is shown" if is_all else f"shading shows where most of {DRAWN:,} drawn at random lie"
    said = [f"{deals:,} deals ({shown}), of which {counted} acceptable to all now", *_short(found)]
    return [*said, f"Worth in {unit(found.case)}; dashed: what each can expect without a deal"]


def _nearest(found: DealSpace) -> int:
    """The point of the frontier at which the one who is shortest of its reservation value is least short."""
    reservation = found.reservation[0, list(found.frontier.space.signing)]
    return int((found.frontier.of_signatories - reservation).min(axis=1).argmax())


def _short(found: DealSpace) -> list[str]:
    if found.agreed.diagnosis is None or not len(found.frontier):
        return []
    signing = list(found.frontier.space.signing)
    surplus = found.frontier.of_signatories[_nearest(found)] - found.reservation[0, signing]
    short = [
        f"{found.case.parties[name].in_sentence} is {amount(found, -lack, name, True).replace('+', '')} short"
        for name, lack in zip(found.case.signatories, surplus.tolist(), strict=True)
        if lack <= 0.0
    ]
    # a deal that is worth enough to all may break another constraint
    why = ", ".join(short) if short else "all get enough, and other constraints fail"
    return [f"At the frontier's point nearest to acceptable (×), {why}"]


def _panel(found: DealSpace, pair: Sequence[int], worth: FloatArray, zone: BoolArray, is_all: bool) -> Spec:
    names = [list(found.case.parties.values())[i].shown for i in pair]
    x = {"field": "x", "type": "quantitative", "title": names[0], "scale": {"zero": False, "nice": True}}
    y = {"field": "y", "type": "quantitative", "title": names[1], "scale": {"zero": False, "nice": True}}

    def rows(points: FloatArray, **more: str) -> list[dict[str, Any]]:
        return [{"x": round(a, 3), "y": round(b, 3)} | more for a, b in points[:, pair].tolist()]

    def layer(mark: Spec, data: list[dict[str, Any]], **encoding: Any) -> Spec:
        return {"mark": mark, "data": {"values": data}, "encoding": {"x": x, "y": y} | encoding}

    layers: list[Spec] = []
    if is_all:
        layers.append(layer({"type": "circle", "color": GREY, "opacity": 0.5, "size": 14}, rows(worth[~zone])))
    else:
        layers.append(_density(worth[:, pair], x, y))
    acceptable_ones = {
        "type": "circle",
        "color": GREEN,
        "opacity": 0.7 if is_all else 0.35,
        "size": 22 if is_all else 8,
    }
    layers.append(layer(acceptable_ones, rows(worth[zone])))
    order = _shown(found, found.frontier.payoffs[np.argsort(found.frontier.payoffs[:, pair[0]], kind="stable")])
    line = len(found.frontier.space.signing) == 2
    mark = (
        {"type": "line", "point": {"size": 16}, "interpolate": "step-before"} if line else {"type": "point", "size": 14}
    )
    layers.append(layer(mark | {"color": BLUE}, rows(order)))
    for axis, party in zip(("x", "y"), pair, strict=True):
        at = [{axis: round(float(_shown(found, found.reservation)[0, party]), 3)}]
        dashed = {"type": "rule", "strokeDash": [5, 4], "color": VERMILLION, "strokeWidth": 1.5}
        layers.append({"mark": dashed, "data": {"values": at}, "encoding": {axis: x if axis == "x" else y}})
    if found.agreed.diagnosis is not None and len(found.frontier):
        near = rows(_shown(found, found.frontier.payoffs[[_nearest(found)]]))
        cross = {"type": "point", "shape": "cross", "angle": 45, "size": 160, "color": VERMILLION, "filled": True}
        layers.append(layer(cross, near))
    layers += _chosen(found, x, y, pair)
    return {"width": PANEL if line else 300, "height": PANEL if line else 300, "layer": layers}


def _density(worth: FloatArray, x: Spec, y: Spec) -> Spec:
    """Cells shaded by how many of the settlements drawn lie in them."""
    counts, ends_x, ends_y = np.histogram2d(worth[:, 0], worth[:, 1], bins=CELLS)
    cells = [
        {
            "x": round(float(ends_x[a]), 3),
            "x2": round(float(ends_x[a + 1]), 3),
            "y": round(float(ends_y[b]), 3),
            "y2": round(float(ends_y[b + 1]), 3),
            "n": int(counts[a, b]),
        }
        for a, b in np.argwhere(counts > 0).tolist()
    ]
    shade = {"field": "n", "type": "quantitative", "scale": {"range": ["#eeeeee", "#777777"]}, "legend": None}
    encoding = {"x": x, "x2": {"field": "x2"}, "y": y, "y2": {"field": "y2"}, "color": shade}
    return {"mark": {"type": "rect"}, "data": {"values": cells}, "encoding": encoding}


def _chosen(found: DealSpace, x: Spec, y: Spec, pair: Sequence[int]) -> list[Spec]:
    """What the solutions choose, a shape for each."""
    parties = list(found.case.parties)
    points: list[dict[str, Any]] = []
    for name, chosen in found.agreed.solutions.items():
        if chosen is not None:
            worth = _shown(found, np.array([chosen.payoffs[party] for party in parties]))
            a, b = (round(float(worth[i]), 3) for i in pair)
            points.append({"x": a, "y": b, "solution": name})
    if not points:
        return []

    def by_name(values: Sequence[str | int]) -> Spec:
        # more solutions than shapes begin again
        scale = {"domain": list(SOLUTIONS), "range": [values[k % len(values)] for k in range(len(SOLUTIONS))]}
        legend = {"orient": "bottom", "symbolStrokeColor": BLACK}
        return {"field": "solution", "type": "nominal", "scale": scale, "title": "chosen by", "legend": legend}

    mark = {"type": "point", "color": BLACK, "filled": False, "strokeWidth": 1.8}
    encoding = {"x": x, "y": y, "shape": by_name(SHAPES), "size": by_name(SIZES)}
    return [{"mark": mark, "data": {"values": points}, "encoding": encoding}]
