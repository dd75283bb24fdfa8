"""Whether the packages that a single movement would open would hold, where there is no deal."""

from __future__ import annotations

from collections.abc import Sequence

from winset.questions.stability.solve import Opened
from winset.questions.stability.words import StabilityWords
from winset.report.blocks import Block, Bullets, Json, Section, Sentence
from winset.report.constraints import ConstraintWords
from winset.report.names import Names, listed
from winset.report.pieces import capitalised

ALIKE = "The same could be gained there by the same parties, and answered in the same way."


class OpenedWords:
    """Packages that single movements open, each with what is known of it."""

    def __init__(self, opened: Sequence[Opened], names: Names, *, because: bool = True) -> None:
        self.names = names
        constraints = ConstraintWords(names)
        self.each = [
            ([constraints.given(item) for item in one.by], StabilityWords(one.stability, names, because=because))
            for one in opened
        ]

    @property
    def without_because(self) -> OpenedWords:
        """The same without what orders of packages rest on."""
        other = OpenedWords((), self.names)
        other.each = [(reasons, words.without_because) for reasons, words in self.each]
        return other

    def section(self) -> Section:
        """Each package by what differs in it from how things stand, whether it would hold, and the worst of what could
        be gained.
        """
        blocks: list[Block] = []
        before: list[list[str]] = []
        for reasons, words in self.each:
            blocks.append(
                Sentence(text=f"{capitalised(listed(reasons, 'or'))}: {self._package(words)}.", tone="strong")
            )
            lines = self._lines(words)
            blocks.append(Bullets(items=(ALIKE,) if lines in before else tuple(lines)))
            before.append(lines)
        return Section(key="opened", title="What a single movement would open", blocks=tuple(blocks))

    def _lines(self, words: StabilityWords) -> list[str]:
        """Whether a package would hold, and for each party the first of what it could gain by."""
        gains = words.gains
        ways = (one for party in gains.parties for one in gains.simplest(party)[:1])
        return [*words.verdict(), *map(words.sentence, ways)]

    def _package(self, words: StabilityWords) -> str:
        """What a package changes of how things stand."""
        structure = words.found.case.structure
        return listed(
            f"{self.names.topic(issue)} at “{self.names.option(issue, option)}”"
            for issue, option in enumerate(words.held.package)
            if option != structure.status_quo[issue] and issue not in structure.left_out
        )

    def data(self) -> Json:
        """The key `opened` of the document."""
        return {
            "opened": [
                {
                    "options": words.found.case.package_names(words.held.package),
                    "if": reasons,
                    "concepts": {
                        key: {
                            "stable": words.held.holds(key),
                            "parties": {
                                name: words.held.is_stable(key, party)
                                for party, name in enumerate(words.found.case.parties)
                            },
                        }
                        for key in words.held.reasons
                    },
                }
                for reasons, words in self.each
            ]
        }
