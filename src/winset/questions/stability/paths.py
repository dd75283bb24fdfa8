"""How things can get to a package and to the stable states."""

from __future__ import annotations

from collections.abc import Iterator

from winset.analyses.stability.definitions import definitions
from winset.analyses.stability.paths import CoalitionPath, Destination, PathsToState
from winset.analyses.stability.routes import Routes, StableStateCounts
from winset.analyses.stability.sequences import TOGETHER, Path
from winset.questions.stability.words import StabilityWords
from winset.report.blocks import Block, Bullets, Json, NoteSentence, Section, Sentence
from winset.report.counts import whole
from winset.report.names import Names, counted, listed
from winset.report.pieces import capitalised

TITLE = "How things could get there"
OTHERS_INDENT = 4


class PathWords:
    """Where the moves of parties lead from how things stand."""

    def __init__(self, routes: Routes, names: Names) -> None:
        self.routes, self.names = routes, names
        self.words = StabilityWords(routes.around, names)
        self.destinations = {destination.state: destination for destination in routes.from_status_quo.destinations}

    def section(self) -> Section:
        """How the package is reached, then the stable states of each definition."""
        return Section(key="paths", title=TITLE, blocks=tuple(self._blocks()))

    def _blocks(self) -> Iterator[Block]:
        yield NoteSentence(
            text="From how things stand. By improvements alone, every step is to the advantage of whoever takes it; by "
            "moves, some cost those who make them. Nobody moves twice in succession."
        )
        if lines := self._package():
            yield Bullets(items=tuple(lines))
        if not self.routes.stable_state_counts:
            total = whole(self.words.stability.states.total)
            others = f"not those to packages that are stable: there are {total} over what can be moved"
            yield NoteSentence(text=f"Only the way to the package was looked for, {others}.")
        for key, counts in self.routes.stable_state_counts.items():
            title = definitions[key].title
            if counts is None:
                yield Bullets(items=(f"Stable states ({title}): not computed.",))
                continue
            yield Bullets(items=(f"Stable states ({title}): {self._counted(counts)}",))
            for state in self.routes.nearest[key]:
                way = self._way(self.destinations[state])
                if way and state != self.routes.target:
                    named = f"{self._named(state)}. " if state != self.routes.from_status_quo.start else ""
                    yield Sentence(text=f"{named}{way}", indent=OTHERS_INDENT)

    def _named(self, state: int) -> str:
        """A state by what differs in it from how things stand."""
        return capitalised(self.words.differs(self.routes.from_status_quo.start, state))

    def _package(self) -> list[str]:
        routes = self.routes
        if routes.apart:
            issues = listed(self.names.topic(issue) for issue in routes.apart)
            return [f"No moves lead to the package: nobody can change {issues} alone, so it takes an agreement."]
        if routes.target is None or routes.target == routes.from_status_quo.start:
            return []
        way = self._way(self.destinations[routes.target])
        return [f"The package. {way}" if way else "No moves of parties lead to the package: it takes an agreement."]

    def _counted(self, counts: StableStateCounts) -> str:
        total = counts.improvements + counts.moves + counts.unreached
        if not total:
            return "there are none."
        parts = [
            f"{counts.improvements:,} reached by improvements alone",
            f"{counts.moves:,} by moves some of which cost those who make them",
            f"{counts.unreached:,} by no moves of parties",
        ]
        more = ""
        if counts.together:
            more = (
                f" Of those that improvements alone do not reach, {counts.together:,} "
                f"{'is' if counts.together == 1 else 'are'} reached where several move together to their advantage."
            )
        elif counts.together is None:
            more = " Whether several moving together reach more was not computed: there are too many states."
        return f"of {total:,}, {listed(parts)}.{more}"

    def _way(self, destination: Destination) -> str:
        """The shortest way to a state, by improvements where there is one; empty where no way is known."""
        if destination.by_improvements.reached:
            return self._steps(destination.by_improvements, "By improvements alone")
        if not destination.by_improvements.is_decided:
            return f"{self._undecided(destination.by_improvements)} {self._by_moves(destination, 'By moves')}".strip()
        joint = (self.routes.together or {}).get(destination.state)
        text = self._by_moves(destination, "Not by improvements alone. By moves")
        if joint is not None and joint.legs:
            text = f"{text} {self._joint(joint)}" if text else self._joint(joint)
        return text

    def _by_moves(self, destination: Destination, how: str) -> str:
        """The way by moves; empty where there is none."""
        if not destination.by_moves.is_decided:
            return self._undecided(destination.by_moves)
        return self._steps(destination.by_moves, how) if destination.by_moves.reached else ""

    def _undecided(self, way: PathsToState) -> str:
        by = "improvements alone" if way.by == "improvements" else "moves"
        least = counted(way.at_least or 0, "step")
        return f"Whether {by} lead there was not decided; it would take at least {least}."

    def _steps(self, way: PathsToState, how: str) -> str:
        if not way.steps:
            return "How things stand is one of them."
        ways = "" if way.complete and len(way.paths) == 1 else ", in several ways; one of them"
        if way.at_least is not None:
            ways = ", and in no fewer" if way.at_least >= way.steps else f" (at least {way.at_least:,} are needed)"
        path = self._path(self.routes.from_status_quo.start, way.paths[0])
        return f"{how}, in {counted(way.steps, 'step')}{ways}: {path}."

    def _joint(self, joint: CoalitionPath) -> str:
        state, steps = self.routes.from_status_quo.start, []
        for leg in joint.legs or ():
            who = self.names.parties(leg.movers)
            steps.append(
                f"{self._path(state, leg.path)}" + (f" (to the advantage of {who})" if len(leg.movers) > 1 else "")
            )
            state = leg.to
        return f"Where several move together, each time to their advantage: {', then '.join(steps)}."

    def _path(self, start: int, path: Path) -> str:
        state, does = start, []
        for step in path:
            who = "together they" if step.party == TOGETHER else self.names.party(step.party)
            does.append(f"{who} would {self.words.does(state, step.to)}")
            state = step.to
        return ", then ".join(does)

    def data(self) -> Json:
        """The key `paths` of the document."""
        return {"paths": self._data()}

    def _data(self) -> Json:
        routes, case = self.routes, self.routes.around.case
        return {
            "from": self.words.state(routes.from_status_quo.start),
            "apart": [case.issues[issue] for issue in routes.apart],
            "package": self._destination(routes.target) if routes.target is not None else None,
            "concepts": {
                key: None
                if counts is None
                else {
                    "improvements": counts.improvements,
                    "moves": counts.moves,
                    "together": counts.together,
                    "unreached": counts.unreached,
                    "nearest": [self._destination(state) for state in routes.nearest[key]],
                }
                for key, counts in routes.stable_state_counts.items()
            },
        }

    def _destination(self, state: int) -> Json:
        destination = self.destinations[state]
        joint = (self.routes.together or {}).get(state)
        return {
            **self.words.state(state),
            "improvements": self._found(destination.by_improvements),
            "moves": self._found(destination.by_moves),
            "together": None
            if joint is None or joint.legs is None
            else [
                {"coalition": [self._name(party) for party in leg.movers], "steps": self._told(leg.path)}
                for leg in joint.legs
            ],
        }

    def _found(self, way: PathsToState) -> Json | None:
        if not way.reached and way.is_decided:
            return None
        at_least = {} if way.at_least is None else {"at_least": way.at_least}
        paths = [self._told(path) for path in way.paths]
        return {"steps": way.steps, "paths": paths, "complete": way.complete, **at_least}

    def _told(self, path: Path) -> list[Json]:
        return [{"party": self._name(step.party), "to": self.words.state(step.to)} for step in path]

    def _name(self, party: int) -> str | None:
        return None if party == TOGETHER else self.routes.around.case.parties[party]
