"""The commands on base rates: showing them, and rebuilding the tables that the package carries."""

import sys
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ripeness.cli.data import DataOption

if TYPE_CHECKING:
    from ripeness.history.own_pair import OwnPair


def base_rates(
    like: Annotated[str | None, typer.Option(metavar="CASE", help="Show also the case's own pair of states.")] = None,
    in_class: Annotated[str, typer.Option("--class", metavar="CLASS", help="The reference class.")] = "rivals",
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Show how often crises of rivals come, how long they last and how they end, with 90 % intervals."""
    import json

    import ripeness
    from ripeness.errors import UnknownNameError
    from ripeness.history.derived import carried
    from ripeness.history.own_pair import own_pair

    table = carried("base-rates")
    found = table["result"]
    if in_class not in found["classes"]:
        raise UnknownNameError.among("class", in_class, found["classes"], "--class")
    own = own_pair(ripeness.load(like), found) if like else None
    if as_json:
        shown = {
            "class": in_class,
            **found["classes"][in_class],
            "everywhere": found["everywhere"],
            "pair": None if own is None else {"states": own.states, **own.record},
            "sources": table["sources"],
            "date": table["date"],
            "command": table["command"],
        }
        print(json.dumps(shown, ensure_ascii=False))
        return
    _print(table, in_class, own, like)


def rebuild(data: DataOption = None) -> None:
    """Rebuild the tables that the package carries, from the data sets."""
    import datetime as dt

    from ripeness.history import base_rates, features, verdicts
    from ripeness.history.backtest import backtest
    from ripeness.history.derived import described, write
    from ripeness.history.sources.store import store

    place, today = store(data), dt.date.today()
    print(write(described("base-rates", base_rates.base_rates(place), place, base_rates.SOURCES_USED, today)))
    print(write(verdicts.rebuild(place, today)))
    tested = backtest(place, lambda words: print(words, file=sys.stderr))
    print(write(described("backtest", tested, place, features.SOURCES_USED, today)))


def _print(table: dict[str, Any], in_class: str, own: "OwnPair | None", like: str | None) -> None:
    from ripeness.cli.console import console, heading, plain
    from ripeness.cli.console import table as made

    found, out = table["result"], console()
    of = found["classes"][in_class]
    out.print(heading(f"Base rates of the class {in_class}: {of['about']}, {of['years']}"))
    shown = made("rate", "mean", "90 % interval", "n", right=3)
    for name, about in found["rates"].items():
        rate = of["rates"].get(name) or found["everywhere"][name]
        shown.add_row(plain(f"{name}: {about}"), f"{rate['mean']:.3g}", _interval(rate), _n(rate["n"]))
    out.print(shown)
    if own is not None:
        first, second = own.states
        counts = own.record
        out.print(heading(f"{first} and {second}, drawn to what the class rivals says"))
        out.print(
            plain(
                f"{counts['years']} years of rivalry, {counts['crises']} crises begun, {counts['months']:.1f} months "
                f"in all; {counts['wars']} with full-scale war, {counts['agreements']} ended by agreement."
            )
        )
        shown = made("rate", "mean", "90 % interval", "n", right=3)
        for name, rate in counts["rates"].items():
            n = f"{counts['years']} years" if name.endswith("year") else f"{counts['crises']} crises"
            shown.add_row(plain(name), f"{rate['mean']:.3g}", _interval(rate), n)
        out.print(shown)
    elif like:
        out.print(plain(f"\n{like}: its first two signatories had no crisis as rivals in the record, by their names."))
    out.print(heading("What these are"))
    for line in (
        "The interval is that of the pairs in a class: nine in ten of them have their rate in it.",
        "War is that of the whole crisis, which other states may have fought.",
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
