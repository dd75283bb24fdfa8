"""Earlier versions of a case, with which it can be compared: what it was before each change that was made here, and
copies of it that stand beside it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from winset.casefile.editing.editor import OpenedCase
from winset.casefile.read import CaseText, read_text
from winset.errors import CaseError, UnknownName
from winset.report.disclosure import is_above
from winset.session import Session
from winset.web.address import View
from winset.web.desk import Desk
from winset.web.editing.levels import CLOSED, MOST, levels_of_changes
from winset.web.editing.service import opened
from winset.web.shelf import OpenCase

BEFORE = "before-"
"""Before the digest of a state of the case, where an address names one."""
DIGITS = 12
"""Digits of a digest that an address carries."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EarlierVersion:
    """A version to compare with. key: in addresses; words: what it is."""

    key: str
    words: str


def earlier_versions(desk: Desk, view: View) -> list[EarlierVersion]:
    """The states of the case before each of its changes, the last one first, then copies of it."""
    case = desk.shelf.case(view.case)
    desk.shelf.look()
    try:
        now = opened(case)
    except CaseError:
        return []
    return [*_states(now, view), *_copies(desk, case, now)]


def _states(now: OpenedCase, view: View) -> Iterator[EarlierVersion]:
    journal, levels = now.journal, levels_of_changes(now)
    texts, told = _texts(now), set()
    for n in reversed(range(journal.position or 0)):
        change = journal.changes[n]
        if change.before not in texts or change.before in told or change.before == now.sha256:
            continue
        told.add(change.before)
        what = CLOSED if is_above(levels[n], view.level) else change.title or "a change"
        yield EarlierVersion(key=f"{BEFORE}{change.before[:DIGITS]}", words=f"before “{what}”, {moment(change.when)}")


def _copies(desk: Desk, case: OpenCase, now: OpenedCase) -> Iterator[EarlierVersion]:
    """Other cases of the folder that say they are this case."""
    identity = _identity(now.data)
    for other in desk.shelf.cases.values():
        if other is case or not identity:
            continue
        try:
            there = opened(other)
        except CaseError:
            continue
        if _identity(there.data) == identity and there.sha256 != now.sha256:
            what = "the example that came with winset" if other.is_example else f"the copy in {other.folder.name}"
            yield EarlierVersion(key=other.key, words=what)


def _identity(data: object) -> str:
    head = data.get("case") if isinstance(data, Mapping) else None
    return str(head.get("id") or "") if isinstance(head, Mapping) else ""


def _texts(now: OpenedCase) -> dict[str, str]:
    """The texts of the states before the changes that the file has in it, by their digests, as far back as they can be
    followed.
    """
    texts, text = {}, now.text
    changes = now.journal.changes[: now.journal.position or 0]
    for change in reversed(changes[-MOST:]):
        before = change.undone(text)
        if before is None or hashlib.sha256(before.encode()).hexdigest() != change.before:
            break
        texts[change.before] = text = before
    return texts


def earlier_session(desk: Desk, view: View, key: str) -> Session:
    """The version that an address names. Raises CaseError, and UnknownName where there is none."""
    if not key.startswith(BEFORE):
        return desk.shelf.case(key).session(*view.reading)
    case = desk.shelf.case(view.case)
    now = opened(case)
    digest = key.removeprefix(BEFORE)
    texts = {sha256[:DIGITS]: (sha256, text) for sha256, text in _texts(now).items()}
    if digest not in texts:
        raise UnknownName("this case has no such earlier version any more")
    sha256, text = texts[digest]

    def made() -> Session:
        source = CaseText(path=now.path, text=text.removeprefix(now.source.mark), sha256=sha256)
        return Session(checked=read_text(source, view.variants, view.as_of or None), place=str(now.path))

    return case.kept.once((case.stamp, "earlier", sha256, view.reading), made)


def is_state(key: str) -> bool:
    """True where the version is a state of the case itself, which stands in no file."""
    return key.startswith(BEFORE)


def moment(text: str) -> str:
    """The moment as a reader says it, by the clock of this machine."""
    try:
        return datetime.fromisoformat(text).astimezone().strftime("%Y-%m-%d %H:%M")
    except ValueError:
        return text
