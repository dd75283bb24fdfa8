"""Whether the packages that a single movement would open would hold, where there is no deal; as text and as data."""

from __future__ import annotations

from collections.abc import Sequence

from winset.analyses.stability.stability import Held, Stability
from winset.present.chosen import Shown
from winset.present.page import Page
from winset.present.stability_words import StabilityWords, improvements, simplest
from winset.present.visible import Visible
from winset.present.words import listed

Json = dict[str, object]


class OpenedText:
    """Packages that single movements open, each with what is known of it. opened: in the same order as found."""

    def __init__(self, opened: Sequence[Shown], found: Sequence[Stability], visible: Visible) -> None:
        self.each = list(zip(opened, found, strict=True))
        self.visible = visible

    def write(self, page: Page) -> None:
        """Each package by what differs in it from how things stand, whether it would hold, and the worst of what could
        be gained.
        """
        if not self.each:
            return
        page.section("What a single movement would open")
        before: list[list[str]] = []
        for shown, found in self.each:
            held, told = found.held, StabilityWords(found, self.visible)
            if held is None:
                continue
            reasons = listed(shown.reasons, "or")
            page.line(f"{reasons[0].upper()}{reasons[1:]}: {self._package(told, held)}.", style="bold")
            lines = self._lines(told, found, held)
            if lines in before:
                page.bullet("The same could be gained there by the same parties, and answered in the same way.")
                continue
            before.append(lines)
            for line in lines:
                page.bullet(line)

    def _lines(self, told: StabilityWords, found: Stability, held: Held) -> list[str]:
        """Whether a package would hold, and for each party the first of what it could gain by."""
        ways = [simplest(found, held, improvements(found, held, party))[:1] for party in range(len(found.case.parties))]
        return [*told.verdict(held), *(told.sentence(held, one) for each in ways for one in each)]

    def _package(self, told: StabilityWords, held: Held) -> str:
        """What a package changes of how things stand."""
        still = told.found.case.structure.status_quo
        return listed(
            f"{told.words.topic(issue)} at “{told.words.option(issue, option)}”"
            for issue, option in enumerate(held.package)
            if option != still[issue] and issue not in told.found.case.structure.left_out
        )

    def data(self) -> Json:
        """The key `opened` of the document."""
        return {
            "opened": [
                {
                    "options": found.case.package_names(held.package),
                    "if": list(shown.reasons),
                    "concepts": {
                        key: {
                            "stable": held.holds(key),
                            "parties": {name: held.is_stable(key, n) for n, name in enumerate(found.case.parties)},
                        }
                        for key in held.reasons
                    },
                }
                for shown, found in self.each
                if (held := found.held) is not None
            ]
        }
