"""Briefs as `winset brief` writes them, each made once however many tests read it."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from . import running

DRAWS = 40
_made: dict[tuple[object, ...], str] = {}


def brief(case: Path | str, kind: str = "html", *words: str) -> str:
    """The brief of a case, of so many draws if the words say no number; the same files and words give the one made.

    A test that changes the package by `monkeypatch` neither is given an earlier one nor leaves its own.
    """
    if running.is_changed:
        return written(case, kind, *words)
    asked = (running.files_of(case), kind, words)
    if asked not in _made:
        _made[asked] = written(case, kind, *words)
    return _made[asked]


def written(case: Path | str, kind: str, *words: str) -> str:
    """A brief that is made now."""
    few = [] if "--trials" in words else ["--trials", DRAWS]
    with TemporaryDirectory() as folder:
        target = Path(folder) / f"brief.{kind}"
        result = running.written("brief", case, "-o", target, *few, *words)
        assert result.exit_code == 0, result.output
        return target.read_text(encoding="utf-8")
