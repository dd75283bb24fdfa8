"""New cases: a commented starter, an empty grid for documents of one's own, a copy of an example.

Everything is made in a folder beside the wanted one and moved there when it is complete: a case stands whole or
not at all.
"""

from __future__ import annotations

import hashlib
import html
import os
import re
import shlex
import shutil
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path as File

from winset.casefile.checks.cells import RESERVED
from winset.casefile.checks.left_open import PLACEHOLDERS
from winset.casefile.document_facts import DocumentFacts, document_facts
from winset.casefile.document_text import SourceRefused
from winset.casefile.save import as_scalar, double_quoted, moved_to_new
from winset.casefile.sources import SourceText, remembered_text, source_bytes
from winset.casefile.temporary import claimed, remove_leftovers, temporary_name
from winset.errors import SaveRefused

CASE_FILE = "case.yaml"
SCHEMA = "case.schema.json"
LONGEST_NAME = 100
"""Characters of the name of a party or issue of a new case; beyond, it is refused."""
LONGEST_LABEL = 200
"""Characters of the words of an option of a new case; beyond, they are refused."""

_MISREAD = frozenset({*RESERVED, "y", "n", "yes", "no", "on", "off", "true", "false", "null"})
_LETTERS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "æ": "ae", "œ": "oe", "þ": "th", "ı": "i"})
_HEADINGS = {
    "markdown": re.compile(r"^ {0,3}#{1,6}[ \t]+(.+?)[ \t#]*$|^(?=\S)(.+)\r?\n=+[ \t]*$", re.MULTILINE),
    "html": re.compile(r"<h1\b[^>]*>(.*?)</h1>|<title\b[^>]*>(.*?)</title>", re.IGNORECASE | re.DOTALL),
}
_SEARCHED = 100_000  # characters of a document in which its heading is sought


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedEntry:
    """A party or issue: the id that the case file uses, and the name that was given."""

    id: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StartIssue(NamedEntry):
    """An issue with its options, the one that holds as long as nothing is agreed last; without any, two placeholders
    stand in their place.
    """

    options: tuple[NamedEntry, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class StartDocument:
    """A document to be copied into the case; file: its name there. data: its bytes. fields: what it says of itself
    beside its title, as a source has it.
    """

    id: str
    file: str
    title: str
    sha256: str
    data: bytes
    fields: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class StartGrid:
    """What an empty case is made of. title: of the case; the name of its folder in words, if not given."""

    documents: tuple[StartDocument, ...]
    parties: tuple[NamedEntry, ...]
    issues: tuple[StartIssue, ...]
    title: str = ""


def refuse_taken(folder: File) -> None:
    """Returns where a case can be started in the folder. Raises SaveRefused where it holds one or is no folder."""
    if folder.exists() and not folder.is_dir():
        raise SaveRefused(f"`{folder}` is a file; name a folder for the new case, and documents after it")
    if os.path.lexists(folder / CASE_FILE):
        raise SaveRefused(f"`{folder}` already holds a {CASE_FILE}; name another folder, or edit that case")


def grid(folder: File, documents: Sequence[File], parties: str, issues: str) -> StartGrid:
    """The parts of an empty case from documents and from names separated by commas.

    Raises SaveRefused with everything that is wrong, one line each; nothing is written.
    """
    wrong: list[str] = []
    grid_read = StartGrid(
        documents=_documents(folder, documents, wrong),
        parties=_named(parties, "party", wrong),
        issues=tuple(StartIssue(id=issue.id, name=issue.name) for issue in _named(issues, "issue", wrong)),
    )
    if not wrong and len(grid_read.parties) < 2:
        wrong.append("a negotiation has at least two parties: --parties us,russia,ukraine")
    if wrong:
        raise SaveRefused("\n".join(wrong))
    return grid_read


def described_grid(
    folder: File, documents: Sequence[File], title: str, parties: Sequence[str], issues: Mapping[str, Sequence[str]]
) -> StartGrid:
    """The parts of an empty case from names, issues with their options: the last of each holds as long as nothing is
    agreed. Raises SaveRefused with everything that is wrong, one line each; nothing is written.
    """
    wrong: list[str] = []
    if not title.strip():
        wrong.append("the case has no title")
    seats = _entries(parties, "party", wrong)
    if len(seats) < 2:
        wrong.append("a negotiation has at least two parties")
    rows = []
    for issue in _entries(tuple(issues), "issue", wrong):
        options = _entries(issues[issue.name], f"option of “{issue.name}”", wrong, kind="option")
        if len(options) < 2:
            wrong.append(f"“{issue.name}” has fewer than two options: two ways in which it could be settled are needed")
        rows.append(StartIssue(id=issue.id, name=issue.name, options=options))
    if not rows:
        wrong.append("there is no issue yet: name one thing that is to be settled")
    grid_read = StartGrid(
        documents=_documents(folder, documents, wrong) if documents else (),
        parties=seats,
        issues=tuple(rows),
        title=" ".join(title.split()),
    )
    if not documents:
        wrong.append("there is no document yet: paste a text, or add one")
    if wrong:
        raise SaveRefused("\n".join(wrong))
    return grid_read


def _entries(names: Sequence[str], what: str, wrong: list[str], kind: str = "") -> tuple[NamedEntry, ...]:
    """Each name with its id; what cannot be used is added to `wrong`."""
    entries: dict[str, NamedEntry] = {}
    for number, name in enumerate((" ".join(name.split()) for name in names), 1):
        entry = NamedEntry(id=id_for(name, kind or what, number)[:LONGEST_NAME], name=name)
        if not name.isprintable() or len(name) > LONGEST_LABEL or not any(map(str.isalnum, name)):
            wrong.append(f"{name[:LONGEST_NAME]!r} is no name of a {what}: use letters and digits")
        elif entry.id in entries:
            wrong.append(f"“{name}” and “{entries[entry.id].name}” are too much alike to be told apart")
        else:
            entries[entry.id] = entry
    return tuple(entries.values())


def write_starter(folder: File) -> tuple[str, ...]:
    """The commented starter case stands in the folder; the names of its files. Raises SaveRefused."""
    refuse_taken(folder)
    starter = files("winset.casefile") / "starter"
    minutes = (starter / "minutes.md").read_bytes()
    text = (starter / CASE_FILE).read_text(encoding="utf-8")
    text = text.replace("STARTER", case_id_for(folder)).replace("SHA256", hashlib.sha256(minutes).hexdigest())
    return written_folder(folder, text, {"minutes.md": minutes})


def write_grid(folder: File, parts: StartGrid) -> tuple[str, ...]:
    """An empty case with its documents stands in the folder; the names of its files. Raises SaveRefused."""
    refuse_taken(folder)
    return written_folder(
        folder, _grid_text(folder, parts), {document.file: document.data for document in parts.documents}
    )


def refuse_existing(example: File, folder: File) -> None:
    """Returns where nothing stands at the folder. Raises SaveRefused where something does."""
    if os.path.lexists(folder):
        raise SaveRefused(f"`{folder}` exists already; name another folder: winset examples {example.name} FOLDER")


def copy_example(example: File, folder: File) -> None:
    """A copy of the example stands in the folder. Raises SaveRefused where the folder exists already."""
    refuse_existing(example, folder)
    with staged(folder) as stage:
        shutil.copytree(example, stage, dirs_exist_ok=True, ignore=shutil.ignore_patterns("__pycache__", ".*"))


def written_folder(folder: File, text: str, documents: dict[str, bytes]) -> tuple[str, ...]:
    """Writes a case folder, with the schema that editors read, all of it or nothing; returns the names of its files."""
    schema = files("winset.casefile") / SCHEMA
    with staged(folder) as stage:
        for name, data in documents.items():
            (stage / name).write_bytes(data)
        if schema.is_file():
            (stage / SCHEMA).write_bytes(schema.read_bytes())
            text = f"# yaml-language-server: $schema={SCHEMA}\n{text}"
        (stage / CASE_FILE).write_bytes(text.encode())
        return tuple(sorted(os.listdir(stage), key=_case_file_last))


@contextmanager
def staged(folder: File) -> Iterator[File]:
    """A folder to be filled; at the end what it holds stands in `folder`, or nothing does and SaveRefused says why."""
    folder = File(os.path.abspath(folder))
    home = folder if folder.is_dir() else folder.parent
    remove_leftovers(home)
    stage = home / temporary_name()
    try:
        stage.mkdir(parents=True)
        with claimed(stage):
            yield stage
            if folder.exists():
                _moved_into(stage, folder)
            else:
                os.rename(stage, folder)
    except (OSError, shutil.Error) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise SaveRefused(f"`{folder}` cannot be written: {reason}; nothing was left there") from error
    finally:
        shutil.rmtree(stage, ignore_errors=True)


def _moved_into(stage: File, folder: File) -> None:
    """Every file of the stage stands in the folder, the case file last; a file of the same bytes stays as it is."""
    moved: list[File] = []
    complete = False
    try:
        for name in sorted(os.listdir(stage), key=_case_file_last):
            target = folder / name
            if not os.path.lexists(target):
                moved_to_new(stage / name, target)
                moved.append(target)
            elif name == CASE_FILE or not target.is_file() or target.read_bytes() != (stage / name).read_bytes():
                message = f"`{folder}` already holds another `{name}`; rename one of them, or name another folder"
                raise SaveRefused(message)
        complete = True
    finally:
        for target in () if complete else moved:
            target.unlink(missing_ok=True)


def _case_file_last(name: str) -> tuple[bool, str]:
    return name == CASE_FILE, name


def _documents(folder: File, paths: Sequence[File], wrong: list[str]) -> tuple[StartDocument, ...]:
    """The documents, read; what cannot be used is added to `wrong`."""
    start_documents: list[StartDocument] = []
    if not paths:
        wrong.append("no document is named: --from briefing.md")
    for path in paths:
        document = start_document(path, [other.id for other in start_documents])
        if isinstance(document, str):
            wrong.append(document)
        elif document.file.casefold() in [other.file.casefold() for other in start_documents]:
            wrong.append(f"two documents are called `{document.file}`; rename one of them, or name it once")
        elif _another_there(folder / document.file, document.data):
            wrong.append(f"`{folder}` already holds another `{document.file}`; rename one of them")
        else:
            start_documents.append(document)
    return tuple(start_documents)


def _another_there(target: File, data: bytes) -> bool:
    return os.path.lexists(target) and not (target.is_file() and target.read_bytes() == data)


def start_document(path: File, taken: Sequence[str]) -> StartDocument | str:
    """The document, or why it cannot be a source."""
    real = File(os.path.realpath(path))
    if not real.is_file():
        return f"there is no document `{path}`" if not real.exists() else f"`{path}` is not a file"
    try:
        real.name.encode()
    except UnicodeEncodeError:
        return f"the name of {str(path)!r} is not UTF-8; rename the document"
    data = source_bytes(real.parent, real.name)
    if isinstance(data, SourceRefused):
        return data.message
    source = remembered_text(real.name, data)
    if isinstance(source, SourceRefused):
        return source.message
    first = id_for(real.stem, "source", len(taken) + 1)
    name = next(name for name in (first, *(f"{first}_{n}" for n in range(2, len(taken) + 3))) if name not in taken)
    facts = document_facts(source.kind, data)
    return StartDocument(
        id=name, file=real.name, title=_title(source, data, facts), sha256=source.sha256, data=data, fields=facts.fields
    )


def _title(source: SourceText, data: bytes, facts: DocumentFacts) -> str:
    """The first heading of the document, or the title that it gives itself; of one without, its name in words."""
    heading = _HEADINGS.get(source.kind)
    text = data.decode("utf-8")[:_SEARCHED] if source.kind == "html" else source.text[:_SEARCHED]
    match = heading.search(text) if heading else None
    words = next(filter(None, match.groups()), "") if match else ""
    if source.kind == "html":
        words = html.unescape(re.sub(r"<[^>]*>", "", words))
    words = " ".join("".join(sign if sign.isprintable() else " " for sign in words).split()).strip("*_ ")
    return words[:200] or facts.title or " ".join(re.split(r"[-_\s]+", File(source.name).stem)).strip() or source.name


def _named(text: str, kind: str, wrong: list[str]) -> tuple[NamedEntry, ...]:
    """The parties or issues with their ids; what cannot be used is added to `wrong`."""
    entries: list[NamedEntry] = []
    example = "--parties us,russia,ukraine" if kind == "party" else "--issues territory,ceasefire"
    if not text.strip():
        wrong.append(f"no {kind} is named: {example}")
        return ()
    for number, name in enumerate((" ".join(part.split()) for part in text.split(",")), start=1):
        known = {other.id: other.name for other in entries}
        named = NamedEntry(id=id_for(name, kind, number), name=name)
        if not name:
            wrong.append(f"{kind} {number} has no name between its commas: {example}")
        elif not name.isprintable() or len(name) > LONGEST_NAME or not any(map(str.isalnum, name)):
            wrong.append(f"{name[:LONGEST_NAME]!r} is no name of a {kind}: use letters and digits, {example}")
        elif named.id in known:
            wrong.append(f"the {kind} `{name}` stands twice: it and `{known[named.id]}` both become `{named.id}`")
        else:
            entries.append(named)
    return tuple(entries)


def id_for(name: str, kind: str, number: int) -> str:
    """The name in small letters, digits and _; with the kind before it where it would be no id, or misread."""
    apart = unicodedata.normalize("NFKD", name.casefold().translate(_LETTERS))
    letters = "".join(sign for sign in apart if not unicodedata.combining(sign))
    plain = re.sub("[^a-z0-9]+", "_", letters).strip("_")
    if not plain:
        return f"{kind}_{number}"
    return f"{kind}_{plain}" if plain[0].isdigit() or plain in _MISREAD else plain


def case_id_for(folder: File) -> str:
    """The id of a case in a folder, from the folder's name."""
    return id_for(File(os.path.abspath(folder)).name, "case", 1).replace("_", "-")


def _grid_text(folder: File, parts: StartGrid) -> str:
    """The case file of an empty grid, with a word on how to fill each part."""
    name = File(os.path.abspath(folder)).name
    title = parts.title or " ".join(re.split(r"[-_\s]+", name)).strip() or "New case"
    template = (files("winset.casefile") / "starter" / "grid.yaml").read_text(encoding="utf-8")
    sections = {
        "COUNTS": f"{len(parts.parties)} parties, {len(parts.issues)} issue{'s' * (len(parts.issues) > 1)}",
        "CASE_ID": case_id_for(folder),
        "TITLE": as_scalar(title[:1].upper() + title[1:]),
        "SOURCES": "\n".join(map(_source_text, parts.documents)),
        "PARTIES": "\n".join(f"  {party.id}: {{name: {as_scalar(party.name)}}}" for party in parts.parties),
        "ON_ISSUES": _ON_OPTIONS if any(issue.options for issue in parts.issues) else _ON_PLACEHOLDERS,
        "ISSUES": "\n".join(map(_issue_text, parts.issues)),
        "POSITIONS": "\n".join(_row_text(issue, parts.parties) for issue in parts.issues),
        "FOLDER": shlex.quote(name) if name.isprintable() else "FOLDER",
        "A_PARTY": parts.parties[0].id,
        "AN_ISSUE": parts.issues[0].id,
        "A_SOURCE": parts.documents[0].id,
    }
    return re.sub(r"\{\{([A-Z_]+)\}\}", lambda match: sections[match[1]], template)


_ON_PLACEHOLDERS = """\
# Replace the placeholder options, in names and words: give each a short name of its own, and say after the colon what
# it means, such as `keep: it stays as it is`. Two are needed, more are welcome; no question is answered before.
# Take the # off `status_quo`: it names the option that holds while nothing is agreed. Without it nobody knows what no
# deal is worth. `scale: true` says that the options lie on a line, in the order in which they stand here."""
_ON_OPTIONS = """\
# The ways in which each issue could be settled; `status_quo` names the option that holds while nothing is agreed.
# `scale: true` says that the options lie on a line, in the order in which they stand here."""


def _source_text(document: StartDocument) -> str:
    return (
        f"  {document.id}:\n"
        f"    file: {as_scalar(document.file)}\n"
        f"    title: {as_scalar(document.title)}\n"
        f'    sha256: "{document.sha256}"'
        + "".join(f"\n    {name}: {double_quoted(text)}" for name, text in document.fields.items())
    )


def _issue_text(issue: StartIssue) -> str:
    if issue.options:
        return (
            f"  {issue.id}:\n    title: {as_scalar(issue.name)}\n    status_quo: {issue.options[-1].id}\n    options:\n"
            + "\n".join(f"      {option.id}: {as_scalar(option.name)}" for option in issue.options)
        )
    return (
        f"  {issue.id}:\n"
        f"    title: {as_scalar(issue.name)}\n"
        "    options:\n"
        + "".join(f"      {name}: {label}\n" for name, label in PLACEHOLDERS.items())
        + f"    # status_quo: {list(PLACEHOLDERS)[-1]}"
    )


def _row_text(issue: NamedEntry, parties: Sequence[NamedEntry]) -> str:
    return "\n".join([f"  {issue.id}:", *(f"    {party.id}: silent" for party in parties)])
