"""What the charts of a package are drawn from."""

from __future__ import annotations

from dataclasses import dataclass

from winset.questions.stability.words import StabilityWords


@dataclass(frozen=True, slots=True, kw_only=True)
class StateGraphData:
    """The states around a package, with verdicts on all of them. looked_at: states that are marked."""

    words: StabilityWords
    looked_at: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowsData:
    """A package from which something can follow. name: as it is shown. each: the packages that are drawn together."""

    words: StabilityWords
    each: tuple[StabilityWords, ...]
    name: str
