"""What to read next: cases of the same topics and region, with the reason in words."""

import heapq
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ripeness.findings.text import listed
from ripeness.site.stories import Story
from ripeness.site.wording import short

NEAREST = 4
_LONGEST_NAME = 60
_MOST_NAMED = 3


@dataclass(frozen=True)
class Near:
    """A case to read on with: its id, the topics shared, and the region if that is shared, as the other spells them."""

    case: str
    topics: tuple[str, ...]
    region: str

    @property
    def reason(self) -> str:
        """Why it is offered, in words.

        >>> Near("a", ("sanctions", "oil"), "Gulf").reason, Near("a", (), "Gulf").reason
        ('also about sanctions and oil; same region, Gulf', 'same region, Gulf')
        """
        names = [short(each, _LONGEST_NAME) for each in self.topics[:_MOST_NAMED]]
        if len(self.topics) > _MOST_NAMED:
            names.append(f"{len(self.topics) - _MOST_NAMED} more")
        about = f"also about {listed(names)}" if names else ""
        return "; ".join(filter(None, (about, f"same region, {short(self.region, _LONGEST_NAME)}" * bool(self.region))))


def nearest(stories: Sequence[Story], count: int = NEAREST) -> dict[str, tuple[Near, ...]]:
    """For each case the so many others with most topics in common, one region counting half a topic; ties by id.

    Names that differ in capitals alone are the same. Cases with nothing in common are not offered.
    """
    by_key: dict[tuple[str, str], list[str]] = {}
    of = {story.id: _keys(story) for story in stories}
    for name, keys in of.items():
        for key in keys:
            by_key.setdefault(key, []).append(name)
    found: dict[str, tuple[Near, ...]] = {}
    for name, keys in of.items():
        points: Counter[str] = Counter()
        for key in keys:
            for other in by_key[key]:
                points[other] += 1 if key[0] == "region" else 2
        del points[name]
        best = heapq.nsmallest(count, points, key=lambda other: (-points[other], other))
        found[name] = tuple(_near(keys, of[other], other) for other in best)
    return found


def _keys(story: Story) -> Mapping[tuple[str, str], str]:
    """What a case can have in common with another, with how it spells it."""
    keys = {("topic", topic.casefold()): topic for topic in story.topics}
    return keys | ({("region", story.region.casefold()): story.region} if story.region else {})


def _near(keys: Mapping[tuple[str, str], str], theirs: Mapping[tuple[str, str], str], name: str) -> Near:
    shared = [(key, spelt) for key, spelt in theirs.items() if key in keys]
    topics = tuple(spelt for (kind, _), spelt in shared if kind == "topic")
    return Near(name, topics, next((spelt for (kind, _), spelt in shared if kind == "region"), ""))
