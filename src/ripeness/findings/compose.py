"""The answer as findings: every part that the case has something to say for, in the order in which it is read."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from ripeness import version
from ripeness.answer.result import Assessment
from ripeness.ensemble.storage.runs import case_hash
from ripeness.ensemble.wording import called, outbreak
from ripeness.findings.argument import assumptions, claims, hangs_on, sources
from ripeness.findings.breaking import who_breaks_it
from ripeness.findings.coalitions import who_could_sign
from ripeness.findings.conditions import conditions
from ripeness.findings.findings import Block, Brief, Finding, Section
from ripeness.findings.first_screen import first_screen, verdict
from ripeness.findings.funnel import where_deals_die
from ripeness.findings.material import Drawn, Material, Tested
from ripeness.findings.obstacles import why_not_now
from ripeness.findings.outlook import alternatives, implied, transitions, war
from ripeness.findings.parts import FIRST, is_on_paper
from ripeness.findings.postures import postures
from ripeness.findings.provisions import provisions
from ripeness.findings.record import beside_the_record, of_the_argument
from ripeness.findings.settlement import deals, steps
from ripeness.findings.text import said

Made = Section | None


def _sections(m: Material, record: Sequence[Finding], history: Sequence[Finding]) -> Mapping[str, Callable[[], Made]]:
    """How each section is made, in the order of a brief."""
    return {
        FIRST: lambda: first_screen(m, record),
        "conditions": lambda: conditions(m),
        "funnel": lambda: where_deals_die(m),
        "why_not": lambda: why_not_now(m),
        "deals": lambda: deals(m),
        "provisions": lambda: provisions(m),
        "coalitions": lambda: who_could_sign(m),
        "alternatives": lambda: alternatives(m),
        "steps": lambda: steps(m),
        "breaking": lambda: who_breaks_it(m),
        "war": lambda: war(m),
        "postures": lambda: postures(m),
        "transitions": lambda: transitions(m),
        "implied": lambda: implied(m, record),
        "hangs_on": lambda: hangs_on(m),
        "history": lambda: _history(history),
        "assumptions": lambda: assumptions(m),
        "claims": lambda: claims(m),
        "sources": lambda: sources(m.case),
        "reproduce": lambda: _how(m),
    }


def brief_of(
    a: Assessment,
    drawn: Drawn | None = None,
    seed: int = 1,
    tested: Tested | None = None,
    record: Sequence[Finding] | None = None,
    history: Sequence[Finding] | None = None,
    only: Iterable[str] | None = None,
) -> Brief:
    """The brief of an assessment, with ranges where the tables of its run over draws are given.

    Levers and claims are put to the test here, unless they were: `tested`. `record` are findings of what the record
    says beside what the case implies, `history` those of verdicts on the argument; what the package carries, if not
    given. `only` these sections are made, all if not given.
    """
    return brief_from(Material(a, drawn, seed, tested), record, history, only)


def brief_from(
    m: Material,
    record: Sequence[Finding] | None = None,
    history: Sequence[Finding] | None = None,
    only: Iterable[str] | None = None,
) -> Brief:
    """The brief of what there is of a case, as `brief_of` makes it."""
    a, drawn = m.a, m.drawn
    if record is None:
        record = beside_the_record(a, {name: m.of(name).number for name in vars(a.as_is.implied)})
    made = _sections(m, record, of_the_argument() if history is None else history)
    wanted = set(made if only is None else only)
    sections = [section for key, make in made.items() if key in wanted and (section := make())]
    case = a.case
    return Brief(
        case=case.id,
        title=said(case.title),
        region=said(case.region),
        topics=tuple(map(said, case.topics)),
        as_of=case.as_of.isoformat(),
        horizon=case.horizon,
        draws=drawn.count if drawn else 0,
        seed=m.seed,
        version=version.VERSION,
        case_sha256=case_hash(case),
        answer=verdict(a),
        sections=tuple(_said_once(sections, m.payoffs_are)),
        words={**called(case)._asdict(), "outbreak": outbreak(case)},
        headline=said(case.headline),
        summary=said(case.summary),
    )


def _said_once(sections: Iterable[Section], sentence: str) -> Iterator[Section]:
    """Sections in which what payoffs are is not said again once a part that is printed too has said it."""
    said_so = False
    for section in sections:
        blocks: list[Block] = []
        for block in section.blocks:
            kept = _without(block, sentence) if said_so else block
            said_so = said_so or (sentence in block.note and is_on_paper(section.key, block.key))
            blocks.append(kept)
        yield replace(section, blocks=tuple(blocks))


def _without(block: Block, sentence: str) -> Block:
    found = tuple(replace(each, text=each.text.replace(sentence, "").rstrip()) for each in block.findings)
    return replace(block, findings=found, note=block.note.replace(sentence, "").strip())


def with_changes_first(brief: Brief, changes: Section) -> Brief:
    """A brief with what has changed right after the first screen."""
    first, *others = brief.sections
    return replace(brief, sections=(first, changes, *others))


def _history(history: Sequence[Finding]) -> Made:
    if not history:
        return None
    return Section("history", "Against the record", (Block("history", tuple(history), "", "list"),))


def _how(m: Material) -> Section:
    """How to compute the same again."""
    draws = f" --draws {m.drawn.count} --seed {m.seed} --out RUN" if m.drawn else ""
    brief = "ripeness brief RUN -o brief.html" if m.drawn else f"ripeness brief {m.case.id} -o brief.html"
    commands = [f"ripeness assess {m.case.id}{draws}", brief] if m.drawn else [brief]
    of_draws = f", seed {m.seed}, {m.drawn.count:,} draws" if m.drawn else ""
    texts = (
        ("command", f"Commands: {'; '.join(commands)}, where {m.case.id} is the case's id or its file."),
        (
            "version",
            f"ripeness {version.VERSION}{of_draws}; SHA-256 of what the case says: {case_hash(m.case)}.",
        ),
        (
            "limits",
            "Parties are single actors that look ahead and err at a steady rate; nothing beyond the case is known. The "
            "odds of a deal are reasoning, not a forecast.",
        ),
    )
    found = tuple(Finding(f"reproduce.{key}", "", text) for key, text in texts)
    return Section("reproduce", "How to reproduce this, and what it cannot see", (Block("reproduce", found),))
