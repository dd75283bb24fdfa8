"""How faithfully a model quotes: asked about a few pieces of the user's own sources, with its quotes counted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from winset.casefile.drafting.model.pieces import Piece
from winset.casefile.drafting.model.run import ModelDraft

PROBED = 4
"""Pieces of the sources about which a model is asked for a probe; beyond, those that lie evenly spread are taken."""


def probed(pieces: Sequence[Piece], most: int = PROBED) -> tuple[Piece, ...]:
    """Pieces spread evenly over all of them, the first among them."""
    if len(pieces) <= most:
        return tuple(pieces)
    return tuple(pieces[number * len(pieces) // most] for number in range(most))


@dataclass(frozen=True, slots=True, kw_only=True)
class VerbatimRate:
    """How many of a model's quotes stand in the sources character for character, how many in all but typography, and
    how many do not, or not just once. unread: pieces without a usable answer, of `pieces`.
    """

    exact: int
    typographic: int
    refused: int
    unread: int
    pieces: int

    @property
    def quotes(self) -> int:
        return self.exact + self.typographic + self.refused

    @property
    def rate(self) -> float | None:
        """The share of quotes that pass the gate; None without any quote."""
        return (self.exact + self.typographic) / self.quotes if self.quotes else None


def verbatim_rate(draft: ModelDraft) -> VerbatimRate:
    return VerbatimRate(
        exact=draft.likeness["exact"],
        typographic=draft.likeness["typographic"],
        refused=draft.likeness["refused"],
        unread=len(draft.unread) + draft.pieces - draft.asked,
        pieces=draft.pieces,
    )
