"""What to read next: the cases with most in common, with the reason in words."""

from hypothesis import given
from hypothesis import strategies as st

from ripeness.site.nearness import nearest
from ripeness.site.stories import Story

NAMES = st.lists(st.sampled_from(["oil", "Oil", "water", "arms"]), max_size=3, unique_by=str.casefold)


def story(name, topics=(), region=""):
    return Story(name, name.upper(), "", region, tuple(topics), "2024-01-01", ())


def test_the_reason_is_told_in_words():
    found = nearest([story("a", ["Oil", "water"], "Gulf"), story("b", ["oil"], "gulf"), story("c", ["water"])])
    assert [(each.case, each.reason) for each in found["a"]] == [
        ("b", "also about oil; same region, gulf"), ("c", "also about water"),
    ]  # fmt: skip


def test_many_topics_in_common_are_counted():
    topics = ["a", "b", "c", "d", "e"]
    assert nearest([story("x", topics), story("y", topics)])["x"][0].reason == "also about a, b, c and 2 more"


def test_cases_with_nothing_in_common_are_not_offered():
    assert nearest([story("a", ["oil"], "Gulf"), story("b", ["water"], "Alps")]) == {"a": (), "b": ()}


@given(st.lists(st.tuples(NAMES, st.sampled_from(["", "Gulf", "gulf"])), min_size=1, max_size=7))
def test_the_nearest_are_those_of_brute_force(many):
    stories = [story(f"c{place}", *each) for place, each in enumerate(many)]
    found = nearest(stories, 3)
    for one in stories:
        points = {}
        for other in stories:
            shared = {t.casefold() for t in one.topics} & {t.casefold() for t in other.topics}
            same = bool(one.region) and one.region.casefold() == other.region.casefold()
            points[other.id] = 2 * len(shared) + same
        others = sorted((-count, name) for name, count in points.items() if name != one.id and count)
        assert [each.case for each in found[one.id]] == [name for _, name in others[:3]]
