"""A brief from an assessment: every part that the case has something to say for, in the order in which it is read."""

from collections.abc import Sequence
from dataclasses import replace

import ripeness
from ripeness.answer.pivot import pivots
from ripeness.answer.result import Assessment
from ripeness.ensemble.claims import judge_claims, judge_claims_over_draws
from ripeness.ensemble.levers import lever_plans
from ripeness.ensemble.storage.runs import case_hash
from ripeness.ensemble.wording import called, outbreak
from ripeness.findings.argument import (
    asks_beyond_small_steps,
    assumptions,
    claims,
    hangs_on,
    hangs_on_statements,
    sources,
)
from ripeness.findings.breaking import who_breaks_it
from ripeness.findings.coalitions import who_could_sign
from ripeness.findings.findings import Block, Brief, Finding, Section
from ripeness.findings.funnel import where_deals_die
from ripeness.findings.material import Drawn, Material, Tested
from ripeness.findings.message import conditions, message, verdict
from ripeness.findings.obstacles import why_not_now
from ripeness.findings.outlook import alternatives, implied, postures, transitions, war
from ripeness.findings.provisions import provisions
from ripeness.findings.record import beside_the_record, of_the_argument
from ripeness.findings.settlement import deals, steps
from ripeness.findings.text import said
from ripeness.settlements.listing import can_be_listed

# of levers and claims, which cost a pass of the model for every draw and change
MOST_DRAWS = 256


def brief_of(
    a: Assessment,
    drawn: Drawn | None = None,
    seed: int = 1,
    tested: Tested | None = None,
    record: Sequence[Finding] | None = None,
    history: Sequence[Finding] | None = None,
) -> Brief:
    """The brief of an assessment, with ranges where the tables of its run over draws are given.

    Levers and claims are put to the test here, unless they were: `tested`. `record` are findings of what the record
    says beside what the case implies, `history` those of analogues and of verdicts on the argument; what the package
    carries, if not given.
    """
    m = material(a, drawn, seed, tested)
    sections = (
        message(m),
        conditions(m),
        where_deals_die(m),
        why_not_now(m),
        deals(m),
        provisions(m),
        who_could_sign(m),
        alternatives(m),
        steps(m),
        who_breaks_it(m),
        war(m),
        postures(m),
        transitions(m),
        implied(m),
        hangs_on(m),
        assumptions(m),
        claims(m),
        sources(a.case),
        _how(m, seed),
    )
    case = a.case
    made = Brief(
        case=case.id,
        title=said(case.title),
        region=said(case.region),
        topics=tuple(map(said, case.topics)),
        as_of=case.as_of.isoformat(),
        horizon=case.horizon,
        draws=drawn.count if drawn else 0,
        seed=seed,
        version=ripeness.__version__,
        case_sha256=case_hash(case),
        answer=verdict(a),
        sections=tuple(section for section in sections if section),
        words={**called(case)._asdict(), "outbreak": outbreak(case)},
    )
    if record is None:
        record = beside_the_record(a, {name: m.of(name).number for name in vars(a.as_is.implied)})
    return with_record(made, record, of_the_argument() if history is None else history)


def material(a: Assessment, drawn: Drawn | None, seed: int, tested: Tested | None = None) -> Material:
    """What the brief of an assessment is made of."""
    beyond = asks_beyond_small_steps(a)
    if tested is None or not tested.draws:
        many = min(drawn.count, MOST_DRAWS) if drawn else 1
        asks_for_levers = a.case.levers and a.diagnosis_of_more.conflicts
        tested = Tested(
            draws=many,
            plans=lever_plans(a.case, beyond, seed=seed, draws=many) if asks_for_levers else (),
            claims=judge_claims_over_draws(a.case, seed=seed, draws=many, outcomes=drawn.outcomes)
            if drawn and a.case.claims
            else {},
        )
    can_move = can_be_listed(a.case) and not hangs_on_statements(a)
    return Material(
        a=a,
        plans=tested.plans,
        claims=judge_claims(a.run),
        pivots=pivots(a.case, beyond_small_steps=beyond) if can_move else (),
        drawn=drawn,
        claims_over_draws=tested.claims or None,
        plan_draws=tested.draws,
    )


def with_record(brief: Brief, record: Sequence[Finding], history: Sequence[Finding] = ()) -> Brief:
    """A brief with findings of the record: beside what the case implies, and, before the assumptions, of history."""
    sections: list[Section] = []
    for section in brief.sections:
        if section.key == "implied" and record:
            (block,) = section.blocks
            section = replace(section, blocks=(replace(block, findings=(*block.findings, *record)),))
        sections.append(section)
        if section.key == "hangs_on" and history:
            block = Block("history", tuple(history), "", "list")
            sections.append(Section("history", "Against the record", (block,)))
    return replace(brief, sections=tuple(sections))


def with_changes_first(brief: Brief, changes: Section) -> Brief:
    """A brief with what has changed right after the main message."""
    first, *others = brief.sections
    return replace(brief, sections=(first, changes, *others))


def _how(m: Material, seed: int) -> Section:
    """How to compute the same again."""
    draws = f" --draws {m.drawn.count} --seed {seed} --out RUN" if m.drawn else ""
    brief = "ripeness brief RUN -o brief.html" if m.drawn else f"ripeness brief {m.case.id} -o brief.html"
    commands = [f"ripeness assess {m.case.id}{draws}", brief] if m.drawn else [brief]
    texts = (
        ("command", f"Commands: {'; '.join(commands)}, where {m.case.id} is the case's id or its file."),
        ("version", f"ripeness {ripeness.__version__}{f', seed {seed}, {m.drawn.count:,} draws' if m.drawn else ''}."),
        ("case", f"SHA-256 of what the case says: {case_hash(m.case)}."),
        (
            "limits",
            "The model takes parties for single actors that look ahead and err at a steady rate, and knows only the "
            "issues, triggers and transitions of the case. The odds of a deal are an argument's, no forecast.",
        ),
    )
    found = tuple(Finding(f"reproduce.{key}", "", text) for key, text in texts)
    return Section(
        "reproduce", "How to reproduce this, and what it cannot see", (Block("reproduce", found, "", "list"),)
    )
