"""Which part of a case a form is about, what it asks for, and how it is changed."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from winset.casefile.confidential import higher, level_of_judgements, levels_of_lines
from winset.casefile.editing.changes import (
    CaseChange,
    InsertItem,
    Operation,
    RemoveValue,
    SetValue,
    changes_between,
    path_of,
)
from winset.casefile.editing.editor import OpenedCase
from winset.casefile.editing.operations.entries import KINDS, free_name, party_added
from winset.casefile.editing.operations.judged import without_empty
from winset.casefile.editing.removing import DECLARING, NAMED, removed
from winset.casefile.nodes import node_at
from winset.casefile.start import id_for
from winset.errors import EditRefused, Level, Path, UnknownName
from winset.model.case import Case
from winset.model.numbers import Handling
from winset.report.disclosure import is_above
from winset.web.sections.choices import CALLED, cut
from winset.web.sections.filled_in import (
    NOTHING,
    Faults,
    Name,
    Tree,
    at_path,
    below,
    filled_in,
    merged,
    said,
)
from winset.web.sections.kinds import (
    AnyKind,
    GroupKind,
    KeyedKind,
    Kind,
    ModelField,
    NameKind,
    RowsKind,
    TextKind,
    asked_here,
    field_at,
    has_own_page,
    is_chapter,
    kind_at,
)

FORM, AROUND = "form", "around"
"""In the names of fields: of the part itself, and of what must stand around it and does not yet."""
JUDGED = ("judgements", "plan")


@dataclass(frozen=True, kw_only=True)
class FormPlace:
    """A part of a case with a form. path: of the part, or, where it is new, of the section that it is put into."""

    case: Case
    opened: OpenedCase
    path: Path
    is_new: bool = False

    @classmethod
    def of(cls, case: Case, opened: OpenedCase, at: str, add: str) -> FormPlace:
        """The place that an address names. Raises UnknownName where the case has no such part."""
        place = cls(case=case, opened=opened, path=path_of(add or at), is_new=bool(add))
        section = kind_at(Case, place.path)
        if section is None or not place._is_known:
            raise UnknownName(f"there is nothing at `{add or at}` in this case")
        if add and not (isinstance(section, RowsKind) or (isinstance(section, KeyedKind) and section.is_own)):
            raise UnknownName(f"nothing can be added at `{add}`")
        if place.path == ("issues",) and add:
            raise UnknownName("an issue is added on the page of the case, with its options")
        return place

    @property
    def _is_known(self) -> bool:
        """Whether every name on the path is one of the case, or leads to a field."""
        at: Kind | None = GroupKind(node=Case)
        for n, step in enumerate(self.path):
            if isinstance(at, KeyedKind) and isinstance(at.key, NameKind):
                if not self.is_named(at.key, str(step), self.path[:n]) and not self.holds(self.path[: n + 1]):
                    return False
            elif not isinstance(at, GroupKind) and not self.holds(self.path[: n + 1]):
                return False
            at = kind_at(Case, self.path[: n + 1])
        return True

    def is_named(self, key: NameKind, name: str, path: Path) -> bool:
        """Whether the case has what a name on a path calls."""
        if key.of == "options":
            return any(name in self.case.issues[str(step)].options for step in path if step in self.case.issues)
        return name in getattr(self.case, key.of, {})

    def holds(self, path: Path) -> bool:
        """Whether the file says something at a path."""
        return at_path(self.opened.data, path) is not NOTHING

    @cached_property
    def kind(self) -> Kind:
        """What stands here; of something new, what is put into its section."""
        kind = kind_at(Case, self.path)
        if self.is_new and isinstance(kind, KeyedKind):
            return kind.value
        if self.is_new and isinstance(kind, RowsKind):
            return kind.item
        return kind if kind is not None else AnyKind()  # `of` refuses a place that the model does not have

    @property
    def field(self) -> ModelField | None:
        """The field of the model that the part stands in."""
        return field_at(Case, self.path)[0]

    def fields(self, kind: GroupKind) -> tuple[ModelField, ...]:
        """What the form asks for of a part: short names and parts with a page of their own are left out."""
        at = self.path if kind is self.kind and not self.is_new else ("", 0)
        return tuple(one for one in asked_here(Case, at, kind) if not _is_id(one))

    @cached_property
    def around(self) -> tuple[tuple[Path, ModelField], ...]:
        """What sections around the part need that are not there yet."""
        return tuple(self._needed_around())

    def _needed_around(self) -> Iterator[tuple[Path, ModelField]]:
        for n in range(1, len(self.path)):
            path = self.path[:n]
            kind = kind_at(Case, path)
            if isinstance(kind, GroupKind) and is_chapter(Case, path) and not self.holds(path):
                for one in kind.fields:
                    if one.is_required and not has_own_page(Case, path, one) and one.file != self.path[n]:
                        yield (*path, one.file), one

    def level_at(self, path: Path) -> Level:
        """Who may see what stands at a path."""
        tree = self.opened.tree
        if not self.holds(path):
            return level_of_judgements(tree) if path[0] in JUDGED else "open"
        layout = self.opened.layout
        node, key = node_at(layout.root, path)
        first = min(node.place.line, key.place.line if key is not None else node.place.line)
        last = bisect_right(layout.reader.starts, layout.end(node, key))
        level: Level = "open"
        for line in range(first, max(first, last) + 1):
            level = higher(level, self._levels.get(line, "open"))
        return level

    @cached_property
    def _levels(self) -> Mapping[int, Level]:
        return levels_of_lines(self.opened.tree)

    def is_closed(self, level: Handling) -> bool:
        """True where the part may not be shown at a level."""
        return is_above(self.level_at(self.path), level)

    # What stands in the form, and what it makes of the case.

    @cached_property
    def old(self) -> Any:
        """What the file says here."""
        return NOTHING if self.is_new else at_path(self.opened.data, self.path)

    @cached_property
    def filled_in(self) -> Tree:
        """The form as the file fills it in."""
        return {FORM: {} if self.old is NOTHING else filled_in(self.kind, self.old, self.fields)}

    def faults(self, sent: Tree) -> Faults:
        """What is wrong with what was sent, and does not stand so in the file."""
        return self._said(sent)[1]

    def _said(self, sent: Tree) -> tuple[Any, Faults, list[Any]]:
        """What the form says, what is wrong there, and what it says of the sections around."""
        faults, before = Faults(), Faults()
        value = said(self.kind, below(sent, FORM), faults, (FORM,), self.fields)
        said(self.kind, below(self.filled_in, FORM), before, (FORM,), self.fields)
        faults.by_name = {at: words for at, words in faults.by_name.items() if before.by_name.get(at) != words}
        around = []
        for n, (_, one) in enumerate(self.around):
            at: Name = (AROUND, str(n))
            held = said(one.kind, below(below(sent, AROUND), str(n)), faults, at, self.fields)
            around.append(held)
            if held is NOTHING and value is not NOTHING and at not in faults.by_name:
                faults.add(at, "This is needed.")
        if self.is_new and value is NOTHING and not faults.by_name:
            said(self.kind, {"": ""}, faults, (FORM,), self.fields)
            faults.add((FORM,), "Nothing is filled in.")
        return value, faults, around

    def changed(self, sent: Tree) -> Operation:
        """The case says what the form says; what the form does not speak of stays."""
        value, _, around = self._said(sent)
        needed = zip(self.around, around, strict=True)
        changes: list[CaseChange] = [
            SetValue(path=path, value=held) for (path, _), held in needed if held is not NOTHING
        ]
        if self.is_new:
            changes += self._added(value)
        else:
            base = said(self.kind, below(self.filled_in, FORM), Faults(), (FORM,), self.fields)
            changes += self._between(merged(self.kind, self.old, base, value))
        return Operation(title="A part of the case", changes=tuple(changes))

    def _between(self, value: Any) -> list[CaseChange]:
        if value is self.old or (value is NOTHING and self.old is NOTHING):
            return []
        if value is NOTHING:
            return [RemoveValue(path=without_empty(self.opened.data, self.path))]
        if self.old is NOTHING:
            return [SetValue(path=self.path, value=value)]
        return changes_between(self.path, self.old, value)

    def _added(self, value: Any) -> list[CaseChange]:
        name = self.new_name(value)
        if self.path == ("parties",):
            return list(party_added(self.opened, name, value).changes)
        if isinstance(kind_at(Case, self.path), RowsKind):
            own = next((one.file for one in self._own_fields if _is_id(one)), None)
            return [InsertItem(path=self.path, value={own: name, **value} if own else value)]
        return [SetValue(path=(*self.path, name), value=value)]

    @property
    def _own_fields(self) -> tuple[ModelField, ...]:
        return self.kind.fields if isinstance(self.kind, GroupKind) else ()

    def words_of_new(self, tree: Tree) -> str:
        """What something new is called, as it was filled in."""
        value = self._said(tree)[0]
        long = self.kind.long(value) if value is not NOTHING else {}
        return cut(next((str(long[one]) for one in CALLED if isinstance(long, dict) and one in long), ""))

    def new_name(self, value: Any) -> str:
        """The short name of something new, from what it is called, that nothing in its section has yet."""
        long = self.kind.long(value) if value is not NOTHING else {}
        words = next((long[one] for one in CALLED if isinstance(long, dict) and one in long), "")
        section = at_path(self.opened.data, self.path)
        if isinstance(section, list):
            taken = {item.get("id") for item in section if isinstance(item, dict)}
            kind = KINDS.get(str(self.path[-1]), str(self.path[-1]).rstrip("s"))
            name = id_for(words, kind, len(section) + 1)
            numbered = (f"{name}_{n}" for n in range(2, len(taken) + 3))
            return next(free for free in (name, *numbered) if free not in taken)
        if isinstance(section, dict):
            return free_name(self.opened, self.path, words)
        return id_for(words, KINDS.get(str(self.path[-1]), "entry"), 1)

    @property
    def can_be_removed(self) -> bool:
        """Whether what stands here can be taken out as a whole."""
        if self.is_new or self.old is NOTHING:
            return False
        return len(self.path) > 1 or (self.field is not None and not self.field.is_required)

    def removed(self) -> Operation:
        """The part is gone, with every use of its name. Raises EditRefused where the case cannot do without it."""
        path = self.path
        section = kind_at(Case, path[:-1])
        is_declared = isinstance(section, KeyedKind) and section.is_own
        if is_declared and (path[0] in DECLARING or path[:2] == ("plan", "steps") or path[-2] in NAMED):
            return removed(self.opened, path)
        if path[0] == "positions":
            return Operation(title="A position", changes=(SetValue(path=path, value="silent"),))
        if not self.can_be_removed:
            raise EditRefused("this part of the case cannot be taken out")
        return Operation(title="A part", changes=(RemoveValue(path=without_empty(self.opened.data, path)),))


def _is_id(one: ModelField) -> bool:
    return isinstance(one.kind, TextKind) and one.kind.is_id
