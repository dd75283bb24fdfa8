"""Why there is no deal and what would open one, in words: who blocks, single movements, concessions by several."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from winset.analyses.settlement.blockers import Concession, Constraint, NoDeal
from winset.analyses.settlement.deal import Deal
from winset.analyses.settlement.settle import Opening
from winset.questions.settlement.words import DealWords
from winset.report.blocks import Guarded
from winset.report.disclosure import from_those_shown
from winset.report.names import listed, owned_by, points, points_down, points_up

UNMEASURED = "how far was not computed"
RANGE = {True: "within the range judged for it", False: "beyond the range judged for it", None: ""}


def unmeasured(deal: Deal) -> list[Constraint]:
    """Constraints that are enough by themselves, without a known measure of how far they have to give."""
    why = deal.central.no_deal
    if why is None:
        return []
    told = [opening.constraint for opening in deal.central.openings]
    alone = [why.blockers.constraints[n] for repair in why.blockers.repairs if len(repair) == 1 for n in repair]
    return [item for item in alone if item not in told]


def pivotal_line(why: NoDeal, words: DealWords) -> str:
    """Which parties could open a deal by giving way alone, as far as that is known."""
    who = words.names.parties(why.blockers.pivotal)
    if who:
        return f"Could open a deal by giving way alone: {who}{'' if why.blockers.complete else ', at least'}."
    if why.blockers.complete:
        return "No party could open one by giving way alone."
    return "No party was found that could open one by giving way alone; the search for what blocks stopped at a limit."


def no_single_line(why: NoDeal) -> str:
    """What is said where no single movement is told."""
    if why.blockers.complete:
        return "No single movement is enough."
    return "No single movement was found that is enough; the search for what blocks stopped at a limit."


def conflicts(why: NoDeal, words: DealWords) -> list[str]:
    """The smallest sets of constraints that cannot all hold."""
    items = why.blockers.constraints
    return ["; ".join(words.constraints.constraint(items[n]) for n in sorted(one)) for one in why.blockers.conflicts]


def repairs(why: NoDeal, words: DealWords, *, several: bool = False) -> list[str]:
    """The smallest sets of constraints that are enough if they give. several: only those of more than one."""
    items = why.blockers.constraints
    each = [one for one in why.blockers.repairs if not several or len(one) > 1]
    return [listed(words.constraints.relaxed(items[n]) for n in sorted(one)) for one in each]


def in_judged_range(words: DealWords, opening: Opening) -> bool | None:
    """Whether an opening's walk-away lies inside the range that the analyst judged for it; None where no range is."""
    low = _lowest_judged(words, opening.constraint.party)
    if opening.end is None or opening.constraint.body is not None or low is None:
        return None
    return low <= opening.end


def _lowest_judged(words: DealWords, party: int) -> Fraction | None:
    """The low end of the judged range of a party's walk-away, in points; None where no range is judged."""
    reading = words.deal.central.reading
    judged = words.case.judgements.walk_away.get(words.deal.case.parties[party])
    walk_away = reading.walk_away[party]
    if judged is None or walk_away is None:
        return None
    span = judged.points or judged.status_quo
    if span is None or span.is_fixed:
        return None
    return reading.points(party, walk_away) - span.central + span.low


def opening_lines(words: DealWords) -> list[Any]:
    """Each single movement that opens a deal, in words, with the levers that push that way."""
    lines = [_opening_line(words, opening) for opening in words.deal.central.openings]
    return [*lines, *(f"{words.constraints.relaxed(item)} ({UNMEASURED})" for item in unmeasured(words.deal))]


def _opening_line(words: DealWords, opening: Opening) -> Any:
    item, key = opening.constraint, words.deal.case.parties[opening.constraint.party]
    if item.line is not None:
        return words.constraints.relaxed(item)
    falls = f"{owned_by(item.body or words.names.party(item.party))} walk-away falls"
    levers = [
        (words.owners.lever(name), lever.title or name.replace("_", " "))
        for name, lever in words.case.levers_offered().items()
        if lever.target == key and lever.effect == "tighten"
    ]
    inside = RANGE[in_judged_range(words, opening)]

    def told(text: str) -> Any:
        def pushed(titles: Sequence[str]) -> str:
            parts = [inside, f"levers on it: {listed(titles)}" if titles else ""]
            both = "; ".join(part for part in parts if part)
            return f"{text} ({both})" if both else text

        return from_those_shown(levers, pushed)

    if opening.start is None or opening.end is None:
        return told(falls)
    fall = points_up(opening.start - opening.end)
    by = f"{falls} by {fall} points, from {points(opening.start)} to {points_down(opening.end)}"
    return Guarded(words.owners.values(key), told(by), told(falls))


def by_several(why: NoDeal) -> list[Concession]:
    """The smallest concessions that more than one party or body makes."""
    return [one for one in why.concessions if sum(bool(value) for value in (*one.points, *one.bodies)) > 1]


def concession_line(one: Concession, words: DealWords) -> Any:
    """Who would have to come down from its walk-away, and by how many points."""
    deal = words.deal
    moved = [(words.names.party(party), party, value) for party, value in enumerate(one.points) if value]
    floors = zip(deal.central.reading.floors, one.bodies, strict=True)
    moved += [(floor.name, floor.party, value) for floor, value in floors if value]

    def told(shown: Sequence[int]) -> str:
        return listed(
            f"{who} by {points_up(value, 2)} points" if n in shown else f"{who} by some points"
            for n, (who, _, value) in enumerate(moved)
        )

    owned = [(words.owners.values(deal.case.parties[party]), n) for n, (_, party, _) in enumerate(moved)]
    return from_those_shown(owned, told)
