"""What a second process compiles while the first compiles the rest, so that the first large answer comes sooner.

The fold needs all of it. Whichever process is first with a function, the other takes what is kept; where the kinds of
arguments here are no longer those of a call, the code is made twice, and the answer is the same.
"""

from __future__ import annotations

import os
import subprocess
import sys
from threading import Thread

from numba.core import types

from winset.analyses.kept_code import cache_folder
from winset.analyses.settlement.kernels import SWITCH
from winset.analyses.settlement.kernels.branching import next_leaf
from winset.analyses.settlement.kernels.folding import packages_behind

KINDS = {
    "table": types.Array(types.int64, 2, "C"),
    "list": types.Array(types.int64, 1, "C"),
    "number": types.int64,
}
APART = (
    (packages_behind, "table table list list table table list list list list table list number"),
    (next_leaf, "table list list table list list list table list list list number"),
)
"""Functions that are compiled apart, with the kinds of their arguments."""
CODE = "from winset.analyses.settlement.kernels.ahead import compile_apart; compile_apart()"


def compile_apart() -> None:
    """Compiles what is left to a second process."""
    for function, arguments in APART:
        function.compile(tuple(KINDS[kind] for kind in arguments.split()))


def start() -> None:
    """Starts the second process where there is a processor for it and what it makes can be kept."""
    if os.environ.get(SWITCH) == "0" or (os.cpu_count() or 1) < 2:
        return
    try:
        cache_folder().mkdir(parents=True, exist_ok=True, mode=0o700)
        nothing = subprocess.DEVNULL
        process = subprocess.Popen([sys.executable, "-c", CODE], stdin=nothing, stdout=nothing, stderr=nothing)
    except (OSError, RuntimeError):
        return
    Thread(target=process.wait, daemon=True).start()
