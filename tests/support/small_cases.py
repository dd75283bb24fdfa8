"""Small case files that are written by hand: changed item by item, and broken in every way."""

from __future__ import annotations

COMMENTED = """\
# A case.
winset: 1
case: {id: small, title: 'The harbour''s case', as_of: "2031-03-03"}  # a header

parties:
  coast:
    name: Coast   # who lives there
    # aliases: [Shore]
  island: {name: Island}

# What is to be settled.
issues:
  quota:
    status_quo: none
    options:
      five: five tons        # the least
      # between them
      eight: {label: eight tons, at: 60}
      none: none

positions:
  quota:
    coast: {ideal: eight, basis: inferred, because: It says so.}  # a guess
    rest: silent

rules:
  - id: first      # a rule
    if: {quota: [five, eight]}
    then: {quota: five}
  - {id: second, if: {quota: eight}, then: {quota: none}}

judgements:
  salience:
    quota: {coast: [10, 20, 30]}
  walk_away: {coast: 20}   # points
"""
"""With comments wherever a hand leaves them, and values in several styles."""


MINUTES = "The harbour stays open, said the mayor. We will not sign a quota below five tons.\n"
"""The one source of the next case."""


EVERY_SECTION = """winset: 1
case: {id: small, title: Fishing rights, as_of: "2031-03-03"}
sources:
  minutes: {file: minutes.txt, title: Minutes, glossary: {habour: harbour}}
parties:
  coast: {name: Coast, aims: [{claim: open_harbour}]}
  island: {name: Island, members: [North, South]}
  capital: {name: Capital}
others:
  voters: {name: Voters}
issues:
  quota:
    title: Quota
    scale: true
    status_quo: five
    options: {five: {label: five tons, at: 0}, eight: {label: eight tons, at: 62.5}, none: {label: none, at: aside}}
  harbour:
    status_quo: open
    options: {open: it stays open, shut: it is shut}
positions:
  quota:
    coast: {ideal: eight, basis: inferred, because: It says so.}
    island:
      ideal: five
      rejects: [none, {option: eight, basis: stated, claim: {source: minutes, quote: We will not sign}}]
      basis: stated
      claim:
        source: minutes
        quote: "We will not sign a quota below five tons."
        reading: A floor.
    capital: {delegates_to: coast, basis: inferred, because: It follows.}
  harbour:
    coast: {ideal: open, basis: stated, claim: open_harbour, precondition: true, volatile: true}
    rest: silent
consent:
  package: [coast, island]
  issues: {quota: {needs: [capital], options: {none: {needs: [coast]}}}}
rules:
  - {id: open_first, if: {quota: [eight, none]}, then: {harbour: open}}
levers:
  licence: {holders: [capital, voters], target: island}
tables:
  spring: {seated: [coast, island], past: true}
  summer: {seated: [coast, island, capital], after: spring, agenda: [quota],
           ratifiers: [coast, {body: Assembly, follows: island, above_walk_away: [0, 5]},
                       {body: Council, members: {north: 2, south: 1}, quota: 2}]}
moves:
  quota: {by: [coast], from_to: [[five, eight]]}
  harbour: [{by: [island]}, {by: [capital], from_to: [[open, shut]]}]
plan:
  period: 1 month
  steps:
    opening: {by: coast, carries_out: {harbour: open}, worth: {island: {each: 2}}, reversible: true, at: {0: 1}}
    raise: {by: island, worth: {coast: {once: 5}}, reversible: false, divisible: true, after: [opening],
            at: {1: 0.5, 2: "1/2"}}
  parties:
    coast: {discount: 0.95, detection: [0.5, 0.9], lag: 1, exit_gain: [1, 2, 3, 4]}
  trigger: {of: [island, capital], willing: {island: 0.6, capital: 1}, votes: 2}
variants:
  firm: {title: Firm, set: {positions.quota.coast.ideal: five, judgements.salience.quota.coast: 10}}
notes:
  - {text: A note., claim: open_harbour}
claims:
  open_harbour: {source: minutes, quote: "The harbour stays open", reading: It stays open., speaker: [Mayor]}
judgements:
  by: a teacher
  salience: {quota: {coast: [80, 90, 100], island: 50.25}, harbour: {coast: {points: [1, 2], handling: restricted}}}
  scores: {quota: {coast: {five: 0, eight: 100, none: "200/3"}}}
  orders: {harbour: {island: [open, shut]}}
  walk_away: {coast: [20, 30], island: status_quo, capital: {status_quo: [-5, 0]}}
  capability: {coast: 50}
  tables: {summer: {worth: {coast: [0, 2, 5]}, spends: [licence]}}
  refusal: {coast: 0}
  spoil: {capital: {coast: [-5, 0]}}
  links: [{party: coast, when: {quota: eight, harbour: [open]}, points: [1, 5]}]
  levers: {licence: {walk_away: [-10, -5]}}
  statements: {coast: [{quota: eight}, {when: {harbour: open}, strong: true}, [{quota: five}, {harbour: shut}]]}
  ranking: {island: [[{quota: five, harbour: open}], [{quota: eight, harbour: open}]]}
  unknown: {island: [[{quota: five, harbour: shut}, {quota: none, harbour: shut}]]}
  timing: {period: 3 months, parties: {coast: {discount: 0.9, power: {now: 50, change: 2}}}}
"""
"""Something in every section of the format."""
