"""A case in words, and the list of cases."""

import re

import pytest

from builders import quiet_case
from ripeness.case.read.library import bundled
from ripeness.case.read.load import judgements
from ripeness.cli.case_page import PARTS, print_case, print_cases
from terminal import EXAMPLE, call, empty_sections, golden, page, raw_page, words


@pytest.fixture(scope="module")
def example():
    return golden("example").case


def test_every_bundled_case_is_listed_with_its_date_and_title():
    found = words(page(print_cases))
    for head in bundled():
        assert f"{head.id} {head.as_of} {head.title}" in found


def test_a_case_shows_its_texts_limits_and_sources(example):
    found = words(page(print_case, example))
    assert found.startswith(f"{example.title}, as of 1 January 2024 {example.summary}")
    for issue in example.issues.values():
        assert issue.question in found
        assert all(option.text in found for option in issue.options.values())
    assert "Birch never accepts on crossing: open (never softens)" in found
    assert "Alder wants in any deal on crossing: joint or open (fades at high trust)" in found
    assert "Birch answers to guards, which has a veto; threshold -0.3" in found
    assert "November 2024: Alder may change its leadership, with a chance of 0.5" in found
    assert "memo: Internal background memo, 2024" in found
    assert all(
        f"{name}]: {each.title}" in found or f"{name}: {each.title}" in found for name, each in example.postures.items()
    )
    assert all(f"{each.title} [{name}]: " in found for name, each in example.levers.items())
    assert "prisoners: Are the prisoners exchanged? (small step)" in found


def test_a_case_shows_what_a_deal_in_force_changes_and_what_hangs_together(example):
    found = page(print_case, example)
    assert "  joint, while in force: triggers.raid × 0, incident × 0.8\n" in found
    assert "  joint (crossing) and lifted (embargo), together, add 0.02 for Alder, 0.05 for Birch\n" in found
    assert "  open (crossing) requires eased or lifted (embargo)\n" in found


def test_a_case_shows_how_the_conflict_moves_and_how_a_party_does(example):
    found = page(print_case, example)
    assert re.search(r"growth of capability a year +0 +0\.03 \(0 to 0\.06\)", found)
    assert "  Birch leans towards what is above 1, and away from what is below: reassure 0.5, accept 1.5\n" in found
    assert "  War for Birch, a year: 0.5 if won, -1 if lost, less 0.8 either way\n" in found
    assert "  At the start: a stalemate, no channel, no deal in force, low trust\n" in found
    assert "  What the model calls crisis is here: border clashes\n" in found
    assert "  Trigger unrest: a chance of 0.01 a month; war at once with a chance of 0.2\n" in found
    raid = "a chance of 0.02 a month during talks; war at once with a chance of 0.05"
    assert f"Trigger raid: {raid}; else it ends talks and bargain with a chance of 0.6" in words(found)
    assert "talks_calm   0.85 (0.7 to 1)" in found
    assert "  no diplomacy [no-diplomacy]: No talks at all (nobody offers talks)\n" in found
    silence = "No talks before the vote (nobody offers talks from month 0 to month 9)"
    assert f"  silence until vote [silence-until-vote]: {silence}\n" in found


def test_a_war_that_goes_on_is_shown_with_what_it_takes():
    war = {"win": 0.5, "lose": -0.5, "cost": 0.4, "fighting": [0.1, 0.2, 0.3]}
    start = {"dynamics.tension": "war", "dynamics.channel": "covert", "dynamics.war_decided": 0.1}
    found = page(print_case, quiet_case(start | {"parties.ann.war": war, "words": {"war": "a long war"}}))
    assert "  War for Ann, a year: 0.5 if won, -0.5 if lost, less 0.4 either way; less 0.2 (0.1 to 0.3) while" in found
    assert "  At the start: war, covert talks, no deal in force, low trust\n" in found
    assert "  What the model calls war is here: a long war\n" in found


@pytest.mark.parametrize(
    ("bargain", "said"), [("step", "a small step in force"), ("signed", "a partial bargain in force")]
)
def test_what_stands_at_the_start_is_shown(bargain, said):
    case = quiet_case({"dynamics.tension": "crisis", "dynamics.bargain": bargain, "dynamics.trust": "mid"})
    assert f"  At the start: a crisis, no channel, {said}, mid trust\n" in page(print_case, case)


def test_every_judgement_with_a_range_or_a_source_is_listed_with_what_it_rests_on(example):
    lines = page(print_case, example, "judgements").splitlines()
    listed = [judgement for judgement in judgements(example) if not judgement.is_fixed or judgement.basis]
    assert [line for line in lines if re.match("  (parties|dynamics|issues)[^:]*: ", line)] == [
        f"  {judgement.path}: {judgement}" for judgement in listed
    ]
    assert {judgement.basis for judgement in listed} == {None, "memo"}
    for judgement in listed:
        below = lines[lines.index(f"  {judgement.path}: {judgement}") + 1]
        rests = f"      {judgement.basis}, confidence {judgement.confidence}"
        assert (below == rests) if judgement.basis else not below.startswith("      ")


def test_a_case_without_sources_postures_and_transitions_has_no_such_headings():
    found = page(print_case, quiet_case())
    headings = ("Levers", "Postures", "Linkages", "Claims", "Sources")
    assert [each for each in (*headings, "may change its leadership", "while in force", "leans") if each in found] == []


@pytest.mark.parametrize("name", ["example", "random-40"])
def test_no_section_of_a_case_is_empty(name):
    assert empty_sections(raw_page(print_case, golden(name).case, "all")) == []


def test_a_case_without_ranges_has_no_heading_for_them():
    found = raw_page(print_case, quiet_case(), "all")
    assert "Judgements with a range" not in found
    assert "Sources" not in found
    assert empty_sections(found) == []


def test_statements_are_listed_with_what_they_rest_on_and_levers_with_who_and_how_hard(example):
    found = page(print_case, example, "all")
    assert "  parties.birch.red_lines.crossing\n      memo" in found
    assert "A third party guarantees [guarantee]: third party, difficulty 2 of 5" in found
    assert "Alder drops its precondition [drop-precondition]: Alder, difficulty 3 of 5" in found
    assert all(f"  {claim.text} [{name}]" in found for name, claim in example.claims.items())


def test_a_title_from_right_to_left_is_isolated_without_our_words_about_it():
    title = "\u05d4\u05de\u05ea\u05e0\u05d4"
    case = quiet_case(
        {"levers": {"wait": {"title": title, "who": "ann", "effort": 2, "set": {"parties.ann.pride": 0.5}}}}
    )
    assert f"\u2068{title}\u2069 [wait]: Ann, difficulty" in words(page(print_case, case))


def test_by_default_judgements_are_left_out_and_it_is_said_how_to_see_them(example):
    found = page(print_case, example, None, EXAMPLE, width=200)
    assert "Judgements with a range" not in found
    assert f"ripeness show {EXAMPLE} --part judgements" in found
    assert found.endswith("What is computed: docs/MODEL.md\n")


def test_the_parts_of_a_case_are_all_of_it(example):
    whole = page(print_case, example, "all").splitlines()
    title, told = whole[0], list[str]()
    for part in PARTS[:-1]:
        first, *lines = page(print_case, example, part).splitlines()
        assert first == title
        told += lines
    assert [line for line in whole[1:] if line.strip()][-len([x for x in told if x.strip()]) :] == [
        line for line in told if line.strip()
    ]


def test_a_part_that_there_is_not_is_refused():
    code, out, err = call("show", EXAMPLE, "--part", "war")
    assert (code, out) == (2, "")
    assert "expected: parties, issues, dynamics, judgements, sources, all" in words(err)
