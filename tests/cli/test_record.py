"""`--record` on every command: what a record holds, and when none is written."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from tests.support.running import PATIENCE
from winset.analyses.robustness.tally import Tally, Totals
from winset.cli import COMMANDS, group
from winset.cli.record import UNRECORDED, WITHOUT_EFFECT, options_of
from winset.errors import SaveRefused
from winset.runs import record_file
from winset.runs.record_file import place_of

from .records import (
    ALASKA,
    CLASSROOM,
    EXCHANGE,
    QUOTE,
    ROOT,
    RUNS,
    SMALL,
    files,
    furnish,
    record,
    replaced,
    restricted_case,
    run,
)

ENVIRONMENT = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
REPEATED = ("check", "deal", "robust", "stability", "diff", "invent", "brief", "certify", "quote", "export")
RECORD_ALL = """
import json, sys
from winset.cli import main
for words in json.loads(sys.argv[1]):
    sys.argv = ["winset", *words]
    try:
        main()
    except Exception as error:  # one that fails keeps no record, and its test says so
        print(words, error, file=sys.stderr)
"""
pytestmark = pytest.mark.usefixtures("examples_folder")


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


@pytest.fixture(scope="module")
def records_of_two_processes(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the records that two processes wrote of the same runs, with other hash seeds, in other folders,
    with windows of another width, one as text and one as JSON.
    """
    folder = tmp_path_factory.mktemp("two")
    furnish(folder)
    going = [
        subprocess.Popen(
            [sys.executable, "-c", RECORD_ALL, json.dumps(_words(folder, target, more))], cwd=place,
            env={**ENVIRONMENT, "PYTHONHASHSEED": seed, "COLUMNS": width}, stdout=subprocess.DEVNULL,
        )
        for seed, width, place, target, more in (
            ("1", "120", folder, "first", []),
            ("2", "60", folder / "examples", "second", ["--json"]),
        )
    ]  # fmt: skip
    for process in going:
        process.communicate()
    return folder


def _words(folder: Path, target: str, more: list[str]) -> list[list[str]]:
    """The command lines of the runs, each with a record of its own in the folder."""
    return [
        [
            *(str(folder / word) if word.startswith("examples/") else word for word in RUNS[name]),
            *more,
            *("--record", str(folder / f"{target}-{name}.json")),
        ]
        for name in REPEATED
    ]


@pytest.mark.parametrize("name", REPEATED)
def test_two_processes_with_other_hash_seeds_and_folders_write_the_same_bytes(
    name: str, records_of_two_processes: Path
) -> None:
    first, second = (records_of_two_processes / f"{one}-{name}.json" for one in ("first", "second"))
    assert first.read_bytes() == second.read_bytes()


def test_workers_and_text_or_json_do_not_show_in_a_record() -> None:
    words = ["robust", CLASSROOM, "--trials", "900", "--drivers", "0", "--levers", "0", "--alone"]
    record(*words, "--workers", "1", name="one.json")
    record(*words, "--workers", "2", "--json", name="two.json")
    assert Path("one.json").read_bytes() == Path("two.json").read_bytes()


def test_options_that_change_no_result_are_not_kept() -> None:
    for name in RUNS:
        command = group.get_command(click.Context(group), name)
        assert command is not None
        for leaf in leaves(command, name):
            assert not {f"--{option}" for option in options_of(leaf)} & {*WITHOUT_EFFECT, "--output"}


def test_a_record_names_no_folder_of_the_machine(examples_folder: Path) -> None:
    for words in (RUNS["check"], RUNS["certify"], RUNS["export"], RUNS["new"]):
        made = record(*words, name="some.json")
        text = Path("some.json").read_text(encoding="utf-8")
        assert str(examples_folder) not in text
        assert Path.home().name not in [*made["request"].values(), *made["shown"].values()]


def test_the_place_of_a_case_is_left_out_where_it_would_name_a_home(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", "/home/jane")
    assert place_of(Path("/home/jane/cases/a/case.yaml"), Path("/home/jane/records/r.json")) == "../cases/a/case.yaml"
    assert place_of(Path("/home/jane/cases/a/case.yaml"), Path("/home/joe/r.json")) is None
    assert place_of(Path("/home/jane/cases/a/case.yaml"), Path("/srv/r.json")) is None


def test_what_lies_above_the_level_is_not_in_a_record_but_a_change_of_it_is_told() -> None:
    restricted_case()
    for words in (["deal", CLASSROOM, "--trials", "30"], ["check", CLASSROOM]):
        made = record(*words, "--handling", "open")
        text = Path("run.json").read_text(encoding="utf-8")
        for secret in ("cable_from_them", "cable.md", "41.37", "A cable"):
            assert secret not in text
        assert len(made["inputs"][0]["closed_sources"]) == 1
        held = json.loads(CliRunner().invoke(group, [*words, "--handling", "open", "--json"]).stdout)
        assert {key: held[key] for key in made["results"]} == made["results"]
        assert run("verify", "run.json")[0] == 0
    Path(CLASSROOM, "cable.md").write_text("They would go down to 30.\n", encoding="utf-8")
    code, told = run("verify", "run.json")
    assert code == 1
    assert "sources above the level of handling: 1 that" in told
    assert "cable" not in told


def test_judged_numbers_are_not_in_a_record_of_level_open() -> None:
    made = record("deal", ALASKA, "--trials", "30", "--handling", "open")
    assert made["results"]["status"] == "withheld"
    assert not {"solutions", "frontier", "openings"} & set(made["results"])


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
    made = record("check", ALASKA, "--fix")
    assert "fix" not in {*made["request"], *made["shown"]}
    assert run("verify", "run.json")[0] == 0
    replaced(path, QUOTE, QUOTE.replace(" ready", "\N{NO-BREAK SPACE}ready"))
    before = path.read_bytes()
    assert run("verify", "run.json")[0] == 1
    assert path.read_bytes() == before


def test_a_question_that_is_too_large_is_recorded_with_its_size() -> None:
    wide_case(issues=12, options=8)
    assert run("deal", "wide", "--method", "enumeration", "--trials", "30", "--record", "run.json")[0] == 0
    made = json.loads(Path("run.json").read_text(encoding="utf-8"))
    assert made["results"]["packages"] == {"total": 8**12}
    assert run("verify", "run.json")[0] == 0


def wide_case(issues: int, options: int) -> None:
    """Two parties, with so many issues of so many options each."""
    wants = "{ideal: o1, basis: stated, claim: {source: s, quote: hello, reading: x}}"
    labels = ", ".join(f"o{n}: Option {n}" for n in range(options))
    lines = [
        "winset: 1",
        "case: {id: wide, title: A wide dispute}",
        "sources: {s: {file: s.md}}",
        "parties: {a: {name: A}, b: {name: B}}",
        "issues:",
        *(f"  i{n}: {{title: Issue {n}, status_quo: o0, options: {{{labels}}}}}" for n in range(issues)),
        "positions:",
        *(f"  i{n}: {{a: {wants}, b: {wants}}}" for n in range(issues)),
    ]
    Path("wide").mkdir()
    Path("wide", "case.yaml").write_text("\n".join(lines) + "\n", encoding="utf-8")
    Path("wide", "s.md").write_text("hello\n", encoding="utf-8")


def test_an_answer_that_stopped_at_its_limit_is_recorded_as_such() -> None:
    made = record("deal", ALASKA, "--method", "search", "--nodes", "1", "--trials", "30")
    assert made["results"]["status"] == "limit"
    assert run("verify", "run.json")[0] == 0


@pytest.mark.parametrize("words", [["deal", "nowhere"], ["check", "nowhere"], ["deal", CLASSROOM, "--table", "none"]])
def test_a_run_without_a_result_writes_no_record_and_says_so(words: list[str]) -> None:
    result = CliRunner().invoke(group, [*words, "--record", "run.json"])
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
    code, told = run("robust", ALASKA, "--trials", "2000", "--workers", "1", "--record", "run.json")
    assert code == 130
    assert "no record was written: the run was stopped" in told
    assert not Path("run.json").exists()


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
@pytest.mark.parametrize("ended", [signal.SIGTERM, signal.SIGKILL])
def test_a_killed_run_leaves_the_earlier_record_whole(ended: signal.Signals) -> None:
    record(*SMALL)
    before = Path("run.json").read_bytes()
    words = ["robust", ALASKA, "--trials", "1000000", "--workers", "1", "--record", "run.json"]
    going = subprocess.Popen(
        [sys.executable, "-m", "winset", *words],
        env=ENVIRONMENT,
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
        result = CliRunner().invoke(group, [*SMALL, "--record", str(target)])
        assert result.exit_code in (1, 2)
        assert files() == before
    with pytest.raises(SaveRefused, match="is not a record"):
        run("certify", EXCHANGE, "-o", "same.json", "--record", "same.json")
    assert "certificates" in json.loads(Path("same.json").read_text(encoding="utf-8"))
    with pytest.raises(SaveRefused, match="no folder"):
        run(*SMALL, "--record", "nowhere/run.json")


def test_a_record_is_written_whole_or_not_at_all(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(path: Path, text: str) -> None:
        raise SaveRefused("no space left")

    monkeypatch.setattr(record_file, "write_new", full)
    with pytest.raises(SaveRefused, match="no space"):
        run(*SMALL, "--record", "run.json")
    assert not Path("run.json").exists()
