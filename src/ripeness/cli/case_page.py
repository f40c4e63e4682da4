"""Cases on a terminal: the bundled ones, and one in full."""

import json
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from rich.console import Console

from ripeness.case import names
from ripeness.case.direction import said
from ripeness.case.read.library import bundled
from ripeness.cli.console import WHAT_IS_COMPUTED, console, heading, plain, print_basis, table
from ripeness.ensemble.wording import day, first_word

if TYPE_CHECKING:
    from ripeness.case.judgement import Judgement
    from ripeness.case.model import Case, Claim, Party, Posture, Sourced, Trigger


JUDGEMENTS, ALL = "judgements", "all"
PARTS = ("parties", "issues", "dynamics", JUDGEMENTS, "sources", ALL)
# fields of a party with what they are called here
_OF_PARTIES = {
    "capability": "capability (of all power)",
    "growth": "growth of capability a year",
    "concession_limit": "concession limit",
    "pride": "pride (gain asked for each 1 of loss)",
    "exposure_tolerance": "exposure tolerance",
    "expects": "takes a bargain for",
    "patience": "patience (discount a year)",
    "trend": "trend a year",
    "precision": "precision of choice",
}


def print_cases() -> None:
    """One line for each bundled case."""
    shown = table("id", "as of", "title")
    for head in bundled():
        shown.add_row(plain(head.id, "bold"), plain(str(head.as_of)), plain(head.title))
    out = console()
    out.print(shown)
    out.print(plain("\nNext: ripeness assess ID   ripeness show ID", "dim"))


def print_case(case: "Case", part: str | None = None, asked: str = "CASE") -> None:
    """A case in words, or a part of it: parties, issues, how the conflict moves, all judgements, sources.

    Without a part all but the judgements, which are many; then it is said how to see them for the case `asked` for.
    """
    out = console()
    out.print(plain(f"{said(case.title)}, as of {day(case.as_of)}", "bold"))
    if part in (None, ALL):
        for text in (said(case.headline or ""), case.summary):
            if text:
                out.print(plain(text))
    wanted = {ALL: [*_PARTS], None: [name for name in _PARTS if name != JUDGEMENTS]}.get(part, [part])
    for name, shows in _PARTS.items():
        if name in wanted:
            for show in shows:
                show(out, case)
    if part is None:
        out.print(plain(f"\nJudgements and what they rest on: ripeness show {asked} --part {JUDGEMENTS}", "dim"))
        out.print(plain(WHAT_IS_COMPUTED, "dim"))


def _parties(out: Console, case: "Case") -> None:
    parties = case.parties.values()
    out.print(heading("Parties"))
    out.print(plain("What is gained or lost is counted in parts of all that a party has at stake, a year; today is 0."))
    shown = table("", *(party.shown for party in parties))
    if any(party.seat for party in parties):
        shown.add_row("acting", *(plain(party.acting) for party in parties))
    for field, label in _OF_PARTIES.items():
        shown.add_row(label, *(_number(field, getattr(party, field)) for party in parties))
    for issue in case.issues:
        weights = [party.salience.get(issue) for party in parties]
        weight = f"weight of {names.issue_in_words(case, issue)}"
        shown.add_row(plain(weight), *("0" if w is None else str(w) for w in weights))
    out.print(shown)
    for key, party in case.parties.items():
        who = first_word(party.in_sentence)
        _demands(out, case, party)
        for name, group in party.constituencies.items():
            veto = "which has a veto" if group.veto else "which has no veto"
            called = _with_id(names.constituency_in_words(case, key, name), name)
            out.print(plain(f"  {who} answers to {called}, {veto}; threshold {group.threshold}"))
        if party.propensity:
            leans = ", ".join(f"{names.in_words(name)} {weight}" for name, weight in party.propensity.items())
            out.print(plain(f"  {who} leans towards what is above 1, and away from what is below: {leans}"))
        if party.war:
            ended = f"{party.war.win} if won, {party.war.lose} if lost, less {party.war.cost} either way"
            fighting = f"; less {party.war.fighting} while it goes on" if party.war.fighting else ""
            out.print(plain(f"  War for {party.in_sentence}, a year: {ended}{fighting}"))


def _demands(out: Console, case: "Case", party: "Party") -> None:
    """What a party never accepts, and what it wants in any deal."""
    who = first_word(party.in_sentence)
    for issue, line in party.red_lines.items():
        on, never = names.issue_in_words(case, issue), names.options_in_words(case, issue, line.options)
        out.print(plain(f"  {who} never accepts on {on}: {never} ({_when('softens', line.softens)})"))
    for issue, demand in party.preconditions.items():
        on, wanted = names.issue_in_words(case, issue), names.options_in_words(case, issue, demand.options)
        out.print(plain(f"  {who} wants in any deal on {on}: {wanted} ({_when('fades', demand.fades)})"))


def _when(what: str, trust: str) -> str:
    """At which trust a demand gives way."""
    return f"never {what}" if trust == "never" else f"{what} at {trust} trust"


def _with_id(shown: str, known_by: str) -> str:
    """A name with the id by which `--set`, claims and queries know it, where the two differ."""
    return known_by if shown == known_by else f"{shown} [{known_by}]"


def _number(field: str, judgement: "Judgement") -> str:
    words = {0.0: "one-off", 1.0: "first-step"} if field == "expects" and judgement.is_fixed else {}
    return words.get(judgement.mode, str(judgement))


def _issues(out: Console, case: "Case") -> None:
    for key, issue in case.issues.items():
        small = " (small step)" if issue.separable else ""
        out.print(heading(f"{_with_id(names.issue_as_label(case, key), key)}: {said(issue.question)}{small}"))
        shown = table("option", "text", *(party.shown for party in case.parties.values()))
        for name, option in issue.options.items():
            worth = [option.value.get(party) for party in case.parties]
            called = _with_id(names.option_in_words(case, key, name), name)
            shown.add_row(plain(called), plain(option.text), *("0" if w is None else str(w) for w in worth))
        out.print(shown)
        for name, option in issue.options.items():
            if option.effects:
                factors = ", ".join(f"{rate} × {factor}" for rate, factor in option.effects.items())
                called = names.option_in_words(case, key, name)
                out.print(plain(f"  {called}, while in force: {factors}"))


def _linkages(out: Console, case: "Case") -> None:
    if case.linkages:
        out.print(heading("Linkages"))
    for linkage in case.linkages:
        held = (linkage.when or linkage.if_ or {}).items()
        picked = " and ".join(names.options_with_issue(case, issue, (option,)) for issue, option in held)
        demands = [
            names.options_with_issue(case, issue, options) for issue, options in (linkage.requires or {}).items()
        ]
        added = [f"{worth} for {case.parties[party].in_sentence}" for party, worth in (linkage.value or {}).items()]
        says = f" requires {' and '.join(demands)}" if demands else f", together, add {', '.join(added)}"
        out.print(plain(f"  {picked}{says}"))


def _dynamics(out: Console, case: "Case") -> None:
    from ripeness.case.rates import RATES

    dynamics = case.dynamics
    out.print(heading("How the conflict moves"))
    standing = {"none": "no deal in force", "step": "a small step in force", "signed": "a partial bargain in force"}
    channel = "no channel" if dynamics.channel == "none" else f"{dynamics.channel} talks"
    tension = "war" if dynamics.tension == "war" else f"a {dynamics.tension}"
    start = f"{tension}, {channel}, {standing[dynamics.bargain]}, {dynamics.trust} trust"
    out.print(plain(f"  At the start: {start}"))
    for state in ("stalemate", "crisis", "war"):
        if word := getattr(case.words, state):
            out.print(plain(f"  What the model calls {state} is here: {said(word)}"))
    for name, trigger in dynamics.triggers.items():
        out.print(plain(f"  Trigger {_with_id(names.in_words(name), name)}: {_trigger(trigger)}"))
    given = {name: rate for name, rate in RATES.items() if name in dynamics.model_fields_set}
    if given:
        shown = table("rate", "value", "what it is")
        for name, rate in given.items():
            shown.add_row(plain(name), str(dynamics.rate(name)), plain(rate.meaning))
        out.print(shown)


def _trigger(trigger: "Trigger") -> str:
    during = f" during {' and '.join(trigger.during)}" if trigger.during else ""
    war = "trigger_war (see below)" if trigger.war is None else str(trigger.war)
    ends = f"; else it ends talks and bargain with a chance of {trigger.collapse}" if trigger.collapse.high else ""
    return f"a chance of {trigger.rate} a month{during}; war at once with a chance of {war}{ends}"


def _moves(out: Console, case: "Case") -> None:
    listed = {
        "Postures": {
            _with_id(names.posture_in_words(case, name), name): f"{said(posture.title)}{_silence(posture)}"
            for name, posture in case.postures.items()
        },
        "Levers": {
            f"{said(lever.title)} [{name}]": f"{_who(case, lever.who)}, difficulty {lever.effort} of 5"
            for name, lever in case.levers.items()
        },
        "Claims": {f"{said(claim.text)} [{name}]": _tested_again(claim) for name, claim in case.claims.items()},
    }
    for title, entries in listed.items():
        if entries:
            out.print(heading(title))
            for name, text in entries.items():
                out.print(plain(f"  {name}: {text}" if text else f"  {name}"))
    for transition in case.transitions:
        who, likely = case.parties[transition.party].in_sentence, transition.probability
        name = transition.successor.given().get("name")
        to = f" to {said(str(name))}" if name else ""
        out.print(plain(f"\n{transition.date:%B %Y}: {who} may change its leadership{to}, with a chance of {likely}"))


def _tested_again(claim: "Claim") -> str:
    """What switches the mechanism of a claim off."""
    set_so = [f"{path}={said(json.dumps(value, ensure_ascii=False))}" for path, value in claim.without.items()]
    return f"tested again with {', '.join(set_so)}" if set_so else ""


def _silence(posture: "Posture") -> str:
    """When nobody offers talks under a posture."""
    if posture.talks is None:
        return ""
    start, end = posture.months or (0, None)
    return " (nobody offers talks)" if end is None else f" (nobody offers talks from month {start} to month {end - 1})"


def _who(case: "Case", who: str) -> str:
    return case.parties[who].shown if who in case.parties else said(who)


def _judgements(out: Console, case: "Case") -> None:
    from ripeness.case.read.load import judgements, statements

    judged = [j for j in judgements(case) if not j.is_fixed or _says_where_from(j)]
    if judged:
        out.print(heading("Judgements with a range or a source, and what they rest on"))
        for j in judged:
            print_basis(out, j.path, str(j), j.basis, j.confidence, j.note)
    said = [(path, part) for path, part in statements(case) if _says_where_from(part)]
    if said:
        out.print(heading("Statements, and what they rest on"))
        for path, part in said:
            print_basis(out, path, "", part.basis, part.confidence, part.note)


def _says_where_from(part: "Judgement | Sourced") -> bool:
    return any((part.basis, part.confidence, part.note))


def _sources(out: Console, case: "Case") -> None:
    if case.sources:
        out.print(heading("Sources"))
        for key, source in case.sources.items():
            parts = [source.author, source.title, source.publisher, source.version, str(source.year or "")]
            parts += [source.grade, source.url, source.note]
            out.print(plain(f"  {key}: {', '.join(said(part) for part in parts if part)}"))


# what may be asked for by itself, in the order in which it is shown
_PARTS: Mapping[str, tuple[Callable[[Console, "Case"], None], ...]] = {
    "parties": (_parties,),
    "issues": (_issues, _linkages),
    "dynamics": (_dynamics, _moves),
    JUDGEMENTS: (_judgements,),
    "sources": (_sources,),
}
