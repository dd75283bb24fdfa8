"""What an answer hangs on, for a terminal: inputs, red lines, silence, numbers that turn it."""

from __future__ import annotations

from collections.abc import Sequence

from rich.table import Table
from rich.text import Text

from winset.analyses.robustness.acceptance import Share
from winset.analyses.robustness.drivers import Driver
from winset.analyses.robustness.question import DEAL, PACKAGE
from winset.analyses.robustness.robustness import Robustness, Sweep
from winset.present.inputs import InputWords
from winset.present.page import Page
from winset.present.shares import in_readings
from winset.present.silence import SilentCell, silent_cells
from winset.present.visible import Visible
from winset.present.words import Words
from winset.report.printable import printable

MOST_DRIVERS = 10
MOST_ASKED = 3


class HangsText:
    """What the answer hangs on, on one page."""

    def __init__(self, page: Page, found: Robustness, visible: Visible) -> None:
        self.page, self.found, self.visible = page, found, visible
        self.inputs = InputWords(Words(visible.case, found.answer.case), visible)

    def write(self) -> None:
        drawn = _turning(self.found.drawn)
        otherwise = [one for one in _turning(self.found.otherwise) if one.input.kind == "red_line"]
        if drawn:
            self._drawn(drawn)
        if otherwise:
            self._otherwise(otherwise)
        if self.found.resolved:
            self._silence(silent_cells(self.found))
        self._flips()
        for one in self.found.sweeps:
            self._sweep(one)

    def _drawn(self, drivers: Sequence[Driver]) -> None:
        """The inputs that turn the answer most often, and the first three as the ones to ask about."""
        page, draws = self.page, drivers[0].effects[DEAL].turns.draws
        page.section("What it hangs on")
        first = [self.inputs.input(one.input) for one in _turning(self.found.asked_first)[:MOST_ASKED]]
        page.line(f"Ask about {'these' if len(first) > 1 else 'this'} first: {'; '.join(first)}.")
        package = any(PACKAGE in one.effects for one in drivers)
        beside = ", and whether the package above is acceptable (“package”)" if package else ""
        page.line(
            f"How often whether there is a deal (“deal”){beside} changes when one input alone is drawn anew, all "
            f"others staying as they are; of 100, from {draws:,} readings:"
        )
        grid = Table(box=None, pad_edge=False, show_edge=False)
        for finding in (DEAL, PACKAGE) if package else (DEAL,):
            grid.add_column(finding, justify="right", style="bold" if finding == DEAL else "", no_wrap=True)
        grid.add_column("input")
        for one in drivers[:MOST_DRIVERS]:
            told = [_with_error(one.effects[finding].turns) for finding in one.effects]
            grid.add_row(*told, Text(printable(self.inputs.input(one.input))))
        page.put(grid)
        page.line("± is the standard error. `--json` has every input, with first-order and total effects.", style="dim")

    def _otherwise(self, drivers: Sequence[Driver]) -> None:
        page = self.page
        page.section("If a red line did not hold")
        page.line(f"A deal then, in the same readings ({self._before()} as the case stands):")
        for one in drivers[:MOST_DRIVERS]:
            holds = one.effects[DEAL].holds
            if holds is not None:
                told = in_readings(holds, drawn=False)
                page.bullet(f"{told} were it not that {self.inputs.red_line(one.input.names)}")
        if len(drivers) > MOST_DRIVERS:
            page.line(f"{len(drivers) - MOST_DRIVERS} more in `--json`.", style="dim")

    def _before(self) -> str:
        """The share of readings with a deal among those that were drawn for the drivers."""
        return in_readings(self.found.drivers[0].effects[DEAL].before, drawn=False)

    def _silence(self, cells: Sequence[SilentCell]) -> None:
        """How the answer moves when each silent cell is resolved each way."""
        page = self.page
        page.section("The weight of silence")
        page.line(
            "Where the sources are silent, each option in turn is taken to be what the party wants most, then to be "
            f"what it refuses. A deal then, in the same readings ({self._before()} as the case stands):"
        )
        for cell in [one for one in cells if one.moves][:MOST_DRIVERS]:
            page.bullet(f"{self.inputs.cell(*cell.names)}: {self.inputs.resolved(cell)}.")
        still = [self.inputs.cell(*one.names) for one in cells if not one.moves]
        if still:
            page.line(f"Whatever they want or refuse, nothing changes: {'; '.join(still)}.", style="dim")

    def _flips(self) -> None:
        """The numbers that alone turn the central answer within their range."""
        parties = self.found.answer.case.parties
        flips = [one for one in self.found.flips if self.visible.points(parties[one.number.party])]
        if not flips:
            return
        page = self.page
        page.section("Numbers that turn the central answer")
        page.line(
            "With every other number at its central value, each of these alone changes whether there is a deal, "
            "within the range that is judged for it:"
        )
        grid = Table(box=None, pad_edge=False, show_edge=False)
        for column in ("central", "turns at"):
            grid.add_column(column, justify="right", no_wrap=True)
        grid.add_column("number")
        for one in flips[:MOST_DRIVERS]:
            told = f"{float(one.central):g}", f"{float(one.at):g}"
            grid.add_row(*told, Text(printable(self.inputs.number(one.number))))
        page.put(grid)
        if len(flips) > MOST_DRIVERS:
            page.line(f"{len(flips) - MOST_DRIVERS} more in `--json`.", style="dim")

    def _sweep(self, one: Sweep) -> None:
        """The readings with a deal as one number takes each value."""
        page, number = self.page, self.inputs.number(one.number)
        page.section("As one number moves")
        page.line(f"A deal, of 100 readings, as one number takes each value and all else is drawn as ever: {number}.")
        grid = Table(box=None, pad_edge=False, show_edge=False)
        for column in ("value", "of 100 readings"):
            grid.add_column(column, justify="right", no_wrap=True)
        for value, share in one.deal:
            grid.add_row(f"{float(value):g}", _with_error(share))
        page.put(grid)


def _turning(drivers: Sequence[Driver]) -> list[Driver]:
    return [one for one in drivers if one.effects[DEAL].turns.number]


def _with_error(share: Share) -> str:
    return f"{100 * share.share:.1f} ± {100 * share.error:.1f}"
