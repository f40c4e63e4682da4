"""Words for numbers and constraints."""

import re

import pytest

from builders import quiet_case
from ripeness.answer.reading import Reading
from ripeness.case.model import Words
from ripeness.case.quantity import QUANTITIES
from ripeness.case.read.load import load
from ripeness.crisis.futures import REACHED
from ripeness.ensemble.wording import (
    ESTIMATES,
    called,
    constraint_in_words,
    estimate,
    in_units,
    month_name,
    must_change,
    outbreak,
    part,
    percent,
    ranges,
    why_not,
)
from ripeness.rules.constraints import CONSTRAINTS
from terminal import golden

WORDS = [word for _, word in ESTIMATES]
BOUNDS = [bound for bound, _ in ESTIMATES[:-1]]


@pytest.mark.parametrize(("below", "bound", "above"), list(zip(WORDS, BOUNDS, WORDS[1:], strict=False)))
def test_a_boundary_takes_the_higher_word(below, bound, above):
    assert (estimate(bound - 1e-12), estimate(bound)) == (below, above)


def test_every_probability_has_a_word():
    assert (estimate(0.0), estimate(1.0)) == (WORDS[0], WORDS[-1])
    assert sorted(BOUNDS) == BOUNDS
    assert len(set(WORDS)) == len(WORDS)


def test_the_row_of_terms_gives_every_word_the_range_in_which_it_is_used():
    terms = ranges().split(", ")
    assert len(terms) == len(WORDS)
    for word, term in zip(WORDS, terms, strict=True):
        assert term.startswith(f"{word} ")
        numbers = [float(n) / 100 for n in re.findall(r"\d+", term)]
        low, high = (0.0, *numbers) if "<" in term else (*numbers, 1.01) if ">" in term else numbers
        assert {estimate(low), estimate((low + min(high, 1.0)) / 2), estimate(high - 1e-9)} == {word}


@pytest.mark.parametrize(
    "probability", [0.0, 1e-9, 0.0009, 0.001, 0.004, 0.099, 0.0999, 0.1, 0.5, 0.989, 0.9949, 0.99999, 1.0]
)
def test_a_percentage_is_within_its_last_digit_and_never_claims_certainty(probability):
    shown = percent(probability)
    number = shown.removesuffix(" %")
    if number.startswith("<"):
        assert 0 < probability < float(number[1:]) / 100
    else:
        assert float(number) == pytest.approx(probability * 100, abs=0.0501 if "." in number else 0.501)
    assert (float(number.removeprefix("<")) in (0, 100)) is (probability in (0, 1))


@pytest.mark.parametrize(
    ("of_best", "shown"),
    [(0.0, "0 %"), (0.004, "<+1 %"), (-0.004, ">-1 %"), (0.006, "+1 %"), (-1.5, "-150 %"), (1, "+100 %")],
)
def test_a_payoff_is_a_part_of_the_best_with_its_sign_unless_it_is_nothing(of_best, shown):
    assert part(of_best) == shown


UNITS = {
    "war": "12 %", "settled": "12 %", "step": "12 %", "bargain": "12 %", "deal": "12 %", "capitulation.PARTY": "12 %",
    "bargain.life": "0.1 months", "crisis_months": "0.1 months", "value.PARTY": "+0.3 years at its best",
    "illusion.PARTY": "+30 % of its best",
    "deal_now": "0 deals", "deals_now": "0 deals",
} | {f"war.{path}": "12 %" for path in ("intention", "miscalculation", "miscommunication", "trigger")} | {
    f"alternative.PARTY.{which}": "+30 % of its best" for which in ("never", "wait", "attack")
} | {f"{what}.ever": "12 %" for what in REACHED}  # fmt: skip


def test_every_quantity_has_its_unit_at_any_posture_and_moment_and_as_a_difference():
    assert set(UNITS) == set(QUANTITIES)
    for quantity, shown in UNITS.items():
        name = quantity.replace("PARTY", "iran")
        for asked in (name, f"{name}@talks", f"{name}[before]", f"{name}@talks[after]", f"{name} - {name}@talks"):
            assert in_units(asked, 0.12, 0.4) == shown, asked


@pytest.mark.parametrize(
    ("quantity", "amount", "shown"),
    [
        ("war", 0.0, "0 %"), ("war@a - war@b", -0.027, "-2.7 %"), ("war@a - war@b", -0.0001, ">-0.1 %"),
        ("war", 0.0001, "<0.1 %"), ("deals_now", 1.0, "1 deal"), ("deals_now", 0.0, "0 deals"),
        ("deals_now - deals_now@a", -3.0, "-3 deals"), ("deal_now", 1.0, "a deal"), ("deal_now", 0.0, "no deal"),
        ("deal_now - deal_now@a", -1.0, "-1 deals"), ("value.us", -1.166, "-1.17 years of its stake"),
        ("illusion.us", 0.0, "0.0 points of its stake"),
        ("alternative.us.wait", float("nan"), "does not apply"), ("crisis_months", 12.04, "12.0 months"),
    ],
)  # fmt: skip
def test_an_amount_is_told_in_its_unit(quantity, amount, shown):
    assert in_units(quantity, amount) == shown


@pytest.mark.parametrize(
    ("months", "name"), [(0, "January 2024"), (11, "December 2024"), (12, "January 2025"), (240, "January 2044")]
)
def test_months_are_counted_over_the_turn_of_the_year(months, name):
    assert month_name(golden("example").case, months) == name


def test_a_case_s_own_words_stand_for_stalemate_crisis_and_war_and_else_the_usual_ones():
    case = golden("example").case
    assert called(case) == ("stalemate", "border clashes", "border clashes", "border clashes", "war")
    bare = case.model_copy(update={"words": Words()})
    assert called(bare) == ("stalemate", "crisis", "a crisis", "crises", "war")
    of_all = called(bare.model_copy(update={"words": Words(stalemate="the siege", crisis="a raid", war="open\nwar")}))
    assert (of_all.stalemate, of_all.a_crisis, of_all.war) == ("the siege", "a raid", "open war")


def test_in_a_case_that_starts_in_war_the_chance_of_war_is_that_it_breaks_out_anew():
    assert outbreak(golden("example").case) == "war"
    assert outbreak(golden("random-4").case) == "war breaking out anew"


def test_every_kind_of_constraint_is_worded_with_the_party_and_what_it_is_about():
    a = golden("example")
    constraints = Reading(a.run).constraints
    assert {c.kind for c in constraints} == set(CONSTRAINTS)
    for c in constraints:
        name = a.case.parties[c.party].name
        stands, gives_way, called = (of(a.case, c.name) for of in (why_not, must_change, constraint_in_words))
        assert stands.startswith(f"{name} ")
        assert called.startswith(f"{name}: {c.rule.name}")
        assert name in gives_way
        assert stands != gives_way
        assert c.item is None or all(c.item in words for words in (stands, gives_way, called))


def test_constraints_are_worded_with_names_and_seats_and_never_with_ids():
    case = load("iran-us-2020")
    line, demand, veto = "red_line(iran,palestine)", "precondition(us,palestine)", "ratified(us,congress)"
    assert why_not(case, line) == "Tehran rules out movement on the Palestinian question"
    assert must_change(case, demand) == "Washington drops its precondition on the Palestinian question"
    assert constraint_in_words(case, demand) == "United States: precondition on the Palestinian question"
    assert why_not(case, veto) == "Washington could not get it past Congress"
    assert must_change(case, veto) == "Washington wins over Congress"
    assert constraint_in_words(case, veto) == "United States: ratification by Congress"


def test_an_issue_and_a_constituency_of_one_id_are_worded_each_by_its_own_name():
    group = {"name": "the growers", "salience": {"field": 1}, "threshold": -1, "veto": True}
    case = quiet_case({"issues.field.name": "the {field}", "parties.ann.constituencies": {"field": group}})
    assert why_not(case, "ratified(ann,field)") == "Ann could not get it past the growers"
    assert why_not(case, "red_line(ann,field)") == "Ann rules out movement on the {field}"
