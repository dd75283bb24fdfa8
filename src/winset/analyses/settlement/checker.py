"""Checks certificates with the standard library alone: python checker.py < FILE. It knows no search and no case.

A package takes one row of each part, and the values of rows add up. The rows of a part stand apart for each state that
the row before leads to, [state it leads to, values…]; the first state is 0. The trail says of every row that is tried,
depth first: −1, it is split; −2, it makes a package; n, the weighted sum n falls short even with the best rest.
"""

import json
from fractions import Fraction
from math import prod
from typing import Any


def need(true: object) -> None:
    if not true:
        raise ValueError("the certificate does not prove its claim")


def dot(form: list[Any], values: list[Any]) -> Any:
    return sum(weight * value for weight, value in zip(form, values, strict=False))


def key(rule: Any, question: Any, values: list[int]) -> list[Any]:
    pairs = [(v - s, Fraction(u)) for v, s, u in zip(values, question["start"], question["unit"], strict=False)]
    if rule["kind"] == "product":
        return [prod(gain**power for gain, power in pairs)]
    shares = [gain * unit for gain, unit in pairs if unit]
    return [sum(shares)] if rule["kind"] == "sum" else sorted(shares)[: 1 if rule["first"] else None]


def ceiling(rule: Any, question: Any, code: int, form: list[int], total: int) -> Any:
    """What the first part of no key exceeds where every floor is reached and the weighted sum is at most the total."""
    floor, start, unit = question["floor"], question["start"], [Fraction(power) for power in question["unit"]]
    own = Fraction(question["own"][code]) if rule["kind"] == "sum" else Fraction(0)
    price = [w - own * u for w, u in zip(form, [*unit, *[Fraction(0)] * (len(form) - len(unit))], strict=True)]
    need(min(price) >= 0 and (own > 0 or all(map(int.__ge__, floor, start))))
    if rule["kind"] == "sum":  # so much of the sum itself, and a price of at least 0 on each floor
        most = (total - dot(price, floor)) / own - dot(unit, start)
        return most // 1 if all(power.denominator == 1 for power in unit) else most
    left, pairs = Fraction(total) - dot(form, [*start, *floor[len(start) :]]), [p for p in zip(unit, form) if p[0]]  # noqa: B905
    if rule["kind"] == "product":  # by the inequality of arithmetic and geometric means
        return (max(left, Fraction(0)) / sum(unit)) ** sum(unit) * prod((u / w) ** u for u, w in pairs)
    return left / sum(w / u for u, w in pairs)


def replay(rule: Any, question: Any, best: list[Any] | None) -> int:
    parts, floor, forms, trail = question["parts"], question["floor"], question["weights"], iter(question["trail"])
    rest, still = [[[0] * len(forms)]], question["still"]  # the most that follows each state, the last part first
    for part in reversed(parts):
        rest.append(
            [[max(dot(f, r) + rest[-1][to][n] for to, *r in rows) for n, f in enumerate(forms)] for rows in part]
        )

    def tried(values: list[int], path: list[int], state: int) -> Any:
        for n, (after, *row) in enumerate(parts[len(path)][state]):
            now, here, code = [a + b for a, b in zip(values, row, strict=True)], [*path, n], next(trail)
            if code == -1:
                tried(now, here, after)
            elif code == -2 and len(here) == len(parts):
                need(here == still or any(map(int.__lt__, now, floor)) or (best and key(rule, question, now) <= best))
            else:
                form, total = forms[code], dot(forms[code], now) + rest[-1 - len(here)][after][code]
                if min(form) < 0 or total >= dot(form, floor):  # else nothing here reaches every floor
                    need(best and ((bound := ceiling(rule, question, code, form, total)) < best[0] or [bound] == best))

    need(tried([0] * len(floor), [], 0) is next(trail, None))  # nothing is left of the trail either
    return len(question["trail"])


def check(claim: Any) -> int:
    """How many rows were looked at. Raises ValueError where the certificate does not prove its claim."""
    at, best = claim["best"], None
    if at:
        question, row = claim["questions"][at["question"]], [0]
        path = [row := part[row[0]][n] for part, n in zip(question["parts"], at["rows"], strict=True)]
        values = [sum(each) for each in zip(*path, strict=True)][1:]
        need(at["rows"] != question["still"] and all(map(int.__ge__, values, question["floor"])))
        best = key(claim["rule"], question, values)
    return sum(replay(claim["rule"], each, None if each["empty"] else best) for each in claim["questions"])


if __name__ == "__main__":
    for claim in json.load(open(0, encoding="utf-8"), parse_float=int, parse_constant=int)["certificates"]:  # noqa: SIM115
        print(claim["claim"], f"proven, {check(claim):,} rows" if claim["made"] else claim["why"], sep=": ")  # noqa: T201
