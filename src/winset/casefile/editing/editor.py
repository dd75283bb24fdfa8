"""A case opened for changing: what a change makes of it, saved so that nothing is lost, undone and made again.

opened = open_case(path)
proposed = opened.changed([SetValue(path=path_of("positions.territory.us.ideal"), value="freeze")])
proposed.problems.added          # what it would make wrong
opened = save(proposed, title="…")
opened = undo(opened)
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path as File
from typing import Any

from winset.casefile.editing import journal as journals
from winset.casefile.editing.apply import changed
from winset.casefile.editing.changes import CaseChange, Operation
from winset.casefile.editing.journal import Documents, Journal, SavedChange, forget, put_back, read_journal, set_aside
from winset.casefile.editing.layout import CaseLayout, laid_out
from winset.casefile.read import CaseText, case_file, check_text, open_text
from winset.casefile.save import replace_text
from winset.casefile.structure import structured
from winset.casefile.temporary import sole_writer
from winset.casefile.tree import Tree
from winset.errors import AddsErrors, CaseError, Problem, SaveRefused
from winset.model.case import Case
from winset.model.evidence import Checked


@dataclass(frozen=True, kw_only=True, eq=False)
class OpenedCase:
    """A case file as it was read, with the digest by which a save knows that nobody else has changed it."""

    source: CaseText
    layout: CaseLayout

    @property
    def path(self) -> File:
        return self.source.path

    @property
    def sha256(self) -> str:
        return self.source.sha256

    @property
    def text(self) -> str:
        """The text of the file, a byte order mark included."""
        return self.source.mark + self.layout.text

    @cached_property
    def data(self) -> dict[str, Any]:
        """What the file says, as plain data."""
        return self.layout.data

    @cached_property
    def tree(self) -> Tree:
        """Where each part stands, as far as the file is well formed."""
        return Tree(root=self.layout.root, file=self.path.name, reader=self.layout.reader)

    @cached_property
    def case(self) -> Case | None:
        """The case as far as it is well formed, with its quotes not looked up."""
        return structured(self.tree, whole_lists=True).case

    @cached_property
    def checked(self) -> Checked:
        """The case with every problem in it."""
        return check_text(self.source, (self.layout.reader, self.layout.root))

    @cached_property
    def journal(self) -> Journal:
        """What was changed so far."""
        return read_journal(self.path, self.sha256)

    def changed(self, changes: Iterable[CaseChange], title: str = "") -> ProposedCase:
        """The case with the changes made; nothing is written. Raises EditRefused where one cannot be made."""
        after = self._with(changed(self.layout, changes, self.path.name))
        return ProposedCase(before=self, after=after, title=title)

    def doing(self, operation: Operation) -> ProposedCase:
        """The case with an operation done; nothing is written. Raises EditRefused where it cannot be done."""
        return replace(self.changed(operation.changes, operation.title), documents=operation.documents)

    def _with(self, layout: CaseLayout) -> OpenedCase:
        text = self.source.mark + layout.text
        sha256 = hashlib.sha256(text.encode()).hexdigest()
        return OpenedCase(source=CaseText(path=self.path, text=layout.text, sha256=sha256), layout=layout)

    def reworded(self, text: str) -> ProposedCase:
        """The case with another text altogether. Raises CaseError where it is no valid YAML."""
        return ProposedCase(
            before=self, after=self._with(laid_out(text.removeprefix(self.source.mark), self.path.name))
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangedProblems:
    """Which problems come with a change, and which go."""

    added: tuple[Problem, ...]
    solved: tuple[Problem, ...]

    @property
    def errors_added(self) -> tuple[Problem, ...]:
        return tuple(problem for problem in self.added if problem.severity == "error")


@dataclass(frozen=True, kw_only=True, eq=False)
class ProposedCase:
    """A case before and after a change that is not saved. Its problems are looked for when they are first asked for,
    which takes longer than the change itself: a page can show the change before.
    """

    before: OpenedCase
    after: OpenedCase
    title: str = ""
    documents: Documents = ()

    @property
    def text(self) -> str:
        return self.after.text

    @cached_property
    def problems(self) -> ChangedProblems:
        """The problems that come and go with the change, each by what it says: places may have moved."""
        before, after = self.before.checked.problems, self.after.checked.problems
        return ChangedProblems(added=_without(after, before), solved=_without(before, after))


def _without(problems: tuple[Problem, ...], others: tuple[Problem, ...]) -> tuple[Problem, ...]:
    known = Counter((problem.code, problem.message) for problem in others)
    fresh = []
    for problem in problems:
        known[problem.code, problem.message] -= 1
        fresh += [problem] if known[problem.code, problem.message] < 0 else []
    return tuple(fresh)


def open_case(where: File) -> OpenedCase:
    """The case file, for changing it. Raises CaseError where it cannot be read or is no valid YAML."""
    path = case_file(where)
    source = open_text(path)
    if isinstance(source, Problem):
        raise CaseError((source,))
    return OpenedCase(source=source, layout=laid_out(source.text, path.name))


def save(proposed: ProposedCase, *, title: str = "", words: tuple[str, ...] = (), force: bool = False) -> OpenedCase:
    """The file holds the case after the change, and the journal says how to undo it; as they are on the disk.

    title: what was done; words: what changed by it, for the list of changes. force: save errors as well.
    Raises AddsErrors where the change would make errors in a case without any; SaveRefused, with nothing changed, where
    the file is not the one that was read, or cannot be written.
    """
    if proposed.text == proposed.before.text:
        return proposed.before
    if not force and not proposed.before.checked.errors and proposed.problems.errors_added:
        raise AddsErrors(proposed.problems.errors_added)
    before, after = proposed.before, proposed.after
    with sole_writer(_folder(before)):
        _refuse_changed(before)
        journal = read_journal(before.path, before.sha256)
        when = datetime.now(UTC).isoformat(timespec="seconds")
        change = journals.change_between(before.text, after.text, title or proposed.title, words, when)
        change = replace(change, documents=proposed.documents)
        with ExitStack() as unsaved:
            unsaved.callback(journals.shortened_to, before.path, journal)
            journals.added(before.path, journal, change)
            replace_text(before.path, after.text, before.sha256)
            unsaved.pop_all()
        dropped = journal.changes[journal.position or 0 :] if journal.fits else ()
        forget(before.path, [change.documents for change in dropped])
    return after


def undo(opened: OpenedCase) -> OpenedCase:
    """The case as it was before the last change that the journal knows.

    Raises SaveRefused, with nothing changed, where there is none, or the file was changed elsewhere.
    """
    return _moved(opened, back=True)


def redo(opened: OpenedCase) -> OpenedCase:
    """The case with the change that was undone last made again. Raises SaveRefused like `undo`."""
    return _moved(opened, back=False)


def _moved(opened: OpenedCase, *, back: bool) -> OpenedCase:
    with sole_writer(_folder(opened)):
        _refuse_changed(opened)
        journal = read_journal(opened.path, opened.sha256)
        if not journal.fits:
            raise SaveRefused(
                f"`{opened.path}` was changed by another program since the last change here, so nothing was "
                f"{'undone' if back else 'made again'}"
            )
        change = journal.undoable if back else journal.redoable
        position = journal.position or 0
        if change is None:
            raise SaveRefused("there is nothing to undo" if back else "there is nothing to make again")
        text = _text_after(opened, change, back=back)
        with ExitStack() as undone:
            if not back:
                put_back(opened.path, change.documents, undone)
            journals.moved(opened.path, journal, position - 1 if back else position + 1)
            replace_text(opened.path, text, opened.sha256)
            undone.pop_all()
        after = opened.reworded(text).after
        if back:
            set_aside(opened.path, change.documents, after.data)
        else:
            forget(opened.path, [change.documents])
    return after


def _text_after(opened: OpenedCase, change: SavedChange, *, back: bool) -> str:
    text = change.undone(opened.text) if back else change.redone(opened.text)
    if text is None or journals.digest(text) != (change.before if back else change.after):
        raise SaveRefused(f"the journal does not fit `{opened.path}`, so nothing was changed")
    return text


def _folder(opened: OpenedCase) -> File:
    return journals.journal_file(opened.path).parent


def _refuse_changed(opened: OpenedCase) -> None:
    """Returns where the file is the one that was read: before the journal is written."""
    now = open_text(opened.path)
    if isinstance(now, Problem):
        raise SaveRefused(f"`{opened.path}` cannot be read any more, nothing was written: {now.message}")
    if now.sha256 != opened.sha256:
        raise SaveRefused(
            f"`{opened.path}` was changed by someone else since it was read, nothing was written: "
            "read it again and repeat the change"
        )
