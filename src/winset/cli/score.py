"""`winset score`: how good kept forecasts were, now that it is known what was agreed."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from winset.cli.options import cases_argument, json_option, ledger_option

if TYPE_CHECKING:
    from winset.analyses.forecast.record.scores import IssueScore, MeanScore
    from winset.runs.ledger import LedgerEntry

TITLE = "Kept forecasts whose outcome is known"


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoredForecast:
    """A kept forecast beside what was agreed."""

    entry: LedgerEntry
    issues: dict[str, IssueScore]
    mean: MeanScore


@click.command("score", short_help="Say how good kept forecasts were, now that it is known what was agreed.")
@cases_argument("case", required=False)
@click.option(
    "--outcome",
    "outcomes",
    multiple=True,
    metavar="ISSUE=OPTION",
    help="What was agreed on an issue; may be repeated. It is kept in the ledger.",
)
@ledger_option
@json_option
def command(case: str | None, outcomes: tuple[str, ...], ledger: Path, as_json: bool) -> None:
    """Say how good the forecasts were that `winset forecast --keep` put into the ledger: over options (Brier, 0 best
    and 2 worst), as distributions (CRPS, in points of the line), and by rule (points between forecast and outcome).

    With CASE its outcomes are taken up first. Without, every case of the ledger is scored. A forecast that was kept
    after an outcome of its case was put down is not scored. Of each case the last forecast counts in the mean.

    \b
    Example:   winset score examples/alaska-2025 --outcome ceasefire=none --outcome sanctions=kept
               winset score --ledger forecasts
    """
    from winset.cli.output import write_json
    from winset.model.version import VERSION
    from winset.runs.ledger import entries

    if outcomes and case is None:
        raise click.UsageError("`--outcome` is of a case; name it")
    if case is not None:
        _take_up(case, outcomes, ledger)
    scored, late = scored_forecasts(entries(ledger))
    if as_json:
        write_json({"winset": VERSION, **_document(scored), "late": [entry.path.name for entry in late]})
        return
    click.echo("\n".join(_lines(scored)))
    for entry in late:
        click.echo(f"{entry.path.name} was kept after the outcome was known, and is not scored.")


def _take_up(case: str, outcomes: tuple[str, ...], ledger: Path) -> None:
    """Puts outcomes into the ledger. Raises UnknownName for what the case does not have."""
    from winset.errors import UnknownName
    from winset.runs.ledger import keep
    from winset.session import Session

    read = Session.read(case).case
    agreed = {}
    for text in outcomes:
        issue, sign, option = (part.strip() for part in text.partition("="))
        if not sign or issue not in read.issues:
            raise UnknownName(f"`{text}` is no ISSUE=OPTION; issues: {', '.join(read.issues)}")
        if option not in read.issues[issue].options:
            raise UnknownName(f"no option `{option}` of `{issue}`; it has: {', '.join(read.issues[issue].options)}")
        agreed[issue] = option
    if agreed:
        entry = keep(ledger, "outcome", read.case.id, {"outcomes": agreed})
        click.echo(f"The outcome is kept in {entry.path.resolve()}.", err=True)


def scored_forecasts(ledger: tuple[LedgerEntry, ...]) -> tuple[list[ScoredForecast], list[LedgerEntry]]:
    """Every forecast of which an outcome is known, and those that were kept too late. Of several outcomes of an issue
    the last stands.
    """
    from winset.analyses.forecast.record.scores import issue_score, mean_score
    from winset.errors import WinsetError
    from winset.questions.forecast.data import kept_issues

    agreed: dict[str, dict[str, str]] = {}
    first: dict[str, str] = {}
    for entry in ledger:
        if entry.kind == "outcome":
            first.setdefault(entry.case, entry.date)
            agreed.setdefault(entry.case, {}).update(entry.content["outcomes"])
    scored, late = [], []
    for entry in ledger:
        if entry.kind != "forecast" or entry.case not in agreed:
            continue
        if entry.date > first[entry.case]:
            late.append(entry)
            continue
        try:
            known = kept_issues(entry.content["answer"])
            issues = {
                name: issue_score(known[name], option) for name, option in agreed[entry.case].items() if name in known
            }
        except (KeyError, TypeError, ValueError) as error:
            raise WinsetError(f"`{entry.path.name}` does not fit the outcome: {error}") from None
        if issues:
            scored.append(ScoredForecast(entry=entry, issues=issues, mean=mean_score(tuple(issues.values()))))
    return scored, late


def _means(scored: list[ScoredForecast]) -> MeanScore:
    """Over cases, each by its last forecast."""
    from winset.analyses.forecast.record.scores import mean_over

    last = {forecast.entry.case: forecast.mean for forecast in scored}
    return mean_over(tuple(last.values()))


def _document(scored: list[ScoredForecast]) -> dict[str, object]:
    return {
        "forecasts": [
            {
                "case": forecast.entry.case,
                "date": forecast.entry.date,
                "seal": forecast.entry.seal,
                "sha256": forecast.entry.content["sha256"],
                **_plain(forecast.mean),
                "outcomes": {
                    name: {
                        "option": score.outcome,
                        "brier": score.brier,
                        "crps": score.crps,
                        "errors": dict(score.errors),
                    }
                    for name, score in forecast.issues.items()
                },
            }
            for forecast in scored
        ],
        "cases": len({forecast.entry.case for forecast in scored}),
        "mean": _plain(_means(scored)) if scored else None,
    }


def _plain(mean: MeanScore) -> dict[str, object]:
    return {"issues": mean.issues, "brier": mean.brier, "crps": mean.crps, "errors": dict(mean.errors)}


def _lines(scored: list[ScoredForecast]) -> list[str]:
    if not scored:
        return ["No kept forecast has an outcome yet: `winset score CASE --outcome ISSUE=OPTION` puts one down."]
    keys = list(dict.fromkeys(key for forecast in scored for key in forecast.mean.errors))
    wide = max(len("mean over cases"), *(len(forecast.entry.case) for forecast in scored))
    head = f"{'case':<{wide}}  {'kept':<18}{'issues':>7}{'Brier':>7}{'CRPS':>7}"
    lines = [f"{TITLE} (points of the line; Brier from 0 to 2)", "", head + "".join(f"  {key}" for key in keys)]
    rows = [(forecast.entry.case, forecast.entry.date, forecast.mean) for forecast in scored]
    rows += [("mean over cases", "", _means(scored))]
    for name, date, mean in rows:
        crps = "–" if mean.crps is None else f"{mean.crps:.1f}"
        errors = "".join(f"  {f'{mean.errors[key]:.1f}' if key in mean.errors else '–':>{len(key)}}" for key in keys)
        lines.append(f"{name:<{wide}}  {date:<18}{mean.issues:>7}{mean.brier:>7.2f}{crps:>7}{errors}")
    return lines
