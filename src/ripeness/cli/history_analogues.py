"""The command that finds the past crises nearest to a case."""

import math
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ripeness.cli.data import DataOption

if TYPE_CHECKING:
    from ripeness.record.analogues import Analogues, ScoredAgainst, Worth


def analogues(
    case: Annotated[str, typer.Argument(metavar="CASE", help="A bundled case's id, or the path of a case file.")],
    data: DataOption = None,
    n: Annotated[int, typer.Option("--n", min=1, max=100, help="How many crises to show.")] = 10,
    code: Annotated[
        list[str] | None,
        typer.Option(
            "--code", metavar="NAME=VALUE", help="Give a condition its code, such as gravity=3; unknown leaves it out."
        ),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Show the past crises nearest to a case, what became of them, and how much such likeness tells."""
    from ripeness.cli.case_of_record import load_for_record
    from ripeness.record import analogues as found_by
    from ripeness.record.derived import carried
    from ripeness.record.own_pair import named_pair, own_pair
    from ripeness.record.sources.store import store

    asked = load_for_record(case)
    given = dict(map(_given, code or []))
    place = store(data)
    rates = carried("base-rates")["result"]
    own = named_pair(asked, rates) or own_pair(asked, rates)
    coded = found_by.code_case(asked, place, own.codes if own else None, given)
    record = found_by.read_record(place)
    found = found_by.analogues(coded, record, asked, n)
    alike = record.known_of(coded)
    worths = [found_by.worth(alike, k) for k in sorted({*found_by.NEIGHBOURHOODS, n})]
    if as_json:
        _print_json(asked.id, found, worths)
    else:
        _print(asked.title, case, found, worths)


def _given(text: str) -> tuple[str, float]:
    from ripeness.errors import InputError, Problem

    name, equals, value = (part.strip() for part in text.partition("="))
    try:
        number = math.nan if value == "unknown" else float(value)
        if not equals or not name or (math.isnan(number) and value != "unknown"):
            raise ValueError
    except ValueError:
        raise InputError(Problem("--code", f"is {text}, expected: gravity=3, say, or gravity=unknown")) from None
    return name, number


def _print_json(id: str, found: "Analogues", worths: "list[Worth]") -> None:
    import json

    from ripeness.cli.writing import finite

    def scored(of: "ScoredAgainst") -> dict[str, Any]:
        return {"n": of.score.n, **of.score.plain(), "better_than_base_rate": of.better}

    said = {
        "case": id,
        "codes": {name: {"value": each.value, "basis": each.basis} for name, each in found.codes.items()},
        "crises": found.crises,
        "agreement": found.agreement,
        "war": found.war,
        "nearest": [
            {
                "crisis": each.crisis.number,
                "name": each.crisis.name,
                "start": str(each.crisis.start),
                "states": list(each.crisis.pair),
                "distance": each.distance,
                "conditions": each.in_common,
                "ending": each.ending,
                "agreement": each.crisis.agreement,
                "war": each.crisis.war,
            }
            for each in found.nearest
        ],
        "to_nearest": _quantiles(found),
        "nearer": found.nearer,
        "worth": [
            {
                "k": each.k,
                "all": {"war": scored(each.war), "agreement": scored(each.agreement)},
                "earlier": {"war": scored(each.earlier_war), "agreement": scored(each.earlier_agreement)},
            }
            for each in worths
        ],
    }
    print(json.dumps(finite(said), ensure_ascii=False, allow_nan=False))


def _quantiles(found: "Analogues") -> dict[str, float]:
    import numpy as np

    known = found.to_nearest[np.isfinite(found.to_nearest)]
    return {f"q{q:02d}": float(np.quantile(known, q / 100)) for q in (5, 25, 50, 75, 95)} if len(known) else {}


def _print(title: str, case: str, found: "Analogues", worths: "list[Worth]") -> None:
    from ripeness.cli.console import console, heading, plain, table
    from ripeness.record.analogues import CODES

    out = console()
    out.print(plain(f"{title}: the nearest of {found.crises} crises of the record that had ended before it", "bold"))
    out.print(heading("How the case is coded"))
    shown = table("condition", "value", "from")
    for name, each in found.codes.items():
        value = "unknown" if math.isnan(each.value) else f"{each.value:.3g}"
        shown.add_row(plain(f"{name}: {CODES[name][0]}"), value, plain(each.basis))
    out.print(shown)
    out.print(heading("The nearest"))
    shown = table("crisis", "begun", "ended by", "full-scale war", "distance", "conditions", right=2)
    for each in found.nearest:
        war = "yes" if each.crisis.war else "no"
        begun = f"{each.crisis.start:%B %Y}"
        shown.add_row(plain(each.crisis.name), begun, each.ending, war, f"{each.distance:.3f}", str(each.in_common))
    out.print(shown)
    wars, agreed = (sum(getattr(each.crisis, name) for each in found.nearest) for name in ("war", "agreement"))
    out.print(
        plain(
            f"Of these {len(found.nearest)}: agreement {agreed}, full-scale war {wars}. Of all {found.crises}: "
            f"{found.agreement:.0%} and {found.war:.0%}."
        )
    )
    out.print(heading("How near is near"))
    at = _quantiles(found)
    if found.nearest and at:
        out.print(
            plain(
                f"The nearest is at {found.nearest[0].distance:.3f}. Crises of the record have their own nearest at "
                f"{at['q50']:.3f} (median; 5 to 95 %: {at['q05']:.3f} to {at['q95']:.3f}); "
                f"{found.nearer:.0%} of them have none nearer than this one is to the case."
            )
        )
    out.print(heading("How well neighbours would have forecast each other (Brier score, less is better)"))
    known = [name for name, each in found.codes.items() if not math.isnan(each.value)]
    out.print(plain(f"By what is known of this case: {', '.join(known)}."))
    shown = table("outcome", "neighbours", "n", "Brier", "AUC", "better than the base rate (95 %)", right=4)
    for what, of in _rows(worths):
        neighbours, (found_score, (low, high)) = of[0], (of[1].score, of[1].better)
        auc = "–" if found_score.auc is None else f"{found_score.auc:.2f}"
        cells = (str(neighbours), str(found_score.n), f"{found_score.brier:.3f}", auc, f"{low:+.3f} to {high:+.3f}")
        shown.add_row(what, *cells)
    out.print(shown)
    for line in (
        "Endings are read from icb1's forout, whose labels are inferred from the actors' outfor.",
        "Gravity and protracted conflict were coded afterwards, and may be coloured by what followed.",
        f"Next: ripeness history analogues {case} --code gravity=4   ripeness history base-rates --like {case}",
    ):
        out.print(plain(line, "dim"))


def _rows(worths: "list[Worth]") -> "list[tuple[str, tuple[int, ScoredAgainst]]]":
    found: list[tuple[str, tuple[int, ScoredAgainst]]] = []
    for what, name in (
        ("war, by all others", "war"),
        ("war, by earlier crises", "earlier_war"),
        ("agreement, by all others", "agreement"),
        ("agreement, by earlier crises", "earlier_agreement"),
    ):
        found += [(what, (each.k, getattr(each, name))) for each in worths]
    return found
