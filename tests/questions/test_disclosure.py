"""What the pass of disclosure makes of parts that are put together when it is known what of them may be shown."""

from __future__ import annotations

from typing import Any

import pytest

from winset.model.numbers import Handling
from winset.report.blocks import LEFT_OUT, Account, Bullets, Derived, Guarded, Report, Section, Sentence
from winset.report.disclosure import disclose
from winset.report.ownership import Holding, Owner
from winset.report.pieces import piece

TEAM, RESTRICTED = Owner("note", "", "team"), Owner("lever", "", "restricted")
NAMES = ["a", Guarded(TEAM, "b"), Guarded(RESTRICTED, piece("text", "c"), "another")]


def said(text: Any, level: Handling) -> tuple[list[Any], Any]:
    """The texts and the document that are left of a sentence."""
    section = Section(key="s", title="", blocks=(Sentence(text=text), Bullets(items=(text,))))
    shown = disclose(Report(title="", sections=(section,), data={"said": text, "each": [text]}), level)
    texts = [getattr(block, "text", None) or block.items[0] for part in shown.report.sections for block in part.blocks]
    return texts, shown.document


@pytest.mark.parametrize(
    ("level", "sentence"), [("open", "2: a, another"), ("team", "3: a, b, another"), ("restricted", "3: a, b, c")]
)
def test_a_sentence_is_made_of_the_names_that_may_be_shown(level: Handling, sentence: str) -> None:
    text = Derived(NAMES, lambda names: f"{len(names)}: {', '.join(names)}")
    _, document = said(text, level)
    assert document == {"said": sentence, "each": [sentence]}


def test_what_is_derived_may_be_guarded_in_turn_or_be_nothing() -> None:
    inner = Derived([Guarded(TEAM, 1)], lambda ones: Guarded(RESTRICTED, "all", "some") if ones else LEFT_OUT)
    outer = Derived([inner], lambda parts: " ".join(parts) or LEFT_OUT)
    assert said(outer, "open") == ([], {"each": []})
    assert said(outer, "team") == (["some", "some"], {"said": "some", "each": ["some"]})
    assert said(outer, "restricted") == (["all", "all"], {"said": "all", "each": ["all"]})


def test_an_account_is_given_how_much_is_left_out_and_the_sentence_on_it() -> None:
    holdings = (Holding("notes", "team"), Holding("levers", "restricted"), Holding("levers", "restricted"))
    account = Account(holdings, lambda counts, sentence: f"Old: {sentence}" if counts else LEFT_OUT)
    assert said(account, "open")[0][0] == "Old: Left out at the handling level “open”: 1 note, 2 levers."
    assert said(account, "team")[0][0] == "Old: Left out at the handling level “team”: 2 levers."
    assert said(account, "restricted")[0] == []


def test_a_document_that_counts_what_is_left_out_itself_keeps_its_count() -> None:
    holdings = (Holding("notes", "team"),)
    data = {"winset": "1", "left_out": {"old": Account(holdings, lambda counts, _: counts)}}
    assert disclose(Report(title="", data=data), "open").document["left_out"] == {"old": {"notes": 1}}
    assert disclose(Report(title="", data={"winset": "1"}, holdings=holdings), "open").document["left_out"] == {
        "notes": 1
    }
