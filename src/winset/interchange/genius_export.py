"""GENIUS XML from a case: the domain, and a profile of each bargaining party in the central reading.

GENIUS takes a value for the sum of weight × evaluation / largest evaluation. So the evaluations of an issue are what
its options add to a value, as whole numbers, and the weight is the largest of these in points / 100: the sum is then
the value / 100 again. What this sum cannot say is refused, or left out where that is asked for, and told.

Source: Lin, Kraus, Baarslag, Tykhonov, Hindriks & Jonker 2014, Computational Intelligence 30(1), 48-70.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import reduce
from math import gcd
from pathlib import Path as File
from xml.sax.saxutils import escape

from winset.casefile.names import listing
from winset.casefile.start import staged
from winset.compiled import Compiled, compiled
from winset.errors import SaveRefused
from winset.model.case import Case
from winset.readings import Reading, central

DECIMALS = 15
"""Places of weights and reservations: a double, in which GENIUS counts, holds as many."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Exported:
    """GENIUS files by name. parties: each bargaining party with the file of its profile. notes: what a reader must see,
    what was left out first.
    """

    files: dict[str, str]
    parties: dict[str, str]
    notes: tuple[str, ...]

    def write(self, folder: File) -> tuple[str, ...]:
        """The files stand in the folder; their names. Raises SaveRefused where one of another content is there."""
        with staged(folder) as stage:
            for name, text in self.files.items():
                (stage / name).write_text(text, encoding="utf-8", newline="\n")
        return tuple(self.files)


def exported(case: Case, table: str | None = None, *, drop: bool = False) -> Exported:
    """The case as GENIUS files, for its own consent list or for a table.

    drop: leave out what GENIUS cannot say. Raises SaveRefused with everything that it cannot say, or that no GENIUS
    file could stand for; UnknownName for a table that the case does not have.
    """
    question = _Question(case=case, compiled=compiled(case, table))
    reading = central(question.compiled)
    question.refuse_unsayable(reading)
    lost = tuple(question.lost(reading))
    if lost and not drop:
        lines = "\n".join(f"  {loss}" for loss in lost)
        raise SaveRefused(f"GENIUS cannot say this, and nothing was written:\n{lines}\n`--drop` leaves it out")
    return question.files(reading, lost)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Question:
    """A case for one consent list."""

    case: Case
    compiled: Compiled

    @property
    def bargaining(self) -> tuple[int, ...]:
        return self.compiled.structure.bargaining

    def name(self, party: int) -> str:
        return f"`{self.compiled.parties[party]}`"

    def names(self, parties: Iterator[int]) -> str:
        return listing(self.name(party) for party in parties)

    def refuse_unsayable(self, reading: Reading) -> None:
        """Returns where each party has a walk-away that GENIUS can hold. Raises SaveRefused with the others."""
        wrong = []
        if len(self.bargaining) < 2:
            wrong.append(f"only {self.names(iter(self.bargaining))} bargains; GENIUS needs two parties at least")
        for party in self.bargaining:
            floor = reading.walk_away[party]
            if floor is None:
                wrong.append(f"no walk-away of {self.name(party)} is known; judge one under `judgements: walk_away`")
            elif reading.points(party, floor) > 100:
                points = float(reading.points(party, floor))
                wrong.append(f"the walk-away of {self.name(party)} is {points:g}; a reservation goes up to 100 points")
        if wrong:
            raise SaveRefused("\n".join(wrong))

    def lost(self, reading: Reading) -> Iterator[str]:
        """What the sums of GENIUS cannot say, in words."""
        structure, case = self.compiled.structure, self.compiled
        if structure.rules:
            yield f"rules: {listing(f'`{rule.name}`' for rule in structure.rules)}"
        lines = {case.line_name(line) for party in self.bargaining for line in structure.red_lines[party]}
        if lines:
            yield f"red lines: {listing(sorted(lines))}"
        owners = [link.party for link in case.links if link.party in self.bargaining]
        if owners:
            yield f"links: {len(owners)}, of {self.names(iter(sorted(set(owners))))}"
        needed = [party for party in structure.can_be_needed if party not in self.bargaining]
        if needed:
            yield f"the consent of {self.names(iter(needed))}, who is needed and does not bargain"
        if case.floors:
            yield f"bodies that ratify: {listing(floor.name for floor in case.floors)}"
        for party in self.bargaining:
            floor = reading.walk_away[party]
            if floor is not None and floor < 0:
                points = float(reading.points(party, floor))
                yield (
                    f"the walk-away of {self.name(party)}, {points:g}: as 0 it accepts the same packages, since none "
                    "is worth less than 0, but its gains are counted from 0"
                )

    def files(self, reading: Reading, lost: tuple[str, ...]) -> Exported:
        """The domain and the profiles."""
        digits = len(str(len(self.bargaining)))
        profiles = {
            self.compiled.parties[party]: f"profile_{number:0{digits}}_{self.compiled.parties[party]}.xml"
            for number, party in enumerate(self.bargaining, start=1)
        }
        files = {"domain.xml": self._domain()}
        for party, file in zip(self.bargaining, profiles.values(), strict=True):
            files[file] = self._profile(reading, party)
        notes = (*(f"left out: {loss}" for loss in lost), *self._notes(reading))
        return Exported(files=files, parties=profiles, notes=notes)

    def _notes(self, reading: Reading) -> Iterator[str]:
        silent = [cell for cell in self.compiled.silent_cells() if cell[0] in self.bargaining]
        yield "ranges are written at their most likely value; GENIUS has no ranges"
        if silent:
            cells = "1 silent cell is" if len(silent) == 1 else f"{len(silent)} silent cells are"
            yield f"{cells} written as in the central reading: indifference, unless something is judged there"
        if any(quo is not None for quo in self.compiled.structure.status_quo):
            yield "GENIUS knows no status quo: the package that moves nothing counts as a deal there"
        for party in self.bargaining:
            best = sum((weight for weight, _ in self._columns(reading, party)), Fraction(0))
            if best != 1:
                yield (
                    f"the best package of {self.name(party)} is worth {float(100 * best):g}: its weights sum to "
                    f"{float(best):g}, and GENIUS may call that a mistake"
                )
        if any(len(self.compiled.structure.choices(issue)) == 1 for issue in range(len(self.compiled.issues))):
            yield "issues off the agenda have one option, their status quo"

    def _columns(self, reading: Reading, party: int) -> Iterator[tuple[Fraction, list[int]]]:
        """Per issue its weight, and whole evaluations of the options that packages may hold."""
        structure = self.compiled.structure
        for issue, start in enumerate(structure.offsets):
            worth = [int(reading.worth[party, start + option]) for option in structure.choices(issue)]
            largest = max(worth)
            if largest == 0:
                yield Fraction(0), [1] * len(worth)
                continue
            common = reduce(gcd, worth)
            yield reading.points(party, largest) / 100, [number // common for number in worth]

    def _domain(self) -> str:
        body = [line for issue in range(len(self.compiled.issues)) for line in self._issue(issue, None)]
        return _document(
            ["<negotiation_template>", *_space(body, len(self.compiled.issues)), "</negotiation_template>"]
        )

    def _profile(self, reading: Reading, party: int) -> str:
        columns = list(self._columns(reading, party))
        body = [line for issue, (_, row) in enumerate(columns) for line in self._issue(issue, row)]
        body += [f'<weight index="{n}" value="{_decimal(weight)}" />' for n, (weight, _) in enumerate(columns, start=1)]
        floor = max(reading.walk_away[party] or 0, 0)
        reservation = reading.points(party, floor) / 100
        tail = ['<discount_factor value="1.0" />', f'<reservation value="{_decimal(reservation)}" />']
        return _document(_space(body, len(columns), tail))

    def _issue(self, issue: int, evaluations: list[int] | None) -> Iterator[str]:
        """An issue with the options that packages may hold; names are ids, which need no escapes, labels explain."""
        name = self.compiled.issues[issue]
        yield (
            f'<issue index="{issue + 1}" name="{name}" etype="discrete" type="discrete" vtype="discrete" '
            f'description="{_attribute(self.case.issue_title(name))}">'
        )
        for number, option in enumerate(self.compiled.structure.choices(issue)):
            id_ = self.compiled.options[issue][option]
            worth = "" if evaluations is None else f' evaluation="{evaluations[number]}"'
            label = _attribute(self.case.option_label(name, id_))
            yield f'  <item index="{number + 1}" value="{id_}" cost="0"{worth} description="{label}" />'
        yield "</issue>"


def _space(body: list[str], issues: int, tail: list[str] | None = None) -> list[str]:
    return [
        f'<utility_space type="any" number_of_issues="{issues}">',
        '<objective index="0" etype="objective" type="objective" name="root" description="">',
        *(f"  {line}" for line in body),
        "</objective>",
        *(tail or []),
        "</utility_space>",
    ]


def _document(lines: list[str]) -> str:
    return "\n".join(lines) + "\n"


def _decimal(number: Fraction) -> str:
    """The number to as many places as GENIUS can hold."""
    return f"{Decimal(round(number * 10**DECIMALS)).scaleb(-DECIMALS).normalize():f}"


def _attribute(text: str) -> str:
    return escape(" ".join(text.split()), {'"': "&quot;"})
