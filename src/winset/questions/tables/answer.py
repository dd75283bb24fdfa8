"""Who must be in the room, answered in a few sentences."""

from __future__ import annotations

from winset.analyses.tables.smallest import Smallest
from winset.analyses.tables.tables import TableOutcome
from winset.questions.tables.words import TablesWords, is_none
from winset.report.counts import amount
from winset.report.ownership import nothing_judged


def answer(told: TablesWords) -> list[str]:
    """What of the tables to come holds, whose conditions keep it away, and which table is enough."""
    coming = _coming(told)
    barren = [met for met in coming if is_none(met.reachable)]
    lines = [_found(told, met) for met in coming if not is_none(met.reachable)]
    if barren:
        lines.append(_nothing(told, barren))
    return [*_cautions(told), *lines, *_kept_away(told), *_enough(told, told.talks.smallest)]


def _coming(told: TablesWords) -> list[TableOutcome]:
    """The tables to come; that of everybody where there are none."""
    compared = told.talks.comparison
    return list(compared.coming) or [compared.full]


def _found(told: TablesWords, met: TableOutcome) -> str:
    """What of what a table can agree would hold; where nothing does, why not."""
    if is_none(met.holds) and met.remainder is not None and not met.remainder.survives:
        return f"{_could(told, met)} {told.left(met.remainder)}"
    return _could(told, met)


def _could(told: TablesWords, met: TableOutcome) -> str:
    """What a table can agree, and what of it would hold."""
    number = amount(met.reachable.packages, met.reachable.error)
    noun = "package" if number.text == "1" else "packages"
    could = f"At “{told.table(met.table)}” {number.text} {noun} could be agreed"
    if is_none(met.holds):
        return f"{could}, and none would hold."
    if met.reachable == met.holds:
        return f"{could}, and {'it' if number.text == '1' else 'all'} would hold."
    holding = amount(met.holds.packages, met.holds.error).text
    share = "" if met.undeliverable_share is None else f" ({100 * float(met.undeliverable_share):.0f} of 100)"
    return f"{could}; {holding} would hold, the others{share} would not."


def _nothing(told: TablesWords, barren: list[TableOutcome]) -> str:
    where = told.tables((met.table.name for met in barren), "and")
    return f"At {where} nothing could be agreed: no package is acceptable to all who sit there."


def _kept_away(told: TablesWords) -> list[str]:
    """Whose conditions for talks keep it from which tables."""
    shut: dict[int, list[str]] = {}
    for seat in told.talks.seats:
        if not seat.is_open:
            shut.setdefault(seat.party, []).append(seat.table)
    return [f"{told.kept_away(party, tables)}." for party, tables in shut.items()]


def _enough(told: TablesWords, smallest: Smallest | None) -> list[str]:
    """Which table is enough, where that was asked."""
    if smallest is None:
        return []
    full = told.talks.comparison.full
    if full.deal is None and full.foresighted.status != "none exists":
        return ["Which deal all together would find is not known, so neither is which smaller table would do as well."]
    if full.deal is None:
        return ["All together would find no deal, so no smaller table can be said to do as well."]
    points = f"{float(smallest.tolerated):g}"
    loses = f"loses at most {points} points of the sum of gains" if smallest.tolerated else "loses nothing"
    if smallest.status == "found":
        each = [told.table(met.table) for met in smallest.tables]
        return [f"The smallest table whose deal holds and {loses} against that of all: {'; or '.join(each)}."]
    if smallest.status == "none exists":
        return [f"No table signs a deal that holds and {loses} against that of all."]
    return []


def _cautions(told: TablesWords) -> list[str]:
    """What the answer is worth where little or nothing is said of who wants what."""
    if told.case.is_blank:
        return [
            "The sources are silent on every position: there is no answer yet. What follows takes everybody as "
            "indifferent."
        ]
    if nothing_judged(told.names.case):
        return ["No number is judged: default numbers stand in, one reading among many."]
    return []


def is_left(met: TableOutcome) -> str:
    """What is left of the deal that a table would sign, in few words."""
    if met.remainder is None:
        return "no deal" if met.naive.status == "none exists" else "not known"
    if met.remainder.survives:
        return "all"
    return "nothing" if met.remainder.package is None else "a part"
