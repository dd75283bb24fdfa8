"""What is left of a deal when the parties that it needs may refuse their part, round after round.

In each round every needed party that would refuse its part of what still stands withdraws, all at once, and the issues
whose options need it fall back to the status quo. An option that a rule ties to one that fell cannot stand alone: where
what is left breaks a rule, the issues that the rule's condition names fall too (those that it asks for, where none of
the former has moved; all, where the status quo itself breaks the rule). Every round takes back at least one issue, so
there are at most as many as issues. A ratifier votes on the deal as it was signed; where one says no for certain,
nothing of it is left. An issue without a status quo cannot fall back, so nothing is left where it would have to.
"""

from __future__ import annotations

from dataclasses import dataclass

from winset.analyses.tables.ballots import ballots
from winset.analyses.tables.terms import Package, TableTerms
from winset.compiled import CompiledTable


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """refusing: needed parties that withdraw. broken: rules that what stands breaks, by place. fallen: issues."""

    refusing: tuple[int, ...]
    broken: tuple[int, ...]
    fallen: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Remainder:
    """What is left of a deal.

    package: None where nothing is. refused_by: ratifiers that say no for certain, by name.
    """

    signed: Package
    package: Package | None
    rounds: tuple[Round, ...]
    refused_by: tuple[str, ...] = ()

    @property
    def survives(self) -> bool:
        """True where the deal is carried out as it was signed."""
        return self.package == self.signed


def remainder_of(terms: TableTerms, table: CompiledTable, signed: Package) -> Remainder:
    """What is left of a deal that a table signs."""
    refused_by = refusing_ratifiers(terms, table, signed)
    package, rounds = cascade(terms, signed)
    return Remainder(signed=signed, package=None if refused_by else package, rounds=rounds, refused_by=refused_by)


def cascade(terms: TableTerms, signed: Package) -> tuple[Package | None, tuple[Round, ...]]:
    """What is left when needed parties refuse, without a word on ratifiers, and round by round how it came to that."""
    package, rounds = signed, []
    while withdrawal := _round(terms, package):
        rounds.append(withdrawal)
        back = _back(terms, package, withdrawal.fallen)
        if back is None:
            return None, tuple(rounds)
        package = back
    return (None if package == terms.structure.status_quo_package else package), tuple(rounds)


def _round(terms: TableTerms, package: Package) -> Round | None:
    """Who withdraws, and what falls; None where everything stands, or nothing is left that could fall."""
    if package == terms.structure.status_quo_package:
        return None
    refusing = tuple(party for party in sorted(terms.needed(package)) if terms.refuses(party, package))
    fallen = {issue for issue in range(len(package)) if terms.needed_on(issue, package) & set(refusing)}
    broken = terms.broken(package)
    for rule in (terms.structure.rules[n] for n in broken):
        for condition in (rule.if_, rule.then):
            moved = {issue for issue, _ in condition if package[issue] != terms.structure.status_quo[issue]}
            fallen |= moved
            if moved:
                break
    if broken and not fallen:
        fallen = {issue for issue, quo in enumerate(terms.structure.status_quo) if package[issue] != quo}
    return Round(refusing=refusing, broken=broken, fallen=tuple(sorted(fallen))) if fallen else None


def _back(terms: TableTerms, package: Package, fallen: tuple[int, ...]) -> Package | None:
    """The package with some issues at the status quo; None where one has none."""
    result = list(package)
    for issue in fallen:
        quo = terms.structure.status_quo[issue]
        if quo is None:
            return None
        result[issue] = quo
    return tuple(result)


def refusing_ratifiers(terms: TableTerms, table: CompiledTable, package: Package) -> tuple[str, ...]:
    """The ratifiers of a table that say no to a package whatever those do of whom nothing is known, by name."""
    case = terms.case
    refusing = [case.parties[party] for party in table.ratifiers if not terms.agrees(party, package)]
    for floor in table.floors:
        least = terms.least(floor)
        falls_short = least is not None and terms.reading.value(floor.party, package) < least
        if falls_short or terms.rejects(floor.party, package):
            refusing.append(floor.name)
    in_favour = frozenset(party for party in terms.everybody if terms.agrees(party, package))
    refusing += [ballot.name for ballot in ballots(case, table) if not ballot.passes(in_favour, with_others=True)]
    return tuple(refusing)
