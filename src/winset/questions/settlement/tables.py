"""Packages side by side: what each holds on every issue, and what it is worth to each party."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from winset.analyses.settlement.settle import objections, required
from winset.questions.settlement.packages import ShownPackage
from winset.questions.settlement.words import DealWords
from winset.report.blocks import Block, Guarded, NoteSentence, PackageTable, Sentence
from winset.report.names import listed, points

CLOSED = "left out at this level"
LINKED = "Values include the points judged for combinations, and may pass 100."


def side_by_side(words: DealWords, shown: Sequence[ShownPackage]) -> Iterator[Block]:
    """The packages in columns, and who objects to them whose consent they do not need."""
    if not shown:
        return
    yield PackageTable(headings=headings(words, shown), options=options(words, shown), worth=worth(words, shown))
    if words.deal.central.reading.links:
        yield NoteSentence(text=LINKED)
    for n, one in enumerate(shown, 1):
        for who, what in objected(words, one):
            yield Sentence(text=f"Package {n}: {who}, whose consent it does not need, rejects “{what}”.")


def headings(words: DealWords, shown: Sequence[ShownPackage]) -> tuple[str, ...]:
    """The packages by number, and why each is shown."""
    return tuple(f"{n}. {listed(words.reasons(one))}" for n, one in enumerate(shown, 1))


def options(words: DealWords, shown: Sequence[ShownPackage]) -> tuple[tuple[str, ...], ...]:
    """Issue by issue its title and the option of each package."""
    rows = zip(*[words.names.package(one.package) for one in shown], strict=True)
    return tuple((row[0][0], *(option for _, option in row)) for row in rows)


def worth(words: DealWords, shown: Sequence[ShownPackage]) -> tuple[Guarded[Any], ...]:
    """Party by party the value of each package against its walk-away."""
    rows = []
    for party, key in enumerate(words.deal.case.parties):
        closed = (f"{words.names.party(party)}, points", *[CLOSED] * len(shown))
        rows.append(Guarded(words.owners.values(key), _worth(words, party, shown), closed))
    return tuple(rows)


def _worth(words: DealWords, party: int, shown: Sequence[ShownPackage]) -> tuple[str, ...]:
    reading = words.deal.central.reading
    walk_away = reading.walk_away[party]
    least = points(reading.points(party, walk_away)) if walk_away is not None else "none"
    cells = []
    for one in shown:
        value = reading.value(party, one.package)
        mark = " (below)" if walk_away is not None and value < walk_away else ""
        mark += "" if party in required(reading.structure, one.package) else " (consent not needed)"
        cells.append(points(reading.points(party, value)) + mark)
    return f"{words.names.party(party)}, points (walk-away {least})", *cells


def objected(words: DealWords, one: ShownPackage) -> list[tuple[str, str]]:
    """Parties whose consent the package does not need, each with an option that it rejects."""
    found = objections(words.deal.central.reading, one.package)
    return [(words.names.party(each.party), words.names.option(each.issue, each.option)) for each in found]
