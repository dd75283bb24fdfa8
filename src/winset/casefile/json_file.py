"""Reads a JSON file that anybody may have written, such as one of proofs: strictly, with the place of what is wrong."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path
from pathlib import Path as File
from typing import NoReturn

from winset.analyses.settlement.proofs import FORM, Proofs
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
        reason = "it ends in the middle; was it cut off?" if at_end else error.msg
        if not text.strip():
            reason = "the file is empty"
        elif not text[: error.pos].strip():
            reason = "it is not JSON"
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
        message = f"{path} is not a file of proofs and not a record: it is not UTF-8 at byte {error.start:,}"
        raise WinsetError(message) from error
    except ValueError as error:
        raise WinsetError(f"{str(path)!r} is not the name of a file: {error}") from error


def _located(path: File, text: str, offset: int, reason: str) -> WinsetError:
    line = text.count("\n", 0, offset) + 1
    column = offset - text.rfind("\n", 0, offset)
    return WinsetError(f"{path}:{line}:{column}: not a file of proofs and not a record: {reason}")


FIELDS = {"proofs", "winset", "case", "sha256", "variants", "table", "statement", "certificates"}
LARGEST = 500_000_000
"""Bytes of a file of proofs; beyond, it is not read."""


def proofs_in(content: object, path: Path) -> Proofs:
    """The proofs that the JSON of a file holds. Raises WinsetError where there are none, with what is wrong."""
    if not isinstance(content, dict) or not isinstance(content.get("certificates"), list):
        message = f"{path} is not a file of proofs and not a record: it has neither `certificates` nor `record`"
        raise WinsetError(message)
    if not all(isinstance(certificate, dict) for certificate in content["certificates"]):
        raise WinsetError(f"{path} is not a file of proofs: its `certificates` are not mappings")
    variants, table = content.get("variants", []), content.get("table")
    if not isinstance(variants, list) or not all(isinstance(variant, str) for variant in variants):
        raise WinsetError(f"{path} is not a file of proofs: its `variants` are not names")
    if table is not None and not isinstance(table, str):
        raise WinsetError(f"{path} is not a file of proofs: its `table` is not a name")
    _refuse_decimals(content, path)
    _refuse_other_forms(content, path)
    return Proofs(
        file=str(path),
        case=str(content.get("case", "")),
        sha256=str(content.get("sha256", "")),
        variants=tuple(variants),
        table=table,
        statement=content["statement"],
        certificates=content["certificates"],
    )


def _refuse_other_forms(content: dict[str, object], path: Path) -> None:
    """Raises WinsetError for a file of another form than the one that is written here, and for what no form holds."""
    form = content.get("proofs", 1)
    if type(form) is not int or form != FORM:
        newer = type(form) is int and form > FORM
        advice = "a newer winset wrote it; update winset" if newer else "make the proofs again with `winset certify`"
        raise WinsetError(f"{path} holds proofs of form {form}, and form {FORM} is read here: {advice}")
    if set(content) != FIELDS or not isinstance(content["statement"], dict):
        fields = ", ".join(f"`{field}`" for field in sorted(FIELDS ^ set(content))) or "`statement`"
        raise WinsetError(f"{path} is not a file of proofs as winset writes it; look at {fields}")
    if not isinstance(content["case"], str) or not isinstance(content["sha256"], str):
        raise WinsetError(f"{path} is not a file of proofs: its `case` or `sha256` is not text")


def _refuse_decimals(content: object, path: Path) -> None:
    """Raises WinsetError for a number that is not whole: a proof holds none."""
    stack = [content]
    while stack:
        value = stack.pop()
        if isinstance(value, Decimal):
            raise WinsetError(f"{path} is not a file of proofs: {value.text} is not a whole number")
        if isinstance(value, dict):
            stack.extend(value.values())
        elif isinstance(value, list):
            stack.extend(value)
