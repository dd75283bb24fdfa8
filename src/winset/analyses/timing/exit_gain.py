"""What a party could win more by leaving an agreement late than by never having entered it, from how power shifts.

A party's chance to prevail is its strength over that of all whose strength is judged, and what is at stake is the whole
scale of its values, 100 points. It gains by leaving in a period so many points as its chance has risen since the
agreement, and nothing where that has fallen. An option that limits strength does so from the agreement on.
"""

from __future__ import annotations

from collections.abc import Collection
from fractions import Fraction

from winset.analyses.timing.power import strengths
from winset.compiled.timing import CompiledTiming
from winset.readings.judged import JudgedValue

STAKE = 100
"""Points at stake: the whole scale of a party's values."""


def exit_gains(
    timing: CompiledTiming, judged: JudgedValue, periods: int, agreed: Collection[tuple[int, int]] = ()
) -> dict[int, tuple[Fraction, ...]]:
    """By party, of those whose strength is judged, what it gains by leaving in each period; none where fewer than two
    are. agreed: (issue, option) what is agreed, with its limits.
    """
    limits = [limit for limit in timing.limits if (limit.issue, limit.option) in agreed]
    by_party = [strengths(timing, party, judged, periods, limits) for party in range(len(timing.parties))]
    paths = {party: path for party, path in enumerate(by_party) if path is not None}
    totals = [sum((path[period] for path in paths.values()), Fraction(0)) for period in range(periods + 1)]
    if len(paths) <= 1 or not all(totals):
        return {}
    return {
        party: tuple(
            max(STAKE * (path[period] / totals[period] - path[0] / totals[0]), Fraction(0))
            for period in range(periods + 1)
        )
        for party, path in paths.items()
    }
