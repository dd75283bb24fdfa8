"""What tests of the command line share."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import chdir
from pathlib import Path

import pytest

from .records import furnish


@pytest.fixture
def examples_folder(tmp_path: Path) -> Iterator[Path]:
    """A folder of its own, with the examples in it, that the test works in."""
    furnish(tmp_path)
    with chdir(tmp_path):
        yield tmp_path
