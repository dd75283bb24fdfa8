"""In what two texts differ that are the same words in another typography, and quotes written as their source has them;
nothing else in the file changes.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path as File

from winset.casefile.evidence import claims_in_place
from winset.casefile.fold import INVISIBLE, fold
from winset.casefile.nodes import Reader, Scalar, find, plain
from winset.casefile.read import CaseText, case_file, check_case, open_text
from winset.casefile.save import Edit, double_quoted, in_style_of, spliced
from winset.errors import CaseError, Path, Problem, SaveRefused
from winset.model.evidence import Checked

LONGEST_COMPARED = 2_000
"""Characters of a quote in which each difference is sought; beyond, only the first is told."""
_STRAIGHT = "'\"`"
_NO_BREAK = "\u00a0\u202f\u2007"


def difference_of(quote: str, exact: str) -> str:
    """What the source has where the quote has something else, in words: "quotation marks (the source has ’ where the
    quote has ')"; empty where they are the same.
    """
    kinds: dict[str, tuple[str, str]] = {}
    for here, there in _differing(quote, exact):
        kinds.setdefault(_kind(here, there), (here, there))
    differences = [
        f"{kind} (the source has {_named(there)} where the quote has {_named(here)})"
        for kind, (here, there) in kinds.items()
    ]
    return " and ".join(filter(None, [", ".join(differences[:-1]), *differences[-1:]]))


def word_around(quote: str, exact: str) -> tuple[str, str]:
    """The words with the first difference, in the quote and in the source."""
    first = _first_difference(quote, exact)
    return _word(quote, first), _word(exact, first)


def _first_difference(one: str, other: str) -> int:
    """How many signs at the beginning of two texts are the same."""
    return next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))


def _differing(quote: str, exact: str) -> list[tuple[str, str]]:
    if max(len(quote), len(exact)) > LONGEST_COMPARED:
        first = _first_difference(quote, exact)
        return [(quote[first : first + 1], exact[first : first + 1])]
    matcher = SequenceMatcher(None, quote, exact, autojunk=False)
    pairs: list[tuple[str, str]] = []
    for tag, a, b, c, d in matcher.get_opcodes():
        if tag == "equal":
            continue
        here, there = quote[a:b], exact[c:d]
        pairs += zip(here, there, strict=True) if len(here) == len(there) else [(here, there)]
    return pairs


def _kind(here: str, there: str) -> str:
    """Of what kind the signs are that differ."""
    both = here + there
    folded = fold(both).text.strip(" ")
    if any(sign in INVISIBLE for sign in both) and not fold(here).text.strip() and not fold(there).text.strip():
        return "invisible characters"
    if not folded:
        return "line breaks" if "\n" in both or "\r" in both or "\f" in both else "spaces"
    if set(folded) <= set("'\""):
        return "quotation marks"
    if set(folded) <= {"-"}:
        return "dashes"
    return "letters that are joined or accented in another way"


def _named(signs: str) -> str:
    """The signs as they are, with what they are called where that is not plain to see."""
    if not signs:
        return "nothing"
    names = [_name(sign) for sign in dict.fromkeys(signs[:4])]
    return ", ".join(names)


def _name(sign: str) -> str:
    if sign in _STRAIGHT:
        return f"a straight {sign}"
    if sign in _NO_BREAK:
        return "a no-break space"
    if sign in "\n\r\f\v":
        return "a line break"
    if sign == " ":
        return "a space"
    if fold(sign).text in ("'", '"'):
        return f"a curly {sign}" if sign in "“”‘’„‚" else f"the mark {sign}"
    if fold(sign).text == "-":
        return f"the {unicodedata.name(sign, 'dash').lower().replace('-minus', '')} {sign}"
    return (
        sign
        if sign.isprintable() and not unicodedata.combining(sign)
        else unicodedata.name(sign, "another sign").lower()
    )


def _word(text: str, place: int) -> str:
    """The word at the place, with what cannot be seen written as an escape."""
    begin = max((match.end() for match in re.finditer(r"\s", text[max(0, place - 40) : place])), default=0)
    begin += max(0, place - 40)
    end = re.compile(r"(?<=\S)\s|$").search(text, place + 1)
    finish = min(end.start() if end else len(text), place + 40)
    return double_quoted(text[begin:finish])[1:-1].replace('\\"', '"')


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
            raise SaveRefused(f"the quote of {_dotted(where)} cannot be found in the file's text, nothing was written")
        edits[node.start] = _edit(opened.text, node, exact)
        lines.append(f"{path.name}:{node.place.line}: {_dotted(where)}: {_difference(node.text.strip(), exact)}")
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


def _dotted(path: Path) -> str:
    return ".".join(map(str, path))


def _difference(old: str, new: str) -> str:
    """What changes in the quote, with a few characters around it; signs that cannot be seen are written as escapes."""
    first = _first_difference(old, new)
    most = min(len(old), len(new)) - first
    last = next((n for n in range(most) if old[-1 - n] != new[-1 - n]), most)
    return f"{_shown(old, first, len(old) - last)} is now {_shown(new, first, len(new) - last)}"


def _shown(text: str, start: int, end: int) -> str:
    begin, finish = max(0, start - _SHOWN), min(len(text), end + _SHOWN)
    words = double_quoted(text[begin:finish])[1:-1].replace('\\"', '"')
    return f"“{'…' if begin else ''}{words}{'…' if finish < len(text) else ''}”"
