"""The time line of a plan: a lane for each party, its steps at their periods, and over them how secure it is."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction

from winset.analyses.staging.schedule import Schedule, Shares
from winset.analyses.staging.security import Breach, Security
from winset.analyses.staging.staging import Staging
from winset.questions.staging.charts.shades import NOTHING_TO_GAIN, entries, shade
from winset.questions.staging.words import StagingWords, percent, plan_shares, ratio_words
from winset.report.blocks import Drawn, Mark
from winset.report.charts.canvas import Box, Canvas, Stroke, Type
from winset.report.charts.legend import Entry, under_legend
from winset.report.charts.lettering import width, wrapped
from winset.report.charts.theme import ACCENT, ACCENT_LIGHT, FAINT, INK, LINE, PAPER, SMALL, SOFT, TEXT, WIDTH
from winset.report.pieces import capitalised

NAMES = 218.0
"""Pixels for the names of parties and steps."""
INDENT, PAD, LANE, TALL = 10.0, 3.0, 9.0, 13.0
MOST_DATES = 12
"""Dates that are drawn side by side with their numbers; beyond, the first at which something is due are, and the last.
"""
STILL = Stroke(colour=ACCENT, width=1.4)
EDGE = Stroke(colour=ACCENT, width=0.8)


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """One course of the plan that is drawn: its heading, its shares, and how secure it is. is_plan: as the case has
    it.
    """

    heading: str
    shares: Shares
    security: Security
    is_plan: bool = False

    @property
    def dates(self) -> int:
        """How many dates differ; the last one stands for all later ones."""
        return max((link.period for link in self.security.links), default=len(self.shares[0])) + 1


def courses(words: StagingWords, best: Schedule | None) -> list[Course]:
    """The plan as it is and below it the schedule, where that is another and, if safety was sought, a safer one."""
    plan = Course(
        heading="The plan as it stands",
        shares=plan_shares(words.staging),
        security=words.staging.security,
        is_plan=True,
    )
    if best is None or best.shares is None or best.tested is None or words.same_as_plan(best):
        return [plan]
    if best.objective == "security" and not words.is_safer(best):
        return [plan]
    names = {"security": "The most secure order", "worth": "The order worth most to all together"}
    heading = names.get(best.objective, "The order that ends earliest")
    return [plan, Course(heading=heading, shares=best.shares, security=best.tested)]


def better(staging: Staging) -> Schedule | None:
    """The schedule that is drawn below the plan: the first that was found of those that were asked for."""
    return next((schedule for schedule in staging.schedules.values() if schedule.shares is not None), None)


def time_line(staging_words: StagingWords) -> Drawn:
    """The lanes of every party, for the plan and a better schedule."""
    best = better(staging_words.staging)
    drawn = courses(staging_words, best)
    canvas, top = Canvas(), 0.0
    shown = shown_dates(drawn)
    for course in drawn:
        top = _Lanes(canvas, staging_words, course, shown).draw(top) + LANE
    ratios = [link.weakest.ratio for course in drawn for link in course.security.links if link.weakest is not None]
    bar = [Entry(sample="bar", meaning="share of a step")]
    marks = tuple(
        Mark(key=name, words=capitalised(staging_words.step(step)))
        for step, name in enumerate(staging_words.staging.terms.steps)
    )
    made = under_legend([*entries(ratios), *bar], (canvas.chart(WIDTH, top),), caption(staging_words, best))
    return replace(made, marks=marks)


def caption(words: StagingWords, best: Schedule | None = None) -> str:
    """What the lanes show, and which dates are left out."""
    drawn = courses(words, best)
    dates, shown = max(course.dates for course in drawn), shown_dates(drawn)
    cut = (
        f" Of {dates} dates {len(shown)} are shown: the first with a step, and the last." if dates > len(shown) else ""
    )
    two = ", above as the plan stands and below in another order" if len(drawn) > 1 else ""
    return (
        f"Each party’s steps by period of {words.staging.terms.period}{two}; a line: the step is in force and can be "
        "put back. In the strip beside a party’s name: what its weakest link from that date on would cost it over what "
        f"it would bring it; “–”: nothing of its own to save by one.{cut}"
    )


class _Lanes:
    """One course on a canvas."""

    def __init__(self, canvas: Canvas, words: StagingWords, course: Course, shown: list[int]) -> None:
        self.canvas, self.words, self.course = canvas, words, course
        self.terms = words.staging.terms
        self.shown = shown
        self.wide = (WIDTH - NAMES) / len(self.shown)

    def left(self, column: int) -> float:
        return NAMES + column * self.wide

    def draw(self, top: float) -> float:
        """Draws heading, dates and lanes; gives where they end."""
        canvas, last = self.canvas, self.shown[-1]
        canvas.text((0, top), [self.course.heading], Type(bold=True))
        for column, date in enumerate(self.shown):
            name = f"{date} on" if date == last else f"{date}"
            at = (self.left(column) + self.wide / 2, top)
            canvas.text(at, [name], Type(size=SMALL, colour=SOFT, align="center"))
        top += LINE + PAD
        for party in range(len(self.terms.parties)):
            steps = [step for step, owner in enumerate(self.terms.owner.tolist()) if owner == party]
            if steps or any(link.party == party for link in self.course.security.links):
                top = self._lane(party, steps, top)
        return top

    def _lane(self, party: int, steps: list[int], top: float) -> float:
        canvas = self.canvas
        canvas.line((0, top), (WIDTH, top), Stroke(colour=FAINT, width=0.8))
        top += PAD
        lines = wrapped(self.words.party_name(party), TEXT, NAMES - 8, most=2, bold=True)
        tall = max(TALL, len(lines) * LINE)
        canvas.text((0, top + (tall - len(lines) * LINE) / 2), lines, Type(bold=True))
        self._strip(party, top, tall)
        top += tall + PAD
        for step in steps:
            top = self._step(step, top)
        return top + PAD

    def _strip(self, party: int, top: float, tall: float) -> None:
        """The ratio of the party at each date."""
        of = {link.period: link.weakest for link in self.course.security.links if link.party == party}
        for column, date in enumerate(self.shown):
            breach = of.get(min(date, self.course.dates - 1))
            box = Box(x=self.left(column) + 0.5, y=top, width=self.wide - 1, height=tall)
            fill, ink, text = PAPER, SOFT, "–"
            if breach is not None:
                look = shade(breach.ratio)
                fill, ink, text = look.fill, look.ink, _short(breach.ratio)
            self.canvas.box(box, fill, NOTHING_TO_GAIN)
            self.canvas.tip(box, self._told(party, date, breach))
            if width(text, SMALL, bold=True) <= self.wide - 2:
                style = Type(size=SMALL, colour=ink, align="center", bold=ink == PAPER)
                self.canvas.text((box.x + box.width / 2, top + (tall - LINE) / 2), [text], style)

    def _told(self, party: int, date: int, breach: Breach | None) -> str:
        """What a breach from a date on would bring and cost a party."""
        name = self.words.party_name(party)
        if breach is None:
            return f"{name}, period {date}: nothing of its own to save by a breach from then on."
        return (
            f"{name}, period {date}: weakest link from then on: {self.words.way(breach)}. It would bring it "
            f"{breach.gain:.1f} points and cost it {breach.loss:.1f}, {ratio_words(breach.ratio)} times as much."
        )

    def _step_told(self, step: int, date: int, share: Fraction) -> str:
        after = "can be put back" if self.terms.reversible[step] else "cannot be put back"
        owner = self.words.party_name(int(self.terms.owner[step]))
        return f"{self.words.step(step)}: {percent(share)} by {owner} in period {date}; {after}."

    def _step(self, step: int, top: float) -> float:
        """One step: its name, a box in every period in which a part is due, a line while it can be put back."""
        lines = wrapped(self.words.step(step), SMALL, NAMES - INDENT - 8, most=3)
        tall = max(TALL, len(lines) * LINE)
        self.canvas.text((INDENT, top + (tall - len(lines) * LINE) / 2), lines, Type(size=SMALL))
        row = self.course.shares[step]
        due = [(column, row[date]) for column, date in enumerate(self.shown) if date < len(row) and row[date]]
        middle = top + tall / 2
        if self.terms.reversible[step] and due:
            self.canvas.line((self.left(due[0][0]) + 2, middle), (WIDTH, middle), STILL)
        for column, share in due:
            room = self.wide - 4
            box = Box(x=self.left(column) + 2, y=middle - TALL / 2, width=room, height=TALL)
            self.canvas.node(box, PAPER, EDGE)
            part = Box(x=box.x + 0.4, y=box.y + 0.4, width=(room - 0.8) * float(share), height=TALL - 0.8)
            self.canvas.node(part, ACCENT_LIGHT)
            key = self.terms.steps[step] if self.course.is_plan else ""
            self.canvas.tip(box, self._step_told(step, self.shown[column], share), key)
            if width(percent(share), SMALL) <= room:
                at = (box.x + room / 2, middle - LINE / 2)
                self.canvas.text(at, [percent(share)], Type(size=SMALL, colour=INK, align="center"))
        return top + tall + PAD


def shown_dates(drawn: list[Course]) -> list[int]:
    """The dates that are drawn, the same for every course: all where they fit, else the first with a step, and the
    last.
    """
    dates = max(course.dates for course in drawn)
    if dates <= MOST_DATES:
        return list(range(dates))
    due = {date for course in drawn for row in course.shares for date, share in enumerate(row) if share}
    return [*sorted(due)[: MOST_DATES - 1], dates - 1]


def _short(ratio: float) -> str:
    """A ratio in a cell."""
    return ratio_words(ratio).replace("more than ", ">")
