"""The commands on data files: which sets there are, where they lie, adding and fetching them."""

from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(
    help="The data sets that `history` reads: list, add, fetch. None of them comes with the package.",
    no_args_is_help=True,
    epilog="Example: ripeness data list",
)

DataOption = Annotated[
    Path | None,
    typer.Option(
        "--data",
        metavar="DIR",
        help="A folder with data files; else that of the variable RIPENESS_DATA, else the cache.",
    ),
]


@app.command("list", epilog="Example: ripeness data list")
def list_sources() -> None:
    """List the data sets: name, what it is, the version known, where it comes from; `status` says which are there."""
    from ripeness.cli.console import console, plain, table
    from ripeness.record.sources.catalogue import SOURCES

    out = console()
    shown = table("name", "what", "version known", "from")
    for source in SOURCES.values():
        where = f"{source.home} (fetched by name)" if source.address else source.home
        shown.add_row(plain(source.name, "bold"), plain(source.title), plain(source.version), plain(where))
    out.print(shown)
    out.print(plain("\nNext: ripeness data add NAME FILE   ripeness data status", "dim"))


@app.command(epilog="Example: ripeness data add icb1 icb1v15.csv")
def add(
    name: Annotated[str, typer.Argument(metavar="NAME", help="The data set, as `ripeness data list` names it.")],
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The file: csv, parquet, dta or rda.")],
) -> None:
    """Check a file and keep a copy of it in the cache."""
    from ripeness.record.sources.store import cache

    kept, table = cache().add(name, file)
    print(f"{name}: {len(table):,} rows, all columns as expected; kept as {kept}")


@app.command(epilog="Example: ripeness data fetch nmc")
def fetch(
    name: Annotated[str, typer.Argument(metavar="NAME", help="The data set, as `ripeness data list` names it.")],
) -> None:
    """Bring a data set from its official address into the cache, where one is known."""
    import sys

    from ripeness.record.sources.store import cache, source_of

    if address := source_of(name).address:
        print(f"{name}: from {address} …", file=sys.stderr)
    kept, table = cache().fetch(name)
    print(f"{name}: {len(table):,} rows, all columns as expected; kept as {kept}")


@app.command(epilog="Examples: ripeness data status · ripeness data status --data my-data")
def status(data: DataOption = None) -> None:
    """Show which data sets are there, and whether each is as it was when it was first used."""
    from ripeness.cli.console import console, plain, table
    from ripeness.errors import InputError
    from ripeness.record.sources.release import release_of
    from ripeness.record.sources.store import store
    from ripeness.record.sources.table import read

    place = store(data)
    out = console()
    shown = table("name", "version", "file", "rows", "state", right=0)
    there = 0
    for name, found in place.status().items():
        if found is None:
            shown.add_row(plain(name, "bold"), "", "", "", "not there")
            continue
        there += 1
        try:
            there_is = read(found.source, found.file)
            version, rows = release_of(there_is), f"{len(there_is):,}"
            state = "checksum has changed" if found.unchanged is False else "as expected"
        except InputError as error:
            version, rows, state = "", "", str(error.problems[0].message)
        file = str(found.file.relative_to(place.folder))
        shown.add_row(plain(name, "bold"), plain(version), plain(file), rows, plain(state))
    out.print(shown)
    out.print(plain(f"\n{there} of {len(place.status())} in {place.folder}", "dim"))
