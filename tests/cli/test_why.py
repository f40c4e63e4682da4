"""One deal judged: every constraint, its verdict, and what it rests on."""

import re

import pytest

from ripeness.answer.reading import Reading
from ripeness.cli.why import print_why, settlement_of
from ripeness.ensemble.wording import constraint_in_words, why_not
from ripeness.errors import InputError
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
def found(example):
    return page(print_why, example, MOVES)


def test_every_constraint_is_listed_with_its_verdict_and_slack(found, deal, example):
    for slack in deal.slacks:
        line = next(
            line for line in found.splitlines() if f" {constraint_in_words(example, slack.constraint)} " in line
        )
        verdict, amount = re.split(r"\s{2,}", line.strip())[2:]
        assert (verdict == "holds") is slack.satisfied
        assert amount == "yes or no" or float(amount) == pytest.approx(100 * slack.slack, abs=0.0501)


def test_the_first_line_counts_the_constraints_that_it_breaks(found, deal):
    broken = [slack for slack in deal.slacks if not slack.satisfied]
    assert broken
    assert found.startswith(
        f"crossing: joint; prisoners: swapped. This deal breaks {len(broken)} of {len(deal.slacks)} constraints now."
    )


def test_an_acceptable_deal_is_said_to_be_one(example):
    best = golden("example").deals.best_wide
    moves = [f"{move.issue}={move.option}" for move in best.moves]
    assert "is acceptable to all now." in words(page(print_why, example, moves)).partition("Worth")[0]


def test_what_a_constraint_rests_on_stands_below_it_the_broken_ones_first(found, deal, example):
    headings = re.findall(r"^(Holds|Fails)\. (.+)$", found, re.MULTILINE)
    ordered = sorted(deal.slacks, key=lambda s: s.satisfied)
    assert headings == [
        ("Holds", constraint_in_words(example, s.constraint))
        if s.satisfied
        else ("Fails", why_not(example, s.constraint))
        for s in ordered
    ]
    _, _, below = found.partition(". Alder: concession limit\n")
    assert below.splitlines()[0] == "  parties.alder.concession_limit: 0.3 (0.2 to 0.4)"
    _, _, below = found.partition(". Alder: precondition on crossing\n")
    assert below.splitlines()[0:2] == [
        "  parties.alder.preconditions.crossing: wants joint or open; fades: high",
        "      wants the crossing settled first",
    ]


def test_no_constraint_is_without_what_it_rests_on(example):
    assert empty_sections(raw_page(print_why, example, MOVES)) == []


def test_what_the_deal_is_worth_is_told(found, deal):
    alder, birch = re.search(r"a year: Alder ([+-][\d.]+); Birch ([+-][\d.]+)\.", found).groups()
    assert [float(alder), float(birch)] == [pytest.approx(100 * u, abs=0.0501) for u in deal.utility.values()]


def test_the_status_quo_may_be_named_beside_what_moves(example):
    assert settlement_of(example, ["crossing = joint ", "embargo=full"]) == {"crossing": "joint", "embargo": "full"}


def test_every_fault_in_what_is_typed_is_told_at_once(example):
    with pytest.raises(InputError) as caught:
        settlement_of(example, ["crosing=joint", "embargo=easd", "prisoners", "crossing=joint", "crossing=open"])
    assert [problem.path for problem in caught.value.problems] == [
        "crosing=joint", "embargo=easd", "prisoners", "crossing=open",
    ]  # fmt: skip
