"""Links and rules to which a new option is subject or not, in words."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from fractions import Fraction

from winset.analyses.settlement.reach import Clause, Placing
from winset.compiled import Compiled
from winset.compiled.index import Condition
from winset.report.names import Names, listed


class ClauseWords:
    """Links and rules in the names of a case. shown: parties whose numbers, and so whose links, may be shown."""

    def __init__(self, names: Names, shown: Collection[int]) -> None:
        self.names, self.shown = names, shown
        self.case: Compiled = names.compiled

    def clauses(self, clauses: Sequence[Clause]) -> str:
        """Links and rules as a list in a sentence."""
        return listed(dict.fromkeys(map(self.clause, clauses)))

    def clause(self, clause: Clause) -> str:
        """A link by what it brings or costs whom, and when; a rule by its title."""
        if clause.part != "link":
            rule = self.names.case.rules[clause.number]
            return f"the rule “{rule.title or rule.id.replace('_', ' ')}”"
        link = self.case.links[clause.number]
        what = "cost" if link.points.central < 0 else "gain"
        return f"the judged {what} to {self.names.party(link.party)} if {self.condition(link.when)}"

    def may_tell(self, clause: Clause) -> bool:
        """True for a rule, and for a link of a party whose numbers may be shown."""
        return clause.part != "link" or self.case.links[clause.number].party in self.shown

    def condition(self, when: Condition) -> str:
        """What a package has to hold."""
        return listed(
            listed((self.names.outcome(issue, option) for option in sorted(options)), "or") for issue, options in when
        )

    def beyond(self, placing: Placing) -> str:
        """Where a new option lies for links and rules to apply to it: "at or above “freeze” on territory"."""
        each = []
        for issue, mark in placing.reached:
            side = "above" if mark.upwards else "below"
            each.append(f"at or {side} {self._place(issue, mark.place)} on {self.names.topic(issue)}")
        return listed(each)

    def _place(self, issue: int, place: Fraction) -> str:
        """A place on a line: the option that lies there, else the number."""
        places = self.case.places[issue] or ()
        if place in places:
            return f"“{self.names.option(issue, places.index(place))}”"
        return f"{float(place):g} of 100"
