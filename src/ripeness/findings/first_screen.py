"""The first screen: the answer, the rungs, war, what would change it, what would be signed, and what weakens it."""

from collections.abc import Iterable, Mapping, Sequence

from ripeness.answer.result import Assessment, Deal, Move
from ripeness.case.names import issue_in_words, option_in_words, posture_in_words
from ripeness.crisis.states import WAR_PATHS
from ripeness.ensemble.wording import (
    LARGER_DEAL,
    RUNG_NAMES,
    called,
    estimate,
    first_word,
    month_name,
    must_change,
    one_in,
    outbreak,
    percent,
    ranges,
    why_not,
    without_range,
)
from ripeness.findings.confidence import confidence_of, judged
from ripeness.findings.findings import Block, Finding, Measure, Section
from ripeness.findings.material import Material
from ripeness.findings.text import listed, said
from ripeness.rules.conditions import conditions_in_short
from ripeness.rules.constraints import Constraint
from ripeness.settlements.listing import RUNGS, Rung

SHOWN_CHANGES = 3
SHOWN_CLAUSES = 3
SHOWN_MOVES = 3
# the quantity that says how likely each rung is in force by the horizon
IN_FORCE: Mapping[Rung, str] = {"step": "step", "partial": "bargain", "wide": "settled"}
PATHS: Mapping[str, str] = {
    "intention": "intention",
    "miscalculation": "miscalculation",
    "miscommunication": "misunderstanding",
    "trigger": "an outside trigger",
}
_ACCEPTED: Mapping[Rung, str] = {
    "step": "small steps",
    "partial": "a partial bargain",
    "wide": "a wide settlement",
}
# what is said of each stage where it is the likeliest
_MOST_LIKELY: Mapping[str, str] = {
    "no_talks": "no talks begin",
    "no_opening": "the parties talk, but find nothing beyond small steps that all accept",
    "not_in_time": "a larger deal is open, but time runs out before one is struck",
    "lost": "a larger deal is struck, and lost again",
    "in_force": "a larger deal is struck, and stands",
}


def first_screen(m: Material, record: Sequence[Finding] = ()) -> Section:
    """The first screen; `record` are findings of what the record says beside what the case implies."""
    blocks = (
        Block("message.answer", (_answer(m), *_start(m), *_open_in(m))),
        ladder(m),
        Block("message.war", (war(m), *_going_on(m))),
        _changes(m),
        _signed(m),
        Block("message.weakest", (weakest(m, record),), note=_note(m)),
    )
    return Section("message", "In short", tuple(block for block in blocks if block.findings))


def _note(m: Material) -> str:
    if not m.drawn:
        at_modes = "Every judgement is taken at its most likely value; the ranges are not in these numbers."
        return f"{at_modes} Words: {ranges()}."
    return (
        f"Probabilities, months and what each expects without a deal are medians of {m.drawn.count:,} draws over the "
        "judgements' ranges, with 5 to 95 % of the draws. Which deals there are, what each is worth and what stands in "
        f"the way are shown with every judgement at its most likely value. {without_range(m.case)} Words: {ranges()}."
    ).replace("  ", " ")


# --- the sentence ---


def verdict(a: Assessment) -> str:
    """The answer in a sentence or two: the highest rung that is open now, and what stands in the way of the next."""
    if a.deals.settlements == 0:
        return "There is no deal to judge: the linkages exclude every one that moves anything."
    rung = a.highest_rung
    if rung is None:
        nothing = "Not even a small step" if a.case.has_small_steps else "No deal"
        return f"{nothing} is acceptable to {_everybody(a)} now: {_clauses(a, _conflict(a))}."
    best = a.deals.best[rung]
    assert best is not None
    more = _why_no_more(a) if has_more(a) else ""
    accepted = f"{first_word(_everybody(a))} accept {_ACCEPTED[rung]} now"
    return f"{accepted}: {_moves(a, best.moves)}. {more}".rstrip()


def _everybody(a: Assessment) -> str:
    """All who sign, as the answer has them."""
    return "both sides" if len(a.case.signatories) == 2 else "all"


def has_more(a: Assessment) -> bool:
    """Whether there are deals on a rung above the highest that is open."""
    above = RUNGS[RUNGS.index(a.highest_rung) + 1 :] if a.highest_rung else RUNGS
    return any(a.rungs[rung].deals for rung in above) if a.rungs else bool(above)


def _conflict(a: Assessment) -> tuple[str, ...]:
    """The minimal conflict over all that is larger than what is open: one of statements, else the shortest."""
    found: Iterable[tuple[str, ...]] = a.diagnosis_of_more.conflicts
    if a.highest_rung not in (None, "step"):
        found = a.rungs["wide"].conflicts if a.rungs else ()
    return min(found, key=lambda names: (not _are_statements(names), len(names)), default=())


def _are_statements(names: Iterable[str]) -> bool:
    return all(Constraint.named(name).rule.is_statement for name in names)


def _why_no_more(a: Assessment) -> str:
    conflict = _conflict(a)
    if not conflict:
        return ""
    items = {Constraint.named(name).item for name in conflict}
    if _are_statements(conflict) and len(items) == 1:
        (item,) = items
        issue = issue_in_words(a.case, str(item))
        return f"{first_word(issue)} blocks anything larger: {_clauses(a, conflict).replace(issue, 'it')}."
    return f"Anything larger fails: {_clauses(a, conflict)}."


def _clauses(a: Assessment, conflict: Sequence[str]) -> str:
    """What stands in the way together, as one sentence has it."""
    clauses = [why_not(a.case, name) for name in conflict[:SHOWN_CLAUSES]]
    hidden = len(conflict) - len(clauses)
    if hidden:
        clauses.append(f"{hidden} more {'constraint stands' if hidden == 1 else 'constraints stand'} in the way")
    return ", and ".join(clauses) if len(clauses) < 3 else f"{'; '.join(clauses[:-1])}; and {clauses[-1]}"


def _moves(a: Assessment, moves: Sequence[Move]) -> str:
    """What a deal does, option by option, the first few of them."""
    texts = [option_in_words(a.case, move.issue, move.option) for move in moves]
    hidden = len(texts) - SHOWN_MOVES
    shown = [*texts[:SHOWN_MOVES], f"{hidden} more"] if hidden > 1 else texts
    return "; ".join(shown) if any(" and " in text for text in shown) else listed(shown)


def _answer(m: Material) -> Finding:
    measures = (
        Measure("deals_now", m.a.deals.now, "count"),
        Measure("settlements", float(m.a.deals.settlements), "count"),
        m.of("deal"),
    )
    return Finding("message.answer", "", verdict(m.a), measures, judged(m.case, "parties", "issues", "beliefs"))


def notes_on_the_start(a: Assessment) -> list[str]:
    """What the case says of its start that there is not, in sentences; mostly none."""
    if not a.lacks_at_start:
        return []
    what = {"step": "a small step", "signed": "a partial bargain"}[a.case.dynamics.bargain]
    return [f"The case has {what} in force at the start, but there is no such deal, so it starts with none."]


def _start(m: Material) -> list[Finding]:
    return [Finding("message.start", "", text) for text in notes_on_the_start(m.a)]


def _open_in(m: Material) -> list[Finding]:
    """In how many draws the answer is the same, where there are draws."""
    share = m.share_with_deal(beyond=m.a.only_small_steps)
    if share is None:
        return []
    what = "a deal beyond small steps" if m.a.only_small_steps else "a deal"
    text = f"Over the ranges of the judgements, {what} is open now in {share.shown} of the draws ({share.span})."
    return [Finding("message.open", "", text, (share,))]


# --- the ladder ---


def ladder(m: Material) -> Block:
    """Each rung: deals open of all, what stands in the way, how likely it is in force by the horizon."""
    by = month_name(m.case, m.case.horizon)
    rows = tuple(_rung(m, rung) for rung in RUNGS if rung != "step" or m.case.has_small_steps)
    columns = ("rung", "open now", "in the way", "how likely", f"in force in {by}")
    return Block("message.ladder", rows, "", "table", columns, _stage_note(m))


def _rung(m: Material, rung: Rung) -> Finding:
    chance = m.of(IN_FORCE[rung])
    measures = (
        Measure(f"open.{rung}", _open_of_all(m.a, rung), "text"),
        Measure(f"in_the_way.{rung}", _in_the_way(m.a, rung), "text"),
        Measure(f"word.{rung}", estimate(chance.number), "text"),
        chance,
    )
    return Finding(f"message.ladder.{rung}", f"{RUNG_NAMES[rung]}s", "", measures)


def _open_of_all(a: Assessment, rung: Rung) -> str:
    if not a.rungs:
        return "none" if a.deals.best[rung] is None else "some"
    of = a.rungs[rung]
    return f"{of.all:,} of {of.deals:,}"


def _in_the_way(a: Assessment, rung: Rung) -> str:
    return (conditions_in_short(a.rungs[rung].in_the_way) if a.rungs else "") or "–"


def _stage_note(m: Material) -> str:
    """What most likely becomes of the talks by the horizon, in a sentence."""
    found = m.stages
    if found is None:
        return ""
    likeliest = max(found, key=lambda name: found[name])
    return f"Of five outcomes the single likeliest, at {percent(found[likeliest])}: {_MOST_LIKELY[likeliest]}."


# --- war ---


def war(m: Material) -> Finding:
    """How likely war is by the horizon, in all and by each path."""
    total = m.of("war")
    paths = tuple(m.of(f"war.{path}") for path in WAR_PATHS)
    by = month_name(m.case, m.case.horizon)
    basis = judged(m.case, "dynamics")
    text = f"{first_word(outbreak(m.case))} by {by}: {likelihood(total)}."
    if total.number > 0:
        parts = sorted(zip(WAR_PATHS, paths, strict=True), key=lambda of: -of[1].number)
        shown = [f"{PATHS[path]} {of.shown}" for path, of in parts if of.number > 0]
        text += f" By {', '.join(shown)}."
    return Finding("message.war", "", text, (total, *paths), basis, confidence_of(basis))


def likelihood(measure: Measure) -> str:
    """A probability in words: the word, the number, one in how many, and how far the draws spread."""
    value = measure.number
    odds = f", or {one_in(value)}" if one_in(value) else ""
    spread = f"; 5 to 95 % of the draws: {measure.span}" if measure.span else ""
    return f"{estimate(value)}, {measure.shown}{odds}{spread}"


def _going_on(m: Material) -> list[Finding]:
    """Whether a war that goes on will end, and how; nothing where none may go on."""
    if not m.war_goes_on:
        return []
    at_war, decided, ceasefire, months = (m.of(name) for name in ("at_war", "decided", "ceasefire.ever", "war_months"))
    by, war = month_name(m.case, m.case.horizon), called(m.case).war
    text = (
        f"{first_word(war)} still going on in {by}: {likelihood(at_war)}. Decided by then: {decided.shown}; halted by "
        f"a ceasefire at some time: {ceasefire.shown}; {months.shown} months of it on average."
    )
    return [Finding("message.going_on", "", text, (at_war, decided, ceasefire, months))]


# --- what would change it, what would be signed ---


def _changes(m: Material) -> Block:
    """The two or three changes that matter most, with who makes them and how hard they are."""
    changes = _plans(m) or _corrections(m)
    found = changes or _postures(m)
    title = ("What would change it" if changes else "What would help or harm it most") if found else ""
    return Block("message.changes", tuple(found), title, "list")


def _plans(m: Material) -> list[Finding]:
    found: list[Finding] = []
    for number, plan in enumerate(m.easiest[:SHOWN_CHANGES], start=1):
        levers = [m.case.levers[name] for name in plan.levers]
        effort = Measure(f"effort({'+'.join(plan.levers)})", float(plan.effort), "effort")
        war = Measure(f"war({'+'.join(plan.levers)})", plan.war, "probability")
        before = Measure("war", m.a.as_is.war_total, "probability")
        titles = listed([said(lever.title) for lever in levers])
        hard = f"difficulty {effort.shown} of {5 * len(levers)}"
        whose = listed(list(dict.fromkeys(m.actor(lever.who) for lever in levers)))
        outcome = f"{outbreak(m.case)} {before.shown} → {war.shown}"
        text = f"{titles} ({whose}; {hard}): opens {_more(m.a)}; {outcome}."
        found.append(Finding(f"message.change.{number}", "", text, (effort, before, war)))
    return found


def _more(a: Assessment) -> str:
    return "more than small steps" if a.only_small_steps else "a deal"


def _corrections(m: Material) -> list[Finding]:
    """The smallest changes in what the parties want, where no lever of the case brings one about."""
    found: list[Finding] = []
    for number, opening in enumerate(m.a.openings[:SHOWN_CHANGES], start=1):
        changes = listed([must_change(m.case, name) for name in opening.correction])
        text = f"{first_word(_more(m.a))} would open if {changes}."
        found.append(Finding(f"message.change.{number}", "", text))
    return found


def _postures(m: Material) -> list[Finding]:
    """Where nothing is in the way: the postures under which a deal in force is likeliest and least likely."""
    if not m.case.postures:
        return []
    lower, higher = m.told_apart("deal")
    found: list[Finding] = []
    for names, word in ((higher[:1], "raises"), (lower[:1], "lowers")):
        for name in names:
            deal, as_is = m.of("deal", name), m.of("deal")
            text = (
                f"“{first_word(posture_in_words(m.case, name))}” {word} the chance of {LARGER_DEAL} most: "
                f"{as_is.shown} → {deal.shown}."
            )
            found.append(Finding(f"message.change.{len(found) + 1}", "", text, (deal, as_is)))
    return found


def _signed(m: Material) -> Block:
    """What would be signed on the highest rung that is open, and what each can claim at home."""
    rung = m.a.highest_rung
    deal = m.a.deals.best[rung] if rung else None
    if deal is None or rung is None:
        return Block("message.signed", ())
    claims: dict[str, list[str]] = {}
    for party in m.case.signatories:
        claims.setdefault(_claim(m, deal, party), []).append(m.name(party))
    found = [
        Finding(f"message.claim.{number}", "", f"{first_word(_those(m, names))} can claim: {what}.")
        for number, (what, names) in enumerate(claims.items(), start=1)
    ]
    return Block("message.signed", tuple(found), f"What each could say at home of the best {RUNG_NAMES[rung]}", "list")


def _those(m: Material, names: Sequence[str]) -> str:
    if len(names) == len(m.case.signatories):
        return "Both" if len(names) == 2 else "All"
    return listed(list(names))


def _claim(m: Material, deal: Deal, party: str) -> str:
    gains = sorted((move for move in deal.moves if move.public_gain[party] > 0), key=lambda x: -x.public_gain[party])
    return _moves(m.a, gains) if gains else "nothing that shows"


# --- what weakens it most ---


def weakest(m: Material, record: Sequence[Finding]) -> Finding:
    """The one thing that weakens the answer most: numbers beyond the record, judgements of low confidence, claims."""
    if beyond := [f for f in record if f.key.startswith("implied.record.") and not _is_inside(f)]:
        own, others = beyond[0].measures
        what = {True: "more than in", False: "less than in"}[own.number > others.number]
        label = beyond[0].label[:1].lower() + beyond[0].label[1:]
        text = f"{label}, {own.shown} here, {what} nine of ten comparable pairs of states ({others.span})."
        return Finding("message.weakest", "", f"Weakest point: {text}", beyond[0].measures)
    ratings = [each.confidence for each in judged(m.case)]
    unsure = sum(rating in (None, "low") for rating in ratings)
    if ratings and unsure * 2 >= len(ratings):
        how_many = "all" if unsure == len(ratings) else f"{unsure} of the"
        text = (
            f"{how_many} {len(ratings)} judgements behind this are of low confidence, or of none given. Past crises do "
            "not show who will agree: take the odds of a deal as reasoning, not as a forecast."
        )
    elif failing := [name for name, result in m.claims.items() if not result.holds]:
        one = "claim fails" if len(failing) == 1 else "claims fail"
        text = f"{len(failing)} of the case's own {len(m.claims)} {one} when put to the test."
    else:
        text = "past crises do not show who will agree: take the odds of a deal as reasoning, not as a forecast."
    return Finding("message.weakest", "", f"Weakest point: {text}")


def _is_inside(found: Finding) -> bool:
    own, others = found.measures
    low, high = others.low, others.high
    return low is None or high is None or low <= own.number <= high
