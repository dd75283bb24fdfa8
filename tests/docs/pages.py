"""Pages of the documentation as blocks, and a runner that does what they say in a folder of its own."""

from __future__ import annotations

import contextlib
import io
import re
import shlex
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from tests.support.places import ROOT
from tests.support.sharing import answers_shared
from winset.cli import main

DOCS = ROOT / "docs"
FENCE = re.compile(r"^```(\w*)\s*$")
LEFT_OUT = "…"
TARGET = re.compile(r"# in (\S+)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A fenced block. kind: the word after the fence. line: of the fence. is_run: False after `<!-- not run: … -->`."""

    kind: str
    text: str
    line: int
    is_run: bool


def pages() -> list[Path]:
    """Every page of the documentation."""
    return sorted(DOCS.rglob("*.md"))


def blocks(text: str) -> Iterator[Block]:
    """The fenced blocks of a page, in order."""
    lines = text.split("\n")
    start: int | None = None
    kind = ""
    for number, line in enumerate(lines):
        fence = FENCE.match(line)
        if fence is None:
            continue
        if start is None:
            start, kind = number, fence[1]
        else:
            before = next((line for line in reversed(lines[:start]) if line.strip()), "")
            is_run = not before.startswith("<!-- not run:")
            yield Block(kind=kind, text="\n".join(lines[start + 1 : number]), line=start + 1, is_run=is_run)
            start = None


def prose(text: str) -> str:
    """A page without its fenced blocks, code in the line and comments."""
    outside, fenced = [], False
    for line in text.split("\n"):
        if FENCE.match(line):
            fenced = not fenced
        elif not fenced:
            outside.append(line)
    return re.sub(r"<!--.*?-->|`[^`]*`", "", "\n".join(outside), flags=re.DOTALL)


@dataclass(slots=True, kw_only=True)
class Runner:
    """Runs the blocks of one page in order, in the current folder; names of Python blocks last to the page's end."""

    page: str
    names: dict[str, object] = field(default_factory=dict)

    def run(self, block: Block) -> None:
        """Does what the block says; AssertionError where the page shows something else."""
        if not block.is_run:
            return
        if block.kind == "console":
            self._console(block)
        elif block.kind == "python":
            exec(compile(block.text, f"{self.page}:{block.line}", "exec"), self.names)
        elif block.kind == "yaml" and (target := TARGET.match(block.text)):
            path = Path(target[1])
            path.write_text(spliced(path.read_text(encoding="utf-8"), block.text), encoding="utf-8")

    def _console(self, block: Block) -> None:
        for command, shown in commands(block.text):
            missing = first_missing(shown, run_command(command))
            assert missing is None, f"{self.page}:{block.line}: `{command}` does not print: {missing}"


def commands(text: str) -> Iterator[tuple[str, list[str]]]:
    """Each command of a console block with the lines shown below it; a command goes on after a backslash."""
    command, shown = "", list[str]()
    for line in text.split("\n"):
        if command.endswith("\\"):
            command = command[:-1] + line.strip()
        elif line.startswith("$ "):
            if command:
                yield command, shown
            command, shown = line[2:], []
        else:
            shown.append(line)
    if command:
        yield command, shown


def run_command(command: str) -> list[str]:
    """What a command prints on both streams, as lines; `> FILE` puts standard output into a file."""
    words = shlex.split(command)
    printed, streams = io.StringIO(), None
    target = Path(words[-1]) if ">" in words else None
    if target is not None:
        words, streams = words[:-2], io.StringIO()
    with contextlib.redirect_stdout(streams or printed), contextlib.redirect_stderr(printed):
        _do(words)
    if target is not None and streams is not None:
        target.write_text(streams.getvalue(), encoding="utf-8")
    return [line.rstrip() for line in printed.getvalue().split("\n")]


def _do(words: list[str]) -> None:
    """Runs `winset …`, `python FILE` or `cat FILE`."""
    if words[0] == "winset":
        before, sys.argv = sys.argv, words
        with contextlib.nullcontext() if "verify" in words else answers_shared(), contextlib.suppress(SystemExit):
            main()
        sys.argv = before
    elif words[0] == "python":
        exec(compile(Path(words[1]).read_text(encoding="utf-8"), words[1], "exec"), {"__name__": "__main__"})
    elif words[0] == "cat":
        sys.stdout.write(Path(words[1]).read_text(encoding="utf-8"))
    else:
        raise AssertionError(f"no way to run `{words[0]}` in a page")


def first_missing(shown: list[str], printed: list[str]) -> str | None:
    """The first shown passage that is not printed in its place; None where all are.

    A line `…` stands for anything. Where lines break and how wide gaps are does not count.
    """
    rest = " ".join(" ".join(printed).split())
    for passage in " ".join(f"\0{line.strip()}\0" if line.strip() == LEFT_OUT else line for line in shown).split(
        f"\0{LEFT_OUT}\0"
    ):
        wanted = " ".join(passage.split())
        found = rest.find(wanted)
        if found < 0:
            return wanted
        rest = rest[found + len(wanted) :]
    return None


def spliced(text: str, block: str) -> str:
    """A case file in which the block's entries take the place of those of the same names.

    A section that is written on indented lines is replaced entry by entry; any other whole. What is new is added.
    """
    lines = text.rstrip("\n").split("\n")
    new = [line for line in block.split("\n") if not line.startswith("# in ")]
    for key, section in _entries(new, ""):
        span = _span(lines, key, "")
        if span is None:
            lines += ["", *section]
            continue
        inner = list(_entries(section[1:], "  "))
        if not inner or section[0].rstrip() != f"{key}:" or lines[span[0]].rstrip() != f"{key}:":
            lines[span[0] : span[1]] = section
            continue
        for name, entry in inner:
            first, end = _span(lines, key, "") or span
            place = _span(lines[first + 1 : end], name, "  ")
            start, stop = (first + 1 + place[0], first + 1 + place[1]) if place else (end, end)
            lines[start:stop] = entry
    return "\n".join(lines) + "\n"


def _entries(lines: list[str], indent: str) -> Iterator[tuple[str, list[str]]]:
    """The entries at an indentation, each with its lines."""
    starts = [(at, key) for at, line in enumerate(lines) if (key := _key(line, indent))]
    ends = [at for at, _ in starts[1:]] + [len(lines)] * bool(starts)
    for (at, key), end in zip(starts, ends, strict=True):
        kept = lines[at:end]
        while kept and not kept[-1].strip():
            kept.pop()
        yield key, kept


def _key(line: str, indent: str) -> str:
    match = re.match(rf"{indent}([a-z][a-z0-9_]*):( |$)", line)
    return match[1] if match else ""


def _span(lines: list[str], key: str, indent: str) -> tuple[int, int] | None:
    """The lines of an entry, without the empty lines and comments that follow it."""
    starts = [at for at, line in enumerate(lines) if _key(line, indent)]
    for at, after in zip(starts, starts[1:] + [len(lines)] * bool(starts), strict=True):
        if _key(lines[at], indent) == key:
            end = after
            while end > at + 1 and (not lines[end - 1].strip() or lines[end - 1].lstrip().startswith("#")):
                end -= 1
            return at, end
    return None
