"""What is done with claims, as changes of a case file: one made of selected words, one accepted, rejected, or put
right.
"""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from winset.casefile.editing.changes import CaseChange, changes_between
from winset.casefile.passages import ChosenPassage
from winset.errors import EditRefused, Path
from winset.web.cells.fields import option_of
from winset.web.sources.claims import PlacedClaim

SILENT = (
    "this cell is silent so far: say also what the party wants or refuses by these words, since a quote alone says "
    "nothing of that"
)
WHY = "circumstances state nothing: say why you conclude it from them"


@dataclass(frozen=True, slots=True, kw_only=True)
class NewClaim:
    """A claim for a cell. refuses: the option of the red line that it carries; empty where it carries the position.
    wants: what the party wants by it, where the cell says nothing yet, or something else.
    """

    issue: str
    party: str
    refuses: str = ""
    wants: str = ""
    because: str = ""
    support: str = "reported"
    reading: str = ""
    speakers: tuple[str, ...] = ()

    def fields(self, passage: ChosenPassage) -> dict[str, Any]:
        """The claim as it stands in the file, without what it need not say."""
        claim: dict[str, Any] = {"source": passage.source, "quote": passage.match.text}
        speaker = self.speakers[0] if len(self.speakers) == 1 else list(self.speakers)
        more = {"prefix": passage.prefix, "suffix": passage.suffix, "reading": self.reading, "speaker": speaker}
        claim |= {name: value for name, value in more.items() if value}
        return claim | ({"support": self.support} if self.support != "reported" else {})


def claim_added(data: Any, new: NewClaim, claim: dict[str, Any]) -> list[CaseChange]:
    """The changes after which the claim stands in its cell. Raises EditRefused where something is still to be said."""
    path: Path = ("positions", new.issue, new.party)
    old = at(data, path)
    if isinstance(old, dict) and any(claim == other for other in _claims(old)):
        raise EditRefused("this claim stands in the cell already")
    basis = _basis(new)
    cell: dict[str, Any]
    if not isinstance(old, dict) or old.get("basis") == "silent":
        if not new.wants and not new.refuses:
            raise EditRefused(SILENT)
        lines = {"rejects": [new.refuses]} if new.refuses else {}
        cell = ({"ideal": new.wants} if new.wants else {}) | lines | basis | {"claim": claim}
        return changes_between(path, old, cell)
    cell = deepcopy(old)
    if new.refuses:
        _refuse(cell, new.refuses, basis, claim)
    else:
        _carry(cell, claim)
    if new.wants and new.wants != cell.get("ideal"):
        cell["ideal"] = new.wants
        cell |= basis
    return changes_between(path, old, cell)


def _basis(new: NewClaim) -> dict[str, Any]:
    """What a new assertion rests on. Raises EditRefused where its reason is missing."""
    if new.support != "context":
        return {"basis": "stated"}
    if not new.because:
        raise EditRefused(WHY)
    return {"basis": "inferred", "because": new.because}


def _refuse(cell: dict[str, Any], option: str, basis: dict[str, Any], claim: dict[str, Any]) -> None:
    """The red line of the cell is carried by the claim; it is drawn where it is not there."""
    lines = cell.setdefault("rejects", [])
    n = next((n for n, line in enumerate(lines) if option_of(line) == option), None)
    if n is None:
        lines.append({"option": option, **basis, "claim": claim})
    elif isinstance(lines[n], dict):
        _carry(lines[n], claim)
    else:
        lines[n] = {"option": option, **basis, "claim": claim}


def _carry(assertion: dict[str, Any], claim: dict[str, Any]) -> None:
    if not assertion.get("claim"):
        assertion["claim"] = claim
    else:
        assertion.setdefault("also", []).append(claim)


def _claims(assertion: dict[str, Any]) -> list[Any]:
    also, lines = assertion.get("also"), assertion.get("rejects")
    inner = (
        [claim for line in lines if isinstance(line, dict) for claim in _claims(line)]
        if isinstance(lines, list)
        else []
    )
    return [assertion.get("claim"), *(also if isinstance(also, list) else []), *inner]


def claim_rejected(data: Any, claim: PlacedClaim, then: str, because: str) -> list[CaseChange]:
    """The changes after which the claim is nowhere. then: what becomes of what it carried: "" for nothing else,
    "inferred" with its reason, "gone" for a cell that is silent or a red line that is not drawn.
    """
    new = deepcopy(data)
    for use in sorted(claim.uses, key=lambda use: [str(step).zfill(6) for step in use.path], reverse=True):
        holder = at(new, use.path)
        if isinstance(holder, dict):
            _without(holder, claim)
            _become(new, use.path, holder, then, because)
    if claim.path[:1] == ("claims",):
        new["claims"].pop(claim.path[1], None)
        if not new["claims"]:
            del new["claims"]
    return changes_between((), data, new)


def _without(assertion: dict[str, Any], claim: PlacedClaim) -> None:
    """The assertion without the claim; another one takes its place where there is one."""
    name = claim.path[1] if claim.path[:1] == ("claims",) else None
    slots: list[tuple[str, int]] = []
    if name is not None:
        slots += [("also", n) for n, use in enumerate(assertion.get("also") or ()) if use == name]
        slots += [("claim", 0)] if assertion.get("claim") == name else []
    elif claim.path[-1] == "claim":
        slots = [("claim", 0)]
    else:
        slots = [("also", int(claim.path[-1]))]
    for slot, n in sorted(slots, reverse=True):
        also = assertion.get("also")
        if slot == "also" and isinstance(also, list):
            del also[n]
        elif isinstance(also, list) and also:
            assertion["claim"] = also.pop(0)
        else:
            assertion.pop("claim", None)
        if assertion.get("also") == []:
            del assertion["also"]


def _become(data: Any, path: Path, assertion: dict[str, Any], then: str, because: str) -> None:
    if then == "inferred":
        assertion |= {"basis": "inferred"} | ({"because": because} if because else {})
    if then == "gone" and len(path) == 3 and path[0] == "positions":
        at(data, path[:-1])[path[-1]] = "silent"
    if then == "gone" and path[-2:-1] == ("rejects",) and isinstance(path[-1], int):
        cell = at(data, path[:-2])
        del cell["rejects"][path[-1]]
        if not cell["rejects"]:
            del cell["rejects"]


def field_set(data: Any, path: Path, values: dict[str, Any]) -> list[CaseChange]:
    """The changes after which the fields of what stands at a path have these values; None takes one away."""
    old = at(data, path)
    if not isinstance(old, dict):
        raise EditRefused("what was to be changed is no longer there")
    new = {**old, **values}
    return changes_between(path, old, {name: value for name, value in new.items() if value is not None})


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
