"""Whether the packages of an answer would hold, a line for each, for a terminal."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from shlex import quote

from rich.table import Table
from rich.text import Text

from winset.analyses.stability.definitions import definitions
from winset.analyses.stability.readings import is_fixed
from winset.analyses.stability.stability import Held
from winset.compiled import Compiled
from winset.model.evidence import Checked
from winset.present.looked_at import FIXED, NOTHING_MOVES, LookedAt, in_a_line
from winset.present.page import Page
from winset.present.stability_words import StabilityWords
from winset.present.visible import Visible
from winset.readings.shares import Share
from winset.report.printable import printable


class HoldsText:
    """The lines under an answer, each with the command that says why."""

    def __init__(self, page: Page, checked: Checked, visible: Visible) -> None:
        self.page, self.checked, self.visible = page, checked, visible

    def write(self, looked_at: LookedAt) -> None:
        if not looked_at.found and not looked_at.why_not:
            return
        self.page.section("Would it hold?")
        known = [one for one in looked_at.found if one.states.moving]
        if looked_at.found and not known:
            self.page.line(NOTHING_MOVES)
        for number, (found, shares) in enumerate(zip(looked_at.found, looked_at.shares, strict=True), 1):
            if found.held is not None and found.states.moving:
                told = in_a_line(StabilityWords(found, self.visible), found.held)
                counted = _counted(shares["nash"], shares["sseq"]) if shares else ""
                self.page.bullet(f"Package {number}: {told}{counted}. Why:")
                self.page.command(self._command(found.case, found.held))
        if looked_at.why_not:
            self.page.line(looked_at.why_not)

    def by_definition(self, looked_at: LookedAt) -> None:
        """A row for each definition: in how many readings each of the packages that lead is stable for everybody."""
        if not looked_at.found and not looked_at.why_not:
            return
        page = self.page
        page.section("Would it hold, once it is agreed?")
        known = [
            (found, held, shares)
            for found, shares in zip(looked_at.found, looked_at.shares, strict=True)
            if (held := found.held) is not None and found.states.moving
        ]
        if looked_at.found and not known:
            page.line(NOTHING_MOVES)
        if known:
            grid = Table(show_header=True, box=None, pad_edge=False, padding=(0, 2, 0, 0))
            grid.add_column("stable for everybody by")
            for number in range(1, len(known) + 1):
                grid.add_column("the package above" if len(known) == 1 else f"package {number}", justify="right")
            for key, one in definitions.items():
                cells = [_share(held, shares, key) for _, held, shares in known]
                grid.add_row(*(Text(printable(cell)) for cell in (one.title, *cells)))
            page.put(grid)
            if is_fixed(known[0][0].case, by_value=known[0][0].by_value):
                page.line(FIXED, style="dim")
            for found, held, _ in known:
                page.command(self._command(found.case, held))
        if looked_at.why_not:
            page.line(looked_at.why_not)

    def _command(self, case: Compiled, held: Held) -> str:
        """The command that looks at the package more closely."""
        path = Path(self.checked.path)
        words = ["winset stability", quote(str(path.parent if path.name == "case.yaml" else path))]
        words += [f"--variant {name}" for name in self.checked.variants]
        words += [f"--table {case.table}"] if case.table else []
        return " ".join((*words, f"--package {package_argument(case, held)}"))


def _share(held: Held, shares: Mapping[str, Share] | None, key: str) -> str:
    """In how many readings it is stable; where that was not counted, whether it is centrally."""
    if shares is not None and key in shares:
        return f"{100 * shares[key].share:.0f} of 100 readings"
    told = held.holds(key)
    centrally = " (centrally)" if shares is not None and told is not None else ""
    return ("not computed" if told is None else "yes" if told else "no") + centrally


def package_argument(case: Compiled, held: Held) -> str:
    """The package as `--package` takes it: the options that differ from how things stand."""
    named = case.package_names(held.package)
    moved = [
        issue
        for issue, option, still in zip(case.issues, held.package, case.structure.status_quo, strict=True)
        if option != still
    ]
    first = list(case.issues[:1])
    return ",".join(f"{issue}={named[issue]}" for issue in moved or first)


def _counted(nobody: Share, answered: Share) -> str:
    """In how many of the readings that were drawn it is so."""
    return (
        f" (of {nobody.draws:,} readings, nobody could gain in {nobody.number:,}, and every gain could be answered for "
        f"good in {answered.number:,})"
    )
