"""Who could gain by leaving a package together: sentences, a table, and the same for JSON."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from winset.analyses.stability.coalitions import Coalition, CoalitionVerdicts
from winset.analyses.stability.definitions import definitions
from winset.analyses.stability.levels import ANY_ANSWER, CREDIBLE, NOBODY_GAINS
from winset.analyses.stability.sequences import TOGETHER, Path
from winset.questions.stability.solve import CoalitionGains
from winset.questions.stability.words import StabilityWords
from winset.report.blocks import Block, Bullets, Grid, Hint, Json, NoteSentence, Section, Sentence
from winset.report.names import counted, listed

SHOWN = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaving:
    """One way for a coalition to gain by leaving. concepts: those under which nobody could answer it."""

    coalition: Coalition
    path: Path
    concepts: tuple[str, ...]


def ways_to_leave(computed: Mapping[str, CoalitionVerdicts | None]) -> list[Leaving]:
    """Every way to gain, each once: those first that nobody could answer, then the smallest coalitions."""
    moves_by_pair: dict[tuple[Coalition, Path], list[str]] = {}
    for key, verdicts in computed.items():
        for upset in verdicts.unanswered_improvements if verdicts is not None else ():
            moves_by_pair.setdefault((upset.coalition, upset.path), []).append(key)
    ways = [Leaving(coalition=who, path=path, concepts=tuple(keys)) for (who, path), keys in moves_by_pair.items()]
    return sorted(ways, key=lambda way: (-len(way.concepts), len(way.coalition), len(way.path)))


class TogetherWords:
    """What every coalition could gain by, or every block of a partition. most: states and ways in the data."""

    def __init__(self, words: StabilityWords, gains: CoalitionGains, most: int | None = None) -> None:
        self.words, self.names, self.most = words, words.names, most
        self.together, self.universal, self.blocks = gains.together, gains.universal, gains.blocks
        self.ways = ways_to_leave(gains.together)

    def section(self) -> Section:
        """The ways to gain, and by definition whether it holds and how many states do."""
        if self.blocks:
            return Section(key="partition", title="If some acted as one", blocks=tuple(self._section()))
        return Section(key="coalitions", title="Who could gain by leaving it together", blocks=tuple(self._section()))

    def _section(self) -> Iterator[Block]:
        yield NoteSentence(text=self._lead())
        shown = [way for way in self.ways if self.blocks or len(way.coalition) > 1]
        if not shown:
            yield Sentence(text=self._nobody())
        else:
            yield Bullets(
                items=tuple(f"{self._way(leaving)} {self._answered(leaving)}".rstrip() for leaving in shown[:SHOWN])
            )
        if len(shown) > SHOWN:
            yield Hint(text=f"{counted(len(shown) - SHOWN, 'other way')} in `--json`.")
        yield self._grid()
        if left := self._left_open():
            yield NoteSentence(text=left)
        if self.universal is None and not self.blocks:
            yield NoteSentence(
                text="How many states hold against every coalition was not computed: there are too many."
            )

    def _nobody(self) -> str:
        """That no way to gain is known, as far as that is proven."""
        nash = self.together.get(NOBODY_GAINS)
        who = "block" if self.blocks else "coalition"
        if nash is not None and not nash.undecided:
            return "No block could gain." if self.blocks else "Nobody could gain by leaving together with others."
        return f"No {who} was found that could gain by leaving together; not of every one it was decided."

    def _left_open(self) -> str:
        """Of how many coalitions it was not decided whether they could gain; empty where of none."""
        nash = self.together.get(NOBODY_GAINS)
        if nash is None or not (nash.undecided or any(v is not None and v.undecided for v in self.together.values())):
            return ""
        who = "block" if self.blocks else "coalition"
        all_ = len(nash.coalitions) + len(nash.undecided)
        can = len({upset.coalition for upset in nash.unanswered_improvements})
        cannot = len(nash.coalitions) - can
        return (
            f"Of {counted(all_, who)}, {can:,} could gain and {cannot:,} could not; of {len(nash.undecided):,} it was "
            "not decided. One way is given for each that could; there may be others."
        )

    def _lead(self) -> str:
        if self.blocks:
            blocks = listed(" with ".join(map(self.names.party_called, block)) for block in self.blocks)
            return (
                f"{blocks}: each acts as one party that gains where all its members do, and its members do nothing "
                "alone. That is another question than what any coalition could gain."
            )
        return (
            "All of them are better off at the end; on the way there some may not be. Nobody moves twice in "
            "succession, so that a step may serve only to let another move again. Those left out may answer. "
            "Changes that nobody can make alone are not part of this."
        )

    def _grid(self) -> Grid:
        universal = self.universal
        head = ["definition", "it holds against every " + ("block" if self.blocks else "party and coalition")]
        if universal is not None:
            head.append(f"states of {self.words.stability.states.graph.states:,} that do")
        rows = []
        for key, verdicts in self.together.items():
            answers = {True: "yes", False: "no", None: "not decided"}
            holds = "not computed" if verdicts is None else answers[verdicts.holds]
            count = [f"{len(universal[key]):,}"] if universal is not None else []
            rows.append((definitions[key].title, holds, *count))
        return Grid(head=tuple(head), rows=tuple(rows), align=("left", "left", "right"))

    def _answered(self, leaving: Leaving) -> str:
        """Whether those left out could answer, and at what cost to them."""
        computed = [key for key, verdicts in self.together.items() if verdicts is not None]
        if ANY_ANSWER in leaving.concepts:
            return "Nobody could answer that."
        if CREDIBLE in leaving.concepts:
            return "Others could answer, but not each to their own advantage."
        if ANY_ANSWER not in computed:
            return ""
        if self._is_open(ANY_ANSWER, leaving):
            return "Whether others could answer was not decided."
        if CREDIBLE in computed and self._is_open(CREDIBLE, leaving):
            return "Others could answer; whether at no cost to themselves was not decided."
        return "Others could answer, each to their own advantage." if CREDIBLE in computed else "Others could answer."

    def _is_open(self, key: str, leaving: Leaving) -> bool:
        """Whether it was not decided under a definition what others could do against a coalition."""
        verdicts = self.together.get(key)
        return verdicts is not None and leaving.coalition in verdicts.undecided

    def _way(self, leaving: Leaving) -> str:
        """The moves of a coalition, one after the other."""
        state, does = self.words.package_stability.state, []
        for step in leaving.path:
            who = "together they would" if step.party == TOGETHER else f"{self.names.party(step.party)} would"
            does.append(f"{who} {self.words.does(state, step.to)}")
            state = step.to
        return f"{self.names.parties(leaving.coalition)}: {', then '.join(does)}."

    def data(self) -> Json:
        """The key `coalitions`, or `partition`, of the document: null where something was not computed."""
        texts: Json = {
            "holds": {key: None if verdicts is None else verdicts.holds for key, verdicts in self.together.items()},
            "upsets": [self._upset(way) for way in self.ways[: self.most]],
            "upsets_found": len(self.ways),
        }
        if self.blocks:
            return {"partition": {"blocks": [list(block) for block in self.blocks], **texts}}
        every = counts = None
        if self.universal is not None:
            every = {key: list(map(self.words.state, states[: self.most])) for key, states in self.universal.items()}
            counts = {key: len(states) for key, states in self.universal.items()}
        return {"coalitions": {"universal": every, "universal_found": counts, **texts}}

    def _upset(self, leaving: Leaving) -> Json:
        parties, state = self.words.stability.case.parties, self.words.state
        return {
            "coalition": [parties[party] for party in leaving.coalition],
            "from": state(self.words.package_stability.state),
            "to": state(leaving.path[-1].to),
            "steps": [
                {"party": None if step.party == TOGETHER else parties[step.party], "to": state(step.to)}
                for step in leaving.path
            ],
            "concepts": list(leaving.concepts),
        }
