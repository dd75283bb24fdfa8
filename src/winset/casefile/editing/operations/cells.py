"""What a party wants and refuses on an issue: a cell with another ideal, red line or basis, or silent; and what a claim
carries in it: selected words state a position or a red line, or support one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from winset.casefile.editing.changes import Operation, SetValue, at, plain_data
from winset.casefile.editing.editor import OpenedCase
from winset.casefile.editing.operations.claims import ClaimWords, Selection, claim_added, claim_of
from winset.casefile.editing.yaml_text import Data
from winset.casefile.names import guessed, listing, short
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
        message = "this position is silent: there is none that it could have moved from"
        raise EditRefused(message, opened.tree.place(path))
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
    here = at(data, path)
    return here if isinstance(here, dict) and here.get("basis") != CELL_SILENT else {}


def cell_path(opened: OpenedCase, issue: str, party: str) -> Path:
    """Where the cell stands. Raises EditRefused where the case has no such issue or party."""
    for section, name in (("issues", issue), ("parties", party)):
        known = opened.tree.keys((section,))
        if name not in known:
            meant = guessed(name, known)
            kind = {"issues": "issue", "parties": "party"}[section]
            message = f"no {kind} is called `{short(name)}`; {meant}this case has: {listing(known)}"
            raise EditRefused(message, opened.tree.place((section,)))
    return ("positions", issue, party)


def cell_title(opened: OpenedCase, issue: str, party: str) -> str:
    """A cell in words: "Ukraine on territory"."""
    case = opened.case
    if case is None or party not in case.parties or issue not in case.issues:
        return f"{party} on {issue}"
    return f"{case.name(party)} on {case.issue_in_sentence(issue)}"


SILENT = (
    "this cell is silent so far: choose also what the party wants or refuses by these words, which a quote alone does "
    "not say"
)
WHY_WANTED = "these words say what is refused: say why you conclude from it what the party wants"
WHY = "circumstances state nothing: say why you conclude it from them"


@dataclass(frozen=True, slots=True, kw_only=True)
class NewClaim:
    """A claim for a cell. refuses: the option of the red line that it carries; empty where it carries the position.
    wants: what the party wants by it, where the cell says nothing yet, or something else. because: why that follows
    from circumstances.
    """

    issue: str
    party: str
    words: ClaimWords
    refuses: str = ""
    wants: str = ""
    because: str = ""

    @property
    def basis(self) -> dict[str, str]:
        """What a new position or red line rests on. Raises EditRefused where its reason is missing."""
        if self.words.support != "context":
            return {"basis": "stated"}
        if not self.because:
            raise EditRefused(WHY)
        return {"basis": "inferred", "because": self.because}


def claim_made(opened: OpenedCase, new: NewClaim, selection: Selection) -> Operation:
    """The selected words are a claim of the cell. Raises EditRefused where they cannot be quoted, or something is still
    to be said.
    """
    claim = claim_of(opened, selection, new.words)
    path = cell_path(opened, new.issue, new.party)
    cell = at(opened.data, path)
    if not isinstance(cell, dict) or cell.get("basis") == "silent":
        if not new.wants and not new.refuses:
            raise EditRefused(SILENT)
        if new.wants and new.refuses:
            return cell_said(opened, new.issue, new.party, _with_red_line(new, claim))
        says: dict[str, Data] = {"ideal": new.wants} if new.wants else {"rejects": [new.refuses]}
        return cell_said(opened, new.issue, new.party, {**says, **new.basis, "claim": claim})
    if new.refuses:
        return _refused(opened, new, cell, claim)
    if new.wants and not WANTS & set(cell):
        return _wish_added(opened, new, cell, claim)
    added = claim_added(opened, path, claim)
    if not new.wants or new.wants == cell.get("ideal"):
        return added
    wanted = (SetValue(path=(*path, name), value=value) for name, value in {"ideal": new.wants, **new.basis}.items())
    return Operation(title=added.title, changes=(*added.changes, *wanted))


def _with_red_line(new: NewClaim, claim: dict[str, Data]) -> dict[str, Data]:
    """A cell that begins with a red line: the words state what is refused, and what is wanted is concluded from it.
    Raises EditRefused where the reason is missing.
    """
    if not new.because:
        raise EditRefused(WHY_WANTED)
    return {
        "ideal": new.wants,
        "rejects": [{"option": new.refuses, **new.basis, "claim": claim}],
        "basis": "inferred",
        "because": new.because,
    }


def _refused(opened: OpenedCase, new: NewClaim, cell: dict[str, Any], claim: dict[str, Data]) -> Operation:
    """The red line is carried by the claim; it is drawn where it is not there."""
    lines = cell.get("rejects") or []
    n = next((n for n, line in enumerate(lines) if option_of(line) == new.refuses), None)
    if n is not None and isinstance(lines[n], dict):
        return claim_added(opened, ("positions", new.issue, new.party, "rejects", n), claim)
    options: dict[str, Mapping[str, Data] | None] = {option_of(line): None for line in lines}
    options[new.refuses] = {**new.basis, "claim": claim}
    return red_lines(opened, new.issue, new.party, options)


def _wish_added(opened: OpenedCase, new: NewClaim, cell: dict[str, Any], claim: dict[str, Data]) -> Operation:
    """A cell that said what the party refuses says also what it wants; what carried the cell then carries its red
    lines alone, and the claim what the party wants.
    """
    grounds = {name: cell[name] for name in ("basis", "because", "claim", "also") if cell.get(name)}
    lines: list[Data] = []
    for line in cell.get("rejects") or ():
        own = line if isinstance(line, dict) else {"option": line}
        lines.append(own if own.get("basis") or own.get("claim") else {**own, **grounds})
    gone = dict.fromkeys(set(grounds) - {"basis", "claim"}, None)
    said: dict[str, Data] = {**gone, "ideal": new.wants, **new.basis, "claim": claim, "rejects": lines}
    return cell_said(opened, new.issue, new.party, said)
