"""Whose columns a table of gains has."""

from ripeness.case.model import Case


def who_gains(case: Case) -> dict[str, str]:
    """The parties of a table of gains with the heads of their columns: those that sign, then those that do not."""
    others = {name: f"{party.shown} (does not sign)" for name, party in case.parties.items() if not party.signatory}
    return {name: case.parties[name].shown for name in case.signatories} | others
