"""Tables that fit the terminal, whatever its width and however many columns there are."""

import re

import pytest
from rich.cells import cell_len

from builders import assessed, quiet_case
from ripeness.cli.answer import print_brief
from ripeness.cli.console import console, plain, table
from ripeness.findings.compose import brief_of
from terminal import call, page, raw_page

WIDTHS = (60, 80, 100, 140)
NAMES = ("United States", "Iran", "Saudi Arabia", "Iraq", "European Union", "Oman", "Ras-al-Chaima", "Kuwait")
ISSUES = {
    "nuclear-programme": ("What of the centrifuges?", "Return to the limits of 2015, with inspections announced"),
    "sanctions": ("Which of them stay?", "Waivers for some oil and for money that is held abroad"),
}


def shared_by(parties: int):
    """A case of so many parties whose one deal moves every issue, with the numbers that each cell holds."""
    ids = [f"p{number}" for number in range(parties)]
    worths = {(k, p): (0.1 + 0.01 * n + 0.02 * place) for n, k in enumerate(ISSUES) for place, p in enumerate(ids)}
    issues = {
        k: {
            "question": question,
            "options": {
                "old": {"text": "As it is"},
                "new": {"text": text, "value": {p: worths[k, p] for p in ids}},
            },
        }
        for k, (question, text) in ISSUES.items()
    }
    party = {"salience": dict.fromkeys(ISSUES, 1.0), "reservation": 0.01}
    return quiet_case(
        {
            "parties": {p: {"name": name, **party} for p, name in zip(ids, NAMES, strict=False)},
            "issues": issues,
            "partial_issues": 2,
            "dynamics.capitulation": {},
        }
    )


@pytest.mark.parametrize("parties", [2, 4, 6, 8])
def test_deal_tables_break_no_word_and_lose_no_column(parties):
    a = assessed(shared_by(parties))
    deal = a.deals.best_partial
    assert deal is not None
    brief = brief_of(a, only=("deals",))
    for width in WIDTHS:
        found = page(print_brief, brief, "case", "deals", width=width)
        assert max(map(len, found.splitlines())) <= width
        names = {name for party in a.case.parties.values() for name in party.name.split()}
        texts = {word for k in ISSUES for word in a.case.issues[k].options["new"].text.split()}
        # a word with hyphens may go on in the next line after one of them
        parts = {part for word in names | texts for part in re.split(r"(?<=\w-)(?=\w)", word)}
        for part in parts:
            end = "" if part.endswith("-") else r"(?![^\s:;])"
            assert re.search(rf"(?<![^\s-]){re.escape(part)}{end}", found), (width, part)
        for move in deal.moves:
            for party, flow in move.flow.items():
                # the one deal is all that each could get
                assert f"{100 * flow / deal.utility[party]:+.0f} %" in found


@pytest.mark.parametrize("width", WIDTHS)
def test_rows_are_side_by_side_where_there_is_room_and_lists_where_there_is_not(width):
    made = table("issue", "moves to", *(f"party{number}" for number in range(6)), right=6)
    made.add_row(plain("road"), plain("some words that need more room than there is for them"), *["+10.0"] * 6)
    made.add_section()
    made.add_row("", "in all", *["+20.0"] * 6)
    lines = page(lambda: console().print(made), width=width).splitlines()
    if width >= 80:
        assert lines[0].split() == ["issue", "moves", "to", *(f"party{number}" for number in range(6))]
    else:
        assert lines[0] == "road"
        assert lines[-7] == "in all"
        assert [line.strip() for line in lines[-6:]] == [f"party{number}: +20.0" for number in range(6)]


def test_a_column_of_text_is_never_narrower_than_twelve():
    made = table("a", "b", "number", right=1)
    made.add_row(plain("word " * 8), plain("word " * 8), "1")
    assert "│" not in page(lambda: console().print(made), width=37)
    wide = page(lambda: console().print(made), width=12 + 3 + 12 + 3 + 6).splitlines()
    assert wide[0].split() == ["a", "b", "number"]
    assert page(lambda: console().print(made), width=12 + 3 + 12 + 3 + 5).splitlines()[0].startswith("word word")


def test_a_heading_of_numbers_is_broken_between_words_before_rows_become_lists():
    made = table("name", "one long heading", "another long one", right=2)
    made.add_row(plain("x"), "1.0", "2.0")
    assert page(lambda: console().print(made), width=60).splitlines()[0].split("  ")[-1].strip() == "another long one"
    narrow = page(lambda: console().print(made), width=24).splitlines()
    assert [line.split() for line in narrow[:3]] == [["one", "another"], ["long", "long"], ["name", "heading", "one"]]


@pytest.mark.parametrize("width", range(20, 60))
def test_a_heading_is_measured_by_what_it_takes_on_the_terminal(width):
    heads = ("\u2068ایران\u2069", "\u2068اتحادیه اروپا\u2069", "外務省", "two-way talks")
    found = page(lambda: console().print(filled(("posture", *heads), 4)), width=width)
    assert max(map(cell_len, found.splitlines())) <= width
    for part in ("\u2068ایران\u2069", "\u2068اتحادیه", "اروپا\u2069", "外務省", "two-", "way", "talks"):
        assert part in found, width


def filled(columns, right):
    made = table(*columns, right=right)
    made.add_row("as-is", *("0.5" for _ in range(right)))
    return made


def test_the_columns_that_a_pipe_asks_for_count():
    for columns, most in (("60", 60), ("0", 120), ("wide", 120), ("²", 120), ("9" * 5000, 1000)):
        code, found, _ = call("show", "iran-us-2020", COLUMNS=columns)
        assert code == 0
        longest = max(map(len, found.splitlines()))
        assert min(most, 120) - 15 < longest <= most, columns


def test_a_name_may_be_broken_after_its_hyphens_and_keeps_its_style():
    made = table("posture", "war", right=1)
    made.add_row(plain("quiet-until-inauguration", "bold"), "+5.0")
    lines = page(lambda: console().print(made), width=12 + 3 + 4).splitlines()
    assert [line.split() for line in lines[2:]] == [["quiet-until-", "+5.0"], ["inauguration"]]
    raw = raw_page(lambda: console().print(made), width=12 + 3 + 4)
    assert "\x1b[1mquiet-until-\x1b[0m" in raw
    assert "\x1b[1minauguration\x1b[0m" in raw
