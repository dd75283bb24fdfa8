"""Files that anybody may have put there, opened once: what is read is what was checked.

A name is looked at and then opened, and in between somebody may put another thing in its place: a link that leads
elsewhere, a pipe that never ends. So whatever matters is asked of the open file.
"""

from __future__ import annotations

import os
import stat
from errno import EINVAL, ELOOP
from io import BufferedReader
from pathlib import Path as File

_FLAGS = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOCTTY", 0) | getattr(os, "O_BINARY", 0)
_NO_LINK = getattr(os, "O_NOFOLLOW", 0)
_FOLDER = os.O_RDONLY | getattr(os, "O_DIRECTORY", 0)


class NotRegular(OSError):
    """It is a folder, a pipe, a device, and no file."""

    def __init__(self, path: object) -> None:
        super().__init__(EINVAL, "not a regular file", str(path))


class LeadsOutside(OSError):
    """It is a link that leads out of the folder."""

    def __init__(self, path: object) -> None:
        super().__init__(ELOOP, "a link that leads out of its folder", str(path))


def open_regular(path: File) -> BufferedReader:
    """The regular file, open for reading; nothing is waited for. Raises OSError, NotRegular for what is none."""
    return _checked(os.open(path, _FLAGS), path)


def open_inside(folder: File, file: str) -> BufferedReader:
    """The regular file in the folder, open for reading, with no link followed that leads out, or that is put there
    meanwhile. Raises OSError, NotRegular and LeadsOutside.
    """
    real, whole = os.path.realpath(folder), os.path.realpath(folder / file)
    if not File(whole).is_relative_to(real):
        raise LeadsOutside(file)
    *parents, name = File(whole).relative_to(real).parts or (".",)
    if os.open not in os.supports_dir_fd:
        return _looked_at_twice(File(whole), File(real))
    descriptor = os.open(real, _FOLDER)
    try:
        for parent in parents:
            above, descriptor = descriptor, os.open(parent, _FOLDER | _NO_LINK, dir_fd=descriptor)
            os.close(above)
        return _checked(os.open(name, _FLAGS | _NO_LINK, dir_fd=descriptor), file)
    finally:
        os.close(descriptor)


def _looked_at_twice(whole: File, real: File) -> BufferedReader:
    """The same where no file can be opened from an open folder: it is the one that stands there when it is open."""
    stream = open_regular(whole)
    if not File(os.path.realpath(whole)).is_relative_to(real) or not os.path.samestat(
        os.fstat(stream.fileno()), os.lstat(whole)
    ):
        stream.close()
        raise LeadsOutside(whole)
    return stream


def _checked(descriptor: int, path: object) -> BufferedReader:
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise NotRegular(path)
    return os.fdopen(descriptor, "rb")
