"""Constraints in words: whose walk-away, or what a party refuses."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from winset.report.names import Names, owned_by

if TYPE_CHECKING:
    from winset.compiled import CompiledRedLine


class ReportedConstraint(Protocol):
    """What keeps packages from being acceptable: a red line; else the walk-away of a party, or what a body that follows
    it asks.
    """

    @property
    def party(self) -> int: ...
    @property
    def line(self) -> CompiledRedLine | None: ...
    @property
    def body(self) -> str | None: ...
    @property
    def votes(self) -> bool: ...


class ConstraintWords:
    """Constraints in the names of a case."""

    def __init__(self, names: Names) -> None:
        self.names = names

    def constraint(self, item: ReportedConstraint) -> str:
        """A constraint in a sentence: whose walk-away, or what a party refuses."""
        if item.line is not None:
            return f"{owned_by(self.names.party(item.party))} refusal of {self.names.red_line(item.line)}"
        if item.votes:
            return f"{item.body} would not ratify"
        if item.body is not None:
            return f"{item.body} asks more than {owned_by(self.names.party(item.party))} walk-away"
        return f"{owned_by(self.names.party(item.party))} walk-away"

    def relaxed(self, item: ReportedConstraint) -> str:
        """What it would mean that a constraint gives."""
        if item.line is not None:
            return f"{self.names.party(item.party)} to accept {self.names.red_line(item.line)}"
        if item.votes:
            return f"{item.body} to ratify all the same"
        return f"{item.body or self.names.party(item.party)} to settle for less"

    def given(self, item: ReportedConstraint) -> str:
        """The condition that a constraint gives, in short."""
        if item.line is not None:
            return f"if {self.names.party(item.party)} were to accept {self.names.red_line(item.line)}"
        if item.votes:
            return f"if {item.body} were to ratify all the same"
        return f"if {item.body or self.names.party(item.party)} expected less"

    def constraint_name(self, item: ReportedConstraint) -> str:
        """The name of a constraint in JSON: walk_away.PARTY, walk_away.BODY, vote.BODY or
        red_line.PARTY.ISSUE.OPTION.
        """
        compiled = self.names.compiled
        if item.line is not None:
            return compiled.line_name(item.line)
        if item.votes:
            return f"vote.{item.body}"
        return f"walk_away.{item.body or compiled.parties[item.party]}"
