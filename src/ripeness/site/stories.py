"""Cases with their briefs, as all parts of the site tell them: joined, ordered and compared."""

from collections.abc import Mapping
from dataclasses import dataclass

from ripeness.site.digest import Digest
from ripeness.site.inputs import BriefFile, CaseFile, Inputs
from ripeness.site.signals import Arrow, alert, deal_arrow, opportunity, war_arrow
from ripeness.site.wording import slug


@dataclass(frozen=True)
class Told:
    """A brief in the history of its case: its files on the site by their ending, and what changed since the last."""

    digest: Digest
    sha256: str
    files: Mapping[str, str]
    sources: Mapping[str, str]
    war: Arrow
    deal: Arrow
    before: Digest | None = None

    @property
    def alert(self) -> str:
        """Why it is a conflict-risk alert; empty if it is none."""
        return alert(self.digest, self.war)

    @property
    def opportunity(self) -> str:
        """Why it is a resolution opportunity; empty if it is none."""
        return opportunity(self.digest, self.deal)

    @property
    def turned(self) -> tuple[tuple[str, bool], ...]:
        """The conditions that hold now and did not in the brief before, or the other way round."""
        held = {each.key: each.holds for each in self.before.conditions} if self.before else {}
        return tuple(
            (each.label, each.holds) for each in self.digest.conditions if held.get(each.key, each.holds) != each.holds
        )


@dataclass(frozen=True)
class Story:
    """A case with its briefs, the oldest first; there may be none."""

    id: str
    title: str
    summary: str
    region: str
    topics: tuple[str, ...]
    as_of: str
    briefs: tuple[Told, ...]
    headline: str = ""

    @property
    def sentence(self) -> str:
        """The one sentence that stands for the case: the analyst's headline, else its latest brief's sentence."""
        return self.headline or (self.latest.digest.sentence if self.latest else "")

    @property
    def path(self) -> str:
        """Where its page is."""
        return f"cases/{slug(self.id)}.html"

    @property
    def latest(self) -> Told | None:
        """Its latest brief."""
        return self.briefs[-1] if self.briefs else None

    def until(self, day: str) -> tuple[Told, ...]:
        """Its briefs up to a day (ISO)."""
        return tuple(told for told in self.briefs if told.digest.date <= day)


@dataclass(frozen=True)
class Listing:
    """Cases of one region or topic."""

    title: str
    path: str
    stories: tuple[Story, ...]


def stories_of(inputs: Inputs) -> list[Story]:
    """All cases, those known only from briefs too, in the order of their titles."""
    by_case: dict[str, list[BriefFile]] = {}
    for brief in inputs.briefs:
        by_case.setdefault(brief.digest.case, []).append(brief)
    ids = inputs.cases.keys() | by_case.keys()
    found = [_story(name, inputs.cases.get(name), by_case.get(name, [])) for name in ids]
    return sorted(found, key=lambda story: (story.title.casefold(), story.id))


def _story(name: str, case: CaseFile | None, briefs: list[BriefFile]) -> Story:
    told = tuple(_told(brief, briefs[place - 1].digest if place else None) for place, brief in enumerate(briefs))
    # the case file first, for it is the newest; what it does not say, its latest brief may
    last = briefs[-1].digest if briefs else None
    return Story(
        id=name,
        title=case.title if case else last.title if last else name,
        summary=case.summary if case else last.summary if last else "",
        region=(case.region if case else "") or (last.region if last else ""),
        topics=(case.topics if case else ()) or (last.topics if last else ()),
        as_of=(case.as_of if case else "") or (last.as_of if last else ""),
        briefs=told,
        headline=case.headline if case else "",
    )


def _told(brief: BriefFile, before: Digest | None) -> Told:
    digest = brief.digest
    stem = f"briefs/{slug(digest.case)}/{digest.as_of}-{brief.sha256[:12]}"
    files = {ending: f"{stem}{ending}" for ending in brief.files}
    war, deal = war_arrow(digest, before), deal_arrow(digest, before)
    return Told(digest, brief.sha256, files, brief.files, war, deal, before)


def newest(stories: list[Story]) -> list[tuple[Story, Told]]:
    """All briefs with their cases, the newest first."""
    found = [(story, told) for story in stories for told in story.briefs]
    # stable sorts: by title within a day
    return sorted(found, key=lambda each: each[1].digest.date, reverse=True)


def by_region(stories: list[Story]) -> list[Listing]:
    """Cases by region, in the order of the regions' names."""
    return _listings("regions", [(story.region, story) for story in stories if story.region])


def by_topic(stories: list[Story]) -> list[Listing]:
    """Cases by topic, in the order of the topics' names."""
    return _listings("topics", [(topic, story) for story in stories for topic in story.topics])


def listing_path(kind: str, name: str) -> str:
    """Where the listing of a region or topic is: one for spellings that differ in capitals alone."""
    return f"{kind}/{slug(name.casefold())}.html"


def _listings(kind: str, named: list[tuple[str, Story]]) -> list[Listing]:
    titles: dict[str, str] = {}
    members: dict[str, dict[str, Story]] = {}
    for name, story in named:
        path = listing_path(kind, name)
        titles[path] = min(titles.get(path, name), name)
        members.setdefault(path, {})[story.id] = story
    found = [Listing(titles[path], path, tuple(of.values())) for path, of in members.items()]
    return sorted(found, key=lambda each: (each.title.casefold(), each.path))
