"""A new case to start from: small, complete, and explained for people who do not program."""

from __future__ import annotations

import re

from ripeness.case.model import ID_PATTERN
from ripeness.case.read import library
from ripeness.case.read.scalars import quoted, written_id
from ripeness.errors import CaseError, Problem


def scaffold(case_id: str, title: str, schema: str = "") -> str:
    """Text of a commented case with made-up numbers, which passes the check.

    `schema` is where an editor finds the JSON Schema, an address or a path; if empty, the one that is installed.
    Raises `CaseError` for what is no id.
    """
    if not re.fullmatch(ID_PATTERN, case_id) or len(case_id) > 80:
        raise CaseError(Problem("id", f"{case_id!r} is no id, expected: up to 80 letters, digits, - and _"))
    schema = schema or (library.folder() / "schema.json").as_uri()
    head = {"%SCHEMA%": schema, "%ID%": written_id(case_id), "%TITLE%": quoted(title)}
    text = _TEMPLATE
    for place, given in head.items():
        text = text.replace(place, given)
    return text


_TEMPLATE = """\
# yaml-language-server: $schema=%SCHEMA%
#
# A case: one dispute as you judge it on one day. All names and numbers below are made up; put yours in their place.
# What follows a # is a comment. Names on the left, such as north or crossing, are yours: letters, digits, - and _.
# They are for you and the program; a `name` is what your readers see within a sentence, such as: the border.
#
# A number may be plain (0.5) or a judgement with a range: [low, most likely, high].
# To say where it comes from: {low: 0.2, mode: 0.4, high: 0.5, basis: report p. 3, confidence: low}
# confidence is low, moderate or high.

schema: 1
id: %ID%
title: %TITLE%
# headline: Trade could open before the border does   # your own line, shown in place of the sentence that is made
summary: Two neighbours, one closed border, and no talks.
region: Example
as_of: 2024-01-01         # the day of your judgement
horizon: 24               # how many months to look ahead
partial_issues: 1         # a deal on at most so many issues counts as a partial one
words: {crisis: border clashes}   # what a stalemate, a crisis and a war are called here, if anything else

# Where your judgements come from. Every `basis` begins with one of these names, or is judgement or base-rate.
sources:
  report: {title: The report that I read, author: Its author, year: 2023}

# Who has to agree. Of what is at stake between them, salience says how much lies in each issue for this party.
parties:
  north:
    name: North
    salience: {border: 0.5, trade: 0.3, prisoners: 0.2}
    capability: {low: 0.5, mode: 0.6, high: 0.7, basis: report p. 3, confidence: moderate}   # its share of power
    concession_limit: [0.2, 0.3, 0.4]   # the most that it would give up in a deal
    pride: 0.5                # public gain that it needs for each unit of public loss
    exposure_tolerance: 0.3   # how much it dares to lose to a stronger side
    expects: first-step       # takes a deal for the first of several, or for the only one: one-off
    trend: -0.01              # what a year without agreement changes for it
    crisis_cost: 0.08         # what a crisis costs it while it lasts, a year
    talk_cost: 0.02           # what being seen to talk costs it, once
    audience_cost: 0.03       # what backing down in a crisis costs it, once
    leak_cost: 0.02           # what a leak of secret talks costs it, once
    war: {win: 0.5, lose: -0.8, cost: 0.5}   # without this line it could not attack, and war would cost it nothing
    # It wants one of these options in any deal, until trust has grown: fades is never, mid or high.
    preconditions:
      border: {options: [shared, open], fades: high, note: wants the border settled first}
  south:
    name: South
    salience: {border: 0.4, trade: 0.5, prisoners: 0.1}
    capability: 0.4
    growth: [0.0, 0.02, 0.05] # its power rises by so much a year
    concession_limit: [0.25, 0.35, 0.45]
    pride: 0.6
    exposure_tolerance: 0.3
    expects: one-off
    trend: -0.03
    crisis_cost: 0.12
    talk_cost: 0.01
    audience_cost: 0.05
    leak_cost: 0.03
    war: {win: 0.4, lose: -1.0, cost: 0.8}
    # What it does more readily than its interest tells (above 1) or less readily (below 1): an action, or to accept.
    propensity: {reassure: 0.5, accept: 1.5}
    # It will never accept these options, or not before trust has grown: softens is never, mid or high.
    red_lines:
      border: {options: [open], softens: never, basis: report p. 7}
    # Groups at home. With a veto, a deal has to be worth at least the threshold to the group, by its own salience.
    constituencies:
      border-guards:
        name: the border guards
        salience: {border: 0.9, trade: 0.1}
        threshold: -0.3
        veto: true

# What is disputed. The first option is how things are today; value says what another is worth to each party,
# from -1 (the worst) to 1 (the best), against today. visibility: how public a move is, from 0 to 1.
# effects: while a deal with this option is in force, a chance below under dynamics counts times so much.
issues:
  border:
    name: the border
    question: Who controls the border?
    options:
      closed: {name: a closed border, text: It stays closed}
      shared:
        name: shared posts
        text: Shared posts
        visibility: 0.7
        value: {north: 0.6, south: -0.3}
        effects: {incident: 0.7, triggers.raid: 0}   # fewer incidents, and no raids
      open: {name: an open border, text: Open to all, value: {north: 1.0, south: -1.0}}
  trade:
    name: trade
    question: What becomes of the embargo?
    visibility: 0.8
    options:
      embargo: {name: the embargo as it is, text: It stays}
      relief: {name: free food and medicine, text: Food and medicine are free, value: {north: -0.2, south: 0.5}}
      free: {name: an end to the embargo, text: It ends, value: {north: -0.8, south: 1.0}}
  prisoners:
    name: the prisoners
    question: Are the prisoners exchanged?
    visibility: 0.4
    separable: true           # a small step: it forecloses nothing, and larger deals can be built on it
    options:
      held: {name: no exchange, text: Both hold them}
      exchanged:
        name: an exchange
        text: All for all
        value: {north: 0.5, south: 0.3}
        effects: {incident: 0.9}

# Issues that hang together: worth more when both hold, or one option that cannot come without another.
linkages:
  - when: {border: shared, trade: free}
    value: {north: 0.02, south: 0.05}
  - if: {border: open}
    requires: {trade: [relief, free]}   # one of them

# How the conflict moves, as chances a month. What you leave out has a default.
dynamics:
  incident: [0.02, 0.04, 0.08]     # an incident turns the stalemate into a crisis
  talks_calm: [0.7, 0.85, 1.0]     # talks make crises rarer and shorter, times so much; 1: they do not
  capitulation: {south: 0.002}     # gives in when pressed
  triggers:
    unrest: {rate: 0.01, war: 0.2} # an event elsewhere: how often, and how often it means war at once
    # This one happens during talks alone, by those who want none: else it mostly ends them, and any bargain.
    raid: {rate: 0.02, war: 0.05, collapse: 0.6, during: [talks]}
  regional: {war: -0.4, crisis: -0.02}   # what they cost the region, a year
  trust: low                       # how things stand: low, mid or high
  channel: none                    # talks: none, covert or open
  tension: stalemate               # stalemate, crisis, or a war that goes on
  bargain: none                    # what has been agreed already: none, step or signed
  # A war ends as soon as it begins, won by one side or the other. Where it would go on, take the # from the next lines.
  # war_decided: [0.02, 0.05, 0.1] # how likely a war is to be decided, a month
  # ceasefire: [0.01, 0.03, 0.06]  # how likely a ceasefire halts it, a month
  # Then a party's `war` may also have `fighting`: what the war takes from it while it goes on, a year.

# Moments at which a party may change its leaders. Under successor stands what would be different then.
transitions:
  - party: north
    date: 2024-11-01
    probability: [0.4, 0.5, 0.6]
    successor: {concession_limit: 0.4, preconditions: {}}

# What a party sees differently from you. Leave it out where they see what you see.
beliefs:
  north:
    capitulation: {south: 0.02}                   # thinks that the other will soon give in
  south:
    transitions: {north: 0.7}                     # thinks that the other's leaders will probably go
    successor_terms: {concession_limit: 0.5}      # and that the next will concede more than you think

# Ways to conduct the conflict, to compare. bars: what a party does not do; policy: what it does instead of choosing;
# months: from and to; talks: none where nobody offers any; set: the case with other numbers, each named by its path.
postures:
  no-diplomacy: {name: no diplomacy, title: No talks, talks: none}
  covert-channel:
    name: covert talks
    title: A covert channel only
    bars: {north: [offer_open], south: [offer_open]}
  pressure-first:
    name: a year of pressure
    title: North presses for a year
    months: [0, 12]
    policy: {north: {press: 3, wait: 1}}

# What somebody could change, and how hard it is, from 1 (easy) to 5 (very hard).
levers:
  drop-precondition:
    title: North drops its precondition
    who: north
    effort: 3
    set: {parties.north.preconditions: {}}

# What you hold to be true, put to the test: less says that the first is less than the second, more that it is more.
# without: the values that switch off what you hold to be the reason, to see whether the claim holds all the same.
claims:
  covert-channel-prevents-war:
    text: War is less likely with a covert channel than without any talks.
    basis: report p. 9
    less: [war@covert-channel, war@no-diplomacy]
    without: {dynamics.talks_calm: 1}
"""
