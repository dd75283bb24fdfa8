"""What pypdf lets through on damaged files, beside its own errors."""

from __future__ import annotations

import struct
import zlib

DAMAGED = (
    *(AttributeError, TypeError, LookupError),  # an object of another type, a key or item that is missing
    *(ValueError, OverflowError, AssertionError),  # numbers, names, dates and encodings that make no sense
    RecursionError,  # objects that contain themselves
    *(zlib.error, struct.error, EOFError, NotImplementedError),  # broken streams and filters that are not known
)
