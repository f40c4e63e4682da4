"""The main message, and the conditions side by side."""

import numpy as np

from ripeness.answer.result import Assessment
from ripeness.bargaining.acceptance import mask_of
from ripeness.ensemble.wording import (
    estimate,
    estimate_range,
    month_name,
    must_change,
    percent,
    ranges,
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
    if a.only_small_steps:
        return f"Diplomacy can succeed now, but only in small steps: {deals}, and each is a small step."
    return f"Diplomacy can succeed now: {deals}."


def message(m: Material) -> Section:
    """The main message: the answer first, then what binds and what would change it."""
    found = [_answer(m), *_open_in(m), _odds(m), *_what_binds(m), *what_moves_war(m)]
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
    text = f"By {by}, a bargain in force or a settlement: {likelihood(deal)}. War by then: {likelihood(war)}."
    basis = judged(m.case)
    sure = confidence_of(basis)
    why = "past crises do not show who will agree, so take the odds of a deal as reasoning, not as a forecast"
    confidence = Confidence(sure.level, f"{sure.reason}; {why}") if sure else Confidence("low", why)
    return Finding("message.odds", "", text, (deal, war), basis, confidence)


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
        text = f"{which} the risk of war ({as_is.shown} as things are)."
    else:
        text = f"Compared with the case as it is ({as_is.shown}), war is {'; it is '.join(sides)}."
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
    return Section("conditions", f"The {how_many_conditions()} conditions{beyond}", (block,), (_chart(m, passing),))


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
    best = m.a.deals.best_wide or m.a.deals.best_partial
    if m.a.diagnosis_of_more.corrections != ((),) or best is None:
        return None
    tight = best.tightest
    slack = Measure(f"slack.{tight.constraint}", tight.slack, Constraint.named(tight.constraint).rule.unit or "flow")
    spare = to_spare(tight.constraint, tight.slack)
    text = f"In the best deal this is nearest to failing: {why_not(m.case, tight.constraint)} ({spare})."
    return Finding("why_not.tightest", "", text, (slack,))
