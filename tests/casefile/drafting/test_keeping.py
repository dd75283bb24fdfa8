"""What became of candidates is kept beside the case, survives changes of the source, and follows what the case says."""

from __future__ import annotations

import shutil
import stat
from dataclasses import replace
from pathlib import Path

import pytest

from tests.support.briefings import FOLDER, drafted
from winset.casefile.drafting.accept import accepted
from winset.casefile.drafting.candidate import found_again
from winset.casefile.drafting.kept import (
    KeptCandidates,
    accepted_state,
    decided,
    drafted_candidates,
    kept_file,
    read_kept,
    save_kept,
)
from winset.casefile.editing.editor import open_case, save, undo
from winset.casefile.evidence import open_sources
from winset.casefile.read import check_case
from winset.casefile.sources import SourceText
from winset.errors import SaveRefused


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    shutil.copytree(FOLDER / "communique", tmp_path / "communique")
    return tmp_path / "communique"


def waiting(folder: Path) -> dict[str, str]:
    checked = check_case(str(folder))
    assert checked.case is not None
    texts = {key: text for key, text in open_sources(folder, checked.case).items() if isinstance(text, SourceText)}
    there = drafted_candidates(checked.case, texts, read_kept(folder / "case.yaml"))
    return {one.candidate.quote + one.candidate.cue + one.candidate.party: one.state for one in there}


def test_nothing_is_kept_until_somebody_decides(folder: Path) -> None:
    assert read_kept(folder / "case.yaml") == KeptCandidates()
    assert set(waiting(folder).values()) == {"waiting"}
    assert not kept_file(folder / "case.yaml").exists()


def test_a_decision_is_kept_in_a_file_that_only_its_owner_can_read(folder: Path) -> None:
    case, one = folder / "case.yaml", drafted("communique")[0]
    kept = save_kept(case, lambda now: now.with_entry(decided(one, "rejected")))
    assert read_kept(case) == kept
    assert kept.state(one) == "rejected"
    assert stat.S_IMODE(kept_file(case).stat().st_mode) == 0o600
    assert list(waiting(folder).values()).count("rejected") == 1


def test_a_decision_survives_a_change_of_the_source(folder: Path) -> None:
    case, one = folder / "case.yaml", drafted("communique")[5]
    save_kept(case, lambda now: now.with_entry(decided(one, "rejected")))
    before = waiting(folder)
    text = folder / "text.md"
    text.write_text("A new line at the head.\n\n" + text.read_text(encoding="utf-8"), encoding="utf-8")
    assert waiting(folder) == before


def test_a_candidate_is_found_again_where_its_words_moved_and_not_where_they_are_gone() -> None:
    one = drafted("communique")[3]
    moved = SourceText(name="text.md", kind="text", text=f"Before.\n\n{one.quote}\n", sha256="0" * 64)
    again = found_again(one, moved)
    assert again is not None
    assert moved.text[again.start : again.end] == one.quote
    assert moved.text[again.cue_start : again.cue_end] == one.quote[one.cue_start - one.start : one.cue_end - one.start]
    assert found_again(one, replace(moved, text="Other words.")) is None
    assert found_again(one, replace(moved, text=f"{one.quote} {one.quote}")) is None


def test_what_was_accepted_waits_again_where_the_case_does_not_say_it_any_more(folder: Path) -> None:
    case = folder / "case.yaml"
    one = next(one for one in drafted("communique") if one.field == "ideal" and one.option)
    opened = open_case(folder)
    after = save(opened.doing(accepted(opened, one, one.choice)))
    save_kept(case, lambda now: now.with_entry(decided(one, accepted_state(one, one.choice), one.choice)))
    assert "accepted" in waiting(folder).values()
    assert not check_case(str(folder)).errors
    undo(after)
    assert set(waiting(folder).values()) == {"waiting"}


def test_what_was_proposed_stays_beside_what_a_person_made_of_it() -> None:
    one = next(one for one in drafted("communique") if one.field == "ideal" and one.option)
    assert accepted_state(one, replace(one.choice, reading="So it is.")) == "accepted"
    other = replace(one.choice, party="bank")
    assert accepted_state(one, other) == "changed"
    kept = KeptCandidates().with_entry(decided(one, "changed", other))
    assert (kept.entries[0].candidate, kept.entries[0].choice) == (one, other)
    counts = kept.corrections()["patterns"]
    assert (counts.decided, counts.changed, counts.accepted) == (1, 1, 0)


@pytest.mark.parametrize("raw", [b"", b"{", b'{"candidates":2}\n', b'{"candidates":1}\n{"candidate":{}}\n', b"\xff"])
def test_a_file_that_is_damaged_is_refused_and_not_written_over(folder: Path, raw: bytes) -> None:
    case = folder / "case.yaml"
    kept_file(case).write_bytes(raw)
    with pytest.raises(SaveRefused, match="move it away"):
        save_kept(case, lambda now: now.with_entry(decided(drafted("communique")[0], "rejected")))
    assert kept_file(case).read_bytes() == raw
