"""What is explained: every heading of an answer, every word with a range, and one fact in one place."""

import re

import pytest

import ripeness
from needs import ROOT
from ripeness.answer.reading import Reading
from ripeness.case.rates import RATES
from ripeness.ensemble.wording import ESTIMATES, RUNG_NAMES, estimate_range
from ripeness.errors import InputError
from ripeness.findings.compose import brief_of
from ripeness.findings.glossary import ALSO, TERMS, as_markdown, explained, terms
from ripeness.findings.why import why
from ripeness.rules.conditions import CONDITIONS
from ripeness.rules.constraints import CONSTRAINTS
from terminal import call, golden, words

# headings that say what they say
PLAIN = {"who", "what is done", "what it is", "holds"}


def headings(assessed):
    """The headings of the tables of an answer and of a deal judged, without the names of the parties."""
    reading = Reading(assessed.run)
    brief, judged = brief_of(assessed), why(reading, len(reading.settlements) - 1)
    names = [party.shown for party in assessed.case.parties.values()]
    for section in (*brief.sections, judged.short, judged.constraints):
        for block in section.blocks:
            for column in block.columns:
                yield re.sub(rf"^({'|'.join(map(re.escape, names))}) ?", "", column)


def test_every_heading_of_the_founding_answer_is_explained_or_plain():
    found = set(headings(ripeness.assess(ripeness.load("iran-us-2020")).at_modes)) - {""}
    assert {"rung", "difficulty", "slack", "provision"} <= found
    assert found >= PLAIN
    for heading in found - PLAIN:
        assert explained(heading)


def test_the_page_of_the_glossary_is_made_of_the_terms():
    assert (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8") == as_markdown()


def test_terms_are_in_order_and_told_once():
    names = [term.name for term in TERMS]
    assert names == sorted(set(names), key=str.casefold)
    assert all(term.meaning and "|" not in term.meaning and "\n" not in term.meaning for term in terms())


@pytest.mark.parametrize(
    "word",
    [*(word for _, word in ESTIMATES), *RUNG_NAMES.values(), *CONDITIONS.values(), *RATES, *ALSO]
    + [rule.name for rule in CONSTRAINTS.values()],
)
def test_what_the_tables_of_the_model_name_is_explained(word):
    assert explained(word)


@pytest.mark.parametrize("probability", [0.001, 0.05, 0.3, 0.5, 0.7, 0.9, 0.999])
def test_an_estimative_word_has_its_range(probability):
    word = next(word for bound, word in ESTIMATES if probability < bound)
    assert explained(word)[0].meaning == f"a probability of {estimate_range(probability)}"


def test_a_term_is_found_in_any_case_and_number():
    assert explained("Red_Lines") == explained("red line")
    assert explained("in force by March 2023") == explained("in force")


def test_a_word_that_two_tables_name_is_told_once_with_what_each_says():
    (lapse,) = explained("lapse")
    assert lapse.meaning.startswith("the end of a wide settlement; as a rate: ")
    names = [term.name.casefold() for term in terms()]
    assert len(names) == len(set(names))


@pytest.mark.parametrize(
    ("word", "said"), [("exposre", "did you mean exposure?"), ("zzz", "expected: one of those that")]
)
def test_an_unknown_word_is_told_with_what_is_near(word, said):
    with pytest.raises(InputError, match="no such term"):
        explained(word)
    code, out, err = call("explain", word)
    assert (code, out) == (2, "")
    assert said in words(err)


def test_a_term_is_explained_on_the_terminal_and_beside_an_answer():
    _, out, _ = call("explain", "small", "step")
    assert words(out) == "small step: a deal on separable issues alone, which forecloses nothing."
    assert call("assess", "iran-us-2020", "--explain", "small step")[:2] == (0, out)
    assert call("assess", "iran-us-2020", "--explain", "zzz")[0] == 2


def test_without_a_term_all_are_listed():
    _, out, _ = call("explain", COLUMNS="200")
    shown = words(out)
    assert all(f" {term.name} " in shown for term in terms() if term.name != "action")


def test_a_case_of_three_parties_has_no_heading_of_its_own():
    for heading in set(headings(golden("random-39"))) - PLAIN - {""}:
        assert explained(heading)
