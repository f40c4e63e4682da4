"""Why not now, the smallest sets of changes that would open a deal, and the levers that bring them about."""

from collections.abc import Iterable

from ripeness.answer.result import Deal, Opening
from ripeness.case.names import moves_in_words
from ripeness.ensemble.wording import called, first_word, month_name, must_change, outbreak, to_spare, why_not
from ripeness.findings.confidence import confidence_of, evidence_of
from ripeness.findings.findings import Block, Finding, Measure, Section
from ripeness.findings.gains import slack_in_words, slack_measure
from ripeness.findings.material import DRAWS, Material
from ripeness.findings.text import listed, said
from ripeness.rules.constraints import evidence
from ripeness.rules.evidence import Evidence

SHOWN = 3


def why_not_now(m: Material) -> Section | None:
    """What stands in the way, and what must change; None where nothing does and there is no lever."""
    more = " beyond small steps" if m.a.only_small_steps else ""
    nearest = tightest(m)
    blocks = [
        Block("why_not.tightest", (nearest,) if nearest else ()),
        _conflicts(m, more),
        _corrections(m, more),
        _levers(m, more),
    ]
    kept = tuple(block for block in blocks if block.findings)
    title = (
        "What it hangs on" if m.a.diagnosis_of_more.corrections == ((),) else "Why not now, and what would change it"
    )
    return Section("why_not", title, kept) if kept else None


def _reference(m: Material) -> Deal | None:
    """The deal whose judgements show what a constraint rests on."""
    return m.a.openings[0].deal if m.a.openings else m.a.best_beyond


def basis_of(m: Material, names: Iterable[str], deal: Deal | None) -> tuple[Evidence, ...]:
    """What constraints rest on for a deal, each judgement once."""
    by_name = {c.name: c for c in m.reading.constraints}
    found: dict[str, Evidence] = {}
    for name in names:
        constraint = by_name[name]
        best = m.a.alternatives[constraint.party].believed.best[0]
        for each in evidence(m.case, constraint, deal.settlement if deal else {}, best):
            found.setdefault(each.path, each)
    return tuple(found.values())


def _conflicts(m: Material, more: str) -> Block:
    found: list[Finding] = []
    column = "conflicts_beyond" if m.a.deals.now else "conflicts"
    for number, conflict in enumerate(m.a.diagnosis_of_more.conflicts[:SHOWN], start=1):
        what = "; ".join(why_not(m.case, c) for c in conflict)
        share = m.share_listing(column, conflict)
        often = f" This is so in {share.shown} of the draws." if share else ""
        basis = basis_of(m, conflict, _reference(m))
        found.append(
            Finding(
                f"why_not.conflict.{number}",
                "+".join(conflict),
                f"{first_word(what)}.{often}",
                (share,) if share else (),
                basis,
                confidence_of(basis),
            )
        )
    hidden = len(m.a.diagnosis_of_more.conflicts) - len(found)
    note = f"Each line alone rules out every deal{more}."
    note += f" {hidden} more: ripeness assess {m.case.id} --json" if hidden > 0 else ""
    return Block("why_not.conflicts", tuple(found), "What stands in the way", "list", (), note if found else "")


def _corrections(m: Material, more: str) -> Block:
    found: list[Finding] = []
    column = "corrections_beyond" if m.a.deals.now else "corrections"
    for number, opening in enumerate(m.a.openings[:SHOWN], start=1):
        changes = ", and ".join(must_change(m.case, c) for c in opening.correction)
        share = m.share_listing(column, opening.correction)
        often = f" It is enough alone in {share.shown} of the draws." if share else ""
        basis = basis_of(m, opening.correction, opening.deal)
        found.append(
            Finding(
                f"why_not.correction.{number}",
                "+".join(opening.correction),
                f"{first_word(changes)}. It opens, among others, this deal: {opened(m, opening)}.{often}",
                (share,) if share else (),
                basis,
                confidence_of(basis),
            )
        )
    hidden = len(m.a.openings) - len(found)
    necessary = m.a.diagnosis_of_more.necessary
    notes: list[str] = []
    if necessary and len(m.a.openings) > 1:
        notes.append(f"In every one of them: {'; '.join(must_change(m.case, c) for c in necessary)}.")
    if hidden > 0:
        notes.append(f"{hidden} more such sets: ripeness assess {m.case.id} --json")
    return Block(
        "why_not.corrections",
        tuple(found),
        f"The smallest sets of changes that open a deal{more}; any one of them is enough",
        "list",
        (),
        " ".join(notes),
    )


def opened(m: Material, opening: Opening) -> str:
    """What a deal that a change opens would do, by issue."""
    return moves_in_words(m.case, opening.deal.settlement)


def _levers(m: Material, more: str) -> Block:
    found: list[Finding] = []
    for number, plan in enumerate((p for p in m.plans if p.levers), start=1):
        if number > SHOWN:
            break
        who = listed(list(dict.fromkeys(m.actor(m.case.levers[name].who) for name in plan.levers)))
        key = "+".join(plan.levers)
        measures = [Measure(f"effort({key})", float(plan.effort), "effort")]
        if m.drawn:
            measures.append(m.share(f"share({key})", plan.share))
            change = plan.paired
            measures.append(Measure(f"war({key}) - war", change.median, "points", change.q05, change.q95, DRAWS))
        else:
            measures.append(Measure(f"war({key})", plan.war, "probability"))
            measures.append(Measure(f"war({key}) - war", plan.war_change, "points"))
        titles = "; ".join(said(m.case.levers[name].title) for name in plan.levers)
        found.append(Finding(f"why_not.plan.{number}", titles, who, tuple(measures), _lever_basis(m, plan.levers)))
    what, breaks_out = called(m.case).war, outbreak(m.case)
    columns = ["lever", "who", "difficulty", *(["opens in", f"change in {what}"] if m.drawn else [what, "change"])]
    by = month_name(m.case, m.case.horizon)
    war = (
        f"Opens in: the share of {m.plan_draws} draws. Change in {breaks_out} by {by}: in percentage points, draw by "
        "draw."
        if m.drawn
        else f"{first_word(breaks_out)} by {by} and its change in percentage points, at the most likely values."
    )
    note = f"Difficulty: 1 (easy) to 5 (hardest) for each lever, summed. {war} Every lever of a plan is needed."
    if not found and m.case.levers and m.a.diagnosis_of_more.corrections != ((),):
        text = f"No plan of up to four of the case's {len(m.case.levers)} levers opens a deal{more}."
        return Block("why_not.levers", (Finding("why_not.no_plan", "", text),), "Levers")
    return Block("why_not.levers", tuple(found), f"Levers that open a deal{more}", "table", tuple(columns), note)


def _lever_basis(m: Material, names: Iterable[str]) -> tuple[Evidence, ...]:
    return tuple(evidence_of(m.case.levers[name], f"levers.{name}", said(m.case.levers[name].title)) for name in names)


def tightest(m: Material) -> Finding | None:
    """What the best deal is nearest to failing, where one beyond small steps is open."""
    best = m.a.best_beyond
    if m.a.diagnosis_of_more.corrections != ((),) or best is None:
        return None
    tight = best.tightest
    slack = slack_measure(m.best, tight)
    spare = to_spare(slack_in_words(slack))
    text = f"In the best deal this is nearest to failing: {why_not(m.case, tight.constraint)} ({spare})."
    return Finding("why_not.tightest", "", text, (slack,))
