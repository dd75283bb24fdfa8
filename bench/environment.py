"""Environments of their own for the packages that this one is measured against, made when first needed.

They lie in `bench/.rivals/` and are never needed by the package, its tests or its documentation.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parent / ".rivals"

PATIENCE = 1_200
"""Seconds that an installation may take."""

SLOWING = ("OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE", "PYTHONPATH", "PYTHONHOME")
"""Variables that no measurement inherits: the first two, set for another processor, slow numpy down."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rival:
    """A package to measure against: its folder, what to install, and how much that takes on disk, in MB."""

    key: str
    requirement: str
    megabytes: int


NEGMAS = Rival(key="negmas", requirement="negmas==0.16.0", megabytes=800)
CPSAT = Rival(key="cpsat", requirement="ortools==9.15.6755", megabytes=270)


@dataclass(frozen=True, slots=True, kw_only=True)
class NotMeasured:
    """Why there is no figure."""

    reason: str

    def __str__(self) -> str:
        return f"not measured: {self.reason}"


def clean_environment() -> dict[str, str]:
    """The variables of this process without those that change what is measured or what is imported."""
    return {name: text for name, text in os.environ.items() if name not in SLOWING}


def interpreter(rival: Rival) -> Path | NotMeasured:
    """A Python that has the rival installed; says on stderr when it has to install it first."""
    home = FOLDER / f"venv-{rival.key}"
    python = home / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    mark = home / "installed.txt"
    if python.exists() and mark.exists() and mark.read_text(encoding="utf-8") == rival.requirement:
        return python
    print(
        f"bench: installing {rival.requirement} into bench/.rivals/{home.name} (once; about {rival.megabytes} MB) ...",
        file=sys.stderr,
    )
    try:
        FOLDER.mkdir(exist_ok=True)
        (FOLDER / ".gitignore").write_text("*\n", encoding="utf-8")
        _run([sys.executable, "-m", "venv", "--clear", str(home)])
        _run([str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", rival.requirement])
        mark.write_text(rival.requirement, encoding="utf-8")
    except (OSError, subprocess.SubprocessError) as problem:
        said = str(getattr(problem, "stderr", None) or problem).strip().splitlines()[-1]
        print(f"bench: could not install {rival.requirement}: {said}", file=sys.stderr)
        shutil.rmtree(home, ignore_errors=True)
        return NotMeasured(reason=f"could not install {rival.requirement}")
    return python


def _run(command: list[str]) -> None:
    subprocess.run(command, check=True, capture_output=True, text=True, timeout=PATIENCE, env=clean_environment())
