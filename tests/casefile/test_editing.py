"""Changes of a case file: what is not changed stays as it is written, and the rest reads as it should."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.support.small_cases import COMMENTED as CASE
from winset.casefile.editing.apply import changed
from winset.casefile.editing.changes import (
    CaseChange,
    InsertItem,
    RemoveValue,
    RenameKey,
    Reorder,
    SetValue,
    path_of,
)
from winset.casefile.editing.layout import laid_out
from winset.casefile.editing.yaml_text import Data
from winset.errors import CaseError, EditRefused


def after(*changes: CaseChange, text: str = CASE) -> str:
    return changed(laid_out(text, "case.yaml"), changes, "case.yaml").text


def setting(path: str, value: Data, text: str = CASE) -> str:
    return after(SetValue(path=path_of(path), value=value), text=text)


def replaced(old: str, new: str, text: str = CASE) -> str:
    assert text.count(old) == 1
    return text.replace(old, new)


@pytest.mark.parametrize(
    ("path", "value", "old", "new"),
    [
        ("parties.coast.name", "The Coast", "name: Coast   # who", "name: The Coast   # who"),
        ("case.title", "It's", "'The harbour''s case'", "'It''s'"),
        ("case.as_of", "2031-04-04", '"2031-03-03"', '"2031-04-04"'),
        ("case.drafter", "yes", '"2031-03-03"}', '"2031-03-03", drafter: "yes"}'),
        ("issues.quota.options.eight.at", Decimal("62.50"), "at: 60", "at: 62.50"),
        ("issues.quota.options.five.at", 0, "five: five tons        #", "five: {label: five tons, at: 0}        #"),
        ("positions.quota.coast.rejects", ["none"], "ideal: eight, basis", "ideal: eight, rejects: [none], basis"),
        ("judgements.salience.quota.coast", [10, 25, 30], "[10, 20, 30]", "[10, 25, 30]"),
        ("judgements.walk_away.coast.handling", "team", "{coast: 20}", "{coast: {points: 20, handling: team}}"),
        ("judgements.walk_away.island", [1, 2], "{coast: 20}", "{coast: 20, island: [1, 2]}"),
        ("rules.second.then.quota", ["five", "none"], "then: {quota: none}", "then: {quota: [five, none]}"),
        ("positions.quota.island", {"ideal": "five"}, "    rest:", "    island: {ideal: five}\n    rest:"),
        ("positions.quota.rest", "silent", "    rest: silent", "    rest: silent"),
    ],
)  # fmt: skip
def test_a_value_is_set_in_the_style_around_it(path: str, value: Data, old: str, new: str) -> None:
    assert setting(path, value) == replaced(old, new)


def test_a_section_that_is_not_there_stands_in_the_order_of_the_format() -> None:
    text = setting("levers.licence", {"holders": ["coast"], "target": "island"})
    lever = "\nlevers:\n  licence: {holders: [coast], target: island}\n"
    assert text == replaced("\njudgements:", f"{lever}\njudgements:")


def test_a_single_value_becomes_a_section_and_keeps_its_comment() -> None:
    claim = {"source": "minutes", "quote": "five", "reading": "A floor."}
    text = setting("rules.first.claim", claim)
    lines = '    claim:\n      source: minutes\n      quote: "five"\n      reading: A floor.\n'
    assert text == replaced("    then: {quota: five}\n", f"    then: {{quota: five}}\n{lines}")


def test_the_first_field_beside_a_dash_gives_way_to_the_next() -> None:
    text = after(RemoveValue(path=path_of("rules.first.id")))
    assert text == replaced("  - id: first      # a rule\n    if:", "  - if:")


def test_what_is_removed_goes_with_its_line() -> None:
    text = after(RemoveValue(path=path_of("parties.coast")))
    assert text == replaced("  coast:\n    name: Coast   # who lives there\n    # aliases: [Shore]\n", "")


def test_the_last_of_a_section_leaves_it_empty() -> None:
    text = after(RemoveValue(path=path_of("judgements.walk_away.coast")))
    assert text == replaced("{coast: 20}", "{}")


def test_items_are_put_in_and_taken_out() -> None:
    text = after(InsertItem(path=("rules",), value={"id": "third"}, before=0), RemoveValue(path=("rules", "second")))
    assert "rules:\n  - {id: third}\n  - id: first      # a rule\n" in text
    assert "second" not in text


def test_a_name_is_changed_where_it_stands() -> None:
    assert after(RenameKey(path=path_of("issues.quota.options.eight"), name="ten")) == replaced("eight: {", "ten: {")


def test_comments_go_with_what_is_put_in_another_order() -> None:
    text = after(Reorder(path=path_of("issues.quota.options"), order=("eight", "none", "five")))
    options = text[text.index("      # between") : text.index("\n\npositions")]
    assert options == "      # between them\n      eight: {label: eight tons, at: 60}\n      none: none\n" + (
        "      five: five tons        # the least"
    )


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (SetValue(path=path_of("case.titel"), value="x"), "`case` has no field `titel`; did you mean `title`"),
        (SetValue(path=path_of("case.title.x"), value="x"), "`case.title` is `The harbour's case`, so nothing"),
        (SetValue(path=path_of("rules.thrid.if"), value={}), "`rules` has no item `thrid`; "),
        (RemoveValue(path=path_of("parties.cost")), "`parties` has no `cost`; did you mean `coast`"),
        (RenameKey(path=path_of("parties.coast"), name="island"), "`parties` has a `island` already"),
        (Reorder(path=path_of("issues.quota.options"), order=("five",)), "names each of these once: five, eight, none"),
        (SetValue(path=path_of("parties.coast.name"), value="a\0b"), r"cannot hold the character U\+0000"),
        (SetValue(path=path_of("judgements.walk_away.coast"), value=Decimal("NaN")), "a number in a case file"),
    ],
)  # fmt: skip
def test_what_cannot_be_changed_is_refused_with_what_could_be(change: CaseChange, message: str) -> None:
    with pytest.raises(EditRefused, match=message):
        after(change)


def test_a_file_that_is_no_yaml_is_not_changed() -> None:
    with pytest.raises(CaseError):
        setting("case.title", "x", text=CASE + "  - x\n")


@pytest.mark.parametrize("text", [CASE.replace("\n", "\r\n"), CASE.rstrip("\n"), CASE + "\n\n# the end\n"])
def test_line_ends_and_the_end_of_the_file_stay(text: str) -> None:
    for path, value in (("judgements.salience.quota.island", [1, 2]), ("judgements.refusal", {"coast": 1})):
        new = setting(path, value, text)
        assert new.count("\r\n") in (0, new.count("\n"))
        assert setting(path, value, text.replace("\r\n", "\n")) == new.replace("\r\n", "\n")
        assert after(RemoveValue(path=path_of(path)), text=new) == text
