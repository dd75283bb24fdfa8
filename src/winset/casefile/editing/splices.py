"""A change of a case file as splices in its text; what is not changed stays as it is, character for character."""

from __future__ import annotations

import re
from collections.abc import Sequence as List
from itertools import pairwise

from winset.casefile.editing.layout import CaseLayout, is_empty
from winset.casefile.editing.yaml_text import (
    Data,
    block_lines,
    field_lines,
    fits_a_line,
    flow_text,
    indented,
    is_collection,
    item_lines,
    key_text,
    restyled,
)
from winset.casefile.nodes import Mapping, Node, Scalar, Sequence, node_at
from winset.casefile.save import Edit
from winset.errors import EditRefused, Path

_BLOCK_HEADER = re.compile(r"[|>][-+0-9]*[ \t]*(#[^\r\n]*)?")


def set_splices(layout: CaseLayout, path: Path, value: Data) -> list[Edit]:
    """The value in the place of what stands at the path."""
    parent, _ = node_at(layout.root, path[:-1])
    old, key = node_at(layout.root, path)
    if isinstance(parent, Mapping | Sequence) and parent.flow:
        return _in_flow(layout, key, old, value)
    if key is None and isinstance(parent, Sequence):
        return _item_set(layout, old, value)
    if key is None:
        raise EditRefused("the whole case cannot be set at once", layout.root.place)
    is_short = isinstance(old, Scalar) or (isinstance(old, Mapping | Sequence) and old.flow)
    if is_short and not is_collection(value):
        return [_scalar_set(layout, key, old, value)]
    indent = key.place.column - 1
    if is_short:
        over_lines = isinstance(old, Scalar) and _stands_over_lines(parent)
        lines = field_lines(_name(path), value, unit_of(parent, indent), over_lines=over_lines)
        return _short_set(layout, key, old, lines)
    lines = field_lines(_name(path), value, unit_of(parent, indent), over_lines=True)
    return _long_set(layout, key, old, lines)


def _name(path: Path) -> str:
    return str(path[-1])


def _value_of(line: str, name: str) -> str:
    """What stands after the name and its colon in the first line of a field."""
    return line[len(key_text(name)) + 1 :].lstrip(" ")


def _in_flow(layout: CaseLayout, key: Scalar | None, old: Node, value: Data) -> list[Edit]:
    """A value inside braces or brackets stays on its line."""
    if key is not None and is_empty(old):
        at = layout.after_colon(key)
        return [Edit(start=at, end=at, text=f"{'' if layout.has_colon(key) else ':'} {_flow_value(key, value)}")]
    start, end = layout.start(old), layout.end(old, key)
    if isinstance(old, Scalar) and isinstance(old.value, str) and isinstance(value, str):
        return [Edit(start=start, end=end, text=restyled(layout.text[start:end], value, 0)[0])]
    return [Edit(start=start, end=end, text=_flow_value(key, value))]


def _flow_value(key: Scalar | None, value: Data) -> str:
    if key is None:
        return flow_text(value)
    return _value_of(flow_text({key.text: value})[1:-1], key.text)


def _scalar_set(layout: CaseLayout, key: Scalar, old: Node, value: Data) -> Edit:
    """A single value in the place of another one, in its style, or of what stands in braces."""
    indent = key.place.column - 1
    lines: List[str] = field_lines(key.text, value, 2)
    lines = [_value_of(lines[0], key.text), *lines[1:]]
    if is_empty(old):
        at = layout.after_colon(key)
        colon = "" if layout.has_colon(key) else ":"
        return Edit(
            start=at, end=at, text=f"{colon} {_joined(layout, _beside_comment(layout, at, lines, value), indent)}"
        )
    start, end = layout.start(old), layout.end(old, key)
    written = layout.text[start:end]
    if isinstance(old, Scalar) and isinstance(old.value, str) and isinstance(value, str):
        lines = restyled(written, value, 2) if "\n" not in value or written.startswith(("|", ">")) else lines
    header = _BLOCK_HEADER.match(written)
    if header is None:
        lines = _beside_comment(layout, end, lines, value)
    comment = f"  {header[1].rstrip()}" if header and header[1] else ""
    return Edit(start=start, end=end, text=_joined(layout, [lines[0] + comment, *lines[1:]], indent))


def _beside_comment(layout: CaseLayout, end: int, lines: List[str], value: Data) -> List[str]:
    """The lines of a value; where a comment stands after it, which would become part of a text over several lines, the
    value on one line.
    """
    is_text_over_lines = len(lines) > 1 and lines[0].startswith("|")
    return [flow_text(value)] if is_text_over_lines and layout.text[end : layout.line_end(end)].strip() else lines


def _joined(layout: CaseLayout, lines: List[str], indent: int) -> str:
    """The lines as they follow something that stands on the first one, the others moved in."""
    return layout.newline.join([lines[0], *indented(lines[1:], indent)])


def _short_set(layout: CaseLayout, key: Scalar, old: Node, lines: List[str]) -> list[Edit]:
    """A value in the place of one that is a single value, or stands in braces; a comment after that one stays there."""
    indent = key.place.column - 1
    head = _value_of(lines[0], key.text)
    empty = is_empty(old)
    start = layout.after_colon(key) if empty else layout.start(old)
    end = start if empty else layout.end(old, key)
    if head:
        return [Edit(start=start, end=end, text=f"{' ' if empty else ''}{head}")]
    if not empty and not layout.text[layout.after_colon(key) : start].strip():
        start = layout.after_colon(key)
    colon = "" if layout.has_colon(key) else ":"
    return _merged(
        [Edit(start=start, end=end, text=colon)] if start < end or colon else [],
        _lines_after(layout, end, indented(lines[1:], indent)),
    )


def _merged(first: list[Edit], then: Edit) -> list[Edit]:
    """Two splices, the second after the first; one where they touch."""
    if first and first[0].end == then.start:
        return [Edit(start=first[0].start, end=then.end, text=first[0].text + then.text)]
    return [*first, then]


def _long_set(layout: CaseLayout, key: Scalar, old: Node, lines: List[str]) -> list[Edit]:
    """A value in the place of one that stands on the lines below its name; a comment beside the name stays."""
    indent = key.place.column - 1
    colon = layout.after_colon(key)
    head = _value_of(lines[0], key.text)
    first, last = layout.line_end(colon), layout.line_end(layout.end(old, key))
    below = "".join(f"{layout.newline}{line}" for line in indented(lines[1:], indent))
    beside = [Edit(start=colon, end=colon, text=f" {head}")] if head else []
    if beside and colon == first:
        return [Edit(start=colon, end=last, text=f" {head}{below}")]
    return [*beside, Edit(start=first, end=last, text=below)]


def _item_set(layout: CaseLayout, old: Node, value: Data) -> list[Edit]:
    """An item of a list with a dash."""
    start, end = layout.start(old), layout.end(old)
    column = layout.column(start)
    if is_empty(old):
        return [Edit(start=start, end=start, text=f" {flow_text(value)}")]
    if isinstance(old, Scalar) and isinstance(old.value, str) and isinstance(value, str):
        written = layout.text[start : old.end]
        if not written.startswith(("|", ">")):
            return [Edit(start=start, end=end, text=restyled(written, value, 0)[0])]
    lines = [flow_text(value)] if fits_a_line(value) else block_lines(value, 2)
    return [Edit(start=start, end=end, text=_joined(layout, lines, column))]


def add_splices(layout: CaseLayout, path: Path, value: Data, after: str | None) -> list[Edit]:
    """A new name with its value in the section above it, after the one that is named, or before all others."""
    section, _ = node_at(layout.root, path[:-1])
    if not isinstance(section, Mapping) or not section.entries:
        raise EditRefused("a name can be added to a section only", section.place)
    name = _name(path)
    first = next(iter(section.entries.values()))[0]
    indent = first.place.column - 1
    over_lines = len(path) == 1 or _stands_over_lines(section)
    lines = [] if section.flow else field_lines(name, value, unit_of(section, indent), over_lines=over_lines)
    written = flow_text({name: value})[1:-1] if section.flow else ""
    if after is not None:
        spaced = [""] if not path[:-1] and _is_spaced(layout) else []
        return [field_added(layout, section, after, [*spaced, *indented(lines, indent)], written)]
    text = f"{written}, " if section.flow else _joined(layout, [*lines, ""], indent) + " " * indent
    return [Edit(start=first.start, end=first.start, text=text)]


def field_added(layout: CaseLayout, section: Mapping, after: str, lines: List[str], written: str) -> Edit:
    """A field of a section after another one. lines: it as it stands there; written: it in braces."""
    key, node = section.entries[after]
    if section.flow:
        end = layout.end(node, key)
        return Edit(start=end, end=end, text=f", {written}")
    return _lines_before(layout, layout.block_end(node, key, key.place.column - 1), lines)


def item_added(layout: CaseLayout, items: Sequence, lines: List[str], written: str) -> Edit:
    """An item at the end of a list that has some. lines: it as it stands there; written: it in brackets."""
    last = items.items[-1]
    if items.flow:
        end = layout.end(last)
        return Edit(start=end, end=end, text=f", {written}")
    return _lines_before(layout, layout.block_end(last, None, layout.column(layout.dash(items, 0))), lines)


def _is_spaced(layout: CaseLayout) -> bool:
    """True where empty lines stand between the sections of a file."""
    keys = [key for key, _ in list(layout.root.entries.values())[1:]]
    above = (layout.text[: layout.line_of(key.start)].rstrip(" \t") for key in keys)
    return any(text.endswith(("\n\n", "\n\r\n")) or _has_space_above(text) for text in above)


def _has_space_above(text: str) -> bool:
    """The same with lines of comments between."""
    lines = text.splitlines()
    while lines and lines[-1].lstrip().startswith("#"):
        lines.pop()
    return bool(lines) and not lines[-1].strip()


def _lines_before(layout: CaseLayout, offset: int, lines: List[str]) -> Edit:
    """The lines before the one that begins at the offset, or at the end of the file."""
    stop = layout.newline
    text = "".join(f"{line}{stop}" for line in lines)
    if offset == len(layout.text) and offset and not layout.text.endswith("\n"):
        text = stop + text[: -len(stop)]
    return Edit(start=offset, end=offset, text=text)


def _lines_after(layout: CaseLayout, offset: int, lines: List[str]) -> Edit:
    """The lines after the one that the offset lies on; a comment there stays."""
    end = layout.line_end(offset)
    return Edit(start=end, end=end, text="".join(f"{layout.newline}{line}" for line in lines))


def insert_splices(layout: CaseLayout, path: Path, value: Data, before: int) -> list[Edit]:
    """A new item of a list that has some."""
    items, _ = node_at(layout.root, path)
    if not isinstance(items, Sequence) or not items.items:
        raise EditRefused("an item can be put into a list only", items.place)
    column = 0 if items.flow else layout.column(layout.dash(items, 0))
    lines = [] if items.flow else item_lines(value, 2)
    if before >= len(items.items):
        return [item_added(layout, items, indented(lines, column), flow_text(value) if items.flow else "")]
    if items.flow:
        start = layout.start(items.items[before])
        return [Edit(start=start, end=start, text=f"{flow_text(value)}, ")]
    here = layout.dash(items, before)
    return [Edit(start=here, end=here, text=_joined(layout, [*lines, ""], column) + " " * column)]


def remove_splices(layout: CaseLayout, path: Path) -> list[Edit]:
    """Without what stands at the path, which is not the last of its section."""
    parent, _ = node_at(layout.root, path[:-1])
    node, key = node_at(layout.root, path)
    if isinstance(parent, Mapping):
        entries = list(parent.entries.items())
        n = next(n for n, (name, _) in enumerate(entries) if name == str(path[-1]))
        starts = [entry_key.start for _, (entry_key, _) in entries]
        ends = [layout.end(value, entry_key) for _, (entry_key, value) in entries]
    elif isinstance(parent, Sequence):
        n = int(path[-1])
        starts = [layout.start(item) if parent.flow else layout.dash(parent, m) for m, item in enumerate(parent.items)]
        ends = [layout.end(item) for item in parent.items]
    else:
        raise EditRefused("what is to be removed stands in no section", parent.place)
    if parent.flow:
        return _flow_removed(layout, starts, ends, n)
    column = layout.column(starts[n])
    end = layout.block_end(node, key, column)
    if layout.text[layout.line_of(starts[n]) : starts[n]].strip():
        return _first_removed(layout, starts, n, end)
    start = layout.line_of(starts[n])
    if end == len(layout.text) and not layout.text.endswith("\n"):
        start = layout.line_end(start - 1) if start else 0
    elif len(path) == 1:
        end = _with_space(layout, start, end)
    return [Edit(start=start, end=end, text="")]


def _with_space(layout: CaseLayout, start: int, end: int) -> int:
    """Where the line after the empty ones ends that would stand twice in a row without a section."""
    above = layout.text[:start].endswith(("\n\n", "\n\r\n"))
    following = layout.after_line(end) if end < len(layout.text) else end
    return following if above and not layout.text[end:following].strip() else end


def _first_removed(layout: CaseLayout, starts: List[int], n: int, end: int) -> list[Edit]:
    """The first of a section or list that begins on the line of a dash: what is next takes its place there; comments
    between go before that line.
    """
    if n + 1 >= len(starts):
        raise EditRefused("the last of a section cannot be removed by itself", None)
    comments = layout.text[end : layout.line_of(starts[n + 1])]
    line = layout.line_of(starts[n])
    gone = Edit(start=starts[n], end=starts[n + 1], text="")
    return [Edit(start=line, end=line, text=comments), gone] if comments else [gone]


def _flow_removed(layout: CaseLayout, starts: List[int], ends: List[int], n: int) -> list[Edit]:
    """An entry in braces or brackets with the comma that parts it from the next one, or from the one before."""
    text = layout.text
    if n + 1 < len(starts):
        gap = text[ends[n] : starts[n + 1]]
        if "#" not in gap:
            return [Edit(start=starts[n], end=starts[n + 1], text="")]
        comma = ends[n] + _comma(gap)
        return [Edit(start=starts[n], end=ends[n], text=""), Edit(start=comma, end=comma + 1, text="")]
    gap = text[ends[n - 1] : starts[n]]
    start = ends[n - 1] if "#" not in gap else starts[n]
    return [Edit(start=start, end=ends[n], text="")]


def _comma(gap: str) -> int:
    """Where the comma stands between two entries, outside of comments."""
    offset = 0
    for line in gap.splitlines(keepends=True):
        code = re.split(r"(?:^|(?<=[ \t]))#", line, maxsplit=1)[0]
        if "," in code:
            return offset + code.index(",")
        offset += len(line)
    raise EditRefused("no comma stands between two entries in braces", None)


def rename_splice(layout: CaseLayout, path: Path, name: str) -> Edit:
    """Another name in the place of the one at the end of the path."""
    _, key = node_at(layout.root, path)
    if key is None:
        raise EditRefused("an item of a list has no name of its own", None)
    return Edit(start=key.start, end=key.end, text=restyled(layout.text[key.start : key.end], name, 0)[0])


def reorder_splices(layout: CaseLayout, path: Path, order: List[int]) -> list[Edit]:
    """What stands in a section or list in another order, by its places as they are; comments above an entry and beside
    it go with it.
    """
    node, _ = node_at(layout.root, path)
    if isinstance(node, Mapping):
        spans = [(key.start, layout.end(value, key)) for key, value in node.entries.values()]
        parts: list[tuple[Node, Scalar | None]] = [(value, key) for key, value in node.entries.values()]
    elif isinstance(node, Sequence):
        starts = [layout.start(item) if node.flow else layout.dash(node, n) for n, item in enumerate(node.items)]
        spans = [(start, layout.end(item)) for start, item in zip(starts, node.items, strict=True)]
        parts = [(item, None) for item in node.items]
    else:
        raise EditRefused("only what stands in a section or list has an order", node.place)
    if node.flow:
        return [
            Edit(start=start, end=end, text=layout.text[slice(*spans[source])])
            for (start, end), source in zip(spans, order, strict=True)
        ]
    first = spans[0][0]
    column = layout.column(first)
    beside_dash = bool(layout.text[layout.line_of(first) : first].strip())
    begin = first if beside_dash else layout.line_of(first)
    bounds = [begin, *(layout.block_end(value, key, column) for value, key in parts)]
    chunks = [layout.text[a:b] for a, b in pairwise(bounds)]
    if beside_dash:
        chunks[0] = " " * column + chunks[0]
    ends_short = not chunks[-1].endswith("\n")
    if ends_short:
        chunks[-1] += layout.newline
    text = "".join(chunks[n] for n in order)[column if beside_dash else 0 :]
    return [Edit(start=bounds[0], end=bounds[-1], text=text.removesuffix(layout.newline) if ends_short else text)]


def unit_of(section: Node, indent: int) -> int:
    """By how many spaces what is below the section is indented, or two."""
    for _, node in section.entries.values() if isinstance(section, Mapping) else ():
        if isinstance(node, Mapping) and not node.flow and node.entries:
            return max(1, node.indent - indent)
    return 2


def _stands_over_lines(section: Node) -> bool:
    """True where the sections in a section stand over several lines, as far as it has any."""
    below = section.entries.values() if isinstance(section, Mapping) else ()
    inner = [node for _, node in below if isinstance(node, Mapping) and node.entries]
    return bool(inner) and not any(node.flow for node in inner)
