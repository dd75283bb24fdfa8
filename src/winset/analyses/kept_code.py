"""Machine code kept between runs: one file for each function, each kind of arguments and each kind of processor.

A file is named by what it was made from: the function, the compiled functions and the numbers that it names, its kind
of arguments, the versions of Python and of the compiler, and the processor with what that can do. So nothing has to be
looked up in an index that two processes might write at once; what another processor made, or an older version, is
never taken; and an update that leaves a function and all that it calls as they are keeps what was made of it. A file
is written beside and then renamed, with a check sum: a process that ends amid it leaves nothing that would be read.
"""

from __future__ import annotations

import contextlib
import os
import pickle
import sys
import tempfile
import time
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from types import CodeType, FunctionType, ModuleType
from typing import Any

import llvmlite  # type: ignore[import-untyped]
import numba
import numpy as np
from numba.core.caching import NullCache
from numba.core.codegen import CPUCodegen
from numba.core.compiler import CompileResult
from numba.core.serialize import dumps

LONGEST_UNUSED = 90 * 24 * 3600
"""Seconds after which kept code that nothing has read is removed, when other code is saved: three months."""
DAY = 24 * 3600
"""Seconds after which reading kept code is noted again."""
CHECK = 32
"""Bytes of the check sum before the code."""


def cache_folder() -> Path:
    """Where compiled code is kept: `NUMBA_CACHE_DIR` if it is set, else a folder of winset in the user's cache."""
    if chosen := os.environ.get("NUMBA_CACHE_DIR"):
        return Path(chosen) / "winset"
    if sys.platform == "win32":
        cache = os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local"
    elif sys.platform == "darwin":
        cache = Path.home() / "Library" / "Caches"
    else:
        cache = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(cache) / "winset" / "machine-code"


def source_hash(function: FunctionType) -> str:
    """Sixteen digits that change where a function, a compiled function that it calls, or a number that it names does.

    Comments, docstrings, the place in the file and the time of the file do not matter.
    """
    digest = sha256()
    for piece in _pieces(function, set()):
        digest.update(f"{len(piece)}:{piece};".encode())
    return digest.hexdigest()[:16]


def _pieces(function: FunctionType, seen: set[int]) -> Iterator[str]:
    """What a function is made of, as text, then that of each that it names; each of them once."""
    if id(function) in seen:
        yield function.__qualname__
        return
    seen.add(id(function))
    yield function.__qualname__
    yield repr(function.__defaults__)
    yield from _instructions(function.__code__, function.__doc__)
    named = {name: function.__globals__[name] for name in _names(function.__code__) if name in function.__globals__}
    cells = zip(function.__code__.co_freevars, function.__closure__ or (), strict=True)
    named |= {name: cell.cell_contents for name, cell in cells}
    for name in sorted(named):
        yield name
        yield from _described(named[name], seen)


def _instructions(code: CodeType, doc: str | None = None) -> Iterator[str]:
    yield code.co_code.hex()
    yield repr((code.co_names, code.co_varnames, code.co_freevars, code.co_cellvars))
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _instructions(constant)
        else:
            yield repr(None if constant is doc else constant)


def _names(code: CodeType) -> set[str]:
    """The names that a function looks up outside itself, those of the functions inside it among them."""
    inner = (_names(constant) for constant in code.co_consts if isinstance(constant, CodeType))
    return set(code.co_names).union(*inner)


def _described(value: object, seen: set[int]) -> Iterator[str]:
    """A value that a function names, as text that is the same in every process."""
    called = getattr(value, "py_func", value)
    if isinstance(called, FunctionType):
        yield from _pieces(called, seen)
    elif isinstance(value, np.ndarray):
        yield repr((value.dtype.str, value.shape))
        yield value.tobytes().hex()
    elif isinstance(value, ModuleType):
        yield value.__name__
    elif isinstance(value, type):
        yield repr((value.__qualname__, getattr(value, "_fields", ())))
    elif isinstance(value, (bool, int, float, complex, str, bytes, tuple, np.generic, type(None))):
        yield repr(value)
    else:
        yield type(value).__qualname__


def signature_hash(signature: Any) -> str:
    """Sixteen digits for a kind of arguments; those of a named tuple with the names of its fields, in their order."""
    kinds = getattr(signature, "args", signature)
    fields = [getattr(getattr(kind, "instance_class", None), "_fields", ()) for kind in kinds]
    return sha256(repr([str(kinds), fields]).encode()).hexdigest()[:16]


def machine_folder(codegen: CPUCodegen) -> str:
    """The name of the folder of one kind of processor, version of Python and version of the compiler."""
    versions = (sys.version_info[:2], sys.implementation.cache_tag, numba.__version__, llvmlite.__version__)
    machine = codegen.magic_tuple()  # type: ignore[no-untyped-call]
    name = "".join(letter if letter.isalnum() else "-" for letter in str(machine[1])) or "processor"
    return f"{name}-{sha256(repr((machine, versions, np.__version__)).encode()).hexdigest()[:16]}"


class KeptCode(NullCache):
    """What was compiled of one function before. A folder that is full, gone or closed costs time, and no answer."""

    def __init__(self, function: FunctionType) -> None:
        self._function = function
        self._name = f"{function.__module__.removeprefix('winset.analyses.')}.{function.__qualname__}".replace("<", "")
        self._name = self._name.replace(">", "")
        self._source: str | None = None

    @property
    def cache_path(self) -> str:
        return str(cache_folder())

    @property
    def source(self) -> str:
        """What is worked out only when the code is asked for: a function may call those that follow it in the file."""
        if self._source is None:
            self._source = source_hash(self._function)
        return self._source

    def is_kept(self, codegen: CPUCodegen) -> bool:
        """True where code of this function is kept for some kind of arguments."""
        with contextlib.suppress(OSError, RuntimeError):
            folder = cache_folder() / machine_folder(codegen)
            return any(folder.glob(f"{self._name}-{self.source}-*.code"))
        return False

    def _file(self, signature: Any, codegen: CPUCodegen) -> Path:
        name = f"{self._name}-{self.source}-{signature_hash(signature)}.code"
        return cache_folder() / machine_folder(codegen) / name

    def load_overload(self, sig: Any, target_context: Any) -> CompileResult | None:
        """The code for a kind of arguments; None where none is kept that is whole."""
        try:
            path = self._file(sig, target_context.codegen())
            content = path.read_bytes()
            if sha256(content[CHECK:]).digest() != content[:CHECK]:
                return None
            if time.time() - path.stat().st_mtime > DAY:
                os.utime(path)
        except (OSError, RuntimeError):  # no home folder, or nothing there
            return None
        target_context.refresh()
        payload = pickle.loads(content[CHECK:])
        made: CompileResult = CompileResult._rebuild(target_context, *payload)  # type: ignore[no-untyped-call]
        return made

    def save_overload(self, sig: Any, data: Any) -> None:
        if data.library.has_dynamic_globals or any(not loop.can_cache for loop in data.lifted):
            return  # it holds an address of this process
        content = dumps(data._reduce())  # type: ignore[no-untyped-call]
        with contextlib.suppress(OSError, RuntimeError):
            path = self._file(sig, data.codegen)
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            _written(path, sha256(content).digest() + content)
            _remove_unused(path.parent)


def _written(path: Path, content: bytes) -> None:
    """Writes a file so that whoever reads it sees all of it or nothing."""
    handle, beside = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".part")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        os.replace(beside, path)
    except OSError:
        with contextlib.suppress(OSError):
            Path(beside).unlink()
        raise


def _remove_unused(folder: Path) -> None:
    """Removes what nothing has read for long, and what a process that was ended left half written."""
    now = time.time()
    for path in folder.iterdir():
        longest = DAY if path.suffix == ".part" else LONGEST_UNUSED
        with contextlib.suppress(OSError):
            if now - path.stat().st_mtime > longest:
                path.unlink()
