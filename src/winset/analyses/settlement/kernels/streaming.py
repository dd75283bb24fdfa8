"""Compiled: every package once, in constant memory.

The first issues turn like an odometer; the last ones form a block of rows whose worth is known beforehand. Rows that
need the same parties and meet the same rejections stand together, so that most of what has to be decided is decided for
all of them at once.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from winset.analyses.machine_code import machine_code
from winset.analyses.settlement.kernels.dominance import compare, copied, copied_rows, in_order, mark_dominated

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
CHAMPIONS = 48
"""Undominated vectors that new ones are compared with before they are kept."""
FIRST_SIFT = 2048
SHARES = 0.1 + np.random.Generator(np.random.Philox(7)).random((512, 64))
SHARES[0] = 1.0
"""(direction, party) in which vectors are compared when champions are chosen; any will do."""
MANY_RUNS = 8
"""Runs of rows whose best possible values are looked at together."""
MOST_KEPT = 1 << 21
"""Packages that are kept at once; beyond, those of equal value are counted, and one of them is kept."""
MOST_MASKS = 4096
"""Sets of constraints that one piece of the work finds violated, none of which contains another; beyond, the rest is
left out, and the answer says that repairs and conflicts are not complete.
"""


class ScanLayout(NamedTuple):
    """A question laid out for the odometer.

    starts: (outer issue + 1) where its options begin. worth: (option, party). need, reject, lines: (option) bits of
    parties needed, of parties that reject it, of red lines crossed. quo: (option) whether it is the status quo. rows:
    (party, row). row_quo: (row) bits of the inner issues that it leaves at the status quo; all_quo: those that any row
    leaves. row_is_status_quo: (row) whether it moves nothing. row_lines: (row). classes: (class + 1) where the rows of
    a class begin; class_need, class_reject: their bits; class_most, class_least: (class, party). few: (few + 1) where
    runs of some rows of one class begin; few_most: (few, party), and many_most of several runs from this one on.
    class_few: (class + 1) where the runs of a class begin. conditions: (condition, option) whether an outer option
    meets it, True where it does not matter; condition_rows: (condition, row); condition_starts, condition_list: the
    same as lists of rows. link: (link, 4) condition, party, worth, whether every row meets the condition. rule: (rule,
    2) conditions. walk_away, floor: (party) the least value where it is required, and in any case. always: bits.
    bargaining: positions. line_holders: (red line) bits of the parties that hold it.
    """

    starts: Ints
    worth: Ints
    need: Ints
    reject: Ints
    lines: Ints
    quo: Bools
    rows: Ints
    row_quo: Ints
    all_quo: int
    row_is_status_quo: Bools
    row_lines: Ints
    classes: Ints
    class_need: Ints
    class_reject: Ints
    class_most: Ints
    class_least: Ints
    few: Ints
    few_most: Ints
    many_most: Ints
    class_few: Ints
    conditions: Bools
    condition_rows: Bools
    condition_starts: Ints
    condition_list: Ints
    link: Ints
    rule: Ints
    walk_away: Ints
    floor: Ints
    always: int
    bargaining: Ints
    line_holders: Ints
    has_status_quo: bool


@machine_code
def _options(layout: ScanLayout, prefix: int, chosen: Ints) -> None:
    """Writes down the options, as columns, of a numbered combination of the outer issues."""
    for issue in range(len(layout.starts) - 2, -1, -1):
        size = layout.starts[issue + 1] - layout.starts[issue]
        chosen[issue] = layout.starts[issue] + prefix % size
        prefix //= size


@machine_code
def _turned(layout: ScanLayout, chosen: Ints) -> None:
    """The next combination of the outer issues."""
    for issue in range(len(chosen) - 1, -1, -1):
        chosen[issue] += 1
        if chosen[issue] < layout.starts[issue + 1]:
            return
        chosen[issue] = layout.starts[issue]


@machine_code
def _based(layout: ScanLayout, chosen: Ints, base: Ints, bits: Ints) -> bool:
    """Sums up the outer issues: values into base; needs, rejections, red lines into bits; True where none is moved."""
    base[:] = 0
    bits[:] = 0
    unmoved = True
    for option in chosen:
        for party in range(len(base)):
            base[party] += layout.worth[option, party]
        bits[0] |= layout.need[option]
        bits[1] |= layout.reject[option]
        bits[2] |= layout.lines[option]
        unmoved = unmoved and layout.quo[option]
    return unmoved


@machine_code
def _meets(layout: ScanLayout, chosen: Ints, met: Bools) -> None:
    """Which conditions the outer issues meet, as far as they are concerned."""
    for condition in range(len(layout.conditions)):
        met[condition] = True
        for option in chosen:
            if not layout.conditions[condition, option]:
                met[condition] = False
                break


@machine_code
def _check_rules(layout: ScanLayout, met: Bools, abiding: Bools) -> bool:
    """Marks the rows that break no rule; True where all of them do not."""
    every = True
    for rule in range(len(layout.rule)):
        if met[layout.rule[rule, 0]]:
            every = False
    if every:
        return True
    abiding[:] = True
    for rule in range(len(layout.rule)):
        when, then = layout.rule[rule, 0], layout.rule[rule, 1]
        if not met[when]:
            continue
        for row in range(len(abiding)):
            if layout.condition_rows[when, row] and not (met[then] and layout.condition_rows[then, row]):
                abiding[row] = False
    return False


@machine_code
def _linked(layout: ScanLayout, met: Bools, base: Ints, slack: Ints) -> bool:
    """Adds the links that are met and hold for every row to the base; True where others are met.

    slack: (2, party) the most and least that the others add to a row.
    """
    slack[:] = 0
    some = False
    for link in range(len(layout.link)):
        condition, party, worth, every = layout.link[link]
        if met[condition] and every:
            base[party] += worth
        elif met[condition]:
            some = True
            slack[0, party] += max(worth, 0)
            slack[1, party] += min(worth, 0)
    return some


@machine_code
def _raised(layout: ScanLayout, met: Bools, rows: Ints) -> None:
    """The rows with the links that are met."""
    copied_rows(layout.rows, len(rows), rows, 0)
    for link in range(len(layout.link)):
        condition, party, worth, every = layout.link[link]
        if met[condition] and not every:
            for place in range(layout.condition_starts[condition], layout.condition_starts[condition + 1]):
                rows[party, layout.condition_list[place]] += worth


@machine_code
def _tops(layout: ScanLayout, rows: Ints, slack: Ints, few: Ints, many: Ints) -> None:
    """The most that runs of rows, and several runs together, hold with the links that are met."""
    copied_rows(layout.few_most, len(few), few, 0)
    copied_rows(layout.many_most, len(many), many, 0)
    for party in range(len(rows)):
        if slack[0, party] == 0 and slack[1, party] == 0:
            continue
        for kind in range(len(layout.class_few) - 1):
            for run in range(layout.class_few[kind + 1] - 1, layout.class_few[kind] - 1, -1):
                top = rows[party, layout.few[run]]
                for row in range(layout.few[run] + 1, layout.few[run + 1]):
                    top = max(top, rows[party, row])
                few[run, party] = top
                if (run - layout.class_few[kind]) % MANY_RUNS == 0:
                    for next_run in range(run + 1, min(run + MANY_RUNS, layout.class_few[kind + 1])):
                        top = max(top, few[next_run, party])
                    many[run, party] = top


@machine_code
def _least(layout: ScanLayout, party: int, required: int) -> int:
    """What a party's value must reach where these are required."""
    least = layout.floor[party]
    if required & (1 << party):
        least = max(least, layout.walk_away[party])
    return least


@machine_code
def visit(
    layout: ScanLayout, first: int, last: int, known: Ints, most: Ints, least: Ints, seen: Bools, counts: Ints
) -> tuple:
    """Goes through the packages whose outer combinations are numbered first to last − 1.

    known: (vector, bargaining party) values of acceptable packages, in an order that changes. counts: feasible and
    acceptable packages, raised. most, least: (bargaining party) over the acceptable ones, updated. seen: (issue, outer
    ones first) whether an acceptable package leaves it at the status quo. Returns the vectors that neither a known one
    nor another one dominates, the number of a package with each, and how many packages each stands for.
    """
    parties, width, block = len(layout.walk_away), len(layout.bargaining), layout.rows.shape[1]
    chosen = np.empty(len(layout.starts) - 1, dtype=np.int64)
    _options(layout, first, chosen)
    base, bits = np.empty(parties, dtype=np.int64), np.empty(3, dtype=np.int64)
    met, abiding = np.empty(len(layout.conditions), dtype=np.bool_), np.ones(block, dtype=np.bool_)
    linked, slack = np.empty_like(layout.rows), np.zeros((2, parties), dtype=np.int64)
    few_linked, many_linked = np.empty_like(layout.few_most), np.empty_like(layout.many_most)
    good = np.empty(block, dtype=np.bool_)
    vectors, numbers = np.empty((8192, width), dtype=np.int64), np.empty(8192, dtype=np.int64)
    stands = np.empty(8192, dtype=np.int64)
    size, next_sift = 0, FIRST_SIFT
    champions, crowned = np.empty((CHAMPIONS, width), dtype=np.int64), 0
    corner = np.empty(width, dtype=np.int64)
    found_quo = 0
    for prefix in range(first, last):
        unmoved = _based(layout, chosen, base, bits) and layout.has_status_quo
        _meets(layout, chosen, met)
        every = _check_rules(layout, met, abiding)
        rows, few, many = layout.rows, layout.few_most, layout.many_most
        rows_later = _linked(layout, met, base, slack)  # the rows with links are worked out when they are looked at
        tops_later = rows_later
        any_good = False
        for kind in range(len(layout.class_need)):
            start, end = layout.classes[kind], layout.classes[kind + 1]
            required = layout.always | bits[0] | layout.class_need[kind]
            if required & (bits[1] | layout.class_reject[kind]):
                continue
            number = end - start
            whole = every and not unmoved
            if not whole:
                number = 0
                for row in range(start, end):
                    good[row] = abiding[row] if not every else True
                    if unmoved and layout.row_is_status_quo[row]:
                        good[row] = False
                    number += good[row]
            counts[0] += number
            possible, sure = True, True
            for party in range(parties):
                shortfall = _least(layout, party, required) - base[party]
                if layout.class_most[kind, party] + slack[0, party] < shortfall:
                    possible = False
                    break
                sure = sure and layout.class_least[kind, party] + slack[1, party] >= shortfall
            if not possible or number == 0:
                continue
            reaches_out = False
            for n in range(width):
                party = layout.bargaining[n]
                reaches_out = reaches_out or base[party] + layout.class_most[kind, party] + slack[0, party] > most[n]
                reaches_out = reaches_out or base[party] + layout.class_least[kind, party] + slack[1, party] < least[n]
            if rows_later and (reaches_out or not sure):
                _raised(layout, met, linked)
                rows, rows_later = linked, False
            if not sure:
                if whole:
                    good[start:end] = True
                    whole = False
                for party in range(parties):
                    shortfall = _least(layout, party, required) - base[party]
                    if layout.class_least[kind, party] + slack[1, party] < shortfall:
                        for row in range(start, end):
                            good[row] = good[row] & (rows[party, row] >= shortfall)
                number = 0
                for row in range(start, end):
                    number += good[row]
                if number == 0:
                    continue
            counts[1] += number
            any_good = True
            for n in range(width):
                party = layout.bargaining[n]
                reaches = base[party] + layout.class_most[kind, party] + slack[0, party]
                falls = base[party] + layout.class_least[kind, party] + slack[1, party]
                if reaches <= most[n] and falls >= least[n]:
                    continue
                high, low = np.int64(-(2**62)), np.int64(2**62)
                if whole:
                    for row in range(start, end):
                        high = max(high, rows[party, row])
                        low = min(low, rows[party, row])
                else:
                    for row in range(start, end):
                        if good[row]:
                            high = max(high, rows[party, row])
                            low = min(low, rows[party, row])
                most[n] = max(most[n], base[party] + high)
                least[n] = min(least[n], base[party] + low)
            if found_quo != layout.all_quo:
                for row in range(start, end):
                    if whole or good[row]:
                        found_quo |= layout.row_quo[row]
            for n in range(width):
                party = layout.bargaining[n]
                corner[n] = base[party] + layout.class_most[kind, party] + slack[0, party]
            if _below(known, len(known), corner) or _below(champions, crowned, corner):
                continue
            if rows_later:
                _raised(layout, met, linked)
                rows, rows_later = linked, False
            if tops_later:
                _tops(layout, linked, slack, few_linked, many_linked)
                few, many, tops_later = few_linked, many_linked, False
            run = layout.class_few[kind] - 1
            while run + 1 < layout.class_few[kind + 1]:
                run += 1
                if (run - layout.class_few[kind]) % MANY_RUNS == 0:
                    for n in range(width):
                        party = layout.bargaining[n]
                        corner[n] = base[party] + many[run, party]
                    if _below(known, len(known), corner) or _below(champions, crowned, corner):
                        run += MANY_RUNS - 1
                        continue
                for n in range(width):
                    party = layout.bargaining[n]
                    corner[n] = base[party] + few[run, party]
                if _below(known, len(known), corner) or _below(champions, crowned, corner):
                    continue
                for row in range(layout.few[run], layout.few[run + 1]):
                    if not (whole or good[row]):
                        continue
                    for n in range(width):
                        corner[n] = base[layout.bargaining[n]] + rows[layout.bargaining[n], row]
                    if _below(known, len(known), corner) or _below(champions, crowned, corner):
                        continue
                    if size == len(numbers):
                        vectors, numbers, stands = _grown(vectors, numbers, stands)
                    vectors[size] = corner
                    numbers[size] = prefix * block + row
                    stands[size] = 1
                    size += 1
                    if size >= next_sift:
                        size = _sifted(vectors[:size], numbers, stands)
                        crowned = select_champions(vectors[:size], champions)
                        next_sift = max(2 * size, 2 * FIRST_SIFT)
        if any_good:
            for issue in range(len(chosen)):
                if layout.quo[chosen[issue]]:
                    seen[issue] = True
        _turned(layout, chosen)
    size = _sifted(vectors[:size], numbers, stands)
    for n in range(len(seen) - len(chosen)):
        if found_quo & (1 << n):
            seen[len(chosen) + n] = True
    return vectors[:size].copy(), numbers[:size].copy(), stands[:size].copy()


@machine_code
def _below(champions: Ints, count: int, vector: Ints) -> bool:
    """True where a champion dominates the vector; that one is then asked sooner."""
    for n in range(count):
        above, equal = True, True
        for coordinate in range(len(vector)):
            if champions[n, coordinate] < vector[coordinate]:
                above = False
                break
            if champions[n, coordinate] > vector[coordinate]:
                equal = False
        if above and not equal:
            if n > 0:
                for coordinate in range(len(vector)):
                    spare = champions[n - 1, coordinate]
                    champions[n - 1, coordinate] = champions[n, coordinate]
                    champions[n, coordinate] = spare
            return True
    return False


@machine_code
def _grown(vectors: Ints, numbers: Ints, stands: Ints) -> tuple:
    size = len(numbers)
    more = np.empty((2 * size, vectors.shape[1]), dtype=np.int64)
    copied_rows(vectors, size, more, 0)
    others = np.empty(2 * size, dtype=np.int64)
    copied(numbers, 0, others)
    counted = np.empty(2 * size, dtype=np.int64)
    copied(stands, 0, counted)
    return more, others, counted


@machine_code
def _sifted(vectors: Ints, numbers: Ints, stands: Ints) -> int:
    """Keeps the undominated, those of equal value too as long as they are not too many; returns how many are kept."""
    size = len(vectors)
    order = np.arange(size)
    in_order(vectors, order)
    dead = np.zeros(size, dtype=np.bool_)
    distinct = np.empty(size, dtype=np.int64)
    count = 0
    for n in order:
        if count == 0 or compare(vectors, distinct[count - 1], vectors, n) != 0:
            distinct[count] = n
            count += 1
    mark_dominated(vectors, distinct[:count], dead)
    kept = np.empty(size, dtype=np.int64)
    out, leader = 0, -1
    for n in order:
        if leader < 0 or compare(vectors, leader, vectors, n) != 0:
            leader = n
        if dead[leader]:
            continue
        if n != leader and size > MOST_KEPT:
            stands[leader] += stands[n]
        else:
            kept[out] = n
            out += 1
    kept = kept[:out]
    result, packages, counted = vectors[kept], numbers[kept], stands[kept]
    copied_rows(result, out, vectors, 0)
    for n in range(out):
        numbers[n] = packages[n]
        stands[n] = counted[n]
    return out


@machine_code
def select_champions(vectors: Ints, champions: Ints) -> int:
    """Chooses vectors that are large in many directions at once."""
    size, width = vectors.shape
    if size == 0:
        return 0
    low, high = vectors[0].copy(), vectors[0].copy()
    for n in range(size):
        for coordinate in range(width):
            low[coordinate] = min(low[coordinate], vectors[n, coordinate])
            high[coordinate] = max(high[coordinate], vectors[n, coordinate])
    count = 0
    for champion in range(min(len(champions), size)):
        weight = SHARES[champion % len(SHARES)]
        best, place = -1.0, 0
        for n in range(size):
            worst = 1e30
            for coordinate in range(width):
                reach = np.float64(vectors[n, coordinate] - low[coordinate] + 1)
                worst = min(worst, reach / np.float64(high[coordinate] - low[coordinate] + 1) / weight[coordinate])
            if worst > best:
                best, place = worst, n
        for coordinate in range(width):
            champions[count, coordinate] = vectors[place, coordinate]
        count += 1
    return count


@machine_code
def violations(layout: ScanLayout, first: int, last: int, items: Ints, bodies: Ints, masks: Ints) -> tuple:
    """The minimal sets of constraints that packages violate, and the least shortfalls of those that cross no red line.

    items: (party) bit of its walk-away among the constraints, 0 where it has none. bodies: (body, 3) bit, party and
    least value. The bits of the red lines are those of the plan. masks: room for the minimal sets. Returns their
    number, whether all had room, and the shortfalls (vector, party and then body) as negative numbers, the undominated
    ones.
    """
    parties, block = len(layout.walk_away), layout.rows.shape[1]
    width = parties + len(bodies)
    chosen = np.empty(len(layout.starts) - 1, dtype=np.int64)
    _options(layout, first, chosen)
    base, bits = np.empty(parties, dtype=np.int64), np.empty(3, dtype=np.int64)
    met, abiding = np.empty(len(layout.conditions), dtype=np.bool_), np.ones(block, dtype=np.bool_)
    linked, slack = np.empty_like(layout.rows), np.zeros((2, parties), dtype=np.int64)
    vectors, numbers = np.empty((8192, width), dtype=np.int64), np.empty(8192, dtype=np.int64)
    stands = np.empty(8192, dtype=np.int64)
    size, next_sift, minimal, complete = 0, FIRST_SIFT, 0, True
    champions, crowned = np.empty((CHAMPIONS, width), dtype=np.int64), 0
    short = np.empty(width, dtype=np.int64)
    for _ in range(first, last):
        unmoved = _based(layout, chosen, base, bits)
        _meets(layout, chosen, met)
        every = _check_rules(layout, met, abiding)
        rows = layout.rows
        if _linked(layout, met, base, slack):
            _raised(layout, met, linked)
            rows = linked
        for kind in range(len(layout.class_need)):
            required = layout.always | bits[0] | layout.class_need[kind]
            holding = np.int64(0)
            for line in range(len(layout.line_holders)):
                if layout.line_holders[line] & required:
                    holding |= np.int64(1) << line
            for row in range(layout.classes[kind], layout.classes[kind + 1]):
                if not (every or abiding[row]) or (unmoved and layout.has_status_quo and layout.row_is_status_quo[row]):
                    continue
                mask = (bits[2] | layout.row_lines[row]) & holding
                crossed = mask != 0
                for party in range(parties):
                    gap = layout.walk_away[party] - base[party] - rows[party, row]
                    falls = gap > 0 and required & (1 << party) != 0 and items[party] != 0
                    short[party] = -gap if falls else 0
                    if falls:
                        mask |= items[party]
                for body in range(len(bodies)):
                    gap = bodies[body, 2] - base[bodies[body, 1]] - rows[bodies[body, 1], row]
                    short[parties + body] = -gap if gap > 0 else 0
                    if gap > 0:
                        mask |= bodies[body, 0]
                minimal = _added(masks, minimal, mask)
                if minimal == len(masks):
                    complete = False
                    minimal -= 1
                if crossed or _below(champions, crowned, short):
                    continue
                if size == len(numbers):
                    vectors, numbers, stands = _grown(vectors, numbers, stands)
                vectors[size] = short
                numbers[size], stands[size] = 0, 1
                size += 1
                if size >= next_sift:
                    size = _once(vectors, _sifted(vectors[:size], numbers, stands))
                    crowned = select_champions(vectors[:size], champions)
                    next_sift = max(2 * size, 2 * FIRST_SIFT)
        _turned(layout, chosen)
    size = _once(vectors, _sifted(vectors[:size], numbers, stands))
    return minimal, complete, vectors[:size].copy()


@machine_code
def _once(vectors: Ints, size: int) -> int:
    """Equal neighbours once."""
    kept = 0
    for n in range(size):
        if kept == 0 or compare(vectors, kept - 1, vectors, n) != 0:
            vectors[kept] = vectors[n]
            kept += 1
    return kept


@machine_code
def _added(masks: Ints, minimal: int, mask: int) -> int:
    """The minimal sets with one more, unless it contains one of them; returns their number."""
    for n in range(minimal):
        if masks[n] & mask == masks[n]:
            if n > 0:
                masks[n - 1], masks[n] = masks[n], masks[n - 1]
            return minimal
    kept = 0
    for n in range(minimal):
        if masks[n] & mask != mask:
            masks[kept] = masks[n]
            kept += 1
    masks[kept] = mask
    return kept + 1


@machine_code
def _within_reach(layout: ScanLayout, base: Ints, lift: Ints, need: int) -> bool:
    """False where no row could be acceptable, even if every link that adds something were met."""
    for kind in range(len(layout.class_need)):
        required = layout.always | need | layout.class_need[kind]
        possible = True
        for party in range(len(base)):
            most = base[party] + layout.class_most[kind, party] + lift[party]
            possible = possible and most >= _least(layout, party, required)
        if possible:
            return True
    return False


@machine_code
def list_acceptable(layout: ScanLayout, first: int, last: int, limit: int) -> Ints:
    """The numbers of the acceptable packages, at most so many."""
    parties, block = len(layout.walk_away), layout.rows.shape[1]
    chosen = np.empty(len(layout.starts) - 1, dtype=np.int64)
    _options(layout, first, chosen)
    base, bits = np.empty(parties, dtype=np.int64), np.empty(3, dtype=np.int64)
    met, abiding = np.empty(len(layout.conditions), dtype=np.bool_), np.ones(block, dtype=np.bool_)
    linked, slack = np.empty_like(layout.rows), np.zeros((2, parties), dtype=np.int64)
    listed, size = np.empty(limit, dtype=np.int64), 0
    lift = np.zeros(parties, dtype=np.int64)
    for link in range(len(layout.link)):
        lift[layout.link[link, 1]] += max(layout.link[link, 2], 0)
    for prefix in range(first, last):
        unmoved = _based(layout, chosen, base, bits)
        if not _within_reach(layout, base, lift, bits[0]):
            _turned(layout, chosen)
            continue
        _meets(layout, chosen, met)
        every = _check_rules(layout, met, abiding)
        rows = layout.rows
        if _linked(layout, met, base, slack):
            _raised(layout, met, linked)
            rows = linked
        for kind in range(len(layout.class_need)):
            required = layout.always | bits[0] | layout.class_need[kind]
            if required & (bits[1] | layout.class_reject[kind]):
                continue
            possible = True
            for party in range(parties):
                most = base[party] + layout.class_most[kind, party] + slack[0, party]
                possible = possible and most >= _least(layout, party, required)
            if not possible:
                continue
            for row in range(layout.classes[kind], layout.classes[kind + 1]):
                if not (every or abiding[row]) or (unmoved and layout.has_status_quo and layout.row_is_status_quo[row]):
                    continue
                good = True
                for party in range(parties):
                    good = good and base[party] + rows[party, row] >= _least(layout, party, required)
                if good:
                    listed[size] = prefix * block + row
                    size += 1
                    if size == limit:
                        return listed
        _turned(layout, chosen)
    return listed[:size].copy()
