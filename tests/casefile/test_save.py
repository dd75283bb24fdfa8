"""A save leaves the old file or the new one, whole, whatever happens; edits touch nothing else."""

from __future__ import annotations

import errno
import hashlib
import os
import signal
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from winset.casefile.nodes import Mapping, Reader, Scalar
from winset.casefile.save import Edit, as_scalar, double_quoted, reads_as, save_text, spliced, write_new
from winset.errors import SaveRefused

OLD = "\ufeffwinset: 1\r\n# a comment\r\ntitle: old — 🕊\r\n"
NEW = OLD.replace("old", "new")

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)


def sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


@pytest.fixture
def case(tmp_path: Path) -> Path:
    path = tmp_path / "case.yaml"
    path.write_bytes(OLD.encode())
    return path


def test_the_bytes_are_those_of_the_text_with_byte_order_mark_and_line_endings(case: Path) -> None:
    save_text(case, NEW, sha256(case))
    assert case.read_bytes() == NEW.encode()
    assert os.listdir(case.parent) == ["case.yaml"]


@pytest.mark.parametrize("mode", [0o600, 0o644, 0o664])
def test_permissions_are_kept(case: Path, mode: int) -> None:
    case.chmod(mode)
    save_text(case, NEW, sha256(case))
    assert stat.S_IMODE(case.stat().st_mode) == mode


def test_a_symbolic_link_stays_and_the_real_file_is_written(case: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    link = elsewhere / "linked.yaml"
    link.symlink_to(case)
    save_text(link, NEW, sha256(case))
    assert link.is_symlink()
    assert case.read_bytes() == NEW.encode()
    assert os.listdir(elsewhere) == ["linked.yaml"]


def test_a_file_that_changed_since_it_was_read_is_left_alone(case: Path) -> None:
    before = sha256(case)
    case.write_bytes(b"someone else's work")
    with pytest.raises(SaveRefused, match=r"changed by someone else since it was read.*read it again"):
        save_text(case, NEW, before)
    assert case.read_bytes() == b"someone else's work"
    assert os.listdir(case.parent) == ["case.yaml"]


def test_a_file_that_changes_while_the_new_text_is_written_is_left_alone(
    case: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def meanwhile(descriptor: int) -> None:
        case.write_bytes(b"someone else's work")

    before = sha256(case)
    monkeypatch.setattr(os, "fsync", meanwhile)
    with pytest.raises(SaveRefused, match="changed by someone else"):
        save_text(case, NEW, before)
    assert case.read_bytes() == b"someone else's work"
    assert os.listdir(case.parent) == ["case.yaml"]


def test_a_file_that_vanished_is_not_made_anew(case: Path) -> None:
    before = sha256(case)
    case.unlink()
    with pytest.raises(SaveRefused, match="no longer there"):
        save_text(case, NEW, before)
    assert os.listdir(case.parent) == []


def test_a_folder_is_not_a_file_to_save(tmp_path: Path) -> None:
    with pytest.raises(SaveRefused, match="not a regular file"):
        save_text(tmp_path, NEW, "0" * 64)


@pytest.mark.parametrize("failing", ["fsync", "replace", "open"])
def test_a_full_disk_leaves_the_old_file_and_nothing_beside_it(
    case: Path, monkeypatch: pytest.MonkeyPatch, failing: str
) -> None:
    def full(*arguments: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    before = sha256(case)
    monkeypatch.setattr(os, failing, full)
    with pytest.raises(SaveRefused, match="nothing was written: No space left on device"):
        save_text(case, NEW, before)
    monkeypatch.undo()
    assert case.read_bytes() == OLD.encode()
    assert os.listdir(case.parent) == ["case.yaml"]


def test_an_interrupted_save_leaves_the_old_file_and_nothing_beside_it(
    case: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(descriptor: int) -> None:
        raise KeyboardInterrupt

    before = sha256(case)
    monkeypatch.setattr(os, "fsync", interrupted)
    with pytest.raises(KeyboardInterrupt):
        save_text(case, NEW, before)
    assert case.read_bytes() == OLD.encode()
    assert os.listdir(case.parent) == ["case.yaml"]


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="permissions do not bind the superuser")
def test_a_read_only_folder_is_a_refusal(case: Path) -> None:
    before = sha256(case)
    case.parent.chmod(0o500)
    try:
        with pytest.raises(SaveRefused, match="Permission denied"):
            save_text(case, NEW, before)
    finally:
        case.parent.chmod(0o700)
    assert case.read_bytes() == OLD.encode()


def test_a_read_only_file_is_a_refusal(case: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "access", lambda path, mode: mode != os.W_OK)
    with pytest.raises(SaveRefused, match="read-only"):
        save_text(case, NEW, sha256(case))
    assert case.read_bytes() == OLD.encode()


def test_a_new_document_is_written_whole_and_may_be_written_again(tmp_path: Path) -> None:
    path = tmp_path / "brief.html"
    write_new(path, "one")
    plain = tmp_path / "plain"
    plain.touch()
    assert path.stat().st_mode == plain.stat().st_mode
    path.chmod(0o600)
    write_new(path, "two\r\n")
    assert path.read_bytes() == b"two\r\n"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert sorted(os.listdir(tmp_path)) == ["brief.html", "plain"]


def test_a_new_document_that_cannot_be_written_is_a_refusal(tmp_path: Path) -> None:
    for path in (tmp_path / "none" / "brief.html", tmp_path):
        with pytest.raises(SaveRefused, match="nothing was written"):
            write_new(path, "text")
    with pytest.raises(SaveRefused, match=r"there is no folder `.*none` for `brief\.html`"):
        write_new(tmp_path / "none" / "brief.html", "text")
    with pytest.raises(SaveRefused, match="UTF-8 does not have"):
        write_new(tmp_path / "brief.html", "\ud800")
    assert os.listdir(tmp_path) == []


SAVING = """
import hashlib, sys
from pathlib import Path
from winset.casefile.save import save_text
path, texts = Path(sys.argv[1]), ["a" * 300_000, "b" * 300_000]
print("ready", flush=True)
while True:
    for text in texts:
        save_text(path, text, hashlib.sha256(path.read_bytes()).hexdigest())
"""


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="this system kills processes in another way")
def test_a_save_that_is_killed_leaves_the_old_file_or_the_new_one(tmp_path: Path) -> None:
    path = tmp_path / "case.yaml"
    path.write_text("a" * 300_000)
    whole = {b"a" * 300_000, b"b" * 300_000}
    seen = set()
    deadline = time.monotonic() + 20
    for turn in range(6):
        with subprocess.Popen([sys.executable, "-c", SAVING, str(path)], stdout=subprocess.PIPE) as process:
            try:
                assert process.stdout is not None
                process.stdout.readline()
                until = time.monotonic() + 0.02 + 0.013 * turn
                while time.monotonic() < until:
                    assert path.read_bytes() in whole
            finally:
                process.kill()
        seen.add(path.read_bytes())
        if time.monotonic() > deadline:
            break
    assert seen <= whole


def test_edits_replace_their_spans_and_leave_the_rest() -> None:
    text = "a: 1  # one\n\nb: 🕊\n"
    edits = [Edit(start=16, end=17, text="dove"), Edit(start=3, end=4, text="10")]
    assert spliced(text, edits) == "a: 10  # one\n\nb: dove\n"
    assert spliced(text, []) == text


@pytest.mark.parametrize(
    "spans", [[(0, 3), (2, 5)], [(0, 5), (1, 2)], [(1, 3), (1, 3)], [(2, 2), (2, 2)], [(4, 9)], [(-1, 2)], [(3, 2)]]
)
def test_edits_that_contradict_each_other_are_never_made(spans: list[tuple[int, int]]) -> None:
    with pytest.raises(ValueError, match=r"two edits of the same place|lies outside"):
        spliced("a text", [Edit(start=start, end=end, text="x") for start, end in spans])


def test_edits_that_touch_are_made() -> None:
    edits = [Edit(start=0, end=1, text="x"), Edit(start=1, end=2, text="y"), Edit(start=2, end=2, text="z")]
    assert spliced("ab", edits) == "xyz"


@given(TEXTS)
def test_a_text_in_double_quotes_reads_as_itself(text: str) -> None:
    quoted = double_quoted(text)
    assert quoted.isprintable()
    assert reads_as(quoted, text)


@given(TEXTS)
def test_a_text_as_a_scalar_reads_as_itself(text: str) -> None:
    assert reads_as(as_scalar(text), text)


@pytest.mark.parametrize(
    "text",
    [
        "yes please",
        "a, b",
        "a: b",
        "#x",
        "1940",
        "true",
        "",
        " x",
        "- x",
        "[x]",
        "2025-08-14",
        "~",
        "0x1",
        "a #b",
        "&a",
    ],
)
def test_a_text_that_would_be_something_else_without_quotes_gets_them(text: str) -> None:
    assert as_scalar(text) == (text if text == "yes please" else f'"{text}"')


def test_what_cannot_be_seen_is_escaped() -> None:
    assert double_quoted('\xad\xa0\u200b"\\\n\ufb01') == '"\\xAD\\_\\u200B\\"\\\\\\n\ufb01"'


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_the_offsets_of_nodes_are_those_of_the_text(ending: str) -> None:
    text = ending.join(["a: 🕊 x y  # 🕊", "", "b: '🕊🕊'", 'c: {q: "🕊a", z: one two}', "d: e", ""])
    root = Reader(text, "case.yaml").read()
    assert isinstance(root, Mapping)
    nodes = [root.entries[key][1] for key in "abd"]
    inner = root.entries["c"][1]
    assert isinstance(inner, Mapping)
    nodes += [inner.entries[key][1] for key in "qz"]
    spans = [text[node.start : node.end] for node in nodes if isinstance(node, Scalar)]
    assert spans == ["🕊 x y", "'🕊🕊'", "e", '"🕊a"', "one two"]
