"""How firmly a package holds: strong preferences, unknown ones, and moves in view; for a terminal and as plain data."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from rich.table import Table
from rich.text import Text

from winset.analyses.stability.definitions import definitions
from winset.analyses.stability.degrees import Firm, Uncertain
from winset.analyses.stability.deterrence import Concept
from winset.analyses.stability.limited import Limited
from winset.analyses.stability.stability import Held, Stability
from winset.analyses.stability.unknown import READINGS
from winset.present.page import Page
from winset.present.words import Words, counted, listed
from winset.report.printable import printable

Json = dict[str, object]
UNKNOWN = (
    "Some comparisons are not known. Four readings of them: (a) a party leaves for what it may prefer, and only what "
    "it knows to be no better keeps it; (b) what is unknown counts on neither side; (c) it leaves for what it may "
    "prefer, and what it may dislike keeps it; (d) it leaves only for what it prefers, and what it may dislike keeps "
    "it."
)
STRONG = (
    "Firmly: the answers leave the party much worse off, by a statement that the case marks as strong. Weakly: stable, "
    "but only since the answers leave it somewhat worse off or no better."
)


class DegreesText:
    """How firmly the package holds for each party, where statements are marked as strong or something is unknown."""

    def __init__(self, found: Stability, firm: Firm | None, uncertain: Uncertain | None, words: Words) -> None:
        self.found, self.firm, self.uncertain, self.words = found, firm, uncertain, words

    def write(self, page: Page) -> None:
        """A table for each of the two, where there is something to say."""
        if self.firm is not None:
            page.section("How firmly it holds")
            firm = self.firm
            page.put(self._grid(list(firm), lambda key, party: _firmly(firm, key, party)))
            page.line(STRONG, style="dim")
        if self.uncertain is not None:
            page.section("Where a preference is not known")
            uncertain = self.uncertain
            page.put(self._grid(list(uncertain), lambda key, party: _readings(uncertain, key, party)))
            page.line(UNKNOWN, style="dim")

    def _grid(self, keys: Sequence[Concept], cell: Callable[[Concept, int], str]) -> Table:
        grid = Table(show_header=True, box=None, pad_edge=False, padding=(0, 2, 0, 0))
        grid.add_column("definition")
        for party in range(len(self.found.case.parties)):
            grid.add_column(Text(printable(self.words.party(party))))
        for key in keys:
            told = [cell(key, party) for party in range(len(self.found.case.parties))]
            grid.add_row(*[Text(printable(one)) for one in (definitions[key].title, *told)])
        return grid

    def data(self) -> Json:
        """The keys `firmness` and `unknown` of the document; null where the case says nothing of the kind."""
        parties = self.found.case.parties
        return {
            "firmness": None
            if self.firm is None
            else {
                key: {parties[party]: one.degree for party, one in enumerate(told)} for key, told in self.firm.items()
            },
            "unknown": None
            if self.uncertain is None
            else {
                key: {
                    parties[party]: {reading: one[reading].stable for reading in READINGS}
                    for party, one in enumerate(told)
                }
                for key, told in self.uncertain.items()
            },
        }


def _firmly(firm: Firm, key: Concept, party: int) -> str:
    told = {"strongly stable": "firmly", "weakly stable": "weakly", "unstable": "not at all"}
    degree = firm[key][party].degree
    return told[degree] if degree is not None else "–"


def _readings(uncertain: Uncertain, key: Concept, party: int) -> str:
    """Under which of the four readings the package is stable for a party."""
    told = {reading: verdict.stable for reading, verdict in uncertain[key][party].items()}
    holds = [reading for reading in READINGS if told[reading]]
    if len(holds) in (0, len(READINGS)):
        return "stable under all four" if holds else "stable under none"
    return f"stable under {listed(holds)} only"


class AheadText:
    """What each of two parties anticipates, by how many moves it looks ahead."""

    def __init__(self, found: Stability, held: Held, limited: Limited, words: Words) -> None:
        self.found, self.held, self.limited, self.words = found, held, limited, words

    def write(self, page: Page) -> None:
        """A row for each number of moves in view, what repeats, and what that says."""
        page.section("By how many moves each looks ahead")
        grid = Table(show_header=True, box=None, pad_edge=False, padding=(0, 2, 0, 0))
        grid.add_column("moves in view", justify="right")
        for party in range(2):
            grid.add_column(Text(printable(f"for {self.words.party(party)}")))
        for ahead in range(1, max(2, len(self.limited.outcomes))):
            told = [self.limited.holds(ahead, party, self.held.state) for party in range(2)]
            grid.add_row(str(ahead), *told)
        page.put(grid)
        page.line(self._repeats())
        page.line(
            "Each expects the other to do what is best for it with one move fewer in view, and moves only for "
            "something better than staying.",
            style="dim",
        )

    def _repeats(self) -> str:
        cycle = self.limited.cycle
        if cycle is None:
            most = counted(self.limited.most, "move")
            return f"Nothing repeats up to {most}: what holds with more in view is not known."
        far = [(self.words.party(party), self.limited.far(party, self.held.state)) for party in range(2)]
        told = listed(f"{answer} for {who}" for who, answer in far)
        how = "nothing changes any more" if cycle.length == 1 else f"the answers repeat every {cycle.length} moves"
        return f"From {counted(max(1, cycle.first), 'move')} in view on {how}: {told}, however far they look."

    def data(self) -> Json:
        """The key `ahead` of the document."""
        parties, limited = self.found.case.parties, self.limited
        told: Json = {
            "holds": [
                {name: limited.holds(ahead, party, self.held.state) for party, name in enumerate(parties)}
                for ahead in range(1, max(2, len(limited.outcomes)))
            ],
            "cycle": None if limited.cycle is None else {"first": limited.cycle.first, "length": limited.cycle.length},
            "far": {name: limited.far(party, self.held.state) for party, name in enumerate(parties)},
        }
        return {"ahead": told}
