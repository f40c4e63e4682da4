"""Where deals die: the deals of the rungs in question that remain as one condition after the other is asked for."""

from collections.abc import Mapping

from ripeness.answer.funnel import Funnel, FunnelStep, funnel, rungs_in_question
from ripeness.case.names import issue_in_words
from ripeness.ensemble.wording import RUNG_NAMES, first_word, names_of_statements
from ripeness.findings.findings import Block, Chart, Finding, Measure, Section, Value
from ripeness.findings.material import Material
from ripeness.findings.text import listed
from ripeness.rules.conditions import CONDITIONS
from ripeness.rules.constraints import Constraint

TITLE = "Where deals die"


def where_deals_die(m: Material) -> Section | None:
    """The funnel of the rungs in question, and who is convinced that nothing is better; None without any deal."""
    if m.a.deals.settlements == 0:
        return None
    if not m.reading.is_listed:
        text = (
            f"The {m.a.deals.settlements:,} deals of this case are too many to list, so there is no count of how many "
            "satisfy which condition."
        )
        blocks = (Block("funnel", (Finding("funnel.unlisted", "", text),)), _convinced(m))
        return Section("funnel", TITLE, blocks)
    rungs = rungs_in_question(m.a)
    if not rungs:
        return None
    found = funnel(m.reading, rungs)
    told = [Block("funnel", (_in_words(m, found),)), _table(m, found)]
    if statements := _statements(m, found):
        told.append(statements)
    return Section("funnel", TITLE, (*told, _convinced(m)), (_chart(m, found),))


def _name(m: Material, step: FunnelStep) -> str:
    """What a step asks for, in words."""
    if step.condition is not None:
        return CONDITIONS[step.condition]
    kinds = [f"{kind}s" for kind in dict.fromkeys(Constraint.named(name).rule.name for name in step.constraints)]
    return f"{issue_in_words(m.case, step.item)}: {listed(kinds)}" if step.item else listed(kinds)


def _plural(found: Funnel) -> str:
    one, more = (RUNG_NAMES[found.rungs[0]], "") if len(found.rungs) == 1 else ("deal", " beyond small steps")
    return f"{one}{'' if found.deals == 1 else 's'}{more}"


def _in_words(m: Material, found: Funnel) -> Finding:
    """The whole funnel in a sentence, and what closes it."""
    parts: list[str] = []
    for step in found.steps:
        left = f"{step.left:,}" if step.left else "none"
        passing = f"{left} of these" if parts else f"{left} {'passes' if step.left < 2 else 'pass'}"
        parts.append(f"{passing} “{_name(m, step)}”")
        if step is found.last:
            break
    text = f"Of {found.deals:,} {_plural(found)}, {', '.join(parts)}."
    measures = [Measure(f"deals.{'+'.join(found.rungs)}", found.deals, "count")]
    measures += [Measure(f"funnel.left.{_key(step)}", step.left, "count") for step in found.steps]
    return Finding("funnel.words", "", text, tuple(measures))


def _key(step: FunnelStep) -> str:
    return step.condition or f"statements.{step.item or ''}".rstrip(".")


def _who(m: Material, step: FunnelStep) -> str:
    return listed([m.label(party) for party in step.binding]) if step.binding else "all alike"


def _table(m: Material, found: Funnel) -> Block:
    signing = m.case.signatories
    first = [Measure("funnel.left", found.deals, "count"), Measure("funnel.alone", found.deals, "count")]
    first += [Measure(f"funnel.alone.{party}", found.deals, "count") for party in signing]
    rows = [Finding("funnel.deals", f"all {_plural(found)}", "", (*first, Measure("funnel.binds", None, "text")))]
    for step in found.steps:
        key = _key(step)
        measures = [
            Measure(f"funnel.left.{key}", step.left, "count"),
            Measure(f"funnel.alone.{key}", step.alone, "count"),
        ]
        measures += [Measure(f"funnel.alone.{key}.{party}", step.alone_for[party], "count") for party in signing]
        measures.append(Measure(f"funnel.binds.{key}", _who(m, step), "text"))
        rows.append(Finding(f"funnel.{key}", _name(m, step), "", tuple(measures)))
    columns = ("what is asked", "left", "pass it alone", *(m.label(party) for party in signing), "most restrictive")
    last = f"{first_word(names_of_statements())} come last, issue by issue. " if _has_statements(found) else ""
    note = (
        f"{last}Left: the deals that satisfy this and all before it. Pass it alone: those that satisfy this, whatever "
        "the rest. Under a party: those that satisfy what it asks for here. Most restrictive: the party whose "
        "demands the fewest deals meet."
    )
    return Block("funnel.steps", tuple(rows), "", "table", columns, note)


def _has_statements(found: Funnel) -> bool:
    return any(step.condition is None for step in found.steps)


def _statements(m: Material, found: Funnel) -> Block | None:
    """What would remain without a statement, issue by issue; None where there are none."""
    told: list[Finding] = []
    for step in found.steps:
        if not step.without:
            continue
        about = issue_in_words(m.case, step.item) if step.item else "apart from any issue"
        parts = [f"without {_of(m, name)} {left or 'none'}" for name, left in step.without.items()]
        left = "no deal is" if not found.left else "one deal is" if found.left == 1 else f"{found.left:,} deals are"
        text = f"{first_word(about)}: {left} left; {', '.join(parts)} would be."
        measures = [Measure("funnel.left.all", found.left, "count")]
        measures += [Measure(f"funnel.without.{name}", left, "count") for name, left in step.without.items()]
        told.append(Finding(f"funnel.without.{_key(step)}", "", text, tuple(measures)))
    return (
        Block("funnel.statements", tuple(told), "What red lines and preconditions rule out", "list") if told else None
    )


def _of(m: Material, name: str) -> str:
    """A constraint as what a party has, such as `the precondition of Iran`."""
    constraint = Constraint.named(name)
    return f"{m.case.parties[constraint.party].acting}'s {constraint.rule.name}"


def _convinced(m: Material) -> Block:
    """Who is convinced that nothing is better than a deal, and how far illusion has to do with it."""
    rows: list[Finding] = []
    for party, convinced in m.a.is_convinced.items():
        sure = Measure(f"convinced.{party}", "yes" if convinced else "no", "text")
        rows.append(Finding(f"funnel.convinced.{party}", m.label(party), "", (sure, *m.expected(party))))
    columns = ("party", "convinced", "expects without a deal", "as the analyst sees it", "illusion")
    note = (
        "Convinced: without a deal it expects to be no better off than today. Illusion: how much more it expects than "
        f"the analyst does. {m.payoffs_are}"
    )
    return Block(
        "funnel.convinced", tuple(rows), "Who expects to be no better off without a deal", "table", columns, note
    )


def _chart(m: Material, found: Funnel) -> Chart:
    rows: list[Mapping[str, Value]] = [
        {"step": f"all {_plural(found)}", "left": found.deals, "alone": found.deals, "who": None}
    ]
    rows += [
        {"step": _name(m, step), "left": step.left, "alone": step.alone, "who": _who(m, step)} for step in found.steps
    ]
    counts = ", ".join(f"{row['left']:,} after “{row['step']}”" for row in rows[1:])
    alt = (
        f"Bars of the {_plural(found)} that remain as one condition after the other is asked for: of {found.deals:,}, "
        f"{counts}. A paler bar behind each shows how many satisfy it alone."
    )
    columns = {"step": "what is asked", "left": "left", "alone": "pass it alone", "who": "most restrictive"}
    title = f"{first_word(_plural(found))} left as each condition is asked for"
    return Chart("funnel", "funnel", title, alt, columns, tuple(rows), {})
