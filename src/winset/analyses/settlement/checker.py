"""Checks a file of proofs with the standard library alone: python checker.py < FILE. It knows no search and no case.

A package takes one row of each part of each run of a question: [the state that it leads to, what it adds to the values,
the choices that it stands for]. Rows stand apart for each state that the row before leads to; a run begins at state 0.
A trail says of every row that is tried, those first that add most to the first weighted sum: −1, it is split; −2, it
makes a package; n, the weighted sum n falls short even with the best rest. What is said is made of what was checked.
"""

import json
from fractions import Fraction
from itertools import combinations
from math import lcm, prod
from operator import add, ge, mul, sub
from typing import Any

KINDS = ("sum", "smallest", "smallest, then the next,", "product", "number, then the product,")
PRODUCTS, NUMBER = KINDS[3:], KINDS[4]


def need(true: object) -> None:
    if not true:
        raise ValueError("the certificate does not prove its claim")


def dot(form: Any, values: Any) -> Any:
    return sum(map(mul, form, values))


def key(ask: Any, values: list[int]) -> list[Any]:
    kind, gains, unit = ask[0], list(map(sub, values, ask[1])), ask[2]
    if kind in PRODUCTS:
        return [prod(map(pow, gains, unit))]
    shares = sorted(gain * part for gain, part in zip(gains, unit, strict=True) if part)
    return [sum(shares)] if kind == "sum" else shares[: 1 if kind == "smallest" else None]


def ceiling(ask: Any, form: list[int], own: Fraction, total: int) -> Any:
    """What the first part of no key exceeds where every floor is reached and the weighted sum is at most the total."""
    kind, start, unit, floor = ask
    price = [w - own * u for w, u in zip(form, [*unit, *[0] * (len(form) - len(unit))], strict=True)]
    need(min(price) >= 0 and (own > 0 if kind == "sum" else own == 0 and all(map(ge, floor, start))))
    if kind == "sum":  # so much of the sum itself, which is a whole number of steps, and a price on each floor
        step = lcm(*(part.denominator for part in unit))
        return Fraction(((total - dot(price, floor)) / own - dot(unit, start)) * step // 1, step)
    left, pairs = Fraction(total) - dot(form, [*start, *floor[len(start) :]]), [p for p in zip(unit, form) if p[0]]  # noqa: B905
    if kind in PRODUCTS:  # by the inequality of arithmetic and geometric means
        return (max(left, Fraction(0)) / (sum(unit) or 1)) ** sum(unit) * prod((u / w) ** u for u, w in pairs)
    return left / sum(w / u for u, w in pairs)


def replay(ask: Any, runs: Any, tree: Any, best: list[Any] | None) -> None:
    """Returns where the trail shows that no package which reaches the floors has a larger key than the best one."""
    order, forms, owns, trail, floor = tree["order"], tree["weights"], tree["own"], iter(tree["trail"]), ask[-1]
    parts, rest = [part for run in order for part in runs[run]], [[[0] * len(forms)]]
    tables = [[sorted(rows, key=lambda row: -dot(forms[0], row[1])) for rows in part["rows"]] for part in parts]
    for part in reversed(tables):  # the most that follows each state, the last part first
        rest += [[[max(dot(f, r) + rest[-1][n][i] for n, r, _ in rows) for i, f in enumerate(forms)] for rows in part]]

    def tried(values: list[int], depth: int, state: int, moves: Any) -> Any:
        for to, adds, options in tables[depth][state]:
            now, moved, code = [*map(add, values, adds)], moves or options != [parts[depth]["still"]], next(trail)
            if code == -1:
                tried(now, depth + 1, to, moved)
            elif code == -2 and depth + 1 == len(parts):
                need(not moved or not all(map(ge, now, floor)) or (best is not None and key(ask, now) <= best))
            else:
                form, total = forms[code], dot(forms[code], now) + rest[-2 - depth][to][code]
                if min(form) < 0 or total >= dot(form, floor):  # else nothing here reaches every floor
                    bound = [ceiling(ask, form, Fraction(*owns[code]), total)] if best else None
                    need(bound and (bound[0] < (best or bound)[0] or bound == best))

    need(sorted(order) == [*range(len(runs))] and tried([0] * len(floor), 0, 0, None) is next(trail, None))


def check(statement: Any, certificate: Any) -> tuple[str, list[int]]:
    """What a certificate proves, in words, and the values of the package that it names.

    Raises ValueError, or whatever a broken certificate runs into, where nothing is proven.
    """
    kind, (place, package), trees = certificate["kind"], certificate["best"] or (0, []), certificate["trees"]
    start, questions, state = statement["walk_aways"], statement["questions"], 0
    values: list[int] = []
    asked = questions[place] if package else {"runs": [], "floor": []}
    parts = [part for run in asked["runs"] for part in run]
    for part, text in zip(parts, package, strict=True):
        state, adds = next(row[:2] for row in part["rows"][state] if text in row[2])  # the row that the package takes
        values = list(map(add, values or [0] * len(adds), adds))
    who, unit = range(len(start)), [Fraction(*share) for share in certificate["unit"]]
    gaining = [n for n in who if kind != NUMBER or (package and values[n] > start[n])] if kind in PRODUCTS else []
    sizes = range(len(start) * (kind in PRODUCTS), len(gaining) - 1, -1)
    sets = [(gains, sum_question) for size in sizes for gains in combinations(who, size) for sum_question in questions]

    def ask(gains: Any, floor: list[int]) -> Any:
        raised = [max(least, start[n] + 1) if n in gains else least for n, least in enumerate(floor)]
        return kind, start, [Fraction(n in gains) for n in who] if kind == NUMBER else unit, raised

    need(kind in KINDS and (kind not in PRODUCTS or all(u.denominator == 1 and u >= 0 for u in unit)))
    need(package != statement["still"] and all(map(ge, values, ask(gaining, asked["floor"])[3])))
    largest = key(ask(gaining, []), values[: len(start)]) if package else None
    for tree, (gains, each) in zip(trees, sets, strict=True):
        replay(ask(gains, each["floor"]), each["runs"], tree, largest if len(gains) <= len(gaining) else None)
    if not package:
        return "no package is acceptable" + " that lets every party gain" * (kind == KINDS[3]), values
    counted = ", ".join(f"{share} × {name}" for name, share in zip(statement["parties"], unit, strict=True))
    return f"by the {kind} of the gains ({counted}), nothing acceptable does better than {'; '.join(package)}", values


if __name__ == "__main__":
    document = json.load(open(0, encoding="utf-8"), parse_float=int, parse_constant=int)  # noqa: SIM115
    for certificate in document["certificates"]:
        said = check(document["statement"], certificate)[0]
        print("proven:", "".join(sign if sign.isprintable() else " " for sign in said))  # noqa: T201
