"""A party, issue, option, lever, table, step, source or claim under another short name, wherever the case uses it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from winset.casefile.editing.changes import CaseChange, Operation, RenameKey, SetValue, at
from winset.casefile.editing.editor import OpenedCase
from winset.casefile.editing.references import NameUse, names_used
from winset.casefile.names import short, spelled
from winset.errors import EditRefused, Path
from winset.model.claims import ID


def renamed(opened: OpenedCase, declared: Path, name: str) -> Operation:
    """What is declared at a path, such as `parties.us` or `issues.territory.options.freeze`, has another short name,
    and every use of it too.

    Raises EditRefused where the name cannot be one, or is taken; CaseError where the case is too broken to say where it
    uses the name.
    """
    old = str(declared[-1])
    if not re.fullmatch(ID, name):
        message = f"`{short(name)}` is no short name: small letters, digits and `_`, beginning with a letter"
        raise EditRefused(message, opened.tree.key_place(declared))
    if declared[0] == "rules":
        return _rule_renamed(opened, declared, name)
    found = list(names_used(opened, declared).of(declared))
    changes = [*_of_uses(opened.data, found, old, name), RenameKey(path=declared, name=name)] if name != old else []
    ordered = sorted(changes, key=lambda change: len(change.path), reverse=True)
    return Operation(title=f"{spelled(declared)} is now called {name}", changes=tuple(ordered))


def _rule_renamed(opened: OpenedCase, declared: Path, name: str) -> Operation:
    """A rule under another short name, which nothing else uses."""
    rules = opened.data.get("rules") or []
    if name != declared[1] and any(isinstance(rule, dict) and rule.get("id") == name for rule in rules):
        raise EditRefused(f"`rules` has a `{short(name)}` already; choose another name", opened.tree.place(("rules",)))
    title = f"{spelled(declared)} is now called {name}"
    return Operation(title=title, changes=(SetValue(path=(*declared, "id"), value=name),))


def _of_uses(data: Mapping[str, Any], found: list[NameUse], old: str, name: str) -> Iterator[CaseChange]:
    """The changes of all uses; what several of them change in one text or key is changed once."""
    texts: dict[tuple[Path, bool], set[int]] = {}
    for use in dict.fromkeys(found):
        if use.step is None:
            yield RenameKey(path=use.path, name=name) if use.is_key else SetValue(path=use.path, value=name)
        else:
            texts.setdefault((use.path, use.is_key), set()).add(use.step)
    for (path, is_key), steps in texts.items():
        text = str(path[-1]) if is_key else str(at(data, path))
        new = _with_names(text, steps, old, name)
        yield RenameKey(path=path, name=new) if is_key else SetValue(path=path, value=new)


def _with_names(text: str, steps: set[int], old: str, name: str) -> str:
    sign = "-" if text.startswith("-") else ""
    parts = text.removeprefix("-").split(".")
    return sign + ".".join(name if n in steps and part == old else part for n, part in enumerate(parts))
