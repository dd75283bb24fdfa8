"""`winset draft`: sentences of the sources that may carry a position, proposed for a person to accept."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path as File
from time import perf_counter
from typing import TYPE_CHECKING

import click

from winset.cli.options import case_argument, handling_option, json_option
from winset.model.numbers import Handling

if TYPE_CHECKING:
    from winset.casefile.drafting.candidate import Candidate
    from winset.casefile.drafting.waiting import DraftedCandidate
    from winset.casefile.sources import SourceText
    from winset.model.case import Case
    from winset.model.evidence import Checked


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What was drafted: the candidates that are shown, how many of them were decided on, and what is to be known."""

    checked: Checked
    case: Case
    sources: Mapping[str, SourceText]
    waiting: tuple[DraftedCandidate, ...]
    decided: int
    notes: tuple[str, ...]
    written: int | None = None


@click.command("draft", short_help="Propose claims from the sources, each for you to accept.")
@case_argument
@click.option("--source", metavar="NAME", help="Read this source only.")
@click.option("--party", metavar="NAME", help="Show candidates of this party only.")
@click.option("--write", is_flag=True, help="Write the candidates into the case file as comments, at their cells.")
@handling_option
@json_option
def command(case: str, source: str | None, party: str | None, write: bool, handling: Handling, as_json: bool) -> None:
    """Propose claims from the sources of a case, without a language model: sentences that name a party and say by
    their words that it wants, refuses, offers or threatens something, asks for it before talks, leaves it to another,
    or is left out.

    Each is the exact sentence of its source. Nothing is in the case until you accept it: in the workbench (`winset
    open`, Sources), or with `--write` by removing the comment marks. What is negated, hedged, imagined or denied is
    shown, with nothing proposed for it.

    \b
    Example:   winset draft examples/alaska-2025
               winset draft my-case --party ukraine
               winset draft my-case --write
    """
    from winset.cli.output import finish

    started = perf_counter()
    draft = _drafted(case, source, party, handling)
    if write:
        draft = _written(draft)
    timings = {"draft": round(perf_counter() - started, 4)}
    finish(
        lambda: {**_document(draft), "timings": timings},
        lambda: _write(draft, case),
        as_json=as_json,
        checked=draft.checked,
    )


def _drafted(case: str, source: str | None, party: str | None, handling: Handling) -> Draft:
    """Raises CaseError where the case cannot be read, UnknownName where it has no such source or party."""
    from winset.casefile.drafting.kept import read_kept
    from winset.casefile.drafting.waiting import drafted_candidates
    from winset.casefile.read import check_case
    from winset.errors import CaseError, UnknownName
    from winset.report.closed_words import closed_words, is_closed
    from winset.report.names import counted

    checked = check_case(case)
    if checked.case is None:
        raise CaseError(checked.problems)
    if party is not None and party not in checked.case.parties:
        raise UnknownName(f"no party `{party}`; this case has: {', '.join(checked.case.parties)}")
    notes: list[str] = []
    sources = _sources(checked, checked.case, source, handling, notes)
    drafted = drafted_candidates(checked.case, sources, read_kept(File(checked.path)))
    closed = closed_words(checked.case, handling)
    open_ = [one for one in drafted if not is_closed(one.candidate.quote, closed)]
    if len(open_) < len(drafted):
        notes.append(
            f"not shown: {counted(len(drafted) - len(open_), 'candidate')} quoted above this level of handling"
        )
    shown = [one for one in open_ if party in (None, one.candidate.party)]
    waiting = tuple(one for one in shown if one.state == "waiting")
    return Draft(
        checked=checked,
        case=checked.case,
        sources=sources,
        waiting=waiting,
        decided=len(shown) - len(waiting),
        notes=tuple(notes),
    )


def _sources(
    checked: Checked, case: Case, wanted: str | None, handling: Handling, notes: list[str]
) -> dict[str, SourceText]:
    """The sources that are drafted from; why others are not goes to the notes."""
    from winset.casefile.drafting.cues import LANGUAGES
    from winset.casefile.drafting.drafted_sentences import MOST_DRAFTED, is_drafted_whole
    from winset.casefile.drafting.find import is_swapped, language_of
    from winset.casefile.evidence import open_sources
    from winset.casefile.sources import SourceText
    from winset.errors import UnknownName
    from winset.report.disclosure import is_above
    from winset.report.names import counted
    from winset.report.ownership import Ownership

    owners = Ownership(case=case)
    named = [name for name in case.sources if not is_above(owners.source(name).level, handling)]
    if wanted is not None and wanted not in named:
        raise UnknownName(f"no source `{wanted}`; this case has: {', '.join(named) or 'none'}")
    if len(named) < len(case.sources):
        notes.append(f"not read: {counted(len(case.sources) - len(named), 'source')} above this level of handling")
    if not case.sources:
        notes.append("this case has no sources; `winset source add` adds them")
    shown = {name: case.sources[name] for name in named if wanted in (None, name)}
    there: dict[str, SourceText] = {}
    for name, source in open_sources(File(checked.path).parent, case.model_copy(update={"sources": shown})).items():
        if not isinstance(source, SourceText):
            notes.append(f"source `{name}` was not read: {source.message}")
        elif language_of(case.sources[name]) not in LANGUAGES:
            notes.append(f"source `{name}` was not read: there is no list of words for its language")
        else:
            there[name] = source
            if not is_drafted_whole(source):
                notes.append(f"source `{name}` was read as far as {MOST_DRAFTED:,} characters; it is longer")
            if is_swapped(source, case.sources[name]):
                notes.append(
                    f"source `{name}` reads like a text whose words were swapped: what stands in quotation marks in it "
                    "is nobody's direct speech"
                )
    return there


def _written(draft: Draft) -> Draft:
    """The waiting candidates stand in the case file as comments."""
    from dataclasses import replace

    from winset.casefile.drafting.commented import commented
    from winset.casefile.editing.editor import open_case, save
    from winset.errors import SaveRefused
    from winset.report.names import counted

    opened = open_case(File(draft.checked.path))
    if opened.sha256 != draft.checked.sha256:
        raise SaveRefused(f"`{draft.checked.path}` changed while it was read, nothing was written: do it again")
    made = commented(opened, (one.candidate for one in draft.waiting), draft.sources)
    save(made.proposed, title=f"{counted(len(made.written), 'candidate')} written as comments")
    return replace(draft, written=len(made.written))


def _write(draft: Draft, case: str) -> None:
    import shlex

    from winset.report.names import counted
    from winset.report.printable import printable

    for note in draft.notes:
        click.echo(f"note: {printable(note)}", err=True)
    if draft.written is None:
        for party, of_party in _by(draft.waiting, lambda one: one.candidate.party).items():
            click.echo(printable(draft.case.name(party)).upper())
            for issue, group in _by(of_party, lambda one: one.candidate.issue or "").items():
                click.echo(f"  {printable(draft.case.issue_in_sentence(issue)) if issue else 'no issue yet'}")
                for one in group:
                    _show(draft, one.candidate)
            click.echo()
    kinds = Counter(one.candidate.cue for one in draft.waiting)
    counts = ", ".join(f"{count} {kind}" for kind, count in kinds.most_common())
    click.echo(f"{counted(len(draft.waiting), 'candidate')} to decide on" + (f": {counts}" if counts else ""), err=True)
    if draft.decided:
        click.echo(f"{draft.decided} decided on already, or quoted in the case", err=True)
    if draft.written is not None:
        click.echo(f"{counted(draft.written, 'candidate')} written as comments into {printable(draft.checked.path)}")
    elif draft.waiting:
        click.echo("Next: accept or reject each beside its text, on the page Sources of the workbench:", err=True)
        click.echo(f"  winset open {shlex.quote(case)}", err=True)


def _show(draft: Draft, candidate: Candidate) -> None:
    import textwrap

    from winset.casefile.drafting.words import DOUBT_WORDS, KIND_WORDS
    from winset.report.printable import printable

    where = f"{candidate.source}, {draft.sources[candidate.source].where(candidate.start)}"
    doubts = f" ({', '.join(DOUBT_WORDS[doubt] for doubt in candidate.doubts)})" if candidate.doubts else ""
    drafter = "" if candidate.drafted_by == "patterns" else f" [{printable(candidate.drafted_by)}]"
    click.echo(f"    {KIND_WORDS[candidate.cue]}{doubts} — {printable(where)}{drafter}")
    words = printable(" ".join(candidate.quote.split()))
    click.echo(textwrap.fill(words, 96, initial_indent="      ", subsequent_indent="      "))


def _by(there: Iterable[DraftedCandidate], key: Callable[[DraftedCandidate], str]) -> dict[str, list[DraftedCandidate]]:
    groups: dict[str, list[DraftedCandidate]] = {}
    for one in there:
        groups.setdefault(key(one), []).append(one)
    return groups


def _document(draft: Draft) -> dict[str, object]:
    from winset import __version__
    from winset.casefile.drafting.candidate import as_data

    return {
        "winset": __version__,
        "case": draft.case.case.id,
        "sha256": draft.checked.sha256,
        "status": "answered" if draft.waiting else "none",
        "candidates": [
            {
                **as_data(one.candidate),
                "where": draft.sources[one.candidate.source].where(one.candidate.start),
                "line": draft.sources[one.candidate.source].line(one.candidate.start),
                "was_taken_back": one.was_taken_back,
            }
            for one in draft.waiting
        ],
        "decided": draft.decided,
        "written": draft.written,
        "notes": list(draft.notes),
    }
