"""A forecast in sentences."""

from __future__ import annotations

from collections.abc import Iterator

from winset.analyses.forecast.record.residuals import COVERAGE, ISSUES, ORIGIN, PROPOSALS
from winset.analyses.forecast.stances_of import unknown_places
from winset.questions.forecast.solve import ForecastAnswer, IssueForecast
from winset.report.constraints import ConstraintWords
from winset.report.names import Names, counted, listed

RECORD = (
    f"The errors are known from European Union legislation: on {ISSUES} of its issues the "
    "compromise missed by 23 points of 100 on average, no rule by clearly less."
)
WAR = (
    "Other talks, and a war above all, differ: no vote decides, no law binds, parties may fight on. Intervals "
    "are the least uncertainty."
)
COMPROMISE = "the compromise (the mean of what parties want, by strength and by how much each cares)"
CLOSED = "A forecast is made from judged numbers that are above this handling level."
NO_FORECAST = {
    "no_scale": "no scale, and more than two options",
    "off_agenda": "not treated at this table",
    "": "nobody with a known position cares",
}
CLOSE = 10.0
"""Points of the line within which rules are said to agree."""
WIDE = 60
"""Points of the line; a wider interval is said to leave almost everything open."""
SAME = 1e-9
"""Points of the line within which two widths are the same."""
HUNDRED = 100
NAMED = 3
"""Reasons, or parties, that are named; the rest is counted."""


def of_100(mass: float) -> str:
    """A part of the mass as so many in 100: "<1" and ">99" near none and all."""
    if 0 < mass <= 0.005:
        return "<1"
    if 0.995 <= mass < 1 - 1e-9:
        return ">99"
    return f"{HUNDRED * mass:.0f}"


def place(point: float) -> str:
    """A place on the line, without decimals."""
    return f"{abs(point) if round(point) == 0 else point:.0f}"


def span(ends: tuple[float, float]) -> str:
    """Two places on the line: "12–80", or one where they are the same."""
    low, high = map(place, ends)
    return low if low == high else f"{low}–{high}"


def _first_three(names: list[str]) -> str:
    """The first three, and how many more."""
    more = [f"{len(names) - NAMED} more"] if len(names) > NAMED else []
    return listed([*names[:NAMED], *more])


class ForecastWords:
    """What is said of one answer."""

    def __init__(self, answer: ForecastAnswer, names: Names) -> None:
        self.answer, self.names = answer, names
        self.constraints = ConstraintWords(names)

    def likeliest(self, made: IssueForecast) -> int:
        """The option that most of the forecast is nearest to, the first of equal ones."""
        masses = [-1.0 if mass is None else mass for mass in made.nearest]
        return masses.index(max(masses))

    def ends(self, made: IssueForecast) -> tuple[int, int]:
        """The options that lie lowest and highest on the line."""
        places = [(where, option) for option, where in enumerate(made.line.places) if where is not None]
        return min(places)[1], max(places)[1]

    def summary(self) -> str:
        """Where the compromise lies, and how much that leaves open."""
        made = self.answer.issues
        wide = sum(high - low > WIDE for low, high in (issue.interval for issue in made))
        count, all_ = len(made), len(self.answer.case.issues)
        of = f"all {all_} issues" if count == all_ else f"{count} of {all_} issues"
        if count == 1:
            only = "the only issue" if all_ == 1 else of
            almost = "the outcome may lie almost anywhere there: " if wide else ""
            wider = f"{'is' if wide else 'is not'} wider than {WIDE} of 100 points"
            return f"There is a forecast for {only}; {almost}the interval for 8 cases in 10 {wider}."
        where = "each" if wide == count else str(wide) if wide else "none"
        interval = "the interval for 8 cases in 10"
        almost = f"the outcome may lie almost anywhere: {interval} is" if wide else f"is {interval}"
        return f"There is a forecast for {of}; on {where} of them {almost} wider than {WIDE} of 100 points."

    def agreement(self) -> str:
        """Whether the rules agree, in words."""
        rules, made = len(self.answer.rules), self.answer.issues
        if rules < 2:
            return ""
        apart = [issue for issue in made if issue.spread[1] - issue.spread[0] > CLOSE]
        if not apart:
            return f"All {rules} rules, with their presets, lie within {CLOSE:.0f} points of each other on every issue."
        widest = max(apart, key=lambda issue: issue.spread[1] - issue.spread[0])
        close = len(made) - len(apart)
        first = (
            f"All {rules} rules, with their presets, lie within {CLOSE:.0f} points of each other on {close} of "
            f"{counted(len(made), 'issue')}"
            if close
            else f"On no issue do the {rules} rules lie within {CLOSE:.0f} points of each other"
        )
        return (
            f"{first}; they are farthest apart on {self.names.topic(widest.issue)}, from {self._ends(widest.spread)}."
        )

    def _ends(self, ends: tuple[float, float]) -> str:
        return f"{place(ends[0])} to {place(ends[1])}"

    def spreads(self) -> str:
        """Which moves the answer more: the choice of the rule or the judged numbers."""
        known = [(issue.spread, issue.trials) for issue in self.answer.issues if issue.trials is not None]
        if not known or len(self.answer.rules) < 2:
            return ""
        more = [(rule[1] - rule[0]) - (trials[1] - trials[0]) for rule, trials in known]
        by_rule, by_numbers = sum(one > SAME for one in more), sum(one < -SAME for one in more)
        of = counted(len(known), "issue")
        if by_rule > by_numbers:
            return f"Which rule is believed matters more than the judged numbers and silences on {by_rule} of {of}."
        if by_numbers > by_rule:
            return f"The judged numbers and silences matter more than which rule is believed on {by_numbers} of {of}."
        if by_rule:
            each = counted(by_rule, "issue")
            return f"Rules and judged numbers move the answer equally often: each more on {each}."
        return "Which rule is believed matters as much as the judged numbers and silences."

    def refused(self) -> str:
        """How much of the forecast lies where no agreement can."""
        refused = [issue for issue in self.answer.issues if issue.refused > 0]
        if not refused:
            return "No forecast lies nearest to an option that a party whose consent is needed rejects."
        most = max(refused, key=lambda issue: issue.refused)
        pairs = zip(most.nearest, most.refusers, strict=True)
        who = self.names.parties(sorted({party for mass, each in pairs if mass for party in each}))
        return (
            f"Part of it is no agreement: on {counted(len(refused), 'issue')} some of it lies nearest to "
            f"what a party whose consent is needed rejects, most on {self.names.topic(most.issue)}: "
            f"{of_100(most.refused)} of 100 parts, rejected by {who}."
        )

    def package(self) -> str:
        """Whether the compromise as a package would be accepted."""
        package = self.answer.package
        if package is None:
            return "An issue has neither a forecast nor a status quo, so that the forecast makes no package."
        if package.is_acceptable:
            return "Taken as a package, the options nearest to the compromise would be accepted by all who are needed."
        if package.is_acceptable is None:
            return (
                "Taken as a package, no red line or rule stands against the options nearest to the compromise; whether "
                f"{self._unknown(package.unknown)} would accept them is not known."
            )
        if not package.moves:
            return "Taken as a package, the options nearest to the compromise change nothing."
        reasons = [self.constraints.constraint(item) for item in package.broken]
        reasons += ["a rule of the case"] if package.breaks_rule else []
        return (
            "Taken as a package, the options nearest to the compromise would not be accepted: against it "
            f"{'stands' if len(reasons) == 1 else 'stand'} {_first_three(reasons)}."
        )

    def _unknown(self, parties: tuple[int, ...]) -> str:
        return _first_three([self.names.party(party) for party in parties])

    def beside_deal(self) -> str:
        """The package of `winset deal` nearest to it."""
        package = self.answer.package
        if package is None:
            return ""
        if package.leading is None:
            why = package.refusal or "none is proposed"
            return f"No package can be set beside it: {why}."
        asked = len(self.answer.case.issues) - len(self.answer.case.structure.left_out)
        which = "that all who are needed would accept" if package.is_deal else "that a single movement would open"
        if package.is_deal and package.unknown:
            which = "against which no red line or rule stands"
        return f"Of the leading packages {which}, the nearest shares {package.shared} of {asked} options with it."

    def without(self) -> Iterator[str]:
        """The issues without a forecast, by name, with the reason."""
        known = {made.issue for made in self.answer.issues}
        for issue, (line, why) in enumerate(zip(self.answer.given.lines, self.answer.given.why_not, strict=True)):
            if issue not in known:
                reason = NO_FORECAST["" if line is not None else why]
                yield f"No forecast for {self.names.topic(issue)}: {reason}."

    def of_two(self) -> str:
        """Which issues are read as a line of their two options."""
        two = [made.issue for made in self.answer.issues if made.line.is_of_two]
        if not two:
            return ""
        topics = listed(self.names.topic(issue) for issue in two)
        return f"On {topics} there are two options and no scale: they are read as the ends of a line."

    def alone(self) -> str:
        """On which issues the place of one party alone is known."""
        position = self.answer.given.stances.weight > 0
        alone = [made.issue for made in self.answer.issues if position[:, made.issue].sum() == 1]
        if not alone:
            return ""
        topics = listed(self.names.topic(issue) for issue in alone)
        return f"On {topics} only one party’s wish is known, and the rules have nothing to weigh it against."

    def strengths(self) -> str:
        """What stands for strength where it is not judged."""
        if not self.answer.given.is_equal:
            return ""
        return "The strength of some party is not judged, so all count as equally strong."

    def silent(self) -> str:
        """Which positions are missing."""
        case = self.answer.case
        known = {made.issue for made in self.answer.issues}
        cells = sum(issue in known for _, issue in unknown_places(case))
        if not cells:
            return ""
        trials = (
            " in trials it stands anywhere, and cares anyhow where that is not judged."
            if self.answer.request.trials
            else ""
        )
        return (
            f"On these issues the sources are silent {counted(cells, 'time')} on what a party wants; it then has no "
            f"place on the line{';' if trials else '.'}{trials}"
        )

    def notes(self) -> Iterator[str]:
        """What a reader must know of what is missing."""
        yield from self.without()
        yield from filter(None, (self.of_two(), self.alone(), self.strengths()))

    def calibration(self) -> str:
        """What the intervals have been worth."""
        each = listed(f"{round(HUNDRED * level)} % held {round(HUNDRED * hit)} %" for level, hit in COVERAGE)
        return (
            f"With the distances of the other proposals alone, intervals of {each} of the record’s outcomes, on "
            f"{ISSUES} issues of {PROPOSALS} proposals."
        )

    def origin(self) -> str:
        return f"The record: {ORIGIN}."
