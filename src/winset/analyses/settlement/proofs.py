"""A file of proofs: what an answer needs to have proven, and whether each certificate proves its part of it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm
from operator import mul
from typing import Any, Literal

from winset.analyses.settlement.checker import NUMBER, check
from winset.analyses.settlement.choose import GainScale
from winset.analyses.settlement.solutions import Context, Solution, solutions

Json = Mapping[str, Any]
End = Literal["", "most", "least"]
FORM = 2
"""The form of the files of proofs that are written here, and the only one that is read."""
FIELDS = {"kind", "unit", "best", "trees"}
TREE = {"order", "weights", "own", "trail"}
LARGEST_POWER = 2_000
"""Sum of the powers of the weighted Nash product that a checker multiplies out; beyond, no proof of that solution is
written, and the file says why.
"""
BROKEN = (ValueError, TypeError, KeyError, IndexError, AttributeError, StopIteration, ArithmeticError, RuntimeError)
"""What a damaged certificate can make the checker run into; each means that it proves nothing."""
SUBJECTS = {
    "parties": "the parties", "walk_aways": "the walk-aways", "points": "what a point is", "still": "the status quo",
    "capabilities": "the capabilities", "questions": "what is acceptable, or what options are worth",
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Proofs:
    """What a file of proofs says. sha256: of the case file that it is about. statement: its tables."""

    file: str
    case: str
    sha256: str
    variants: tuple[str, ...]
    table: str | None
    statement: dict[str, Any]
    certificates: list[dict[str, Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class ProofRequest:
    """What an answer needs to have proven. kind, unit: the key, in the words of the checker. party, end: whose extreme
    it is. solution: whose optimum. beyond: why no file of proofs holds it, empty where one does.
    """

    title: str
    kind: str = "sum"
    unit: tuple[Fraction, ...] = ()
    party: int | None = None
    end: End = ""
    solution: str = ""
    beyond: str = ""

    def is_claimed_by(self, certificate: Json) -> bool:
        pairs = [[part.numerator, part.denominator] for part in self.unit]
        is_about_a_package = bool(self.solution or self.end)
        return (
            certificate.get("kind") == self.kind
            and certificate.get("unit") == pairs
            and (is_about_a_package or certificate.get("best") is None)
        )


NOT_MEASURED = ProofRequest(title="what solutions single out", beyond="not every bargaining party has a walk-away")
"""Without a walk-away no gain is known, and no solution singles out a package."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CertificateCheck:
    """What became of one certificate.

    title: what it has to prove. proven: what it proves, in the words of the checker. rows: how many were looked at,
    None where it proves nothing. values: of the package that it names. wrong: why it does not prove its part of the
    answer, empty where it does.
    """

    title: str
    proven: str = ""
    rows: int | None = None
    values: tuple[int, ...] = ()
    wrong: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProofCheck:
    """What became of a file of proofs. missing: what the answer needs besides. beyond: what no such file proves, each
    with the reason. differs: in what its tables are not those of the case, empty where they are or no case was given.
    """

    checks: tuple[CertificateCheck, ...]
    missing: tuple[str, ...] = ()
    beyond: tuple[tuple[str, str], ...] = ()
    differs: str = ""

    @property
    def is_whole(self) -> bool:
        """True where everything that the answer needs is proven."""
        return (
            bool(self.checks)
            and not self.missing
            and not any(certificate_check.wrong for certificate_check in self.checks)
        )


def no_deal(statement: Json) -> ProofRequest:
    """That no package is acceptable."""
    return ProofRequest(title="no deal", unit=(Fraction(0),) * len(statement["parties"]))


def asked_of_all(statement: Json) -> tuple[ProofRequest, ...]:
    """The most and the least that an acceptable package is worth to each party: every solution is measured by them."""
    ends: tuple[tuple[End, int], ...] = (("most", 1), ("least", -1))
    return tuple(
        ProofRequest(
            title=f"the {end} that an acceptable package is worth to {name}",
            unit=tuple(Fraction(sign * (n == party)) for n in range(len(statement["parties"]))),
            party=party,
            end=end,
        )
        for end, sign in ends
        for party, name in enumerate(statement["parties"])
    )


def asked_of_solutions(statement: Json, most: Sequence[int], least: Sequence[int]) -> Iterator[ProofRequest]:
    """The optimum of each solution. most, least: (party) numerators over the win-set."""
    unit = lcm(*statement["points"])
    scale = GainScale(
        parties=tuple(range(len(most))),
        floor=tuple(statement["walk_aways"]),
        scale=tuple(unit // point for point in statement["points"]),
        unit=unit,
    )
    weights = tuple(statement["capabilities"]) if statement["capabilities"] is not None else None
    context = Context(unit=unit, ideal=scale.gain(most), least=scale.gain(least), weights=weights)
    for solution in solutions.values():
        if weights is not None or not solution.needs_weights:
            yield _asked(solution, context, scale)


def _asked(solution: Solution, context: Context, scale: GainScale) -> ProofRequest:
    if solution.bound is None:
        return ProofRequest(
            title=solution.title, beyond="this solution does not say what its key is in a checker's words"
        )
    rule = solution.bound.rule(context)
    if rule.kind == "product" and sum(rule.unit) > LARGEST_POWER:
        return ProofRequest(title=solution.title, beyond="the powers are too large to be multiplied out")
    kind, unit = {"least": "smallest, then the next,"}.get(rule.kind, rule.kind), rule.unit
    if solution.by_support:
        kind, unit = NUMBER, (Fraction(1),) * len(unit)
    elif rule.kind != "product":
        kind, unit = "smallest" if rule.first else kind, tuple(map(mul, unit, scale.scale))
    return ProofRequest(title=solution.title, kind=kind, unit=unit, solution=solution.key)


def check_proofs(statement: Json, certificates: Sequence[Json], own: Json | None) -> ProofCheck:
    """Whether a file proves all that its answer needs. own: the tables of the case, made anew; None where no case was
    given. Nothing that the file says of itself is believed: what is proven is said by the checker.
    """
    differs = _difference(statement, own) if own is not None else ""
    if not differs and not _is_statement(statement):
        differs = "its tables are damaged"
    left = list(certificates)
    checks: list[CertificateCheck] = []
    missing: list[str] = []
    beyond: list[tuple[str, str]] = []
    try:
        for asked in _asked_in_turn(statement, left, checks):
            certificate = next((certificate for certificate in left if asked.is_claimed_by(certificate)), None)
            if asked.beyond:
                beyond.append((asked.title, asked.beyond))
            elif certificate is None:
                missing.append(asked.title)
            else:
                left.remove(certificate)
                checks.append(_one(asked, statement, certificate, differs))
    except BROKEN:
        differs = differs or "its tables are damaged"
    nothing = differs or "it is no part of the answer, or what it is measured by is not proven here"
    checks += [CertificateCheck(title="a certificate besides", wrong=nothing) for _ in left]
    return ProofCheck(checks=tuple(checks), missing=tuple(missing), beyond=tuple(beyond), differs=differs)


def _asked_in_turn(statement: Json, left: Sequence[Json], checks: list[CertificateCheck]) -> Iterator[ProofRequest]:
    """What has to be proven, each after what it is measured by."""
    if any(no_deal(statement).is_claimed_by(certificate) for certificate in left):
        yield no_deal(statement)
        return
    if None in statement["walk_aways"]:
        yield NOT_MEASURED
        return
    known: dict[str, list[int]] = {"most": [], "least": []}
    for asked in asked_of_all(statement):
        before = len(checks)
        yield asked
        if len(checks) > before and checks[-1].values:
            known[asked.end].append(checks[-1].values[asked.party or 0])
    if all(len(values) == len(statement["parties"]) for values in known.values()):
        yield from asked_of_solutions(statement, known["most"], known["least"])
    else:  # how gains are measured is not known, so that no certificate can be about them
        applicable = [
            solution for solution in solutions.values() if statement["capabilities"] or not solution.needs_weights
        ]
        yield from (ProofRequest(title=solution.title, kind="unknown") for solution in applicable)


def _one(asked: ProofRequest, statement: Json, certificate: Json, differs: str) -> CertificateCheck:
    trees = certificate.get("trees")
    if differs:
        return CertificateCheck(title=asked.title, wrong=differs)
    if set(certificate) != FIELDS or not isinstance(trees, list) or not all(map(_is_tree, trees)):
        return CertificateCheck(title=asked.title, wrong="it does not hold what a certificate holds")
    try:
        proven, values = check(statement, certificate)
        rows = sum(len(tree["trail"]) for tree in trees)
        if asked.party is not None:
            points = f"{values[asked.party] / statement['points'][asked.party]:.10g}"
            proven = f"{points} points; {proven}"
    except BROKEN:
        return CertificateCheck(title=asked.title, wrong="it does not prove this")
    return CertificateCheck(title=asked.title, proven=proven, rows=rows, values=tuple(values))


def _is_tree(tree: object) -> bool:
    return isinstance(tree, dict) and set(tree) == TREE and all(map(_is_whole, tree.values()))


def _is_whole(value: object) -> bool:
    """True for whole numbers, and for lists of them: text times a number would be a very long text."""
    return all(map(_is_whole, value)) if isinstance(value, list) else isinstance(value, int)


def _is_statement(statement: Json) -> bool:
    """True where whole numbers stand where the checker multiplies."""
    try:
        parts = [part for question in statement["questions"] for run in question["runs"] for part in run]
        rows = [row for part in parts for rows in part["rows"] for row in rows]
        numbers = [
            [question["floor"] for question in statement["questions"]],
            [row[:2] for row in rows],
            statement["points"],
        ]
        given = [
            amount for amount in (*statement["walk_aways"], *(statement["capabilities"] or [])) if amount is not None
        ]
        width = len(statement["parties"])
        return (
            _is_whole([*numbers, given])
            and min(statement["points"], default=1) > 0
            and len(statement["walk_aways"]) == len(statement["points"]) == width
            and (statement["capabilities"] is None or len(statement["capabilities"]) == width)
        )
    except BROKEN:
        return False


def _difference(statement: Json, own: Json) -> str:
    """In what tables differ from those of the case; empty where they are the same to the letter."""
    for subject in (*SUBJECTS, *statement):
        if json.dumps(statement.get(subject), sort_keys=True) != json.dumps(own.get(subject), sort_keys=True):
            return f"{SUBJECTS.get(subject, 'what it is about')} of the file and of the case differ"
    return ""
