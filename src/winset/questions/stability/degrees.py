"""How firmly a package holds: strong preferences, unknown ones, and moves in view."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from winset.analyses.stability.definitions import definitions
from winset.analyses.stability.degrees import Firmness, Uncertainty
from winset.analyses.stability.deterrence import Concept
from winset.analyses.stability.limited import LimitedMoveStability
from winset.analyses.stability.unknown import UNKNOWN_READINGS
from winset.questions.stability.words import StabilityWords
from winset.report.blocks import Grid, Json, NoteSentence, Section, Sentence
from winset.report.names import counted, listed

UNKNOWN = (
    "Some comparisons are not known. Four readings of them: (a) a party leaves for what it may prefer, and only what "
    "it knows to be no better keeps it; (b) what is unknown counts on neither side; (c) it leaves for what it may "
    "prefer, and what it may dislike keeps it; (d) it leaves only for what it prefers, and what it may dislike keeps "
    "it."
)
STRONG = (
    "Firmly: the answers leave the party much worse off, by a statement that the case marks as strong. Weakly: stable, "
    "but only since the answers leave it somewhat worse off or no better."
)


def firm_section(firm: Firmness, words: StabilityWords) -> Section:
    """How firmly the package holds for each party, where statements are marked as strong."""
    grid = _grid(words, firm, lambda key, party: _firmly(firm, key, party))
    return Section(key="firmness", title="How firmly it holds", blocks=(grid, NoteSentence(text=STRONG)))


def unknown_section(uncertain: Uncertainty, words: StabilityWords) -> Section:
    """Under which readings of what is unknown the package is stable for each party."""
    grid = _grid(words, uncertain, lambda key, party: _readings(uncertain, key, party))
    return Section(key="unknown", title="Where a preference is not known", blocks=(grid, NoteSentence(text=UNKNOWN)))


def _grid(words: StabilityWords, keys: Iterable[Concept], cell: Callable[[Concept, int], str]) -> Grid:
    parties = range(len(words.stability.case.parties))
    return Grid(
        head=("definition", *map(words.names.party, parties)),
        rows=tuple((definitions[key].title, *(cell(key, party) for party in parties)) for key in keys),
    )


def degrees_data(firm: Firmness | None, uncertain: Uncertainty | None, words: StabilityWords) -> Json:
    """The keys `firmness` and `unknown` of the document; null where the case says nothing of the kind."""
    parties = words.stability.case.parties
    return {
        "firmness": None
        if firm is None
        else {
            key: {parties[party]: strength.degree for party, strength in enumerate(each)} for key, each in firm.items()
        },
        "unknown": None
        if uncertain is None
        else {
            key: {
                parties[party]: {reading: uncertain_states[reading].stable for reading in UNKNOWN_READINGS}
                for party, uncertain_states in enumerate(each)
            }
            for key, each in uncertain.items()
        },
    }


def _firmly(firm: Firmness, key: Concept, party: int) -> str:
    words = {"strongly stable": "firmly", "weakly stable": "weakly", "unstable": "not at all"}
    degree = firm[key][party].degree
    return words[degree] if degree is not None else "–"


def _readings(uncertain: Uncertainty, key: Concept, party: int) -> str:
    """Under which of the four readings the package is stable for a party."""
    holds = [reading for reading in UNKNOWN_READINGS if uncertain[key][party][reading].stable]
    if len(holds) in (0, len(UNKNOWN_READINGS)):
        return "stable under all four" if holds else "stable under none"
    return f"stable under {listed(holds)} only"


class AheadWords:
    """What each of two parties anticipates, by how many moves it looks ahead."""

    def __init__(self, words: StabilityWords, limited: LimitedMoveStability) -> None:
        self.words, self.limited, self.state = words, limited, words.package_stability.state

    def section(self) -> Section:
        """A row for each number of moves in view, what repeats, and what that says."""
        name = self.words.names.party
        grid = Grid(
            head=("moves in view", *(f"for {name(party)}" for party in range(2))),
            rows=tuple((str(ahead), *self._holds(ahead)) for ahead in self._each),
            align=("right",),
        )
        expects = (
            "Each expects the other to do what is best for it with one move fewer in view, and moves only for "
            "something better than staying."
        )
        blocks = (grid, Sentence(text=self._repeats()), NoteSentence(text=expects))
        return Section(key="ahead", title="By how many moves each looks ahead", blocks=blocks)

    @property
    def _each(self) -> range:
        """The numbers of moves in view that are shown."""
        return range(1, max(2, len(self.limited.outcomes)))

    def _holds(self, ahead: int) -> list[str]:
        return [self.limited.holds(ahead, party, self.state) for party in range(2)]

    def _repeats(self) -> str:
        cycle = self.limited.cycle
        if cycle is None:
            most = counted(self.limited.most, "move")
            return f"Nothing repeats up to {most}: what holds with more in view is not known."
        far = [(self.words.names.party(party), self.limited.far(party, self.state)) for party in range(2)]
        each = listed(f"{answer} for {who}" for who, answer in far)
        how = "nothing changes any more" if cycle.length == 1 else f"the answers repeat every {cycle.length} moves"
        return f"From {counted(max(1, cycle.first), 'move')} in view on {how}: {each}, however far they look."

    def data(self) -> Json:
        """The key `ahead` of the document."""
        parties, cycle = self.words.stability.case.parties, self.limited.cycle
        return {
            "ahead": {
                "holds": [dict(zip(parties, self._holds(ahead), strict=True)) for ahead in self._each],
                "cycle": None if cycle is None else {"first": cycle.first, "length": cycle.length},
                "far": {name: self.limited.far(party, self.state) for party, name in enumerate(parties)},
            }
        }
