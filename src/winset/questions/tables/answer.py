"""Who must be in the room, answered in a few sentences: what holds where, on what that rests, and by how much."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from winset.analyses.tables.grounds import Grounds
from winset.analyses.tables.smallest import Smallest
from winset.analyses.tables.tables import TableOutcome
from winset.questions.tables.words import TablesWords, is_none
from winset.readings.shares import Share
from winset.report.blocks import Guarded
from winset.report.counts import amount, in_readings
from winset.report.names import listed, points
from winset.report.ownership import nothing_judged, owner_of_all

BY_RED_LINES = {
    "stated red lines": "stated red lines leave none of the packages open, whatever the numbers",
    "inferred red lines": "red lines leave none of the packages open, some of them only inferred",
}
"""Why nothing can hold, where no number could change that."""
WHOLE = Fraction(1)
"""Points below which a sentence names no number."""


def answer(words: TablesWords, shares: dict[str, Share] | None = None) -> list[Any]:
    """What of the tables to come holds, on what that rests, whose conditions keep it away, and which table is enough.
    shares: per table, of the trials that were counted, those in which something that it can agree on would hold.
    """
    coming = words.to_come
    holding = [met for met in coming if not is_none(met.holds)]
    lines = _what_holds(words, holding) if holding else _nothing_holds(words, coming, shares or {})
    every = [*_cautions(words), *lines, *_kept_away(words), *_enough(words, words.talks.smallest)]
    return [line for line in every if line]


def _what_holds(words: TablesWords, holding: list[TableOutcome]) -> list[Any]:
    """At which tables something holds, and how near their deal is to none."""
    best = max(holding, key=lambda met: met.holds.packages)
    others = [met for met in words.to_come if is_none(met.holds)]
    packages = amount(best.holds.packages, best.holds.error).of("package")
    where = words.at(met.table.name for met in holding)
    first = f"{where}, {packages} could be agreed and would be carried out"
    if any(met.holds != best.holds for met in holding):
        most = words.at([best.table.name])
        first = f"{where}, something could be agreed and would be carried out, most {most}: {packages}"
    lines: list[Any] = [f"{_capital(first)}, on our best guesses."]
    if others:
        lines.append(f"{_capital(words.at(met.table.name for met in others))}, nothing would be.")
    rests = words.grounds(best)
    if rests is not None and rests.spare is not None:
        lines.append(_margin(words, *rests.spare))
    return lines


def _margin(words: TablesWords, party: int, points: Fraction) -> Guarded[str]:
    """Who has least to spare at a deal, and what its walk-away is worth."""
    who = words.names.party(party)
    return Guarded(
        words.owner(party),
        f"The margin is smallest for {who}: {about(points)} above the least that it would take, "
        f"{resting_on(words, [party])}.",
        "It rests on guessed numbers.",
    )


def _nothing_holds(words: TablesWords, coming: list[TableOutcome], shares: dict[str, Share]) -> list[Any]:
    """That nothing holds at any table, by red lines or by numbers, and then by how much and in how many trials."""
    none = "At none of the tables to come" if len(coming) > 1 else f"{_capital(words.at([coming[0].table.name]))}"
    verb = "could anything" if len(coming) > 1 else "nothing could"
    known = [(met, rests) for met in coming if (rests := words.grounds(met)) is not None]
    by_red_lines = [rests for _, rests in known if rests.ground in BY_RED_LINES]
    agreed = f"{none} {verb} be agreed that would be carried out"
    if known and len(by_red_lines) == len(coming):
        grounds = {rests.ground for rests in by_red_lines}
        ground = "stated red lines" if grounds == {"stated red lines"} else "inferred red lines"
        return [f"{agreed}: {BY_RED_LINES[ground]}."]
    lines: list[Any] = [f"{agreed}, on our best guesses."]
    missing = [(met, rests) for met, rests in known if rests.nearest is not None]
    if missing:
        met, rests = min(missing, key=lambda table_and_grounds: table_and_grounds[1].miss)
        lines += [_miss(words, met, rests), _trials(words, met, shares)]
    return lines


def _miss(words: TablesWords, met: TableOutcome, rests: Grounds) -> Guarded[Any]:
    """By how much the open package that misses least in all falls short, for whom, and what that is a guess of."""
    short = sorted(rests.short, key=lambda party_and_points: -party_and_points[1])
    shortfalls = listed(f"{about(missing)} short for {words.names.party(party)}" for party, missing in short)
    parties = [party for party, _ in short]
    if rests.at_least is not None:
        return Guarded(
            owner_of_all(words.owner(party) for party in range(len(words.case.parties))),
            f"Of the packages that no red line{' or vote' if met.table.bodies else ''} excludes "
            f"{words.at([met.table.name])}, the nearest that was found is {shortfalls}, "
            f"{resting_on(words, parties)}; a search stopped, and at least {points(rests.at_least)} points in all are "
            "missing from each.",
            "It rests on guessed numbers.",
        )
    return Guarded(
        owner_of_all(map(words.owner, parties)),
        f"Of the packages that no red line{' or vote' if met.table.bodies else ''} excludes "
        f"{words.at([met.table.name])}, the one that misses least in all is {shortfalls}, "
        f"{resting_on(words, parties)}.",
        "It rests on guessed numbers.",
    )


def _trials(words: TablesWords, met: TableOutcome, shares: dict[str, Share]) -> str:
    """In how many trials something would hold there."""
    share = shares.get(met.table.name)
    if share is None or not share.draws:
        return ""
    where = words.at([met.table.name])
    if not share.number and not share.undecided:
        return f"In none of {share.draws:,} trials would anything be agreed {where} and carried out."
    return f"Something would be agreed {where} and carried out {in_readings(share, drawn=False)}."


def about(points: Fraction) -> str:
    """Points as a sentence tells them: rounded, and no number below one."""
    if points < WHOLE:
        return "less than 1 point"
    number = round(points)
    return f"about {number} point{'' if number == 1 else 's'}"


def resting_on(words: TablesWords, parties: list[int]) -> str:
    """On what a distance from the walk-aways of some parties rests: what is judged of them, and how."""
    spans = [
        None if (walk_away := words.case.walk_away[party]) is None else walk_away.points or walk_away.status_quo
        for party in parties
    ]
    many = "s" if len(parties) > 1 else ""
    if all(_is_the_quo(words, party) for party in parties):
        return "on the worth of the status quo, as judged"
    if all(span is not None and not span.is_fixed for span in spans):
        return f"on {'' if many else 'a '}guessed walk-away{many}"
    if all(span is not None for span in spans):
        return f"on guessed walk-away{many} without a range" if many else "on one guessed number without a range"
    return (
        "on what the status quo is worth, for no walk-away is judged"
        if len(spans) == 1
        else "on walk-aways not all judged"
    )


def _is_the_quo(words: TablesWords, party: int) -> bool:
    """True where a walk-away is judged to be just what the status quo is worth."""
    judged = words.case.walk_away[party]
    if judged is None or judged.points is not None or judged.status_quo is None:
        return False
    return judged.status_quo.is_fixed and not judged.status_quo.central


def _kept_away(words: TablesWords) -> list[str]:
    """Whose conditions for talks keep it from which tables."""
    shut: dict[int, list[str]] = {}
    for seat in words.talks.seats:
        if seat.is_open is False:
            shut.setdefault(seat.party, []).append(seat.table)
    return [f"{words.kept_away(party, tables)}." for party, tables in shut.items()]


def _enough(words: TablesWords, smallest: Smallest | None) -> list[Any]:
    """Which table is enough, where that was asked."""
    if smallest is None:
        return []
    full = words.talks.comparison.full
    if full.deal is None and full.foresighted.status != "none exists":
        return ["Which deal all together would find is not known, so neither is which smaller table would do as well."]
    if full.deal is None:
        lines: list[Any] = ["All together would find no deal, so no smaller table can be said to do as well."]
        if smallest.status == "found" and not smallest.tolerated:
            titles = "; or ".join(words.table(met.table) for met in smallest.tables)
            sentence = f"Held against no deal, the smallest table whose deal holds and loses nothing is: {titles}."
            lines.append(Guarded(words.choices, sentence))
        return lines
    points = f"{float(smallest.tolerated):g}"
    loses = f"loses at most {points} points of the sum of gains" if smallest.tolerated else "loses nothing"
    if smallest.status == "found":
        titles_of_tables = [words.table(met.table) for met in smallest.tables]
        line = f"The smallest table whose deal holds and {loses} against that of all: {'; or '.join(titles_of_tables)}."
    elif smallest.status == "none exists":
        line = f"No table signs a deal that holds and {loses} against that of all."
    else:
        return []
    return [Guarded(words.choices, line)]


def _cautions(words: TablesWords) -> list[str]:
    """What the answer is worth where little or nothing is said of who wants what."""
    if words.case.is_blank:
        return [
            "The sources are silent on every position: there is no answer yet. What follows takes everybody as "
            "indifferent."
        ]
    if nothing_judged(words.names.case):
        return ["No number is judged: default numbers stand in, one trial among many."]
    return []


def is_left(met: TableOutcome) -> str:
    """What is left of the deal that a table would sign, in few words."""
    if met.remainder is None:
        return "no deal" if met.naive.status == "none exists" or is_none(met.reachable) else "not known"
    if met.remainder.survives:
        return "all"
    return "nothing" if met.remainder.package is None else "a part"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
