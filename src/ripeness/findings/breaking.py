"""Who breaks it, and when: how the deals that would be signed are lost as things are, and what would help."""

from collections.abc import Mapping

import numpy as np

from ripeness.answer.breaking import Remedy, breaking, remedies
from ripeness.case.leadership import earliest_transition
from ripeness.case.names import EXPECTED_COURSE
from ripeness.crisis.actions import ACTIONS
from ripeness.crisis.losses import ELSEWHERE, FADES, GIVES_IN, WAR, Loss, Losses
from ripeness.ensemble.wording import RUNG_NAMES, called, can_be_told_apart, month_name
from ripeness.findings.findings import Block, Finding, Measure, Section
from ripeness.findings.material import Material
from ripeness.findings.settlement import office_in_words
from ripeness.findings.text import said

NAMES: Mapping[str, str] = {
    "step": RUNG_NAMES["step"],
    "bargain": RUNG_NAMES["partial"],
    "settled": RUNG_NAMES["wide"],
}
WHAT_HELPS: Mapping[str, str] = {
    "guarantee": "An outside guarantee halfway to a full one",
    "expectations": "Half the harm that differing expectations of a bargain do",
    "erosion": "Half the erosion",
    "breach": "Half the harm done where a deal is no longer acceptable to all",
    "lapse": "Half the lapse of settlements",
    "kept_promise": "Promises that are kept raise trust far sooner",
    "trust": "More trust at the start",
    "patience": "Parties that look twice as far ahead",
}
SHOWN = 6
# a loss that is rarer is not worth a row
LEAST = 0.001


def who_breaks_it(m: Material) -> Section | None:
    """How each kind of deal is lost that is ever made, and what helps most; None where none is."""
    found = breaking(m.a)
    if not found:
        return None
    note = (
        f"At the most likely values, on the {EXPECTED_COURSE}, until a deal is first lost. A small step or a partial "
        "bargain on which more is built is not lost."
    )
    blocks = [Block("breaking", tuple(_in_words(m, kind, of) for kind, of in found.items()), "", "list", (), note)]
    if rows := tuple(row for kind, of in found.items() for row in _rows(m, kind, of)):
        by = month_name(m.case, m.case.horizon)
        columns = ("deal, and what ends it", "who governs", "in a month in force", f"by {by}, once made")
        blocks.append(Block("breaking.ends", rows, "What ends which deal", "table", columns))
    worst = max(found, key=lambda kind: float(found[kind].by_month[0, -1]))
    if (helps := _helps(m, worst, found[worst])) is not None:
        blocks.append(helps)
    return Section("breaking", "Who breaks it, and when", tuple(blocks))


def _in_words(m: Material, kind: str, of: Losses) -> Finding:
    """How likely a kind of deal is made and lost, who is likeliest to break it, and how much falls before a change."""
    by = month_name(m.case, m.case.horizon)
    made = Measure(f"made.{kind}", float(of.made[0]), "probability")
    lost = Measure(f"lost.{kind}", float(of.chance[0]), "probability")
    measures = [made, lost]
    name = NAMES[kind]
    text = f"A {name} comes into force by {by} with a chance of {made.shown}. "
    text += f"If it does, the chance that it is lost again by then is {lost.shown}."
    if likeliest := _likeliest(m, kind, of):
        words, part = likeliest
        measures.append(part)
        text += f" The largest part of that: {words}, {part.shown}."
    broken = float(sum(float(of.part(lost)[0]) for loss, lost in of.lost.items() if loss.how in ACTIONS))
    reneging = Measure(f"broken.{kind}", broken, "probability")
    measures.append(reneging)
    text += f" Broken by choice: {reneging.shown}."
    first = earliest_transition(m.case)
    if first is not None and 0 < first[1] < m.case.horizon and lost.number >= LEAST:
        before = Measure(f"lost_before.{kind}", float(of.by_month[0, first[1]] / of.by_month[0, -1]), "probability")
        measures.append(before)
        when = month_name(m.case, first[1])
        text += f" Of all these losses {before.shown} come before {when}, when leaders may change."
    return Finding(f"breaking.{kind}", "", text, tuple(measures))


def _likeliest(m: Material, kind: str, of: Losses) -> tuple[str, Measure] | None:
    """What ends most deals of a kind, in words, and how many; None where hardly any ends."""
    by: dict[tuple[str, int | None], float] = {}
    for loss, lost in of.lost.items():
        by[loss.how, loss.party] = by.get((loss.how, loss.party), 0.0) + float(of.part(lost)[0])
    (how, party), part = max(by.items(), key=lambda each: each[1], default=(("", None), 0.0))
    if part < LEAST:
        return None
    name = f".{list(m.case.parties)[party]}" if party is not None else ""
    words = _what(m, kind, Loss(how, party, 0))
    return words, Measure(f"lost.{kind}.{how.replace(' ', '_')}{name}", part, "probability")


def _who(m: Material, loss: Loss) -> str:
    assert loss.party is not None
    return m.name(list(m.case.parties)[loss.party])


def _key(m: Material, loss: Loss) -> str:
    party = f".{list(m.case.parties)[loss.party]}" if loss.party is not None else ""
    return f"{loss.how.replace(' ', '_')}{party}.{loss.office}"


def _what(m: Material, kind: str, loss: Loss) -> str:
    """What ends a deal, in words."""
    by_itself = {
        FADES: "it lapses" if kind == "settled" else "it erodes",
        WAR: called(m.case).war,
        GIVES_IN: "one side capitulates",
        ELSEWHERE: "events elsewhere",
    }
    if loss.how in by_itself:
        return by_itself[loss.how]
    # it is said before which kind of deal
    return f"{_who(m, loss)} {ACTIONS[loss.how].words.replace(' the bargain', ' it')}"  # type: ignore[index]


def _rows(m: Material, kind: str, of: Losses) -> tuple[Finding, ...]:
    """A row for whoever breaks it and for its fading by leadership, and one each for all else; none that is rare."""
    rows: list[Finding] = []
    for loss in sorted(of.lost, key=lambda loss: (loss.how not in ACTIONS, loss.how != FADES)):
        if loss.how not in (*ACTIONS, FADES):
            continue
        part, monthly = float(of.part(of.lost[loss])[0]), float(of.a_month(loss)[0])
        if part >= LEAST:
            who = office_in_words(m, loss.office)
            rows.append(_row(kind, _key(m, loss), _what(m, kind, loss), who, monthly, part))
    months = float(np.sum(list(of.months.values())))
    for how in (WAR, GIVES_IN, ELSEWHERE):
        those = [loss for loss in of.lost if loss.how == how]
        lost = float(sum(float(of.lost[loss][0]) for loss in those))
        part = float(of.part(np.array([lost]))[0])
        if part >= LEAST:
            what = _what(m, kind, those[0])
            rows.append(
                _row(kind, how.replace(" ", "_"), what, "whoever governs", lost / months if months else 0.0, part)
            )
    return tuple(rows)


def _row(kind: str, key: str, what: str, who: str, monthly: float, part: float) -> Finding:
    measures = (
        Measure(f"monthly.{kind}.{key}", monthly, "probability"),
        Measure(f"lost.{kind}.{key}", part, "probability"),
    )
    return Finding(f"breaking.{kind}.{key}", f"{NAMES[kind]}: {what}", who, measures)


def _helps(m: Material, kind: str, of: Losses) -> Block | None:
    """The remedies that lower the chance that a kind of deal is lost, those that help most first."""
    now = float(of.chance[0])
    if now < LEAST:
        return None
    tried = remedies(m.a, kind)
    helpful = [remedy for remedy in tried if remedy.chance < now and can_be_told_apart(remedy.chance, now)]
    title = f"What would make a {NAMES[kind]} last"
    if not helpful:
        text = f"None of the {len(tried)} changes tried lowers the chance that a {NAMES[kind]} is lost by much."
        return Block("breaking.remedies", (Finding("breaking.remedies.none", "", text),), title)
    rows = tuple(_remedy(m, kind, remedy, now) for remedy in helpful[:SHOWN])
    by = month_name(m.case, m.case.horizon)
    columns = ("change", "what it is", "lost once made", "change in points", "made")
    note = (
        f"Each change alone, by {by}; on the {EXPECTED_COURSE} {Measure('', now, 'probability').shown} are lost. These "
        f"help most of {len(tried)} changes tried: the case's levers, and each rate that a deal's life depends on, "
        "moved halfway to its most favourable value."
    )
    return Block("breaking.remedies", rows, title, "table", columns, note)


def _remedy(m: Material, kind: str, remedy: Remedy, now: float) -> Finding:
    name = said(m.case.levers[remedy.name].title) if remedy.lever else WHAT_HELPS[remedy.name]
    key = f"{'lever' if remedy.lever else 'rate'}.{remedy.name}"
    measures = (
        Measure(f"lost.{kind}({key})", remedy.chance, "probability"),
        Measure(f"lost.{kind}({key}) - lost.{kind}", remedy.chance - now, "points"),
        Measure(f"made.{kind}({key})", remedy.made, "probability"),
    )
    return Finding(
        f"breaking.remedies.{key}", name, "a lever of the case" if remedy.lever else "a rate of the model", measures
    )
