"""Where one begins: the cases of the folder, the examples, and a form that makes a new case."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path as File
from tempfile import mkdtemp
from typing import Any
from urllib.parse import unquote

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from winset.casefile.document_text import SourceRefused
from winset.casefile.sources import source_bytes, source_text
from winset.casefile.start import case_id_for, copy_example, described_grid, write_grid
from winset.errors import SaveRefused, UnknownName
from winset.web.desk import Desk
from winset.web.posted import posted
from winset.web.render import Page, Part, filled
from winset.web.shelf import OpenCase

FIRST, FIRST_OF_NEW = "deal", "case"
"""The page that a case is opened with, and a new one."""
PASTED = "text.txt"
"""The document that a pasted text becomes."""
LONGEST_NAME = 200
"""Bytes of the name of a document that is dropped on a page; beyond, it is refused: some file systems hold 255."""
_KEY = re.compile(r"(issue|options)-([0-9]{1,3})")


def start_page(desk: Desk) -> Page:
    """The cases that can be opened."""
    desk.shelf.look()
    own = [_described(case) for case in desk.shelf.cases.values() if not case.is_example]
    shipped = [_described(case) for case in desk.shelf.cases.values() if case.is_example]
    html = filled("start.html.j2", own=own, shipped=shipped, folder=str(desk.shelf.root))
    new = filled("new.html.j2", is_open=not own, issues=3)
    parts = (Part(name="cases", html=html), Part(name="new", html=new), Part(name="wrong", html=Markup()))
    return Page(title="Cases", heading="Cases", parts=parts, url="/", scripts=("start.js",))


def _described(case: OpenCase) -> dict[str, object]:
    checked = case.any_session().checked
    there = checked.case
    return {
        "key": case.key,
        "url": f"/case/{case.key}/{'check' if checked.errors or there is None else FIRST}",
        "title": there.case.title if there is not None else case.folder.name,
        "question": there.case.question if there is not None and there.case.question else "",
        "folder": str(case.folder),
        "errors": len(checked.errors),
    }


def start_action(desk: Desk, request: Request) -> Response:
    """What one does on the page. Raises UnknownName."""
    name = request.path_params["part"]
    if name == "document":
        return _document(desk, unquote(request.headers.get("x-winset-name", "")), request.state.body)
    given = posted(request.state.body or b"{}")
    if name == "new":
        return _new(desk, given)
    if name == "copy":
        return _copied(desk, str(given.get("key", "")))
    raise UnknownName(f"nothing is called `{name}` here")


def _document(desk: Desk, name: str, data: bytes) -> Response:
    """A document that was dropped on the page is kept until its case is made. One that cannot be read says why."""
    plain = File(name.replace("\\", "/")).name
    if not plain or plain.startswith(".") or not plain.isprintable() or len(plain.encode()) > LONGEST_NAME:
        return _wrong(f"`{name}` is no name of a document")
    folder = File(mkdtemp(prefix="winset-document-"))
    (folder / plain).write_bytes(data)
    read = source_bytes(folder, plain)
    source = source_text(plain, read) if isinstance(read, bytes) else read
    if isinstance(source, SourceRefused):
        (folder / plain).unlink()
        folder.rmdir()
        return _wrong(source.message)
    key = desk.keep_document(folder / plain)
    words = f"{len(source.text.split()):,} words"
    html = filled("document.html.j2", key=key, name=plain, words=words)
    return HTMLResponse(html, headers={"x-winset-append": "documents"})


def _new(desk: Desk, given: Mapping[str, Any]) -> Response:
    """A new case stands in the folder, and is opened."""
    title = str(given.get("title", ""))
    folder = _free(desk.shelf.root, title)
    documents = [desk.documents[key] for key in given if key in desk.documents]
    text = str(given.get("text", ""))
    if text.strip():
        pasted = File(mkdtemp(prefix="winset-document-")) / PASTED
        pasted.write_text(text.replace("\r\n", "\n"), encoding="utf-8")
        documents.append(pasted)
    try:
        parts = described_grid(folder, documents, title, _lines(given.get("parties")), dict(_issues(given)))
        write_grid(folder, parts)
    except SaveRefused as refusal:
        return _wrong(str(refusal))
    case = desk.shelf.put(folder / "case.yaml")
    return HTMLResponse("", headers={"x-winset-go": f"/case/{case.key}/{FIRST_OF_NEW}"})


def _copied(desk: Desk, key: str) -> Response:
    """A copy of an example, to be changed."""
    example = desk.shelf.case(key)
    folder = _free(desk.shelf.root, example.folder.name)
    try:
        copy_example(example.folder, folder)
    except SaveRefused as refusal:
        return _wrong(str(refusal))
    case = desk.shelf.put(folder / "case.yaml")
    return HTMLResponse("", headers={"x-winset-go": f"/case/{case.key}/{FIRST}"})


def _free(root: File, title: str) -> File:
    """A folder of that name that does not exist yet."""
    name = case_id_for(File(title.replace("/", " ").strip() or "case"))[:60].strip("-") or "case"
    return next(folder for folder in _folders(root, name) if not folder.exists())


def _folders(root: File, name: str) -> Iterator[File]:
    yield root / name
    for number in range(2, 10_000):
        yield root / f"{name}-{number}"


def _lines(text: object) -> list[str]:
    return [line.strip() for line in str(text or "").splitlines() if line.strip()]


def _issues(given: Mapping[str, Any]) -> Iterator[tuple[str, list[str]]]:
    """The issues that have a name, each with its options."""
    numbers = sorted({int(match[2]) for key in given if (match := _KEY.fullmatch(key))})
    for number in numbers:
        name = " ".join(str(given.get(f"issue-{number}", "")).split())
        options = _lines(given.get(f"options-{number}"))
        if name or options:
            yield name or f"issue {number}", options


def _wrong(text: str) -> Response:
    """What is wrong, beside the form, in which all that was typed still stands."""
    lines = Markup("").join(Markup("<li>{}</li>").format(line) for line in text.splitlines())
    html = Markup('<div role="alert" class="warning"><p>This does not work yet:</p><ul>{}</ul></div>').format(lines)
    return HTMLResponse(Part(name="wrong", html=html).element)
