"""Packages: what one moves off the status quo, what others hold instead, and side by side with what each is worth."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from winset.analyses.settlement.settle import objections
from winset.questions.settlement.packages import ShownPackage
from winset.questions.settlement.terms import Terms
from winset.questions.settlement.words import DealWords
from winset.report.blocks import Block, Bullets, Grid, Guarded, NoteSentence, PackageTable, Sentence
from winset.report.names import listed, points, spelled

CLOSED = "left out at this level"
LINKED = "Values include the points judged for combinations, and may pass 100."
ISSUE_WIDTH, IN_SHORT, FEW = 26, 2, 2
"""Characters of the titles of issues; packages that are told in short, the rest where everything is asked for; parties
whose views of a term are not known, from which on a screen says how many they are.
"""


def in_short(words: DealWords, shown: Sequence[ShownPackage]) -> Iterator[Block]:
    """The first package by what it moves, with whose view of each term is not known; the others by what they hold
    instead.
    """
    if not shown:
        return
    first = Terms(words, shown[0].package)
    yield Sentence(text=f"Package 1, {words.why_shown(shown[0])}:")
    rows = tuple(_term(words, first, issue) for issue in first.moved)
    head = ("", "", "view not known of") if first.silent else ()
    yield Grid(rows=rows, head=head, most=ISSUE_WIDTH, indent=2)
    yield from flagged(words, shown[:1])
    others = [
        f"Package {n}, {words.why_shown(leading)}: {Terms(words, leading.package).differs_from(shown[0].package)}."
        for n, leading in enumerate(shown[1:IN_SHORT], 2)
    ]
    if others:
        yield Bullets(items=tuple(others))
    yield from _objections(words, shown)


def _term(words: DealWords, terms: Terms, issue: int) -> tuple[str, ...]:
    option = words.names.option(issue, terms.package[issue])
    title = words.names.issue(issue)
    if not terms.silent:
        return (title, option)
    unknown = terms.silent_on(issue)
    return (title, option, ", ".join(unknown) if len(unknown) < FEW else f"{spelled(len(unknown))} parties")


def side_by_side(words: DealWords, shown: Sequence[ShownPackage]) -> Iterator[Block]:
    """The packages in columns, what is flagged in them, whose views of their terms are not known and what that could
    cost, and who objects to them whose consent they do not need.
    """
    if not shown:
        return
    yield PackageTable(headings=headings(words, shown), options=options(words, shown), worth=worth(words, shown))
    if words.deal.central.reading.links:
        yield NoteSentence(text=LINKED)
    yield from flagged(words, shown)
    for n, leading in enumerate(shown, 1):
        if costs := Terms(words, leading.package).costs():
            yield Sentence(text=f"In package {n}:")
            yield Bullets(items=tuple(costs))
    yield from _objections(words, shown)


def flagged(words: DealWords, shown: Sequence[ShownPackage]) -> Iterator[Sentence]:
    """What readers must know of options of the packages, each said once."""
    flags: dict[str, list[int]] = {}
    for n, leading in enumerate(shown, 1):
        for flag in dict.fromkeys(Terms(words, leading.package).flags()):
            flags.setdefault(flag, []).append(n)
    for flag, numbers in flags.items():
        which = "" if len(numbers) == len(shown) else f" (package {listed(map(str, numbers))})"
        yield Sentence(text=f"{flag}{which}")


def _objections(words: DealWords, shown: Sequence[ShownPackage]) -> Iterator[Sentence]:
    for n, leading in enumerate(shown, 1):
        for who, what in objected(words, leading):
            yield Sentence(text=f"Package {n} crosses a red line of {who}, whose consent it does not need: {what}.")


def headings(words: DealWords, shown: Sequence[ShownPackage]) -> tuple[str, ...]:
    """The packages by number, and why each is shown."""
    return tuple(f"{n}. {listed(words.reasons(leading))}" for n, leading in enumerate(shown, 1))


def options(words: DealWords, shown: Sequence[ShownPackage]) -> tuple[tuple[str, ...], ...]:
    """Issue by issue its title and the option of each package."""
    rows = zip(*[words.names.package(leading.package) for leading in shown], strict=True)
    return tuple((row[0][0], *(option for _, option in row)) for row in rows)


def worth(words: DealWords, shown: Sequence[ShownPackage]) -> tuple[Guarded[Any], ...]:
    """Party by party the value of each package against its walk-away."""
    rows = []
    for party, key in enumerate(words.deal.case.parties):
        closed = (f"{words.names.party_name(party)}, points", *[CLOSED] * len(shown))
        rows.append(Guarded(words.owners.values(key), _worth(words, party, shown), closed))
    return tuple(rows)


def _worth(words: DealWords, party: int, shown: Sequence[ShownPackage]) -> tuple[str, ...]:
    reading = words.deal.central.reading
    walk_away = reading.walk_away[party]
    least = points(reading.points(party, walk_away)) if walk_away is not None else "none"
    cells = []
    for leading in shown:
        value = reading.value(party, leading.package)
        mark = " (below)" if walk_away is not None and value < walk_away else ""
        mark += "" if party in reading.structure.needed_for(leading.package) else " (consent not needed)"
        cells.append(points(reading.points(party, value)) + mark)
    return f"{words.names.party_name(party)}, points (walk-away {least})", *cells


def objected(words: DealWords, leading: ShownPackage) -> list[tuple[str, str]]:
    """Parties whose consent the package does not need, each with what it rejects."""
    objections_found = objections(words.deal.central.reading, leading.package)
    return [
        (words.names.party(each.party), words.names.deal_with(each.issue, each.option)) for each in objections_found
    ]
