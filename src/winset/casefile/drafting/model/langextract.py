"""A file that LangExtract wrote, through the same gate as a model's answer: what it says of places is not believed.

Each line is a document with its `extractions`. The class of an extraction is the kind of its cue, and its attributes
say whose words they are: `party`, and where they are given `issue`, `option`, `other`, `support`, `speaker`, `reading`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path as File
from typing import Any

from winset.casefile.drafting.candidate import CUE_KINDS
from winset.casefile.drafting.model.answer import LARGEST_TEXT, Entry, RefusedEntry
from winset.casefile.drafting.model.ask import Piece
from winset.casefile.drafting.model.gate import Gate, PassedEntry
from winset.casefile.opening import open_regular
from winset.casefile.sources import SourceText
from winset.errors import ModelRefused

LARGEST_FILE = 100_000_000
"""Bytes of a file of LangExtract; beyond, it is refused."""
MOST_EXTRACTIONS = 20_000
"""Extractions of a file of LangExtract; beyond, it is refused."""
_ATTRIBUTES = ("party", "issue", "option", "other", "support", "speaker", "reading")


def imported(path: File, gate: Gate) -> Iterator[PassedEntry | RefusedEntry]:
    """What becomes of each extraction of the file. Raises ModelRefused where the file is none of LangExtract's."""
    count = 0
    for number, data in enumerate(_documents(path), 1):
        extractions = data.get("extractions") if isinstance(data, dict) else None
        if not isinstance(data, dict) or not isinstance(extractions, list | None):
            raise ModelRefused(f"`{path}`, line {number}, is no document of LangExtract")
        for raw in extractions or ():
            count += 1
            if count > MOST_EXTRACTIONS:
                raise ModelRefused(f"`{path}` holds more than {MOST_EXTRACTIONS:,} extractions")
            yield _passed(raw, data, gate)


def _documents(path: File) -> Iterator[Any]:
    try:
        with open_regular(path) as stream:
            raw = stream.read(LARGEST_FILE + 1)
    except OSError as error:
        raise ModelRefused(f"`{path}` cannot be read: {error.strerror}") from error
    if len(raw) > LARGEST_FILE:
        raise ModelRefused(f"`{path}` holds more than {LARGEST_FILE:,} bytes")
    try:
        lines = raw.decode("utf-8-sig").split("\n")
    except UnicodeDecodeError:
        raise ModelRefused(f"`{path}` is no text in UTF-8") from None
    for number, line in enumerate(lines, 1):
        if line.strip():
            try:
                yield json.loads(line)
            except (ValueError, RecursionError):
                raise ModelRefused(f"`{path}`, line {number}, is no JSON: the file of LangExtract is JSONL") from None


def _passed(raw: Any, document: Mapping[str, Any], gate: Gate) -> PassedEntry | RefusedEntry:
    entry = _entry(raw)
    names = _sources(document, entry, gate.sources)
    outcomes = []
    for name in names:
        text = gate.sources[name].text
        outcomes.append(gate.passed(entry, Piece(source=name, start=0, end=len(text), text=text)))
        if isinstance(outcomes[-1], PassedEntry) or not outcomes[-1].is_quote:
            return outcomes[-1]
    if len(outcomes) == 1:
        return outcomes[0]
    quote = entry.text("quote") if isinstance(entry, Entry) else entry.quote
    reason = "these words stand in none of the sources" if names else "there is no source to find them in"
    return RefusedEntry(kind="cells", source="", quote=quote, reason=reason, is_quote=True)


def _sources(document: Mapping[str, Any], entry: Entry | RefusedEntry, sources: Mapping[str, SourceText]) -> list[str]:
    """The sources in which an extraction is sought: the one of its document's name or text, else all."""
    name, text = document.get("document_id"), document.get("text")
    if name in sources:
        return [str(name)]
    same = [key for key, source in sources.items() if source.text == text]
    return same[:1] or list(sources)[: 1 if isinstance(entry, RefusedEntry) else None]


def _entry(raw: Any) -> Entry | RefusedEntry:
    quote = raw.get("extraction_text") if isinstance(raw, dict) else None
    if not isinstance(raw, dict) or not isinstance(quote, str):
        return RefusedEntry(kind="cells", quote="", reason="the extraction has no text")
    shown = quote[:LARGEST_TEXT]
    if len(quote) > LARGEST_TEXT:
        return RefusedEntry(kind="cells", quote=shown, reason=f"the text is longer than {LARGEST_TEXT:,} characters")
    given = raw.get("attributes") or {}
    attributes = given if isinstance(given, dict) else {}
    fields = {
        name: text[:LARGEST_TEXT]
        for name in _ATTRIBUTES
        if isinstance(text := attributes.get(name), str) and text.strip()
    }
    kind = str(raw.get("extraction_class") or "").strip().lower()
    if kind not in CUE_KINDS:
        reason = f"the class `{kind[:80]}` is none of: {', '.join(CUE_KINDS)}"
        return RefusedEntry(kind="cells", quote=shown, reason=reason)
    if "party" not in fields:
        return RefusedEntry(kind="cells", quote=shown, reason="the extraction has no attribute `party`")
    return Entry(kind="cells", fields={**fields, "kind": kind, "quote": quote.strip()})
