"""The commands against the record; each stands in a module of its own, with its heavy imports inside."""

import typer

from ripeness.cli.history_analogues import analogues
from ripeness.cli.history_backtest import backtest
from ripeness.cli.history_calibrate import calibrate
from ripeness.cli.history_claims import claims
from ripeness.cli.history_rates import base_rates, rebuild

app = typer.Typer(
    help="Test the argument and the model against the record: base rates, back-test, claims.",
    no_args_is_help=True,
    epilog="Example: ripeness history base-rates --like iran-us-2020",
)
app.command("base-rates", epilog="Example: ripeness history base-rates --like iran-us-2020")(base_rates)
app.command(epilog="Examples: ripeness history backtest --stored · ripeness history backtest --data my-data")(backtest)
app.command(epilog="Example: ripeness history calibrate iran-us-2020 --all")(calibrate)
app.command(
    epilog="Examples: ripeness history analogues iran-us-2020 --data my-data · "
    "ripeness history analogues my-case.yaml --code gravity=4"
)(analogues)
app.command(epilog="Examples: ripeness history claims · ripeness history claims --data my-data")(claims)
app.command(epilog="Example: ripeness history rebuild --data my-data")(rebuild)
