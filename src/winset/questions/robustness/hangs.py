"""What an answer hangs on, as sections of a report: inputs, red lines, silence, numbers that turn it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import ceil, floor
from typing import Any

from winset.analyses.robustness.drivers import Driver, DriverEffect
from winset.analyses.robustness.flips import Flip
from winset.analyses.robustness.readings_question import DEAL, PACKAGE
from winset.analyses.robustness.robustness import Robustness, Sweep
from winset.questions.robustness.inputs import InputWords
from winset.questions.robustness.silence import SilentCell, silent_cells
from winset.questions.robustness.solve import RobustAnswer
from winset.readings.shares import Share
from winset.report.blocks import LEFT_OUT, Align, Block, Bullets, Depth, Grid, Hint, NoteSentence, Section, Sentence
from winset.report.counts import in_trials, trials_counted
from winset.report.disclosure import from_those_shown
from winset.report.names import Names, listed
from winset.report.ownership import Owner, Ownership

MOST_DRIVERS = 10
"""Inputs, red lines, silent cells or numbers in one list; beyond, the rest is in the JSON alone."""
MOST_ASKED = 3
"""Inputs that are named as the first to ask about; beyond, the list of inputs has them."""
MOST_QUESTIONS = 3
"""Questions to ask first on a screen; beyond, the list of inputs has them."""
HARDLY = 0.03
"""Share of trials: what changes fewer of them is told as hardly changing the answer."""
MOST_TURNING = 3
"""Numbers that turn the answer which stand beside it; beyond, the full list has them."""


def turning(drivers: Sequence[Driver]) -> list[Driver]:
    """Those that turn whether there is a deal in some trial."""
    return [driver for driver in drivers if driver.effects[DEAL].changes.number]


def red_lines(robustness: Robustness) -> list[Driver]:
    """The red lines that turn whether there is a deal where they do not hold."""
    return [driver for driver in turning(robustness.alternatives) if driver.input.kind == "red_line"]


def before(robustness: Robustness) -> str:
    """The share of trials with a deal among those that were drawn for the drivers."""
    return in_trials(robustness.drivers[0].effects[DEAL].before)


def silence_read(robustness: Robustness) -> str:
    """How silence was resolved, to stand over what that does."""
    stands = f" ({before(robustness)} as the case stands)" if robustness.answer.feasible else ""
    case = robustness.answer.case
    refusing = any(case.cells[party][issue].rejects for party, issue in case.silent_cells())
    each = "each option in turn that the party is not said to refuse" if refusing else "each option in turn"
    return (
        f"Where the sources are silent, {each} is taken to be what the party wants most, then to be what it refuses. "
        f"A deal then, in the same trials{stands}:"
    )


def with_error(share: Share) -> str:
    """A share of 100 trials with its standard error, or its two bounds where a limit left some of them open."""
    if share.undecided:
        return f"{100 * share.share:.1f} to {100 * share.top:.1f}"
    return f"{100 * share.share:.1f} ± {100 * share.error:.1f}"


def owned_flips(robustness: Robustness, owners: Ownership) -> list[tuple[Owner, Flip]]:
    """The numbers that alone turn the central answer, each with its owner."""
    parties = robustness.answer.case.parties
    return [(owners.values(parties[flip.number.party]), flip) for flip in robustness.flips]


def turned_at(flip: Flip) -> str:
    """A value at which the answer is turned, in whole points where the range reaches as far."""
    whole = ceil(flip.at) if flip.at > flip.central else floor(flip.at)
    return f"{whole}" if flip.number.span.low <= whole <= flip.number.span.high else f"{float(flip.at):g}"


class HangsWords:
    """What the answer hangs on. Where fewer trials were drawn for that than for the answer, only changes are told."""

    def __init__(self, answer: RobustAnswer, names: Names, owners: Ownership) -> None:
        self.answer, self.robustness, self.owners = answer, answer.robustness, owners
        self.inputs = InputWords(names)
        self.cells = {cell.names: cell for cell in silent_cells(self.robustness, answer.holds_centrally)}

    def owned(self, drivers: Sequence[Driver]) -> list[tuple[Owner, Driver]]:
        return [(self.inputs.owner(driver.input, self.owners), driver) for driver in drivers]

    # ------------------------------------------------------------------------------------ beside the answer

    def turning_numbers(self) -> Iterator[Any]:
        """The numbers that alone turn the answer on the best guesses, and the strongest ones moved together."""
        yield from_those_shown(owned_flips(self.robustness, self.owners), self._flips)
        together = self.robustness.together
        if together is not None:
            owner = [self.inputs.owner(moved_input, self.owners) for moved_input in together.inputs]
            each = [
                (of, self.inputs.number_of(moved_input)) for of, moved_input in zip(owner, together.inputs, strict=True)
            ]
            yield from_those_shown(each, self._together)

    def _flips(self, shown: list[Flip]) -> Any:
        stands = "one" if self.answer.holds_centrally else "none"
        if not shown or self.answer.holds_centrally is None:
            return LEFT_OUT
        rows = [
            (self.inputs.number(flip.number), f"{float(flip.central):g}", turned_at(flip))
            for flip in shown[:MOST_DRIVERS]
        ]
        head = ("number", "now", "turns at")
        align: tuple[Align, ...] = ("left", "right", "right")
        rest = tuple(rows[MOST_TURNING:])
        more = (Grid(head=head, rows=rest, align=align, depth="detail"),) if rest else ()
        return (
            Sentence(
                text=f"On our best guesses there is {stands}. Any one of these, within its range, would turn that:"
            ),
            Grid(head=head, rows=tuple(rows[:MOST_TURNING]), align=align),
            *more,
        )

    def _together(self, shown: list[str]) -> Any:
        together = self.robustness.together
        if together is None or len(shown) < len(together.inputs):
            return LEFT_OUT
        then = "the share would hardly change"
        if is_other(together.deal, self.robustness.answer.deal):
            then = f"there would be a deal {in_trials(together.deal)}"
        tied = (
            "But for those that the case ties together, numbers" if self.robustness.answer.case.together else "Numbers"
        )
        text = f"{tied} are drawn independently. If one cause moved {listed(shown)}, {then}."
        return Sentence(text=text)

    def questions(self, shown: list[Driver]) -> Any:
        """The inputs that turn the answer most often, as questions, each with what hangs on it."""
        if not shown:
            return LEFT_OUT
        return Bullets(items=tuple(f"{self.inputs.question(driver.input)} {self._stake(driver)}" for driver in shown))

    def _stake(self, driver: Driver) -> str:
        effect = driver.effects[DEAL]
        if driver.input.kind == "silence":
            cell = self.cells.get((driver.input.names[0], driver.input.names[1]))
            if cell is not None and cell.moves and self._is_whole(effect):
                return f"A deal {self.inputs.resolved(cell)}."
        if driver.input.kind == "red_line":
            return f"If not, a deal {self.then(driver)}."
        return f"The answer turns {in_trials(effect.changes)}."

    def then(self, driver: Driver) -> str:
        """The trials with a deal with an input switched."""
        why = self.robustness.excludes(driver.input.kind, *driver.input.names)
        if why is not None:
            return self.inputs.never(why)
        effect = driver.effects[DEAL]
        holds = effect.holds or effect.before
        if self._is_whole(effect):
            return in_trials(holds)
        if holds.undecided or effect.before.undecided:
            return in_trials(holds)
        change = holds.number - effect.before.number
        if not change:
            return "as often as before"
        share = Share(number=abs(change), draws=holds.draws)
        return f"{in_trials(share)} {'more' if change > 0 else 'fewer'} than as the case stands"

    def _is_whole(self, effect: DriverEffect) -> bool:
        """True where the trials are those of the answer."""
        return effect.before.draws == self.robustness.answer.draws

    # ---------------------------------------------------------------------------------------------- in full

    def detail(self) -> Iterator[Section]:
        """Every input, red line and silent cell."""
        if turning(self.robustness.drawn_inputs):
            drawn = from_those_shown(self.owned(turning(self.robustness.drawn_inputs)), self._drawn)
            yield Section(key="hangs", title="What it hangs on", blocks=(drawn,), depth="detail")
        if lines := red_lines(self.robustness):
            title, blocks = "If a red line did not hold", tuple(self._otherwise(lines))
            depth: Depth = "detail" if self.robustness.answer.feasible else "main"
            yield Section(key="red_lines", title=title, blocks=blocks, depth=depth)
        if self.cells:
            title, blocks = "The weight of silence", tuple(self._silence(list(self.cells.values())))
            yield Section(key="silence", title=title, blocks=blocks, depth="detail")

    def _drawn(self, drivers: list[Driver]) -> Any:
        """The inputs that turn the answer most often."""
        if not drivers:
            return LEFT_OUT
        draws = drivers[0].effects[DEAL].changes.draws
        package = any(PACKAGE in driver.effects for driver in drivers)
        beside = ", and whether the package that most trials accept is acceptable (“package”)" if package else ""
        findings = (DEAL, PACKAGE) if package else (DEAL,)
        rows = tuple(
            (*(with_error(effect.changes) for effect in driver.effects.values()), self.inputs.input(driver.input))
            for driver in drivers[:MOST_DRIVERS]
        )
        right: list[Align] = ["right"] * len(findings)
        return (
            Sentence(
                text=f"How often it changes whether there is a deal (“deal”){beside}, if one input alone is drawn "
                f"anew; of 100, from {draws:,} trials:"
            ),
            Grid(head=(*findings, "input"), rows=rows, align=tuple(right)),
            Hint(text="± is the standard error. `--json` has every input, with first-order and total effects."),
        )

    def _otherwise(self, drivers: Sequence[Driver]) -> Iterator[Block]:
        yield Sentence(text=f"A deal then, in the same trials{self._as_it_stands(drivers[0])}:")
        yield Bullets(
            items=tuple(
                f"{self.then(driver)} if {self.inputs.dropped(driver.input.names)}{_counted(driver)}"
                for driver in drivers[:MOST_DRIVERS]
            )
        )
        if len(drivers) > MOST_DRIVERS:
            yield Hint(text=f"{len(drivers) - MOST_DRIVERS} more in `--json`.")

    def _as_it_stands(self, driver: Driver) -> str:
        is_so = self.robustness.answer.feasible and self._is_whole(driver.effects[DEAL])
        return f" ({before(self.robustness)} as the case stands)" if is_so else ""

    def _silence(self, cells: Sequence[SilentCell]) -> Iterator[Block]:
        """How the answer moves when each silent cell is resolved each way."""
        yield Sentence(text=silence_read(self.robustness))
        moving = [cell for cell in cells if cell.moves][:MOST_DRIVERS]
        yield Bullets(
            items=tuple(
                f"{self.inputs.cell(*cell.names)}: {self.inputs.resolved(cell)}.{self._centrally(cell)}"
                for cell in moving
            )
        )
        still = [self.inputs.cell(*cell.names) for cell in cells if not cell.moves]
        if still:
            yield NoteSentence(text=f"Whatever they want or refuse, nothing changes: {'; '.join(still)}.")

    def _centrally(self, cell: SilentCell) -> str:
        """What the best guesses say otherwise than the trials."""
        text = ""
        for option, opens in cell.otherwise:
            does = "would open a deal" if opens else "would close the deal"
            text += f" On our best guesses, though, the wish {self.inputs.wish(cell.names[0], option)} {does}."
        return text

    def sweep(self, sweep: Sweep) -> Iterator[Block]:
        """The trials with a deal as one number takes each value."""
        number = self.inputs.number(sweep.number)
        yield Sentence(
            text=f"A deal, of 100 trials, as one number takes each value and all else is drawn as ever: {number}."
        )
        rows = tuple((f"{float(value):g}", with_error(share)) for value, share in sweep.deal)
        yield Grid(head=("value", "of 100 trials"), rows=rows, align=("right", "right"))


def _counted(driver: Driver) -> str:
    holds = driver.effects[DEAL].holds
    if holds is None or holds.undecided or not 0 < holds.number < holds.draws:
        return ""
    return f" ({holds.number:,} of {holds.draws:,})"


def is_other(first: Share, other: Share) -> bool:
    """Whether two shares of the same trials differ by enough to be told apart, wherever between their bounds."""
    return max(first.share - other.top, other.share - first.top) >= HARDLY


def exactly(share: Share) -> NoteSentence:
    """The count behind a share, for who wants it."""
    return NoteSentence(text=f"Counted: {trials_counted(share)}.", depth="detail")
