"""GeniusWeb JSON: a domain, or a profile of the kind `LinearAdditiveUtilitySpace`.

Worths of options lie between 0 and 1 already and weights sum to 1. The reservation is a package; its value is the
reservation. Two spellings are in use for the worths of options, and both are read.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from winset.casefile.names import listing, short
from winset.interchange.fitting import DomainDocument, Profile, Topic, exact
from winset.interchange.foreign_file import ForeignFile, ImportProblems
from winset.interchange.foreign_json import Number, Section, as_section, parsed, repeated
from winset.interchange.genius_xml import MOST_STEPS

LINEAR = "LinearAdditiveUtilitySpace"
DISCRETE = ("DiscreteValueSetUtilities", "discreteutils")
NUMBERS = ("NumberValueSetUtilities", "numberutils")


def read_json(source: ForeignFile, findings: ImportProblems) -> DomainDocument | None:
    """The domain, with the profile where the file has one; None where it is neither, which is among the findings."""
    root = parsed(source, findings)
    return None if root is None else _Reader(source, findings).document(root)


class _Reader:
    """Reads one file and gathers what is wrong with it."""

    def __init__(self, source: ForeignFile, findings: ImportProblems) -> None:
        self.source, self.findings = source, findings
        self.before = len(findings.problems)

    def refuse(self, code: str, message: str, at: str = "", hint: str = "") -> None:
        place = self.source.place_of(json.dumps(at, ensure_ascii=False)) if at else self.source.place()
        self.findings.add(code, message, place, hint)

    def document(self, root: Section) -> DomainDocument | None:
        body = as_section(root.get(LINEAR))
        if LINEAR not in root and "issuesValues" not in root:
            what = f"it holds {listing(f'`{name}`' for name in root)}" if root else "it holds no section"
            self.refuse("E602", f"no GeniusWeb domain and no `{LINEAR}`: {what}")
            return None
        domain = as_section(body.get("domain")) if LINEAR in root else root
        topics = self._topics(as_section(domain.get("issuesValues")))
        if not topics and len(self.findings.problems) == self.before:
            self.refuse("E603", "the file has no issues", hint="they stand under `issuesValues` of the `domain`")
        profile = self._profile(body, topics) if LINEAR in root and len(self.findings.problems) == self.before else None
        if len(self.findings.problems) > self.before:
            return None
        return DomainDocument(file=self.source.name, name=_as_text(domain.get("name")), topics=topics, profile=profile)

    def _topics(self, issues: Section) -> tuple[Topic, ...]:
        return tuple(Topic(name=name, options=self._options(name, as_section(issue))) for name, issue in issues.items())

    def _options(self, issue: str, values: Section) -> tuple[str, ...]:
        if "range" in values:
            return self._steps(issue, values["range"])
        options = tuple(map(_as_text, _as_list(values.get("values"))))
        if not issue or "" in options:
            self.refuse("E603", "an issue or an option has no name", issue)
        if twice := repeated(options):
            self.refuse("E603", f"two options of `{short(issue)}` are called `{short(twice)}`", issue)
        elif len(options) < 2:
            self.refuse("E603", f"the issue `{short(issue)}` has fewer than two options", issue, "take it out")
        return options

    def _steps(self, issue: str, value_range: object) -> tuple[str, ...]:
        """The values from low to high in steps, as options."""
        numbers = [
            self._number(bound, f"the range of `{short(issue)}`", issue, least=None) for bound in _as_list(value_range)
        ]
        if len(numbers) != 3 or numbers[2] <= 0 or not 1 <= (numbers[1] - numbers[0]) / numbers[2] < MOST_STEPS:
            hint = f"a range is [low, high, step], and at most {MOST_STEPS} values become options"
            self.refuse("E603", f"the range of `{short(issue)}` cannot be taken as options", issue, hint)
            return ()
        low, high, step = numbers
        count = int((high - low) / step) + 1
        return tuple(_plain(low + step * n) for n in range(count))

    def _profile(self, body: Section, topics: tuple[Topic, ...]) -> Profile:
        weights, worths = as_section(body.get("issueWeights")), as_section(body.get("issueUtilities"))
        known = {topic.name for topic in topics}
        for section, what in ((weights, "weight"), (worths, "worth")):
            for name in (name for name in section if name not in known):
                self.refuse("E603", f"a {what} is given for `{short(name)}`, which is no issue of the domain", name)
            for name in (topic.name for topic in topics if topic.name not in section):
                self.refuse("E603", f"no {what} is given for the issue `{short(name)}`", name)
        shares = tuple(self._shares(topic, as_section(worths.get(topic.name))) for topic in topics)
        rows = tuple(
            self._number(weights.get(topic.name, Number("0")), f"the weight of `{short(topic.name)}`", topic.name)
            for topic in topics
        )
        return Profile(
            file=self.source.name,
            name=_as_text(body.get("name")).strip() or self.source.stem,
            weights=rows,
            shares=shares,
            reservation=self._reservation(body.get("reservationBid"), topics, rows, shares),
            discount=None,
            without="GeniusWeb takes a profile without one to prefer any agreement to none",
        )

    def _shares(self, topic: Topic, worth_section: Section) -> tuple[Fraction, ...]:
        kind = next(iter(worth_section), "")
        if kind in NUMBERS:
            return self._between(topic, as_section(worth_section[kind]))
        if kind not in DISCRETE:
            if kind:
                self.refuse("E603", f"`{short(kind)}` of the issue `{short(topic.name)}` is not read", kind)
            return (Fraction(0),) * len(topic.options)
        worths = as_section(as_section(worth_section[kind]).get("valueUtilities"))
        known = set(topic.options)
        for name in (name for name in worths if name not in known):
            self.refuse("E603", f"`{short(name)}` is no option of `{short(topic.name)}` in the domain", name)
        return tuple(self._share(worths.get(option), topic, option) for option in topic.options)

    def _share(self, worth: object, topic: Topic, option: str) -> Fraction:
        what = f"the worth of `{short(option)}` on `{short(topic.name)}`"
        if worth is None:
            self.refuse("E603", f"{what} is missing", option)
            return Fraction(0)
        number = self._number(worth, what, option)
        if number > 1:
            self.refuse("E607", f"{what} is {_plain(number)}; in GeniusWeb it lies between 0 and 1", option)
        return number

    def _between(self, topic: Topic, worths: Section) -> tuple[Fraction, ...]:
        """Worths along a line between those of its two ends."""
        names = ("lowValue", "lowUtility", "highValue", "highUtility")
        low, worst, high, best = (
            self._number(worths.get(name), f"`{name}` of the issue `{short(topic.name)}`", topic.name, least=least)
            for name, least in zip(names, (None, 0, None, 0), strict=True)
        )
        numbers = [exact(option) for option in topic.options]
        steps = [number for number in numbers if isinstance(number, Fraction)]
        if len(steps) < len(numbers) or low >= high or (low, high) != (steps[0], steps[-1]) or max(worst, best) > 1:
            self.refuse("E603", f"the worths of `{short(topic.name)}` do not fit its range", topic.name)
            return (Fraction(0),) * len(numbers)
        return tuple(worst + (best - worst) * (step - low) / (high - low) for step in steps)

    def _reservation(
        self,
        reservation: object,
        topics: tuple[Topic, ...],
        weights: tuple[Fraction, ...],
        shares: tuple[tuple[Fraction, ...], ...],
    ) -> Fraction | None:
        """The value of the package that is named as the least acceptable; None where none is."""
        if reservation is None:
            return None
        package = as_section(as_section(reservation).get("issuevalues"))
        total = Fraction(0)
        for topic, weight, row in zip(topics, weights, shares, strict=True):
            option = _as_text(package.get(topic.name))
            if isinstance(package.get(topic.name), Number):
                number = exact(option)
                option = _plain(number) if isinstance(number, Fraction) else option
            if option not in topic.options:
                message = f"the package of the reservation has no option of `{short(topic.name)}`"
                self.refuse("E603", message, "reservationBid", f"one of: {listing(topic.options)}")
            else:
                total += weight * row[topic.options.index(option)]
        return total

    def _number(self, raw: object, what: str, at: str, *, least: int | None = 0) -> Fraction:
        """The number, at least so large; 0 where there is none, which is among the findings."""
        number = exact(raw) if isinstance(raw, Number) else "a number is expected here"
        if isinstance(number, str):
            self.refuse("E604", f"{what}: {number}", at)
            return Fraction(0)
        if least is not None and number < least:
            self.refuse("E604", f"{what} is negative: {raw}", at)
            return Fraction(0)
        return number


def _as_list(value: object) -> Sequence[object]:
    return value if isinstance(value, list) else ()


def _as_text(value: object) -> str:
    return str(value) if isinstance(value, str) else ""


def _plain(number: Fraction) -> str:
    """A number of a file as the name of an option; the files write finite decimals."""
    if number.denominator == 1:
        return str(number.numerator)
    return f"{(Decimal(number.numerator) / Decimal(number.denominator)).normalize():f}"
