"""A deal party by party: who accepts it, what it is worth and gives to each, and what each can show at home."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from ripeness.answer.result import Deal, Move
from ripeness.case.model import Case
from ripeness.case.names import option_in_words
from ripeness.findings.gains import payoff
from ripeness.rules.constraints import Constraint


@dataclass(frozen=True)
class Term:
    """An option that a deal has, and what of it a party gains or gives up: in flow a year, and as it is shown."""

    issue: str
    option: str
    name: str
    amount: float
    shown: str


@dataclass(frozen=True)
class Side:
    """One party's view of a deal, flows a year, shown as parts of `best`, the most that any deal would give it.

    `accepts` and `needs` are None for a party that does not sign; `fails` names those of its constraints that fail.
    `shows` is what gains in public, `gives` what concedes, the largest first.
    """

    party: str
    accepts: bool | None
    worth: float
    needs: float | None
    fails: tuple[str, ...]
    shows: tuple[Term, ...]
    gives: tuple[Term, ...]
    best: float

    def to_dict(self) -> dict[str, Any]:
        """As plain data, numbers also as they are shown."""
        return {
            "party": self.party,
            "accepts": self.accepts,
            "worth": self._amount(self.worth),
            "needs": None if self.needs is None else self._amount(self.needs),
            "fails": list(self.fails),
            "shows": [vars(term) for term in self.shows],
            "gives": [vars(term) for term in self.gives],
        }

    def _amount(self, value: float) -> dict[str, Any]:
        return {"value": value, "shown": payoff("", value, self.best).shown}


def sides(case: Case, deal: Deal, best: Mapping[str, float]) -> tuple[Side, ...]:
    """Every party's view of a deal, those that sign first; `best` is the most that any deal would give each."""
    others = [party for party in case.parties if party not in case.signatories]
    return tuple(_side(case, deal, party, best[party]) for party in (*case.signatories, *others))


def _side(case: Case, deal: Deal, party: str, best: float) -> Side:
    own = [slack for slack in deal.slacks if Constraint.named(slack.constraint).party == party]
    spare = {slack.constraint: slack.slack for slack in own}.get(Constraint("alternative", party).name)
    fails = tuple(slack.constraint for slack in sorted(own, key=lambda s: s.slack) if not slack.satisfied)
    signs = party in case.signatories
    return Side(
        party=party,
        accepts=not fails if signs else None,
        worth=deal.utility[party],
        needs=None if spare is None else deal.utility[party] - spare,
        fails=fails,
        shows=_terms(case, deal, best, lambda move: max(move.public_gain[party], 0.0) if signs else 0.0),
        gives=_terms(case, deal, best, lambda move: min(move.flow[party], 0.0)),
        best=best,
    )


def _terms(case: Case, deal: Deal, best: float, amount: Callable[[Move], float]) -> tuple[Term, ...]:
    """The terms of which this is not 0, the largest first."""
    terms = [
        Term(
            issue=move.issue,
            option=move.option,
            name=option_in_words(case, move.issue, move.option),
            amount=amount(move),
            shown=payoff("", amount(move), best).shown,
        )
        for move in deal.moves
    ]
    return tuple(sorted((term for term in terms if term.amount), key=lambda term: -abs(term.amount)))
