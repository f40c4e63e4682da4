"""The pages of the site as data: templates set them, and compute nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ripeness.ensemble.wording import DEAL_IN_FORCE, RUNG_NAMES, first_word, ranges
from ripeness.rules.conditions import CONDITIONS, number_in_words
from ripeness.settlements.listing import Rung
from ripeness.site import nearness, signals
from ripeness.site.chart import drawing
from ripeness.site.nearness import Near
from ripeness.site.overview import Dot, overview
from ripeness.site.stories import Listing, Story, Told, by_region, by_topic, listing_path, newest
from ripeness.site.weeks import Signal, Week, alerts, briefs_of, calendar_weeks, opportunities
from ripeness.site.wording import chance, day, short

SHOWN_LATEST = 12
SHOWN_SIGNALS = 30
SHOWN_OTHERS = 40
FORMATS: Mapping[str, str] = {".html": "full brief", ".pdf": "PDF", ".json": "JSON"}
# what each rung is, for those who have not read the model
RUNGS_IN_WORDS: Mapping[Rung, str] = {
    "step": "a deal on matters that stand apart from the rest, such as prisoners; it rules nothing out later",
    "partial": "a deal on at most half of the issues, or so many as the case says; it may erode, break, or be built on",
    "wide": "a deal on more issues than that, up to all",
}
CONDITIONS_IN_WORDS: Mapping[str, str] = {
    "no_better_alternative": "without a deal, each expects no more than the deal gives it",
    "willing_to_concede": "the deal asks of nobody more than it would give up, and crosses no red line",
    "can_declare_victory": "each can show enough at home to call the deal a success",
    "treated_as_equal": "the deal gives each what it holds its power to entitle it to, and leaves nobody too exposed",
}

Context = dict[str, Any]


@dataclass(frozen=True)
class Page:
    """A page: where, which template, with what, and the drawings in it as SVG."""

    path: str
    template: str
    context: Context
    drawings: tuple[str, ...] = ()


def pages_of(stories: Sequence[Story], desk: str, week: Week) -> list[Page]:
    """All pages, the front page last, so that what it points to is there before it; `week` is the one it tells of."""
    regions, topics = by_region(list(stories)), by_topic(list(stories))
    by_id = {story.id: story for story in stories}
    near = nearness.nearest(stories)
    made = [_case(story, [(by_id[each.case], each) for each in near[story.id]]) for story in stories]
    made += [_listing(listing, "region", regions) for listing in regions]
    made += [_listing(listing, "topic", topics) for listing in topics]
    made.append(Page("cases.html", "cases.html.j2", {"heading": "All cases", "rows": [row(each) for each in stories]}))
    made.append(Page("search.html", "search.html.j2", {"heading": "Search"}))
    made.append(_how_to_read())
    made += _archive(stories)
    made.append(_front(stories, week, regions, topics))
    return [_placed(page, desk) for page in made]


def _placed(page: Page, desk: str) -> Page:
    """A page with what every page has: the site's name, and the way to its top."""
    shared = {"desk": desk, "root": "../" * page.path.count("/"), "here": page.path, "deal_means": DEAL_IN_FORCE}
    return Page(page.path, page.template, shared | page.context, page.drawings)


# --- the front page ---


def _front(stories: Sequence[Story], week: Week, regions: Sequence[Listing], topics: Sequence[Listing]) -> Page:
    every = list(stories)
    latest = newest(every)
    # one a case: the earlier ones are on its page
    of_each = [(story, told) for story, told in latest if told is story.latest]
    new = [(story, told) for story, told in of_each if week.has(told.digest.date)]
    older = [(story, told) for story, told in of_each if not week.has(told.digest.date)]
    drawn, unlabelled = overview([_dot(story, told) for story, told in of_each]) if of_each else ("", 0)
    context: Context = {
        "heading": "Latest",
        "week": week.span,
        "lists": signal_lists(stories, week),
        "new": [told_row(story, told) for story, told in new[:SHOWN_LATEST]],
        "more_new": _more(len(new) - SHOWN_LATEST, "brief"),
        "older": [told_row(story, told) for story, told in older[:SHOWN_LATEST]],
        "table_rows": [told_row(*each) for each in sorted(of_each, key=lambda each: -each[1].digest.war.number)],
        "unlabelled": _count(unlabelled, "case") if unlabelled else "",
        "regions": _counted(regions),
        "topics": _counted(topics),
        "counts": f"{_count(len(every), 'case')}, {_count(len(latest), 'brief')}",
    }
    return Page("index.html", "front.html.j2", context, (drawn,) if drawn else ())


def _dot(story: Story, told: Told) -> Dot:
    before = told.before if told.war.direction != "none" else None
    was = (before.war.number, before.deal.number) if before else None
    return Dot(story.title, told.digest.war.number, told.digest.deal.number, was)


def signal_lists(stories: Sequence[Story], week: Week) -> list[Context]:
    """The two lists as they stand at the end of a week, what is new in it apart from what is still open."""
    return [
        {"title": title, "key": key, "new": _signals(found.new), "still": _signals(found.still)}
        for title, key, found in (
            ("Conflict-risk alerts", "alerts", alerts(stories, week)),
            ("Resolution opportunities", "opportunities", opportunities(stories, week)),
        )
    ]


def _signals(found: Sequence[Signal]) -> Context:
    rows = [
        {"title": short(each.story.title), "path": each.story.path, "why": each.why, "since": day(each.since)}
        for each in found[:SHOWN_SIGNALS]
    ]
    return {"rows": rows, "more": _more(len(found) - len(rows), "case")}


def _counted(listings: Sequence[Listing]) -> list[Context]:
    return [{"title": short(of.title, 60), "path": of.path, "count": len(of.stories)} for of in listings]


# --- lists of cases ---


def _listing(listing: Listing, kind: str, all_of_kind: Sequence[Listing]) -> Page:
    others = [each for each in all_of_kind if each.path != listing.path]
    context: Context = {
        "heading": listing.title,
        "kind": kind,
        "count": _count(len(listing.stories), "case"),
        "rows": [row(each) for each in listing.stories],
        "others": _counted(others[:SHOWN_OTHERS]),
        "more": _more(len(others) - SHOWN_OTHERS, kind),
    }
    return Page(listing.path, "listing.html.j2", context)


def row(story: Story) -> Context:
    """A case as lists show it, with its sentence and its latest brief."""
    if story.latest is None:
        made: Context = {"title": short(story.title), "path": story.path, "region": short(story.region, 60)}
        return made | {"has_brief": False, "sentence": short(story.sentence, 300)}
    return told_row(story, story.latest) | {"sentence": short(story.sentence, 300)}


def told_row(story: Story, told: Told) -> Context:
    """A brief as lists show it: its case, its sentence, its numbers with where they came from, and what moved them."""
    of = told.digest
    return {
        "title": short(story.title),
        "path": story.path,
        "region": short(story.region, 60),
        "has_brief": True,
        "iso": of.date,
        "date": day(of.date),
        "sentence": of.sentence,
        "war_word": of.war_word,
        "war": of.war.shown,
        "deal": of.deal.shown,
        "war_told": told.war.told(of.war.shown),
        "deal_told": told.deal.told(of.deal.shown),
        "war_valence": told.war.direction,
        "deal_valence": told.deal.direction,
        "was_war": told.war.was,
        "was_deal": told.deal.was,
        "why": of.since if told.before and of.causes else "",
        "brief": told.files.get(".html", ""),
    }


# --- the archive ---


def _archive(stories: Sequence[Story]) -> list[Page]:
    weeks = calendar_weeks(stories)
    made: list[Page] = []
    rows: list[Context] = []
    for place, week in enumerate(weeks):
        found = briefs_of(stories, week)
        lists = signal_lists(stories, week)
        rows.append({"path": week.path, "span": week.span, "briefs": f"{len(found):,}"} | {
            each["key"]: len(each["new"]["rows"]) for each in lists
        })  # fmt: skip
        context: Context = {
            "heading": f"Week of {week.span}",
            "lists": lists,
            "briefs": [told_row(story, told) for story, told in found],
            "earlier": weeks[place + 1].path if place + 1 < len(weeks) else "",
            "later": weeks[place - 1].path if place else "",
        }
        made.append(Page(week.path, "week.html.j2", context))
    made.append(Page("weeks.html", "weeks.html.j2", {"heading": "Archive of weeks", "weeks": rows}))
    return made


def _how_to_read() -> Page:
    context: Context = {
        "heading": "How to read this",
        "terms": [tuple(each.rsplit(" ", 2)) for each in _terms()],
        "rungs": [(name, RUNGS_IN_WORDS[rung]) for rung, name in RUNG_NAMES.items()],
        "conditions": [(name, CONDITIONS_IN_WORDS.get(key, "")) for key, name in CONDITIONS.items()],
        "how_many_conditions": number_in_words(len(CONDITIONS)),
        "arrows": signals.ARROWS,
        "lists": signals.LISTS,
    }
    return Page("how-to-read.html", "how-to-read.html.j2", context)


def _terms() -> list[str]:
    return ranges().split(", ")


# --- one case ---


def _case(story: Story, near: Sequence[tuple[Story, Near]]) -> Page:
    latest = story.latest
    context: Context = {
        "heading": story.title,
        "case": story.id,
        "sentence": story.sentence,
        "summary": story.summary,
        "region": {"title": story.region, "path": listing_path("regions", story.region)} if story.region else None,
        "topics": [{"title": short(each, 60), "path": listing_path("topics", each)} for each in story.topics],
        "latest": _brief(latest) if latest else None,
        "changed": _changed(latest) if latest and latest.before else None,
        "is_newer": bool(latest and story.as_of > latest.digest.as_of),
        "as_of": day(story.as_of) if story.as_of else "",
        "history": [_brief(told) for told in reversed(story.briefs)],
        "near": [{**row(other), "reason": each.reason} for other, each in near],
    }
    return Page(story.path, "case.html.j2", context, _drawings(story))


def _changed(told: Told) -> Context:
    """What has changed since the brief before, and why."""
    of, before = told.digest, told.before
    assert before is not None
    return {
        "since": day(before.date),
        "numbers": [
            {"text": f"{first_word(of.war_word)}: {told.war.told(of.war.shown)}", "valence": told.war.direction},
            {"text": f"Deal in force: {told.deal.told(of.deal.shown)}", "valence": told.deal.direction},
        ],
        "conditions": [f"{label}: now {'holds' if holds else 'fails'}" for label, holds in told.turned],
        "answer_was": before.answer if before.answer != of.answer else "",
        "why": of.since,
        "causes": [{"what": each.what, "how": each.how, "deal": each.deal, "war": each.war} for each in of.causes],
        "war_word": of.war_word,
    }


def _drawings(story: Story) -> tuple[str, ...]:
    if story.latest is None or len({told.digest.date for told in story.briefs}) < 2:
        return ()
    by_date = sorted(story.briefs, key=lambda told: told.digest.date)
    war = f"{first_word(story.latest.digest.war_word)} by the horizon"
    return (
        drawing("war", war, [(told.digest.date, told.digest.war) for told in by_date]),
        drawing("deal", "A deal by the horizon", [(told.digest.date, told.digest.deal) for told in by_date]),
    )


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
        "war_told": told.war.told(of.war.shown),
        "deal_told": told.deal.told(of.deal.shown),
        "war_valence": told.war.direction,
        "deal_valence": told.deal.direction,
        "war_span": of.war.span,
        "deal_span": of.deal.span,
        "war_words": chance(of.war),
        "deal_words": chance(of.deal),
        "alert": told.alert,
        "opportunity": told.opportunity,
        "horizon": of.horizon,
        "draws": f"{of.draws:,} draws" if of.draws else "most likely values, without ranges",
        "how_many_conditions": number_in_words(len(of.conditions)),
        "conditions": [{"label": each.label, "holds": "holds" if each.holds else "fails"} for each in of.conditions],
        "funnel": [
            {
                "label": each.label,
                "left": f"{each.left:,}",
                "alone": f"{each.alone:,}" if each.alone != each.left else "",
                "of_left": _of_all(each.left, of.funnel[0].left),
                "of_alone": _of_all(each.alone, of.funnel[0].left),
            }
            for each in of.funnel
        ],
        "files": [{"path": told.files[each], "text": words} for each, words in FORMATS.items() if each in told.files],
    }


def _of_all(number: int, most: int) -> str:
    """How wide (%) the bar of a count is: under the root, so that small ones stay in sight."""
    return f"{100 * (number / most) ** 0.5:.2f}%" if number and most else "0"


def _count(number: int, what: str) -> str:
    return f"{number:,} {what}{'' if number == 1 else 's'}"


def _more(number: int, what: str) -> str:
    return f"{number:,} more {what}{'' if number == 1 else 's'}" if number > 0 else ""
