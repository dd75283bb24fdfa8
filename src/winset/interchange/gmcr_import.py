"""A case from a save file of GMCR+, a program for the graph model of conflicts.

What the file says is carried over exactly: states, moves, and the order of the states for every party. What a case has
no word for, misperceptions and coalitions, is left out and said.
"""

from __future__ import annotations

from pathlib import Path as File

from winset.casefile.nodes import MAX_BYTES, MAX_NODES, Reader
from winset.casefile.start import CASE_FILE, case_id_for
from winset.errors import CaseError, Place
from winset.interchange.case_text import title_of
from winset.interchange.foreign_file import ImportProblems, open_file
from winset.interchange.gmcr_case_text import ModelHeading, gmcr_text, names_of
from winset.interchange.gmcr_json import read_gmcr
from winset.interchange.imported import Imported


def imported_gmcr(path: File, folder: File) -> Imported:
    """The case that the file gives.

    folder: where the case is to stand; it gets its id from there. Raises CaseError with everything that is wrong.
    """
    findings = ImportProblems()
    source = open_file(path, findings)
    conflict = read_gmcr(source, findings) if source is not None else None
    if source is None or conflict is None:
        raise CaseError(tuple(findings.problems))
    names = names_of(conflict)
    file = (source.name, source.sha256)
    heading = ModelHeading(
        id=case_id_for(folder), title=title_of(source.stem) or "Imported", file=file, notes=conflict.notes
    )
    text = gmcr_text(conflict, names, heading)
    if not _fits(text):
        message = f"the case would have more than {MAX_BYTES:,} bytes or {MAX_NODES:,} values"
        findings.add("E603", message, Place(file=source.name))
    findings.raise_any()
    return Imported(text=text, parties=names.parties, issues=names.issues, files=(file,), notes=conflict.notes)


def _fits(text: str) -> bool:
    """True where a case file can hold the text; it is read only where counting its marks does not settle that."""
    if len(text.encode()) > MAX_BYTES:
        return False
    at_most = 2 * text.count(":") + sum(map(text.count, ",[{\n"))
    if at_most <= MAX_NODES:
        return True
    reader = Reader(text, CASE_FILE)
    reader.read()
    return not reader.problems
