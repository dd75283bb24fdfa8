"""The charts of a plan, and all of them one below the other."""

from __future__ import annotations

from dataclasses import dataclass

import altair as alt

from winset.analyses.staging.plane import Plane, plane
from winset.analyses.staging.schedule import Schedule
from winset.analyses.staging.staging import Staging
from winset.present.charts.links import caption as links_caption
from winset.present.charts.links import weakest_links
from winset.present.charts.plan import caption as line_caption
from winset.present.charts.plan import time_line
from winset.present.charts.plane import caption as plane_caption
from winset.present.charts.plane import heat_map
from winset.present.charts.theme import themed
from winset.present.staging_words import StagingWords


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """A chart with what it says to those who cannot see it."""

    chart: alt.VConcatChart
    caption: str


def better(found: Staging) -> Schedule | None:
    """The schedule that is drawn below the plan: the first that was found of those that were asked for."""
    return next((one for one in found.schedules.values() if one.shares is not None), None)


def weakest_plane(found: Staging) -> Plane | None:
    """The plane of the weakest party that some step which can be put back answers."""
    planes = (plane(found.terms, one.party) for one in found.remedies)
    return next((one for one in planes if one is not None), None)


def in_a_brief(told: StagingWords) -> dict[str, Drawn]:
    """The time line and the weakest links by name; one that has nothing to show is left out."""
    best = better(told.found)
    return _kept(
        {
            "plan": (time_line(told, best), line_caption(told, best)),
            "links": (weakest_links(told), links_caption()),
        }
    )


def all_of(told: StagingWords) -> dict[str, Drawn]:
    """The charts by name: those of a brief, and the plane of the weakest party."""
    if not told.numbers:
        return {}
    over = weakest_plane(told.found)
    return {**in_a_brief(told), **_kept({"plane": (heat_map(told, over), plane_caption(told, over))})}


def _kept(made: dict[str, tuple[alt.VConcatChart | None, str]]) -> dict[str, Drawn]:
    return {name: Drawn(chart=chart, caption=text) for name, (chart, text) in made.items() if chart is not None}


def whole(told: StagingWords) -> alt.VConcatChart | None:
    """Every chart of the plan, one below the other; None where no number may be shown."""
    drawn = list(all_of(told).values())
    if not drawn:
        return None
    parts = [part for one in drawn for part in one.chart.vconcat]
    return themed(alt.vconcat(*parts, spacing=18), " ".join(one.caption for one in drawn))
