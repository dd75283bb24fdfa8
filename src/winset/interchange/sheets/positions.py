"""The sheet of positions: a row for every issue and party, and what a filled-in row says in the case file."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from winset.casefile.editing.changes import at
from winset.casefile.editing.operations.claims import FIELDS_IN_ORDER
from winset.errors import Path
from winset.interchange.sheets.labels import BASIS, CaseLabels, NoSuchChoice, is_shown
from winset.interchange.sheets.table import KEY_HEAD, STAMP_HEAD, WITHHELD, Column, Kind, Row, Table
from winset.model.case import Case, Cell
from winset.model.claims import Claim
from winset.model.numbers import Handling, strictest

TITLE = "Positions"
RED_LINE_COLUMNS = 4
"""Columns for red lines in a sheet, where a party crosses fewer; with more, there are as many and one."""
NEVER = "never_"
CLAIM = ("source", "quote", "reading", "support", "speaker", "date", "reviewed_by", "drafted_by")
FLAGS = ("precondition", "volatile")
OF_A_POSITION = ("ideal", "precondition", "delegates_to", "volatile")


COLUMNS: tuple[tuple[str, str, Kind, int, str, str], ...] = (
    ("key", KEY_HEAD, "key", 4, "", ""),
    ("stamp", STAMP_HEAD, "stamp", 4, "", ""),
    ("issue", "Issue", "label", 24, "", ""),
    ("party", "Party", "label", 24, "", ""),
    ("basis", "Basis", "choice", 26, "basis",
     "Does a source say it, do we conclude it, or does no source say anything? Then leave the rest empty."),
    ("ideal", "Wants most", "choice", 34, "issue", "The option that the party wants most."),
    (NEVER, "Never accepts", "choice", 30, "issue",
     "A red line: an option that the party would accept in no deal. One in each column."),
    ("precondition", "Condition for talks", "choice", 12, "yes", "Does the party ask for this before it talks at all?"),
    ("delegates_to", "Leaves the decision to", "choice", 20, "parties",
     "The party to whom it leaves the decision; then it wants and rejects nothing of its own here."),
    ("volatile", "Line is moving", "choice", 10, "yes", "Has the party's line been moving?"),
    ("because", "Why we conclude it", "text", 40, "",
     "If we conclude it: why the source supports it though it does not say it."),
    ("source", "Source", "choice", 26, "sources", "The document."),
    ("quote", "Quote", "text", 60, "",
     "The words of the document, copied character for character. They are looked up in it."),
    ("reading", "What the quote means", "text", 44, "",
     "What you understand these words to mean, in a sentence of your own."),
    ("support", "How it is said", "choice", 26, "support",
     "The party's own words, somebody says it of the party, or circumstances from which it is read."),
    ("speaker", "Speaker", "text", 20, "",
     "Who says it, where it is not the author of the document; several with a semicolon between."),
    ("date", "Date", "date", 12, "", "When it was said: 2025-08-14, 2025-08 or 2025."),
    ("reviewed_by", "Checked by", "text", 14, "",
     "The second person who has read the quote and agrees with the reading."),
    ("drafted_by", "Draft of", "text", 14, "",
     "The program that proposed the quote, which is a draft until somebody has checked it."),
)  # fmt: skip
"""The columns in order: name, head, kind, width, list of choices, and what is said of it. That for red lines stands
as often as there are some.
"""


def position_columns(red_lines: int) -> tuple[Column, ...]:
    """The columns, with so many for red lines."""
    numbered = [(column, n) for column in COLUMNS for n in (range(1, red_lines + 1) if column[0] == NEVER else (0,))]
    return tuple(
        Column(
            name=f"{name}{n}" if n else name, head=f"{head} {n}" if n else head, kind=kind, width=width,
            list_name=list_name, words=words,
        )
        for (name, head, kind, width, list_name, words), n in numbered
    )  # fmt: skip


def positions_table(case: Case, labels: CaseLabels, level: Handling, stamped: str) -> Table:
    """The positions of the case, issue by issue. level: what lies above it is not shown."""
    cells = [(issue, party, case.cell(issue, party)) for issue in case.positions for party in case.parties]
    most = max((len(cell.rejects) for _, _, cell in cells), default=0)
    options = max((len(issue.options) for issue in case.issues.values()), default=2)
    red_lines = max(most, min(options, max(RED_LINE_COLUMNS, most + 1)))
    rows = tuple(_row(case, labels, level, (issue, party), cell) for issue, party, cell in cells)
    return Table(title=TITLE, columns=position_columns(red_lines), rows=rows, level=stamped)


def _row(case: Case, labels: CaseLabels, level: Handling, place: tuple[str, str], cell: Cell) -> Row:
    issue, party = place
    options = labels.options[issue].words
    texts = {
        "issue": labels.issues.words[issue],
        "party": labels.parties.words[party],
        "basis": BASIS[cell.basis] if cell.basis else "",
        "ideal": options.get(cell.ideal, cell.ideal) if cell.ideal else "",
        "because": cell.because or "",
        "delegates_to": labels.parties.words.get(cell.delegates_to, cell.delegates_to) if cell.delegates_to else "",
        **{name: "yes" if getattr(cell, name) else "" for name in FLAGS},
        **{f"{NEVER}{n}": options.get(line.option, line.option) for n, line in enumerate(cell.rejects, start=1)},
    }
    claim = case.claim(cell.claim)
    if claim is not None:
        texts |= _claim_texts(case, labels, level, claim)
    return Row(
        key=f"{issue}/{party}",
        path=("positions", issue, party),
        texts={name: text for name, text in texts.items() if text},
        issue=issue,
    )


def _claim_texts(case: Case, labels: CaseLabels, level: Handling, claim: Claim) -> dict[str, str]:
    source = case.sources.get(claim.source)
    if not is_shown(strictest(claim.handling, source.handling if source else None), level):
        return dict.fromkeys(CLAIM, WITHHELD)
    return {
        "source": labels.sources.words.get(claim.source, claim.source),
        "quote": claim.quote,
        "reading": claim.reading or "",
        "support": labels.support.words[claim.support],
        "speaker": _names_text(claim.speaker or ()),
        "date": claim.date or "",
        "reviewed_by": claim.reviewed_by or "",
        "drafted_by": claim.drafted_by or "",
    }


def _names_text(names: tuple[str, ...]) -> str:
    """Names with semicolons between them, or one on each line where a name has a semicolon in it."""
    return ("\n" if any(";" in name for name in names) else "; ").join(names)


def _names(text: str) -> str | list[str] | None:
    names = [name.strip() for name in text.split("\n" if "\n" in text else ";") if name.strip()]
    return names[0] if len(names) == 1 else names or None


Refuse = Callable[[str, str], None]
"""Takes in a problem of a row: the column, and what is wrong."""


class PositionRow:
    """A filled-in row against what the case says: which value the cell of the case file then has.

    now: what the case file has there, None where it has nothing. claims: the named claims of the case file. before,
    after: the texts by column, of the case and of the sheet; `after` has all that differ.
    """

    def __init__(self, row: Row, labels: CaseLabels, data: Mapping[str, Any], after: Mapping[str, str]) -> None:
        self.row, self.labels, self.before, self.after = row, labels, row.texts, after
        self.claims: Any = data.get("claims") or {}
        here = at(data, row.path)
        self.now = here if isinstance(here, dict) else {}
        self.changed = {name for name in {*self.before, *after} if self.before.get(name, "") != after.get(name, "")}
        self.refuse: Refuse = lambda column, message: None

    def value(self, refuse: Refuse) -> Any:
        """The value of the cell; what is wrong in it is given to `refuse`, and the value then means nothing."""
        self.refuse = refuse
        filled = [name for name in self.after if name not in ("issue", "party", "basis") and self.after[name]]
        basis = self._choice("basis")
        if basis is None:
            if not self.after.get("basis", ""):
                said = ", such as " + " or ".join(f"“{word}”" for word in list(BASIS.values())[:2]) if filled else ""
                refuse("basis", f"choose a basis{said}; “{BASIS['silent']}” if there is nothing")
            return self.now
        if basis == "silent":
            if not filled:
                return "silent" if self.now.get("basis") != "silent" else self.now
            if any(name in OF_A_POSITION or name in CLAIM or name.startswith(NEVER) for name in filled):
                refuse("basis", "the row says what the party wants and that no source says anything; it can be one")
                return self.now
        cell: dict[str, Any] = dict(self.now) if self.now.get("basis") != "silent" or basis == "silent" else {}
        self._put(cell, "ideal", self._choice("ideal"))
        self._red_lines(cell)
        for flag in FLAGS:
            if flag in self.changed:
                self._put(cell, flag, True if self._choice(flag) else None)
        self._put(cell, "delegates_to", self._choice("delegates_to"))
        self._put(cell, "basis", basis)
        self._put(cell, "because", self.after.get("because") or None)
        self._claim(cell)
        return cell

    def _put(self, cell: dict[str, Any], name: str, value: Any) -> None:
        """The value in a cell where its column was changed; nothing is removed that was not there."""
        if name not in self.changed:
            return
        if value is None:
            cell.pop(name, None)
        else:
            cell[name] = value

    def _choice(self, column: str, list_name: str = "") -> str | None:
        """The name that a cell stands for; None where it is empty, or none of the choices, which is then a problem."""
        text = self.after.get(column, "")
        if not text.strip():
            return None
        lists = {"ideal": "issue", "basis": "basis", "delegates_to": "parties", "source": "sources"}
        lists |= {"support": "support", **dict.fromkeys(FLAGS, "yes")}
        try:
            return self.labels.choices(list_name or lists[column], self.row.issue).name_of(text)
        except NoSuchChoice as error:
            self.refuse(column, str(error))
            return None

    def _red_lines(self, cell: dict[str, Any]) -> None:
        """The red lines; what the case says of one that stays, stays as well."""
        columns = [name for name in self.after if name.startswith(NEVER) and self.after[name].strip()]
        if not any(name.startswith(NEVER) for name in self.changed):
            return
        chosen: dict[str, str] = {}
        for column in columns:
            option = self._choice(column, "issue")
            if option in chosen:
                self.refuse(column, f"this red line stands in the row already, under “{_head(chosen[option])}”")
            elif option is not None:
                chosen[option] = column
        now = cell.get("rejects") or []
        lines = {_option(line): line for line in (now if isinstance(now, list) else [now])}
        if set(lines) == set(chosen):
            return
        kept = [line for option, line in lines.items() if option in chosen]
        fresh = [option for option in chosen if option not in lines]
        if kept or fresh:
            cell["rejects"] = [*kept, *fresh]
        else:
            cell.pop("rejects", None)

    def _claim(self, cell: dict[str, Any]) -> None:
        """The claim; one that stands under a name is written out here, since others use it as it is."""
        changed = [name for name in CLAIM if name in self.changed]
        if not changed:
            return
        withheld = [name for name in CLAIM if self.before.get(name) == WITHHELD]
        for name in changed if withheld else ():
            self.refuse(name, "what the case says here was left out of the sheet, so it is not replaced from it")
        left = {name: text for name in CLAIM if name != "support" and (text := self.after.get(name, ""))}
        if withheld:
            return
        if not left:
            self._without_claim(cell)
            return
        used = cell.get("claim")
        claim: dict[str, Any] = dict(self.claims.get(used) or {}) if isinstance(used, str) else dict(used or {})
        for name in changed:
            value = self._claim_field(name)
            if value is None:
                claim.pop(name, None)
            else:
                claim[name] = value
        if {"source", "quote"} & set(changed):
            for name in ("prefix", "suffix"):
                claim.pop(name, None)
        for name, words in (("source", "say which document is quoted"), ("quote", "copy the words of the document")):
            if not self.after.get(name, "").strip():
                self.refuse(name, words)
        cell["claim"] = {name: claim[name] for name in (*FIELDS_IN_ORDER, *claim) if name in claim}

    def _claim_field(self, name: str) -> Any:
        """What a column says in the case file; None where it says nothing."""
        text = self.after.get(name, "")
        if name in ("source", "support"):
            choice = self._choice(name)
            return None if (name, choice) == ("support", "reported") else choice
        return (_names(text) if name == "speaker" else text.strip() if name == "date" else text) or None

    def _without_claim(self, cell: dict[str, Any]) -> None:
        """The next of the other claims of the cell takes the place of one that is taken out."""
        also = cell.pop("also", None)
        others = also if isinstance(also, list) else [also] if also else []
        cell.pop("claim", None)
        if others:
            cell["claim"] = others[0]
            if others[1:]:
                cell["also"] = others[1:]


def _head(column: str) -> str:
    return f"Never accepts {column.removeprefix(NEVER)}"


def _option(line: Any) -> str:
    return str(line.get("option")) if isinstance(line, dict) else str(line)


def position_column(path: Path) -> str:
    """The column of a row in which stands what a problem of its cell is about."""
    field = str(path[3]) if len(path) > 3 else ""
    if field == "rejects":
        return f"{NEVER}{int(path[4]) + 1 if len(path) > 4 and str(path[4]).isdecimal() else 1}"
    if field == "claim":
        return str(path[4]) if len(path) > 4 and path[4] in CLAIM else "quote"
    return field if field in (*OF_A_POSITION, "because") else "basis"
