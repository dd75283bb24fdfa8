"""The compiled loops of settlement; no module of this package is imported before a question needs it.

numba keeps what it has compiled beside these files, in the user's cache folder where they cannot be written to, and
nowhere where neither can be. It
notices when a file has changed, but not when a function has that another file calls; so whatever is older than the
newest of these files is thrown away here.
"""

from __future__ import annotations

import contextlib
from importlib.util import cache_from_source
from pathlib import Path

_HERE = Path(__file__).parent


def _sources() -> list[Path]:
    return sorted(_HERE.glob("*.py"))


def _kept() -> list[Path]:
    """The index files of what numba has compiled, beside these files."""
    return sorted(Path(cache_from_source(str(_HERE / "x.py"))).parent.glob("*.nbi"))


def _throw_away_what_is_old() -> None:
    newest = max(path.stat().st_mtime for path in _sources())
    for path in _kept():
        with contextlib.suppress(OSError):
            if path.stat().st_mtime < newest:
                path.unlink()


def prepared() -> bool:
    """True where compiled code is kept already, so that the first large question need not wait for it."""
    from winset.analyses.settlement.kernels.folding import fold_step

    folder = fold_step.stats.cache_path
    return folder is not None and any(Path(folder).glob(f"folding.{fold_step.py_func.__name__}-*.nbi"))


_throw_away_what_is_old()
