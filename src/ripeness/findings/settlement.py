"""What could be agreed: the deal space, the best bargain, who moves on what, victory for each, and the two steps."""

from collections.abc import Mapping, Sequence

import numpy as np

from ripeness.answer.result import Deal, Settlement
from ripeness.answer.stages import STAGES
from ripeness.arrays import BoolArray
from ripeness.case.model import TRUST_LEVELS
from ripeness.case.names import issue_as_label, moves_in_words, options_with_issue
from ripeness.ensemble.wording import RUNG_NAMES, first_word, month_name
from ripeness.findings.findings import NOTHING, Block, Chart, Finding, Measure, Section, Value
from ripeness.findings.first_screen import likelihood
from ripeness.findings.gains import who_gains
from ripeness.findings.material import Material
from ripeness.findings.obstacles import basis_of
from ripeness.findings.text import listed, said
from ripeness.rules.conditions import CONDITIONS
from ripeness.rules.constraints import TOLERANCE, Constraint

BINS = 26
NOW = "acceptable to all now"
# the condition that public gains and losses are told of
VICTORY = "can_declare_victory"


def deals(m: Material) -> Section | None:
    """The deal space, the best bargains and what each side can say of them; None where there is no deal to judge."""
    if m.a.deals.settlements == 0:
        return None
    best = m.a.deals.best.items()
    shown: list[tuple[str, str, Deal]] = [
        (rung, f"The best {RUNG_NAMES[rung]} now", deal) for rung, deal in best if deal is not None
    ]
    if m.a.openings and (m.a.only_small_steps or not m.a.deals.exists):
        shown.append(("opened", "The best deal that the first change above opens", m.a.openings[0].deal))
    blocks = [Block("deals.space", (_space(m),))]
    for key, title, deal in shown:
        blocks += [_moves(m, key, title, deal, is_last=key == shown[-1][0]), _victory(m, key, deal)]
    charts = tuple(chart for chart in (_space_chart(m, shown),) if chart)
    return Section("deals", "What could be agreed", tuple(blocks), charts, beside=3)


def _space(m: Material) -> Finding:
    now, among = m.a.deals.now, m.a.deals.settlements
    measures = (Measure("deals_now", now, "count"), Measure("settlements", float(among), "count"))
    missing = [
        RUNG_NAMES[rung]
        for rung, deal in m.a.deals.best.items()
        if deal is None and (rung != "step" or m.case.has_small_steps)
    ]
    none = f" No {listed(missing, 'and no')} is acceptable to all now." if missing else ""
    counted = "Some" if now is None else f"{now:,}"
    text = f"{counted} of {among:,} deals {'is' if now == 1 else 'are'} acceptable to all now.{none}"
    return Finding("deals.space", "", text, measures)


def _moves(m: Material, key: str, title: str, deal: Deal, is_last: bool) -> Block:
    note = m.payoffs_are if is_last else ""
    return moves_of(m, f"deals.{key}", title, deal, who_gains(m.case), note)


def moves_of(m: Material, key: str, title: str, deal: Deal, gains: Mapping[str, str], note: str = "") -> Block:
    """What a deal does issue by issue, and what it is worth to each party; `gains` has the heads of their columns."""
    rows: list[Finding] = []
    for move in deal.moves:
        measures = tuple(m.worth(f"flow.{p}", move.flow[p], p) for p in gains)
        option = m.case.issues[move.issue].options[move.option]
        label = issue_as_label(m.case, move.issue)
        rows.append(Finding(f"{key}.{move.issue}", label, said(option.text), measures))
    total = tuple(m.worth(f"utility.{p}", deal.utility[p], p) for p in gains)
    linked = any(abs(deal.utility[p] - sum(move.flow[p] for move in deal.moves)) > 5e-4 for p in gains)
    text = "with what linked issues add" if linked else ""
    rows.append(Finding(f"{key}.all", "all together", text, total))
    columns = ("issue", "what is done", *gains.values())
    return Block(key, tuple(rows), title, "table", columns, note)


def _victory(m: Material, key: str, deal: Deal) -> Block:
    """How each can declare victory: what it can show in public, against what it is seen to give up."""
    found: list[Finding] = []
    for party in m.case.signatories:
        gain = m.worth(f"public_gain.{party}", deal.public_gain[party], party, "amount")
        loss = m.worth(f"public_loss.{party}", deal.public_loss[party], party, "amount")
        most = sorted(deal.moves, key=lambda move: -move.public_gain[party])
        seen = [move for move in most[:2] if move.public_gain[party] > 0]
        shows = [options_with_issue(m.case, move.issue, (move.option,)) for move in seen]
        asked = [s for s in deal.slacks if s.condition == VICTORY and Constraint.named(s.constraint).party == party]
        words = CONDITIONS[VICTORY]
        can = words if all(s.satisfied for s in asked) else words.replace("can ", "cannot ", 1)
        with_what = f" with {listed(shows)}" if shows else ""
        pride = m.case.parties[party].pride
        needs = f", and its pride asks for {pride.mode:.3g} of gain for each 1 of loss" if loss.number > 0 else ""
        text = (
            f"{first_word(m.name(party))} {can}{with_what}: visible gains of {gain.shown} against visible losses of "
            f"{loss.shown}{needs}."
        )
        basis = basis_of(m, [s.constraint for s in asked], deal)
        asks = (Measure(f"pride.{party}", pride.mode, "judgement"),) if loss.number > 0 else ()
        measures = (gain, loss, *asks)
        found.append(Finding(f"deals.{key}.victory.{party}", "", text, measures, basis))
    return Block(f"deals.{key}.victory", tuple(found), "", "list")


def _space_chart(m: Material, shown: list[tuple[str, str, Deal]]) -> Chart | None:
    """All deals by what they are worth to two signatories, counted in squares; None for other numbers of them."""
    if len(m.case.signatories) != 2:
        return None
    z = m.a.run.as_is.zones
    first, second = ([*m.case.parties].index(p) for p in m.case.signatories)
    utility = z.grounds[0].payoffs.utility[0]
    most = [m.best[p] if m.best[p] > NOTHING else 1.0 for p in m.case.signatories]
    x, y = utility[first] / most[0], utility[second] / most[1]
    is_deal, now = z.settlements.is_deal, z.at_start[0]
    rows: list[Mapping[str, Value]] = []
    counts, across, up = np.histogram2d(x[is_deal], y[is_deal], bins=BINS)
    for i, j in np.argwhere(counts > 0):
        middle = (float((across[i] + across[i + 1]) / 2), float((up[j] + up[j + 1]) / 2))
        rows.append({"kind": "deals", "x": middle[0], "y": middle[1], "deals": int(counts[i, j])})
    for row in np.flatnonzero(now):
        rows.append({"kind": NOW, "x": float(x[row]), "y": float(y[row]), "deals": 1})
    opened = next((deal for key, _, deal in shown if key == "opened"), None)
    us, them = m.case.signatories
    if opened:
        at = (opened.utility[us] / most[0], opened.utility[them] / most[1])
        rows.append({"kind": "opened by the first change", "x": at[0], "y": at[1], "deals": 1})
    expected = [m.expected(p)[0] for p in m.case.signatories]
    reserved = [each.number / whole for each, whole in zip(expected, most, strict=True)]
    quarters = _quarters(m, x[is_deal] >= reserved[0] - TOLERANCE, y[is_deal] >= reserved[1] - TOLERANCE)
    both = quarters["tr"][1]
    alt = (
        f"All {m.a.deals.settlements:,} deals by what they are worth to {m.name(us)} (across) and {m.name(them)} (up), "
        f"as shaded squares; lines mark what each expects without a deal ({expected[0].shown} and "
        f"{expected[1].shown}). {both:,} deals are worth at least that to both; {m.a.deals.now:,} are acceptable to "
        "all now."
    )
    columns = {"kind": "what", "x": f"worth to {m.name(us)}", "y": f"worth to {m.name(them)}", "deals": "deals"}
    spans = [
        None if of.low is None or of.high is None else (of.low / whole, of.high / whole)
        for of, whole in zip(expected, most, strict=True)
    ]
    options: dict[str, object] = {
        "x": m.case.parties[us].acting,
        "y": m.case.parties[them].acting,
        "reserved": reserved,
        "spans": spans,
        "quarters": quarters,
        "note": _marks_explained(m),
    }
    return Chart("deals", "deal_space", "The deal space", alt, columns, tuple(rows), options)


def _quarters(m: Material, first: BoolArray, second: BoolArray) -> Mapping[str, tuple[str, int]]:
    """How many deals are better than none for both of two, for either and for neither, by the corner of a chart."""
    us, them = (m.case.parties[party].acting for party in m.case.signatories)
    return {
        "tl": (f"{them} alone", int((~first & second).sum())),
        "tr": ("better for both", int((first & second).sum())),
        "bl": ("neither", int((~first & ~second).sum())),
        "br": (f"{us} alone", int((first & ~second).sum())),
    }


def _marks_explained(m: Material) -> str:
    """What the lines and marks of the deal space mean."""
    text = (
        "Better: than what a party expects without a deal, which the dashed lines mark. In % of the most that a deal "
        "could give each; 0 is today."
    )
    if m.a.only_small_steps:
        text += " What is acceptable now are small steps, which need not be better than that."
    return text


def steps(m: Material) -> Section:
    """The two steps: easing by small steps and a signed bargain, then settling."""
    by = month_name(m.case, m.case.horizon)
    talks, opening, ever, reached = (m.of(f"{what}.ever") for what in ("talks", "opening", "bargain", "settled"))
    force, life, settled = (m.of(quantity) for quantity in ("bargain", "bargain.life", "settled"))
    texts = (
        (
            "talks",
            f"Talks. Begun by {by}: {likelihood(talks)}. A deal beyond small steps open to all in the course of them: "
            f"{likelihood(opening)}.",
            (talks, opening),
        ),
        ("easing", f"Easing. A partial bargain signed by {by}: {likelihood(ever)}.", (ever,)),
        (
            "lasting",
            f"If signed, a partial bargain is in force for {life.shown} of the {m.case.horizon} months on average. One "
            f"in force at the end: {likelihood(force)}.",
            (life, force),
        ),
        (
            "settling",
            f"Settling. A wide settlement reached by {by}: {likelihood(reached)}. One in force at the end: "
            f"{likelihood(settled)}.",
            (reached, settled),
        ),
    )
    found = [Finding(f"steps.{key}", "", text, measures) for key, text, measures in texts]
    found[1:1] = _small(m, by)
    rows: list[Finding] = []
    for office, partial in m.a.deals.partial_by_trust.items():
        wide = m.a.deals.wide_by_trust[office]
        for levels in _alike([*zip(partial, wide, strict=True)]):
            named = [TRUST_LEVELS[level] for level in levels]
            words = "any trust" if len(named) == len(TRUST_LEVELS) else f"{listed(named, 'or')} trust"
            measures = tuple(
                Measure(f"{extent}.{office}.{'+'.join(named)}", _in_short(m, deals[levels[0]]), "text")
                for extent, deals in (("partial", partial), ("wide", wide))
            )
            rows.append(
                Finding(f"steps.{office}.{'+'.join(named)}", f"{office_in_words(m, office)}, {words}", "", measures)
            )
    columns = ("who governs, and trust", "what would be signed first", "what would settle it")
    stages = _stages(m)
    table = Block("steps.by_trust", tuple(rows), "What could be signed as trust grows", "table", columns)
    return Section(
        "steps", "Two steps: easing, then settling", (*stages, Block("steps", tuple(found), "", "list"), table)
    )


# what would carry talks past each stage, in the terms of a case
_SHORTENS: Mapping[str, str] = {
    "no_talks": "a channel that stands from the start, or lower costs of being seen to talk",
    "no_opening": "the levers and the smallest sets of changes that open a deal",
    "not_in_time": "more time, or a faster pace of signing",
    "lost": "what makes a deal last: guarantees, the same expectations of it, less erosion",
}


def _stages(m: Material) -> tuple[Block, ...]:
    """How far diplomacy gets: five stages that add up to all, and what would carry talks past the likeliest."""
    found = m.stages
    if found is None:
        return ()
    rows = tuple(
        Finding(f"steps.stage.{name}", first_word(STAGES[name]), "", (Measure(f"stage.{name}", p, "probability"),))
        for name, p in found.items()
    )
    likeliest = max(found, key=lambda name: found[name])
    means = " Means of the draws." if m.drawn else ""
    further = f" What would carry talks past the likeliest: {_SHORTENS[likeliest]}." if likeliest in _SHORTENS else ""
    note = f"Exactly one of these happens.{means}{further}"
    return (
        Block("steps.stages", rows, "How far diplomacy gets", "table", ("by the end of the horizon", "chance"), note),
    )


def _small(m: Material, by: str) -> list[Finding]:
    """Small steps, where there are any in the case."""
    if not m.case.has_small_steps:
        return []
    ever, force = m.of("step.ever"), m.of("step")
    what = "" if m.a.deals.step is None else f": {_in_short(m, m.a.deals.step)}"
    text = (
        f"Small steps{what}. One agreed by {by}: {likelihood(ever)}. One in force at the end, and nothing larger: "
        f"{likelihood(force)}."
    )
    return [Finding("steps.small", "", text, (ever, force))]


def _alike(of_levels: Sequence[object]) -> list[list[int]]:
    """Levels next to each other that have the same, together."""
    groups: list[list[int]] = []
    for level, here in enumerate(of_levels):
        if groups and of_levels[groups[-1][0]] == here:
            groups[-1].append(level)
        else:
            groups.append([level])
    return groups


def office_in_words(m: Material, office: int) -> str:
    """Who governs under a leadership, in words."""
    came = [t for bit, t in enumerate(m.case.transitions) if office >> bit & 1]
    if not came:
        return "today's leaders"
    # a party may change more than once
    return listed([f"a successor in {m.case.parties[t.party].acting} ({t.date:%b %Y})" for t in came])


def _in_short(m: Material, settlement: Settlement | None) -> str:
    if settlement is None:
        return "nothing beyond small steps"
    return moves_in_words(m.case, settlement)
