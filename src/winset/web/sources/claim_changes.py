"""What is done with claims on a page, as operations on a case file: one accepted, rejected, or put right."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from winset.casefile.editing.changes import CaseChange, Operation, RemoveValue, SetValue, at
from winset.casefile.editing.editor import OpenedCase
from winset.casefile.editing.operations.claims import claim_removed, claim_reviewed
from winset.casefile.quotes import QuoteMatch, SoughtQuote, find_quote
from winset.casefile.sources import SourceText
from winset.errors import Path
from winset.model.claims import Claim
from winset.web.sources.claims import PlacedClaim


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
