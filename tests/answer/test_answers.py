"""Each draw's answers are those of a reading of that draw alone."""

import numpy as np
import pytest
from hypothesis import given, settings

from generators import cases
from ripeness.answer.answers import answers, no_answers
from ripeness.answer.pipeline import run
from ripeness.answer.reading import Reading
from ripeness.case.read.load import load
from ripeness.ensemble.draws import drawn


def joined(sets):
    return " | ".join("+".join(s) or "-" for s in sets)


def deal(of):
    return "" if of is None else " ".join(f"{move.issue}={move.option}" for move in of.moves)


def expected(reading):
    diagnosis, beyond, deals = reading.diagnosis(), reading.diagnosis(beyond_small_steps=True), reading.deals()
    best = deals.best_wide or deals.best_partial
    return {
        "corrections": joined(diagnosis.corrections),
        "conflicts": joined(diagnosis.conflicts),
        "corrections_beyond": joined(beyond.corrections),
        "conflicts_beyond": joined(beyond.conflicts),
        "tightest": "" if best is None else best.tightest.constraint,
        "best.step": deal(deals.best_step),
        "best.partial": deal(deals.best_partial),
        "best.wide": deal(deals.best_wide),
        **{f"holds.{condition}": int(held) for condition, held in reading.conditions().holds.items()},
    }


def compared(case, draws):
    of = run(case, drawn(1, 0, draws))
    found = answers(of)
    assert set(found) == set(no_answers(draws))
    for draw in range(draws):
        assert {name: column[draw] for name, column in found.items()} == expected(Reading(of, draw))


@settings(max_examples=15)
@given(cases())
def test_answers_are_what_a_reading_of_each_draw_says(case):
    compared(case, 5)


@pytest.mark.slow
def test_answers_of_the_founding_case_are_what_a_reading_of_each_draw_says():
    compared(load("iran-us-2020"), 24)


def test_a_posture_has_no_answers_of_its_own():
    empty = no_answers(3)
    assert all(len(column) == 3 for column in empty.values())
    assert {str(v) for column in empty.values() for v in np.unique(column)} == {"", "-1"}
