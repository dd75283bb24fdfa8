"""`--record` on every command, and `winset verify` of a record, as a user runs them."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click
import pytest

from tests.support.places import ROOT
from tests.support.running import PATIENCE, invoked, process, program
from winset.analyses.robustness.tally import Tally, Totals
from winset.casefile import record_file
from winset.casefile.record_file import place_of
from winset.cli import COMMANDS, group
from winset.cli.record import UNRECORDED, WITHOUT_EFFECT, options_of
from winset.errors import SaveRefused, TooLarge, UnknownName, WinsetError
from winset.model.version import VERSION
from winset.study import Study

ALASKA, CLASSROOM = "examples/alaska-2025", "examples/classroom"
LATER = "examples/later"
QUOTE = "meant to find out whether Putin is ready to compromise"
RUNS = {
    "check": ["check", ALASKA],
    "deal": ["deal", ALASKA, "--draws", "30"],
    "invent": ["invent", ALASKA, "--draws", "10"],
    "stability": ["stability", ALASKA, "--by-value", "--draws", "10"],
    "staging": ["staging", ALASKA, "--draws", "10", "--objective", "end"],
    "tables": ["tables", ALASKA, "--draws", "10"],
    "diff": ["diff", ALASKA, LATER, "--draws", "10"],
    "robust": ["robust", ALASKA, "--draws", "10", "--drivers", "2", "--levers", "1"],
    "brief": ["brief", CLASSROOM, "--draws", "30", "-o", "brief.html"],
    "certify": ["certify", CLASSROOM, "-o", "classroom.proof.json"],
    "new": ["new", "ferry"],
    "quote": ["quote", ALASKA, QUOTE, "--speaker", "A. N. Other"],
    "import": ["import", "genius", "linen-genius", "-o", "linen"],
    "export": ["export", "genius", CLASSROOM, "--drop", "-o", "classroom-genius"],
    "examples": ["examples", "classroom", "copied"],
}
"""A run of each command that keeps records; a new command is added here, and nothing else has to be written."""
SMALL = ["deal", CLASSROOM, "--draws", "30"]
MADE = ("new", "import", "examples")


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder of its own for each test, with the examples in it."""
    for example in ("alaska-2025", "classroom"):
        shutil.copytree(ROOT / "examples" / example, tmp_path / "examples" / example)
    shutil.copytree(ROOT / "examples" / "alaska-2025", tmp_path / LATER)
    replaced(tmp_path / LATER / "case.yaml", "    ukraine: [40, 55, 70]", "    ukraine: [30, 40, 70]")
    monkeypatch.chdir(tmp_path)


def run(*words: str) -> tuple[int, str]:
    """The exit code and both streams; what winset refuses is raised."""
    result = invoked(*words)
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.exit_code, " ".join(result.output.split())


def record(*words: str, name: str = "run.json") -> dict[str, Any]:
    run(*words, "--record", name)
    made: dict[str, Any] = json.loads(Path(name).read_text(encoding="utf-8"))
    return made


def verified(name: str = "run.json") -> tuple[int, dict[str, Any]]:
    code, output = run("verify", name, "--json")
    return code, json.loads(output)


def edit(change: Callable[[dict[str, Any]], object], name: str = "run.json") -> None:
    held = json.loads(Path(name).read_text(encoding="utf-8"))
    change(held)
    Path(name).write_text(json.dumps(held), encoding="utf-8")


def replaced(path: Path, before: str, after: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after, 1), encoding="utf-8")


def files() -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in sorted(Path().rglob("*")) if path.is_file()}


def leaves(command: click.Command, name: str) -> list[click.Command]:
    return list(command.commands.values()) if isinstance(command, click.Group) else [command]


def test_every_command_keeps_records_or_says_that_it_does_not() -> None:
    assert set(RUNS) == set(COMMANDS) - set(UNRECORDED)
    for name in COMMANDS:
        command = group.get_command(click.Context(group), name)
        assert command is not None
        for leaf in leaves(command, name):
            told = {option for param in leaf.params for option in param.opts}
            assert ("--record" in told) == (name not in UNRECORDED)


@pytest.mark.parametrize("name", RUNS)
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


@pytest.mark.parametrize(
    "name", ["check", "deal", "robust", "stability", "diff", "invent", "brief", "certify", "quote", "export"]
)
def test_two_processes_with_other_hash_seeds_and_folders_write_the_same_bytes(name: str, tmp_path: Path) -> None:
    words = [str(tmp_path / word) if word.startswith("examples/") else word for word in RUNS[name]]
    here, there = tmp_path / "here.json", tmp_path / "there.json"
    done = program(*words, "--record", here, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    seed = "2" if os.environ.get("PYTHONHASHSEED") == "1" else "1"  # this process has one at random, unless it is said
    more = [] if name == "certify" else ["--json"]
    environment = {"PYTHONHASHSEED": seed, "COLUMNS": "60"}
    done = process(*words, *more, "--record", there, cwd=tmp_path / "examples", env=environment)
    assert done.returncode == 0, done.stderr
    assert here.read_bytes() == there.read_bytes()


def test_workers_and_text_or_json_do_not_show_in_a_record() -> None:
    words = ["robust", ALASKA, "--draws", "900", "--drivers", "0", "--levers", "0", "--alone"]
    record(*words, "--workers", "1", name="one.json")
    record(*words, "--workers", "2", "--json", name="two.json")
    assert Path("one.json").read_bytes() == Path("two.json").read_bytes()


def test_options_that_change_no_result_are_not_kept() -> None:
    for name in RUNS:
        command = group.get_command(click.Context(group), name)
        assert command is not None
        for leaf in leaves(command, name):
            assert not {f"--{option}" for option in options_of(leaf)} & {*WITHOUT_EFFECT, "--output"}


def test_a_record_names_no_folder_of_the_machine(tmp_path: Path) -> None:
    for words in (RUNS["check"], RUNS["brief"], RUNS["export"], RUNS["new"]):
        record(*words, name="some.json")
        text = Path("some.json").read_text(encoding="utf-8")
        assert str(tmp_path) not in text
        assert Path.home().name not in json.loads(text)["options"].values()


def test_the_place_of_a_case_is_left_out_where_it_would_name_a_home(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", "/home/jane")
    assert place_of(Path("/home/jane/cases/a/case.yaml"), Path("/home/jane/records/r.json")) == "../cases/a/case.yaml"
    assert place_of(Path("/home/jane/cases/a/case.yaml"), Path("/home/joe/r.json")) is None
    assert place_of(Path("/home/jane/cases/a/case.yaml"), Path("/srv/r.json")) is None


def test_a_case_that_was_moved_can_be_named(tmp_path: Path) -> None:
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
    record("deal", ALASKA, "--draws", "30")
    replaced(Path(ALASKA, "case.yaml"), "    ukraine: [40, 55, 70]", "    ukraine: [0, 1, 2]")
    code, told = verified()
    assert code == 1
    assert [one["what"] for one in told["changes"]] == ["case"]
    assert told["same"] is False
    paths = {one["path"]: one for one in told["differences"]}
    assert paths["packages.acceptable"]["recorded"] == "0"
    assert int(paths["packages.acceptable"]["now"]) > 0
    code, text = run("verify", "run.json", "--limit", "2")
    assert "and" in text
    assert "more; `--limit 0` lists all" in text


def test_a_run_over_several_cases_is_verified_and_says_whose_input_changed() -> None:
    made = record("robust", ALASKA, CLASSROOM, "--draws", "10", "--drivers", "0", "--alone")
    assert [one["case"] for one in made["inputs"]] == ["alaska-2025", "classroom"]
    assert verified()[0] == 0
    assert run("verify", "run.json", ALASKA, CLASSROOM)[0] == 0
    with pytest.raises(WinsetError, match="about 2 cases"):
        run("verify", "run.json", ALASKA)
    case = Path(CLASSROOM, "case.yaml")
    case.write_text(case.read_text() + "# changed\n")
    code, told = verified()
    assert code == 1
    assert told["same"] is True
    assert [(one["what"], one["case"]) for one in told["changes"]] == [("case", "classroom")]
    assert "(case classroom)" in run("verify", "run.json")[1]


def test_the_exit_code_of_the_program_is_1_where_something_differs() -> None:
    record(*SMALL)
    codes = []
    for version in (VERSION, "0.0.9"):
        edit(lambda held, version=version: held.update(winset=version))  # type: ignore[misc]
        codes.append(process("verify", "run.json", cwd=Path.cwd()).returncode)
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
    record(*RUNS["check"])
    source = Path(ALASKA, "briefing.md")
    text = source.read_text(encoding="utf-8")
    source.write_text(text + "\nOne line more.\n", encoding="utf-8")
    code, told = run("verify", "run.json")
    assert code == 1
    assert "source `briefing`: sha256 recorded" in told
    source.unlink()
    code, told = run("verify", "run.json")
    assert code == 1
    assert "source `briefing` is missing" in told
    source.write_text(text, encoding="utf-8")
    Path(ALASKA, "more.md").write_text("More.", encoding="utf-8")
    replaced(Path(ALASKA, "case.yaml"), "sources:\n", "sources:\n  more: {file: more.md}\n")
    assert "source `more` is new" in run("verify", "run.json")[1]


def test_a_version_a_seed_and_a_number_that_were_edited_are_named() -> None:
    record("robust", ALASKA, "--draws", "30", "--drivers", "0", "--levers", "0", "--alone")
    edit(lambda held: held.update(winset="0.0.9"))
    assert f"version: recorded 0.0.9, now {VERSION}" in run("verify", "run.json")[1]
    record("robust", ALASKA, "--draws", "30", "--drivers", "0", "--levers", "0", "--alone")
    edit(lambda held: held["options"].update(seed=7))
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
    record("robust", ALASKA, "--draws", "30", "--drivers", "0", "--levers", "0", "--alone")
    held = Path("run.json").read_text(encoding="utf-8")
    share = json.dumps(json.loads(held)["results"]["deal"]["share"])
    assert "." in share
    Path("run.json").write_text(held.replace(f'"share": {share}', f'"share": {share}0', 1), encoding="utf-8")
    code, told = verified()
    assert code == 1
    assert {"path": "deal.share", "recorded": f"{share}0", "now": share} in told["differences"]


def test_an_edited_seed_that_changes_no_number_is_still_told() -> None:
    record(*SMALL)
    edit(lambda held: held["options"].update(nodes=5))
    code, told = run("verify", "run.json")
    assert code == 1
    assert "the record is not as winset wrote it" in told


def test_a_record_that_was_only_laid_out_anew_is_as_it_was() -> None:
    record(*SMALL)
    edit(lambda held: None)
    assert run("verify", "run.json")[0] == 0


def restricted_case() -> None:
    """The example with a restricted source, a restricted judgement and a claim that quotes the source."""
    path = Path(CLASSROOM, "case.yaml")
    Path(CLASSROOM, "cable.md").write_text("They would go down to 41.37 if pressed.\n", encoding="utf-8")
    text = path.read_text(encoding="utf-8")
    secret = "  cable_from_them: {file: cable.md, title: A cable, handling: restricted}\n"
    text = text.replace("sources:\n", f"sources:\n{secret}", 1)
    assert secret in text
    path.write_text(text, encoding="utf-8")


def test_what_lies_above_the_level_is_not_in_a_record_but_a_change_of_it_is_told() -> None:
    restricted_case()
    for words in (["deal", CLASSROOM, "--draws", "30"], ["check", CLASSROOM]):
        made = record(*words, "--handling", "open")
        text = Path("run.json").read_text(encoding="utf-8")
        for secret in ("cable_from_them", "cable.md", "41.37", "A cable"):
            assert secret not in text
        assert len(made["inputs"][0]["closed_sources"]) == 1
        held = json.loads(invoked(*words, "--handling", "open", "--json").stdout)
        assert {key: held[key] for key in made["results"]} == made["results"]
        assert run("verify", "run.json")[0] == 0
    Path(CLASSROOM, "cable.md").write_text("They would go down to 30.\n", encoding="utf-8")
    code, told = run("verify", "run.json")
    assert code == 1
    assert "sources above the level of handling: 1 that" in told
    assert "cable" not in told


def test_judged_numbers_are_not_in_a_record_of_level_open() -> None:
    made = record("deal", ALASKA, "--draws", "30", "--handling", "open")
    packages = made["results"]["solutions"]["nash"]["packages"] + made["results"]["frontier"]["packages"]
    openings = [one["opens"] for one in made["results"]["openings"]]
    assert packages + openings
    assert {value for one in packages + openings for value in one["values"].values()} == {None}


def test_words_that_may_be_restricted_are_not_kept_as_an_option() -> None:
    restricted_case()
    _, told = run("quote", CLASSROOM, "go down to 41.37 if pressed", "--handling", "open", "--record", "run.json")
    assert "no record was written" in told
    assert not Path("run.json").exists()


def test_a_check_that_finds_errors_is_recorded() -> None:
    replaced(Path(ALASKA, "case.yaml"), QUOTE, QUOTE.replace("ready", "unready"))
    code, _ = run("check", ALASKA, "--record", "run.json")
    assert code == 1
    assert json.loads(Path("run.json").read_text(encoding="utf-8"))["results"]["errors"][0]["code"] == "E101"
    assert run("verify", "run.json")[0] == 0


def test_a_fix_is_recorded_as_the_check_that_follows_it_and_is_never_made_again() -> None:
    path = Path(ALASKA, "case.yaml")
    replaced(path, QUOTE, QUOTE.replace(" ready", "\N{NO-BREAK SPACE}ready"))
    assert "fix" not in record("check", ALASKA, "--fix")["options"]
    assert run("verify", "run.json")[0] == 0
    replaced(path, QUOTE, QUOTE.replace(" ready", "\N{NO-BREAK SPACE}ready"))
    before = path.read_bytes()
    assert run("verify", "run.json")[0] == 1
    assert path.read_bytes() == before


def test_a_question_that_is_too_large_is_recorded_with_its_size(monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(self: Study, **asked: object) -> None:
        raise TooLarge("too many packages", 10**20)

    monkeypatch.setattr(Study, "deal", refused)
    with pytest.raises(TooLarge):
        run(*SMALL, "--record", "run.json")
    made = json.loads(Path("run.json").read_text(encoding="utf-8"))
    assert made["results"]["packages"] == {"total": 10**20}
    assert run("verify", "run.json")[0] == 0


def test_an_answer_that_stopped_at_its_limit_is_recorded_as_such() -> None:
    made = record("deal", ALASKA, "--method", "search", "--nodes", "1", "--draws", "30")
    assert made["results"]["status"] == "limit"
    assert run("verify", "run.json")[0] == 0


def test_a_limit_by_the_clock_is_told() -> None:
    record("deal", CLASSROOM, "--draws", "30", "--seconds", "60")
    assert "`--seconds` was given: what is found by then depends on the machine" in run("verify", "run.json")[1]


@pytest.mark.parametrize("words", [["deal", "nowhere"], ["check", "nowhere"], ["deal", CLASSROOM, "--table", "none"]])
def test_a_run_without_a_result_writes_no_record_and_says_so(words: list[str]) -> None:
    result = invoked(*words, "--record", "run.json")
    assert result.exit_code != 0
    assert "no record was written" in result.stderr
    assert not Path("run.json").exists()


def test_a_run_that_was_stopped_writes_no_record_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    of = Tally.of

    def stopped(self: Tally, numbers: range) -> Totals:
        if numbers.start:
            raise KeyboardInterrupt
        return of(self, numbers)

    monkeypatch.setattr(Tally, "of", stopped)
    code, told = run("robust", ALASKA, "--draws", "2000", "--workers", "1", "--record", "run.json")
    assert code == 130
    assert "no record was written: the run was stopped" in told
    assert not Path("run.json").exists()


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
@pytest.mark.parametrize("ended", [signal.SIGTERM, signal.SIGKILL])
def test_a_killed_run_leaves_the_earlier_record_whole(ended: signal.Signals) -> None:
    record(*SMALL)
    before = Path("run.json").read_bytes()
    words = ["robust", ALASKA, "--draws", "1000000", "--workers", "1", "--record", "run.json"]
    going = subprocess.Popen(
        [sys.executable, "-m", "winset", *words],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    try:
        with pytest.raises(subprocess.TimeoutExpired):
            going.wait(timeout=2)
        going.send_signal(ended)
        going.communicate(timeout=PATIENCE)
    finally:
        going.kill()
    assert going.returncode == -ended
    assert Path("run.json").read_bytes() == before
    assert not list(Path().glob(".winset-*"))


def test_a_record_takes_no_other_files_place() -> None:
    for target in (Path(CLASSROOM, "case.yaml"), Path("notes.txt"), Path("examples")):
        if not target.exists():
            target.write_text("mine", encoding="utf-8")
        before = files()
        result = invoked(*SMALL, "--record", str(target))
        assert result.exit_code in (1, 2)
        assert files() == before
    with pytest.raises(SaveRefused, match="is not a record"):
        run("brief", CLASSROOM, "--draws", "30", "-o", "same.html", "--record", "same.html")
    assert Path("same.html").read_text(encoding="utf-8").startswith("<!")
    with pytest.raises(SaveRefused, match="no folder"):
        run(*SMALL, "--record", "nowhere/run.json")


def test_a_file_that_a_command_made_and_was_changed_since_is_named() -> None:
    record(*RUNS["new"])
    replaced(Path("ferry", "case.yaml"), "id:", "id: ")
    Path("ferry", "minutes.md").unlink()
    code, told = verified()
    assert code == 1
    assert [one["path"] for one in told["differences"]] == ['files["case.yaml"]', 'files["minutes.md"]']
    assert told["differences"][1]["now"] is None
    shutil.rmtree("ferry")
    assert verified()[0] == 1


def test_another_brief_than_the_recorded_one_is_named() -> None:
    record(*RUNS["brief"])
    replaced(Path(CLASSROOM, "case.yaml"), "  title: ", "  title: Another ")
    code, told = run("verify", "run.json")
    assert code == 1
    assert 'files["brief.html"]: recorded' in told


def test_hostile_names_of_files_and_options_are_refused() -> None:
    record(*RUNS["brief"])
    edit(lambda held: held.update(files={"../brief.html": "0"}))
    with pytest.raises(WinsetError, match="`files` is not names"):
        run("verify", "run.json")
    record(*RUNS["brief"])
    edit(lambda held: held["options"].update(output="mine.html", record="mine.json", fix=True))
    code, told = run("verify", "run.json")
    assert code == 1
    assert told.count("this winset has no such option") == 3
    assert not Path("mine.html").exists()
    assert not Path("mine.json").exists()


def test_options_that_cannot_be_used_are_told() -> None:
    for value in ("many", -1, [1, 2], {"a": 1}, "--help"):
        record(*SMALL)
        edit(lambda held, value=value: held["options"].update(draws=value))  # type: ignore[misc]
        code, told = verified()
        assert code == 1
        assert told["same"] is not True
    record(*SMALL)
    edit(lambda held: held.update(command="verify"))
    with pytest.raises(WinsetError, match="no such command"):
        run("verify", "run.json")


def test_an_option_that_is_not_recorded_is_named_with_what_is_taken() -> None:
    record(*SMALL)
    edit(lambda held: held["options"].pop("limit"))
    assert "option `limit` is not recorded; 100 is taken" in run("verify", "run.json")[1]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('{"record": 1,\n  "winset": ', r"run.json:2:\d+: .*cut off"),
        ('{"record": 1,\n "x": NaN}', "run.json:2:7: .*NaN is not a number"),
        ('{"record": 1, "x": [1,, 2]}', "run.json:1:"),
        ('{"record": 2}', "newer winset"),
        ('{"record": 0}', "no such form"),
        ('{"record": true}', "not a whole number"),
        ('{"record": 1}', "`digest` is missing"),
        ('{"record": 1, "record": 1}', "stands twice"),
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
        ("winset", 1), ("command", None), ("options", []), ("results", [1]), ("inputs", "x"), ("files", {"a": 1}),
        ("notes", [1]), ("place", 3), ("digest", {}), ("inputs", [{}]), ("inputs", [{"closed_sources": 3}]),
    ],
)  # fmt: skip
def test_a_field_of_a_wrong_kind_is_named(field: str, value: object) -> None:
    record(*SMALL)
    edit(lambda held: held.update({field: value}))
    with pytest.raises(WinsetError, match=r"not a (right|whole) record"):
        run("verify", "run.json")


def test_a_file_that_is_too_large_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    from winset.casefile import proof_file

    record(*SMALL)
    monkeypatch.setattr(proof_file, "LARGEST", 1000)
    with pytest.raises(WinsetError, match="larger than"):
        run("verify", "run.json")


def test_a_table_that_is_gone_is_an_obstacle_and_not_an_error_of_usage() -> None:
    record("deal", ALASKA, "--draws", "30", "--table", "second_summit")
    path = Path(ALASKA, "case.yaml")
    path.write_text(path.read_text(encoding="utf-8").replace("second_summit", "other_summit"), encoding="utf-8")
    code, told = verified()
    assert code == 1
    assert "second_summit" in told["obstacle"]
    with pytest.raises(UnknownName):
        run("deal", ALASKA, "--table", "second_summit")


def test_what_a_record_says_cannot_steer_a_terminal() -> None:
    record(*SMALL)
    edit(lambda held: held.update(notes=["\x1b[2J"], winset="\x1b[31m"))
    assert "\x1b" not in run("verify", "run.json")[1]


def test_a_record_is_written_whole_or_not_at_all(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(path: Path, text: str) -> None:
        raise SaveRefused("no space left")

    monkeypatch.setattr(record_file, "write_new", full)
    with pytest.raises(SaveRefused, match="no space"):
        run(*SMALL, "--record", "run.json")
    assert not Path("run.json").exists()
