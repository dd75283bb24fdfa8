"""Machine code that is kept: by processor, by what it was made from, and whole or not at all."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path
from textwrap import dedent
from types import ModuleType
from typing import Any

import numpy as np
import pytest

from winset.analyses.kept_code import KeptCode, _remove_unused, cache_folder, machine_folder, source_hash
from winset.analyses.machine_code import is_kept, machine_code

SOURCE = """
    from winset.analyses.machine_code import machine_code
    STEP = 2

    @machine_code
    def _step(number: int) -> int:
        return number + STEP

    @machine_code
    def twice(number: int) -> int:
        return _step(_step(number))
"""


def module(source: str, name: str = "winset.analyses.drawn") -> ModuleType:
    made = ModuleType(name)
    exec(compile(dedent(source), "drawn.py", "exec"), made.__dict__)
    return made


class Codegen:
    """A processor that is called something, and can do something."""

    def __init__(self, name: str, features: str = "+avx2") -> None:
        self.machine = ("x86_64-unknown-linux-gnu", name, features)

    def magic_tuple(self) -> tuple[str, str, str]:
        return self.machine


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("NUMBA_CACHE_DIR", str(tmp_path))
    return tmp_path


def hits(function: Any) -> int:
    return sum(function.stats.cache_hits.values())


def files(folder: Path) -> list[Path]:
    return sorted(folder.rglob("*.code"))


def test_code_is_taken_from_the_folder_the_second_time(folder: Path) -> None:
    first = module(SOURCE).twice
    assert not is_kept(first)
    assert (first(3), hits(first), len(files(folder))) == (7, 0, 2)
    again = module(SOURCE).twice
    assert is_kept(again)
    assert (again(3), hits(again), len(files(folder))) == (7, 1, 2)


def test_a_number_written_out_makes_no_code_of_its_own(folder: Path) -> None:
    made = module(
        SOURCE + "    @machine_code\n    def both(number: int) -> int:\n        return _step(1) + _step(number)\n"
    )
    assert made.both(3) == 8
    assert len([path for path in files(folder) if "._step-" in path.name]) == 1


@pytest.mark.parametrize(
    ("old", "new", "result"),
    [
        ("STEP = 2", "STEP = 5", 13),
        ("number + STEP", "number - STEP", -1),
        ("_step(_step(number))", "_step(number)", 5),
    ],
    ids=["a number", "what it calls", "itself"],
)
def test_code_of_a_changed_source_is_made_anew(old: str, new: str, result: int) -> None:
    assert module(SOURCE).twice(3) == 7
    changed = module(SOURCE.replace(old, new)).twice
    assert not is_kept(changed)
    assert (changed(3), hits(changed)) == (result, 0)


def test_an_update_that_leaves_a_function_as_it_is_keeps_its_code(folder: Path) -> None:
    assert module(SOURCE).twice(3) == 7
    moved = '"""What the file is about."""\n# said otherwise\n\n' + dedent(SOURCE).replace(
        "    return number + STEP", '    """A step."""\n    return number + STEP  # on'
    )
    again = module(moved).twice
    assert (again(3), hits(again), len(files(folder))) == (7, 1, 2)


def test_two_kinds_of_processor_have_a_folder_each() -> None:
    names = [machine_folder(Codegen(*machine)) for machine in (("znver4",), ("skylake",), ("znver4", "-avx2"))]  # type: ignore[arg-type]
    assert len(set(names)) == 3
    assert [name.split("-")[0] for name in names] == ["znver4", "skylake", "znver4"]


def test_code_of_another_processor_is_not_taken(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    assert module(SOURCE).twice(3) == 7
    kept = files(folder)
    monkeypatch.setattr(
        "winset.analyses.kept_code.machine_folder", lambda _, there=machine_folder: there(Codegen("other"))
    )
    other = module(SOURCE).twice
    assert not is_kept(other)
    assert (other(3), hits(other)) == (7, 0)
    assert set(kept) < set(files(folder))
    assert len({path.parent for path in files(folder)}) == 2


@pytest.mark.parametrize("cut", [0, 10, 1000])
def test_a_file_that_is_not_whole_is_made_anew(cut: int, folder: Path) -> None:
    assert module(SOURCE).twice(3) == 7
    whole = {path: path.read_bytes() for path in files(folder)}
    for path, content in whole.items():
        path.write_bytes(content[:cut])
    again = module(SOURCE).twice
    assert (again(3), hits(again)) == (7, 0)
    assert all(len(path.read_bytes()) > cut for path in whole)


def test_a_folder_that_cannot_be_written_to_costs_no_answer(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    (folder / "file").write_text("no folder")
    monkeypatch.setenv("NUMBA_CACHE_DIR", str(folder / "file"))
    made = module(SOURCE).twice
    assert not is_kept(made)
    assert made(3) == 7
    assert files(folder) == []


def test_without_a_home_folder_there_is_still_an_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NUMBA_CACHE_DIR")
    for name in ("XDG_CACHE_HOME", "LOCALAPPDATA"):
        monkeypatch.delenv(name, raising=False)

    def no_home() -> Path:
        raise RuntimeError("no home folder")

    monkeypatch.setattr(Path, "home", no_home)
    assert module(SOURCE).twice(3) == 7


def test_the_folder_is_one_of_the_user(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("NUMBA_CACHE_DIR")
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    assert cache_folder() == tmp_path / "cache" / "winset" / "machine-code"


def test_what_nothing_has_read_for_long_is_removed(folder: Path) -> None:
    for name, days in (("old.code", 100), ("new.code", 10), (".dead.part", 2), (".alive.part", 0)):
        (folder / name).write_bytes(b"")
        os.utime(folder / name, (time.time() - days * 86_400 - 60,) * 2)
    _remove_unused(folder)
    assert sorted(path.name for path in folder.iterdir()) == [".alive.part", "new.code"]


def test_the_hash_sees_arrays_and_loops_of_functions_that_call_each_other() -> None:
    made = module(
        """
        import numpy as np
        SHARES = np.arange(3)
        def even(number):
            return number == 0 or odd(number - 1) or SHARES[0]
        def odd(number):
            return number != 0 and even(number - 1)
        """
    )
    before = source_hash(made.even), source_hash(made.odd)
    assert before[0] != before[1]
    made.__dict__["SHARES"] = np.arange(1, 4)
    assert source_hash(made.even) != before[0]
    assert source_hash(made.odd) != before[1]


def test_a_function_within_another_is_kept_with_what_it_holds() -> None:
    def adding(number: int) -> Any:
        def added(to: int) -> int:
            return to + number

        return machine_code(added)

    assert [adding(1)(1), adding(2)(1)] == [2, 3]
    assert isinstance(adding(1)._cache, KeptCode)


TOGETHER = f"""
exec({dedent(SOURCE)!r}, globals())
print(twice(3))
"""


def test_two_processes_that_compile_at_once_leave_code_that_works(folder: Path) -> None:
    environment = {**os.environ, "NUMBA_CACHE_DIR": str(folder)}
    processes = [
        subprocess.Popen([sys.executable, "-c", TOGETHER], env=environment, stdout=subprocess.PIPE) for _ in range(2)
    ]
    assert [process.communicate()[0] for process in processes] == [b"7\n", b"7\n"]
    assert (len(files(folder)), list(folder.rglob("*.part"))) == (2, [])
