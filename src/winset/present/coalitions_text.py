"""Who could gain by leaving a package together, for a terminal and as plain data."""

from __future__ import annotations

from collections.abc import Mapping

from winset.analyses.stability.coalitions import Together, Upset
from winset.analyses.stability.definitions import definitions
from winset.analyses.stability.stability import Held, Stability
from winset.present.page import Page
from winset.present.stability_words import changed
from winset.present.words import Words, counted, listed

SHOWN = 5
Json = dict[str, object]
Found = Mapping[str, Together | None]
"""Per concept the verdicts of every coalition; None where they were not computed."""


class CoalitionsText:
    """What every coalition could gain by, on one page."""

    def __init__(self, page: Page, found: Stability, held: Held, words: Words) -> None:
        self.page, self.found, self.held, self.words = page, found, held, words

    def write(self, together: Found) -> None:
        """Which coalitions could gain by leaving together that nobody could answer, and what holds against all."""
        page = self.page
        page.section("Who could gain by leaving it together")
        page.line(
            "All of them are better off at the end; on the way there some may not be. Those left out may answer. "
            "Changes that nobody can make alone are not part of this.",
            style="dim",
        )
        for key, verdicts in together.items():
            title = definitions[key].title
            if verdicts is None:
                page.bullet(f"{title}: not computed, there are too many states.")
                continue
            several = [one for one in verdicts.upsets if len(one.coalition) > 1]
            alone = len(verdicts.upsets) - len(several)
            if not verdicts.upsets:
                page.bullet(f"{title}: stable against every party and every coalition.")
                continue
            what = [counted(len(several), "way") + " for several together"] if several else []
            what += [counted(alone, "way") + " for one alone"] if alone else []
            answers = "whatever others might answer" if key == "nash" else "that nobody could answer"
            page.bullet(f"{title}: not stable; {listed(what)}, {answers}.")
            for one in several[:SHOWN]:
                page.line(self._told(one), indent=6)
            if len(several) > SHOWN:
                page.line(f"{len(several) - SHOWN} more in `--json`.", indent=6, style="dim")

    def _told(self, one: Upset) -> str:
        """The moves of a coalition, one after the other."""
        state, does = one.state, []
        for step in one.path:
            told = changed(self.found, state, step.to)
            what = listed(
                f"{self.words.topic(issue)} to “{self.words.option(issue, option)}”" for issue, option in told
            )
            does.append(f"{self.words.party(step.party)} changes {what}")
            state = step.to
        return f"{self.words.parties(one.coalition)}: {', then '.join(does)}."


def coalitions_data(found: Stability, together: Found, universal: Mapping[str, tuple[int, ...]] | None) -> Json:
    """The key `coalitions` of the document: null where something was not computed."""
    case, states = found.case, found.states

    def told(state: int) -> Json:
        return {"options": case.package_names(states.package(state))}

    return {
        "universal": None
        if universal is None
        else {key: [told(state) for state in stable] for key, stable in universal.items()},
        "concepts": {
            key: None
            if one is None
            else {
                "stable": not one.upsets,
                "upsets": [
                    {
                        "coalition": [case.parties[party] for party in upset.coalition],
                        "from": told(upset.state),
                        "to": told(upset.to),
                        "steps": [{"party": case.parties[step.party], "to": told(step.to)} for step in upset.path],
                    }
                    for upset in one.upsets
                ],
            }
            for key, one in together.items()
        },
    }
