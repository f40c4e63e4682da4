"""One deal on a terminal."""

import pytest

from ripeness.cli.console import console
from ripeness.cli.deal_page import print_deal
from terminal import NAMES, golden, page, row, words


def shown(a, deal):
    return page(lambda: print_deal(console(), a, deal))


def cells(amounts):
    return [pytest.approx(100 * amount, abs=0.0501) for amount in amounts]


DEALS = [(name, deal) for name in NAMES for deal in golden(name).deals.best.values() if deal is not None]


@pytest.mark.parametrize(("name", "deal"), DEALS, ids=[name for name, _ in DEALS])
def test_the_table_holds_what_each_gets_of_each_move_and_in_all(name, deal):
    a = golden(name)
    found = shown(a, deal)
    for move in deal.moves:
        text = a.case.issues[move.issue].options[move.option].text
        assert [float(cell) for cell in row(found, move.issue, text)] == cells(move.flow.values())
    assert [float(cell) for cell in row(found, "in all")] == cells(deal.utility.values())
    if deal.is_small_step:
        assert "needed" not in found
    else:
        needed = [of.reservation for of in a.alternatives.values()]
        assert [float(cell) for cell in row(found, "needed: no less than without a deal")] == cells(needed)


def test_of_the_deals_shown_some_are_small_steps_and_some_are_not():
    assert {deal.is_small_step for _, deal in DEALS} == {False, True}


def test_a_small_step_is_called_one_and_a_bargain_is_not():
    deals = golden("random-36").deals
    assert "A small step: it forecloses nothing, so it need only be no worse than today (0)." in shown(
        golden("random-36"), deals.best_step
    )
    assert "A small step" not in shown(golden("random-36"), deals.best_partial)


def test_each_can_claim_what_it_gains_in_public_the_most_first():
    a = golden("example")
    deal = a.deals.best_wide
    found = words(shown(a, deal))
    for party in a.case.signatories:
        gains = sorted((-m.public_gain[party], m) for m in deal.moves if m.public_gain[party] > 0)
        texts = "; ".join(a.case.issues[m.issue].options[m.option].text for _, m in gains)
        assert texts
        assert f"{a.case.parties[party].name} can claim: {texts}" in found


def test_who_gains_nothing_in_public_is_told_so():
    a = golden("example")
    deal = a.deals.best_wide
    hidden = type(deal)(**{**vars(deal), "moves": deal.moves[:0]})
    assert "Birch can claim: nothing that shows" in shown(a, hidden)
