"""The newest briefs as an Atom feed [Nottingham & Sayre 2005]."""

import uuid
from collections.abc import Sequence
from xml.etree import ElementTree as ET

from ripeness.ensemble.wording import first_word
from ripeness.site.stories import Story, Told, newest
from ripeness.site.wording import day, short

MOST_ENTRIES = 100
_ATOM = "http://www.w3.org/2005/Atom"


def feed(stories: Sequence[Story], desk: str, base: str) -> bytes:
    """The feed; `base` is the site's address with a slash at its end, or empty, which makes addresses relative.

    Ids do not depend on the address, so that readers keep what they have read when a site moves.
    """
    ET.register_namespace("", _ATOM)
    entries = newest(list(stories))[:MOST_ENTRIES]
    root = ET.Element(f"{{{_ATOM}}}feed")
    _add(root, "title", desk)
    _add(root, "id", _urn(f"feed/{base or desk}"))
    _add(root, "updated", _moment(entries[0][1].digest.date) if entries else "1970-01-01T00:00:00Z")
    _add(root, "link", rel="alternate", type="text/html", href=f"{base}index.html")
    if base:
        _add(root, "link", rel="self", type="application/atom+xml", href=f"{base}feed.xml")
    _add(_add(root, "author"), "name", desk)
    for story, told in entries:
        _entry(root, story, told, base)
    return ET.tostring(root, encoding="utf-8", xml_declaration=True)


def brief_id(told: Told) -> str:
    """An id of a brief that stays the same wherever it is published."""
    return _urn(f"brief/{told.digest.case}/{told.digest.as_of}/{told.sha256}")


def _entry(root: ET.Element, story: Story, told: Told, base: str) -> None:
    of = told.digest
    entry = _add(root, "entry")
    _add(entry, "title", f"{short(story.title)}, {day(of.date)}", type="text")
    _add(entry, "id", brief_id(told))
    _add(entry, "updated", _moment(of.date))
    _add(entry, "link", rel="alternate", type="text/html", href=base + told.files.get(".html", story.path))
    signals = [f"Conflict-risk alert: {told.alert}." * bool(told.alert)]
    signals.append(f"Resolution opportunity: {told.opportunity}." * bool(told.opportunity))
    numbers = f"{first_word(of.war_word)} {told.war.told(of.war.shown)}; deal {told.deal.told(of.deal.shown)}."
    _add(entry, "summary", " ".join(filter(None, [of.sentence, numbers, of.since, *signals])), type="text")
    for term in filter(None, (story.region, *story.topics)):
        _add(entry, "category", term=short(term))


def _add(parent: ET.Element, name: str, text: str | None = None, **attributes: str) -> ET.Element:
    made = ET.SubElement(parent, f"{{{_ATOM}}}{name}", attributes)
    made.text = text
    return made


def _moment(date: str) -> str:
    return f"{date}T00:00:00Z"


def _urn(name: str) -> str:
    return uuid.uuid5(uuid.NAMESPACE_URL, f"urn:ripeness:{name}").urn
