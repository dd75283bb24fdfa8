"""The cases that are open: where each stands, and what was made of it, as long as its files are what they were."""

from __future__ import annotations

import re
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterator
from dataclasses import dataclass, field
from pathlib import Path as File
from threading import Lock
from typing import Any, TypeVar

from winset.errors import UnknownName
from winset.session import Session
from winset.study import Study
from winset.web.address import View

CASE_FILE = "case.yaml"
KEPT = 48
"""Readings of a case, each under other variants and numbers, that are kept with what was asked of them."""
T = TypeVar("T")
Stamp = tuple[tuple[str, int, int], ...]


class RecentlyMade:
    """The last things that were made, by what they are; safe for several threads."""

    def __init__(self, most: int = KEPT) -> None:
        self.most, self._lock = most, Lock()
        self._made: OrderedDict[Hashable, Any] = OrderedDict()

    def peek(self, key: Hashable) -> Any:
        """What was made; None where it never was, or was pushed out."""
        with self._lock:
            return self._made.get(key)

    def once(self, key: Hashable, made: Callable[[], T]) -> T:
        """What is made, made again only once it was pushed out by others."""
        with self._lock:
            if key in self._made:
                self._made.move_to_end(key)
                there: T = self._made[key]
                return there
        fresh = made()
        with self._lock:
            kept: T = self._made.setdefault(key, fresh)
            while len(self._made) > self.most:
                self._made.popitem(last=False)
        return kept


@dataclass(slots=True, kw_only=True, eq=False)
class OpenCase:
    """A case on the shelf. key: in addresses. path: of its case file. is_example: it came with winset, and is not
    changed.
    """

    key: str
    path: File
    is_example: bool = False
    kept: RecentlyMade = field(default_factory=RecentlyMade)
    _files: tuple[File, ...] = ()

    @property
    def folder(self) -> File:
        return self.path.parent

    @property
    def stamp(self) -> Stamp:
        """What tells whether one of the files was changed: when, and how long each is."""
        return tuple(_stamp(path) for path in dict.fromkeys((self.path, *self._files)))

    def session(self, variants: tuple[str, ...] = (), as_of: str = "") -> Session:
        """The case as its files are now, or as it stood on a date. Raises CaseError and UnknownName."""
        key = (self.stamp, "session", variants, as_of)
        session = self.kept.once(key, lambda: Session.read(self.path, variants, as_of or None))
        self._files = session.files
        return session

    def any_session(self) -> Session:
        """The same of a file that may have errors."""
        session = self.kept.once((self.stamp, "any"), lambda: Session.of_any_file(self.path))
        self._files = session.files
        return session

    def study(self, view: View) -> Study:
        """The case as a view reads it, ready to be asked. Raises CaseError and UnknownName."""

        def made() -> Study:
            return Study(session=self.session(*view.reading).with_moved(dict(view.moved))).at(view.level)

        self.session(*view.reading)  # its files are then known, and are in the stamp
        return self.kept.once(self._study_key(view), made)

    def known_study(self, view: View) -> Study | None:
        """The same where it has been asked for before and is kept; else None."""
        self.session(*view.reading)
        study: Study | None = self.kept.peek(self._study_key(view))
        return study

    def _study_key(self, view: View) -> Hashable:
        return (self.stamp, "study", view.reading, view.moved, view.level)


def _stamp(path: File) -> tuple[str, int, int]:
    try:
        status = path.stat()
    except OSError:
        return (str(path), 0, 0)
    return (str(path), status.st_mtime_ns, status.st_size)


@dataclass(slots=True, kw_only=True)
class Shelf:
    """The cases of a folder, or a single one, and those that came with winset. is_closed: other cases that stand beside
    a single one are not put there too.
    """

    root: File
    examples: dict[str, File] = field(default_factory=dict)
    cases: dict[str, OpenCase] = field(default_factory=dict)
    is_closed: bool = False

    @classmethod
    def of(cls, place: File | None, examples: dict[str, File], *, is_shared: bool = False) -> Shelf:
        """What `winset open` is given: a case, a folder of cases, or nothing, which is the folder where one stands. A
        single case that is shared with others is shared without its neighbours.

        Raises UnknownName where there is no such place.
        """
        where = (place or File()).absolute()
        if not where.exists():
            raise UnknownName(f"there is no `{place}`")
        file = where if where.is_file() else where / CASE_FILE
        if place is not None and file.is_file():
            shelf = cls(root=file.parent.parent, is_closed=is_shared)
            shelf.put(file)
            return shelf
        shelf = cls(root=where, examples=examples)
        shelf.look()
        return shelf

    def look(self) -> None:
        """Puts what has come into the folder since on the shelf, and takes off what has gone."""
        for key in [key for key, case in self.cases.items() if not case.path.is_file()]:
            del self.cases[key]
        if self.is_closed:
            return
        known = {case.path for case in self.cases.values()}
        for path in (*_cases_in(self.root), *(folder / CASE_FILE for folder in self.examples.values())):
            if path not in known:
                self.put(path, is_example=path.parent in self.examples.values())

    def put(self, path: File, *, is_example: bool = False) -> OpenCase:
        """A case on the shelf, under a key of its own."""
        name = re.sub(r"[^a-z0-9]+", "-", path.parent.name.lower()).strip("-") or "case"
        key = next(key for key in _numbered(name) if key not in self.cases)
        self.cases[key] = OpenCase(key=key, path=path, is_example=is_example)
        return self.cases[key]

    def case(self, key: str) -> OpenCase:
        """Raises UnknownName."""
        if key not in self.cases:
            self.look()
        if key not in self.cases:
            raise UnknownName(f"there is no case `{key}` here")
        return self.cases[key]


def _cases_in(folder: File) -> Iterator[File]:
    """The case files of a folder: its own and those of the folders in it."""
    for path in (folder / CASE_FILE, *sorted(folder.glob(f"*/{CASE_FILE}"))):
        if path.is_file():
            yield path


def _numbered(name: str) -> Iterator[str]:
    yield name
    number = 2
    while True:
        yield f"{name}-{number}"
        number += 1
