"""Who sits at which table and must say yes there; what a table could agree on is judged."""

from __future__ import annotations

from collections.abc import Iterator

from winset.questions.question import Saying
from winset.report.blocks import Figure, Grid, Section
from winset.report.names import listed

DRAWN = "what each table could agree on is judged, and above this level of handling"


def sections(saying: Saying, table: str | None = None) -> Iterator[Section]:
    """Each table with those who sit there, those who ratify, and whether it has met."""
    names, case = saying.names(table), saying.session.case
    rows = []
    for key, table_entry in case.tables.items():
        bodies = [
            body.body or "" if not body.party else names.party_called(body.party) for body in table_entry.ratifiers
        ]
        rows.append(
            (
                (table_entry.title or key.replace("_", " ")) + (" (has met)" if table_entry.past else ""),
                listed(map(names.party_called, table_entry.seated)),
                listed(filter(None, bodies)) or "nobody",
            )
        )
    blocks = (Grid(head=("table", "seated", "to be ratified by"), rows=tuple(rows)),)
    yield Section(
        key="tables", title="Who sits where", blocks=(*blocks, Figure(key="tables", drawings=(), missing=DRAWN))
    )
