"""What the check says of a case with a mistake in it."""

from pathlib import Path

from ripeness.case.read.load import load_text
from ripeness.errors import CaseError

GOLDEN = Path(__file__).parent / "golden"
EXAMPLE = (GOLDEN / "example.yaml").read_text(encoding="utf-8")


def of_text(text: str) -> list[str]:
    """Each problem of a text as the person sees it."""
    try:
        load_text(text, "case.yaml")
    except CaseError as error:
        return str(error).splitlines()
    return []


def of_example(*replacements: tuple[str, str]) -> list[str]:
    """Each problem of the example after replacing pieces of its text, each in the first place where it stands."""
    text = EXAMPLE
    for old, new in replacements:
        assert old in text, f"the example does not hold {old!r}"
        text = text.replace(old, new, 1)
    return of_text(text)
