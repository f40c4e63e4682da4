"""The curve of the risk of war, and what stands beside it."""

import re
from dataclasses import replace

import pytest

from builders import assessed, quiet_case
from ripeness.cli.console import console
from ripeness.cli.future_page import CURVE_ROWS, EIGHTHS, curve, print_futures, print_implied, print_war_curve
from terminal import golden, page, words


def shown(show, a):
    return page(lambda: show(console(), a))


def columns(lines):
    """The height of each column, in eighths of a row."""
    drawn = [line.partition("│")[2] for line in lines[:CURVE_ROWS]]
    return [sum(EIGHTHS.index(cell) for cell in column) for column in zip(*drawn, strict=True)]


@pytest.mark.parametrize("top", [0.001, 0.04, 0.7])
def test_the_height_of_a_column_is_its_share_of_the_largest(top):
    heights = (0.0, top / 4, top / 2, top)
    assert columns(curve(heights, width=4)) == [0, 2 * CURVE_ROWS, 4 * CURVE_ROWS, 8 * CURVE_ROWS]


def test_the_scale_ends_at_the_largest_number():
    assert curve((0.0, 0.1, 0.2), width=9)[0].lstrip().startswith("20.0 %")
    assert curve((0.0, 0.1, 0.2), width=9)[-1].endswith("0 … 2 months")


@pytest.mark.parametrize("top", [0.00002, 0.004, 0.0079, 0.008, 0.05, 0.9994, 1.0])
def test_every_row_has_its_own_label_and_all_columns_begin_below_one_another(top):
    *drawn, axis, months = curve((0.0, top / 2, top), width=9)
    labels = [float(line.partition(" %")[0]) for line in drawn]
    assert labels[0] == pytest.approx(100 * top, abs=0.0501 if top >= 0.008 else 0.000501)
    assert len(set(labels)) == CURVE_ROWS or top < 0.0001
    assert {line.index("│") for line in drawn} == {axis.index("└")} == {months.index("0") - 1}


def test_a_curve_of_nothing_is_empty():
    assert set(columns(curve((0.0,) * 5, width=10))) == {0}


@pytest.mark.parametrize("width", [2, 3, 7, 68, 72])
@pytest.mark.parametrize("months", [1, 7, 24, 60, 71, 72, 73, 120, 143, 144, 240])
def test_a_curve_keeps_to_its_width_from_the_first_to_the_last_month(months, width):
    heights = tuple(month / 1000 for month in range(months + 1))
    drawn = columns(curve(heights, width))
    assert width / 2 < len(drawn) <= width
    assert drawn == sorted(drawn)
    assert (drawn[0], drawn[-1]) == (0, 8 * CURVE_ROWS)
    assert curve(heights, width)[-1].endswith(f"0 … {months} months")


@pytest.mark.parametrize("width", [2, 5, 71, 72])
@pytest.mark.parametrize("months", [72, 73, 100, 120, 240, 600])
def test_where_months_outnumber_columns_each_column_has_the_height_of_its_month(months, width):
    risen_at_last = (0.0,) * months + (0.3,)
    assert columns(curve(risen_at_last, width)) == [0] * (width - 1) + [8 * CURVE_ROWS]
    fallen_at_last = (0.3,) * months + (0.15,)
    assert columns(curve(fallen_at_last, width)) == [8 * CURVE_ROWS] * (width - 1) + [4 * CURVE_ROWS]
    heights = tuple(month / months for month in range(months + 1))
    for place, height in enumerate(columns(curve(heights, width))):
        # a column stands for a month at most half a month off, and is drawn to half an eighth of a row
        assert height / 8 / CURVE_ROWS == pytest.approx(
            place / (width - 1), abs=0.501 / months + 0.501 / 8 / CURVE_ROWS
        )


@pytest.mark.parametrize("width", [5, 13, 40])
def test_on_any_terminal_there_is_a_curve(width):
    assert "0…24months" in "".join(page(lambda: print_war_curve(console(), golden("example")), width=width).split())


def test_months_of_transitions_stand_below_the_curve():
    # in the file the later one comes first
    found = shown(print_war_curve, golden("random-51"))
    first, second = (t for _, t in sorted((t.date, t.party) for t in golden("random-51").case.transitions))
    assert f"month 1: {first.upper()} may change its leadership" in found
    assert f"month 6: {second.upper()} may change its leadership" in found
    assert found.index("month 1:") < found.index("month 6:")


def test_transitions_in_the_same_month_are_all_told():
    a = golden("random-51")
    assert {t.party for t in a.case.transitions} == {"p0", "p1"}
    same = tuple(t.model_copy(update={"date": a.case.transitions[0].date}) for t in a.case.transitions)
    found = shown(print_war_curve, replace(a, case=a.case.model_copy(update={"transitions": same})))
    assert "month 6: P0 may change its leadership" in found
    assert "month 6: P1 may change its leadership" in found


def test_what_is_reached_before_a_transition_is_told():
    a = golden("example")
    (reach,) = a.as_is.reach
    found = words(shown(print_futures, a))
    before = "Before the possible change of leadership in Alder (November 2024)"
    said = re.search(
        re.escape(before)
        + r": a bargain is signed with a probability of ([\d.]+) % \(([^()]+)\);"
        + r" a settlement is reached with one of ([\d.]+) % \(([^()]+)\)\.",
        found,
    )
    bargain, partial, settled, wide = said.groups()
    for number, of in ((bargain, reach.bargain), (settled, reach.settled)):
        assert float(number) == pytest.approx(of * 100, abs=0.0501 if "." in number else 0.501)
    for moves, of in ((partial, reach.partial), (wide, reach.wide)):
        stays = {issue: next(iter(each.options)) for issue, each in a.case.issues.items()}
        assert stays | dict(move.split(": ") for move in moves.split("; ")) == of


@pytest.mark.parametrize(("kept", "left_out"), [("bargain", "settlement"), ("settlement", "bargain")])
def test_of_what_can_be_reached_only_that_is_told(kept, left_out):
    a = golden("example")
    (reach,) = a.as_is.reach
    without = replace(reach, **{"wide" if left_out == "settlement" else "partial": None})
    told = words(shown(print_futures, replace(a, futures={"as-is": replace(a.as_is, reach=(without,))})))
    told = told.partition("Before the possible change")[2]
    assert f"a {kept} is " in told
    assert f"a {left_out} is " not in told


def test_that_nothing_can_be_reached_is_told():
    a = golden("example")
    (reach,) = a.as_is.reach
    nothing = replace(a.as_is, reach=(replace(reach, partial=None, wide=None),))
    assert "no deal can be reached" in words(shown(print_futures, replace(a, futures={"as-is": nothing})))


def of_class(a, name):
    reference = a.case.reference.model_copy(update={"class_": name})
    return replace(a, case=a.case.model_copy(update={"reference": reference}))


def test_a_case_that_names_no_class_is_set_beside_none_and_that_is_said():
    for a, why in (
        (
            golden("example"),
            "because the case names none. Would be right: reference: {class: rivals or unequal-rivals",
        ),
        (of_class(golden("example"), "none"), "the case says that none fits"),
    ):
        text = words(shown(print_implied, a))
        # this case calls a crisis border clashes
        assert re.search(r"war in border clashes +[0-9.]+ %", text)
        assert why in text
        assert "nine pairs in ten" not in text
        assert "more than nine" not in text


def test_what_the_case_implies_stands_beside_the_record_with_its_n():
    text = shown(print_implied, of_class(golden("example"), "rivals"))
    for name in ("border clashes begun a year", "months of border clashes", "war in border clashes", "war a year"):
        assert re.search(rf"{name} +[0-9.]+", text), name
    assert "pair years" in text
    assert "nine pairs in ten" in text


def test_a_number_outside_the_record_is_one_warning_with_the_rates_that_push_it_there():
    a = of_class(golden("example"), "rivals")
    # the record has 0.11 crises a year at most for nine pairs of rivals in ten
    assert a.as_is.implied.crises_per_year > 0.2
    warning = words(shown(print_implied, a)).partition("Border clashes begun a year: ")[2]
    assert warning.startswith("more than nine rivals in ten. Pushed there by dynamics.incident 0.05 (with 0.03: ")
    calm = replace(a.as_is, implied=replace(a.as_is.implied, crises_per_year=0.05, months_per_crisis=3.0))
    calm = replace(calm, implied=replace(calm.implied, war_per_crisis=0.1, war_per_year=0.005))
    assert "Pushed there" not in shown(print_implied, replace(a, futures=a.futures | {"as-is": calm}))


def test_who_signs_under_a_posture_is_told_and_who_does_not_gives_in_to_nobody():
    a = assessed(quiet_case({
        "parties.cat": {"name": "Cat", "signatory": False, "salience": {"field": 1}},
        "postures": {"all": {"title": "All three", "set": {"parties.cat.signatory": True}}},
    }))  # fmt: skip
    told = shown(print_futures, a)
    rows = [line.split() for line in told.split("what else by")[1].splitlines()]
    heads = next(row for row in rows if row[0:1] == ["posture"])
    assert heads.count("gives") == 3
    (as_is,) = [row for row in rows if row[0:2] == ["expected", "course"]]
    (under_all,) = [row for row in rows if row[0:1] == ["all"]]
    assert as_is[7] == "–"
    assert under_all[6] != "–"
    assert "all: All three, signed by Ann, Bob and Cat" in told
