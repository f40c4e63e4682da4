"""The parts that pages are made of."""

import pytest

from ripeness.cli.console import console, item, plain, print_basis, table
from terminal import page

LONG = "nine words that do not fit into one line"


def basis(*args, width=120):
    return page(lambda: print_basis(console(), *args), width=width).splitlines()


@pytest.mark.parametrize(
    ("rests", "below"),
    [
        (("memo", "low", "a guess"), ["      memo, confidence low: a guess"]),
        (("memo", "low", None), ["      memo, confidence low"]),
        (("memo", None, "a guess"), ["      memo: a guess"]),
        ((None, "high", None), ["      confidence high"]),
        ((None, None, "a guess"), ["      a guess"]),
        ((None, None, None), []),
    ],
)
def test_a_judgement_is_told_in_one_line_and_what_it_rests_on_in_another(rests, below):
    assert basis("parties.us.pride", "0.9 (0.5 to 1.4)", *rests) == ["  parties.us.pride: 0.9 (0.5 to 1.4)", *below]


def test_nothing_in_a_judgement_is_taken_for_markup():
    assert basis("a.b", "[bold]1", "[/]", None, "[red]x") == ["  a.b: [bold]1", "      [/]: [red]x"]


@pytest.mark.parametrize("width", [14, 20, 30])
def test_an_item_has_a_bullet_and_its_further_lines_are_indented(width):
    lines = page(lambda: console().print(item(LONG)), width=width).splitlines()
    assert len(lines) > 1
    assert max(map(len, lines)) <= width
    assert lines[0].startswith(" • nine")
    assert all(line.startswith("   ") and line[3] != " " for line in lines[1:])
    assert " ".join(line[3:].strip() for line in lines) == LONG


def test_a_short_item_is_one_line_and_no_markup():
    assert page(lambda: console().print(item("[bold]x"))).splitlines() == [" • [bold]x"]


def test_numbers_stand_to_the_right_and_are_never_broken():
    made = table("name", "one\nnumber", right=1)
    made.add_row(plain("some words that need room"), "+1,234.5")
    found = page(lambda: console().print(made), width=24)
    assert "+1,234.5" in found
    assert max(map(len, found.splitlines())) <= 24
