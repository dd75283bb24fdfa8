"""What is done with claims on a page, as operations on a case file: one made of selected words, one accepted, rejected,
or put right.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from winset.casefile.editing.changes import CaseChange, Operation, RemoveValue, SetValue
from winset.casefile.editing.editor import OpenedCase
from winset.casefile.editing.operations.cells import WANTS, cell_path, cell_said, red_lines
from winset.casefile.editing.operations.claims import (
    ClaimWords,
    Selection,
    claim_added,
    claim_of,
    claim_removed,
    claim_reviewed,
)
from winset.casefile.editing.yaml_text import Data
from winset.casefile.quotes import QuoteMatch, SoughtQuote, find_quote
from winset.casefile.sources import SourceText
from winset.errors import EditRefused, Path
from winset.model.claims import Claim
from winset.web.cells.fields import option_of
from winset.web.sources.claims import PlacedClaim

SILENT = (
    "this cell is silent so far: choose also what the party wants or refuses by these words, which a quote alone does "
    "not say"
)
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


def claim_accepted(claim: PlacedClaim, reader: str) -> Operation:
    """The claim is accepted by somebody; by nobody any more where the name is empty."""
    if reader:
        return claim_reviewed(claim.path, reader)
    return Operation(title="", changes=(RemoveValue(path=(*claim.path, "reviewed_by")),))


def claim_rejected(opened: OpenedCase, claim: PlacedClaim, then: str, because: str) -> Operation:
    """The claim is nowhere any more. then: what becomes of what it carried: nothing else where that is empty,
    "inferred" with its reason, or "gone": the cell is silent, the red line is not drawn.
    """
    changes: list[CaseChange] = []
    for use in reversed(claim.uses):
        kind = use.path[-2:-1] if isinstance(use.path[-1], int) else ()
        if then == "gone" and len(use.path) == 3 and use.cell is not None:
            changes.append(SetValue(path=use.path, value="silent"))
        elif then == "gone" and kind == ("rejects",):
            changes += _line_dropped(opened, use.path, [other.path for other in claim.uses])
        else:
            for slot in _slots(opened, use.path, claim):
                changes += claim_removed(opened, slot).changes
            if then == "inferred":
                changes.append(SetValue(path=(*use.path, "basis"), value="inferred"))
                changes += [SetValue(path=(*use.path, "because"), value=because)] if because else []
    if claim.path[:1] == ("claims",):
        is_last = len(opened.data["claims"]) == 1
        changes.append(RemoveValue(path=("claims",) if is_last else claim.path))
    return Operation(title="", changes=tuple(changes))


def _line_dropped(opened: OpenedCase, path: Path, dropped: Sequence[Path]) -> list[CaseChange]:
    """The red line at the path is not drawn. dropped: all that go. With its last red line a cell that says no more is
    silent.
    """
    beside = [other for other in dropped if other[:-1] == path[:-1]]
    if len(at(opened.data, path[:-1]) or ()) > len(beside):
        return [RemoveValue(path=path)]
    if path != beside[0]:
        return []
    cell, lines = path[:3], path[:-1]
    says_more = {"ideal", "delegates_to"} & set(at(opened.data, cell) or ())
    return [RemoveValue(path=lines) if says_more else SetValue(path=cell, value="silent")]


def _slots(opened: OpenedCase, path: Path, claim: PlacedClaim) -> Iterator[Path]:
    """Where the claim stands in what it carries."""
    if claim.path[:1] != ("claims",):
        yield claim.path
        return
    carried = at(opened.data, path) or {}
    also = carried.get("also") or ()
    yield from ((*path, "also", n) for n in reversed(range(len(also))) if also[n] == claim.path[1])
    if carried.get("claim") == claim.path[1]:
        yield (*path, "claim")


def words_taken(claim: PlacedClaim, values: dict[str, str | None]) -> Operation:
    """The claim quotes these words; of `prefix` and `suffix` those that are None are taken away."""
    changes: list[CaseChange] = []
    for name, value in values.items():
        if value is not None:
            changes.append(SetValue(path=(*claim.path, name), value=value))
        elif getattr(claim.claim, name) is not None:
            changes.append(RemoveValue(path=(*claim.path, name)))
    return Operation(title="", changes=tuple(changes))


def suggested(claim: Claim, text: SourceText, suggestion: str) -> dict[str, str | None]:
    """The words that are suggested for a quote; what stands beside it stays where the gate then finds them."""
    wanted = SoughtQuote(quote=suggestion, prefix=claim.prefix, suffix=claim.suffix)
    if isinstance(find_quote(text, wanted, suggest=False), QuoteMatch):
        return {"quote": suggestion}
    return {"quote": suggestion, "prefix": None, "suffix": None}


def at(data: Any, path: Path) -> Any:
    """What stands at a path of plain data; None where nothing does."""
    for step in path:
        if isinstance(data, dict):
            data = data.get(step)
        elif isinstance(data, list) and isinstance(step, int) and step < len(data):
            data = data[step]
        else:
            return None
    return data
