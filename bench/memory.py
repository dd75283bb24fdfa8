"""How much memory a process has held."""

from __future__ import annotations

import resource
from pathlib import Path

STATUS = Path("/proc/self/status")


def peak_megabytes() -> float:
    """The most memory that this process itself has held so far, in MB.

    On Linux `getrusage` starts a child at its parent's peak, so the kernel's own account of this program is read; where
    there is none the figure is `getrusage`'s.
    """
    if STATUS.exists():
        for line in STATUS.read_text(encoding="utf-8").splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
