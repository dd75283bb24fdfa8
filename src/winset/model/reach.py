"""How far along a line a link or a rule reaches: from a mark to the end on which the options that it names lie.

A link on "recognition of four regions", at 100, with the mark 60 also applies to every option of the issue that lies at
60 or above. One on "complete withdrawal", at 0, with the mark 30 also applies to every one at 30 or below. Where the
named options lie just at the mark, the reach goes upwards.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from winset.model.case import Issue
from winset.model.scores import places as in_order


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A place on a line, and whether what lies above it is beyond it, or what lies below."""

    place: Fraction
    upwards: bool

    def reaches(self, place: Fraction | None) -> bool:
        """True for a place at the mark or beyond it; never off the line."""
        return place is not None and (place >= self.place if self.upwards else place <= self.place)


def places(issue: Issue) -> dict[str, Fraction | None] | None:
    """The place of each option by name; None where the issue is no scale."""
    where = in_order(issue)
    return None if where is None else dict(zip(issue.options, where, strict=True))


def mark(issue: Issue, named: tuple[str, ...], at: Fraction | str) -> Mark | str:
    """The mark that is set on an issue, seen from the options that are named; else what is wrong with it."""
    where = places(issue)
    if where is None:
        return "the issue is no scale, so nothing lies beyond anything; write `scale: true` there, or name the options"
    if isinstance(at, str):
        if at not in where:
            return f"there is no option `{at}` on this issue; it has: {', '.join(where)}"
        place = where[at]
        if place is None:
            return f"`{at}` is aside from the line"
    else:
        place = at
    if not 0 <= place <= 100:
        return "a place on the line is from 0 to 100"
    seen = [option_place for name in named if (option_place := where.get(name)) is not None]
    if not seen:
        return "none of the options that are named lies on the line, so it has no side on which they lie"
    if min(seen) < place < max(seen):
        return "the options that are named lie on both sides of this place"
    made = Mark(place=place, upwards=max(seen) > place or min(seen) == place)
    if all(made.reaches(option_place) for option_place in where.values() if option_place is not None):
        return "every option on the line lies at or beyond this place, so it asks for nothing"
    return made


def marks(
    issues: Mapping[str, Issue], when: Mapping[str, tuple[str, ...]], above: Mapping[str, Fraction | str]
) -> dict[str, Mark]:
    """The marks that a condition has, by issue; those with something wrong are left out."""
    by_issue = {
        name: mark(issues[name], when[name], at) for name, at in above.items() if name in when and name in issues
    }
    return {name: mark_or_fault for name, mark_or_fault in by_issue.items() if isinstance(mark_or_fault, Mark)}


def widened(
    issues: Mapping[str, Issue], when: Mapping[str, tuple[str, ...]], above: Mapping[str, Fraction | str]
) -> dict[str, tuple[str, ...]]:
    """The condition with every listed option that lies at a mark of it or beyond, after those that it names."""
    wide = dict(when)
    for name, issue_mark in marks(issues, when, above).items():
        beyond = (option for option, place in (places(issues[name]) or {}).items() if issue_mark.reaches(place))
        wide[name] = tuple(dict.fromkeys((*when[name], *beyond)))
    return wide
