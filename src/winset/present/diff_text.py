"""Two versions of a case against each other, for a terminal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from rich.console import Console
from rich.table import Table
from rich.text import Text

from winset.analyses.comparison.effects import Effect
from winset.analyses.comparison.moved import Moved
from winset.model.changes import Change, Quoted
from winset.model.claims import Claim
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
from winset.present.page import Page
from winset.present.problems import printable
from winset.present.quoted import write_claim
from winset.present.words import counted, listed

PARTS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("What changed in the question", ("case", "parties", "others", "issues", "consent", "rules", "tables")),
    ("What changed in the evidence", ("sources", "positions", "claims", "levers", "notes", "moves", "variants")),
    ("What changed in what is judged", ("judgements", "plan")),
)
KINDS = {"added": "new", "removed": "gone", "changed": "changed"}
CLOSED = "What it says may not be shown at this level."


def write_diff(console: Console, diff: Diff) -> None:
    """What became of the answer, which change did it, and everything that changed."""
    DiffText(Page(console), diff).write()


class DiffText:
    """One comparison on one page."""

    def __init__(self, page: Page, diff: Diff) -> None:
        self.page, self.diff, self.words = page, diff, diff.words
        passages = {**diff.old.checked.passages, **diff.new.checked.passages}
        self.checked = {
            id(side): replace(side.checked, passages={**passages, **side.checked.passages})
            for side in (diff.old, diff.new)
        }

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
            self._changes()
        self._account()

    def _answers(self) -> None:
        """The answers of both versions side by side."""
        old, new = self.diff.old, self.diff.new
        grid = Table(show_edge=False, pad_edge=False, header_style="bold", padding=(0, 1))
        for name, ratio in (("", 2), ("old", 3), ("new", 3)):
            grid.add_column(name, ratio=ratio)
        rows = [
            ("deal", *("yes" if side.version.answer.has_deal else "no" for side in (old, new))),
            ("packages", *(whole(side.version.answer.counts.total) for side in (old, new))),
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
        more = ", the first ones" if moved.number > len(moved.leading) else ""
        self.page.line(f"{number} {verb}{more}:")
        for one in moved.leading:
            self.page.bullet(package_text(one.package, here))
            self.page.line(f"{when}: {hurdle_text(one, there, self.words)}.", indent=6, style="dim")

    def _changes(self) -> None:
        shown = self.diff.shown
        for title, sections in PARTS:
            members = [change for change in shown if change.path[0] in sections]
            if members:
                self.page.section(title)
            for change in sorted(members, key=lambda one: sections.index(str(one.path[0]))):
                self._change(change)

    def _change(self, change: Change) -> None:
        if change.path[0] == "claims":
            self._quote(change)
            return
        bears = any(effect.change is change and effect.bears for effect in self.diff.found.effects)
        mark = "; bears on the answer" if bears else ""
        self.page.bullet(f"{self.diff.name(change)} — {KINDS[change.kind]}{mark}")
        if not self.diff.new.visible.tells(change):
            self.page.line(CLOSED, indent=6, style="dim")
            return
        for line in self.words.lines(change):
            self.page.line(_said(line.what, line.before, line.after), indent=6)
        if change.path[0] in ("positions", "rules", "levers", "tables", "consent", "moves", "notes", "variants"):
            self._behind(change)

    def _behind(self, change: Change) -> None:
        """The words behind a change, before and after; once where they are the same."""
        old = self.diff.old.visible.claims_behind(change.before)
        new = self.diff.new.visible.claims_behind(change.after)
        if set(old) == set(new):
            self._claims("The words behind it, as before:", new, self.diff.new)
            return
        self._claims("The words behind it before:", old, self.diff.old)
        self._claims("The words behind it now:", new, self.diff.new)

    def _claims(self, what: str, claims: Sequence[Claim], side: Side) -> None:
        if not claims:
            return
        self.page.line(what, indent=6, style="dim")
        for claim in claims:
            write_claim(self.page, claim, self.checked[id(side)], side.visible)

    def _quote(self, change: Change) -> None:
        """A quote that is new, gone or reworded, or of which something else is said."""
        old, new = change.before, change.after
        held = new if isinstance(new, Quoted) else old
        if not isinstance(held, Quoted):
            return
        both = isinstance(old, Quoted) and isinstance(new, Quoted)
        what = {"added": "New quote", "removed": "Quote gone"}.get(change.kind, "Quote reworded")
        if both and old.claims[0].quote == new.claims[0].quote:  # type: ignore[union-attr]
            what = "Same quote, of which something else is said"
        self.page.bullet(f"{what}{self._carried(held)}")
        if isinstance(old, Quoted) and isinstance(new, Quoted) and what.startswith("Same"):
            for line in quote_lines(old, new, self.diff):
                self.page.line(line, indent=6)
            self._claims("The words:", new.claims[:1], self.diff.new)
            return
        if isinstance(old, Quoted):
            self._claims("Before:" if both else "It said:", old.claims, self.diff.old)
        if isinstance(new, Quoted):
            self._claims("Now:" if both else "It says:", new.claims, self.diff.new)

    def _carried(self, held: Quoted) -> str:
        names = [
            self.words.name(Change(path=p, kind="changed", before=None, after=None, paths=())) for p in held.carries
        ]
        return f", behind {listed(names)}" if names else ", behind nothing"

    def _account(self) -> None:
        diff, page = self.diff, self.page
        notes = list(dict.fromkeys([*diff.notes, *diff.old.checked.notes, *diff.new.checked.notes]))
        accounts = {side.visible.account() for side in (diff.old, diff.new)} - {""}
        if not notes and not accounts and not diff.hidden:
            return
        page.section("Notes")
        for note in notes:
            page.bullet(note)
        for account in sorted(accounts):
            page.bullet(account)
        if diff.hidden:
            page.bullet(f"{counted(diff.hidden, 'change is', 'changes are')} left out, or told without what they say.")


def _said(what: str, before: str, after: str) -> str:
    head = f"{what}: " if what else ""
    if before and after:
        return f"{head}{before} → {after}"
    return f"{head}{after}" if after else f"{head}{before} — no longer"


def quote_lines(old: Quoted, new: Quoted, diff: Diff) -> list[str]:
    """What else is said of one quote: its reading, who reviewed it, who speaks, and what it carries."""
    told = []
    for field, what in (
        ("reading", "reading"), ("reviewed_by", "reviewed by"), ("speaker", "speaker"), ("date", "date"),
    ):  # fmt: skip
        before, after = (
            listed(dict.fromkeys(_text(getattr(claim, field)) for claim in side.claims)) for side in (old, new)
        )
        if before != after:
            told.append(f"{what}: {before} → {after}")
    for what, gone in (
        ("no longer behind", set(old.carries) - set(new.carries)),
        ("now also behind", set(new.carries) - set(old.carries)),
    ):
        names = [
            diff.words.name(Change(path=p, kind="changed", before=None, after=None, paths=())) for p in sorted(gone)
        ]
        if names:
            told.append(f"{what} {listed(names)}")
    return told


def _text(value: object) -> str:
    if value is None:
        return "nobody or nothing"
    return listed(map(str, value)) if isinstance(value, tuple) else str(value)
