"""Shares of readings in words: "in 31 of 100 readings", never as the chance of an event."""

from __future__ import annotations

from winset.analyses.robustness.acceptance import Share

NOT_A_PROBABILITY = (
    "A reading fixes every number within the range that is judged for it, and what is not judged or said by chance. "
    "A share of readings says how far the answer hangs on these numbers; it is not the probability of an event."
)


def in_readings(share: Share, *, drawn: bool = True) -> str:
    """A share as "in 31 of 100 readings", with what it was counted from and its standard error."""
    if share.draws == 0:
        return "in no reading, since none was drawn"
    if share.number in (0, share.draws):
        off = 300 / share.draws
        which, bound = ("each", f"over {100 - off:.3g}") if share.number else ("none", f"fewer than {_few(off)}")
        of_hundred = f" (by the rule of three, in {bound} of 100)" if drawn else ""
        return f"in {which} of {share.draws:,} readings drawn{of_hundred}"
    of_hundred = f"{100 * share.share:.0f}" if 0.01 <= share.share <= 0.99 else f"{100 * share.share:.1f}"
    counts = f" ({share.number:,} of {share.draws:,} drawn, standard error {100 * share.error:.1f} of 100)"
    return f"in {of_hundred} of 100 readings{counts if drawn else ''}"


def _few(number: float) -> str:
    """A bound in one digit, or as a whole number."""
    return f"{number:.1g}" if number < 10 else f"{number:.0f}"
