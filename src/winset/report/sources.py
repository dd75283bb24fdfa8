"""What is said of the sources of a case wherever they are quoted."""

from __future__ import annotations

from winset.model.case import Source
from winset.report.blocks import Guarded
from winset.report.ownership import Ownership

BLANK = (
    "There is no answer yet: the sources are silent on every position.",
    "Write what each party wants and refuses, with the words that say so; then ask again.",
)
"""What is said where no cell of a case holds a position."""


def by_author(source: Source) -> str:
    """Who wrote a source, to stand after its title; empty where that is not known."""
    return f"by {source.author}" if source.author else ""


def source_warnings(owners: Ownership) -> list[Guarded[str]]:
    """A sentence for each source whose quality is in doubt."""
    return [
        Guarded(
            owners.source(name),
            f"Source {' '.join(filter(None, (f'“{source.title or name}”', by_author(source))))} is marked "
            f"“{source.quality}”: read its quotes with that in mind.",
        )
        for name, source in owners.case.sources.items()
        if source.quality
    ]
