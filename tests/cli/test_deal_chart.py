import json
import sys

import pytest

from briefs import RIGHT_TO_LEFT, right_to_left_case
from needs import needs
from ripeness.answer.deal_space import DealSpace
from ripeness.cli.deal_chart import chart, write_chart
from ripeness.errors import InputError
from ripeness.render import fonts
from terminal import EXAMPLE, call, golden


def space(name="example"):
    return DealSpace(golden(name).case)


def points(panel, mark):
    return [
        row
        for layer in panel["layer"]
        if layer["mark"]["type"] == mark and "data" in layer
        for row in layer["data"]["values"]
    ]


def test_every_deal_is_a_point_and_the_acceptable_ones_are_told_apart():
    found = space()
    panel = chart(found)
    first, second = (layer["data"]["values"] for layer in panel["layer"][:2])
    assert len(first) + len(second) == found.settlements
    assert len(second) == found.agreed.zone


def test_the_frontier_the_reservation_values_and_the_choices_are_drawn():
    found = space()
    panel = chart(found)
    assert len(points(panel, "line")) == len(found.frontier)
    rules = {axis: value for row in points(panel, "rule") for axis, value in row.items()}
    parts = found.reservation[0] / found.linear.on.best[0]
    assert [rules["x"], rules["y"]] == pytest.approx([100 * part for part in parts], abs=1e-3)
    assert {row["solution"] for row in points(panel, "point") if "solution" in row} == {
        name for name, chosen in found.agreed.solutions.items() if chosen
    }


def test_more_than_two_signatories_have_a_panel_for_each_pair():
    found = space("random-4")
    signing = len(found.case.signatories)
    panels = chart(found).get("concat", [None])
    assert len(panels) == signing * (signing - 1) // 2


def test_many_deals_are_a_density_of_some_drawn_at_random(monkeypatch):
    monkeypatch.setattr("ripeness.cli.deal_chart.POINTS_AT_MOST", 0)
    panel = chart(space())
    assert sum(row["n"] for row in points(panel, "rect")) > 0


def test_a_chart_is_written_as_a_specification_without_the_renderer(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "vl_convert", None)
    assert call("deals", EXAMPLE, "--chart", str(tmp_path / "deals.json"))[0] == 0
    assert json.loads((tmp_path / "deals.json").read_text()) == json.loads(json.dumps(chart(space())))
    with pytest.raises(InputError, match=r"ripeness\[charts\]"):
        write_chart(space(), tmp_path / "deals.svg")


def test_another_kind_of_file_is_refused(tmp_path):
    with pytest.raises(InputError, match=r"\.svg, \.png, \.html, \.json"):
        write_chart(space(), tmp_path / "deals.gif")


@needs("charts")
@pytest.mark.slow
@pytest.mark.parametrize("kind", ["svg", "png", "html"])
def test_a_chart_is_drawn(kind, tmp_path):
    file = tmp_path / f"deals.{kind}"
    write_chart(space(), file)
    begins = {"svg": b"<svg", "png": b"\x89PNG", "html": b"<!DOCTYPE"}[kind]
    assert file.read_bytes().lstrip().upper().startswith(begins.upper())


@needs("charts")
def test_a_picture_tells_of_signs_that_no_font_has(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(fonts, "_has", lambda _, sign: ord(sign) < 0x590)
    monkeypatch.setattr(fonts, "_fontconfig", object)
    monkeypatch.setattr("ripeness.render.charts.family_for", lambda _: "")
    write_chart(DealSpace(right_to_left_case()), tmp_path / "deals.svg")
    assert capsys.readouterr().err == ""
    write_chart(DealSpace(right_to_left_case()), tmp_path / "deals.png")
    told = capsys.readouterr().err
    assert RIGHT_TO_LEFT["ann"][0] in told
    assert "fonts-dejavu-core" in told
