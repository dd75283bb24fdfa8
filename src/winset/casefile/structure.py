"""The shape of a case file against the model: every field that is unknown, missing or of the wrong kind.

A part with a problem is left out and the rest is validated again, so that one mistake hides no other and is reported
once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import islice

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from winset.casefile.nodes import MAX_PROBLEMS, Broken, Mapping, Node, Scalar, Sequence, plain
from winset.casefile.tree import Tree
from winset.casefile.validation_errors import InvalidField, problem_of
from winset.errors import Path, Problem
from winset.model.case import Case

ENTRY_DEPTH = {"winset": 1, "case": 2, "issues": 2, "positions": 4}
"""How many steps down lies what is left out where a part of it is broken; 3 where nothing is said."""
JUDGED_DEPTH = {"scores": 5, "salience": 4, "orders": 4, "spoil": 4, "statements": 4}
"""The same within judgements, by kind; 3 where nothing is said."""
STAND_INS: dict[str, object] = {
    "winset": 1,
    "case": {"id": "unnamed", "title": "(no title)"},
    "parties": {},
    "issues": {},
    "positions": {},
}
"""What takes the place of a section that cannot be used, so that the others are checked all the same."""
DECLARING = {
    ("parties",), ("others",), ("issues",), ("sources",), ("levers",), ("tables",), ("claims",), ("plan", "steps"),
}  # fmt: skip
MAX_ROUNDS = 30
"""Times that what is wrong is left out, to see what else is: without a part an entry may be incomplete, and then the
one around it; beyond, the rest is reported once these are mended.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Structured:
    """The model of what is well formed, and the problems of the rest.

    tree: leads from paths of this model to places in the file. case: None where nothing usable is left.
    """

    case: Case | None
    problems: tuple[Problem, ...]
    tree: Tree


def structured(tree: Tree, *, whole_lists: bool = False) -> Structured:
    """The case as far as its parts are well formed, with a problem for each part that is not.

    whole_lists: where an item of a list is broken the whole list is left out, so that positions in the lists of the
    model are those of the file.
    """
    rest = _Rest(full=tree, whole_lists=whole_lists)
    problems: list[Problem] = []
    for _ in range(MAX_ROUNDS):
        try:
            case = Case.model_validate(rest.data())
            misspelt = frozenset(_meant(problem) for problem in problems if problem.code == "E201")
            tree = replace(rest.tree(), misspelt=misspelt)
            return Structured(case=case, problems=_without_echoes(problems), tree=tree)
        except ValidationError as error:
            details = error.errors(include_url=False, include_input=False)
        refused = _once_each(rest.invalid_fields(details))
        unreported = (invalid for invalid in refused if not _is_reported(invalid, tree))
        fresh = [problem_of(invalid, tree) for invalid in islice(unreported, MAX_PROBLEMS + 1)]
        problems += _without_missing_twins(fresh)
        if len(problems) > MAX_PROBLEMS:
            limit = f"the file has more than {MAX_PROBLEMS:,} problems; the rest is not listed"
            problems = [*problems[:MAX_PROBLEMS], tree.problem("E007", limit, ())]
            return Structured(case=None, problems=_without_echoes(problems), tree=rest.tree())
        if not rest.leave_out(refused):
            break
    return Structured(case=None, problems=_without_echoes(problems), tree=rest.tree())


@dataclass(slots=True, kw_only=True)
class _Rest:
    """A file's data as far as it is not left out.

    gone: paths of the file. stand_ins: sections that another value stands in for.
    """

    full: Tree
    whole_lists: bool
    gone: set[Path] = field(default_factory=set)
    stand_ins: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        if self.full.reader.problems:
            self.gone |= {self._entry(path) for path in _broken(self.full.root, ())}

    def tree(self) -> Tree:
        """The file's tree, entered by paths of what is left."""
        dropped: dict[Path, tuple[int, ...]] = {}
        for path in sorted(path for path in self.gone if isinstance(path[-1], int)):
            dropped[path[:-1]] = (*dropped.get(path[:-1], ()), *(step for step in path[-1:] if isinstance(step, int)))
        return replace(self.full, dropped=dropped)

    def data(self) -> object:
        """What is left, as plain data."""
        data = _data(self.full.root, (), self.gone) if self.gone else plain(self.full.root)
        return {**data, **{name: STAND_INS[name] for name in self.stand_ins}} if isinstance(data, dict) else data

    def invalid_fields(self, details: list[ErrorDetails]) -> list[InvalidField]:
        """What the model found, each at its path in the file."""
        tree = self.tree()
        return [_invalid_field(detail, tree) for detail in details]

    def leave_out(self, refused: list[InvalidField]) -> bool:
        """Takes the entries around the invalid fields out; true where there is anything left to validate."""
        before = (len(self.gone), len(self.stand_ins))
        for invalid in refused:
            if invalid.path:
                self.gone.add(invalid.path if invalid.kind == "extra_forbidden" else self._entry(invalid.path))
            elif invalid.missing in STAND_INS:
                self.stand_ins.add(invalid.missing)
        return (len(self.gone), len(self.stand_ins)) != before

    def _entry(self, path: Path) -> Path:
        """The entry that a broken part belongs to."""
        judged = path[0] == "judgements" and len(path) > 1
        depth = JUDGED_DEPTH.get(str(path[1]), 3) if judged else ENTRY_DEPTH.get(str(path[0]), 3)
        if path[0] == "issues" and path[2:3] == ("options",):
            depth = 4
        elif path[0] == "positions" and path[3:4] in (("rejects",), ("was",)):
            depth = 5
        elif path[:2] == ("consent", "package"):
            depth = 2
        entry = path[:depth]
        lists = [n for n, step in enumerate(entry) if isinstance(step, int)]
        return entry[: lists[0]] if lists and self.whole_lists else entry


def _data(node: Node, path: Path, gone: set[Path]) -> object:
    """The node as plain data without what is gone; no deeper than the reader lets a file be nested."""
    if isinstance(node, Mapping):
        return {
            key: _data(value, (*path, key), gone)
            for key, (_, value) in node.entries.items()
            if (*path, key) not in gone
        }
    if isinstance(node, Sequence):
        return [_data(item, (*path, n), gone) for n, item in enumerate(node.items) if (*path, n) not in gone]
    return node.value if isinstance(node, Scalar) else None


def _broken(node: Node, path: Path) -> Iterator[Path]:
    """The paths of all nodes that were refused."""
    if isinstance(node, Broken):
        yield path
    elif isinstance(node, Mapping):
        for key, (_, value) in node.entries.items():
            yield from _broken(value, (*path, key))
    elif isinstance(node, Sequence):
        for n, item in enumerate(node.items):
            yield from _broken(item, (*path, n))


def _invalid_field(detail: ErrorDetails, tree: Tree) -> InvalidField:
    """One finding of the model; steps of its location that the file does not have are taken out."""
    location, kind = detail["loc"], detail["type"]
    node: Node = tree.root
    path: Path = ()
    union: Path | None = None
    for step in location[:-1] if kind == "missing" else location:
        if isinstance(node, Mapping) and str(step) in node.entries:
            node, path = node.entries[str(step)][1], (*path, str(step))
        elif isinstance(node, Sequence) and isinstance(step, int) and step < len(node.items):
            path = (*path, _nth(step, tree.dropped.get(path, ())))
            node = node.items[min(int(path[-1]), len(node.items) - 1)]
        elif isinstance(step, str) and "[" in step and union is None:
            union = path
    return InvalidField(
        kind="name" if location[-1:] == ("[key]",) else kind,
        path=path,
        message=detail["msg"],
        missing=str(location[-1]) if kind == "missing" else None,
        expected=str(detail.get("ctx", {}).get("expected", "")),
        union=union,
    )


def _nth(position: int, dropped: Iterable[int]) -> int:
    """Where the item stands in the file that is at a position among those left."""
    for gone in dropped:
        position += gone <= position
    return position


def _once_each(refused: list[InvalidField]) -> list[InvalidField]:
    """Each field once: where a value may be of several kinds and is of none, the one that sees farthest into it."""
    chosen: dict[object, InvalidField] = {}
    for invalid in refused:
        key = invalid.union if invalid.union is not None else (invalid.path, invalid.missing, invalid.kind == "name")
        other = chosen.get(key)
        if other is None or len(invalid.path) > len(other.path):
            chosen[key] = invalid
        elif invalid.kind == "literal_error" and invalid.path == other.path:
            chosen[key] = replace(other, expected=invalid.expected)
    return list(chosen.values())


def _is_reported(invalid: InvalidField, tree: Tree) -> bool:
    """True where something counts as missing that is there, but was left out for a problem of its own."""
    return invalid.missing is not None and tree.has((*invalid.path, invalid.missing))


def _without_missing_twins(problems: list[Problem]) -> list[Problem]:
    """The problems without the missing fields that stand beside under a misspelt name."""
    misspelt = {_meant(problem) for problem in problems if problem.code == "E201"}
    return [problem for problem in problems if problem.code != "E202" or problem.path not in misspelt]


def _meant(problem: Problem) -> Path:
    """The path that was probably meant."""
    return (*problem.path[:-1], problem.suggestion or "")


def _without_echoes(problems: list[Problem]) -> tuple[Problem, ...]:
    """The problems without the uses of a name that does not fit, where it is declared and reported there."""
    declared = {_name_in(problem) for problem in problems if _declares(problem)}
    return tuple(
        problem
        for problem in problems
        if problem.code != "E206" or _declares(problem) or _name_in(problem) not in declared
    )


def _name_in(problem: Problem) -> str:
    """The name that a message begins with."""
    return problem.message.partition("` ")[0]


def _declares(problem: Problem) -> bool:
    path = problem.path
    is_declaration = path[:-1] in DECLARING or (len(path) == 4 and (path[0], path[2]) == ("issues", "options"))
    return problem.code == "E206" and is_declaration
