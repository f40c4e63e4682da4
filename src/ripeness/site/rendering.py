"""Templates of the site, set with every text escaped."""

import hashlib
import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from ripeness import version
from ripeness.ensemble.wording import first_word
from ripeness.render.face import face
from ripeness.render.html import isolated
from ripeness.site.pages import Page

if TYPE_CHECKING:
    from jinja2 import Environment

ASSETS = ("site.css", "site.js", "frame.css")
_FOLDER = "templates"


@cache
def _environment(is_html: bool) -> "Environment":
    from jinja2 import Environment, FunctionLoader, StrictUndefined

    made = Environment(
        autoescape=is_html,
        undefined=StrictUndefined,
        loader=FunctionLoader(_source),
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    made.filters["first_word"] = first_word
    return made


def _source(name: str) -> str:
    return (files("ripeness.site") / _FOLDER / name).read_text(encoding="utf-8")


def rendered(page: Page) -> bytes:
    """A page as it is written."""
    from markupsafe import Markup

    # drawings are ours, and ElementTree has escaped what is a case's in them
    context = page.context | {"drawings": [Markup(each) for each in page.drawings]}
    return isolated(_with_units(render(page.template, context))).encode()


def frame(desk: str, root: str, path: str, title: str) -> str:
    """The site's frame above a brief of the case at `path`, as it stands at the beginning of the page's body."""
    return isolated(render("frame.html.j2", {"desk": desk, "root": root, "path": path, "title": title}))


def _with_units(html: str) -> str:
    """A page in which no number is parted from its sign."""
    return re.sub(r"(?<=\d) %", "\u00a0%", html)


def render(template: str, context: Mapping[str, Any]) -> str:
    """A template set: those named .txt as they are, all others with every text escaped."""
    return _environment(not template.endswith(".txt.j2")).get_template(template).render(context)


def asset(name: str) -> bytes:
    """A file that all pages share; the sheet brings the face."""
    made = (files("ripeness.site") / _FOLDER / name).read_bytes()
    return face().encode() + made if name == "site.css" else made


def made_with() -> str:
    """A hash of all that decides how inputs become pages: with another, everything is made anew."""
    digest = hashlib.sha256(version.VERSION.encode())
    site = files("ripeness.site")
    own = sorted((each for each in site.iterdir() if each.name.endswith(".py")), key=lambda each: each.name)
    templates = sorted((each for each in (site / _FOLDER).iterdir() if each.is_file()), key=lambda each: each.name)
    shared = [
        files("ripeness.findings") / "findings.py",
        files("ripeness.render") / "html.py",
        *(each for each in (files("ripeness.render") / "face").iterdir() if each.is_file()),
        files("ripeness.case") / "direction.py",
    ]
    for each in (*own, *templates, *shared):
        digest.update(each.name.encode() + b"\0" + hashlib.sha256(each.read_bytes()).digest())
    return digest.hexdigest()
