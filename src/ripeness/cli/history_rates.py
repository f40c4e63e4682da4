"""The commands on base rates: showing them, and rebuilding the tables that the package carries."""

import sys
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ripeness.cli.data import DataOption

if TYPE_CHECKING:
    from ripeness.case.model import Case
    from ripeness.record.own_pair import OwnPair
    from ripeness.record.reference import ReferenceClass


def base_rates(
    like: Annotated[str | None, typer.Option(metavar="CASE", help="Show also the case's own pair of states.")] = None,
    in_class: Annotated[
        str | None, typer.Option("--class", metavar="CLASS", help="The reference class; else the case's, else rivals.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Show how often crises of rivals come, how long they last and how they end, with 90 % intervals."""
    import json

    from ripeness.cli.case_of_record import class_asked_for, load_for_record
    from ripeness.record.derived import carried
    from ripeness.record.own_pair import own_pair

    table = carried("base-rates")
    found = table["result"]
    case = load_for_record(like) if like else None
    of = class_asked_for(like, case, in_class)
    own = own_pair(case, found) if case else None
    if as_json:
        shown = {
            "class": of.name,
            **of.record,
            "everywhere": found["everywhere"],
            "pair": None if own is None else {"states": own.states, **own.record},
            "sources": table["sources"],
            "date": table["date"],
            "command": table["command"],
        }
        print(json.dumps(shown, ensure_ascii=False))
        return
    _print(table, of, case, own)


def rebuild(data: DataOption = None) -> None:
    """Rebuild the tables that the package carries, from the data sets."""
    import datetime as dt

    from ripeness.record import base_rates, features, verdicts
    from ripeness.record.backtest import backtest
    from ripeness.record.derived import described, write
    from ripeness.record.sources.store import store

    place, today = store(data), dt.date.today()
    print(write(described("base-rates", base_rates.base_rates(place), place, base_rates.SOURCES_USED, today)))
    print(write(verdicts.rebuild(place, today)))
    tested = backtest(place, lambda words: print(words, file=sys.stderr))
    print(write(described("backtest", tested, place, features.SOURCES_USED, today)))


def _print(table: dict[str, Any], reference: "ReferenceClass", case: "Case | None", own: "OwnPair | None") -> None:
    from ripeness.cli.console import console, heading, plain
    from ripeness.cli.console import table as made
    from ripeness.record.own_pair import named_pair
    from ripeness.record.reference import DEFAULT_CLASS

    found, out = table["result"], console()
    of = reference.record
    out.print(heading(f"Base rates of the class {reference.name}: {of['about']}, {of['years']}"))
    shown = made("rate", "mean", "90 % interval", "n", right=3)
    for name, about in found["rates"].items():
        rate = of["rates"].get(name) or found["everywhere"][name]
        shown.add_row(plain(f"{name}: {about}"), f"{rate['mean']:.3g}", _interval(rate), _n(rate["n"]))
    out.print(shown)
    if own is not None:
        first, second = own.states
        counts = own.record
        out.print(heading(f"{first} and {second}, drawn to what the class {DEFAULT_CLASS} says"))
        out.print(
            plain(
                f"{counts['years']} years of rivalry, {counts['crises']} crises begun, {counts['months']:.1f} months "
                f"in all; {counts['wars']} with full-scale war between the two, {counts['agreements']} ended by "
                "agreement."
            )
        )
        shown = made("rate", "mean", "90 % interval", "n", right=3)
        for name, rate in counts["rates"].items():
            n = f"{counts['years']} years" if name.endswith("year") else f"{counts['crises']} crises"
            shown.add_row(plain(name), f"{rate['mean']:.3g}", _interval(rate), n)
        out.print(shown)
    elif case is not None:
        named = named_pair(case, found)
        who = " and ".join(named.states) if named else "by their names, its first two signatories"
        out.print(plain(f"\n{case.id}: {who} had no crisis as rivals in the record."))
    out.print(heading("What these are"))
    for line in (
        "The interval is that of the pairs in a class: nine in ten of them have their rate in it.",
        f"War is what the two fought with each other, not what other states did: {found['war']}.",
        "An agreement is one that ended the crisis, whichever of its states agreed.",
        "How a crisis ended is read from icb1's forout, whose labels are inferred from the actors' outfor.",
        f"Rivals: {found['rival']}; {found['unknown_capability']} pairs of unknown capabilities are in the first class "
        "alone.",
        "Agreements are those over a claim (icow-settle); no dispute: its nomid5 and nomid10, where they are known.",
        "Leaders: Archigos has Iran's presidents since 1989, not the Supreme Leader.",
    ):
        out.print(plain(f"  {line}"))
    sources = ", ".join(f"{each['name']} {each['version']} ({each['rows']:,} rows)" for each in table["sources"])
    out.print(plain(f"From {sources}; {table['date']}; rebuilt by {table['command']}", "dim"))


def _interval(rate: dict[str, float]) -> str:
    return f"{rate['low']:.2g} to {rate['high']:.2g}"


def _n(n: dict[str, int]) -> str:
    return ", ".join(f"{count:,} {what.replace('_', ' ')}" for what, count in n.items())
