"""Lists of a JSON document that may be too long to be held: each entry is made where it is read, and not kept."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, overload


class LongList(Sequence[Any]):
    """The entries that `made` makes of things, one for each, in their order; two readings make two of each.

    An entry may be shown wherever the list may, so that the list is as long at every level of handling.
    """

    def __init__(self, things: Sequence[Any], made: Callable[[Any], Any]) -> None:
        self.things, self.made = things, made

    @overload
    def __getitem__(self, place: int) -> Any: ...
    @overload
    def __getitem__(self, place: slice) -> LongList: ...
    def __getitem__(self, place: int | slice) -> Any:
        return LongList(self.things[place], self.made) if isinstance(place, slice) else self.made(self.things[place])

    def __len__(self) -> int:
        return len(self.things)

    def __iter__(self) -> Iterator[Any]:
        return map(self.made, self.things)

    def __repr__(self) -> str:
        return f"<{len(self):,} entries>"

    def then(self, step: Callable[[Any], Any]) -> LongList:
        """The same list, a step further made of each entry."""
        return LongList(self.things, lambda thing: step(self.made(thing)))


def whole(document: Any) -> Any:
    """The document with every list in it held."""
    if isinstance(document, Mapping):
        return {key: whole(value) for key, value in document.items()}
    if isinstance(document, list | tuple | LongList):
        return [whole(value) for value in document]
    return document


def entries_in_long_lists(document: Any) -> int:
    """How many entries the long lists of a document have, of which none is made for that."""
    if isinstance(document, LongList):
        return len(document)
    if isinstance(document, Mapping):
        return sum(map(entries_in_long_lists, document.values()))
    return sum(map(entries_in_long_lists, document)) if isinstance(document, list | tuple) else 0
