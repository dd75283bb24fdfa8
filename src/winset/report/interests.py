"""What parties need and fear behind their positions: which options the case says serve it, and which packages do.

Nothing is deduced: an option serves what its `serves` names, and a red line protects what its `protects` names.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from winset.model.case import Cell
from winset.report.blocks import Guarded, Json, Owned, Sentence
from winset.report.disclosure import from_those_shown
from winset.report.names import Names, counted, listed, owned_by
from winset.report.ownership import NOBODY, Owner, Ownership
from winset.report.pieces import capitalised, piece

MOST_NAMED = 2
"""Interests that a sentence names; beyond, it says how many more there are."""
Place = tuple[int, int]
"""An option: its issue and its place there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedInterest:
    """What a party needs or fears. key: `party.interest`. options: those that are said to serve it. owner: of what is
    told of it: as long as one of its claims may be shown, so may it.
    """

    key: str
    party: int
    kind: str
    text: str
    is_inferred: bool
    options: tuple[Place, ...]
    owner: Owner


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedInterest:
    """An interest behind what a party refuses, or asks for, on an issue, and other options that serve it as well."""

    interest: NamedInterest
    party: int
    issue: int
    option: int
    is_refusal: bool
    others: tuple[Place, ...]


class Interests:
    """The interests of a case, and what is said of packages by them."""

    def __init__(self, names: Names, owners: Ownership) -> None:
        self.names, self.case, self.owners = names, names.compiled, owners

    @cached_property
    def all(self) -> tuple[NamedInterest, ...]:
        """Every interest, in the order of the case."""
        serving: dict[str, list[Place]] = {}
        for issue, key in enumerate(self.case.issues):
            for option, name in enumerate(self.case.options[issue]):
                for served in self.names.case.issues[key].options[name].serves:
                    serving.setdefault(served, []).append((issue, option))
        return tuple(
            NamedInterest(
                key=f"{party_name}.{name}",
                party=party,
                kind=interest.kind,
                text=interest.text.rstrip("."),
                is_inferred=interest.basis == "inferred",
                options=tuple(serving.get(f"{party_name}.{name}", ())),
                owner=self.owners.any_claim(self.names.case.claims_of(interest)) or NOBODY,
            )
            for party, party_name in enumerate(self.case.parties)
            for name, interest in self.names.case.parties[party_name].interests.items()
        )

    def serving(self, interest: NamedInterest, package: Sequence[int]) -> tuple[Place, ...]:
        """The options of a package that are said to serve an interest."""
        left_out = self.case.structure.left_out
        return tuple(place for place in interest.options if place[0] not in left_out and package[place[0]] == place[1])

    def is_served(self, interest: NamedInterest, package: Sequence[int]) -> bool:
        return bool(self.serving(interest, package))

    def said(self, interest: NamedInterest) -> str:
        """An interest inside a sentence: "a need of Ukraine (to be safe from new attacks)"."""
        return f"a {interest.kind} of {self.names.party(interest.party)} ({self._text(interest)})"

    def package_sentence(self, what: str, package: Sequence[int]) -> Any:
        """Which interests a package serves, and whose it leaves, of those that may be shown."""

        def sentence(shown: list[NamedInterest]) -> Sentence | None:
            served = [interest for interest in shown if self.is_served(interest, package)]
            left = [interest for interest in shown if interest not in served]
            if not shown:
                return None
            count = f"{len(served)} of the {counted(len(shown), 'interest')} that the case names"
            serves = f"{what} is said to serve {count}{f': {self._by_party(served)}' if served else ''}"
            leaves = f"; it leaves {self._by_party(left)}" if left else ""
            return Sentence(text=f"{capitalised(serves)}{leaves}.")

        return from_those_shown([(interest.owner, interest) for interest in self.all], sentence)

    def _by_party(self, interests: Sequence[NamedInterest]) -> str:
        """Interests by whose they are: "Ukraine’s need (to be safe from new attacks)"."""
        named = [
            f"{owned_by(self.names.party(interest.party))} {interest.kind} ({self._text(interest)})"
            for interest in interests[:MOST_NAMED]
        ]
        rest = len(interests) - len(named)
        return listed([*named, *([f"{rest} more"] if rest else [])])

    @staticmethod
    def _text(interest: NamedInterest) -> str:
        return piece("inferred", interest.text) if interest.is_inferred else interest.text

    def unserved_sentence(self) -> Any:
        """How many interests no option is said to serve, and which, of those that may be shown."""

        def sentence(shown: list[NamedInterest]) -> Sentence | None:
            unserved = [interest for interest in shown if not interest.options]
            if not unserved:
                return None
            count = f"{len(unserved)} of {counted(len(shown), 'interest')}"
            return Sentence(text=f"No option is said to serve {count}: {self._by_party(unserved)}.")

        return from_those_shown([(interest.owner, interest) for interest in self.all], sentence)

    @cached_property
    def shared(self) -> tuple[SharedInterest, ...]:
        """Interests behind red lines and aims that other options serve as well: those of red lines first."""
        return tuple(sorted(self._shared(), key=lambda each: not each.is_refusal))

    def _shared(self) -> Iterator[SharedInterest]:
        by_key = {interest.key: interest for interest in self.all}
        for issue, issue_name in enumerate(self.case.issues):
            options = self.case.options[issue]
            for party, party_name in enumerate(self.case.parties):
                cell = self.names.case.cell(issue_name, party_name)
                for line in cell.rejects:
                    for key in line.protects:
                        yield from self._other(by_key[key], cell, (party, issue, options.index(line.option)))
                if cell.ideal is not None and cell.basis != "silent":
                    for key in self.names.case.issues[issue_name].options[cell.ideal].serves:
                        if by_key[key].party == party:
                            yield from self._other(by_key[key], cell, (party, issue, options.index(cell.ideal)))

    def _other(self, interest: NamedInterest, cell: Cell, at: tuple[int, int, int]) -> Iterator[SharedInterest]:
        """The same interest in other options, without those that the party refuses and what it asks for there."""
        party, issue, option = at
        is_refusal = self.case.options[issue][option] != cell.ideal
        others = [
            place
            for place in interest.options
            if not self._is_refused(party, place) and place != self._wanted(party, issue) and place != (issue, option)
        ]
        if others:
            in_order = sorted(others, key=lambda place: place[0] != issue)
            yield SharedInterest(
                interest=interest,
                party=party,
                issue=issue,
                option=option,
                is_refusal=is_refusal,
                others=tuple(in_order),
            )

    def _is_refused(self, party: int, place: Place) -> bool:
        issue, option = place
        cell = self.case.cells[self.case.root(party, issue)][issue]
        return any(line.option == option for line in cell.rejects)

    def _wanted(self, party: int, issue: int) -> Place | None:
        ideal = self.case.cells[self.case.root(party, issue)][issue].ideal
        return None if ideal is None else (issue, ideal)

    def shared_sentence(self, shared: SharedInterest) -> str:
        """What a party needs here, and what would serve it too."""
        interest, names = shared.interest, self.names
        what = names.quoted(shared.issue, shared.option)
        others = listed((names.quoted(*place) for place in shared.others[:MOST_NAMED]), "or")
        who = names.party(shared.party)
        behind = f"{who} refuses {what}" if shared.is_refusal else f"{who} asks for {what}"
        own = f"its {interest.kind} ({self._text(interest)})" if interest.party == shared.party else self.said(interest)
        return f"{behind} for the sake of {own}; by what the case says, {others} would serve it too."

    def rows(self, packages: Sequence[Sequence[int]]) -> tuple[Guarded[tuple[str, ...]], ...]:
        """A row for each interest: by which options each package is said to serve it."""
        return tuple(
            Guarded(
                interest.owner, (capitalised(self.said(interest)), *(self._by(interest, each) for each in packages))
            )
            for interest in self.all
        )

    def _by(self, interest: NamedInterest, package: Sequence[int]) -> str:
        serving = self.serving(interest, package)
        return listed(self.names.option(*place) for place in serving) or ("not served" if interest.options else "–")

    def package_data(self, package: Sequence[int]) -> list[Owned]:
        """Each interest with the options of a package that are said to serve it."""
        return [
            Owned(
                {"interest": interest.key, "served_by": [*map(self._name, self.serving(interest, package))]},
                interest.owner,
            )
            for interest in self.all
        ]

    def data(self) -> Json:
        """Every interest with the options that are said to serve it, and those that stand behind more than one."""
        return {
            "interests": [
                Owned(
                    {
                        "interest": interest.key,
                        "kind": interest.kind,
                        "text": interest.text,
                        "served_by": [*map(self._name, interest.options)],
                    },
                    interest.owner,
                )
                for interest in self.all
            ],
            "shared_interests": [
                Owned(
                    {
                        "interest": shared.interest.key,
                        "party": self.case.parties[shared.party],
                        "refuses" if shared.is_refusal else "asks_for": self._name((shared.issue, shared.option)),
                        "also_served_by": [*map(self._name, shared.others)],
                    },
                    shared.interest.owner,
                )
                for shared in self.shared
            ],
        }

    def _name(self, place: Place) -> str:
        return f"{self.case.issues[place[0]]}.{self.case.options[place[0]][place[1]]}"
