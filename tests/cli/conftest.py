"""What tests of the command line share."""

from __future__ import annotations

from pathlib import Path

import pytest

from .records import furnish


@pytest.fixture
def examples_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of its own, with the examples in it, that the test works in."""
    furnish(tmp_path)
    monkeypatch.chdir(tmp_path)
    return tmp_path
