"""Who could gain by leaving a package together, for a terminal and as plain data."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rich.table import Table
from rich.text import Text

from winset.analyses.stability.coalitions import Coalition, Together
from winset.analyses.stability.definitions import definitions
from winset.analyses.stability.sequences import TOGETHER, Path
from winset.analyses.stability.stability import Held, Stability
from winset.present.page import Page
from winset.present.stability_words import changed
from winset.present.words import Words, counted, listed
from winset.report.printable import printable

SHOWN = 5
Json = dict[str, object]
Found = Mapping[str, Together | None]
"""Per concept the verdicts of every coalition; None where they were not computed."""
Universal = Mapping[str, Sequence[int]] | None
"""Per concept the states that hold against every coalition; None where that was not computed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaving:
    """One way for a coalition to gain by leaving. concepts: those under which nobody could answer it."""

    coalition: Coalition
    path: Path
    concepts: tuple[str, ...]


def ways_to_leave(found: Found) -> list[Leaving]:
    """Every way to gain, each once: those first that nobody could answer, then the smallest coalitions."""
    told: dict[tuple[Coalition, Path], list[str]] = {}
    for key, verdicts in found.items():
        for upset in verdicts.upsets if verdicts is not None else ():
            told.setdefault((upset.coalition, upset.path), []).append(key)
    ways = [Leaving(coalition=who, path=path, concepts=tuple(keys)) for (who, path), keys in told.items()]
    return sorted(ways, key=lambda one: (-len(one.concepts), len(one.coalition), len(one.path)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Gains:
    """What was found. together: by concept. universal: which states hold against every coalition. blocks: of a
    partition, where that was asked.
    """

    together: Found
    universal: Universal = None
    blocks: tuple[tuple[str, ...], ...] = ()


class CoalitionsText:
    """What every coalition could gain by, or every block of a partition. most: states and ways in the data."""

    def __init__(self, found: Stability, held: Held, words: Words, gains: Gains, most: int | None = None) -> None:
        self.found, self.held, self.words, self.most = found, held, words, most
        self.together, self.universal, self.blocks = gains.together, gains.universal, gains.blocks
        self.ways = ways_to_leave(gains.together)

    def write(self, page: Page) -> None:
        """The ways to gain, and by definition whether it holds and how many states do."""
        if self.blocks:
            page.section("If some acted as one")
            each = listed((self._block(block) for block in self.blocks), "and")
            page.line(
                f"{each}: each acts as one party that gains where all its members do, and its members do nothing "
                "alone. That is another question than what any coalition could gain.",
                style="dim",
            )
        else:
            page.section("Who could gain by leaving it together")
            page.line(
                "All of them are better off at the end; on the way there some may not be. Nobody moves twice in "
                "succession, so that a step may serve only to let another move again. Those left out may answer. "
                "Changes that nobody can make alone are not part of this.",
                style="dim",
            )
        shown = [one for one in self.ways if self.blocks or len(one.coalition) > 1]
        if not shown:
            page.line("No block could gain." if self.blocks else "Nobody could gain by leaving together with others.")
        for one in shown[:SHOWN]:
            page.bullet(f"{self._told(one)} {self._answered(one)}")
        if len(shown) > SHOWN:
            page.line(f"{counted(len(shown) - SHOWN, 'other way')} in `--json`.", style="dim")
        page.put(self._grid(self.universal))
        if self.universal is None and not self.blocks:
            page.line("How many states hold against every coalition was not computed: there are too many.", style="dim")

    def _block(self, block: Sequence[str]) -> str:
        return " with ".join(self.words.case.parties[name].name for name in block)

    def _grid(self, universal: Universal) -> Table:
        grid = Table(show_header=True, box=None, pad_edge=False, padding=(0, 2, 0, 0))
        grid.add_column("definition")
        grid.add_column("it holds against every " + ("block" if self.blocks else "party and coalition"))
        if universal is not None:
            grid.add_column(f"states of {self.found.states.graph.states:,} that do", justify="right")
        for key, verdicts in self.together.items():
            told = "not computed" if verdicts is None else "no" if verdicts.upsets else "yes"
            count = [f"{len(universal[key]):,}"] if universal is not None else []
            grid.add_row(*[Text(printable(cell)) for cell in (definitions[key].title, told, *count)])
        return grid

    def _answered(self, one: Leaving) -> str:
        """Whether those left out could answer, and at what cost to them."""
        computed = [key for key, verdicts in self.together.items() if verdicts is not None]
        if "gmr" in one.concepts:
            return "Nobody could answer that."
        if "seq" in one.concepts:
            return "Others could answer, but not each to their own advantage."
        if "gmr" not in computed:
            return ""
        return "Others could answer, each to their own advantage." if "seq" in computed else "Others could answer."

    def _told(self, one: Leaving) -> str:
        """The moves of a coalition, one after the other."""
        state, does = self.held.state, []
        for step in one.path:
            told = changed(self.found, state, step.to)
            what = listed(
                f"{self.words.topic(issue)} to “{self.words.option(issue, option)}”" for issue, option in told
            )
            who = "together they change" if step.party == TOGETHER else f"{self.words.party(step.party)} changes"
            does.append(f"{who} {what}")
            state = step.to
        return f"{self.words.parties(one.coalition)}: {', then '.join(does)}."

    def data(self) -> Json:
        """The key `coalitions`, or `partition`, of the document: null where something was not computed."""
        told: Json = {
            "holds": {
                key: None if verdicts is None else not verdicts.upsets for key, verdicts in self.together.items()
            },
            "upsets": [self._upset(one) for one in self.ways[: self.most]],
            "upsets_found": len(self.ways),
        }
        if self.blocks:
            return {"partition": {"blocks": [list(block) for block in self.blocks], **told}}
        universal = self.universal
        every = found = None
        if universal is not None:
            every = {key: [self._state(state) for state in states[: self.most]] for key, states in universal.items()}
            found = {key: len(states) for key, states in universal.items()}
        return {"coalitions": {"universal": every, "universal_found": found, **told}}

    def _upset(self, one: Leaving) -> Json:
        parties = self.found.case.parties
        return {
            "coalition": [parties[party] for party in one.coalition],
            "from": self._state(self.held.state),
            "to": self._state(one.path[-1].to),
            "steps": [
                {"party": None if step.party == TOGETHER else parties[step.party], "to": self._state(step.to)}
                for step in one.path
            ],
            "concepts": list(one.concepts),
        }

    def _state(self, state: int) -> Json:
        return {"options": self.found.case.package_names(self.found.states.package(state))}
