"""What in a sound case is worth a look: things that say something and change nothing.

A warning is no error: the case means what the model says it means, but perhaps not what its author thinks.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, cast

from pydantic import BaseModel

from ripeness.case.fields import listed
from ripeness.case.judgement import Judgement
from ripeness.case.model import Beliefs, Case, Constituency, Party, Sourced
from ripeness.case.read.changes import at_path, plain, replaced
from ripeness.case.read.shape import shaped
from ripeness.errors import Problem

Rule = Callable[[Case], Iterator[Problem]]

# What only the conditions on deals and the moves of a signatory read.
_OF_SIGNATORIES = (
    *("red_lines", "preconditions", "constituencies", "concession_limit", "pride", "exposure_tolerance"),
    *("reservation", "precision", "initiative", "expects", "talk_cost", "audience_cost", "spoils"),
)
# What of an imagined successor no deal hangs on.
_NOT_IMAGINED = ("trend", "crisis_cost", "talk_cost", "audience_cost", "leak_cost")


def warnings(case: Case) -> tuple[Problem, ...]:
    """Everything in a case that has no effect, with its path and the reason."""
    return tuple(problem for rule in RULES.values() for problem in rule(case))


def _constituencies_without_a_veto(case: Case) -> Iterator[Problem]:
    for path, groups in _constituencies(case):
        for name, group in groups.items():
            here = f"{path}.{name}"
            if not group.veto and not _is_set_somewhere(case, here):
                yield Problem(here, "has no veto, so no deal depends on it; with `veto: true` one would")


def _constituencies(case: Case) -> Iterator[tuple[str, Mapping[str, Constituency]]]:
    for name, party in case.parties.items():
        yield f"parties.{name}.constituencies", party.constituencies
    for k, transition in enumerate(case.transitions):
        given = transition.successor.given().get("constituencies")
        yield f"transitions.{k}.successor.constituencies", given or {}
    for path, beliefs in _all_beliefs(case):
        given = beliefs.successor_terms.given().get("constituencies")
        yield f"{path}.successor_terms.constituencies", given or {}


def _all_beliefs(case: Case) -> Iterator[tuple[str, Beliefs]]:
    for name, beliefs in case.beliefs.items():
        yield f"beliefs.{name}", beliefs
    for k, transition in enumerate(case.transitions):
        if transition.successor.beliefs is not None:
            yield f"transitions.{k}.successor.beliefs", transition.successor.beliefs


def _sets(case: Case) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Every set of changes that the case asks about, with its path."""
    for name, posture in case.postures.items():
        yield f"postures.{name}.set", posture.set
    for name, lever in case.levers.items():
        yield f"levers.{name}.set", lever.set
    for name, claim in case.claims.items():
        yield f"claims.{name}.off", claim.off


def _is_set_somewhere(case: Case, path: str) -> bool:
    """Whether a posture, lever or claim replaces what stands at a path, above or below it."""
    paths = (f"{each}." for _, changes in _sets(case) for each in changes)
    return any(each.startswith(f"{path}.") or f"{path}.".startswith(each) for each in paths)


def _changes_that_change_nothing(case: Case) -> Iterator[Problem]:
    # what is asked of a case is not changed, and is most of it
    data = plain(case.model_copy(update={"postures": {}, "levers": {}, "claims": {}}))
    for path, changes in _sets(case):
        new = shaped(replaced(data, changes), most=1)[1] if changes else None
        # none where `--set` has taken away what it changes
        for each in changes if new else ():
            if _substance(at_path(new or case, each)) == _substance(at_path(case, each)):
                yield Problem(f"{path}.{each}", "is the value that the case already has, so it changes nothing")


def _substance(part: object) -> object:
    """A part of a case without where it comes from."""
    if isinstance(part, Judgement):
        return part.low, part.mode, part.high
    if isinstance(part, BaseModel):
        names = (name for name in type(part).model_fields if name not in Sourced.model_fields)
        return {name: _substance(getattr(part, name)) for name in names}
    if isinstance(part, dict):
        return {key: _substance(each) for key, each in cast(dict[str, object], part).items()}
    if isinstance(part, tuple):
        return [_substance(each) for each in cast(tuple[object, ...], part)]
    return part


def _postures_that_are_the_case(case: Case) -> Iterator[Problem]:
    for name, posture in case.postures.items():
        if not (posture.set or any(posture.bars.values()) or posture.policy):
            yield Problem(
                f"postures.{name}", "bars, draws and sets nothing, so it is the same as the case without a posture"
            )


def _conduct_of_those_who_do_not_sign(case: Case) -> Iterator[Problem]:
    for name, posture in case.postures.items():
        for part, parties in (("bars", posture.bars), ("policy", posture.policy)):
            for party in parties:
                if not _signs_somewhere(case, party):
                    path = f"postures.{name}.{part}.{party}"
                    yield Problem(path, f"{party} signs nothing and makes no move, so this changes nothing")


def _signs_somewhere(case: Case, party: str) -> bool:
    return case.parties[party].signatory or _is_set_somewhere(case, f"parties.{party}.signatory")


def _terms_of_those_who_do_not_sign(case: Case) -> Iterator[Problem]:
    for name, party in case.parties.items():
        if _signs_somewhere(case, name):
            continue
        if fields := _given(party, _OF_SIGNATORIES):
            yield Problem(f"parties.{name}", f"signs nothing, so nothing depends on its {listed(fields, 'or')}")
        if name in case.dynamics.capitulation:
            yield Problem(f"dynamics.capitulation.{name}", f"{name} signs nothing and cannot give in")


def _given(part: Party | BaseModel, fields: tuple[str, ...]) -> list[str]:
    return [field for field in fields if field in part.model_fields_set]


def _terms_of_successors(case: Case) -> Iterator[Problem]:
    for path, beliefs in _all_beliefs(case):
        for field in _given(beliefs.successor_terms, _NOT_IMAGINED):
            why = "has no effect on the deal hoped for from a successor"
            yield Problem(f"{path}.successor_terms.{field}", why)
        if path.startswith("transitions") and beliefs.successor_terms.given():
            why = "only the incumbent waits for a successor, so what the successor imagines changes nothing"
            yield Problem(f"{path}.successor_terms", why)


def _transitions_that_are_not_there(case: Case) -> Iterator[Problem]:
    changing = {transition.party for transition in case.transitions}
    for path, beliefs in _all_beliefs(case):
        for party in beliefs.transitions:
            if party not in changing and not _is_set_somewhere(case, "transitions"):
                yield Problem(f"{path}.transitions.{party}", f"{party} has no transition, so this changes nothing")
        if not changing and beliefs.successor_terms.given():
            yield Problem(f"{path}.successor_terms", "there is no transition, so this changes nothing")


RULES: dict[str, Rule] = {
    "constituency without a veto": _constituencies_without_a_veto,
    "change that changes nothing": _changes_that_change_nothing,
    "posture that is the case": _postures_that_are_the_case,
    "conduct of a party that signs nothing": _conduct_of_those_who_do_not_sign,
    "terms of a party that signs nothing": _terms_of_those_who_do_not_sign,
    "terms of a successor": _terms_of_successors,
    "transition that is not there": _transitions_that_are_not_there,
}
