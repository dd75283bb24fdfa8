"""The command line, run in this process where that shows the same, and in one of its own where it does not."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from contextlib import chdir, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest.mock import patch

import vl_convert  # noqa: F401 # else each brief that is written in this process would start one of its own that draws
from click.testing import CliRunner, Result

from winset.cli import group, main
from winset.questions.question import PREPARING

from .places import ROOT
from .sharing import answers_shared

PATIENCE = 800
"""Seconds after which a process of its own is ended, and the test that waits for it fails: little below the limit of a
test, since a machine that is busy, or has neither compiled code nor caches of fonts yet, takes as long as it takes.
"""
UNTOUCHED = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler)\n"
"""Python code that makes an interrupt act as at a terminal: a job in the background inherits that it is ignored."""


WRITING_OPTIONS = {"-o", "--output", "--record", "--chart", "--resume", "--fix", "--write"}
WRITING_COMMANDS = {"new", "import", "export", "examples", "certify", "source"}
is_changed = False
"""Whether the test that runs may change the package; set before each."""
_given: dict[tuple[object, ...], Result] = {}


def invoked(*words: object) -> Result:
    """What a command gives in this process: exit code, output on each stream, and the exception of a refusal."""
    return CliRunner().invoke(group, [str(word) for word in words])


def written(*words: object) -> Result:
    """The same of a command that writes a file: it is written each time, of answers that an earlier test asked for."""
    with nullcontext() if is_changed else answers_shared():
        return invoked(*words)


def asked(*words: object) -> Result:
    """The same of a command that writes no file: of the same files and words it is run once, however many tests ask.

    A test that changes the package by `monkeypatch` neither is given an earlier answer nor leaves its own.
    """
    assert not (WRITING_OPTIONS | WRITING_COMMANDS) & set(map(str, words)), (
        "a command that writes is run each time: use `invoked`"
    )
    if is_changed:
        return invoked(*words)
    question = (Path.cwd(), *((str(word), files_of(word)) for word in words))
    if question not in _given:
        _given[question] = written(*words)
    return _given[question]


def files_of(word: object) -> tuple[tuple[str, bytes], ...]:
    """The names and contents of the files of a case, where a word of a command is one."""
    place = Path(str(word))
    if place.is_dir():
        return tuple((file.name, file.read_bytes()) for file in sorted(place.iterdir()) if file.is_file())
    return ((place.name, place.read_bytes()),) if place.is_file() else ()


def printed(*words: object) -> str:
    """The standard output of a command that succeeds."""
    result = asked(*words)
    assert result.exit_code == 0, result.output
    return result.stdout


def told(*words: object) -> str:
    """What a command that succeeds prints on both streams, on one line."""
    result = asked(*words)
    assert result.exit_code == 0, result.output
    return " ".join(result.output.split())


def document(*words: object) -> Any:
    """The JSON document of a command that succeeds."""
    return json.loads(printed(*words, "--json"))


@dataclass(frozen=True)
class Asking:
    """One question, asked with so many draws unless a test names another number."""

    question: str
    draws: str = "0"

    def run(self, *words: object) -> Result:
        """What the command gives, run anew where it writes a file."""
        given = [self.question, *words, *([] if "--trials" in words else ["--trials", self.draws])]
        return invoked(*given) if WRITING_OPTIONS & set(map(str, words)) else asked(*given)

    def told(self, *words: object) -> str:
        """What it prints on both streams, on one line, where it succeeds."""
        result = self.run(*words)
        assert result.exit_code == 0, result.output
        return " ".join(result.output.split())

    def document(self, *words: object) -> Any:
        """Its JSON document, where it succeeds."""
        result = self.run(*words, "--json")
        assert result.exit_code == 0, result.output
        return json.loads(result.stdout)


def program(*words: object, cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
    """What the whole program gives, refusals in its own words: as `process` shows it, but in this process."""
    command, code = ["winset", *map(str, words)], 0
    with (
        chdir(cwd),
        patch.object(sys, "argv", command),
        patch.object(sys.modules["__main__"], "__package__", None),  # else click takes this program for `python -m`
        CliRunner(env={"COLUMNS": "100"}).isolation() as (out, error, _),
    ):
        try:
            main()
        except SystemExit as ended:
            code = ended.code if isinstance(ended.code, int) else 1
        said = _text(error.getvalue()).replace(f"{PREPARING}\n", "")  # on a machine that has not compiled them yet
        return subprocess.CompletedProcess(command, code, _text(out.getvalue()), said)


def _text(written: bytes) -> str:
    return written.decode("utf-8").replace("\r\n", "\n")


def process(*words: object, cwd: Path = ROOT, env: dict[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    """The program in a process of its own; env: what its environment says besides."""
    return python("-m", "winset", *words, cwd=cwd, env=env)


def python(
    *words: object, cwd: Path = ROOT, env: dict[str, str] | None = None, text: str | None = None
) -> subprocess.CompletedProcess[str]:
    """This Python in a process of its own; text: what it reads on standard input."""
    return started([sys.executable, *map(str, words)], cwd=cwd, env=env, text=text)


def started(
    command: Sequence[str], *, cwd: Path = ROOT, env: dict[str, str] | None = None, text: str | None = None
) -> subprocess.CompletedProcess[str]:
    """Any command in a process of its own, whatever its exit code."""
    return subprocess.run(
        command,
        cwd=cwd,
        env=os.environ | {"PYTHONDONTWRITEBYTECODE": ""} | (env or {}),  # an installed package has its bytecode
        input=text,
        capture_output=True,
        text=True,
        check=False,
        timeout=PATIENCE,
    )
