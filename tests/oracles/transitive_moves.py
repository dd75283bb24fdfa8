"""Whether two moves of a party in succession are ever more than one move of it."""

from __future__ import annotations

from winset.analyses.stability.moves import AnyMoves


def are_transitive(moves: AnyMoves) -> bool:
    """Whether any two moves of a party in succession are one move of it, or bring it back."""
    for state in range(len(moves.written_out().ends) - 1):
        once = set(moves.of(state).tolist())
        if any(not set(moves.of(to).tolist()) <= once | {state} for to in once):
            return False
    return True
