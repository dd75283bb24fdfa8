"""The page on Python: what `winset` lists, and every question as a method, with what it takes and what it gives."""

from __future__ import annotations

import inspect
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any

from pydantic import BaseModel

import winset
from winset.analyses.settlement.solutions import solutions
from winset.analyses.stability.definitions import definitions
from winset.findings import Findings, NamedPackage, Rows
from winset.questions.catalogue import QUESTIONS, Question
from winset.questions.request import RequestOption, described_fields
from winset.result import Result
from winset.session import Session

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"

INTRODUCTION = """\
# Python

`winset.read` gives a case; a question is a method of it, and what the method gives has its findings as attributes.

```python
import winset

case = winset.read("examples/alaska-2025")
deal = case.deal(trials=200)
print(deal.verdict, deal.packages.acceptable)
print(deal.openings[0].opens["territory"])
```

An answer is worked out once for each request and kept with the case. Where a case is too large for a question the
answer says so (`is_computed` is false), and nothing is raised. Everything that is shown of an answer is shown at a
level of handling, `team` where none is named: what lies above it is left out of findings, text, charts and tables."""

READ = """\
Every exception is a `WinsetError`. `BadOption`, also one, is raised for a keyword or a value that a question does not
take; it names both."""

ANSWERS = """\
## What an answer is made of

`deal.solutions["nash"].packages[0]["territory"]` goes down the document of an answer by its keys. A key is an attribute
as well. A key that has the name of something that every answer has (`answer`, `request`, `report`, …) is under
`findings`: `deal.findings.answer`."""

METHODS = """\
## Questions

Each is a method of `winset.read(…)`; `diff` is one of `winset.compare(…)`. All arguments are named, and have the
meaning of the options of [the command](commands.md). Where a list of pairs is taken a mapping will do, and every text
is read as the command reads it. Every question also takes `level`, the handling at which its answer is shown (`"open"`,
`"team"`, the default, or `"restricted"`), and `running`, by whom long runs are done (`winset.runs.running.Running`;
this process, if none is given). Which readings are drawn is decided by `seed` alone, on any machine.

Under each question stand the keys of its answer, from runs on examples. Beside them every answer has `winset`, `case`,
`sha256`, `variants`, `notes`, `timings` and `left_out`. What the keys mean is told in [Use the JSON in a
script](../how-to/use-the-json.md). Where a key may be `None` the value was not asked for, is not known, or may not be
shown at that level."""

OF_THE_HOUSE = {"Study": {"report", "saying", "saying_beside", "not_computed"}}
"""Members that the command line and the brief use: they give what may not be shown yet, or take what only they have."""

LISTS = {
    "a text": "texts",
    "a number": "numbers",
    "a list": "lists",
    "texts": "lists of texts",
    "a package": "packages",
}
HEAD = ("winset", "case", "sha256", "variants", "notes", "timings", "left_out")


def python_page() -> str:
    """The whole page."""
    lines = [INTRODUCTION, "", "## What `winset` lists", "", READ, ""]
    for name in winset.__all__:
        lines += [*_listed(name, getattr(winset, name)), ""]
    lines += [ANSWERS, ""]
    for kind in (Findings, NamedPackage, Rows):
        lines += [*_class(kind.__name__, kind), ""]
    lines += [METHODS, ""]
    shapes = Shapes(_names())
    with tempfile.TemporaryDirectory() as folder:
        documents = _documents(Path(folder))
        for asked in QUESTIONS.values():
            lines += [*_question(asked, documents[asked.key], shapes), ""]
    return "\n".join(lines).rstrip() + "\n"


def _listed(name: str, held: object) -> list[str]:
    if isinstance(held, type):
        return _class(name, held)
    if callable(held):
        return [f"### {name}", "", f"`winset.{name}{_signature(held)}`", "", _doc(held)]
    return [f"### {name}", "", "The version of winset, as text."]


def _class(name: str, kind: type) -> list[str]:
    lines = [f"### {name}", "", _doc(kind)]
    if issubclass(kind, BaseModel):
        return [*lines, "", "Its fields are the sections of [the case file](case-file.md)."]
    if is_dataclass(kind):
        held = [f"`{field.name}`: `{field.type}`" for field in fields(kind) if field.init]
        lines += ["", "Fields: " + "; ".join(held) + "."]
    members = [*_members(name, kind)]
    return [*lines, *([""] if members else []), *members]


def _members(name: str, kind: type) -> Iterator[str]:
    """The methods and properties that the class itself says something of, one a line."""
    for member, held in vars(kind).items():
        if member.startswith("_") or member in OF_THE_HOUSE.get(name, ()):
            continue
        if isinstance(held, property):
            yield f"- `{member}`: {_line(held)}"
        elif isinstance(held, classmethod | staticmethod) or inspect.isfunction(held):
            yield f"- `{member}{_signature(getattr(kind, member), is_bound=inspect.isfunction(held))}`: {_line(held)}"


def _doc(held: object) -> str:
    text = inspect.getdoc(held) or ""
    return "\n\n".join(" ".join(part.split()) for part in text.split("\n\n"))


def _line(held: object) -> str:
    return " ".join(_doc(held).split())


def _signature(held: Callable[..., Any], *, is_bound: bool = False) -> str:
    """How it is called, with types as they are written in the source."""
    signature = inspect.signature(held)
    given: list[str] = []
    for one in [*signature.parameters.values()][1 if is_bound else 0 :]:
        if one.kind is one.KEYWORD_ONLY and "*" not in given:
            given.append("*")
        default = "" if one.default is one.empty else f" = {one.default!r}"
        given.append(f"{one.name}: {one.annotation}{default}")
    return f"({', '.join(given)}) -> {signature.return_annotation}"


def _question(asked: Question, documents: list[Mapping[str, Any]], shapes: Shapes) -> list[str]:
    lines = [f"### {asked.key}", "", asked.summary, ""]
    described = [*described_fields(asked.request_type)]
    if described:
        lines += ["| argument | takes | if left out | what for |", "|---|---|---|---|"]
        lines += [
            f"| `{field.name}` | {_takes(one)} | {_left_out(one, field.default)} | {one.help} |"
            for field, one in described
        ]
    else:
        lines += ["It takes no arguments of its own."]
    lines += ["", "| key | holds |", "|---|---|"]
    for key in dict.fromkeys(key for document in documents for key in document):
        if key not in HEAD:
            lines.append(f"| `{key}` | {shapes.of([document[key] for document in documents if key in document])} |")
    return lines


def _takes(request_option: RequestOption) -> str:
    """What a value may be, in words."""
    each = _each(request_option)
    return f"a list, each {each}" if request_option.repeated else each


def _each(request_option: RequestOption) -> str:
    if request_option.value is not None:
        return f"{request_option.value.given}, or a text `{request_option.metavar}`"
    if request_option.choices:
        return "one of " + ", ".join(f'`"{choice}"`' for choice in request_option.choices)
    if request_option.kind is bool:
        return "`True` or `False`"
    if request_option.kind is str:
        return "a name" if request_option.metavar in ("NAME", "STEP") else "a text"
    least = (
        ""
        if request_option.minimum is None
        else f"{'above' if request_option.above else 'at least'} {request_option.minimum:,}"
    )
    most = "" if request_option.maximum is None else f"at most {request_option.maximum:,}"
    within = " and ".join(part for part in (least, most) if part)
    return ("a whole number" if request_option.kind is int else "a number") + (f", {within}" if within else "")


def _left_out(request_option: RequestOption, default: Any) -> str:
    if default is None or default == ():
        return "–"
    return f"`{default:,}`".replace(",", "_") if type(default) is int else f"`{default!r}`"


def _documents(folder: Path) -> dict[str, list[Mapping[str, Any]]]:
    """Of every question the documents of answers in which each of its keys holds something."""
    alaska, camp_david, classroom, exchange, elmira = (
        winset.read(EXAMPLES / name)
        for name in ("alaska-2025", "camp-david-1978", "classroom", "exchange", "literature/kilgour-2001-elmira")
    )
    harder = winset.read(EXAMPLES / "alaska-2025", variants=("us_hardens",))
    answers: dict[str, list[Result]] = {
        "check": [_faulty(folder).check()],
        "deal": [alaska.deal(trials=2, table="alaska"), harder.deal(trials=2), classroom.deal(trials=2)],
        "robust": [
            alaska.robust(
                trials=2, drivers=1, levers=1, alone=True, packages=[{}], sweeps={"walk_away.us": (0, 40, 40)}
            ),
            camp_david.robust(trials=2, drivers=1),
        ],
        "invent": [alaska.invent(trials=0, table="alaska", level="open"), classroom.invent(trials=2)],
        "stability": [
            elmira.stability(trials=2, coalitions=True, paths=True, inverse=["nash"]),
            camp_david.stability(trials=2, table="camp_david"),
        ],
        "tables": [alaska.tables(trials=2), camp_david.tables(trials=0, subsets=True)],
        "staging": [
            exchange.staging(trials=2, helps=["monitors:oster=0.2"], package={"strip": "evacuated"}),
            alaska.staging(trials=0, objectives=["end"]),
        ],
        "timing": [alaska.timing(trials=2), camp_david.timing(trials=0)],
        "forecast": [
            alaska.forecast(trials=2, round_trials=1, mover="russia", toward=["sanctions=0"], against="ukraine"),
            classroom.forecast(trials=0),
        ],
        "movement": [alaska.movement()],
        "diff": [_two_versions(folder).diff(trials=2)],
    }
    return {key: [one.document() for one in each] for key, each in answers.items()}


def _faulty(folder: Path) -> winset.Study:
    """A case with an error and a warning."""
    faulty = folder / "faulty"
    shutil.copytree(EXAMPLES / "alaska-2025", faulty)
    with (faulty / "case.yaml").open("a", encoding="utf-8") as file:
        file.write("unknown: 1\n")
    return winset.Study(session=Session.of_any_file(faulty))


def _two_versions(folder: Path) -> winset.Study:
    """A case beside itself with one walk-away higher."""
    later = folder / "later"
    shutil.copytree(EXAMPLES / "classroom", later)
    file = later / "case.yaml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("walk_away: {hospital: 50,", "walk_away: {hospital: 90,"), encoding="utf-8")
    return winset.compare(EXAMPLES / "classroom", later)


def _names() -> dict[str, frozenset[str]]:
    """What keys of a document can be names of."""
    cases = [winset.read(file.parent).session.case for file in sorted(EXAMPLES.rglob("case.yaml"))]
    return {
        "by party": frozenset(name for case in cases for name in case.parties),
        "by issue": frozenset(name for case in cases for name in case.issues),
        "by table": frozenset(("everybody", *(name for case in cases for name in case.tables))),
        "by variant": frozenset(name for case in cases for name in case.variants),
        "by definition": frozenset(definitions),
        "by solution": frozenset(solutions),
    }


class Shapes:
    """Says what stands in documents, in words. names: what keys can be names of."""

    def __init__(self, names: Mapping[str, frozenset[str]]) -> None:
        self.names = names

    def of(self, values: list[Any]) -> str:
        """What stands under a key in several documents."""
        known = [one for one in values if one is not None and one != [] and one != {}]
        kinds = dict.fromkeys(map(self._kind, known or [one for one in values if one is not None]))
        words = [self._words(kind, [one for one in known if self._kind(one) == kind]) for kind in kinds]
        return " or ".join([*(["`None`"] if None in values else []), *words])

    def _kind(self, value: Any) -> str:
        if isinstance(value, Mapping):
            if isinstance(value.get("options"), Mapping):
                return "a package"
            if any("+" in key for key in value):
                return "by set of seats"
            return next((kind for kind, names in self.names.items() if value and names >= value.keys()), "an object")
        if isinstance(value, list):
            kinds = dict.fromkeys(map(self._kind, value))
            rows = {"an object", "a package"} >= kinds.keys() and "an object" in kinds
            return "rows" if rows else LISTS.get(" or ".join(kinds), "a list")
        return {bool: "a truth value", str: "a text"}.get(type(value), "a number")

    def _words(self, kind: str, values: list[Any]) -> str:
        if kind == "an object":
            return f"an object: {_keys(values)}"
        if kind == "a package":
            extra = _keys([{key: one[key] for key in one if key != "options"} for one in values])
            return f"a package, with {extra}" if extra else kind
        if kind in ("rows", "packages"):
            rows = [row for value in values for row in value]
            if kind == "rows":
                return f"rows: {_keys(rows)}"
            return "packages, each with " + _keys([{key: row[key] for key in row if key != "options"} for row in rows])
        if kind.startswith("by "):
            return f"{kind}, {self.of([one for value in values for one in value.values()])}"
        return kind


def _keys(objects: list[Any]) -> str:
    return ", ".join(f"`{key}`" for key in dict.fromkeys(key for one in objects for key in one))
