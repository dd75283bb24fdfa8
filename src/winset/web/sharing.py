"""A workbench that others on a trusted network may look at: a passphrase at the door, and one who edits at a time.

Nothing of this is there unless `winset open --share` asks for it: the workbench then answers on this machine alone.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic
from urllib.parse import parse_qsl

from winset.errors import WinsetError
from winset.model.numbers import Handling

LETTERS = "abcdefghijkmnpqrstuvwxyz23456789"
"""Signs of a passphrase: none that is taken for another when it is read aloud."""
GROUPS, GROUP = 5, 5
"""A passphrase is so many groups of so many signs: 2^123 of them."""
FREE_TRIES, LONGEST_WAIT = 5, 300
"""Wrong passphrases before one has to wait, twice as long each time, so many seconds at most."""
PEN = 300
"""Seconds after their last change for which nobody but who made it may change the case."""
MOST_GUESTS = 100
"""Browsers that may have entered; beyond, the one that entered first has to enter again."""


def new_passphrase() -> str:
    """A passphrase that nobody guesses."""
    return "-".join("".join(secrets.choice(LETTERS) for _ in range(GROUP)) for _ in range(GROUPS))


@dataclass(frozen=True, slots=True, kw_only=True)
class Sharing:
    """How a workbench is shared. host: the name or address under which others reach it. may_edit: others may change
    the case, one at a time. most: the highest level that is shown to anybody. certificate, key: files for TLS; without
    them what is sent can be read on the way, which is_trusted says is accepted.
    """

    host: str
    may_edit: bool = False
    most: Handling = "team"
    certificate: Path | None = None
    key: Path | None = None
    is_trusted: bool = False

    def __post_init__(self) -> None:
        if (self.certificate is None) != (self.key is None):
            raise WinsetError("a certificate and its key go together: --certificate FILE --key FILE")
        if self.certificate is None and not self.is_trusted:
            raise WinsetError(
                "without TLS everybody on the way can read what is shared, the passphrase too: give --certificate FILE "
                "--key FILE, or say --trust-network"
            )

    @property
    def scheme(self) -> str:
        return "https" if self.certificate is not None else "http"


@dataclass(slots=True, kw_only=True, eq=False)
class Door:
    """Who has entered with the passphrase, and who may change the case now."""

    sharing: Sharing
    passphrase: str = field(default_factory=new_passphrase)
    guests: dict[str, float] = field(default_factory=dict)
    wrong: int = 0
    closed_until: float = 0.0
    pen: str = ""
    pen_until: float = 0.0

    def wait(self) -> int:
        """Seconds for which no passphrase is taken, since too many were wrong."""
        return max(0, round(self.closed_until - monotonic()))

    def enter(self, body: bytes) -> str | None:
        """The session of a browser that says the passphrase; None where it is wrong, or no time to try."""
        said = dict(parse_qsl(body.decode("utf-8", "replace"))).get("passphrase", "").strip().lower()
        if self.wait():
            return None
        if not secrets.compare_digest(said.encode(), self.passphrase.encode()):
            self.wrong += 1
            if self.wrong > FREE_TRIES:
                self.closed_until = monotonic() + min(LONGEST_WAIT, 2 ** (self.wrong - FREE_TRIES))
            return None
        self.wrong = 0
        session = secrets.token_urlsafe(32)
        self.guests[session] = monotonic()
        while len(self.guests) > MOST_GUESTS:
            del self.guests[next(iter(self.guests))]
        return session

    def knows(self, session: str) -> bool:
        """Whether it entered. Every known session is compared, in the same time whichever it is."""
        same = [secrets.compare_digest(session.encode(), known.encode()) for known in self.guests]
        return any(same)

    def refusal(self, session: str, *, is_owner: bool) -> str:
        """Why a browser may not change the case now; empty where it may, and then nobody else may for a while."""
        if not is_owner and not self.sharing.may_edit:
            return "This workbench is shared for reading: only who opened it changes the case.\n"
        now = monotonic()
        if self.pen and self.pen != session and now < self.pen_until:
            minutes = max(1, round((self.pen_until - now) / 60))
            left = "a minute" if minutes == 1 else f"{minutes} minutes"
            return f"Somebody else is changing the case; one does at a time. Try again in {left}.\n"
        self.pen, self.pen_until = session, now + PEN
        return ""
