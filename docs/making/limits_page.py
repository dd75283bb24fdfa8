"""The page on limits: every number in the program at which something ends, with what happens beyond it."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path

SOURCE = Path(__file__).resolve().parents[2] / "src" / "winset"
NAME = re.compile(r"(^|_)(MOST|LARGEST|LONGEST|MAX|WIDEST|FINEST|COARSEST)(_|$)")
"""Names of numbers that are limits; any other number that is one says so with the word below."""
BEYOND = "; beyond, "
LONG = 1_000_000_000

INTRODUCTION = """\
# Limits in numbers

Whatever ends somewhere ends at one of these numbers, so that nothing takes all day or all memory. Beyond it a question
is refused, searched in another way, estimated with its error, or cut; where that changes an answer, the answer says so.
Many of them bound only how much is shown. Those of options stand with [the questions](python.md#questions).
Which of them matter for a large case is told in
[Limits](../explanation/limits.md) and [Settlement at any size](../explanation/settlement-at-size.md)."""

PARTS: dict[str, str] = {
    "Reading a case": "casefile model",
    "Readings of a case": "readings compiled",
    "Is there a deal?": "analyses/settlement questions/settlement",
    "How sure is that?": "analyses/robustness questions/robustness",
    "What must a new option be worth?": "questions/invent",
    "Would it hold?": "analyses/stability questions/stability",
    "Who must be in the room?": "analyses/tables analyses/votes.py questions/tables",
    "Do the steps hold?": "analyses/staging questions/staging",
    "Is now the moment?": "analyses/timing questions/timing model/timing.py",
    "Where would bargaining settle it?": "analyses/forecast questions/forecast",
    "How have positions moved?": "analyses/movement questions/movement",
    "What changed?": "analyses/comparison questions/comparison",
    "Do two readers agree?": "analyses/agreement questions/agreement",
    "The brief": "brief",
    "Every question": "questions report result.py findings.py session.py study.py",
    "Long runs, records and the command line": "runs cli",
    "Import and export": "interchange",
    "The workbench": "web",
}
"""Headings, with what of the source stands under each: the first that fits, the longest path before others."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """A limit. module: its file below `src/winset`. words: that document it; what: it bounds. beyond: what happens."""

    module: str
    name: str
    value: object
    words: str

    @property
    def what(self) -> str:
        return self.words.partition(BEYOND)[0]

    @property
    def beyond(self) -> str:
        return self.words.partition(BEYOND)[2].rstrip(".")


def limits(source: Path = SOURCE) -> Iterator[Limit]:
    """Every constant of a module that is a limit by its name or by its words, in the order of the files."""
    for file in sorted(source.rglob("*.py")):
        body = ast.parse(file.read_text(encoding="utf-8")).body
        for statement, after in zip_longest(body, body[1:]):
            name, value = _constant(statement)
            words = _words(after)
            if value is not None and (NAME.search(name) or BEYOND in words):
                module = file.relative_to(source).as_posix()
                yield Limit(module=module, name=name, value=value, words=words)


def _constant(statement: ast.stmt) -> tuple[str, object]:
    """The name and the value of a constant in capitals that is a number or numbers by name; None where it is not."""
    if isinstance(statement, ast.Assign) and len(statement.targets) == 1:
        target, value = statement.targets[0], statement.value
    elif isinstance(statement, ast.AnnAssign) and statement.value is not None:
        target, value = statement.target, statement.value
    else:
        return "", None
    if not isinstance(target, ast.Name) or not target.id.isupper():
        return "", None
    return target.id, _number(value)


def _number(value: ast.expr) -> object:
    match value:
        case ast.Constant(value=int() | float() as number) if not isinstance(number, bool):
            return number
        case ast.BinOp(left=left, op=ast.Pow() | ast.LShift() as sign, right=right):
            base, power = _number(left), _number(right)
            if isinstance(base, int | float) and isinstance(power, int):
                return base**power if isinstance(sign, ast.Pow) else int(base) << power
        case ast.Dict(keys=keys, values=values):
            numbers = {
                one.value: _number(each)
                for one, each in zip(keys, values, strict=True)
                if isinstance(one, ast.Constant)
            }
            return numbers if numbers and None not in numbers.values() else None
    return None


def _words(statement: ast.stmt | None) -> str:
    """The text that stands by itself, on one line."""
    match statement:
        case ast.Expr(value=ast.Constant(value=str() as text)):
            return " ".join(text.split())
    return ""


def limits_page() -> str:
    """A table of limits under each heading. Raises LookupError for one that has no heading."""
    by_part: dict[str, list[Limit]] = {title: [] for title in PARTS}
    for limit in limits():
        by_part[_part(limit.module)].append(limit)
    lines = [INTRODUCTION]
    for title, each in by_part.items():
        if each:
            lines += ["", f"## {title}", "", "| limit | of what | beyond it | where |", "|---|---|---|---|"]
            lines += [
                f"| {_shown(one.value)} | {one.what} | {one.beyond} | `{one.module}` `{one.name}` |" for one in each
            ]
    return "\n".join(lines) + "\n"


def _part(module: str) -> str:
    places = [(place, title) for title, of in PARTS.items() for place in of.split()]
    for place, title in sorted(places, key=lambda pair: -len(pair[0])):
        if module == place or module.startswith(f"{place}/"):
            return title
    raise LookupError(f"PARTS has no heading for the limits of {module}")


def _shown(value: object) -> str:
    if isinstance(value, Mapping):
        return ", ".join(f"{number:,} ({name})" for name, number in value.items())
    if not isinstance(value, int | float):
        raise LookupError(f"{value} is no number")
    power = int(value).bit_length() - 1
    if value > LONG and value == 2**power:
        return f"2^{power}"
    return f"{value:,g}" if isinstance(value, float) else f"{value:,}"
