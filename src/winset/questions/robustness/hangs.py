"""What an answer hangs on, as sections of a report: inputs, red lines, silence, numbers that turn it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from winset.analyses.robustness.drivers import Driver
from winset.analyses.robustness.flips import Flip
from winset.analyses.robustness.readings_question import DEAL, PACKAGE
from winset.analyses.robustness.robustness import Robustness, Sweep
from winset.questions.robustness.inputs import InputWords
from winset.questions.robustness.silence import SilentCell, silent_cells
from winset.readings.shares import Share
from winset.report.blocks import LEFT_OUT, Align, Block, Bullets, Grid, Hint, NoteSentence, Section, Sentence
from winset.report.counts import in_readings
from winset.report.disclosure import from_those_shown
from winset.report.names import Names
from winset.report.ownership import Owner, Ownership

MOST_DRIVERS = 10
"""Inputs, red lines, silent cells or numbers in one list; beyond, the rest is in the JSON alone."""
MOST_ASKED = 3
"""Inputs that are named as the first to ask about; beyond, the list of inputs has them."""


def turning(drivers: Sequence[Driver]) -> list[Driver]:
    """Those that turn whether there is a deal in some reading."""
    return [one for one in drivers if one.effects[DEAL].changes.number]


def asked_first(found: Robustness, inputs: InputWords) -> list[str]:
    """What to ask about first, in words."""
    return [inputs.input(one.input) for one in turning(found.worth_asking)[:MOST_ASKED]]


def red_lines(found: Robustness) -> list[Driver]:
    """The red lines that turn whether there is a deal where they do not hold."""
    return [one for one in turning(found.alternatives) if one.input.kind == "red_line"]


def before(found: Robustness) -> str:
    """The share of readings with a deal among those that were drawn for the drivers."""
    return in_readings(found.drivers[0].effects[DEAL].before, drawn=False)


def silence_read(found: Robustness) -> str:
    """How silence was resolved, to stand over what that does."""
    return (
        "Where the sources are silent, each option in turn is taken to be what the party wants most, then to be what "
        f"it refuses. A deal then, in the same readings ({before(found)} as the case stands):"
    )


def with_error(share: Share) -> str:
    """A share of 100 readings with its standard error."""
    return f"{100 * share.share:.1f} ± {100 * share.error:.1f}"


def owned_flips(found: Robustness, owners: Ownership) -> list[tuple[Owner, Flip]]:
    """The numbers that alone turn the central answer, each with its owner."""
    parties = found.answer.case.parties
    return [(owners.values(parties[one.number.party]), one) for one in found.flips]


def hanging_sections(found: Robustness, names: Names, owners: Ownership) -> Iterator[Section]:
    """What the answer hangs on, the most first; then each number that was asked to move."""
    hangs = _Hangs(found, InputWords(names))
    if drawn := turning(found.drawn_inputs):
        yield Section(key="hangs", title="What it hangs on", blocks=tuple(hangs.drawn(drawn)))
    if lines := red_lines(found):
        yield Section(key="red_lines", title="If a red line did not hold", blocks=tuple(hangs.otherwise(lines)))
    if found.resolved_silence:
        cells = silent_cells(found)
        yield Section(key="silence", title="The weight of silence", blocks=tuple(hangs.silence(cells)))
    flips = from_those_shown(owned_flips(found, owners), hangs.flips)
    yield Section(key="flips", title="Numbers that turn the central answer", blocks=(flips,))
    for one in found.sweeps:
        yield Section(key="sweep", title="As one number moves", blocks=tuple(hangs.sweep(one)))


class _Hangs:
    def __init__(self, found: Robustness, inputs: InputWords) -> None:
        self.found, self.inputs = found, inputs

    def drawn(self, drivers: Sequence[Driver]) -> Iterator[Block]:
        """The inputs that turn the answer most often, and the first three as the ones to ask about."""
        draws = drivers[0].effects[DEAL].changes.draws
        first = asked_first(self.found, self.inputs)
        yield Sentence(text=f"Ask about {'these' if len(first) > 1 else 'this'} first: {'; '.join(first)}.")
        package = any(PACKAGE in one.effects for one in drivers)
        beside = ", and whether the package above is acceptable (“package”)" if package else ""
        yield Sentence(
            text=f"How often whether there is a deal (“deal”){beside} changes when one input alone is drawn anew, all "
            f"others staying as they are; of 100, from {draws:,} readings:"
        )
        findings = (DEAL, PACKAGE) if package else (DEAL,)
        rows = tuple(
            (*(with_error(effect.changes) for effect in one.effects.values()), self.inputs.input(one.input))
            for one in drivers[:MOST_DRIVERS]
        )
        right: list[Align] = ["right"] * len(findings)
        yield Grid(head=(*findings, "input"), rows=rows, align=tuple(right))
        yield Hint(text="± is the standard error. `--json` has every input, with first-order and total effects.")

    def otherwise(self, drivers: Sequence[Driver]) -> Iterator[Block]:
        yield Sentence(text=f"A deal then, in the same readings ({before(self.found)} as the case stands):")
        yield Bullets(
            items=tuple(
                f"{in_readings(holds, drawn=False)} were it not that {self.inputs.red_line(one.input.names)}"
                for one in drivers[:MOST_DRIVERS]
                if (holds := one.effects[DEAL].holds) is not None
            )
        )
        if len(drivers) > MOST_DRIVERS:
            yield Hint(text=f"{len(drivers) - MOST_DRIVERS} more in `--json`.")

    def silence(self, cells: Sequence[SilentCell]) -> Iterator[Block]:
        """How the answer moves when each silent cell is resolved each way."""
        yield Sentence(text=silence_read(self.found))
        moving = [one for one in cells if one.moves][:MOST_DRIVERS]
        yield Bullets(items=tuple(f"{self.inputs.cell(*cell.names)}: {self.inputs.resolved(cell)}." for cell in moving))
        still = [self.inputs.cell(*one.names) for one in cells if not one.moves]
        if still:
            yield NoteSentence(text=f"Whatever they want or refuse, nothing changes: {'; '.join(still)}.")

    def flips(self, shown: list[Flip]) -> Any:
        """The numbers that alone turn the central answer within their range."""
        if not shown:
            return LEFT_OUT
        rows = tuple(
            (f"{float(one.central):g}", f"{float(one.at):g}", self.inputs.number(one.number))
            for one in shown[:MOST_DRIVERS]
        )
        blocks: tuple[Block, ...] = (
            Sentence(
                text="With every other number at its central value, each of these alone changes whether there is a "
                "deal, within the range that is judged for it:"
            ),
            Grid(head=("central", "turns at", "number"), rows=rows, align=("right", "right")),
        )
        more = len(shown) - MOST_DRIVERS
        return (*blocks, Hint(text=f"{more} more in `--json`.")) if more > 0 else blocks

    def sweep(self, one: Sweep) -> Iterator[Block]:
        """The readings with a deal as one number takes each value."""
        number = self.inputs.number(one.number)
        yield Sentence(
            text=f"A deal, of 100 readings, as one number takes each value and all else is drawn as ever: {number}."
        )
        rows = tuple((f"{float(value):g}", with_error(share)) for value, share in one.deal)
        yield Grid(head=("value", "of 100 readings"), rows=rows, align=("right", "right"))
