"""Published examples of agreement between readers, with the coefficients that their authors give."""

from __future__ import annotations

from fractions import Fraction

import pytest

from winset.analyses.agreement.coefficients import agreement, alpha, kappa

MISSING = "."


def test_kappa_of_two_hundred_patients() -> None:
    """Cohen 1960, table 2: 200 patients, three diagnoses, two judges; 140 agreements, 82 by chance, kappa 0.492."""
    table = ((88, 14, 18), (10, 40, 10), (2, 6, 12))
    pairs = [(str(n), str(m)) for n, row in enumerate(table) for m, count in enumerate(row) for _ in range(count)]
    found = agreement(pairs)
    assert (found.units, found.agreed) == (200, 140)
    assert found.kappa == Fraction(140 - 82, 200 - 82)
    assert found.kappa is not None
    assert round(float(found.kappa), 3) == 0.492


@pytest.mark.parametrize(
    ("readers", "published"),
    [
        pytest.param(("0100000010", "1110010000"), 0.095, id="A, two observers and two values"),
        pytest.param(("aabbdcccedda", "babbbccceddd"), 0.692, id="B, two observers and five values"),
        pytest.param(("123321412...", "1233224125.3", ".3332342251.", "12332441251."), 0.743, id="C, four and missing"),
    ],
)
def test_alpha_of_the_worked_examples(readers: tuple[str, ...], published: float) -> None:
    """Krippendorff 2011, Computing Krippendorff's Alpha-Reliability, examples A, B and C, for nominal data."""
    units = [tuple(value for value in values if value != MISSING) for values in zip(*readers, strict=True)]
    found = alpha([units])
    assert found is not None
    assert round(float(found), 3) == published


def test_neither_is_defined_where_both_choose_one_category_throughout() -> None:
    """Cohen 1960 divides by 1 - chance, Krippendorff by the disagreement of chance: both are 0 then."""
    assert kappa([[("a", "a")] * 5]) is None
    assert alpha([[("a", "a")] * 5]) is None
    assert kappa([]) is None
    assert alpha([]) is None
    assert kappa([[("a", "b")] * 5]) == 0  # each is constant, and they never agree: as often as chance
