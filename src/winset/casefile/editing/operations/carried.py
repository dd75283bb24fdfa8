"""What a claim carries in a cell: a new claim of selected words states a position or a red line, or supports one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from winset.casefile.editing.changes import Operation, SetValue, at
from winset.casefile.editing.editor import OpenedCase
from winset.casefile.editing.operations.cells import WANTS, cell_path, cell_said, option_of, red_lines
from winset.casefile.editing.operations.claims import ClaimWords, Selection, claim_added, claim_of
from winset.casefile.editing.yaml_text import Data
from winset.errors import EditRefused

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
