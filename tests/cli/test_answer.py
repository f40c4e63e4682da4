"""The answer on a terminal: the first screen fits, and every part shows all of its findings and numbers."""

import re
from functools import cache

import pytest
from rich.cells import cell_len

from briefs import RIGHT_TO_LEFT, founding, isolates, right_to_left
from builders import assessed, quiet_case
from ensembles import brief_from_draws
from ripeness.case.read.load import load
from ripeness.cli.answer import SCREEN_LINES, print_brief
from ripeness.cli.chart_lines import CURVE_ROWS, EIGHTHS, curve
from ripeness.findings.compose import brief_of
from ripeness.findings.parts import ALL, PARTS
from ripeness.findings.parts import NAMES as NAMES_OF_PARTS
from terminal import COLOUR, NAMES, call, each_golden, empty_sections, golden, page, raw_page, words

# what stands in a sentence is broken where its line ends, also after a hyphen
BROKEN = re.compile(r"(?<=-)\s+")


@cache
def brief(name):
    return founding() if name == "founding" else brief_of(golden(name))


@cache
def shown(name, part=None, width=120, show=page):
    return show(print_brief, brief(name), "my.yaml", part, width=width)


def squeezed(text):
    """A text without any space, so that no break hides a word of it."""
    return re.sub(r"\s", "", text)


# --- the first screen ---


def many_parties(number):
    """A case of so many signatories, two issues, and names as long as those of states."""
    names = ("United States", "Russian Federation", "European Union", "Saudi Arabia", "United Kingdom", "South Africa")
    ids = [f"p{n}" for n in range(number)]
    issues = {
        f"k{n}": {
            "question": "?",
            "options": {"old": {"text": "As it is"}, "new": {"text": "-", "value": dict.fromkeys(ids, 0.2 - 0.1 * n)}},
        }
        for n in range(2)
    }
    party = {"salience": dict.fromkeys(issues, 1.0), "reservation": 0.05, "red_lines": {"k1": {"options": ["new"]}}}
    return quiet_case(
        {
            "parties": {p: {"name": name, **party} for p, name in zip(ids, names, strict=False)},
            "issues": issues,
            "dynamics.capitulation": {},
        }
    )


@pytest.mark.parametrize("name", ["founding", *NAMES])
def test_the_first_screen_fits_a_screen_of_80_columns(name):
    lines = shown(name, width=80).splitlines()
    assert len(lines) <= SCREEN_LINES
    assert max(map(cell_len, lines)) <= 80


@pytest.mark.parametrize("number", [2, 4, 6])
def test_the_first_screen_fits_with_many_parties(number):
    made = brief_of(assessed(many_parties(number)))
    assert len(page(print_brief, made, "my.yaml", None, width=80).splitlines()) <= SCREEN_LINES


def test_some_golden_cases_start_in_a_crisis_and_some_in_a_war():
    assert {"crisis", "war"} <= {golden(name).case.dynamics.tension for name in NAMES}


@each_golden
def test_the_first_screen_begins_with_the_answer_and_ends_with_what_to_ask(name):
    found = words(shown(name))
    assert found.index(brief(name).title) < found.index(words(brief(name).answer)) < found.index("Weakest point: ")
    assert found.endswith(f"Next: ripeness assess my.yaml --part PART, one of {', '.join(NAMES_OF_PARTS)}")


def test_over_draws_the_first_screen_says_how_many_and_where_the_run_is():
    made = brief_from_draws("small steps")
    found = words(page(print_brief, made, "my.yaml", None, "The run is kept in here.", width=80))
    assert "32 draws, seed 1" in found
    assert "5 to 95 % of the draws" in found
    assert found.endswith("The run is kept in here.")


def test_a_part_that_there_is_not_is_refused():
    code, out, err = call("assess", "iran-us-2020", "--part", "everything")
    assert (code, out) == (2, "")
    assert "--part  everything is no part of an answer, expected: ladder, deals," in err


# --- all parts ---


@pytest.mark.parametrize("width", [60, 80, 120])
@pytest.mark.parametrize("name", ["founding", "example", "random-15", "random-4"])
def test_all_of_it_shows_every_finding_and_number_within_the_width(name, width):
    found = shown(name, ALL, width)
    assert max(map(cell_len, found.splitlines())) <= width
    told = squeezed(found)
    for section, finding in brief(name).findings():
        assert squeezed(section.title) in told
        texts = [finding.text, finding.label if finding.measures else ""]
        for text in texts:
            # a cell shares its lines with others
            in_a_table = any(finding in b.findings and b.layout == "table" for b in section.blocks)
            parts = text.split() if in_a_table else [text]
            assert all(squeezed(part) in told or "-" in part for part in parts), (finding.key, text)
        for measure in finding.measures:
            assert squeezed(measure.shown.split(" ")[0]) in told, measure


@each_golden
def test_no_section_of_it_is_empty(name):
    assert empty_sections(shown(name, ALL, show=raw_page)) == []


@pytest.mark.parametrize("part", PARTS)
def test_each_part_has_its_sections_and_no_others(part):
    titles = {section.key: section.title for section in founding().sections}
    lines = shown("founding", part).splitlines()
    here = {key for key, title in titles.items() if title in lines}
    assert here == set(PARTS[part]) & set(titles)


def test_every_section_but_the_first_belongs_to_a_part():
    # two parties have no coalitions
    of_parts = {key for part in PARTS.values() for key in part}
    assert of_parts == {section.key for section in founding().sections} - {"message"} | {"coalitions"}


def test_without_colour_the_answer_says_the_same():
    assert page(print_brief, founding(), "my.yaml", ALL, NO_COLOR="1") == shown("founding", ALL)


def test_what_matters_most_has_no_colour_that_a_light_terminal_swallows():
    lines = raw_page(print_brief, founding(), "my.yaml", None).splitlines()
    first = next(line for line in lines if founding().answer[:20] in line)
    assert "\x1b[1m" in first
    assert not COLOUR.search(first)
    assert not re.search("\x1b\\[(?:\\d+;)*(?:33|93)m", "".join(lines))


def test_each_name_from_right_to_left_is_isolated_alone():
    told = words(page(print_brief, right_to_left(), "my.yaml", ALL))
    parts = {part for name in RIGHT_TO_LEFT.values() for part in (name, *name.split())}
    assert set(isolates(told)) <= parts
    assert f"\u2068{RIGHT_TO_LEFT['ann']}\u2069 expects to do better without a deal" in told


# --- the curve ---


@pytest.mark.parametrize("width", [2, 10, 37, 72])
def test_the_curve_is_as_high_as_its_numbers_and_fits_its_width(width):
    heights = tuple(0.002 * month for month in range(37))
    *rows, _, _ = curve(heights, width)
    assert len(rows) == CURVE_ROWS
    columns = [list(line.partition("│")[2]) for line in rows]
    assert all(len(column) <= width for column in columns)
    last = sum(EIGHTHS.index(line[-1]) for line in columns)
    assert last == 8 * CURVE_ROWS
    filled = [sum(EIGHTHS.index(line[place]) for line in columns) for place in range(len(columns[0]))]
    assert filled == sorted(filled)


def test_without_any_war_no_curve_is_drawn():
    assert "█" not in page(print_brief, brief_of(assessed(quiet_case())), "my.yaml", "war")


def test_the_bundled_case_is_assessed_from_the_command_line():
    code, out, _ = call("assess", "iran-us-2020", COLUMNS="80")
    assert code == 0
    assert len(out.splitlines()) <= SCREEN_LINES
    assert load("iran-us-2020").title in out


@pytest.mark.parametrize("drawn", [False, True])
def test_the_curve_of_war_ends_at_the_chance_of_war_that_the_text_gives(drawn):
    brief = brief_from_draws("open") if drawn else founding()
    war = brief.finding("message.war").measures[0].number
    shown = page(print_brief, brief, "case", "war").splitlines()
    # the top of the scale, where the last column is full
    (top, *_) = [line for line in shown if "│" in line]
    assert top.split("%")[0].strip() == f"{100 * war:.1f}"
    assert top.rstrip().endswith("█")
