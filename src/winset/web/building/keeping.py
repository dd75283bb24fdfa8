"""Packages that are kept in a case file under a name: put there and taken out again, as any change of the case."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qsl

from winset.casefile.editing.changes import Operation, RemoveValue
from winset.casefile.editing.editor import OpenedCase
from winset.casefile.editing.operations.entries import entry_added, free_name
from winset.errors import UnknownName
from winset.model.numbers import HANDLING
from winset.report.names import listed
from winset.web.address import View
from winset.web.building.state import builder_of, by_what_it_moves, tried
from winset.web.desk import Desk
from winset.web.editing.service import Outcome, change

LONGEST = 2_000
"""Characters of the name or the note of a kept package; beyond, it is refused."""


def page_of(view: View, sent: Mapping[str, str]) -> View:
    """The page from which something is done, as its address has it. Raises UnknownName."""
    query = parse_qsl(sent.get("page", "").partition("#")[0].partition("?")[2], keep_blank_values=True)
    page = View.of(view.case, "deal", query)
    level = min(page.level, view.level, key=HANDLING.index)  # what is sent raises no level above that of the address
    return replace(page, level=level)


def keep(desk: Desk, view: View, sent: Mapping[str, str]) -> Outcome:
    """The package that is tried on a page stands in the case file under a name. Raises UnknownName."""
    title, note = (" ".join(sent.get(name, "").split()) for name in ("title", "note"))
    if not title:
        return Outcome(is_saved=False, words="Give the package a name under which it is kept.")
    if max(len(title), len(note)) > LONGEST:
        return Outcome(is_saved=False, words=f"A name or a note has at most {LONGEST:,} characters.")
    options = by_what_it_moves(builder_of(desk, view), tried(desk, view).package)
    value: dict[str, Any] = {"title": title, **({"note": note} if note else {}), "options": options}

    def added(opened: OpenedCase) -> Operation:
        return entry_added(opened, ("packages", free_name(opened, ("packages",), title)), value)

    return change(desk, view, sent.get("sha256", ""), f"Package “{title}” kept", added)


def drop(desk: Desk, view: View, sent: Mapping[str, str]) -> Outcome:
    """A kept package stands in the case file no more. Raises UnknownName."""
    kept, name = desk.shelf.case(view.case).session(*view.reading).case.packages, sent.get("name", "")
    if name not in kept:
        raise UnknownName(f"no package `{name}` is kept; kept are {listed(kept) or 'none'}")
    title = f"Package “{kept[name].title or name}” kept no more"
    gone = Operation(title=title, changes=(RemoveValue(path=("packages", name)),))
    return change(desk, view, sent.get("sha256", ""), title, lambda opened: gone)
