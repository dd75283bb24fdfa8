"""Which preferences would have to be different for a package to hold."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from winset.analyses.stability.definitions import definitions
from winset.analyses.stability.inverse import Inverse, Ordering, PreferenceChange
from winset.errors import TooLarge
from winset.questions.stability.words import StabilityWords
from winset.report.blocks import Block, Bullets, Hint, Json, NoteSentence, Section, Sentence
from winset.report.names import counted
from winset.report.pieces import capitalised

SHOWN = 12
FEWEST = (
    "Counted are the comparisons of two packages on which the question turns, and that a party would have to make "
    "differently, a tie counting less than a reversal; that others must follow, so that each party still has one "
    "order, is not counted. No fewer would do, but others may do as well."
)
UNBELIEVABLE = "It says what would have to be so, not how a party could be brought to it."


class PreferenceWords:
    """The fewest changes of preference by which a package would be stable for everybody, by definition."""

    def __init__(self, words: StabilityWords, inverse: Mapping[str, Inverse | TooLarge]) -> None:
        self.words, self.names, self.inverse = words, words.names, inverse

    def section(self) -> Section:
        """How many changes, whose, and which comparisons."""
        blocks = [
            block
            for key, preference in self.inverse.items()
            for block in self._definition(definitions[key].title, preference)
        ]
        if any(not isinstance(preference, TooLarge) and preference.changes for preference in self.inverse.values()):
            blocks.append(NoteSentence(text=f"{FEWEST} {UNBELIEVABLE}"))
        return Section(key="inverse", title="What would have to be preferred for it to hold", blocks=tuple(blocks))

    def _definition(self, title: str, inverse: Inverse | TooLarge) -> Iterator[Block]:
        if isinstance(inverse, TooLarge):
            yield Sentence(text=f"{title}: not computed. {capitalised(str(inverse))}.")
        elif inverse.status == "none exists":
            yield Sentence(text=f"{title}: no preferences would make it stable for everybody.")
        elif inverse.status == "limit" and inverse.at_most is not None:
            yield Sentence(text=f"{title}: {self._between(inverse.at_least, inverse.at_most)}")
        elif inverse.status == "limit":
            least = counted(inverse.at_least, "change")
            yield Sentence(text=f"{title}: the search stopped at a limit. No fewer than {least} would do.")
        elif not inverse.changes:
            yield Sentence(text=f"{title}: it is stable as preferences are.")
        else:
            comparisons = counted(len(inverse.changes), "comparison")
            yield Sentence(text=f"{title}: {comparisons} would have to come out differently.")
            yield from self._changes(inverse)

    def _between(self, at_least: int, at_most: int) -> str:
        """How many comparisons, as far as it is known without a list of states."""
        if at_least == at_most:
            which = "each of the package with a move by which its party would gain"
            return f"{counted(at_least, 'comparison')} would have to come out differently, {which}."
        least = f"at least {counted(at_least, 'comparison')} would have to come out differently"
        enough = f"{counted(at_most, 'comparison')} of the package with what its party can move to are enough"
        return f"{least}, and {enough}; the fewest were not worked out, since too many states would be compared."

    def _changes(self, inverse: Inverse) -> Iterator[Block]:
        for party in range(len(self.words.stability.case.parties)):
            own = sorted((change for change in inverse.changes if change.party == party), key=self._incidental)
            if own:
                yield Bullets(items=tuple(map(self._change, own[:SHOWN])))
            if len(own) > SHOWN:
                yield Hint(text=f"{len(own) - SHOWN} more of {self.names.party(party)} in `--json`.")

    def _incidental(self, change: PreferenceChange) -> bool:
        """True where the comparison is not with what the party could gain by: it only follows."""
        return change.before == "equal" or self.words.package_stability.state not in (change.state, change.other)

    def _change(self, change: PreferenceChange) -> str:
        """Whose comparison, of what, how it is now and would have to be."""
        state, other, after, before = change.state, change.other, change.after, change.before
        if other == self.words.package_stability.state:
            mirrored: dict[Ordering, Ordering] = {"better": "worse", "worse": "better", "equal": "equal"}
            state, other, after, before = other, state, mirrored[after], mirrored[before]
        than = {"better": "better than", "equal": "no better or worse than", "worse": "worse than"}
        return (
            f"{self.names.party(change.party)} would have to find {self._package(state)} {than[after]} "
            f"{self._package(other)}; now it finds it {than[before].removesuffix(' than')}."
        )

    def _package(self, state: int) -> str:
        """A state by what differs in it from the package that was looked at."""
        if state == self.words.package_stability.state:
            return "the package"
        return self.words.other_package(state)

    def data(self) -> Json:
        """The key `inverse` of the document, by definition."""
        return {"inverse": {concept: self._data(inverse) for concept, inverse in self.inverse.items()}}

    def _data(self, inverse: Inverse | TooLarge) -> Json:
        if isinstance(inverse, TooLarge):
            return {"found": "not computed", "because": str(inverse)}
        case = self.words.stability.case
        return {
            "found": inverse.status,
            "at_least": inverse.at_least,
            **({"at_most": inverse.at_most} if inverse.at_most is not None else {}),
            "changes": [
                {
                    "party": case.parties[change.party],
                    "package": case.package_names(self.words.stability.states.package(change.state)),
                    "other": case.package_names(self.words.stability.states.package(change.other)),
                    "before": change.before,
                    "after": change.after,
                }
                for change in inverse.changes
            ],
        }
