import json
import re
from importlib.resources import files

import pytest

from briefs import HOSTILE, founding, hostile, right_to_left
from needs import needs
from ripeness.findings.findings import Chart
from ripeness.render.charts import WIDER, as_csv, drawings, is_shaped, picture, specification, svg
from ripeness.render.kinds import KINDS
from ripeness.render.looks import COLOURS, DASHES, NARROW, SHAPES, WIDE
from ripeness.render.looks import told_apart as told

KEYS = ["funnel", "deals", "alternatives", "war_by_path", "war_by_posture", "postures", "postures.deal"]
BAR = Chart(
    "tornado.war", "tornado", "t", "a.", {"judgement": "judgement", "low": "low", "high": "high"},
    ({"judgement": "a.b", "words": "how much a matters", "low": 0.04, "high": 0.06},), {},
)  # fmt: skip

FUNNEL = Chart(
    "funnel.wide", "funnel", "t", "a.", {"step": "step", "left": "left", "alone": "alone", "who": "who"},
    (
        {"step": "all wide settlements", "left": 123456, "alone": 123456, "who": None},
        {"step": "treated as an equal", "left": 2, "alone": 100000, "who": "Ann"},
        {"step": "field: red lines and preconditions", "left": 0, "alone": 0, "who": "all alike"},
    ), {},
)  # fmt: skip
MADE = {chart.key: chart for chart in (BAR, FUNNEL)}


def charts():
    return {chart.key: chart for section in founding().sections for chart in section.charts}


@needs("charts")
@pytest.mark.parametrize("key", [*KEYS, *MADE])
@pytest.mark.parametrize("width", [NARROW, WIDE])
def test_a_chart_is_drawn_with_its_rows_and_nothing_from_elsewhere(key, width):
    chart = MADE.get(key) or charts()[key]
    spec = specification(chart, width)
    assert spec["data"]["values"] == [dict(row) for row in chart.rows]
    assert spec["description"] == chart.alt
    assert json.loads(json.dumps(spec, allow_nan=False)) == spec
    drawn = svg(chart, width)
    assert sizes(drawn)[0] == width
    assert "NaN" not in drawn
    assert "<image" not in drawn
    assert drawn.count("<path") + drawn.count("<text") + drawn.count("<line") >= 10


def test_all_kinds_are_drawn_somewhere():
    assert {chart.kind for chart in (*charts().values(), *MADE.values())} == set(KINDS)


def test_what_colour_tells_apart_shape_and_dash_do_too():
    assert len(COLOURS) == len(SHAPES) == len(DASHES) == len({str(dash) for dash in DASHES})
    lines = encoded("war_by_posture", "strokeDash")
    assert lines["color"]["scale"]["domain"] == lines["strokeDash"]["scale"]["domain"]
    points = encoded("alternatives", "shape")
    assert points["color"]["scale"]["domain"] == points["shape"]["scale"]["domain"]


def encoded(key, channel):
    """What the layer of a chart that uses a channel encodes."""
    layers = [layer["encoding"] for layer in specification(charts()[key])["layer"]]
    return next(layer for layer in layers if channel in layer)


def test_csv_has_every_row_at_full_precision():
    lines = as_csv(charts()["war_by_posture"]).splitlines()
    assert lines[0] == "posture,month,date,war"
    assert lines[-1].split(",")[1:3] == ["36", "March 2023"]
    assert len(lines) == 1 + len(charts()["war_by_posture"].rows)
    assert float(lines[-1].split(",")[3]) == charts()["war_by_posture"].rows[-1]["war"]


def test_no_cell_of_a_csv_is_a_formula():
    chart = Chart("k", "tornado", "t", "a.", {"judgement": "=cmd()"}, ({"judgement": "@x"},), {})
    assert as_csv(chart) == "'=cmd()\n'@x\n"


@needs("charts")
def test_hostile_words_are_words():
    found = [chart for section in hostile().sections for chart in section.charts]
    assert any(HOSTILE in head for chart in found for head in chart.columns.values())
    assert not any("<script" in svg(chart) for chart in found)


def sizes(drawn):
    """The width (px) of a drawing and the size (px) of its smallest text."""
    width = re.match(r'<svg[^>]*\bwidth="([\d.]+)"', drawn)
    assert width
    return float(width[1]), min(float(size) for size in re.findall(r'<text[^>]*\bfont-size="([\d.]+)px"', drawn))


LONG = Chart(
    "tornado.war", "tornado", "t", "a.", BAR.columns,
    ({"judgement": "a.b", "words": "a sentence that is very long indeed " * 5, "low": 0.04, "high": 0.06},), {},
)  # fmt: skip


@needs("charts")
@pytest.mark.parametrize("brief", [founding, hostile, right_to_left])
def test_text_is_large_enough_on_a_phone_and_in_print(brief):
    css = (files("ripeness.render") / "templates" / "brief.css").read_text(encoding="utf-8")
    printed = re.search(r"^  img, .narrow \{ width: ([\d.]+)mm;", css, re.MULTILINE)
    assert printed
    for chart in [*(chart for section in brief().sections for chart in section.charts), *MADE.values(), LONG]:
        width, smallest = sizes(svg(chart))
        # 360 px less a margin of 16 px on either side
        assert (chart.key, min(1, 328 / width) * smallest >= 12) == (chart.key, True)
        assert (chart.key, float(printed[1]) / 25.4 * 72 / width * smallest >= 7) == (chart.key, True)


@needs("charts")
def test_war_by_posture_shows_expected_best_and_worst():
    chart = charts()["war_by_posture"]
    lower, higher = told_apart()
    assert list(dict.fromkeys(row["posture"] for row in chart.rows)) == ["as-is", lower, higher]
    drawn = svg(chart, WIDE)
    assert all(word in drawn for words in chart.options["ends"].values() for word in words.split())
    assert "as-is" not in drawn


def told_apart():
    """The postures of least and of most war, of which a text says that they differ from the expected course."""
    wars = {row["posture"]: row["p"] for row in charts()["postures"].rows}
    assert {measure.name for measure in founding().finding("postures.war").measures} >= {
        f"war@{name}" for name in (min(wars, key=wars.get), max(wars, key=wars.get))
    }
    return min(wars, key=wars.get), max(wars, key=wars.get)


@needs("charts")
def test_axes_of_time_bear_dates_and_what_is_scheduled():
    for key in ("war_by_path", "war_by_posture"):
        drawn = re.sub("<[^>]*>", " ", svg(charts()[key], WIDE))
        assert all(date in drawn for date in ("Mar 2020", "Jan 2021", "Jan 2022", "Mar 2023"))
        assert "20 Jan 2021: Washington may change leaders" in drawn


def test_paths_are_stacked_and_add_up():
    chart = charts()["war_by_path"]
    last = [row["war"] for row in chart.rows if row["month"] == 36]
    assert sum(last) == pytest.approx(founding().finding("war.total").measure("war").value)
    assert any(layer["encoding"].get("y", {}).get("stack") == "zero" for layer in specification(chart)["layer"])


def test_the_quarters_of_the_deal_space_are_all_deals():
    chart = charts()["deals"]
    quarters = chart.options["quarters"]
    assert sum(deals for _, deals in quarters.values()) == sum(
        row["deals"] for row in chart.rows if row["kind"] == "deals"
    )
    assert f"better for both: {quarters['tr'][1]:,}" in text_of(svg(chart, WIDE))
    assert "better for Washington →" in text_of(svg(chart))


def text_of(drawn):
    return " ".join(re.sub("<[^>]*>", " ", drawn).split())


def test_an_attack_does_not_set_the_scale():
    chart = charts()["alternatives"]
    assert not any("attack" in row["row"] for row in chart.rows)
    assert "Attack is not drawn" in chart.note
    gaps = {row["row"]: row["gap"] for row in chart.rows if row["gap"] is not None}
    illusion = founding().finding("alternatives.illusion.us").measure("illusion.us")
    assert f"{illusion.shown} more than the analyst sees" in text_of(svg(chart, WIDE))
    # in parts of its best, as what is shown is
    assert gaps["United States, without any deal"] == pytest.approx(illusion.value / illusion.whole)


@needs("charts")
def test_each_chart_of_a_brief_is_drawn_for_a_phone_and_for_a_screen():
    drawn = drawings(founding())
    assert {key.removesuffix(WIDER) for key in drawn} == {*charts()}
    assert all(sizes(of)[0] == (WIDE if key.endswith(WIDER) else NARROW) for key, of in drawn.items())


@pytest.mark.parametrize("word", ["Iran", "Côte d’Ivoire", "Αθήνα", "Україна", "半開", "한국", "1–2 %", "“x” → y …"])
def test_letters_that_stand_by_themselves_need_no_picture(word):
    assert not is_shaped(f'<svg><text font-family="x">{word}</text></svg>')


@pytest.mark.parametrize("word", ["شهر", "עברית", "हिन्दी", "ไทย", "e\u0301", "👩\u200d🚀", "\u2068a\u2069"])
def test_letters_that_join_or_turn_need_a_picture(word):
    assert is_shaped(f'<svg><text font-family="x"><tspan>{word}</tspan></text></svg>')


@needs("charts", "font:شهر")
def test_a_picture_shows_letters_joined():
    def drawn(text):
        frame = '<svg xmlns="http://www.w3.org/2000/svg" width="200" height="40"><text x="5" y="25" font-family="x"'
        return picture(f'{frame} font-size="16px">{text}</text></svg>')

    assert drawn("\u2068شهر\u2069") == drawn("شهر")
    # a sign of no width between them keeps letters from joining
    assert drawn("شهر") != drawn("ش\u200cه\u200cر")
    assert drawn("رهش") != drawn("شهر")


def test_lines_beyond_the_colours_that_there_are_are_told_apart_too():
    names = [f"p{number}" for number in range(13)]
    lines = told(names, "posture", NARROW, dashed=True)
    looks = zip(lines["color"]["scale"]["range"], map(str, lines["strokeDash"]["scale"]["range"]), strict=True)
    assert len(set(looks)) == len(names)
