"""Everything that changed between two versions of a case, with the words behind it, as sections."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from winset.model.changes import Change, Quoted
from winset.model.claims import Claim
from winset.model.entries import claims_in
from winset.questions.comparison.versions import Versions, VersionSide
from winset.questions.comparison.words import Line
from winset.report.blocks import LEFT_OUT, Bullets, Derived, Guarded, NoteSentence, Section, Sentence
from winset.report.claims import quote_of
from winset.report.names import listed
from winset.report.ownership import owner_of_all

PARTS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    (
        "question",
        "What changed in the question",
        ("case", "parties", "others", "issues", "consent", "rules", "levers", "tables", "moves", "variants"),
    ),
    ("evidence", "What changed in the evidence", ("sources", "positions", "claims", "notes")),
    ("kept", "What changed in what is kept", ("packages", "brief")),
    ("judged", "What changed in what is judged", ("judgements", "plan")),
)
WITH_WORDS = (
    "positions", "rules", "levers", "tables", "consent", "moves", "notes", "variants", "plan", "others", "parties",
)  # fmt: skip
"""Sections whose entries may rest on quotes."""
UNSAID = {
    "quote": "", "reading": "none", "support": "", "reviewed_by": "nobody", "speaker": "not named", "date": "no date",
    "drafted_by": "no program",
}  # fmt: skip
"""What may be said of a quote, with the word for nothing said."""
KINDS = {"added": "new", "removed": "gone", "changed": "changed"}
CLOSED = "What it says may not be shown at this level."
UNDER = 4
"""Indent of what stands under a bullet."""


def change_sections(versions: Versions, *, with_bearing: bool = True) -> Iterator[Section]:
    """Every change, what is evidence apart from what is judged. with_bearing: it is said which bear on the answer."""
    made = _Changes(versions, with_bearing=with_bearing)
    for key, title, names in PARTS:
        members = [change for change in versions.changes if change.path[0] in names]
        blocks = tuple(
            made.change(member) for member in sorted(members, key=lambda member: names.index(str(member.path[0])))
        )
        yield Section(key=f"changed_{key}", title=title, blocks=blocks)


class _Changes:
    def __init__(self, versions: Versions, *, with_bearing: bool = True) -> None:
        self.versions, self.words, self.owners = versions, versions.words, versions.owners
        self.bearing = [
            effect.change for effect in versions.comparison.effects if with_bearing and effect.affects_answer
        ]
        both = {**versions.old.checked.passages, **versions.new.checked.passages}
        self.old, self.new = (
            (side, replace(side.checked, passages={**both, **side.checked.passages}))
            for side in (versions.old, versions.new)
        )
        self.carriers = {
            path: change
            for change in versions.changes
            if change.path[0] in WITH_WORDS or len(change.paths) > 1
            for path in change.paths
        }

    def change(self, change: Change) -> Guarded[Any]:
        """A change as far as it may be shown."""
        if change.path[0] == "claims":
            shown: Any = self._apart(change)
        else:
            shown = tuple(self._entry(change))
        return Guarded(self.owners.name_of(change), shown)

    def _entry(self, change: Change) -> Iterator[Any]:
        bears = "; bears on the answer" if change in self.bearing else ""
        yield Bullets(
            items=(Derived([self.versions.name(change)], lambda name: f"{name[0]} — {KINDS[change.kind]}{bears}"),)
        )
        if len(change.paths) > 1:
            said: Any = tuple(self._member(member) for member in self.versions.members(change))
        else:
            said = (*self._lines(change), *self._behind(change))
        yield Guarded(self.owners.content_of(change), said, NoteSentence(text=CLOSED, indent=UNDER))

    def _lines(self, change: Change) -> Iterator[Sentence]:
        for line in self.words.lines(change):
            yield Sentence(text=_said(line, change), indent=UNDER)

    def _member(self, member: Change) -> Guarded[Any]:
        """What comes or goes with an issue, a party or an option, by its name."""
        name = self.words.name(member)
        shown: tuple[Any, ...] = ()
        if member.path[0] == "issues" and member.path[2] == "options":
            shown = (Sentence(text=name, indent=UNDER),)
        elif member.path[0] != "issues" or member.path[2] != "title":
            lines = "; ".join(_said(line, member) for line in self.words.lines(member))
            shown = (Sentence(text=f"{name}: {lines}", indent=UNDER), *self._behind(member))
        closed = Derived([self.versions.name(member)], lambda name: f"{name[0]} (left out at this level)")
        return Guarded(self.owners.content_of(member), shown, Sentence(text=closed, indent=UNDER))

    def _behind(self, change: Change) -> Iterator[Derived]:
        """The words behind a change, before and after; once where they are the same."""
        if change.path[0] in WITH_WORDS:
            yield Derived(
                [self._shown(self.versions.old, change.before), self._shown(self.versions.new, change.after)],
                lambda sides: tuple(self._before_and_after(*sides)),
            )

    def _shown(self, side: VersionSide, value: object) -> list[Guarded[Claim]]:
        """The claims that carry an entry, as far as they may be shown."""
        return [Guarded(side.owners.claim(claim), claim) for claim in dict.fromkeys(claims_in(value))]

    def _before_and_after(self, old: list[Claim], new: list[Claim]) -> Iterator[Any]:
        if set(old) == set(new):
            yield from self._claims("The words behind it, as before:", new, self.new)
            return
        yield from self._claims("The words behind it before:", old, self.old)
        yield from self._claims("The words behind it now:" if old else "The words behind it:", new, self.new)

    def _claims(self, what: str, claims: Iterable[Claim], side: tuple[VersionSide, Any]) -> Iterator[Any]:
        quotes = [quote_of(claim, side[1], side[0].owners) for claim in claims]
        if quotes:
            yield NoteSentence(text=what, indent=UNDER)
        yield from quotes

    def _apart(self, change: Change) -> Any:
        """A quote by itself, where it is not shown with an entry that is new or gone with it."""
        old, new = change.before, change.after
        quote = tuple(self._quote(change))
        if isinstance(old, Quoted) and isinstance(new, Quoted):
            return quote if self.quote_lines(old, new) else LEFT_OUT
        quote_version = new or old
        if (
            not isinstance(quote_version, Quoted)
            or not quote_version.carries
            or not self.carriers.keys() >= set(quote_version.carries)
        ):
            return quote
        return Guarded(
            owner_of_all(self.owners.name_of(self.carriers[path]) for path in quote_version.carries), LEFT_OUT, quote
        )

    def _quote(self, change: Change) -> Iterator[Any]:
        """A quote that is new, gone or reworded, or of which something else is said."""
        old, new = change.before, change.after
        if isinstance(old, Quoted) and isinstance(new, Quoted):
            same = old.claims[0].quote == new.claims[0].quote
            what = "Same quote, of which something else is said" if same else "Quote reworded"
            yield Bullets(items=(f"{what}{self._carried(new)}",))
            for line in self.quote_lines(old, new):
                yield Sentence(text=line, indent=UNDER)
            if not same:
                yield from self._claims("Before:", old.claims, self.old)
            yield from self._claims("The words:" if same else "Now:", new.claims[:1] if same else new.claims, self.new)
        elif isinstance(old, Quoted):
            yield Bullets(items=(f"Quote gone{self._carried(old)}",))
            yield from self._claims("It said:", old.claims, self.old)
        elif isinstance(new, Quoted):
            yield Bullets(items=(f"New quote{self._carried(new)}",))
            yield from self._claims("It says:", new.claims, self.new)

    def _carried(self, quoted: Quoted) -> str:
        names = [self.words.at(path) for path in quoted.carries]
        return f", behind {listed(names)}" if names else ", behind nothing"

    def quote_lines(self, old: Quoted, new: Quoted) -> list[str]:
        """What else is said of one quote: its words, its reading, who reviewed it, who speaks, and what it carries.

        What it carries in an entry that is new or gone as a whole is told there.
        """
        texts = [
            f"{field.replace('_', ' ')}: {sides[0]} → {sides[1]}"
            for field, nothing in UNSAID.items()
            if (sides := _sides(old, new, field, nothing))
        ]
        changes = self.versions.comparison.changes
        kept = changes.old.keys() & changes.new.keys()
        for what, carries in (
            ("no longer behind", set(old.carries) - set(new.carries)),
            ("now also behind", set(new.carries) - set(old.carries)),
        ):
            names = [self.words.at(path) for path in sorted(carries & kept)]
            if names:
                texts.append(f"{what} {listed(names)}")
        for field, what in (
            ("prefix", "words before it"), ("suffix", "words after it"), ("handling", "may be seen by"),
        ):  # fmt: skip
            if sides := _sides(old, new, field, "not said"):
                texts.append(f"{what}: {sides[0]} → {sides[1]}")
        return texts


def _sides(old: Quoted, new: Quoted, field: str, nothing: str) -> tuple[str, str] | None:
    """What claims of a quote say in a field, before and after; None where that is the same."""
    before, after = (
        listed(dict.fromkeys(_text(getattr(claim, field), nothing) for claim in side.claims)) for side in (old, new)
    )
    return (before, after) if before != after else None


def _text(value: object, nothing: str) -> str:
    if value is None:
        return nothing
    return listed(map(str, value)) if isinstance(value, tuple) else f"“{value}”"


def _said(line: Line, change: Change) -> str:
    """One thing about a change: from what to what; of what is new or gone only what it says."""
    head = f"{line.what}: " if line.what else ""
    if line.before and line.after:
        return f"{head}{line.before} → {line.after}"
    if change.kind != "changed":
        return f"{head}{line.before or line.after}"
    when = "now" if line.after else "no longer"
    return f"{line.what} {when}: {line.before or line.after}".strip()
