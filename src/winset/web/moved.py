"""Numbers that a page moves: what they are called, and where they stand now."""

from __future__ import annotations

from winset.model.case import Case
from winset.report.names import owned_by


def title_of(case: Case, path: str) -> str:
    """A judged number in words: "Russia’s walk-away"."""
    kind, *names = path.split(".")
    known = all((kind, *names))
    if kind == "walk_away" and names and names[0] in case.parties:
        return f"{owned_by(case.name_in_sentence(names[0]))} walk-away"
    if kind == "capability" and names and names[0] in case.parties:
        return f"{owned_by(case.name_in_sentence(names[0]))} capability"
    if kind == "levers" and names and names[0] in case.levers:
        return f"effect of {case.levers[names[0]].title or names[0].replace('_', ' ')}"
    if (
        kind in ("salience", "scores")
        and known
        and len(names) > 1
        and names[0] in case.issues
        and names[1] in case.parties
    ):
        topic, party = case.issue_in_sentence(names[0]), case.name_in_sentence(names[1])
        if kind == "salience":
            return f"weight of {topic} for {party}"
        return f"worth of “{case.option_label(names[0], names[2])}” to {party}" if len(names) > 2 else path
    return path
