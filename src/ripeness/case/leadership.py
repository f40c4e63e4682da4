"""Who is in office: a case's parties and beliefs under each leadership (MODEL.md, sections 6.1 and 6.6).

A leadership is a number whose bit b says that transition b has brought its successor; 0 is the incumbents.
"""

from collections.abc import Iterator, Mapping

from ripeness.case.model import Beliefs, Case, Party, Terms, Transition

NO_BELIEFS = Beliefs()


def leaderships(case: Case) -> range:
    """All leaderships, 0 being the incumbents.

    Bits are in the order of the file's transitions, whatever their dates.
    """
    return range(1 << len(case.transitions))


def _arrived(case: Case, leadership: int, party: str) -> Iterator[Transition]:
    for bit, transition in enumerate(case.transitions):
        if leadership >> bit & 1 and transition.party == party:
            yield transition


def _overlaid(party: Party, terms: Terms) -> Party:
    return party.model_copy(update=terms.given())


def in_office(case: Case, leadership: int) -> dict[str, Party]:
    """Each party as the leadership in office has it; successors of one party overlay each other in file order."""
    parties = dict(case.parties)
    for name in parties:
        for transition in _arrived(case, leadership, name):
            parties[name] = _overlaid(parties[name], transition.successor)
    return parties


def beliefs_in_office(case: Case, leadership: int) -> dict[str, Beliefs]:
    """What each party under this leadership sees differently from the analyst."""
    beliefs: dict[str, Beliefs] = {}
    for name in case.parties:
        beliefs[name] = case.beliefs.get(name, NO_BELIEFS)
        for transition in _arrived(case, leadership, name):
            if transition.successor.beliefs is not None:
                beliefs[name] = transition.successor.beliefs
    return beliefs


def as_imagined(case: Case, bit: int, terms: Terms) -> dict[str, Party]:
    """The parties after transition `bit` alone, its successor being as `terms` imagine it (successor_terms)."""
    parties = in_office(case, 1 << bit)
    changed = case.transitions[bit].party
    return parties | {changed: _overlaid(parties[changed], terms)}


def earliest_transition(case: Case) -> tuple[int, int] | None:
    """Bit and month of the earliest transition (the first in the file of those in one month), or None."""
    months: Mapping[int, int] = {bit: case.transition_month(t) for bit, t in enumerate(case.transitions)}
    if not months:
        return None
    bit = min(months, key=lambda b: (months[b], b))
    return bit, months[bit]


def without_beliefs(case: Case) -> Case:
    """The case as the analyst sees it: nobody sees anything differently, now or later."""
    transitions = tuple(
        t.model_copy(update={"successor": t.successor.model_copy(update={"beliefs": None})}) for t in case.transitions
    )
    return case.model_copy(update={"beliefs": {}, "transitions": transitions})
