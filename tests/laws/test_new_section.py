"""A section that is added to the model is owned, counted, kept back, drawn by its path and compared, by itself."""

from __future__ import annotations

from typing import Annotated, Any

import pytest
from pydantic import Field

from winset.model.case import Case
from winset.model.changes import Change, Changes, changes
from winset.model.claims import Id, IssueId, Node, PartyId
from winset.model.judgements import Judgements, ranges_by_path
from winset.model.marks import Apart, Called
from winset.model.numbers import Handling, Points, Range
from winset.model.placed import placed_numbers
from winset.questions.comparison.words import ChangeWords
from winset.report.ownership import Ownership
from winset.report.ownership_of_both import OwnershipOfBoth


class Prestige(Node):
    """What standing a party wins by an issue."""

    of_leader: Points = Field(description="What its leader wins.")
    each_year: tuple[Range, ...] = Field((), description="What it wins in each year.")
    handling: Handling | None = Field(None, description="Who may see it.")


class Rumour(Node):
    """What a rumour does."""

    weight: Range = Field(description="How much it weighs.")
    handling: Handling | None = Field(None, description="Who may see it.")


class Courts(Node):
    """A section of parts under names of its own."""

    rumours: Annotated[dict[Id, Rumour], Called("Rumour: {name}")] = Field({}, description="Rumours.")
    list_of: tuple[Rumour, ...] = Field((), description="More of them.")


class LongerJudgements(Judgements):
    """Judgements with two sections more."""

    prestige: dict[IssueId, dict[PartyId, Prestige]] = Field({}, description="Standing.")
    courts: Annotated[Courts | None, Apart()] = Field(None, description="Courts.")


class LongerCase(Case):
    """A case with these judgements."""

    judgements: LongerJudgements = Field(default_factory=LongerJudgements, description="Judgements.")


def case(**judged: Any) -> LongerCase:
    return LongerCase.model_validate(
        {
            "winset": 1,
            "case": {"id": "court", "title": "A court"},
            "parties": {"north": {"name": "North"}, "south": {"name": "South"}},
            "issues": {"tolls": {"status_quo": "none", "options": {"none": "no toll", "low": "a low toll"}}},
            "positions": {"tolls": {"rest": {"basis": "silent"}}},
            "judgements": judged,
        }
    )


PRESTIGE = {"tolls": {"north": {"of_leader": [1, 2, 3], "each_year": [[1, 2], [3, 4]], "handling": "restricted"}}}
COURTS = {"rumours": {"leak": {"weight": 7, "handling": "restricted"}}, "list_of": [{"weight": 5}]}


def test_its_numbers_have_their_places_and_names() -> None:
    judged = case(prestige=PRESTIGE, courts=COURTS).judgements
    assert set(ranges_by_path(judged)) == {
        "prestige.tolls.north.of_leader", "prestige.tolls.north.each_year.0", "prestige.tolls.north.each_year.1",
        "courts.rumours.leak.weight", "courts.list_of.0.weight",
    }  # fmt: skip
    assert {placed.parties for placed in placed_numbers(judged) if not placed.is_apart} == {("north",)}


def test_its_numbers_are_owned_and_close_the_values_of_their_party() -> None:
    owners = Ownership(case=case(prestige=PRESTIGE))
    assert (owners.values("north").level, owners.values("south").level) == ("restricted", "team")


def test_what_stands_apart_closes_no_value_and_all_that_is_made_from_it() -> None:
    owners = Ownership(case=case(courts=COURTS))
    assert owners.all_values.level == "team"
    assert owners.section("judgements", "courts").level == "restricted"


def test_its_numbers_are_counted_among_what_is_left_out() -> None:
    holdings = Ownership(case=case(prestige=PRESTIGE, courts=COURTS)).holdings
    assert sorted(holding.level for holding in holdings) == ["restricted"] * 4 + ["team"]


def compared(old: dict[str, Any], new: dict[str, Any]) -> tuple[Changes, ChangeWords, OwnershipOfBoth]:
    before, after = case(**old), case(**new)
    owners = OwnershipOfBoth(case=after, other=before)
    return changes(before, after), ChangeWords(Ownership(case=before), owners), owners


def only(found: Changes) -> Change:
    (change,) = found.all
    return change


def test_its_changes_are_found_named_and_kept_back() -> None:
    softer = {"tolls": {"north": {**PRESTIGE["tolls"]["north"], "of_leader": 9}}}
    found, words, owners = compared({"prestige": PRESTIGE}, {"prestige": softer})
    change = only(found)
    assert change.path == ("judgements", "prestige", "tolls", "north")
    assert "North" in words.name(change)
    assert words.name(change).startswith("Prestige: ")
    assert owners.content_of(change).level == "restricted"
    assert any("9 points" in line.after for line in words.lines(change))


def test_the_order_of_its_lists_of_numbers_is_a_change() -> None:
    turned = {"tolls": {"north": {**PRESTIGE["tolls"]["north"], "each_year": [[3, 4], [1, 2]]}}}
    assert only(compared({"prestige": PRESTIGE}, {"prestige": turned})[0]).kind == "changed"


def test_the_name_of_what_it_names_itself_is_kept_back_with_it() -> None:
    found, words, owners = compared({"courts": {}}, {"courts": {"rumours": COURTS["rumours"]}})
    change = next(one for one in found.all if "leak" in one.path)
    assert words.name(change) == "Rumour: leak"
    assert owners.name_of(change).level == "restricted"


@pytest.mark.parametrize("section", [{"prestige": PRESTIGE}, {"courts": COURTS}])
def test_single_changes_of_it_can_be_applied_and_taken_back(section: dict[str, Any]) -> None:
    found = compared({}, section)[0]
    applied, taken = found.applied(found.all), found.taken_back(found.all)
    assert applied is not None
    assert taken is not None
    assert applied.judgements == case(**section).judgements
    assert taken.judgements == case().judgements
