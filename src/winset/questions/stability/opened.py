"""What lies beside the package that is looked at: others that a movement opens, and other options of one issue."""

from __future__ import annotations

from collections.abc import Sequence

from winset.analyses.stability.levels import Neighbour, level_of
from winset.questions.stability.solve import Opened
from winset.questions.stability.words import LEVEL_WORDS, StabilityWords, in_words
from winset.report.blocks import Block, Grid, Json, Section, Sentence
from winset.report.constraints import ConstraintWords
from winset.report.names import Names, listed
from winset.report.pieces import capitalised

MOST_TURNING, NAMED = 2, 1
"""Rows of other options that would turn the verdict, and options that each of them names, on a screen."""


def turning(words: StabilityWords, each: Sequence[Neighbour], named: int | None = None) -> list[tuple[str, str]]:
    """By issue, the options of which any one by itself would give another verdict, and which. named: options that are
    named of an issue, all if not given.
    """
    level = level_of(words.package_stability)
    by: dict[tuple[int, str], list[str]] = {}
    for neighbour in each:
        if neighbour.level != level:
            by.setdefault((neighbour.issue, neighbour.level), []).append(
                words.names.option(neighbour.issue, neighbour.option)
            )
    return [
        (f"{words.names.issue(issue)}: {listed(_cut(options, named), 'or')}", LEVEL_WORDS[other])
        for (issue, other), options in by.items()
    ]


def _cut(options: list[str], named: int | None) -> list[str]:
    """The options that are named, and how many more there are."""
    more = len(options) - len(options[:named])
    return [*options[:named], *([f"{more} other{'s' if more > 1 else ''}"] if more else [])]


class OpenedWords:
    """Packages that single movements open, each with what is known of it, by letters."""

    def __init__(self, opened: Sequence[Opened], names: Names) -> None:
        self.names = names
        constraints = ConstraintWords(names)
        self.each = [
            ([constraints.given(item) for item in option_opened.by], StabilityWords(option_opened.stability, names))
            for option_opened in opened
        ]

    def first(self) -> str:
        """The package that is looked at, by what opens it."""
        return f"a package that would be acceptable {self.condition}; as things are, none is"

    @property
    def condition(self) -> str:
        """What would open the package that is looked at."""
        return listed(self.each[0][0], "or")

    def section(self, *, has_first: bool) -> Section:
        """Each package by what opens it and whether it would hold; behind that, in what it differs. has_first: the
        first is the one that is looked at, and the others are told by what differs from it.
        """
        each = self.each[has_first:]
        same = [listed(reasons, "or") for reasons, words in each if self._is_same(words, has_first)]
        blocks: list[Block] = []
        if same:
            other = "another package opens" if len(same) == 1 else f"{in_words(len(same))} other packages open"
            blocks.append(Sentence(text=f"{capitalised(other)} with the same verdict: {'; '.join(same)}."))
        blocks += [
            Sentence(text=f"{capitalised(listed(reasons, 'or'))}: {words.in_a_line()}.")
            for reasons, words in each
            if not self._is_same(words, has_first)
        ]
        differs = "differs from the package above on" if has_first else "changes of how things stand"
        rows = tuple((listed(reasons, "or"), self._differs(words, has_first)) for reasons, words in each)
        blocks.append(Grid(head=("opened", differs), rows=rows, depth="detail"))
        title = "What other movements would open" if has_first else "What a single movement would open"
        return Section(key="opened", title=title, blocks=tuple(blocks))

    def _is_same(self, words: StabilityWords, has_first: bool) -> bool:
        return has_first and words.in_a_line() == self.each[0][1].in_a_line()

    def _differs(self, words: StabilityWords, has_first: bool) -> str:
        structure = words.stability.case.structure
        base = self.each[0][1].package_stability.package if has_first else structure.status_quo
        return "; ".join(
            f"{self.names.issue(issue)}: {self.names.option(issue, option)}"
            for issue, option in enumerate(words.package_stability.package)
            if option != base[issue] and issue not in structure.left_out
        )

    def data(self) -> Json:
        """The key `opened` of the document."""
        return {
            "opened": [
                {
                    "options": words.stability.case.package_names(words.package_stability.package),
                    "if": reasons,
                    "concepts": {
                        key: {
                            "stable": words.package_stability.holds(key),
                            "parties": {
                                name: words.package_stability.is_stable(key, party)
                                for party, name in enumerate(words.stability.case.parties)
                            },
                        }
                        for key in words.package_stability.reasons
                    },
                }
                for reasons, words in self.each
            ]
        }
