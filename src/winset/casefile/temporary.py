"""Temporary files and folders, and what runs that were killed have left of them."""

from __future__ import annotations

import os
import re
import secrets
import shutil
import stat
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path as File
from time import monotonic, sleep, time

from winset.errors import SaveRefused

if sys.platform != "win32":
    import fcntl

NAME = re.compile(r"\.winset-[0-9a-f]{16}\.tmp")
OLD = 86_400
"""Seconds after which a temporary file is left over where no lock says whether it is still written."""
FRESH = 2
"""Seconds in which a temporary file may not be locked yet."""
LONGEST_TURN = 10
"""Seconds that a save waits for another one in the same folder; beyond, it is refused."""


def temporary_name() -> str:
    """A name that nothing else has; only files and folders of such names are ever removed."""
    return f".winset-{secrets.token_hex(8)}.tmp"


@contextmanager
def claimed(path: File) -> Iterator[None]:
    """The file or folder is in use meanwhile, and says so by a lock, which ends with the process."""
    if sys.platform == "win32":
        yield
        return
    descriptor = os.open(path, os.O_RDONLY)
    try:
        with suppress(OSError):  # a file system without locks
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    finally:
        os.close(descriptor)


@contextmanager
def sole_writer(folder: File) -> Iterator[None]:
    """No other run of winset writes a case in the folder meanwhile: each waits for its turn, and its turn ends with the
    process. Raises SaveRefused where another one does not end.
    """
    descriptor = None if sys.platform == "win32" else _opened_folder(folder)
    try:
        if descriptor is not None:
            _wait_for_turn(folder, descriptor)
        yield
    finally:
        if descriptor is not None:
            os.close(descriptor)


def _opened_folder(folder: File) -> int | None:
    with suppress(OSError):  # the saving says what is wrong with the folder
        return os.open(folder, os.O_RDONLY)
    return None


def _wait_for_turn(folder: File, descriptor: int) -> None:
    until = monotonic() + LONGEST_TURN
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            if monotonic() > until:
                raise SaveRefused(
                    f"another run of winset has been writing in `{folder}` for {LONGEST_TURN} seconds, nothing was "
                    "written: see what it does, then do it again"
                ) from error
            sleep(0.005)
        except OSError:
            return  # a file system without locks
        else:
            return


def remove_leftovers(folder: File) -> None:
    """The folder has no temporary files of runs that were killed; those that are still written stay."""
    with suppress(OSError):
        for name in os.listdir(folder):
            if NAME.fullmatch(name):
                with suppress(OSError):
                    _remove_left(folder / name)


def _remove_left(path: File) -> None:
    status = os.lstat(path)
    if _in_use(path, status):
        return
    if stat.S_ISDIR(status.st_mode):
        shutil.rmtree(path, ignore_errors=True)
    elif stat.S_ISREG(status.st_mode):
        path.unlink()


def _in_use(path: File, status: os.stat_result) -> bool:
    """True while the run that made it may still write it."""
    age = time() - status.st_mtime
    if sys.platform == "win32" or abs(age) < FRESH:
        return age < OLD
    descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except OSError:
        return age < OLD
    else:
        return False
    finally:
        os.close(descriptor)
