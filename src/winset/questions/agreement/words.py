"""What is said of how far two readers agree, in plain sentences, the same as text and in JSON."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from winset.analyses.agreement.cells import EVIDENCE, ReadersAgreement
from winset.analyses.agreement.coefficients import Agreement
from winset.analyses.agreement.effects import CellEffect, ReadersEffects, Taken
from winset.analyses.comparison.answers import VersionAnswer
from winset.questions.agreement.readers import WHICH, Readers
from winset.report.names import counted, listed

KAPPA = (
    "Kappa is how much of the agreement that chance would not give is there: 1 where the two agree on all, 0 where "
    "they agree as often as two readers would who drew lots from their own answers, below 0 where less often. Alpha "
    "asks the same of disagreement, with lots drawn from the answers of both together."
)
NOT_RIGHT = (
    "Neither says who is right, since two readers can be wrong alike; nor whether it matters, which is said apart, by "
    "the answer with the other's reading. Both can be low where nearly all cells are alike and few are read "
    "differently."
)
WITHIN = (
    "For what parties want, chance is reckoned issue by issue, since an option belongs to one issue; with few parties "
    "that is a rough measure."
)
UNMARKED = (
    "Every cell counts: one that a case covers with `rest: silent` as silent, and one whose issue or party a case does "
    "not have as left out."
)
CENTRALLY = "Every number is read at its most likely value here, and silence as indifference."
MOST_NAMED = 6
"""Cells that a sentence names; beyond, it says how many more there are."""
NEARLY_ONE = "0.99"
"""What is shown of a coefficient that would be rounded to 1 and is less."""
MEASURES = (
    ("found", "whether a position is found", "cells"),
    ("wants", "what each wants", "cells"),
    ("red_lines", "red lines", "options"),
    ("basis", "basis", "cells"),
)
QUOTES = {
    "same_words": "both quote the same words",
    "same_source": "they quote other words of one source",
    "other_sources": "they quote other sources",
    "one_without": "only one of them quotes anything",
    "neither": "neither quotes anything",
}


def measures(readers: ReadersAgreement) -> Iterator[tuple[str, str, str, Agreement]]:
    """Each measure by its key, in words, what its units are, and its agreement."""
    known = {"found": readers.found, "wants": readers.wants, "red_lines": readers.red_lines, "basis": readers.basis}
    yield from ((key, words, units, known[key]) for key, words, units in MEASURES)


def coefficient(value: Fraction | None) -> str:
    """A coefficient for reading; a dash where it is not defined."""
    if value is None:
        return "–"
    text = f"{float(value):.2f}"
    return f">{NEARLY_ONE}" if value < 1 and text == "1.00" else text.replace("-0.00", "0.00")


def undefined(readers: ReadersAgreement) -> Iterator[str]:
    """Of which measures neither coefficient is defined, and why."""
    alike = [words for _, words, _, found in measures(readers) if found.units and found.kappa is None]
    if alike:
        yield (
            f"Of {listed(alike)} neither is defined: both readers chose one answer throughout, the same, so that "
            "chance alone would give full agreement."
        )


def agreed(readers: ReadersAgreement) -> str:
    """On how many cells they agree."""
    differing, every = len(readers.differing), len(readers.cells)
    if not every:
        return "The two cases have no cell."
    if all("left_out" in (cell.first.kind, cell.other.kind) for cell in readers.cells):
        return "The two cases have no cell in common: parties and issues that are the same need the same short names."
    if not differing:
        return f"The two readers make the same of all {counted(every, 'cell')}: what is wanted, red lines and basis."
    parts = [
        (sum("wants" in cell.differs for cell in readers.cells), "what is wanted"),
        (sum("red_lines" in cell.differs for cell in readers.cells), "red lines"),
        (sum("basis" in cell.differs for cell in readers.cells), "the basis"),
    ]
    said = listed(f"{number} in {words}" for number, words in parts if number)
    same = f"The two readers make the same of {every - differing} of {counted(every, 'cell')}"
    return f"{same}; they differ on {differing}: {said}."


def has(answer: VersionAnswer) -> str:
    """Whether there is a deal, inside a sentence."""
    return {
        "answered": "there is a deal",
        "none": "there is no deal",
        "limit": "it is not known whether there is a deal",
    }[answer.status]


def became(taken: Taken) -> str:
    """What the answer is with the other's reading."""
    if taken.answer is None:
        return "it cannot be taken by itself"
    if taken.turned == "deal" or taken.answer.status == "limit":
        return has(taken.answer)
    return "another package leads" if taken.turned == "package" else "the answer stays"


def answers(names: Readers, effects: ReadersEffects) -> Iterator[str]:
    """Whether the answer hangs on where they differ."""
    first, other = has(effects.first), has(effects.other)
    if effects.first.status == effects.other.status:
        yield f"On best guesses {first} in the case of either reader."
    else:
        yield f"On best guesses {first} in the case of the first reader, and {other} in that of the second."
    if not effects.cells:
        if effects.turned:
            yield "That the answers differ comes from other parts of the cases: `winset diff` says from which."
        return
    yield from _turning(names, effects)


def _turning(names: Readers, effects: ReadersEffects) -> Iterator[str]:
    of_deal = [effect for effect in effects.cells if "deal" in (effect.first.turned, effect.other.turned)]
    of_package = [
        effect
        for effect in effects.cells
        if effect not in of_deal and "package" in (effect.first.turned, effect.other.turned)
    ]
    if of_deal:
        yield (
            f"Whether there is a deal hangs on how {_named(names, of_deal)} "
            f"{'is' if len(of_deal) == 1 else 'are'} read: taken alone from one case into the other, "
            f"{'it turns' if len(of_deal) == 1 else 'each turns'} that answer in one case at least."
        )
    if of_package:
        be = "is" if len(of_package) == 1 else "are"
        yield f"Which package leads hangs on how {_named(names, of_package)} {be} read."
    together = [
        which
        for which, taken in zip(WHICH, (effects.first_with_all, effects.other_with_all), strict=True)
        if taken.turned == "deal"
    ]
    if not of_deal and together:
        yield (
            "No cell alone turns whether there is a deal; all that can be taken from the other's case together do, in "
            f"the case of the {listed(together)}."
        )
    unknown = [effect for effect in effects.cells if not (_is_known(effect.first) or _is_known(effect.other))]
    if not of_deal and not of_package and not together and len(unknown) < len(effects.cells):
        packages = "package" in (effects.first_with_all.turned, effects.other_with_all.turned)
        yield (
            "No cell alone changes the answer; all together, another package leads."
            if packages
            else "Whichever reader's cells are taken, alone or all together, the answer stays."
        )
    if unknown:
        rest = counted(len(unknown), "cell")
        yield f"What {rest} would do is not known: {'it' if len(unknown) == 1 else 'they'} cannot be taken alone."


def _is_known(taken: Taken) -> bool:
    return taken.answer is not None and taken.answer.status != "limit"


def _named(names: Readers, effects: list[CellEffect]) -> str:
    cells = [names.cell(effect.cell) for effect in effects[:MOST_NAMED]]
    more = len(effects) - len(cells)
    return listed([*cells, *([f"{more} more"] if more else [])])


def evidence(readers: ReadersAgreement) -> Iterator[str]:
    """How the quotes of both go together, cell by cell."""
    for kind in EVIDENCE:
        if number := readers.evidence[kind]:
            yield f"In {counted(number, 'cell')} {QUOTES[kind]}."
