"""Questions that can be put to a party, as it would be asked; what a brief is written for settles among itself."""

from __future__ import annotations

from winset.report.names import Names


class FirstQuestions:
    """Questions to the parties of a case, by position. A question is said in one way, whoever found that it matters."""

    def __init__(self, names: Names) -> None:
        self.names = names

    def silent(self, party: int, issue: int) -> str:
        """What a party wants, which no source says."""
        return f"{self._to(party)} what do you want on {self.names.topic(issue)}? {self.why_silent(party, issue)}"

    def why_silent(self, party: int, issue: int) -> str:
        """That no source says what a party wants, or none says more than what it refuses."""
        compiled = self.names.compiled
        lines = compiled.cells[compiled.root(party, issue)][issue].rejects
        is_stated = any(line.basis != "inferred" for line in lines)
        return "The sources say only what is refused." if is_stated else "No source says."

    def inferred(self, party: int, issue: int) -> str:
        """What a party wants, where that is only inferred."""
        return f"{self._to(party)} what do you want on {self.names.topic(issue)}? We infer it."

    def refused(self, party: int, issue: int, option: int) -> str:
        """Whether a party refuses something, where that is only inferred."""
        deal = self.names.deal_with(issue, option)
        return f"{self._to(party)} would you refuse {deal}? We infer it."

    def in_return(self, party: int, issue: int, option: int) -> str:
        """What a party needs in return for what it says that it refuses."""
        return f"{self._to(party)} what would you need in return for {self.names.deal_with(issue, option)}?"

    def no_deal(self, party: int) -> str:
        """What a party expects of having no deal."""
        return f"{self._to(party)} what do you expect if there is no deal?"

    def weight(self, party: int, issue: int) -> str:
        """How much an issue matters to a party."""
        return f"{self._to(party)} how much does {self.names.topic(issue)} matter to you beside the rest?"

    def order(self, party: int, issue: int) -> str:
        """How a party ranks the options of an issue."""
        return f"{self._to(party)} how would you rank the options on {self.names.topic(issue)}?"

    def together(self, party: int, options: str) -> str:
        """Whether options are worth more to a party together."""
        return f"{self._to(party)} what would you give for {options} together?"

    def ratified(self, body: str) -> str:
        """What a body asks before it says yes."""
        return f"Ask {body}: what must a deal contain before you say yes?"

    def understood(self, reading: str) -> str:
        """Whether a text is to be read in another way."""
        return f"Find out whether {reading} is the right reading of the text."

    def _to(self, party: int) -> str:
        key = self.names.compiled.parties[party]
        return "Settle at home:" if self.names.case.case.client == key else f"Ask {self.names.party(party)}:"
