"""The table of runs, and what a run prints: in a folder with a copy of the examples, in this process."""

from __future__ import annotations

import contextlib
import json
import os
import re
import shlex
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bs4 import BeautifulSoup
from bs4.element import PreformattedString

from tests.support.places import EXAMPLES
from tests.support.running import program
from tests.support.sharing import answers_shared

HERE = Path(__file__).parent
EXPECTED = HERE / "expected"
DRAWN = {".svg", ".png"}
GENERATED = {"case.schema.json"}
CHANGED = {
    "alaska-2025": (
        "ukraine: [40, 55, 70]\n    europeans: [20, 35, 50]",
        "ukraine: [5, 10, 20]\n    europeans: [20, 35, 50]",
    ),
    "classroom": ("hospital: {points: 50, because", "hospital: {points: 70, because"),
}
"""What `changed/NAME` says otherwise than `examples/NAME`: one judgement."""
BLOCKS = re.compile(
    "^(address|article|aside|blockquote|body|br|caption|dd|details|div|dl|dt|figcaption|figure|footer|h[1-6]|header|hr|li"
    "|main|nav|ol|p|pre|section|summary|table|tbody|td|tfoot|th|thead|tr|ul)$"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One line of the table. name: the file of what is printed. commands: the words of each; the last one is kept."""

    name: str
    commands: tuple[tuple[str, ...], ...]

    @property
    def file(self) -> Path:
        """Where what the run prints is kept."""
        return EXPECTED / self.name


def runs() -> tuple[Run, ...]:
    """Every line of `runs.txt` that is neither empty nor a comment."""
    table = []
    for line in (HERE / "runs.txt").read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            name, _, words = line.partition(" ")
            table.append(Run(name=name, commands=tuple(tuple(shlex.split(part)) for part in words.split(" ; "))))
    return tuple(table)


def printed(run: Run, folder: Path) -> str:
    """What the last command of a run prints, and every file that it writes; folder: an empty one to work in.

    Standard error, an exit code other than 0 and files stand below the text, each under a line `==> name <==`.
    """
    _furnish(folder)
    with contextlib.chdir(folder), answers_shared():
        for command in run.commands[:-1]:
            prepared = program(*command, cwd=folder)
            assert prepared.returncode == 0, f"{shlex.join(command)}: {prepared.stderr}"
        before = set(_files())
        given = program(*run.commands[-1], cwd=folder)
        parts = [_steady(given.stdout, Path(run.name).suffix)]
        if given.stderr:
            parts.append(f"==> standard error <==\n{given.stderr}")
        if given.returncode:
            parts.append(f"==> exit code {given.returncode} <==\n")
        parts += [
            f"==> {file.as_posix()} <==\n{_steady(_content(file), file.suffix)}"
            for file in sorted(set(_files()) - before)
        ]
    text = "".join(part if part.endswith("\n") or not part else f"{part}\n" for part in parts)
    return text.replace(f"{folder}{os.sep}", "").replace(str(folder), ".")


def _furnish(folder: Path) -> None:
    shutil.copytree(EXAMPLES, folder / "examples")
    for name, (old, new) in CHANGED.items():
        shutil.copytree(EXAMPLES / name, folder / "changed" / name)
        case = folder / "changed" / name / "case.yaml"
        text = case.read_text(encoding="utf-8")
        assert text.count(old) == 1, f"{name} no longer says {old}"
        case.write_text(text.replace(old, new), encoding="utf-8")


def _files() -> Iterator[Path]:
    for file in Path().rglob("*"):
        if file.is_file():
            yield file


def _content(file: Path) -> str:
    """The text of a file that a run wrote; nothing of a drawing, or of the schema, which has tests of its own."""
    if file.name in GENERATED or file.suffix in DRAWN:
        return ""
    return file.read_text(encoding="utf-8")


def _steady(text: str, suffix: str) -> str:
    """Text without what differs from run to run or is no text: timings, spaces at line ends, markup."""
    if suffix == ".json" and text:
        document = json.loads(text)
        document.pop("timings", None)
        return json.dumps(document, ensure_ascii=False, indent=1) + "\n"
    if suffix == ".html":
        return visible_text(text)
    return "".join(f"{line.rstrip()}\n" for line in text.splitlines())


def visible_text(page: str) -> str:
    """What a reader of an HTML page sees, a line for each block; drawings, styles and scripts are left out."""
    soup = BeautifulSoup(page, "html.parser")
    for unseen in soup(["script", "style", "svg", "head", "template"]):
        unseen.decompose()
    for hidden in soup(string=lambda text: isinstance(text, PreformattedString)):
        hidden.extract()
    for string in soup(string=True):
        string.replace_with(re.sub(r"\s+", " ", string))
    for block in soup(BLOCKS):
        block.insert_before("\n")
        block.insert_after("\n")
        if block.contents:
            block.insert(0, "\n")
            block.append("\n")
    lines = (" ".join(line.split()) for line in soup.get_text().split("\n"))
    return "".join(f"{line}\n" for line in lines if line)
