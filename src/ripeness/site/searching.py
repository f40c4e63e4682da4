"""The index of the site's search: a script that sets one variable, so that it can be read from a folder too."""

import json
from collections.abc import Sequence

from ripeness.site.stories import Story
from ripeness.site.wording import day, short

_LONGEST = 400
# a browser that takes the file for a page, or for an older script, still finds nothing but text in it
_UNSAFE = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026"}


def index_script(stories: Sequence[Story]) -> bytes:
    """Entries of all cases, then of their earlier briefs, as JavaScript in ASCII."""
    entries = [_case(story) for story in stories]
    for story in stories:
        for told in story.briefs[:-1]:
            page = told.files.get(".html")
            if page:
                entries.append({
                    "url": page, "shown": f"{short(story.title)}, brief of {day(told.digest.date)}",
                    "title": short(story.title), "date": day(told.digest.date),
                    "answer": short(told.digest.sentence, _LONGEST),
                })  # fmt: skip
    text = json.dumps(entries, separators=(",", ":"))
    for sign, escaped in _UNSAFE.items():
        text = text.replace(sign, escaped)
    return f"window.ripenessSearch={text};\n".encode("ascii")


def _case(story: Story) -> dict[str, str]:
    latest = story.latest
    return {
        "url": story.path,
        "shown": short(story.title),
        # all of it: what is cut from a line is still to be found
        "title": story.title,
        "region": story.region,
        "topics": ", ".join(story.topics),
        "summary": short(story.summary, _LONGEST),
        "answer": short(story.sentence, _LONGEST),
        "date": day(latest.digest.date) if latest else "",
    }
