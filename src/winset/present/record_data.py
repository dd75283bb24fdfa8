"""What became of a record, as plain data for JSON."""

from __future__ import annotations

from winset.model.record import Record, Repeated
from winset.model.version import VERSION

Json = dict[str, object]


def repeated_document(record: Record, found: Repeated, *, limit: int) -> Json:
    """What `winset verify --json` prints of a record; values that differ are JSON texts, as written."""
    return {
        "winset": VERSION,
        "command": record.command,
        "case": record.inputs[0].case if record.inputs else None,
        "repeated": record.is_repeatable and not found.obstacle,
        "obstacle": found.obstacle or None,
        "inputs_same": not found.changes,
        "changes": [
            {"what": one.what, "name": one.name or None, "recorded": one.recorded, "now": one.now, "case": one.case}
            for one in found.changes
        ],
        "same": found.is_same,
        "values": found.values,
        "differing": len(found.differences),
        "differences": [
            {"path": one.path, "recorded": one.recorded, "now": one.now} for one in found.differences[: limit or None]
        ],
        "notes": list(record.notes),
    }
