"""Long runs of any question over readings: shared out, stopped, kept in a file, and gone on from."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from winset.analyses.robustness.drivers import DriverCounts, Drivers
from winset.analyses.robustness.tally import Tally, Totals
from winset.cli import group, progress
from winset.errors import WinsetError
from winset.questions.catalogue import QUESTIONS
from winset.questions.staging.trials import PlanCounts, PlanTrials

ALASKA, CAMP_DAVID, EXCHANGE = "examples/alaska-2025", "examples/camp-david-1978", "examples/exchange"
ROBUST = ("--trials", "60", "--drivers", "10", "--levers", "0", "--alone")


def run(*words: str) -> Result:
    return CliRunner().invoke(group, list(words))


def document(*words: str) -> Any:
    result = run(*words, "--json")
    assert result.exit_code == 0, (result.output, result.exception)
    return without_timings(json.loads(result.stdout))


def without_timings(made: Any) -> Any:
    made.pop("timings")
    return made


def test_every_question_over_readings_has_the_same_options() -> None:
    for key, asked in QUESTIONS.items():
        text = run(key, "--help").output
        assert all(
            (option in text) is asked.over_readings
            for option in ("--workers", "--cluster", "--trust-network", "--resume")
        )


@pytest.mark.parametrize(
    "words",
    [
        ("staging", EXCHANGE, "--trials", "120"),
        pytest.param(("robust", ALASKA, *ROBUST), marks=pytest.mark.slow),
        pytest.param(("timing", ALASKA, "--trials", "600", "--alone"), marks=pytest.mark.slow),
        ("diff", EXCHANGE, EXCHANGE, "--trials", "60"),
    ],
)
def test_the_number_of_workers_and_a_run_that_goes_on_change_nothing(words: tuple[str, ...], tmp_path: Path) -> None:
    alone = document(*words)
    assert document(*words, "--workers", "2") == alone
    kept = ("--resume", str(tmp_path / "kept"))
    assert document(*words, *kept) == alone
    assert document(*words, *kept) == alone


def test_a_cluster_and_a_number_of_workers_are_not_named_together() -> None:
    result = run("staging", EXCHANGE, "--workers", "2", "--cluster", "tcp://127.0.0.1:9")
    assert result.exit_code == 2
    assert "name a cluster or a number of workers, not both" in result.output


def test_a_plan_that_is_stopped_keeps_what_is_done_and_goes_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    words = ("staging", EXCHANGE, "--trials", "120")
    whole, file, of = document(*words), tmp_path / "kept", PlanTrials.of

    def stopped(self: PlanTrials, numbers: range) -> PlanCounts:
        if numbers.start:
            raise KeyboardInterrupt
        return of(self, numbers)

    monkeypatch.setattr(PlanTrials, "of", stopped)
    result = run(*words, "--json", "--resume", str(file))
    assert result.exit_code == 130
    assert json.loads(result.stdout)["status"] == "limit"
    assert 0 < json.loads(result.stdout)["readings"]["draws"] < 120
    assert f"go on with: --resume {file}" in result.stderr
    monkeypatch.undo()
    assert document(*words, "--resume", str(file)) == whole


def test_several_cases_share_a_file_and_each_goes_on_from_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = ("robust", ALASKA, CAMP_DAVID, *ROBUST)
    whole, file, of = document(*words), tmp_path / "kept", Tally.of

    def stopped(self: Tally, numbers: range) -> Totals:
        if self.case.parties[0] == "egypt":
            raise KeyboardInterrupt
        return of(self, numbers)

    monkeypatch.setattr(Tally, "of", stopped)
    result = run(*words, "--json", "--resume", str(file))
    assert result.exit_code == 130
    assert [case["case"] for case in json.loads(result.stdout)["cases"]] == ["alaska-2025"]
    assert f"go on with: --resume {file}" in result.stderr
    assert set(json.loads(file.read_text())["jobs"]) == {"0/case", "0/drivers", "0/together"}
    monkeypatch.undo()
    assert document(*words, "--resume", str(file)) == whole
    assert set(json.loads(file.read_text())["jobs"]) == {"0/case", "0/drivers", "0/together", "1/case", "1/drivers"}


def test_an_answer_that_is_stopped_before_it_is_known_what_it_hangs_on_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    def stopped(self: Drivers, numbers: range) -> DriverCounts:
        raise KeyboardInterrupt

    monkeypatch.setattr(Drivers, "of", stopped)
    result = run("robust", ALASKA, *ROBUST, "--json")
    assert result.exit_code == 130
    made = json.loads(result.stdout)
    assert (made["status"], made["draws"], made["drivers"]) == ("limit", 60, [])
    assert result.stderr == "alaska-2025: stopped without what the answer hangs on\n"


def test_what_is_only_said_otherwise_goes_on_from_the_same_file(tmp_path: Path) -> None:
    kept = ("--resume", str(tmp_path / "kept"))
    document("robust", ALASKA, *ROBUST, *kept)
    assert "A DEAL IN 50 OF 100 TRIALS" in run("robust", ALASKA, *ROBUST, *kept, "--reach", "50").output
    refused = run("robust", ALASKA, *ROBUST, *kept, "--levers", "1")
    assert "was asked something else: levers 0 there, 1 here" in str(refused.exception)


def test_another_source_is_another_run(tmp_path: Path) -> None:
    shutil.copytree(ALASKA, case := tmp_path / "alaska")
    words = ("robust", str(case), *ROBUST, "--resume", str(tmp_path / "kept"))
    document(*words)
    source = case / "briefing.md"
    source.write_text(source.read_text(encoding="utf-8") + "\nOne more line.\n", encoding="utf-8")
    refused = run(*words)
    assert isinstance(refused.exception, WinsetError)
    assert "was asked something else: cases alaska-2025 " in str(refused.exception)


def test_each_run_shows_how_far_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[tuple[int, str, list[int]]] = []

    @contextmanager
    def shown(total: int, what: str) -> Iterator[Callable[[int], None]]:
        steps: list[int] = []
        seen.append((total, what, steps))
        yield steps.append

    monkeypatch.setattr(progress, "progress_of", shown)
    run("robust", ALASKA, "--trials", "60", "--drivers", "10", "--sweep", "walk_away.ukraine=40:50:10")
    assert [(total, what) for total, what, _ in seen] == [
        (60 * (1 + 6 + 2), "trials"),
        (10, "trials for what the answer hangs on"),
        (60, "trials with the strongest numbers together"),
    ]
    assert [steps[-1] for _, _, steps in seen] == [540, 10, 60]
