"""One deal judged on a terminal: in ten lines, and with every constraint and what it rests on."""

import json
import re

import numpy as np
import pytest

import ripeness
from builders import quiet_case
from ripeness.answer.pipeline import run
from ripeness.answer.reading import Reading
from ripeness.cli.why import LINES, print_short, print_why, settlement_of
from ripeness.ensemble.wording import constraint_in_words
from ripeness.errors import InputError
from ripeness.findings.gains import best_of, slack_measure
from ripeness.findings.why import why
from terminal import empty_sections, golden, page, raw_page, words

MOVES = ["crossing=joint", "prisoners=swapped"]


@pytest.fixture(scope="module")
def example():
    return golden("example").case


@pytest.fixture(scope="module")
def deal():
    of = Reading(golden("example").run)
    return of.deal(of.settlements.row_of({"crossing": "joint", "prisoners": "swapped"}))


@pytest.fixture(scope="module")
def best():
    return best_of(Reading(golden("example").run))


@pytest.fixture(scope="module")
def found(example):
    return page(print_why, example, MOVES, True)


# --- in ten lines ---

# one issue of two options: a single deal
ONE_OPTION = quiet_case()


def readings():
    yield "founding", Reading(run(ripeness.load("iran-us-2020")))
    yield "three parties", Reading(golden("random-39").run)
    yield "four parties", Reading(golden("random-15").run)
    yield "one option", Reading(run(ONE_OPTION))


@pytest.mark.slow
def test_any_deal_fits_ten_lines_of_eighty_columns():
    chosen = np.random.default_rng(1)
    for name, reading in readings():
        rows = np.flatnonzero(reading.settlements.is_deal)
        for row in chosen.choice(rows, size=min(len(rows), 40), replace=False):
            shown = page(print_short, why(reading, int(row)), width=80)
            assert shown.count("\n") <= LINES, name
            first, *_, last = shown.splitlines()
            assert first.startswith(("Blocked: ", "Acceptable to all now: "))
            assert last.endswith("--all")


def test_what_is_left_out_of_ten_lines_is_counted():
    reading = Reading(golden("random-15").run)
    cut = 0
    for row in np.flatnonzero(reading.settlements.is_deal):
        judged = why(reading, int(row))
        shown = words(page(print_short, judged, width=80))
        told = shown.count(" • ")
        (verdict,) = judged.short.blocks[0].findings
        left = re.search(r"(\d+) more fails?;", shown)
        cut += bool(left)
        assert told + (int(left[1]) if left else 0) == verdict.measure("constraints_failing").number
    assert cut


def test_where_lines_are_too_narrow_nothing_is_left_out(example, deal):
    shown = words(page(print_why, example, MOVES, width=60))
    assert shown.count(" • ") == sum(not slack.satisfied for slack in deal.slacks)
    assert " more fail" not in shown


# --- every constraint ---


def test_every_constraint_is_listed_with_its_verdict_and_slack(found, example, deal, best):
    for slack in deal.slacks:
        name = constraint_in_words(example, slack.constraint)
        line = next(line for line in found.splitlines() if re.search(rf"  {re.escape(name)}  ", line))
        verdict, amount = re.split(r"\s{2,}", line.strip())[2:]
        assert (verdict == "holds") is slack.satisfied
        assert amount == slack_measure(best, slack).shown


def test_the_first_line_counts_the_constraints_that_fail(found, deal):
    failing = [slack for slack in deal.slacks if not slack.satisfied]
    assert failing
    assert found.startswith(f"Blocked: {len(failing)} of {len(deal.slacks)} constraints fail")


def test_an_acceptable_deal_is_said_to_be_one(example):
    best = golden("example").deals.best_wide
    moves = [f"{move.issue}={move.option}" for move in best.moves]
    assert page(print_why, example, moves).startswith("Acceptable to all now: ")


def test_what_a_constraint_rests_on_stands_below_it_the_failing_ones_first(found, example, deal):
    headings = re.findall(r"^(\w+: [\w ]+) (holds|fails)$", found, re.MULTILINE)
    assert len(headings) == len(deal.slacks)
    assert [verdict for _, verdict in headings] == sorted(verdict for _, verdict in headings)
    _, _, below = found.partition("\nAlder: concession limit ")
    assert below.splitlines()[1] == "  parties.alder.concession_limit: 0.3 (0.2 to 0.4)"
    _, _, below = found.partition("\nAlder: precondition on crossing ")
    assert below.splitlines()[1:3] == [
        "  parties.alder.preconditions.crossing: wants joint or open; fades: high",
        "      wants the crossing settled first",
    ]


def test_a_source_is_told_once(found):
    notes = re.findall(r"^      .+$", found, re.MULTILINE)
    paths = re.findall(r"^  (\w+\.[\w.-]+): .+\n      ", found, re.MULTILINE)
    assert notes
    assert len(paths) == len(set(paths))


def test_no_constraint_is_without_what_it_rests_on(example):
    assert empty_sections(raw_page(print_why, example, MOVES, True)) == []


def test_what_the_deal_is_worth_is_told(found, deal, best):
    alder, birch = re.search(r"the party: Alder ([+-]\d+) % \(needs .+; Birch ([+-]\d+) % \(needs", found).groups()
    parts = [100 * deal.utility[party] / most for party, most in best.items()]
    assert [float(alder), float(birch)] == [pytest.approx(each, abs=0.501) for each in parts]


def test_as_json_it_is_the_findings(example):
    data = json.loads(page(print_why, example, MOVES, False, True))
    assert [section["key"] for section in data["sections"]] == ["why", "constraints"]


# --- what is typed ---


def test_the_status_quo_may_be_named_beside_what_moves(example):
    assert settlement_of(example, ["crossing = joint ", "embargo=full"]) == {"crossing": "joint", "embargo": "full"}


def test_every_fault_in_what_is_typed_is_told_at_once(example):
    with pytest.raises(InputError) as caught:
        settlement_of(example, ["crosing=joint", "embargo=easd", "prisoners", "crossing=joint", "crossing=open"])
    assert [problem.path for problem in caught.value.problems] == [
        "crosing=joint", "embargo=easd", "prisoners", "crossing=open",
    ]  # fmt: skip
