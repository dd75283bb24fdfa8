"""Parties and issues that a model names and the case lacks, written into the case file as comments to be taken up.

Where the marks of a block are removed, a party or an issue stands there; its options get short names of their own. What
else a model says of them stays out.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from winset.casefile.drafting.model.gate import ProposedName
from winset.casefile.editing.changes import same
from winset.casefile.editing.editor import OpenedCase, ProposedCase
from winset.casefile.editing.layout import node_at
from winset.casefile.editing.operations.entries import free_name
from winset.casefile.nodes import Mapping as Section
from winset.casefile.save import Edit, as_scalar, spliced
from winset.casefile.start import id_for
from winset.errors import EditRefused

SECTIONS = {"party": "parties", "issue": "issues"}


@dataclass(frozen=True, slots=True, kw_only=True)
class CommentedNames:
    """The case with names as comments, not yet saved. written: those that were not there yet."""

    proposed: ProposedCase
    written: tuple[ProposedName, ...]


def commented_names(opened: OpenedCase, names: Iterable[ProposedName], model: str) -> CommentedNames:
    """Every name as a comment at the end of its section; none twice, and none where the section is not written out.

    Raises EditRefused where the file would then be read otherwise.
    """
    text, newline = opened.layout.text, opened.layout.newline
    edits, written = [], []
    for kind, section in SECTIONS.items():
        fresh = [name for name in names if name.kind == kind and f"[{_mark(name)}]" not in text]
        where = _end(opened, section) if fresh else None
        if where is not None:
            offset, indent = where
            lines = [
                f"{' ' * indent}# {line}"
                for key, name in _keys(opened, section, fresh)
                for line in _lines(key, name, model)
            ]
            before = newline if text[offset - 1 : offset] not in ("\n", "\r") else ""
            edits.append(Edit(start=offset, end=offset, text=before + newline.join(lines) + newline))
            written += fresh
    proposed = opened.reworded(opened.source.mark + spliced(text, edits))
    if not same(proposed.after.data, opened.data):
        raise EditRefused("the names could not be written as comments without changing what the file says")
    return CommentedNames(proposed=proposed, written=tuple(written))


def _end(opened: OpenedCase, section: str) -> tuple[int, int] | None:
    """Where the entries of a section end, and how far in they stand; None where they are not written out."""
    try:
        node, _ = node_at(opened.layout.root, (section,))
    except KeyError:
        return None
    if not isinstance(node, Section) or node.flow or not node.entries:
        return None
    indent = next(iter(node.entries.values()))[0].place.column - 1
    last_key, last = list(node.entries.values())[-1]
    return opened.layout.block_end(last, last_key, indent), indent


def _keys(opened: OpenedCase, section: str, names: Iterable[ProposedName]) -> Iterator[tuple[str, ProposedName]]:
    """Each name with a short one that nothing else has."""
    taken: set[str] = set()
    for name in names:
        key = free_name(opened, (section,), _one_line(name.name))
        key = key if key not in taken else f"{key}_{_mark(name)}"
        taken.add(key)
        yield key, name


def _lines(key: str, name: ProposedName, model: str) -> Iterator[str]:
    called = _one_line(name.name)
    yield f"{name.kind.capitalize()} that {_one_line(model)} names, {name.source}, {name.where} [{_mark(name)}]:"
    yield f"“{_one_line(name.quote)}”"
    yield f"{as_scalar(key)}:"
    yield f"  {'name' if name.kind == 'party' else 'title'}: {as_scalar(called)}"
    if name.kind == "issue":
        yield "  options:" if name.options else "  options: {}  # two at least"
        taken: set[str] = set()
        for number, option in enumerate(name.options, 1):
            short = id_for(_one_line(option), "option", number)
            short = short if short not in taken else f"{short}_{number}"
            taken.add(short)
            yield f"    {as_scalar(short)}: {as_scalar(_one_line(option))}"


def _one_line(words: str) -> str:
    """The words on one line, with a space for every sign that cannot be seen."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in words).split())


def _mark(name: ProposedName) -> str:
    return hashlib.sha256(f"{name.kind}\0{name.name.lower()}".encode()).hexdigest()[:12]
