"""What holds of every change of a case file: what is not changed stays, what is changed reads as it should."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.oracles.random_cases import as_yaml, random_case
from tests.support.small_cases import COMMENTED as CASE
from tests.support.small_cases import EVERY_SECTION
from winset.casefile.editing.apply import changed
from winset.casefile.editing.changes import CaseChange, InsertItem, RemoveValue, RenameKey, Reorder, SetValue, same
from winset.casefile.editing.journal import change_between
from winset.casefile.editing.layout import CaseLayout, laid_out
from winset.casefile.nodes import Mapping, Node, Sequence, node_at, plain
from winset.casefile.read import check_case, check_text, open_text
from winset.casefile.structure import structured
from winset.casefile.tree import Tree
from winset.errors import EditRefused, Problem
from winset.model.case import Case

EXAMPLES = Path("examples")
TEXTS = (
    CASE,
    CASE.replace("\n", "\r\n"),
    EVERY_SECTION,
    *((EXAMPLES / name / "case.yaml").read_text(encoding="utf-8") for name in ("classroom", "exchange")),
)
LAYOUTS = tuple(laid_out(text, "case.yaml") for text in TEXTS)
HOSTILE = (
    "x", "a: b", "a #b", "'q'", '"dq"', "one\ntwo", "<img src=x onerror=alert(1)>", "</script>", "\u202eabc\u2066",
    " before", "after ", "2025-08-14", "yes", "null", "1", "- a", "[", "{a}", "a\n\n b\n", "\u2028", "é—", "%", "@a",
    "|", "a:", "?x", "12:30", "tab\there", "end\n", "#c", "", "x" * 10_000, "word " * 2_000, "\\", "\x85", "a\rb",
)  # fmt: skip
NAMES = ("title", "because", "claim", "quote", "a_name", "zz")

texts = st.sampled_from(HOSTILE) | st.text(
    st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"), max_size=20
)
scalars = texts | st.booleans() | st.none() | st.integers(-(10**9), 10**9) | st.decimals(-(10**6), 10**6, places=3)
values = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(NAMES), inner, max_size=3),
    max_leaves=6,
)


def paths(node: Node, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    below: Any = ()
    if isinstance(node, Mapping):
        below = ((key, value) for key, (_, value) in node.entries.items())
    elif isinstance(node, Sequence):
        below = enumerate(node.items)
    for step, value in below:
        yield (*path, step)
        yield from paths(value, (*path, step))


PATHS = tuple(tuple(paths(layout.root)) for layout in LAYOUTS)


@st.composite
def layouts_and_changes(draw: st.DrawFn) -> tuple[CaseLayout, CaseChange]:
    n = draw(st.integers(0, len(LAYOUTS) - 1))
    layout, path = LAYOUTS[n], draw(st.sampled_from(PATHS[n]))
    node, _ = node_at(layout.root, path)
    kinds = ["set", "remove", "rename"]
    if isinstance(node, Mapping) and node.entries:
        kinds += ["field", "reorder"]
    elif isinstance(node, Sequence) and node.items:
        kinds += ["insert", "reorder"]
    kind = draw(st.sampled_from(kinds))
    if kind == "remove":
        return layout, RemoveValue(path=path)
    if kind == "rename":
        return layout, RenameKey(path=path, name=draw(st.sampled_from(NAMES)))
    if kind == "reorder":
        there: list[str | int] = list(node.entries) if isinstance(node, Mapping) else list(range(len(node.items)))  # type: ignore[union-attr]
        return layout, Reorder(path=path, order=tuple(draw(st.permutations(there))))
    if kind == "insert":
        before = draw(st.none() | st.integers(0, len(node.items)))  # type: ignore[union-attr]
        return layout, InsertItem(path=path, value=draw(values), before=before)
    return layout, SetValue(path=(*path, draw(st.sampled_from(NAMES))) if kind == "field" else path, value=draw(values))


def made(layout: CaseLayout, change: CaseChange) -> CaseLayout | None:
    """The layout after the change; None where the format has nothing of the kind."""
    try:
        return changed(layout, [change], "case.yaml")
    except EditRefused as refused:
        message = str(refused)
    assert "could not be rewritten" not in message
    return None


def expected(layout: CaseLayout, change: CaseChange) -> Any:
    """The slow, obvious data after a change of what is there."""
    data: Any = deepcopy(plain(layout.root))
    holder = data
    last = change.path if isinstance(change, InsertItem | Reorder) else change.path[:-1]
    for step in last:
        holder = holder[step]
    if isinstance(change, InsertItem):
        holder.insert(len(holder) if change.before is None else change.before, change.value)
    elif isinstance(change, Reorder) and isinstance(holder, list):
        holder[:] = [holder[int(n)] for n in change.order]
    elif isinstance(change, SetValue):
        holder[change.path[-1]] = change.value
    elif isinstance(change, RemoveValue):
        del holder[change.path[-1]]
    elif isinstance(change, RenameKey):
        holder[change.name] = holder.pop(change.path[-1])
    return data


@settings(max_examples=150)
@given(layouts_and_changes())
def test_the_new_text_reads_as_the_old_one_with_just_the_change(drawn: tuple[CaseLayout, CaseChange]) -> None:
    layout, change = drawn
    after = made(layout, change)
    if after is None:
        return
    if isinstance(change, SetValue) and isinstance(change.path[-1], str):
        here: Any = plain(layout.root)
        for step in change.path[:-1]:
            here = here[step]
        if not isinstance(here, dict):
            return  # a value in short form is written out, which tests of its own are about
    assert same(plain(after.root), expected(layout, change))  # type: ignore[arg-type]


@settings(max_examples=150)
@given(layouts_and_changes())
def test_every_line_stays_that_the_change_is_not_about_and_so_do_all_comments(
    drawn: tuple[CaseLayout, CaseChange],
) -> None:
    layout, change = drawn
    after = made(layout, change)
    if after is None:
        return
    if not isinstance(change, SetValue | RemoveValue):
        assert comments(after.text) == comments(layout.text)
    about = lines_about(layout, change)
    kept = [line for n, line in enumerate(layout.text.splitlines()) if n not in about and line.strip()]
    left = Counter(line for line in after.text.splitlines() if line.strip())
    assert not Counter(kept) - left
    assert ("\r\n" in after.text) == ("\r\n" in layout.text)
    assert after.text.count("\r\n") in (0, after.text.count("\n"))


def comments(text: str) -> Counter[str]:
    return Counter(line.partition("#")[2] for line in text.splitlines() if "# " in line)


def lines_about(layout: CaseLayout, change: CaseChange) -> range:
    """The lines, counted from 0, on which what is changed stands, with those of comments below it."""
    path = change.path
    while path:
        try:
            node, key = node_at(layout.root, path)
            break
        except KeyError:
            path = path[:-1]
    around, key_around = node_at(layout.root, path[:-1])
    is_only = (
        isinstance(change, RemoveValue) and len(list(paths(around, path[:-1]))) == len(list(paths(node, path))) + 1
    )
    if is_only:  # what it stands in is left empty
        node, key = around, key_around
    start = layout.start(node) if key is None else key.start
    first = layout.text.count("\n", 0, layout.line_of(start))
    before = layout.text[:start].rstrip()
    if isinstance(change, RemoveValue) and before.endswith(","):  # what goes with it, be it on a line above
        first = min(first, before.count("\n"))
    column = start - layout.line_of(start)
    end = layout.block_end(node, key, column)
    return range(first, layout.text.count("\n", 0, end) + 1)


@settings(max_examples=150)
@given(layouts_and_changes())
def test_a_change_that_is_undone_leaves_the_same_bytes(drawn: tuple[CaseLayout, CaseChange]) -> None:
    layout, change = drawn
    after = made(layout, change)
    if after is not None:
        saved = change_between(layout.text, after.text, "", (), "")
        assert saved.undone(after.text) == layout.text
        assert saved.redone(layout.text) == after.text


@settings(max_examples=100)
@given(st.integers(0, len(LAYOUTS) - 1), st.data(), texts)
def test_any_text_can_take_the_place_of_any_other_and_back(n: int, data: st.DataObject, text: str) -> None:
    layout = LAYOUTS[n]
    path = data.draw(st.sampled_from(PATHS[n]))
    after = changed(layout, [SetValue(path=path, value=text)], "case.yaml")
    here: Any = plain(after.root)
    for step in path:
        here = here[step]
    assert here == text


@settings(max_examples=100)
@given(st.integers(0, 10**6), st.data())
def test_setting_a_number_gives_the_case_that_has_this_number(seed: int, data: st.DataObject) -> None:
    raw = random_case(random.Random(seed))
    layout = laid_out(as_yaml(raw), "case.yaml")
    found = [path for path in paths(layout.root) if path[:2] == ("judgements", "salience") and len(path) == 4]
    if not found:
        return
    path = data.draw(st.sampled_from(found))
    number = data.draw(st.integers(0, 100) | st.lists(st.integers(0, 100), min_size=3, max_size=3).map(sorted))
    after = changed(layout, [SetValue(path=path, value=number)], "case.yaml")
    here: Any = raw
    for step in path[:-1]:
        here = here[step]
    here[path[-1]] = number
    assert model(after) == model(laid_out(as_yaml(raw), "case.yaml"))


def model(layout: CaseLayout) -> Case | None:
    return structured(Tree(root=layout.root, file="case.yaml", reader=layout.reader)).case


def test_an_example_that_is_changed_and_changed_back_has_no_other_problem() -> None:
    path = EXAMPLES / "alaska-2025" / "case.yaml"
    opened = open_text(path)
    assert not isinstance(opened, Problem)
    layout = laid_out(opened.text, "case.yaml")
    where = ("positions", "territory", "us", "ideal")
    ideal = plain(node_at(layout.root, where)[0])
    there = changed(layout, [SetValue(path=where, value="occupied")], "case.yaml")
    back = changed(there, [SetValue(path=where, value=str(ideal))], "case.yaml")
    assert back.text == opened.text
    assert check_text(opened).problems == check_case(path).problems
