"""Where a constraint's numbers come from: the judgements and statements behind it, with their sources."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ripeness.bargaining.acceptance import Constraint
from ripeness.case.judgement import Judgement
from ripeness.case.leadership import beliefs_in_office, earliest_transition
from ripeness.case.model import Case, Party, Sourced


@dataclass(frozen=True)
class Evidence:
    """One judgement or statement of the case: where it stands, what it says, on what basis."""

    path: str
    says: str
    basis: str | None
    confidence: str | None
    note: str | None


def evidence(case: Case, constraint: Constraint, settlement: Mapping[str, str], best: str = "") -> list[Evidence]:
    """What a constraint rests on for one settlement; `best` names the party's best alternative."""
    party = case.parties[constraint.party]
    moved = [k for k, option in settlement.items() if option != next(iter(case.issues[k].options))]
    gathered = {
        "alternative": _alternative,
        "limit": _limit,
        "red_line": _statement,
        "precondition": _statement,
        "ratified": _ratified,
        "face": _face,
        "entitlement": _entitlement,
        "exposure": _exposure,
    }[constraint.kind](case, constraint, party, settlement, moved, best)
    return list(gathered)


def _judged(judgement: Judgement | None, path: str) -> Iterator[Evidence]:
    if judgement is not None:
        default = "" if judgement.path else " (the model's default)"
        yield Evidence(
            judgement.path or path, f"{judgement}{default}", judgement.basis, judgement.confidence, judgement.note
        )


def _said(part: Sourced, path: str, says: str) -> Evidence:
    return Evidence(path, says, part.basis, part.confidence, part.note)


def _worth(case: Case, party: str, settlement: Mapping[str, str], moved: list[str], sign: int) -> Iterator[Evidence]:
    """Values of what moves, those of one sign (or both, if 0), and how much each issue weighs."""
    for issue in moved:
        option = settlement[issue]
        value = case.issues[issue].options[option].value.get(party)
        if value is not None and (sign == 0 or value.mode * sign > 0):
            yield from _judged(value, f"issues.{issue}.options.{option}.value.{party}")
            yield from _judged(case.parties[party].salience.get(issue), f"parties.{party}.salience.{issue}")


def _alternative(
    case: Case, c: Constraint, party: Party, settlement: Mapping[str, str], moved: list[str], best: str
) -> Iterator[Evidence]:
    if party.reservation is not None:
        yield from _judged(party.reservation, f"parties.{c.party}.reservation")
    else:
        yield from _hopes(case, c.party, best)
    yield from _worth(case, c.party, settlement, moved, 0)


def _hopes(case: Case, party: str, best: str) -> Iterator[Evidence]:
    """What the best alternative rests on."""
    believed, own = beliefs_in_office(case, 0)[party], case.parties[party]
    if best == "attack" and own.war is not None:
        for name in ("win", "lose", "cost"):
            yield from _judged(getattr(own.war, name), f"parties.{party}.war.{name}")
    for other, rate in believed.capitulation.items():
        yield from _judged(rate, f"beliefs.{party}.capitulation.{other}")
    if best == "wait":
        earliest = earliest_transition(case)
        if earliest is not None:
            transition = case.transitions[earliest[0]]
            likely = believed.transitions.get(transition.party, transition.probability)
            yield from _judged(likely, f"transitions.{earliest[0]}.probability")
            imagined = transition.successor.given() | believed.successor_terms.given()
            for name, term in imagined.items():
                if isinstance(term, Judgement):
                    yield from _judged(term, f"beliefs.{party}.successor_terms.{name}")
    yield from _judged(own.trend, f"parties.{party}.trend")


def _limit(
    case: Case, c: Constraint, party: Party, settlement: Mapping[str, str], moved: list[str], best: str
) -> Iterator[Evidence]:
    yield from _judged(party.concession_limit, f"parties.{c.party}.concession_limit")
    yield from _worth(case, c.party, settlement, moved, -1)


def _statement(
    case: Case, c: Constraint, party: Party, settlement: Mapping[str, str], moved: list[str], best: str
) -> Iterator[Evidence]:
    issue = c.item or ""
    if c.kind == "red_line":
        line = party.red_lines[issue]
        says = f"never {' or '.join(line.options)}; softens: {line.softens}"
        yield _said(line, f"parties.{c.party}.red_lines.{issue}", says)
    else:
        demand = party.preconditions[issue]
        says = f"wants {' or '.join(demand.options)}; fades: {demand.fades}"
        yield _said(demand, f"parties.{c.party}.preconditions.{issue}", says)


def _ratified(
    case: Case, c: Constraint, party: Party, settlement: Mapping[str, str], moved: list[str], best: str
) -> Iterator[Evidence]:
    name = c.item or ""
    group, path = party.constituencies[name], f"parties.{c.party}.constituencies.{name}"
    yield _said(group, path, "has a veto")
    yield from _judged(group.threshold, f"{path}.threshold")
    for issue in moved:
        option = settlement[issue]
        own = group.values.get(issue, {}).get(option)
        value = own or case.issues[issue].options[option].value.get(c.party)
        if issue in group.salience:
            yield from _judged(value, f"issues.{issue}.options.{option}.value.{c.party}")
            yield from _judged(group.salience[issue], f"{path}.salience.{issue}")


def _face(
    case: Case, c: Constraint, party: Party, settlement: Mapping[str, str], moved: list[str], best: str
) -> Iterator[Evidence]:
    yield from _judged(party.pride, f"parties.{c.party}.pride")
    for issue in moved:
        option = case.issues[issue].options[settlement[issue]]
        yield from _judged(option.visibility or case.issues[issue].visibility, f"issues.{issue}.visibility")
    yield from _worth(case, c.party, settlement, moved, 0)


def _power(case: Case, party: str) -> Iterator[Evidence]:
    for other, seen in beliefs_in_office(case, 0)[party].capability.items():
        yield from _judged(seen, f"beliefs.{party}.capability.{other}")
    for other, each in case.parties.items():
        yield from _judged(each.capability, f"parties.{other}.capability")


def _entitlement(
    case: Case, c: Constraint, party: Party, settlement: Mapping[str, str], moved: list[str], best: str
) -> Iterator[Evidence]:
    yield from _judged(case.dynamics.rate("recognition"), "dynamics.recognition")
    yield from _power(case, c.party)
    for signatory in case.signatories:
        yield from _worth(case, signatory, settlement, moved, 0)


def _exposure(
    case: Case, c: Constraint, party: Party, settlement: Mapping[str, str], moved: list[str], best: str
) -> Iterator[Evidence]:
    yield from _judged(party.exposure_tolerance, f"parties.{c.party}.exposure_tolerance")
    yield from _judged(case.dynamics.rate("guarantee"), "dynamics.guarantee")
    yield from _power(case, c.party)
    yield from _worth(case, c.party, settlement, moved, -1)
