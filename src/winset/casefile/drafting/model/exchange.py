"""What was sent to a model and what came back, kept word for word beside the case, in a file for its owner only."""

from __future__ import annotations

import json
import os
import re
import stat
import sys
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path as File
from typing import Any

from winset.casefile.drafting.model.answer import Usage
from winset.casefile.drafting.model.endpoint import Endpoint, Reply
from winset.casefile.drafting.model.pieces import Piece
from winset.casefile.temporary import sole_writer
from winset.errors import SaveRefused

LARGEST_EXCHANGES = 500_000_000
"""Bytes of the file of exchanges with models; beyond, no model is asked until the file is moved away."""
_PRICES = re.compile(r"(\d{1,9}(?:\.\d{1,9})?)[/,:](\d{1,9}(?:\.\d{1,9})?)(?:\s*([^\W\d_]{1,8}|[€$£¥]))?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Prices:
    """What a million tokens cost, sent and received, in a currency of the user's."""

    sent: Decimal
    received: Decimal
    currency: str = ""

    def cost(self, usage: Usage) -> Decimal:
        return (self.sent * usage.sent + self.received * usage.received) / 1_000_000

    def words(self, usage: Usage) -> str:
        """The cost to a hundredth of a cent, without zeros that say nothing."""
        rounded = self.cost(usage).quantize(Decimal("0.0001"))
        whole, _, part = f"{rounded:f}".partition(".")
        return f"{whole}.{part.rstrip('0').ljust(2, '0')}" + (f" {self.currency}" if self.currency else "")


def prices_of(text: str) -> Prices | None:
    """Prices as they are typed, such as `0.15/0.60` or `0.15/0.60 EUR`; None where these are none."""
    found = _PRICES.fullmatch(text.strip())
    return Prices(sent=Decimal(found[1]), received=Decimal(found[2]), currency=found[3] or "") if found else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """One request and what came of it. purpose: "draft" or "probe"; reply: None where none came; problem: why."""

    purpose: str
    piece: Piece
    sha256: str
    body: dict[str, Any]
    reply: Reply | None
    problem: str = ""

    def as_line(self, endpoint: Endpoint) -> str:
        """As one line of JSON, without the key."""
        data: dict[str, Any] = {
            "when": datetime.now(UTC).isoformat(timespec="seconds"),
            "purpose": self.purpose,
            "address": str(endpoint.address),
            "model": endpoint.model,
            "source": self.piece.source,
            "sha256": self.sha256,
            "start": self.piece.start,
            "end": self.piece.end,
            "request": self.body,
        }
        if self.reply is not None:
            reply = self.reply
            data |= {"status": reply.status, "reply": reply.text, "attempts": reply.attempts, "seconds": reply.seconds}
        data |= {"problem": self.problem} if self.problem else {}
        return endpoint.without_key(json.dumps(data, ensure_ascii=True, separators=(",", ":"))) + "\n"


def exchange_file(case: File) -> File:
    """Where the exchanges stand; of a linked case, beside the file that the link leads to."""
    real = File(os.path.realpath(case))
    return real.with_name(f".{real.name}.exchanges")


def keep_exchange(case: File, line: str) -> None:
    """The line stands at the end of the file of exchanges. An empty line is none, and shows that one could stand there.

    Raises SaveRefused where it cannot.
    """
    path = exchange_file(case)
    flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
    with sole_writer(path.parent):
        try:
            descriptor = os.open(path, flags, 0o600)
        except OSError as error:
            raise SaveRefused(
                f"`{path}`, which keeps what a model is asked, cannot be written: {error.strerror}"
            ) from error
        with os.fdopen(descriptor, "ab") as stream:
            status = os.fstat(stream.fileno())
            if not stat.S_ISREG(status.st_mode):
                raise SaveRefused(f"`{path}`, which keeps what a model is asked, is not a regular file")
            if status.st_size > LARGEST_EXCHANGES:
                raise SaveRefused(
                    f"`{path}` holds more than {LARGEST_EXCHANGES:,} bytes of exchanges with models: move it away"
                )
            if sys.platform != "win32":
                os.fchmod(stream.fileno(), 0o600)
            try:
                stream.write(line.encode())
                stream.flush()
                os.fsync(stream.fileno())
            except OSError as error:
                raise SaveRefused(f"`{path}` cannot be written: {error.strerror}") from error
