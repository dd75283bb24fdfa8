"""A model asked about the pieces of sources, one after the other; what it answers goes through the quote gate.

What was sent and what came back is kept word for word beside the case, in a file for its owner only. How faithfully a
model quotes is counted.
"""

from __future__ import annotations

import json
import os
import re
import stat
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path as File
from typing import Any

from winset.casefile.drafting.candidate import PATTERNS, Candidate
from winset.casefile.drafting.model.answer import (
    CUT,
    MOST_ENTRIES,
    NoAnswer,
    RefusedEntry,
    Usage,
    content_of,
    entries_of,
    entry_count,
)
from winset.casefile.drafting.model.ask import FORMS, Form, KnownNames, Piece, request_body
from winset.casefile.drafting.model.endpoint import Endpoint, Reply, refusal_of
from winset.casefile.drafting.model.gate import Gate, Likeness, PassedEntry, ProposedName, counted_likeness
from winset.casefile.save import hidden_beside
from winset.casefile.sources import SourceText
from winset.casefile.temporary import sole_writer
from winset.errors import ModelRefused, SaveRefused
from winset.model.case import Case

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
    return hidden_beside(case, "exchanges")


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
            message = f"`{path}`, which keeps what a model is asked, cannot be written: {error.strerror}"
            raise SaveRefused(message) from error
        with os.fdopen(descriptor, "ab") as stream:
            status = os.fstat(stream.fileno())
            if not stat.S_ISREG(status.st_mode):
                raise SaveRefused(f"`{path}`, which keeps what a model is asked, is not a regular file")
            if status.st_size > LARGEST_EXCHANGES:
                message = f"`{path}` holds more than {LARGEST_EXCHANGES:,} bytes of exchanges with models: move it away"
                raise SaveRefused(message)
            if sys.platform != "win32":
                os.fchmod(stream.fileno(), 0o600)
            try:
                stream.write(line.encode())
                stream.flush()
                os.fsync(stream.fileno())
            except OSError as error:
                raise SaveRefused(f"`{path}` cannot be written: {error.strerror}") from error


FEWEST_TOKENS = 8
"""Characters of a text that no tokenizer puts into one token on average: where a server counts fewer tokens than one
for so many, it may have cut the text to its length of context without a word.
"""
_NO_FORM = (400, 415, 422, 501)
"""Status with which servers answer that do not know the form of answers that is asked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class UnreadPiece:
    """A piece of a source of which the model gave no answer that can be used, and why."""

    piece: Piece
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelDraft:
    """What a model made of the sources.

    names: parties and issues that the case lacks. likeness: of its quotes. left: entries beyond what is read of one
    answer. shortened: answers whose server counts so few tokens that it may have cut the text. asked: how many pieces
    it was asked about, of `pieces`; stopped: why not about all.
    """

    model: str
    candidates: tuple[Candidate, ...] = ()
    names: tuple[ProposedName, ...] = ()
    refused: tuple[RefusedEntry, ...] = ()
    unread: tuple[UnreadPiece, ...] = ()
    likeness: Mapping[Likeness, int] = field(default_factory=lambda: counted_likeness(()))
    usage: Usage = field(default_factory=Usage)
    left: int = 0
    shortened: int = 0
    asked: int = 0
    pieces: int = 0
    stopped: str = ""

    @property
    def quotes(self) -> int:
        return sum(self.likeness.values())

    @property
    def verbatim_rate(self) -> float | None:
        """The share of its quotes that pass the gate; None without any quote."""
        passed = self.likeness["exact"] + self.likeness["typographic"]
        return passed / self.quotes if self.quotes else None

    @property
    def unanswered(self) -> int:
        """Pieces without a usable answer."""
        return len(self.unread) + self.pieces - self.asked


@dataclass(kw_only=True)
class Asking:
    """A model that is asked about sources. keep: takes each exchange as it happens; found: the candidates of an answer,
    before the next piece is sent.

    The first form of answers that the server takes is used for all that follows.
    """

    endpoint: Endpoint
    known: KnownNames
    purpose: str
    keep: Callable[[Exchange], None]
    found: Callable[[tuple[Candidate, ...]], None]
    form: Form = FORMS[0]

    def draft(self, case: Case, sources: Mapping[str, SourceText], pieces: Iterable[Piece]) -> ModelDraft:
        """What the model makes of the pieces. Where it cannot be asked any more, what it answered by then is kept.

        Raises ModelRefused where it cannot be asked at all.
        """
        if self.endpoint.model == PATTERNS:
            raise ModelRefused(f"`{PATTERNS}` is what winset drafts without a model; the model needs another name")
        gate = Gate(case, sources, self.endpoint.model)
        queue = list(pieces)
        draft = ModelDraft(model=self.endpoint.model, pieces=len(queue))
        for piece in queue:
            try:
                reply = self._reply(piece, sources[piece.source].sha256)
            except ModelRefused as error:
                if not draft.asked:
                    raise
                return replace(draft, stopped=str(error))
            draft = self._with_answer(draft, gate, piece, reply)
        return draft

    def _reply(self, piece: Piece, sha256: str) -> Reply:
        """Raises ModelRefused where the server gives none, or refuses the request in every form."""
        while True:
            body = request_body(self.endpoint.model, self.known, piece, self.form)
            reply = self._kept_reply(piece, sha256, body)
            if reply.status == 200:
                return reply
            last = FORMS.index(self.form) == len(FORMS) - 1
            if reply.status not in _NO_FORM or last:
                raise ModelRefused(refusal_of(self.endpoint, reply))
            self.form = FORMS[FORMS.index(self.form) + 1]

    def _kept_reply(self, piece: Piece, sha256: str, body: dict[str, Any]) -> Reply:
        exchange = Exchange(purpose=self.purpose, piece=piece, sha256=sha256, body=body, reply=None)
        try:
            reply = self.endpoint.ask(body)
        except ModelRefused as error:
            self.keep(replace(exchange, problem=str(error)))
            raise
        self.keep(replace(exchange, reply=reply))
        return reply

    def _with_answer(self, draft: ModelDraft, gate: Gate, piece: Piece, reply: Reply) -> ModelDraft:
        draft = replace(draft, asked=draft.asked + 1)
        content = None
        try:
            content = content_of(reply.text)
            draft = replace(draft, usage=draft.usage.plus(content.usage))
            entries = list(entries_of(content.text))
            left = max(0, entry_count(content.text) - MOST_ENTRIES)
        except NoAnswer as error:
            reason = CUT if content is not None and content.is_cut else str(error)
            return replace(draft, unread=(*draft.unread, UnreadPiece(piece=piece, reason=reason)))
        if 0 < content.usage.sent * FEWEST_TOKENS < len(piece.text):
            draft = replace(draft, shortened=draft.shortened + 1)
        outcomes = [gate.passed(entry, piece) for entry in entries]
        fresh = _candidates(draft.candidates, outcomes)
        self.found(fresh)
        counts = counted_likeness(outcomes)
        return replace(
            draft,
            candidates=(*draft.candidates, *fresh),
            names=_names(draft.names, outcomes),
            refused=(*draft.refused, *(one for one in outcomes if isinstance(one, RefusedEntry))),
            likeness={key: draft.likeness[key] + counts[key] for key in counts},
            left=draft.left + left,
        )


def _candidates(before: tuple[Candidate, ...], outcomes: Iterable[PassedEntry | RefusedEntry]) -> tuple[Candidate, ...]:
    """The candidates of an answer, each once."""
    there = {one.id for one in before}
    fresh: dict[str, Candidate] = {}
    for outcome in outcomes:
        if isinstance(outcome, PassedEntry) and isinstance(outcome.of, Candidate) and outcome.of.id not in there:
            fresh.setdefault(outcome.of.id, outcome.of)
    return tuple(fresh.values())


def _names(
    before: tuple[ProposedName, ...], outcomes: Iterable[PassedEntry | RefusedEntry]
) -> tuple[ProposedName, ...]:
    """The parties and issues that are proposed, each once, with the options of all that propose it."""
    names = {(one.kind, one.name.lower()): one for one in before}
    for outcome in outcomes:
        if isinstance(outcome, PassedEntry) and isinstance(outcome.of, ProposedName):
            fresh = outcome.of
            known = names.setdefault((fresh.kind, fresh.name.lower()), fresh)
            options = tuple(dict.fromkeys((*known.options, *fresh.options)))
            names[fresh.kind, fresh.name.lower()] = replace(known, options=options)
    return tuple(names.values())


PROBED = 4
"""Pieces of the sources about which a model is asked for a probe; beyond, those that lie evenly spread are taken."""


def probed(pieces: Sequence[Piece], most: int = PROBED) -> tuple[Piece, ...]:
    """Pieces spread evenly over all of them, the first among them."""
    if len(pieces) <= most:
        return tuple(pieces)
    return tuple(pieces[number * len(pieces) // most] for number in range(most))
