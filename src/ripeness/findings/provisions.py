"""The provision sheet: each option of each issue, in which open deals it is, its worth, its price, what closes it."""

from ripeness.answer.provisions import Provision, Sheet, sheet
from ripeness.case.names import option_in_words
from ripeness.ensemble.wording import RUNG_NAMES, must_change, why_not
from ripeness.findings.findings import Block, Finding, Measure, Section
from ripeness.findings.gains import who_gains
from ripeness.findings.material import Material
from ripeness.findings.text import listed, said

TITLE = "Provision by provision"


def provisions(m: Material) -> Section | None:
    """The sheet, a table for each issue; None where there is no deal to judge."""
    if m.a.deals.settlements == 0:
        return None
    found = sheet(m.a, m.reading)
    if found is None:
        text = (
            f"The {m.a.deals.settlements:,} deals of this case are too many to list, so there is no count of which "
            "provisions are in every open deal, in some or in none."
        )
        return Section("provisions", TITLE, (Block("provisions", (Finding("provisions.unlisted", "", text),)),))
    blocks = [Block("provisions", (_judged_by(m, found),))]
    for issue in m.case.issues:
        rows = tuple(_row(m, found, of) for of in found.provisions if of.issue == issue)
        columns = ("provision", "what comes with it, or blocks it", "in open deals", *who_gains(m.case).values())
        # a column of texts has to be there where no row of it has any
        if not any(row.text for row in rows):
            columns = (columns[0], *columns[2:])
        blocks.append(Block(f"provisions.{issue}", rows, said(m.case.issues[issue].question), "table", columns))
    return Section("provisions", TITLE, tuple(blocks))


def _judged_by(m: Material, found: Sheet) -> Finding:
    """Which deals the sheet is of, and how to read it."""
    if found.rung is not None:
        kind = RUNG_NAMES[found.rung]
        deals = f"the {kind} that is" if found.deals == 1 else f"the {found.deals:,} {kind}s that are"
        which = f"Each provision is judged by {deals} open now"
    else:
        now, beyond = ("Only small steps are", " beyond them") if m.a.deals.exists else ("No deal is", "")
        deals = f"one deal{beyond}" if found.deals == 1 else f"{found.deals:,} deals{beyond}"
        changes = listed([must_change(m.case, name) for name in found.relaxed])
        which = f"{now} open now, so each provision is judged by the {deals} that the smallest change opens: {changes}"
    text = (
        f"{which}. What comes with it: further provisions that every open deal with this one has, apart "
        "from those that are in every open deal. Under a party: what the provision by itself, without linked "
        f"issues, is worth to it. {m.payoffs_are}"
    )
    return Finding("provisions.judged_by", "", text, (Measure("provisions.deals", found.deals, "count"),))


def _row(m: Material, found: Sheet, of: Provision) -> Finding:
    key = f"{of.issue}.{of.option}"
    if of.within == 0:
        how_many = "none"
    else:
        how_many = "every" if of.within == found.deals else f"{of.within:,} of {found.deals:,}"
    flows = (m.worth(f"flow.{key}.{party}", of.flow[party], party) for party in who_gains(m.case))
    measures = (Measure(f"in_open_deals.{key}", how_many, "text"), *flows)
    option = m.case.issues[of.issue].options[of.option]
    return Finding(f"provisions.{key}", said(option.text), _price(m, of), measures)


def _price(m: Material, of: Provision) -> str:
    """What must come with a provision or, where no open deal has it, what is in its way."""
    if of.within:
        with_it = [option_in_words(m.case, issue, option) for issue, option in of.comes_with]
        return f"comes with {listed(with_it)}" if with_it else ""
    if not of.exists:
        return "no deal of this kind has it"
    blocks = "; ".join(why_not(m.case, name) for name in of.in_the_way)
    return f"{'every' if of.closes_all else 'the nearest'} deal with it is blocked: {blocks}"
