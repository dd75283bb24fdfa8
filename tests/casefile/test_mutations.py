"""Mutated case files: whatever a file holds, it is read or refused with places, and nothing is raised."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

import pytest

from winset.casefile.read import check_case
from winset.model.evidence import Checked

ROOT = Path(__file__).parents[2]
TEXTS = [(path / "case.yaml").read_text(encoding="utf-8") for path in sorted((ROOT / "examples").iterdir())
         if (path / "case.yaml").exists()]  # fmt: skip
CHARACTERS = 60_000
"""Of a mutated case in all tries of a test, which are fewer the longer the case is; two at least."""

STRANGE = [
    "", "~", "null", "true", "[]", "{}", "[[]]", "{a: {}}", ".nan", ".inf", "-.inf", "1e999", "-0", "0x1F",
    "1_000", "1:30",
    "9" * 60, "0." + "1" * 60, "'1/0'", "'1/3'", "'-1/999999999999'", "2024-01-01", "\"\\0\"", '"\\u202e"', '"\\ud800"',
    '"\\uFEFF"', "'\u00a0'", "'e\u0301'", "'\U0001f54a'", "k" * 5_000, "'" + "x " * 3_000 + "'", "&a b", "*a",
    "!!str x",
    "!!python/object:os.system x", "<<", "? a", "- - - a", "[1, [2, [3, [4]]]]", "{a: {b: {c: {d: e}}}}", "|", ">", "%",
    "@x", "`x`", "#x", "\"", "'", "[", "{", "]", "}", ":", "-", "a: b: c", "\t", "\u2028", "\x85", "\x00", "\x1b[2J",
    "{" * 60, "[" * 60, "- " * 60, "[0, 100]", "[100, 0]", "[1, 2, 3]", "{points: [1, 2], handling: secret}",
    "no", "on",
]  # fmt: skip


def value_replaced(text: str, chance: random.Random) -> str:
    lines = text.split("\n")
    places = [n for n, line in enumerate(lines) if ": " in line]
    place = chance.choice(places)
    key, _, _ = lines[place].partition(": ")
    lines[place] = f"{key}: {chance.choice(STRANGE)}"
    return "\n".join(lines)


def word_replaced(text: str, chance: random.Random) -> str:
    words = text.split(" ")
    words[chance.randrange(len(words))] = chance.choice(STRANGE)
    return " ".join(words)


def character_put_in(text: str, chance: random.Random) -> str:
    place = chance.randrange(len(text))
    return text[:place] + chance.choice("{}[]:,&*!|>'\"%@`#-?\n\t \u00a0\u202e\ufeff\x00\x7f\u2028é😀") + text[place:]


def cut_off(text: str, chance: random.Random) -> str:
    return text[: chance.randrange(len(text))]


def piece_lost(text: str, chance: random.Random) -> str:
    place = chance.randrange(len(text))
    return text[:place] + text[place + chance.randrange(200) :]


def lines_twice(text: str, chance: random.Random) -> str:
    lines = text.split("\n")
    place = chance.randrange(len(lines))
    count = chance.randrange(1, 30)
    return "\n".join([*lines[: place + count], *lines[place : place + count], *lines[place + count :]])


def lines_swapped(text: str, chance: random.Random) -> str:
    lines = text.split("\n")
    one, other = chance.randrange(len(lines)), chance.randrange(len(lines))
    lines[one], lines[other] = lines[other], lines[one]
    return "\n".join(lines)


def indented(text: str, chance: random.Random) -> str:
    lines = text.split("\n")
    place = chance.randrange(len(lines))
    lines[place] = chance.choice(["  ", "\t", " ", "    ", "- "]) + lines[place]
    return "\n".join(lines)


def letter_lost(text: str, chance: random.Random) -> str:
    place = chance.randrange(len(text))
    return text[:place] + text[place + 1 :]


def section_emptied(text: str, chance: random.Random) -> str:
    lines = text.split("\n")
    heads = [n for n, line in enumerate(lines) if line[:1].isalpha()]
    head = chance.choice(heads)
    end = next((n for n in heads if n > head), len(lines))
    name = lines[head].partition(":")[0]
    return "\n".join([*lines[:head], f"{name}: {chance.choice(STRANGE)}", *lines[end:]])


MUTATIONS: list[Callable[[str, random.Random], str]] = [
    value_replaced, word_replaced, character_put_in, cut_off, piece_lost, lines_twice, lines_swapped, indented,
    letter_lost, section_emptied,
]  # fmt: skip


def located(checked: Checked, text: str) -> None:
    """Either there is a case, or an error says where it stands."""
    assert checked.case is not None or checked.errors
    lines = len(text.splitlines()) + 2
    for problem in checked.problems:
        assert problem.message
        assert 0 <= problem.place.line <= lines
        assert problem.place.column >= 0


@pytest.mark.parametrize("mutation", MUTATIONS)
@pytest.mark.parametrize("which", range(len(TEXTS)))
def test_a_mutated_case_is_read_or_refused_with_places(
    tmp_path: Path, mutation: Callable[[str, random.Random], str], which: int
) -> None:
    chance = random.Random(f"{mutation.__name__} {which}")
    for _ in range(max(2, CHARACTERS // len(TEXTS[which]))):
        text = TEXTS[which]
        for _ in range(chance.choice((1, 1, 1, 3))):
            text = mutation(text, chance)
        (tmp_path / "case.yaml").write_bytes(text.encode("utf-8", "surrogatepass"))
        located(check_case(tmp_path), text)


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-32", "utf-8-sig", "latin-1", "cp1251", "utf-7"])
@pytest.mark.parametrize("breaks", ["\n", "\r\n", "\r", "\x85", "\u2028"])
def test_a_case_in_another_encoding_is_read_or_refused(tmp_path: Path, encoding: str, breaks: str) -> None:
    text = TEXTS[0].replace("\n", breaks)
    (tmp_path / "case.yaml").write_bytes(text.encode(encoding, "replace"))
    located(check_case(tmp_path), TEXTS[0])


@pytest.mark.parametrize("value", STRANGE)
@pytest.mark.parametrize(
    "key", ["winset", "case", "parties", "issues", "positions", "plan", "variants", "judgements", "claims"]
)
def test_a_section_of_anything_is_refused_with_its_place(tmp_path: Path, key: str, value: str) -> None:
    sections = {
        "winset": "1", "case": "{id: a, title: a}", "parties": "{a: {name: a}, b: {name: b}}",
        "issues": "{q: {options: {x: x, y: y}}}", "positions": "{q: {rest: silent}}",
    }  # fmt: skip
    text = "".join(f"{name}: {held}\n" for name, held in {**sections, key: value}.items())
    (tmp_path / "case.yaml").write_text(text, encoding="utf-8", errors="surrogatepass")
    located(check_case(tmp_path), text)
