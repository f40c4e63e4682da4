"""One deal on a terminal: who moves on what, and how each can declare victory."""

from rich.console import Console

from ripeness.answer.result import Assessment, Deal
from ripeness.case.direction import said
from ripeness.case.names import issue_as_label
from ripeness.cli.console import item, plain, table
from ripeness.ensemble.wording import flow


def print_deal(out: Console, a: Assessment, deal: Deal) -> None:
    """The moves with what each party gets (+) or gives (-), and what each can claim."""
    parties = a.case.parties
    shown = table("issue", "moves to", *(parties[p].shown for p in deal.utility), right=len(deal.utility))
    for move in deal.moves:
        text = a.case.issues[move.issue].options[move.option].text
        shown.add_row(
            plain(issue_as_label(a.case, move.issue)), plain(text), *(flow(move.flow[p]) for p in deal.utility)
        )
    shown.add_section()
    shown.add_row("", "in all", *(flow(worth) for worth in deal.utility.values()))
    if not deal.is_small_step:
        needed = ["" if p not in a.alternatives else flow(a.alternatives[p].reservation) for p in deal.utility]
        shown.add_row("", "needed: no less than without a deal", *needed)
    out.print(shown)
    if deal.is_small_step:
        out.print(plain("A small step: it forecloses nothing, so it need only be no worse than today (0).", "dim"))
    for party in a.case.signatories:
        claims = sorted((m for m in deal.moves if m.public_gain[party] > 0), key=lambda m: -m.public_gain[party])
        texts = [said(a.case.issues[m.issue].options[m.option].text) for m in claims]
        victory = "; ".join(texts) if texts else "nothing that shows"
        out.print(item(f"{parties[party].shown} can claim: {victory}"))
