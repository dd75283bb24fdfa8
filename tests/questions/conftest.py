"""What tests of the questions share: answers, but for tests that change the package or look whether one comes again."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import nullcontext

import pytest

from tests.support.sharing import answers_shared


@pytest.fixture(autouse=True)
def _answers_shared(request: pytest.FixtureRequest) -> Iterator[None]:
    is_anew = request.node.get_closest_marker("anew") is not None
    with nullcontext() if is_anew or "monkeypatch" in request.fixturenames else answers_shared():
        yield
