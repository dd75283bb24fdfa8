"""What an answer hangs on, in words: judged numbers, silent cells, red lines and variants."""

from __future__ import annotations

from collections.abc import Sequence

from winset.analyses.robustness.drivers import Input
from winset.analyses.robustness.exclusion import Exclusion
from winset.analyses.robustness.judged_numbers import JudgedNumber
from winset.compiled import CompiledLink, Condition
from winset.questions.robustness.silence import SilentCell
from winset.report.counts import in_trials
from winset.report.first_questions import FirstQuestions
from winset.report.names import Names, listed, owned_by, variant_title
from winset.report.ownership import NOBODY, Owner, Ownership, owner_of_all


class InputWords:
    """Names of inputs, for the case of an answer."""

    def __init__(self, names: Names) -> None:
        self.names, self.case = names, names.compiled

    def input(self, of_input: Input) -> str:
        """An input: what is drawn anew or switched."""
        match of_input.kind, of_input.names:
            case "salience", (issue, party):
                return f"how much weight {self._party(party)} would give to {self._topic(issue)}"
            case "scores", (issue, party):
                return f"what each option on {self._topic(issue)} is worth to {self._party(party)}"
            case "silence", (issue, party):
                return f"what {self._party(party)} would want on {self._topic(issue)}"
            case "walk_away", (party,):
                return f"what {self._party(party)} would expect of having no deal"
            case "red_line", names:
                return f"whether {self._party(names[0])} would refuse {self.deal_with(names[1], names[2])}"
            case "variant", (name,):
                return f"whether {self.variant(name)} is the right reading of the text"
            case "link", names:
                stream = ".".join(("judgements", "links", *names))
                return self._link(next(link for link in self.case.links if link.stream == stream))
            case "together", paths:
                return f"{listed(map(self._path, paths))}, which move together"
            case _, names:
                return asked_beyond(" ".join(names))

    def why_silent(self, issue: str, party: str) -> str:
        """That no source says what a party wants, or none says more than what it refuses."""
        place = self.case.parties.index(party), self.case.issues.index(issue)
        return FirstQuestions(self.names).why_silent(*place)

    def question(self, of_input: Input) -> str:
        """An input as a question that can be put to somebody."""
        match of_input.kind, of_input.names:
            case "salience", (issue, party):
                return f"How much weight would {self._party(party)} give to {self._topic(issue)}?"
            case "scores", (issue, party):
                return f"How far apart would {self._party(party)} rank the options on {self._topic(issue)}?"
            case "silence", (issue, party):
                return f"What would {self._party(party)} want on {self._topic(issue)}? {self.why_silent(issue, party)}"
            case "walk_away", (party,):
                return f"What would {self._party(party)} expect of having no deal?"
            case "red_line", (party, issue, option):
                return f"Would {self._party(party)} really refuse {self.deal_with(issue, option)}?"
            case "variant", (name,):
                return f"Is {self.variant(name)} the right reading of the text?"
            case "ratifier", names:
                return f"How much would {' '.join(names)} ask beyond the walk-away of the party that it follows?"
        text = self.input(of_input)
        return f"{text[:1].upper()}{text[1:]}?"

    def owner(self, of_input: Input, owners: Ownership) -> Owner:
        """Whose an input is: of the numbers of a party where it is judged; silence, red lines and variants are open."""
        match of_input.kind, of_input.names:
            case (("walk_away" | "link"), (party, *_)):
                return owners.values(party)
            case (("salience" | "scores"), (_, party)):
                return owners.values(party)
            case (("ratifier" | "together"), _):
                return owner_of_all(owners.values(party) for party in self.case.parties)
        return NOBODY

    def red_line(self, names: Sequence[str]) -> str:
        """A red line, by party, issue and option: "Ukraine refuses a deal in which land is swapped"."""
        party, issue, option = names
        return f"{self._party(party)} refuses {self.deal_with(issue, option)}"

    def dropped(self, names: Sequence[str]) -> str:
        """A red line that is given up: "Ukraine dropped the refusal of a deal in which land is swapped"."""
        party, issue, option = names
        return f"{self._party(party)} dropped the refusal of {self.deal_with(issue, option)}"

    def variant(self, name: str) -> str:
        return variant_title(self.names.case, name)

    def cell(self, issue: str, party: str) -> str:
        return f"{self._party(party)} on {self._topic(issue)}"

    def deal_with(self, issue: str, option: str) -> str:
        """A deal by one option: "a deal in which land is swapped"."""
        place = self.case.issues.index(issue)
        return self.names.deal_with(place, self.case.options[place].index(option))

    def wish(self, issue: str, option: str) -> str:
        """An option as what is wanted most: "that land is swapped"."""
        place = self.case.issues.index(issue)
        position = self.case.options[place].index(option)
        clause = self.names.clause(place, position)
        return f"that {clause}" if clause is not None else self.names.label(place, position)

    def resolved(self, cell: SilentCell) -> str:
        """The trials with a deal that the resolutions of a silent cell leave."""
        (least, fewest), (most, highest) = cell.least, cell.most
        issue = cell.names[0]
        if in_trials(highest) == in_trials(fewest):
            text = f"{in_trials(highest)}, whatever is wanted most"
        else:
            text = (
                f"{in_trials(fewest)} if the first wish is {self.wish(issue, least)}, {in_trials(highest)} if it is "
                f"{self.wish(issue, most)}"
            )
        if cell.worst_refusal is None:
            return text
        option, share = cell.worst_refusal
        then = self.never(cell.never) if cell.never is not None else in_trials(share)
        return f"{text}. If {self.deal_with(issue, option)} is refused: {then}"

    def never(self, why: Exclusion) -> str:
        """That there is never a deal, and who could change that alone."""
        if len(why.owners) == 1:
            return f"never, since {owned_by(self.names.party(why.owners[0]))} own red lines exclude it"
        if not why.owners:
            return "never, since red lines and rules leave no package"
        return f"never, since the red lines of {self.names.parties(why.owners)} leave no package"

    def number(self, judged_number: JudgedNumber) -> str:
        """A judged number, with what it counts."""
        who = self.names.party(judged_number.party)
        if judged_number.kind == "score":
            return f"the worth to {who} if {self._outcome(judged_number.names[0], judged_number.names[2])}"
        if judged_number.kind == "salience":
            return f"the weight of {self._topic(judged_number.names[0])} to {who}"
        if judged_number.kind == "walk_away":
            judged = self.names.case.judgements.walk_away.get(judged_number.names[0])
            above = judged is not None and judged.status_quo is not None
            return f"{owned_by(who)} walk-away{', in points above the status quo' if above else ''}"
        if judged_number.kind == "link":
            return self._link(next(link for link in self.case.links if link.path == judged_number.names[1]))
        return f"the points that {judged_number.names[0]} asks beyond the walk-away of {who}"

    def _link(self, link: CompiledLink) -> str:
        return f"the extra worth to {self.names.party(link.party)} if {self._together(link.when)}"

    def _together(self, when: Condition) -> str:
        each = [
            listed((self.names.outcome(issue, option) for option in sorted(options)), "or") for issue, options in when
        ]
        return listed(each)

    def number_of(self, of_input: Input) -> str:
        """An input that is one number: "Ukraine’s walk-away"."""
        (path,) = of_input.paths
        return self._path(path)

    def _path(self, path: str) -> str:
        """A number that moves with others, by its stream."""
        match path.split("."):
            case ["judgements", "walk_away", party]:
                return f"{owned_by(self._party(party))} walk-away"
            case ["judgements", "salience", issue, party]:
                return f"the weight of {self._topic(issue)} to {self._party(party)}"
            case ["judgements", "scores", issue, party, option]:
                return f"the worth to {self._party(party)} if {self._outcome(issue, option)}"
            case ["judgements", "levers", name]:
                return f"what {name.replace('_', ' ')} does"
            case ["judgements", "capability", party]:
                return f"how strong {self._party(party)} would be"
            case ["ratifier", *names]:
                return asked_beyond(".".join(names))
        known = next((link for link in self.case.links if link.stream == path), None)
        return self._link(known) if known is not None else path.removeprefix("judgements.")

    def _outcome(self, issue: str, option: str) -> str:
        """An option where it says what is agreed: "land is swapped"."""
        place = self.case.issues.index(issue)
        return self.names.outcome(place, self.case.options[place].index(option))

    def _party(self, name: str) -> str:
        return self.names.party(self.case.parties.index(name))

    def _topic(self, name: str) -> str:
        return self.names.topic(self.case.issues.index(name))


def asked_beyond(body: str) -> str:
    """What a body that must ratify wants on top of what its party does."""
    return f"what {body} asks beyond the walk-away of the party that it follows"
