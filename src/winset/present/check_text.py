"""The account of a check, for a terminal."""

from __future__ import annotations

from rich.console import Console
from rich.text import Text

from winset.model.evidence import Checked, Counts
from winset.model.numbers import Handling
from winset.present.answer import source_warnings
from winset.present.page import Page
from winset.present.visible import Visible
from winset.present.words import counted
from winset.report.problems import problem_lines, seen_at, tally


def write_check(console: Console, checked: Checked, level: Handling, *, name: str) -> None:
    """Every problem, then what was found: parties, issues, cells by basis, quotes."""
    page = Page(console)
    for problem in checked.problems:
        console.print(Text("\n".join(problem_lines(seen_at(problem, level)))), soft_wrap=True)
        console.print()
    if checked.case is not None:
        counts = checked.counts
        page.title(f"{checked.case.case.title} ({name})")
        if not checked.errors:
            page.line(
                f"{counted(len(checked.case.parties), 'party', 'parties')}, "
                f"{counted(len(checked.case.issues), 'issue')}; "
                f"cells: {counts.stated} stated, {counts.inferred} inferred, {counts.silent} silent"
            )
            page.line(_quotes(counts))
        else:
            page.line("Cells and quotes are counted once there is no error.")
        seen = Visible(case=checked.case, level=level)
        for note in (*source_warnings(checked.case, seen), *checked.notes, seen.account()):
            if note:
                page.line(note)
    page.line(tally(checked.problems), indent=0, style="bold red" if checked.errors else "bold green")


def _quotes(counts: Counts) -> str:
    found = counts.exact + counts.folded
    how = ", all exactly" if found and counts.exact == counts.quotes else ""
    if counts.folded:
        how = f", {counts.folded} of them by typography only (`--fix` writes the exact text)"
    reviewed = f"; {counted(counts.unreviewed, 'claim')} not reviewed by a second person"
    return f"quotes: {found} of {counts.quotes} found in their sources{how}{reviewed}"
