"""Each way in which the parts of a case can fail to fit together, and what the person is told."""

import pytest

import complaints
from ripeness.case.read.load import load_text, with_changes
from ripeness.errors import CaseError

# What stands in the example, what is put in its place, and everything that is then said.
MISTAKES = [
    (
        "salience: {crossing: 0.5,",
        "salience: {crosing: 0.5,",
        ["case.yaml:17:16  parties.alder.salience.crosing  no such issue; did you mean crossing?"],
    ),
    (
        "salience: {crossing: 0.5, embargo: 0.2, prisoners: 0.3}",
        "salience: {crossing: 0}",
        [("case.yaml:17:5  parties.alder.salience  sums to 0, expected: above 0 for at least one issue")],
    ),
    (
        "basis: memo, confidence",
        "basis: memoo p. 4, confidence",
        ["case.yaml:18:60  parties.alder.capability.basis  no such source: memoo; did you mean memo?"],
    ),
    (
        "as_of: 2024-01-01",
        "as_of: 2025-01-01",
        [
            (
                "case.yaml:107:11  transitions.0.date  2024-11-01 is before the case's as_of, expected: "
                "2025-01-01 or later"
            )
        ],
    ),
    (
        "concession_limit: 0.40\n      beliefs",
        "signatory: false\n      beliefs",
        [
            (
                "case.yaml:111:7  transitions.0.successor.signatory  who signs does not change with a leadership, "
                "expected: without signatory"
            )
        ],
    ),
    (
        "policy: {alder: {press: 1}}",
        "policy: {alder: {press: -1}}",
        [("case.yaml:125:85  postures.maximum-pressure.policy.alder.press  -1 is no weight, expected: at least 0")],
    ),
    (
        "policy: {alder: {press: 1}}",
        "policy: {alder: {press: 0}}",
        [("case.yaml:125:70  postures.maximum-pressure.policy.alder  sums to 0, expected: above 0 for one action")],
    ),
    (
        "policy: {alder: {press: 1}}",
        "policy: {aldr: {press: 1}}",
        ["case.yaml:125:70  postures.maximum-pressure.policy.aldr  no such party; did you mean alder?"],
    ),
    (
        "policy: {alder: {press: 1}}",
        "policy: {alder: {}}",
        [("case.yaml:125:70  postures.maximum-pressure.policy.alder  sums to 0, expected: above 0 for one action")],
    ),
    (
        "months: [0, 10]",
        "months: [10, 1]",
        [
            (
                "case.yaml:126:68  postures.quiet-until-vote.months  [10, 1] holds no month, expected: "
                "[from, to) with 0 <= from < to"
            )
        ],
    ),
    (
        "less: [war@covert-channel, war@no-diplomacy]",
        "less: [war@covert-chanel, war@no-diplomacy]",
        [
            (
                "case.yaml:139:12  claims.covert-channel-prevents-war.less.0  no such posture; did you mean "
                "covert-channel?"
            )
        ],
    ),
    (
        "less: [war@covert-channel, war@no-diplomacy]",
        "more: [war, 0.2]\n    holds: deal_now",
        [
            (
                "case.yaml:136:3  claims.covert-channel-prevents-war  has more and holds, expected: one of "
                "less, more or holds"
            )
        ],
    ),
    (
        "less: [war@covert-channel, war@no-diplomacy]",
        "holds: war",
        [
            (
                "case.yaml:139:12  claims.covert-channel-prevents-war.holds  war is neither true nor false, "
                "expected: deal_now, or less or more in place of holds"
            )
        ],
    ),
    (
        "less: [war@covert-channel, war@no-diplomacy]",
        "less: [warr, value.aldr]",
        [
            ("case.yaml:139:12  claims.covert-channel-prevents-war.less.0  no such quantity: warr; did you mean war?"),
            "case.yaml:139:18  claims.covert-channel-prevents-war.less.1  no such party; did you mean alder?",
        ],
    ),
    (
        "    less: [war@covert-channel, war@no-diplomacy]\n",
        "",
        [
            (
                "case.yaml:136:3  claims.covert-channel-prevents-war  compares nothing, expected: one of "
                "less, more or holds"
            )
        ],
    ),
    (
        (
            "closed: {text: Birch keeps it closed}\n      joint:\n        text: Joint control\n"
            "        visibility: 0.7\n        value: {alder: 0.6, birch: -0.3}\n"
            "        effects: {triggers.raid: 0, incident: 0.8}   "
            "# while a deal with it is in force: no raids, fewer incidents\n      open:"
        ),
        "open:",
        [
            (
                "case.yaml:32:28  parties.alder.preconditions.crossing.options.0  no such option of crossing, "
                "expected: open"
            ),
            ("case.yaml:61:5  issues.crossing.options  one option, expected: two or more, the first the status quo"),
            "case.yaml:79:22  linkages.0.when.crossing  no such option of crossing, expected: open",
        ],
    ),
    (
        "options: [open], softens",
        "options: [closed, joint, open], softens",
        [
            (
                "case.yaml:50:27  parties.birch.red_lines.crossing.options  bars every option of crossing, "
                "expected: at least one that it can accept"
            )
        ],
    ),
    (
        "options: [open], softens",
        "options: [opn], softens",
        [
            (
                "case.yaml:50:28  parties.birch.red_lines.crossing.options.0  no such option of crossing; did "
                "you mean open?"
            )
        ],
    ),
    (
        "when: {crossing: joint, embargo: lifted}",
        "when: {crossing: joint}",
        ["case.yaml:85:5  linkages.0.when  one issue, expected: two or more issues"],
    ),
    (
        "    requires: {embargo: [eased, lifted]}   # one of them\n",
        "",
        ["case.yaml:87:5  linkages.1  has if, expected: either when and value, or if and requires"],
    ),
    (
        "partial_issues: 2",
        "partial_issues: 9",
        [("case.yaml:9:17  partial_issues  9 is more than there are issues, expected: at most 3 issues")],
    ),
    (
        "name: Birch",
        "name: Birch\n    signatory: false",
        ["case.yaml:14:1  parties  1 signatory, expected: two or more without `signatory: false`"],
    ),
    (
        "no-diplomacy:",
        "as-is:",
        [
            "case.yaml:123:3  postures.as-is  as-is is the case itself, expected: another name",
            (
                "case.yaml:139:32  claims.covert-channel-prevents-war.less.1  no such posture, expected: "
                "as-is, covert-channel, maximum-pressure, quiet-until-vote, silence-until-vote, no-small-steps "
                "or no-precondition"
            ),
        ],
    ),
    (
        "transitions: {alder: 0.7}",
        "transitions: {brch: 0.7}",
        ["case.yaml:119:19  beliefs.birch.transitions.brch  no such party; did you mean birch?"],
    ),
    ("- party: alder", "- party: aldr", ["case.yaml:106:12  transitions.0.party  no such party; did you mean alder?"]),
    (
        "capitulation: {birch: 0.002}",
        "capitulation: {brch: 0.002}",
        ["case.yaml:93:18  dynamics.capitulation.brch  no such party; did you mean birch?"],
    ),
    (
        "value: {alder: 0.6, birch: -0.3}",
        "value: {aldr: 0.6, birch: -0.3}",
        ["case.yaml:66:17  issues.crossing.options.joint.value.aldr  no such party; did you mean alder?"],
    ),
    (
        "value: {alder: 0.02, birch: 0.05}",
        "value: {alder: 0.02, brch: 0.05}",
        ["case.yaml:86:26  linkages.0.value.brch  no such party; did you mean birch?"],
    ),
    (
        "when: {crossing: joint, embargo: lifted}",
        "when: {crossing: joint, embargo: lift}",
        ["case.yaml:85:38  linkages.0.when.embargo  no such option of embargo; did you mean lifted?"],
    ),
    (
        "when: {crossing: joint, embargo: lifted}",
        "when: {}",
        ["case.yaml:85:5  linkages.0.when  nothing, expected: two or more issues"],
    ),
    (
        "    value: {alder: 0.02, birch: 0.05}\n",
        "",
        ["case.yaml:85:5  linkages.0  has when, expected: either when and value, or if and requires"],
    ),
    (
        "  - if: {crossing: open}\n",
        "  - when: {crossing: open, embargo: full}\n",
        [("case.yaml:87:5  linkages.1  has when and requires, expected: either when and value, or if and requires")],
    ),
    (
        "  - if: {crossing: open}\n    requires: {embargo: [eased, lifted]}   # one of them\n",
        "  - note: nothing\n",
        ["case.yaml:87:5  linkages.1  is empty, expected: either when and value, or if and requires"],
    ),
    (
        "salience: {crossing: 0.9, embargo: 0.1, prisoners: 0.0}",
        "salience: {crossing: 0}",
        [
            (
                "case.yaml:53:9  parties.birch.constituencies.guards.salience  sums to 0, expected: above "
                "0 for at least one issue"
            )
        ],
    ),
    (
        "salience: {crossing: 0.9, embargo: 0.1, prisoners: 0.0}",
        "salience: {crosing: 1}",
        [
            (
                "case.yaml:53:20  parties.birch.constituencies.guards.salience.crosing  no such issue; did you "
                "mean crossing?"
            )
        ],
    ),
    (
        "threshold: -0.30",
        "threshold: -0.30\n        values: {crossing: {opn: 1}, embrgo: {full: 0}}",
        [
            (
                "case.yaml:55:29  parties.birch.constituencies.guards.values.crossing.opn  no such option of "
                "crossing; did you mean open?"
            ),
            (
                "case.yaml:55:38  parties.birch.constituencies.guards.values.embrgo  no such issue; did you mean "
                "embargo?"
            ),
        ],
    ),
    (
        "successor:\n      preconditions: {}",
        "successor:\n      salience: {crossing: 0}\n      red_lines: {embargoo: {options: [full]}}",
        [
            ("case.yaml:110:7  transitions.0.successor.salience  sums to 0, expected: above 0 for at least one issue"),
            ("case.yaml:111:19  transitions.0.successor.red_lines.embargoo  no such issue; did you mean embargo?"),
        ],
    ),
    (
        "successor_terms: {concession_limit: 0.5}",
        "successor_terms: {salience: {crossing: 0}}",
        [
            (
                "case.yaml:120:23  beliefs.birch.successor_terms.salience  sums to 0, expected: above 0 "
                "for at least one issue"
            )
        ],
    ),
    (
        "beliefs: {capability: {alder: 0.60, birch: 0.40}}",
        "beliefs: {capability: {aldr: 0.60, birch: 0.40}}",
        [("case.yaml:112:30  transitions.0.successor.beliefs.capability.aldr  no such party; did you mean alder?")],
    ),
    (
        "  birch:\n    transitions: {alder: 0.7}",
        "  brch:\n    transitions: {alder: 0.7}",
        ["case.yaml:118:3  beliefs.brch  no such party; did you mean birch?"],
    ),
    (
        "capability: {alder: 0.70, birch: 0.30}",
        "capability: {alder: 0, birch: 0}",
        [
            (
                "case.yaml:117:5  beliefs.alder.capability  sums to 0 over the signatories, expected: "
                "above 0 for one of them"
            )
        ],
    ),
    (
        "capability: {alder: 0.70, birch: 0.30}",
        "capability: {alder: 0.7, birsh: 0.3}",
        ["case.yaml:117:30  beliefs.alder.capability.birsh  no such party; did you mean birch?"],
    ),
    (
        "capitulation: {birch: 0.02}",
        "capitulation: {brch: 0.02}",
        ["case.yaml:116:20  beliefs.alder.capitulation.brch  no such party; did you mean birch?"],
    ),
    (
        "bars: {alder: [offer_open], birch",
        "bars: {aldr: [offer_open], birch",
        ["case.yaml:124:57  postures.covert-channel.bars.aldr  no such party; did you mean alder?"],
    ),
    (
        "basis: memo}",
        "basis: mem p. 2}",
        ["case.yaml:50:58  parties.birch.red_lines.crossing.basis  no such source: mem; did you mean memo?"],
    ),
    (
        "basis: memo}",
        "basis: hearsay}",
        [
            (
                "case.yaml:50:58  parties.birch.red_lines.crossing.basis  no such source: hearsay, "
                "expected: a source's id and the place in it, judgement or base-rate"
            )
        ],
    ),
    (
        "basis: memo}",
        "basis: ''}",
        [
            (
                "case.yaml:50:58  parties.birch.red_lines.crossing.basis  names no source, expected: a "
                "source's id and the place in it, judgement or base-rate"
            )
        ],
    ),
    (
        "less: [war@covert-channel, war@no-diplomacy]",
        "less: [war.intent, war@no-diplomacy - 3]",
        [
            (
                "case.yaml:139:12  claims.covert-channel-prevents-war.less.0  no such quantity: war.intent; did "
                "you mean war.intention?"
            ),
            (
                "case.yaml:139:24  claims.covert-channel-prevents-war.less.1  no such quantity: 3, "
                "expected: war, war.intention, war.miscalculation, war.miscommunication, war.trigger, settled, "
                "step, bargain, deal, talks.ever, opening.ever, step.ever, bargain.ever, settled.ever, deal.ever, "
                "bargain.life, crisis_months, capitulation.PARTY, value.PARTY, deal_now, deals_now, "
                "alternative.PARTY.never, alternative.PARTY.wait, alternative.PARTY.attack, illusion.PARTY"
            ),
        ],
    ),
    (
        "effects: {triggers.raid: 0, incident: 0.8}",
        "effects: {triggers.riad: 0, incidnt: 0.8}",
        [
            (
                "case.yaml:67:19  issues.crossing.options.joint.effects.triggers.riad  no such trigger; did you mean "
                "triggers.raid?"
            ),
            "case.yaml:67:37  issues.crossing.options.joint.effects.incidnt  no such rate; did you mean incident?",
        ],
    ),
    (
        "effects: {triggers.raid: 0, incident: 0.8}",
        "effects: {raid: 0, capitulation: 1}",
        [
            "case.yaml:67:19  issues.crossing.options.joint.effects.raid  no such rate; did you mean triggers.raid?",
            (
                "case.yaml:67:28  issues.crossing.options.joint.effects.capitulation  no such rate, expected: "
                "a rate, such as press_crisis, crisis_pressure or press_trust, or triggers.NAME"
            ),
        ],
    ),
    (
        "effects: {triggers.raid: 0, incident: 0.8}",
        "effects: {war_decided: 0.5, talks_calm: [0, 0.5, 1]}",
        [
            (
                "case.yaml:67:19  issues.crossing.options.joint.effects.war_decided  no deal changes it, "
                "expected: any rate but guarantee, recognition, entitlement_exponent, trust_effect and war_decided"
            ),
            (
                "case.yaml:67:49  issues.crossing.options.joint.effects.talks_calm  0 is out of range, expected: "
                "between 0.0001 and 100, because at 0 every crisis would end at once"
            ),
        ],
    ),
    (
        "    raid: {rate",
        "    raids: {rate",
        [
            (
                "case.yaml:67:19  issues.crossing.options.joint.effects.triggers.raid  no such trigger; did you mean "
                "triggers.raids?"
            )
        ],
    ),
    (
        "requires: {embargo: [eased, lifted]}",
        "requires: {embargo: [eased, liftd]}",
        ["case.yaml:88:33  linkages.1.requires.embargo.1  no such option of embargo; did you mean lifted?"],
    ),
    (
        "requires: {embargo: [eased, lifted]}",
        "requires: {embargo: liftd}",
        ["case.yaml:88:25  linkages.1.requires.embargo  no such option of embargo; did you mean lifted?"],
    ),
    (
        "propensity: {reassure: 0.5, accept: 1.5}",
        "propensity: {wait: 0}",
        [
            (
                "case.yaml:43:24  parties.birch.propensity.wait  is 0, expected: above 0, because waiting may be "
                "all that a party can do"
            )
        ],
    ),
    (
        "propensity: {reassure: 0.5, accept: 1.5}",
        "propensity: {wait: [0, 1, 2]}",
        [
            (
                "case.yaml:43:24  parties.birch.propensity.wait  may be 0, at its lowest, expected: above 0, "
                "because waiting may be all that a party can do"
            )
        ],
    ),
    (
        "tension: stalemate",
        "tension: war",
        [
            (
                "case.yaml:102:12  dynamics.tension  a war that is decided at once does not go on, expected: war "
                "only where war_decided is below 1"
            )
        ],
    ),
    (
        "trust: low\n  channel: none\n  tension: stalemate\n  bargain: none",
        "trust: mid\n  channel: none\n  tension: war\n  bargain: signed\n  war_decided: 0.1",
        [
            "case.yaml:100:10  dynamics.trust  in a war there is no trust beyond low, expected: low",
            "case.yaml:103:12  dynamics.bargain  in a war no bargain is in force, expected: none",
        ],
    ),
    (
        "less: [war@covert-channel, war@no-diplomacy]",
        "holds: deal_now@no-precondition - deal_now",
        [
            (
                "case.yaml:139:12  claims.covert-channel-prevents-war.holds  deal_now@no-precondition - deal_now "
                "is neither true nor false, expected: deal_now, or less or more in place of holds"
            )
        ],
    ),
]


@pytest.mark.parametrize(("old", "new", "said"), MISTAKES, ids=[new.strip() for _, new, _ in MISTAKES])
def test_a_mistake_is_told_once_with_its_place(old: str, new: str, said: list[str]):
    assert complaints.of_example((old, new)) == said


def test_an_id_that_cannot_be_is_the_cause_of_what_refers_to_it():
    assert complaints.of_example(("  crossing:\n    question", "  the crossing:\n    question")) == [
        "case.yaml:58:3  issues.the crossing  the text 'the crossing' is no id, expected: "
        "up to 80 letters, digits, - and _, such as the-crossing"
    ]


@pytest.mark.parametrize("weight", ["initiative", "capability"])
def test_the_weights_of_the_signatories_may_not_all_be_0(weight: str):
    name = "capability: {low: 0.55, mode: 0.60, high: 0.65, basis: memo, confidence: moderate}"
    said = complaints.of_example(
        (name, f"{weight}: 0"),
        ("    capability: 0.40\n", f"    {weight}: 0\n"),
        ("transitions:\n", "beliefs_: {}\ntransitions:\n"),  # keeps beliefs about capability out of it
    )
    assert (
        f"case.yaml:18:17  parties.alder.{weight}  the {weight} of the signatories sums to 0, "
        "expected: above 0 for one of them"
    ) in said


@pytest.mark.parametrize(
    "requires",
    [
        "  - if: {crossing: open}\n    requires: {crossing: joint}\n",
        "  - if: {crossing: open}\n    requires: {embargo: lifted}\n"
        "  - if: {crossing: open}\n    requires: {embargo: eased}\n",
    ],
    ids=["on the issue of its own if", "different options under one if"],
)
def test_requirements_may_exclude_an_option_altogether(requires: str):
    original = "  - if: {crossing: open}\n    requires: {embargo: [eased, lifted]}   # one of them\n"
    assert complaints.of_example((original, requires)) == []


def test_a_belief_about_a_transition_may_outlive_it():
    assert complaints.of_example(("transitions: {alder: 0.7}", "transitions: {birch: 0.7}")) == []
    assert complaints.of_example(("set: {parties.alder.preconditions: {}}", "set: {transitions: []}")) == []


WITHOUT_TRANSITIONS = complaints.EXAMPLE.replace(
    complaints.EXAMPLE[complaints.EXAMPLE.index("transitions:") : complaints.EXAMPLE.index("beliefs:\n  alder")], ""
)


def claiming(text: str, quantity: str) -> list[str]:
    """What is said of a text whose claim compares this quantity first."""
    assert "less: [war@covert-channel," in text
    return complaints.of_text(text.replace("less: [war@covert-channel,", f"less: ['{quantity}',"))


@pytest.mark.parametrize("when", ["before", "after"])
def test_a_moment_beside_a_transition_needs_one(when: str):
    assert claiming(complaints.EXAMPLE, f"war@covert-channel[{when}]") == []
    (said,) = claiming(WITHOUT_TRANSITIONS, f"war@covert-channel[{when}]")
    assert said.endswith(
        "claims.covert-channel-prevents-war.less.0  "
        f"[{when}] needs a transition, but there is none, expected: without [{when}]"
    )


def test_a_moment_is_beside_a_transition_of_the_case_for_no_posture_can_bring_one():
    vote = "set: {transitions: [{party: alder, date: 2024-11-15, probability: 0.5, successor: {pride: 0}}]}"
    text = WITHOUT_TRANSITIONS.replace("set: {parties.alder.preconditions: {}}", vote)
    assert vote in text
    assert claiming(text, "war@no-precondition")[0].endswith("adds a transition, expected: a case of its own")
    for posture in ("no-precondition", "no-diplomacy"):
        (said,) = claiming(text, f"war@{posture}[before]")
        assert "[before] needs a transition, but there is none" in said


WATCHER = "issues:\n", "  cedar: {name: Cedar, signatory: false, salience: {crossing: 1}}\n\nissues:\n"


def test_a_party_that_signs_nothing_may_be_named_in_bars():
    bars = "bars: {alder: [offer_open], birch", "bars: {cedar: [press], alder: [offer_open], birch"
    assert complaints.of_example(WATCHER, bars) == []


@pytest.mark.parametrize("quantity", ["alternative.cedar.never", "illusion.cedar", "capitulation.cedar"])
def test_what_only_a_signatory_has_is_asked_of_one(quantity: str):
    text = complaints.EXAMPLE.replace(*WATCHER, 1)
    kind = quantity.partition(".")[0]
    assert claiming(text, quantity.replace("cedar", "birch")) == []
    (said,) = claiming(text, quantity)
    assert said.endswith(
        f"claims.covert-channel-prevents-war.less.0  cedar signs nothing and has no {kind}, expected: alder or birch"
    )


def test_a_value_may_be_asked_of_any_party():
    assert claiming(complaints.EXAMPLE.replace(*WATCHER, 1), "value.cedar") == []


def test_a_party_that_a_posture_has_sign_can_capitulate_under_it():
    text = complaints.EXAMPLE.replace(*WATCHER, 1)
    text = text.replace("set: {parties.alder.preconditions: {}}", "set: {parties.cedar.signatory: true}")
    assert claiming(text, "capitulation.cedar@no-precondition") == []
    # an alternative is that of the case as it is
    assert len(claiming(text, "alternative.cedar.never@no-precondition")) == 1


def test_options_that_yaml_takes_for_numbers_are_ids():
    text = complaints.EXAMPLE.replace("joint", "1")
    assert complaints.of_text(text) == []


def test_a_precondition_behind_the_same_party_s_own_red_line_is_allowed():
    said = complaints.of_example(
        ("      crossing: {options: [open], softens", "      crossing: {options: [joint, open], softens"),
        ("    red_lines:\n", "    preconditions: {crossing: {options: [open]}}\n    red_lines:\n"),
    )
    assert said == []


# all that section 6.4 of the model calls the incumbents' throughout
REFUSED_OF_A_SUCCESSOR = {
    "capability": "2",
    "growth": "0.1",
    "propensity": "{press: 2}",
    "patience": "0.2",
    "initiative": "2",
    "war": "{win: 1, lose: 0, cost: 0.1}",
    "precision": "9",
    "expects": "first-step",
    "spoils": "0.5",
}
REFUSED_OF_AN_IMAGINED_ONE = REFUSED_OF_A_SUCCESSOR | {"reservation": "0.1"}
KEEPS = "the game keeps the incumbent's for its whole length, so a successor's changes nothing, expected: without"
HOPED = "has no effect on the deal hoped for from a successor, expected: without"


@pytest.mark.parametrize("field", REFUSED_OF_A_SUCCESSOR)
def test_what_a_leadership_cannot_change_is_refused_of_a_successor(field: str):
    value = REFUSED_OF_A_SUCCESSOR[field]
    (said,) = complaints.of_example(("    successor:\n", f"    successor:\n      {field}: {value}\n"))
    assert said == f"case.yaml:110:7  transitions.0.successor.{field}  {KEEPS} {field}"
    for path in (f"transitions.0.successor: {{{field}: {value}}}", f"transitions.0.successor.{field}: {value}"):
        (said,) = complaints.of_example(("set: {dynamics.guarantee: 0.7}", f"set: {{{path}}}"))
        assert said.startswith("case.yaml:133:")
        assert said.endswith(f"{KEEPS} {field}")
    with pytest.raises(CaseError, match="keeps the incumbent's"):
        with_changes(load_text(complaints.EXAMPLE), {f"transitions.0.successor.{field}": 1})


@pytest.mark.parametrize("field", REFUSED_OF_AN_IMAGINED_ONE)
@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("successor_terms: {concession_limit: 0.5}", "successor_terms: {%s}"),
        ("beliefs: {capability: {alder: 0.60, birch: 0.40}}", "beliefs: {successor_terms: {%s}}"),
    ],
    ids=["of-an-incumbent", "of-a-successor"],
)
def test_what_no_hope_hangs_on_is_refused_of_an_imagined_successor(field: str, old: str, new: str):
    (said,) = complaints.of_example((old, new % f"{field}: {REFUSED_OF_AN_IMAGINED_ONE[field]}"))
    assert said.endswith(f"successor_terms.{field}  {HOPED} {field}")


def test_who_signs_is_refused_of_an_imagined_successor():
    said = complaints.of_example(("successor_terms: {", "successor_terms: {signatory: false, "))
    assert said == [
        "case.yaml:120:23  beliefs.birch.successor_terms.signatory  "
        "who signs does not change with a leadership, expected: without signatory"
    ]
