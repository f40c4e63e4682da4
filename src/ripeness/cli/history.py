"""The commands against the record; each stands in a module of its own, with its heavy imports inside."""

import typer

app = typer.Typer(help="Against the record: base rates, calibration, back-test.", no_args_is_help=True)
