"""The weight of silence: each silent cell with the shares that its resolutions span."""

from __future__ import annotations

from dataclasses import dataclass

from winset.analyses.robustness.readings_question import DEAL
from winset.analyses.robustness.robustness import Robustness
from winset.readings.shares import Share

Resolved = tuple[str, Share]
"""An option, and the readings with a deal."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SilentCell:
    """names: the issue and the party. least, most: the options that, as what the party wants most, leave the fewest and
    the most readings with a deal. worst_refusal: the option whose refusal leaves the fewest; None where no refusal
    leaves fewer than every wish.
    """

    names: tuple[str, str]
    least: Resolved
    most: Resolved
    worst_refusal: Resolved | None

    @property
    def spread(self) -> int:
        """Readings that the least and the most differ by."""
        low = self.least if self.worst_refusal is None else self.worst_refusal
        return self.most[1].number - min(low[1].number, self.least[1].number)

    @property
    def moves(self) -> bool:
        return self.spread > 0


def silent_cells(found: Robustness) -> list[SilentCell]:
    """Every silent cell, those first whose resolutions differ most."""
    wants: dict[tuple[str, str], list[Resolved]] = {}
    rejects: dict[tuple[str, str], list[Resolved]] = {}
    for one in found.resolved_silence:
        issue, party, option = one.input.names
        share = one.effects[DEAL].holds
        if share is not None:
            held = wants if one.input.kind == "wants" else rejects
            held.setdefault((issue, party), []).append((option, share))
    cells = []
    for names, ways in wants.items():
        ordered = sorted(ways, key=lambda way: (way[1].number, way[0]))
        worst = min(rejects.get(names, []), key=lambda way: (way[1].number, way[0]), default=None)
        lower = worst is not None and worst[1].number < ordered[0][1].number
        cells.append(
            SilentCell(names=names, least=ordered[0], most=ordered[-1], worst_refusal=worst if lower else None)
        )
    return sorted(cells, key=lambda one: (-one.spread, one.names))
