"""Compiled code that is made once an answer is out, by a process of its own, so that nobody waits for it."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from threading import Thread

from winset.analyses.settlement.kernels import SWITCH

LONGEST = 600
"""Seconds for which a process that says it makes compiled code is waited for; beyond, another one makes it."""
MAKING = "Answered without compiled code, which is now made in the background: the next answer comes sooner."
CODE = """
import os, sys
from pathlib import Path
if hasattr(os, "nice"):
    os.nice(10)
try:
    from winset.analyses.settlement.methods.selection import SolverOptions
    from winset.analyses.settlement.settle import solve
    from winset.session import Session
    solve(Session.read(sys.argv[2]).central(), SolverOptions(method="streaming"))
finally:
    Path(sys.argv[1]).unlink(missing_ok=True)
"""


def prepare_in_background(case: str) -> str:
    """Starts to make the code that goes through the packages of a case, unless a process does so already or it could
    not be kept; returns a sentence about it, empty where none is started.
    """
    from winset.analyses.kept_code import cache_folder

    if os.environ.get(SWITCH) == "0":
        return ""
    try:
        mark = cache_folder() / "preparing"
        if not _is_ours(mark):
            return ""
        nothing = subprocess.DEVNULL
        command = [sys.executable, "-c", CODE, str(mark), str(Path(case).absolute())]
        process = subprocess.Popen(command, stdin=nothing, stdout=nothing, stderr=nothing, start_new_session=True)
    except (OSError, RuntimeError):
        return ""
    Thread(target=process.wait, daemon=True).start()
    return MAKING


def _is_ours(mark: Path) -> bool:
    """Whether this process may start another: one at a time. Raises OSError where nothing can be written."""
    mark.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with suppress(FileNotFoundError):
        if time.time() - mark.stat().st_mtime > LONGEST:
            mark.unlink()
    try:
        mark.touch(exist_ok=False)
    except FileExistsError:
        return False
    return True
