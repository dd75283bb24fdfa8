"""Writes the kept outputs again: all, or those whose name begins with one of the words given."""

from __future__ import annotations

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from .runs import EXPECTED, printed, runs


def main(beginnings: tuple[str, ...]) -> None:
    """Runs the table and writes what differs; files of which the table knows nothing any more are removed."""
    table = runs()
    for run in table:
        if beginnings and not run.name.startswith(beginnings):
            continue
        with TemporaryDirectory() as folder:
            text = printed(run, Path(folder))
        if not run.file.exists() or run.file.read_text(encoding="utf-8") != text:
            print(run.name)
            run.file.parent.mkdir(parents=True, exist_ok=True)
            run.file.write_text(text, encoding="utf-8")
    for file in sorted(EXPECTED.rglob("*.*")):
        if file not in {run.file for run in table}:
            print(f"{file.relative_to(EXPECTED)}: removed")
            file.unlink()


if __name__ == "__main__":
    main(tuple(sys.argv[1:]))
