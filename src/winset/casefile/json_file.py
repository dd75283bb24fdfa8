"""Reads a JSON file that anybody may have written: strictly, and with the place of what is wrong."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path as File
from typing import NoReturn

from winset.casefile.opening import NotRegular, open_regular
from winset.errors import WinsetError
from winset.model.record import Decimal

_TOKENS = re.compile(r'"(?:\\.|[^"\\])*"|-?Infinity|NaN')


class _Refused(ValueError):
    """What JSON does not allow though Python's reader does."""


def read_json(path: File, largest: int) -> object:
    """What the file holds; numbers with a point or exponent as `Decimal`.

    largest: bytes that are read at most. Raises WinsetError with file, line and column.
    """
    text = _text(path, largest)
    try:
        return parsed(text)
    except json.JSONDecodeError as error:
        at_end = not text[error.pos :].strip()
        reason = "it ends in the middle; was it cut off?" if at_end and text.strip() else error.msg
        raise _located(path, text, error.pos, reason) from error
    except _Refused as error:
        name = str(error)
        if name in ("NaN", "Infinity", "-Infinity"):
            place = next(match.start() for match in _TOKENS.finditer(text) if match[0] == name)
            raise _located(path, text, place, f"{name} is not a number") from error
        raise WinsetError(f"{path} is not a file of proofs and not a record: {name}") from error
    except RecursionError as error:
        raise WinsetError(f"{path} is not a file of proofs and not a record: it nests too deeply") from error
    except ValueError as error:
        raise WinsetError(f"{path} is not a file of proofs and not a record: {error}") from error


def parsed(text: str) -> object:
    """The JSON text as plain values, decimals as they are written. Raises ValueError."""
    return json.loads(text, parse_float=Decimal, parse_constant=_refused, object_pairs_hook=_once)


def _refused(constant: str) -> NoReturn:
    raise _Refused(constant)


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    section = dict(pairs)
    if len(section) < len(pairs):
        names = [name for name, _ in pairs]
        raise _Refused(f"`{next(name for name in names if names.count(name) > 1)}` stands twice in one object")
    return section


def _text(path: File, largest: int) -> str:
    try:
        with open_regular(path) as stream:
            if os.fstat(stream.fileno()).st_size > largest:
                raise WinsetError(f"{path} is larger than {largest // 1_000_000} MB")
            return stream.read(largest).decode("utf-8-sig")
    except NotRegular as error:
        raise WinsetError(f"{path} is not a file") from error
    except FileNotFoundError as error:
        raise WinsetError(f"there is no file {path}") from error
    except OSError as error:
        raise WinsetError(f"{path} cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise WinsetError(
            f"{path} is not a file of proofs and not a record: it is not UTF-8 at byte {error.start:,}"
        ) from error
    except ValueError as error:
        raise WinsetError(f"{str(path)!r} is not the name of a file: {error}") from error


def _located(path: File, text: str, offset: int, reason: str) -> WinsetError:
    line = text.count("\n", 0, offset) + 1
    column = offset - text.rfind("\n", 0, offset)
    return WinsetError(f"{path}:{line}:{column}: not a file of proofs and not a record: {reason}")
