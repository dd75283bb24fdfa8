"""A file of certificates against a case: that they are about its tables, and that each proves its claim."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np

from winset.analyses.settlement.checker import check
from winset.analyses.settlement.choose import GainScale, gain_scale
from winset.analyses.settlement.layers import TooJoined
from winset.analyses.settlement.solutions import Context, solutions
from winset.analyses.settlement.subproblem import NO_FLOOR, Subproblem, subproblems
from winset.compiled import Compiled
from winset.readings import Reading, central

Json = Mapping[str, Any]
BROKEN = (ValueError, TypeError, KeyError, IndexError, AttributeError, StopIteration, ArithmeticError, RuntimeError)
"""What a damaged certificate can make the checker run into; each means that it proves nothing."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Proofs:
    """What a file of proofs says. sha256: of the case file that it is about."""

    file: str
    case: str
    sha256: str
    variants: tuple[str, ...]
    table: str | None
    certificates: list[dict[str, Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class CertificateCheck:
    """What became of one certificate.

    rows: rows that were looked at, None where none were. wrong: why it does not prove its claim about the case, empty
    where it does. unmade: why it was not made, empty where it was.
    """

    claim: str
    rows: int | None = None
    wrong: str = ""
    unmade: str = ""


def check_certificates(certificates: Sequence[Json], case: Compiled | None) -> tuple[CertificateCheck, ...]:
    """Each certificate checked by itself and, where the case is given, against its tables."""
    tables = _Tables(case, certificates) if case is not None else None
    return tuple(_one(certificate, tables) for certificate in certificates)


def _one(certificate: Json, tables: _Tables | None) -> CertificateCheck:
    claim = str(certificate.get("claim", "a certificate without a claim"))
    if certificate.get("made") is not True:
        return CertificateCheck(claim=claim, unmade=str(certificate.get("why", "")) or "no reason is given")
    rows = _tried(lambda: check(certificate))
    if rows is None:
        return CertificateCheck(claim=claim, wrong="the trail does not prove the claim")
    wrong = tables.differs(certificate) if tables is not None else ""
    return CertificateCheck(claim=claim, rows=rows, wrong=wrong)


def _tried(work: Callable[[], Any]) -> Any:
    try:
        return work()
    except BROKEN:
        return None


class _Tables:
    """The tables of a case, in names, as certificates hold them."""

    def __init__(self, case: Compiled, certificates: Sequence[Json]) -> None:
        self.case = case
        self.reading: Reading = central(case)
        self.scale: GainScale | None = gain_scale(self.reading)
        try:
            self.subproblems = {
                self._names(subproblem.required): subproblem for subproblem in subproblems(self.reading)
            }
        except TooJoined:
            self.subproblems = {}
        self.context = _tried(lambda: self._context(certificates))

    def _names(self, parties: frozenset[int]) -> frozenset[str]:
        return frozenset(self.case.parties[p] for p in parties)

    def _context(self, certificates: Sequence[Json]) -> Context | None:
        """The extremes of the win-set, as the certificates themselves prove them."""
        if self.scale is None:
            return None
        extremes: dict[tuple[str, int], int] = {}
        for certificate in certificates:
            if certificate.get("made") is True and "extreme" in certificate:
                extreme, at = certificate["extreme"], certificate["best"]
                question = certificate["questions"][at["question"]]
                place = list(certificate["parties"]).index(extreme["party"])
                extremes[extreme["party"], extreme["sign"]] = _value(question["parts"], at["rows"], place)
        names = [self.case.parties[p] for p in self.scale.parties]
        if any((name, sign) not in extremes for name in names for sign in (1, -1)):
            return None
        from winset.analyses.settlement.choose import weights

        return Context(
            unit=self.scale.unit,
            ideal=self.scale.gain(extremes[name, 1] for name in names),
            least=self.scale.gain(extremes[name, -1] for name in names),
            weights=weights(self.reading),
        )

    def differs(self, certificate: Json) -> str:
        """How a certificate differs from the case; empty where it does not."""
        covered = [frozenset(question["required"]) for question in certificate["questions"]]
        missing = [sorted(who) for who in self.subproblems if who not in covered]
        if missing:
            return f"it leaves out the packages that need {', '.join(missing[0])}"
        product = certificate["rule"]["kind"] == "product"
        for question in certificate["questions"]:
            subproblem = self.subproblems.get(frozenset(question["required"]))
            if subproblem is None or not self._same(question, subproblem, product=product):
                return f"its tables are not those of the case for {', '.join(sorted(question['required']))}"
        if "solution" not in certificate and any(any(question["start"]) for question in certificate["questions"]):
            return "it counts values from another point than 0"
        if "solution" in certificate and not _tried(lambda: self._same_rule(certificate)):
            return "it compares by another rule than the solution, or its extremes are not proven here"
        return ""

    def _same(self, question: Json, subproblem: Subproblem, *, product: bool) -> bool:
        if question["parties"] != [self.case.parties[p] for p in subproblem.parties]:
            return False
        floors = [int(least) if least > NO_FLOOR else NO_FLOOR for least in subproblem.floor]
        gaining = [max(floor, start + 1) for floor, start in zip(floors, question["start"], strict=False)]
        for n, floor in enumerate(question["floor"]):
            if floor != floors[n] and not (product and n < len(gaining) and floor == gaining[n]):
                return False
        if question["still"] is not None and not self._is_status_quo(question):
            return False
        rows = [
            {
                (before, *row): frozenset(members)
                for before, (each, names) in enumerate(zip(part, choices, strict=True))
                for row, members in zip(each, names, strict=True)
            }
            for part, choices in zip(question["parts"], question["choices"], strict=True)
        ]
        own = [
            {
                tuple(row): frozenset(self.case.choice_names(part.cluster.issues, part.options(n)))
                for n, row in enumerate(np.column_stack([part.before, part.after, part.rows]).tolist())
            }
            for part in subproblem.parts
        ]
        return sorted(map(repr, map(_sorted, rows))) == sorted(map(repr, map(_sorted, own)))

    def _is_status_quo(self, question: Json) -> bool:
        """True where the combination that is left out is the package that moves nothing, and no other."""
        unmoved = self.reading.structure.status_quo_package
        if unmoved is None:
            return False
        state, named = 0, []
        for part, choices, row in zip(question["parts"], question["choices"], question["still"], strict=True):
            members = choices[state][row]
            named += members
            if len(members) != 1:
                return False
            state = part[state][row][0]
        names = self.case.choice_names(tuple(range(len(unmoved))), np.array([unmoved]))[0]
        return sorted(", ".join(named).split(", ")) == sorted(names.split(", "))

    def _same_rule(self, certificate: Json) -> bool:
        solution = solutions[certificate["solution"]]
        if self.context is None or self.scale is None or solution.bound is None:
            return False
        for question in certificate["questions"]:
            who = (
                tuple(n for n, power in enumerate(question["unit"]) if Fraction(power)) if solution.by_support else None
            )
            context = Context(
                unit=self.context.unit, ideal=self.context.ideal, least=self.context.least,
                weights=self.context.weights, gaining=who,
            )  # fmt: skip
            rule = solution.bound.rule(context)
            unit = [
                power if rule.kind == "product" else power * scale
                for power, scale in zip(rule.unit, self.scale.scale, strict=True)
            ]
            if [Fraction(power) for power in question["unit"]] != unit or rule.kind != certificate["rule"]["kind"]:
                return False
            if rule.first != certificate["rule"]["first"] or question["start"] != list(self.scale.floor):
                return False
        return True


def _value(parts: list[list[list[list[int]]]], rows: list[int], place: int) -> int:
    """The sum of one coordinate over a combination's rows."""
    state, total = 0, 0
    for part, row in zip(parts, rows, strict=True):
        state, *values = part[state][row]
        total += values[place]
    return total


def _sorted(rows: dict[tuple[int, ...], frozenset[str]]) -> list[tuple[tuple[int, ...], list[str]]]:
    return sorted((row, sorted(choices)) for row, choices in rows.items())
