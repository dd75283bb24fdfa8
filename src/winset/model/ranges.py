"""The judged numbers by their paths below `judgements`, as `together` names them."""

from __future__ import annotations

from collections.abc import Iterator

from winset.model.judgements import Judgements
from winset.model.numbers import Span

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
