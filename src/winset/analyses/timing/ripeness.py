"""Whether the moment is ripe, as flags that are never one score: a way out, and for each party whether delay hurts it
and whether it sees no victory.

The flags are this package's own definition, after the mutually hurting stalemate and the way out of Zartman (2000,
“Ripeness: the hurting stalemate and beyond”; 2003), who defines neither in numbers. A way out: some package is
acceptable, so that the way-out margin is not below 0. Delay hurts a party: its walk-away falls over the next period. It
sees no victory: the best that it could reach by escalating is worth no more to it than its walk-away. The moment is
ripe only where all three hold, the last two for every party without whose consent there is no deal.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from winset.analyses.timing.paths import Shift
from winset.compiled.timing import CompiledTiming
from winset.readings.judged import JudgedValue


@dataclass(frozen=True, slots=True, kw_only=True)
class PartyFlags:
    """The flags of one party at one date. hurting, no_victory: None where not enough is given. falls: by how many
    points its walk-away falls over the next period. best_escalation, walk_away: in points, None where not given.
    """

    party: int
    hurting: bool | None
    no_victory: bool | None
    falls: Fraction | None
    best_escalation: Fraction | None
    walk_away: Fraction | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Ripeness:
    """The flags at one date. way_out: None where it is not known. margin: the way-out margin in points."""

    period: int
    way_out: bool | None
    margin: Fraction | None
    parties: tuple[PartyFlags, ...]

    @property
    def is_ripe(self) -> bool | None:
        """Whether all flags hold; None where that hangs on one for which not enough is given."""
        flags = [self.way_out, *(flag for party in self.parties for flag in (party.hurting, party.no_victory))]
        if any(flag is False for flag in flags):
            return False
        return None if any(flag is None for flag in flags) else True


def is_judged(timing: CompiledTiming, party: int) -> bool:
    """True where something is given of what time does to a party's walk-away."""
    return bool(timing.parties[party].change) or any(move.party == party for move in timing.walk_away)


def flags(
    timing: CompiledTiming,
    judged: JudgedValue,
    parties: Sequence[int],
    walk_away: Sequence[Fraction | None],
    shifts: tuple[Shift, Shift],
) -> tuple[PartyFlags, ...]:
    """The flags of some parties at a date. walk_away: at that date. shifts: then and one period later."""
    flags_found = []
    for party in parties:
        level, number = walk_away[party], timing.parties[party].best_escalation
        falls = shifts[0][party] - shifts[1][party]
        known = level is not None and (is_judged(timing, party) or falls != 0)
        best = judged(number.stream, number.span) if number is not None else None
        flags_found.append(
            PartyFlags(
                party=party,
                hurting=falls > 0 if known else None,
                no_victory=best <= level if best is not None and level is not None else None,
                falls=falls if known else None,
                best_escalation=best,
                walk_away=level,
            )
        )
    return tuple(flags_found)
