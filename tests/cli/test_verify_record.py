"""`winset verify` of a record: run again and compared, whatever became of the case or of the record since."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from winset.errors import UnknownName, WinsetError
from winset.model.version import VERSION

from .records import (
    ALASKA,
    CLASSROOM,
    EXCHANGE,
    MADE,
    QUOTE,
    ROOT,
    RUNS,
    SMALL,
    edit,
    files,
    record,
    replaced,
    run,
    verified,
)

ENVIRONMENT = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
LONGEST = {"forecast", "robust", "staging", "stability", "tables", "timing", "invent"}
"""All but two of the questions over readings: each is verified in the same way."""
pytestmark = pytest.mark.usefixtures("examples_folder")


@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=[pytest.mark.slow] if name in LONGEST else []) for name in RUNS]
)
def test_a_record_of_each_command_is_verified_and_nothing_is_written(name: str) -> None:
    if name == "import":
        run("export", "genius", CLASSROOM, "--drop", "-o", "linen-genius")
    made = record(*RUNS[name])
    assert made["winset"] == VERSION
    assert made["results"]
    before = files()
    code, told = verified()
    assert code == 0, told
    assert told["same"] is True
    assert told["inputs_same"] is True
    assert told["values"] > 0
    assert told["repeated"] is (name not in MADE)
    assert files() == before


def test_a_case_that_was_moved_can_be_named() -> None:
    record(*SMALL)
    shutil.move(CLASSROOM, "elsewhere")
    with pytest.raises(WinsetError, match="where the case is now"):
        run("verify", "run.json")
    assert run("verify", "run.json", "elsewhere")[0] == 0


def test_a_case_that_changed_without_effect_is_named_and_the_numbers_are_said_to_be_the_same() -> None:
    record(*SMALL)
    with Path(CLASSROOM, "case.yaml").open("a", encoding="utf-8") as stream:
        stream.write("# a comment\n")
    code, told = run("verify", "run.json")
    assert code == 1
    assert "case file: sha256 recorded" in told
    assert "All the same, every number is what it was" in told


def test_a_case_that_changed_with_effect_lists_each_value_with_both_sides() -> None:
    record("deal", ALASKA, "--trials", "30")
    replaced(Path(ALASKA, "case.yaml"), "    ukraine: [40, 55, 70]", "    ukraine: [0, 1, 2]")
    code, told = verified()
    assert code == 1
    assert [change["what"] for change in told["changes"]] == ["case"]
    assert told["same"] is False
    paths = {difference["path"]: difference for difference in told["differences"]}
    assert paths["packages.acceptable"]["recorded"] == "0"
    assert int(paths["packages.acceptable"]["now"]) > 0
    code, text = run("verify", "run.json", "--limit", "2")
    assert "and" in text
    assert "more; `--limit 0` lists all" in text


def test_a_run_over_several_cases_is_verified_and_says_whose_input_changed() -> None:
    made = record("robust", EXCHANGE, CLASSROOM, "--trials", "10", "--drivers", "0", "--alone")
    assert [one["case"] for one in made["inputs"]] == ["exchange", "classroom"]
    assert verified()[0] == 0
    assert run("verify", "run.json", EXCHANGE, CLASSROOM)[0] == 0
    with pytest.raises(WinsetError, match="about 2 cases"):
        run("verify", "run.json", EXCHANGE)
    case = Path(CLASSROOM, "case.yaml")
    case.write_text(case.read_text() + "# changed\n")
    code, told = verified()
    assert code == 1
    assert told["same"] is True
    assert [(change["what"], change["case"]) for change in told["changes"]] == [("case", "classroom")]
    assert "(case classroom)" in run("verify", "run.json")[1]


def test_the_exit_code_of_the_program_is_1_where_something_differs() -> None:
    record(*SMALL)
    codes = []
    for version in (VERSION, "0.0.9"):
        edit(lambda held, version=version: held.update(winset=version))  # type: ignore[misc]
        words = [sys.executable, "-m", "winset", "verify", "run.json"]
        codes.append(subprocess.run(words, env=ENVIRONMENT, capture_output=True, check=False).returncode)
    assert codes == [0, 1]


def test_a_case_that_is_broken_now_is_named_and_no_number_is_said_to_be_the_same() -> None:
    record(*SMALL)
    Path(CLASSROOM, "case.yaml").write_text("parties: [", encoding="utf-8")
    code, told = verified()
    assert code == 1
    assert told["same"] is None
    assert told["changes"][0]["what"] == "case"
    assert "error" in told["obstacle"]


def test_a_source_that_changed_is_missing_or_is_new_is_named() -> None:
    record("check", CLASSROOM)
    source = Path(CLASSROOM, "instructions.md")
    text = source.read_text(encoding="utf-8")
    source.write_text(text + "\nOne line more.\n", encoding="utf-8")
    code, told = run("verify", "run.json")
    assert code == 1
    assert "source `instructions`: sha256 recorded" in told
    source.unlink()
    code, told = run("verify", "run.json")
    assert code == 1
    assert "source `instructions` is missing" in told
    source.write_text(text, encoding="utf-8")
    Path(CLASSROOM, "more.md").write_text("More.", encoding="utf-8")
    replaced(Path(CLASSROOM, "case.yaml"), "sources:\n", "sources:\n  more: {file: more.md}\n")
    assert "source `more` is new" in run("verify", "run.json")[1]


def test_a_table_that_is_gone_is_an_obstacle_and_not_an_error_of_usage() -> None:
    record("deal", ALASKA, "--trials", "30", "--table", "second_summit")
    path = Path(ALASKA, "case.yaml")
    path.write_text(path.read_text(encoding="utf-8").replace("second_summit", "other_summit"), encoding="utf-8")
    code, told = verified()
    assert code == 1
    assert "second_summit" in told["obstacle"]
    with pytest.raises(UnknownName):
        run("deal", ALASKA, "--table", "second_summit")


def test_a_version_a_seed_and_a_number_that_were_edited_are_named() -> None:
    record("robust", CLASSROOM, "--trials", "30", "--drivers", "0", "--levers", "0", "--alone")
    edit(lambda held: held.update(winset="0.0.9"))
    assert f"version: recorded 0.0.9, now {VERSION}" in run("verify", "run.json")[1]
    edit(lambda held: held.update(winset=VERSION))
    edit(lambda held: held["request"].update(seed=7))
    code, told = run("verify", "run.json", "--limit", "0")
    assert code == 1
    assert "`seed` is 7 in the record's options and 1 in its results" in told
    assert "seed: recorded 1, now 7" in told
    record(*SMALL)
    edit(lambda held: held["results"]["packages"].update(total=12))
    code, told = run("verify", "run.json")
    assert code == 1
    assert "packages.total: recorded 12" in told
    assert "1 value is not the same" in told


def test_numbers_are_compared_as_they_are_written() -> None:
    record("robust", ALASKA, "--trials", "30", "--drivers", "0", "--levers", "0", "--alone")
    held = Path("run.json").read_text(encoding="utf-8")
    share = json.dumps(json.loads(held)["results"]["deal"]["share"])
    assert "." in share
    Path("run.json").write_text(held.replace(f'"share": {share}', f'"share": {share}0', 1), encoding="utf-8")
    code, told = verified()
    assert code == 1
    assert {"path": "bottom_line.trials.share", "recorded": f"{share}0", "now": share} in told["differences"]


def test_an_edited_seed_that_changes_no_number_is_still_told() -> None:
    record(*SMALL)
    edit(lambda held: held["request"].update(nodes=5))
    code, told = run("verify", "run.json")
    assert code == 1
    assert "the record is not as winset wrote it" in told


def test_a_record_that_was_only_laid_out_anew_is_as_it_was() -> None:
    record(*SMALL)
    edit(lambda held: None)
    assert run("verify", "run.json")[0] == 0


def test_a_limit_by_the_clock_is_told() -> None:
    record("deal", CLASSROOM, "--trials", "30", "--seconds", "60")
    assert "`--seconds` was given: what is found by then depends on the machine" in run("verify", "run.json")[1]


def test_a_file_that_a_command_made_and_was_changed_since_is_named() -> None:
    record(*RUNS["new"])
    replaced(Path("ferry", "case.yaml"), "id:", "id: ")
    Path("ferry", "minutes.md").unlink()
    code, told = verified()
    assert code == 1
    assert [difference["path"] for difference in told["differences"]] == ['files["case.yaml"]', 'files["minutes.md"]']
    assert told["differences"][1]["now"] is None
    shutil.rmtree("ferry")
    assert verified()[0] == 1


def test_another_brief_than_the_recorded_one_is_named() -> None:
    record(*RUNS["brief"])
    replaced(Path(CLASSROOM, "case.yaml"), "  title: ", "  title: Another ")
    code, told = run("verify", "run.json")
    assert code == 1
    assert 'files["brief.html"]: recorded' in told


def test_hostile_names_of_files_are_refused() -> None:
    record(*RUNS["certify"])
    for name in ("../brief.html", "/etc/brief.html", "C:brief.html", "a\\b.html", ""):
        edit(lambda held, name=name: held.update(files={name: "0"}))  # type: ignore[misc]
        with pytest.raises(WinsetError, match="`files` is not names"):
            run("verify", "run.json")


def test_options_that_a_record_cannot_hold_are_named_and_not_taken() -> None:
    record("check", ALASKA)
    replaced(Path(ALASKA, "case.yaml"), QUOTE, QUOTE.replace(" ready", "\N{NO-BREAK SPACE}ready"))
    before = files()
    edit(lambda held: held["request"].update(output="mine.html", record="mine.json", fix=True))
    after = {**before, "run.json": Path("run.json").read_bytes()}
    code, told = run("verify", "run.json")
    assert code == 1
    assert told.count("this winset has no such option") == 3
    assert files() == after


def test_options_that_cannot_be_used_are_told() -> None:
    record(*SMALL)
    for value in ("many", -1, 0.5, None, [1, 2], {"a": 1}, "--help"):
        edit(lambda held, value=value: held["request"].update(trials=value))  # type: ignore[misc]
        code, told = verified()
        assert code == 1
        assert told["same"] is not True
    for variants in (["nowhere"], ["--fix"]):
        record(*SMALL)
        edit(lambda held, variants=variants: held.update(variants=variants))  # type: ignore[misc]
        assert "variant" in verified()[1]["obstacle"]


def test_a_record_of_a_command_that_keeps_none_is_refused() -> None:
    record(*SMALL)
    for command in ("verify", "export", "nothing", ""):
        edit(lambda held, command=command: held.update(command=command))  # type: ignore[misc]
        with pytest.raises(WinsetError, match="no such command"):
            run("verify", "run.json")


def test_an_option_that_is_not_recorded_is_named_with_what_is_taken() -> None:
    record(*SMALL)
    edit(lambda held: (held["shown"].pop("limit"), held["request"].pop("seconds")))
    told = run("verify", "run.json")[1]
    assert "option `limit` is not recorded; 100 is taken" in told
    assert "option `seconds` is not recorded; null is taken" in told


QUICK = ("check", "certify", "quote", "export", "new", "examples")
"""Runs that are quick also with every option at its default."""


@pytest.mark.parametrize(
    "name", [*QUICK, *(pytest.param(one, marks=pytest.mark.slow) for one in RUNS if one not in QUICK)]
)
def test_a_record_from_before_its_options_existed_is_answered_in_words(name: str) -> None:
    if name == "import":
        run("export", "genius", CLASSROOM, "--drop", "-o", "linen-genius")
    made = record(*RUNS[name])
    taken = [*made["request"], *made["shown"]]
    edit(lambda held: (held["request"].clear(), held["shown"].clear()))
    code, told = run("verify", "run.json")
    assert code == 1
    assert name in MADE or all(f"option `{option}` is not recorded" in told for option in taken), told


def test_what_a_command_must_be_told_and_a_record_does_not_say_is_named() -> None:
    record(*RUNS["quote"])
    for change in (lambda held: held["request"].pop("words"), lambda held: held["request"].update(words=None)):
        record(*RUNS["quote"])
        edit(change)
        code, told = verified()
        assert code == 1
        assert told["same"] is None
        assert "does not say `words`" in told["obstacle"]
        assert "run the command again with `--record`" in told["obstacle"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('{"record": 2,\n  "winset": ', r"run.json:2:\d+: .*cut off"),
        ('{"record": 2,\n "x": NaN}', "run.json:2:7: .*NaN is not a number"),
        ('{"record": 2, "x": [1,, 2]}', "run.json:1:"),
        (" \n", "run.json:2:1: .*the file is empty"),
        ("winset: 1\n", "run.json:1:1: .*it is not JSON"),
        ('{"record": 3}', "newer winset"),
        ('{"record": 1}', "older winset wrote it.*run the command again with `--record`"),
        ('{"record": 0}', "no such form"),
        ('{"record": true}', "not a whole number"),
        ('{"record": 2}', "`digest` is missing"),
        ('{"record": 2, "record": 2}', "stands twice"),
        ('{"answer": 1}', "neither `certificates` nor `record`"),
        ("[" * 100_000, "nests too deeply"),
        ('{"record": ' + "9" * 5000 + "}", "not a record"),
    ],
)
def test_what_is_no_record_is_refused_with_its_place(text: str, message: str) -> None:
    Path("run.json").write_text(text, encoding="utf-8")
    with pytest.raises(WinsetError, match=message):
        run("verify", "run.json")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("winset", 1), ("command", None), ("request", []), ("shown", 3), ("variants", "a"), ("variants", [1]),
        ("results", [1]), ("inputs", "x"), ("files", {"a": 1}),
        ("notes", [1]), ("place", 3), ("digest", {}), ("inputs", [{}]), ("inputs", [{"closed_sources": 3}]),
    ],
)  # fmt: skip
def test_a_field_of_a_wrong_kind_is_named(field: str, value: object) -> None:
    record(*SMALL)
    edit(lambda held: held.update({field: value}))
    with pytest.raises(WinsetError, match=r"not a (right|whole) record"):
        run("verify", "run.json")


def test_a_file_that_is_too_large_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    from winset.casefile import json_file

    record(*SMALL)
    monkeypatch.setattr(json_file, "LARGEST", 1000)
    with pytest.raises(WinsetError, match="larger than"):
        run("verify", "run.json")


def test_what_a_record_says_cannot_steer_a_terminal() -> None:
    record(*SMALL)
    edit(lambda held: held.update(notes=["\x1b[2J"], winset="\x1b[31m"))
    assert "\x1b" not in run("verify", "run.json")[1]


def test_the_older_name_of_the_trials_is_taken_in_scripts_and_records() -> None:
    older = [word.replace("--trials", "--draws") for word in SMALL]
    assert older != list(SMALL)
    record(*older)
    assert "--draws" not in run("deal", "--help")[1]
    edit(lambda held: held["request"].update(draws=held["request"].pop("trials")))
    told = verified()[1]
    assert told["same"] is True
    assert not [change for change in told["changes"] if change["what"] == "option"]
