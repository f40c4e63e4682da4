"""The week in one edition: a page with its styles in it, a text, and both as an e-mail."""

import datetime as dt
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from typing import Any

from ripeness.site.pages import signal_lists, told_row
from ripeness.site.rendering import render
from ripeness.site.signals import ARROWS, LISTS
from ripeness.site.stories import Story
from ripeness.site.weeks import Week, briefs_of
from ripeness.site.wording import day, short

_LONGEST_SENTENCE = 600


@dataclass(frozen=True)
class Edition:
    """The same edition as a page of the site, as a text, and as a message to send."""

    page: bytes
    text: bytes
    message: bytes


def edition(stories: Sequence[Story], desk: str, base: str, week: Week, sender: Address | None) -> Edition:
    """The edition of a week.

    `base` is the site's address; without it a message has no links, as they would lead nowhere. Without a sender it is
    a draft.
    """
    context = _context(stories, desk, week)
    page = render("weekly.html.j2", context | {"base": base})
    # an empty address is none in a message: there is nothing that it could be relative to
    sent = page if base else render("weekly.html.j2", context | {"base": None})
    text = render("weekly.txt.j2", context | {"base": base})
    return Edition(page.encode(), text.encode(), _message(context["heading"], text, sent, week.last, sender))


def _context(stories: Sequence[Story], desk: str, week: Week) -> dict[str, Any]:
    of_week = briefs_of(stories, week)
    count = len(of_week)
    return {
        "heading": f"{desk}, week to {day(week.last.isoformat())}",
        "span": week.span,
        "counts": f"{count:,} brief{'' if count == 1 else 's'}",
        "rules": [ARROWS, LISTS],
        "lists": signal_lists(stories, week),
        "briefs": [
            {**told_row(story, told), "sentence": short(told.digest.sentence, _LONGEST_SENTENCE)}
            for story, told in of_week
        ],
    }


def _message(subject: str, text: str, html: str, last: dt.date, sender: Address | None) -> bytes:
    message = EmailMessage(policy=SMTP)
    message["Subject"] = subject
    message["Date"] = dt.datetime.combine(last, dt.time(), dt.UTC)
    if sender:
        message["From"] = sender
    else:
        # mail programs open it as a draft, which asks for who sends it
        message["X-Unsent"] = "1"
    digest = hashlib.sha256((text + html).encode()).hexdigest()
    # the same edition is the same message, byte by byte
    message["Message-ID"] = f"<{digest[:32]}@{sender.domain if sender and sender.domain else 'ripeness.invalid'}>"
    message.set_content(text, cte="quoted-printable")
    message.add_alternative(html, subtype="html", cte="quoted-printable")
    message.set_boundary(f"=_{digest[32:]}")
    return message.as_bytes()
