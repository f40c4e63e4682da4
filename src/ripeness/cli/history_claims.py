"""The command that puts the argument to the test."""

from pathlib import Path
from typing import Annotated

import typer

from ripeness.cli.data import DataOption


def claims(
    data: DataOption = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Show what the record says of each part of the argument: effect, interval, n, and a verdict.

    Without --data it is what the package carries; with it, everything is computed anew.
    """
    import json

    from ripeness.record.derived import carried
    from ripeness.record.verdicts import TABLE

    found = carried(TABLE) if data is None else _computed(data)
    if as_json:
        print(json.dumps(found, ensure_ascii=False, allow_nan=False))
        return
    from ripeness.cli.record_page import print_claims

    print_claims(found)


def _computed(data: Path) -> dict[str, object]:
    import datetime as dt

    from ripeness.record.sources.store import store
    from ripeness.record.verdicts import rebuild

    return rebuild(store(data), dt.date.today())
