"""What a constraint rests on: the judgements and statements of a case, with their sources."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

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


@dataclass(frozen=True)
class Asked:
    """Whose constraint is asked about, and for which settlement.

    Parameters
    ----------
    case, party
        The case, and the id of the party.
    item
        The issue or the constituency where a party has several constraints of the kind; else empty.
    settlement
        As issue: option.
    best
        The party's best alternative: never, attack or wait; empty if that is not known.
    """

    case: Case
    party: str
    item: str
    settlement: Mapping[str, str]
    best: str

    @property
    def own(self) -> Party:
        """The party itself."""
        return self.case.parties[self.party]

    @property
    def moved(self) -> Iterator[tuple[str, str]]:
        """Each issue that the settlement moves off the status quo, with its option."""
        for issue, option in self.settlement.items():
            if option != next(iter(self.case.issues[issue].options)):
                yield issue, option


def judged(judgement: Judgement | None, path: str) -> Iterator[Evidence]:
    """A judgement, if there is one; `path` is where it would stand if the case gave it."""
    if judgement is not None:
        default = "" if judgement.path else " (the model's default)"
        yield Evidence(
            judgement.path or path, f"{judgement}{default}", judgement.basis, judgement.confidence, judgement.note
        )


def stated(part: Sourced, path: str, says: str) -> Evidence:
    """A statement of the case."""
    return Evidence(path, says, part.basis, part.confidence, part.note)


def worth(of: Asked, sign: int = 0, party: str | None = None) -> Iterator[Evidence]:
    """Values of what moves, those of one sign (or both, if 0), and how much each issue weighs; for the party asked."""
    party = party or of.party
    for issue, option in of.moved:
        value = of.case.issues[issue].options[option].value.get(party)
        if value is not None and (sign == 0 or value.mode * sign > 0):
            yield from judged(value, f"issues.{issue}.options.{option}.value.{party}")
            yield from judged(of.case.parties[party].salience.get(issue), f"parties.{party}.salience.{issue}")


def hopes(of: Asked) -> Iterator[Evidence]:
    """What the best alternative rests on."""
    party, own = of.party, of.own
    believed = beliefs_in_office(of.case, 0)[party]
    if of.best == "attack" and own.war is not None:
        for name in ("win", "lose", "cost"):
            yield from judged(getattr(own.war, name), f"parties.{party}.war.{name}")
    for other, rate in believed.capitulation.items():
        yield from judged(rate, f"beliefs.{party}.capitulation.{other}")
    if of.best == "wait":
        earliest = earliest_transition(of.case)
        if earliest is not None:
            transition = of.case.transitions[earliest[0]]
            likely = believed.transitions.get(transition.party, transition.probability)
            yield from judged(likely, f"transitions.{earliest[0]}.probability")
            imagined = transition.successor.given() | believed.successor_terms.given()
            for name, term in imagined.items():
                if isinstance(term, Judgement):
                    yield from judged(term, f"beliefs.{party}.successor_terms.{name}")
    yield from judged(own.trend, f"parties.{party}.trend")


def power(of: Asked) -> Iterator[Evidence]:
    """How strong the party thinks that everybody is."""
    for other, seen in beliefs_in_office(of.case, 0)[of.party].capability.items():
        yield from judged(seen, f"beliefs.{of.party}.capability.{other}")
    for other, party in of.case.parties.items():
        yield from judged(party.capability, f"parties.{other}.capability")


def visibility(of: Asked) -> Iterator[Evidence]:
    """How public the moves are."""
    for issue, option in of.moved:
        shown = of.case.issues[issue].options[option].visibility or of.case.issues[issue].visibility
        yield from judged(shown, f"issues.{issue}.visibility")
