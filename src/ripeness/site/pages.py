"""The pages of the site as data: templates set them, and compute nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ripeness.ensemble.wording import DEAL_IN_FORCE, first_word, ranges
from ripeness.rules.conditions import number_in_words
from ripeness.site import nearness, signals
from ripeness.site.chart import drawing
from ripeness.site.nearness import Near
from ripeness.site.signals import Arrow
from ripeness.site.stories import Listing, Story, Told, by_region, by_topic, listing_path, newest
from ripeness.site.wording import chance, day, short

SHOWN_LATEST = 12
SHOWN_SIGNALS = 30
FORMATS: Mapping[str, str] = {".html": "full brief", ".pdf": "PDF", ".json": "JSON"}

Context = dict[str, Any]


@dataclass(frozen=True)
class Page:
    """A page: where, which template, with what, and the drawings in it as SVG."""

    path: str
    template: str
    context: Context
    drawings: tuple[str, ...] = ()


def pages_of(stories: Sequence[Story], desk: str) -> list[Page]:
    """All pages, the front page last, so that what it points to is there before it."""
    listings = [*by_region(list(stories)), *by_topic(list(stories))]
    near = nearness.nearest({story.id: story.latest.digest for story in stories if story.latest})
    by_id = {story.id: story for story in stories}
    made = [_case(story, [(by_id[each.case], each) for each in near.get(story.id, ())]) for story in stories]
    made += [_listing(listing) for listing in listings]
    made.append(
        Page("cases.html", "listing.html.j2", {"heading": "All cases", "rows": [row(each) for each in stories]})
    )
    made.append(Page("search.html", "search.html.j2", {"heading": "Search"}))
    made.append(_front(stories))
    return [_placed(page, desk) for page in made]


def _placed(page: Page, desk: str) -> Page:
    """A page with what every page has: the site's name, and the way to its top."""
    root = "../" * page.path.count("/")
    shared = {"desk": desk, "root": root, "here": page.path, "rule": signals.RULE, "terms": ranges()}
    shared["deal_means"] = DEAL_IN_FORCE
    return Page(page.path, page.template, shared | page.context, page.drawings)


def _front(stories: Sequence[Story]) -> Page:
    every = list(stories)
    alerts = [each for each in every if each.latest and each.latest.alert]
    open_ones = [each for each in every if each.latest and each.latest.opportunity]
    latest = newest(every)
    # one a case: the earlier ones are on its page
    of_each = [(story, told) for story, told in latest if told is story.latest]
    context: Context = {
        "heading": "Latest",
        "date": day(latest[0][1].digest.date) if latest else "",
        "alerts": _signals(sorted(alerts, key=lambda each: -_latest(each).digest.war.number), "war"),
        "opportunities": _signals(sorted(open_ones, key=lambda each: -_latest(each).digest.deal.number), "deal"),
        "latest": [{**row(story, told), "answer": told.digest.answer} for story, told in of_each[:SHOWN_LATEST]],
        "regions": _counted(by_region(every)),
        "topics": _counted(by_topic(every)),
        "counts": f"{_count(len(every), 'case')}, {_count(len(latest), 'brief')}",
    }
    return Page("index.html", "front.html.j2", context)


def _latest(story: Story) -> Told:
    assert story.latest is not None
    return story.latest


def _signals(stories: Sequence[Story], which: str) -> Context:
    rows = [
        {**row(each), "why": _latest(each).alert if which == "war" else _latest(each).opportunity}
        for each in stories[:SHOWN_SIGNALS]
    ]
    more = len(stories) - len(rows)
    return {"rows": rows, "more": f"and {_count(more, 'more case')}" if more > 0 else ""}


def _counted(listings: Sequence[Listing]) -> list[Context]:
    return [{"title": short(of.title, 60), "path": of.path, "count": len(of.stories)} for of in listings]


def _listing(listing: Listing) -> Page:
    rows = [row(each) for each in listing.stories]
    return Page(listing.path, "listing.html.j2", {"heading": listing.title, "rows": rows})


def row(story: Story, told: Told | None = None) -> Context:
    """A case as lists show it, with its latest brief or the one given."""
    told = told or story.latest
    made: Context = {
        "title": short(story.title),
        "path": story.path,
        "region": short(story.region, 60),
        "has_brief": told is not None,
    }
    if told is None:
        return made
    of = told.digest
    return made | {
        "iso": of.date,
        "date": day(of.date),
        "war_word": of.war_word,
        "war": of.war.shown,
        "deal": of.deal.shown,
        "war_arrow": _arrow(told.war),
        "deal_arrow": _arrow(told.deal),
        "brief": told.files.get(".html", ""),
    }


def _arrow(arrow: Arrow) -> Context:
    return {
        "direction": arrow.direction,
        "sign": arrow.sign,
        "was": arrow.was,
        "why_none": arrow.why_none,
    }


def _case(story: Story, near: Sequence[tuple[Story, Near]]) -> Page:
    latest = story.latest
    context: Context = {
        "heading": story.title,
        "case": story.id,
        "summary": story.summary,
        "region": {"title": story.region, "path": listing_path("regions", story.region)} if story.region else None,
        "topics": [{"title": short(each, 60), "path": listing_path("topics", each)} for each in story.topics],
        "latest": _brief(latest) if latest else None,
        "is_newer": bool(latest and story.as_of > latest.digest.as_of),
        "as_of": day(story.as_of) if story.as_of else "",
        "history": [_brief(told) for told in reversed(story.briefs)],
        "near": [_near(other, each) for other, each in near],
        "near_rule": nearness.RULE,
    }
    return Page(story.path, "case.html.j2", context, _drawings(story))


def _drawings(story: Story) -> tuple[str, ...]:
    if len({told.digest.date for told in story.briefs}) < 2:
        return ()
    by_date = sorted(story.briefs, key=lambda told: told.digest.date)
    return (
        drawing("war", _by_the_horizon(story), [(told.digest.date, told.digest.war) for told in by_date]),
        drawing("deal", "A deal by the horizon", [(told.digest.date, told.digest.deal) for told in by_date]),
    )


def _by_the_horizon(story: Story) -> str:
    return f"{first_word(_latest(story).digest.war_word)} by the horizon"


def _brief(told: Told) -> Context:
    of = told.digest
    return {
        "iso": of.date,
        "date": day(of.date),
        "as_of": day(of.as_of) if of.as_of != of.date else "",
        "answer": of.answer,
        "binds": of.binds,
        "opens": of.opens,
        "war_word": of.war_word,
        "at_war_word": of.at_war_word,
        "at_war_words": chance(of.at_war) if of.at_war else "",
        "at_war_span": of.at_war.span if of.at_war else "",
        "war": of.war.shown,
        "deal": of.deal.shown,
        "war_span": of.war.span,
        "deal_span": of.deal.span,
        "war_words": chance(of.war),
        "deal_words": chance(of.deal),
        "war_arrow": _arrow(told.war),
        "deal_arrow": _arrow(told.deal),
        "alert": told.alert,
        "opportunity": told.opportunity,
        "horizon": of.horizon,
        "draws": f"{of.draws:,} draws" if of.draws else "most likely values, without ranges",
        "how_many_conditions": number_in_words(len(of.conditions)),
        "conditions": [
            {"label": each.label, "holds": "holds" if each.holds else "fails", "share": each.shown}
            for each in of.conditions
        ],
        "files": [{"path": told.files[each], "text": words} for each, words in FORMATS.items() if each in told.files],
    }


def _near(story: Story, near: Near) -> Context:
    failing = "; ".join(near.both_fail)
    return {
        **row(story),
        "distance": f"{near.distance:.2f}",
        "shared": f"fails in both: {failing}" if failing else "no condition fails in both",
    }


def _count(number: int, what: str) -> str:
    return f"{number:,} {what}{'' if number == 1 else 's'}"
