"""Whether the packages that an answer shows would hold, told in short: in a line for each, or in a few sentences."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from winset.analyses.settlement.choose import Package
from winset.analyses.stability.definitions import definitions
from winset.analyses.stability.readings import is_fixed
from winset.analyses.stability.stability import Held, Stability
from winset.present.stability_words import StabilityWords, improvements, telling
from winset.present.visible import Visible
from winset.present.words import listed
from winset.readings.shares import Share

DIGITS = 6
NO_MOVES = (
    "Whether a package would hold cannot be said, since the case says of nobody what it could change alone: that "
    "belongs under `moves` in the case file, for each issue who can change it."
)
NOTHING_MOVES = "Whether a package would hold cannot be said: nothing that is asked about here can be changed alone."
FIXED = "No judged number changes this: every party’s order follows from statements or a ranking."
Json = dict[str, object]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class LookedAt:
    """What was found of the packages that are shown. found: of each, in their order; empty where it was not worked out.

    shares: of each, in how many readings it is stable by definition; None where that was not counted. why_not: why
    something was not worked out; empty where all was.
    """

    found: tuple[Stability, ...] = ()
    shares: tuple[Mapping[str, Share] | None, ...] = ()
    why_not: str = ""

    def held(self, package: Package) -> tuple[Stability, Held, Mapping[str, Share] | None] | None:
        """What was found of a package; None where nothing was."""
        for found, shares in zip(self.found, self.shares, strict=True):
            if found.held is not None and found.held.package == package:
                return found, found.held, shares
        return None

    def data(self, package: Package) -> Json | None:
        """By definition whether the package is stable for all, and in how many readings; None where not worked out."""
        known = self.held(package)
        if known is None:
            return None
        _, held, shares = known
        told = {key: held.holds(key) for key in definitions}
        readings = None
        if shares is not None:
            readings = {
                key: {"share": round(one.share, DIGITS), "error": round(one.error, DIGITS), "draws": one.draws}
                for key, one in shares.items()
                if key in definitions
            }
        return {**told, "readings": readings}


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What is said of packages that hold alike. numbers: of the packages, as they are shown. gains: the sentences on
    who could gain by what. readings: in how many readings it is so; empty where that was not counted.
    """

    numbers: tuple[int, ...]
    verdict: str
    rests_on: str
    gains: tuple[str, ...]
    readings: str

    @property
    def name(self) -> str:
        """Which packages, as the subject of a heading."""
        return f"Package{'s' if len(self.numbers) > 1 else ''} {listed(map(str, self.numbers))}"


def in_a_line(words: StabilityWords, held: Held) -> str:
    """Whether a package would hold, in few words without a full stop."""
    found = words.found
    gaining = [party for party in range(len(found.case.parties)) if improvements(found, held, party)]
    if not gaining:
        return "nobody could gain by leaving it alone"
    unanswered = [party for party in gaining if held.is_stable("gmr", party) is False]
    if unanswered:
        return f"it would not hold against {words.words.parties(unanswered)}, whom nobody could answer"
    answered = "others could answer only at a cost"
    if held.holds("sseq"):
        answered = "others could answer for good"
    elif held.holds("seq"):
        answered = "others could answer, for a time"
    return f"{words.words.parties(gaining)} could gain by leaving it alone; {answered}"


def told_of(looked_at: LookedAt, visible: Visible, most: int) -> list[Told]:
    """What is said of each package, those together that hold alike. most: improvements that are told of each party."""
    alike: dict[tuple[str, ...], list[int]] = {}
    kept: dict[tuple[str, ...], Told] = {}
    for number, (found, shares) in enumerate(zip(looked_at.found, looked_at.shares, strict=True), 1):
        held = found.held
        if held is None:
            continue
        words = StabilityWords(found, visible)
        gains = tuple(
            words.in_short(held, one)
            for party in range(len(found.case.parties))
            for one in telling(found, held, improvements(found, held, party), most)
        )
        readings = words.readings(shares) if shares is not None else ""
        readings = FIXED if is_fixed(found.case, by_value=found.by_value) else readings
        told = Told(
            numbers=(number,),
            verdict=" ".join(words.verdict(held)),
            rests_on=words.rests_on(held),
            gains=gains,
            readings=readings,
        )
        key = (told.verdict, told.rests_on, told.readings, *gains)
        alike.setdefault(key, []).append(number)
        kept.setdefault(key, told)
    return [replace(kept[key], numbers=tuple(numbers)) for key, numbers in alike.items()]
