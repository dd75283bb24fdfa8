"""A case as it stood on a date: later dates only add, the latest gives the case, and the slow oracle says the same."""

from __future__ import annotations

from typing import Any

import hypothesis.strategies as st
from hypothesis import given, settings

from tests.oracles.as_of_oracle import first_day, last_day, said_on
from winset.model.as_of import case_as_of
from winset.model.case import Case, parts
from winset.model.claims import Claim
from winset.model.dates import is_by

OPTIONS, ISSUES = ("a", "b", "c"), ("gate", "paint")
dates = st.one_of(
    st.dates(min_value=first_day("2024-11-01"), max_value=first_day("2025-03-01")).map(str),
    st.sampled_from(("2024-11", "2024-12", "2025-01", "2025-02", "2024", "2025")),
)
"""Days, months and years that meet."""


few = settings(max_examples=40)


@st.composite
def claims(draw: st.DrawFn, *, dated: bool) -> dict[str, Any]:
    source = draw(st.sampled_from(("dated", "undated")))
    needs = dated and source == "undated"
    date = draw(dates if needs else st.none() | dates)
    return {"source": source, "quote": draw(st.sampled_from("pqrs")), **({"date": date} if date else {})}


@st.composite
def positions(draw: st.DrawFn, *, dated: bool, is_earlier: bool) -> dict[str, Any]:
    ideal, *others = draw(st.permutations(OPTIONS))
    claim = claims(dated=dated)
    lines = [
        {"option": option, **({"claim": draw(claim)} if draw(st.booleans()) else {})}
        for option in others[: draw(st.integers(0, 2))]
    ]
    made: dict[str, Any] = {"ideal": ideal, "rejects": lines, "basis": "inferred", "because": "So it seems."}
    if dated or draw(st.booleans()):
        made |= {"claim": draw(claim), "also": draw(st.lists(claim, max_size=2))}
    if is_earlier and draw(st.booleans()):
        made["date"] = draw(dates)
    return made


@st.composite
def cells(draw: st.DrawFn, *, dated: bool) -> Any:
    if draw(st.integers(0, 5)) == 0:
        return "silent"
    earlier = draw(st.lists(positions(dated=dated, is_earlier=True), max_size=2))
    return {**draw(positions(dated=dated, is_earlier=False)), "was": earlier, "volatile": draw(st.booleans())}


@st.composite
def cases(draw: st.DrawFn, *, dated: bool = False) -> Case:
    """Cases of two parties and two issues with claims of all kinds of dates; dated: with one for each claim."""
    as_of = None if dated else draw(st.none() | dates)
    return Case.model_validate(
        {
            "winset": 1,
            "case": {"id": "dated", "title": "Dated", **({"as_of": as_of} if as_of else {})},
            "sources": {"dated": {"file": "a.txt", "date": draw(dates)}, "undated": {"file": "b.txt"}},
            "parties": {"north": {"name": "North"}, "south": {"name": "South"}},
            "issues": {issue: {"options": {option: option for option in OPTIONS}} for issue in ISSUES},
            "positions": {
                "gate": {party: draw(cells(dated=dated)) for party in ("north", "south")},
                "paint": {"north": draw(cells(dated=dated)), "south": "silent"},
            },
            "judgements": {
                "salience": {"gate": {"north": 60}, "paint": {"south": 40}},
                "scores": {"gate": {"north": {"a": 10}, "south": {"b": 30}}},
                "orders": {"paint": {"north": list(OPTIONS)}},
            },
        }
    )


def said(case: Case, issue: str, party: str) -> tuple[str | None, frozenset[str]]:
    cell = case.positions[issue][party]
    return cell.ideal, frozenset(line.option for line in cell.rejects)


def grid(case: Case) -> list[tuple[str, str]]:
    return [(issue, party) for issue, row in case.positions.items() for party in row]


@few
@given(case=cases(), date=dates)
def test_every_cell_says_what_the_slow_oracle_finds(case: Case, date: str) -> None:
    then, taken = case_as_of(case, date)
    for issue, party in grid(case):
        assert said(then, issue, party) == said_on(case, issue, party, date)
        is_gone = (issue, party) in (*taken.silent, *taken.undated)
        assert is_gone == (then.positions[issue][party].basis == "silent" != case.positions[issue][party].basis)


@few
@given(case=cases(dated=True))
def test_the_case_at_its_latest_date_is_the_case(case: Case) -> None:
    then, taken = case_as_of(case, "2026-01-01")
    assert then is case
    assert (taken.earlier, taken.silent, taken.undated, taken.red_lines, taken.judged) == ((), (), (), (), ())


@few
@given(case=cases(), one=dates, other=dates)
def test_a_later_date_never_unsays(case: Case, one: str, other: str) -> None:
    early, late = sorted((one, other), key=last_day)
    (first, _), (second, _) = case_as_of(case, early), case_as_of(case, late)
    for issue, party in grid(case):
        before, after = first.positions[issue][party], second.positions[issue][party]
        assert after.basis != "silent" or before.basis == "silent"
        if before.ideal == after.ideal and before.was == after.was:
            drawn = {line.option for line in before.rejects}
            assert drawn <= {line.option for line in after.rejects}
    for kind in ("salience", "scores"):
        kept, more = (getattr(then.judgements, kind) for then in (first, second))
        assert kind == "scores" or all(row.keys() <= more[issue].keys() for issue, row in kept.items())


@few
@given(case=cases(), date=dates)
def test_nothing_said_later_is_left_in_a_cell(case: Case, date: str) -> None:
    then, _ = case_as_of(case, date)
    for issue, party in grid(case):
        if any(earlier.date is not None for earlier in case.positions[issue][party].was):
            continue  # a date of the position itself stands over those of the claims that report it later
        now = [part for path, part in parts(then.positions[issue][party]) if "was" not in path]
        days = [part.date for part in now if isinstance(part, Claim) and part.date is not None]
        assert all(is_by(day, date) for day in days)


@few
@given(case=cases(), date=dates)
def test_no_score_or_order_is_left_that_was_judged_of_another_aim(case: Case, date: str) -> None:
    then, taken = case_as_of(case, date)
    for issue, party in grid(case):
        before, today = then.positions[issue][party], case.positions[issue][party]
        if before.ideal != today.ideal:
            for kind in ("scores", "orders"):
                assert party not in getattr(then.judgements, kind).get(issue, {})
    assert all(path.partition(".")[0] in ("salience", "scores", "orders") for path in taken.judged)


@given(one=dates, other=dates)
def test_dates_compare_as_precisely_as_they_are_given(one: str, other: str) -> None:
    assert is_by(one, other) == (first_day(one) <= last_day(other))
