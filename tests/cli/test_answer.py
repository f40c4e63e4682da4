"""The answer: its sentences agree with its numbers, and every number on the page is the assessment's."""

import re
from dataclasses import replace
from functools import cache
from unittest.mock import patch

import pytest
from rich.cells import cell_len

from briefs import RIGHT_TO_LEFT, isolates, right_to_left_case
from builders import assessed, quiet_case
from ripeness.answer.pivot import pivots
from ripeness.answer.result import Alternative
from ripeness.case.model import Words
from ripeness.case.names import posture_in_words
from ripeness.case.quantity import AS_IS
from ripeness.cli.answer import bottom_line, hangs_on_statements, print_answer, verdict
from ripeness.ensemble.wording import first_word, outbreak
from ripeness.findings.message import rung_in_words
from terminal import COLOUR, NAMES, each_golden, empty_sections, golden, page, raw_page, row, words

WORDS = (
    (0.0, "remote"), (0.0099, "remote"), (0.01, "almost no chance"), (0.049, "almost no chance"),
    (0.05, "very unlikely"), (0.199, "very unlikely"), (0.2, "unlikely"), (0.449, "unlikely"), (0.45, "roughly even"),
    (0.549, "roughly even"), (0.55, "likely"), (0.799, "likely"), (0.8, "very likely"), (0.949, "very likely"),
    (0.95, "almost certain"), (0.989, "almost certain"), (0.99, "nearly certain"), (1.0, "nearly certain"),
)  # fmt: skip
ROAD = {"question": "?", "options": {"shut": {"text": "Shut"}, "free": {"text": "Free", "value": {"ann": 0.1}}}}


def with_odds(a, bargain, settled, war):
    return replace(
        a, futures=a.futures | {"as-is": replace(a.as_is, bargain=bargain, settled=settled, war_by_month=(0.0, war))}
    )


def with_deals(a, now, among):
    return replace(a, deals=replace(a.deals, now=now, settlements=among))


@cache
def pivots_of(name, beyond):
    return pivots(golden(name).case, beyond_small_steps=beyond)


def none_found(case, beyond_small_steps):
    return ()


def shown(a, width=120, find=none_found, show=page):
    """The page, without a search for pivots unless told: it takes longer than all the rest."""
    with patch("ripeness.cli.answer.pivots", find):
        return show(print_answer, a, "my.yaml", width=width)


@cache
def answer(name, width=120, show=page):
    return shown(golden(name), width, lambda case, beyond_small_steps: pivots_of(name, beyond_small_steps), show)


def number(cell):
    """A percentage as a number, with how far rounding may have moved it."""
    if cell.startswith("<"):
        return pytest.approx(0.0, abs=float(cell[1:]))
    return pytest.approx(float(cell), abs=0.501 * 0.1 ** len(cell.partition(".")[2]))


# --- the bottom line ---


@pytest.mark.parametrize(("probability", "word"), WORDS)
def test_the_bottom_line_words_each_probability_by_its_range(probability, word):
    a = golden("example")
    deal, _, war = bottom_line(with_odds(a, probability, 0.0, probability)).partition("; war: ")
    assert f"a deal (a signed bargain or a settlement in force): {word} (" in deal
    assert war.startswith(f"{word} (")
    for shown_number in re.findall(r"\(([<\d.]+) %\)", deal + war):
        assert probability * 100 == number(shown_number)


def test_a_deal_is_a_signed_bargain_or_a_settlement_in_force():
    assert "): roughly even (50 %); war" in bottom_line(with_odds(golden("example"), 0.3, 0.2, 0.0))


def test_the_bottom_line_names_the_month_in_which_the_horizon_ends():
    assert bottom_line(golden("example")).startswith("By January 2026, ")
    assert bottom_line(golden("random-4")).startswith("By December 2024, ")


@pytest.mark.parametrize(
    ("name", "now", "among", "sentence"),
    [
        ("example", 3, 15, "Diplomacy can succeed now, up to a wide settlement: 3 of 15 deals are acceptable to all."),
        ("example", 1, 15, "Diplomacy can succeed now, up to a wide settlement: 1 of 15 deals is acceptable to all."),
        (
            "random-42",
            11,
            35,
            "Diplomacy can succeed now, up to a partial bargain: 11 of 35 deals are acceptable to all.",
        ),
        ("example", 0, 4211, "Diplomacy cannot succeed now: none of 4,211 deals is acceptable to all."),
        ("example", 0, 0, "There is no deal to judge"),
        ("random-81", 2, 11, "Diplomacy can succeed now, but only in small steps: 2 of 11 deals are acceptable to all"),
    ],
)
def test_the_verdict_says_whether_diplomacy_can_succeed(name, now, among, sentence):
    assert verdict(with_deals(golden(name), now, among)).startswith(sentence)


@each_golden
def test_the_verdict_is_that_of_the_conditions(name):
    a = golden(name)
    assert verdict(a).startswith("Diplomacy can succeed") is a.conditions.together
    assert ("only in small steps" in verdict(a)) is (a.conditions.together and not a.conditions_beyond.together)


def test_where_a_war_may_go_on_the_bottom_line_says_so_and_in_a_war_what_would_be_a_new_one():
    assert "going on" not in bottom_line(golden("example"))
    assert re.search(r"; war: [a-z ]+ \(.*?\); war going on then: [a-z ]+ \(", bottom_line(golden("random-15")))
    assert "; war breaking out anew: " in bottom_line(golden("random-4"))


def test_the_answer_says_where_there_is_no_deal_that_the_case_starts_with():
    for name, says in (("random-15", True), ("random-36", False), ("random-47", False)):
        told = "The case has a signed bargain in force at the start, but there is no such deal, so it starts with none."
        assert (told in words(answer(name))) is says, name


def test_the_stages_are_one_line_unless_a_bargain_is_signed_at_the_start():
    told = words(answer("example"))
    _, _, found = told.partition("How far diplomacy gets by then: ")
    shown_numbers = re.findall(r"([<\d.]+) %", found.partition(". (The words")[0])
    for cell, expected in zip(shown_numbers, golden("example").as_is.stages.values(), strict=True):
        assert expected * 100 == number(cell)
    assert "How far diplomacy gets" not in answer("random-36")


@pytest.mark.parametrize("name", ["example", "random-15", "random-81"])
def test_each_rung_is_told_with_its_deals_and_what_is_in_the_way(name):
    a, told = golden(name), words(answer(name))
    assert len(a.rungs) == 3
    for rung, of in a.rungs.items():
        assert rung_in_words(rung, of) in told


def test_who_could_sign_without_whom_is_told_where_three_or_more_sign():
    a = golden("random-15")
    assert a.coalitions == (("p0", "p2"), ("p0", "p3"))
    told = "Who could sign a deal beyond small steps without the others: P0 and P2; or P0 and P3."
    assert told in words(answer("random-15"))
    assert "All could sign a deal beyond small steps together: P0, P1 and P2." in words(answer("random-4"))
    assert "could sign" not in answer("example")
    nobody = words(shown(replace(a, coalitions=())))
    assert "No two of them could sign a deal beyond small steps without the others." in nobody


def test_a_case_s_own_words_stand_wherever_the_page_speaks_of_its_tension():
    own = Words(stalemate="the siege", crisis="border raids", war="open war")
    of = golden("random-15")
    told = words(shown(replace(of, case=of.case.model_copy(update={"words": own}))))
    # the record, the claims and the limits are not the case's
    told = re.sub(
        "What the record says of the argument.*?The best small step", "", told.partition("What this cannot")[0]
    )
    assert "; open war: " in told
    assert "Risk of open war up to each month" in told
    assert "border raids begun a year" in told
    # the head of a column has no room for more
    told = told.replace(" posture war ", " posture ")
    assert not re.findall(r"(?<!open )(?<!full-scale )\bwar\b", told, re.IGNORECASE)
    assert not re.findall(r"\bcris[ie]s\b|stalemate", told, re.IGNORECASE)


# --- the whole page ---


@each_golden
def test_the_answer_has_all_its_sections_the_bottom_line_first(name):
    a = golden(name)
    found = words(answer(name))
    sections = [
        bottom_line(a),
        verdict(a),
        "The words mean: ",
        "The four conditions",
        "Deals by rung, and what is in the way",
        "What it hangs on" if a.conditions_beyond.together else "Why not",
        *["The smallest changes that open a deal"][: len(a.openings)],
        *["The best small step now"][: any(issue.separable for issue in a.case.issues.values())],
        "The best partial bargain now",
        "The best wide settlement now",
        "What each can expect without a deal",
        "Is the moment ripe?",
        f"Postures compared: {outbreak(a.case)} by",
        *[f"{first_word(a.case.words.war or 'war')} that goes on, by"][: a.war_goes_on],
        "Postures compared: what else by",
        f"Risk of {outbreak(a.case)} up to each month",
        "What the case implies",
        "The judgement that the answer hangs on most",
        *["The claims, put to the test"][: len(a.case.claims)],
        "What this cannot see",
        "Next: ripeness why my.yaml",
    ]
    places = [found.find(section) for section in sections]
    assert -1 not in places, sections[places.index(-1)]
    assert places == sorted(places)
    absent = ["Why not" if a.conditions_beyond.together else "What it hangs on"]
    absent += ["The smallest changes that open"] if not a.openings else []
    absent += ["The claims, put to the test"] if not a.case.claims else []
    assert [section for section in absent if section in found] == []


@each_golden
def test_no_section_is_empty(name):
    assert empty_sections(answer(name, show=raw_page)) == []


@each_golden
def test_no_line_is_wider_than_80_columns_on_a_terminal_of_80(name):
    assert max(map(cell_len, answer(name, 80).splitlines())) <= 80


@each_golden
def test_no_line_is_wider_than_120_columns_on_a_terminal_of_120(name):
    assert max(map(cell_len, answer(name).splitlines())) <= 120


def test_on_a_narrow_terminal_no_number_is_cut_short():
    narrow, wide = (re.findall(r"[+-]?\d+\.\d+", answer("example", width)) for width in (80, 120))
    assert sorted(narrow) == sorted(wide)


def test_without_colour_the_answer_says_the_same():
    assert page(print_answer, golden("example"), "my.yaml", NO_COLOR="1") == answer("example")


@each_golden
def test_the_tables_of_postures_hold_the_numbers_of_the_futures(name):
    a = golden(name)
    wars, _, rest = answer(name).partition("Postures compared: what else")
    for posture, future in a.futures.items():
        label = posture_in_words(a.case, posture)
        war, *against, intention, miscalculation, miscommunication, trigger = row(wars, label)
        by_path = [number(cell) for cell in (intention, miscalculation, miscommunication, trigger)]
        assert [future.war_total * 100, *(p * 100 for p in future.war.values())] == [number(war), *by_path]
        assert len(against) == (posture != AS_IS)
        for points in against:
            difference = 100 * (future.war_total - a.as_is.war_total)
            assert float(points) == pytest.approx(difference, abs=0.0501)
            assert points[0] == ("0" if abs(difference) < 0.05 else "+" if difference > 0 else "-")
        step, bargain, settled, *giving_in, crisis = row(rest, label)
        in_force = [future.step * 100, future.bargain * 100, future.settled * 100]
        assert in_force == [number(step), number(bargain), number(settled)]
        for party, cell in zip(a.that_sign, giving_in, strict=True):
            if party in future.capitulation:
                assert future.capitulation[party] * 100 == number(cell)
            else:
                assert cell == "–"
        assert future.crisis_months == pytest.approx(float(crisis), abs=0.0501)


@pytest.mark.parametrize("name", ["random-4", "random-15"])
def test_the_table_of_wars_that_go_on_holds_the_numbers_of_the_futures(name):
    a = golden(name)
    told = answer(name).partition("War that goes on, by")[2]
    for posture, future in a.futures.items():
        at_war, months, decided, ceasefire = row(told, posture_in_words(a.case, posture))
        expected = [100 * p for p in (future.at_war, future.decided, future.ever["ceasefire"])]
        assert expected == [number(at_war), number(decided), number(ceasefire)]
        assert future.war_months == pytest.approx(float(months), abs=0.0501)


def test_a_posture_is_set_against_the_expected_course_not_against_the_one_above():
    a = golden("example")
    half = replace(a.as_is, war_by_month=(0.0, 0.5))
    later = {
        "milder": replace(half, war_by_month=(0.0, 0.375)),
        "same": half,
        "graver": replace(half, war_by_month=(0.0, 1)),
    }
    found = shown(replace(a, futures={AS_IS: half} | later))
    assert [row(found, posture)[1] for posture in later] == ["-12.5", "0.0", "+50.0"]
    assert re.search(r"^ +against +mis-.*\nposture +war +expected +intention", found, re.MULTILINE)


@each_golden
def test_the_alternatives_printed_are_the_assessments(name):
    a = golden(name)
    lines = answer(name).splitlines()
    start = next(n for n, line in enumerate(lines) if line.startswith("What each can expect without a deal"))
    rows = [re.split(r"\s{2,}", line.strip()) for line in lines[start + 3 : start + 3 + 2 * len(a.alternatives)]]
    for place, (party, of) in enumerate(a.alternatives.items()):
        (named, viewer, *believed), (analyst, *seen) = rows[2 * place : 2 * place + 2]
        assert (named, viewer, analyst) == (a.case.parties[party].name, "itself", "the analyst")
        for cells, expected, best in (
            (believed, of.believed, of.reservation),
            (seen, of.as_analyst, of.reservation_as_analyst),
        ):
            in_order = (expected.never, expected.attack, expected.wait, best)
            assert [cell == "–" for cell in cells] == [worth is None for worth in in_order]
            for cell, worth in zip(cells, in_order, strict=True):
                assert worth is None or worth * 100 == pytest.approx(float(cell), abs=0.0501)


@each_golden
def test_the_table_of_conditions_says_what_the_diagnosis_found(name):
    a = golden(name)
    of = a.conditions_beyond if a.only_small_steps else a.conditions
    found = answer(name)
    for number_of, condition in enumerate(of.holds, start=1):
        line = next(line for line in found.splitlines() if line.startswith(f"{number_of} "))
        *of_each, together = re.findall("holds|fails", line)
        assert [cell == "holds" for cell in of_each] == [of.for_party[p][condition] for p in a.case.signatories]
        assert (together == "holds") is of.holds[condition]
    assert row(found, "all four together") == ["holds" if of.together else "fails"]


# --- sentences that depend on the case ---


def test_the_judgement_that_it_hangs_on_is_told_with_its_range():
    limits = {"parties.ann.concession_limit": [0.1, 0.6, 0.9], "issues.road": ROAD, "parties.bob.reservation": 0.1,
              "parties.ann.salience": {"field": 1, "road": 1}, "issues.road.options.free.value": {"ann": 1},
              "issues.field.options.shared.value": {"ann": -0.8, "bob": 0.4}}  # fmt: skip
    told = words(page(print_answer, assessed(quiet_case(limits)), "my.yaml"))
    _, _, told = told.partition("The judgement that the answer hangs on most ")
    assert re.match(r"parties\.ann\.concession_limit: moved from 0\.6 to 0\.3\d+, it leaves no deal", told)
    assert "its range is 0.1 to 0.9" in told


def test_a_judgement_that_flips_the_answer_only_beyond_its_range_is_told_as_such():
    a = golden("example")
    first, *_ = pivots_of("example", True)
    assert not first.in_range
    told = words(answer("example")).partition("The judgement that the answer hangs on most ")[2]
    j = first.judgement
    assert told.startswith(
        f"{j.path}: moved from {j.mode:g} to {first.value:.3g}, it leaves no deal beyond small steps "
        "(no judgement flips the answer within its range)."
    )
    assert a.deals.best_wide is not None


RED_LINE = {"parties.ann.red_lines": {"field": {"options": ["shared"]}}}
PRECONDITION = {"issues.road": ROAD, "parties.ann.salience": {"field": 1, "road": 1},
                "issues.road.options.free.value": {"ann": 0.1, "bob": 0.1},
                "parties.bob.salience": {"field": 1, "road": 1},
                "parties.ann.red_lines": {"road": {"options": ["free"]}},
                "parties.bob.preconditions": {"road": {"options": ["free"]}}}  # fmt: skip
# the field is open but for Ann's share in its gains, the exchange, a small step, but for her red line
SHARE = {"issues.field.options.shared.value": {"ann": 0.1, "bob": 0.9}, "dynamics.recognition": 1,
         "issues.exchange": ROAD | {"separable": True}, "parties.ann.salience": {"field": 1, "exchange": 1},
         "parties.bob.salience": {"field": 1, "exchange": 1},
         "issues.exchange.options.free.value": {"ann": 0.1, "bob": 0.1},
         "parties.ann.red_lines": {"exchange": {"options": ["free"]}}}  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "conflicts", "hangs"),
    [
        ({}, (), False),
        (RED_LINE, (("red_line(ann,field)",),), True),
        (PRECONDITION, (("precondition(bob,road)", "red_line(ann,road)"),), True),
        ({"issues.field.options.shared.value.ann": -0.5}, None, False),
        (SHARE, (("entitlement(ann)", "red_line(ann,exchange)"),), False),
    ],
    ids=["open", "red line", "red line and precondition", "numbers", "a number and a red line"],
)
def test_an_answer_hangs_on_statements_where_they_alone_leave_no_deal(changes, conflicts, hangs):
    a = assessed(quiet_case(changes))
    assert conflicts in (None, a.diagnosis.conflicts)
    assert hangs_on_statements(a) is hangs
    told = "No number: that no deal is open now follows from red lines and preconditions alone."
    assert (told in words(shown(a))) is hangs


def test_where_a_number_and_a_red_line_close_all_deals_the_number_is_told():
    told = words(page(print_answer, assessed(quiet_case(SHARE)), "my.yaml"))
    _, _, told = told.partition("The judgement that the answer hangs on most ")
    assert re.match(r"\S+: moved from \S+ to \S+, it opens a deal \(", told)


@each_golden
def test_no_number_flips_an_answer_that_hangs_on_statements(name):
    a = golden(name)
    if hangs_on_statements(a):
        assert pivots_of(name, a.deals.now > 0) == ()


def test_an_illusion_is_told_and_a_sober_party_is_left_alone():
    a = golden("example")
    sober = Alternative(never=0.1, attack=None, wait=None)
    of = {p: replace(each, believed=sober, as_analyst=sober, reservation=0.1, reservation_as_analyst=0.1)
          for p, each in a.alternatives.items()}  # fmt: skip
    assert "illusion" not in shown(replace(a, alternatives=of))
    dreams = of | {"birch": replace(of["birch"], reservation=0.35)}
    assert "Birch overrates its alternatives: it expects 25.0 more than the analyst does." in shown(
        replace(a, alternatives=dreams)
    )


HURTING = "each expects worse than today without a deal"
CONTENT = "without a deal these still expect to do no worse than today:"
WAY_OUT = "a way out exists, worth against what each expects without a deal"


@pytest.mark.parametrize(
    ("ann", "bob", "is_open", "sentence"),
    [
        (-0.1, -0.1, True, f"Yes: {HURTING}; {WAY_OUT} +60.0 to Ann and +50.0 to Bob."),
        (0.1, -0.1, True, f"No: {CONTENT} Ann (+10.0); {WAY_OUT} +40.0 to Ann and +50.0 to Bob."),
        (0.1, 0.1, True, f"No: {CONTENT} Ann (+10.0), Bob (+10.0); {WAY_OUT} +40.0 to Ann and +30.0 to Bob."),
        (0.0, -0.1, True, f"No: {CONTENT} Ann (0.0); {WAY_OUT} +50.0 to Ann and +50.0 to Bob."),
        (-0.009, -0.1, True, f"No: {CONTENT} Ann (-0.9); {WAY_OUT} +50.9 to Ann and +50.0 to Bob."),
        (-0.1, -0.1, False, f"No: {HURTING}; there is no way out, no deal that all accept."),
        (-0.1, 0.1, False, f"No: {CONTENT} Bob (+10.0); there is no way out, no deal that all accept."),
    ],
)
def test_whether_the_moment_is_ripe_is_said_with_what_is_missing(ann, bob, is_open, sentence):
    changes = {"parties.ann.reservation": ann, "parties.bob.reservation": bob}
    closed = {} if is_open else {"parties.ann.red_lines": {"field": {"options": ["shared"]}}}
    assert sentence in words(shown(assessed(quiet_case(changes | closed))))


def test_where_only_small_steps_are_open_there_is_no_way_out():
    hurting = {"parties.ann.reservation": -0.1, "parties.bob.reservation": -0.1, "issues.field.separable": True}
    told = words(shown(assessed(quiet_case(hurting))))
    assert f"No: {HURTING}; there is no way out, no deal beyond small steps that all accept." in told


@pytest.mark.parametrize(("ann", "sure"), [(0.009, "Ann and Bob"), (0.1, "Bob")])
def test_who_is_convinced_that_nothing_is_better_than_a_deal_is_told(ann, sure):
    changes = {"parties.ann.reservation": ann, "parties.bob.reservation": -0.1}
    assert f"Convinced that nothing is better than a deal: {sure}." in words(shown(assessed(quiet_case(changes))))


def test_the_claims_that_fail_come_first():
    claims = {
        "true": {"text": "Bob gains.", "basis": "judgement", "more": ["value.bob", -1]},
        "false": {"text": "Bob loses.", "basis": "judgement", "less": ["value.bob", -1]},
    }
    found = shown(assessed(quiet_case({"claims": claims})))
    assert found.index("Bob loses.") < found.index("Bob gains.")
    assert row(found, "Bob loses.")[0] == "fails"
    assert row(found, "Bob gains.")[0] == "holds"


def test_the_smallest_changes_are_the_smallest_that_open_any_deal():
    # the exchange, a small step, needs one change; the field needs two
    case = quiet_case({
        "issues.field.options.shared.value": {"ann": -0.5, "bob": 0.4},
        "issues.exchange": ROAD | {"separable": True},
        "parties.ann.salience": {"field": 1, "exchange": 1},
        "parties.ann.red_lines": {"exchange": {"options": ["free"]}},
        "parties.bob.salience": {"field": 1, "exchange": 1},
        "issues.exchange.options.free.value": {"ann": 0.3, "bob": 0.3},
        "parties.ann.concession_limit": 0.1,
    })  # fmt: skip
    a = assessed(case)
    assert (a.deals.now, a.diagnosis.corrections[0]) == (0, ("red_line(ann,exchange)",))
    found = words(shown(a))
    _, _, changes = found.partition("The smallest changes that open a deal")
    assert "Ann moves its red line on exchange" in changes.partition("The best small step now")[0]


@pytest.mark.parametrize("name", [name for name in NAMES if golden(name).deals.now == 0])
def test_where_no_deal_is_open_no_change_told_is_larger_than_needed(name):
    a = golden(name)
    assert {opening.correction for opening in a.openings} <= set(a.diagnosis.corrections)


@pytest.mark.parametrize(("worth", "now"), [(0.2, 1), (-0.5, 0)], ids=["open", "closed"])
def test_where_every_deal_is_a_small_step_no_section_is_empty(worth, now):
    value = {"ann": worth, "bob": 0.4}
    a = assessed(quiet_case({"issues.field.separable": True, "issues.field.options.shared.value": value}))
    assert (a.deals.now, a.deals.settlements) == (now, 1)
    assert empty_sections(shown(a, show=raw_page)) == []
    found = words(shown(a))
    assert f"that {'a' if now else 'no'} deal is open now holds however far any one number is moved" in found
    assert ("Why not now" in found) is not bool(now)
    assert "The claims" not in found


def test_where_the_linkages_exclude_every_deal_no_section_is_empty():
    case = quiet_case({"issues.road": ROAD, "complete": True,
                       "linkages": [{"if": {"field": "shared"}, "requires": {"road": "shut"}}]})  # fmt: skip
    a = assessed(case)
    assert a.deals.settlements == 0
    assert empty_sections(shown(a, show=raw_page)) == []
    assert "Why not" not in shown(a)
    assert "The smallest changes" not in shown(a)


def test_each_name_from_right_to_left_is_isolated_alone():
    told = words(page(print_answer, assessed(right_to_left_case()), "my.yaml"))
    parts = {part for name in RIGHT_TO_LEFT.values() for part in (name, *name.split())}
    assert set(isolates(told)) <= parts
    assert f"\u2068{RIGHT_TO_LEFT['ann']}\u2069: does better without a deal" in told


def test_what_matters_most_has_no_colour_that_a_light_terminal_swallows():
    lines = raw_page(print_answer, golden("example"), "my.yaml").splitlines()
    last = next(line for line in reversed(lines) if "In short:" in line)
    assert "\x1b[1m" in last
    assert not COLOUR.search(last)
    assert not re.search("\x1b\\[(?:\\d+;)*(?:33|93)m", "".join(lines))
