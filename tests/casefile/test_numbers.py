"""Numbers of a case: exact from their text, and a helpful word for each usual slip."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from pydantic_core import PydanticCustomError

from winset.casefile.read import check_case
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


def test_numbers_that_a_variant_makes_too_fine_are_refused_by_the_check(tmp_path: Path) -> None:
    (tmp_path / "case.yaml").write_text(
        "winset: 1\ncase: {id: a, title: a}\nparties: {a: {name: a}, b: {name: b}}\n"
        "issues: {q: {options: {x: x, y: y}}, r: {options: {x: x, y: y}}}\n"
        "positions: {q: {rest: silent}, r: {rest: silent}}\n"
        'judgements: {scores: {q: {a: {x: 1, y: 2}}, r: {a: {x: "1/999983", y: 1}}}}\n'
        'variants: {v: {set: {judgements.scores.q.a.x: "1/999979"}}, w: {set: {judgements.scores.q.a.x: 2}}}\n',
        encoding="utf-8",
    )
    checked = check_case(tmp_path)
    assert [(problem.code, problem.path) for problem in checked.errors] == [("E319", ("variants", "v"))]
    assert "under variant `v`" in checked.errors[0].message
