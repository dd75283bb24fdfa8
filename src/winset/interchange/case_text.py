"""The text of a case file from a domain and the fitted numbers of its parties."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from winset.casefile.nodes import MAX_NODES
from winset.casefile.save import as_scalar
from winset.casefile.start import NamedEntry, id_for
from winset.interchange.fitting import Domain, Fitted, Profile, written

LONGEST_ID = 40
"""Characters of a short name that is made of an imported one; beyond, it is cut, and told apart by a number."""
LONGEST_TITLE = 300
"""Characters of an imported title; beyond, it is cut."""
COMMENT_WIDTH = 118
ON_NUMBERS = (
    "A score is 100 × evaluation / largest evaluation, a salience the weight on the scale of 0–100,",
    "a walk-away 100 × reservation / sum of the weights.",
)
EXACT = "the reservation of the profile"
"""Why a walk-away that was imported has no range."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ids:
    """The names of a domain with ids for the case file: unique, and safe to write. options: per topic."""

    parties: tuple[NamedEntry, ...]
    topics: tuple[NamedEntry, ...]
    options: tuple[tuple[NamedEntry, ...], ...]


def ids_of(domain: Domain) -> Ids:
    """Ids made from the names; names that would share one are numbered."""
    return Ids(
        parties=with_ids([profile.name for profile in domain.profiles], "party"),
        topics=with_ids([topic.name for topic in domain.topics], "issue"),
        options=tuple(with_ids(topic.options, "option") for topic in domain.topics),
    )


def nodes_of(domain: Domain) -> int:
    """How many values the case file of the domain holds, about."""
    columns, parties = sum(len(topic.options) for topic in domain.topics), len(domain.profiles)
    return 2 * (columns * (1 + parties) + len(domain.topics) * (6 * parties + 6) + 3 * parties) + 20


def fits(domain: Domain) -> bool:
    """True where a case file can hold the domain."""
    return nodes_of(domain) <= MAX_NODES


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseHeading:
    """What stands around what an imported file says. command: that imported it. id, title: of the case. by: who judged.
    files: with their digests. notes: what was not taken over as it stood. about: more lines of the comment.
    """

    command: str
    id: str
    title: str
    by: str
    files: tuple[tuple[str, str], ...]
    notes: tuple[str, ...]
    about: tuple[str, ...] = ()

    def text(self, sections: Iterable[tuple[str, str, Iterable[str]]]) -> str:
        """The case file: a comment on where it comes from, then the sections, each with a comment above it, its name
        and its lines; those without a line are left out. Who judged stands before all that is.
        """
        lines = [*self._comment(), "", "winset: 1", "", f"case: {{id: {self.id}, title: {as_scalar(self.title)}}}"]
        for comment, name, body in sections:
            own = [f"  by: {as_scalar(self.by)}", *body] if name == "judgements" else list(body)
            lines += ["", *([f"# {comment}"] if comment else []), f"{name}:", *own] if own else []
        return "\n".join(lines) + "\n"

    def _comment(self) -> Iterator[str]:
        yield f"# Imported by `winset import {self.command}` from:"
        yield from (f"#   {title_of(name)} (sha256 {digest})" for name, digest in self.files)
        yield from (f"# {line}" for line in self.about)
        for note in self.notes:
            yield from (f"# {line}" for line in wrapped(f"- {title_of(note)}"))


def case_text(domain: Domain, ids: Ids, numbers: Sequence[Fitted], heading: CaseHeading) -> str:
    """The case file: a comment on where it comes from, issues, positions and judgements."""
    return heading.text((
        ("", "parties", party_lines(ids.parties)),
        ("No issue has a status quo: the format of the profiles knows none.", "issues", _issues(ids)),
        ("Wishes as the numbers have them; nobody is quoted.", "positions", _positions(domain, ids)),
        ("", "judgements", _judgements(ids, numbers)),
    ))  # fmt: skip


def party_lines(parties: Iterable[NamedEntry]) -> Iterator[str]:
    """The parties, each with its name."""
    yield from (f"  {party.id}: {{name: {as_scalar(party.name)}}}" for party in parties)


def note_lines(texts: Iterable[str]) -> Iterator[str]:
    """Notes, each beginning with a capital."""
    yield from (f"  - {{text: {as_scalar(text[:1].upper() + text[1:])}}}" for text in texts)


def with_ids(names: Sequence[str], kind: str) -> tuple[NamedEntry, ...]:
    """The names with ids made from them, those numbered that would be the same."""
    taken: set[str] = set()
    numbers: dict[str, int] = {}
    entries: list[NamedEntry] = []
    for number, name in enumerate(names, start=1):
        first = id_for(name[:LONGEST_TITLE], kind, number)
        if len(first) > LONGEST_ID:
            first = first[:LONGEST_ID].rstrip("_")
        id_ = first
        while id_ in taken:
            numbers[first] = numbers.get(first, 1) + 1
            id_ = f"{first}_{numbers[first]}"
        taken.add(id_)
        entries.append(NamedEntry(id=id_, name=title_of(name) or id_.replace("_", " ")))
    return tuple(entries)


def told_apart(names: Sequence[str]) -> list[str]:
    """The names, numbered where one stands again."""
    seen: Counter[str] = Counter()
    renamed = []
    for name in names:
        seen[name] += 1
        renamed.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return renamed


def title_of(name: str) -> str:
    """The name on one line, without what no case file holds; very long ones are cut."""
    plain = " ".join("".join(sign if sign.isprintable() else " " for sign in name).split())
    return plain if len(plain) <= LONGEST_TITLE else plain[: LONGEST_TITLE - 1].rstrip() + "…"


def wrapped(text: str) -> Iterator[str]:
    """The text in lines that a comment holds."""
    line = ""
    for word in text.split(" "):
        if line and len(line) + 1 + len(word) > COMMENT_WIDTH:
            yield line
            line = "  " + word
        else:
            line = f"{line} {word}" if line else word
    yield line


def _issues(ids: Ids) -> Iterator[str]:
    for topic, options in zip(ids.topics, ids.options, strict=True):
        yield f"  {topic.id}:"
        yield f"    title: {as_scalar(topic.name)}"
        yield "    options:"
        yield from (f"      {option.id}: {as_scalar(option.name)}" for option in options)


def _positions(domain: Domain, ids: Ids) -> Iterator[str]:
    for number, (topic, options) in enumerate(zip(ids.topics, ids.options, strict=True)):
        yield f"  {topic.id}:"
        for party, profile in zip(ids.parties, domain.profiles, strict=True):
            row = profile.shares[number]
            most = max(row)
            best = [option.id for option, share in zip(options, row, strict=True) if share == most]
            because = as_scalar(_because(profile, best, len(row)))
            yield f"    {party.id}: {{ideal: {best[0]}, basis: inferred, because: {because}}}"


def _because(profile: Profile, best: Sequence[str], options: int) -> str:
    """Where the wish comes from, and that it is none or not the only one where several options are worth most."""
    source = f"imported from the GENIUS profile {title_of(profile.file)}"
    if len(best) == options:
        return f"{source}, where every option is worth the same"
    return source if len(best) == 1 else f"{source}, where {len(best)} options are worth most"


def _judgements(ids: Ids, numbers: Sequence[Fitted]) -> Iterator[str]:
    yield "  salience:"
    for n, topic in enumerate(ids.topics):
        yield f"    {topic.id}:"
        for party, fitted in zip(ids.parties, numbers, strict=True):
            yield f"      {party.id}: {written(fitted.salience[n])}"
    yield "  scores:"
    for n, (topic, options) in enumerate(zip(ids.topics, ids.options, strict=True)):
        yield f"    {topic.id}:"
        for party, fitted in zip(ids.parties, numbers, strict=True):
            scores = zip(options, fitted.scores[n], strict=True)
            yield f"      {party.id}: {{{', '.join(f'{option.id}: {written(score)}' for option, score in scores)}}}"
    yield "  walk_away:"
    for party, fitted in zip(ids.parties, numbers, strict=True):
        yield f"    {party.id}: {{points: {written(fitted.walk_away)}, because: {EXACT}}}"
