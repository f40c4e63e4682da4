"""What the record says of the argument, on a terminal: next to the conditions of an answer, and in full."""

from typing import Any

from rich.console import Console

from ripeness.cli.console import console, heading, item, plain, table
from ripeness.record.claims.claim import Finding
from ripeness.record.verdicts import Verdict, read
from ripeness.rules.conditions import CONDITIONS

# all of one weight: a verdict against the argument is to be seen as well as one for it
STYLES: dict[Finding, str] = {
    "not supported": "red",
    "contested": "magenta",
    "supported": "green",
    "not testable here": "cyan",
}


def print_claims(found: dict[str, Any]) -> None:
    """A table of verdicts in full: each claim, how it was tested, what was found, and the verdict."""
    result, out = found["result"], console()
    verdicts = {verdict.id: verdict for verdict in read(found)}
    out.print(plain(f"The argument against the record: {result['tests']} tests", "bold"))
    for finding in STYLES:
        ids = ", ".join(v.id for v in verdicts.values() if v.finding == finding)
        out.print(plain(f"  {finding}: {ids or 'none'}"))
    for said in result["verdicts"]:
        _print_claim(out, said, verdicts[said["id"]])
    out.print(heading("The rules, the first that applies"))
    for number, rule in enumerate(result["rules"], start=1):
        out.print(plain(f"  {number}. {rule}"))
    out.print(heading("Notes"))
    for note in result["notes"]:
        out.print(item(f"{note}."))
    sources = ", ".join(f"{each['name']} {each['version']} ({each['rows']:,} rows)" for each in found["sources"])
    out.print(plain(f"\nFrom {sources}; {found['date']}; rebuilt by {found['command']}", "dim"))


def _print_claim(out: Console, said: dict[str, Any], verdict: Verdict) -> None:
    number = list(CONDITIONS).index(verdict.condition) + 1 if verdict.condition else None
    where = f"{verdict.argument}, condition {number}" if number else verdict.argument
    out.print(heading(f"{verdict.id} ({where})"))
    out.print(plain(verdict.claim))
    judged = plain(f"{verdict.finding}: {verdict.why}.")
    judged.stylize(f"bold {STYLES[verdict.finding]}", 0, len(verdict.finding))
    out.print(judged)
    if "groups" in said:
        shown = table(f"{said['outcome']} (expected: {said['expected']})", "share", "n", right=2)
        for group in said["groups"]:
            share = "" if group["share"] is None else f"{group['share']:.2f}"
            shown.add_row(plain(group["name"]), share, f"{group['n']:,}")
        out.print(shown)
        for name, ratio in (("Odds ratio", said["odds_ratio"]), ("Adjusted", said["adjusted"])):
            out.print(plain(f"{name}: {_ratio(ratio)}"))
        out.print(plain(f"p corrected for all tests: {_p(said['p_corrected'])}"))
        out.print(plain(f"Adjusted for: {', '.join(said['adjusted_for'])}", "dim"))
        missing = "; ".join(f"{name} {count:,}" for name, count in said["missing"].items() if count)
        out.print(plain(f"Left out: {missing or 'none'}", "dim"))
    if verdict.selection:
        out.print(plain(f"Selection: {verdict.selection}."))
    if verdict.against:
        out.print(plain(f"Literature: {verdict.against}."))


def _ratio(found: dict[str, float] | None) -> str:
    if found is None:
        return "cannot be estimated"
    ends = f"{found['low']:.2f} to {found['high']:.2f}"
    return f"{found['ratio']:.2f} ({ends}), p = {_p(found['p'])}, n = {found['n']:,} in {found['clusters']:,} groups"


def _p(p: float) -> str:
    return "<0.001" if p < 0.001 else f"{p:.3f}"
