"""The site over a folder of cases and finished briefs: read, told, and brought up to date."""

import datetime as dt
import hashlib
import json
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from email.headerregistry import Address
from functools import partial
from pathlib import Path

from ripeness.errors import InputError, Problem
from ripeness.files.opening import is_folder
from ripeness.render.needs import refuse_without
from ripeness.site.feed import feed
from ripeness.site.framing import framed
from ripeness.site.inputs import read_inputs
from ripeness.site.output import Copy, Output, Written, publish, read_manifest, refuse_folder
from ripeness.site.pages import Page, pages_of
from ripeness.site.rendering import ASSETS, asset, frame, made_with, rendered
from ripeness.site.searching import index_script
from ripeness.site.stories import Story, stories_of
from ripeness.site.weekly import edition
from ripeness.site.weeks import week_to
from ripeness.site.wording import short


@dataclass(frozen=True)
class Wishes:
    """What a desk may say of its site: its name, the address where it is published, the week's last day, who sends."""

    desk: str = "Conflicts and deals"
    base: str = ""
    until: dt.date | None = None
    sender: Address | None = None


@dataclass(frozen=True)
class Report:
    """What a site holds, what was done to it, and what could not be used."""

    cases: int
    briefs: int
    files: Written
    problems: tuple[Problem, ...]


def build_site(folder: Path, out: Path, wishes: Wishes | None = None) -> Report:
    """Make or bring up to date the site in `out` of all cases and finished briefs in `folder` and below it.

    What cannot be used is left out and told in the report. Raises `InputError` where nothing can be used, where the
    site cannot be written, or where the extra `brief` is not installed; what was published stays as it was then.
    """
    refuse_without("site")
    wishes = wishes or Wishes()
    if not is_folder(folder):
        raise InputError(Problem("", "is no folder, expected: one with cases and finished briefs", str(folder)))
    refuse_folder(out, folder)
    program = made_with()
    before = read_manifest(out, program)
    try:
        inputs = read_inputs(folder, Path(os.path.realpath(out)), before.seen, before.read_at)
    except OSError as error:
        fault = f"cannot be read: {(error.strerror or str(error)).lower()}"
        raise InputError(Problem("", fault, str(error.filename or folder))) from None
    stories = stories_of(inputs)
    if not stories:
        right = "expected: a folder with case files (.yaml) or with what ripeness brief … -o brief.json writes"
        raise InputError(*inputs.problems, Problem("", f"holds no case and no finished brief, {right}", str(folder)))
    hashes = {name: of.sha256 for name, of in inputs.seen.items()}
    outputs = [*_assets(), *_briefs(stories, folder, hashes, wishes.desk), *_made(stories, wishes, program)]
    written = publish(out, outputs, before, inputs.seen, inputs.read_at)
    return Report(len(stories), sum(len(story.briefs) for story in stories), written, tuple(inputs.problems))


def _assets() -> list[Output]:
    return [_bytes(name, asset(name)) for name in ASSETS]


def _briefs(stories: list[Story], folder: Path, hashes: Mapping[str, str], desk: str) -> list[Output]:
    """The files of the briefs as they are, their pages with the way back above them."""
    found: list[Output] = []
    for story in stories:
        for told in story.briefs:
            for ending, path in told.files.items():
                source, within = folder / told.sources[ending], folder
                if ending != ".html":
                    found.append(Output(path, hashes[told.sources[ending]], Copy(source, within)))
                    continue
                top = frame(desk, "../" * path.count("/"), story.path, short(story.title))
                key = hashlib.sha256(f"{hashes[told.sources[ending]]} {top}".encode()).hexdigest()
                found.append(Output(path, key, partial(framed, source, within, top)))
    return found


def _made(stories: list[Story], wishes: Wishes, program: str) -> list[Output]:
    """Search, feed and edition, then pages, the front page last."""
    week = week_to(stories, wishes.until)
    sent = edition(stories, wishes.desk, wishes.base, week, wishes.sender)
    return [
        _bytes("search.js", index_script(stories)),
        _bytes("feed.xml", feed(stories, wishes.desk, wishes.base)),
        _bytes("weekly.html", sent.page),
        _bytes("weekly.txt", sent.text),
        _bytes("weekly.eml", sent.message),
        *(_page(page, program) for page in pages_of(stories, wishes.desk, week)),
    ]


def _page(page: Page, program: str) -> Output:
    says = json.dumps([program, page.template, page.context, page.drawings], sort_keys=True)
    make: Callable[[], bytes] = partial(rendered, page)
    return Output(page.path, hashlib.sha256(says.encode()).hexdigest(), make)


def _bytes(path: str, content: bytes) -> Output:
    return Output(path, hashlib.sha256(content).hexdigest(), lambda: content)
