"""`winset benchmark`: how wrong the rules of a forecast are on a public record of decisions."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from winset.cli.options import json_option

if TYPE_CHECKING:
    from winset.analyses.forecast.record.public_record import RecordScores

FORECASTS = {
    "point": "the compromise as one point",
    "uniform": "the whole line evenly",
    "positions": "the positions as they weigh",
    "point_and_positions": "half the point, half the positions",
    "errors_of_other_issues": "the compromise with its errors on all other issues",
    "errors_of_other_proposals": "… on other proposals",
    "distances_of_other_proposals": "… counted to both sides",
    "forecast": "… and a part at the positions: what winset forecasts",
}


@click.group("benchmark", short_help="Work out again how wrong the rules of a forecast are on a public record.")
def command() -> None:
    """Work out again how wrong the rules of a forecast are on a public record of decisions.

    \b
    Example:   winset benchmark deu records/deu3
    """


@command.command("deu", short_help="On the DEU III record of European Union decisions.")
@click.argument("path", type=click.Path(file_okay=False, exists=True, path_type=Path))
@click.option("--rule", "rules", multiple=True, metavar="KEY", help="Only this rule; may be repeated. [default: all]")
@click.option(
    "--choose",
    multiple=True,
    metavar="RULE.CHOICE=VALUE or RULE=PRESET",
    help="Settle a choice that a rule leaves open; may be repeated.",
)
@click.option("--seed", type=click.IntRange(min=0), default=1, show_default=True, help="Seed of the resamples.")
@click.option("--fit", is_flag=True, help="Print the distances that winset ships, fitted again.")
@json_option
def deu(path: Path, rules: tuple[str, ...], choose: tuple[str, ...], seed: int, fit: bool, as_json: bool) -> None:
    """Recompute the table of the DEU III record for every rule: mean and median error, errors within 10, the score of
    the forecast made with the rule (CRPS), and its mean error beside that of the compromise, resampled by proposal.

    PATH is a folder with `issues.csv` (isnr, prnr, outcome) and `actors_long.csv` (isnr, actor, position, salience).
    Strength is the votes in the Council under the Treaty of Nice; Commission and Parliament count as its largest
    member. A missing salience is 0. The record is Arregui & Perarnaud 2021, doi:10.34810/data53, and is not part of
    winset.

    \b
    Example:   winset benchmark deu deu3
               winset benchmark deu deu3 --rule compromise --rule median --json
    """
    from winset.analyses.forecast.record.public_record import COMPROMISE, points_of, record_scores
    from winset.analyses.forecast.rules import RULES
    from winset.cli.output import write_json
    from winset.interchange.deu_record import read_record
    from winset.model.version import VERSION
    from winset.questions.forecast.solve import choices_of

    for key in rules:
        if key not in RULES:
            raise click.BadParameter(f"no rule `{key}`; rules: {', '.join(RULES)}", param_hint="--rule")
    chosen = choices_of(choose)
    record = read_record(path)
    asked = [key for key in RULES if not rules or key in rules or key == COMPROMISE]
    points = {}
    for key in asked:
        click.echo(f"{RULES[key].title} …", err=True)
        points[key] = points_of(RULES[key], record, chosen[key])
    scores = record_scores(record, points, seed)
    if as_json:
        write_json({"winset": VERSION, "issues": len(record), "seed": seed, **_document(scores)})
        return
    click.echo(f"{len(record)} issues of {len({issue.group for issue in record})} proposals with an outcome\n")
    click.echo("\n".join(_lines(scores)))
    if fit:
        click.echo("\nDistances between outcome and compromise, the middles of fifty equal parts:")
        click.echo(", ".join(f"{size:.2f}" for size in scores.fitted))


def _document(scores: RecordScores) -> dict[str, object]:
    return {
        "rules": {
            rule.key: {
                "mae": rule.scores.mean,
                "median_ae": rule.scores.median,
                "within10": rule.scores.near,
                "issues": rule.scores.issues,
                "crps": rule.crps,
                "beside_compromise": {
                    "mean": rule.beside_compromise.mean,
                    "interval": [rule.beside_compromise.low, rule.beside_compromise.high],
                },
            }
            for rule in scores.rules
        },
        "forecasts": dict(scores.forecasts),
        "coverage": [
            {"level": level, "share": share, "width": width} for level, share, width in scores.forecast.coverage
        ],
        "distances": list(scores.fitted),
    }


def _lines(scores: RecordScores) -> list[str]:
    """The tables: rules, forecasts, coverage."""
    head = f"{'rule':<18}{'mean':>7}{'median':>8}{'within 10':>11}{'CRPS':>8}"
    lines = [f"{head}   beside the compromise (95 of 100 resamples)"]
    for rule in scores.rules:
        apart = rule.beside_compromise
        lines.append(
            f"{rule.key:<18}{rule.scores.mean:>7.2f}{rule.scores.median:>8.1f}{rule.scores.near:>11.2f}{rule.crps:>8.2f}"
            f"   {apart.mean:+.2f} ({apart.low:+.1f} to {apart.high:+.1f})"
        )
    lines += ["", "Forecasts as distributions (CRPS, lower is better)"]
    lines += [f"{FORECASTS[key]:<58}{score:>7.2f}" for key, score in scores.forecasts.items()]
    lines += ["", "Intervals of the forecast, made without the issue’s own proposal"]
    lines += [
        f"{100 * level:.0f} %: held {100 * share:.0f} % of outcomes, {width:.0f} points wide on average"
        for level, share, width in scores.forecast.coverage
    ]
    return lines
