"""Whether packages that another answer shows would hold, in short: a line for each, a table, or a few sentences."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from shlex import quote
from typing import Any

from winset.analyses.settlement.choose import Package
from winset.analyses.stability.definitions import definitions
from winset.analyses.stability.levels import FOR_GOOD, NOBODY_GAINS
from winset.analyses.stability.readings import is_fixed
from winset.analyses.stability.stability import PackageStability, Stability
from winset.compiled import Compiled
from winset.errors import NumberTooFine, TooLarge
from winset.questions.question import Beside, Given, NotComputed, Saying, ShownPackages
from winset.questions.stability.orders import orders_data, orders_section
from winset.questions.stability.packages import Counting, Surroundings
from winset.questions.stability.request import StabilitySummaryRequest
from winset.questions.stability.words import FIXED, NOTHING_MOVES, StabilityWords
from winset.readings.shares import Share
from winset.report.blocks import Align, Block, Bullets, Command, Grid, Guarded, NoteSentence, Owned, Section, Sentence
from winset.report.counts import DIGITS, counted_of
from winset.report.names import listed
from winset.report.pieces import for_analyst, for_command_line, piece
from winset.session import Session

KEYS = tuple(key for key, definition in definitions.items() if definition.is_quick)
"""Definitions that are counted over readings."""
IN_WORDS = (NOBODY_GAINS, FOR_GOOD)
"""Definitions whose readings are said in sentences."""
NOT_TOLD = "who would be tempted to break it is judged, and above this level"
MAY = ". `winset stability` may"
WRITTEN_THERE = ": that belongs under `moves` in the case file, for each issue who can change it"
NO_MOVES = (
    "Whether a package would hold cannot be said, since the case says of nobody what it could change alone"
    f"{for_analyst(WRITTEN_THERE)}."
)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class StabilitySummary:
    """What is known of the packages. stabilities: of each, in their order; empty where it was not worked out. shares:
    of each, in how many readings it is stable by definition; None where that was not counted. why_not: why something
    was not worked out; empty where all was. stopped: what is missing where the run was stopped.
    """

    request: StabilitySummaryRequest
    stabilities: tuple[Stability, ...] = ()
    shares: tuple[Mapping[str, Share] | None, ...] = ()
    why_not: str = ""
    stopped: str = ""

    @property
    def status(self) -> str:
        return "limit" if self.stopped else "answered"

    def of(self, package: Package) -> int | None:
        """The place of a package among those that are known; None where nothing is known of it."""
        places = (
            place
            for place, stability in enumerate(self.stabilities)
            if stability.of_package is not None and stability.of_package.package == package
        )
        return next(places, None)


def request_of(shown: ShownPackages) -> StabilitySummaryRequest:
    """What is asked of the packages that another answer shows."""
    return StabilitySummaryRequest(
        packages=shown.packages,
        table=shown.table,
        seed=shown.seed,
        trials=shown.draws,
        most=shown.most,
        in_words=shown.in_words,
    )


def solve(request: StabilitySummaryRequest, given: Given) -> StabilitySummary:
    """Raises UnknownName for a table that the case does not have, and NumberTooFine."""
    if not given.session.case.moves:
        return StabilitySummary(request=request, why_not=NO_MOVES)
    around = Surroundings(session=given.session, table=request.table, most=request.most)
    try:
        stabilities = tuple(
            around.stability(package, "leads", whole=request.most is None) for package in request.packages
        )
    except TooLarge as refusal:
        why = _too_large(refusal, request)
        return StabilitySummary(request=request, why_not=f"Whether a package would hold was not worked out: {why}.")
    counting = Counting(running=given.running, seed=request.seed, draws=request.trials)
    keys = IN_WORDS if request.in_words else KEYS
    shares: list[Mapping[str, Share] | None] = []
    why_not = stopped = ""
    for number, stability in enumerate(stabilities):
        counted = not stopped and _is_counted(request, stability)
        try:
            shares.append(counting.shares(stability, keys, f"holds/{number}") if counted else None)
        except (TooLarge, NumberTooFine) as refusal:
            shares.append(None)
            why_not = f"In how many readings the packages would hold was not counted: {refusal}."
        except KeyboardInterrupt:
            shares.append(None)
            stopped = "stopped before it was counted in how many readings the packages would hold"
    return StabilitySummary(
        request=request, stabilities=stabilities, shares=tuple(shares), why_not=why_not, stopped=stopped
    )


def _too_large(refusal: TooLarge, request: StabilitySummaryRequest) -> str:
    """Why it was not worked out, as far as whoever reads it can do something about it."""
    if request.in_words:
        return "too many states would have to be gone through"
    return str(refusal) if request.most is None else f"there are too many states{for_command_line(MAY)}"


def _is_counted(request: StabilitySummaryRequest, stability: Stability) -> bool:
    """True where readings are drawn that may differ on whether the package holds, and that takes no time to speak of
    where that is asked.
    """
    few = request.most is None or stability.states.graph.states <= request.most_counted
    return bool(few and request.trials and stability.states.moving) and not is_fixed(
        stability.case, by_value=stability.by_value
    )


def beside(answer: StabilitySummary | NotComputed, saying: Saying) -> Beside:
    """Sections `holds`, `holds_by_definition`, `orders`, `holds_in_words` for a brief; line and value by package."""
    if isinstance(answer, NotComputed):
        why = f"Whether a package would hold was not worked out: {answer.reason}."
        answer = StabilitySummary(request=StabilitySummaryRequest(), why_not=why)
    said = _Said(answer, saying)
    return Beside(
        sections=said.sections,
        line=said.line,
        data=said.data,
        document={"orders": orders_data(saying, answer.request.packages, answer.request.table)},
        notes=(answer.why_not,) if answer.why_not else (),
        rests_on=next((_ground(words) for words in said.words), ""),
    )


def _ground(words: StabilityWords) -> str:
    """Of what kind the ground of a verdict is, without its reason."""
    ground = words.tag().partition(":")[0]
    return ground[0].lower() + ground[1:]


class _Said:
    """What is said of the packages."""

    def __init__(self, answer: StabilitySummary, saying: Saying) -> None:
        self.answer, self.session, self.saying = answer, saying.session, saying
        self.owners = saying.owners
        self.words = [StabilityWords(stability, saying.names(answer.request.table)) for stability in answer.stabilities]

    def sections(self, key: str) -> tuple[Any, ...]:
        """The sections of a key; none where no package was shown."""
        if key == "orders":
            return tuple(orders_section(self.saying, self.answer.request.packages, self.answer.request.table))
        if not self.answer.stabilities and not self.answer.why_not:
            return ()
        if key == "holds_in_words":
            from winset.questions.stability.in_words import sections_in_words

            missing = (self.answer.why_not, "" if self._known() or not self.answer.stabilities else NOTHING_MOVES)
            return tuple(sections_in_words(self._known(), [line for line in missing if line][:1], self.owners))
        made = {
            "holds": ("Would it hold?", self._lines),
            "holds_by_definition": ("Would it hold, once it is agreed?", self._by_definition),
        }
        title, blocks = made[key]
        return (Section(key=key, title=title, blocks=(*self._nothing_moves(), *blocks(), *self._why_not())),)

    def line(self, package: Sequence[int]) -> str:
        """Whether a package would hold, in few words; empty where that is not known."""
        place = self.answer.of(tuple(package))
        if place is None or not self.answer.stabilities[place].states.moving:
            return ""
        words = self.words[place]
        return piece("text", words.in_a_line(), level=words.orders_owner(self.owners).level)

    def data(self, package: Sequence[int]) -> Owned | None:
        """By definition whether the package is stable for all, and in how many readings; None where not worked out."""
        place = self.answer.of(tuple(package))
        if place is None:
            return None
        package_stability, shares = self.words[place].package_stability, self.answer.shares[place]
        readings = None
        if shares is not None:
            readings = {
                key: {"share": round(share.share, DIGITS), "error": round(share.error, DIGITS), "draws": share.draws}
                for key, share in shares.items()
                if key in definitions
            }
        fields = {**{key: package_stability.holds(key) for key in definitions}, "readings": readings}
        return Owned(fields, self.words[place].orders_owner(self.owners))

    def _nothing_moves(self) -> tuple[Block, ...]:
        nothing = self.answer.stabilities and not any(stability.states.moving for stability in self.answer.stabilities)
        return (Sentence(text=NOTHING_MOVES),) if nothing else ()

    def _why_not(self) -> tuple[Block, ...]:
        return (Sentence(text=self.answer.why_not),) if self.answer.why_not else ()

    def _known(self) -> list[tuple[int, StabilityWords, Mapping[str, Share] | None]]:
        """The packages of which something can be said, with their numbers as they are shown."""
        numbered = enumerate(zip(self.words, self.answer.shares, strict=True), 1)
        return [
            (n, words, shares)
            for n, (words, shares) in numbered
            if words.stability.of_package and words.stability.states.moving
        ]

    def _lines(self) -> tuple[Block, ...]:
        """A line for packages of which the same is said, with the commands that say why."""
        alike: dict[str, list[tuple[int, StabilityWords]]] = {}
        for number, words, shares in self._known():
            lines = [
                f"{words.in_a_line()} ({words.largest_assumption()}).",
                *([words.readings(shares)] if shares else []),
            ]
            alike.setdefault(" ".join(lines), []).append((number, words))
        blocks: list[Block] = []
        for said, numbers in alike.items():
            name = f"Package{'s' if len(numbers) > 1 else ''} {listed(str(number) for number, _ in numbers)}"
            orders = numbers[0][1].orders_owner(self.owners)
            blocks.append(Bullets(items=(Guarded(orders, f"{name}: {said}", f"{name}: {NOT_TOLD}."),)))
            for n, (_, words) in enumerate(numbers):
                text = command(self.session, words.stability.case, words.package_stability)
                blocks.append(Command(text=text, depth="detail" if n else "main"))
        return tuple(blocks)

    def _by_definition(self) -> tuple[Block, ...]:
        """A line for packages of which the same is said; behind it a row for each definition: in how many trials
        each of the packages is stable for everybody.
        """
        known = self._known()
        if not known:
            return ()
        names = ["the package above"] if len(known) == 1 else [f"package {number}" for number, _, _ in known]
        rows = tuple(
            (definition.title, *(_share(words.package_stability, shares, key) for _, words, shares in known))
            for key, definition in definitions.items()
        )
        right: list[Align] = ["right"] * len(names)
        first = known[0][1].stability
        grid = Grid(head=("stable for everybody by", *names), rows=rows, align=("left", *right), depth="detail")
        fixed = is_fixed(first.case, by_value=first.by_value)
        return (
            *self._lines(),
            Guarded(known[0][1].orders_owner(self.owners), grid),
            *((NoteSentence(text=FIXED, depth="detail"),) if fixed else ()),
        )


def _share(package_stability: PackageStability, shares: Mapping[str, Share] | None, key: str) -> str:
    """In how many readings it is stable; where that was not counted, whether it is centrally."""
    if shares is not None and key in shares:
        return counted_of(shares[key])
    holds = package_stability.holds(key)
    centrally = " (centrally)" if shares is not None and holds is not None else ""
    return ("not computed" if holds is None else "yes" if holds else "no") + centrally


def command(session: Session, case: Compiled, package_stability: PackageStability) -> str:
    """The command that looks at a package more closely."""
    path = Path(session.checked.path)
    words = ["winset stability", quote(str(path.parent if path.name == "case.yaml" else path))]
    words += [f"--variant {name}" for name in session.checked.variants]
    words += [f"--table {case.table}"] if case.table else []
    return " ".join((*words, f"--package {package_argument(case, package_stability)}"))


def package_argument(case: Compiled, package_stability: PackageStability) -> str:
    """The package as `--package` takes it: the options that differ from how things stand."""
    named = case.package_names(package_stability.package)
    moved = [
        issue
        for issue, option, still in zip(case.issues, package_stability.package, case.structure.status_quo, strict=True)
        if option != still
    ]
    return ",".join(f"{issue}={named[issue]}" for issue in moved or case.issues[:1])
