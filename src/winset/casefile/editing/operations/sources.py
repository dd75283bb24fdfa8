"""Documents that become sources: copied into the folder of the case byte for byte, and listed with what they say of
themselves.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path as File
from types import MappingProxyType
from typing import Any

from pydantic import ValidationError

from winset.casefile.editing.changes import Operation, SetValue
from winset.casefile.editing.editor import OpenedCase, save
from winset.casefile.save import write_new
from winset.casefile.sources import source_bytes
from winset.casefile.start import StartDocument, start_document
from winset.errors import SaveRefused
from winset.model.case import Source

NOTHING_GIVEN: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True, kw_only=True)
class AddedSource:
    """A document as it is to be a source. name: its short name. fields: as they stand in the case file. is_new: it is
    to be copied into the folder; else it stands there already, the same byte for byte.
    """

    name: str
    fields: Mapping[str, str]
    data: bytes = field(repr=False)
    is_new: bool

    @property
    def file(self) -> str:
        return self.fields["file"]


@dataclass(frozen=True, slots=True, kw_only=True)
class AddedSources:
    """Documents that can be sources, and the change of the case file that lists them; nothing is written yet."""

    sources: tuple[AddedSource, ...]

    @property
    def operation(self) -> Operation:
        names = ", ".join(source.name for source in self.sources)
        changes = (SetValue(path=("sources", source.name), value=dict(source.fields)) for source in self.sources)
        title = f"Source {names} added" if len(self.sources) == 1 else f"Sources {names} added"
        copied = tuple(
            (source.file, hashlib.sha256(source.data).hexdigest()) for source in self.sources if source.is_new
        )
        return Operation(title=title, changes=tuple(changes), documents=copied)


def sources_added(
    opened: OpenedCase, documents: Sequence[File], given: Mapping[str, str] = NOTHING_GIVEN
) -> AddedSources:
    """The documents as sources of the case; a document that lies in the folder of the case stays where it is.

    given: fields that are said of each of them, in the place of what it says of itself. Raises SaveRefused with
    everything that is wrong, one line each.
    """
    wrong = list(_wrong_fields(given))
    sources: list[AddedSource] = []
    for document in documents:
        source = _source(opened, document, given, sources)
        if isinstance(source, str):
            wrong.append(source)
        else:
            sources.append(source)
    if wrong:
        raise SaveRefused("\n".join(dict.fromkeys(wrong)))
    return AddedSources(sources=tuple(sources))


def save_sources(opened: OpenedCase, added: AddedSources) -> OpenedCase:
    """The documents stand in the folder, and the case has them as sources. Raises SaveRefused, with nothing changed."""
    with ExitStack() as unsaved:
        copy_documents(opened.path.parent, added, unsaved)
        saved = save(opened.doing(added.operation))
        unsaved.pop_all()
    return saved


def copy_documents(folder: File, added: AddedSources, unsaved: ExitStack) -> None:
    """The documents stand in the folder; `unsaved` takes away those that were not there before. Raises SaveRefused."""
    for source in added.sources:
        if source.is_new:
            target = folder / source.file
            write_new(target, source.data, over=False)
            unsaved.callback(target.unlink, missing_ok=True)


def _source(
    opened: OpenedCase, document: File, given: Mapping[str, str], others: Sequence[AddedSource]
) -> AddedSource | str:
    """The document as a source, or why it cannot be one beside those of the case and the others."""
    taken = [*opened.tree.keys(("sources",)), *(other.name for other in others)]
    made = start_document(document, taken)
    if isinstance(made, str):
        return made
    folder = opened.path.parent
    if _leads_outside(folder, document):
        return f"`{document}` is a link that leads out of the case's folder; name the document that it leads to"
    file = _place_in(folder, document) or made.file
    listed = {**_files(opened), **{other.file.casefold(): other.name for other in others}}
    if file.casefold() in listed:
        return f"`{file}` is the document of source `{listed[file.casefold()]}` already; each is added once"
    is_new = not os.path.lexists(folder / file)
    if not is_new and source_bytes(folder, file) != made.data:
        return f"`{folder}` already holds another `{file}`; rename one of them"
    return AddedSource(name=made.id, fields=_fields(made, file, given), data=made.data, is_new=is_new)


def _fields(made: StartDocument, file: str, given: Mapping[str, str]) -> dict[str, str]:
    """The fields of the source, in the order of the reference: as given, else as the document says."""
    known = {"file": file, "title": made.title, "sha256": made.sha256, **made.fields, **given}
    return {name: known[name] for name in Source.model_fields if name in known}


def _place_in(folder: File, document: File) -> str:
    """Where in the folder of the case the document lies; empty where it lies elsewhere."""
    real, home = File(os.path.realpath(document)), File(os.path.realpath(folder))
    return real.relative_to(home).as_posix() if real.is_relative_to(home) else ""


def _leads_outside(folder: File, document: File) -> bool:
    """True of a name in the folder of the case that is a link to somewhere else."""
    beside = File(os.path.abspath(document)).parent
    return bool(_place_in(folder, beside)) and not _place_in(folder, document)


def _files(opened: OpenedCase) -> dict[str, str]:
    """The sources of the case by the name of their documents, in small letters."""
    sources: Any = opened.data.get("sources")
    entries = sources.items() if isinstance(sources, dict) else ()
    return {
        str(entry["file"]).casefold(): str(name)
        for name, entry in entries
        if isinstance(entry, dict) and entry.get("file")
    }


def _wrong_fields(given: Mapping[str, str]) -> Iterator[str]:
    """What is wrong with fields that are given."""
    try:
        Source.model_validate({"file": "letter.txt", **given})
    except ValidationError as error:
        for detail in error.errors():
            name = str(detail["loc"][0])
            yield f"`{given.get(name, '')}` is no {name} of a source: {EXPECTED.get(name, detail['msg'])}"


EXPECTED = {
    "date": "write a day, a month or a year, such as 2025-08-10, 2025-08 or 2025",
    "language": "write its code, such as en, uk or zh-Hant",
}
