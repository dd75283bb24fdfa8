"""Who must be in the room."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Any

from tests.oracles.settlement_oracle import Package as Names
from tests.oracles.settlement_oracle import central, exact
from tests.oracles.tables_oracle import Rooms

from .cases import PARTIES, TABLES
from .facts import Facts
from .grammar import Words, is_of_100, is_rounded, is_share, is_up, kind, names_in, no_claim, number, whole
from .sentences import Said
from .verdict import is_guessed

SECTIONS = "table_.*"


def room(f: Facts, title: str) -> dict[str, Any]:
    """A table by its title, or the one of everybody."""
    key = next((key for key, told in TABLES.items() if told == title), None)
    if key is not None:
        held: dict[str, Any] = f.raw["tables"][key]
        return held
    return {"seated": list(f.raw["parties"])} if title.startswith("Everybody") else {"seated": seats(f, title)}


def seats(f: Facts, text: str) -> list[str]:
    return [f.key(name) for name in names_in(text, "party")]


def of_section(f: Facts, said: Said) -> dict[str, Any]:
    """The table that a section is about."""
    key = said.section.removeprefix("table_")
    held: dict[str, Any] = {"seated": list(f.raw["parties"])} if key == "everybody" else f.raw["tables"][key]
    return held


def carried(f: Facts, table: dict[str, Any]) -> list[Names]:
    """What the table can agree on and those who are needed would carry out, before anybody ratifies."""
    return [x for x in f.rooms.reachable(table) if f.rooms.is_carried_out(x)]


def coming(f: Facts) -> list[str]:
    return [
        title
        for key, title in TABLES.items()
        if key in f.raw.get("tables", {}) and not f.raw["tables"][key].get("past")
    ]


# ------------------------------------------------------------------------------------------------- the answer


@kind("At {where:tables}, {n:n} <package|packages> could be agreed and would be carried out, on our best guesses.")
def holds(f: Facts, g: Words, said: Said) -> bool:
    told = names_in(g["where"], "table")
    counts = {title: len(f.rooms.holds(room(f, title))) for title in coming(f)}
    return set(told) == {title for title, n in counts.items() if n} and {counts[title] for title in told} == {
        whole(g["n"])
    }


@kind(
    "At {where:tables}, something could be agreed and would be carried out, most at {best:tables}: {n:n} "
    "<package|packages>, on our best guesses."
)
def holds_most(f: Facts, g: Words, said: Said) -> bool:
    counts = {title: len(f.rooms.holds(room(f, title))) for title in coming(f)}
    told, (best,) = names_in(g["where"], "table"), names_in(g["best"], "table")
    return set(told) == {title for title, n in counts.items() if n} and counts[best] == max(counts.values()) == whole(
        g["n"]
    )


def deal_of(f: Facts, table: dict[str, Any], *, naive: bool = False) -> list[Names]:
    """Nash's deals among what holds, or among all that the table can agree on."""
    if not f.rooms.can_bargain(table):
        return []
    return f.rooms.nash(f.rooms.reachable(table) if naive else f.rooms.holds(table), table["seated"])


def slack(f: Facts, table: dict[str, Any], x: Names) -> dict[str, Fraction]:
    """By how much each is above the least that is asked for it."""
    found = {}
    for party in f.raw["parties"]:
        least, gain = f.rooms.least(table, party, x), f.rooms.gain(party, x)
        if least is not None and gain is not None:
            found[party] = gain - least
    return found


def rests_on(f: Facts, parties: list[str], text: str) -> bool:
    """Whether walk-aways are judged as the words say."""
    walk = f.raw["judgements"].get("walk_away", {})
    many = "s" if len(parties) > 1 else ""

    def guessed(party: str, what: str) -> bool:
        return is_guessed(f, f.case.parties.index(party), what)

    quo = "the worth of the status quo, as judged"
    if all(guessed(party, quo) for party in parties):
        return text == f"on {quo}"
    spans = [walk[p]["status_quo"] if isinstance(walk.get(p), dict) else walk.get(p) for p in parties]
    ranged = [isinstance(span, list) and exact(span[0]) != exact(span[-1]) for span in spans]
    if all(ranged):
        return text == (f"on guessed walk-away{many}" if many else "on a guessed walk-away")
    if None not in spans:
        return text == (
            f"on guessed walk-away{many} without a range" if many else "on one guessed number without a range"
        )
    return text in ("on what the status quo is worth, for no walk-away is judged", "on walk-aways not all judged")


def about_1(text: str, points: Fraction) -> bool:
    if text.startswith("less than"):
        return points < 1
    return points >= 1 and abs(points - number(re.sub(r"[^\d,]", "", text))) <= Fraction(1, 2)


@kind("The margin is smallest for {who:party}: {about:about_1} above the least that it would take, {how:text}.")
def margin(f: Facts, g: Words, said: Said) -> bool:
    """At the deal of the table at which the most holds."""
    key = f.key(g["who"])
    counts = {title: len(f.rooms.holds(room(f, title))) for title in coming(f)}
    best = max(counts.values())

    def is_it(title: str) -> bool:
        table = room(f, title)
        deal = deal_of(f, table)[:1]
        slacks = slack(f, table, deal[0]) if deal else {}
        return bool(slacks) and slacks.get(key) == min(slacks.values()) and about_1(g["about"], slacks[key])

    return rests_on(f, [key], g["how"]) and any(is_it(title) for title, n in counts.items() if n == best)


@kind(
    "Of the packages that no red line[ or vote] excludes at {where:tables}, the one that misses least in all is "
    "{each:text}, on {how:text}."
)
def nearest(f: Facts, g: Words, said: Said) -> bool:
    (title,) = names_in(g["where"], "table")
    table = room(f, title)
    told = re.findall(r"((?:less than|about) [\d,]+ points?) short for (\w+)", g["each"])
    parties = [f.key(name) for _, name in told]
    found = [slack(f, table, x) for x in still_open(f, table)]
    short = [{party: -points for party, points in one.items() if points < 0} for one in found]
    least = min(sum(one.values()) for one in short)
    return rests_on(f, parties, f"on {g['how']}") and any(
        sum(one.values()) == least
        and set(one) == set(parties)
        and all(about_1(text, one[f.key(name)]) for text, name in told)
        for one in short
    )


def still_open(f: Facts, table: dict[str, Any]) -> list[Names]:
    """What is on the agenda and crosses no red line of anybody whose consent it needs, with what bodies vote for."""
    rooms, found = f.rooms, []
    for x in rooms.packages:
        ratifiers = table.get("ratifiers", [])
        consents = (
            rooms.needed(x) | set(table["seated"]) | {ratifier for ratifier in ratifiers if isinstance(ratifier, str)}
        )
        consents |= {
            ratifier["follows"] for ratifier in ratifiers if not isinstance(ratifier, str) and "follows" in ratifier
        }
        voting = [ratifier for ratifier in ratifiers if not isinstance(ratifier, str) and "members" in ratifier]
        if (
            rooms.rests(x, rooms.agenda(table))
            and not any(rooms.rejects(party, x) for party in consents)
            and all(rooms.one_ratifies(one, x, others=True) for one in voting)
        ):
            found.append(x)
    return found


class Drawn(Rooms):
    """A case with the gains of one trial, and with what refusing is worth in it."""

    def __init__(
        self,
        rooms: Rooms,
        gains: dict[tuple[str, Names], Fraction | None],
        asks: dict[str, Fraction],
        refusal: dict[str, Fraction],
    ) -> None:
        self.__dict__ |= rooms.__dict__
        self._gains, self._asks, self.refusal = gains, asks, {**self.refusal, **refusal}

    def gain(self, party: str, x: Names) -> Fraction | None:
        return self._gains[party, x]

    def one_ratifies(self, ratifier: Any, x: Names, *, others: bool) -> bool:
        if isinstance(ratifier, str) or "follows" not in ratifier:
            return super().one_ratifies(ratifier, x, others=others)
        gain, party = self.gain(ratifier["follows"], x), ratifier["follows"]
        asked = self._asks.get(ratifier["body"], central(ratifier.get("above_walk_away", 0)))
        return not self.rejects(party, x) and (gain is None or gain >= asked)


def holding_in(f: Facts, table: dict[str, Any], name: str | None, draws: int) -> int:
    """In how many trials something holds at a table. name: by which it is drawn, for what its bodies ask."""
    case = f.study.session.compiled(name)
    from winset.readings import draw_readings
    from winset.readings.judged import JudgedDraws
    from winset.readings.shapes import Drawer

    from .facts import Ground, Trial

    drawn = draw_readings(case.without_levers(), f.seed, range(draws))
    ground, n = Ground(case), 0
    values = JudgedDraws(Drawer(case, f.seed, range(draws), ranges=True))
    places = {x: tuple(case.options[issue].index(option) for issue, option in enumerate(x)) for x in f.rooms.packages}
    for draw in range(draws):
        reading = drawn.reading(draw)
        trial = Trial(ground, reading)
        gains = {
            (p, x): trial.gain(case.parties.index(p), places[x]) for p in f.raw["parties"] for x in f.rooms.packages
        }
        asks = {
            floor.name: Fraction(floor.worth - least, reading.denominator[floor.party])
            for floor in reading.floors
            if (least := reading.walk_away[floor.party]) is not None
        }
        value = values.of(draw)
        refusal = {
            party: value(f"judgements.refusal.{party}", span)
            for party, span in zip(case.parties, case.refusal or (), strict=False)
            if span is not None
        }
        n += bool(Drawn(f.rooms, gains, asks, refusal).holds(table))
    return n


def table_key(title: str) -> str | None:
    return next((key for key, told in TABLES.items() if told == title), None)


@kind("In none of {n:n} trials would anything be agreed at {where:tables} and carried out.")
def never(f: Facts, g: Words, said: Said) -> bool:
    (title,) = names_in(g["where"], "table")
    return whole(g["n"]) == f.trials_said and not holding_in(f, room(f, title), table_key(title), f.trials_said)


@kind("Something would be agreed at {where:tables} and carried out in {share:share}.")
def sometimes(f: Facts, g: Words, said: Said) -> bool:
    (title,) = names_in(g["where"], "table")
    return is_share(g["share"], holding_in(f, room(f, title), table_key(title), f.trials_said), f.trials_said)


@kind("{title:text} | {can:n} | {kept:n} | {left:text}[ | {of:of_100}]", section="side_by_side|subsets")
def row(f: Facts, g: Words, said: Said) -> bool:
    title = re.sub(r" \((has met|everybody)\)$", "", g["title"])
    table = room(f, title)
    reach, kept = f.rooms.reachable(table), f.rooms.holds(table)
    if (whole(g["can"]), whole(g["kept"])) != (len(reach), len(kept)):
        return False
    if g["left"] != left(f, table):
        return False
    if "of" not in g:
        return said.section == "subsets"
    return is_of_100(g["of"], holding_in(f, table, table_key(title), f.trials_said), f.trials_said)


def left(f: Facts, table: dict[str, Any]) -> str:
    """What is left of the deal that a table would sign, looking at nobody outside."""
    if not f.rooms.can_bargain(table):
        return "not known" if f.rooms.reachable(table) else "no deal"
    signed = deal_of(f, table, naive=True)[:1]
    if not signed:
        return "no deal"
    after = f.rooms.left(table, signed[0])
    return "nothing" if after is None else "all" if after == signed[0] else "a part"


no_claim(
    "“Of 100 trials”: those in which something that this table can agree on would be carried out.",
    "how a column is read",
)
no_claim(
    "Sums over parties and payments between them take the points of different parties for one scale.", "how it is read"
)
no_claim(
    "The deal of a table is the one with the largest product of the gains of those who sit there.", "how it is read"
)
no_claim("One party alone negotiates with nobody: this is what it would accept.", "“one” is no count of the case")


# ------------------------------------------------------------------------------------------------- one table


@kind("They could agree on {n:n} <package|packages><, which|, all of which> would also be carried out and ratified.")
def all_hold(f: Facts, g: Words, said: Said) -> bool:
    def fits(table: dict[str, Any]) -> bool:
        return len(f.rooms.reachable(table)) == len(f.rooms.holds(table)) == whole(g["n"])

    return any(map(fits, tables_of(f, said)))


def tables_of(f: Facts, said: Said) -> list[dict[str, Any]]:
    """The table of a section; each that is told in short where it is that of all."""
    if said.section == "tables":
        return [*f.raw.get("tables", {}).values(), {"seated": list(f.raw["parties"])}]
    return [of_section(f, said)]


@kind(
    "They could agree on {n:n} <package|packages><, which|, none of which> would <not be|be> carried out and ratified."
)
def none_holds(f: Facts, g: Words, said: Said) -> bool:
    return any(
        len(f.rooms.reachable(table)) == whole(g["n"]) and not f.rooms.holds(table) for table in tables_of(f, said)
    )


@kind("They could agree on {n:n} packages; {m:n} of them would also be carried out and ratified.")
def some_hold(f: Facts, g: Words, said: Said) -> bool:
    return any(
        (len(f.rooms.reachable(table)), len(f.rooms.holds(table))) == (whole(g["n"]), whole(g["m"]))
        for table in tables_of(f, said)
    )


@kind("Of these, {n:n} would be ratified however those vote of whom nothing is known.")
def surely(f: Facts, g: Words, said: Said) -> bool:
    return any(len(f.rooms.holds(table, others=False)) == whole(g["n"]) for table in tables_of(f, said))


@kind("Gains at that deal, in points above the walk-away: {each:text}.", section=SECTIONS)
def gains(f: Facts, g: Words, said: Said) -> bool:
    deals = deal_of(f, of_section(f, said))[:1]
    return bool(deals) and _gains_are(f, g["each"], {p: f.rooms.gain(p, deals[0]) for p in f.raw["parties"]})


def _gains_are(f: Facts, text: str, expected: dict[str, Fraction | None]) -> bool:
    told = {
        f.key(name): points for name, points in re.findall(rf"({'|'.join(PARTIES.values())}) ([+−-]?[\d.,]+\d)", text)
    }
    known = {party: gain for party, gain in expected.items() if gain is not None}
    return set(told) == set(known) and all(is_rounded(told[party], gain) for party, gain in known.items())


@kind("Compared with {what:text}, those who are left out have: {each:text}.", section=SECTIONS)
def losses(f: Facts, g: Words, said: Said) -> bool:
    table, everybody = of_section(f, said), {"seated": list(f.raw["parties"])}
    full, mine = deal_of(f, everybody)[:1], deal_of(f, table)[:1]
    base = "the deal of all" if full else "no deal, for all together find none"
    outside = [p for p in f.raw["parties"] if p not in table["seated"]]
    if g["what"] != base or not mine:
        return False
    told = re.findall(r"(\w+) (?:(as much)|([\d.,]+) points (less|more))", g["each"])
    if {f.key(name) for name, *_ in told} != {p for p in outside if f.rooms.gain(p, mine[0]) is not None}:
        return False
    for name, same, points, how in told:
        gain = f.rooms.gain(f.key(name), mine[0])
        before = f.rooms.gain(f.key(name), full[0]) if full else Fraction(0)
        assert gain is not None
        assert before is not None
        lost = before - gain
        told_points = Fraction(0) if same else number(points) * (1 if how == "less" else -1)
        if abs(lost - told_points) > Fraction(1, 20) + Fraction(1, 10**9):
            return False
    return True


@kind("Of {of:n} <package|packages> that would be carried out, {who:party} would ratify {n:n}.", section=SECTIONS)
def ratifies(f: Facts, g: Words, said: Said) -> bool:
    every, key = carried(f, of_section(f, said)), f.key(g["who"])
    return (whole(g["of"]), whole(g["n"])) == (len(every), sum(f.rooms.agrees(key, x) for x in every))


def body(f: Facts, table: dict[str, Any], name: str) -> dict[str, Any]:
    held: dict[str, Any] = next(
        ratifier
        for ratifier in table["ratifiers"]
        if not isinstance(ratifier, str) and ratifier["body"].lower() == name.lower()
    )
    return held


@kind(
    "A parliament follows {who:party}, and asks for {low:points}[ to {high:points}] points more than "
    "{whose:party}’[s] walk-away[: of {of:n} <package|packages> that would be carried out, it would "
    "ratify {n:n}[ ({least:n} if it asks for the least, {most:n} if for the most)]].",
    section=SECTIONS,
)
def follows(f: Facts, g: Words, said: Said) -> bool:
    table = of_section(f, said)
    held, key = body(f, table, "A parliament"), f.key(g["who"])
    asked = held.get("above_walk_away", 0)
    low, high = (exact(asked[0]), exact(asked[-1])) if isinstance(asked, list) else (exact(asked), exact(asked))
    every = carried(f, table)

    def passing(least: Fraction) -> int:
        return sum(
            not f.rooms.rejects(key, x) and ((gain := f.rooms.gain(key, x)) is None or gain >= least) for x in every
        )

    spread = is_rounded(g["low"], low) and is_rounded(g.get("high", g["low"]), high) and ("high" in g) == (low != high)
    if held["follows"] != key or g["whose"] != g["who"] or not spread:
        return False
    if "of" not in g:
        return not every
    ends = (passing(low), passing(high))
    told = (whole(g["least"]), whole(g["most"])) if "least" in g else (whole(g["n"]),) * 2
    return (whole(g["of"]), whole(g["n"])) == (len(every), passing(central(asked))) and told == ends


@kind(
    "A council votes with a quota of {quota:points} of {of:points}[; without {who:text} the quota fails].",
    section=SECTIONS,
)
def quota(f: Facts, g: Words, said: Said) -> bool:
    held = body(f, of_section(f, said), "A council")
    weights = {name: exact(weight) for name, weight in held["members"].items()}
    whole_ = sum(weights.values(), Fraction(0))
    needed = {name for name, weight in weights.items() if whole_ - weight < exact(held["quota"])}
    told = {
        f.key(name) if name in PARTIES.values() else name
        for name in re.findall(r"[A-Z]\w+|lakes|hills", g.get("who", ""))
    }
    return number(g["quota"]) == exact(held["quota"]) and number(g["of"]) == whole_ and told == needed


@kind(
    "Of {of:n} <package|packages> that would be carried out, {yes:n} would pass<, | and >{no:n} would "
    "fail[ and {open:n} would depend on members of whom nothing is known].",
    section=SECTIONS,
)
def votes(f: Facts, g: Words, said: Said) -> bool:
    table = of_section(f, said)
    held, every = body(f, table, "A council"), carried(f, table)
    passing = sum(f.rooms.one_ratifies(held, x, others=False) for x in every)
    could = sum(f.rooms.one_ratifies(held, x, others=True) for x in every)
    told = (whole(g["of"]), whole(g["yes"]), whole(g["no"]), whole(g.get("open", "0")))
    return told == (len(every), passing, len(every) - could, could - passing)


@kind(
    "Of the range of what A parliament may ask for, {n:n} of 100 parts lie at or below what the deal "
    "that looks ahead gives.",
    section=SECTIONS,
)
def part_of_range(f: Facts, g: Words, said: Said) -> bool:
    table = of_section(f, said)
    held, deals = body(f, table, "A parliament"), deal_of(f, table)[:1]
    if not deals:
        return False
    gain, asked = f.rooms.gain(held["follows"], deals[0]), held.get("above_walk_away", 0)
    assert gain is not None
    low, high = (exact(asked[0]), exact(asked[-1])) if isinstance(asked, list) else (exact(asked), exact(asked))
    share = (
        Fraction(int(gain >= low)) if low == high else min(Fraction(1), max(Fraction(0), (gain - low) / (high - low)))
    )
    return is_rounded(g["n"], 100 * share)


@kind(
    "Were it certain and known that {who:party} is bound to ask for more, its gain could rise from "
    "{start:points} to {end:points} points; beyond that there is no deal.",
    section=SECTIONS,
)
def could_rise(f: Facts, g: Words, said: Said) -> bool:
    """The first gain is that of the deal as the table stands; the last the largest at which there still is one."""
    table, key = of_section(f, said), f.key(g["who"])
    deals = deal_of(f, table)[:1]
    if not deals:
        return False
    now = f.rooms.gain(key, deals[0])
    assert now is not None
    reached, left_ = now, f.rooms.holds(table)
    while True:
        left_ = [x for x in left_ if (gain := f.rooms.gain(key, x)) is not None and gain > reached]
        best = f.rooms.nash(left_, table["seated"])
        if not best:
            break
        gain = f.rooms.gain(key, best[0])
        assert gain is not None
        reached = gain
    return is_rounded(g["start"], now) and is_rounded(g["end"], reached) and reached > now


@kind("It takes {each:text}, paid by {who:parties}.", section=SECTIONS)
def takes(f: Facts, g: Words, said: Said) -> bool:
    told = re.findall(r"([\d.,]+) points to (\w+)", g["each"])
    payers = set(seats(f, g["who"]))
    return any(
        {f.key(name) for _, name in told} == set(short)
        and all(is_up(points, short[f.key(name)]) for points, name in told)
        and payers == set(spare)
        for short, spare in paying(f, of_section(f, said))
    )


def paying(f: Facts, table: dict[str, Any]) -> list[tuple[dict[str, Fraction], dict[str, Fraction]]]:
    """Who falls short and who has something to spare at each package that the smallest payment would open."""
    _, smallest = f.rooms.payments(table)
    found = []
    for x in still_open(f, table):
        slacks = slack(f, table, x)
        short = {party: -points for party, points in slacks.items() if points < 0}
        spare = {party: points for party, points in slacks.items() if points > 0}
        if sum(short.values(), Fraction(0)) == smallest and spare:
            found.append((short, spare))
    return found


@kind("That is enough as long as {n:n} of 100 points that are paid arrive.", section=SECTIONS)
def enough(f: Facts, g: Words, said: Said) -> bool:
    """The share that is named must be enough: what those who pay have, less what is lost, covers what is short."""
    share = Fraction(whole(g["n"]), 100)
    return any(
        share * sum(spare.values()) >= sum(short.values())
        and (share - Fraction(1, 100)) * sum(spare.values()) < sum(short.values())
        for short, spare in paying(f, of_section(f, said))
    )


@kind(
    "Left out and not needed for it, {who:party} would lose {n:points} points by it; {rest:text}",
    section=SECTIONS + "|brief.*",
)
def spoils(f: Facts, g: Words, said: Said) -> bool:
    key = f.key(g["who"])
    tables = [of_section(f, said)] if said.section.startswith("table_") else list(f.raw["tables"].values())
    return any(_spoils(f, table, key, g) for table in tables)


def _spoils(f: Facts, table: dict[str, Any], key: str, g: Words) -> bool:
    for x in deal_of(f, table)[:1]:
        gain = f.rooms.gain(key, x)
        left_out = key not in table["seated"] and key not in f.rooms.needed(x)
        if gain is None or not left_out or gain >= 0 or not is_up(g["n"], -gain):
            continue
        spoil = {p: -central(points) for p, points in f.raw["judgements"].get("spoil", {}).get(key, {}).items()}
        slacks = slack(f, table, x)
        taken = {p: spoil.get(p, Fraction(0)) for p in slacks}
        if "is not judged" in g["rest"]:
            return key not in f.raw["judgements"].get("spoil", {})
        if "would end it" in g["rest"]:
            return any(points > slacks[p] for p, points in taken.items())
        if "could take nothing" in g["rest"]:
            return not any(taken.values())
        times = re.search(r"to end it would take ([\d.]+) times", g["rest"])
        least = min((slacks[p] / points for p, points in taken.items() if points), default=None)
        return times is not None and least is not None and is_rounded(times[1], least)
    return False


@kind("No number is judged: default numbers stand in, one trial among many.")
def no_number(f: Facts, g: Words, said: Said) -> bool:
    judged = f.raw["judgements"]
    return not any(judged.get(key) for key in ("salience", "scores", "walk_away", "capability", "links"))


# ------------------------------------------------------------------------------------------------- in stages


@kind("What the earlier meetings move, in points: {each:text}.", section="stages")
def moves(f: Facts, g: Words, said: Said) -> bool:
    """The gains of meeting in stages less those of the last table where it can reopen all that they settle."""
    for key, table in f.raw["tables"].items():
        stages, at = [table], key
        while f.raw["tables"][at].get("after"):
            at = f.raw["tables"][at]["after"]
            stages.insert(0, f.raw["tables"][at])
        if len(stages) < 2 or not all(f.rooms.can_bargain(stage) for stage in stages):
            continue
        together = {**table, "agenda": set().union(*map(f.rooms.agenda, stages))}
        binding, direct = f.rooms.sequence(stages)[:1], f.rooms.sequence([together])[:1]
        expected = {
            p: (f.rooms.gain(p, binding[0]) or 0 if binding else 0) - (f.rooms.gain(p, direct[0]) or 0 if direct else 0)
            for p in f.raw["parties"]
            if f.rooms.floor[p] is not None
        }
        if _gains_are(f, g["each"], {p: Fraction(one) for p, one in expected.items()}):
            return True
    return False
