"""Who could sign without whom: the largest sets of signatories that have a deal, their best, and who is left out."""

from ripeness.answer.result import Deal
from ripeness.ensemble.wording import first_word, why_not
from ripeness.findings.findings import Block, Finding, Section
from ripeness.findings.gains import who_gains
from ripeness.findings.material import Material
from ripeness.findings.settlement import moves_of
from ripeness.findings.text import listed
from ripeness.rules.constraints import Constraint

# with two signatories nobody can be left out
FEWEST = 3


def who_could_sign(m: Material) -> Section | None:
    """The coalitions that could sign a deal beyond small steps; None where only two parties sign."""
    if len(m.case.signatories) < FEWEST or m.a.deals.settlements == 0:
        return None
    title = "Who could sign without whom"
    if not m.a.coalitions:
        text = "No two of the signatories could sign a deal beyond small steps without the others."
        return Section("coalitions", title, (Block("coalitions", (Finding("coalitions.none", "", text),)),))
    found: list[Finding] = []
    tables: list[Block] = []
    for members in m.a.coalitions:
        # in the order of the case
        signing = tuple(party for party in m.case.signatories if party in members)
        deal = m.reading.best_among(signing)
        found.append(_in_words(m, signing, deal))
        if deal is not None and len(signing) < len(m.case.signatories):
            tables.append(_best(m, signing, deal))
    note = "Of several such sets, each is as large as it can be. Each is judged as if its members alone had to sign."
    return Section("coalitions", title, (Block("coalitions", tuple(found), "", "list", (), note), *tables))


def _names(m: Material, parties: tuple[str, ...]) -> str:
    return listed([m.name(party) for party in parties])


def _left_out(m: Material, signing: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(party for party in m.case.signatories if party not in signing)


def _in_words(m: Material, signing: tuple[str, ...], deal: Deal | None) -> Finding:
    """Who could sign, who is left out, and what those would not accept of the best deal of the others."""
    key = f"coalitions.{'+'.join(signing)}"
    others = _left_out(m, signing)
    if not others:
        return Finding(key, "", f"All signatories could sign a deal beyond small steps together: {_names(m, signing)}.")
    text = f"{first_word(_names(m, signing))} could sign a deal beyond small steps without {_names(m, others)}."
    if deal is not None:
        closed = [s.constraint for s in deal.slacks if not s.satisfied]
        whose = [name for name in closed if Constraint.named(name).party in others]
        if whose:
            text += (
                f" In the way of those left out, in the best such deal: {'; '.join(why_not(m.case, c) for c in whose)}."
            )
    return Finding(key, "", text)


def _best(m: Material, signing: tuple[str, ...], deal: Deal) -> Block:
    """The best deal of a coalition, with its worth to all parties, those that do not sign it marked."""
    gains = who_gains(m.case) | {party: f"{m.label(party)} (left out)" for party in _left_out(m, signing)}
    key = f"coalitions.best.{'+'.join(signing)}"
    return moves_of(m, key, f"The best deal of {_names(m, signing)} alone", deal, gains)
