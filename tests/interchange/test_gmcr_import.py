"""A file of GMCR+ gives a case with exactly its states, moves and preferences, or is refused with its place."""

from __future__ import annotations

import json
import pickle
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.oracles.graph_model import Model, equilibria, model
from winset.casefile.read import check_case, read_case
from winset.errors import CaseError, Problem, SaveRefused
from winset.interchange.gmcr_import import imported_gmcr
from winset.model.case import Case

FACTS = Path(__file__).parents[3] / "shared" / "data" / "graph-model"
CONFLICTS = ("prisoners_dilemma", "syria_iraq_1975", "cuban_missile", "elmira", "garrison")
Told = dict[str, Any]


def plain() -> Told:
    """Two parties; the second owns an option that cannot be taken back; both together cannot be."""
    return {
        "program": "gmcr-py",
        "version": "0.4.1",
        "useManualPreferenceRanking": False,
        "options": [
            {"name": "Dam", "permittedDirection": "both"},
            {"name": "Sue", "permittedDirection": "fwd"},
            {"name": "Protest", "permittedDirection": "back"},
        ],
        "decisionMakers": [
            {"name": "Utility", "options": [0], "preferences": [[[1, "N"]], [[0, "Y"], [2, "N"]]]},
            {
                "name": "Town",
                "options": [1, 2],
                "preferences": [{"compound": True, "members": [[[0, "N"]], [[1, "Y"], [2, "Y"]]]}],
            },
        ],
        "infeasibles": [[[1, "Y"], [2, "Y"]]],
        "coalitions": [0, 1],
    }


def file_of(folder: Path, told: object) -> Path:
    path = folder / "conflict.gmcr"
    path.write_text(told if isinstance(told, str) else json.dumps(told), encoding="utf-8")
    return path


def case_of(folder: Path, told: object) -> Case:
    """The case that the file gives, which has neither errors nor warnings."""
    imported_gmcr(file_of(folder, told), folder / "case").write(folder / "case")
    checked = check_case(folder / "case")
    assert checked.problems == ()
    assert checked.case is not None
    return checked.case


def refusals(folder: Path, told: object) -> tuple[Problem, ...]:
    with pytest.raises(CaseError) as caught:
        imported_gmcr(file_of(folder, told), folder / "case")
    return caught.value.problems


def changed(change: Callable[[Told], object]) -> Told:
    told = plain()
    change(told)
    return told


def facts(name: str) -> Told:
    path = FACTS / f"{name}.json"
    if not path.is_file():
        pytest.skip(f"{path} is not at hand")
    found: Told = json.loads(path.read_text(encoding="utf-8"))
    return found


def pattern(letters: str) -> list[list[object]]:
    return [[n, letter] for n, letter in enumerate(letters) if letter != "-"]


def as_file(found: Told) -> Told:
    """The facts of a conflict as GMCR+ saves them."""
    is_manual = any(party["preference_mode"] == "ranking" for party in found["decision_makers"])

    def statement(patterns: list[str]) -> object:
        members = [pattern(letters) for letters in patterns]
        return members[0] if len(members) == 1 else {"compound": True, "members": members}

    return {
        "options": [{"name": option["name"], "permittedDirection": option["direction"]} for option in found["options"]],
        "decisionMakers": [
            {
                "name": party["name"],
                "options": party["options"],
                "preferences": list(map(statement, party["statements"])),
                "preferenceRanking": party["ranking_best_first"],
                "payoffs": party["payoffs"],
                "misperceptions": [],
            }
            for party in found["decision_makers"]
        ],
        "infeasibles": [pattern(letters) for letters in found["infeasible"]],
        "useManualPreferenceRanking": is_manual,
        "coalitions": list(range(len(found["decision_makers"]))),
    }


def letters_of(found: Model) -> list[str]:
    return ["".join("Y" if option == "taken" else "N" for _, option in state) for state in found.states]


def assert_same_order(rank: list[tuple[int, ...]], payoffs: list[int]) -> None:
    pairs = [(s, t) for s in range(len(payoffs)) for t in range(len(payoffs))]
    assert len(rank) == len(payoffs)
    assert all((rank[s] > rank[t]) == (payoffs[s] > payoffs[t]) for s, t in pairs)


@pytest.mark.parametrize("name", CONFLICTS)
def test_a_conflict_keeps_its_states_moves_preferences_and_equilibria(name: str, tmp_path: Path) -> None:
    found = facts(name)
    made = model(case_of(tmp_path, as_file(found)))
    assert letters_of(made) == [state["yn"] for state in found["states"]]
    for party, told in zip(made.rank, found["decision_makers"], strict=True):
        assert_same_order(made.rank[party], told["payoffs"])
        for s, before in enumerate(letters_of(made)):
            assert made.reach[party][s] == {
                t for t, after in enumerate(letters_of(made)) if allowed(found, told, before, after)
            }
    independent = found["independent_results"]["concepts"]
    assert equilibria(made) == {key: independent[key]["equilibria"] for key in ("nash", "gmr", "smr", "seq")}


def allowed(found: Told, party: Told, before: str, after: str) -> bool:
    """True where the party owns every option that differs, and each changes in its direction."""
    ways = {"both": {"NY", "YN"}, "fwd": {"NY"}, "back": {"YN"}}
    changes = [n for n in range(len(before)) if before[n] != after[n]]
    return bool(changes) and all(
        n in party["options"] and before[n] + after[n] in ways[found["options"][n]["direction"]] for n in changes
    )


@pytest.mark.parametrize("name", CONFLICTS)
def test_statements_and_payoffs_say_the_same_where_the_program_made_the_payoffs(name: str, tmp_path: Path) -> None:
    found = facts(name)
    told = as_file(found)
    for party in told["decisionMakers"]:
        del party["preferenceRanking"]
    told["useManualPreferenceRanking"] = True
    made = model(case_of(tmp_path, told))
    for party, facts_of in zip(made.rank, found["decision_makers"], strict=True):
        assert_same_order(made.rank[party], facts_of["payoffs"])


def test_names_moves_rules_and_provenance_stand_in_the_case(tmp_path: Path) -> None:
    case = case_of(tmp_path, plain())
    assert {party.name for party in case.parties.values()} == {"Utility", "Town"}
    assert [issue.title for issue in case.issues.values()] == ["Dam", "Sue", "Protest"]
    assert [move.from_to for moves in case.moves.values() for move in moves] == [
        None, (("not_taken", "taken"),), (("taken", "not_taken"),),
    ]  # fmt: skip
    assert [moves[0].by for moves in case.moves.values()] == [("utility",), ("town",), ("town",)]
    assert case.rules[0].if_ == {"sue": ("taken",)}
    assert case.rules[0].then == {"protest": ("not_taken",)}
    assert "conflict.gmcr, a file of GMCR+" in case.notes[0].text
    assert len(case.notes) == 1
    assert all(case.cell(issue, party).basis == "silent" for issue in case.issues for party in case.parties)


def test_a_single_option_that_cannot_be_taken_is_a_rule(tmp_path: Path) -> None:
    told = changed(lambda told: told.update(infeasibles=[[[0, "Y"]]]))
    assert all(state[0] == ("dam", "not_taken") for state in model(case_of(tmp_path, told)).states)


def test_a_compound_pattern_that_cannot_be_rules_out_each_of_its_members(tmp_path: Path) -> None:
    either = {"compound": True, "members": [[[0, "Y"], [1, "Y"]], [[0, "N"], [1, "N"]]]}
    found = letters_of(model(case_of(tmp_path, changed(lambda told: told.update(infeasibles=[either])))))
    assert found == ["YNN", "NYN", "YNY", "NYY"]


def test_options_stand_in_the_order_of_their_owners_as_the_program_numbers_states(tmp_path: Path) -> None:
    told = plain()
    told["decisionMakers"][0]["options"], told["decisionMakers"][1]["options"] = [2], [1, 0]
    told["useManualPreferenceRanking"] = True
    for party in told["decisionMakers"]:
        party["preferenceRanking"] = [[6, 5], 4, 3, 2, 1]
    made = model(case_of(tmp_path, told))
    assert [issue for issue, _ in made.states[0]] == ["protest", "sue", "dam"]
    assert letters_of(made)[0] == "NNN"
    assert letters_of(made)[1] == "YNN"
    assert max(range(6), key=lambda s: made.rank["town"][s]) in (4, 5)


def test_old_files_name_the_ranking_differently(tmp_path: Path) -> None:
    told = plain()
    del told["useManualPreferenceRanking"]
    told["useManualPreferenceVectors"] = True
    for party in told["decisionMakers"]:
        party["preferenceVector"] = [1, 2, 3, 4, 5, 6]
    assert list(case_of(tmp_path, told).judgements.ranking) == ["utility", "town"]


def test_what_has_no_counterpart_is_noted_and_not_dropped_silently(tmp_path: Path) -> None:
    told = plain()
    told["decisionMakers"][0]["misperceptions"] = [[[0, "Y"]]]
    told["decisionMakers"][0]["preferences"] += [[], [[0, "Y"], [0, "N"]]]
    told["decisionMakers"][1]["options"] = [1]
    told |= {"coalitions": [[0, 1]], "colour": "red"}
    notes = imported_gmcr(file_of(tmp_path, told), tmp_path / "case").notes
    for words in (
        "what `Utility` misperceives", "coalition of `Utility`, `Town`", "change only by agreement: `Protest`",
        "in every state or in none are left out: 3, 4", "not read: `colour`",
    ):  # fmt: skip
        assert any(words in note for note in notes)
    assert [note.text.lower() for note in case_of(tmp_path, told).notes[1:]] == [note.lower() for note in notes]


def test_options_of_one_name_are_told_apart_by_their_owners(tmp_path: Path) -> None:
    told = plain()
    told["options"][1]["name"] = "Dam"
    case = case_of(tmp_path, told)
    assert [issue.title for issue in case.issues.values()] == ["Dam (Utility)", "Dam (Town)", "Protest"]


def set_at(*path: str | int, to: object) -> Callable[[Told], object]:
    """A change of one value of the file."""

    def change(told: Any) -> None:
        for step in path[:-1]:
            told = told[step]
        told[path[-1]] = to

    return change


@pytest.mark.parametrize(
    ("change", "code", "words"),
    [
        (set_at("options", to={}), "E602", "`options` is not a list"),
        (set_at("options", to=[]), "E603", "has no options"),
        (set_at("options", 0, "name", to=3), "E602", "a `name` is expected"),
        (set_at("options", 0, "permittedDirection", to="up"), "E602", "says no direction"),
        (set_at("options", 0, "permittedDirection", to=[1]), "E602", "says no direction"),
        (set_at("decisionMakers", to=[]), "E603", "at least two parties"),
        (set_at("decisionMakers", 1, to=7), "E602", "a `name` is expected"),
        (set_at("decisionMakers", 1, "options", to=[1, 0]), "E608", "option 0 belongs to party 0 already"),
        (set_at("decisionMakers", 1, "options", to=[1, 1]), "E608", "option 1 belongs to the same party already"),
        (set_at("decisionMakers", 1, "options", to=[9]), "E608", "`9` is the number of no option"),
        (set_at("decisionMakers", 1, "options", to=[-1]), "E608", "`-1` is the number of no option"),
        (set_at("decisionMakers", 1, "options", to=[True]), "E608", "what stands here is the number of no option"),
        (set_at("decisionMakers", 1, "options", to=[float("nan")]), "E608", "`NaN` is the number of no option"),
        (set_at("decisionMakers", 1, "options", to=[10**400]), "E608", "is the number of no option"),
        (set_at("decisionMakers", 0, "preferences", to=5), "E602", "`preferences` is not a list"),
        (set_at("decisionMakers", 0, "preferences", 0, to="N"), "E602", "no statement stands here"),
        (set_at("decisionMakers", 0, "preferences", 0, to=[[0, "M"]]), "E602", 'an option with "Y" or "N"'),
        (set_at("decisionMakers", 0, "preferences", 0, to=[[0, {}]]), "E602", 'an option with "Y" or "N"'),
        (set_at("decisionMakers", 0, "preferences", 0, to=[[3, "Y"]]), "E608", "`3` is the number of no option"),
        (set_at("decisionMakers", 0, "preferences", 0, to={"compound": True}), "E602", "needs `members`"),
        (set_at("infeasibles", to=[[]]), "E608", "none is left"),
        (set_at("infeasibles", to=[[[0, "Y"]], [[0, "N"]]]), "E608", "no state is left"),
        (set_at("useManualPreferenceRanking", to="yes"), "E602", "neither true nor false"),
        (set_at("useManualPreferenceRanking", to=True), "E608", "has no `preferenceRanking`"),
        (set_at("coalitions", to=[[0, 5]]), "E608", "`5` is the number of no party"),
    ],
)  # fmt: skip
def test_a_broken_file_is_refused_where_it_is_broken(
    change: Callable[[Told], object], code: str, words: str, tmp_path: Path
) -> None:
    found = refusals(tmp_path, json.dumps(changed(change), indent=1))
    assert any(problem.code == code and words in problem.message for problem in found)
    assert all(problem.place.file == "conflict.gmcr" for problem in found)
    assert not (tmp_path / "case").exists()


def test_a_message_points_at_the_line_and_column_of_the_value(tmp_path: Path) -> None:
    text = json.dumps(changed(set_at("decisionMakers", 1, "options", to=[1, 77])), indent=1)
    (problem,) = refusals(tmp_path, text)
    line = text.split("\n")[problem.place.line - 1]
    assert line[problem.place.column - 1 :] == "77"
    assert problem.place.excerpt == line


@pytest.mark.parametrize(
    ("ranking", "words"),
    [
        ([1, 2, 3, 4, 5], "leaves out states: 6"),
        ([1, 2, 3, 4, 5, 6, 7], "`7` is the number of no state"),
        ([1, 2, 3, 4, [5, 5], 6], "state 5 stands twice"),
        ([1, 2, 3, 4, 5, {"a": 6}], "what stands here is the number of no state"),
    ],
)
def test_a_ranking_has_every_state_once(ranking: list[object], words: str, tmp_path: Path) -> None:
    told = changed(set_at("useManualPreferenceRanking", to=True))
    for party in told["decisionMakers"]:
        party["preferenceRanking"] = ranking
    assert any(words in problem.message for problem in refusals(tmp_path, told))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "the file is empty"),
        (json.dumps(plain())[:200], "not valid JSON"),
        ("[1, 2]", "no file of GMCR+"),
        ("null", "no file of GMCR+"),
        ('{"options": [], "options": []}', "`options` stands twice"),
        ("[" * 100_000, "the file is nested too deep"),
        ('{"options": ' + "[" * 900 + "]" * 900 + ', "decisionMakers": []}', "at least two parties"),
    ],
)
def test_what_is_no_conflict_is_said_to_be_none(text: str, words: str, tmp_path: Path) -> None:
    assert any(words in problem.message for problem in refusals(tmp_path, text))


def test_a_file_that_is_not_utf8_or_not_there_is_refused(tmp_path: Path) -> None:
    (tmp_path / "conflict.gmcr").write_bytes(b'{"options": "\xff"}')
    for name, words in (("conflict.gmcr", "the file is not UTF-8"), ("none.gmcr", "there is no file")):
        with pytest.raises(CaseError) as caught:
            imported_gmcr(tmp_path / name, tmp_path / "case")
        assert words in caught.value.problems[0].message


@pytest.mark.slow
@pytest.mark.parametrize("count", [30_000, 1_000_000])
def test_more_options_than_a_case_holds_are_refused(count: int, tmp_path: Path) -> None:
    told = plain()
    told["options"] += [{"name": "x", "permittedDirection": "both"}] * count
    (problem,) = refusals(tmp_path, told)
    assert problem.code in ("E601", "E603")


def test_seventy_options_with_statements_are_a_case_and_with_a_ranking_are_refused(tmp_path: Path) -> None:
    told = plain()
    told["options"] += [{"name": f"o{n}", "permittedDirection": "both"} for n in range(70)]
    told["decisionMakers"][0]["options"] += list(range(3, 73))
    imported_gmcr(file_of(tmp_path, told), tmp_path / "case")
    told["useManualPreferenceRanking"] = True
    assert "a ranking is in use" in refusals(tmp_path, told)[0].message


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    case_of(tmp_path, plain())
    with pytest.raises(SaveRefused):
        imported_gmcr(file_of(tmp_path, plain()), tmp_path / "case").write(tmp_path / "case")


@pytest.mark.parametrize(
    "name", ["rest: x", "#", "yes", "when", "\ud800", "a\nb", "é" * 500, '"', "{}", "1e5", "\u202e"]
)
def test_any_name_gives_a_case_that_reads(name: str, tmp_path: Path) -> None:
    told = plain()
    told["options"][0]["name"] = told["decisionMakers"][0]["name"] = name
    imported_gmcr(file_of(tmp_path, told), tmp_path / "case").write(tmp_path / "case")
    assert read_case(tmp_path / "case").case is not None


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers(-2, 4) | st.sampled_from(["Y", "N", "both", ""]) | st.floats(),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["name", "members"]), inner, max_size=2)
    ),
    max_leaves=6,
)
PATHS = [
    ("options",), ("options", 0), ("options", 1, "name"), ("decisionMakers",), ("decisionMakers", 0),
    ("decisionMakers", 1, "options"), ("decisionMakers", 1, "preferences"), ("decisionMakers", 0, "misperceptions"),
    ("infeasibles",), ("infeasibles", 0), ("coalitions",), ("useManualPreferenceRanking",),
]  # fmt: skip


@given(path=st.sampled_from(PATHS), value=ANYTHING)
@settings(max_examples=150)
def test_anything_in_place_of_a_part_gives_a_case_or_a_refusal(
    path: tuple[str | int, ...], value: object, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("any")
    file = file_of(folder, changed(set_at(*path, to=value)))
    try:
        imported_gmcr(file, folder / "case").write(folder / "case")
    except CaseError:
        assert not (folder / "case").exists()
        return
    assert check_case(folder / "case").errors == ()


class Trap:
    """Leaves a mark where it is unpickled."""

    def __init__(self, mark: Path) -> None:
        self.mark = mark

    def __reduce__(self) -> tuple[object, ...]:
        return Path.touch, (self.mark,)


@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
@pytest.mark.parametrize("held", [plain(), [plain()], (1, plain()), "trap"])
def test_a_pickled_conflict_is_refused_with_what_to_do_and_never_opened(
    tmp_path: Path, protocol: int, held: object
) -> None:
    mark = tmp_path / "mark"
    path = tmp_path / "old.gmcr"
    path.write_bytes(pickle.dumps(Trap(mark) if held == "trap" else held, protocol))
    with pytest.raises(CaseError) as caught:
        imported_gmcr(path, tmp_path / "case")
    (problem,) = caught.value.problems
    assert problem.code == "E602"
    assert "this is a pickle, as early versions of GMCR+ saved conflicts" in problem.message
    assert problem.hint == "enter the conflict in a GMCR+ that saves JSON, or as a case: winset new"
    assert not mark.exists()


@pytest.mark.parametrize("text", ["local.", "dams\n and no more.", "{}", "[1, 2]", "(a note)\nthat ends.", "]q", ""])
def test_what_is_no_pickle_is_not_called_one(tmp_path: Path, text: str) -> None:
    assert not any("pickle" in refusal.message for refusal in refusals(tmp_path, text))
