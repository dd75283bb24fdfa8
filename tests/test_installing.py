"""The wheel, installed into clean environments at the lowest and at the newest versions of what it depends on, answers
the same on every Python that is at hand. Where no package index can be reached the test is skipped, and says so.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from tests.support.places import ROOT

PYTHONS = ("3.11", "3.12", "3.13")
LEVELS = ("lowest", "newest")
EXTRAS = ("pdf", "docx")
"""Extras that are installed too; the others are large and bring their own."""
SECONDS = 900
"""After which one step of an installation is given up."""
SHOWN = 3000
"""Signs of what such a step printed, which a failure shows."""
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
BOUND = re.compile(r"([A-Za-z0-9-]+)>=([0-9.]+)")
ENVIRONMENT = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
QUESTIONS = {
    "check": (),
    "deal": ("--trials", "20"),
    "robust": ("--trials", "100", "--alone", "--drivers", "0"),
    "stability": ("--trials", "20"),
    "tables": ("--trials", "10"),
    "staging": ("--trials", "10"),
}
"""What is asked of the example, so that it takes seconds."""
COMPILED = """
from winset.analyses.machine_code import machine_code
assert machine_code(eval("lambda number: number + 1"))(2) == 3
"""
VERSIONS = "import importlib.metadata as m, json, sys; print(json.dumps({n: m.version(n) for n in sys.argv[1:]}))"


class Failed(Exception):
    """A step of an installation, or of its use, did not end well."""


def done(words: Sequence[str | Path], folder: Path) -> str:
    """What a process prints. Raises Failed."""
    ended = subprocess.run(
        list(map(str, words)), capture_output=True, text=True, check=False, cwd=folder, env=ENVIRONMENT, timeout=SECONDS
    )
    if ended.returncode:
        command, said = " ".join(map(str, words)), (ended.stdout + ended.stderr)[-SHOWN:]
        raise Failed(f"{command} ended with {ended.returncode}: {said}")
    return ended.stdout


def bounds() -> dict[str, str]:
    """The lowest version of each dependency, as the project states it."""
    stated = [*PROJECT["dependencies"], *(one for extra in EXTRAS for one in PROJECT["optional-dependencies"][extra])]
    found = [BOUND.fullmatch(one) for one in stated]
    return {one[1]: one[2] for one in found if one is not None}


def test_every_dependency_states_its_lowest_version() -> None:
    every = [*PROJECT["dependencies"], *(one for extra in PROJECT["optional-dependencies"].values() for one in extra)]
    assert [one for one in every if BOUND.fullmatch(one) is None] == []


def interpreters(folder: Path) -> Iterator[tuple[str, str]]:
    """Every Python that is at hand, with its version: on the path, or kept by pyenv."""
    for version in PYTHONS:
        kept: list[str] = []
        if shutil.which("pyenv"):
            names = done(["pyenv", "versions", "--bare"], folder).split()
            places = [done(["pyenv", "prefix", name], folder) for name in names if name.startswith(f"{version}.")]
            kept = [str(Path(place.strip()) / "bin" / "python") for place in places]
        for command in (f"python{version}", *kept):
            try:
                said = done([command, "-c", "import sys, venv; print('%d.%d' % sys.version_info[:2])"], folder)
            except (Failed, OSError):
                continue
            if said.strip() == version:
                yield version, command
                break


def installed(python: str, wheel: Path, level: str, folder: Path) -> Path:
    """The folder of the programs of a new environment that holds the wheel."""
    folder.mkdir()
    done([python, "-m", "venv", "--without-pip", "env"], folder)
    programs = folder / "env" / ("Scripts" if os.name == "nt" else "bin")
    pip = [sys.executable, "-m", "pip", "--python", str(programs / "python"), "--disable-pip-version-check"]
    lowest = folder / "lowest.txt"
    lowest.write_text("".join(f"{name}=={version}\n" for name, version in bounds().items()), encoding="utf-8")
    kept = ["-c", str(lowest)] if level == "lowest" else []
    what = f"{wheel}[{','.join(EXTRAS)}]"
    done([*pip, "install", "-q", "--no-compile", "--only-binary", ":all:", *kept, what], folder)
    done([*pip, "check"], folder)
    return programs


def release(version: str) -> tuple[int, ...]:
    """The numbers of a version, without zeros at its end."""
    numbers = [int(one) for one in re.findall(r"[0-9]+", version.partition("post")[0])]
    while numbers and not numbers[-1]:
        numbers.pop()
    return tuple(numbers)


def used(programs: Path, level: str, folder: Path) -> Mapping[str, Any]:
    """What the Alaska example is answered there: the documents of its questions, without times."""
    versions = json.loads(done([programs / "python", "-c", VERSIONS, *bounds()], folder))
    for name, lowest in bounds().items():
        is_right = release(versions[name]) == release(lowest) if level == "lowest" else True
        if not is_right or release(versions[name]) < release(lowest):
            raise Failed(f"{name} {versions[name]} is there, and {lowest} is the lowest that is allowed")
    winset = programs / "winset"
    done([winset, "examples", "alaska-2025"], folder)
    answers = {}
    for question, options in QUESTIONS.items():
        answers[question] = json.loads(done([winset, question, "alaska-2025", *options, "--json"], folder))
        answers[question].pop("timings")
    done([winset, "brief", "alaska-2025", "--trials", "10", "-o", "brief.html"], folder)
    done([winset, "brief", "alaska-2025", "--trials", "10", "--format", "docx", "-o", "brief.docx"], folder)
    for name in ("brief.html", "brief.docx"):
        if (folder / name).stat().st_size < 10_000:
            raise Failed(f"{name} is all but empty")
    done([programs / "python", "-c", COMPILED], folder)
    return answers


@pytest.mark.slow
def test_the_wheel_answers_the_same_at_the_lowest_and_the_newest_versions_on_every_python(tmp_path: Path) -> None:
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check"]
    try:
        asked = ["download", "-q", "--no-deps", "--retries", "0", "--timeout", "20", "-d", "reached", "click"]
        done([*pip, *asked], tmp_path)
    except Failed as error:
        pytest.skip(f"no package index can be reached: {str(error).splitlines()[-1]}")
    done([*pip, "wheel", "-q", "--no-deps", "--no-build-isolation", "-w", "wheel", ROOT], tmp_path)
    (wheel,) = (tmp_path / "wheel").iterdir()
    pythons = dict(interpreters(tmp_path))
    assert pythons, "not even the Python that runs this was found"
    answers: dict[str, Mapping[str, Any]] = {}
    failures: dict[str, str] = {}

    def tried(version: str, level: str) -> None:
        folder, name = tmp_path / f"{version}-{level}", f"Python {version}, {level}"
        try:
            answers[name] = used(installed(pythons[version], wheel, level, folder), level, folder)
        except (Failed, subprocess.TimeoutExpired) as error:
            failures[name] = str(error)

    with ThreadPoolExecutor(max_workers=len(PYTHONS) * len(LEVELS)) as pool:
        each = [pool.submit(tried, version, level) for version in pythons for level in LEVELS]
    for one in each:
        one.result()
    assert failures == {}
    assert len(answers) == len(pythons) * len(LEVELS)
    first, *others = answers
    for other in others:
        for question, document in answers[first].items():
            assert answers[other][question] == document, f"{question}: {other} answers otherwise than {first}"
