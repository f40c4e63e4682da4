"""The main message, and the conditions side by side."""

import numpy as np

from ripeness.answer.result import Assessment, RungCounts
from ripeness.bargaining.acceptance import mask_of
from ripeness.ensemble.wording import (
    DEAL_IN_FORCE,
    RUNG_NAMES,
    called,
    estimate,
    estimate_range,
    first_word,
    month_name,
    must_change,
    outbreak,
    percent,
    ranges,
    stages_in_words,
    to_spare,
    why_not,
    without_range,
)
from ripeness.findings.confidence import confidence_of, judged
from ripeness.findings.findings import Block, Chart, Confidence, Finding, Measure, Section
from ripeness.findings.material import Material
from ripeness.findings.text import listed, said
from ripeness.rules.conditions import CONDITIONS, how_many_conditions, numbered_conditions
from ripeness.rules.constraints import Constraint
from ripeness.settlements.listing import Rung

SHOWN = 3


def likelihood(measure: Measure) -> str:
    """A probability in words: the word, its range, the number, and how far the draws spread."""
    value = measure.number
    spread = f"; 5 to 95 % of the draws: {measure.span}" if measure.span else ""
    return f"{estimate(value)} ({estimate_range(value)}), {percent(value)}{spread}"


def verdict(a: Assessment) -> str:
    """Whether diplomacy can succeed now, in a sentence: the answer."""
    now, among = a.deals.now, a.deals.settlements
    if among == 0:
        return "There is no deal to judge: the linkages exclude every settlement that moves anything."
    if now == 0:
        return f"Diplomacy cannot succeed now: none of {among:,} deals is acceptable to all."
    if now is None:
        deals = f"some of {among:,} deals are acceptable to all (too many to count them)"
    else:
        deals = f"{now:,} of {among:,} deals {'is' if now == 1 else 'are'} acceptable to all"
    if a.highest_rung in (None, "step"):
        return f"Diplomacy can succeed now, but only in small steps: {deals}, and each is a small step."
    return f"Diplomacy can succeed now, up to a {RUNG_NAMES[a.highest_rung]}: {deals}."


def notes_on_the_start(a: Assessment) -> list[str]:
    """What the case says of its start that there is not, in sentences; mostly none."""
    if not a.lacks_at_start:
        return []
    what = {"step": "a small step", "signed": "a signed bargain"}[a.case.dynamics.bargain]
    return [f"The case has {what} in force at the start, but there is no such deal, so it starts with none."]


def rung_in_words(rung: Rung, of: RungCounts) -> str:
    """How many deals there are on a rung, how many are acceptable, and which conditions are in the way.

    >>> rung_in_words("step", RungCounts(7, {}, {}, 1, ()))
    'Small steps: 7 deals, 1 acceptable to all'
    >>> rung_in_words("wide", RungCounts(1, {}, {}, 0, ("can_declare_victory",)))
    'Wide settlements: 1 deal, 0 acceptable to all; in the way: can declare victory'
    """
    name = f"{RUNG_NAMES[rung].capitalize()}s"
    if not of.deals:
        return f"{name}: none in this case"
    found = f"{of.deals:,} deal{'' if of.deals == 1 else 's'}, {of.all:,} acceptable to all"
    in_the_way = ", ".join(CONDITIONS[condition] for condition in of.in_the_way)
    return f"{name}: {found}{f'; in the way: {in_the_way}' if in_the_way else ''}"


def coalitions_in_words(a: Assessment) -> str:
    """Who could sign a deal beyond small steps without the others, in a sentence; empty where only two parties sign."""
    if len(a.case.signatories) < 3:
        return ""
    if not a.coalitions:
        return "No two of them could sign a deal beyond small steps without the others."
    sets = [listed([a.case.parties[party].shown for party in members]) for members in a.coalitions]
    if len(a.coalitions[0]) == len(a.case.signatories):
        return f"All could sign a deal beyond small steps together: {sets[0]}."
    return f"Who could sign a deal beyond small steps without the others: {'; or '.join(sets)}."


def message(m: Material) -> Section:
    """The main message: the answer first, then what binds and what would change it."""
    found = [_answer(m), *_start(m), *_open_in(m), _odds(m), *_stages(m), *_what_binds(m), *what_moves_war(m)]
    if m.drawn:
        spread = (
            f"Probabilities, months and what each expects without a deal are medians of {m.drawn.count:,} draws over "
            "the judgements' ranges, with 5 to 95 % of the draws. Which deals there are, what each is worth and which "
            f"conditions hold are shown with every judgement at its most likely value. {without_range(m.case)}"
        ).rstrip()
    else:
        spread = "Every judgement is taken at its most likely value; the ranges are not in these numbers."
    return Section("message", "Main message", (Block("message", tuple(found), note=f"{spread} Words: {ranges()}."),))


def _answer(m: Material) -> Finding:
    measures = (
        Measure("deals_now", m.a.deals.now, "count"),
        Measure("settlements", float(m.a.deals.settlements), "count"),
    )
    return Finding("message.answer", "", verdict(m.a), measures, judged(m.case, "parties", "issues", "beliefs"))


def _start(m: Material) -> list[Finding]:
    return [Finding("message.start", "", text) for text in notes_on_the_start(m.a)]


def _stages(m: Material) -> list[Finding]:
    """How far diplomacy gets; over draws, as their means, which add up as medians do not."""
    found = m.stages
    if found is None:
        return []
    measures = tuple(Measure(f"stage.{name}", p, "probability") for name, p in found.items())
    means = " (means of the draws)" if m.drawn else ""
    return [Finding("message.stages", "", f"{stages_in_words(found)[:-1]}{means}.", measures)]


def _open_in(m: Material) -> list[Finding]:
    """In how many draws the answer is the same, where there are draws."""
    share = m.share_with_deal(beyond=m.a.only_small_steps)
    if share is None:
        return []
    what = "a deal beyond small steps" if m.a.only_small_steps else "a deal"
    text = (
        "That is with every judgement at its most likely value. Over their ranges "
        f"{what} is open now in {share.shown} of the draws ({share.span})."
    )
    return [Finding("message.open", "", text, (share,))]


def _odds(m: Material) -> Finding:
    deal, war = m.of("deal"), m.of("war")
    by = month_name(m.case, m.case.horizon)
    begins = first_word(outbreak(m.case))
    text = f"By {by}, {DEAL_IN_FORCE}: {likelihood(deal)}. {begins} by then: {likelihood(war)}."
    measures = (deal, war)
    if m.war_goes_on:
        at_war = m.of("at_war")
        text += f" {first_word(called(m.case).war)} going on then: {likelihood(at_war)}."
        measures = (deal, war, at_war)
    basis = judged(m.case)
    sure = confidence_of(basis)
    why = "past crises do not show who will agree, so take the odds of a deal as reasoning, not as a forecast"
    confidence = Confidence(sure.level, f"{sure.reason}; {why}") if sure else Confidence("low", why)
    return Finding("message.odds", "", text, measures, basis, confidence)


def _what_binds(m: Material) -> list[Finding]:
    a, found = m.a, list[Finding]()
    diagnosis = a.diagnosis_of_more
    more = "more than small steps" if a.only_small_steps else "a deal"
    if diagnosis.conflicts:
        first = diagnosis.conflicts[0]
        what = "; ".join(why_not(m.case, c) for c in first)
        text = f"What stands in the way of {more}: {what}."
        others = len(diagnosis.conflicts) - 1
        if others:
            text += f" {_others(others, 'such set')} of constraints {'closes' if others == 1 else 'close'} it as well."
        found.append(Finding("message.binds", "", text))
    if a.openings:
        ways = [" and ".join(must_change(m.case, c) for c in opening.correction) for opening in a.openings[:2]]
        text = f"What would open {more}: {', or '.join(ways)}."
        found.append(Finding("message.opens", "", text))
    if m.plans and m.plans[0].levers:
        plan = m.plans[0]
        titles = listed([said(m.case.levers[name].title) for name in plan.levers])
        effort = Measure(f"effort({'+'.join(plan.levers)})", float(plan.effort), "effort")
        levers = "lever" if len(plan.levers) == 1 else f"{len(plan.levers)} levers"
        text = f"The {levers} of least effort that does it: {titles} (effort {effort.shown}; 1 is easy, 5 hardest)."
        found.append(Finding("message.lever", "", text, (effort,)))
    return found


def _others(number: int, what: str) -> str:
    return f"One other {what}" if number == 1 else f"{number} other {what}s"


def what_moves_war(m: Material) -> list[Finding]:
    """The postures under which war is likelier or less likely than as things are, and never an order of the others."""
    if not m.case.postures:
        return []
    as_is = m.of("war")
    groups = m.told_apart()
    sides: list[str] = []
    for names, words in zip(groups, ("less likely", "likelier"), strict=True):
        if names:
            shown = [f"“{said(m.case.postures[name].title)}” ({m.of('war', name).shown})" for name in names[:SHOWN]]
            if len(names) > SHOWN:
                shown.append(_others(len(names) - SHOWN, "posture").lower())
            sides.append(f"{words} under {listed(shown)}")
    alike = len(m.case.postures) - sum(map(len, groups))
    if not sides:
        which = (
            "The posture compared does not clearly change"
            if alike == 1
            else f"None of the {alike} postures clearly changes"
        )
        text = f"{which} the risk of {outbreak(m.case)} ({as_is.shown} as things are)."
    else:
        text = f"Compared with the expected course ({as_is.shown}), {outbreak(m.case)} is {'; it is '.join(sides)}."
        if alike:
            text += f" {_others(alike, 'posture')} {'makes' if alike == 1 else 'make'} no clear difference."
    named = [m.of("war", name) for names in groups for name in names[:SHOWN]]
    return [Finding("message.postures", "", text, (as_is, *named))]


def conditions(m: Material) -> Section:
    """The conditions, as a table and as the share of deals that pass each."""
    of = m.a.conditions_beyond if m.a.only_small_steps else m.a.conditions
    beyond = ", for more than a small step" if m.a.only_small_steps else ""
    signing = m.case.signatories
    passing = _passing(m)
    rows: list[Finding] = []
    for condition, words in numbered_conditions().items():
        measures = [Measure(f"holds.{p}.{condition}", of.for_party[p][condition], "holds") for p in signing]
        measures.append(Measure(f"holds.{condition}", of.holds[condition], "holds"))
        measures.append(Measure(f"deals_passing.{condition}", passing["", condition], "probability"))
        rows.append(Finding(f"conditions.{condition}", words, "", tuple(measures)))
    together = [Measure(f"holds.{p}", None, "holds") for p in signing]
    together.append(Measure("holds.together", of.together, "holds"))
    together.append(Measure("deals_passing.together", passing["", ""], "probability"))
    rows.append(Finding("conditions.together", f"all {how_many_conditions()} together", "", tuple(together)))
    small = f" Small steps satisfy all {how_many_conditions()}." if m.a.only_small_steps else ""
    columns = ("condition", *(m.name(p) for p in signing), "all at once", "deals that pass")
    note = f"A condition holds where some deal satisfies all of its constraints.{small}"
    block = Block("conditions", tuple(rows), "", "table", columns, note)
    title = f"The {how_many_conditions()} conditions{beyond}"
    return Section("conditions", title, (block, *_rungs(m)), (_chart(m, passing),))


def _rungs(m: Material) -> list[Block]:
    """What there is on each rung, what is in the way there, and who could sign without whom."""
    found: list[Finding] = []
    for rung, of in m.a.rungs.items():
        measures = [Measure(f"deals.{rung}", of.deals, "count"), Measure(f"deals_now.{rung}", of.all, "count")]
        text = f"{rung_in_words(rung, of)}."
        if share := m.share_with_rung(rung):
            measures.append(share)
            text += f" Over the draws some are acceptable in {share.shown}."
        found.append(Finding(f"rungs.{rung}", "", text, tuple(measures)))
    if told := coalitions_in_words(m.a):
        found.append(Finding("rungs.coalitions", "", told))
    return [Block("rungs", tuple(found), "Deals by rung, and what is in the way", "list")] if found else []


def _passing(m: Material) -> dict[tuple[str, str], float]:
    """The share of the deals that count that satisfy a condition: of a party (empty: of all), (empty: all)."""
    reading = m.reading
    settlements = reading.settlements
    counted = np.ones(int(settlements.is_deal.sum()), dtype=bool)
    if m.a.only_small_steps:
        counted = ~settlements.is_small_step[settlements.is_deal]
    total = int(counted.sum())
    found: dict[tuple[str, str], float] = {}
    for party in ("", *m.case.signatories):
        for condition in ("", *CONDITIONS):
            asked = mask_of(reading.constraints, party or None, condition or None)
            chosen = [bool(asked >> k & 1) for k in range(len(reading.constraints))]
            passed = reading.satisfied[chosen][:, counted].all(axis=0)
            found[party, condition] = float(passed.sum()) / total if total else 0.0
    return found


def _chart(m: Material, passing: dict[tuple[str, str], float]) -> Chart:
    viewers = {"": "all at once", **{p: m.name(p) for p in m.case.signatories}}
    rows = tuple(
        {"condition": words, "who": viewers[party], "share": passing[party, condition]}
        for condition, words in (numbered_conditions() | {"": "all together"}).items()
        for party in (*m.case.signatories, "")
    )
    hardest = min(CONDITIONS, key=lambda c: passing["", c])
    beyond = " beyond small steps" if m.a.only_small_steps else ""
    alt = (
        f"Dot plot of the share of deals{beyond} that satisfy each condition, for each party and for all at once. "
        f"The fewest pass “{CONDITIONS[hardest]}”: {percent(passing['', hardest])}; "
        f"{percent(passing['', ''])} pass all {how_many_conditions()}."
    )
    columns = {"condition": "condition", "who": "for", "share": "share of deals that pass"}
    return Chart("conditions", "conditions", f"Deals{beyond} that pass each condition", alt, columns, rows, {})


def tightest(m: Material) -> Finding | None:
    """What the best deal is nearest to failing, where one beyond small steps is open."""
    best = m.a.best_beyond
    if m.a.diagnosis_of_more.corrections != ((),) or best is None:
        return None
    tight = best.tightest
    slack = Measure(f"slack.{tight.constraint}", tight.slack, Constraint.named(tight.constraint).rule.unit or "flow")
    spare = to_spare(tight.constraint, tight.slack)
    text = f"In the best deal this is nearest to failing: {why_not(m.case, tight.constraint)} ({spare})."
    return Finding("why_not.tightest", "", text, (slack,))
