"""Turns specifications of charts into pictures, one a line, for a program that goes on meanwhile: see `convert`.

It is run by its path and imports nothing of winset, so that it is ready as soon as the library is that draws.
"""

from __future__ import annotations

import json
import signal
import sys
from typing import Any

FIRST = {"data": {"values": [{"a": 1}]}, "mark": {"type": "text", "text": "a"}}
"""A chart with which the library is made ready."""


def svg_text(spec: Any) -> str | None:
    """The chart as SVG; None where the library refuses it, which the program then hears from the library itself."""
    import vl_convert

    try:
        return str(vl_convert.vegalite_to_svg(spec, allowed_base_urls=[]))
    except Exception:  # noqa: BLE001 # whatever it is, it comes again where somebody can be told
        return None


def answer() -> None:
    """Answers each line of standard input by one, until there are no more."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # who interrupts the program ends the input of this one
    svg_text(FIRST)
    for line in sys.stdin.buffer:
        sys.stdout.buffer.write(json.dumps(svg_text(json.loads(line))).encode() + b"\n")
        sys.stdout.buffer.flush()


if __name__ == "__main__":
    answer()
