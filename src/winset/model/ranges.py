"""The judged numbers by their paths below `judgements`, as `together` names them."""

from __future__ import annotations

from collections.abc import Iterator

from winset.model.contests import Contest
from winset.model.judgements import Judgements
from winset.model.numbers import Span
from winset.model.timing import Timing

FALLS = "-"
"""Before a number that falls as the others of its entry rise."""


def ranges_by_path(judged: Judgements) -> dict[str, Span]:
    """Every judged number that a trial draws, by its path below `judgements`, such as `walk_away.russia`."""
    return dict(_ranges(judged))


def _ranges(judged: Judgements) -> Iterator[tuple[str, Span]]:
    for issue, weights in judged.salience.items():
        yield from ((f"salience.{issue}.{party}", span) for party, span in weights.items())
    for issue, rows in judged.scores.items():
        for party, scores in rows.items():
            yield from ((f"scores.{issue}.{party}.{option}", span) for option, span in scores.items())
    for party, walk_away in judged.walk_away.items():
        span = walk_away.points or walk_away.status_quo
        if span is not None:
            yield f"walk_away.{party}", span
    yield from ((f"capability.{party}", span) for party, span in judged.capability.items())
    yield from ((f"links.{n}", link.points) for n, link in enumerate(judged.links))
    yield from ((f"levers.{name}", effect.walk_away) for name, effect in judged.levers.items())
    yield from ((f"refusal.{party}", span) for party, span in judged.refusal.items())
    for name, meeting in judged.tables.items():
        yield from ((f"tables.{name}.worth.{party}", span) for party, span in meeting.worth.items())
    for spoiler, costs in judged.spoil.items():
        yield from ((f"spoil.{spoiler}.{other}", span) for other, span in costs.items())
    if judged.timing is not None:
        yield from ((f"timing.{path}", span) for path, span in timed_ranges(judged.timing))


def timed_ranges(timing: Timing) -> Iterator[tuple[str, Span]]:
    """Every number of the timing, by its path below `timing`."""
    for party, row in timing.parties.items():
        path = f"parties.{party}"
        if row.walk_away_change is not None:
            yield from by_period(f"{path}.walk_away_change", row.walk_away_change)
        for field, span in (("discount", row.discount), ("cost", row.cost), ("best_escalation", row.best_escalation)):
            if span is not None:
                yield f"{path}.{field}", span
        if row.power is not None:
            yield f"{path}.power.now", row.power.now
            yield from by_period(f"{path}.power.change", row.power.change)
            if row.power.believes is not None:
                yield f"{path}.power.believes", row.power.believes
    for name, event in timing.events.items():
        yield from ((f"events.{name}.moves.walk_away.{who}", span) for who, span in event.moves.walk_away.items())
        yield from ((f"events.{name}.moves.power.{who}", span) for who, span in event.moves.power.items())
    for issue, options in timing.limits.items():
        for option, parties in options.items():
            yield from ((f"limits.{issue}.{option}.{who}", span) for who, span in parties.items())
    for name, contest in timing.contests.items():
        yield from ((f"contests.{name}.{path}", span) for path, span in _contested(contest))


def _contested(contest: Contest) -> Iterator[tuple[str, Span]]:
    """Every number of a contest, by its path below it."""
    for field in ("shares", "largest_cost", "ratified"):
        yield from ((f"{field}.{name}", span) for name, span in getattr(contest, field).items())
    for field in ("kinds", "holding_out"):
        for who, part in getattr(contest, field).items():
            given = ((name, getattr(part, name)) for name in type(part).model_fields)
            yield from ((f"{field}.{who}.{name}", span) for name, span in given if span is not None)


def by_period(path: str, given: Span | tuple[Span, ...]) -> tuple[tuple[str, Span], ...]:
    """One number for all periods under its own path, or one for each under its place in the list."""
    if isinstance(given, Span):
        return ((path, given),)
    return tuple((f"{path}.{n}", span) for n, span in enumerate(given))
