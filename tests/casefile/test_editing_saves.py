"""Saving changes of a case: nothing is lost or written over, whatever happens, and everything can be undone."""

from __future__ import annotations

import errno
import hashlib
import os
import random
import signal
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from tests.casefile.saving import POINTS, judged
from tests.support.running import PATIENCE
from tests.support.small_cases import COMMENTED as CASE
from winset.casefile.editing import journal
from winset.casefile.editing.changes import SetValue, path_of
from winset.casefile.editing.editor import open_case, redo, save, undo
from winset.casefile.editing.journal import journal_file, read_journal
from winset.errors import AddsErrors, CaseError, SaveRefused


@pytest.fixture
def case(tmp_path: Path) -> Path:
    path = tmp_path / "case.yaml"
    path.write_text(CASE)
    return path


def test_changes_are_undone_and_made_again_after_a_restart(case: Path) -> None:
    opened = open_case(case)
    texts = [opened.text]
    for points in (30, 40, 50):
        opened = judged(opened, points)
        texts.append(opened.text)
    for text in reversed(texts[:-1]):
        assert undo(open_case(case)).text == text
        assert case.read_bytes() == text.encode()
    with pytest.raises(SaveRefused, match="nothing to undo"):
        undo(open_case(case))
    for text in texts[1:]:
        assert redo(open_case(case)).text == text
    with pytest.raises(SaveRefused, match="nothing to make again"):
        redo(open_case(case))


def test_a_change_after_an_undo_takes_the_place_of_what_was_undone(case: Path) -> None:
    opened = undo(judged(judged(open_case(case), 30), 40))
    opened = judged(opened, 45)
    assert [change.title for change in opened.journal.changes] == ["30 points", "45 points"]
    assert undo(undo(opened)).text == CASE


def test_going_back_to_a_text_by_a_change_is_another_change(case: Path) -> None:
    opened = judged(judged(open_case(case), 30), 20)
    assert opened.text == CASE
    assert opened.journal.position == 2
    assert undo(opened).journal.position == 1


def test_the_journal_is_hidden_and_for_its_owner_alone(case: Path) -> None:
    judged(open_case(case), 30)
    assert sorted(os.listdir(case.parent)) == [".case.yaml.journal", "case.yaml"]
    assert stat.S_IMODE(journal_file(case).stat().st_mode) == 0o600


def test_a_file_that_was_changed_elsewhere_is_not_undone(case: Path) -> None:
    judged(open_case(case), 30)
    case.write_text(case.read_text() + "# theirs\n")
    opened = open_case(case)
    assert not opened.journal.fits
    with pytest.raises(
        SaveRefused, match="changed by another program since the last change here, so nothing was undone"
    ):
        undo(opened)
    later = judged(opened, 40)
    assert [change.title for change in later.journal.earlier] == ["30 points"]
    assert undo(later).text == opened.text
    with pytest.raises(SaveRefused, match="nothing to undo"):
        undo(open_case(case))


def test_a_page_that_read_an_older_file_overwrites_nothing(case: Path) -> None:
    first, second = open_case(case), open_case(case)
    judged(first, 30)
    with pytest.raises(SaveRefused, match="changed by someone else since it was read, nothing was written"):
        judged(second, 40)
    assert len(read_journal(case, open_case(case).sha256).changes) == 1


def test_an_error_in_a_case_without_one_is_saved_only_where_somebody_insists(tmp_path: Path) -> None:
    path = tmp_path / "case.yaml"
    path.write_text(CASE.replace("{label: eight tons, at: 60}", "eight tons"))
    opened = open_case(path)
    assert not opened.checked.errors
    proposed = opened.changed([SetValue(path=path_of("positions.quota.coast.ideal"), value="nine")])
    assert [problem.code for problem in proposed.problems.added] == ["E203"]
    with pytest.raises(AddsErrors) as refused:
        save(proposed)
    assert (
        refused.value.problems[0].place.line
        == path.read_text()
        .splitlines()
        .index("    coast: {ideal: eight, basis: inferred, because: It says so.}  # a guess")
        + 1
    )
    again = save(proposed, force=True).changed([SetValue(path=POINTS, value=1)])
    assert save(again).text.count("nine") == 1


def test_a_journal_that_was_not_written_to_its_end_is_read_to_the_last_whole_line(case: Path) -> None:
    opened = judged(judged(open_case(case), 30), 40)
    whole = journal_file(case).read_bytes()
    for cut in (1, 20, 200):
        journal_file(case).write_bytes(whole[:-cut])
        assert len(read_journal(case, opened.sha256).changes) == 1
    journal_file(case).write_bytes(b"\xff\x00 nothing of ours\n" + whole)
    assert read_journal(case, opened.sha256).changes == ()
    assert undo(judged(opened, 50)).text == opened.text


def test_a_byte_order_mark_and_line_ends_are_kept_in_both_directions(case: Path) -> None:
    raw = b"\xef\xbb\xbf" + CASE.replace("\n", "\r\n").encode()
    case.write_bytes(raw)
    opened = judged(open_case(case), 30)
    assert case.read_bytes() == raw.replace(b"{coast: 20}", b"{coast: 30}")
    undo(opened)
    assert case.read_bytes() == raw


WRITERS = """
import os, sys
from pathlib import Path
from tests.casefile.saving import POINTS, judged
from winset.casefile.editing.changes import SetValue
from winset.casefile.editing.editor import open_case, undo
path = Path(sys.argv[1])
open_case(path).changed([SetValue(path=POINTS, value=1)])
print("ready", flush=True)
for line in sys.stdin:
    process = os.fork()
    if not process:
        for n in range(int(line), int(line) + 100000):
            opened = open_case(path)
            undo(opened) if n % 5 == 4 and opened.journal.undoable else judged(opened, n)
    print(process, flush=True)
    os.waitpid(process, 0)
    print("gone", flush=True)
"""


def whole_after_kills(case: Path, times: int, seed: int) -> None:
    """A process that saves and undoes without end is killed so many times; the case is whole each time, and everything
    that was saved can be undone at the end.
    """
    choose = random.Random(seed)
    saved, pause, before = 0, 1.0, CASE
    with subprocess.Popen(
        [sys.executable, "-c", WRITERS, str(case)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as writers:
        assert writers.stdin is not None
        assert writers.stdout is not None
        assert writers.stdout.readline() == "ready\n"
        for n in range(times):
            print(1000 * (n + 1), file=writers.stdin, flush=True)
            process = int(writers.stdout.readline())
            with pytest.raises(subprocess.TimeoutExpired):
                writers.wait(pause * choose.uniform(0.02, 0.1))
            os.kill(process, signal.SIGKILL)
            assert writers.stdout.readline() == "gone\n"
            opened = open_case(case)
            points = opened.data["judgements"]["walk_away"]["coast"]
            assert opened.text == CASE.replace("{coast: 20}", f"{{coast: {points}}}")
            assert opened.journal.fits
            saved = max(saved, opened.journal.position or 0)
            if opened.text == before:  # the machine is too busy for anything to be saved in that time
                pause *= 1.5
            before = opened.text
        writers.stdin.close()
    assert saved >= times // 4
    while opened.journal.undoable:
        opened = undo(opened)
    assert opened.text == CASE
    judged(opened, 1)  # a save removes what a killed one has left
    names = [name for name in os.listdir(case.parent) if not name.endswith(".tmp")]
    assert sorted(names) == [".case.yaml.journal", "case.yaml"]


def test_a_kill_at_any_moment_leaves_the_file_whole_and_the_journal_with_it(case: Path) -> None:
    whole_after_kills(case, 20, seed=1)


@pytest.mark.slow
def test_two_hundred_kills_leave_the_file_whole_and_the_journal_with_it(case: Path) -> None:
    whole_after_kills(case, 200, seed=2)


@pytest.mark.parametrize("writers", [2])
def test_two_processes_that_save_at_once_lose_no_change(case: Path, writers: int) -> None:
    program = """
import sys
from pathlib import Path
from tests.casefile.saving import judged
from winset.casefile.editing.editor import open_case
from winset.errors import SaveRefused
path, first, done = Path(sys.argv[1]), int(sys.argv[2]), 0
while done < 25:
    try:
        judged(open_case(path), first + done)
    except SaveRefused:
        continue
    done += 1
"""
    processes = [
        subprocess.Popen([sys.executable, "-c", program, str(case), str(1000 * (n + 1))]) for n in range(writers)
    ]
    assert [process.wait(PATIENCE) for process in processes] == [0] * writers
    opened = open_case(case)
    titles = {change.title for change in opened.journal.changes}
    assert titles == {f"{1000 * (n + 1) + done} points" for n in range(writers) for done in range(25)}
    assert opened.journal.position == 25 * writers
    for change, later in zip(opened.journal.changes, opened.journal.changes[1:], strict=False):
        assert change.after == later.before


def test_a_journal_that_grows_too_long_forgets_its_older_half(case: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(journal, "MOST_BYTES", 4_000)
    opened = open_case(case)
    for points in range(30, 80):
        opened = judged(opened, points)
        assert journal_file(case).stat().st_size <= 4_000
        assert stat.S_IMODE(journal_file(case).stat().st_mode) == 0o600
    undone = 0
    while opened.journal.undoable:
        opened, undone = undo(opened), undone + 1
    assert undone >= 3
    assert opened.text == CASE.replace("{coast: 20}", f"{{coast: {79 - undone}}}")


def test_a_file_that_is_gone_or_broken_says_so(case: Path) -> None:
    opened = open_case(case)
    case.unlink()
    with pytest.raises(SaveRefused, match="nothing was written"):
        judged(opened, 30)
    case.write_text("a: [")
    with pytest.raises(CaseError):
        open_case(case)


def test_a_save_that_fails_leaves_no_change_in_the_journal(case: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened = undo(judged(judged(open_case(case), 30), 40))

    def full(*arguments: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(os, "replace", full)
        with pytest.raises(SaveRefused, match="No space left"):
            judged(opened, 50)
    assert open_case(case).text == opened.text
    assert [change.title for change in open_case(case).journal.changes] == ["30 points", "40 points"]


def test_a_journal_that_cannot_be_written_leaves_the_case_as_it_was(case: Path) -> None:
    journal_file(case).mkdir()
    before = hashlib.sha256(case.read_bytes()).digest()
    with pytest.raises(SaveRefused, match="cannot be written, and the case is as it was"):
        judged(open_case(case), 30)
    assert hashlib.sha256(case.read_bytes()).digest() == before
