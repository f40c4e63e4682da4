"""The conditions for diplomacy: each holds where some deal satisfies all of its constraints (MODEL.md, section 4)."""

# id: in words, in the order in which they are numbered
CONDITIONS: dict[str, str] = {
    "no_better_alternative": "no better alternative",
    "willing_to_concede": "willing to concede",
    "can_declare_victory": "can declare victory",
    "treated_as_equal": "treated as an equal",
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
