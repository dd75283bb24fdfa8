"""The page on adding a question does so: in a copy of the package, from its blocks alone."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

from tests.docs.pages import DOCS, blocks, commands, first_missing
from tests.support.places import ROOT
from tests.support.running import PATIENCE

PAGE = DOCS / "how-to" / "add-a-question.md"
TARGET = re.compile(r"# in (\S+?)(?:, after (\w+))?\n")


def written(folder: Path, text: str) -> None:
    """A block as the file that it names, or as lines of it after the first bracket that follows a name."""
    target = TARGET.match(text)
    assert target is not None, text[:60]
    path, body = folder / target[1], text[target.end() :]
    if target[2] is None:
        for parent in (path.parent, *path.parent.parents):
            parent.mkdir(parents=True, exist_ok=True)
            if parent.name in ("questions", "analyses"):
                break
            (parent / "__init__.py").touch()
        path.write_text(body + "\n", encoding="utf-8")
        return
    before, name, after = path.read_text(encoding="utf-8").partition(f"\n{target[2]}")
    assert name, f"there is no {target[2]} in {target[1]}"
    opening, bracket, rest = after.partition(" in (\n")
    path.write_text(before + name + opening + bracket + body + "\n" + rest, encoding="utf-8")


def test_the_page_adds_a_question_with_all_that_follows_from_it(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "src", tmp_path / "src")  # with what was compiled of it
    shutil.copytree(ROOT / "examples" / "alaska-2025", tmp_path / "examples" / "alaska-2025")
    environment = {**os.environ, "PYTHONPATH": str(tmp_path / "src")}
    for block in blocks(PAGE.read_text(encoding="utf-8")):
        if block.kind == "python":
            written(tmp_path, block.text)
        for command, shown in commands(block.text) if block.kind == "console" else ():
            words = shlex.split(command)
            ran = [sys.executable, "-m", "winset", *words[1:]] if words[0] == "winset" else words
            done = subprocess.run(
                ran, cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=PATIENCE, check=False
            )
            printed = (done.stdout + done.stderr).split("\n")
            assert first_missing(shown, printed) is None, f"{command}\n{done.stdout}{done.stderr}"
