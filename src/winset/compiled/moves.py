"""What parties can change alone."""

from __future__ import annotations

from dataclasses import dataclass

from winset.compiled.index import Index
from winset.model.case import Case


@dataclass(frozen=True, slots=True, kw_only=True)
class CompiledMove:
    """What a party can change alone on an issue. from_to: pairs of options; None for any change."""

    party: int
    issue: int
    from_to: frozenset[tuple[int, int]] | None = None

    def allows(self, start: int, end: int) -> bool:
        return start != end and (self.from_to is None or (start, end) in self.from_to)


def moves_of(case: Case, index: Index) -> tuple[CompiledMove, ...]:
    """What each party can change alone, in the order of the case."""
    compiled_moves = []
    for name, moves in case.moves.items():
        issue = index.issues.index(name)
        options = index.options[issue]
        for move in moves:
            pairs = None
            if move.from_to is not None:
                pairs = frozenset((options.index(start), options.index(end)) for start, end in move.from_to)
            compiled_moves += [
                CompiledMove(party=index.parties.index(party), issue=issue, from_to=pairs) for party in move.by
            ]
    return tuple(compiled_moves)
