"""Every node of a case file has its line and column, and plain scalars mean what YAML 1.2 says they mean."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
import yaml

from winset.casefile.nodes import Mapping, Node, Reader, Scalar, Sequence, find, nodes_below, plain
from winset.errors import WinsetError
from winset.model.numbers import number


def read(text: str) -> Node:
    reader = Reader(text, "case.yaml")
    root = reader.read()
    assert root is not None
    assert not reader.problems
    return root


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_every_node_stands_where_the_text_has_it(ending: str) -> None:
    text = ending.join(
        ["# a comment", "ä: {bé: 'x y', c: [1, \"two\"]}", "d:", "  - long", "  - 🕊: e", "f: |", "  block", "g: z", ""]
    )
    lines = text.split(ending)
    seen = 0
    for node in nodes_below(read(text)):
        if isinstance(node, Scalar) and node.text != "block\n":
            written = lines[node.place.line - 1][node.place.column - 1 :][: node.place.length]
            assert written.strip("'\"") == node.text
            assert text[node.start : node.end] == written
            assert node.place.excerpt == lines[node.place.line - 1]
            seen += 1
    assert seen == 13


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("true", True), ("false", False), ("True", "True"), ("yes", "yes"), ("no", "no"), ("on", "on"), ("y", "y"),
        ("null", None), ("~", None), ("Null", None), ("", None), ("nul", "nul"),
        ("0", 0), ("-0", 0), ("+5", 5), ("-12", -12), ("1.5", Decimal("1.5")), (".5", Decimal("0.5")),
        ("5.", Decimal(5)), ("-0.1", Decimal("-0.1")), ("1.2.3", "1.2.3"), ("1 000", "1 000"), ("2025-08", "2025-08"),
        ("2025-08-14 was a day", "2025-08-14 was a day"), ("1/3", "1/3"), ("'1'", "1"), ('"true"', "true"),
        ('"2025-08-14"', "2025-08-14"), ('"\\L\\N\\P"', "\u2028\x85\u2029"), ('"a\\fb"', "a\fb"),
    ],
)  # fmt: skip
def test_a_plain_scalar_means_what_yaml_1_2_says(text: str, value: object) -> None:
    data = plain(read(f"a: {text}\n"))
    assert data == {"a": value}
    assert isinstance(data, dict)
    assert type(data["a"]) is type(value)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0.1", Fraction(1, 10)),
        ("0.123456", Fraction(123456, 10**6)),
        ("0.1234560", Fraction(123456, 10**6)),
        ("'300/7'", Fraction(300, 7)),
        ("'-1/3'", Fraction(-1, 3)),
        ("999999.999999", Fraction(999999999999, 10**6)),
    ],
)
def test_a_number_is_read_from_its_text_and_never_through_binary(text: str, value: Fraction) -> None:
    node = find(read(f"a: {text}\n"), ("a",))[0]
    assert isinstance(node, Scalar)
    assert number(node.value) == value


def test_the_deepest_nesting_that_is_let_pass() -> None:
    assert Reader("[" * 40 + "]" * 40, "").problems == []
    assert isinstance(read("[" * 40 + "]" * 40), Sequence)
    refused = Reader("[" * 41 + "]" * 41, "")
    assert refused.read() is None
    assert [problem.code for problem in refused.problems] == ["E007"]


def test_reading_goes_on_after_each_refusal() -> None:
    reader = Reader("a: &x 1\nb: *x\nc: !!str 2\nd: 0o7\na: 3\n<<: {e: 4}\nf: 5\n", "")
    root = reader.read()
    assert isinstance(root, Mapping)
    assert [(problem.code, problem.place.line) for problem in reader.problems] == [
        ("E006", 1),
        ("E006", 2),
        ("E006", 3),
        ("E008", 4),
        ("E005", 5),
        ("E006", 6),
    ]
    assert plain(root) == {"a": 1, "f": 5}


def test_one_parser_reads_every_case_and_without_it_nothing_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(yaml, "CSafeLoader")
    with pytest.raises(WinsetError, match="without libyaml"):
        Reader("a: 1", "case.yaml").read()
