"""The founding case: that it carries what it must, and behaves as its mechanisms say. Its answers are not pinned."""

import re
from functools import cache

import pytest

from ripeness.answer.pipeline import run
from ripeness.answer.quantities import quantity_values
from ripeness.answer.reading import assess
from ripeness.case.model import Case
from ripeness.case.quantity import parsed
from ripeness.case.read.library import bundled, path_of
from ripeness.case.read.load import judgements, load, with_changes
from ripeness.ensemble.claims import judge_claims

ANALYSIS = "responsible-statecraft-2020"

# what the model asks of the founding case at least (docs/MODEL.md, section 9)
ASKED_FOR = {
    "covert-prevents-war": ("less", "war@covert-channel", "war@no-diplomacy"),
    "dropping-precondition-opens": ("more", "deals_now@no-precondition", "deals_now"),
    "keeping-it-leaves-small-steps": ("less", "deal_now@palestine-first", "deal_now"),
    "successor-hope-closes": ("less", "deals_now@no-precondition[before]", "deals_now@no-precondition[after]"),
    "pressure-raises-war-more": (
        "more",
        "war@maximum-pressure - war",
        "capitulation.iran@maximum-pressure - capitulation.iran",
    ),
    "small-steps-first": ("more", "settled.ever@step-by-step", "settled.ever@grand-bargain"),
    "small-steps-lead-on": ("more", "deal.ever@no-precondition", "deal.ever@no-precondition-no-steps"),
    "gap-shortens-bargain": ("less", "bargain.life", "bargain.life@shared-expectations"),
    "parity-opens": ("more", "deals_now@parity-no-precondition", "deals_now@no-precondition"),
    "talks-shorten-crises": ("less", "crisis_months@open-talks", "crisis_months@no-diplomacy"),
    "before-worse-than-after": ("less", "bargain[before]", "bargain[after]"),
}


@cache
def founding() -> Case:
    return load("iran-us-2020")


def quantity(case: Case, text: str) -> float:
    return float(quantity_values(run(case), parsed(text))[0])


@pytest.mark.parametrize("head", bundled(), ids=lambda head: head.id)
def test_a_bundled_case_names_the_schema_in_its_first_line(head):
    assert path_of(head.id).read_text().splitlines()[0] == "# yaml-language-server: $schema=../schema.json"


def test_every_judgement_with_a_range_says_what_it_rests_on():
    silent = [j.path for j in judgements(founding()) if not j.is_fixed and (j.basis is None or j.confidence is None)]
    assert silent == []


def test_what_rests_on_the_analysis_names_the_paragraph():
    from_analysis = [j for j in judgements(founding()) if j.source_id == ANALYSIS]
    assert from_analysis
    assert [j.path for j in from_analysis if not (j.basis or "").removeprefix(ANALYSIS).strip().startswith("¶")] == []


def test_it_carries_the_files_issues_postures_levers_and_claims_of_the_dispute():
    case = founding()
    assert {"nuclear", "sanctions", "missiles", "allies", "iraq-gulf", "palestine"} <= set(case.issues)
    assert any(issue.separable for issue in case.issues.values())
    assert {
        "no-diplomacy",
        "covert-channel",
        "open-talks",
        "maximum-pressure",
        "step-by-step",
        "grand-bargain",
        "palestine-first",
    } <= set(case.postures)
    assert len(case.levers) >= 6
    assert case.horizon == 36
    assert [case.transition_month(t) for t in case.transitions] == [10]
    assert all(party.constituencies for party in case.parties.values())
    assert "palestine" in case.parties["us"].preconditions
    assert case.parties["iran"].red_lines["palestine"].softens != "never"


@pytest.mark.parametrize("name", ASKED_FOR)
def test_it_puts_to_the_test_what_the_model_asks_for(name):
    claim = founding().claims[name]
    way, first, second = ASKED_FOR[name]
    assert getattr(claim, way) == (first, second)
    assert claim.without


def test_the_mechanisms_of_trust_and_of_talks_are_those_that_the_model_names():
    claims = founding().claims
    assert claims["small-steps-lead-on"].without == {"dynamics.trust_effect": 0}
    assert claims["talks-shorten-crises"].without == {"dynamics.talks_calm": 1}


def test_nobody_talks_where_there_is_no_diplomacy():
    assert founding().postures["no-diplomacy"].talks == "none"
    assert quantity(founding(), "talks.ever@no-diplomacy") == 0
    assert quantity(founding(), "talks.ever@quiet-until-inauguration[before]") == 0
    assert quantity(founding(), "talks.ever@quiet-until-inauguration") > 0


@pytest.mark.parametrize("posture", ["grand-bargain", "no-precondition-no-steps", "talk-alone", "palestine-first"])
def test_no_small_step_is_taken_where_all_or_nothing_is_asked(posture):
    assert quantity(founding(), "step.ever") > 0
    assert quantity(founding(), f"step.ever@{posture}") == 0


def test_rules_between_ships_make_clashes_rarer():
    without = with_changes(founding(), {"issues.incidents.options.rules.effects": {}})
    assert assess(founding()).as_is.implied.crises_per_year < assess(without).as_is.implied.crises_per_year


def test_a_deal_on_iraq_makes_war_over_its_civil_war_rarer():
    options = ("restraint", "drawdown")
    without = with_changes(founding(), {f"issues.iraq-gulf.options.{option}.effects": {} for option in options})
    assert quantity(founding(), "war.trigger@no-precondition") < quantity(without, "war.trigger@no-precondition")


def test_both_sides_hope_for_more_than_the_analyst_sees():
    assert all(a.illusion > 0 for a in assess(founding()).alternatives.values())


def test_what_it_implies_does_not_contradict_the_record():
    # the record of the two, 1979-2020: five crises in 41 years (two in 2019 alone), none a war; of all
    # international crises 22 % were. A tense stretch of 0.1 to 0.6 a year, and at most that share, contradict neither.
    implied = assess(founding()).as_is.implied
    assert 0.1 < implied.crises_per_year < 0.6
    assert implied.war_per_crisis < 0.22
    none_in_five = (1 - implied.war_per_crisis) ** 5
    assert none_in_five > 0.05


def test_covert_talks_do_not_become_safer_as_they_leak():
    wars = [quantity(with_changes(founding(), {"dynamics.leak": leak}), "war@covert-channel") for leak in (0, 0.1, 0.5)]
    assert wars == sorted(wars)


def test_a_bargain_lasts_longer_under_a_higher_guarantee():
    lives = [
        quantity(with_changes(founding(), {"dynamics.guarantee": guarantee}), "bargain.life")
        for guarantee in (0, 0.4, 0.8)
    ]
    assert lives == sorted(lives)
    assert lives[0] < lives[-1]


def test_a_bargain_lasts_longer_where_expectations_are_nearer():
    lives = [
        quantity(with_changes(founding(), {"parties.iran.expects": expects}), "bargain.life") for expects in (0, 0.5, 1)
    ]
    assert lives == sorted(lives)
    assert lives[0] < lives[-1]


def verdicts_in_the_notes() -> dict[str, str]:
    """By claim the verdict at the modes that the notes of the case give, "holds" or "fails"."""
    notes = path_of("iran-us-2020").with_name("notes.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| ([a-z-]+)(?: ¶\d| \(ours\)) \| [^|]+ \| \*{0,2}(holds|fails)\b", notes, re.MULTILINE)
    return dict(rows)


def test_the_notes_say_of_each_claim_whether_it_holds():
    results = judge_claims(run(founding()))
    assert verdicts_in_the_notes() == {name: "holds" if of.holds else "fails" for name, of in results.items()}
