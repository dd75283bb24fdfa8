"""Issues that rules and links join, taken one after the other: between two of them only what is still open counts.

After some issues of a group are settled, all that the rest has to know of them is which conditions can still hold. That
is the state between two layers. There are never more states than combinations of the options of the issues that share
a condition with a later one, which is what a path decomposition of the group would keep, and often far fewer: a link
between two issues of ten options leaves two.

Source: Bodlaender 1998, Theoretical Computer Science 209(1–2), 1–45 (path decompositions); a path, since a tree of
issues would have to add whole frontiers to each other where its branches meet.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from winset.compiled import CompiledRule, Condition, Structure
from winset.readings.exact import LinkWorth

MOST_STEPS = 20_000
"""Ways from one state to the next between two issues that are taken one after the other; beyond, the issues count as
joined too closely to be added up.
"""
MOST_LOOKS = 300_000
"""Times that an option is looked at after some others while the order of joined issues is sought, about a second;
beyond, the best order so far is taken, and without one the issues count as joined too closely to be added up.
"""
MOST_STARTS = 12
"""Issues with which an order of joined issues is tried to begin; beyond, none is tried, and the work may take longer.
"""

State = tuple[int, int, int]
"""Bits of the links, of the `if` and of the `then` of the rules that can still hold; a rule without both is settled."""


Whens = tuple[Condition | None, ...]
"""Per link its condition, None where it is worth nothing."""


class TooJoined(Exception):
    """So many issues are joined by rules and links that what is open between them is not written out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Transition:
    """One way through a layer. before, after: the states that it leads from and to. fulfilled: links that it brings."""

    before: int
    option: int
    after: int
    fulfilled: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Layer:
    """One issue of a group. states: how many there are after it. status_quo_transition: the way that moves nothing,
    None for none.
    """

    issue: int
    transitions: tuple[Transition, ...]
    states: int
    status_quo_transition: int | None


def conditions(links: Sequence[LinkWorth]) -> Whens:
    """Per link its condition, None where it is worth nothing."""
    return tuple(link.when if link.worth else None for link in links)


def layers(structure: Structure, whens: Whens, issues: tuple[int, ...]) -> tuple[Layer, ...]:
    """The layers of a group of issues, in an order that keeps the states between them few.

    Each path of ways is one lawful combination of options, and the other way round; without any, no layer has a way.
    Raises TooJoined where a layer would have too many ways, or the order is not found by trying so many.
    """
    known = _layered(Joining.of(structure, whens), issues)
    if known is None:
        raise TooJoined
    return known


@dataclass(frozen=True, slots=True, kw_only=True)
class Joining:
    """All that clusters and layers hang on: the same where numbers, consent and red lines alone differ."""

    sizes: tuple[int, ...]
    status_quo: tuple[int | None, ...]
    left_out: frozenset[int]
    open: bytes
    rules: tuple[CompiledRule, ...]
    whens: Whens
    structure: Structure = field(compare=False)

    @staticmethod
    def of(structure: Structure, whens: Whens) -> Joining:
        """That of a structure and of the conditions of links."""
        return Joining(
            sizes=structure.sizes,
            status_quo=structure.status_quo,
            left_out=structure.left_out,
            open=structure.open.tobytes(),
            rules=structure.rules,
            whens=whens,
            structure=structure,
        )


@lru_cache(maxsize=32)
def _layered(joining: Joining, issues: tuple[int, ...]) -> tuple[Layer, ...] | None:
    """The layers, None where the issues are joined too closely."""
    group = _Group(joining.structure, joining.whens, issues)
    starts = sorted(issues, key=lambda issue: (group.touching[issue], issue))[:MOST_STARTS]
    best: tuple[int, tuple[int, ...]] | None = None
    for start in starts:
        best = group.order_from(start, best)
    return None if best is None else group.along(best[1])


class _Conditions:
    """Conditions of one kind, as bits. clear: per issue and option the bits that cannot hold with it. names: per issue
    the bits of the conditions that name it.
    """

    def __init__(self, structure: Structure, conditions: Sequence[Condition]) -> None:
        sizes = structure.sizes
        self.all = (1 << len(conditions)) - 1
        self.names = [0] * len(sizes)
        self.clear = [[0] * size for size in sizes]
        for n, condition in enumerate(conditions):
            for issue, options in condition:
                self.names[issue] |= 1 << n
                for option in range(sizes[issue]):
                    if option not in options:
                        self.clear[issue][option] |= 1 << n

    def open(self, rest: Sequence[int]) -> int:
        """The bits of the conditions that name some of these issues."""
        bits = 0
        for issue in rest:
            bits |= self.names[issue]
        return bits


class _Group:
    """A group of issues with the links and rules that belong to it."""

    def __init__(self, structure: Structure, whens: Whens, issues: tuple[int, ...]) -> None:
        self.structure, self.issues = structure, issues
        inside = frozenset(issues)

        def belongs(*conditions: Condition) -> bool:
            return any(issue in inside for condition in conditions for issue, _ in condition)

        named = [(n, when) for n, when in enumerate(whens) if when is not None and belongs(when)]
        self.links = [n for n, _ in named]
        rules = [rule for rule in structure.rules if belongs(rule.if_, rule.then)]
        self.when = _Conditions(structure, [when for _, when in named])
        self.if_ = _Conditions(structure, [rule.if_ for rule in rules])
        self.then = _Conditions(structure, [rule.then for rule in rules])
        self.options = {issue: structure.choices(issue) for issue in issues}
        self.touching = {
            issue: sum(kind.names[issue].bit_count() for kind in (self.when, self.if_, self.then)) for issue in issues
        }
        self.first = self._before_all()
        self.looks = 0

    def _before_all(self) -> State | None:
        """The state when the issues that leave no choice are settled; None where they break a rule."""
        state: State | None = (self.when.all, self.if_.all, self.then.all)
        for issue in range(len(self.structure.sizes)):
            choices = self.structure.choices(issue)
            if issue not in self.options and len(choices) == 1 and state is not None:
                state = self._after(state, issue, choices[0], (~0, ~0, ~0))
        return None if state is None else self._settled(state, self._open(self.issues))

    def _open(self, rest: Sequence[int]) -> tuple[int, int, int]:
        """The bits of the conditions that some issue of the rest can still decide."""
        return self.when.open(rest), self.if_.open(rest), self.then.open(rest)

    def _after(self, state: State, issue: int, option: int, open_: tuple[int, int, int]) -> State | None:
        """The state with one more option, with links that are fulfilled still in it; None where a rule is broken."""
        links, ifs, thens = state
        links &= ~self.when.clear[issue][option]
        dead = self.if_.clear[issue][option]
        ifs, thens = ifs & ~dead, thens & ~dead & ~self.then.clear[issue][option]
        return self._settled((links, ifs, thens), open_)

    @staticmethod
    def _settled(state: State, open_: tuple[int, int, int]) -> State | None:
        """The state without rules that are kept whatever follows; None where one is broken."""
        links, ifs, thens = state
        kept = thens & ~open_[2]
        ifs, thens = ifs & ~kept, thens & ~kept
        return None if ifs & ~thens & ~open_[1] else (links, ifs, thens)

    def _step(self, states: Sequence[State], issue: int, rest: Sequence[int]) -> list[tuple[int, int, State, int]]:
        """Every way on: the state's place, the option, the state after it and the bits of the links that it fulfils."""
        open_ = self._open(rest)
        ways = []
        for place, state in enumerate(states):
            for option in self.options[issue]:
                after = self._after(state, issue, option, open_)
                if after is not None:
                    links, ifs, thens = after
                    ways.append((place, option, (links & open_[0], ifs, thens), links & ~open_[0]))
        return ways

    def order_from(self, start: int, best: tuple[int, tuple[int, ...]] | None) -> tuple[int, tuple[int, ...]] | None:
        """The order that goes on from an issue to the one that leaves the fewest states, with its number of ways; the
        best one so far where that is no worse, or where a layer would be too large.
        """
        order: list[int] = []
        states: list[State] = [] if self.first is None else [self.first]
        total = 0
        nearest = [start]
        while len(order) < len(self.issues):
            nearest_step: tuple[int, int, int, list[State]] | None = None
            for issue in nearest:
                if len(states) * len(self.options[issue]) > MOST_STEPS:
                    continue
                self.looks += len(states) * len(self.options[issue])
                if self.looks > MOST_LOOKS:
                    return best
                rest = [other for other in self.issues if other != issue and other not in order]
                ways = self._step(states, issue, rest)
                after = list(dict.fromkeys(way[2] for way in ways))
                if nearest_step is None or (len(after), len(ways), issue) < nearest_step[:3]:
                    nearest_step = (len(after), len(ways), issue, after)
            if nearest_step is None:
                return best
            total += nearest_step[1]
            if best is not None and total >= best[0]:
                return best
            order.append(nearest_step[2])
            states = nearest_step[3]
            nearest = self._joined(order)
        return total, tuple(order)

    def _joined(self, order: Sequence[int]) -> list[int]:
        """The issues still to come that share a condition with one that is settled; all, where none does."""
        rest = [issue for issue in self.issues if issue not in order]
        kinds = (self.when, self.if_, self.then)
        begun = [kind.open(order) for kind in kinds]
        # A rule's two conditions belong together.
        begun[1] = begun[2] = begun[1] | begun[2]
        near = [
            issue for issue in rest if any(kind.names[issue] & bits for kind, bits in zip(kinds, begun, strict=True))
        ]
        return near or rest

    def along(self, order: tuple[int, ...]) -> tuple[Layer, ...]:
        """The layers in an order, without ways that lead nowhere."""
        states: list[State] = [] if self.first is None else [self.first]
        steps: list[list[tuple[int, int, int, int]]] = []
        for n, issue in enumerate(order):
            steps_on = self._step(states, issue, order[n + 1 :])
            place = {state: at for at, state in enumerate(dict.fromkeys(way[2] for way in steps_on))}
            steps.append([(before, option, place[after], links) for before, option, after, links in steps_on])
            states = list(place)
        lives = set(range(len(states)))
        for n in range(len(steps) - 1, -1, -1):
            steps[n] = sorted(way for way in steps[n] if way[2] in lives)
            lives = {way[0] for way in steps[n]}
        layered: list[Layer] = []
        unmoved_state: int | None = 0
        known = {0: 0}
        for issue, kept in zip(order, steps, strict=True):
            number = {state: n for n, state in enumerate(sorted({way[2] for way in kept}))}
            ways = tuple(
                Transition(before=known[before], option=option, after=number[after], fulfilled=self._fulfilled(links))
                for before, option, after, links in kept
            )
            quo = self.structure.status_quo[issue]
            unmoved = next(
                (
                    n
                    for n, transition in enumerate(ways)
                    if transition.before == unmoved_state and transition.option == quo
                ),
                None,
            )
            unmoved_state = None if unmoved is None else ways[unmoved].after
            layered.append(
                Layer(issue=issue, transitions=ways, states=max(1, len(number)), status_quo_transition=unmoved)
            )
            known = number
        return tuple(layered)

    def _fulfilled(self, bits: int) -> tuple[int, ...]:
        return tuple(self.links[n] for n in range(len(self.links)) if bits >> n & 1)
