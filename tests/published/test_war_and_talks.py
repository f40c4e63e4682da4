"""What is known of why wars begin, and of what talks, bargains and those who spoil them do."""

from itertools import pairwise

import numpy as np
import pytest

from builders import game_of, months_of
from disputes import answer, future, swap, territory, trade

IN_CRISIS = {"tension": "crisis"}


def rising(values, by=0.0):
    """Whether each value is above the one before by more than so much."""
    return all(after > before + by for before, after in pairwise(values))


# --- war by intention ---


def grown(growth, **dynamics):
    return territory(parties__bob__growth=growth, dynamics=dynamics)


def test_the_faster_a_rival_grows_the_likelier_is_war():
    """A shift of power that no promise makes up for leads to war now [Powell 2006]."""
    war = [future(grown(growth)).war["intention"] for growth in (0, 0.2, 0.5, 1)]
    assert rising(war)
    assert war[0] < 0.01
    assert war[-1] > 0.2


@pytest.mark.parametrize("growth", [0.5, 1])
def test_the_one_in_decline_attacks_while_it_can(growth):
    """The declining power strikes first, the rising one plays for time [Powell 2006]."""
    moves = future(grown(growth, **IN_CRISIS)).first_moves
    assert moves["ann"]["attack"] > 0.3
    assert moves["bob"]["attack"] < 0.001
    assert future(grown(0, **IN_CRISIS)).first_moves["ann"]["attack"] < 0.001


def test_mutual_optimism_raises_war():
    """Wars begin where both expect to win [Blainey 1988; Fearon 1995]."""

    def both_expect(share):
        seen = {"ann": {"ann": share, "bob": 1 - share}, "bob": {"ann": 1 - share, "bob": share}}
        return future(territory(beliefs={name: {"capability": of} for name, of in seen.items()})).war["intention"]

    war = [both_expect(share) for share in (0.5, 0.6, 0.7, 0.8)]
    assert rising(war)
    assert war[0] < 0.01
    assert war[-1] > 0.5


@pytest.mark.parametrize(
    "dynamics",
    [{}, IN_CRISIS, {"incident": 0.1}, {"incident": 1, "subside": 0}],
    ids=["rates as they are", "in a crisis", "frequent incidents", "crises without end"],
)
def test_intention_rises_smoothly_as_war_gets_cheaper(dynamics):
    """Where equals choose with errors, no small change of costs turns peace into war [McKelvey & Palfrey 1998]."""
    war = [future(territory(cost=cost, dynamics=dynamics)).war["intention"] for cost in (0.3, 0.2, 0.1, 0)]
    assert war == sorted(war)
    assert war[-1] > war[0]
    assert max(after - before for before, after in pairwise(war)) <= 0.4


# --- pressure ---


@pytest.mark.parametrize("cost", [0.1, 0.3])
def test_the_riskier_it_is_to_press_the_less_it_is_done(cost):
    """Brinkmanship is a shared risk of war, which each takes only as far as it is worth it [Schelling 1960]."""
    risks = (0, 0.01, 0.03, 0.1, 0.2)
    crises = [future(territory(cost=cost, dynamics=IN_CRISIS | {"miscalculation": risk})) for risk in risks]
    pressed = [each.first_moves["ann"]["press"] for each in crises]
    assert rising([-share for share in pressed])
    # so that war by miscalculation is not likeliest where a press is most dangerous
    assert crises[-1].war["miscalculation"] < max(each.war["miscalculation"] for each in crises)


def test_the_costlier_war_is_the_less_is_pressed():
    """A threat that leaves something to chance is as costly as what chance may bring [Schelling 1960]."""
    pressed = [future(territory(cost=cost, dynamics=IN_CRISIS)).first_moves["ann"]["press"] for cost in (0.1, 0.2, 0.4)]
    assert rising([-share for share in pressed])


# --- small steps and bargains ---

SELDOM = {"reassurance": 0.1}  # a gesture alone reassures the other seldom


@pytest.mark.parametrize("dispute", [trade, swap])
def test_steps_that_are_kept_raise_the_chance_of_a_deal_beyond_them(dispute):
    """Small steps that are kept build the trust that larger ones need [Osgood 1962; Kydd 2005]."""

    def deal(step_rate, **dynamics):
        return future(dispute(dynamics=SELDOM | {"step_rate": step_rate} | dynamics)).ever["deal"]

    built_on = [deal(rate) for rate in (0, 0.12, 0.4)]
    assert rising(built_on, by=0.02)
    # it is trust alone that does it
    assert deal(0.4, trust_effect=0) <= deal(0, trust_effect=0)


def test_steps_raise_the_chance_of_a_deal_by_being_kept():
    """A step that is not kept reassures nobody [Kydd 2005]."""

    def gain(**dynamics):
        with_steps, without = (future(trade(dynamics=SELDOM | dynamics | {"step_rate": rate})) for rate in (0.4, 0))
        return with_steps.ever["deal"] - without.ever["deal"]

    gains = [gain(kept_promise=kept) for kept in (0, 0.05, 0.2)]
    assert rising(gains)
    assert gains[0] < 0.01


SILENT = {"postures": {"silent": {"title": "No talks", "talks": "none"}}}


@pytest.mark.parametrize("dispute", [trade, swap])
@pytest.mark.parametrize("incident", [0.02, 0.1])
def test_a_bargain_that_stands_lowers_war_by_a_third_and_more(dispute, incident):
    """Agreements keep the peace where none would come about otherwise [Fortna 2003]."""
    daring = {"parties__ann__exposure_tolerance": 1, "parties__bob__exposure_tolerance": 1} | SILENT
    war = {
        bargain: future(dispute(**daring, dynamics={"incident": incident, "bargain": bargain}), "silent").war_total
        for bargain in ("none", "step", "signed")
    }
    assert war["signed"] <= war["none"] * 2 / 3
    assert war["signed"] < war["step"] < war["none"]


# --- talks ---


def test_talks_shorten_crises_by_what_they_calm():
    """Whoever can talk slows a crisis down and ends it [George 1991]."""
    calms = (0.5, 0.7, 0.9, 1)
    for channel in ("covert", "open"):
        crises = [future(territory(dynamics=IN_CRISIS | {"channel": channel, "talks_calm": calm})) for calm in calms]
        assert rising([each.implied.months_per_crisis for each in crises])
        assert rising([each.crisis_months for each in crises])


def test_talks_shorten_crises_against_silence_and_not_without_what_they_calm():
    """What slows a crisis down is what the talks calm, and not the channel as such [George 1991]."""

    def months(calm):
        data = trade(**SILENT, dynamics=IN_CRISIS | {"channel": "open", "talks_calm": calm})
        return [future(data, posture).implied.months_per_crisis for posture in ("as-is", "silent")]

    talking, silent = months(0.9)
    assert talking < 0.9 * silent
    talking, silent = months(1)
    assert talking > 0.99 * silent


def spoiled(**trigger):
    return {"triggers": {"spoiler": {"rate": 0.2, "war": 0, "collapse": 1, **trigger}}, "channel": "open"}


def months_of_talks(data):
    """Expected months with a channel."""
    under = answer(data).run.as_is
    of = game_of(under, under.case.horizon)
    s = of.space
    talking = s.is_live & ~s.is_settled & (s.channel > 0)
    months = months_of(of, of.solve(keep_months=under.case.horizon), under.case.horizon)
    return float(np.sum([mass[talking].sum() for mass in months]))


def test_who_wants_no_talks_shortens_them_and_keeps_a_deal_from_being_struck():
    """Spoilers strike where talks are held, to end them [Stedman 1997]."""
    free, at_talks = (trade(dynamics=of) for of in ({"channel": "open"}, spoiled(during=["talks"])))
    assert months_of_talks(at_talks) < months_of_talks(free) * 2 / 3
    assert future(at_talks).ever["deal"] < future(free).ever["deal"] - 0.2
    # the same violence where nobody talks spoils nothing
    elsewhere = trade(dynamics=spoiled(during=["no-talks"]))
    assert future(elsewhere).ever["deal"] > future(free).ever["deal"] - 0.02


def test_a_bargain_that_silences_the_spoiler_holds_longer():
    """Who manages the spoilers keeps the peace [Stedman 1997]."""

    def life(**effects):
        data = trade(
            issues__trade__options__open__effects=effects, dynamics=spoiled(during=["bargain"]) | {"bargain": "signed"}
        )
        return future(data).bargain

    assert life(**{"triggers.spoiler": 0}) > 2 * life()
