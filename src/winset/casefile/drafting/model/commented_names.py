"""Parties, issues and options that a model names and the case lacks, written into the case file as comments.

Where the marks of a block are removed, a party, an issue or options stand there; options get short names of their own.
What else a model says of them stays out.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain, count

from winset.casefile.drafting.commented import with_comments
from winset.casefile.drafting.model.gate import ProposedName
from winset.casefile.editing.editor import OpenedCase, ProposedCase
from winset.casefile.editing.operations.entries import free_name
from winset.casefile.nodes import Mapping as Section
from winset.casefile.nodes import node_at
from winset.casefile.save import as_scalar
from winset.casefile.start import id_for
from winset.errors import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class CommentedNames:
    """The case with names as comments, not yet saved. written: those that were not there yet."""

    proposed: ProposedCase
    written: tuple[ProposedName, ...]


def commented_names(opened: OpenedCase, names: Iterable[ProposedName], model: str) -> CommentedNames:
    """Every name as a comment at the end of its section; none twice, and none where the section is not written out.

    Raises EditRefused where the file would then be read otherwise.
    """
    blocks: defaultdict[int, list[str]] = defaultdict(list)
    written: list[ProposedName] = []
    by_section: dict[Path, list[ProposedName]] = {}
    for name in names:
        if f"[{_mark(name)}]" not in opened.layout.text:
            by_section.setdefault(_section(name), []).append(name)
    inner_first = sorted(by_section.items(), key=lambda pair: -len(pair[0]))  # options end where their issue does
    for section, fresh in inner_first:
        where = _end(opened, section)
        if where is not None:
            offset, indent = where
            for key, name in _keys(opened, section, fresh):
                blocks[offset] += [f"{' ' * indent}# {line}" for line in _lines(opened, key, name, model)]
            written += fresh
    return CommentedNames(proposed=with_comments(opened, blocks, "names"), written=tuple(written))


def _section(name: ProposedName) -> Path:
    return {"party": ("parties",), "issue": ("issues",), "option": ("issues", name.issue, "options")}[name.kind]


def _end(opened: OpenedCase, section: Path) -> tuple[int, int] | None:
    """Where the entries of a section end, and how far in they stand; None where they are not written out."""
    try:
        node, _ = node_at(opened.layout.root, section)
    except KeyError:
        return None
    if not isinstance(node, Section) or node.flow or not node.entries:
        return None
    return opened.layout.section_end(node), node.indent


def _keys(opened: OpenedCase, section: Path, names: Iterable[ProposedName]) -> Iterator[tuple[str, ProposedName]]:
    """Each name with a short one that nothing else has."""
    taken: set[str] = set()
    for name in names:
        key = free_name(opened, section, _one_line(name.name))
        key = key if key not in taken else f"{key}_{_mark(name)}"
        taken.add(key)
        yield key, name


def _lines(opened: OpenedCase, key: str, name: ProposedName, model: str) -> Iterator[str]:
    called = _one_line(name.name)
    yield f"{name.kind.capitalize()} that {_one_line(model)} names, {name.source}, {name.where} [{_mark(name)}]:"
    yield f"“{_one_line(name.quote)}”"
    if name.kind == "option":
        yield from _options(name, opened.tree.keys(_section(name)))
        return
    yield f"{as_scalar(key)}:"
    yield f"  {'name' if name.kind == 'party' else 'title'}: {as_scalar(called)}"
    if name.kind == "issue":
        yield "  options:" if name.options else "  options: {}  # two at least"
        yield from (f"    {line}" for line in _options(name, ()))


def _options(name: ProposedName, known: Iterable[str]) -> Iterator[str]:
    """Each option with a short name that neither another nor the issue has."""
    taken = set(known)
    for number, option in enumerate(name.options, 1):
        short = id_for(_one_line(option), "option", number)
        short = next(free for free in chain((short,), (f"{short}_{n}" for n in count(number))) if free not in taken)
        taken.add(short)
        yield f"{as_scalar(short)}: {as_scalar(_one_line(option))}"


def _one_line(words: str) -> str:
    """The words on one line, with a space for every sign that cannot be seen."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in words).split())


def _mark(name: ProposedName) -> str:
    return hashlib.sha256("\0".join((name.kind, name.name.lower(), *sorted(name.options))).encode()).hexdigest()[:12]
