"""How sure it is, as far as the evidence goes: under which other readings of the text red lines leave nothing."""

from __future__ import annotations

from collections.abc import Iterator

from winset.questions.question import Saying
from winset.report.blocks import Bullets, Section, Sentence
from winset.report.names import variant_title


def sections(saying: Saying, table: str | None = None) -> Iterator[Section]:
    """Other readings of the text under which no package is open, if the case stands otherwise."""
    variants = saying.session.variants
    closed = [
        variant_title(saying.session.case, name)
        for name, session in variants.items()
        if table in (None, *session.case.tables) and not session.settlement(table).counts.feasible
    ]
    if variants:
        blocks = (
            (Sentence(text="Red lines and rules exclude every package under:"), Bullets(items=tuple(closed)))
            if closed
            else (Sentence(text="Under none do red lines and rules exclude every package."),)
        )
        yield Section(key="variants", title="If the text is read differently", blocks=blocks)
