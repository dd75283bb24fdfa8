"""What an answer hangs on: each input drawn anew by itself, all others staying as they are.

For an answer y of 0 or 1, two independent draws A and B of all inputs, and A with input i from B: the share of draws in
which y changes is twice the variance that i takes part in, so half of it over the variance of y is the total effect
(Jansen 1999). The mean of y(B) · (y(A with i from B) − y(A)) over the variance is the first-order effect (Saltelli et
al. 2010): what i explains by itself.

What is no number and has no range (a red line that holds or does not, a variant) is switched: the same draws with and
without. Its effects are those of an input that is switched as often as not, which is a way to compare it with others
and no guess how often it is so.

Sources: Jansen 1999, Computer Physics Communications 117, 35–43; Saltelli, Annoni, Azzini, Campolongo, Ratto &
Tarantola 2010, Computer Physics Communications 181, 259–270.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import numpy as np

from winset.analyses.robustness.readings_question import FindingDraws, ReadingsQuestion, undecided
from winset.analyses.robustness.violation_index import is_large
from winset.analyses.settlement.packages import Bools, Ints, total_packages
from winset.compiled import Compiled, Structure
from winset.readings import draw_readings, redraw_readings
from winset.readings.accumulator import Accumulator
from winset.readings.draws import differing_parties, inputs
from winset.readings.shares import Share
from winset.readings.streams import from_the_middle, raw_stream

Kind = Literal[
    "salience", "scores", "silence", "walk_away", "link", "ratifier", "together", "red_line", "variant", "wants",
    "rejects",
]  # fmt: skip
AT_ONCE = 1_000
LARGE_AT_ONCE = 250
"""Readings that are gone through at a time where the packages are too many to be looked at."""
MOST_VALUES = 30_000_000
"""Values of packages that are held at once; beyond, fewer readings are gone through at a time, with the same result."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Input:
    """What is judged, left open or understood in one way in one place. names: what it is about, as in the case file.
    paths: of its draws; none where it is switched.
    """

    kind: Kind
    names: tuple[str, ...]
    paths: frozenset[str] = frozenset()

    @property
    def name(self) -> str:
        return ".".join((self.kind, *self.names))


def draws_at_once(structure: Structure) -> int:
    """How many draws are best taken at once."""
    return LARGE_AT_ONCE if is_large(structure) else max(1, min(AT_ONCE, MOST_VALUES // total_packages(structure)))


Switch = tuple[Input, Compiled]
"""What is switched, and the case with it switched."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DriverEffect:
    """What an input does to one finding. changes: the draws in which the finding changes when the input alone is drawn
    anew or switched. opened: those among them in which it holds then. before: the draws in which it holds as the case
    stands. holds: those in which it does with the input switched; None where it is drawn. leaning: above 0 where the
    finding holds more often the higher the raw number of the input, below 0 where less often; 0 where it has several.

    first, total: shares of the finding's variance, None where it never varies; estimates, so that they may lie a little
    outside 0 to 1.
    """

    changes: Share
    opened: Share
    before: Share
    first: float | None
    total: float | None
    holds: Share | None = None
    leaning: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Driver:
    """What an input does to every finding of a question."""

    input: Input
    effects: Mapping[str, DriverEffect]


def all_inputs(case: Compiled) -> tuple[Input, ...]:
    """Every input that is drawn and can bear on what is acceptable; a silent cell with all it leaves open is one input,
    and so are numbers that one cause moves.
    """
    moved = {
        moved_together.first: tuple(path for path, _ in moved_together.members) for moved_together in case.together
    }
    silent = {(case.issues[issue], case.parties[party]) for party, issue in case.silent_cells()}
    paths_of: dict[tuple[Kind, tuple[str, ...]], set[str]] = {}
    key: tuple[Kind, tuple[str, ...]]
    for path in sorted(frozenset[str]().union(*inputs(case))):
        match path.split("."):
            case _ if path in moved:
                key = "together", moved[path]
            case ["judgements", "salience", issue, party]:
                key = "silence" if (issue, party) in silent else "salience", (issue, party)
            case ["judgements", "scores", issue, party, *_] | ["positions", issue, party, *_]:
                key = "silence" if (issue, party) in silent else "scores", (issue, party)
            case ["judgements", "walk_away", party]:
                key = "walk_away", (party,)
            case ["judgements", "links", *rest]:
                key = "link", tuple(rest)
            case ["ratifier", *rest]:
                key = "ratifier", tuple(rest)
            case _:
                continue
        paths_of.setdefault(key, set()).add(path)
    return tuple(Input(kind=kind, names=names, paths=frozenset(paths)) for (kind, names), paths in paths_of.items())


@dataclass(slots=True, kw_only=True, eq=False)
class DriverCounts(Accumulator):
    """Sums over draws. draws: how many. before, other: (finding) draws in which it holds, in two independent designs.

    turned, opened, alone: (finding, input) how often drawing it anew turns the finding, and makes it hold; the sum of
    the first-order estimator. leaning: the sum of the input's raw numbers, from their middle, where the finding holds.
    switched, revived, holds: (finding, switch) how often switching turns it, and makes it hold; how often it holds
    then.

    before_open, turned_open, switched_open, holds_open: draws in which a limit left that open. What turns is counted
    where both answers are known.
    """

    draws: int
    before: Ints
    other: Ints
    turned: Ints
    opened: Ints
    alone: Ints
    leaning: Ints
    switched: Ints
    revived: Ints
    holds: Ints
    before_open: Ints
    turned_open: Ints
    switched_open: Ints
    holds_open: Ints


@dataclass(frozen=True, kw_only=True, eq=False)
class Drivers:
    """What every input, drawn anew or switched, does to the findings of a question."""

    case: Compiled
    question: ReadingsQuestion
    seed: int
    switches: tuple[Switch, ...] = ()

    @property
    def at_once(self) -> int:
        """How many draws are taken at once."""
        return draws_at_once(self.case.structure)

    @cached_property
    def inputs(self) -> tuple[Input, ...]:
        return all_inputs(self.case)

    def nothing(self) -> DriverCounts:
        """The sums over no draws."""
        findings, inputs, switches = len(self.question.findings), len(self.inputs), len(self.switches)
        by_finding, by_input, by_switch = (findings,), (findings, inputs), (findings, switches)
        return DriverCounts(
            draws=0,
            before=np.zeros(by_finding, dtype=np.int64),
            other=np.zeros(by_finding, dtype=np.int64),
            turned=np.zeros(by_input, dtype=np.int64),
            opened=np.zeros(by_input, dtype=np.int64),
            alone=np.zeros(by_input, dtype=np.int64),
            leaning=np.zeros(by_input, dtype=np.int64),
            switched=np.zeros(by_switch, dtype=np.int64),
            revived=np.zeros(by_switch, dtype=np.int64),
            holds=np.zeros(by_switch, dtype=np.int64),
            before_open=np.zeros(by_finding, dtype=np.int64),
            turned_open=np.zeros(by_input, dtype=np.int64),
            switched_open=np.zeros(by_switch, dtype=np.int64),
            holds_open=np.zeros(by_switch, dtype=np.int64),
        )

    def of(self, numbers: range) -> DriverCounts:
        """What these draws add up to."""
        answer = self.question(self.case)
        everything = frozenset(path for entry in self.inputs for path in entry.paths)
        other, _ = self._findings(answer(draw_readings(self.case, self.seed, numbers, anew=everything)))
        base = draw_readings(self.case, self.seed, numbers)
        before, left_open = self._findings(answer(base))
        anew = [
            self._findings(answer(redraw_readings(base, self.case, self._parties(entry), entry.paths)))
            for entry in self.inputs
        ]
        switched = [
            self._findings(self.question(case)(redraw_readings(base, case, differing_parties(self.case, case))))
            for _, case in self.switches
        ]
        nothing = np.zeros((0, *before.shape), dtype=bool)
        (after, after_open), (changed, changed_open) = (
            (np.array([holds for holds, _ in rows]), np.array([is_open for _, is_open in rows]))
            if rows
            else (nothing, nothing)
            for rows in (anew, switched)
        )
        known, known_then = ~(after_open | left_open), ~(changed_open | left_open)
        return DriverCounts(
            draws=len(numbers),
            before=before.sum(axis=1),
            other=other.sum(axis=1),
            turned=((after != before) & known).sum(axis=2).T,
            opened=(after & ~before & known).sum(axis=2).T,
            alone=((other & after & ~before & known).sum(axis=2) - (other & ~after & before & known).sum(axis=2)).T,
            leaning=before.astype(np.int64) @ self._leanings(numbers),
            switched=((changed != before) & known_then).sum(axis=2).T,
            revived=(changed & ~before & known_then).sum(axis=2).T,
            holds=changed.sum(axis=2).T,
            before_open=left_open.sum(axis=1),
            turned_open=(~known).sum(axis=2).T,
            switched_open=(~known_then).sum(axis=2).T,
            holds_open=changed_open.sum(axis=2).T,
        )

    def _leanings(self, numbers: range) -> Ints:
        """(draw, input) how far the raw number of each input lies above the middle; nothing where it has several."""
        result = np.zeros((len(numbers), len(self.inputs)), dtype=np.int64)
        for n, entry in enumerate(self.inputs):
            if len(entry.paths) == 1:
                (path,) = entry.paths
                result[:, n] = from_the_middle(raw_stream(self.seed, path, numbers.start, len(numbers)))
        return result

    @cached_property
    def _paths(self) -> tuple[frozenset[str], ...]:
        return inputs(self.case)

    def _parties(self, entry: Input) -> frozenset[int]:
        """The parties whose numbers an input bears on."""
        return frozenset(party for party, paths in enumerate(self._paths) if paths & entry.paths)

    def _findings(self, answers: FindingDraws) -> tuple[Bools, Bools]:
        """(finding, draw) in which it holds, and in which a limit left that open."""
        findings = self.question.findings
        return np.array([answers[name] for name in findings]), np.array([undecided(answers, name) for name in findings])

    def result(self, sums: DriverCounts) -> tuple[Driver, ...]:
        """The inputs, those first that turn the first finding most often."""
        drivers = [self._drawn(sums, n) for n in range(len(self.inputs))]
        drivers += [self._switched(sums, n) for n in range(len(self.switches))]
        return most_influential_first(drivers, self.question.findings[0])

    def _drawn(self, sums: DriverCounts, n: int) -> Driver:
        effects = {}
        for row, finding in enumerate(self.question.findings):
            turned, alone = int(sums.turned[row, n]), int(sums.alone[row, n])
            variance = _variance(int(sums.before[row] + sums.other[row]), 2 * sums.draws)
            effects[finding] = DriverEffect(
                changes=Share(number=turned, draws=sums.draws, undecided=int(sums.turned_open[row, n])),
                opened=Share(
                    number=int(sums.opened[row, n]), draws=sums.draws, undecided=int(sums.turned_open[row, n])
                ),
                before=self._before(sums, row),
                first=alone / sums.draws / variance if variance else None,
                total=turned / sums.draws / 2 / variance if variance else None,
                leaning=int(sums.leaning[row, n]),
            )
        return Driver(input=self.inputs[n], effects=effects)

    def _switched(self, sums: DriverCounts, n: int) -> Driver:
        """For a switch that is on as often as off: the variance that it takes part in is a quarter of the share of
        draws that it turns, and what it explains alone the square of half the difference of the two means.
        """
        effects = {}
        for row, finding in enumerate(self.question.findings):
            before, after = int(sums.before[row]), int(sums.holds[row, n])
            turned = int(sums.switched[row, n])
            variance = _variance(before + after, 2 * sums.draws)
            effects[finding] = DriverEffect(
                changes=Share(number=turned, draws=sums.draws, undecided=int(sums.switched_open[row, n])),
                opened=Share(
                    number=int(sums.revived[row, n]), draws=sums.draws, undecided=int(sums.switched_open[row, n])
                ),
                before=self._before(sums, row),
                first=((after - before) / sums.draws / 2) ** 2 / variance if variance else None,
                total=turned / sums.draws / 4 / variance if variance else None,
                holds=Share(number=after, draws=sums.draws, undecided=int(sums.holds_open[row, n])),
            )
        return Driver(input=self.switches[n][0], effects=effects)

    @staticmethod
    def _before(sums: DriverCounts, row: int) -> Share:
        """The draws in which a finding holds as the case stands."""
        return Share(number=int(sums.before[row]), draws=sums.draws, undecided=int(sums.before_open[row]))


def _variance(yes: int, of: int) -> float:
    share = yes / of if of else 0.0
    return share * (1 - share)


def most_influential_first(drivers: Sequence[Driver], finding: str) -> tuple[Driver, ...]:
    """Those first that turn the finding most often."""
    return tuple(sorted(drivers, key=lambda driver: (-driver.effects[finding].changes.number, driver.input.name)))
