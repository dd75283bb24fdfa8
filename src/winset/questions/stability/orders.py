"""Where values, statements and the plan disagree about packages that are shown, as a section and as data."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from winset.analyses.stability.orders import OppositeOrder, OppositeWorth, Orders, orders
from winset.analyses.staging.packages import package_fit
from winset.errors import CaseError
from winset.questions.question import Saying
from winset.report.blocks import Bullets, Guarded, Json, Owned, Section
from winset.report.names import counted, listed, owned_by, points
from winset.report.ownership import Owner, owner_of_all

if TYPE_CHECKING:
    from winset.questions.stability.solve import StabilityAnswer

Package = tuple[int, ...]
MOST = 3
"""Disagreements that a section tells; beyond, they stand in the JSON alone."""


def orders_of(saying: Saying, packages: Sequence[Package], table: str | None) -> Orders:
    """Where the models of preference of a case disagree about packages, in its central reading."""
    case, reading = saying.session.compiled(table), saying.session.central(table)
    distinct = tuple(dict.fromkeys(packages))
    if case.plan is None:
        return orders(case, reading, distinct)
    from winset.analyses.staging.plan_terms import plan_terms

    fits = (n for n, package in enumerate(distinct) if package_fit(case, case.plan, package).fit == "wholly")
    try:
        worth = plan_terms(case).values().tolist()
    except CaseError:  # the plan lacks what its own question needs, and says so there
        return orders(case, reading, distinct)
    return orders(case, reading, distinct, next(fits, None), worth)


def shown_beside(answer: StabilityAnswer) -> tuple[Package, ...]:
    """The packages that a stability answer shows: that which is looked at, and those that single movements open."""
    looked_at = answer.stability.of_package
    opened = (opened.stability.of_package for opened in answer.opened or ())
    return tuple(
        package_stability.package for package_stability in (looked_at, *opened) if package_stability is not None
    )


def called(answer: StabilityAnswer) -> tuple[str, ...]:
    """What a stability answer calls the packages that it shows."""
    package_stability, opened = answer.stability.of_package, len(answer.opened or ())
    first = (
        ()
        if package_stability is None
        else ("how things stand",)
        if package_stability.why == "still"
        else ("the package above",)
    )
    return (*first, *(f"package {n} of those that a movement opens" for n in range(1, opened + 1)))


def orders_section(
    saying: Saying, packages: Sequence[Package], table: str | None = None, names: Sequence[str] = ()
) -> Iterator[Section]:
    """The section `orders`; none where the models agree. names: of the packages; by number if not given."""
    orders = orders_of(saying, packages, table)
    if orders.disagree:
        said = _Said(saying, orders, table, dict(zip(reversed(packages), reversed(names), strict=False)))
        yield Section(
            key="orders", title="Where judgements disagree about these packages", blocks=(Bullets(items=said.items()),)
        )


def orders_data(saying: Saying, packages: Sequence[Package], table: str | None = None) -> Json:
    """The same for JSON."""
    return _Said(saying, orders_of(saying, packages, table), table).data()


class _Said:
    """What is said of disagreements, each as its party's own."""

    def __init__(
        self, saying: Saying, orders: Orders, table: str | None, called: Mapping[Package, str] | None = None
    ) -> None:
        self.orders, self.names, self.owners, self.called = orders, saying.names(table), saying.owners, called or {}

    def _package(self, place: int) -> str:
        return self.called.get(self.orders.packages[place], f"package {place + 1}")

    def items(self) -> tuple[Any, ...]:
        """One bullet for each party and kind."""
        by_party: dict[tuple[int, str], list[OppositeOrder]] = {}
        for pair in self.orders.pairs:
            by_party.setdefault((pair.party, pair.by), []).append(pair)
        items = [self._order(party, by, some) for (party, by), some in by_party.items()]
        return tuple([*items, *map(self._worth, self.orders.worths)][:MOST])

    def _owner(self, party: int) -> Owner:
        return owner_of_all((self.owners.values(self.names.compiled.parties[party]), self.owners.judgements))

    def _order(self, party: int, by: str, some: list[OppositeOrder]) -> Guarded[str]:
        """What a party's points and its statements say of a pair of packages, and how many pairs there are."""
        first, more = some[0], len(some) - 1
        whose = owned_by(self.names.party(party))
        rest = f" The same goes for {counted(more, 'other pair')} of packages." if more else ""
        text = (
            f"The judged points put {self._package(first.higher)} above {self._package(first.lower)} for "
            f"{self.names.party(party)}; {whose} {by} put it below{self._issues(first)}."
        )
        return Guarded(self._owner(party), f"{text}{rest}")

    def _issues(self, opposite_order: OppositeOrder) -> str:
        """On which issues the two packages differ."""
        pair = zip(self.orders.packages[opposite_order.higher], self.orders.packages[opposite_order.lower], strict=True)
        differ = [issue for issue, (higher, lower) in enumerate(pair) if higher != lower]
        return f" (they differ on {listed(self.names.topic(issue) for issue in differ)})" if len(differ) < 4 else ""

    def _worth(self, opposite: OppositeWorth) -> Guarded[str]:
        more, less = ("more", "less") if opposite.gain > 0 else ("less", "more")
        return Guarded(
            owner_of_all((self._owner(opposite.party), self.owners.plan)),
            f"{_capital(self._package(opposite.package))} is worth {more} than no deal to "
            f"{self.names.party(opposite.party)}; the plan that carries it out is worth {less} than no deal: the two "
            "were judged apart.",
        )

    def data(self) -> Json:
        parties, case = self.names.compiled.parties, self.names.compiled
        return {
            "pairs": [
                Owned(
                    {
                        "party": parties[pair.party],
                        "by": pair.by,
                        "higher_in_value": case.package_names(self.orders.packages[pair.higher]),
                        "lower_in_value": case.package_names(self.orders.packages[pair.lower]),
                        "points": float(points(pair.gap)),
                    },
                    self._owner(pair.party),
                )
                for pair in self.orders.pairs
            ],
            "plan": [
                Owned(
                    {
                        "party": parties[opposite.party],
                        "package": case.package_names(self.orders.packages[opposite.package]),
                        "gain": float(points(opposite.gain)),
                        "plan": round(opposite.plan, 1),
                    },
                    owner_of_all((self._owner(opposite.party), self.owners.plan)),
                )
                for opposite in self.orders.worths
            ],
        }


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
