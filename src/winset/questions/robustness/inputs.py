"""What an answer hangs on, in words: judged numbers, silent cells, red lines and variants."""

from __future__ import annotations

from collections.abc import Sequence

from winset.analyses.robustness.drivers import Input
from winset.analyses.robustness.judged_numbers import JudgedNumber
from winset.compiled import CompiledLink, Condition
from winset.questions.robustness.silence import SilentCell
from winset.report.counts import in_readings
from winset.report.names import Names, variant_title

NO_MATTER = 0.01
"""Share of readings: wishes that differ by less are told as making no difference, with "about"."""


class InputWords:
    """Names of inputs, for the case of an answer."""

    def __init__(self, names: Names) -> None:
        self.names, self.case = names, names.compiled

    def input(self, one: Input) -> str:
        """An input: what is drawn anew or switched."""
        match one.kind, one.names:
            case "salience", (issue, party):
                return f"how much {self._topic(issue)} matters to {self._party(party)}"
            case "scores", (issue, party):
                return f"what each option of {self._topic(issue)} is worth to {self._party(party)}"
            case "silence", (issue, party):
                return f"what {self._party(party)} wants on {self._topic(issue)}, on which the sources are silent"
            case "walk_away", (party,):
                return f"what {self._party(party)} expects of having no deal"
            case "red_line", names:
                return f"whether {self.red_line(names)}"
            case "variant", (name,):
                return f"whether {self.variant(name)} is the right reading"
            case "link", names:
                stream = ".".join(("judgements", "links", *names))
                return self._link(next(link for link in self.case.links if link.stream == stream))
            case _, names:
                return f"what {' '.join(names)} asks beyond the walk-away of the party that it follows"

    def red_line(self, names: Sequence[str]) -> str:
        """A red line, by party, issue and option: "Ukraine refuses “…” on “…”"."""
        party, issue, option = names
        return f"{self._party(party)} refuses {self.option(issue, option)} on {self._topic(issue)}"

    def variant(self, name: str) -> str:
        return variant_title(self.names.case, name)

    def cell(self, issue: str, party: str) -> str:
        return f"{self._party(party)} on {self._topic(issue)}"

    def option(self, issue: str, option: str) -> str:
        place = self.case.issues.index(issue)
        return f"“{self.names.option(place, self.case.options[place].index(option))}”"

    def resolved(self, cell: SilentCell) -> str:
        """The readings with a deal that the resolutions of a silent cell leave."""
        (least, fewest), (most, highest) = cell.least, cell.most
        if highest.share - fewest.share < NO_MATTER:
            told = f"{in_readings(highest, drawn=False).replace('in ', 'in about ', 1)} whatever it wants most"
        else:
            told = (
                f"{in_readings(fewest, drawn=False)} if it wants {self.option(cell.names[0], least)} most, "
                f"{in_readings(highest, drawn=False)} if {self.option(cell.names[0], most)}"
            )
        if cell.worst_refusal is None:
            return told
        option, share = cell.worst_refusal
        return f"{told}; {in_readings(share, drawn=False)} if it refuses {self.option(cell.names[0], option)}"

    def number(self, one: JudgedNumber) -> str:
        """A judged number, with what it counts."""
        who = self.names.party(one.party)
        if one.kind == "score":
            return f"points of {self.option(one.names[0], one.names[2])} on {self._topic(one.names[0])} to {who}"
        if one.kind == "salience":
            return f"weight of {self._topic(one.names[0])} to {who}"
        if one.kind == "walk_away":
            judged = self.names.case.judgements.walk_away.get(one.names[0])
            above = judged is not None and judged.status_quo is not None
            return f"what {who} expects of having no deal{', in points above the status quo' if above else ''}"
        if one.kind == "link":
            return f"in points, {self._link(next(link for link in self.case.links if link.path == one.names[1]))}"
        return f"points that {one.names[0]} asks beyond the walk-away of {who}"

    def _link(self, link: CompiledLink) -> str:
        return f"what {self._together(link.when)} is worth to {self.names.party(link.party)} beyond its parts"

    def _together(self, when: Condition) -> str:
        each = [
            " or ".join(f"“{self.names.option(issue, option)}”" for option in sorted(options))
            for issue, options in when
        ]
        return " with ".join(each)

    def _party(self, name: str) -> str:
        return self.names.party(self.case.parties.index(name))

    def _topic(self, name: str) -> str:
        return self.names.topic(self.case.issues.index(name))
