"""The example of 108 packages, five issues and four parties, as a case whose gains are those of its table."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

PARTIES = ("us", "russia", "ukraine", "europe")
WORTH: dict[str, dict[str, tuple[str, ...]]] = {
    "territory": {"freeze": ("2", "3", "-1", "0"), "recognise": ("3", "8", "-9", "-4")},
    "ceasefire": {"full": ("4", "-3", "5", "3")},
    "guarantee": {"by_us": ("-1", "-1", "3", "1"), "by_both": ("-0.5", "-3", "5", "1.5")},
    "relief": {"by_us": ("0", "3", "-1", "-1"), "by_both": ("0", "6", "-2", "-2")},
    "returns": {"all": ("0.5", "-1", "4", "1")},
}
"""What each option adds to the gains, in the order of the parties; `none`, the status quo, adds nothing."""
GIVERS = {"options": {"by_us": {"needs": ["us"]}, "by_both": {"needs": ["us", "europe"]}}, "needs": ["us"]}
FIGHTERS = {"needs": ["russia", "ukraine"]}


def example(**sections: Any) -> dict[str, Any]:
    """The case. Every issue weighs the same, so a point of gain is five points of score above 50, the walk-away."""
    scores: dict[str, Any] = {
        issue: {
            party: {"none": 50, **{option: score(gains[n]) for option, gains in options.items()}}
            for n, party in enumerate(PARTIES)
        }
        for issue, options in WORTH.items()
    }
    case: dict[str, Any] = {
        "winset": 1,
        "case": {"id": "rooms", "title": "Who must be in the room", "as_of": "2025-01-01"},
        "parties": {party: {"name": party.title()} for party in PARTIES},
        "issues": {
            issue: {"status_quo": "none", "options": {option: option for option in ("none", *options)}}
            for issue, options in WORTH.items()
        },
        "positions": {issue: {"rest": "silent"} for issue in WORTH},
        "consent": {
            "issues": {
                "territory": FIGHTERS,
                "ceasefire": FIGHTERS,
                "guarantee": GIVERS,
                "relief": GIVERS,
                "returns": FIGHTERS,
            }
        },
        "judgements": {"scores": scores, "walk_away": dict.fromkeys(PARTIES, 50)},
    }
    judged = sections.pop("judgements", {})
    case["judgements"].update(judged)
    case.update(sections)
    return case


def score(gain: str) -> int | str:
    points = 50 + len(WORTH) * Fraction(gain)
    return int(points) if points.denominator == 1 else f"{points.numerator}/{points.denominator}"
