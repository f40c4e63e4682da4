"""Every field of the case format changes some answer: what nothing reads has no place in it.

The test walks the format as `fields` reads it. Each field of each kind of part is found once, in the case below, is
given another value there, and an answer has to be another one: the assessment at the modes, unless `ANSWERS` names a
different one. A field that is new fails until it is read, and until the case below holds its kind of part.
"""

from functools import cache
from types import SimpleNamespace
from typing import Any

import pytest

from builders import assessed, case_of, judged_at
from ripeness.answer.pipeline import run
from ripeness.case.fields import CASE, Kind
from ripeness.case.judgement import Judgement
from ripeness.case.model import Case
from ripeness.case.read.changes import replaced
from ripeness.cli.case_page import print_case
from ripeness.ensemble.claims import judge_claims
from ripeness.ensemble.levers import lever_plans
from ripeness.findings.argument import assumptions, sources
from ripeness.findings.compose import brief_of
from ripeness.record.derived import carried
from ripeness.record.own_pair import named_pair
from ripeness.record.reference import reference_class
from terminal import page

# Low precision, so that everybody does everything at times, and everything that may happen has a chance.
WORLD = {
    "schema": 1, "id": "world", "title": "A world", "as_of": "2024-01-15", "horizon": 3, "partial_issues": 1,
    "sources": {"book": {"title": "A book"}}, "words": {"crisis": "a clash"},
    "assumptions": [{"text": "A."}], "hypotheses": [{"text": "H."}], "indicators": [{"text": "I."}],
    "parties": {
        "ann": {
            "name": "Ann", "salience": {"field": 1, "road": 0.6}, "capability": 3, "precision": 4, "initiative": 2,
            "crisis_cost": 0.1, "talk_cost": 0.02, "audience_cost": 0.05, "leak_cost": 0.04, "trend": -0.1,
            "war": {"win": 0.5, "lose": -0.5, "cost": 0.4},
        },
        "bob": {
            "name": "Bob", "salience": {"field": 1, "road": 0.3}, "precision": 5, "expects": 0.4,
            "pride": {"low": 0.1, "mode": 0.2, "high": 0.3}, "crisis_cost": 0.2, "leak_cost": 0.02,
            "war": {"win": 0.6, "lose": -0.4, "cost": 0.2},
            "red_lines": {"road": {"options": ["free"], "softens": "never"}},
            "preconditions": {"field": {"options": ["shared", "his"], "fades": "never"}},
            "constituencies": {"guards": {"salience": {"field": 1}, "threshold": -0.2, "veto": True,
                                          "values": {"field": {"his": -0.5, "shared": 0.2}}}},
        },
    },
    "issues": {
        "field": {"question": "Whose?", "options": {
            "idle": {"text": "Nobody's"},
            "shared": {"text": "Both", "value": {"ann": 0.5, "bob": 0.4}},
            "his": {"text": "His", "value": {"ann": -0.1, "bob": 0.9}}}},
        "road": {"question": "Open?", "options": {
            "shut": {"text": "No"},
            "free": {"text": "Yes", "value": {"ann": 0.5, "bob": -0.01}},
            "tolled": {"text": "For a fee", "value": {"ann": 0.3, "bob": -0.3}}}},
    },
    "linkages": [
        {"when": {"field": "shared", "road": "free"}, "value": {"ann": 0.05, "bob": 0.05}},
        {"if": {"field": "his"}, "requires": {"road": "tolled"}},
    ],
    "dynamics": {
        "capitulation": {"ann": 0.01, "bob": 0.02}, "regional": {"war": -0.5, "crisis": -0.1},
        "triggers": {"unrest": {"rate": 0.05, "war": 0.2}, "coup": {"rate": 0.05}},
        "trust": "mid", "channel": "covert", "recognition": 0.2, "guarantee": 0.1,
    },
    "transitions": [
        {"party": "bob", "date": "2024-03-01", "probability": 0.4,
         "successor": {"beliefs": {"leak": 0.3}, "concession_limit": 0.4}},
    ],
    "beliefs": {"ann": {"transitions": {"bob": 0.6}, "successor_terms": {"concession_limit": 0.9}}},
    "postures": {"press": {"title": "Pressing", "months": [0, 2], "bars": {"bob": ["attack"]},
                           "policy": {"ann": {"press": 1, "wait": 1}}, "set": {"dynamics.leak": 0.2}}},
    "levers": {"less": {"title": "Less", "who": "ann", "effort": 2, "set": {"parties.bob.red_lines": {}}}},
    "claims": {"c": {"text": "C.", "less": ["war", 0.9], "without": {"dynamics.incident": 0}}},
}  # fmt: skip

# a small step that all accept, in force at the start or not
STEP = {"issues.road.separable": True, "issues.road.options.free.value": {"ann": 0.5, "bob": 0.1},
        "parties.bob.red_lines": {}}  # fmt: skip
STEP_IN_FORCE = STEP | {"dynamics.bargain": "step"}
WAR_GOES_ON = {"dynamics.war_decided": 0.3, "dynamics.tension": "war", "dynamics.trust": "low"}
UNWILLING = {"all": {"salience": {"field": 1}, "threshold": 0.9, "veto": True}}

# Where in the case there is one of each kind of part.
PLACES = {
    "Case": "", "Source": "sources.book", "Assumption": "assumptions.0", "Hypothesis": "hypotheses.0",
    "Indicator": "indicators.0", "Party": "parties.bob", "War": "parties.bob.war",
    "RedLine": "parties.bob.red_lines.road", "Precondition": "parties.bob.preconditions.field",
    "Constituency": "parties.bob.constituencies.guards", "Issue": "issues.field",
    "Option": "issues.field.options.shared", "Linkage": "linkages.0", "Dynamics": "dynamics",
    "Trigger": "dynamics.triggers.unrest", "Regional": "dynamics.regional", "Transition": "transitions.0",
    "Successor": "transitions.0.successor", "Beliefs": "beliefs.ann", "Imagined": "beliefs.ann.successor_terms",
    "Posture": "postures.press", "Lever": "levers.less", "Claim": "claims.c", "PayoffUnit": "payoff_unit",
    "Reference": "reference", "Words": "words", "Judgement": "parties.bob.pride",
}  # fmt: skip


# --- the answers ---


def whole(case: Case) -> str:
    """The assessment at the modes with all that `assess` shows of it."""
    a = assessed(case)
    parts = (a.conditions, a.conditions_beyond, a.diagnosis, a.diagnosis_beyond, a.deals, a.alternatives, a.futures)
    return repr(parts)


def moves(case: Case) -> str:
    """What can be agreed and what comes of it where everybody's reservation value is 0, which spares many games."""
    under = judged_at(case)
    curves = under.futures.curves
    arrays = (under.futures.value, curves.war, curves.settled, curves.bargain, curves.step, curves.crisis)
    arrays = (*arrays, curves.at_war, curves.capitulation)
    zones = [zone.tolist() for zone in under.zones.within]
    return repr(([array.tolist() for array in arrays], zones, under.futures.region_cost.tolist()))


def shown(case: Case) -> str:
    return page(lambda: print_case(case, "all"))


def statements(case: Case) -> str:
    """Assumptions, hypotheses and indicators, and the sources, as the brief has them."""
    material: Any = SimpleNamespace(case=case)
    return repr((assumptions(material), sources(case)))


def brief(case: Case) -> str:
    return repr(brief_of(assessed(case)))


ANSWERS = {
    "moves": moves,
    "whole": whole,
    "shown": shown,
    "statements": statements,
    "brief": brief,
    "claims": lambda case: repr(judge_claims(run(case))),
    "levers": lambda case: repr(lever_plans(case, draws=8)),
    "told": lambda case: case.told("ann", 0.5),
    "class": lambda case: reference_class(case).name,
    "pair": lambda case: repr(named_pair(case, carried("base-rates")["result"])),
}

# Fields with the answer that they change, what is put there, and what else the case has then. Where nothing is said,
# it is the assessment, and another value of the same kind.
RESTS = {f"{kind}.{field}": ("shown", None, {}) for kind in PLACES for field in ("basis", "confidence", "note")}
FIELDS: dict[str, tuple[str, Any, dict[str, Any]]] = RESTS | {
    "Case.id": ("brief", None, {}),
    "Case.title": ("shown", None, {}),
    "Case.headline": ("shown", None, {}),
    "Case.summary": ("shown", None, {}),
    "Case.region": ("brief", None, {}),
    "Case.words": ("shown", {"war": "a long war"}, {}),
    "Case.topics": ("brief", ["ports"], {}),
    "Case.as_of": ("moves", "2024-02-15", {}),
    "Case.horizon": ("moves", 4, {}),
    "Case.partial_issues": ("moves", 2, {}),
    "Case.payoff_unit": ("told", {"scale": 10}, {}),
    "Case.reference": ("class", {"class": "unequal-rivals"}, {}),
    "PayoffUnit.scale": ("told", 10, {}),
    "PayoffUnit.zero": ("told", {"ann": 0.2}, {}),
    "Reference.class": ("class", "unequal-rivals", {}),
    "Reference.dyad": ("pair", ["USA", "IRN"], {}),
    "Source.title": ("shown", None, {}),
    "Source.author": ("shown", None, {}),
    "Source.publisher": ("shown", None, {}),
    "Source.year": ("shown", 1990, {}),
    "Source.url": ("shown", None, {}),
    "Source.version": ("statements", None, {}),
    "Source.grade": ("statements", None, {}),
    "Assumption.basis": ("statements", "judgement", {}),
    "Assumption.confidence": ("statements", None, {}),
    "Hypothesis.basis": ("statements", "judgement", {}),
    "Indicator.basis": ("statements", "judgement", {}),
    "Case.sources": ("shown", {"book": {"title": "Another"}}, {}),
    "Assumption.text": ("statements", None, {}),
    "Assumption.if_wrong": ("statements", None, {}),
    "Hypothesis.text": ("statements", None, {}),
    "Hypothesis.evidence": ("statements", ["E."], {}),
    "Indicator.text": ("statements", None, {}),
    "Indicator.direction": ("statements", None, {}),
    "Case.assumptions": ("statements", [], {}),
    "Case.hypotheses": ("statements", [], {}),
    "Case.indicators": ("statements", [], {}),
    "Case.parties": ("moves", WORLD["parties"] | {"cat": {"name": "Cat", "salience": {"road": 1}}}, {}),
    "Case.issues": ("moves", WORLD["issues"] | {"well": {"question": "?", "options": {
        "dry": {"text": "-"}, "full": {"text": "-", "value": {"ann": 0.1}}}}}, {}),
    "Case.linkages": ("moves", [], {}),
    "Case.dynamics": ("moves", {}, {}),
    "Case.transitions": ("moves", [], {"beliefs": {}}),
    "Case.beliefs": ("whole", {}, {}),
    "Case.postures": ("whole", {}, {}),
    "Case.levers": ("shown", {}, {}),
    "Case.claims": ("shown", {}, {}),
    "Party.name": ("shown", None, {}),
    "Party.signatory": ("whole", False, {"parties.cat": {"name": "Cat", "salience": {"road": 1}}}),
    "Party.salience": ("moves", {"field": 1}, {}),
    "Words.stalemate": ("shown", None, {}),
    "Words.crisis": ("shown", None, {}),
    "Words.war": ("shown", None, {}),
    "Party.propensity": ("moves", {"press": 3}, {}),
    "War.fighting": ("moves", None, {"dynamics.war_decided": 0.5}),
    "Option.effects": ("moves", {"incident": 2}, {"dynamics.bargain": "signed"}),
    "Trigger.during": ("moves", ["no-talks"], {}),
    "Dynamics.tension": ("moves", "crisis", {}),
    **{f"{part}.step_rate": ("moves", None, STEP) for part in ("Dynamics", "Beliefs")},
    **{f"{part}.step_calm": ("moves", None, STEP_IN_FORCE) for part in ("Dynamics", "Beliefs")},
    **{
        f"{part}.{rate}": ("moves", None, WAR_GOES_ON)
        for part in ("Dynamics", "Beliefs")
        for rate in ("ceasefire", "talks_ceasefire", "war_pace")
    },
    "Posture.talks": ("whole", "none", {}),
    "Party.war": ("moves", {"win": 0.9, "lose": 0, "cost": 0}, {}),
    "Party.red_lines": ("moves", {}, {}),
    "Party.preconditions": ("moves", {}, {"parties.bob.preconditions.field.options": ["his"]}),
    "Issue.visibility": ("moves", 0.01, {"parties.bob.pride": 1}),
    "Issue.separable": ("moves", True, {"parties.bob.preconditions.field.options": ["his"]}),
    "Option.visibility": ("moves", 0.01, {"parties.bob.pride": 1}),
    "Dynamics.breach": ("moves", None, {"transitions.0.successor.constituencies": UNWILLING}),
    "Beliefs.breach": ("moves", None, {"transitions.0.successor.constituencies": UNWILLING}),
    "Party.constituencies": ("moves", {}, {"parties.bob.constituencies.guards.threshold": 0.9}),
    "RedLine.options": ("moves", ["tolled"], {}),
    "RedLine.softens": ("moves", "mid", {}),
    "Precondition.options": ("moves", ["his"], {}),
    "Party.reservation": ("whole", None, {}),
    "Party.concession_limit": ("moves", 0, {}),
    "Party.exposure_tolerance": ("moves", 0, {}),
    "Party.pride": ("moves", 5, {}),
    "Constituency.threshold": ("moves", 0.9, {}),
    "Judgement.low": ("shown", 0.15, {}),
    "Judgement.mode": ("shown", 0.25, {}),
    "Judgement.high": ("shown", 0.4, {}),
    "Dynamics.guarantee": ("moves", None, {}),
    "Dynamics.recognition": ("moves", 3, {}),
    "Dynamics.entitlement_exponent": ("moves", 9, {"dynamics.recognition": 0.8}),
    "Successor.concession_limit": ("moves", 0, {}),
    "Successor.exposure_tolerance": ("moves", 0, {}),
    "Successor.pride": ("moves", 5, {}),
    "Successor.reservation": ("whole", 0.9, {}),
    "Imagined.concession_limit": ("whole", 0, {}),
    "Imagined.exposure_tolerance": ("whole", 0, {}),
    "Imagined.pride": ("whole", 5, {}),
    "Precondition.fades": ("moves", "mid", {"parties.bob.preconditions.field.options": ["his"]}),
    "Constituency.salience": ("moves", {"road": 1}, {"parties.bob.constituencies.guards.threshold": 0.1}),
    "Constituency.values": ("moves", {"field": {"shared": -1}}, {}),
    "Constituency.veto": ("moves", False, {"parties.bob.constituencies.guards.threshold": 0.9}),
    **{f"{part}.name": ("shown", None, {}) for part in ("Issue", "Option", "Posture", "Constituency")},
    "Party.seat": ("shown", None, {}),
    "Party.in_text": ("shown", None, {}),
    "Issue.question": ("shown", None, {}),
    "Issue.options": ("moves", {"idle": {"text": "-"}, "shared": {"text": "-"}, "his": {"text": "-"}}, {}),
    "Option.text": ("shown", None, {}),
    "Option.value": ("moves", {"ann": 0.1}, {}),
    "Linkage.when": ("moves", {"field": "his", "road": "tolled"}, {}),
    "Linkage.value": ("moves", {"bob": 0.3}, {}),
    "Linkage.if": ("moves", {"field": "shared"}, {}),
    "Linkage.requires": ("moves", {"road": "free"}, {}),
    "Dynamics.capitulation": ("moves", {"ann": 0.3}, {}),
    "Dynamics.triggers": ("moves", {}, {}),
    "Dynamics.regional": ("moves", {"war": -2}, {}),
    "Transition.party": ("moves", "ann", {}),
    "Transition.date": ("moves", "2024-02-01", {}),
    "Transition.successor": ("moves", {}, {}),
    "Successor.name": ("shown", None, {}),
    "Successor.salience": ("moves", {"road": 1}, {}),
    "Successor.red_lines": ("moves", {"field": {"options": ["shared", "his"]}}, {}),
    "Successor.preconditions": ("moves", {"field": {"options": ["his"]}}, {}),
    "Successor.constituencies": ("moves", UNWILLING, {}),
    "Successor.beliefs": ("moves", {"leak": 0.9}, {}),
    "Beliefs.capability": ("moves", {"ann": 0.2, "bob": 0.8}, {}),
    "Beliefs.capitulation": ("moves", {"bob": 0.5}, {}),
    "Beliefs.transitions": ("whole", {"bob": 0.1}, {}),
    "Beliefs.successor_terms": ("whole", {"concession_limit": 0}, {}),
    "Imagined.salience": ("whole", {"road": 1}, {}),
    "Imagined.red_lines": ("whole", {"field": {"options": ["shared", "his"]}}, {}),
    "Imagined.preconditions": ("whole", {"field": {"options": ["his"]}}, {}),
    "Imagined.constituencies": ("whole", UNWILLING, {}),
    "Posture.title": ("shown", None, {}),
    "Posture.months": ("whole", [0, 1], {}),
    "Posture.bars": ("whole", {"bob": ["press"]}, {}),
    "Posture.policy": ("whole", {"ann": {"attack": 1}}, {}),
    "Posture.set": ("whole", {"dynamics.leak": 0.9}, {}),
    "Lever.title": ("shown", None, {}),
    "Lever.who": ("shown", "bob", {}),
    "Lever.effort": ("shown", 5, {}),
    "Lever.set": ("levers", {"dynamics.leak": 0.5}, {"parties.bob.red_lines.road.options": ["free", "tolled"],
        "parties.bob.preconditions": {"road": {"options": ["free"]}}}),
    "Claim.text": ("shown", None, {}),
    "Claim.less": ("claims", ["war", 0.0], {}),
    "Claim.more": ("claims", ["war", 0.0], {"claims.c": {"text": "C.", "holds": "deal_now"}}),
    "Claim.holds": ("claims", "deal_now", {}),
    "Claim.without": ("claims", {"dynamics.misreading": 0}, {}),
}  # fmt: skip
# What changes no answer, and why it is accepted.
EXEMPT = {
    "Case.schema": "it says which format this is, and there is one",
    # cases with known numbers have them, so they are not refused
    **dict.fromkeys(
        (f"Imagined.{name}" for name in ("trend", "crisis_cost", "talk_cost", "audience_cost", "leak_cost")),
        "`case.warnings` names it",
    ),
    "Successor.signatory": "accepted only where it is the incumbent's",
}


def kinds(kind: Kind = CASE, found: dict[str, Kind] | None = None) -> dict[str, Kind]:
    """Each kind of part with keys of its own, by the name of its model, the format walked from the top."""
    found = {} if found is None else found
    whole_kind = Kind(Judgement) if kind.is_judgement else kind
    if whole_kind.model:
        if whole_kind.model.__name__ in found:
            return found
        found[whole_kind.model.__name__] = whole_kind
    for key in whole_kind.keys() or ("", 0):
        inner = whole_kind.inner(key)
        if inner is not None:
            kinds(inner, found)
    return found


ALL = [f"{name}.{key}" for name, kind in kinds().items() for key in tuple(kind.keys())]


def other_value(field: str) -> Any:
    """A value of the kind of a field that no case has by default."""
    name, _, key = field.partition(".")
    kind = kinds()[name].inner(key)
    assert kind is not None
    if key == "basis":
        return "book p. 9"
    if kind.is_judgement or kind.type is float:
        return 0.77
    if kind.words():
        return kind.words()[-1]
    if kind.type is bool:
        return True
    assert kind.type is str, f"say in FIELDS what to put into {field}"
    return "other-words"


@cache
def answered(how: str, field: str, more: bool) -> Any:
    """An answer to the case, with what else a field needs."""
    return ANSWERS[how](case_of(replaced(WORLD, FIELDS[field][2] if more else {})))


def test_every_kind_of_part_has_a_place_in_the_case():
    assert set(PLACES) == set(kinds())
    assert set(FIELDS) - set(RESTS) <= set(ALL)
    assert set(EXEMPT) <= set(ALL)


@pytest.mark.parametrize("field", [field for field in ALL if field not in EXEMPT])
def test_a_field_changes_an_answer(field):
    how, value, more = FIELDS.get(field, ("moves", None, {}))
    name, _, key = field.partition(".")
    place = PLACES[name]
    if name == "Linkage" and key in ("if", "requires"):
        place = "linkages.1"
    value = other_value(field) if value is None else value
    path = f"{place}.{key}" if place else key
    before = answered(how, field if more else "", bool(more))
    data = replaced(replaced(WORLD, more), {path: value})
    if key in ("more", "holds"):
        data = replaced(WORLD, {"claims.c": {"text": "C.", key: value}})
    assert ANSWERS[how](case_of(data)) != before
