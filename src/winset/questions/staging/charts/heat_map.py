"""Where a party would keep the plan, over the snapback of the steps that answer it and the detection of its breach."""

from __future__ import annotations

from itertools import groupby

import altair as alt

from winset.analyses.staging.plane import Plane
from winset.analyses.staging.plane import plane as plane_of
from winset.analyses.staging.staging import Staging
from winset.questions.staging.charts.shades import entries, shade
from winset.questions.staging.words import StagingWords
from winset.report.blocks import Drawn
from winset.report.charts.canvas import Box, Canvas, Stroke, Type
from winset.report.charts.legend import SAMPLE, legend
from winset.report.charts.lettering import wrapped
from winset.report.charts.theme import INK, LINE, PAPER, SMALL, SOFT, WIDTH, themed

SIDE, LEFT = 230.0, 60.0
TICKS = (0.0, 0.25, 0.5, 0.75, 1.0)
EVEN = Stroke(colour=INK, width=2)
SEAM = 0.9
"""Of cells, so that no paper shows between them."""
RING = Stroke(colour=INK, width=2)


def weakest_plane(found: Staging) -> Plane | None:
    """The plane of the weakest party that some step which can be put back answers."""
    planes = (plane_of(found.terms, one.party) for one in found.remedies)
    return next((one for one in planes if one is not None), None)


def heat_map(told: StagingWords) -> Drawn | None:
    """The ratios as shaded cells, the edge where a breach begins to pay, and the plan's point."""
    plane = weakest_plane(told.found)
    if plane is None:
        return None
    heading = f"{told.party_name(plane.party)}, by chance of snapback and of detection"
    lines = wrapped(heading, SMALL, LEFT + SIDE, most=3, bold=True)
    canvas, top = Canvas(), len(lines) * LINE + 6
    canvas.text((0, 0), lines, Type(size=SMALL, bold=True))
    _cells(canvas, plane, top)
    _axes(canvas, top)
    at = (LEFT + plane.snapback * SIDE, top + (1 - plane.detection) * SIDE)
    canvas.dot(at, 11, PAPER, RING, "diamond")
    key, room = Canvas(), WIDTH - LEFT - SIDE - 40
    ratios = [float(one) for one in plane.ratios.ravel()]
    tall = legend(key, entries(ratios), top=0, room=1) + 4
    key.dot((8, tall + LINE / 2), 11, PAPER, RING, "diamond")
    key.text((SAMPLE, tall), ["the plan as it stands"], Type(size=SMALL, colour=SOFT))
    side = alt.hconcat(canvas.chart(LEFT + SIDE + 24, top + SIDE + 3 * LINE), key.chart(room, tall + LINE), spacing=16)
    words = caption(told, plane)
    return Drawn(chart=themed(alt.vconcat(side), words), caption=words)


def caption(told: StagingWords, plane: Plane) -> str:
    """What the cells show."""
    return (
        f"What the weakest link of {told.party(plane.party)} would cost it over what it would bring, all other terms "
        "as they are. Along the bottom: the chance that the steps of others that answer it are put back, the lowest of "
        "them if they differ; upwards: the chance per period that its hidden breach is noticed. Beyond the bold line a "
        "breach pays."
    )


def _cells(canvas: Canvas, plane: Plane, top: float) -> None:
    """The cells, and a bold line between those below 1 and the others."""
    count = len(plane.snapbacks)
    size = SIDE / count
    pays = plane.ratios < 1
    for row in range(count):
        y = top + SIDE - (row + 1) * size
        for fill, first, cells in _runs([shade(float(ratio)).fill for ratio in plane.ratios[row]]):
            run = Box(x=LEFT + first * size, y=y, width=cells * size, height=size)
            canvas.box(run, fill, Stroke(colour=fill, width=SEAM))
        for column in range(count):
            x = LEFT + column * size
            if column + 1 < count and pays[row, column] != pays[row, column + 1]:
                canvas.line((x + size, y), (x + size, y + size), EVEN)
            if row + 1 < count and pays[row, column] != pays[row + 1, column]:
                canvas.line((x, y), (x + size, y), EVEN)
    for start, end in (((0, 0), (1, 0)), ((0, 1), (1, 1)), ((0, 0), (0, 1)), ((1, 0), (1, 1))):
        ends = [(LEFT + a * SIDE, top + b * SIDE) for a, b in (start, end)]
        canvas.line(ends[0], ends[1], Stroke(colour=SOFT, width=0.6))


def _runs(fills: list[str]) -> list[tuple[str, int, int]]:
    """Neighbours that look alike, as one: their look, where they begin, and how many they are."""
    found, first = [], 0
    for fill, cells in ((fill, len(list(alike))) for fill, alike in groupby(fills)):
        found.append((fill, first, cells))
        first += cells
    return found


def _axes(canvas: Canvas, top: float) -> None:
    small = Type(size=SMALL, colour=SOFT)
    for tick in TICKS:
        x, y = LEFT + tick * SIDE, top + (1 - tick) * SIDE
        canvas.text((x, top + SIDE + 3), [f"{tick:g}"], Type(size=SMALL, colour=SOFT, align="center"))
        canvas.text((LEFT - 5, y - LINE / 2), [f"{tick:g}"], Type(size=SMALL, colour=SOFT, align="right"))
    canvas.text((LEFT, top + SIDE + 3 + LINE), ["chance that a step is put back"], small)
    canvas.text((0, top + SIDE / 2 - LINE), ["noticed", "per", "period"], small)
