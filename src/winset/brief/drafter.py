"""What the drafter adds to a brief: sentences of their own where they want them, and packages that they keep."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from winset.errors import UnknownName
from winset.model.kept import DrafterNote, KeptPackage
from winset.questions.catalogue import question
from winset.report.blocks import LEFT_OUT, Guarded, NoteSentence, PackageTable, Section, Sentence
from winset.report.claims import ClaimReferences
from winset.report.disclosure import from_those_shown
from winset.report.names import Names
from winset.report.ownership import Owner
from winset.report.pieces import capitalised
from winset.session import Session

BY = "The drafter"
"""What stands before sentences that are the drafter's, and rest on nothing else."""
KEPT, KEPT_TITLE = "kept_packages", "Packages that the drafter keeps"


def with_notes(sections: Iterable[Any], session: Session) -> tuple[Any, ...]:
    """The sections with the drafter's sentences between them: each after the section that it names; those that name
    none, or one that is not in this brief, after the answer.
    """
    notes = session.case.brief.notes if session.case.brief is not None else ()
    every = tuple(sections)
    if not notes or not every:
        return every
    keys = {key for section in every for key in _keys(section)}
    at_first = tuple(note for note in notes if note.after not in keys)
    made: list[Any] = []
    for number, section in enumerate(every):
        made.append(section)
        after = [note for note in notes if note.after in _keys(section)]
        made += map(_said, (*(at_first if number == 0 else ()), *after))
    return tuple(made)


def _keys(section: Any) -> frozenset[str]:
    """The names of a section, or of those that stand guarded together."""
    if isinstance(section, Guarded):
        return _keys(section.shown)
    if isinstance(section, tuple):
        return frozenset(key for part in section for key in _keys(part))
    return frozenset((section.key,)) if isinstance(section, Section) else frozenset()


def _said(note: DrafterNote) -> Any:
    owner = Owner("drafter", "", note.handling)
    return Section(
        key="drafter",
        title="",
        blocks=(Guarded(owner, Sentence(text=note.text, name=BY, depth="brief")),),
        depth="brief",
    )


def kept_packages(session: Session, table: str | None) -> Iterator[Section]:
    """The packages side by side, with how each stands and why it is kept; nothing where none is kept."""
    packages = [(Owner("kept", name, kept.handling), kept) for name, kept in session.case.packages.items()]
    if not packages:
        return
    rows = [(owner, _Kept(session, table, kept)) for owner, kept in packages]
    shown = [(owner, kept) for owner, kept in rows if kept.package is not None]
    blocks = [
        from_those_shown(shown, lambda columns: _side_by_side(session, columns) if columns else LEFT_OUT),
        *(Guarded(owner, NoteSentence(text=note, depth="brief")) for owner, kept in rows if (note := kept.note)),
    ]
    yield Section(key=KEPT, title=KEPT_TITLE, blocks=tuple(blocks), depth="brief")


class _Kept:
    """One package that is kept. package: in positions; None where it is none of this table."""

    def __init__(self, session: Session, table: str | None, kept: KeptPackage) -> None:
        self.title = kept.title or "a package"
        self.session, self.table, self.kept = session, table, kept
        try:
            self.package: Any = session.compiled(table).package(dict(kept.options))
        except UnknownName:
            self.package = None

    @property
    def note(self) -> str:
        """Why it is kept, and that it is no package of this table where it is none."""
        none = "is no package of this table." if self.package is None else ""
        said = " ".join(filter(None, (none, self.kept.note)))
        return f"“{self.title}”: {said}" if said else ""

    def standing(self) -> str:
        """Whether everyone needed would accept it."""
        part = question("deal").part("trying")
        tried = part.Tried(session=self.session, table=self.table, package=self.package, central=None)
        headline: str = part.headline(tried, ClaimReferences(self.session.checked, self.session.owners))
        return headline


def _side_by_side(session: Session, columns: list[_Kept]) -> Any:
    """The packages: a single one in a sentence, several as columns."""
    names = Names(session.case, session.compiled(columns[0].table))
    pairs = [names.package(kept.package) for kept in columns]
    if len(columns) == 1:
        terms = "; ".join(option for _, option in pairs[0])
        return Sentence(text=f"{capitalised(terms)}. {columns[0].standing()}", name=columns[0].title, depth="brief")
    return PackageTable(
        headings=tuple(kept.title for kept in columns),
        options=tuple((row[0][0], *(option for _, option in row)) for row in zip(*pairs, strict=True)),
        more=(("how it stands", *(kept.standing() for kept in columns)),),
        depth="brief",
    )
