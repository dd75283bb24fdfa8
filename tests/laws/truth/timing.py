"""What time changes: dates with a deal, walk-aways, what waiting costs, and the moment."""

from __future__ import annotations

import re
from calendar import month_name
from collections.abc import Callable, Iterator
from fractions import Fraction
from math import lcm
from typing import Any

from tests.oracles.bargaining_oracle import by_backward_induction, drawn_by_backward_induction
from tests.oracles.settlement_oracle import Answer, central, exact
from tests.oracles.timing_oracle import Standing, margin, presses, settled_at, standing, walk_away_at
from winset.compiled.timing import timing_of
from winset.model.numbers import Span
from winset.readings.shapes import Drawer
from winset.readings.streams import HUNDREDTHS, Unit

from .cases import EVENTS, ISSUES
from .deal import columns
from .facts import Facts, Package, Trial
from .grammar import Words, is_rounded, is_share, kind, names_in, no_claim, whole
from .sentences import Said

A_MONTH = "{n:n} <period|periods> of a month"


def horizon(f: Facts) -> int:
    told: int = f.raw["judgements"]["timing"]["horizon"]
    return told


def known(f: Facts) -> Standing:
    """What no date changes."""
    found: Standing = f.once(("standing", f.table), lambda: standing(f.raw, f.table))
    return found


def at(f: Facts, period: int) -> Answer:
    """The case as it is in a period, settled anew."""
    found: Answer = f.once(("at", f.table, period), lambda: settled_at(known(f), period))
    return found


def open_dates(f: Facts) -> list[int]:
    return [period for period in range(horizon(f) + 1) if at(f, period).acceptable]


def closed_dates(f: Facts) -> list[int]:
    return [period for period in range(horizon(f) + 1) if not at(f, period).acceptable]


def periods(text: str) -> list[int]:
    """The dates that words name: "now and in periods 2 to 4"."""
    found: list[int] = []
    for one in re.split(r", | and (?=in|from|now)", text):
        if one == "now":
            found.append(0)
        elif match := re.fullmatch(r"from now to period (\d+)", one):
            found += range(int(match[1]) + 1)
        elif match := re.fullmatch(r"in period (\d+)", one):
            found.append(int(match[1]))
        else:
            match = re.fullmatch(r"in periods (\d+) (?:to|and) (\d+)", one)
            assert match is not None, text
            found += range(int(match[1]), int(match[2]) + 1)
    return found


# ------------------------------------------------------------------------------------------------- dates with a deal


@kind("On the best guesses there is no deal now, and none in the next <period|{n:n} periods> of a month.")
def never(f: Facts, g: Words, said: Said) -> bool:
    return not open_dates(f) and whole(g.get("n", "1")) == horizon(f)


@kind("On the best guesses there is a deal now and in <the next period|each of the next {n:n} periods> of a month.")
def always(f: Facts, g: Words, said: Said) -> bool:
    return not closed_dates(f) and whole(g.get("n", "1")) == horizon(f)


@kind(
    "On the best guesses there is <a|no> deal {first:text}, and <there is one|none> {then:dates} "
    f"(<1 period of a month is|{A_MONTH} are> looked at)."
)
def some_dates(f: Facts, g: Words, said: Said) -> bool:
    open_, closed = open_dates(f), closed_dates(f)
    first, then = (open_, closed) if "there is a deal" in said.text else (closed, open_)
    right = ("there is one" in said.text) == (first is closed) and whole(g.get("n", "1")) == horizon(f)
    return right and 0 in first and (periods(g["first"]), periods(g["then"])) == (first, then)


@kind("A deal exists in {now:share} now, and in {then:share} in period {n:n}.")
def moving_share(f: Facts, g: Words, said: Said) -> bool:
    draws, counts = f.trials_said, deals_in_trials(f)
    right = whole(g["n"]) == horizon(f)
    return right and is_share(g["now"], counts[0], draws) and is_share(g["then"], counts[-1], draws)


@kind("A deal exists in {share:share}, now as well as in period {n:n}.")
def same_share(f: Facts, g: Words, said: Said) -> bool:
    draws, counts = f.trials_said, deals_in_trials(f)
    return whole(g["n"]) == horizon(f) and all(is_share(g["share"], n, draws) for n in (counts[0], counts[-1]))


@kind("packages that all accept | {cells:text}", section="dates")
def accepted(f: Facts, g: Words, said: Said) -> bool:
    return all(whole(cell) == len(at(f, period).acceptable) for period, cell in by_date(said))


@kind("of ten trials, with a deal | {cells:text}", section="dates")
def tenths(f: Facts, g: Words, said: Said) -> bool:
    return all(is_tenths(cell, deals_in_trials(f)[period], f.trials_said) for period, cell in by_date(said))


def is_tenths(text: str, n: int, draws: int) -> bool:
    share = Fraction(10 * n, draws)
    if text == "< 1":
        return 0 < share <= Fraction(1, 2)
    if text == "> 9":
        return Fraction(19, 2) <= share < 10
    return (text not in ("0", "10") or share == int(text)) and abs(share - int(text)) <= Fraction(1, 2)


@kind("walk-away: {who:party} | {cells:text}", section="dates")
def walk_aways(f: Facts, g: Words, said: Said) -> bool:
    return all(is_level(cell, walk_away_at(known(f), f.key(g["who"]), period)) for period, cell in by_date(said))


def is_level(text: str, level: Fraction | None) -> bool:
    return level is not None and is_rounded(text, level)


def by_date(said: Said) -> Iterator[tuple[int, str]]:
    """The cells of a row, each with its period; what stands after the dates has none."""
    for head, cell in zip(said.heads[1:], said.cells[1:], strict=True):
        if head:
            yield 0 if head == "now" else whole(head), cell


# ------------------------------------------------------------------------------------------------- trials


Value = Callable[[str, Any], Fraction]


def drawn(f: Facts) -> list[Value]:
    """Of each trial, the value that a number judged of time has in it."""
    case, timing = f.case, timing_of(f.study.session.case)
    assert timing is not None
    told = [number for party in timing.parties for number in (*party.change, party.best_escalation)]
    spans = [one.span for one in (*told, *(move.by for move in timing.walk_away)) if one is not None]
    spans += [lever.points for lever in case.levers]
    parts = lcm(HUNDREDTHS, *(span.central.denominator for span in spans))
    drawer, known = Drawer(case, f.seed, range(f.trials_said), ranges=True), {}

    def of(trial: int) -> Value:
        def value(path: str, given: Any) -> Fraction:
            if path not in known:
                ends = [exact(x) for x in given] if isinstance(given, list) else [exact(given)]
                likely = None if len(ends) == 2 else ends[len(ends) // 2]
                span = Span(low=ends[0], likely=likely, high=ends[-1])
                known[path] = drawer.span(span, path, Unit(parts=parts, exact=True))
            return Fraction(int(known[path][trial]), parts)

        return value

    return [of(trial) for trial in range(f.trials_said)]


def shift(f: Facts, party: str, period: int, value: Value) -> Fraction:
    """By how much a walk-away lies higher in a period, with the numbers of a trial."""
    judgements = f.raw["judgements"]
    timing, root, total = judgements["timing"], "judgements.timing", Fraction(0)
    told = timing["parties"].get(party, {}).get("walk_away_change")
    for earlier in range(period if told is not None else 0):
        path = f"{root}.parties.{party}.walk_away_change"
        if isinstance(told, list) and isinstance(told[0], list):
            place = min(earlier, len(told) - 1)
            total += value(f"{path}.{place}", told[place])
        else:
            total += value(path, told)
    for name, event in timing["events"].items():
        moved = event["moves"].get("walk_away", {})
        if event["period"] <= period and party in moved:
            total += value(f"{root}.events.{name}.moves.walk_away.{party}", moved[party])
    for name, effect in judgements.get("levers", {}).items():
        if f.raw["levers"][name]["target"] == party and presses(f.raw, name, period):
            total += value(f"judgements.levers.{name}", effect["walk_away"])
    return total


def deals_in_trials(f: Facts) -> list[int]:
    """By period, in how many trials there is a deal."""

    def made() -> list[int]:
        counts = [0] * (horizon(f) + 1)
        for trial, value in zip(f.trials(f.trials_said), drawn(f), strict=True):
            for period in range(horizon(f) + 1):
                moved = {n: shift(f, party, period, value) for n, party in enumerate(f.case.parties)}
                counts[period] += Trial(trial.ground, trial.reading, moved).has_deal
        return counts

    found: list[int] = f.once(("deals in time", f.table, f.seed, f.trials_said), made)
    return found


@kind("<now|{period:n}> | {n:n} of {draws:n} | {error:points} of 100", section="readings")
def counted(f: Facts, g: Words, said: Said) -> bool:
    n, draws = whole(g["n"]), whole(g["draws"])
    share = n / draws
    right = draws == f.trials_said and n == deals_in_trials(f)[whole(g.get("period", "0"))]
    return right and is_rounded(g["error"], 100 * (share * (1 - share) / draws) ** 0.5)


@kind("Waiting hurts {who:party} in {n:n} of {draws:n} trials.", section="readings")
def hurts_in(f: Facts, g: Words, said: Said) -> bool:
    party = f.key(g["who"])
    n = sum(shift(f, party, 1, value) < shift(f, party, 0, value) for value in drawn(f))
    return (whole(g["n"]), whole(g["draws"])) == (n, f.trials_said)


@kind("{who:party} sees no victory in {n:n} of {draws:n} trials.", section="readings")
def no_victory_in(f: Facts, g: Words, said: Said) -> bool:
    party = f.key(g["who"])
    place, path = f.party(g["who"]), f"judgements.timing.parties.{party}.best_escalation"
    given, n = f.raw["judgements"]["timing"]["parties"][party]["best_escalation"], 0
    for trial, value in zip(f.trials(f.trials_said), drawn(f), strict=True):
        least = trial.reading.walk_away[place]
        assert least is not None
        level = Fraction(least, trial.reading.denominator[place]) + shift(f, party, 0, value)
        n += value(path, given) <= level
    return (whole(g["n"]), whole(g["draws"])) == (n, f.trials_said)


# ------------------------------------------------------------------------------------------------- packages that lead


def leads(f: Facts, x: Package, period: int) -> bool:
    """Whether a package may lead at a date: nobody can gain without another's loss, and Nash chooses it or none."""
    found, name = at(f, period), f.named(x)
    nash = found.solutions["nash"] if found.solutions is not None else None
    return name in found.frontier and (nash is None or not nash.packages or nash.representative == name)


def when_open(f: Facts, x: Package) -> list[int]:
    return [period for period in range(horizon(f) + 1) if f.named(x) in at(f, period).acceptable]


@kind("leads {each:text}", section="packages")
def heads_of_leaders(f: Facts, g: Words, said: Said) -> bool:
    every = [periods(cell.removeprefix("leads ")) for cell in said.cells]
    alone = [period for one in every for period in one]
    fits = all(leads(f, x, period) for one, x in zip(every, columns(f), strict=True) for period in one)
    return fits and len(alone) == len(set(alone)) and set(alone) <= set(open_dates(f))


def leader(f: Facts, text: str) -> Package:
    """The package that leads at the dates that are named first."""
    heads = next(one.cells for one in f.said if one.section == "packages" and one.text.startswith("leads "))
    dates = [periods(cell.removeprefix("leads ")) for cell in heads]
    return columns(f)[next(n for n, date in enumerate(dates) if periods(text)[0] in date)]


def first_leader(f: Facts) -> Package:
    return leader(f, "now" if not (first := open_dates(f)[0]) else f"in period {first}")


@kind(
    "The package that leads {when:dates} <is no longer acceptable {gone:date}[, and is acceptable again {back:dates}]"
    "|is acceptable then, and nothing later is looked at"
    "|stays acceptable up to period {last:n}, the last that is looked at>."
)
def fate(f: Facts, g: Words, said: Said) -> bool:
    open_, last = when_open(f, leader(f, g["when"])), horizon(f)
    gone = next((period + 1 for period in open_ if period < last and period + 1 not in open_), None)
    if "gone" in g:
        back = periods(g["back"]) if "back" in g else []
        return gone is not None and periods(g["gone"]) == [gone] and back == [one for one in open_ if one > gone]
    if "last" in g:
        return gone is None and whole(g["last"]) == last and last in open_
    return open_ == [last]


@kind("No package is acceptable to all now; {new:n} <is|are> in period {n:n}.", section="packages")
@kind("One package is acceptable to all now and still is in period {n:n}; {others:others}.", section="packages")
@kind("One package is acceptable to all now and no longer is in period {n:n}; {others:others}.", section="packages")
@kind("All {now:n} packages acceptable to all now still are in period {n:n}; {others:others}.", section="packages")
@kind(
    "Of the {now:n} packages acceptable to all now, {gone:n} no longer <is|are> in period {n:n}; {others:others}.",
    section="packages",
)
def gone_and_new(f: Facts, g: Words, said: Said) -> bool:
    now, then = at(f, 0).acceptable, at(f, horizon(f)).acceptable
    new = g["new"] if "new" in g else g["others"].split()[0].replace("no", "0")
    told_now = 0 if "new" in g else whole(g["now"]) if "now" in g else 1
    gone = whole(g["gone"]) if "gone" in g else int("no longer" in said.text)
    told = (told_now, gone, whole(new), whole(g["n"]))
    return told == (len(now), len(now - then), len(then - now), horizon(f))


# ------------------------------------------------------------------------------------------------- what waiting costs


def costs(f: Facts, x: Package) -> dict[str, list[Fraction]]:
    """By party with a walk-away, what each period before the last brings it less than the package, as it counts now."""

    def made() -> dict[str, list[Fraction]]:
        found = {}
        for party in f.raw["parties"]:
            levels = [walk_away_at(known(f), party, period) for period in range(horizon(f))]
            discount = f.raw["judgements"]["timing"]["parties"].get(party, {}).get("discount", 1)
            value = at(f, 0).values[f.named(x)][party]
            if all(level is not None for level in levels):
                found[party] = [
                    central(discount) ** n * (value - level) for n, level in enumerate(levels) if level is not None
                ]
        return found

    return f.once(("costs", f.table, x), made)  # type: ignore[no-any-return]


def first_loss(each: list[Fraction]) -> int | None:
    return next((period for period, cost in enumerate(each) if cost > 0), None)


@kind("Waiting for it costs {each:text}.", section="answer")
def losers(f: Facts, g: Words, said: Said) -> bool:
    """All who lose, each from when on, and all who do not."""
    told: dict[str, int | None] = {}
    rest = g["each"]
    if match := re.search(r", and ([^0-9]+) nothing$", rest):
        told |= dict.fromkeys(map(f.key, names_in(match[1], "party")))
        rest = rest[: match.start()]
    for who, start in re.findall(r"(.+?) from (now|period \d+) on(?:, | and |$)", rest):
        period = 0 if start == "now" else int(start.removeprefix("period "))
        told |= dict.fromkeys(map(f.key, names_in(who, "party")), period)
    return told == {party: first_loss(each) for party, each in costs(f, first_leader(f)).items()}


@kind("{who:party} | {hurts:flag} | {hopeless:flag} | {one:cost} | {all:cost}", section="parties")
def of_party(f: Facts, g: Words, said: Said) -> bool:
    party, timing = f.key(g["who"]), f.raw["judgements"]["timing"]
    level = walk_away_at(known(f), party, 0)
    later = walk_away_at(known(f), party, 1)
    hurts = hopeless = "not given"
    if level is not None and later is not None:
        moved = [one["moves"].get("walk_away", {}) for one in timing["events"].values()]
        is_given = "walk_away_change" in timing["parties"].get(party, {}) or any(party in one for one in moved)
        if is_given or later != level:
            hurts = "yes" if later < level else "no"
        if (best := timing["parties"].get(party, {}).get("best_escalation")) is not None:
            hopeless = "yes" if central(best) <= level else "no"
    if (g["hurts"], g["hopeless"]) != (hurts, hopeless):
        return False
    each = costs(f, first_leader(f)).get(party) if open_dates(f) else None
    if each is None:
        return g["one"] == g["all"] == "–"
    right = said.heads[4] == ("1 period costs" if horizon(f) == 1 else f"{horizon(f)} periods cost")
    return right and is_rounded(g["one"], each[0]) and is_rounded(g["all"], sum(each, Fraction(0)))


@kind(
    "Way out: all walk-aways <could rise|would have to fall> by {by:points} points together before "
    "<no|a> package is acceptable."
)
def way_out(f: Facts, g: Words, said: Said) -> bool:
    least = margin(known(f), at(f, 0))
    assert least is not None
    rises = "could rise" in said.text
    fits = rises == ("before no" in said.text) == (least >= 0) == bool(at(f, 0).acceptable)
    return fits and is_rounded(g["by"], abs(least))


@kind("For the package that leads {when:dates}, up to each date, in a party’s own points:", section="waiting")
def heading_of_costs(f: Facts, g: Words, said: Said) -> bool:
    return all(leads(f, leader(f, g["when"]), period) for period in periods(g["when"]))


@kind("{who:party} | {cells:text}", section="waiting")
def costs_up_to(f: Facts, g: Words, said: Said) -> bool:
    """Of one of the packages that lead."""
    party = f.key(g["who"])
    has_discount = "discount" in f.raw["judgements"]["timing"]["parties"].get(party, {})
    return (said.cells[-1] == "") == has_discount and any(
        all(is_rounded(cell, sum(each[:period], Fraction(0))) for period, cell in by_date(said))
        for x in columns(f)
        if (each := costs(f, x).get(party)) is not None
    )


# ------------------------------------------------------------------------------------------------- levers and events


@kind("{levers:text}<,|, each by itself and> applied by then, would open a deal {when:dates}.", section="openings")
def opening(f: Facts, g: Words, said: Said) -> bool:
    """Of each lever: the dates without a deal at which it does not press already, and there is one if it does."""
    names = [name for name in f.raw["levers"] if name in g["levers"].lower()]
    return bool(names) and all(
        periods(g["when"])
        == [
            period
            for period in closed_dates(f)
            if not presses(f.raw, name, period) and settled_at(known(f), period, also=name).acceptable
        ]
        for name in names
    )


@kind("{period:n} | {event:event} | {moves:text}", section="calendar")
def event(f: Facts, g: Words, said: Said) -> bool:
    told = f.raw["judgements"]["timing"]["events"][named(g["event"])]
    return told["period"] == whole(g["period"]) and moves_are(f, told["moves"], g["moves"])


def named(title: str) -> str:
    return next(name for name, told in EVENTS.items() if told.lower() == title.lower())


def moves_are(f: Facts, moves: Any, text: str) -> bool:
    """Whether what an event moves is told, all of it and nothing else."""
    number = r"−?[\d.]+"
    span = rf"{number}(?: to {number}| \({number} to {number}\))?"
    pattern = rf"the (walk-away|strength) of (\w+) (rises|falls|changes) by ({span})"
    found = {(what, f.key(who)): (way, points) for what, who, way, points in re.findall(pattern, text)}
    spans = {
        (what, party): span
        for what, key in (("walk-away", "walk_away"), ("strength", "power"))
        for party, span in moves.get(key, {}).items()
    }
    fits = all(place in found and is_movement(*found[place], judged) for place, judged in spans.items())
    levers = {(name, "applied") for name in moves.get("apply", [])} | {
        (name, "lifted") for name in moves.get("lift", [])
    }
    told = set(re.findall(r"(\w+) is (applied|lifted)", text))
    nothing = text == "nothing that is judged"
    return fits and set(found) == set(spans) and told == levers and nothing == (not spans and not levers)


def is_movement(way: str, text: str, span: Any) -> bool:
    """Whether a movement is told with its direction, which every value of its range has, and with the range."""
    ends = [Fraction(str(value)) for value in (span if isinstance(span, list) else [span])]
    sign = {"rises": 1, "falls": -1, "changes": 1}[way]
    told = [Fraction(value.replace("−", "-")) * sign for value in re.findall(r"−?[\d.]+", text)]
    one_way = min(ends) >= 0 or max(ends) <= 0
    fits = one_way and any(ends) if way != "changes" else not (one_way and any(ends))
    return fits and sorted(set(told)) == sorted(set(ends)) and (len(ends) != 3 or told[0] == ends[1])


@kind("On the calendar: {events:text}.", section="brief_waiting")
def calendar(f: Facts, g: Words, said: Said) -> bool:
    """The next events, each with its period, the first of them first."""
    told = re.findall(r"“(\w+)” in (the present period|period \d+)", g["events"])
    every = f.raw["judgements"]["timing"]["events"]
    ahead = sorted(one["period"] for one in every.values() if one["period"] <= horizon(f))
    found = [0 if "present" in when else int(when.removeprefix("period ")) for _, when in told]
    right = all(every[named(title)]["period"] == when for (title, _), when in zip(told, found, strict=True))
    return right and found == ahead[: len(found)] and len(found) == min(len(ahead), 3)


# ------------------------------------------------------------------------------------------------- in a brief


def is_month(f: Facts, told: str | None, periods: str) -> bool:
    """Whether a month so named is so many months after the one in which the case is true."""
    day = f.raw["case"].get("as_of")
    if told is None or day is None:
        return told is day
    year, month = int(day[:4]), int(day[5:7]) + whole(periods)
    while month > 12:
        year, month = year + 1, month - 12
    return told == f"{month_name[month]} {year}"


@kind(
    "On our best guesses no deal opens within {n:n} <period|periods> of a month[ ({month:month})]: waiting alone "
    "brings none."
)
def brief_never(f: Facts, g: Words, said: Said) -> bool:
    return not open_dates(f) and whole(g["n"]) == horizon(f) and is_month(f, g.get("month"), g["n"])


@kind(
    "On our best guesses a deal <is open now|opens after {n:n} <period|periods> of a month[ ({month:month})]"
    "[, as {who:text}]>, and "
    "<is gone after {gone:n} <period|periods> of a month[ ({gone_month:month})], so decide before"
    "|the package that leads then is gone after {left:n} <period|periods> of a month[ ({left_month:month})]"
    "|stays open to period {last:n}, the last looked at>."
)
def brief_decide(f: Facts, g: Words, said: Said) -> bool:
    first = open_dates(f)[0]
    if whole(g.get("n", "0")) != first or not falls_as_told(f, g.get("who", ""), first):
        return False
    dated = (("n", "month"), ("gone", "gone_month"), ("left", "left_month"))
    if not all(is_month(f, g.get(month), g[periods]) for periods, month in dated if g.get(periods)):
        return False
    closes = next((period for period in closed_dates(f) if period > first), None)
    mine = when_open(f, first_leader(f))
    gone = next((period + 1 for period in mine if period < horizon(f) and period + 1 not in mine), None)
    if "gone" in g:
        return whole(g["gone"]) == closes
    if "left" in g:
        return closes is None and whole(g["left"]) == gone
    return closes is None and gone is None and whole(g["last"]) == horizon(f)


def falls_as_told(f: Facts, text: str, first: int) -> bool:
    """Whether the walk-aways that are said to fall until a deal opens do."""
    told = (
        f.case.parties
        if text.startswith("every walk-away")
        else [f.key(one) for one in re.findall(r"(\w+)’s?(?=[, ]| walk)", text)]
    )
    levels = [(walk_away_at(known(f), party, 0), walk_away_at(known(f), party, first)) for party in told]
    return all(now is None or then is None or then < now for now, then in levels)


@kind("Waiting for it costs {each:text}.", section="brief_deciding")
def brief_losers(f: Facts, g: Words, said: Said) -> bool:
    """Those who lose, each from when on."""
    first = open_dates(f)[0]
    told: dict[str, int] = {}
    for who, start in re.findall(r"(.+?) from (now|then|period \d+) on(?:, and |, | and |$)", g["each"]):
        period = {"now": 0, "then": first}.get(start, -1)
        period = int(start.removeprefix("period ")) if period < 0 else period
        told |= dict.fromkeys(map(f.key, names_in(who, "party")), period)
    losing = {party: first_loss(each) for party, each in costs(f, first_leader(f)).items()}
    return told == {party: start for party, start in losing.items() if start is not None}


@kind(
    "What each party goes without while it waits for the package that leads {when:date}, in its own points: what the "
    "package is worth to it above its walk-away at the time[; below 0 it is better off waiting].",
    section="brief_waiting",
)
def brief_heading(f: Facts, g: Words, said: Said) -> bool:
    gains = any(each[0] < 0 for each in costs(f, first_leader(f)).values())
    return periods(g["when"]) == open_dates(f)[:1] and ("below 0" in said.text) == gains


@kind("{who:party} | {one:cost} | {all:cost}", section="brief_waiting")
def brief_costs(f: Facts, g: Words, said: Said) -> bool:
    each = costs(f, first_leader(f))[f.key(g["who"])]
    right = said.heads[2] == ("in 1 period" if horizon(f) == 1 else f"in {horizon(f)} periods")
    return right and is_rounded(g["one"], each[0]) and is_rounded(g["all"], sum(each, Fraction(0)))


# ------------------------------------------------------------------------------------------------- bargaining theory


def discount_of(f: Facts, party: str) -> Fraction:
    return central(f.raw["judgements"]["timing"]["parties"][party]["discount"])


def fights(f: Facts) -> list[tuple[str, str, str | None]]:
    """The contests of the case, by the names of both parties and of the issue."""
    timing = f.raw["judgements"]["timing"]
    if told := timing.get("contests"):
        return [(*contest["parties"], contest["issue"]) for contest in told.values()]
    strong = [party for party in f.raw["parties"] if "power" in timing["parties"].get(party, {})]
    return [(strong[0], strong[1], None)] if len(strong) == 2 else []


def worth_of_fighting(f: Facts, party: str, other: str) -> Fraction:
    """The chance of a party to prevail over another, less its cost, as a share of the stake."""
    told = f.raw["judgements"]["timing"]["parties"]
    moved = {
        who: sum(
            (central(event["moves"]["power"][who])
             for event in f.raw["judgements"]["timing"]["events"].values()
             if event["period"] == 0 and who in event["moves"].get("power", {})),
            Fraction(0),
        )
        for who in (party, other)
    }  # fmt: skip
    own, others = (central(told[who]["power"]["now"]) + moved[who] for who in (party, other))
    return own / (own + others) - central(told[party]["cost"]) / 100


def is_part(text: str, number: Fraction | float) -> bool:
    """Whether a share of the stake is rounded to a part of 100, to a tenth of one below 1."""
    return abs(float(text) - 100 * float(number)) <= (0.5 if "." not in text else 0.05) + 1e-6


@kind("{who:party} | {keeps:points} | {expects:points}", section="random_proposer")
def drawn_share(f: Facts, g: Words, said: Said) -> bool:
    seated = f.case.structure.bargaining if f.table is None else ()
    needed = [f.case.parties[party] for party in seated] or list(f.raw["tables"][f.table]["seated"])
    shares = f.once(
        ("drawn", f.table),
        lambda: drawn_by_backward_induction([discount_of(f, party) for party in needed], rounds=2_000),
    )
    keeps, expects = shares[needed.index(f.key(g["who"]))]
    return is_part(g["keeps"], keeps) and is_part(g["expects"], expects)


@kind(
    "Not enough is given on how votes in {body:text} would divide a stake: {missing:text}.", section="random_proposer"
)
def not_voted(f: Facts, g: Words, said: Said) -> bool:
    """What is missing: members of one weight, parties of the case all of them, that wait alike and not for ever."""
    told = body_called(f, g["body"])
    parties = f.raw["judgements"]["timing"]["parties"]
    discounts = [parties.get(member, {}).get("discount") for member in told["members"]]
    waits = {central(discount) for discount in discounts if discount is not None}
    alike = None not in discounts and len(waits) == 1 and max(waits) < 1
    weighed = len(set(map(exact, told["members"].values()))) == 1
    return ("weight" in g["missing"], "a period later" in g["missing"]) == (not weighed, not alike)


def body_called(f: Facts, name: str) -> Any:
    """A body with members that ratifies at a table of the case."""
    return next(
        told
        for key, table in f.raw["tables"].items()
        for told in table.get("ratifiers", [])
        if f.table in (None, key)
        and isinstance(told, dict)
        and told.get("members")
        and told["body"].lower() == name.lower()
    )


@kind(
    "If the {members:n} members of {body:text} divided one stake by {votes:n} <vote|votes>, with an equal chance to "
    "propose, who is drawn would keep {keeps:points} of 100 parts; if all had to agree, {all:points}.",
    section="random_proposer",
)
def voted(f: Facts, g: Words, said: Said) -> bool:
    """Of a body whose members weigh and wait alike: what buys each other vote that is needed."""
    body = body_called(f, g["body"])
    members, weight = len(body["members"]), min(map(exact, body["members"].values()))
    votes = next(n for n in range(1, members + 1) if n * weight >= exact(body["quota"]))
    price = discount_of(f, next(iter(body["members"]))) / members
    keeps = (1 - (votes - 1) * price, 1 - (members - 1) * price)
    right = (whole(g["members"]), whole(g["votes"])) == (members, votes)
    return right and is_part(g["keeps"], keeps[0]) and is_part(g["all"], keeps[1])


@kind(
    "To {who:party} <the fight is worth {worth:points} of 100 parts of the stake|the fight brings nothing beyond its "
    "cost>; if it alone could break off talks and fight, that would change <nothing: where {other:party} offers first, "
    "{same:party} gets {anyway:points} parts anyway|something: where {first:party} offers first, {again:party} gets "
    "{gets:points} parts, and would get {without:points} if it could not leave>.",
    section="outside_option",
)
def outside_option(f: Facts, g: Words, said: Said) -> bool:
    """Of one of the contests of the two: no two of them are between the same."""
    party, other = f.key(g["who"]), f.key(g.get("other") or g["first"])
    if f.key(g.get("same") or g["again"]) != party or not any({party, other} == {*fight[:2]} for fight in fights(f)):
        return False
    worth = worth_of_fighting(f, party, other)
    factors = (discount_of(f, other), discount_of(f, party))
    without = by_backward_induction(*factors, rounds=1_201)[1]
    gets = by_backward_induction(*factors, rounds=1_201, option=max(float(worth), 0.0))[1]
    if ("worth" in g) != (worth > 0) or ("worth" in g and not is_part(g["worth"], worth)):
        return False
    if "anyway" in g:
        return is_part(g["anyway"], without) and gets < without + 1e-9
    return gets > without and is_part(g["gets"], gets) and is_part(g["without"], without)


@kind(
    "On {issue:issue}, the fight that is worth most to each is worth {each:text}, of 100 parts of the stake: together "
    "{total:points}[ (what is below 0 counts as 0)], <so that some division gives each as much|which no division can "
    "give them all>.",
    section="shared",
)
def shared(f: Facts, g: Words, said: Said) -> bool:
    """The best fight of every party of a contest, and whether what they are worth adds up to no more than the stake."""
    best: dict[str, Fraction] = {}
    for first, second, issue in fights(f):
        if issue is not None and g["issue"].lower() == ISSUES[issue].lower():
            for party, other in ((first, second), (second, first)):
                best[party] = max(best.get(party, Fraction(-2)), worth_of_fighting(f, party, other))
    told = {
        f.key(who): number for number, who in re.findall(r"([−-]?[\d.]+) to (\w+(?: \w+)*?)(?=, | and |$)", g["each"])
    }
    total = sum((max(worth, Fraction(0)) for worth in best.values()), Fraction(0))
    return (
        set(told) == set(best)
        and all(is_part(told[party].replace("−", "-"), worth) for party, worth in best.items())
        and is_part(g["total"], total)
        and ("so that" in said.text) == (total <= 1)
        and ("below 0" in said.text) == (min(best.values()) < 0)
    )


no_claim(
    "{all:text} one stake, divided at will{rest:rest}",
    "what the model supposes",
    section="random_proposer|outside_option",
)
no_claim("Each fight is between two, and all of the stake goes to one of them.", "what it supposes", section="shared")
no_claim("What different fights are worth need not add up{rest:rest}", "a fact of the theory", section="shared")


@kind(
    "Cost: what the package that leads {when:dates} would bring the party beyond its walk-away meanwhile, in its own "
    "points; below 0 it gains.",
    section="parties",
)
def cost_of(f: Facts, g: Words, said: Said) -> bool:
    return all(leads(f, leader(f, g["when"]), period) for period in periods(g["when"]))


no_claim("A trial takes each change at one value for all periods.", "how trials are made", section="method")
no_claim(
    "{all:rest}", "what bargaining theory says: compared in tests/laws/test_bargaining.py", section="contests|power"
)
no_claim("{all:rest}", "what bargaining theory says: tests/laws/test_bargaining.py", section="patience")
