"""Everything that changed between two versions of a case, with the words behind it, for a terminal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from winset.model.changes import Change, Quoted
from winset.model.claims import Claim
from winset.present.diff_answer import Diff
from winset.present.diff_words import Line
from winset.present.page import Page
from winset.present.quoted import write_claim
from winset.present.words import listed

PARTS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        "What changed in the question",
        ("case", "parties", "others", "issues", "consent", "rules", "levers", "tables", "moves", "variants"),
    ),
    ("What changed in the evidence", ("sources", "positions", "claims", "notes")),
    ("What changed in what is judged", ("judgements", "plan")),
)
WITH_WORDS = (
    "positions", "rules", "levers", "tables", "consent", "moves", "notes", "variants", "plan", "others", "parties",
)  # fmt: skip
"""Sections whose entries may rest on quotes."""
UNSAID = {"quote": "", "reading": "none", "reviewed_by": "nobody", "speaker": "not named", "date": "no date"}
"""What may be said of a quote, with the word for nothing said."""
KINDS = {"added": "new", "removed": "gone", "changed": "changed"}
CLOSED = "What it says may not be shown at this level."


class ChangesText:
    """The changes of one comparison on one page."""

    def __init__(self, page: Page, diff: Diff) -> None:
        self.page, self.diff, self.words = page, diff, diff.words
        both = {**diff.old.checked.passages, **diff.new.checked.passages}
        old, new = (replace(side.checked, passages={**both, **side.checked.passages}) for side in (diff.old, diff.new))
        self._sides = {"before": (diff.old, old), "after": (diff.new, new)}

    def write(self) -> None:
        """Every change that may be told of, what is evidence apart from what is judged."""
        shown = self.diff.shown
        words_shown = {path for one in shown if one.path[0] in WITH_WORDS or len(one.paths) > 1 for path in one.paths}
        for title, sections in PARTS:
            members = [one for one in shown if one.path[0] in sections and not self._is_told(one, words_shown)]
            if members:
                self.page.section(title)
            for change in sorted(members, key=lambda one: sections.index(str(one.path[0]))):
                self._change(change)

    def _is_told(self, change: Change, words_shown: set[tuple[str | int, ...]]) -> bool:
        """True for a quote that is new or gone with an entry which is shown with its words."""
        old, new = change.before, change.after
        if isinstance(old, Quoted) and isinstance(new, Quoted):
            return not quote_lines(old, new, self.diff)
        held = new or old
        return isinstance(held, Quoted) and bool(held.carries) and set(held.carries) <= words_shown

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
        if len(change.paths) > 1:
            self._members(change)
            return
        for line in self.words.lines(change):
            self.page.line(_said(line, change), indent=6)
        self._behind(change)

    def _members(self, change: Change) -> None:
        """Everything that comes or goes with an issue, a party or an option, each by its name."""
        for member in self.diff.members(change):
            if not self.diff.new.visible.tells(member):
                self.page.line(f"{self.diff.name(member)} (left out at this level)", indent=6)
            elif member.path[0] == "issues" and member.path[2] == "options":
                self.page.line(self.words.name(member), indent=6)
            elif member.path[0] != "issues" or member.path[2] != "title":
                lines = [_said(one, member) for one in self.words.lines(member)]
                self.page.line(f"{self.words.name(member)}: {'; '.join(lines)}", indent=6)
                self._behind(member)

    def _behind(self, change: Change) -> None:
        """The words behind a change, before and after; once where they are the same."""
        if change.path[0] not in WITH_WORDS:
            return
        old = self.diff.old.visible.claims_behind(change.before)
        new = self.diff.new.visible.claims_behind(change.after)
        if set(old) == set(new):
            self._claims("The words behind it, as before:", new, "after")
            return
        self._claims("The words behind it before:", old, "before")
        self._claims("The words behind it now:" if old else "The words behind it:", new, "after")

    def _claims(self, what: str, claims: Sequence[Claim], when: str) -> None:
        side, checked = self._sides[when]
        if claims:
            self.page.line(what, indent=6, style="dim")
        for claim in claims:
            write_claim(self.page, claim, checked, side.visible)

    def _quote(self, change: Change) -> None:
        """A quote that is new, gone or reworded, or of which something else is said."""
        old, new = change.before, change.after
        if isinstance(old, Quoted) and isinstance(new, Quoted):
            same = old.claims[0].quote == new.claims[0].quote
            what = "Same quote, of which something else is said" if same else "Quote reworded"
            self.page.bullet(f"{what}{self._carried(new)}")
            for line in quote_lines(old, new, self.diff):
                self.page.line(line, indent=6)
            if not same:
                self._claims("Before:", old.claims, "before")
            self._claims("The words:" if same else "Now:", new.claims[:1] if same else new.claims, "after")
        elif isinstance(old, Quoted):
            self.page.bullet(f"Quote gone{self._carried(old)}")
            self._claims("It said:", old.claims, "before")
        elif isinstance(new, Quoted):
            self.page.bullet(f"New quote{self._carried(new)}")
            self._claims("It says:", new.claims, "after")

    def _carried(self, held: Quoted) -> str:
        names = [self.words.at(path) for path in held.carries]
        return f", behind {listed(names)}" if names else ", behind nothing"


def _said(line: Line, change: Change) -> str:
    """One thing about a change: from what to what; of what is new or gone only what it says."""
    head = f"{line.what}: " if line.what else ""
    if line.before and line.after:
        return f"{head}{line.before} → {line.after}"
    if change.kind != "changed":
        return f"{head}{line.before or line.after}"
    when = "now" if line.after else "no longer"
    return f"{line.what} {when}: {line.before or line.after}".strip()


def quote_lines(old: Quoted, new: Quoted, diff: Diff) -> list[str]:
    """What else is said of one quote: its words, its reading, who reviewed it, who speaks, and what it carries.

    What it carries in an entry that is new or gone as a whole is told there.
    """
    told = []
    for field, nothing in UNSAID.items():
        before, after = (
            listed(dict.fromkeys(_text(getattr(claim, field), nothing) for claim in side.claims)) for side in (old, new)
        )
        if before != after:
            told.append(f"{field.replace('_', ' ')}: {before} → {after}")
    kept = diff.found.changes.old.keys() & diff.found.changes.new.keys()
    for what, carries in (
        ("no longer behind", set(old.carries) - set(new.carries)),
        ("now also behind", set(new.carries) - set(old.carries)),
    ):
        names = [diff.words.at(path) for path in sorted(carries & kept)]
        if names:
            told.append(f"{what} {listed(names)}")
    for field, what in (("prefix", "words before it"), ("suffix", "words after it"), ("handling", "may be seen by")):
        before, after = (
            listed(dict.fromkeys(_text(getattr(claim, field), "not said") for claim in side.claims))
            for side in (old, new)
        )
        if before != after:
            told.append(f"{what}: {before} → {after}")
    return told


def _text(value: object, nothing: str) -> str:
    if value is None:
        return nothing
    return listed(map(str, value)) if isinstance(value, tuple) else f"“{value}”"
