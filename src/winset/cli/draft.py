"""`winset draft`: sentences of the sources that may carry a position, proposed for a person to accept."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path as File
from time import perf_counter
from typing import TYPE_CHECKING, Any

import click

from winset.cli.draft_model import ModelOptions
from winset.cli.options import case_argument, handling_option, json_option
from winset.model.numbers import Handling

if TYPE_CHECKING:
    from winset.casefile.drafting.candidate import Candidate
    from winset.casefile.drafting.kept import Corrections, DraftedCandidate
    from winset.casefile.drafting.model.answer import RefusedEntry
    from winset.casefile.drafting.model.run import Prices
    from winset.casefile.sources import SourceText
    from winset.cli.draft_model import ModelAnswers
    from winset.model.case import Case
    from winset.model.evidence import Checked

LANGEXTRACT = "langextract"
"""Who drafted what a file of LangExtract holds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What was drafted: the candidates that are shown, how many of them were decided on, and what is to be known.

    corrections: by model, what became of its candidates. asked: what came of asking one; refused: what the gate kept
    out of a file that was imported.
    """

    checked: Checked
    case: Case
    sources: Mapping[str, SourceText]
    waiting: tuple[DraftedCandidate, ...]
    decided: int
    notes: tuple[str, ...]
    written: int | None = None
    corrections: Mapping[str, Corrections] = field(default_factory=dict)
    asked: ModelAnswers | None = None
    refused: tuple[RefusedEntry, ...] | None = None


def _prices(ctx: click.Context, param: click.Parameter, value: str | None) -> Prices | None:
    from winset.casefile.drafting.model.run import prices_of

    prices = prices_of(value) if value is not None else None
    if value is not None and prices is None:
        raise click.BadParameter('give what a million tokens cost, sent and received, such as "0.15/0.60 EUR"')
    return prices


@click.command("draft", short_help="Propose claims from the sources, each for you to accept.")
@case_argument
@click.option("--source", metavar="NAME", help="Read this source only.")
@click.option("--party", metavar="NAME", help="Show candidates of this party only.")
@click.option("--write", is_flag=True, help="Write the candidates into the case file as comments, at their cells.")
@click.option(
    "--model",
    "name",
    is_flag=False,
    flag_value="",
    metavar="[NAME]",
    help="Ask this language model too; without a name, the one that WINSET_MODEL names.",
)
@click.option(
    "--address",
    metavar="URL",
    help="Where it answers, such as http://127.0.0.1:11434/v1. [default: WINSET_MODEL_ADDRESS]",
)
@click.option(
    "--probe", "is_probe", is_flag=True, help="Only measure how faithfully the model quotes, on a few pieces."
)
@click.option("--dry-run", "is_dry", is_flag=True, help="Print the requests, and send nothing.")
@click.option("--yes", "is_confirmed", is_flag=True, help="Send without asking whether to.")
@click.option("--prices", metavar="IN/OUT", callback=_prices, help="What a million tokens cost, sent and received.")
@click.option(
    "--timeout",
    "seconds",
    type=click.FloatRange(min=1, max=86_400),
    default=300,
    show_default=True,
    help="Seconds that one answer may take.",
)
@click.option(
    "--piece",
    type=click.IntRange(min=500, max=1_000_000),
    default=12_000,
    show_default=True,
    help="Characters of a source that are sent at once.",
)
@click.option(
    "--trust-network",
    "trusts_network",
    is_flag=True,
    help="Send to another machine without encryption: all on the way can read it.",
)
@click.option(
    "--langextract",
    type=click.Path(dir_okay=False, path_type=File),
    metavar="FILE",
    help="Take the extractions of this JSONL file of LangExtract through the same gate.",
)
@handling_option
@json_option
@click.pass_context
def command(
    ctx: click.Context,
    /,
    case: str,
    source: str | None,
    party: str | None,
    write: bool,
    langextract: File | None,
    handling: Handling,
    as_json: bool,
    **of_model: Any,
) -> None:
    """Propose claims from the sources of a case, without a language model: sentences that name a party and say by
    their words that it wants, refuses, offers or threatens something, asks for it before talks, leaves it to another,
    or is left out.

    Each is the exact sentence of its source. Nothing is in the case until you accept it: in the workbench (`winset
    open`, Sources), or with `--write` by removing the comment marks. What is negated, hedged, imagined or denied is
    shown, with nothing proposed for it.

    With `--model` a language model is asked as well, at the address that you name; nothing is sent before you have seen
    where and what, and agreed. Sources above `--handling` (open, where it is not given) are never sent. Its quotes pass
    the same gate, and what is not word for word in the source is refused. The key is read from WINSET_MODEL_KEY.

    \b
    Example:   winset draft examples/alaska-2025
               winset draft my-case --party ukraine
               winset draft my-case --write
               winset draft my-case --model qwen3:8b --address http://127.0.0.1:11434/v1
    """
    from winset.cli.output import finish

    started = perf_counter()
    options = ModelOptions(**of_model)
    is_asked = options.name is not None or options.is_probe
    if langextract is not None and is_asked:
        raise click.UsageError("give `--langextract` or `--model`, one after the other")
    if not is_asked and (options.address is not None or options.is_dry or options.is_confirmed or options.prices):
        raise click.UsageError("`--address`, `--dry-run`, `--yes` and `--prices` go with `--model` or `--probe`")
    checked, content = _read(case, party)
    shown = _Shown(source=source, party=party, handling=handling)
    if is_asked:
        is_named = ctx.get_parameter_source("handling") is not click.core.ParameterSource.DEFAULT
        asked = _asked(checked, content, replace(shown, handling=handling if is_named else "open"), options)
        if asked is None:
            return
        draft = replace(_drafted(checked, content, shown, asked.endpoint.model), asked=asked)
        draft = replace(draft, waiting=()) if options.is_probe else draft
    elif langextract is not None:
        refused = _imported(checked, content, shown, langextract)
        draft = replace(_drafted(checked, content, shown, LANGEXTRACT), refused=refused)
    else:
        draft = _drafted(checked, content, shown)
    if write:
        draft = _written(draft)
    timings = {"draft": round(perf_counter() - started, 4)}
    finish(
        lambda: {**_document(draft), "timings": timings},
        lambda: _write(draft, case),
        as_json=as_json,
        checked=draft.checked,
    )
    if draft.asked is not None and draft.asked.draft.stopped:
        sys.exit(1)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Shown:
    """What of the candidates is shown: of one source or party, and of no source above a level of handling."""

    source: str | None
    party: str | None
    handling: Handling


def _read(path: str, party: str | None) -> tuple[Checked, Case]:
    """Raises CaseError where the case cannot be read, UnknownName where it has no such party."""
    from winset.casefile.read import check_case
    from winset.errors import CaseError, UnknownName

    checked = check_case(path)
    if checked.case is None:
        raise CaseError(checked.problems)
    if party is not None and party not in checked.case.parties:
        raise UnknownName(f"no party `{party}`; this case has: {', '.join(checked.case.parties)}")
    return checked, checked.case


def _asked(checked: Checked, case: Case, sent: _Shown, options: ModelOptions) -> ModelAnswers | None:
    """What a model makes of the sources that may be sent; None where the requests are only shown."""
    from winset.cli.draft_model import asked, sending_of

    sources = _sources(checked, case, sent, [])
    return asked(sending_of(case, File(checked.path), sources, sent.handling, options), options)


def _imported(checked: Checked, case: Case, shown: _Shown, path: File) -> tuple[RefusedEntry, ...]:
    """What the gate keeps out of a file of LangExtract; the rest is kept as candidates that wait."""
    from winset.casefile.drafting.candidate import Candidate
    from winset.casefile.drafting.kept import save_kept
    from winset.casefile.drafting.model.answer import RefusedEntry
    from winset.casefile.drafting.model.gate import Gate, PassedEntry
    from winset.casefile.drafting.model.langextract import imported

    outcomes = list(imported(path, Gate(case, _sources(checked, case, shown, []), LANGEXTRACT)))
    made = [one.of for one in outcomes if isinstance(one, PassedEntry) and isinstance(one.of, Candidate)]
    save_kept(File(checked.path), lambda kept: kept.with_candidates(made))
    return tuple(one for one in outcomes if isinstance(one, RefusedEntry))


def _drafted(checked: Checked, case: Case, shown: _Shown, drafter: str | None = None) -> Draft:
    """What is drafted, by all or by one model. Raises UnknownName where the case has no such source."""
    from winset.casefile.drafting.kept import corrections_of_models, drafted_candidates, of_models, read_kept, standing
    from winset.report.disclosure import closed_words, is_closed
    from winset.report.names import counted

    notes: list[str] = []
    sources = _sources(checked, case, shown, notes)
    kept = read_kept(File(checked.path))
    if drafter is None:
        drafted = drafted_candidates(case, sources, kept)
    else:
        drafted = standing((one for one in of_models(kept, sources) if one.drafted_by == drafter), case, kept)
    closed = closed_words(case, shown.handling)
    open_ = [one for one in drafted if not is_closed(one.candidate.quote, closed)]
    if len(open_) < len(drafted):
        notes.append(
            f"not shown: {counted(len(drafted) - len(open_), 'candidate')} quoted above this level of handling"
        )
    of_party = [one for one in open_ if shown.party in (None, one.candidate.party)]
    waiting = tuple(one for one in of_party if one.state == "waiting")
    return Draft(
        checked=checked,
        case=case,
        sources=sources,
        waiting=waiting,
        decided=len(of_party) - len(waiting),
        notes=tuple(notes),
        corrections=corrections_of_models(kept, standing(of_models(kept, sources), case, kept)),
    )


def _sources(checked: Checked, case: Case, asked: _Shown, notes: list[str]) -> dict[str, SourceText]:
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

    owners, wanted, handling = Ownership(case=case), asked.source, asked.handling
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
        else:
            there[name] = source
            if not is_drafted_whole(source):
                notes.append(f"source `{name}` was read as far as {MOST_DRAFTED:,} characters; it is longer")
            if language_of(case.sources[name]) not in LANGUAGES:
                notes.append(f"nothing was sought in source `{name}`: there is no list of words for its language")
            if is_swapped(source, case.sources[name]):
                notes.append(
                    f"source `{name}` reads like a text whose words were swapped: what stands in quotation marks in it "
                    "is nobody's direct speech"
                )
    return there


def _written(draft: Draft) -> Draft:
    """The waiting candidates stand in the case file as comments."""
    from winset.casefile.drafting.commented import commented
    from winset.casefile.editing.editor import open_case, save
    from winset.errors import SaveRefused
    from winset.report.names import counted

    opened = open_case(File(draft.checked.path))
    if opened.sha256 != draft.checked.sha256:
        raise SaveRefused(f"`{draft.checked.path}` changed while it was read, nothing was written: do it again")
    made = commented(opened, (one.candidate for one in draft.waiting), draft.sources)
    save(made.proposed, title=f"{counted(len(made.written), 'candidate')} written as comments")
    if draft.asked is not None and not draft.asked.is_probe and draft.asked.draft.names:
        from winset.casefile.drafting.model.commented_names import commented_names

        named = commented_names(
            open_case(File(draft.checked.path)), draft.asked.draft.names, draft.asked.endpoint.model
        )
        if named.written:
            save(named.proposed, title=f"{counted(len(named.written), 'name')} of a model written as comments")
    return replace(draft, written=len(made.written))


def _write(draft: Draft, case: str) -> None:
    import shlex

    from winset.report.names import counted
    from winset.report.printable import printable

    for note in draft.notes:
        click.echo(f"note: {printable(note)}", err=True)
    _tell_of_models(draft)
    if draft.asked is not None and draft.asked.is_probe:
        return
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


def _tell_of_models(draft: Draft) -> None:
    """What came of asking a model, what was refused, and how often models were corrected so far."""
    from winset.casefile.drafting.kept import correction_words
    from winset.cli.draft_model import tell, tell_refused
    from winset.report.printable import printable

    if draft.asked is not None:
        tell(draft.asked)
    if draft.refused is not None:
        tell_refused(draft.refused)
    for drafter, corrections in draft.corrections.items():
        if words := correction_words(drafter, corrections):
            click.echo(printable(words), err=True)


def _show(draft: Draft, candidate: Candidate) -> None:
    import textwrap

    from winset.casefile.drafting.kept import DOUBT_WORDS, KIND_WORDS
    from winset.report.printable import printable

    where = f"{candidate.source}, {draft.sources[candidate.source].where(candidate.start)}"
    doubts = f" ({', '.join(DOUBT_WORDS[doubt] for doubt in candidate.doubts)})" if candidate.doubts else ""
    drafter = "" if candidate.drafted_by == "patterns" else f" [{printable(candidate.drafted_by)}]"
    click.echo(f"    {KIND_WORDS[candidate.cue]}{doubts} — {printable(where)}{drafter}")
    words = printable(" ".join(candidate.quote.split()))
    click.echo(textwrap.fill(words, 96, initial_indent="      ", subsequent_indent="      "))
    if candidate.proposal:
        read = printable(f"the model reads: {candidate.proposal}")
        click.echo(textwrap.fill(read, 96, initial_indent="        ", subsequent_indent="        "))


def _by(there: Iterable[DraftedCandidate], key: Callable[[DraftedCandidate], str]) -> dict[str, list[DraftedCandidate]]:
    groups: dict[str, list[DraftedCandidate]] = {}
    for one in there:
        groups.setdefault(key(one), []).append(one)
    return groups


def _document(draft: Draft) -> dict[str, object]:
    from winset import __version__
    from winset.casefile.drafting.candidate import as_data
    from winset.cli.draft_model import document, refused_document

    more: dict[str, object] = {"model": document(draft.asked)} if draft.asked is not None else {}
    more |= {"refused": refused_document(draft.refused)} if draft.refused is not None else {}
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
        "corrections": {drafter: asdict(counts) for drafter, counts in draft.corrections.items()},
        **more,
        "notes": list(draft.notes),
    }
