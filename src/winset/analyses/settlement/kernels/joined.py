"""Compiled: depth first through the options of one issue after the other, with every rule and link, leaving out what
breaks a rule, crosses a red line or falls short.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from winset.analyses.machine_code import machine_code

Ints = NDArray[np.int64]
Bytes = NDArray[np.uint8]

FOUND, DONE, PAUSED = 0, 1, 2


class JoinedLayout(NamedTuple):
    """A question laid out issue by issue. A row is an option of an issue.

    starts: (issue + 1) where the rows of each begin. rows: (row, form) what each adds. needs, rejects, against: (row)
    bits of the parties whose consent it needs, that reject it by a red line that counts, and by any. unmoved: (row) 1
    where it moves nothing. clears: (row, condition) 1 where the condition cannot hold with it. rest: (issue + 1, form)
    the most that the issues from there on add, links apart; rest_linked: the same with the links that end there.
    may_need: (issue + 1) bits of the parties whom options from there on can need.
    touched_from, touched: (issue + 1), conditions that name each issue. ends: (condition) the last issue that it names.
    of_link: (condition) its link, -1 of a rule. worth, gain: (link, form) what it adds, and that or nothing.
    rules_from, rules: (issue + 1), (rule, 2) the two conditions of the rules that name each issue.
    form_of, bit, floor: (demand) the form that must reach a floor, and for whose consent alone; 0 where always.
    ballots: (ballot, 5) body, party's bit, weight, form of its value or -1, and its walk-away. quorum: (body).
    """

    starts: Ints
    rows: Ints
    needs: Ints
    rejects: Ints
    against: Ints
    unmoved: Ints
    clears: Bytes
    rest: Ints
    rest_linked: Ints
    may_need: Ints
    touched_from: Ints
    touched: Ints
    ends: Ints
    of_link: Ints
    worth: Ints
    gain: Ints
    rules_from: Ints
    rules: Ints
    form_of: Ints
    bit: Ints
    floor: Ints
    ballots: Ints
    quorum: Ints


@machine_code
def next_joined(
    layout: JoinedLayout,
    cursor: Ints,
    dead: Ints,
    sums: Ints,
    open_: Ints,
    needed: Ints,
    rejected: Ints,
    against: Ints,
    moved: Ints,
    state: Ints,
    budget: int,
) -> int:
    """Goes on to the next package that keeps what is asked; returns FOUND, DONE or PAUSED.

    cursor: (issue) the next row to try. dead: (condition) the issue with which it could no longer hold, or a later one.
    sums, open_: (issue + 1, form) what the issues before add, and at most the links that are still open. needed,
    rejected, against: (issue + 1) bits. moved: (issue + 1) 1 where something moves. state: depth, rows tried.
    """
    issues, forms = len(cursor), layout.rows.shape[1]
    depth, tried = state[0], state[1]
    stop = tried + budget
    never = issues + 1
    result = DONE
    most = np.empty(forms, dtype=np.int64)
    in_favour = np.empty(len(layout.quorum), dtype=np.int64)
    while depth >= 0:
        if tried >= stop:
            result = PAUSED
            break
        row = cursor[depth]
        if row == layout.starts[depth + 1]:
            depth -= 1
            continue
        cursor[depth] = row + 1
        tried += 1
        needed[depth + 1] = needed[depth] | layout.needs[row]
        rejected[depth + 1] = rejected[depth] | layout.rejects[row]
        if needed[depth + 1] & rejected[depth + 1]:
            continue
        moved[depth + 1] = moved[depth] | (1 - layout.unmoved[row])
        if depth + 1 == issues and moved[depth + 1] == 0:
            continue
        for form in range(forms):
            sums[depth + 1, form] = sums[depth, form] + layout.rows[row, form]
            open_[depth + 1, form] = open_[depth, form]
        for n in range(layout.touched_from[depth], layout.touched_from[depth + 1]):
            condition = layout.touched[n]
            if dead[condition] < depth:
                continue
            is_dead = layout.clears[row, condition] == 1
            dead[condition] = depth if is_dead else never
            link = layout.of_link[condition]
            ends = layout.ends[condition] == depth
            if link >= 0 and (is_dead or ends):
                for form in range(forms):
                    open_[depth + 1, form] -= layout.gain[link, form]
                    if not is_dead:
                        sums[depth + 1, form] += layout.worth[link, form]
        is_open = True
        for n in range(layout.rules_from[depth], layout.rules_from[depth + 1]):
            first, then = layout.rules[n, 0], layout.rules[n, 1]
            if layout.ends[first] <= depth and dead[first] > depth and dead[then] <= depth:
                is_open = False
                break
        if not is_open:
            continue
        for form in range(forms):
            most[form] = sums[depth + 1, form] + min(
                open_[depth + 1, form] + layout.rest[depth + 1, form], layout.rest_linked[depth + 1, form]
            )
        for n in range(len(layout.floor)):
            counts = layout.bit[n] == 0 or layout.bit[n] & needed[depth + 1]
            if counts and most[layout.form_of[n]] < layout.floor[n]:
                is_open = False
                break
        if not is_open:
            continue
        if len(layout.quorum):
            against[depth + 1] = against[depth] | layout.against[row]
            in_favour[:] = 0
            may = needed[depth + 1] | layout.may_need[depth + 1]
            for n in range(len(layout.ballots)):
                bit, form = layout.ballots[n, 1], layout.ballots[n, 3]
                reaches = form < 0 or most[form] >= layout.ballots[n, 4]
                if bit & may or (reaches and not bit & against[depth + 1]):
                    in_favour[layout.ballots[n, 0]] += layout.ballots[n, 2]
            for body in range(len(layout.quorum)):
                if in_favour[body] < layout.quorum[body]:
                    is_open = False
            if not is_open:
                continue
        if depth + 1 == issues:
            result = FOUND
            break
        depth += 1
        cursor[depth] = layout.starts[depth]
    state[0], state[1] = depth, tried
    return result
