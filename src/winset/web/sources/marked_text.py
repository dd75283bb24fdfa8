"""The text of a source as HTML: paragraph by paragraph and sentence by sentence, every quote marked where it stands.

Each run of text carries the offset at which it begins, in characters of the source, so that whatever somebody selects
is known by exact offsets. What a page would obey instead of showing, such as a sign that turns the direction of a
line, stands there by its name, as one run that is selected whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from winset.casefile.sentences import sentences_of
from winset.report.printable import STEERING, shown
from winset.web.sources.windows import Segment, Span, paragraphs, segments

_APART = re.compile(rf"\r\n|{STEERING.pattern}")
_BREAKS = ("\r\n", "\r", "\f", "\v")


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A quote where it stands. number: as it is shown beside it; url: of the page with its claim opened. is_candidate:
    it is no claim yet, and has neither.
    """

    span: Span
    number: int
    url: str
    is_open: bool = False
    is_candidate: bool = False


def marked_text(text: str, within: Span, marks: Sequence[Mark]) -> Markup:
    """A window of a text."""
    return Markup("\n").join(_paragraph(text, span, marks) for span in paragraphs(text, within))


def _paragraph(text: str, span: Span, marks: Sequence[Mark]) -> Markup:
    made: list[Markup] = []
    end = span[0]
    for sentence in sentences_of(text, *span):
        made += _runs(text, (end, sentence[0]), marks)
        inner = Markup("").join(_runs(text, sentence, marks))
        made.append(
            Markup(
                '<span class="sentence" id="at-{0}" data-start="{0}" data-end="{1}" tabindex="-1">{2}</span>'
            ).format(*sentence, inner)
        )
        end = sentence[1]
    made += _runs(text, (end, span[1]), marks)
    return Markup('<p dir="auto">{}</p>').format(Markup("").join(made))


def _runs(text: str, within: Span, marks: Sequence[Mark]) -> Iterator[Markup]:
    if within[0] >= within[1]:
        return
    for segment in segments(within, [mark.span for mark in marks]):
        yield from (_run(text, span, segment, marks) for span in _apart(text, (segment.start, segment.end)))
        for ending in segment.ending:
            mark = marks[ending]
            if mark.is_candidate:
                continue
            yield Markup(
                '<a class="mark-number" id="mark-{0}" href="{1}" data-swap aria-label="Claim {0}">{0}</a>'
            ).format(mark.number, mark.url)


def _run(text: str, span: Span, segment: Segment, marks: Sequence[Mark]) -> Markup:
    """A run of text; one that is not shown as it stands also says where it ends."""
    words = text[slice(*span)]
    whole = Markup(' data-to="{}"').format(span[1]) if _APART.fullmatch(words) else ""
    there = [marks[n] for n in segment.marks]
    kinds = [kind for kind, is_so in _kinds(there, is_sign=bool(whole) and words not in _BREAKS) if is_so]
    kind = Markup(' class="{}"').format(" ".join(kinds)) if kinds else ""
    claims = [str(mark.number) for mark in there if not mark.is_candidate]
    numbers = Markup(' data-marks="{}"').format(" ".join(claims)) if claims else ""
    tag = "mark" if there else "span"
    words = "\n" if words in _BREAKS else shown(words)
    return Markup('<{0} data-at="{1}"{2}{3}{4}>{5}</{0}>').format(tag, span[0], whole, kind, numbers, words)


def _kinds(there: Sequence[Mark], *, is_sign: bool) -> Iterator[tuple[str, bool]]:
    yield "sign", is_sign
    yield "several", sum(not mark.is_candidate for mark in there) > 1
    yield "candidate", any(mark.is_candidate for mark in there)
    yield "open", any(mark.is_open for mark in there)


def _apart(text: str, within: Span) -> Iterator[Span]:
    """The stretch with every sign apart that is not shown as it stands."""
    begin = within[0]
    for sign in _APART.finditer(text, *within):
        if sign.start() > begin:
            yield begin, sign.start()
        yield sign.span()
        begin = sign.end()
    if begin < within[1]:
        yield begin, within[1]
