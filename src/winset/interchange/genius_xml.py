"""GENIUS XML: a domain, or a profile over one.

Document types are refused before anything in them is read: no entity is expanded and nothing outside the file is
opened.

A value is the sum of weight × evaluation / largest evaluation over the issues; an issue whose largest evaluation is
next to nothing counts 0. An integer issue has a linear function in place of evaluations, cut off at 0 and 1. Weights
belong to issues by their index, and to the issues that stand beside them.

Source: Lin, Kraus, Baarslag, Tykhonov, Hindriks & Jonker 2014, Computational Intelligence 30(1), 48-70; the formula is
that of the program's evaluators.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from xml.parsers import expat

from winset.casefile.names import short
from winset.casefile.nodes import MAX_DEPTH
from winset.errors import Place
from winset.interchange.fitting import DomainDocument, Profile, Topic, exact
from winset.interchange.foreign_file import ForeignFile, ImportProblems

MAX_ELEMENTS = 200_000
"""Elements of an imported file in XML; beyond, it is refused."""


@dataclass(slots=True, kw_only=True)
class Element:
    """An element with its attributes; what stands between tags is not kept, since GENIUS keeps nothing there."""

    name: str
    attributes: dict[str, str]
    place: Place
    children: list[Element] = field(default_factory=list)

    def named(self, name: str) -> list[Element]:
        """The children of this name."""
        return [child for child in self.children if child.name == name]

    def below(self) -> Iterator[Element]:
        """The element and everything in it, in the order of the file."""
        yield self
        for child in self.children:
            yield from child.below()


class _Refused(Exception):
    """Reading ends here: the file holds what is never read."""

    def __init__(self, message: str, hint: str = "") -> None:
        self.message, self.hint = message, hint
        super().__init__(message)


class _Builder:
    """Builds the tree from the events of one parser."""

    def __init__(self, source: ForeignFile) -> None:
        self.source = source
        self.root: Element | None = None
        self.open: list[Element] = []
        self.count = 0
        self.parser = expat.ParserCreate()
        self.parser.XmlDeclHandler = self._declaration
        self.parser.StartDoctypeDeclHandler = self._document_type
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end

    def _declaration(self, version: str, encoding: str | None, standalone: int) -> None:
        if encoding and not self.source.data.startswith((b"\xff\xfe", b"\xfe\xff")):
            self.source.decode(encoding)

    def _document_type(self, *_: object) -> None:
        raise _Refused("a document type (`<!DOCTYPE …>`) is refused", "remove it; a GENIUS file needs none")

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self.count += 1
        if self.count > MAX_ELEMENTS:
            raise _Refused(f"more than {MAX_ELEMENTS:,} elements")
        if len(self.open) == MAX_DEPTH:
            raise _Refused(f"nested more than {MAX_DEPTH} levels deep")
        element = Element(name=name, attributes=attributes, place=self._here(len(name) + 1))
        if self.open:
            self.open[-1].children.append(element)
        elif self.root is None:
            self.root = element
        self.open.append(element)

    def _end(self, name: str) -> None:
        self.open.pop()

    def _here(self, length: int = 1) -> Place:
        return self.source.place(self.parser.CurrentLineNumber, self.parser.CurrentColumnNumber + 1, length)

    def read(self, findings: ImportProblems) -> Element | None:
        source = self.source
        source.decode("utf-16" if source.data.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8")
        isfinal = True
        try:
            self.parser.Parse(source.data, isfinal)
        except _Refused as refused:
            findings.add("E602", refused.message, self._here(), refused.hint)
        except expat.ExpatError as error:
            words = expat.errors.messages.get(error.code, "") if error.code else ""
            hint = "write `&` as `&amp;` and `<` as `&lt;` within a name" if "not well-formed" in words else ""
            findings.add("E602", f"not valid XML: {words or error}", source.place(error.lineno, error.offset + 1), hint)
        except (LookupError, ValueError) as error:
            findings.add("E602", f"the encoding of the file is not known: {error}", source.place(), "save it as UTF-8")
        else:
            return self.root
        return None


def xml_tree(source: ForeignFile, findings: ImportProblems) -> Element | None:
    """The root of the file; None where it is not read, which is then among the findings."""
    return _Builder(source).read(findings)


ROOTS = ("negotiation_template", "negotiation_domain", "utility_space")
NONLINEAR = ("ufun", "hyperRectangle")
"""Elements of profiles in which the worth of one issue hangs on another; such a profile may also be of these types."""
NONLINEAR_TYPES = ("nonlinear", "constraint")
NOTHING = Fraction(1, 100_000)
"""Largest evaluation up to which GENIUS lets an issue count 0."""
MOST_STEPS = 50
"""Values of an integer issue that become options; beyond, the issue is a quantity rather than a choice, and the file is
refused.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Issue:
    """An issue as the file has it; weight: the element that holds it, if any."""

    element: Element
    weight: Element | None
    kind: str

    @property
    def name(self) -> str:
        return self.element.attributes.get("name", "")

    @property
    def is_judged(self) -> bool:
        """True where the file says what the options are worth."""
        items = self.element.named("item")
        return bool(self.element.named("evaluator")) or any(_evaluation(item) is not None for item in items)


def read_xml(source: ForeignFile, findings: ImportProblems) -> DomainDocument | None:
    """The domain, with the profile where the file has one; None where it is neither, which is among the findings."""
    root = xml_tree(source, findings)
    if root is None:
        return None
    if root.name not in ROOTS:
        findings.add("E602", f"no GENIUS file: it begins with `<{short(root.name)}>`", root.place, "name another file")
        return None
    return _Reader(source, root, findings).document()


def _is_nonlinear(element: Element) -> bool:
    kind = element.attributes.get("type", "").casefold()
    return element.name in NONLINEAR or (element.name == "utility_space" and kind in NONLINEAR_TYPES)


def _evaluation(item: Element) -> str | None:
    evaluation = item.attributes.get("evaluation")
    return None if evaluation in (None, "", "null") else evaluation


class _Reader:
    """Reads one file and gathers what is wrong with it."""

    def __init__(self, source: ForeignFile, root: Element, findings: ImportProblems) -> None:
        self.source, self.root, self.findings = source, root, findings
        self.before = len(findings.problems)
        self.notes: list[str] = []

    def refuse(self, code: str, message: str, element: Element, hint: str = "") -> None:
        self.findings.add(code, message, element.place, hint)

    def document(self) -> DomainDocument | None:
        odd = next(filter(_is_nonlinear, self.root.below()), None)
        if odd is not None:
            message = f"`<{odd.name}>` makes the worth of one issue hang on another; such profiles are not read"
            self.refuse("E603", message, odd, "only sums over the issues are")
            return None
        issues = self._issues()
        topics = tuple(self._topic(issue) for issue in issues)
        if not issues:
            self.refuse("E603", "the file has no issues", self.root)
        self._refuse_twice([(topic.name, issue.element) for topic, issue in zip(topics, issues, strict=True)], "issues")
        profile = None
        if any(issue.is_judged for issue in issues):
            profile = self._profile(issues, topics)
        if len(self.findings.problems) > self.before:
            return None
        return DomainDocument(file=self.source.name, name=self._name(), topics=topics, profile=profile)

    def _name(self) -> str:
        """The name of the root objective, unless it is a word that GENIUS puts there itself."""
        named = (element.attributes.get("name", "") for element in self.root.below() if element.name == "objective")
        first = next(named, "")
        return "" if first.casefold() in ("", "root", "any") else first

    def _issues(self) -> list[_Issue]:
        issues: list[_Issue] = []
        for parent in self.root.below():
            weights: dict[str, Element] = {}
            for weight in parent.named("weight"):
                index = weight.attributes.get("index", "").strip()
                if index in weights:
                    self.refuse("E603", f"two weights for the index {short(index)}", weight)
                weights[index] = weight
            for element in parent.named("issue"):
                attributes = element.attributes
                index = attributes.get("index", "").strip()
                kind = attributes.get("type") or attributes.get("etype") or "discrete"
                issues.append(_Issue(element=element, weight=weights.get(index), kind=kind.casefold()))
        return issues

    def _topic(self, issue: _Issue) -> Topic:
        if not issue.name:
            self.refuse("E603", "an issue has no name", issue.element)
        options: tuple[str, ...] = ()
        if issue.kind == "discrete":
            items = issue.element.named("item")
            named = [(item.attributes.get("value", ""), item) for item in items]
            self._refuse_twice(named, f"options of `{short(issue.name)}`")
            options = tuple(name for name, _ in named)
            if len(items) < 2:
                self._refuse_too_few(issue)
        elif issue.kind == "integer":
            options = tuple(str(value) for value in self._range(issue))
        else:
            message = f"the issue `{short(issue.name)}` is of the kind `{short(issue.kind)}`; a case has options"
            self.refuse("E603", message, issue.element, "list the values that matter as a discrete issue")
        return Topic(name=issue.name, options=options)

    def _refuse_too_few(self, issue: _Issue) -> None:
        count = "one option" if issue.element.named("item") else "no options"
        message = f"the issue `{short(issue.name)}` has {count}: there is nothing to choose"
        self.refuse("E603", message, issue.element, "take it out, or give it two options")

    def _refuse_twice(self, named: list[tuple[str, Element]], what: str) -> None:
        seen: set[str] = set()
        for name, element in named:
            if name in seen:
                self.refuse("E603", f"two {what} are called `{short(name)}`", element)
            seen.add(name)

    def _range(self, issue: _Issue) -> range:
        element = (issue.element.named("range") or [issue.element])[0]
        ends: list[int] = []
        for end in ("lowerbound", "upperbound"):
            number = exact(element.attributes.get(end, issue.element.attributes.get(end, "")))
            if isinstance(number, str) or number.denominator != 1:
                message = f"`{end}` of the integer issue `{short(issue.name)}` is no whole number"
                self.refuse("E604", message, element)
                return range(0)
            ends.append(int(number))
        if ends[0] == ends[1]:
            message = f"the issue `{short(issue.name)}` has one option: there is nothing to choose"
            self.refuse("E603", message, element, "take it out, or widen its range")
        if ends[0] > ends[1] or ends[1] - ends[0] >= MOST_STEPS:
            message = f"the integer issue `{short(issue.name)}` goes from {ends[0]} to {ends[1]}"
            hint = f"at most {MOST_STEPS} values become options; list those that matter as a discrete issue"
            self.refuse("E603", message, element, hint)
            return range(0)
        return range(ends[0], ends[1] + 1)

    def _profile(self, issues: list[_Issue], topics: tuple[Topic, ...]) -> Profile:
        weights = tuple(self._weight(issue) for issue in issues)
        shares = tuple(self._shares(issue, topic) for issue, topic in zip(issues, topics, strict=True))
        return Profile(
            file=self.source.name,
            name=self.source.stem,
            weights=weights,
            shares=shares,
            reservation=self._single("reservation"),
            discount=self._single("discount_factor"),
            without="GENIUS takes a missing reservation for 0",
            notes=tuple(self.notes),
        )

    def _weight(self, issue: _Issue) -> Fraction:
        if issue.weight is None:
            message = f"no weight for the issue `{short(issue.name)}`"
            self.refuse("E603", message, issue.element, 'each issue has its `<weight index="…" value="…"/>`')
            return Fraction(0)
        return self._number(issue.weight, "value", f"the weight of `{short(issue.name)}`")

    def _number(self, element: Element, attribute: str, what: str) -> Fraction:
        """The number, which is at least 0; 0 where there is none, which is among the findings."""
        number = exact(element.attributes.get(attribute, ""))
        if isinstance(number, str):
            self.refuse("E604", f"{what}: {number}", element)
            return Fraction(0)
        if number < 0:
            self.refuse("E604", f"{what} is negative: {element.attributes[attribute].strip()}", element)
            return Fraction(0)
        return number

    def _single(self, name: str) -> Fraction | None:
        """The number of the only element of this name; None where there is none."""
        elements = [element for element in self.root.below() if element.name == name]
        if len(elements) > 1:
            self.refuse("E603", f"`<{name}>` stands twice", elements[1])
        if not elements or elements[0].attributes.get("value", "null") in ("", "null"):
            return None
        return self._number(elements[0], "value", name.replace("_", " "))

    def _shares(self, issue: _Issue, topic: Topic) -> tuple[Fraction, ...]:
        if issue.kind == "integer":
            return self._linear(issue, topic)
        evaluations: list[Fraction] = []
        for item in issue.element.named("item"):
            what = f"the evaluation of `{short(item.attributes.get('value', ''))}` on `{short(issue.name)}`"
            if _evaluation(item) is None:
                self.refuse("E603", f"{what} is missing", item)
            else:
                evaluations.append(self._number(item, "evaluation", what))
        largest = max(evaluations, default=Fraction(0))
        if largest <= NOTHING:
            self.notes.append(
                f"no option of `{short(issue.name)}` has an evaluation above {float(NOTHING):.5f}; as in GENIUS, the "
                "issue counts 0"
            )
            return (Fraction(0),) * len(topic.options)
        return tuple(evaluation / largest for evaluation in evaluations)

    def _linear(self, issue: _Issue, topic: Topic) -> tuple[Fraction, ...]:
        evaluators = issue.element.named("evaluator")
        if not evaluators:
            self.refuse("E603", f"the integer issue `{short(issue.name)}` has no evaluator", issue.element)
            return (Fraction(0),) * len(topic.options)
        evaluator = evaluators[0]
        if evaluator.attributes.get("ftype", "linear") not in ("linear", "constant"):
            message = f"the integer issue `{short(issue.name)}` is not judged by a linear function"
            self.refuse("E603", message, evaluator)
        offset = self._parameter(evaluator, ("offset", "parameter0"), issue.name)
        slope = self._parameter(evaluator, ("slope", "parameter1"), issue.name)
        steps = range(len(topic.options))
        return tuple(min(max(offset + slope * step, Fraction(0)), Fraction(1)) for step in steps)

    def _parameter(self, evaluator: Element, names: tuple[str, str], issue: str) -> Fraction:
        """The parameter of a linear function; it counts from the lower bound, and one that is left out is 0."""
        text = next((evaluator.attributes[name] for name in names if name in evaluator.attributes), "0")
        number = exact(text)
        if isinstance(number, str):
            self.refuse("E604", f"{names[0]} of the integer issue `{short(issue)}`: {number}", evaluator)
            return Fraction(0)
        return number
