"""The conditions side by side, and what there is on each rung."""

from ripeness.answer.result import Assessment, RungCounts
from ripeness.ensemble.wording import RUNG_NAMES
from ripeness.findings.findings import Block, Finding, Measure, Section
from ripeness.findings.material import Material
from ripeness.findings.text import listed
from ripeness.rules.conditions import CONDITIONS, how_many_conditions, numbered_conditions
from ripeness.settlements.listing import Rung

SHOWN = 3


def rung_in_words(rung: Rung, of: RungCounts) -> str:
    """How many deals there are on a rung, how many are acceptable, and which conditions are in the way.

    >>> rung_in_words("step", RungCounts(7, {}, {}, 1, ()))
    'Small steps: 1 of 7 acceptable to all'
    >>> rung_in_words("wide", RungCounts(1, {}, {}, 0, ("can_declare_victory",)))
    'Wide settlements: 0 of 1 acceptable to all; in the way: can declare victory'
    """
    name = f"{RUNG_NAMES[rung].capitalize()}s"
    if not of.deals:
        return f"{name}: none in this case"
    found = f"{of.all:,} of {of.deals:,} acceptable to all"
    in_the_way = ", ".join(CONDITIONS[condition] for condition in of.in_the_way)
    return f"{name}: {found}{f'; in the way: {in_the_way}' if in_the_way else ''}"


def coalitions_in_words(a: Assessment) -> str:
    """Who could sign a deal beyond small steps without the others, in a sentence; empty where only two parties sign."""
    if len(a.case.signatories) < 3:
        return ""
    if not a.coalitions:
        return "No two of them could sign a deal beyond small steps without the others."
    sets = [listed([a.case.parties[party].in_sentence for party in members]) for members in a.coalitions]
    if len(a.coalitions[0]) == len(a.case.signatories):
        return f"All could sign a deal beyond small steps together: {sets[0]}."
    return f"Who could sign a deal beyond small steps without the others: {'; or '.join(sets)}."


def conditions(m: Material) -> Section:
    """The conditions, and what there is on each rung."""
    of = m.a.conditions_beyond if m.a.only_small_steps else m.a.conditions
    beyond = ", for more than a small step" if m.a.only_small_steps else ""
    signing = m.case.signatories
    rows: list[Finding] = []
    for condition, words in numbered_conditions().items():
        measures = [Measure(f"holds.{p}.{condition}", of.for_party[p][condition], "holds") for p in signing]
        measures.append(Measure(f"holds.{condition}", of.holds[condition], "holds"))
        rows.append(Finding(f"conditions.{condition}", words, "", tuple(measures)))
    together = [Measure(f"holds.{p}", None, "holds") for p in signing]
    together.append(Measure("holds.together", of.together, "holds"))
    rows.append(Finding("conditions.together", f"all {how_many_conditions()} together", "", tuple(together)))
    small = ""
    if m.a.only_small_steps:
        small = " Small steps are left out here: they need not beat what each expects without a deal."
    columns = ("condition", *(m.label(p) for p in signing), "all at once")
    note = f"A condition holds where some deal satisfies all of its constraints.{small}"
    block = Block("conditions", tuple(rows), "", "table", columns, note)
    title = f"The {how_many_conditions()} conditions{beyond}"
    return Section("conditions", title, (block, *_over_draws(m), _ripe(m), *_rungs(m)))


def _ripe(m: Material) -> Block:
    """Whether the moment is ripe: all expect worse than today without a deal, and there is a way out [Zartman 2000]."""
    a = m.a
    content = [m.name(party) for party, hurts in a.is_hurting.items() if not hurts]
    hurting = "each party expects worse than today without a deal"
    if content:
        hurting = f"without a deal {listed(content)} {'expects' if len(content) == 1 else 'expect'} no worse than today"
    way_out = "there is a way out" if a.has_way_out else "there is no way out: no deal beyond small steps is open"
    text = f"Is the moment ripe? {'Yes' if a.is_ripe else 'No'}: {hurting}, and {way_out}."
    return Block("ripe", (Finding("ripe", "", text),))


def _over_draws(m: Material) -> list[Block]:
    """How surely each condition holds, and for whom: the shares of draws; nothing without draws."""
    shares = m.condition_shares(beyond=m.a.only_small_steps)
    if shares is None:
        return []
    rows: list[Finding] = []
    for condition, words in numbered_conditions().items():
        measures = [m.share(f"share(holds.{p}.{condition})", of[condition]) for p, of in shares.for_party.items()]
        measures.append(m.share(f"share(holds.{condition})", shares.holds[condition]))
        rows.append(Finding(f"surely.{condition}", words, "", tuple(measures)))
    together = [Measure(f"share(holds.{p})", None, "probability") for p in shares.for_party]
    together.append(m.share("share(holds.together)", shares.together))
    rows.append(Finding("surely.together", f"all {how_many_conditions()} together", "", tuple(together)))
    columns = ("condition", *(m.label(p) for p in shares.for_party), "all at once")
    title = "How surely: the share of draws in which each holds"
    return [Block("surely", tuple(rows), title, "table", columns, "With 95 % intervals of the shares.")]


def _rungs(m: Material) -> list[Block]:
    """What there is on each rung, what is in the way there, and who could sign without whom."""
    found: list[Finding] = []
    for rung, of in m.a.rungs.items():
        measures = [Measure(f"deals.{rung}", of.deals, "count"), Measure(f"deals_now.{rung}", of.all, "count")]
        text = f"{rung_in_words(rung, of)}."
        if share := m.share_with_rung(rung):
            measures.append(share)
            text += f" Some are acceptable in {share.shown} of the draws."
        found.append(Finding(f"rungs.{rung}", "", text, tuple(measures)))
    if told := coalitions_in_words(m.a):
        found.append(Finding("rungs.coalitions", "", told))
    return [Block("rungs", tuple(found), "Deals by rung, and what is in the way", "list")] if found else []
