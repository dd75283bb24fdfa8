"""Which month a period falls into."""

from __future__ import annotations

import pytest

from winset.questions.timing.brief import month_after


@pytest.mark.parametrize(
    ("start", "length", "periods", "month"),
    [
        ("2025-08-14", "3 months", 2, "February 2026"),
        ("2025-08-31", "1 month", 1, "September 2025"),
        ("2025-12-01", "quarter", 0, "December 2025"),
        ("2025-12-25", "a week", 1, "January 2026"),
        ("2025-08-14", "10 days", 40, "September 2026"),
        ("1978-09-05", "Two Years", 3, "September 1984"),
    ],
)
def test_a_length_in_days_weeks_months_quarters_or_years_gives_a_month(
    start: str, length: str, periods: int, month: str
) -> None:
    assert month_after(start, length, periods) == month


@pytest.mark.parametrize(
    ("start", "length"),
    [(None, "3 months"), ("2025-08-14", "a round of talks"), ("2025-08-14", "0.5 years"), ("2025-08-14", "999 years")],
)
def test_what_no_calendar_tells_has_no_month(start: str | None, length: str) -> None:
    assert month_after(start, length, 9) is None
