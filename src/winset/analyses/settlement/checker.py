"""Checks certificates with the standard library alone: python checker.py < FILE. It knows no search and no case.

A package takes one row of each part, and rows add up. The trail says of every row that is tried, depth first: −1, it is
split; −2, it makes a package; n, the weighted sum n falls short even with the best rest.
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
    floor, start, unit = question["floor"], question["start"], [Fraction(one) for one in question["unit"]]
    if rule["kind"] == "sum":  # so much of the sum itself, and a price of at least 0 on each floor
        own = Fraction(question["own"][code])
        price = [w - own * u for w, u in zip(form, [*unit, *[Fraction(0)] * (len(form) - len(unit))], strict=True)]
        need(own > 0 and min(price) >= 0)
        most = (total - dot(price, floor)) / own - dot(unit, start)
        return most // 1 if all(one.denominator == 1 for one in unit) else most
    need(min(form) >= 0 and all(map(int.__ge__, floor, start)))
    left, pairs = Fraction(total) - dot(form, [*start, *floor[len(start) :]]), [p for p in zip(unit, form) if p[0]]  # noqa: B905
    if rule["kind"] == "product":  # by the inequality of arithmetic and geometric means
        return (max(left, Fraction(0)) / sum(unit)) ** sum(unit) * prod((u / w) ** u for u, w in pairs)
    return left / sum(w / u for u, w in pairs)


def looked_at(rule: Any, question: Any, best: list[Any] | None) -> int:
    parts, floor, trail = question["parts"], question["floor"], iter(question["trail"])
    forms = question["weights"] + [[int(n == m) for m in range(len(floor))] for n in range(len(floor))]
    most = [[max(dot(form, row) for row in part) for form in forms] for part in parts]
    rest = [[sum(one[form] for one in most[n:]) for form in range(len(forms))] for n in range(len(parts) + 1)]

    def tried(values: list[int], path: list[int]) -> int:
        looked = 0
        for n, row in enumerate(parts[len(path)]):
            now, here, code = [a + b for a, b in zip(values, row, strict=True)], [*path, n], next(trail)
            looked += 1 + (tried(now, here) if code == -1 else 0)
            if code == -2 and all(map(int.__ge__, now, floor)) and here != question["still"]:
                need(len(here) == len(parts) and best is not None and key(rule, question, now) <= best)
            if code >= 0:
                form, total = forms[code], dot(forms[code], now) + rest[len(here)][code]
                if min(form) < 0 or total >= dot(form, floor):  # else nothing here reaches every floor
                    need(best and ((bound := ceiling(rule, question, code, form, total)) < best[0] or [bound] == best))
        return looked

    looked = tried([0] * len(floor), [])
    need(next(trail, None) is None)
    return looked


def check(claim: Any) -> int:
    """How many rows were looked at. Raises ValueError where the certificate does not prove its claim."""
    at, best = claim["best"], None
    if at:
        question = claim["questions"][at["question"]]
        values = [sum(each) for each in zip(*map(list.__getitem__, question["parts"], at["rows"]), strict=True)]
        need(at["rows"] != question["still"] and all(map(int.__ge__, values, question["floor"])))
        best = key(claim["rule"], question, values)
    return sum(looked_at(claim["rule"], one, None if one["empty"] else best) for one in claim["questions"])


if __name__ == "__main__":
    for claim in json.load(open(0, encoding="utf-8"))["certificates"]:  # noqa: SIM115
        print(claim["claim"], f"proven, {check(claim):,} rows" if claim["made"] else claim["why"], sep=": ")  # noqa: T201
