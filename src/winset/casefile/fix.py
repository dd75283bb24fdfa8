"""Quotes that differ from their source in typography only, written exactly; nothing else in the file changes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path as File

from winset.casefile.evidence import claims_in_place
from winset.casefile.nodes import Reader, Scalar, find, plain
from winset.casefile.read import CaseText, case_file, check_case, open_text
from winset.casefile.save import Edit, double_quoted, in_style_of, spliced
from winset.errors import CaseError, Path, Problem, SaveRefused
from winset.model.evidence import Checked

_BLOCK_HEADER = re.compile(r"[|>][-+0-9]*[ \t]*(#[^\r\n]*)?")
_SHOWN = 24  # characters on either side of a difference


@dataclass(frozen=True, slots=True, kw_only=True)
class Fixed:
    """A case file with its quotes as their sources have them.

    changed: one line for each quote. text: the whole file, byte order mark included. sha256: of the bytes that were
    read, for `save_text`. edits: what was replaced, by offsets in the text as it was.
    """

    changed: tuple[str, ...]
    text: str
    sha256: str
    edits: tuple[Edit, ...]


def fixed(path: File) -> Fixed:
    """The case file with every quote that is found only under the typographic fold written as it stands in the source.

    A quote keeps its style (plain, single or double quotes) where the exact text can be written in it; a block and a
    text over several lines become one line in double quotes. Comments and all other values stay as they are.

    Raises CaseError where the file is not a case or not valid YAML; SaveRefused where it changed while it was read, or
    where the exact text would not read back as it should.
    """
    path = case_file(path)
    opened = open_text(path)
    if isinstance(opened, Problem):
        raise CaseError((opened,))
    checked = check_case(path)
    if checked.sha256 != opened.sha256:
        raise SaveRefused(f"`{path}` changed while it was read, nothing was written: do it again")
    reader = Reader(opened.text, path.name)
    root = reader.read()
    if reader.problems or root is None or checked.case is None:
        raise CaseError(checked.problems)
    lines: list[str] = []
    edits: dict[int, Edit] = {}
    for where, exact in _inexact(checked):
        node = find(root, where)[0]
        if not isinstance(node, Scalar) or not _stands_there(opened.text, node):
            raise SaveRefused(f"the quote of {_name(where)} cannot be found in the file's text, nothing was written")
        edits[node.start] = _edit(opened.text, node, exact)
        lines.append(f"{path.name}:{node.place.line}: {_name(where)}: {_difference(node.text.strip(), exact)}")
        node.text = node.value = exact
    _same_data(opened, spliced(opened.text, edits.values()), plain(root))
    return _as_saved(opened, tuple(lines), tuple(edits.values()))


def _inexact(checked: Checked) -> Iterator[tuple[Path, str]]:
    """The path of each quote that needs the fold, and the exact text."""
    if checked.case is None:
        return
    for path, claim in claims_in_place(checked.case):
        passage = checked.passages.get(claim)
        if passage is not None and not passage.exact:
            yield (*path, "quote"), passage.text


def _stands_there(text: str, node: Scalar) -> bool:
    """True where the span of the node, read alone, gives the node; a block is checked with the whole file later."""
    written = text[node.start : node.end]
    if written.startswith(("|", ">")):
        return _BLOCK_HEADER.match(written) is not None
    alone = Reader(written, "").read()
    return isinstance(alone, Scalar) and alone.text == node.text


def _edit(text: str, node: Scalar, exact: str) -> Edit:
    """The scalar with the exact text in its place; what follows a block, its line break included, stays."""
    written = text[node.start : node.end]
    if not written.startswith(("|", ">")):
        return Edit(start=node.start, end=node.end, text=in_style_of(written, exact))
    header = _BLOCK_HEADER.match(written)
    comment = f"  {header[1].rstrip()}" if header and header[1] else ""
    body = written.rstrip(" \t\r\n")
    after = written[len(body) :]
    spaces = len(after) - len(after.lstrip(" \t"))
    return Edit(start=node.start, end=node.start + len(body) + spaces, text=double_quoted(exact) + comment)


def _same_data(opened: CaseText, text: str, expected: object) -> None:
    """Nothing but the quotes reads differently in the new text."""
    reader = Reader(text, opened.path.name)
    root = reader.read()
    if reader.problems or root is None or plain(root) != expected:
        raise SaveRefused(
            f"`{opened.path}` could not be rewritten so that only its quotes change, nothing was written: "
            "copy the exact texts by hand from `winset check`"
        )


def _as_saved(opened: CaseText, changed: tuple[str, ...], edits: tuple[Edit, ...]) -> Fixed:
    """The result with offsets in the text as it is saved, the byte order mark that reading leaves out included."""
    mark = opened.mark
    shifted = tuple(
        Edit(start=edit.start + len(mark), end=edit.end + len(mark), text=edit.text)
        for edit in sorted(edits, key=lambda edit: edit.start)
    )
    return Fixed(changed=changed, text=spliced(mark + opened.text, shifted), sha256=opened.sha256, edits=shifted)


def _name(path: Path) -> str:
    return ".".join(map(str, path))


def _difference(old: str, new: str) -> str:
    """What changes in the quote, with a few characters around it; signs that cannot be seen are written as escapes."""
    first = next((n for n, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), min(len(old), len(new)))
    most = min(len(old), len(new)) - first
    last = next((n for n in range(most) if old[-1 - n] != new[-1 - n]), most)
    return f"{_shown(old, first, len(old) - last)} is now {_shown(new, first, len(new) - last)}"


def _shown(text: str, start: int, end: int) -> str:
    begin, finish = max(0, start - _SHOWN), min(len(text), end + _SHOWN)
    words = double_quoted(text[begin:finish])[1:-1].replace('\\"', '"')
    return f"“{'…' if begin else ''}{words}{'…' if finish < len(text) else ''}”"
