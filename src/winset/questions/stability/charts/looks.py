"""How parties and the package that is looked at are drawn."""

from __future__ import annotations

from winset.report.charts.canvas import Stroke
from winset.report.charts.theme import WARN

PARTIES: tuple[Stroke, ...] = (
    Stroke(colour="#20639b", width=1.7),
    Stroke(colour="#c2571a", width=1.7, dash=(7, 3)),
    Stroke(colour="#2c7a4b", width=1.7, dash=(2, 2.5)),
    Stroke(colour="#7b3f98", width=1.7, dash=(9, 2.5, 2, 2.5)),
    Stroke(colour="#6b5b1e", width=1.7, dash=(4, 4)),
    Stroke(colour="#444b52", width=1.7, dash=(1, 3)),
)
"""How the moves of each party are drawn, in the order of the case; told apart by dashes as well."""
LOOKED_AT = Stroke(colour=WARN, width=2.2)


def party_stroke(party: int) -> Stroke:
    """How the moves of a party are drawn."""
    return PARTIES[party % len(PARTIES)]
