"""What a party wants and refuses on an issue: a cell with another ideal, red line or basis, or silent."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from winset.casefile.editing.changes import Operation, SetValue, plain_data
from winset.casefile.editing.editor import OpenedCase
from winset.casefile.editing.yaml_text import Data
from winset.casefile.names import listing, nearest, short
from winset.errors import EditRefused, Path

CELL_SILENT = "silent"
WANTS = frozenset({"ideal", "delegates_to"})
"""What says in a cell what the party wants, or who decides for it."""


def cell_said(opened: OpenedCase, issue: str, party: str, fields: Mapping[str, Data]) -> Operation:
    """The cell says so: a field that is given takes the place of what it was, and None takes it out; the others stay.

    A silent cell, or one beneath `rest: silent`, begins to say something; its basis is to be among the fields. Raises
    EditRefused where the case has no such issue or party.
    """
    path = cell_path(opened, issue, party)
    now = _said(opened.data, path)
    said = {**now, **fields}
    if now == {} and "basis" not in fields:
        said["basis"] = "stated" if "claim" in fields else "inferred"
    value = plain_data({name: inner for name, inner in said.items() if inner is not None})
    return Operation(title=f"{cell_title(opened, issue, party)} changed", changes=(SetValue(path=path, value=value),))


def cell_silent(opened: OpenedCase, issue: str, party: str) -> Operation:
    """No source says what the party wants on the issue; what the cell said is gone."""
    path = cell_path(opened, issue, party)
    change = SetValue(path=path, value=CELL_SILENT)
    return Operation(title=f"{cell_title(opened, issue, party)} silent", changes=(change,))


def position_moved(opened: OpenedCase, issue: str, party: str, fields: Mapping[str, Data]) -> Operation:
    """The party has moved: what the cell said is kept beneath `was` with its claims, and the cell says what the fields
    say, on claims of its own; its line is volatile unless they say otherwise.

    Raises EditRefused where the cell says nothing that could be kept, and where the case has no such cell.
    """
    path = cell_path(opened, issue, party)
    now = _said(opened.data, path)
    if not now:
        raise EditRefused(
            "this position is silent: there is none that it could have moved from", opened.tree.place(path)
        )
    earlier = {name: inner for name, inner in now.items() if name not in ("was", "volatile")}
    said = {"volatile": True, **fields, "was": [*(now.get("was") or []), earlier]}
    value = plain_data({name: inner for name, inner in said.items() if inner is not None})
    return Operation(title=f"{cell_title(opened, issue, party)} moved", changes=(SetValue(path=path, value=value),))


def red_lines(
    opened: OpenedCase, issue: str, party: str, options: Mapping[str, Mapping[str, Data] | None]
) -> Operation:
    """The party rejects just these options of the issue; what is said of a red line stays unless it is given anew. A
    cell that says nothing else is silent without any.

    options: each with its own basis, reason and claim, or None for what the cell says.
    """
    path = cell_path(opened, issue, party)
    if not options and not WANTS & set(_said(opened.data, path)):
        return cell_silent(opened, issue, party)
    now = {option_of(line): line for line in _said(opened.data, path).get("rejects", [])}
    lines: list[Any] = []
    for option, grounds in options.items():
        if grounds is None:
            lines.append(now.get(option, option))
        else:
            lines.append({"option": option, **grounds} if grounds else option)
    return cell_said(opened, issue, party, {"rejects": lines or None})


def option_of(line: Any) -> str:
    """The option of a red line, in its short form or written out; empty where none is named."""
    option = line.get("option") if isinstance(line, Mapping) else line
    return option if isinstance(option, str) else ""


def _said(data: Mapping[str, Any], path: Path) -> dict[str, Any]:
    """What a cell says; nothing where it is silent, or not written."""
    here: Any = data
    for step in path:
        here = here.get(step) if isinstance(here, dict) else None
    if not isinstance(here, dict) or here.get("basis") == CELL_SILENT:
        return {}
    return here


def cell_path(opened: OpenedCase, issue: str, party: str) -> Path:
    """Where the cell stands. Raises EditRefused where the case has no such issue or party."""
    for section, name in (("issues", issue), ("parties", party)):
        known = opened.tree.keys((section,))
        if name not in known:
            guess = nearest(name, known)
            meant = f"did you mean `{guess}`? " if guess else ""
            kind = {"issues": "issue", "parties": "party"}[section]
            raise EditRefused(
                f"no {kind} is called `{short(name)}`; {meant}this case has: {listing(known)}",
                opened.tree.place((section,)),
            )
    return ("positions", issue, party)


def cell_title(opened: OpenedCase, issue: str, party: str) -> str:
    """A cell in words: "Ukraine on territory"."""
    case = opened.case
    if case is None or party not in case.parties or issue not in case.issues:
        return f"{party} on {issue}"
    return f"{case.name(party)} on {case.issue_in_sentence(issue)}"
