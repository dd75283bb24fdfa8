"""A test that hangs fails by its name, whatever it waits for, and those after it run."""

from __future__ import annotations

import os
import re
import signal
from pathlib import Path

import pytest

from tests.support.places import ROOT
from tests.support.running import python

HANGING = """
import subprocess, sys, threading
from time import sleep
import pytest
from hypothesis import given
from hypothesis import strategies as st

def test_sleeps():
    sleep(600)

def test_is_quick():
    pass

@given(st.integers())
def test_law(number):
    sleep(600)

def test_waits_for_a_process():
    subprocess.run([sys.executable, "-c", "import time; time.sleep(600)"])

def test_waits_for_a_lock_and_catches_what_it_can():
    lock = threading.Lock()
    lock.acquire()
    try:
        lock.acquire()
    except Exception:
        lock.acquire()

@pytest.fixture
def slow():
    sleep(600)

def test_of_a_fixture(slow):
    pass
"""
DEAF = """
import signal
from time import sleep

def test_that_no_signal_reaches():
    signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGALRM])
    sleep(600)
"""


def run(folder: Path, text: str, *words: str) -> str:
    """What pytest says of a file of tests under the limit of this folder's conftest."""
    (folder / "test_hanging.py").write_text(text, encoding="utf-8")
    (folder / "conftest.py").write_text(
        "from tests import conftest\nfrom tests.conftest import *\nconftest.GRACE = 1\n", encoding="utf-8"
    )
    (folder / "pytest.ini").write_text("[pytest]\n", encoding="utf-8")
    done = python(
        "-m", "pytest", "-p", "no:cacheprovider", "-rA", "--tb=line", *words, folder,
        cwd=folder, env={"PYTHONPATH": os.pathsep.join([str(ROOT), os.environ["PYTHONPATH"]])},
    )  # fmt: skip
    return done.stdout + done.stderr


@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="this system sends no alarms")
def test_a_test_that_hangs_fails_by_name_and_the_others_run(tmp_path: Path) -> None:
    text = run(tmp_path, HANGING, "--time-limit", "0.5")
    failed = set(re.findall(r"^(?:FAILED|ERROR) test_hanging.py::(\w+)", text, re.MULTILINE))
    named = set(re.findall(r"test_hanging.py::(\w+) took longer than 0.5 seconds", text))
    assert failed == named == {
        "test_sleeps",
        "test_law",
        "test_waits_for_a_process",
        "test_waits_for_a_lock_and_catches_what_it_can",
        "test_of_a_fixture",
    }  # fmt: skip
    assert "PASSED test_hanging.py::test_is_quick" in text


@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="this system sends no alarms")
def test_one_that_cannot_be_interrupted_ends_its_process_and_is_named(tmp_path: Path) -> None:
    assert "in test_that_no_signal_reaches" in run(tmp_path, DEAF, "--time-limit", "0.5")


TWO = """
import pytest

@pytest.mark.slow
def test_searches_long():
    pass

def test_is_quick():
    pass
"""


@pytest.mark.parametrize(("until", "is_run"), [("1", False), ("1e12", True)])
def test_a_long_search_does_not_begin_after_the_time_that_was_given_and_says_so(
    tmp_path: Path, until: str, *, is_run: bool
) -> None:
    text = run(tmp_path, TWO, "--until", until)
    assert ("PASSED test_hanging.py::test_searches_long" in text) is is_run
    assert ("no time was left for it" in text) is not is_run
    assert "PASSED test_hanging.py::test_is_quick" in text
