"""`winset draft --model`: what is sent, and where, is said and confirmed first; then a model is asked."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path as File
from typing import TYPE_CHECKING, Any, TextIO

import click

from winset.model.numbers import Handling

if TYPE_CHECKING:
    from winset.casefile.drafting.candidate import Candidate
    from winset.casefile.drafting.model.answer import RefusedEntry
    from winset.casefile.drafting.model.ask import KnownNames, Piece
    from winset.casefile.drafting.model.endpoint import Endpoint
    from winset.casefile.drafting.model.gate import ProposedName
    from winset.casefile.drafting.model.run import Exchange, ModelDraft, Prices
    from winset.casefile.sources import SourceText
    from winset.model.case import Case

MODEL, ADDRESS, KEY = "WINSET_MODEL", "WINSET_MODEL_ADDRESS", "WINSET_MODEL_KEY"
"""What the environment says of a model; none of it sends anything without `--model` or `--probe`."""
TOKEN = 4
"""Characters that count as a token where it is said beforehand about how many are sent."""
MOST_REFUSED = 50
"""Refused entries that are listed; beyond, it says how many more there are, unless `--json` is given."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelOptions:
    """How a model is asked, as it was typed. name: None where none is asked; empty where the environment says which."""

    name: str | None = None
    address: str | None = None
    trusts_network: bool = False
    seconds: float = 300.0
    piece: int = 12_000
    prices: Prices | None = None
    is_probe: bool = False
    is_dry: bool = False
    is_confirmed: bool = False

    def endpoint(self) -> Endpoint:
        """Raises click.UsageError where no model or no address is named, ModelRefused where that is no address."""
        from winset.casefile.drafting.model.endpoint import Endpoint, address_of

        name = self.name or os.environ.get(MODEL, "")
        address = self.address or os.environ.get(ADDRESS, "")
        if not name:
            raise click.UsageError(f"name the model: `--model NAME`, or {MODEL} in the environment")
        if not address:
            raise click.UsageError(
                f"name the address of the model: `--address http://127.0.0.1:11434/v1`, or {ADDRESS} in the "
                "environment; there is none that is asked by itself"
            )
        found = address_of(address, trusts_network=self.trusts_network)
        return Endpoint(address=found, model=name, key=os.environ.get(KEY, "").strip(), seconds=self.seconds)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sending:
    """What would be sent of a case: the texts of sources in pieces, and names. level: nothing above it is sent."""

    case: Case
    file: File
    sources: Mapping[str, SourceText]
    known: KnownNames
    pieces: tuple[Piece, ...]
    level: Handling


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelAnswers:
    """What came of asking a model. exchanges: where they are kept."""

    draft: ModelDraft
    endpoint: Endpoint
    exchanges: File
    prices: Prices | None
    is_probe: bool = False


def sending_of(
    case: Case, file: File, sources: Mapping[str, SourceText], level: Handling, options: ModelOptions
) -> Sending:
    """Raises click.UsageError where there is nothing to send."""
    from winset.casefile.drafting.model.ask import pieces_of
    from winset.casefile.drafting.model.run import probed

    pieces = tuple(piece for name, source in sources.items() for piece in pieces_of(name, source, options.piece))
    if not pieces:
        raise click.UsageError(f"no source has a text that may be sent at the level `{level}`")
    return Sending(
        case=case,
        file=file,
        sources=sources,
        known=known_names(case, level),
        pieces=probed(pieces) if options.is_probe else pieces,
        level=level,
    )


def known_names(case: Case, level: Handling) -> KnownNames:
    """The names of parties, issues and options that may be told at a level."""
    from winset.casefile.drafting.model.ask import KnownNames
    from winset.errors import Path
    from winset.report.disclosure import is_above
    from winset.report.ownership import Ownership

    owners = Ownership(case=case)

    def may(*path: str) -> bool:
        where: Path = path
        return not is_above(owners.part(where).level, level)

    issues = [key for key in case.issues if may("issues", key)]
    return KnownNames(
        parties={key: party.name for key, party in case.parties.items() if may("parties", key)},
        issues={key: case.issue_title(key) for key in issues},
        options={
            key: {
                name: option.label
                for name, option in case.issues[key].options.items()
                if may("issues", key, "options", name)
            }
            for key in issues
        },
    )


def asked(sending: Sending, options: ModelOptions) -> ModelAnswers | None:
    """What a model makes of the sources, once whoever runs the command has agreed to what is sent; None where the
    requests are only shown.

    Raises click.Abort where nobody agrees, ModelRefused where the model cannot be asked.
    """
    from winset.casefile.drafting.kept import read_kept, save_kept
    from winset.casefile.drafting.model.run import Asking, exchange_file, keep_exchange
    from winset.cli.progress import progress_of

    endpoint = options.endpoint()
    if options.is_dry:
        show_requests(endpoint, sending)
        return None
    read_kept(sending.file)
    announce(endpoint, sending, options)
    confirm(endpoint, options)
    keep_exchange(sending.file, "")
    with progress_of(len(sending.pieces), "pieces asked about") as done:
        answers = 0

        def keep(exchange: Exchange) -> None:
            nonlocal answers
            keep_exchange(sending.file, exchange.as_line(endpoint))
            answers += exchange.reply is not None and exchange.reply.status == 200
            done(answers)

        def found(fresh: tuple[Candidate, ...]) -> None:
            if not options.is_probe:
                save_kept(sending.file, lambda kept: kept.with_candidates(fresh))

        purpose = "probe" if options.is_probe else "draft"
        asking = Asking(endpoint=endpoint, known=sending.known, purpose=purpose, keep=keep, found=found)
        draft = asking.draft(sending.case, sending.sources, sending.pieces)
    return ModelAnswers(
        draft=draft,
        endpoint=endpoint,
        exchanges=exchange_file(sending.file),
        prices=options.prices,
        is_probe=options.is_probe,
    )


def show_requests(endpoint: Endpoint, sending: Sending) -> None:
    """Every request as it would be sent, one JSON document a line; nothing is sent."""
    from winset.casefile.drafting.model.ask import FORMS, request_body

    click.echo(f"nothing is sent; these requests would go to {endpoint.address}:", err=True)
    for piece in sending.pieces:
        click.echo(json.dumps(request_body(endpoint.model, sending.known, piece, FORMS[0]), ensure_ascii=True))


def announce(endpoint: Endpoint, sending: Sending, options: ModelOptions) -> None:
    """Says where what is sent, before anything is."""
    from winset.casefile.drafting.model.answer import Usage
    from winset.casefile.drafting.model.gate import MOST_SHOWN, addressed_words
    from winset.report.names import counted
    from winset.report.printable import printable

    def say(line: str) -> None:
        click.echo(printable(line), err=True)

    characters = sum(len(piece.text) for piece in sending.pieces)
    where = "on this machine" if endpoint.address.is_local else "on another machine"
    say(f"Model `{endpoint.model}` at {endpoint.address}, {where}" + (", with a key" if endpoint.key else ""))
    if not endpoint.address.is_local and not endpoint.address.is_encrypted:
        key = ", the key included" if endpoint.key else ""
        say(f"  without encryption: everybody on the way can read what is sent{key}")
    say(f"  sent: {characters:,} characters of {counted(len(_named(sending.pieces)), 'source')}:")
    for name in _named(sending.pieces):
        of_source = [piece for piece in sending.pieces if piece.source == name]
        title = sending.case.sources[name].title or name
        say(f"    {name}, {title}: {sum(len(piece.text) for piece in of_source):,} characters")
    known = sending.known
    say(
        f"  and the names of {counted(len(known.parties), 'party', 'parties')}, "
        f"{counted(len(known.issues), 'issue')} and their options; no positions, no quotes, no judgements"
    )
    closed = [name for name in sending.case.sources if name not in sending.sources]
    if closed:
        say(
            f"  not sent: {counted(len(closed), 'source')} of this case, above the level `{sending.level}`, "
            "not readable or not chosen"
        )
    tokens = Usage(sent=characters // TOKEN, received=0, answers=0)
    cost = f", {options.prices.words(tokens)} without the answers" if options.prices is not None else ""
    say(f"  {counted(len(sending.pieces), 'request')}, about {tokens.sent:,} tokens of text{cost}")
    for name in _named(sending.pieces):
        source = sending.sources[name]
        there = addressed_words(source)
        for words in there[:MOST_SHOWN]:
            say(
                f"  warning: `{name}`, {source.where(words.start)}, speaks to a language model: “{words.words[:120]}”; "
                "such words have no power here, and none of them becomes a candidate"
            )
        if len(there) > MOST_SHOWN:
            say(f"  warning: `{name}` does so in {len(there) - MOST_SHOWN:,} more places")


def _named(pieces: Iterable[Piece]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(piece.source for piece in pieces))


def standard_input() -> TextIO:
    """Where whoever runs the command answers."""
    return sys.stdin


def confirm(endpoint: Endpoint, options: ModelOptions) -> None:
    """Raises click.Abort where whoever runs the command does not agree, or cannot be asked."""
    if options.is_confirmed:
        return
    if not standard_input().isatty():
        raise click.UsageError("nobody can be asked here whether this may be sent, and nothing was; `--yes` agrees")
    click.confirm(f"Send this to {endpoint.address.host}?", abort=True, err=True)


def tell(made: ModelAnswers) -> None:
    """What the model was asked and what it answered, with what the gate refused."""
    from winset.report.names import counted
    from winset.report.printable import printable

    draft = made.draft
    if made.is_probe:
        tell_rate(draft)
    else:
        tell_names(draft.names)
    tell_refused(draft.refused)
    for unread in draft.unread:
        where = f"`{unread.piece.source}`, characters {unread.piece.start:,} to {unread.piece.end:,}"
        click.echo(printable(f"no answer about {where}: {unread.reason}"), err=True)
    if draft.left:
        click.echo(f"not read: {counted(draft.left, 'entry', 'entries')} of an answer that lists too many", err=True)
    if draft.shortened:
        click.echo(
            f"warning: of {counted(draft.shortened, 'piece')} the server counts fewer tokens than the text has: it may "
            "have cut it to its length of context without a word; give it a longer one, or a smaller `--piece`",
            err=True,
        )
    if draft.stopped:
        left = draft.pieces - draft.asked
        click.echo(printable(f"stopped with {counted(left, 'piece')} left: {draft.stopped}"), err=True)
    click.echo(printable(usage_words(made)), err=True)
    click.echo(f"what was sent and answered is kept in {printable(str(made.exchanges))}", err=True)


def usage_words(made: ModelAnswers) -> str:
    """Tokens as the server counts them, and what they cost at the prices that the user gives."""
    usage, answered = made.draft.usage, made.draft.asked
    if not usage.answers:
        return "tokens: the server does not tell how many"
    some = "" if usage.answers == answered else f", of {usage.answers} of {answered} answers"
    cost = f"; cost: {made.prices.words(usage)}" if made.prices is not None else ""
    return f"tokens: {usage.sent:,} sent, {usage.received:,} received, as the server counts them{some}{cost}"


def tell_rate(draft: ModelDraft) -> None:
    from winset.report.names import counted
    from winset.report.printable import printable

    model, like, pieces = draft.model, draft.likeness, counted(draft.pieces, "piece")
    if draft.verbatim_rate is None:
        click.echo(printable(f"{model} quoted nothing in {pieces}: there is nothing to measure"))
    else:
        click.echo(
            printable(
                f"{model}: {like['exact'] + like['typographic']} of {counted(draft.quotes, 'quote')} are in the "
                f"sources ({draft.verbatim_rate:.0%}): {like['exact']} character for character, {like['typographic']} "
                f"in all but typography; {like['refused']} would be refused"
            )
        )
    if draft.unanswered:
        click.echo(f"no usable answer about {draft.unanswered} of {pieces}")
    click.echo("This says how faithfully it copies, not whether it finds everything or reads it rightly.")


def tell_names(names: Iterable[ProposedName]) -> None:
    from winset.report.printable import printable

    titles = (("party", "Parties"), ("issue", "Issues"), ("option", "Options"))
    for kind, title in titles:
        there = [name for name in names if name.kind == kind]
        if there:
            click.echo(f"{title} that it names and this case lacks; add those that belong, and draft again:")
        for name in there:
            options = f" ({'; '.join(name.options)})" if name.options else ""
            click.echo(f"  {printable(name.name)}{printable(options)}")
            click.echo(f"    “{printable(_one_line(name.quote))}” — {printable(f'{name.source}, {name.where}')}")


def tell_refused(refused: tuple[RefusedEntry, ...]) -> None:
    """What is not let in, each with the reason and the nearest true words."""
    from winset.report.names import counted
    from winset.report.printable import printable

    if refused:
        click.echo(f"{counted(len(refused), 'entry', 'entries')} refused:", err=True)
    for one in refused[:MOST_REFUSED]:
        where = f" — {one.source}" if one.source else ""
        click.echo(printable(f"  “{_short(one.quote)}”{where}: {one.reason}"), err=True)
        if one.nearest:
            click.echo(printable(f"    nearest: “{_short(one.nearest)}”"), err=True)
    if len(refused) > MOST_REFUSED:
        click.echo(f"  and {len(refused) - MOST_REFUSED:,} more; `--json` lists all", err=True)


def document(made: ModelAnswers) -> dict[str, object]:
    """What came of asking, for programs."""
    draft = made.draft
    answer: dict[str, Any] = {
        "name": draft.model,
        "address": str(made.endpoint.address),
        "pieces": draft.pieces,
        "answered": draft.asked,
        "quotes": dict(draft.likeness),
        "names": [
            {"kind": one.kind, "name": one.name, "options": list(one.options), "source": one.source, "quote": one.quote}
            for one in draft.names
        ],
        "refused": refused_document(draft.refused),
        "unread": [
            {"source": one.piece.source, "start": one.piece.start, "end": one.piece.end, "reason": one.reason}
            for one in draft.unread
        ],
        "not_read_entries": draft.left,
        "shortened": draft.shortened,
        "stopped": draft.stopped,
        "tokens": {"sent": draft.usage.sent, "received": draft.usage.received, "answers": draft.usage.answers},
        "cost": str(made.prices.cost(draft.usage)) if made.prices is not None and draft.usage.answers else None,
        "exchanges": str(made.exchanges),
    }
    return answer | ({"verbatim_rate": draft.verbatim_rate} if made.is_probe else {})


def refused_document(refused: Iterable[RefusedEntry]) -> list[dict[str, object]]:
    return [
        {"list": one.kind, "source": one.source, "quote": one.quote, "reason": one.reason, "nearest": one.nearest}
        for one in refused
    ]


def _one_line(words: str) -> str:
    return " ".join(words.split())


def _short(words: str) -> str:
    line = _one_line(words)
    return line if len(line) <= 160 else line[:159] + "…"
