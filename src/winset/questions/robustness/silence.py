"""The weight of silence: each silent cell with the shares that its resolutions span."""

from __future__ import annotations

from dataclasses import dataclass
from math import hypot

from winset.analyses.robustness.drivers import Driver
from winset.analyses.robustness.exclusion import Exclusion
from winset.analyses.robustness.readings_question import DEAL
from winset.analyses.robustness.robustness import Robustness
from winset.readings.shares import Share

Resolved = tuple[str, Share]
"""An option, and the trials with a deal."""
CLEAR = 3
"""Standard errors that a share must differ by to be told as higher or lower."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SilentCell:
    """names: the issue and the party. least, most: the options that, as what the party wants most, leave the fewest and
    the most trials with a deal. worst_refusal: the option whose refusal leaves the fewest; None where no refusal leaves
    fewer than every wish. never: why that refusal leaves none, where no number decides it. otherwise: the wishes that
    change the answer on the best guesses in one direction and the share of trials in the other, each with whether they
    open a deal on the best guesses.
    """

    names: tuple[str, str]
    least: Resolved
    most: Resolved
    worst_refusal: Resolved | None
    never: Exclusion | None = None
    otherwise: tuple[tuple[str, bool], ...] = ()

    @property
    def spread(self) -> int:
        """Trials that the least and the most differ by."""
        low = self.least if self.worst_refusal is None else self.worst_refusal
        return self.most[1].number - min(low[1].number, self.least[1].number)

    @property
    def moves(self) -> bool:
        return self.spread > 0


def silent_cells(robustness: Robustness, before: bool | None = None) -> list[SilentCell]:
    """Every silent cell, those first whose resolutions differ most. before: whether there is a deal centrally, where it
    is to be told which wishes do otherwise there than in the trials.
    """
    wants: dict[tuple[str, str], list[Driver]] = {}
    rejects: dict[tuple[str, str], list[Driver]] = {}
    for driver in robustness.resolved_silence:
        shares = wants if driver.input.kind == "wants" else rejects
        shares.setdefault((driver.input.names[0], driver.input.names[1]), []).append(driver)
    cells = []
    for names, drivers in wants.items():
        ways = sorted(map(_way, drivers), key=lambda way: (way[1].number, way[0]))
        refusals = map(_way, rejects.get(names, []))
        worst = min(refusals, key=lambda way: (way[1].number, way[0]), default=None)
        lower = worst if worst is not None and worst[1].number < ways[0][1].number else None
        cells.append(
            SilentCell(
                names=names,
                least=ways[0],
                most=ways[-1],
                worst_refusal=lower,
                never=robustness.excludes("rejects", *names, lower[0]) if lower is not None else None,
                otherwise=() if before is None else tuple(_otherwise(robustness, drivers, before)),
            )
        )
    return sorted(cells, key=lambda cell: (-cell.spread, cell.names))


def _way(driver: Driver) -> Resolved:
    effect = driver.effects[DEAL]
    return driver.input.names[2], effect.holds or effect.before


def _otherwise(robustness: Robustness, drivers: list[Driver], before: bool) -> list[tuple[str, bool]]:
    """The wishes that open a deal centrally and make one clearly rarer in the trials, or the reverse."""
    contrary = []
    for driver in drivers:
        centrally = robustness.centrally.get(driver.input.name, before)
        option, share = _way(driver)
        usual = driver.effects[DEAL].before
        rise = share.share - usual.share
        clear = not (share.undecided or usual.undecided) and abs(rise) > CLEAR * hypot(share.error, usual.error)
        if centrally != before and clear and (rise > 0) != centrally:
            contrary.append((option, centrally))
    return contrary
