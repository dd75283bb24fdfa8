"""`winset export dot` and `winset export graphml`, as a user runs them."""

from __future__ import annotations

import json
from pathlib import Path
from xml.etree import ElementTree

import pytest

from tests.support.running import invoked
from winset import study
from winset.casefile.exports.graph_files import GRAPHML
from winset.errors import SaveRefused, TooLarge

ELMIRA = "examples/literature/kilgour-2001-elmira"
ALASKA = "examples/alaska-2025"


def test_dot_holds_every_state_and_move_with_its_mover(tmp_path: Path) -> None:
    result = invoked("export", "dot", ELMIRA, "-o", str(tmp_path / "elmira.dot"))
    assert result.exit_code == 0, result.output
    assert "12 states and 30 moves" in result.output
    text = (tmp_path / "elmira.dot").read_text(encoding="utf-8")
    assert text.count(" -> ") == 30
    assert 's1 -> s2 [label="Local government"];' in text
    assert 's2 -> s1 [label="Local government", style=dashed, color=gray];' in text


def test_graphml_holds_ranks_and_improvements(tmp_path: Path) -> None:
    target = tmp_path / "elmira.graphml"
    result = invoked("export", "graphml", ELMIRA, "-o", str(target), "--json")
    assert json.loads(result.output)["moves"] == 30
    root = ElementTree.fromstring(target.read_text(encoding="utf-8"))
    assert len(root.findall(f".//{{{GRAPHML}}}node")) == 12
    gains = [one.text for one in root.findall(f".//{{{GRAPHML}}}edge/{{{GRAPHML}}}data[@key='improvement']")]
    assert set(gains) == {"true", "false"}


def test_rankings_that_may_not_be_shown_are_not_written(tmp_path: Path) -> None:
    target = tmp_path / "alaska.dot"
    words = ["export", "dot", ALASKA, "-o", str(target), "--handling", "open"]
    result = invoked(*words)
    assert isinstance(result.exception, SaveRefused)
    assert "`--handling team` writes it" in str(result.exception)
    assert not target.exists()


def test_a_graph_that_nobody_could_read_is_not_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(study, "MOST_WRITTEN", 10)
    result = invoked("export", "graphml", ELMIRA, "-o", str(tmp_path / "x.graphml"))
    assert isinstance(result.exception, TooLarge)
    assert "30 moves are too many" in str(result.exception)
