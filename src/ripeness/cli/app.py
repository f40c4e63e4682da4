"""The commands. Heavy imports stand inside them, so that `ripeness --help` is quick."""

import sys
from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

import ripeness
from ripeness.cli import data, forecasts, history
from ripeness.cli.threads import one_thread
from ripeness.errors import InputError, Problem
from ripeness.findings.parts import NAMES

if TYPE_CHECKING:
    from ripeness.case.model import Case
    from ripeness.cli.run_page import Asked

app = typer.Typer(
    name="ripeness",
    help="Under what conditions can talks between adversaries succeed, and what happens meanwhile?",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
    epilog="Begin with: [bold]ripeness assess iran-us-2020[/bold]",
    context_settings={"help_option_names": ["-h", "--help"]},
)

app.add_typer(history.app, name="history")
app.add_typer(data.app, name="data")
app.add_typer(forecasts.app, name="forecasts")

CaseArgument = Annotated[str, typer.Argument(metavar="CASE", help="A bundled case's id, or the path of a case file.")]
SetOption = Annotated[
    list[str] | None,
    typer.Option("--set", metavar="PATH=VALUE", help="Replace a field of the case, such as parties.us.pride=0.5."),
]


def _explain(term: str | None) -> None:
    if term is not None:
        from ripeness.cli.explain import print_explained

        print_explained(term)
        raise typer.Exit


ExplainOption = Annotated[
    str | None,
    typer.Option("--explain", metavar="TERM", callback=_explain, is_eager=True, help="Explain a term and stop."),
]
PartOption = Annotated[
    str | None, typer.Option(metavar="PART", help=f"Print this part in place of the first screen: {', '.join(NAMES)}.")
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print one JSON object at full precision.")]


class Curves(StrEnum):
    """What a run keeps of the curves by month."""

    quantiles = "quantiles"
    all = "all"


def _version(wanted: bool) -> None:
    if wanted:
        print(f"ripeness {ripeness.__version__}")
        raise typer.Exit


@app.callback()
def common(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and stop.")
    ] = False,
) -> None:
    """Under what conditions can talks between adversaries succeed, and what happens meanwhile?"""


@app.command(epilog="Example: ripeness cases")
def cases() -> None:
    """List the bundled cases."""
    from ripeness.cli.case_page import print_cases

    print_cases()


@app.command(epilog="Examples: ripeness show iran-us-2020 · ripeness show iran-us-2020 --part judgements")
def show(
    case: CaseArgument,
    part: Annotated[
        str | None,
        typer.Option(metavar="PART", help="Only this: parties, issues, dynamics, judgements, sources; or all."),
    ] = None,
) -> None:
    """Show a case in words: parties, issues, how the conflict moves; its judgements where they are asked for."""
    from ripeness.cli.case_page import PARTS, print_case

    if part is not None and part not in PARTS:
        raise InputError(Problem("--part", f"{part} is no part of a case, expected: {', '.join(PARTS)}"))
    print_case(ripeness.load(case), part, case)


@app.command(epilog="Examples: ripeness explain flow · ripeness explain small step · ripeness explain")
def explain(
    term: Annotated[
        list[str] | None, typer.Argument(metavar="[TERM]", help="A term, in one word or several; all if not given.")
    ] = None,
) -> None:
    """Explain a term of an answer: a word, a heading, a unit, a condition, a rate; list all without one."""
    from ripeness.cli.explain import print_all_terms, print_explained

    if term:
        print_explained(" ".join(term))
    else:
        print_all_terms()


@app.command(epilog="Example: ripeness check my-case.yaml")
def check(file: Annotated[Path, typer.Argument(metavar="FILE", help="The case file to check.")]) -> None:
    """Check a case file and list all that is wrong with it, each with its place and what was expected."""
    from ripeness.case.direction import said
    from ripeness.case.read.load import judgements
    from ripeness.cli.case_of_record import load_for_record
    from ripeness.cli.worth_a_look import print_worth_a_look

    case = load_for_record(file)
    given = list(judgements(case))
    ranged = sum(not judgement.is_fixed for judgement in given)
    unsourced = [judgement.path for judgement in given if not judgement.is_fixed and judgement.basis is None]
    print(f"{file}: {said(case.title)}: sound. {len(given)} numbers, {ranged} of them with a range", end="")
    print(f", {len(unsourced)} of those without a basis:" if unsourced else ", all of those with a basis.")
    for path in unsourced:
        print(f"  {path}")
    print_worth_a_look(case, file)
    print(f"Next: ripeness assess {file}")


@app.command(epilog="Examples: ripeness schema > case.schema.json · ripeness schema --answer > answer.schema.json")
def schema(
    answer: Annotated[bool, typer.Option("--answer", help="Of what `assess --json` prints, not of a case.")] = False,
) -> None:
    """Print the JSON Schema of the case format, for an editor's completion, or of the answer."""
    if answer:
        from ripeness.findings.answer_json import schema_text

        print(schema_text(), end="")
        return
    from ripeness.case.read.schema import written

    print(written(), end="")


@app.command(epilog="Example: ripeness new two-towns.yaml")
def new(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The file to write; its name becomes the id.")],
    title: Annotated[str, typer.Option(help="The title of the case.")] = "A conflict, in a line",
) -> None:
    """Write a commented case to begin from; it passes `ripeness check` as it is."""
    from ripeness.cli.new import write_new

    write_new(file, title)


@app.command(
    name="import",
    epilog="Examples: ripeness import EnglandZimbabwe -o aid.yaml · ripeness import scenario -o raw.yaml --as-negmas",
)
def import_(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="One domain with a profile for each party.")],
    out: Annotated[
        Path, typer.Option("--out", "-o", metavar="FILE", help="The file to write; its name becomes the id.")
    ],
    as_negmas: Annotated[
        bool,
        typer.Option("--as-negmas", help="Take weights times evaluations as they stand, as NegMAS loads every file."),
    ] = False,
    as_genius: Annotated[
        bool,
        typer.Option(
            "--as-genius", help="Divide evaluations by the issue's largest and cut the sum at 1, as GENIUS does."
        ),
    ] = False,
    grid: Annotated[int, typer.Option(min=2, max=1000, help="Points of a real-valued issue.")] = 11,
    force: Annotated[bool, typer.Option("--force", help="Overwrite a file that already exists.")] = False,
) -> None:
    """Write a case from a negotiation domain of GENIUS (XML), GeniusWeb or NegoLog (JSON), or NegMAS (YAML).

    Utilities are computed as the format's own program computes them, unless an option says otherwise.
    """
    if as_negmas and as_genius:
        raise InputError(Problem("--as-genius", "and --as-negmas exclude each other, expected: one of them"))
    from ripeness.cli.importing import import_domain
    from ripeness.importers.reading import Semantics

    semantics = Semantics.negmas if as_negmas else Semantics.genius if as_genius else Semantics.own
    import_domain(folder, out, semantics, grid, force)


@app.command(epilog="Example: ripeness why iran-us-2020 nuclear=freeze sanctions=eased")
def why(
    case: CaseArgument,
    deal: Annotated[list[str], typer.Argument(metavar="ISSUE=OPTION", help="What the deal moves.")],
    every: Annotated[
        bool, typer.Option("--all", help="Print every constraint too, with its slack, judgements and sources.")
    ] = False,
    as_json: JsonOption = False,
    changes: SetOption = None,
) -> None:
    """Judge one deal: whether all accept it, what fails and what would fix it, and the nearest open deal."""
    from ripeness.cli.why import print_why

    print_why(_changed(ripeness.load(case), changes, quiet=as_json), deal, every, as_json)


@app.command(
    epilog="Examples: ripeness deals iran-us-2020 · ripeness deals my.yaml --json · "
    "ripeness deals my.yaml --csv zone.csv"
)
def deals(
    case: CaseArgument,
    as_json: JsonOption = False,
    csv: Annotated[
        Path | None, typer.Option("--csv", metavar="FILE", help="Write the frontier and the solutions as CSV.")
    ] = None,
    chart: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Draw them to a file ending in .svg, .png, .html or .json.")
    ] = None,
    epsilon: Annotated[
        float | None,
        typer.Option(
            min=0.0,
            metavar="E",
            help="How coarse the frontier may be: no deal beats it by more, for anybody. 0: exact.",
        ),
    ] = None,
    changes: SetOption = None,
) -> None:
    """Show the deals: the Pareto frontier, those acceptable to all now, and which of them each solution chooses."""
    one_thread()
    from ripeness.cli.deals import print_deals

    print_deals(_changed(ripeness.load(case), changes, quiet=as_json), as_json, csv, chart, epsilon)


@app.command(
    epilog="Examples: ripeness assess iran-us-2020 · ripeness assess my.yaml --json · "
    "ripeness assess iran-us-2020 --set dynamics.guarantee=0.5 · "
    "ripeness assess iran-us-2020 --draws 1024 --seed 1 --out runs/first · ripeness assess my.yaml --record"
)
def assess(
    case: CaseArgument,
    draws: Annotated[
        int,
        typer.Option(
            help="How many draws over the judgements' ranges, a power of two, for an answer with ranges; "
            "0: every judgement at its most likely value."
        ),
    ] = 0,
    seed: Annotated[int, typer.Option(help="Which draws; the same seed gives the same numbers.")] = 1,
    out: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Keep the run here; a stopped run is taken up again from here.")
    ] = None,
    workers: Annotated[
        int | None, typer.Option(min=1, help="Processes; as many as there are cores if not given.")
    ] = None,
    scheduler: Annotated[
        str | None, typer.Option(metavar="ADDRESS", help="Compute on the Dask cluster at tcp://…")
    ] = None,
    claims: Annotated[
        int | None,
        typer.Option(
            min=0,
            metavar="DRAWS",
            help="In how many of the draws levers and claims are tested, which takes long. 0: in none; if not given, "
            "levers in 1024 and claims in 256.",
        ),
    ] = None,
    curves: Annotated[
        Curves, typer.Option(help="Keep quantiles of the curves by month, or also every draw's.")
    ] = Curves.quantiles,
    part: PartOption = None,
    explain: ExplainOption = None,
    quiet: Annotated[bool, typer.Option("--quiet", help="Show no progress.")] = False,
    record: Annotated[
        bool, typer.Option("--record", help="Add the answer's probabilities to the register of forecasts.")
    ] = False,
    register: forecasts.RegisterOption = forecasts.HERE,
    as_json: JsonOption = False,
    changes: SetOption = None,
) -> None:
    """Answer the question: can diplomacy succeed, why not now, what would change it, and what happens meanwhile?"""
    if part is not None and part not in NAMES:
        raise InputError(Problem("--part", f"{part} is no part of an answer, expected: {', '.join(NAMES)}"))
    into = _writable(register) if record else None
    if draws == 0:
        _refuse_without_draws({"--out": out, "--workers": workers, "--scheduler": scheduler, "--claims": claims})
        _assess_at_modes(case, changes, quiet, as_json, into, part)
        return
    # one thread here too, so that a process of its own and this one give the same last digit
    one_thread()
    if workers != 1 and scheduler is None:
        from ripeness.ensemble.processes import prepare

        prepare()
    from ripeness.cli.run_page import Asked

    asked = Asked(draws, seed, out, workers, scheduler, curves.value, quiet, claims, part)
    _assess_over_draws(case, changes, asked, as_json, into)


@app.command(
    epilog="Examples: ripeness brief iran-us-2020 -o brief.html · ripeness brief runs/first -o brief.pdf · "
    "ripeness brief runs/second -o brief.html --since runs/first"
)
def brief(
    what: Annotated[str, typer.Argument(metavar="RUN|CASE", help="What `assess --out` has kept, or a case.")],
    out: Annotated[
        Path,
        typer.Option("--out", "-o", metavar="FILE", help="The file to write, ending in .html, .pdf, .md or .json."),
    ],
    since: Annotated[
        str | None, typer.Option(metavar="RUN|CASE", help="Say what has changed since, and which judgement moved it.")
    ] = None,
    in_full: Annotated[
        bool, typer.Option("--all", help="Every section, on paper too; without it, a PDF has about three pages.")
    ] = False,
    force: Annotated[bool, typer.Option("--force", help="Overwrite a file that already exists.")] = False,
) -> None:
    """Write the brief: the answer, why not now, what would change it, what may happen meanwhile."""
    from ripeness.cli.brief import write_brief

    write_brief(what, out, since, force, in_full)


@app.command(
    epilog="Examples: ripeness site desk -o public · "
    "ripeness site desk -o public --url https://desk.example/ --from 'The Desk <desk@desk.example>'"
)
def site(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Cases and finished briefs (.json beside .html).")],
    out: Annotated[
        Path, typer.Option("--out", "-o", metavar="DIR", help="The folder of the site; made if it is not there.")
    ],
    title: Annotated[str, typer.Option(metavar="TEXT", help="The name of the site.")] = "Conflicts and deals",
    url: Annotated[
        str | None, typer.Option(metavar="ADDRESS", help="Where it is published; feed and e-mail link there.")
    ] = None,
    week_to: Annotated[
        str | None, typer.Option(metavar="DATE", help="Last day of the week's e-mail; the newest brief's if absent.")
    ] = None,
    sender: Annotated[str | None, typer.Option("--from", metavar="WHO", help="Sender of the week's e-mail.")] = None,
    briefs: Annotated[
        bool, typer.Option("--briefs/--no-briefs", help="Make the briefs that are missing or older than their case.")
    ] = True,
    as_json: JsonOption = False,
) -> None:
    """Publish the round-up: a site over all cases with their briefs, search, a feed, and the week as an e-mail.

    Briefs that are missing or older than their case are made first and put into DIR/briefs. Only what has changed is
    made anew. Files that cannot be used are named and left out.
    """
    from ripeness.cli.site import wishes_of, write_site

    write_site(folder, out, wishes_of(title, url, week_to, sender), as_json, briefs)


@app.command(epilog="Examples: ripeness serve · ripeness serve my-desk --port 8765 --no-browser")
def serve(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="The folder of your cases.")] = (Path()),
    port: Annotated[int, typer.Option(min=0, max=65535, help="Where it listens; 0: any port that is free.")] = 0,
    host: Annotated[str, typer.Option(metavar="ADDRESS", help="An address of this machine for itself.")] = "127.0.0.1",
    browser: Annotated[bool, typer.Option("--browser/--no-browser", help="Open it in the browser.")] = True,
    log: Annotated[bool, typer.Option("--log", help="Tell of each request on standard error, in JSON.")] = False,
) -> None:
    """Open the workbench: cases in the browser, on this machine only; read, ask what if, build a deal, hand on."""
    from ripeness.cli.serve import open_workbench

    open_workbench(folder, host, port, browser, log)


@app.command(epilog="Example: ripeness mcp my-desk")
def mcp(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="The folder of your cases.")] = Path(),
) -> None:
    """Let an assistant read cases and ask what if, over the Model Context Protocol on standard input and output."""
    from ripeness.cli.serve import answer_assistants

    answer_assistants(folder)


@app.command(epilog="Examples: ripeness runs · ripeness runs my-runs --json")
def runs(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Where to look; folders below it count.")] = Path(),
    as_json: JsonOption = False,
) -> None:
    """List the runs that `assess --out` has kept, finished or not."""
    from ripeness.cli.run_page import print_runs

    print_runs(folder, as_json)


@app.command(
    epilog='Examples: ripeness query "select run, posture, avg(war) from outcomes group by all" · '
    "ripeness query \"select month, q50 from curves where series = 'war'\" --root my-runs --csv"
)
def query(
    sql: Annotated[str, typer.Argument(metavar="SELECT", help="A question in SQL to draws, outcomes and curves.")],
    root: Annotated[Path, typer.Option(metavar="DIR", help="The runs in this folder and below it.")] = Path(),
    as_json: Annotated[bool, typer.Option("--json", help="Print a JSON list of objects.")] = False,
    as_csv: Annotated[bool, typer.Option("--csv", help="Print comma-separated values.")] = False,
    limit: Annotated[
        int, typer.Option(metavar="ROWS", help="The most rows that an answer may have.", show_default=True)
    ] = 100_000,
    seconds: Annotated[
        float, typer.Option(help="The longest that the query may take, in seconds.", show_default=True)
    ] = 20.0,
) -> None:
    """Ask all kept runs in SQL; `select * from outcomes limit 1` shows which columns there are.

    An answer that needs more rows, time or memory (400 MiB) than it may have is refused.
    """
    if as_json and as_csv:
        raise InputError(Problem("--csv", "and --json exclude each other, expected: one of them"))
    if not 1 <= limit <= 10**9:
        raise InputError(Problem("--limit", f"is {limit}, expected: a number of rows, 1 to 1,000,000,000"))
    if not 0 < seconds <= 86_400:
        raise InputError(Problem("--seconds", f"is {seconds:g}, expected: more than 0, at most 86400"))
    from ripeness.cli.run_page import print_query
    from ripeness.ensemble.storage.queries import Bounds

    print_query(sql, root, as_json, as_csv, Bounds(limit, seconds))


def _refuse_without_draws(given: Mapping[str, object]) -> None:
    """Refuse the options that are given though they need draws."""
    if needing := [name for name, value in given.items() if value is not None]:
        raise InputError(*(Problem(name, "needs draws, expected: with --draws 1024, say") for name in needing))


def _writable(register: Path) -> Path:
    """A register, before anything is computed for it. Raises `InputError` where it cannot be written."""
    from ripeness.forecasts.register import refuse_unwritable

    refuse_unwritable(register)
    return register


def _assess_at_modes(
    case: str, changes: list[str] | None, quiet: bool, as_json: bool, register: Path | None, part: str | None
) -> None:
    loaded = _looked_at(case, quiet)
    changed = _changed(loaded, changes, quiet=as_json)
    _tell_what_moved(loaded, changed, quiet, as_json)
    answer = ripeness.assess(changed)
    if as_json:
        import json

        print(json.dumps(answer.to_dict(), ensure_ascii=False, allow_nan=False))
    else:
        from ripeness.cli.answer import print_brief

        print_brief(answer.brief(part), case, part)
    if register:
        forecasts.record_answer(register, answer.at_modes, changes or [])


def _assess_over_draws(
    case: str, changes: list[str] | None, asked: "Asked", as_json: bool, register: Path | None
) -> None:
    from ripeness.cli.run_page import print_run

    loaded = _looked_at(case, asked.quiet)
    changed = _changed(loaded, changes, quiet=as_json)
    _tell_what_moved(loaded, changed, asked.quiet, as_json, draws=True)
    keep = forecasts.record_run(register, changed, asked, changes or []) if register else None
    print_run(changed, asked, as_json, keep)


def _looked_at(case: str, quiet: bool) -> "Case":
    """A case that may be one of the record; says what in it is worth a look, unless it is to be quiet."""
    from ripeness.cli.case_of_record import load_for_record
    from ripeness.cli.worth_a_look import tell_of_a_look

    loaded = load_for_record(case)
    if not quiet:
        tell_of_a_look(loaded, case)
    return loaded


def _changed(case: "Case", changes: list[str] | None, quiet: bool) -> "Case":
    """The case with what `--set` replaces; says what has changed, on standard error where JSON goes to output."""
    if not changes:
        return case
    from textwrap import shorten

    from ripeness.case.read.changes import described
    from ripeness.case.read.load import parse_assignment, with_changes

    wanted = dict(parse_assignment(each) for each in changes)
    if len(wanted) < len(changes):
        raise InputError(Problem("--set", "replaces one path twice, expected: each path once"))
    changed = with_changes(case, wanted)
    for path in wanted:
        was, now = (shorten(described(each, path), 70, placeholder=" …") for each in (case, changed))
        print(f"{path}: {was} → {now}", file=sys.stderr if quiet else sys.stdout)
    return changed


def _tell_what_moved(before: "Case", after: "Case", quiet: bool, as_json: bool, draws: bool = False) -> None:
    """What `--set` moved, beside what it changed; not where nobody is to be told of anything but the JSON."""
    if after is before or (quiet and as_json):
        return
    from ripeness.findings.moved import moved

    print(moved(before, after, draws).text, file=sys.stderr if as_json else sys.stdout)
