"""What a change of a case file changes, in words: one line for each thing, whose it is beside it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from winset.model.case import Case
from winset.model.changes import Change, Quoted, changes
from winset.questions.comparison.words import ChangeWords, Line
from winset.report.blocks import Guarded
from winset.report.ownership import Owner, owner_of_all
from winset.report.ownership_of_both import OwnershipOfBoth
from winset.report.pieces import capitalised, plain

CLOSED = "Something that may not be shown at this level has changed."


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeInWords:
    """One thing that changed. text: "Ukraine on territory: wants “ceasefire line” (was: “all forces withdraw”)". owner:
    whose it is.
    """

    path: str
    text: str
    owner: Owner

    @property
    def shown(self) -> Guarded[str]:
        """The text as far as it may be shown."""
        return Guarded(self.owner, self.text, CLOSED)

    @property
    def plain(self) -> str:
        """The text as whoever may see all of it reads it."""
        return plain(self.text)


def in_words(old: Case, new: Case) -> tuple[ChangeInWords, ...]:
    """Everything that two versions of a case say differently, in the order of the case file."""
    owners = OwnershipOfBoth(case=new, other=old), OwnershipOfBoth(case=old, other=new)
    words = ChangeWords(owners[1], owners[0])
    return tuple(
        ChangeInWords(
            path=change.name,
            text=capitalised(text),
            owner=owner_of_all((owners[0].name_of(change), owners[0].content_of(change))),
        )
        for change in changes(old, new).all
        for text in _texts(words, change)
    )


def _texts(words: ChangeWords, change: Change) -> Iterator[str]:
    name = words.name(change)
    if isinstance(change.before or change.after, Quoted):
        yield from _of_quote(words, change)
    elif len(change.paths) > 1 or change.kind != "changed":
        yield f"{name} {'added' if change.kind == 'added' else 'removed' if change.kind == 'removed' else 'changed'}"
    else:
        yield from (f"{name}: {_of_line(line)}" for line in words.lines(change))


def _of_line(line: Line) -> str:
    what = f"{line.what} " if line.what else ""
    if line.before and line.after:
        return f"{what}{line.after} (was: {line.before})"
    return f"{what}{'now' if line.after else 'no longer'}: {line.after or line.before}"


def _of_quote(words: ChangeWords, change: Change) -> Iterator[str]:
    old, new = change.before, change.after
    quoted = new if isinstance(new, Quoted) else old
    if not isinstance(quoted, Quoted):
        return
    behind = f", behind {words.at(quoted.carries[0])}" if quoted.carries else ""
    words_of = f"“{quoted.claims[0].quote}”"
    if old is None:
        yield f"Quote added{behind}: {words_of}"
    elif new is None:
        yield f"Quote removed{behind}: {words_of}"
    elif isinstance(old, Quoted) and old.claims[0].quote != quoted.claims[0].quote:
        yield f"Quote reworded{behind}: {words_of} (was: “{old.claims[0].quote}”)"
    else:
        yield f"Something else is said of a quote{behind}: {words_of}"
