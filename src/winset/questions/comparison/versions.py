"""Two versions of a case with their answers, and a change by its name as far as that may be said."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from winset.analyses.comparison.answers import Version
from winset.errors import Path
from winset.model.changes import Change
from winset.model.evidence import Checked
from winset.questions.comparison.solve import DiffAnswer
from winset.questions.comparison.words import ChangeWords
from winset.questions.question import Saying
from winset.readings.shares import Share
from winset.report.blocks import LEFT_OUT, Guarded
from winset.report.names import Names
from winset.report.ownership_of_both import OwnershipOfBoth

CLOSED = "A change that may not be shown at this level"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class VersionSide:
    """One version: its file after every check, whose its parts are, its answer, and its share of readings with a deal,
    None where that was not asked or cannot be told.
    """

    checked: Checked
    owners: OwnershipOfBoth
    version: Version
    share: Share | None

    @property
    def names(self) -> Names:
        return Names(self.owners.case, self.version.case)

    @property
    def bargaining(self) -> list[str]:
        """Who must accept a package, by the keys of the case."""
        return [self.version.case.parties[party] for party in self.version.case.structure.bargaining]


class Versions:
    """Two versions of a case against each other, as they are spoken of."""

    def __init__(self, answer: DiffAnswer, saying: Saying) -> None:
        self.answer, self.comparison = answer, answer.comparison
        sessions = (saying.session, saying.other or saying.session)
        cases = tuple(session.case for session in sessions)
        self.old, self.new = (
            VersionSide(
                checked=sessions[n].checked,
                owners=OwnershipOfBoth(case=cases[n], other=cases[1 - n]),
                version=version,
                share=answer.shares[n],
            )
            for n, version in enumerate((self.comparison.old, self.comparison.new))
        )
        self.words = ChangeWords(self.old.owners, self.new.owners)

    @property
    def owners(self) -> OwnershipOfBoth:
        return self.new.owners

    @property
    def changes(self) -> tuple[Change, ...]:
        return self.comparison.changes.all

    @cached_property
    def notes(self) -> list[str]:
        """What could not be told of a version, and what its check says."""
        return list(dict.fromkeys([*self.answer.notes, *self.old.checked.notes, *self.new.checked.notes]))

    def entry(self, path: Path, kind: Any = "changed") -> Change:
        """What stands at a path in either version, as a change of its own."""
        old, new = self.comparison.changes.old, self.comparison.changes.new
        return Change(path=path, kind=kind, before=old.get(path), after=new.get(path), paths=(path,))

    def members(self, change: Change) -> list[Change]:
        """The entries that come or go as one."""
        return [self.entry(path, change.kind) for path in change.paths] if len(change.paths) > 1 else []

    def name(self, change: Change) -> Guarded[Any]:
        """A change as the beginning of a sentence, as far as it may be named."""
        open_, closed = self.words.name(change), self.words.name(change, closed=True)
        named: Any = open_ if open_ == closed else Guarded(self.owners.content_of(change), open_, closed)
        return Guarded(self.owners.name_of(change), named, CLOSED)

    def hidden(self) -> list[Guarded[Any]]:
        """The changes that are left out, or of which what they say is."""
        return [Guarded(self.owners.content_of(change), LEFT_OUT, change) for change in self.changes]

    def key(self, change: Change) -> Guarded[Any]:
        """The path of a change; of what may not be shown only the section, of a closed link only whose it is."""
        named: Any = change.name
        if change.section == "judgements.links":
            named = Guarded(self.owners.content_of(change), named, named.partition("(")[0])
        return Guarded(self.owners.name_of(change), named, change.section)
