"""What in a sound case is worth a look: things that say something and change nothing, and what looks like a slip.

A warning is no error: the case means what the model says it means, but perhaps not what its author thinks.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from itertools import product
from typing import Any, Literal, cast

from pydantic import BaseModel

from ripeness.case.fields import listed
from ripeness.case.judgement import Judgement
from ripeness.case.model import Beliefs, Case, Constituency, Party, Sourced
from ripeness.case.rates import TRIGGERS
from ripeness.case.read.changes import at_path, plain, replaced
from ripeness.case.read.shape import shaped
from ripeness.errors import Problem

Rule = Callable[[Case], Iterator[Problem]]
Rung = Literal["a small step", "a bargain", "a settlement"]

# What only the conditions on deals and the moves of a signatory read.
_OF_SIGNATORIES = (
    *("red_lines", "preconditions", "constituencies", "concession_limit", "pride", "exposure_tolerance"),
    *("reservation", "precision", "initiative", "propensity", "expects", "talk_cost", "audience_cost", "spoils"),
)
_OFFERS = ("offer_covert", "offer_open")
# Ways to war whose chance has a default.
_WAYS_TO_WAR = ("miscalculation", "misreading")
# What only a war that goes on has to do with.
_OF_WARS_THAT_GO_ON = ("ceasefire", "talks_ceasefire", "war_pace")
_EXCLUDING = (("stalemate", "crisis"), ("talks", "no-talks"), ("bargain", "no-bargain"))
# With which deals in force a factor on a rate acts, where not with a step and a bargain (MODEL.md, sections 2 and 6).
_ACTS_WITH: Mapping[str, tuple[Rung, ...]] = {
    **dict.fromkeys(("step_rate", *_OF_WARS_THAT_GO_ON), ()),
    **dict.fromkeys(("step_calm", "direct_pace"), ("a small step",)),
    **dict.fromkeys(("partial_calm", "expectation_erosion"), ("a bargain",)),
    "lapse": ("a settlement",),
}
# What of an imagined successor no deal hangs on.
_NOT_IMAGINED = ("trend", "crisis_cost", "talk_cost", "audience_cost", "leak_cost")


def warnings(case: Case) -> tuple[Problem, ...]:
    """Everything in a case that has no effect or looks like a slip, with its path and the reason."""
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
        yield f"claims.{name}.without", claim.without


def _is_set_somewhere(case: Case, path: str) -> bool:
    """Whether a posture, lever or claim replaces what stands at a path, above or below it."""
    paths = (f"{each}." for _, changes in _sets(case) for each in changes)
    return any(each.startswith(f"{path}.") or f"{path}.".startswith(each) for each in paths)


def _asked_of_nothing(case: Case) -> dict[str, Any]:
    """The data of a case without what is asked of it, which no change touches, and which is most of it."""
    return plain(case.model_copy(update={"postures": {}, "levers": {}, "claims": {}}))


def _changes_that_change_nothing(case: Case) -> Iterator[Problem]:
    data = _asked_of_nothing(case)
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
        if not (posture.set or any(posture.bars.values()) or posture.policy or posture.talks):
            yield Problem(
                f"postures.{name}", "bars, draws and sets nothing, so it is the same as the case without a posture"
            )


def _bars_that_leave_a_channel(case: Case) -> Iterator[Problem]:
    for name, posture in case.postures.items():
        begins = (posture.months or (0, 0))[0] == 0
        if posture.talks or not begins or not any(posture.bars.values()):
            continue
        # `--set` may have taken away what it changes
        under = shaped(replaced(_asked_of_nothing(case), posture.set), most=1)[1] or case
        bars = [posture.bars.get(party, ()) for party in under.signatories]
        if under.dynamics.channel != "none" and all(offer in barred for offer, barred in product(_OFFERS, bars)):
            stays = f"the {under.dynamics.channel} channel of the start stays"
            yield Problem(f"postures.{name}.bars", f"bars every offer, but {stays}; `talks: none` ends it too")


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


# --- war ---


def _goes_to_war_somewhere(case: Case) -> bool:
    return any(party.war or _is_set_somewhere(case, f"parties.{name}.war") for name, party in case.parties.items())


def _war_that_costs_nothing(case: Case) -> Iterator[Problem]:
    if _goes_to_war_somewhere(case):
        return
    untold = any(trigger.war is None for trigger in case.dynamics.triggers.values())
    ways = (*_WAYS_TO_WAR, *(("trigger_war",) if untold else ()))
    if by_default := [way for way in ways if way not in case.dynamics.model_fields_set]:
        why = "nobody has `war`, so a war costs nobody anything, and yet one may come by default"
        yield Problem("parties", f"{why}: give the parties `war`, or set {listed(by_default, 'and')} to 0")


def _growth_without_war(case: Case) -> Iterator[Problem]:
    for name, party in case.parties.items():
        if "growth" in party.model_fields_set and not _goes_to_war_somewhere(case):
            yield Problem(f"parties.{name}.growth", "counts only for what a war would bring, and nobody has `war`")


def _goes_on(case: Case) -> bool:
    """Whether a war may go on, in the analyst's eyes."""
    return case.dynamics.rate("war_decided").low < 1.0


def _wars_that_do_not_go_on(case: Case) -> Iterator[Problem]:
    seen = [beliefs.rate("war_decided") for _, beliefs in _all_beliefs(case)]
    somebody_else = any(rate is not None and rate.low < 1.0 for rate in seen)
    if _goes_on(case) or somebody_else or _is_set_somewhere(case, "dynamics.war_decided"):
        return
    why = "counts only while a war goes on, and every war is decided at once: war_decided is 1"
    for name, party in case.parties.items():
        if party.war and party.war.fighting is not None:
            yield Problem(f"parties.{name}.war.fighting", why)
    for path, part in (("dynamics", case.dynamics), *_all_beliefs(case)):
        for rate in _given(part, _OF_WARS_THAT_GO_ON):
            yield Problem(f"{path}.{rate}", why)


def _wars_without_words(case: Case) -> Iterator[Problem]:
    if _goes_on(case) and not any((case.words.stalemate, case.words.crisis, case.words.war)):
        why = "a war may go on here, and the case does not say what its stalemate, crisis and war are; give `words`"
        yield Problem("words", why)


# --- triggers, small steps and effects ---


def _triggers_that_never_happen(case: Case) -> Iterator[Problem]:
    for name, trigger in case.dynamics.triggers.items():
        for one, other in _EXCLUDING:
            if one in trigger.during and other in trigger.during:
                why = f"{one} and {other} exclude each other, so the trigger never happens"
                yield Problem(f"dynamics.triggers.{name}.during", why)


def _steps_that_nobody_would_notice(case: Case) -> Iterator[Problem]:
    for issue, option, path in _options(case):
        of = case.issues[issue].options[option]
        is_step = case.issues[issue].separable and option != next(iter(case.issues[issue].options))
        says_nothing = not of.effects and all(value.low == value.high == 0.0 for value in of.value.values())
        if is_step and says_nothing and not _is_named(case, issue, option) and not _is_set_somewhere(case, path):
            why = "is a small step worth nothing to anybody and without `effects`, so nobody would notice it"
            yield Problem(path, why)


def _options(case: Case) -> Iterator[tuple[str, str, str]]:
    """Every issue and option, with the option's path."""
    for name, issue in case.issues.items():
        for option in issue.options:
            yield name, option, f"issues.{name}.options.{option}"


def _is_named(case: Case, issue: str, option: str) -> bool:
    """Whether a linkage or a group at home says something of an option."""
    for each in case.linkages:
        picked = [of.get(issue) for of in (each.when, each.if_) if of]
        if option in (*picked, *(each.requires or {}).get(issue, ())):
            return True
    groups = (group for _, of_party in _constituencies(case) for group in of_party.values())
    return any(option in group.values.get(issue, {}) for group in groups)


def _effects(case: Case) -> Iterator[tuple[str, str, str, Judgement, str]]:
    """Every factor of an option, with issue, option, name and path."""
    for issue, option, path in _options(case):
        for name, factor in case.issues[issue].options[option].effects.items():
            yield issue, option, name, factor, f"{path}.effects.{name}"


def _effects_on_nothing(case: Case) -> Iterator[Problem]:
    for _, _, name, factor, path in _effects(case):
        if factor.low == factor.high == 1.0 and not _is_set_somewhere(case, path):
            yield Problem(path, "is a factor of 1, which changes nothing")
        elif all(rate.high == 0.0 for rate in _rates(case, name)) and not _is_set_somewhere(case, _path_of_rate(name)):
            yield Problem(path, f"{name.removeprefix(TRIGGERS)} is 0, and so it stays whatever the factor")


def _rates(case: Case, name: str) -> list[Judgement]:
    """What an option multiplies, as the analyst and as others see it."""
    if name.startswith(TRIGGERS):
        return [case.dynamics.triggers[name.removeprefix(TRIGGERS)].rate]
    seen = [beliefs.rate(name) for _, beliefs in _all_beliefs(case)]
    return [case.dynamics.rate(name), *(rate for rate in seen if rate is not None)]


def _path_of_rate(name: str) -> str:
    return f"dynamics.{name}.rate" if name.startswith(TRIGGERS) else f"dynamics.{name}"


def _effects_out_of_reach(case: Case) -> Iterator[Problem]:
    # what counts as a step, a bargain or a settlement may be otherwise somewhere
    if _is_set_somewhere(case, "partial_issues") or _is_set_somewhere(case, "complete"):
        return
    for issue, option, name, _, path in _effects(case):
        acts_with = _acts_with(case, name)
        if set(acts_with) & set(_held_by(case, issue, option)) or _is_set_somewhere(case, f"issues.{issue}.separable"):
            continue
        where = f"with {listed(acts_with, 'or')} in force, which cannot have {option}" if acts_with else "with no deal"
        yield Problem(path, f"{name.removeprefix(TRIGGERS)} counts only {where}, so this changes nothing")


def _acts_with(case: Case, name: str) -> tuple[Rung, ...]:
    """With which deals in force a factor on this acts."""
    if not name.startswith(TRIGGERS):
        return _ACTS_WITH.get(name, ("a small step", "a bargain"))
    during = case.dynamics.triggers[name.removeprefix(TRIGGERS)].during
    if "no-bargain" in during:
        return ()
    return ("a small step", "a bargain", *(("a settlement",) if "bargain" in during else ()))


def _held_by(case: Case, issue: str, option: str) -> tuple[Rung, ...]:
    """Which deals may have an option."""
    own, others = case.issues[issue], [each.separable for name, each in case.issues.items() if name != issue]
    moves = option != next(iter(own.options))
    if case.complete and not moves:
        return ()
    is_small = (own.separable or not moves) and (all(others) if case.complete else moves or any(others))
    goes_beyond = (moves and not own.separable) or not all(others)
    # a deal that goes beyond small steps moves another issue besides one that is separable
    fewest = len(case.issues) if case.complete else 1 + (moves and own.separable)
    is_partial, is_wide = fewest <= case.partial_limit, len(others) + moves > case.partial_limit
    found: Mapping[Rung, bool] = {
        "a small step": is_small,
        "a bargain": goes_beyond and is_partial,
        "a settlement": goes_beyond and is_wide,
    }
    return tuple(rung for rung, may in found.items() if may)


RULES: dict[str, Rule] = {
    "constituency without a veto": _constituencies_without_a_veto,
    "change that changes nothing": _changes_that_change_nothing,
    "posture that is the case": _postures_that_are_the_case,
    "conduct of a party that signs nothing": _conduct_of_those_who_do_not_sign,
    "terms of a party that signs nothing": _terms_of_those_who_do_not_sign,
    "terms of a successor": _terms_of_successors,
    "transition that is not there": _transitions_that_are_not_there,
    "bars that leave a channel": _bars_that_leave_a_channel,
    "war that costs nobody anything": _war_that_costs_nothing,
    "growth without war": _growth_without_war,
    "war that does not go on": _wars_that_do_not_go_on,
    "war without words": _wars_without_words,
    "trigger that never happens": _triggers_that_never_happen,
    "step that nobody would notice": _steps_that_nobody_would_notice,
    "effect on nothing": _effects_on_nothing,
    "effect out of reach": _effects_out_of_reach,
}
