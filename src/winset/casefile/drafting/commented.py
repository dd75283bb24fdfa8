"""Candidates written into a case file as comments, each at the place of its cell; what is written stays as it is.

Where the marks of a block of comments are removed, what is left is valid YAML: a cell, more claims of one, or named
claims. What a person still has to say stands there as `…`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from winset.casefile.claim_insertion import ClaimPlace, claim_lines
from winset.casefile.drafting.candidate import PATTERNS, Candidate
from winset.casefile.editing.changes import same
from winset.casefile.editing.editor import OpenedCase, ProposedCase
from winset.casefile.nodes import Mapping as Section
from winset.casefile.nodes import Node, Scalar, node_at
from winset.casefile.nodes import Sequence as List
from winset.casefile.passages import ChosenPassage, passage_at
from winset.casefile.save import Edit, as_scalar, spliced
from winset.casefile.sources import SourceText
from winset.errors import EditRefused, Path

UNIT = 2
_OPEN = "…"


@dataclass(frozen=True, slots=True)
class _Quoted:
    """A candidate with its claim, field by field."""

    candidate: Candidate
    fields: Mapping[str, str | list[str]]
    where: str

    @property
    def note(self) -> str:
        """What is said of it beside its source."""
        doubts = f", {', '.join(self.candidate.doubts)}" if self.candidate.doubts else ""
        return f"{self.candidate.cue}{doubts}, {self.where} [{self.candidate.id}]"


@dataclass(frozen=True, slots=True, kw_only=True)
class CommentedCandidates:
    """The case with candidates as comments, not yet saved. written: those that were not there yet."""

    proposed: ProposedCase
    written: tuple[Candidate, ...]


def commented(
    opened: OpenedCase, candidates: Iterable[Candidate], sources: Mapping[str, SourceText]
) -> CommentedCandidates:
    """The case with every candidate as a comment that is not there yet, by its id; else nothing is different.

    A candidate whose words cannot be told from others of the same wording is left out: no claim could quote them.
    Raises EditRefused where the file would then be read otherwise.
    """
    fresh = [candidate for candidate in candidates if f"[{candidate.id}]" not in opened.layout.text]
    quoted = [one for candidate in fresh for one in _quoted(candidate, sources)]
    blocks: defaultdict[int, list[str]] = defaultdict(list)
    apart: list[_Quoted] = []
    by_issue: defaultdict[str, list[_Quoted]] = defaultdict(list)
    for one in quoted:
        (by_issue[one.candidate.issue] if one.candidate.issue is not None else apart).append(one)
    for issue, group in by_issue.items():
        for offset, lines in _on_issue(opened, issue, group, apart):
            blocks[offset] += lines
    if apart:
        offset, lines = _as_claims(opened, apart)
        blocks[offset] += lines
    proposed = with_comments(opened, blocks, "candidates")
    return CommentedCandidates(proposed=proposed, written=tuple(one.candidate for one in quoted))


def with_comments(opened: OpenedCase, blocks: Mapping[int, Sequence[str]], what: str) -> ProposedCase:
    """The case with lines of comments at offsets of its text. Raises EditRefused where the file would then be read
    otherwise.
    """
    text, newline, edits = opened.layout.text, opened.layout.newline, []
    for offset, lines in blocks.items():
        before = newline if offset and text[offset - 1 : offset] not in ("\n", "\r") else ""
        edits.append(Edit(start=offset, end=offset, text=before + newline.join(lines) + newline))
    proposed = opened.reworded(opened.source.mark + spliced(text, edits))
    if not same(proposed.after.data, opened.data):
        raise EditRefused(f"the {what} could not be written as comments without changing what the file says")
    return proposed


def _quoted(candidate: Candidate, sources: Mapping[str, SourceText]) -> Iterator[_Quoted]:
    source = sources[candidate.source]
    passage = passage_at(candidate.source, source, candidate.start, candidate.end)
    if not isinstance(passage, ChosenPassage):
        return
    fields: dict[str, str | list[str]] = {"source": candidate.source, "quote": passage.match.text}
    given = (
        ("prefix", passage.prefix), ("suffix", passage.suffix), ("reading", candidate.reading),
        ("speaker", candidate.speaker), ("support", candidate.support if candidate.support != "reported" else ""),
        ("drafted_by", candidate.drafted_by if candidate.drafted_by != PATTERNS else ""),
    )  # fmt: skip
    fields |= {name: text for name, text in given if text}
    yield _Quoted(candidate, fields, source.where(candidate.start))


def _on_issue(
    opened: OpenedCase, issue: str, group: list[_Quoted], apart: list[_Quoted]
) -> Iterator[tuple[int, list[str]]]:
    """Where blocks for the cells of an issue stand, and their lines; what can stand at none goes to `apart`."""
    row, key = _node(opened, ("positions", issue))
    by_party: defaultdict[str, list[_Quoted]] = defaultdict(list)
    for one in group:
        by_party[one.candidate.party].append(one)
    if key is None:
        apart += group
    elif not isinstance(row, Section) or row.flow or not row.entries:
        column = key.place.column - 1
        unit = column or UNIT
        lines = [f"# Candidates on {issue}, to take the place of the line above", f"{issue}:"]
        for party, there in by_party.items():
            lines += [" " * unit + line for line in _cell(party, there, unit)]
        offset = opened.layout.block_end(row or key, key, column)
        yield offset, _comment(column, [*lines, " " * unit + "rest: silent"])
    else:
        for party, there in by_party.items():
            placed = _at_cell(opened, row, key, party, there)
            if placed is None:
                apart += there
            else:
                yield placed


def _at_cell(
    opened: OpenedCase, row: Section, key: Scalar, party: str, group: list[_Quoted]
) -> tuple[int, list[str]] | None:
    """Where a block for a cell stands, and its lines; None where more claims cannot stand at its end."""
    indent = row.indent
    unit = max(1, indent - (key.place.column - 1))
    title = f"# Candidates for {party} on {key.text}"
    if party not in row.entries:
        return opened.layout.section_end(row), _comment(indent, [title, *_cell(party, group, unit)])
    cell_key, cell = row.entries[party]
    offset = opened.layout.block_end(cell, cell_key, indent)
    if isinstance(cell, Section) and not cell.flow and cell.entries:
        more = _more(cell, group, unit)
        return (offset, _comment(more[0], [title, *more[1]])) if more else None
    what = f"`{party}: {cell.text}`" if isinstance(cell, Scalar) else f"`{party}`"
    return offset, _comment(indent, [f"{title}, to take the place of {what} above", *_cell(party, group, unit)])


def _cell(party: str, group: list[_Quoted], unit: int) -> list[str]:
    """A cell with all that its candidates say: what is wanted first, refusals as red lines, the rest as more claims."""
    by_field: defaultdict[str, list[_Quoted]] = defaultdict(list)
    for one in group:
        by_field[one.candidate.field].append(one)
    left, refused = by_field["delegates_to"], by_field["rejects"]
    wanted = [*by_field["ideal"], *by_field["precondition"]]
    rest = [one for one in group if one not in (*wanted, *refused, *left)]
    lines = [f"{party}:"]
    if left and not wanted and not refused:
        lines.append(f"  delegates_to: {left[0].candidate.other or _OPEN}")
        main = left
    else:
        named = next((one.candidate.option for one in wanted if one.candidate.option), None)
        lines.append(f"  ideal: {named or _OPEN}")
        lines += _red_lines(refused)
        lines += ["  precondition: true"] if by_field["precondition"] else []
        main = [*wanted, *left]
    if main:
        lines.append("  basis: stated")
    elif not refused:
        lines.append(f"  basis: {_OPEN}")
    else:
        lines += ["  basis: inferred", f"  because: {_OPEN}"]
    claims = [*main, *rest]
    lines += [f"  {line}" for line in _claims(claims)]
    return [_indented(line, unit) for line in lines]


def _red_lines(refused: Sequence[_Quoted]) -> list[str]:
    if not refused:
        return []
    lines = ["  rejects:"]
    for one in refused:
        lines += [f"    - option: {one.candidate.option or _OPEN}", "      basis: stated"]
        lines += [f"      {line}" for line in _written(one, "field")]
    return lines


def _claims(claims: Sequence[_Quoted]) -> list[str]:
    """The first as the claim, the others as more of them."""
    lines = _written(claims[0], "field") if claims else []
    if len(claims) > 1:
        lines.append("also:")
        lines += [f"  {line}" for one in claims[1:] for line in _written(one, "claims")]
    return lines


def _more(cell: Section, group: list[_Quoted], unit: int) -> tuple[int, list[str]] | None:
    """More claims of a cell that is written out, and how far in they stand; None where they cannot stand at its end."""
    column = cell.indent
    also = cell.entries.get("also")
    if also is None:
        lines = _claims(group) if "claim" not in cell.entries else ["also:", *_items(group, 2)]
        return column, [_indented(line, unit) for line in lines]
    if isinstance(also[1], List) and not also[1].flow and list(cell.entries)[-1] == "also":
        return also[1].place.column - 1, _items(group, 0)
    return None


def _items(group: Sequence[_Quoted], indent: int) -> list[str]:
    return [" " * indent + line for one in group for line in _written(one, "claims")]


def _as_claims(opened: OpenedCase, group: list[_Quoted]) -> tuple[int, list[str]]:
    """Where named claims stand: at the end of those of the case, or of the file, and their lines."""
    claims, key = _node(opened, ("claims",))
    taken = set(opened.tree.keys(("claims",)))
    lines: list[str] = []
    for one in group:
        base = f"{one.candidate.party}_{one.candidate.cue}_{one.candidate.id[:6]}"
        name = base if base not in taken else f"{base}_{one.candidate.id[6:]}"
        written = [line.strip("\n") for line in _written(one, "claims")]
        about = f"  # of {one.candidate.party}" + (f" on {one.candidate.issue}" if one.candidate.issue else "")
        lines += [f"{as_scalar(name)}:{about}", *(f"  {line[2:]}" for line in written)]
    if isinstance(claims, Section) and not claims.flow and claims.entries and key is not None:
        return opened.layout.section_end(claims), _comment(claims.indent, ["# Candidates", *lines])
    above = ["# Candidates, as named claims" + ("" if key is None else ", to take the place of `claims`"), "claims:"]
    return len(opened.layout.text), _comment(0, [*above, *(f"  {line}" for line in lines)])


def _written(one: _Quoted, form: str) -> list[str]:
    """A claim as the lines of a case file, with what is said of it beside its source."""
    place = ClaimPlace(form="field" if form == "field" else "claims", indent=0, unit=UNIT)
    lines = list(claim_lines(one.fields, place))
    at = 1 if form == "field" else 0
    lines[at] += f"  # {one.note}"
    return lines


def _indented(line: str, unit: int) -> str:
    """The line with as many spaces a level as the file has; items of a list keep theirs."""
    if unit == UNIT:
        return line
    bare = line.lstrip(" ")
    return " " * ((len(line) - len(bare)) // UNIT * unit + (len(line) - len(bare)) % UNIT) + bare


def _comment(indent: int, lines: Iterable[str]) -> list[str]:
    return [f"{' ' * indent}# {line}" for line in lines]


def _node(opened: OpenedCase, path: Path) -> tuple[Node | None, Scalar | None]:
    try:
        return node_at(opened.layout.root, path)
    except KeyError:
        return None, None
