"""The week in one edition: a page with its styles in it, a text, and both as an e-mail."""

import datetime as dt
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from typing import Any

from ripeness.site.pages import row
from ripeness.site.rendering import render
from ripeness.site.signals import RULE
from ripeness.site.stories import Story, Told, newest
from ripeness.site.wording import day, short

DAYS = 7
_LONGEST_ANSWER = 600


@dataclass(frozen=True)
class Edition:
    """The same edition as a page of the site, as a text, and as a message to send."""

    page: bytes
    text: bytes
    message: bytes


def edition(stories: Sequence[Story], desk: str, base: str, until: dt.date | None, sender: Address | None) -> Edition:
    """The edition of the seven days up to `until`, or to the newest brief.

    `base` is the site's address; without it a message has no links, as they would lead nowhere. Without a sender it is
    a draft.
    """
    every = newest(list(stories))
    last = until or (dt.date.fromisoformat(every[0][1].digest.date) if every else dt.date(1970, 1, 1))
    first = last - dt.timedelta(days=DAYS - 1)
    of_week = [each for each in every if first.isoformat() <= each[1].digest.date <= last.isoformat()]
    context = _context(of_week, desk, first, last)
    page = render("weekly.html.j2", context | {"base": base})
    # an empty address is none in a message: there is nothing that it could be relative to
    sent = page if base else render("weekly.html.j2", context | {"base": None})
    text = render("weekly.txt.j2", context | {"base": base})
    return Edition(page.encode(), text.encode(), _message(context["heading"], text, sent, last, sender))


def _context(of_week: Sequence[tuple[Story, Told]], desk: str, first: dt.date, last: dt.date) -> dict[str, Any]:
    # one line a case: its newest of the week
    newest_of = {story.id: (story, told) for story, told in reversed(of_week)}.values()
    alerts = sorted((each for each in newest_of if each[1].alert), key=lambda each: -each[1].digest.war.number)
    chances = sorted((each for each in newest_of if each[1].opportunity), key=lambda each: -each[1].digest.deal.number)
    count = len(of_week)
    return {
        "heading": f"{desk}, week to {day(last.isoformat())}",
        "span": f"{day(first.isoformat())} to {day(last.isoformat())}",
        "counts": f"{count:,} brief{'' if count == 1 else 's'}",
        "rule": RULE,
        "lists": [
            ("Conflict-risk alerts", "war", [{**row(story, told), "why": told.alert} for story, told in alerts]),
            ("Resolution opportunities", "deal", [{**row(s, told), "why": told.opportunity} for s, told in chances]),
        ],
        "briefs": [
            {**row(story, told), "answer": short(told.digest.answer, _LONGEST_ANSWER)} for story, told in of_week
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
