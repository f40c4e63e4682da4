"""Each way in which a case can have the wrong shape, and what the person is told."""

import pytest

import complaints

# What stands in the example, what is put in its place, and everything that is then said.
MISTAKES = [
    ("pride: 0.5", "prde: 0.5", ["case.yaml:22:5  parties.alder.prde  no such key; did you mean pride?"]),
    (
        "title: Alder and Birch on the river border",
        "titel: x",
        ["case.yaml:4:1  titel  no such key; did you mean title?"],
    ),
    ("    name: Alder\n", "", ["case.yaml:15:3  parties.alder.name  is missing, expected: text"]),
    (
        "salience: {crossing: 0.5, embargo: 0.2, prisoners: 0.3}",
        "salience: [a]",
        ["case.yaml:17:15  parties.alder.salience  a list, expected: a mapping of issue: number"],
    ),
    (
        "confidence: moderate",
        "confidence: medium",
        [("case.yaml:18:78  parties.alder.capability.confidence  the text 'medium', expected: low, moderate or high")],
    ),
    (
        "pride: 0.5",
        "pride: 7",
        ["case.yaml:22:12  parties.alder.pride  7 is out of range, expected: between 0 and 5"],
    ),
    (
        "pride: 0.5",
        "pride: true",
        [("case.yaml:22:12  parties.alder.pride  true, expected: a number between 0 and 5, or [low, mode, high]")],
    ),
    (
        "pride: 0.5",
        "pride: [1, 2]",
        ["case.yaml:22:12  parties.alder.pride  a list of 2 numbers, expected: [low, mode, high]"],
    ),
    (
        "pride: 0.5",
        "pride: [3, 2, 1]",
        [
            (
                "case.yaml:22:12  parties.alder.pride  low 3 > mode 2 > high 1 is out of order, expected: "
                "low <= mode <= high"
            )
        ],
    ),
    (
        "pride: 0.5",
        "pride: {low: 1, mod: 2, high: 3}",
        ["case.yaml:22:21  parties.alder.pride.mod  no such key; did you mean mode?"],
    ),
    (
        "pride: 0.5",
        "pride:",
        [("case.yaml:22:5  parties.alder.pride  nothing, expected: a number between 0 and 5, or [low, mode, high]")],
    ),
    (
        "mode: 0.60",
        "mode: 0.60, bais: memo",
        ["case.yaml:18:41  parties.alder.capability.bais  no such key; did you mean basis?"],
    ),
    (
        "horizon: 24",
        "horizon: 300",
        ["case.yaml:8:10  horizon  the number 300, expected: a whole number between 1 and 240"],
    ),
    (
        "horizon: 24",
        "horizon: '24'",
        ["case.yaml:8:10  horizon  the text '24', expected: a whole number between 1 and 240"],
    ),
    (
        "horizon: 24",
        "horizon: 2.5",
        ["case.yaml:8:10  horizon  the number 2.5, expected: a whole number between 1 and 240"],
    ),
    ("region: Example", "complete: yes", ["case.yaml:6:11  complete  the text 'yes', expected: true or false"]),
    (
        "title: Alder and Birch on the river border",
        "title: 2020",
        ["case.yaml:4:8  title  the number 2020, expected: text, in quotes"],
    ),
    (
        "as_of: 2024-01-01",
        "as_of: 2024-13-01",
        ["case.yaml:7:8  as_of  the text '2024-13-01', expected: a date such as 2024-11-05"],
    ),
    (
        "as_of: 2024-01-01",
        "as_of: January",
        ["case.yaml:7:8  as_of  the text 'January', expected: a date such as 2024-11-05"],
    ),
    (
        "expects: first-step",
        "expects: always",
        [
            (
                "case.yaml:24:14  parties.alder.expects  the text 'always', expected: one-off, first-step, "
                "a number between 0 and 1, or [low, mode, high]"
            )
        ],
    ),
    (
        "softens: never",
        "softens: nver",
        [
            (
                "case.yaml:50:44  parties.birch.red_lines.crossing.softens  the text 'nver', expected: "
                "never, mid or high; did you mean never?"
            )
        ],
    ),
    (
        "fades: high",
        "fades: 3",
        [("case.yaml:32:49  parties.alder.preconditions.crossing.fades  the number 3, expected: never, mid or high")],
    ),
    (
        "bars: {alder: [offer_open]",
        "bars: {alder: [offer_cover]",
        [
            (
                "case.yaml:124:65  postures.covert-channel.bars.alder.0  the text 'offer_cover', expected: "
                "wait, press, deescalate, reassure, offer_covert, offer_open, walk_out, renege or attack; did "
                "you mean offer_covert or offer_open?"
            )
        ],
    ),
    (
        "policy: {alder: {press: 1}}",
        "policy: {alder: {pres: 1}}",
        [
            (
                "case.yaml:125:78  postures.maximum-pressure.policy.alder.pres  the text 'pres', expected: "
                "wait, press, deescalate, reassure, offer_covert, offer_open, walk_out, renege or attack; did "
                "you mean press?"
            )
        ],
    ),
    (
        "months: [0, 10]",
        "months: [10]",
        [("case.yaml:126:68  postures.quiet-until-vote.months  a list of 1, expected: [from, to], two months")],
    ),
    (
        "months: [0, 10]",
        "months: [0, 1, 2]",
        [("case.yaml:126:68  postures.quiet-until-vote.months  a list of 3, expected: [from, to], two months")],
    ),
    (
        "months: [0, 10]",
        "months: 3",
        [("case.yaml:126:68  postures.quiet-until-vote.months  the number 3, expected: [from, to], two months")],
    ),
    (
        "effort: 3",
        "effort: 9",
        [("case.yaml:132:80  levers.drop-precondition.effort  the number 9, expected: a whole number between 1 and 5")],
    ),
    (
        "less: [war@covert-channel, war@no-diplomacy]",
        "less: [war@covert-channel]",
        [("case.yaml:139:11  claims.covert-channel-prevents-war.less  a list of 1, expected: [a, b], two quantities")],
    ),
    (
        "less: [war@covert-channel, war@no-diplomacy]",
        "less: war@covert-channel",
        [
            (
                "case.yaml:139:11  claims.covert-channel-prevents-war.less  the text 'war@covert-channel', "
                "expected: [a, b], two quantities"
            )
        ],
    ),
    (
        "less: [war@covert-channel, war@no-diplomacy]",
        "less: [true, war]",
        [
            (
                "case.yaml:139:12  claims.covert-channel-prevents-war.less.0  true, expected: a quantity "
                "such as war@as-is, or a number"
            )
        ],
    ),
    (
        "options: [open], softens",
        "options: [], softens",
        [("case.yaml:50:27  parties.birch.red_lines.crossing.options  nothing in it, expected: at least 1")],
    ),
    (
        "options: [open], softens",
        "options: open, softens",
        [("case.yaml:50:27  parties.birch.red_lines.crossing.options  the text 'open', expected: a list of options")],
    ),
    (
        "requires: {embargo: [eased, lifted]}",
        "require: {embargo: [eased, lifted]}",
        ["case.yaml:88:5  linkages.1.require  no such key; did you mean requires?"],
    ),
    (
        "partial_issues: 2",
        "partial_issues: -1",
        ["case.yaml:9:17  partial_issues  the number -1, expected: a whole number at least 0"],
    ),
    (
        "requires: {embargo: [eased, lifted]}",
        "requires: {embargo: []}",
        ["case.yaml:88:25  linkages.1.requires.embargo  nothing in it, expected: at least 1"],
    ),
    (
        "requires: {embargo: [eased, lifted]}",
        "requires: {embargo: true}",
        ["case.yaml:88:25  linkages.1.requires.embargo  true, expected: an option, or a list of options"],
    ),
    (
        "requires: {embargo: [eased, lifted]}",
        "requires: {embargo: e ased}",
        [
            (
                "case.yaml:88:25  linkages.1.requires.embargo  the text 'e ased' is no id, expected: up to 80 "
                "letters, digits, - and _, such as e-ased"
            )
        ],
    ),
    (
        "propensity: {reassure: 0.5, accept: 1.5}",
        "propensity: {reasure: 0.5}",
        [
            (
                "case.yaml:43:18  parties.birch.propensity.reasure  the text 'reasure', expected: wait, press, "
                "deescalate, reassure, offer_covert, offer_open, walk_out, renege, attack or accept; did you mean "
                "reassure?"
            )
        ],
    ),
    (
        "propensity: {reassure: 0.5, accept: 1.5}",
        "propensity: 2",
        ["case.yaml:43:17  parties.birch.propensity  the number 2, expected: a mapping of action: number"],
    ),
    (
        "growth: [0.00, 0.03, 0.06]",
        "growth: -1",
        [
            (
                "case.yaml:37:13  parties.birch.growth  -1 is out of range, expected: between -0.99 and 10, "
                "because a party that loses all of its power in a year, or has ten times more, is another one"
            )
        ],
    ),
    (
        "talks_calm: [0.7, 0.85, 1.0]",
        "talks_calm: [0, 0.85, 1.0]",
        [
            (
                "case.yaml:95:15  dynamics.talks_calm  0 is out of range, expected: between 0.0001 and 100, "
                "because at 0 every crisis would end at once, and at 100 chances are certainty"
            )
        ],
    ),
    (
        "effects: {triggers.raid: 0, incident: 0.8}",
        "effects: [incident]",
        ["case.yaml:67:18  issues.crossing.options.joint.effects  a list, expected: a mapping of rate: number"],
    ),
    (
        "effects: {triggers.raid: 0, incident: 0.8}",
        "effects: {triggers.raid: off}",
        [
            (
                "case.yaml:67:34  issues.crossing.options.joint.effects.triggers.raid  the text 'off', expected: "
                "a number between 0 and 100, or [low, mode, high]"
            )
        ],
    ),
    (
        "during: [talks]",
        "during: [talk, 1]",
        [
            (
                "case.yaml:99:59  dynamics.triggers.raid.during.0  the text 'talk', expected: stalemate, crisis, "
                "talks, no-talks, bargain or no-bargain; did you mean talks?"
            ),
            (
                "case.yaml:99:65  dynamics.triggers.raid.during.1  the number 1, expected: stalemate, crisis, "
                "talks, no-talks, bargain or no-bargain"
            ),
        ],
    ),
    (
        "during: [talks]",
        "during: talks",
        [
            (
                "case.yaml:99:58  dynamics.triggers.raid.during  the text 'talks', expected: a list of "
                "stalemate, crisis, talks, no-talks, bargain or no-bargain"
            )
        ],
    ),
    (
        "title: No talks at all, talks: none",
        "title: No talks at all, talks: off",
        ["case.yaml:123:49  postures.no-diplomacy.talks  the text 'off', expected: none"],
    ),
    (
        "bargain: none ",
        "bargain: signd ",
        [
            (
                "case.yaml:103:12  dynamics.bargain  the text 'signd', expected: none, step or signed; did you "
                "mean signed?"
            )
        ],
    ),
    (
        "words: {crisis: border clashes}",
        "words: {crisis: ' ', wra: x}",
        [
            "case.yaml:10:17  words.crisis  says nothing, expected: a few words, or none at all",
            "case.yaml:10:22  words.wra  no such key; did you mean war?",
        ],
    ),
    ("schema: 1", "schema: 2", ["case.yaml:2:9  schema  the number 2, expected: 1"]),
    ("schema: 1\n", "", ["case.yaml  schema  is missing, expected: 1"]),
    (
        "trust: low",
        "trust: lo",
        [("case.yaml:100:10  dynamics.trust  the text 'lo', expected: low, mid or high; did you mean low?")],
    ),
    (
        "probability: 0.5",
        "probability: 1.5",
        ["case.yaml:108:18  transitions.0.probability  1.5 is out of range, expected: between 0 and 1"],
    ),
    (
        "date: 2024-11-01",
        "date: soon",
        ["case.yaml:107:11  transitions.0.date  the text 'soon', expected: a date such as 2024-11-05"],
    ),
    (
        "successor_terms: {concession_limit: 0.5}",
        "successor_terms: {concession_limi: 0.5}",
        [
            (
                "case.yaml:120:23  beliefs.birch.successor_terms.concession_limi  no such key; did you mean "
                "concession_limit?"
            )
        ],
    ),
    (
        "capitulation: {birch: 0.02}",
        "guarantee: 0.5",
        [
            (
                "case.yaml:116:5  beliefs.alder.guarantee  no such key, expected: press_crisis, "
                "crisis_pressure, press_trust, miscalculation, backdown_rate, coercion_gain, deescalation, "
                "reassurance, reassure_cost, incident, partial_calm or misreading, ..."
            )
        ],
    ),
    (
        "war: {win: 0.6, lose: -0.8, cost: 0.5}",
        "war: {win: 0.6, lose: -0.8, costs: 0.5}",
        ["case.yaml:30:33  parties.alder.war.costs  no such key; did you mean cost?"],
    ),
    (
        "war: {win: 0.6, lose: -0.8, cost: 0.5}",
        "war: {win: 0.6, lose: -0.8, cost: -0.5}",
        ["case.yaml:30:39  parties.alder.war.cost  -0.5 is out of range, expected: at least 0"],
    ),
    (
        "patience: 0.10",
        "patience: 1",
        [
            "case.yaml:19:15  parties.alder.patience  1 is out of range, expected: between 0.0001 and 0.9999, "
            "because at 0 the future has infinite worth and at 1 none"
        ],
    ),
    ("pride: 0.5", "pride: .inf", ["case.yaml:22:12  parties.alder.pride  inf is not a finite number"]),
    (
        "veto: true",
        "veto: 1",
        [("case.yaml:55:15  parties.birch.constituencies.guards.veto  the number 1, expected: true or false")],
    ),
    ("as_of: 2024-01-01\n", "", ["case.yaml  as_of  is missing, expected: a date such as 2024-11-05"]),
    (
        "partial_issues: 2",
        "partial: 1",
        ["case.yaml:9:1  partial  no such key; did you mean parties or partial_issues?"],
    ),
    ("schema: 1\n", "schema: 1\nparty: {}\n", ["case.yaml:3:1  party  no such key; did you mean parties?"]),
]


@pytest.mark.parametrize(("old", "new", "said"), MISTAKES, ids=[new.strip() for _, new, _ in MISTAKES])
def test_a_mistake_is_told_once_with_its_place(old: str, new: str, said: list[str]):
    assert complaints.of_example((old, new)) == said


@pytest.mark.parametrize("name", ["if_", "schema_"])
def test_a_key_is_spelt_as_in_the_format_not_as_in_the_program(name: str):
    key = name.rstrip("_")
    old = "schema: 1" if key == "schema" else "- if: {crossing: open}"
    (said, *_) = [line for line in complaints.of_example((old, old.replace(key, name))) if name in line]
    assert f"no such key; did you mean {key}?" in said


def test_parties_are_2_to_8():
    extra = "".join(f"  p{n}: {{name: P, salience: {{crossing: 1}}}}\n" for n in range(7))
    assert complaints.of_example(("  birch:\n    name", f"{extra}  birch:\n    name")) == [
        "case.yaml:15:3  parties  9 in it, expected: between 2 and 8"
    ]


def test_transitions_are_at_most_4():
    extra = "transitions:\n" + "  - {party: alder, date: 2024-05-01, probability: 0.1}\n" * 4
    assert complaints.of_example(("transitions:\n", extra)) == [
        "case.yaml:106:3  transitions  5 in it, expected: at most 4"
    ]


def test_a_judgement_may_not_be_below_or_above_its_interval_at_either_end():
    assert complaints.of_example(("pride: 0.5", "pride: [-1, 2, 3]")) == [
        "case.yaml:22:12  parties.alder.pride  -1 is out of range, expected: between 0 and 5"
    ]
