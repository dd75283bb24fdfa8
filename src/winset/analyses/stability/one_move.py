"""Improvements that one move of another party answers, of many at once and without a list of states.

How a party orders packages is here a sum: a number for each option, and a number for each combination that holds, be it
what a link is worth or a power of two for a statement. So the moves of a party are gone through issue by issue, and a
branch is left as soon as what remains of it can neither deter nor be to the mover's advantage. What is found is an
answer; what is not found may still be answered by several moves.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from winset.analyses.machine_code import machine_code
from winset.analyses.stability.implicit import ImplicitOrder
from winset.analyses.stability.labels import Row
from winset.analyses.stability.nearby import ImplicitGraph
from winset.analyses.stability.space import Bools, Ints
from winset.compiled import Condition

MOST_STATEMENTS = 62
"""Statements of a party whose powers of two fit one whole number; beyond, a search does it."""
MOST_BRANCHES = 1 << 14
"""Branches that are gone through for one improvement and one party that may answer; beyond, a search does it."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SumOrders:
    """How every party orders packages, as sums. table: (party, issue, option) by position. can: (party, issue, option,
    option) what a party can change into what, staying included; others: whether a party can move at all.

    of: (term) its party, −1 − number for the rule that it belongs to; worth: (term); ends: (term) where its conditions
    end, any of which must hold; parts: (condition) where the issues that it names end; issue, holds: (part), (part,
    option) which options. For a rule the first condition makes it bind, and the second is what it then asks.
    """

    table: Ints
    can: Bools
    of: Ints
    worth: Ints
    ends: Ints
    parts: Ints
    issue: Ints
    holds: Bools


def sum_orders(graph: ImplicitGraph) -> SumOrders | None:
    """The orders as sums; None where some party orders packages by a ranking, or by too many statements."""
    shape, parties = graph.space.shape, graph.parties
    table = np.zeros((parties, len(shape), max(shape)), dtype=np.int64)
    terms: list[tuple[int, int, Sequence[Condition]]] = []
    for party, order in enumerate(graph.rank):
        statements = order.case.statements[party] or () if order.kind == "statements" else ()
        if order.kind == "ranking" or len(statements) > MOST_STATEMENTS:
            return None
        if order.kind == "value":
            for issue, worth in enumerate(order.tables):
                table[party, issue, : len(worth)] = worth
            terms += [(party, link.worth, (link.when,)) for link in _links(order)]
        terms += [
            (party, 1 << (len(statements) - 1 - place), statement.when) for place, statement in enumerate(statements)
        ]
    rules = graph.space.lawful.rules if graph.space.lawful is not None else ()
    terms += [(-1 - number, 0, (rule.if_, rule.then)) for number, rule in enumerate(rules)]
    return SumOrders(table=table, can=_can(graph), **_rows(graph, terms))


def _links(order: ImplicitOrder) -> list[Row]:
    return [link for link in order.reading.links if link.party == order.party and link.worth]


def _can(graph: ImplicitGraph) -> Bools:
    shape = graph.space.shape
    can = np.zeros((graph.parties, len(shape), max(shape), max(shape)), dtype=bool)
    can[:] = np.eye(max(shape), dtype=bool)
    for party, moves in enumerate(graph.moves):
        for issue, allowed in moves.control.items():
            can[party, issue, : len(allowed), : len(allowed)] = allowed
    return can


def _rows(graph: ImplicitGraph, terms: Sequence[tuple[int, int, Sequence[Condition]]]) -> dict[str, NDArray[Row]]:
    """The terms, one after the other."""
    choices, most = graph.space.choices, max(graph.space.shape)
    ends, parts, issues, rows = [], [], [], []
    for _, _, conditions in terms:
        for when in conditions:
            for issue, options in when:
                issues.append(issue)
                rows.append([place < len(choices[issue]) and choices[issue][place] in options for place in range(most)])
            parts.append(len(issues))
        ends.append(len(parts))
    return {
        "of": np.array([of for of, _, _ in terms], dtype=np.int64),
        "worth": np.array([worth for _, worth, _ in terms], dtype=np.int64),
        "ends": np.array(ends, dtype=np.int64),
        "parts": np.array(parts, dtype=np.int64),
        "issue": np.array(issues, dtype=np.int64),
        "holds": np.array(rows, dtype=bool).reshape(-1, most),
    }


def answered_in_one_move(  # noqa: PLR0913 - what is asked of one package
    graph: ImplicitGraph, party: int, state: int, improvements: Sequence[int], *, improving: bool, lasting: bool
) -> list[tuple[int, int] | None]:
    """Of each improvement of a party from a state, who answers it by one move, and where that leads; None where that
    was not found. improving: to the advantage of who answers; lasting: whatever the party replies.
    """
    orders = graph.sum_orders
    if orders is None or not improvements:
        return [None] * len(improvements)
    space = graph.space
    replied = orders.table[party]
    if lasting:
        least = np.iinfo(np.int64).min
        replied = np.where(orders.can[party], orders.table[party][:, None, :], least).max(axis=2)
    ends = _positions(graph, improvements)
    mover = np.full(len(improvements), -1, dtype=np.int64)
    first_answers(
        *(_positions(graph, [state])[0], ends, party, improving, lasting, replied),
        *(np.array(graph.around(party).others, dtype=np.int64), np.array(space.shape, dtype=np.int64), MOST_BRANCHES),
        *(orders.table, orders.can, orders.of, orders.worth, orders.ends, orders.parts, orders.issue, orders.holds),
        mover,
    )
    weights = space.array(space.weights)
    led_to = (ends.astype(weights.dtype) * weights).sum(axis=1)
    return [None if who < 0 else (who, end) for who, end in zip(mover.tolist(), map(int, led_to.tolist()), strict=True)]


def _positions(graph: ImplicitGraph, states: Sequence[int]) -> Ints:
    """(state, issue) the options of some states, by position."""
    array = graph.space.array(states)
    return np.stack([graph.space.positions(array, issue) for issue in range(len(graph.space.shape))], axis=1)


@machine_code
def holds_any(  # noqa: PLR0913 - objects cost in compiled code
    at: Row, term: Row, ends: Row, parts: Row, issue: Row, holds: Row
) -> bool:
    """Whether one of the conditions of a term holds of a package. at: (issue) its options."""
    first = ends[term - 1] if term else 0
    for condition in range(first, ends[term]):
        fulfilled = True
        for part in range(parts[condition - 1] if condition else 0, parts[condition]):
            if not holds[part, at[issue[part]]]:
                fulfilled = False
                break
        if fulfilled:
            return True
    return False


@machine_code
def can_hold(  # noqa: PLR0913 - objects cost in compiled code
    at: Row, term: Row, can: Row, ends: Row, parts: Row, issue: Row, holds: Row
) -> bool:
    """Whether some condition of a term holds of a package, or would where a party changes each of the issues that it
    names, whether or not facts rule that out. can: (issue, option, option) what the party can change into what.
    """
    first = ends[term - 1] if term else 0
    for condition in range(first, ends[term]):
        fulfilled = True
        for part in range(parts[condition - 1] if condition else 0, parts[condition]):
            some = False
            for option in range(holds.shape[1]):
                if holds[part, option] and can[issue[part], at[issue[part]], option]:
                    some = True
                    break
            if not some:
                fulfilled = False
                break
        if fulfilled:
            return True
    return False


@machine_code
def first_answers(  # noqa: PLR0913, C901 - one loop: calls and objects cost there
    start: Row,
    ends_at: Row,
    party: Row,
    improving: Row,
    lasting: Row,
    replied: Row,
    others: Row,
    shape: Row,
    most: Row,
    table: Row,
    can: Row,
    of: Row,
    worth: Row,
    ends: Row,
    parts: Row,
    issue: Row,
    holds: Row,
    mover: Row,
) -> None:
    """Fills in mover, of each improvement the first party that answers it by one move, −1 at first; and ends_at, (way,
    issue) where improvements lead at first, by where the answers lead.

    replied: (issue, option) what the party is left with there, after its reply where that counts.
    """
    issues, terms = len(shape), len(of)
    at = np.zeros(issues, dtype=np.int64)
    axis, choice = np.zeros(issues, dtype=np.int64), np.zeros(issues, dtype=np.int64)
    left, gained = np.zeros(issues + 1, dtype=np.int64), np.zeros(issues + 1, dtype=np.int64)
    least, best = np.zeros(issues + 1, dtype=np.int64), np.zeros(issues + 1, dtype=np.int64)
    threshold, lowers = 0, 0
    for i in range(issues):
        threshold += table[party, i, start[i]]
    for term in range(terms):
        if of[term] == party:
            if holds_any(start, term, ends, parts, issue, holds):
                threshold += worth[term]
            if worth[term] < 0:
                lowers += worth[term]
    for way in range(len(ends_at)):
        for other in others:
            count, raises, now, fixed = 0, 0, 0, 0
            for i in range(issues):
                at[i] = ends_at[way, i]
                changes = 0
                for option in range(shape[i]):
                    if can[other, i, at[i], option]:
                        changes += 1
                if changes > 1:
                    axis[count] = i
                    count += 1
                else:
                    fixed += replied[i, at[i]]
            for term in range(terms):
                if of[term] == other:
                    if holds_any(at, term, ends, parts, issue, holds):
                        now += worth[term]
                    if worth[term] > 0:
                        raises += worth[term]
            if count == 0:
                continue
            least[count], best[count] = 0, 0
            for depth in range(count - 1, -1, -1):
                i = axis[depth]
                lowest, highest = 1 << 62, -(1 << 62)
                for option in range(shape[i]):
                    if can[other, i, ends_at[way, i], option]:
                        lowest = min(lowest, replied[i, option])
                        highest = max(highest, table[other, i, option] - table[other, i, ends_at[way, i]])
                least[depth], best[depth] = least[depth + 1] + lowest, best[depth + 1] + highest
            left[0], gained[0], choice[0] = fixed, 0, -1
            depth, branches, found = 0, 0, False
            while depth >= 0 and branches < most and not found:
                i = axis[depth]
                here = ends_at[way, i]
                choice[depth] += 1
                if choice[depth] == shape[i]:
                    at[i] = here
                    depth -= 1
                    continue
                option = choice[depth]
                if not can[other, i, here, option]:
                    continue
                branches += 1
                at[i] = option
                left[depth + 1] = left[depth] + replied[i, option]
                gained[depth + 1] = gained[depth] + table[other, i, option] - table[other, i, here]
                if left[depth + 1] + least[depth + 1] + (0 if lasting else lowers) > threshold:
                    continue
                if improving and gained[depth + 1] + best[depth + 1] + raises <= now:
                    continue
                if depth < count - 1:
                    depth += 1
                    choice[depth] = -1
                    continue
                stays = True
                for n in range(count):
                    if at[axis[n]] != ends_at[way, axis[n]]:
                        stays = False
                if stays:
                    continue
                remains, gains, lawful = left[count], gained[count] - now, True
                for term in range(terms):
                    if of[term] < 0:  # a rule: its first condition without its second
                        first = ends[term] - 2
                        binds = True
                        for part in range(parts[first - 1] if first else 0, parts[first]):
                            if not holds[part, at[issue[part]]]:
                                binds = False
                        if binds:
                            for part in range(parts[first], parts[first + 1]):
                                if not holds[part, at[issue[part]]]:
                                    lawful = False
                    elif of[term] == other:
                        if holds_any(at, term, ends, parts, issue, holds):
                            gains += worth[term]
                    elif of[term] == party and lasting:
                        if worth[term] > 0 and can_hold(at, term, can[party], ends, parts, issue, holds):
                            remains += worth[term]
                    elif of[term] == party and holds_any(at, term, ends, parts, issue, holds):
                        remains += worth[term]
                if lawful and remains <= threshold and (gains > 0 or not improving):
                    found = True
            if found:
                mover[way] = other
                for i in range(issues):
                    ends_at[way, i] = at[i]
                break
