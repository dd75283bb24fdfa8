"""Levers in words: what pulling them does to the share of readings with a deal, who holds them."""

from __future__ import annotations

from winset.analyses.robustness.acceptance import Acceptance, Pulled
from winset.present.shares import in_readings
from winset.present.visible import Visible
from winset.present.words import Words, counted, listed


class LeverWords:
    """The levers of an answer that may be shown. shown: those that open the most first."""

    def __init__(self, found: Acceptance, visible: Visible) -> None:
        self.found, self.visible = found, visible
        self.words = Words(visible.case, found.case)
        shown = [one for one in found.levers if all(visible.lever(name) for name in self.names(one))]
        self.shown = sorted(shown, key=lambda one: (one.closed.number - one.opened.number, len(one.levers), one.levers))

    @property
    def single(self) -> list[Pulled]:
        return [one for one in self.shown if len(one.levers) == 1]

    @property
    def together(self) -> list[Pulled]:
        """Combinations that open something."""
        return [one for one in self.shown if len(one.levers) > 1 and one.opened.number]

    @property
    def hidden(self) -> int:
        return len(self.found.levers) - len(self.shown)

    def names(self, one: Pulled) -> list[str]:
        return [self.found.case.levers[n].name for n in one.levers]

    def title(self, one: Pulled) -> str:
        levers = self.visible.case.levers
        return " + ".join(levers[name].title or name.replace("_", " ") for name in self.names(one))

    def holders(self, one: Pulled) -> str:
        """Who holds a single lever."""
        return listed(self._holder(who) for who in self.visible.case.levers[self.names(one)[0]].holders)

    def target(self, one: Pulled) -> str:
        return self.words.party(self.found.case.levers[one.levers[0]].target)

    def _holder(self, name: str) -> str:
        case = self.visible.case
        held = case.parties.get(name) or case.others.get(name)
        return held.name if held is not None and held.name else name.replace("_", " ")

    def effect(self, one: Pulled) -> str:
        """How the share of readings with a deal moves, and which package leads then."""
        told = f"a deal {in_readings(one.deal, drawn=False)}"
        change = one.opened.number - one.closed.number
        if not change:
            return f"{told}, as without"
        told += f", {100 * abs(change) / one.deal.draws:.1f} {'more' if change > 0 else 'fewer'} than without"
        if one.closed.number:
            told += f" ({one.opened.number:,} opened, {one.closed.number:,} closed)"
        opens = self.opens(one)
        return f"{told}; most often acceptable then: {opens}" if opens else told

    def opens(self, one: Pulled) -> str:
        """What of the package that the most readings accept then differs from the one without; empty where nothing."""
        first = self.found.most[0].options if self.found.most else None
        if not one.most or one.most[0].options == first:
            return ""
        pairs = self.words.package(one.most[0].options)
        if first is not None:
            pairs = [pair for pair, before in zip(pairs, self.words.package(first), strict=True) if pair != before]
        return "; ".join(f"{issue}: {option}" for issue, option in pairs)

    def reached(self, percent: int) -> list[str]:
        """The fewest levers that bring a deal in so many of 100 readings, each combination a line."""
        found = self.found
        if 100 * found.deal.number >= percent * found.draws:
            return ["It needs no lever."]
        enough = [one for one in found.levers if 100 * one.deal.number >= percent * found.draws]
        if not enough:
            most = max((len(one.levers) for one in found.levers), default=0)
            return [f"No {counted(most, 'lever')} together bring it; `--levers` pulls more at once."]
        fewest = min(len(one.levers) for one in enough)
        shown = [one for one in enough if len(one.levers) == fewest and one in self.shown]
        told = [f"{self.title(one)}: a deal {in_readings(one.deal)}" for one in shown]
        return told or ["The levers that bring it may not be shown."]
