"""The conditions for diplomacy: each holds where some deal satisfies all of its constraints (MODEL.md, section 4)."""

from collections.abc import Sequence

# id: in words, in the order in which they are numbered
CONDITIONS: dict[str, str] = {
    "no_better_alternative": "no better alternative",
    "willing_to_concede": "willing to concede",
    "can_declare_victory": "can declare victory",
    "treated_as_equal": "treated as an equal",
}

# the same as nouns, for tables that have no room
_NOUNS = {
    "no_better_alternative": "hopes without a deal",
    "willing_to_concede": "concessions",
    "can_declare_victory": "victory",
    "treated_as_equal": "equality",
}

_WORDS = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]


def number_in_words(number: int) -> str:
    """A number of things as a text has it: a word up to twelve, digits beyond.

    >>> number_in_words(4), number_in_words(13)
    ('four', '13')
    """
    return _WORDS[number] if number < len(_WORDS) else str(number)


def how_many_conditions() -> str:
    """The number of conditions in words.

    >>> f"the {how_many_conditions()} conditions"
    'the four conditions'
    """
    return number_in_words(len(CONDITIONS))


def numbered_conditions() -> dict[str, str]:
    """Every condition in words, with its number before them.

    >>> numbered_conditions()["willing_to_concede"]
    '2 willing to concede'
    """
    return {condition: f"{number} {words}" for number, (condition, words) in enumerate(CONDITIONS.items(), start=1)}


def conditions_in_short(which: Sequence[str]) -> str:
    """Some of the conditions in a few words; empty for none.

    >>> conditions_in_short(["willing_to_concede", "treated_as_equal"]), conditions_in_short([*CONDITIONS])
    ('concessions, equality', 'all four')
    """
    if len(which) == len(CONDITIONS):
        return f"all {how_many_conditions()}"
    return ", ".join(_NOUNS.get(condition, CONDITIONS[condition]) for condition in which)
