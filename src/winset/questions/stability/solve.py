"""The answer to whether a package would hold: in the central reading, over readings, and what was asked beside."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from winset.analyses.settlement.blockers import Constraint
from winset.analyses.settlement.choose import Package
from winset.analyses.settlement.settle import leading_package
from winset.analyses.stability.coalitions import (
    Coalitions,
    CoalitionVerdicts,
    coalition_verdicts,
    with_coalitions,
    with_partition,
)
from winset.analyses.stability.coalitions_nearby import verdicts_nearby
from winset.analyses.stability.definitions import definitions
from winset.analyses.stability.degrees import Firmness, Uncertainty, firmness, uncertainty
from winset.analyses.stability.inverse import Inverse, StabilityTarget, fewest_changes
from winset.analyses.stability.inverse_nearby import fewest_changes_nearby
from winset.analyses.stability.levels import Neighbour, neighbours
from winset.analyses.stability.limited import LimitedMoveStability, limited_move_stability
from winset.analyses.stability.margin import Margin, margin
from winset.analyses.stability.nearby import ImplicitGraph
from winset.analyses.stability.routes import Routes, routes
from winset.analyses.stability.stability import Stability, broken_rules
from winset.errors import TooLarge, UnknownName, WinsetError
from winset.questions.question import Given
from winset.questions.request import BadOption
from winset.questions.stability.packages import Counting, Surroundings
from winset.questions.stability.request import Blocks, StabilityRequest
from winset.readings.shares import Share
from winset.report.ownership import nothing_judged

T = TypeVar("T")
MOST_FOR_ALL = 100
"""States, each of which is asked whether it holds against every coalition; beyond, only the package is."""
MOST_FOR_BLOCKS = 500
"""States up to which it is asked what blocks of parties could gain by; beyond, it is not asked, and the answer says so.
"""
MOST_WALKED = 50_000
"""States to all of which paths are looked for; beyond, only the way to the package is."""
NEAREST = 2
"""Stable states of each definition to which a way is shown."""
MOST_OPENED = 3
"""Packages that single movements open, of which it is said whether they would hold; beyond, it is not said."""
MOST_TURNED = 50_000
"""States that are listed where it is asked which other option of one issue would turn the verdict; beyond, each such
package is looked at by what lies around it, where all order packages by value and no fact rules any out.
"""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class CoalitionGains:
    """What several could gain by acting together. together: by definition, None where there are too many states for it.
    universal: which states hold against every coalition, None where that was not computed. blocks: of a partition,
    where that was asked.
    """

    together: Mapping[str, CoalitionVerdicts | None]
    universal: Mapping[str, Sequence[int]] | None = None
    blocks: Blocks = ()


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Opened:
    """A package that single movements would open, with what is known of it. by: what moves. The first is the one that
    is looked at, where it is not another that was named.
    """

    by: tuple[Constraint, ...]
    stability: Stability


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class StabilityAnswer:
    """What is known of a package. shares: in how many readings it is stable, why that is not known, or None where it
    was not asked. around: what all states are worked out from where they are shown. opened: what single movements would
    open, None where a deal exists or another package was named. still: how things stand, beside what a movement opens.
    neighbours: packages with one other option, None where it is about how things stand, or takes too long. by_value:
    the same package where every party orders by value, None where that is no other order. margin: None where no party
    orders by value.
    firmness, uncertain, routes, inverse: with what refused them. The rest is None where it was not asked, or the case
    says nothing of the kind.
    """

    request: StabilityRequest
    stability: Stability
    around: Surroundings
    shares: Mapping[str, Share] | TooLarge | None = None
    opened: tuple[Opened, ...] | None = None
    still: Stability | None = None
    neighbours: tuple[Neighbour, ...] | None = None
    by_value: Stability | None = None
    margin: Margin | None = None
    firmness: Firmness | TooLarge | None = None
    uncertain: Uncertainty | TooLarge | None = None
    coalitions: CoalitionGains | None = None
    partition: CoalitionGains | None = None
    routes: Routes | WinsetError | None = None
    inverse: Mapping[str, Inverse | TooLarge] | None = None
    ahead: LimitedMoveStability | TooLarge | None = None

    @property
    def everywhere(self) -> Stability:
        """The same with which states are stable, where they can be listed; worked out when it is first asked."""
        return self.around.all_states(self.stability)

    @property
    def holds(self) -> Mapping[str, Share]:
        """In how many readings it is stable, by definition, and by definition and party; empty where not known."""
        return {} if self.shares is None or isinstance(self.shares, TooLarge) else self.shares

    @property
    def status(self) -> str:
        return "limit" if self.stopped else "answered"

    @property
    def stopped(self) -> str:
        """What is missing where the run was stopped."""
        done = next((share.draws for share in self.holds.values()), self.request.trials)
        return f"stopped after {done:,} of {self.request.trials:,} readings" if done < self.request.trials else ""


def solve(request: StabilityRequest, given: Given) -> StabilityAnswer:
    """Raises UnknownName for what the case does not have, WinsetError for a package that breaks a rule, TooLarge and
    NumberTooFine; BadOption for moves ahead of other than two parties.
    """
    around = Surroundings(session=given.session, table=request.table, by_value=request.by_value)
    stability = _central(request, given, around)
    if stability.of_package is None or not stability.states.moving:
        return StabilityAnswer(request=request, stability=stability, around=around)
    asked = _Beside(request, given, around, stability)
    return StabilityAnswer(
        request=request,
        stability=stability,
        around=around,
        shares=asked.shares(),
        opened=asked.opened(),
        still=asked.still(),
        neighbours=asked.neighbours(),
        by_value=asked.by_value(),
        margin=asked.margin(),
        firmness=_as_far_as_listed(firmness, around, stability),
        uncertain=_as_far_as_listed(uncertainty, around, stability),
        coalitions=asked.coalitions(),
        partition=asked.partition(),
        routes=asked.routes(),
        inverse=asked.inverse(),
        ahead=asked.ahead(),
    )


def _as_far_as_listed(asked: Callable[[Stability], T], around: Surroundings, stability: Stability) -> T | TooLarge:
    """The answer, over all states where it needs them and they can be listed, or what refused it."""
    try:
        return asked(stability)
    except TooLarge as refusal:
        everywhere = around.all_states(stability)
        return asked(everywhere) if everywhere.states.are_listed else refusal


def _central(request: StabilityRequest, given: Given, around: Surroundings) -> Stability:
    """The package that is asked about, else the one that leads, or the first where nothing puts any first, else the
    first that a single movement would open, else how things stand, in the central reading.
    """
    case = given.session.compiled(request.table)
    if request.package is not None:
        return around.everywhere(case.package(dict(request.package)), "named")
    given.prepare(request.table)
    reading = given.session.central(request.table)
    leads = leading_package(reading)
    if leads is not None:
        none_leads = case.is_blank or any(reading.walk_away[party] is None for party in case.structure.bargaining)
        return around.everywhere(leads, "first" if none_leads else "leads")
    opened = _openings(request, given)
    if opened and given.session.case.moves:
        return around.everywhere(next(iter(opened)), "opened")
    still = case.structure.status_quo_package
    if still is not None and around.states(still).state(still) is None:
        still = None
    return around.everywhere(still, "still")


def _openings(request: StabilityRequest, given: Given) -> dict[Package, list[Constraint]]:
    """The packages that single movements open, with what moves; none where that is too much to work out."""
    by: dict[Package, list[Constraint]] = {}
    try:
        for opening in given.session.settlement(request.table).openings:
            by.setdefault(opening.package, []).append(opening.constraint)
    except TooLarge:
        return {}
    return by


class _Beside:
    """What is asked beside whether one package would hold."""

    def __init__(self, request: StabilityRequest, given: Given, around: Surroundings, stability: Stability) -> None:
        self.request, self.given, self.around, self.stability = request, given, around, stability
        self.graph = stability.states.graph

    @property
    def why(self) -> str:
        return "" if self.stability.of_package is None else self.stability.of_package.why

    @property
    def state(self) -> int:
        """The state that the package is."""
        return -1 if self.stability.of_package is None else self.stability.of_package.state

    def shares(self) -> Mapping[str, Share] | TooLarge | None:
        if not self.request.trials:
            return None
        counting = Counting(running=self.given.running, seed=self.request.seed, draws=self.request.trials)
        try:
            return counting.shares(self.stability)
        except TooLarge as refusal:
            return refusal

    def opened(self) -> tuple[Opened, ...] | None:
        """Whether what single movements would open would hold, where there is no deal."""
        if self.why not in ("still", "opened"):
            return None
        opened = list(_openings(self.request, self.given).items())[:MOST_OPENED]
        return tuple(
            Opened(by=tuple(by), stability=self.around.stability(package, "opened") if n else self.stability)
            for n, (package, by) in enumerate(opened)
        )

    def still(self) -> Stability | None:
        """How things stand, beside what a movement would open; None where facts say that it cannot be so."""
        package = self.stability.case.structure.status_quo_package
        if self.why != "opened" or package is None or self.around.states(package).state(package) is None:
            return None
        return self.around.stability(package, "still")

    def _is_beyond(self, most: int) -> bool:
        """Whether there are more states than are gone through."""
        return not self.graph.is_listed or self.graph.states > most

    def neighbours(self) -> tuple[Neighbour, ...] | None:
        """How well the packages are guarded that differ in one option."""
        if self.stability.of_package is None or self.why == "still":
            return None
        case, package = self.stability.case, self.stability.of_package.package
        if self._is_beyond(MOST_TURNED):
            nearby = self.around.states(package, most=0).graph
            if not (isinstance(nearby, ImplicitGraph) and nearby.replies_are_bounded):
                return None
            return tuple(neighbours(case, package, lambda other: self.around.states(other, most=0)))
        return tuple(neighbours(case, package, self.around.states))

    def by_value(self) -> Stability | None:
        """The package where every party orders packages by value, if that is judged and not so already."""
        stability = self.stability
        ordered = {stability.order_basis(party) for party in range(self.graph.parties)}
        if stability.of_package is None or ordered == {"value"} or nothing_judged(self.given.session.case):
            return None
        package, around = stability.of_package, replace(self.around, by_value=True)
        if self._is_beyond(MOST_TURNED):
            return around.nearby(package.package, package.why)
        return around.stability(package.package, package.why)

    def margin(self) -> Margin | None:
        """How near a breach is to those who order packages by value."""
        if self.stability.of_package is None:
            return None
        reading = self.given.session.central(self.request.table)
        return margin(self.stability, self.stability.of_package, reading)

    def coalitions(self) -> CoalitionGains | None:
        """What every coalition could gain, and which states hold against all of them."""
        if not self.request.coalitions:
            return None
        acting, states = with_coalitions(self.graph), self.graph.states
        if nearby := self._nearby(acting):
            return CoalitionGains(together=self._shown(nearby))
        here = {
            key: self._together(acting, key) if states <= definitions[key].most_for_coalitions else None
            for key in _for_any_movers()
        }
        every = None
        if states <= MOST_FOR_ALL:
            every = {key: coalition_verdicts(acting, key).stable for key in _for_any_movers()}
        return CoalitionGains(together=self._shown(here), universal=every)

    def partition(self) -> CoalitionGains | None:
        """What each block could gain where each acts as one party. A party in no block acts by itself."""
        blocks = self.request.partition
        if blocks is None:
            return None
        acting = with_partition(self.graph, self._partition(blocks))
        if nearby := self._nearby(acting):
            return CoalitionGains(together=self._shown(nearby), blocks=blocks)
        if self._is_beyond(MOST_FOR_BLOCKS):
            return CoalitionGains(together=self._shown(dict.fromkeys(_for_any_movers())), blocks=blocks)
        here = {key: self._together(acting, key) for key in _for_any_movers()}
        return CoalitionGains(together=self._shown(here), blocks=blocks)

    def _nearby(self, acting: Coalitions) -> dict[str, CoalitionVerdicts]:
        """What coalitions or blocks could gain where states are not listed; empty where they are."""
        package = self.stability.of_package
        if package is None or not isinstance(self.graph, ImplicitGraph):
            return {}
        return verdicts_nearby(self.graph, package, acting.acting, acting.mode)

    def _partition(self, blocks: Blocks) -> list[list[int]]:
        parties = self.stability.case.parties
        named = [name for block in blocks for name in block]
        for name in named:
            if name not in parties:
                raise UnknownName(f"no party `{name}`; this case has: {', '.join(parties)}")
            if named.count(name) > 1:
                raise WinsetError(f"`{name}` stands in two blocks")
        alone = [[place] for place, name in enumerate(parties) if name not in named]
        return [*([parties.index(name) for name in block] for block in blocks), *alone]

    def _together(self, acting: Coalitions, key: str) -> CoalitionVerdicts:
        return coalition_verdicts(acting, key, (self.state,))

    def _shown(self, here: Mapping[str, CoalitionVerdicts | None]) -> dict[str, CoalitionVerdicts | None]:
        return {key: verdicts for key, verdicts in here.items() if key in self.request.keys}

    def routes(self) -> Routes | WinsetError | None:
        """How things can get from where they stand to the package and to the stable states."""
        if not self.request.paths:
            return None
        keys = tuple(key for key in self.request.keys if definitions[key].leads_paths) or self.request.keys
        try:
            return self._routes(keys)
        except (TooLarge, UnknownName) as refusal:
            return refusal

    def _routes(self, keys: Sequence[str]) -> Routes:
        stability, still = self.stability, self.stability.case.structure.status_quo_package
        if still is None:
            raise UnknownName("an issue has no status quo, so it is not known from where paths would begin")
        start = stability.states.state(still)
        if start is None:
            if any(rule.is_fact for rule in broken_rules(stability.case, still)):
                raise UnknownName("by the facts of the case things cannot stand as they do, so no paths begin there")
            stability = self.around.everywhere(still, "still")
        if self.graph.is_listed and self.graph.states > MOST_WALKED:
            stability = self.around.nearby(still, "still")
        start = stability.states.state(still)
        if start is None:
            raise WinsetError("how things stand is none of the states: an error here")
        return routes(
            stability,
            start,
            None if self.stability.of_package is None else self.stability.of_package.package,
            keys,
            NEAREST,
        )

    def inverse(self) -> Mapping[str, Inverse | TooLarge] | None:
        """The fewest changes of preference by which the package would be stable for everybody."""
        if not self.request.inverse:
            return None
        return {key: self._fewest_changes(key) for key in dict.fromkeys(self.request.inverse)}

    def _fewest_changes(self, key: str) -> Inverse | TooLarge:
        everybody = tuple(range(self.graph.parties))
        wish = StabilityTarget(target=self.state, concept=key, vary=everybody, stable_for=everybody, everywhere=False)
        package = self.stability.of_package
        try:
            if isinstance(self.graph, ImplicitGraph) and package is not None:
                stable = [package.is_stable(key, party) for party in everybody]
                return fewest_changes_nearby(self.graph, wish, stable)
            return fewest_changes(self.graph, wish)
        except TooLarge as refusal:
            return refusal

    def ahead(self) -> LimitedMoveStability | TooLarge | None:
        """What two parties anticipate with so many moves in view."""
        if self.request.ahead is None:
            return None
        if self.graph.parties != 2:
            raise BadOption("ahead", "needs a case of two parties: with more, moves ahead are not defined")
        graph = self.around.all_states(self.stability).states.graph
        if not graph.is_listed:
            return TooLarge("moves ahead are looked at where all states are listed", graph.states)
        return limited_move_stability(graph, self.request.ahead)


def _for_any_movers() -> list[str]:
    return [key for key, definition in definitions.items() if definition.for_any_movers]
