"""Commands as processes in hostile surroundings: one line says what is wrong, and no traceback follows."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.running import PATIENCE

EXAMPLE = Path(__file__).parents[2] / "examples" / "classroom"
WINSET = [sys.executable, "-m", "winset"]
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2] / "src")}

pytestmark = pytest.mark.skipif(os.name == "nt", reason="other surroundings there")


def run(*words: str, shell: str = "", cwd: Path | None = None, **more: str) -> subprocess.CompletedProcess[bytes]:
    """The command run by a shell, with what stands after it there."""
    line = f'"$@" {shell}'
    return subprocess.run(
        ["bash", "-c", f"set -o pipefail; {line}", "bash", *WINSET, *words],
        capture_output=True, check=False, cwd=cwd, env={**ENVIRONMENT, **more}, timeout=PATIENCE,
    )  # fmt: skip


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="no device that is full")
@pytest.mark.parametrize("words", [("check", str(EXAMPLE)), ("check", str(EXAMPLE), "--json"), ("--help",)])
def test_a_full_disk_is_one_line_and_exit_code_1(words: tuple[str, ...]) -> None:
    ended = run(*words, shell="> /dev/full")
    lines = [line for line in ended.stderr.decode().splitlines() if line.startswith("winset: ")]
    assert ended.returncode == 1
    assert lines == ["winset: standard output cannot be written: No space left on device"]
    assert b"Traceback" not in ended.stderr


def test_a_closed_output_is_one_line_and_exit_code_1() -> None:
    ended = run("check", str(EXAMPLE), shell=">&-")
    assert (ended.returncode, ended.stderr) == (1, b"winset: standard output is closed, and nothing was done\n")


def test_a_closed_standard_error_changes_nothing_else() -> None:
    ended = run("check", str(EXAMPLE), shell="2>&-")
    assert ended.returncode == 0
    assert b"0 errors" in ended.stdout


@pytest.mark.parametrize("more", [("--full",), ("--json",)])
def test_a_reader_who_leaves_is_no_error(more: tuple[str, ...]) -> None:
    ended = run("check", str(EXAMPLE), *more, shell="| head -n 1")
    assert ended.returncode == 0
    assert b"Traceback" not in ended.stderr
    assert b"Broken" not in ended.stderr


@pytest.mark.parametrize("encoding", ["ascii", "latin-1"])
def test_what_an_encoding_lacks_is_replaced_and_that_is_said_once(encoding: str, tmp_path: Path) -> None:
    case = tmp_path / "case.yaml"
    case.write_text((EXAMPLE / "case.yaml").read_text().replace("title: ", "title: Київ → ", 1))
    for path in EXAMPLE.iterdir():
        if path.name != "case.yaml" and path.is_file():
            (tmp_path / path.name).write_bytes(path.read_bytes())
    ended = run("deal", str(tmp_path), PYTHONIOENCODING=encoding)
    assert ended.returncode == 0
    assert "???? -> " in ended.stdout.decode(encoding)
    assert ended.stderr.decode(encoding).count("lacks some of the signs") == 1
    as_json = run("check", str(tmp_path), "--json", PYTHONIOENCODING=encoding)
    assert json.loads(as_json.stdout.decode("ascii"))["case"]
    assert b"lacks" not in as_json.stderr


def without_power_over_permissions() -> list[str]:
    """What goes before a command so that permissions bind it, also where the tests are run by the superuser."""
    return ["setpriv", "--bounding-set=-dac_override,-dac_read_search"] if os.geteuid() == 0 else []


def bound(*words: str, cwd: Path, **more: str) -> subprocess.CompletedProcess[bytes]:
    command = [*without_power_over_permissions(), *WINSET, *words]
    return subprocess.run(
        command, capture_output=True, check=False, cwd=cwd, env={**ENVIRONMENT, **more}, timeout=PATIENCE
    )  # fmt: skip


def test_an_unreadable_folder_is_exit_code_1(tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    closed.mkdir()
    closed.chmod(0)
    try:
        for case in ("closed", "closed/case.yaml"):
            ended = bound("check", case, cwd=tmp_path)
            assert (ended.returncode, b"Traceback" in ended.stderr) == (1, False)
            assert b"error[E001]: cannot read" in ended.stderr + ended.stdout
        ended = bound("new", "closed", cwd=tmp_path)
        assert (ended.returncode, b"Traceback" in ended.stderr) == (1, False)
    finally:
        closed.chmod(0o700)


def test_a_folder_that_cannot_be_written_to_is_one_line_and_exit_code_1(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    try:
        ended = bound("certify", str(EXAMPLE), cwd=tmp_path)
    finally:
        tmp_path.chmod(0o700)
    assert ended.returncode == 1
    assert ended.stderr.decode().count("\n") == 1
    assert "nothing was written" in ended.stderr.decode()


@pytest.mark.parametrize("address", ["nonsense", "", "tcp://localhost:port", "foo://bar:1", "tcp://a:99999", "a b:1"])
def test_a_cluster_that_is_none_is_one_line_and_exit_code_1(address: str) -> None:
    ended = run("robust", str(EXAMPLE), "--trials", "20", "--cluster", address)
    assert ended.returncode == 1
    assert ended.stderr.decode().count("\n") == 1
    assert "no address" in ended.stderr.decode()


CODE = """
import sys
from winset.analyses.machine_code import machine_code
made = machine_code(eval("lambda number: number + 1"))
print(made(2))
"""


def test_compiled_code_is_made_in_memory_where_no_folder_can_keep_it() -> None:
    nowhere = {"NUMBA_CACHE_DIR": "/dev/null/none", "HOME": "/dev/null"}
    ended = subprocess.run(
        [sys.executable, "-c", CODE], capture_output=True, check=False, env={**ENVIRONMENT, **nowhere}, timeout=PATIENCE
    )
    assert (ended.stdout, ended.stderr) == (b"3\n", b"")
