"""All that is known of how sure an answer is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from winset.analyses.robustness.acceptance import Acceptance
from winset.analyses.robustness.drivers import Driver, Input, Kind
from winset.analyses.robustness.exclusion import Exclusion
from winset.analyses.robustness.flips import Flip
from winset.analyses.robustness.judged_numbers import JudgedNumber
from winset.analyses.robustness.moving_together import StrongestTogether
from winset.readings.shares import Share


@dataclass(frozen=True, slots=True, kw_only=True)
class Sweep:
    """One judged number at several values, all else drawn as ever: at each, the readings with a deal."""

    number: JudgedNumber
    deal: tuple[tuple[Fraction, Share], ...]


RESOLVED = ("wants", "rejects")
OTHERWISE = ("red_line", "variant")


@dataclass(frozen=True, slots=True, kw_only=True)
class Robustness:
    """How sure the settlement answer is.

    variants: the trials with a deal under each, with the same draws. drivers: what every input does to it, those first
    that turn it most often. flips: judged numbers that alone turn the central answer. sweeps: what was asked of single
    numbers. together: the strongest numbers moved together, None where that was not asked or fewer than two matter.
    centrally: per silent cell and wish, by the name of the input, whether there is a deal then with every number at its
    central value. excluded: what leaves no package at all, by the name of the input, and why.
    """

    answer: Acceptance
    variants: Mapping[str, Share]
    drivers: tuple[Driver, ...] = ()
    flips: tuple[Flip, ...] = ()
    sweeps: tuple[Sweep, ...] = ()
    together: StrongestTogether | None = None
    centrally: Mapping[str, bool] = field(default_factory=dict)
    excluded: Mapping[str, Exclusion] = field(default_factory=dict)

    def excludes(self, kind: Kind, *names: str) -> Exclusion | None:
        """Why there is never a deal under a variant or with an input switched, where no number decides that."""
        return self.excluded.get(Input(kind=kind, names=names).name)

    @property
    def drawn_inputs(self) -> tuple[Driver, ...]:
        """The inputs that were drawn anew: what is judged, and what the sources are silent on."""
        return tuple(driver for driver in self.drivers if driver.input.kind not in (*RESOLVED, *OTHERWISE))

    @property
    def alternatives(self) -> tuple[Driver, ...]:
        """Red lines that do not hold, and variants."""
        return tuple(driver for driver in self.drivers if driver.input.kind in OTHERWISE)

    @property
    def resolved_silence(self) -> tuple[Driver, ...]:
        """Silent cells, each resolved each way."""
        return tuple(driver for driver in self.drivers if driver.input.kind in RESOLVED)

    @property
    def worth_asking(self) -> tuple[Driver, ...]:
        """The inputs that are worth asking about: all but the red lines that a source states."""
        case = self.answer.case
        stated = {
            (case.parties[line.owner], case.issues[line.issue], case.options[line.issue][line.option])
            for line in case.structure.lines
            if line.basis == "stated"
        }
        return tuple(
            driver
            for driver in self.drivers
            if driver.input.kind not in RESOLVED
            and not (driver.input.kind == "red_line" and driver.input.names in stated)
        )
