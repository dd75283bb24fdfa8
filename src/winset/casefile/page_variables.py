"""Custom properties of style sheets (`--ink: white`), and values that are made with them (`color: var(--ink)`)."""

from __future__ import annotations

import re
from collections.abc import Mapping

Variables = Mapping[str, str]
"""Values by name, the two dashes included, as they hold for an element and are handed down to what it holds."""

_LONGEST = 1_000
"""Characters of a value with its variables put in; beyond, it holds as little as one that names no variable."""
_DEEPEST = 20  # variables in the values of variables
_VAR = re.compile(r"\bvar\(")
_SIGN = re.compile(r"[(),]")


def is_variable(name: str) -> bool:
    """True of the name of a custom property."""
    return name.startswith("--")


def with_own(style: Mapping[str, str], inherited: Variables) -> Variables:
    """The variables of an element with these declarations; what cannot be resolved has no value."""
    own = {name: value for name, value in style.items() if is_variable(name)}
    if not own:
        return inherited
    handed = {
        name: inherited[name] for name, value in own.items() if value in ("inherit", "unset") and name in inherited
    }
    known = {**inherited, **own, **handed}
    own_values = {
        name: value for name in own if name not in handed and (value := _put_in(f"var({name})", known)) is not None
    }
    return {**{name: value for name, value in inherited.items() if name not in own}, **handed, **own_values}


def resolved(style: Mapping[str, str], variables: Variables) -> dict[str, str]:
    """The other declarations with variables put in; without those whose variables have no value, which do not hold."""
    return {
        name: value
        for name, written in style.items()
        if not is_variable(name) and (value := _put_in(written, variables)) is not None
    }


def _put_in(written: str, variables: Variables, around: frozenset[str] = frozenset()) -> str | None:
    """The value with its variables put in, None where one has no value. around: the variables that it is in."""
    value, match = "", _VAR.search(written)
    while match is not None:
        end, comma = _closing(written, match.end())
        name = written[match.end() : comma if comma is not None else end].strip()
        put = None
        if name not in around and len(around) < _DEEPEST and variables.get(name, "initial") not in ("initial", ""):
            put = _put_in(variables[name], variables, around | {name})
        if put is None and comma is not None and name not in around:
            put = _put_in(written[comma + 1 : end].strip(), variables, around)
        if put is None:
            return None
        value += written[: match.start()] + put
        written = written[end + 1 :]
        if len(value) + len(written) > _LONGEST:
            return None
        match = _VAR.search(written)
    return value + written


def _closing(text: str, start: int) -> tuple[int, int | None]:
    """Where the bracket closes that opens before `start`, and the first comma in it; the end where it never closes."""
    depth, comma = 1, None
    for sign in _SIGN.finditer(text, start):
        if sign[0] == ",":
            comma = sign.start() if depth == 1 and comma is None else comma
            continue
        depth += 1 if sign[0] == "(" else -1
        if not depth:
            return sign.start(), comma
    return len(text), comma
