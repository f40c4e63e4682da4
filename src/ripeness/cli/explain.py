"""Terms on a terminal: one explained, or all of them."""

from ripeness.cli.console import console, plain, table
from ripeness.findings.glossary import explained, terms


def print_explained(term: str) -> None:
    """What a term means, in a line for each of its meanings; raises InputError with near misses if there is none."""
    out = console()
    for each in explained(term):
        out.print(plain(f"{each.name}: {each.meaning}.".replace("`", "")))


def print_all_terms() -> None:
    """Every term with its meaning."""
    out = console()
    shown = table("term", "meaning")
    for each in sorted(terms(), key=lambda term: term.name.casefold()):
        shown.add_row(plain(each.name), plain(each.meaning.replace("`", "")))
    out.print(shown)
