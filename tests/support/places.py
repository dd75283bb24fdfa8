"""Where the files stand that tests read."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = ROOT / "examples"
SHARED = ROOT.parent / "shared"
"""Data that is not part of this repository; tests that read it are skipped where it is not there."""
