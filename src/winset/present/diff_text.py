"""Two versions of a case against each other, for a terminal."""

from __future__ import annotations

from rich.console import Console
from rich.table import Table
from rich.text import Text

from winset.analyses.comparison.effects import Effect
from winset.analyses.comparison.moved import Moved
from winset.model.changes import Change
from winset.present.amounts import whole
from winset.present.answer import variant_lines
from winset.present.diff_answer import (
    CENTRALLY,
    NOT_A_PROBABILITY,
    Diff,
    Side,
    acceptable,
    hurdle_text,
    lead_text,
    outcome,
    package_text,
    pivotal_text,
    sentences,
    share_text,
    unjudged_text,
)
from winset.present.diff_changes import ChangesText
from winset.present.page import Page
from winset.present.words import counted
from winset.report.printable import printable


def write_diff(console: Console, diff: Diff) -> None:
    """What became of the answer, which change did it, and everything that changed."""
    DiffText(Page(console), diff).write()


class DiffText:
    """One comparison on one page."""

    def __init__(self, page: Page, diff: Diff) -> None:
        self.page, self.diff, self.words = page, diff, diff.words

    def write(self) -> None:
        page, diff = self.page, self.diff
        page.title(diff.new.visible.case.case.title)
        page.line("What changed between two versions of the case, and what that did to the answer.", 0, "italic")
        for what, side in (("Old", diff.old), ("New", diff.new)):
            page.line(f"{what}: {side.checked.path} ({side.checked.sha256[:12]})", indent=0, style="dim")
        for line in variant_lines(diff.new.visible.case, diff.new.checked.variants):
            page.line(line, indent=0, style="dim")
        table = diff.found.new.case.table
        if table is not None:
            page.line(f"Asked of the table {self.words.titled('tables', table)}.", indent=0, style="dim")
        page.section("Answer")
        for sentence in sentences(diff):
            page.line(sentence)
        if diff.found.changes.all:
            self._answers()
            self._effects()
            self._packages()
            ChangesText(page, diff).write()
        self._account()

    def _answers(self) -> None:
        """The answers of both versions side by side."""
        old, new = self.diff.old, self.diff.new
        grid = Table(show_edge=False, pad_edge=False, header_style="bold", padding=(0, 1))
        for name, ratio in (("", 2), ("old", 3), ("new", 3)):
            grid.add_column(name, ratio=ratio)
        rows = [
            ("deal", *("yes" if side.version.answer.has_deal else "no" for side in (old, new))),
            ("packages in all", *(whole(side.version.answer.counts.total) for side in (old, new))),
            ("within every rule and red line", *(whole(side.version.answer.counts.feasible) for side in (old, new))),
            ("acceptable", *(acceptable(side.version.answer).split(" ")[0] for side in (old, new))),
            ("package that leads", lead_text(old), lead_text(new)),
            ("could open one by giving way alone", pivotal_text(old), pivotal_text(new)),
        ]
        if old.share is not None or new.share is not None:
            rows.append(("readings with a deal", share_text(old), share_text(new)))
        for row in rows:
            grid.add_row(*(Text(printable(cell)) for cell in row))
        self.page.console.print()
        self.page.put(grid)
        self.page.line(CENTRALLY, style="dim")
        for side in (old, new):
            if unjudged_text(side) and side.version.answer.has_deal:
                self.page.line(unjudged_text(side))
        if old.share is not None or new.share is not None:
            self.page.line(f"± is the standard error; the seed is {self.diff.seed}. {NOT_A_PROBABILITY}", style="dim")

    def _effects(self) -> None:
        """Each change that bears on the answer, by itself."""
        found = self.diff.found
        turning = found.turning
        told = [effect for effect in found.effects if effect.bears or (effect.alone.answer is None)]
        if not told:
            return
        self.page.section("What each change does by itself")
        for effect in sorted(told, key=lambda one: one not in turning):
            self.page.bullet(f"{self.diff.name(effect.change)}{self._short(effect.change)}")
            self._effect(effect)

    def _effect(self, effect: Effect) -> None:
        found = self.diff.found
        if effect.alone.answer is None and effect.without.answer is None:
            self.page.line("It cannot be taken apart from the other changes.", indent=6)
            return
        alone = outcome(effect.alone, found.old.answer, self.diff)
        without = outcome(effect.without, found.new.answer, self.diff)
        self.page.line(f"Old version with this alone: {alone}.", indent=6)
        self.page.line(f"New version without it: {without}.", indent=6)

    def _short(self, change: Change) -> str:
        """The change in one line, where it is a single number or word."""
        if not self.diff.new.visible.tells(change) or change.path[0] in ("claims", "sources"):
            return ""
        lines = self.words.lines(change) if change.kind == "changed" else []
        if len(lines) == 1 and not lines[0].what and lines[0].before and lines[0].after:
            return f": {lines[0].before} → {lines[0].after}"
        return {"added": " (new)", "removed": " (gone)", "changed": ""}[change.kind]

    def _packages(self) -> None:
        diff, page = self.diff, self.page
        if diff.moved is None:
            return
        opened, closed = diff.moved
        if not opened.number and not closed.number:
            return
        page.section("Packages")
        self._moved(opened, "became acceptable", "Before", diff.new, diff.old)
        self._moved(closed, "no longer acceptable", "Now", diff.old, diff.new)

    def _moved(self, moved: Moved, what: str, when: str, here: Side, there: Side) -> None:
        if not moved.number:
            return
        verb = what if what.startswith("became") else f"{'is' if moved.number == 1 else 'are'} {what}"
        number = counted(moved.number, "package")
        more = f"; the first {len(moved.leading)} are" if moved.number > len(moved.leading) else ""
        self.page.line(f"{number} {verb}{more}:")
        for one in moved.leading:
            self.page.bullet(package_text(one.package, here))
            self.page.line(f"{when}: {hurdle_text(one, there, self.words)}.", indent=6, style="dim")

    def _account(self) -> None:
        diff, page = self.diff, self.page
        notes = list(dict.fromkeys([*diff.notes, *diff.old.checked.notes, *diff.new.checked.notes]))
        accounts = [
            f"{which} version: {account}"
            for which, side in (("Old", diff.old), ("New", diff.new))
            if (account := side.visible.account())
        ]
        if not notes and not accounts and not diff.hidden:
            return
        page.section("Notes")
        for note in notes:
            page.bullet(note)
        for account in accounts:
            page.bullet(account)
        if diff.hidden:
            page.bullet(f"{counted(diff.hidden, 'change is', 'changes are')} left out, or told without what they say.")
