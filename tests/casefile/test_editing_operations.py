"""What an analyst means to do with a case makes no error in it, and touches nothing else."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from winset.casefile.editing.changes import Operation, path_of
from winset.casefile.editing.editor import OpenedCase, ProposedCase, open_case, save
from winset.casefile.editing.operations.cells import cell_said, cell_silent, position_moved, red_lines
from winset.casefile.editing.operations.claims import (
    ClaimWords,
    Selection,
    claim_added,
    claim_of,
    claim_removed,
    claim_reviewed,
    suggestion_taken,
)
from winset.casefile.editing.operations.entries import (
    entry_added,
    free_name,
    issue_added,
    item_added,
    option_added,
    package_changed,
    package_dropped,
    package_kept,
    party_added,
    sentences_removed,
    sentences_written,
)
from winset.casefile.editing.operations.judged import (
    entries_ordered,
    number_judged,
    number_unjudged,
    options_ordered,
    walk_away_judged,
)
from winset.casefile.editing.operations.sources import save_sources, sources_added
from winset.casefile.editing.removing import removed
from winset.casefile.editing.renaming import renamed
from winset.casefile.start import write_starter
from winset.errors import EditRefused
from winset.questions.comparison.in_words import in_words

ALASKA = Path("examples/alaska-2025")


@pytest.fixture(scope="module")
def alaska() -> OpenedCase:
    return open_case(ALASKA)


@pytest.fixture
def ferry(tmp_path: Path) -> OpenedCase:
    write_starter(tmp_path / "ferry")
    return open_case(tmp_path / "ferry")


def errors(proposed: ProposedCase) -> list[str]:
    return [f"{problem.code}: {problem.message}" for problem in proposed.problems.errors_added]


def lines_of(proposed: ProposedCase) -> tuple[list[str], list[str]]:
    """The lines that are gone and that are new, in their order."""
    before, after = proposed.before.text.splitlines(), proposed.text.splitlines()
    return [line for line in before if line not in after], [line for line in after if line not in before]


def at(opened: OpenedCase, path: str) -> Any:
    here: Any = opened.data
    for step in path_of(path):
        here = here[step]
    return here


def test_a_silent_cell_is_given_a_position_and_made_silent_again(ferry: OpenedCase) -> None:
    added = save(ferry.doing(party_added(ferry, "province", {"name": "The province"})), force=True)
    assert at(added, "positions.fare.province") == "silent"
    said = added.doing(cell_said(added, "fare", "province", {"ideal": "five", "because": "It pays half."}))
    assert errors(said) == []
    new = ["    province:", "      ideal: five", "      basis: inferred", "      because: It pays half."]
    assert lines_of(said)[1] == [line for line in new if line not in added.text.splitlines()]
    assert at(said.after, "positions.fare.province") == {
        "ideal": "five",
        "basis": "inferred",
        "because": "It pays half.",
    }
    assert said.after.doing(cell_silent(said.after, "fare", "province")).text == added.text


def test_a_red_line_keeps_what_is_said_of_it(alaska: OpenedCase) -> None:
    lines = {"freeze": {"basis": "inferred", "because": "A guess."}, "recognise_four": None}
    proposed = alaska.doing(red_lines(alaska, "territory", "ukraine", lines))
    assert errors(proposed) == []
    rejects = at(proposed.after, "positions.territory.ukraine.rejects")
    assert rejects[0] == {"option": "freeze", "basis": "inferred", "because": "A guess."}
    assert rejects[1] == at(alaska, "positions.territory.ukraine.rejects.1")


def test_a_position_that_has_moved_is_kept_with_its_claims(alaska: OpenedCase) -> None:
    before = at(alaska, "positions.forces.russia")
    fields = {"ideal": "mobilisation_halt", "basis": "inferred", "because": "It has dropped the demand."}
    proposed = alaska.doing(position_moved(alaska, "forces", "russia", fields))
    assert errors(proposed) == []
    after = at(proposed.after, "positions.forces.russia")
    assert after == {**fields, "volatile": True, "was": [before]}
    again = proposed.after.doing(
        position_moved(proposed.after, "forces", "russia", {**fields, "ideal": "limits_and_halt"})
    )
    assert [was["ideal"] for was in at(again.after, "positions.forces.russia")["was"]] == [
        "limits_and_halt",
        "mobilisation_halt",
    ]
    with pytest.raises(EditRefused, match="there is none that it could have moved from"):
        position_moved(alaska, "forces", "europeans", fields)


def test_a_cell_of_nobody_says_who_there_is(alaska: OpenedCase) -> None:
    with pytest.raises(EditRefused, match="no party is called `ukrain`; did you mean `ukraine`"):
        cell_said(alaska, "territory", "ukrain", {"ideal": "freeze"})


def selection(opened: OpenedCase, words: str) -> Selection:
    text = (opened.path.parent / "briefing.md").read_text(encoding="utf-8")
    start = text.index(words)
    return Selection(source="briefing", start=start, end=start + len(words))


def test_selected_words_become_a_claim_of_a_cell_and_go_again(alaska: OpenedCase) -> None:
    words = ClaimWords(reading="He dislikes them.", speaker=("Donald Trump",), support="direct", date="2025-08-13")
    claim = claim_of(alaska, selection(alaska, " let it be known that Russia's strikes "), words)
    assert claim["quote"] == "let it be known that Russia's strikes"
    cell = path_of("positions.territory.us")
    proposed = alaska.doing(claim_added(alaska, cell, claim))
    assert errors(proposed) == []
    also = at(proposed.after, "positions.territory.us")["also"]
    assert also[-1] == claim
    back = proposed.after.doing(claim_removed(proposed.after, (*cell, "also", len(also) - 1)))
    assert back.text == alaska.text
    with pytest.raises(EditRefused, match=r"this quote stands in `positions\.territory\.us` already"):
        claim_added(proposed.after, cell, claim)


def test_words_that_stand_twice_are_told_apart_by_what_stands_beside_them(alaska: OpenedCase) -> None:
    text = (ALASKA / "briefing.md").read_text(encoding="utf-8")
    start = text.rindex("Putin")
    claim = claim_of(alaska, Selection(source="briefing", start=start, end=start + 5), ClaimWords())
    assert "prefix" in claim or "suffix" in claim
    assert errors(alaska.doing(claim_added(alaska, path_of("positions.territory.us"), claim))) == []


def test_a_selection_inside_a_word_is_refused_with_the_whole_one(alaska: OpenedCase) -> None:
    with pytest.raises(EditRefused, match="inside a word; take whole words: “Russia"):
        claim_of(alaska, selection(alaska, "ussia's strikes"), ClaimWords())


def test_the_main_claim_gives_way_to_the_next(alaska: OpenedCase) -> None:
    cell = at(alaska, "positions.ceasefire.us")
    proposed = alaska.doing(claim_removed(alaska, path_of("positions.ceasefire.us.claim")))
    assert at(proposed.after, "positions.ceasefire.us")["claim"] == cell["also"][0]
    assert at(proposed.after, "positions.ceasefire.us")["also"] == cell["also"][1:]
    assert errors(proposed) == []


def test_a_quote_that_fails_takes_its_suggestion(alaska: OpenedCase, tmp_path: Path) -> None:
    shutil.copytree(ALASKA, tmp_path / "case")
    path = tmp_path / "case" / "case.yaml"
    whole = path.read_text(encoding="utf-8")
    path.write_text(whole.replace("the man who may bring peace", "the man who brings peace"), encoding="utf-8")
    opened = open_case(path)
    (problem,) = opened.checked.errors
    proposed = opened.doing(suggestion_taken(opened, problem))
    assert proposed.problems.solved == (problem,)
    assert "may bring peace" in proposed.text


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("    ukraine:\n      ideal: full_withdrawal", "    ukrain:\n      ideal: full_withdrawal"),
        ("      ideal: full_withdrawal", "      ideal: full_withdraw"),
        ("        - {option: land_swaps,", "        - {option: land_swap,"),
        ("target: russia, state: in_force", "target: rusia, state: in_force"),
    ],
)
def test_a_name_that_is_misspelt_takes_the_one_that_was_meant(
    alaska: OpenedCase, tmp_path: Path, right: str, wrong: str
) -> None:
    shutil.copytree(ALASKA, tmp_path / "case")
    path = tmp_path / "case" / "case.yaml"
    path.write_text(alaska.text.replace(right, wrong, 1), encoding="utf-8")
    opened = open_case(path)
    assert opened.text != alaska.text
    problem = next(problem for problem in opened.checked.errors if problem.suggestion)
    assert opened.doing(suggestion_taken(opened, problem)).text == alaska.text


def test_a_claim_is_reviewed(alaska: OpenedCase) -> None:
    proposed = alaska.doing(claim_reviewed(path_of("claims.unwilling"), "A. Reader"))
    assert errors(proposed) == []
    assert at(proposed.after, "claims.unwilling.reviewed_by") == "A. Reader"


@pytest.mark.parametrize(
    ("operation", "path", "value"),
    [
        (lambda o: number_judged(o, path_of("judgements.salience.territory.us"), [1, 2, Decimal("3.5")]),
         "judgements.salience.territory.us", [1, 2, Decimal("3.5")]),
        (lambda o: walk_away_judged(o, "us", [1, 2, 3]), "judgements.walk_away.us", [1, 2, 3]),
        (lambda o: walk_away_judged(o, "us", [1, 2, 3], above_status_quo=True),
         "judgements.walk_away.us", {"status_quo": [1, 2, 3]}),
        (lambda o: walk_away_judged(o, "russia", 5), "judgements.walk_away.russia", 5),
        (lambda o: options_ordered(o, "people", "us", ["both", "prisoners", "none"]),
         "judgements.orders.people.us", ["both", "prisoners", "none"]),
        (lambda o: item_added(o, ("rules",), {"id": "more", "if": {"people": "both"}, "then": {"ceasefire": "full"}}),
         "rules.more.then", {"ceasefire": "full"}),
        (lambda o: entry_added(o, ("levers", "more"), {"holders": ["us"], "target": "russia"}),
         "levers.more.target", "russia"),
        (lambda o: package_kept(o, "A second try", {"territory": "freeze"}, "Why not"),
         "packages.a_second_try", {"title": "A second try", "note": "Why not", "options": {"territory": "freeze"}}),
        (lambda o: package_changed(o, "line_and_steps", {"note": None, "title": "Other"}),
         "packages.line_and_steps.title", "Other"),
        (lambda o: sentences_written("Mine.", "confidence"), "brief.notes.1", {"text": "Mine.", "after": "confidence"}),
        (lambda o: sentences_written("Mine.", number=0), "brief.notes.0.text", "Mine."),
    ],
)  # fmt: skip
def test_an_operation_makes_no_error_and_says_what_was_meant(
    alaska: OpenedCase, operation: Callable[[OpenedCase], Operation], path: str, value: object
) -> None:
    proposed = alaska.doing(operation(alaska))
    assert errors(proposed) == []
    here: Any = proposed.after.data
    for step in path_of(path):
        here = (
            next(item for item in here if item["id"] == step)
            if isinstance(here, list) and isinstance(step, str)
            else here[step]
        )
    assert here == value


def test_what_is_kept_can_be_dropped(alaska: OpenedCase) -> None:
    gone = alaska.doing(package_dropped(alaska, "line_and_steps"))
    assert "packages" not in gone.after.data
    assert "brief" not in alaska.doing(sentences_removed(alaska, 0)).after.data


def test_numbers_that_are_no_longer_judged_leave_no_empty_row(ferry: OpenedCase) -> None:
    for issue, row in ferry.data["judgements"]["salience"].items():
        for party in list(row):
            ferry = ferry.doing(number_unjudged(ferry, ("judgements", "salience", issue, party))).after
    assert "salience" not in ferry.data["judgements"]


def test_options_of_a_scale_are_put_in_another_order(alaska: OpenedCase) -> None:
    order = ("none", "both", "prisoners")
    proposed = alaska.doing(entries_ordered(path_of("issues.people.options"), order))
    assert tuple(at(proposed.after, "issues.people.options")) == order
    assert errors(proposed) == []


def test_an_issue_an_option_and_a_document_are_added(ferry: OpenedCase, tmp_path: Path) -> None:
    issue = ferry.doing(
        issue_added(
            ferry,
            "mooring",
            {"title": "Mooring", "status_quo": "old", "options": {"old": "as now", "new": "a new one"}},
        )
    )
    assert errors(issue) == []
    with_issue = save(issue)
    option = with_issue.doing(option_added(with_issue, "mooring", "half", "half of it", before="new"))
    assert list(at(option.after, "issues.mooring.options")) == ["old", "half", "new"]
    assert errors(option) == []
    document = tmp_path / "letter.txt"
    document.write_text("The ferry is late.\n")
    opened = save(option)
    source = opened.doing(sources_added(opened, [document]).operation)
    assert not (opened.path.parent / "letter.txt").exists()
    save_sources(opened, sources_added(opened, [document]))
    assert (opened.path.parent / "letter.txt").read_text() == "The ferry is late.\n"
    assert errors(source) == []
    assert at(source.after, "sources.letter.file") == "letter.txt"
    assert free_name(source.after, ("sources",), "Letter") == "letter_2"
    with pytest.raises(EditRefused, match="`sources` has a `letter` already"):
        entry_added(source.after, ("sources", "letter"), {"file": "letter.txt"})


def declared(opened: OpenedCase) -> list[tuple[str, ...]]:
    data = opened.data
    sections = ("parties", "others", "issues", "levers", "tables", "sources", "claims")
    names: list[tuple[str, ...]] = [(section, name) for section in sections for name in data.get(section) or {}]
    names += [
        ("issues", name, "options", option) for name, issue in data["issues"].items() for option in issue["options"]
    ]
    return names + [("plan", "steps", name) for name in (data.get("plan") or {}).get("steps", {})]


def test_another_name_makes_no_error_and_the_old_one_gives_the_same_bytes(ferry: OpenedCase) -> None:
    for path in declared(ferry):
        proposed = ferry.doing(renamed(ferry, path, "quite_new"))
        assert errors(proposed) == []
        back = proposed.after.doing(renamed(proposed.after, (*path[:-1], "quite_new"), path[-1]))
        assert back.text == ferry.text


@pytest.mark.parametrize(
    "path",
    [("parties", "us"), ("issues", "territory"), ("issues", "territory", "options", "freeze"), ("claims", "unwilling")],
)
def test_variants_and_paths_in_texts_follow_another_name(alaska: OpenedCase, path: tuple[str, ...]) -> None:
    proposed = alaska.doing(renamed(alaska, path, "quite_new"))
    assert errors(proposed) == []
    back = proposed.after.doing(renamed(proposed.after, (*path[:-1], "quite_new"), path[-1]))
    assert back.text == alaska.text


def test_a_rule_is_renamed_and_removed_by_its_name(alaska: OpenedCase) -> None:
    first, second = (rule["id"] for rule in alaska.data["rules"][:2])
    proposed = alaska.doing(renamed(alaska, ("rules", first), "quite_new"))
    assert proposed.after.data["rules"][0]["id"] == "quite_new"
    assert errors(proposed) == []
    with pytest.raises(EditRefused, match="already"):
        renamed(alaska, ("rules", first), second)
    gone = alaska.doing(removed(alaska, ("rules", first)))
    assert gone.after.data["rules"] == alaska.data["rules"][1:]


def test_a_name_that_is_none_or_taken_is_refused(alaska: OpenedCase) -> None:
    with pytest.raises(EditRefused, match="`The US` is no short name"):
        renamed(alaska, ("parties", "us"), "The US")
    with pytest.raises(EditRefused, match="has a `russia` already"):
        alaska.doing(renamed(alaska, ("parties", "us"), "russia"))


def test_what_is_removed_leaves_no_name_behind(ferry: OpenedCase) -> None:
    for path in declared(ferry):
        proposed = ferry.doing(removed(ferry, path))
        assert not [error for error in errors(proposed) if error.startswith("E203")], path


def test_a_party_goes_with_all_that_is_about_it(alaska: OpenedCase) -> None:
    proposed = alaska.doing(removed(alaska, ("parties", "europeans")))
    assert errors(proposed) == []
    said = [change.plain for change in in_words(alaska.case, proposed.after.case)]  # type: ignore[arg-type]
    assert "Party the European allies removed" in said
    assert "Lever “Western sanctions”: held by no longer: the European allies" in said


def test_a_change_is_said_in_words_with_what_was(alaska: OpenedCase) -> None:
    proposed = alaska.doing(cell_said(alaska, "territory", "us", {"ideal": "occupied"}))
    assert alaska.case is not None
    assert proposed.after.case is not None
    (change,) = in_words(alaska.case, proposed.after.case)
    assert change.plain.startswith("The United States on territory: wants “nothing agreed on territory” (was: “")
    kept = alaska.doing(package_kept(alaska, "A second try", {"territory": "freeze"}))
    assert kept.after.case is not None
    (package,) = in_words(alaska.case, kept.after.case)
    assert (package.plain, package.owner.level) == ("Kept package “A second try” added", "team")
