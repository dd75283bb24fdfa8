"""What the case lists of moves, with its grounds; who would be tempted by one is judged."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from winset.questions.question import Saying
from winset.report.blocks import Bullets, Figure, Section
from winset.report.claims import quote_of
from winset.report.names import listed

DRAWN = "how parties order packages is judged, and above this level of handling"


def sections(saying: Saying, table: str | None = None) -> Iterator[Section]:
    """Who can change what alone, and what the case gives as grounds."""
    blocks = (*_moves(saying, table), Figure(key="states", drawings=(), missing=DRAWN))
    yield Section(key="moves", title="Who can change what alone", blocks=blocks)


def _moves(saying: Saying, table: str | None) -> Iterator[Any]:
    names, case = saying.names(table), saying.session.case
    for issue, moves in case.moves.items():
        for move in moves:
            who, topic = listed(map(names.party_called, move.by)), names.topic(names.compiled.issues.index(issue))
            basis = move.basis or ("stated" if case.claims_of(move) else "inferred" if move.because else "unsourced")
            because = f": {move.because.rstrip('.')}" if move.because else ""
            yield Bullets(items=(f"{who} on {topic} ({basis}{because})",))
            for claim in case.claims_of(move):
                quoted = quote_of(claim, saying.session.checked, saying.owners)
                yield quoted
