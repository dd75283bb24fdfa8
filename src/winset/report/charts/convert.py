"""Specifications of charts as pictures, drawn in this process or by one of its own that was started early.

The library that draws needs half a second before its first chart, and nothing else runs in the process meanwhile: a
program that computes before it draws has the library made ready beside it. The pictures are the same.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock
from typing import Any

from winset.second_process import is_worth_it, second_process

SCRIPT = Path(__file__).with_name("beside.py")


@dataclass(slots=True, kw_only=True)
class _Beside:
    """The process that draws, if there is one; one chart at a time."""

    process: subprocess.Popen[bytes] | None = None
    lock: Lock = field(default_factory=Lock)


_beside = _Beside()


def svg_text(spec: dict[str, Any]) -> str:
    """The chart as SVG, as the library writes it."""
    drawn = _drawn_beside(spec)
    if drawn is not None:
        return drawn
    import vl_convert

    return str(vl_convert.vegalite_to_svg(spec, allowed_base_urls=[]))


@contextmanager
def drawing_beside() -> Iterator[None]:
    """What is drawn within is drawn by a process of its own, where one is worth it and can be had."""
    if _beside.process is not None or not _is_worth_it():
        yield
        return
    with second_process(str(SCRIPT)) as process:
        _beside.process = process
        try:
            yield
        finally:
            _beside.process = None


def _is_worth_it() -> bool:
    """True where there is a processor for it, and nothing was drawn in this process yet, which makes it ready too."""
    return is_worth_it() and "vl_convert" not in sys.modules


def _drawn_beside(spec: dict[str, Any]) -> str | None:
    """The chart as the other process draws it; None where there is none, or it is gone, or gives something else."""
    process = _beside.process
    if process is None or process.stdin is None or process.stdout is None:
        return None
    with _beside.lock:
        try:
            process.stdin.write(json.dumps(spec).encode() + b"\n")
            process.stdin.flush()
            drawn = json.loads(process.stdout.readline() or b"null")
        except (OSError, ValueError, TypeError):
            return None
    return drawn if isinstance(drawn, str) else None
