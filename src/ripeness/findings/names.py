"""What issues and their options are called where findings name them: the one place to change it."""

from ripeness.case.direction import said
from ripeness.case.model import Case


def issue_name(case: Case, issue: str) -> str:
    """An issue as a sentence names it."""
    return said(issue) if issue in case.issues else issue


def option_name(case: Case, issue: str, option: str) -> str:
    """An option of an issue as a sentence names it."""
    return f"{issue_name(case, issue)} {said(option)}"


def who_gains(case: Case) -> dict[str, str]:
    """The parties of a table of gains with the heads of their columns: those that sign, then those that do not."""
    others = {name: f"{party.shown} (does not sign)" for name, party in case.parties.items() if not party.signatory}
    return {name: case.parties[name].shown for name in case.signatories} | others
