"""Numbers for the claims that a report points to, in the order in which it first does."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from winset.report.blocks import Quote
from winset.report.pieces import Piece, pieces

SAME = "same source"
BETWEEN = ", "
"""What stands between the numbers of claims that are pointed to in one place, so that 1 and 2 do not read as 12."""


@dataclass(frozen=True, slots=True)
class Note:
    """The number of a claim in a sentence. is_next: another number stands just before it."""

    key: str
    number: int
    is_next: bool = False


class Footnotes:
    """Gives each claim one number; what was not disclosed has none."""

    def __init__(self, quotes: Mapping[str, Quote]) -> None:
        self.quotes = {key: quote for key, quote in quotes.items() if isinstance(quote, Quote)}
        self.numbers: dict[str, int] = {}

    def number(self, key: str) -> int | None:
        """The number of a claim; None for one that may not be shown."""
        if key not in self.quotes:
            return None
        return self.numbers.setdefault(key, len(self.numbers) + 1)

    def pieces(self, words: Any) -> Iterator[Piece | Note]:
        """The pieces of a sentence with numbers for claims: of those that stand next to each other, each claim once."""
        together: list[str] = []
        for piece in pieces(str(words)):
            if piece.kind != "claim":
                together = []
                yield piece
            elif piece.key not in together and (number := self.number(piece.key)) is not None:
                yield Note(piece.key, number, bool(together))
                together.append(piece.key)

    def all(self) -> list[tuple[int, Quote]]:
        """The claims that were pointed to, by number."""
        return [(number, self.quotes[key]) for key, number in self.numbers.items()]

    def in_short(self) -> list[tuple[int, Quote]]:
        """The same, with the name of a source only where it is another than that of the note before."""
        notes = self.all()
        befores = [None, *((quote.source, quote.author, quote.dated) for _, quote in notes)]
        return [
            (
                number,
                replace(quote, source=SAME, author="", dated="")
                if (quote.source, quote.author, quote.dated) == before
                else quote,
            )
            for (number, quote), before in zip(notes, befores, strict=False)
        ]


def about(quote: Quote) -> str:
    """Where a quote stands, whom the source cites, by whom the reading was reviewed, and how good the source is."""
    where = ", ".join(text for text in (quote.source, quote.author, quote.dated, quote.place) if text)
    return "; ".join(text for text in (where, quote.reported, quote.reviewed, quote.quality) if text)
