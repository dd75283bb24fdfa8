"""True quotes found in two-column PDFs, altered ones refused, and how long a case of 300 pages takes."""

from __future__ import annotations

from collections import Counter
from random import Random
from resource import RUSAGE_SELF, getrusage
from time import process_time

from bench.table import Row
from tests.support.passages import PASSAGES, alterations
from tests.support.set_pages import FILLING, LANGUAGES, two_columns
from winset.casefile.quotes import QuoteMatch, SoughtQuote, find_quote
from winset.casefile.sources import SourceText, source_text

SEEDS = range(10)
ALTERATIONS = 1_000
PAGES = 300


def rows() -> list[Row]:
    """The measurements."""
    pages = {(language, seed): _read(two_columns(language, Random(seed))) for language in LANGUAGES for seed in SEEDS}
    sought = [(source, passage) for (language, _), source in pages.items() for passage in PASSAGES[language]]
    found = sum(_is_found(source, passage) for source, passage in sought)
    altered = [each for each in alterations(1, ALTERATIONS * 8 // len(LANGUAGES)) if each.language in LANGUAGES]
    accepted = Counter(
        _is_found(pages[each.language, number % len(SEEDS)], each.quote) for number, each in enumerate(altered)
    )
    return [
        Row(what="true quotes in two-column PDFs", bar="all", figure=f"{found:,} of {len(sought):,}"),
        Row(what="altered quotes in the same", bar="none", figure=f"{accepted[True]:,} of {len(altered):,}"),
        *_long_document(),
    ]


def _long_document() -> list[Row]:
    data = _pages()
    start = process_time()
    source = _read(data)
    took = process_time() - start
    start = process_time()
    _is_found(source, f"Zzyzx {FILLING['English']}")
    sought = process_time() - start
    memory = getrusage(RUSAGE_SELF).ru_maxrss / 1_000
    return [
        Row(
            what=f"a PDF of {PAGES} pages in two columns read",
            bar="20 s, 1 GB",
            figure=f"{took:.1f} s of one processor, {memory:,.0f} MB",
        ),
        Row(what="a quote that is not in it sought", bar="", figure=f"{sought:.2f} s"),
    ]


def _pages() -> bytes:
    import typst

    text = " ".join([*PASSAGES["English"], FILLING["English"]])
    head = '#set page(columns: 2, header: [Review of Mediation], numbering: "1")\n#set par(justify: true)\n'
    numbered = "\n\n".join(f"{number}. {text}" for number in range(6 * PAGES))
    made: bytes = typst.compile(f"{head}#set text(size: 10pt)\n{numbered}".encode(), format="pdf")
    return made


def _read(data: bytes) -> SourceText:
    source = source_text("a.pdf", data)
    if not isinstance(source, SourceText):
        raise SystemExit(source.message)
    return source


def _is_found(source: SourceText, quote: str) -> bool:
    return isinstance(find_quote(source, SoughtQuote(quote=quote), suggest=False), QuoteMatch)
