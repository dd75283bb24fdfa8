"""Numbers of a case: exact from their text, and a helpful word for each usual slip."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from pydantic_core import PydanticCustomError

from winset.model.numbers import Span, number, span


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        (7, Fraction(7)),
        (Decimal("0.1"), Fraction(1, 10)),
        ("300/7", Fraction(300, 7)),
        (Decimal("-2.500"), Fraction(-5, 2)),
    ],
)
def test_a_number_is_read_exactly(raw: object, value: Fraction) -> None:
    assert number(raw) == value


@pytest.mark.parametrize(
    ("raw", "word"),
    [
        ("60%", "without %"),
        ("0,5", "decimal point"),
        ("1,200", "thousands"),
        ("20-30", "[20, 30]"),
        ("70", "quotation marks"),
        ("many", "a number is expected"),
        ("3/0", "fraction"),
        (True, "a number is expected"),
        (None, "a number is expected"),
        (Decimal("NaN"), "finite"),
        (Decimal("0.1234567"), "six decimal places"),
        (2_000_000, "1,000,000"),
    ],
)
def test_a_slip_is_named(raw: object, word: str) -> None:
    with pytest.raises(PydanticCustomError, match=r".*") as refusal:
        number(raw)
    assert word in refusal.value.message()


def test_a_range_goes_upwards_and_has_two_or_three_numbers() -> None:
    assert span([20, 30, 40]) == Span(low=Fraction(20), likely=Fraction(30), high=Fraction(40))
    assert span([20, 40]).central == 30
    assert span({"points": [1, 2], "handling": "restricted"}).handling == "restricted"
    for wrong in ([40, 20], [1], [1, 2, 3, 4], {"points": 1, "more": 2}, {"handling": "open"}):
        with pytest.raises(PydanticCustomError):
            span(wrong)


def test_exit_gains_in_a_list_are_by_period_and_never_a_range() -> None:
    from winset.model.plan import Discipline

    by_period = Discipline.model_validate({"discount": "9/10", "exit_gain": [0, 5, 5000]}).exit_gain
    assert isinstance(by_period, tuple)
    assert [span.central for span in by_period] == [0, 5, 5000]
    one_range = Discipline.model_validate({"discount": "9/10", "exit_gain": [[0, 5, 9]]}).exit_gain
    assert isinstance(one_range, tuple)
    assert [(span.low, span.likely, span.high) for span in one_range] == [(Fraction(0), Fraction(5), Fraction(9))]
