"""Small pieces of English: lists, counts, points, packages and constraints in the names of a case."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from math import ceil, floor

from winset.analyses.settlement.blockers import Constraint
from winset.compiled import Compiled, RedLine
from winset.model.case import Case


def listed(words: Iterable[str], last: str = "and") -> str:
    """The words as a list in a sentence: "a, b and c"."""
    items = list(words)
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} {last} {items[-1]}" if items else ""


def counted(number: int, one: str, many: str | None = None) -> str:
    """A number with its noun: "1 package", "12 packages", "1,296 packages"."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def points(value: Fraction, digits: int = 1) -> str:
    """A value as points, rounded for reading; never "-0.0"."""
    text = f"{float(value):.{digits}f}"
    return text.lstrip("-") if float(text) == 0 else text


def points_up(value: Fraction, digits: int = 1) -> str:
    """A value as points, rounded up, so that a movement of so much is enough."""
    return points(Fraction(ceil(value * 10**digits), 10**digits), digits)


def points_down(value: Fraction, digits: int = 1) -> str:
    """A value as points, rounded down, so that a walk-away of so much is low enough."""
    return points(Fraction(floor(value * 10**digits), 10**digits), digits)


def per_hundred(share: float) -> str:
    """A share as so many in a hundred, with one decimal where it is small."""
    return f"{100 * share:.1f}".removesuffix(".0") + " %"


def owned_by(name: str) -> str:
    """The possessive of a name: "Ukraine’s", "the allies’"."""
    return f"{name}’" if name.endswith(("s", "S")) else f"{name}’s"


class Words:
    """A case's own names, for what the analyses hold as positions."""

    def __init__(self, case: Case, compiled: Compiled) -> None:
        self.case, self.compiled = case, compiled

    def party(self, position: int) -> str:
        return self.case.parties[self.compiled.parties[position]].name

    def parties(self, positions: Iterable[int]) -> str:
        return listed(self.party(position) for position in positions)

    def issue(self, position: int) -> str:
        return self.case.issue_title(self.compiled.issues[position])

    def topic(self, position: int) -> str:
        """An issue's title inside a sentence: as it is written, in quotation marks."""
        return f"“{self.issue(position)}”"

    def option(self, issue: int, position: int) -> str:
        return self.case.option_label(self.compiled.issues[issue], self.compiled.options[issue][position])

    def package(self, package: Sequence[int]) -> list[tuple[str, str]]:
        """Issue titles with the labels of the options chosen, issues of the question only."""
        left_out = self.compiled.structure.left_out
        return [(self.issue(j), self.option(j, o)) for j, o in enumerate(package) if j not in left_out]

    def red_line(self, line: RedLine) -> str:
        return f"“{self.option(line.issue, line.option)}” on {self.topic(line.issue)}"

    def refused(self, line: RedLine) -> str:
        """The option that a red line is about, without its issue."""
        return f"“{self.option(line.issue, line.option)}”"

    def constraint(self, item: Constraint) -> str:
        """A constraint in a sentence: whose walk-away, or what a party refuses."""
        if item.line is not None:
            return f"the refusal of {self.red_line(item.line)} by {self.party(item.party)}"
        if item.body is not None:
            return f"{item.body} asks more than {owned_by(self.party(item.party))} walk-away"
        return f"{owned_by(self.party(item.party))} walk-away"

    def relaxed(self, item: Constraint) -> str:
        """What it would mean that a constraint gives."""
        if item.line is not None:
            return f"{self.party(item.party)} to accept {self.refused(item.line)}"
        return f"{item.body or self.party(item.party)} to settle for less than the walk-away"

    def blocked_on(self, items: Iterable[Constraint]) -> list[tuple[str, str]]:
        """By party, the constraints that stand in the way: its walk-away and the options that it refuses."""
        found: dict[str, list[str]] = {}
        for item in items:
            what = "the walk-away"
            if item.line is not None:
                inferred = ", inferred" if item.line.basis == "inferred" else ""
                what = f"the refusal of {self.refused(item.line)}{inferred}"
            found.setdefault(item.body or self.party(item.party), []).append(what)
        return [(who, "; ".join(what)) for who, what in found.items()]

    def constraint_name(self, item: Constraint) -> str:
        """The name of a constraint in JSON: walk_away.PARTY, walk_away.BODY or red_line.PARTY.ISSUE.OPTION."""
        if item.line is not None:
            return self.compiled.line_name(item.line)
        return f"walk_away.{item.body or self.compiled.parties[item.party]}"
