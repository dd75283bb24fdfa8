"""A small case that has whatever can carry a level, and its twin at a level, which differs only in what lies above.

In the template `<5>` is a number that only the team may see and `<<5>>` one that is restricted; `<5|50>` has a second
value that is far from the first, for what bears on no answer that may be given openly; `<=5>` cannot differ by a
little. In another judgement every number differs by much. A text with `zqteam` or `zqrest` in it, be it an id, a title
or the words of a source, lies above the level `open` or `team`.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Literal

from winset.model.numbers import Handling

Twin = Literal["the case", "its twin", "another judgement"]
Kind = Literal["with a deal", "without a deal", "with errors", "no YAML", "too fine"]
NUDGE = 0.001
"""Points by which a number differs in the twin: no answer turns on so little."""
OPEN = """North wants the bridge. South wants a ferry. South refuses the bridge, zqrest it says. North asks for tolls.
East stands by. East wants low tolls. The harbour is open to all. Lights are wanted by East.
"""
CLOSED = "Only here zqrest one reads that South would take a ferry.\nSouth zqrest fears the ice.\n"
CASE = """winset: 1
case: {id: crossing, title: The crossing, client: north}
sources:
  open_one: {file: open.md}
  zqrest_source: {file: closed.md, title: The zqrest paper, quality: zqrest heard, handling: restricted}
parties:
  north:
    name: North
    aims: [{claim: {source: zqrest_source, quote: "Only here zqrest one reads", reading: zqrest aim}}]
  south: {name: South}
  east: {name: East}
others: {voters: {name: Voters}}
issues:
  crossing: {title: Crossing, status_quo: nothing, options: {bridge: a bridge, ferry: a ferry, nothing: nothing}}
  tolls: {title: Tolls, status_quo: high, options: {high: high tolls, middling: middling tolls, low: low tolls}}
  lights: {title: Lights, status_quo: dark, options: {dark: no lights, lit: lights}}
positions:
  crossing:
    north: {ideal: bridge, basis: stated, claim: {source: open_one, quote: North wants the bridge, reading: Yes.}}
    south:
      ideal: ferry
      rejects: [bridge]
      basis: stated
      claim: {source: open_one, quote: South wants a ferry, reading: A ferry.}
      also:
        - source: open_one
          quote: South refuses the bridge, zqrest it says
          reading: zqrest no
          handling: restricted
        - {source: zqrest_source, quote: South zqrest fears the ice, reading: zqrest ice}
    east: {ideal: bridge, basis: inferred, because: It needs a way across.}
  tolls:
    north: {ideal: high, basis: stated, claim: {source: open_one, quote: North asks for tolls, reading: High ones.}}
    south: {ideal: low, basis: inferred, because: It says so., claim: zqrest_claim}
    east: {ideal: low, basis: stated, claim: {source: open_one, quote: East wants low tolls, reading: Low.}}
  lights:
    north: silent
    south: silent
    east: {ideal: lit, basis: stated, claim: {source: open_one, quote: Lights are wanted by East, reading: Lights.}}
consent: {package: [north, south], issues: {lights: {needs: [east], basis: inferred, because: It has the lamps.}}}
claims:
  zqrest_claim: {source: zqrest_source, quote: "one reads that South would take a ferry", reading: zqrest named}
levers:
  zqrest_hidden: {title: the zqrest lever, holders: [north], target: south, handling: restricted}
  zqteam_guessed: {title: a zqteam lever, holders: [south], target: north, basis: inferred, because: zqteam guess}
  shown: {title: plain lever, holders: [voters], target: north}
tables:
  quay: {title: At the quay, seated: [north, south]}
  hall:
    title: In the hall
    seated: [north, south, east]
    ratifiers: [{body: a council, follows: south, above_walk_away: [<1>, <2>, <3>]}]
moves:
  tolls: {by: [south], claim: zqrest_claim}
  lights: {by: [east]}
  crossing: {by: [north], from_to: [[ferry, nothing]]}
notes:
  - {text: a zqrest note, handling: restricted}
  - {text: a zqteam note, handling: team}
  - {text: an open note}
variants:
  icy:
    title: The ice comes
    set:
      judgements.walk_away.south: {points: <<41>>, handling: restricted, because: zqrest ice}
      judgements.salience.tolls.north: <35>
      levers.zqrest_hidden.title: a zqrest grip
plan:
  period: month
  steps:
    ferry:
      title: the ferry runs
      by: south
      carries_out: {crossing: ferry}
      divisible: true
      reversible: true
      worth: {north: {each: <4|9>}, south: {each: <-2|-7>}}
      at: {0: <=0.5|0.25>, 1: <=0.5|0.75>}
    tolls:
      title: tolls fall
      by: north
      carries_out: {tolls: middling}
      worth: {south: {once: <<9|30>>}, north: {each: <-1|-6>}}
      reversible: true
      snapback: <0.7|0.2>
      at: {1: 1}
  parties:
    north: {discount: <0.9|0.5>, detection: <0.8|0.3>, lag: <=1|2>}
    south: {discount: {points: <<0.8|0.6>>, handling: restricted, because: zqrest patience}, penalty: <3|1>}
judgements:
  by: zqteam judges
  salience:
    crossing:
      north: [<60>, <70>, <80>]
      south: {points: [<<63>>, <<67>>, <<71>>], handling: restricted, because: zqrest weight}
    tolls: {north: <40>, south: [<30>, <45>], east: <55>}
    lights: {north: <12>}
  scores:
    crossing: {north: {ferry: [<50>, <60>, <70>], nothing: {points: <5>, because: zqteam why}}}
    tolls: {south: {middling: {points: <<55>>, handling: restricted}}, north: {middling: <52>}}
  walk_away:
    north: {points: [<33>, <37>, <42>], because: zqteam hope}
    south: {points: {points: [<<20>>, <<24>>, <<30>>], handling: restricted, because: zqrest floor}}
    east: status_quo
  capability: {north: <60>, south: {points: <<50>>, handling: restricted}}
  tables:
    quay:
      worth: {north: <2|20>, south: {points: <<3|30>>, handling: restricted}}
      spends: [zqteam_guessed]
      handling: team
  refusal: {east: [<0>, <1>]}
  spoil: {east: {north: <-2|-20>, south: {points: <<-3|-30>>, handling: restricted}}}
  links:
    - party: south
      when: {crossing: ferry, tolls: low}
      points: {points: <<7>>, handling: restricted, because: zqrest both}
      handling: team
    - {party: north, when: {crossing: ferry, tolls: high}, points: [<3>, <4>], because: zqteam both}
  statements: {east: [{lights: <lit|dark>}]}
  levers:
    zqrest_hidden: {walk_away: {points: [<<-9|-40>>, <<-6|-30>>], because: zqrest push}, handling: restricted}
    zqteam_guessed: {walk_away: <-5|-25>}
    shown: {walk_away: {points: <-4|-20>, because: zqteam press}}
  timing:
    period: a zqteam month
    horizon: 4
    parties:
      south: {walk_away_change: <-2|-8>, discount: <0.9|0.4>, best_escalation: <30|70>}
      north:
        walk_away_change: [[<-3|-5>, <-2|-3>, <0|1>], [<1|2>, <2|3>]]
        power: {now: <40|55>, change: <2|1>}
        cost: <10|12>
    events:
      zqrest_vote:
        {title: a zqrest vote, period: 2, handling: restricted, basis: inferred, because: zqrest hope,
         claim: {source: open_one, quote: East stands by, reading: zqrest by},
         moves: {walk_away: {north: <<4|6>>}, power: {north: <<4|6>>}}}
      count:
        title: a zqteam count
        period: 1
        moves: {lift: [zqteam_guessed]}
        basis: inferred
        because: zqteam tally
        claim: {source: open_one, quote: The harbour is open, reading: A harbour.}
        also: [{source: open_one, quote: to all, reading: zqteam all, handling: team}, zqrest_claim]
    levers: {zqteam_guessed: {from: 0}, zqrest_hidden: {from: 3}}
    limits: {tolls: {high: {north: <1|2>}}}
"""
VALUE = re.compile(r"(<<?)(=?)(-?[0-9.]+|[a-z]+)(?:\|(-?[0-9.]+|[a-z]+))?>>?")


KINDS: dict[Kind, dict[str, str]] = {
    "with a deal": {},
    "without a deal": {
        "[<<20>>, <<24>>, <<30>>]": "[<<80>>, <<84>>, <<90>>]",
        "[<33>, <37>, <42>]": "[<70>, <74>, <78>]",
    },
    "with errors": {
        "[<60>, <70>, <80>]": "[<60>, <170>, <180>]",
        "points: <<55>>": "points: <<155>>",
        "reading: zqrest no": "reading: zqrest no\n          prefix: zqrest wrong",
        "quote: South zqrest fears": "quote: Nobody zqrest fears",
        "lag: <=1|2>": "lag: <1.5>",
        "title: a zqrest grip": "titel: a zqrest grip",
        "{party: north, when: {crossing: ferry": "{party: north, when: {crossing: zqteam_ferry",
    },
    "no YAML": {"because: zqteam hope": "because: zqteam: hope"},
    "too fine": {
        "[<60>, <70>, <80>]": '"<1|3>00/999999937"',
        "tolls: {north: <40>": 'tolls: {north: "<1|3>00/999999929"',
    },
}
"""What the case says instead in each of its kinds."""
OLDER = {
    "[<60>, <70>, <80>]": "[<50>, <70>, <80>]",
    "points: <<7>>": "points: <<9>>",
    "<-5|-25>": "<-8|-45>",
    "<<9|30>>": "<<5|15>>",
    "<<41>>": "<<44>>",
    "zqrest grip": "zqrest hold",
    "a zqteam note": "an older zqteam note",
    "reading: zqrest no": "reading: zqrest yes",
    "reading: zqrest named": "reading: zqrest called",
    "an open note": "an older note",
    "plain lever": "simple lever",
    "title: a zqrest vote, period: 2": "title: a zqrest poll, period: 3",
    "title: a zqteam count": "title: an older zqteam count",
    "zqrest_hidden: {from: 3}": "zqrest_hidden: {from: 2}",
}
"""What an older version of the case says instead."""


def written(folder: Path, level: Handling, twin: Twin, kind: Kind = "with a deal", *, older: bool = False) -> Path:
    """The case in a folder, or its twin at a level."""
    above = ("zqteam", "zqrest") if level == "open" else ("zqrest",)
    case = CASE
    for said, instead in KINDS[kind].items():
        assert said in case, said
        case = case.replace(said, instead)
    for said, before in OLDER.items() if older else ():
        case = case.replace(said, before)
    texts = {"open.md": OPEN, "closed.md": CLOSED, "case.yaml": VALUE.sub(lambda one: _value(one, level, twin), case)}
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in texts.items():
        for word in above if twin == "its twin" else ():
            text = text.replace(word, f"{word[:2]}{word[2:][::-1]}")
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def _value(found: re.Match[str], level: Handling, twin: Twin) -> str:
    """A number of the template, or a word, as it stands in the case, or in its twin where it lies above the level."""
    marks, whole, near, far = found.groups()
    if twin == "another judgement":
        return far if far is not None else near if whole else f"{float(near) / 2 + 4:.3f}"
    if twin == "the case" or (level == "team" and marks == "<"):
        return near
    if far is not None:
        return far
    return near if whole else f"{float(near) + NUDGE:.3f}"
