"""The judgements of a case as ranges, for the annex of a brief: each number with whose it is."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from winset.model.placed import PlacedNumber, place_shape
from winset.questions.question import Saying
from winset.report.blocks import LEFT_OUT, Bullets, Guarded, NoteSentence, Section, Sentence
from winset.report.number_words import NumberWords
from winset.report.ownership import NOBODY, Owner, Ownership, owner_of_all, owner_of_any

CLOSED = "The judgements are not shown at this level of handling."
NONE = (
    "No number was judged: what is said above follows from positions, red lines and rules, and from default weights "
    "that are marked as such."
)


def judged_section(saying: Saying) -> Section:
    """Every judged number with its range, by kind; a kind without any is left out."""
    case, owners = saying.session.case, saying.owners
    if not any(placed.path[0] in ("judgements", "plan") for placed in owners.numbers):
        blocks: tuple[Any, ...] = (Sentence(text=NONE),)
    else:
        by = f": {case.judgements.by}" if case.judgements.by else ""
        intro = NoteSentence(
            text=f"Every number is the analyst’s, none is the source’s{by}. Most likely value, with its range in "
            "brackets."
        )
        shown = (intro, *_kinds(saying))
        blocks = (Guarded(owners.judgements, shown, Sentence(text=CLOSED)),)
    return Section(key="judgements", title="The judgements", blocks=blocks, depth="brief")


def _kinds(saying: Saying) -> Iterator[Any]:
    """The numbers under a heading for each kind, as the model has them: what each is of, and whose it is."""
    owners, words = saying.owners, NumberWords(saying.session.case)
    kinds: dict[str, list[tuple[Owner, str]]] = {}
    for placed in sorted(owners.numbers, key=lambda number: number.path[0] != "judgements"):
        line = words.line(placed)
        if line is not None:
            kinds.setdefault(line.heading, []).append((_owner(owners, placed), line.text))
    for heading, items in kinds.items():
        yield Guarded(_any(owner for owner, _ in items), Sentence(text=f"{heading}:"), LEFT_OUT)
        yield Bullets(items=tuple(Guarded(owner, item) for owner, item in items), columns=True)


def _owner(owners: Ownership, placed: PlacedNumber) -> Owner:
    """Of one number with what it is of: its own, the levers that it names, and where values follow from it those of its
    parties, since one number of a party could be worked out from the others; of the plan every number of it.
    """
    case = owners.case
    if placed.path[0] == "plan":
        return owners.plan
    along = place_shape(type(case), placed.path).names
    behind = [owners.lever(name) for name, refers in along if refers == "levers" and name in case.levers]
    if not placed.is_apart:
        behind += [owners.values(party) for party in placed.parties]
    return owner_of_all((owners.span(placed.span), *behind))


def _any(owners: Iterator[Owner]) -> Owner:
    """The owner at whose level at least one of several may be shown."""
    return owner_of_any(owners) or NOBODY
