"""What the weakest link of each party would bring it and cost it, as a pair of bars."""

from __future__ import annotations

from winset.analyses.staging.security import Breach
from winset.questions.staging.words import StagingWords, ratio_words
from winset.report.blocks import Drawn
from winset.report.charts.canvas import Box, Canvas, Stroke, Type
from winset.report.charts.legend import TILES, Entry, under_legend
from winset.report.charts.lettering import width, wrapped
from winset.report.charts.theme import ACCENT, ACCENT_LIGHT, FAINT, INK, LINE, SMALL, SOFT, TEXT, WARN, WIDTH

NAMES, BARS = 290.0, 300.0
"""Pixels for what is broken how, for the bars, and for the ratio."""
TALL, PAD, BETWEEN = 10.0, 3.0, 5.0
COSTS, FAILS = (ACCENT_LIGHT, Stroke(colour=ACCENT)), (WARN, Stroke(colour=WARN))


def weakest_links(words: StagingWords) -> Drawn | None:
    """A pair of bars for the weakest link of every party; None where no breach brings any."""
    breaches = [
        breach for remedy in words.staging.remedies if (breach := words.staging.security.of(remedy.party)) is not None
    ]
    if not breaches:
        return None
    canvas, top = Canvas(), 0.0
    canvas.text((WIDTH, 0), ["cost / gain"], Type(size=SMALL, colour=SOFT, align="right"))
    top += LINE + PAD
    for breach in breaches:
        canvas.line((0, top), (WIDTH, top), Stroke(colour=FAINT, width=0.8))
        top = _pair(canvas, words, breach, top + BETWEEN)
    kinds = [Entry(sample="switched", meaning="what the breach would bring, points")]
    if any(not breach.pays for breach in breaches):
        kinds.append(Entry(sample="bar", meaning="what it would cost, points: at least as much"))
    if any(breach.pays for breach in breaches):
        kinds.append(Entry(sample="below", meaning="what it would cost, points: less, so that it pays"))
    return under_legend(kinds, (canvas.chart(WIDTH, top),), caption())


def caption() -> str:
    """What the bars are, and in which unit."""
    return (
        "The weakest link of each party: what that breach would bring it and cost it, in points against no deal at "
        "the time of the breach, each party on a scale of its own (points of two parties do not compare)."
    )


def _pair(canvas: Canvas, words: StagingWords, breach: Breach, top: float) -> float:
    """Draws the pair of one party; gives where the next begins."""
    name = wrapped(words.party_name(breach.party), TEXT, NAMES - 12, most=2, bold=True)
    way = wrapped(words.way(breach), SMALL, NAMES - 12, most=3)
    canvas.text((0, top), name, Type(bold=True))
    canvas.text((0, top + len(name) * LINE), way, Type(size=SMALL, colour=SOFT))
    tall = max((len(name) + len(way)) * LINE, 2 * TALL + PAD)
    middle = top + tall / 2
    most = max(breach.loss, breach.gain)
    numbers = max(width(f"{points:.1f}", SMALL) for points in (breach.loss, breach.gain)) + 8
    looks = (TILES["switched"], FAILS if breach.pays else COSTS)
    for n, (value, look) in enumerate(zip((breach.gain, breach.loss), looks, strict=True)):
        y = middle - TALL - PAD / 2 + n * (TALL + PAD)
        long = (BARS - numbers) * value / most
        if long > 0:
            canvas.box(Box(x=NAMES, y=y, width=long, height=TALL), *look)
        canvas.text((NAMES + long + 5, y + (TALL - LINE) / 2), [f"{value:.1f}"], Type(size=SMALL))
    style = Type(colour=WARN if breach.pays else INK, bold=True, align="right")
    canvas.text((WIDTH, middle - LINE / 2), [ratio_words(breach.ratio).replace("more than ", ">")], style)
    told = (
        f"{words.party_name(breach.party)}: {words.way(breach)}. It would bring it {breach.gain:.1f} points and "
        f"cost it {breach.loss:.1f}, {ratio_words(breach.ratio)} times as much."
    )
    canvas.tip(Box(x=0, y=top, width=WIDTH, height=tall), told)
    return top + tall + BETWEEN
