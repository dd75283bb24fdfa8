"""The command `winset deal`: exit codes, refusals, and what stands on which stream."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.places import ROOT
from tests.support.running import UNTOUCHED, invoked, program, python, started
from winset.cli import COMMANDS

ALASKA = str(ROOT / "examples" / "alaska-2025")


def run(*words: str) -> subprocess.CompletedProcess[str]:
    return program(*words)


TOO_MANY = 63
"""Parties beyond which nothing is searched for where rules join too many issues."""


def large_case(folder: Path, issues: int, *, joined: int = 0, onlookers: int = 0) -> Path:
    """A case with four options on each of so many issues, of which the first may be joined, each with each. onlookers:
    parties beside the two that want something.
    """
    folder.mkdir()
    names = [f"i{n}" for n in range(issues)]
    options = "{a: a, b: b, c: c, d: d}"
    lines = [
        "winset: 1",
        "case: {id: large, title: A large case}",
        f"parties: {{x: {{name: X}}, y: {{name: Y}}{''.join(f', z{n}: {{name: Z{n}}}' for n in range(onlookers))}}}",
        "issues:",
        *(f"  {name}: {{status_quo: a, options: {options}}}" for name in names),
        "positions:",
        *(
            f"  {name}: {{x: {{ideal: b, basis: inferred, because: z}}, y: {{ideal: c, basis: inferred, because: z}}"
            f"{''.join(f', z{n}: {{ideal: b, basis: inferred, because: z}}' for n in range(onlookers))}}}"
            for name in names
        ),
    ]
    if joined:
        lines.append("rules:")
        lines += (
            f"  - {{id: r{n}_{m}_{option}, if: {{i{n}: {option}}}, then: {{i{m}: [a, {option}]}}}}"
            for n in range(joined)
            for m in range(n)
            for option in "bcd"
        )
    (folder / "case.yaml").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return folder


def test_an_answered_question_exits_with_0_whatever_the_answer() -> None:
    result = run("deal", ALASKA, "--trials", "20", "--full")
    assert result.returncode == 0
    assert result.stderr == ""
    assert "It turns on one silence (Russia’s view of security guarantees)" in " ".join(result.stdout.split())


def test_json_stands_alone_on_standard_output() -> None:
    result = run("deal", ALASKA, "--trials", "20", "--json", "--variant", "land_swaps_us")
    document = json.loads(result.stdout)
    assert document["variants"] == ["land_swaps_us"]
    assert document["timings"]["deal"] >= 0
    assert result.stderr == ""


def test_a_table_asks_its_seated() -> None:
    document = json.loads(run("deal", ALASKA, "--trials", "20", "--json", "--table", "alaska").stdout)
    assert document["table"] == "alaska"
    assert document["parties"] == ["us", "russia"]


def test_a_case_with_errors_exits_with_1_and_shows_them(tmp_path: Path) -> None:
    (tmp_path / "case.yaml").write_text("winset: 1\nparties: {}\n", encoding="utf-8")
    result = run("deal", str(tmp_path))
    assert result.returncode == 1
    assert "error[E" in result.stderr
    assert result.stdout == ""
    assert "Traceback" not in result.stderr


def test_wrong_usage_exits_with_2() -> None:
    for words in (["deal"], ["deal", ALASKA, "--nonsense"], ["dael", ALASKA], ["deal", ALASKA, "--table", "nowhere"]):
        result = run(*words)
        assert result.returncode == 2, words
        assert "Traceback" not in result.stderr
    assert "`deal`" in run("dael", ALASKA).stderr
    assert "second_summit" in run("deal", ALASKA, "--table", "nowhere").stderr
    assert "literal_conditions" in run("deal", ALASKA, "--variant", "nowhere").stderr


def test_a_missing_case_is_said_in_one_message(tmp_path: Path) -> None:
    result = run("deal", str(tmp_path / "nothing"))
    assert result.returncode == 1
    assert "E001" in result.stderr
    assert "Traceback" not in result.stderr


def test_issues_that_rules_join_are_searched_whatever_the_size(tmp_path: Path) -> None:
    document = run("deal", str(large_case(tmp_path / "large", 15, joined=12)), "--json", "--trials", "10")
    assert document.returncode == 0
    assert json.loads(document.stdout)["status"] == "answered"
    assert json.loads(document.stdout)["packages"]["total"] == 4**15


def test_of_a_space_too_large_its_size_is_said_and_what_is_not_known(tmp_path: Path) -> None:
    folder = large_case(tmp_path / "large", 40, joined=12, onlookers=TOO_MANY)
    result = run("deal", str(folder))
    assert result.returncode == 0
    assert f"{4**40:,} packages" in " ".join(result.stdout.split())
    assert "NOT KNOWN" in result.stdout
    document = run("deal", str(folder), "--json")
    assert document.returncode == 0
    assert json.loads(document.stdout)["status"] == "limit"
    assert json.loads(document.stdout)["packages"]["total"] == 4**40


def test_a_case_too_large_keeps_no_other_from_its_answer(tmp_path: Path) -> None:
    large = large_case(tmp_path / "large", 40, joined=12, onlookers=TOO_MANY)
    small = large_case(tmp_path / "small", 2)
    told = invoked("robust", str(large), str(small), "--json", "--trials", "10", "--drivers", "0")
    assert told.exit_code == 0
    assert [one["status"] for one in json.loads(told.stdout)["cases"]] == ["limit", "answered"]


def test_a_brief_of_a_case_too_large_says_what_is_not_known(tmp_path: Path) -> None:
    folder = large_case(tmp_path / "large", 40, joined=12, onlookers=TOO_MANY)
    made = invoked("brief", str(folder), "--output", str(tmp_path / "brief.md"))
    assert made.exit_code == 0
    text = (tmp_path / "brief.md").read_text(encoding="utf-8")
    bottom, annex = text.split("## Annex")
    assert "Whether there is a deal is not known. This case has " in bottom
    assert "### Positions" in annex


def test_some_hundred_thousand_packages_are_answered(tmp_path: Path) -> None:
    result = invoked("deal", str(large_case(tmp_path / "medium", 9)), "--json", "--trials", "10")
    assert result.exit_code == 0
    document = json.loads(result.stdout)
    assert document["packages"]["total"] == 4**9
    assert document["packages"]["acceptable"] > 0


def test_a_method_can_be_asked_for(tmp_path: Path) -> None:
    folder = str(large_case(tmp_path / "small", 5))
    answers = {}
    for method in ("enumeration", "fold", "search"):
        words = ["deal", folder, "--json", "--trials", "10", "--limit", "0", "--method", method]
        result = invoked(*words)
        assert result.exit_code == 0, result.output
        answers[method] = json.loads(result.stdout)
        assert answers[method]["method"] == method
        assert answers[method]["because"]
    kept, folded, searched = answers["enumeration"], answers["fold"], answers["search"]
    assert kept["packages"] == folded["packages"] == searched["packages"]
    assert kept["frontier"] == folded["frontier"]
    for key in ("nash", "leximin", "utilitarian"):
        chosen = [answer["solutions"][key]["packages"] for answer in answers.values()]
        assert chosen[0] == chosen[1] == chosen[2]


def test_a_method_that_cannot_take_a_case_on_says_so(tmp_path: Path) -> None:
    result = run("deal", str(large_case(tmp_path / "large", 40)), "--method", "enumeration")
    assert result.returncode == 0
    assert f"{4**40:,} packages" in " ".join(result.stdout.split())
    assert result.stderr == ""
    assert run("deal", ALASKA, "--method", "guessing").returncode == 2


def test_a_small_case_loads_no_compiler() -> None:
    code = (
        "import sys\n"
        "from winset.cli import group\n"
        f"group.main(['deal', {ALASKA!r}, '--trials', '20'], standalone_mode=False)\n"
        "print([name for name in ('numba', 'llvmlite', 'scipy') if name in sys.modules], file=sys.stderr)"
    )
    result = python("-c", code)
    assert result.returncode == 0
    assert result.stderr.strip() == "[]"


def test_a_single_trial_says_nothing_of_how_far_the_answer_hangs_on_guesses() -> None:
    told = " ".join(invoked("deal", ROOT / "examples/alaska-2025", "--trials", "1").output.split())
    assert "how far that hangs on the numbers, a single trial cannot say." in told
    assert "none of them has a range" not in told


@pytest.mark.parametrize("prepared", [True, False])
def test_compiled_code_is_announced_where_it_has_to_be_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, prepared: bool
) -> None:
    monkeypatch.setattr("winset.analyses.settlement.kernels.prepared", lambda _: prepared)
    words = ["deal", str(large_case(tmp_path / "small", 3)), "--json", "--trials", "5"]
    large = invoked(*words, "--method", "fold")
    assert ("Preparing compiled code" in large.stderr) is not prepared
    assert json.loads(large.stdout)["method"] == "fold"
    assert invoked(*words).stderr == ""


def test_an_answer_that_is_stopped_ends_with_one_word(tmp_path: Path) -> None:
    folder = large_case(tmp_path / "medium", 8)
    code = UNTOUCHED + (
        "import winset.study, os\n"
        "winset.study.Study.ask = lambda *_, **__: os.kill(os.getpid(), signal.SIGINT) or signal.pause()\n"
        "import sys\n"
        f"sys.argv = ['winset', 'deal', {str(folder)!r}]\n"
        "from winset.cli import main\n"
        "main()"
    )
    result = python("-c", code)
    assert result.returncode == 128 + signal.SIGINT
    assert result.stderr.strip() == "stopped"
    assert result.stdout == ""


def test_every_command_has_help_with_an_example() -> None:
    for name in COMMANDS:
        result = invoked(name, "--help")
        assert result.exit_code == 0
        assert "Example:" in result.output, name


def test_a_closed_pipe_is_no_traceback() -> None:
    command = f'"{sys.executable}" -m winset deal "{ALASKA}" --trials 20 | head -1'
    result = started(["sh", "-c", command])
    assert "Traceback" not in result.stderr
