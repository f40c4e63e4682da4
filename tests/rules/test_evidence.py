"""What a constraint rests on: places that exist in the case, with what stands there and its source."""

import pytest
from ruamel.yaml import YAML

from ripeness.bargaining.acceptance import constraints
from ripeness.case.read.changes import leads_nowhere
from ripeness.case.read.library import path_of
from ripeness.case.read.load import load
from ripeness.rules.constraints import CONSTRAINTS, Constraint, evidence
from terminal import GOLDEN

FILES = {
    "founding case": path_of("iran-us-2020"),
    "example": GOLDEN / "example.yaml",
    "random": GOLDEN / "random-15.yaml",
}
DEFAULT = " (the model's default)"
ALTERNATIVES = ("never", "wait", "attack")


def at(data, path):
    """What stands at a dotted path of a file, or None."""
    for key in path.split("."):
        if isinstance(data, list):
            data = data[int(key)]
        elif isinstance(data, dict) and key in data:
            data = data[key]
        else:
            return None
    return data


def everything(name):
    """Every piece of evidence of a case in which every issue moves to its last option."""
    case = load(FILES[name])
    settlement = {issue: list(of.options)[-1] for issue, of in case.issues.items()}
    for constraint in constraints(case.parties):
        for best in ALTERNATIVES:
            for piece in evidence(case, constraint, settlement, best):
                yield constraint, piece


@pytest.mark.parametrize("name", FILES)
def test_every_place_named_is_in_the_case_and_says_what_stands_there(name):
    data = YAML(typ="safe").load(FILES[name].read_text(encoding="utf-8"))
    seen = set()
    for constraint, piece in everything(name):
        assert leads_nowhere(piece.path, data) == "", constraint.name
        there = at(data, piece.path)
        if piece.says.endswith(DEFAULT):
            assert there is None, piece.path
            assert (piece.basis, piece.confidence, piece.note) == (None, None, None)
            continue
        fields = there if isinstance(there, dict) else {}
        assert (piece.basis, piece.confidence, piece.note) == tuple(map(fields.get, ("basis", "confidence", "note")))
        mode = there[1] if isinstance(there, list) else fields.get("mode", there)
        if isinstance(mode, int | float):
            assert piece.says.split()[0] == f"{mode:g}"
        seen.add(constraint.kind)
    assert seen >= {c.kind for c in constraints(load(FILES[name]).parties)} - {"face", "exposure"}


FIRST = {
    "alternative(birch)": "parties.birch.trend",
    "limit(birch)": "parties.birch.concession_limit",
    "red_line(birch,crossing)": "parties.birch.red_lines.crossing",
    "precondition(alder,crossing)": "parties.alder.preconditions.crossing",
    "ratified(birch,guards)": "parties.birch.constituencies.guards",
    "face(birch)": "parties.birch.pride",
    "entitlement(birch)": "dynamics.recognition",
    "exposure(birch)": "parties.birch.exposure_tolerance",
}


@pytest.mark.parametrize("name", FIRST)
def test_each_kind_of_constraint_begins_with_the_judgement_that_it_is_made_of(name):
    case = load(GOLDEN / "example.yaml")
    (constraint,) = [c for c in constraints(case.parties) if c.name == name]
    first, *_ = evidence(case, constraint, {"crossing": "joint", "embargo": "eased"}, "never")
    assert first.path == FIRST[name]


def test_every_kind_of_constraint_has_evidence():
    assert {name.partition("(")[0] for name in FIRST} == set(CONSTRAINTS)


def paths(constraint, settlement, best="never", case=None):
    return [piece.path for piece in evidence(case or load(GOLDEN / "example.yaml"), constraint, settlement, best)]


def test_only_what_the_deal_moves_is_named():
    found = paths(Constraint("alternative", "birch"), {"crossing": "closed", "embargo": "eased"})
    assert "issues.embargo.options.eased.value.birch" in found
    assert "parties.birch.salience.embargo" in found
    assert not any("crossing" in path for path in found)


def test_a_concession_limit_rests_on_what_is_conceded_and_not_on_what_is_won():
    found = paths(Constraint("limit", "birch"), {"crossing": "joint", "embargo": "eased"})
    assert "issues.crossing.options.joint.value.birch" in found
    assert not any("embargo" in path for path in found)


def test_the_hope_of_a_successor_is_named_only_where_waiting_is_best():
    hopes = {"beliefs.birch.transitions.alder", "beliefs.birch.successor_terms.concession_limit"}
    assert hopes <= set(paths(Constraint("alternative", "birch"), {}, "wait"))
    assert not hopes & set(paths(Constraint("alternative", "birch"), {}, "never"))


def test_waiting_rests_on_the_earliest_transition_alone():
    # random-51: the second party's comes in month 1, the first one's in month 6
    found = paths(Constraint("alternative", "p0"), {}, "wait", load(GOLDEN / "random-51.yaml"))
    assert "transitions.1.probability" in found
    assert "transitions.0.probability" not in found


def test_waiting_rests_on_what_the_successor_would_accept():
    # Alder has no picture of its own of its successor, so the case's counts; Birch has one of the concession limit
    successor = "transitions.0.successor.concession_limit"
    assert successor in paths(Constraint("alternative", "alder"), {}, "wait")
    assert successor not in paths(Constraint("alternative", "birch"), {}, "wait")


def test_a_war_is_named_only_where_attacking_is_best():
    war = {f"parties.birch.war.{part}" for part in ("win", "lose", "cost")}
    assert war <= set(paths(Constraint("alternative", "birch"), {}, "attack"))
    assert not war & set(paths(Constraint("alternative", "birch"), {}, "never"))


def test_a_reservation_value_that_is_given_stands_for_the_alternatives():
    found = paths(Constraint("alternative", "p1"), {}, "wait", load(GOLDEN / "random-55.yaml"))
    assert found == ["parties.p1.reservation"]


def test_what_power_entitles_to_rests_on_what_a_party_escapes_too():
    birch = Constraint("entitlement", "birch")
    assert "parties.birch.trend" in paths(birch, {"crossing": "joint"})
    assert "parties.birch.war.cost" in paths(birch, {"crossing": "joint"}, "attack")


def test_an_option_with_a_visibility_of_its_own_rests_on_that():
    found = paths(Constraint("face", "birch"), {"crossing": "joint", "embargo": "eased"})
    assert "issues.crossing.options.joint.visibility" in found
    assert "issues.crossing.visibility" not in found
    assert "issues.embargo.visibility" in found


def test_a_constituency_rests_on_its_own_values_where_it_has_any():
    founding = load("iran-us-2020")
    found = paths(Constraint("ratified", "us", "congress"), {"sanctions": "eased", "nuclear": "freeze"}, "", founding)
    assert "parties.us.constituencies.congress.values.sanctions.eased" in found
    assert "issues.nuclear.options.freeze.value.us" in found
    assert "issues.sanctions.options.eased.value.us" not in found
