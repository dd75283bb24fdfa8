"""Tables asked of many readings say what each reading says, and what settlement says of the table."""

from __future__ import annotations

from random import Random

from tests.oracles.random_tables import random_case_with_tables
from winset.analyses.robustness.readings_question import DEAL, SettlementFindings
from winset.analyses.tables.cascade import remainder_of
from winset.analyses.tables.enumerated_space import EnumeratedSpace
from winset.analyses.tables.readings import TablesQuestion, finding_name
from winset.analyses.tables.terms import table_terms
from winset.compiled import compiled
from winset.model.case import Case
from winset.readings import central, draw_readings

from .cases import Raw, dispute, wants

DRAWS = range(5, 25)


def cases(name: str, count: int) -> list[Raw]:
    return [random_case_with_tables(Random(f"{name} {n}")) for n in range(count)]


def test_something_holds_in_the_readings_in_which_settlement_at_the_table_finds_a_deal() -> None:
    """Where nobody gains by refusing and no body votes, what holds is the table's win-set, drawn bodies included."""
    varied = 0
    for raw in cases("settled", 40):
        raw["judgements"].pop("refusal", None)
        for table in raw["tables"].values():
            table["ratifiers"] = [ratifier for ratifier in table.get("ratifiers", []) if "members" not in ratifier]
        case = Case.model_validate(raw)
        plain = compiled(case)
        held = TablesQuestion(tables=tuple(case.tables))(plain)(draw_readings(plain, 3, DRAWS))
        for name in case.tables:
            at_table = compiled(case, name)
            settled = SettlementFindings()(at_table)(draw_readings(at_table, 3, DRAWS))[DEAL]
            assert (held[finding_name("holds", name)] == settled).all()
            varied += 0 < int(settled.sum()) < len(settled)
    assert varied > 10


def test_with_nothing_drawn_every_reading_is_the_central_one() -> None:
    for raw in cases("central", 40):
        case = compiled(Case.model_validate(raw))
        question = TablesQuestion(tables=(*(table.name for table in case.tables), "no such table"))
        told = question(case)(draw_readings(case, 1, range(3), "nothing"))
        assert set(told) == set(question.findings)
        one = EnumeratedSpace(table_terms(case, central(case)))
        for table in case.tables:
            signed = one.reachable(table).package
            expected = {
                "holds": bool(one.holds(table).any()),
                "deal": one.holding(table).package is not None,
                "survives": signed is not None and remainder_of(one.terms, table, signed).survives,
            }
            for kind, holds in expected.items():
                assert told[finding_name(kind, table.name)].tolist() == [holds] * 3
        assert not any(told[finding_name(kind, "no such table")].any() for kind in ("holds", "survives", "deal"))


def test_what_refusal_is_worth_is_drawn_from_its_range() -> None:
    """A party that is needed and absent gains 5; it refuses where that is worth more, in about half the readings."""
    raw: Raw = {
        "winset": 1,
        "case": {"id": "refusal", "title": "A refusal", "as_of": "2025-01-01"},
        "parties": {name: {"name": name.title()} for name in ("north", "south", "east")},
        "issues": {"border": {"status_quo": "old", "options": {"old": "o", "new": "n"}}},
        "positions": {"border": {name: wants("new") for name in ("north", "south", "east")}},
        "consent": {"issues": {"border": {"needs": ["east"]}}},
        "tables": {"talks": {"seated": ["north", "south"]}},
        "judgements": {
            "scores": {"border": {name: {"old": 50, "new": 55} for name in ("north", "south", "east")}},
            "refusal": {"east": [0, 10]},
        },
    }
    case = compiled(Case.model_validate(raw))
    told = TablesQuestion(tables=("talks",))(case)(draw_readings(case, 1, range(400)))
    for kind in ("holds", "deal", "survives"):
        assert 150 < int(told[finding_name(kind, "talks")].sum()) < 250


def test_bodies_of_one_name_at_two_tables_ask_for_what_their_own_table_says() -> None:
    raw = dispute()
    raw["positions"]["border"] = {"north": wants("new"), "south": wants("new")}
    body = {"body": "Assembly", "follows": "north"}
    raw["tables"] = {
        "mild": {"seated": ["north", "south"], "ratifiers": [{**body, "above_walk_away": 0}]},
        "harsh": {"seated": ["north", "south"], "ratifiers": [{**body, "above_walk_away": 101}]},
    }
    case = compiled(Case.model_validate(raw))
    told = TablesQuestion(tables=("mild", "harsh"))(case)(draw_readings(case, 1, range(5)))
    assert told["holds.mild"].all()
    assert not told["holds.harsh"].any()
