"""Nash's solution with bargaining power."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Context as Digits
from decimal import Decimal
from fractions import Fraction
from functools import total_ordering
from math import gcd, prod

import numpy as np

from winset.analyses.settlement.solutions.register import (
    Bound,
    Context,
    Floats,
    Gain,
    KeyRule,
    Weights,
    logarithms,
    positive_or_none,
    solution,
)

SMALL = 40
"""Sum of powers up to which products are multiplied out."""
ONE = Fraction(1)


def screen(gains: Floats, context: Context) -> Floats:
    weights = np.array(context.weights, dtype=np.float64)
    return positive_or_none(logarithms(gains) @ (weights / weights.sum()), gains)


@total_ordering
@dataclass(frozen=True, slots=True, eq=False)
class PowerProduct:
    """A product of powers of whole numbers, compared exactly without being multiplied out.

    Two are equal if every factor of a base without common divisors has the same exponent in both; if they are not
    equal, their logarithms differ in some digit, and as many digits are computed as it takes.
    """

    bases: Gain
    powers: tuple[int, ...]

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, PowerProduct):
            return NotImplemented
        if self._is_small and other._is_small:
            return self._whole == other._whole
        base = coprime_base([*self.bases, *other.bases])
        return self._exponents(base) == other._exponents(base)

    def __lt__(self, other: PowerProduct) -> bool:
        if self._is_small and other._is_small:
            return self._whole < other._whole
        if self == other:
            return False
        digits = 30
        while True:
            difference = self._logarithm(digits) - other._logarithm(digits)
            scale = abs(self._logarithm(digits)) + abs(other._logarithm(digits)) + 1
            if abs(difference) > scale * Decimal(10) ** (5 - digits):
                return difference < 0
            digits *= 2

    def __hash__(self) -> int:
        return hash((self.bases, self.powers))

    def __str__(self) -> str:
        return " · ".join(f"{base}^{power}" for base, power in zip(self.bases, self.powers, strict=True))

    @property
    def _is_small(self) -> bool:
        """True where multiplying out costs next to nothing."""
        return len(self.bases) < 20 and sum(map(abs, self.powers)) <= SMALL

    @property
    def _whole(self) -> Fraction:
        return prod((Fraction(base) ** power for base, power in zip(self.bases, self.powers, strict=True)), start=ONE)

    def _exponents(self, base: list[int]) -> list[int]:
        return [
            sum(power * _multiplicity(factor, number) for number, power in zip(self.bases, self.powers, strict=True))
            for factor in base
        ]

    def _logarithm(self, digits: int) -> Decimal:
        """Natural logarithm; the last five digits are not relied on."""
        precise = Digits(prec=digits)
        total = Decimal(0)
        for base, power in zip(self.bases, self.powers, strict=True):
            total = precise.add(total, precise.multiply(Decimal(power), precise.ln(Decimal(base))))
        return total


def coprime_base(numbers: list[int]) -> list[int]:
    """Whole numbers above 1 without common divisors, of which every given number is a product of powers."""
    base: list[int] = []
    waiting = [number for number in numbers if number > 1]
    while waiting:
        number = waiting.pop()
        for position, factor in enumerate(base):
            common = gcd(number, factor)
            if common > 1:
                del base[position]
                waiting += [divisor for divisor in (common, number // common, factor // common) if divisor > 1]
                break
        else:
            base.append(number)
    return sorted(set(base))


def _multiplicity(factor: int, number: int) -> int:
    count = 0
    while number % factor == 0:
        number //= factor
        count += 1
    return count


def slope(gains: Floats, context: Context) -> Floats:
    power = np.array(context.weights, dtype=np.float64)
    rise: Floats = power / power.sum() / gains
    return rise


def ceiling(weights: Weights, total: int, context: Context) -> PowerProduct | None:
    """Π g^ω ≤ (Σ λg / Ω)^Ω · Π (ω/λ)^ω, where Ω is the sum of the powers ω."""
    powers = context.weights or ()
    whole = sum(powers)
    factors = [(total, whole), (whole, -whole)]
    for weight, power in zip(weights, powers, strict=True):
        if power:
            factors += [(power, power), (weight.denominator, power), (weight.numerator, -power)]
    if any(base <= 0 for base, _ in factors):
        return None
    return PowerProduct(tuple(base for base, _ in factors), tuple(power for _, power in factors))


def rule(context: Context) -> KeyRule:
    return KeyRule(kind="product", unit=tuple(Fraction(power) for power in context.weights or ()))


@solution(
    key="nash_weighted",
    title="Weighted Nash",
    source="Kalai 1977, International Journal of Game Theory 6(3), 129–133",
    monotone="weakly",
    screen=screen,
    bound=Bound(ceiling=ceiling, rule=rule, slope=slope),
    needs_weights=True,
)
def worth(gain: Gain, context: Context) -> PowerProduct | None:
    """The largest product of the gains, each raised to the power of the party's judged capability.

    The capabilities are brought to whole numbers without a common factor, so that the powers are exact. A party whose
    capability is 0 must gain all the same, but how much does not count: a dominated package may then tie. None where
    some party gains nothing.
    """
    if context.weights is None or min(gain) <= 0:
        return None
    return PowerProduct(gain, context.weights)
