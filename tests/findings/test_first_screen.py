"""The first screen contradicts neither itself nor the assessment, whatever the case."""

import re

import pytest
from hypothesis import HealthCheck, given, settings

from builders import assessed, quiet_case
from generators import cases
from ripeness.ensemble.wording import ESTIMATES, RUNG_NAMES, estimate, percent
from ripeness.findings.compose import brief_of
from ripeness.findings.first_screen import has_more, verdict
from ripeness.findings.parts import FIRST
from ripeness.rules.conditions import conditions_in_short
from ripeness.settlements.listing import RUNGS
from terminal import NAMES, golden

REACHED = {
    "step": " accept small steps",
    "partial": " accept a partial bargain",
    "wide": " accept a wide settlement",
}


def first(a):
    return brief_of(a, only=(FIRST,))


def contradictions(a):
    """What on the first screen contradicts what else is on it, or the assessment; nothing is what is wanted."""
    brief = first(a)
    answer = brief.finding("message.answer").text
    rows = {f.key.rpartition(".")[2]: f for _, f in brief.findings() if f.key.startswith("message.ladder.")}
    for rung, row in rows.items():
        if REACHED[rung] in answer and a.deals.best[rung] is None:
            yield f"{rung} is said to be within reach, and has no deals"
        yield from in_a_row(a, rung, row)
    if (a.highest_rung is None) is not (" is acceptable to " in answer or "no deal to judge" in answer):
        yield "nothing within reach"
    if "blocks anything larger" in answer and not has_more(a):
        yield "something larger is blocked, and there is none"
    for word, number in re.findall(r"(\b[a-z ]+), (<?[\d.]+) %", " ".join(f.text for _, f in brief.findings())):
        known = [w for _, w in ESTIMATES if word.endswith(w)]
        if known and not number.startswith("<") and max(known, key=len) != estimate(float(number) / 100):
            yield f"{word}: {number}"


def in_a_row(a, rung, row):
    """What contradicts itself in the row of a rung."""
    is_open = a.deals.best[rung] is not None
    counted, in_the_way = row.measure(f"open.{rung}").shown, row.measure(f"in_the_way.{rung}").shown
    if is_open is counted.startswith(("0 of", "none")):
        yield f"{rung}: {counted}"
    if is_open and in_the_way != "–":
        yield f"{rung} is open and {in_the_way} in the way"
    if not is_open and in_the_way == "–" and a.rungs[rung].deals:
        yield f"{rung} is closed and nothing in the way"
    if row.measure(f"word.{rung}").shown != estimate(row.measures[-1].number):
        yield f"{rung}: word and number"


@pytest.mark.parametrize("name", NAMES)
def test_no_two_sentences_contradict_each_other_in_golden_cases(name):
    assert list(contradictions(golden(name))) == []


@settings(max_examples=15, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(cases(postures=True))
def test_no_two_sentences_contradict_each_other_in_any_case(case):
    assert list(contradictions(assessed(case))) == []


def test_the_answer_names_the_highest_rung_that_is_open():
    for name in NAMES:
        a = golden(name)
        told = verdict(a)
        if a.highest_rung:
            assert REACHED[a.highest_rung] in told.partition(":")[0]
        assert (a.highest_rung is not None) is a.conditions.together


ROAD = {"question": "?", "options": {"shut": {"text": "Shut"}, "free": {"text": "Free", "value": {"ann": 0.1}}}}


def test_what_blocks_anything_larger_is_one_issue_where_statements_on_it_do():
    a = assessed(quiet_case({
        "issues.road": ROAD, "issues.exchange": ROAD | {"separable": True},
        "issues.exchange.options.free.value": {"ann": 0.1, "bob": 0.1},
        "parties.ann.salience": {"field": 1, "road": 1, "exchange": 1},
        "parties.bob.salience": {"field": 1, "exchange": 1},
        "parties.bob.preconditions": {"road": {"options": ["free"]}},
        "parties.ann.red_lines": {"road": {"options": ["free"]}},
    }))  # fmt: skip
    assert a.highest_rung == "step"
    told = verdict(a)
    assert "Road blocks anything larger: " in told
    assert "Ann rules out movement on it" in told
    assert "Bob demands movement on it first" in told


def test_where_numbers_are_in_the_way_their_clauses_are_told():
    a = assessed(quiet_case({"issues.field.options.shared.value": {"ann": -0.5, "bob": 0.4}}))
    assert a.highest_rung is None
    assert verdict(a).startswith("No deal is acceptable to both sides now: Ann ")


def test_a_word_stands_with_its_number_and_one_in_so_many():
    case = quiet_case({"dynamics.triggers": {"t": {"rate": 0.05, "war": 1}}, "horizon": 1})
    text = first(assessed(case)).finding("message.war").text
    assert "very unlikely, 5.0 %, or 1 in 20." in text


def test_each_condition_in_the_way_is_named_or_all_at_once():
    a = golden("example")
    for rung in RUNGS:
        told = conditions_in_short(a.rungs[rung].in_the_way)
        assert (told == "") is not bool(a.rungs[rung].in_the_way)
    assert set(RUNG_NAMES) == set(RUNGS)


def test_numbers_beyond_the_record_weaken_most_and_else_judgements_nobody_rated():
    text = first(assessed(quiet_case())).finding("message.weakest").text
    assert re.match(
        r"Weakest point: (all|\d+ of the) \d+ judgements behind this are of low confidence, or of none given\.", text
    )


@pytest.mark.parametrize("p", [0.0, 0.0004, 0.012, 0.2, 0.55, 0.97, 1.0])
def test_the_same_word_is_used_for_the_same_number_everywhere(p):
    assert estimate(float(percent(p).strip("<> %")) / 100) in (estimate(p), estimate(0.001))
