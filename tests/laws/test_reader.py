"""Any file of bytes gives a case or a list of located errors, and never another exception."""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.support import plain_yaml
from tests.support.small_cases import EVERY_SECTION as CASE
from tests.support.small_cases import MINUTES as SOURCE
from winset.analyses.settlement.settle import solve
from winset.casefile.nodes import LINE_BREAK
from winset.casefile.read import check_case, read_case
from winset.compiled import compiled
from winset.errors import CaseError, WinsetError
from winset.model.evidence import Checked
from winset.readings import central

ORDINARY, SLOW = 125, 5_000
"""Examples for each of the four kinds of file."""
MOST_PACKAGES = 2_000


HOSTILE_SCALARS = [
    "NaN", ".nan", ".inf", "-.inf", "1e400", "9" * 5000, "0." + "3" * 200, "0.1234567", "k" * 3000, "2025-08-14",
    "2025-08-14T10:00:00Z", "0o17", "017", "0x1F", "1_000", "12:30", "yes", "no", "on", "~", "null", "true", "", "''",
    '"\\0"', '"\\x1b[2J"', '"\\uD800"', '"\\L"', "!!python/object:os.system {}", "!!binary aGk=", "!x y", "&a 1", "*a",
    "&a [*a]", "<<: *a", "{<<: {a: 1}}", "\t", "\ufeff", "a\x85b", "a\u2028b", "a\u2029b", "a\rb", "\U0001f54a", "a\0b",
    "%YAML 1.1", "%YAML 9.9\n---", "%TAG ! tag:x,2000:\n---", "---", "...", "--- a\n--- b", "? [a, b] : c", "? a\n: b",
    "[" * 60, "{" * 60, "[" * 60 + "]" * 60, "- " * 60, "|\n  a", ">-\n  a", "'", '"', "@", "`", "#", "[]", "{}",
    "[1, 2]", "[3, 1]", "[1, x, 3]", "{a: 1}", "{points: 1}", "{points: [1], handling: secret}", "1/0", '"1/0"',
    '"1/3"', "[[]]",
    "-1", "-0", "+5", ".5", "5.", "1000001", "[1, 2, 3, 4]", "rest", "when", "silent", "stated", "status_quo", "../x",
    "/dev/zero", "minutes.txt", "case.yaml", "coast", "quota", "eight", "open_harbour", "Ünïcode", "a b", "A", "²",
]  # fmt: skip
DATA_SCALARS: list[Any] = [
    None, True, False, 0, 1, -1, 10**6, 10**7, 0.5, 1e308, "", " ", "x", "coast", "quota", "eight", "open", "silent",
    "stated", "status_quo", "rest", "1/3", "minutes", "open_harbour", "²", "9" * 60, "a\u2028b", "positions.quota.²",
    "2025-02-30", "2025", "../../etc/passwd", "k" * 300,
]  # fmt: skip
DATA = json.dumps(plain_yaml.safe_load(CASE))
LINES = CASE.splitlines(keepends=True)
TOKENS = re.findall(r"[A-Za-z0-9_./]+|\s+|.", CASE, re.DOTALL)

arbitrary_bytes = st.one_of(
    st.binary(max_size=400),
    st.builds(
        lambda cut, junk: CASE.encode()[:cut] + junk + CASE.encode()[cut:],
        st.integers(0, len(CASE.encode())),
        st.binary(max_size=6),
    ),
)
yaml_like = st.lists(
    st.sampled_from([*"abc:-?[]{}#&*!|>'\"%@`,.~0123456789 \n\t\r\\", "\n  ", "\n- ", ": ", "\x85", "\u2028", *TOKENS]),
    max_size=120,
).map("".join)


@st.composite
def mutated_text(draw: st.DrawFn) -> str:
    """The small case with a few lines and words deleted, doubled, swapped, moved in or out, or made hostile."""
    by_lines = draw(st.booleans())
    parts = list(LINES if by_lines else TOKENS)
    for _ in range(draw(st.integers(1, 4))):
        position, other = draw(st.integers(0, len(parts) - 1)), draw(st.integers(0, len(parts) - 1))
        what = draw(st.sampled_from(["delete", "double", "swap", "move", "hostile", "hostile", "hostile"]))
        if what == "delete":
            parts[position] = ""
        elif what == "double":
            parts[position] *= 2
        elif what == "swap":
            parts[position], parts[other] = parts[other], parts[position]
        elif what == "move":
            parts[position] = draw(st.sampled_from(["  ", " ", "\t", "    "])) + parts[position]
        else:
            hostile = draw(st.sampled_from(HOSTILE_SCALARS))
            kept = re.sub(r"[^:\s]+$", "", parts[position].rstrip("\n"))
            parts[position] = kept + hostile + "\n" * by_lines
    return "".join(parts)


@st.composite
def mutated_data(draw: st.DrawFn) -> str:
    """The small case's data with a few nodes replaced, removed or put elsewhere, as JSON, which is YAML."""
    root = json.loads(DATA)
    for _ in range(draw(st.integers(1, 3))):
        holders = list(_holders(root))
        holder, key = draw(st.sampled_from(holders))
        other, other_key = draw(st.sampled_from(holders))
        what = draw(st.sampled_from(["scalar", "wrap", "delete", "copy", "rename", "empty"]))
        value = json.loads(json.dumps(holder[key]))
        if what == "scalar":
            holder[key] = draw(st.sampled_from(DATA_SCALARS))
        elif what == "wrap":
            holder[key] = draw(st.sampled_from([[value], {"a": value}, [value, value], {"points": value}]))
        elif what == "delete":
            del holder[key]
        elif what == "copy":
            other[other_key] = value
        elif what == "rename" and isinstance(holder, dict):
            holder[str(draw(st.sampled_from([*DATA_SCALARS, "colour", "titel"])))] = holder.pop(key)
        else:
            holder[key] = draw(st.sampled_from([[], {}]))
    return json.dumps(root, ensure_ascii=False, indent=draw(st.sampled_from([None, 1])))


def _holders(node: Any) -> list[tuple[Any, Any]]:
    """Every place of a value: what holds it and under which key or at which position."""
    keys = list(node) if isinstance(node, dict) else range(len(node)) if isinstance(node, list) else ()
    return [(node, key) for key in keys] + [pair for key in keys for pair in _holders(node[key])]


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the source; the case file in it is written anew by each example."""
    where = tmp_path_factory.mktemp("reader")
    (where / "minutes.txt").write_text(SOURCE)
    return where


def checked_bytes(folder: Path, raw: bytes) -> Checked:
    """The file checked, and what must hold of any answer."""
    (folder / "case.yaml").write_bytes(raw)
    checked = check_case(folder)
    assert checked.case is not None or checked.errors
    _problems_are_located(checked, raw)
    of_the_case = [problem for problem in checked.errors if problem.path[:1] != ("variants",)]
    for variants in ((), *((name,) for name in (checked.case.variants if checked.case is not None else {}))):
        read = _read_or_refused(folder, variants)
        if isinstance(read, CaseError):
            codes = {problem.code for problem in read.problems}
            assert any(code.startswith("E") for code in codes)
            assert codes <= {problem.code for problem in checked.problems}
        else:
            assert not of_the_case
            _can_be_used(read)
    return checked


def _read_or_refused(folder: Path, variants: tuple[str, ...]) -> Checked | CaseError:
    try:
        return read_case(folder, variants)
    except CaseError as refused:
        return refused


def _problems_are_located(checked: Checked, raw: bytes) -> None:
    lines = LINE_BREAK.split(raw.removeprefix(codecs.BOM_UTF8).decode("utf-8", "replace"))
    for problem in checked.problems:
        place = problem.place
        assert place.file == "case.yaml"
        assert 1 <= place.line <= len(lines)
        assert place.column >= 1
        assert place.length >= 1
        assert not place.excerpt or place.excerpt == lines[place.line - 1]
        assert re.fullmatch("[EW][0-3][0-9]{2}", problem.code)
        assert problem.message
        assert not re.search("Input should|pydantic|dict|tuple|Fraction|NoneType|Traceback", problem.message)


def _can_be_used(checked: Checked) -> None:
    assert checked.case is not None
    packages = 1
    for issue in checked.case.issues.values():
        packages *= len(issue.options)
    for table in (None, *checked.case.tables):
        try:
            reading = central(compiled(checked.case, table))
            if packages <= MOST_PACKAGES:
                solve(reading)
        except WinsetError:
            pass


def law(examples: int) -> Callable[[Any], Any]:
    return settings(
        max_examples=examples,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.function_scoped_fixture],
    )


def test_the_small_case_that_is_mutated_is_sound(folder: Path) -> None:
    assert not checked_bytes(folder, CASE.encode()).errors


def any_bytes(folder: Path, raw: bytes) -> None:
    checked_bytes(folder, raw)


def any_text(folder: Path, text: str) -> None:
    checked_bytes(folder, text.encode("utf-8", "surrogatepass"))


@law(ORDINARY)
@given(raw=arbitrary_bytes)
def test_any_bytes_give_a_case_or_located_errors(folder: Path, raw: bytes) -> None:
    any_bytes(folder, raw)


@law(ORDINARY)
@given(text=yaml_like)
def test_any_text_that_looks_like_yaml_gives_a_case_or_located_errors(folder: Path, text: str) -> None:
    any_text(folder, text)


@law(ORDINARY)
@given(text=mutated_text())
def test_a_case_with_changed_lines_and_words_gives_a_case_or_located_errors(folder: Path, text: str) -> None:
    any_text(folder, text)


@law(ORDINARY)
@given(text=mutated_data())
def test_a_case_with_changed_data_gives_a_case_or_located_errors(folder: Path, text: str) -> None:
    any_text(folder, text)


@pytest.mark.slow
@law(SLOW)
@given(raw=arbitrary_bytes)
def test_any_bytes_give_a_case_or_located_errors_at_length(folder: Path, raw: bytes) -> None:
    any_bytes(folder, raw)


@pytest.mark.slow
@law(SLOW)
@given(text=yaml_like)
def test_any_text_that_looks_like_yaml_gives_a_case_or_located_errors_at_length(folder: Path, text: str) -> None:
    any_text(folder, text)


@pytest.mark.slow
@law(SLOW)
@given(text=mutated_text())
def test_a_case_with_changed_lines_and_words_gives_a_case_or_located_errors_at_length(folder: Path, text: str) -> None:
    any_text(folder, text)


@pytest.mark.slow
@law(SLOW)
@given(text=mutated_data())
def test_a_case_with_changed_data_gives_a_case_or_located_errors_at_length(folder: Path, text: str) -> None:
    any_text(folder, text)
