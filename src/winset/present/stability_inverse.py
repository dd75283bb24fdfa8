"""Which preferences would have to be different for a package to hold, for a terminal and as plain data."""

from __future__ import annotations

from collections.abc import Mapping

from winset.analyses.stability.definitions import definitions
from winset.analyses.stability.deterrence import Concept
from winset.analyses.stability.inverse import Change, Compared, Inverse
from winset.analyses.stability.stability import Held, Stability
from winset.errors import TooLarge
from winset.present.page import Page
from winset.present.stability_words import changed
from winset.present.visible import Visible
from winset.present.words import Words, counted, listed

SHOWN = 12
Json = dict[str, object]
FEWEST = (
    "Counted are the comparisons of two packages on which the question turns, and that a party would have to make "
    "differently, a tie counting less than a reversal; that others must follow, so that each party still has one "
    "order, is not counted. No fewer would do, but others may do as well."
)
UNBELIEVABLE = "It says what would have to be so, not how a party could be brought to it."


class InverseText:
    """The fewest changes of preference by which a package would be stable for everybody, by definition."""

    def __init__(
        self, found: Stability, held: Held, asked: Mapping[Concept, Inverse | TooLarge], visible: Visible
    ) -> None:
        self.found, self.held, self.asked = found, held, asked
        self.words = Words(visible.case, found.case)

    def write(self, page: Page) -> None:
        """How many changes, whose, and which comparisons."""
        page.section("What would have to be preferred for it to hold")
        any_ = False
        for concept, inverse in self.asked.items():
            title = definitions[concept].title
            if isinstance(inverse, TooLarge):
                page.line(f"{title}: not computed. {str(inverse)[0].upper()}{str(inverse)[1:]}.")
            elif inverse.found == "none exists":
                page.line(f"{title}: no preferences would make it stable for everybody.")
            elif inverse.found == "limit":
                least = counted(inverse.at_least, "change")
                page.line(f"{title}: the search stopped at a limit. No fewer than {least} would do.")
            elif not inverse.changes:
                page.line(f"{title}: it is stable as preferences are.")
            else:
                any_ = True
                page.line(f"{title}: {counted(len(inverse.changes), 'comparison')} would have to come out differently.")
                self._changes(page, inverse)
        if any_:
            page.line(f"{FEWEST} {UNBELIEVABLE}", style="dim")

    def _changes(self, page: Page, inverse: Inverse) -> None:
        for party in range(len(self.found.case.parties)):
            own = sorted((one for one in inverse.changes if one.party == party), key=self._incidental)
            for change in own[:SHOWN]:
                page.bullet(self._change(change))
            if len(own) > SHOWN:
                page.line(f"{len(own) - SHOWN} more of {self.words.party(party)} in `--json`.", style="dim")

    def _incidental(self, change: Change) -> bool:
        """True where the comparison is not with what the party could gain by: it only follows."""
        return change.before == "equal" or self.held.state not in (change.state, change.other)

    def _change(self, change: Change) -> str:
        """Whose comparison, of what, how it is now and would have to be."""
        state, other, after, before = change.state, change.other, change.after, change.before
        if other == self.held.state:
            mirrored: dict[Compared, Compared] = {"better": "worse", "worse": "better", "equal": "equal"}
            state, other, after, before = other, state, mirrored[after], mirrored[before]
        than = {"better": "better than", "equal": "no better or worse than", "worse": "worse than"}
        return (
            f"{self.words.party(change.party)} would have to find {self._package(state)} {than[after]} "
            f"{self._package(other)}; now it finds it {than[before].removesuffix(' than')}."
        )

    def _package(self, state: int) -> str:
        """A state by what differs in it from the package that was looked at."""
        if state == self.held.state:
            return "the package"
        told = changed(self.found, self.held.state, state)
        each = listed(f"{self.words.topic(issue)} at “{self.words.option(issue, option)}”" for issue, option in told)
        return f"the package with {each}"

    def data(self) -> Json:
        """The key `inverse` of the document, by definition."""
        return {"inverse": {concept: self._data(inverse) for concept, inverse in self.asked.items()}}

    def _data(self, inverse: Inverse | TooLarge) -> Json:
        if isinstance(inverse, TooLarge):
            return {"found": "not computed", "because": str(inverse)}
        case = self.found.case
        return {
            "found": inverse.found,
            "at_least": inverse.at_least,
            "changes": [
                {
                    "party": case.parties[one.party],
                    "package": self._options(one.state),
                    "other": self._options(one.other),
                    "before": one.before,
                    "after": one.after,
                }
                for one in inverse.changes
            ],
        }

    def _options(self, state: int) -> dict[str, str]:
        return self.found.case.package_names(self.found.states.package(state))
