"""For whom it is not known what no deal is worth."""

from __future__ import annotations

from winset.analyses.settlement.settle import Whether
from winset.report.names import MOST_LISTED, Names, counted, listed


def lacks_walk_away(central: Whether) -> bool:
    """True where it is not known of a bargaining party what no deal is worth to it."""
    reading = central.reading
    return any(reading.walk_away[party] is None for party in reading.structure.bargaining)


def no_walk_away(names: Names, central: Whether) -> str:
    """For whom no walk-away is judged or can be derived, and which issues lack a status quo; empty if all have one."""
    structure = names.compiled.structure
    who = [party for party, walk_away in enumerate(central.reading.walk_away) if walk_away is None]
    without = [
        names.issue(issue)
        for issue, quo in enumerate(structure.status_quo)
        if quo is None and issue not in structure.left_out
    ]
    if not who or not without:
        return ""
    which = listed(without) if len(without) <= MOST_LISTED else counted(len(without), "issue")
    whom = "any party" if names.are_all(who) else names.parties(who)
    lacks = f"{which} {'has' if len(without) == 1 else 'have'} no status quo"
    return f"No walk-away is judged for {whom}, and none can be derived: {lacks}."
