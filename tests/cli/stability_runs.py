"""`winset stability` as its tests run it: few readings where none are asked for, and a small dispute as a file."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from click.testing import Result

from tests.laws.cases import dispute
from tests.support import running


def run(case: str, *words: str) -> Result:
    return running.asked("stability", case, *few(words), *words)


def told(case: str, *words: str) -> str:
    return running.told("stability", case, *few(words), *words)


def document(case: str, *words: str) -> Any:
    return running.document("stability", case, *few(words), *words)


def few(words: tuple[str, ...]) -> list[str]:
    """The number of readings, where the words of the command do not say it."""
    return [] if "--draws" in words else ["--draws", "40"]


def written(folder: Path, **sections: Any) -> str:
    """A folder with the dispute of the laws, in which these sections are otherwise."""
    (folder / "case.yaml").write_text(json.dumps(dispute(**sections)), encoding="utf-8")
    return str(folder)
