"""Where rules of bargaining settle each issue, worked out anew from the raw case.

The compromise, the mean, the median and the Nash point are worked out from positions, salience and capability, each
party after the other, and so are their ranges over the trials. The forecast is its mass, error by error and trial by
trial. What trials draw is taken from the program, and looked at: the known must be as it is, and the rest within its
range.

The rules with rounds go round by round as their oracles have them, in trials and under their presets too. The readings
of the expected-utility model are all gone through. How far the rules lie apart is worked out from their points. Of
leading packages where there is no deal it is checked that one which a single party holds up shares so many options.
"""

from __future__ import annotations

import re
from dataclasses import replace
from fractions import Fraction
from math import inf, prod
from typing import Any

from tests.oracles import settlement_oracle
from tests.oracles.distribution_oracle import Mass, slow_forecast
from tests.oracles.forecast_oracle import compromise, medians, nash
from winset.analyses.forecast.record.residuals import COVERAGE, ISSUES, ORIGIN, POSITION_SHARE, PROPOSALS, SIZES
from winset.analyses.forecast.rules import RULES
from winset.analyses.forecast.stances_of import drawn_stances

from .cases import ISSUES as TITLES
from .facts import Facts, Package
from .grammar import PARTY, Words, kind, names_in, no_claim, whole
from .processes import CHALLENGES, SPATIAL, Report, Stance, actors, readings, reports, spatial
from .sentences import Said

NEAR = 1e-6
"""Points of the line by which two ways to work a place out may differ."""
WIDE, CLOSE = 60, 10
SLACK = 1e-5
"""Points of the line by which a rule with rounds may differ from its oracle."""
POINT_RULES = ("compromise", "mean", "median", "nash")
ISSUE = "issue-.*"
BRIEF = "brief_forecast"


class Line:
    """An issue that can be forecast."""

    def __init__(self, f: Facts, issue: str, places: dict[str, Fraction]) -> None:
        self.f, self.issue, self.places = f, issue, places
        self.column = f.case.issues.index(issue)
        self.stances = [
            Stance(
                f.case.parties.index(party),
                places.get(ideal_of(f, party, issue) or ""),
                salience_of(f, party, issue),
                capability_of(f, party),
            )
            for party in standing(f)
        ]

    @property
    def weighed(self) -> list[Stance]:
        return [one for one in self.stances if one.weight > 0]

    def point(self, rule: str) -> tuple[float, ...]:
        """Where a rule of one formula settles it; both where two places tie."""
        return points(rule, self.weighed)

    @property
    def hull(self) -> tuple[float, float]:
        places = [float(one.place or 0) for one in self.weighed]
        return min(places), max(places)

    def in_trial(self, number: int) -> list[Stance]:
        """The stances of a trial that weigh anything. Fails where one is not as the case has it."""
        batch = self.f.once(
            ("batch", self.f.table), lambda: drawn_stances(self.f.case, self.f.seed, range(trials(self.f)))
        )
        drawn = []
        for stance in self.stances:
            row, party = stance.number, self.f.case.parties[stance.number]
            place = float(batch.position[number, row, self.column])
            known = ideal_of(self.f, party, self.issue)
            if known is not None:
                assert known not in self.places or close(place, float(self.places[known]))
            else:
                assert place != place or any(close(place, float(one)) for one in self.places.values())
            cared, strength = float(batch.salience[number, row, self.column]), float(batch.capability[number, row])
            if place != place:
                continue
            asked = settlement_oracle.judged(self.f.raw, "salience", self.issue).get(party)
            assert is_within(cared, asked if asked is not None else [0, 100])
            judged = self.f.raw["judgements"].get("capability", {})
            assert is_within(strength, 1 if is_equal(self.f) else judged[party])
            at = next(one for one in self.places.values() if close(place, float(one)))
            drawn.append(Stance(row, at, Fraction(str(cared)), Fraction(str(strength))))
        return [one for one in drawn if one.weight > 0]

    @property
    def drawn(self) -> list[list[Stance]]:
        """The trials in which anybody cares."""
        found: list[list[Stance]] = self.f.once(
            ("trials of", self.f.table, self.issue),
            lambda: [self.in_trial(number) for number in range(trials(self.f))],
        )
        return [one for one in found if one]

    def range(self, rule: str) -> tuple[float, float] | None:
        """Between which places the middle 80 of 100 trials lie."""
        return middle([points(rule, stances)[0] for stances in self.drawn])

    @property
    def mass(self) -> Mass:
        """The forecast, trial by trial."""
        found: Mass = self.f.once(("mass", self.f.table, self.issue), self._mass)
        return found

    def _mass(self) -> Mass:
        sizes = [Fraction(str(size)) for size in SIZES]
        return slow_forecast(
            [compromise(actors(stances)) for stances in self.drawn],
            [[(one.place or Fraction(0), one.weight) for one in stances] for stances in self.drawn],
            [*(-size for size in sizes), *sizes],
            Fraction(str(POSITION_SHARE)),
        )

    @property
    def nearest(self) -> dict[str, float]:
        """By option the part of the forecast that is nearest to it."""
        found: dict[str, float] = dict.fromkeys(self.places, 0.0)
        for point, part in self.mass.items():
            away = {option: abs(float(point - place)) for option, place in self.places.items()}
            near = [option for option in away if away[option] <= min(away.values()) + 1e-9]
            for option in near:
                found[option] += float(part) / len(near)
        return found

    @property
    def rejected_by(self) -> dict[str, set[str]]:
        """By option, who rejects it and whose consent every package with it needs, or whom a body follows."""
        raw, found = self.f.raw, {}
        follows = {body["follows"] for body in settlement_oracle.bodies(raw, self.f.table)}
        packages = settlement_oracle.open_packages(raw, self.f.table)
        place = list(raw["issues"]).index(self.issue)
        for option in raw["issues"][self.issue]["options"]:
            held = [needed_for(self.f, x) for x in packages if x[place] == option]
            needed = frozenset.intersection(*held) | follows
            found[option] = {one for one in needed if option in settlement_oracle.rejected(raw, one, self.issue)}
        return found

    @property
    def rejected(self) -> float:
        by = self.rejected_by
        return sum(part for option, part in self.nearest.items() if by[option])

    @property
    def spread(self) -> tuple[float, float]:
        """Between the lowest and the highest point of all rules and their presets."""
        every = [point for rule in POINT_RULES for point in self.point(rule)]
        for rule in (key for key in RULES if key not in POINT_RULES):
            every += [settled(self.f, rule, name)[self.issue][-1] for name in ("", *RULES[rule].presets)]
        return min(every), max(every)

    @property
    def read_as(self) -> tuple[float, float]:
        """Between which points the expected-utility model settles in all its readings."""
        found: tuple[float, float] = self.f.once(("readings", self.f.table, self.issue), lambda: readings(self.weighed))
        return found


def needed_for(f: Facts, x: tuple[str, ...]) -> frozenset[str]:
    """Who must accept a package."""
    return frozenset(settlement_oracle.required_for(f.raw, f.table, x))


def trials(f: Facts) -> int:
    return f.trials_said


def document(f: Facts) -> Any:
    """The answer as data."""
    return f.once(
        ("forecast", f.table), lambda: f.study.forecast(level="restricted", **f.asked).report("restricted").data
    )


def standing(f: Facts) -> list[str]:
    """Who bargains: at a table those that sit at it."""
    seated = f.raw["parties"] if f.table is None else f.raw["tables"][f.table]["seated"]
    return [party for party in f.raw["parties"] if party in seated]


def agenda(f: Facts) -> list[str]:
    every = list(f.raw["issues"])
    return every if f.table is None else [x for x in every if x in f.raw["tables"][f.table].get("agenda", every)]


def ideal_of(f: Facts, party: str, issue: str) -> str | None:
    """What a party, or whom it leaves the issue to, wants most; None where nothing says it."""
    speaker = settlement_oracle.spokesman(f.raw, party, issue)
    cell = settlement_oracle.cell(f.raw, speaker, issue)
    if cell != "silent" and "ideal" in cell:
        return str(cell["ideal"])
    if order := settlement_oracle.judged(f.raw, "orders", issue).get(speaker):
        return str(order[0])
    scores = settlement_oracle.judged(f.raw, "scores", issue).get(speaker, {})
    options = list(f.raw["issues"][issue]["options"])
    if any(option not in scores for option in options):
        return None
    return str(max(options, key=lambda option: settlement_oracle.central(scores[option])))


def salience_of(f: Facts, party: str, issue: str) -> Fraction:
    return settlement_oracle.salience(f.raw, party, issue)


def is_equal(f: Facts) -> bool:
    return any(party not in f.raw["judgements"].get("capability", {}) for party in f.raw["parties"])


def capability_of(f: Facts, party: str) -> Fraction:
    return Fraction(1) if is_equal(f) else settlement_oracle.central(f.raw["judgements"]["capability"][party])


def all_lines(f: Facts) -> dict[str, Line]:
    """By issue, those with a line."""

    def made() -> dict[str, Line]:
        return {issue: Line(f, issue, places) for issue in agenda(f) if (places := places_of(f, issue)) is not None}

    found: dict[str, Line] = f.once(("lines", f.table), made)
    return found


def lines(f: Facts) -> dict[str, Line]:
    """By issue, those on whose line somebody stands who cares."""
    return {issue: line for issue, line in all_lines(f).items() if line.weighed}


def settled(f: Facts, rule: str, preset: str = "") -> dict[str, Report]:
    """By issue what a rule with rounds reports, by default or under a preset."""
    weighed = {issue: line.weighed for issue, line in lines(f).items()}
    choices = RULES[rule].presets[preset] if preset else {}
    found: dict[str, Report] = f.once(("settled", f.table, rule, preset), lambda: reports(rule, weighed, choices))
    return found


def settled_in_trials(f: Facts, rule: str, count: int) -> list[dict[str, Report]]:
    """The same in each of the first trials, on the issues where anybody cares then."""

    def made() -> list[dict[str, Report]]:
        drawn = [{issue: line.in_trial(number) for issue, line in all_lines(f).items()} for number in range(count)]
        return [reports(rule, {issue: one for issue, one in each.items() if one}, {}) for each in drawn]

    found: list[dict[str, Report]] = f.once(("settled in trials", f.table, rule, count), made)
    return found


def places_of(f: Facts, issue: str) -> dict[str, Fraction] | None:
    """The places of the options of a scale, or of two options; None where there is no line."""
    held = f.raw["issues"][issue]
    if held.get("scale", False):
        return settlement_oracle.places_on_the_line(f.raw, issue)
    options = list(held["options"])
    return dict(zip(options, (Fraction(0), Fraction(100)), strict=True)) if len(options) == 2 else None


def line_of(f: Facts, said: Said) -> Line:
    """The issue that a section is about."""
    return lines(f)[said.section.removeprefix("issue-")]


def points(rule: str, stances: list[Stance]) -> tuple[float, ...]:
    weights = [one.weight if rule == "compromise" else Fraction(1) for one in stances]
    if rule in ("compromise", "mean"):
        total = sum(weight * (one.place or 0) for weight, one in zip(weights, stances, strict=True))
        return (float(total / sum(weights)),)
    if rule == "median":
        lower, upper = medians(actors(stances))
        return (lower,) if lower == upper else (lower, upper)
    best = nash(actors(stances))
    assert best is not None
    return (best,)


def middle(every: list[float]) -> tuple[float, float] | None:
    """Between which of some places the middle 80 of 100 lie; None where there is none."""
    mass: Mass = {}
    for place in every:
        where = Fraction(place)
        mass[where] = mass.get(where, Fraction(0)) + Fraction(1, len(every))
    return interval(mass, 0.8) if every else None


def interval(mass: Mass, level: float) -> tuple[float, float]:
    """The places from below and from above up to which the mass reaches half of what is left out."""
    ends = []
    for order in (sorted(mass), sorted(mass, reverse=True)):
        total = 0.0
        for place in order:
            total += float(mass[place])
            if total >= (1 - level) / 2 - 1e-9:
                ends.append(float(place))
                break
    return ends[0], ends[1]


def close(one: float, other: float) -> bool:
    return abs(one - other) <= NEAR


def is_within(value: float, judged: Any) -> bool:
    ends = [settlement_oracle.exact(one) for one in judged] if isinstance(judged, list) else [Fraction(str(judged))] * 2
    return float(ends[0]) - NEAR <= value <= float(ends[-1]) + NEAR


def is_place(text: str, value: float, slack: float = NEAR) -> bool:
    """Whether a place is told to the next whole point."""
    return abs(int(text) - value) <= 0.5 + slack


def is_span(text: str, ends: tuple[float, ...] | None, slack: float = NEAR) -> bool:
    """Whether one or two places are told."""
    if ends is None or text == "–":
        return ends is None and text == "–"
    low, _, high = text.partition("–")
    return is_place(low, ends[0], slack) and is_place(high or low, ends[-1], slack) and low != high


def is_inside(text: str, ends: tuple[float, float]) -> bool:
    """Whether places lie between two."""
    told = [int(one) for one in re.findall(r"\d+", text)]
    return told == sorted(told) and all(ends[0] - 0.5 - NEAR <= one <= ends[1] + 0.5 + NEAR for one in told)


def is_part(text: str, part: float) -> bool:
    """Whether a part is told as so many of 100, nothing and all of these alone."""
    if text == "<1":
        return 0 < part <= 0.005 + NEAR
    if text == ">99":
        return 0.995 - NEAR <= part < 1
    if text in ("0", "100"):
        return close(part, int(text) / 100)
    return abs(100 * part - int(text)) <= 0.5 + NEAR


# ---------------------------------------------------------------------------------------------------- the public record


@kind(
    "[This is a forecast and no advice. ]The errors are known from European Union legislation: on "
    "{issues:n} of its issues the compromise missed by {points:n} points of 100 on average, no rule by clearly less."
)
def errors(f: Facts, g: Words, said: Said) -> bool:
    """The distances that are shipped stand for equal parts of all, so that their mean is that of all."""
    return whole(g["issues"]) == ISSUES and abs(sum(SIZES) / len(SIZES) - whole(g["points"])) < 0.5


@kind("The record: {origin:text}.", section="record")
def record(f: Facts, g: Words, said: Said) -> bool:
    told = re.search(r"(\d+) issues of (\d+) legislative proposals", g["origin"])
    return g["origin"] == ORIGIN and told is not None and (int(told[1]), int(told[2])) == (ISSUES, PROPOSALS)


@kind(
    "With the distances of the other proposals alone, intervals of {each:text} of the record’s outcomes, on {issues:n} "
    "issues of {proposals:n} proposals.",
    section="record",
)
def coverage(f: Facts, g: Words, said: Said) -> bool:
    told = [(int(level), int(share)) for level, share in re.findall(r"(\d+) % held (\d+) %", g["each"])]
    shipped = [(round(100 * level), round(100 * share)) for level, share in COVERAGE]
    return told == shipped and (whole(g["issues"]), whole(g["proposals"])) == (ISSUES, PROPOSALS)


for text in (
    "Places are put to the vote in pairs, and each party votes for the nearer one with its whole weight.",
    "Round by round, every party challenges {rest:rest}",
    "In every turn each party challenges {rest:rest}",
    "Two parties on opposite sides of two issues {rest:rest}",
):
    no_claim(text, "what a rule assumes of any case", section="rules")
no_claim("Source: {rest:rest}", "where a rule is published", section="rules")
no_claim("Places from 0 to 100.", "how to read the table", section="issues|brief_forecast")
no_claim("Rejected: of 100 parts, {rest:rest}", "how to read the table", section="issues|brief_forecast")


# --------------------------------------------------------------------------------------------------------- the answer

ANSWER = f"answer|{BRIEF}"


def wide(f: Facts) -> int:
    ends = [interval(line.mass, 0.8) for line in lines(f).values()]
    return sum(high - low > WIDE for low, high in ends)


@kind(
    "There is a forecast for <all {all:n} issues|{some:n} of {of:n} issues>; on <each|none|{wide:n}> of them "
    "<the outcome may lie almost anywhere: the interval for 8 cases in 10 is|is the interval for 8 cases in 10> wider "
    "than 60 of 100 points.",
    section=ANSWER,
)
def summary(f: Facts, g: Words, said: Said) -> bool:
    count, every = len(lines(f)), len(f.raw["issues"])
    told = (whole(g["all"]),) * 2 if "all" in g else (whole(g["some"]), whole(g["of"]))
    where = re.search(r"; on (\w+) of them", said.text)
    number = {"each": count, "none": 0}.get(where[1] if where else "", whole(g.get("wide", "0")))
    return told == (count, every) and number == wide(f) and ("anywhere" in said.text) == (number > 0)


@kind(
    "There is a forecast for <the only issue|1 of {of:n} issues>; [the outcome may lie almost anywhere there: ]the "
    "interval for 8 cases in 10 is {not:not}wider than 60 of 100 points.",
    section=ANSWER,
)
def summary_of_one(f: Facts, g: Words, said: Said) -> bool:
    is_wide = not g["not"]
    told = whole(g.get("of", "1")) == len(f.raw["issues"]) and len(lines(f)) == 1
    return told and wide(f) == is_wide and ("anywhere" in said.text) == is_wide


def width(ends: tuple[float, float]) -> float:
    return ends[1] - ends[0]


@kind(
    "All {rules:n} rules, with their presets, lie within 10 points of each other on <every issue|{close:n} of {of:n} "
    "issues>[; they are farthest apart on {widest:issue}, from {low:n} to {high:n}].",
    section=ANSWER,
)
def agreement(f: Facts, g: Words, said: Said) -> bool:
    spreads = {issue: line.spread for issue, line in lines(f).items()}
    close_ = sum(width(ends) <= CLOSE + NEAR for ends in spreads.values())
    told = (whole(g.get("close", str(len(spreads)))), whole(g.get("of", str(len(spreads)))))
    if whole(g["rules"]) != len(RULES) or told != (close_, len(spreads)) or ("widest" in g) != (close_ < len(spreads)):
        return False
    return "widest" not in g or is_widest(f, g, spreads)


@kind(
    "On no issue do the {rules:n} rules lie within 10 points of each other; they are farthest apart on {widest:issue}, "
    "from {low:n} to {high:n}.",
    section=ANSWER,
)
def disagreement(f: Facts, g: Words, said: Said) -> bool:
    spreads = {issue: line.spread for issue, line in lines(f).items()}
    apart = all(width(ends) > CLOSE for ends in spreads.values())
    return whole(g["rules"]) == len(RULES) and apart and is_widest(f, g, spreads)


def is_widest(f: Facts, g: Words, spreads: dict[str, tuple[float, float]]) -> bool:
    ends = spreads[f.issue_key(g["widest"])]
    most = max(width(each) for each in spreads.values())
    return width(ends) >= most - NEAR and is_place(g["low"], ends[0]) and is_place(g["high"], ends[1])


def more_by(f: Facts) -> tuple[int, int, int]:
    """On how many issues the rules move the answer more, the judged numbers do, and of how many."""
    pairs = [(width(line.spread), width(line.range("compromise") or (0, 0))) for line in lines(f).values()]
    rules = sum(rule > drawn + NEAR for rule, drawn in pairs)
    return rules, sum(drawn > rule + NEAR for rule, drawn in pairs), len(pairs)


@kind(
    "<Which rule is believed matters|The judged numbers and silences matter> more than <the judged numbers and silences"
    "|which rule is believed> on {n:n} of {of:n} <issue|issues>.",
    section=ANSWER,
)
def matters_more(f: Facts, g: Words, said: Said) -> bool:
    rules, numbers, of = more_by(f)
    more, less = (rules, numbers) if said.text.startswith("Which") else (numbers, rules)
    return (whole(g["n"]), whole(g["of"])) == (more, of) and more > less


@kind("Rules and judged numbers move the answer equally often: each more on {n:n} <issue|issues>.", section=ANSWER)
def equally_often(f: Facts, g: Words, said: Said) -> bool:
    rules, numbers, _ = more_by(f)
    return rules == numbers == whole(g["n"]) > 0


@kind(
    "Part of it is no agreement: on {n:n} <issue|issues> some of it lies nearest to what a party whose "
    "consent is needed rejects, most on {issue:issue}: {part:of_100} of 100 parts, rejected by {who:parties}.",
    section=ANSWER,
)
def refused(f: Facts, g: Words, said: Said) -> bool:
    every = {issue: line.rejected for issue, line in lines(f).items()}
    issue = f.issue_key(g["issue"])
    line = lines(f)[issue]
    who = {one for option, part in line.nearest.items() if part > 0 for one in line.rejected_by[option]}
    return (
        whole(g["n"]) == sum(part > 0 for part in every.values())
        and every[issue] >= max(every.values()) - NEAR
        and is_part(g["part"], every[issue])
        and {f.key(name) for name in names_in(g["who"], "party")} == who
    )


# -------------------------------------------------------------------------------------------------- issue by issue


@kind(
    "{issue:issue} | {point:span} | {rules:span} | {ends:span} | {rejected:of_100} | {option:option} ({part:of_100})",
    section=f"issues|{BRIEF}",
)
def row(f: Facts, g: Words, said: Said) -> bool:
    line = lines(f)[f.issue_key(g["issue"])]
    _, option = f.option(g["option"])
    near = line.nearest
    part = near.get(f.case.options[line.column][option], -1.0)
    return (
        is_span(g["point"], line.point("compromise"))
        and is_span(g["rules"], line.spread)
        and is_span(g["ends"], interval(line.mass, 0.8))
        and is_part(g["rejected"], line.rejected)
        and is_part(g["part"], part)
        and part >= max(near.values()) - NEAR
    )


@kind("The line runs from {first:option} at {low:n} to {last:option} at {high:n}.", section=ISSUE)
def ends_of_the_line(f: Facts, g: Words, said: Said) -> bool:
    line = line_of(f, said)
    named = [f.case.options[line.column][f.option(g[which])[1]] for which in ("first", "last")]
    low, high = min(line.places.values()), max(line.places.values())
    told = [line.places.get(name) for name in named] == [low, high]
    return told and is_place(g["low"], float(low)) and is_place(g["high"], float(high))


@kind(
    "Half of the forecast lies at {half:span}, 80 of 100 parts at {most:span}, 90 at {nearly:span}.",
    section=ISSUE,
)
def intervals(f: Facts, g: Words, said: Said) -> bool:
    mass = line_of(f, said).mass
    return all(
        is_span(g[name], interval(mass, level)) for name, level in (("half", 0.5), ("most", 0.8), ("nearly", 0.9))
    )


def of_one_formula(rule: str) -> None:
    slack = 1e-3 if rule == "nash" else NEAR

    @kind(f"{RULES[rule].title} | {{at:span}} | {{range:span}} | {{n:n}}", section=ISSUE)
    def settles(f: Facts, g: Words, said: Said) -> bool:
        line = line_of(f, said)
        told = whole(g["n"]) == trials(f)
        return told and is_span(g["at"], line.point(rule), slack) and is_span(g["range"], line.range(rule), slack)


def of_rounds(rule: str) -> None:
    @kind(f"{RULES[rule].title} | {{at:span}} | {{range:span}} | {{n:n}}", section=ISSUE)
    def settles(f: Facts, g: Words, said: Said) -> bool:
        """As its last round, in the first trials too."""
        line = line_of(f, said)
        count = min(trials(f), int(f.asked["round_trials"]))
        title = TITLES[line.issue]
        last = {
            one.cells[-1]
            for one in f.said
            if one.section == "rounds" and one.heads[:1] == (RULES[rule].title,) and one.cells[0] == title
        }
        if whole(g["n"]) != count or last != {g["at"]} or not is_inside(g["at"], line.hull):
            return False
        drawn = [each[line.issue][-1] for each in settled_in_trials(f, rule, count) if line.issue in each]
        at = (settled(f, rule)[line.issue][-1],)
        return is_span(g["at"], at, SLACK) and is_span(g["range"], middle(drawn), SLACK)


for key in POINT_RULES:
    of_one_formula(key)
for key in (key for key in RULES if key not in POINT_RULES):
    of_rounds(key)


@kind("    in {n:n} readings of its sources | {ends:span} |  | ", section=ISSUE)
def of_readings(f: Facts, g: Words, said: Said) -> bool:
    """How many there are, and between which places they settle."""
    rule = RULES[CHALLENGES]
    sizes = [len(option.choices) for option in rule.options if option.name in rule.ambiguous]
    line = line_of(f, said)
    return whole(g["n"]) == prod(sizes) + len(rule.presets) and is_span(g["ends"], line.read_as, SLACK)


@kind("    <printed|published code|published program|one turn> | {at:span} |  | ", section=ISSUE)
def preset(f: Facts, g: Words, said: Said) -> bool:
    """As a rule with such a preset has it."""
    line, name = line_of(f, said), said.cells[0].strip().replace(" ", "_")
    every = [settled(f, key, name)[line.issue][-1] for key, rule in RULES.items() if name in rule.presets]
    return any(is_place(g["at"], point, SLACK) for point in every)


@kind("{option:option} | <{at:n}|off the line> | <{part:of_100}|–> | {who:rest}", section=ISSUE)
def option(f: Facts, g: Words, said: Said) -> bool:
    line = line_of(f, said)
    name = f.case.options[line.column][f.option(g["option"])[1]]
    if ("at" in g) != (name in line.places) or ("part" in g) != (name in line.places):
        return False
    who = {f.key(one) for one in re.findall(PARTY, g["who"])} == line.rejected_by[name]
    return who and (
        "at" not in g or (is_place(g["at"], float(line.places[name])) and is_part(g["part"], line.nearest[name]))
    )


@kind("{who:party} | {cells:cells}", section=ISSUE)
def pull(f: Facts, g: Words, said: Said) -> bool:
    """What a party does to the compromise: its place, its salience or itself taken away, and all worked out again."""
    line, who = line_of(f, said), f.key(g["who"])
    number = f.case.parties.index(who)
    own = next(one for one in line.weighed if one.number == number)
    others = [one for one in line.weighed if one.number != number]
    share = float(own.weight / sum(one.weight for one in line.weighed))
    changed = [
        replace(own, place=Fraction(0)),
        replace(own, place=Fraction(100)),
        replace(own, salience=Fraction(100)),
    ]
    after = [points("compromise", [*others, one]) for one in changed]
    without = points("compromise", others) if others else None
    told = all(is_span(cell, place) for cell, place in zip(said.cells[2:5], after, strict=True))
    return is_part(said.cells[1], share) and told and is_span(said.cells[5], without)


# --------------------------------------------------------------------------------------------------- round by round


@kind("{issue:issue} | {cells:cells}", section="rounds")
def rounds(f: Facts, g: Words, said: Said) -> bool:
    """Each round that is shown; it starts at the compromise, and ends where the document does."""
    line = lines(f)[f.issue_key(g["issue"])]
    rule = next(key for key, one in RULES.items() if one.title == said.heads[0])
    numbers = [0 if head == "start" else int(head.removeprefix("round ")) for head in said.heads[1:]]
    told, shown = document(f)["rounds"][rule][line.issue], list(zip(numbers, said.cells[1:], strict=True))
    slow = settled(f, rule)[line.issue]
    return (
        is_span(said.cells[1], line.point("compromise"))
        and numbers[0] == 0
        and numbers[-1] == len(told) - 1
        and all(is_place(cell, slow[min(number, len(slow) - 1)], SLACK) for number, cell in shown)
    )


@kind(
    "On <one issue|{n:n} issues> parties still moved in the last of {rounds:n} rounds: the model need not settle.",
    section="rounds",
)
def still_moved(f: Facts, g: Words, said: Said) -> bool:
    moving = sum(len(report) == whole(g["rounds"]) + 1 for report in settled(f, CHALLENGES).values())
    return whole(g.get("n", "1")) == moving and is_last(f, CHALLENGES, g["rounds"])


@kind("<One issue|{n:n} issues> had not settled after {turns:n} turns.", section="rounds")
def not_settled(f: Facts, g: Words, said: Said) -> bool:
    """The last turn is the one that is shown."""
    weighed = {issue: line.weighed for issue, line in lines(f).items()}
    chosen = {option.name: option.default for option in RULES[SPATIAL].options}
    moving = sum(not is_settled for _, is_settled in spatial(weighed, chosen).values())
    return whole(g.get("n", "1")) == moving and is_last(f, SPATIAL, g["turns"])


def is_last(f: Facts, rule: str, told: str) -> bool:
    title = RULES[rule].title
    return any(one.heads[:1] == (title,) and one.heads[-1] == f"round {whole(told)}" for one in f.said)


no_claim(
    "A chain of challenges did not settle in 1,000 steps; its last chances were used.",
    "how a process ended, which its own tests look at",
    section="rounds",
)


# -------------------------------------------------------------------------------- the package, what is missing


def nearest_package(f: Facts) -> Package:
    """The options nearest to the compromise, the status quo where there is no forecast."""
    chosen = []
    for issue, held in f.raw["issues"].items():
        options = list(held["options"])
        line = lines(f).get(issue)
        if line is None:
            chosen.append(options.index(held["status_quo"]) if "status_quo" in held else 0)
            continue
        (point,) = line.point("compromise")
        away = [abs(float(line.places[name]) - point) if name in line.places else inf for name in options]
        chosen.append(next(n for n, one in enumerate(away) if one <= min(away) + 1e-9))
    return tuple(chosen)


def shared(x: Package, y: Package) -> int:
    return sum(one == other for one, other in zip(x, y, strict=True))


def violated(f: Facts, x: Package) -> set[Any]:
    """What a package violates of what a deal must respect."""
    ground, central = f.ground, f.central
    if x in ground.required:
        return set(ground.crossed[x] | central.falls_short(x))
    ground.required[x] = ground._required(x)
    found = set(ground._crossed(x) | central.falls_short(x))
    del ground.required[x]
    return found


@kind(
    "Taken as a package, the options nearest to the compromise would not be accepted: against it stand {what:text} and "
    "{n:n} more.",
    section=f"package|{BRIEF}",
)
def against(f: Facts, g: Words, said: Said) -> bool:
    x = nearest_package(f)
    breaks = not settlement_oracle.keeps_the_rules(f.raw, f.named(x))
    return len(violated(f, x)) + breaks == 3 + whole(g["n"])


@kind(
    "Of the leading packages that <all who are needed would accept|a single movement would open>, the nearest shares "
    "{n:n} of {of:n} options with it.",
    section=f"package|{BRIEF}",
)
def beside_deal(f: Facts, g: Words, said: Said) -> bool:
    """Worked out where there is a deal; else a bound, as the module says."""
    x, found = nearest_package(f), f.oracle
    if whole(g["of"]) != len(f.raw["issues"]) or ("accept" in said.text) != bool(found.acceptable):
        return False
    if found.acceptable:
        held = {shared(x, y) for y in f.central.accepted}
        leading = [
            tuple(f.case.options[n].index(name) for n, name in enumerate(one.representative))
            for one in (found.solutions or {}).values()
            if one.representative is not None
        ]
        return whole(g["n"]) in held and (not leading or whole(g["n"]) == max(shared(x, y) for y in leading))
    owners = {y: {item[:2] if item[0] == "body" else item[1] for item in violated(f, y)} for y in f.ground.packages}
    return any(len(who) == 1 and shared(x, y) == whole(g["n"]) for y, who in owners.items())


@kind(
    "No forecast for {issue:issue}: <no scale, and more than two options|nobody with a known position cares>.",
    section="without",
)
def no_forecast(f: Facts, g: Words, said: Said) -> bool:
    issue = f.issue_key(g["issue"])
    has_line = places_of(f, issue) is not None
    return issue not in lines(f) and issue in agenda(f) and has_line == said.text.endswith("cares.")


@kind("On {issues:issues} there are two options and no scale: they are read as the ends of a line.", section="without")
def of_two(f: Facts, g: Words, said: Said) -> bool:
    told = {f.issue_key(title) for title in names_in(g["issues"], "issue")}
    return told == {issue for issue in lines(f) if not f.raw["issues"][issue].get("scale", False)}


@kind(
    "On {issues:issues} only one party’s wish is known, and the rules have nothing to weigh it against.",
    section="without",
)
def alone(f: Facts, g: Words, said: Said) -> bool:
    told = {f.issue_key(title) for title in names_in(g["issues"], "issue")}
    return told == {issue for issue, line in lines(f).items() if len(line.weighed) == 1}


@kind(
    "On these issues the sources are silent {n:n} <time|times> on what a party wants; it then has no place on the "
    "line; in trials it stands anywhere, and cares anyhow where that is not judged.",
    section="without",
)
def silent(f: Facts, g: Words, said: Said) -> bool:
    cells = [(party, issue) for issue in lines(f) for party in standing(f)]
    unknown = [
        x for x in cells if settlement_oracle.is_open(settlement_oracle.cell(f.raw, *x)) and ideal_of(f, *x) is None
    ]
    return whole(g["n"]) == len(unknown)
