"""Publishing the round-up from the command line."""

import datetime as dt
import json
import sys
from dataclasses import asdict
from email.headerregistry import Address
from pathlib import Path
from urllib.parse import urlsplit

from ripeness.cli.progress import progress
from ripeness.errors import InputError, Problem
from ripeness.files.opening import is_folder
from ripeness.findings.text import said
from ripeness.site.build import Report, Wishes, build_site
from ripeness.site.making import Made, make_missing
from ripeness.site.output import refuse_folder

SHOWN_PROBLEMS = 20


def write_site(folder: Path, out: Path, wishes: Wishes, as_json: bool, with_briefs: bool) -> None:
    """Bring a site up to date and say what was done; what could not be used goes to standard error.

    `with_briefs`: first make the briefs of cases of which none tells what they say now.
    """
    made = _briefs(folder, out, as_json) if with_briefs else Made((), ())
    report = build_site(folder, out, wishes)
    problems = (*made.problems, *report.problems)
    for problem in problems[:SHOWN_PROBLEMS]:
        print(f"left out or shown in part: {problem}", file=sys.stderr)
    more = len(problems) - SHOWN_PROBLEMS
    if more > 0:
        print(f"and {more:,} more such files; all of them with --json", file=sys.stderr)
    if as_json:
        print(json.dumps(_plain(report, made, out), ensure_ascii=False))
        return
    done = f"{report.files.written:,} files written, {report.files.kept:,} kept, {report.files.removed:,} removed"
    holds = f"{_count(report.cases, 'case')}, {_count(report.briefs, 'brief')}"
    anew = f"; {_count(len(made.cases), 'brief')} made ({', '.join(made.cases)})" if made.cases else ""
    print(f"{out}: {holds}{anew}; {done}.")
    print(f"Next: open {out / 'index.html'}; the week's e-mail is {out / 'weekly.eml'}")


def _briefs(folder: Path, out: Path, quiet: bool) -> Made:
    """Make the briefs that are missing; nothing where the folder or the site's is refused, which building tells."""
    if not is_folder(folder):
        return Made((), ())
    refuse_folder(out, folder)
    with progress(quiet, of="briefs", unit="cases") as told:
        return make_missing(folder, out, dt.date.today(), told)


def wishes_of(title: str, url: str | None, week_to: str | None, sender: str | None) -> Wishes:
    """What the command line asks for; raises InputError for what makes no sense."""
    desk = said(title)
    if not desk:
        raise InputError(Problem("--title", "is empty, expected: the name of the site"))
    return Wishes(desk, _base(url), _day(week_to), _sender(sender))


def _base(url: str | None) -> str:
    if url is None:
        return ""
    try:
        parts = urlsplit(url)
        is_good = parts.scheme in ("http", "https") and bool(parts.hostname) and not (parts.query or parts.fragment)
    except ValueError:
        is_good = False
    if not is_good or any(sign.isspace() or not sign.isprintable() for sign in url):
        raise InputError(Problem("--url", f"{url} is no address of a site, expected: https://desk.example/week/"))
    return url if url.endswith("/") else f"{url}/"


def _day(week_to: str | None) -> dt.date | None:
    if week_to is None:
        return None
    try:
        day = dt.date.fromisoformat(week_to)
        # the week's first day is a date too
        _ = day - dt.timedelta(days=7)
    except (ValueError, OverflowError):
        raise InputError(Problem("--week-to", f"{week_to} is no date, expected: 2020-03-06")) from None
    return day


def _sender(sender: str | None) -> Address | None:
    if sender is None:
        return None
    name, _, rest = sender.rpartition("<")
    spec = (rest.removesuffix(">") if name else sender).strip()
    try:
        address = Address(display_name=name.strip().strip('"'), addr_spec=spec)
        is_good = bool(address.username and address.domain)
        str(address)
    except (ValueError, IndexError):
        is_good, address = False, None
    except Exception as error:
        # the parser of addresses raises its own kind for some of them
        if type(error).__module__ != "email.errors":
            raise
        is_good, address = False, None
    if not is_good:
        raise InputError(Problem("--from", f"{sender} is no address, expected: The Desk <desk@desk.example>"))
    return address


def _plain(report: Report, made: Made, out: Path) -> dict[str, object]:
    problems = [{"file": each.file, "message": each.message} for each in (*made.problems, *report.problems)]
    return {
        "site": str(out),
        "cases": report.cases,
        "briefs": report.briefs,
        "made": list(made.cases),
        "files": asdict(report.files),
        "problems": problems,
    }


def _count(number: int, what: str) -> str:
    return f"{number:,} {what}{'' if number == 1 else 's'}"
