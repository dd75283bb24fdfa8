"""JSON documents with long lists: laid out as `json.dumps` does, written as they are made, in bounded memory."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
import tracemalloc
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import winset
from tests.laws.cases import Raw, dispute
from tests.support.places import ROOT
from tests.support.running import PATIENCE, invoked
from winset.cli import output, record
from winset.cli.output import json_pieces
from winset.report.blocks import LEFT_OUT, Owned, Report
from winset.report.disclosure import disclose
from winset.report.long_lists import LongList, entries_in_long_lists, whole
from winset.report.ownership import Owner

ENVIRONMENT = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
BYTES_AT_MOST = 500_000
"""Of memory while a document of more than ten times as much is written."""
LEAVES = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text()
DOCUMENTS = st.recursive(
    LEAVES, lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner) | st.tuples(inner), max_leaves=20
)


def with_long_lists(document: Any) -> Any:
    """The document with every list in it as a long one."""
    if isinstance(document, dict):
        return {key: with_long_lists(value) for key, value in document.items()}
    if isinstance(document, list | tuple):
        return LongList([with_long_lists(value) for value in document], lambda value: value)
    return document


@given(DOCUMENTS, st.booleans())
def test_it_is_laid_out_as_json_is(document: Any, ascii_only: bool) -> None:
    expected = json.dumps(document, ensure_ascii=ascii_only, indent=2)
    assert "".join(json_pieces(document, ascii_only=ascii_only)) == expected
    long = with_long_lists(document)
    assert "".join(json_pieces(long, ascii_only=ascii_only)) == expected
    assert json.dumps(whole(long)) == json.dumps(document)


@pytest.mark.parametrize("document", [{"a": {1, 2}}, {1: "a key that is no text"}, [b"bytes"], object()])
def test_what_is_no_json_is_refused(document: Any) -> None:
    with pytest.raises(TypeError):
        list(json_pieces(document, ascii_only=False))


def test_no_more_of_a_long_list_is_held_than_is_being_written(monkeypatch: pytest.MonkeyPatch) -> None:
    class Counting(io.TextIOBase):
        size = 0

        def write(self, text: str) -> int:
            self.size += len(text)
            return len(text)

    counting = Counting()
    monkeypatch.setattr(sys, "stdout", counting)
    entries = LongList(range(8_000), lambda place: {"options": {f"issue {n}": f"option {place}" for n in range(20)}})
    shown = disclose(Report(title="", data={"winset": "1", "packages": Owned(entries, Owner("nobody"))}), "open")
    tracemalloc.start()
    output.write_json(shown.data)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert counting.size > 10 * BYTES_AT_MOST
    assert peak < BYTES_AT_MOST


def test_a_long_list_is_above_a_level_or_wholly_at_it() -> None:
    closed, names = Owner("values", "north", "restricted"), LongList(range(3), lambda place: f"party {place}")
    shown = {level: disclose(Report(title="", data={"of": Owned(names, closed)}), level) for level in ("team", "open")}
    assert shown["team"].document == shown["open"].document == {"of": None}
    assert disclose(Report(title="", data={"of": Owned(names, closed)}), "restricted").document == {
        "of": ["party 0", "party 1", "party 2"]
    }
    for entry in (Owned("a number", closed), Owned("a number", Owner("nobody")), LEFT_OUT):
        hides = disclose(Report(title="", data=LongList([entry], lambda held: held)), "open")
        with pytest.raises(TypeError, match="wherever the list may"):
            list(hides.data)
    inner = LongList(range(2), lambda place: {"gain": Owned(place, closed)})
    assert disclose(Report(title="", data={"of": inner}), "open").document == {"of": [{"gain": None}, {"gain": None}]}


def test_a_long_list_is_read_as_a_list_is() -> None:
    squares = LongList(range(10), lambda number: number * number)
    assert (len(squares), squares[3], squares[-1], list(squares[2:4])) == (10, 9, 81, [4, 9])
    assert list(squares) == [squares[n] for n in range(10)]
    assert 49 in squares
    assert list(squares.then(str))[:2] == ["0", "1"]
    assert not LongList((), str)
    assert entries_in_long_lists({"a": squares, "b": [{"c": squares}, {"d": [1, 2]}]}) == 20
    with pytest.raises(IndexError):
        squares[10]


def large(issues: int, options: int) -> Raw:
    """Two parties that move some issues alone, each to its own taste: so many states that lists of them are long."""
    names = [f"issue_{n}" for n in range(issues)]
    parties = ("north", "south")
    return {
        **dispute(),
        "issues": {
            name: {"status_quo": "o0", "options": {f"o{n}": f"option {n}" for n in range(options)}} for name in names
        },
        "positions": {name: {"rest": "silent"} for name in names},
        "moves": {name: {"by": [parties[n % 2]]} for n, name in enumerate(names)},
        "judgements": {
            "by": "a test",
            "salience": {name: dict.fromkeys(parties, 7 * n % 11 + 1) for n, name in enumerate(names)},
            "scores": {
                name: {
                    party: {f"o{m}": (37 * n + 53 * m * (place + 1)) % 101 for m in range(options)}
                    for place, party in enumerate(parties)
                }
                for n, name in enumerate(names)
            },
            "walk_away": dict.fromkeys(parties, "status_quo"),
        },
    }


@pytest.fixture
def case(tmp_path: Path) -> str:
    """A case of 4,096 states, of whose lists most are longer than a hundred."""
    (tmp_path / "case.yaml").write_text(json.dumps(large(6, 4)), encoding="utf-8")
    return str(tmp_path)


def test_every_list_is_whole_where_no_limit_is_wanted(case: str) -> None:
    told = json.loads(invoked("stability", case, "--trials", "0", "--limit", "0", "--json").stdout)
    listed = {
        key: (concept["equilibria"], concept["stable"])
        for key, concept in told["concepts"].items()
        if concept["equilibria"] is not None
    }
    assert {"nash", "gmr", "sseq"} <= set(listed)
    for key, (equilibria, stable) in listed.items():
        assert len(equilibria) == told["concepts"][key]["equilibria_found"]
        assert {name: len(each) for name, each in stable.items()} == told["concepts"][key]["stable_found"]
        everybody = [json.dumps(one) for one in equilibria]
        for each in stable.values():
            assert set(everybody) <= {json.dumps(one) for one in each}
    assert len(listed["gmr"][0]) > 100
    for verdict in told["package"]["concepts"].values():
        for party in verdict["parties"].values():
            assert party["reasons"] is None or len(party["reasons"]) == party["improvements"]
    cut = json.loads(invoked("stability", case, "--trials", "0", "--limit", "7", "--json").stdout)
    for key, (equilibria, stable) in listed.items():
        assert cut["concepts"][key]["equilibria"] == equilibria[:7]
        assert cut["concepts"][key]["stable"] == {name: each[:7] for name, each in stable.items()}
        assert cut["concepts"][key]["equilibria_found"] == told["concepts"][key]["equilibria_found"]


def test_python_reads_a_long_list_entry_by_entry_and_gives_the_whole_document(case: str) -> None:
    answer = winset.read(case).stability(trials=0)
    rows = answer.concepts.gmr.equilibria
    document = answer.document()["concepts"]["gmr"]
    assert len(rows) == document["equilibria_found"] == len(document["equilibria"])
    assert dict(rows[5]) == document["equilibria"][5]["options"]
    assert [dict(row) for row in rows[2:4]] == [one["options"] for one in document["equilibria"][2:4]]
    json.dumps(answer.document())


def test_a_record_holds_what_verify_can_read_or_is_refused_before_anything_is_written(
    case: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = ("stability", case, "--trials", "0", "--limit", "0", "--json", "--record", tmp_path / "run.json")
    kept = invoked(*words)
    assert kept.exit_code == 0
    results = json.loads((tmp_path / "run.json").read_text(encoding="utf-8"))["results"]
    assert results["concepts"] == json.loads(kept.stdout)["concepts"]
    assert invoked("verify", tmp_path / "run.json").exit_code == 0
    monkeypatch.setattr(record, "MOST_ENTRIES", 1000)
    again = invoked("verify", tmp_path / "run.json")
    assert again.exit_code == 1
    assert "could not be run again, and no number was compared: this answer lists" in again.stdout
    (tmp_path / "run.json").unlink()
    refused = invoked(*words)
    assert isinstance(refused.exception, winset.WinsetError)
    assert "a record holds 1,000 at most; give a lower `--limit`" in str(refused.exception)
    assert refused.stdout == ""
    assert not (tmp_path / "run.json").exists()


@pytest.mark.skipif(os.name == "nt", reason="other surroundings there")
@pytest.mark.parametrize(("shell", "code", "said"), [("| head -c 100", 0, b""), ("> /dev/full", 1, b"No space left")])
def test_an_output_that_ends_in_the_middle_is_told_once(case: str, shell: str, code: int, said: bytes) -> None:
    if "full" in shell and not os.path.exists("/dev/full"):
        pytest.skip("no device that is full")
    words = [sys.executable, "-m", "winset", "stability", case, "--trials", "0", "--limit", "0", "--json"]
    ended = subprocess.run(
        ["bash", "-c", f'set -o pipefail; "$@" {shell}', "bash", *words],
        capture_output=True, check=False, env=ENVIRONMENT, timeout=PATIENCE,
    )  # fmt: skip
    assert ended.returncode == code
    assert said in ended.stderr
    assert b"Traceback" not in ended.stderr
