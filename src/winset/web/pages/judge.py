"""Judging, a party at a time: its walk-away by comparing packages, its options in order, and what weighs how much."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import Response

from winset.casefile.editing.changes import CaseChange, Operation
from winset.casefile.editing.editor import OpenedCase
from winset.casefile.editing.operations.judged import number_judged, options_ordered, walk_away_compared
from winset.errors import UnknownName
from winset.model.case import Case
from winset.model.numbers import Span
from winset.questions.request import PACKAGE
from winset.readings.shapes import central_salience, central_scores
from winset.report.disclosure import is_above
from winset.report.names import owned_by
from winset.session import Session
from winset.web.address import View
from winset.web.bar import framed
from winset.web.desk import Desk
from winset.web.editing.service import EXAMPLE, Outcome, change, opened, outcome_part, sent
from winset.web.judging.comparing import Comparison, Package, compared
from winset.web.render import Page, Part, filled, response

TITLE = "Your judgements"
HOW_SURE = (("0", "exactly so"), ("5", "quite sure"), ("15", "roughly"), ("30", "a guess"))
"""How many points a number may be off to either side, with the words that stand for it."""
USUAL = "15"
CLOSED = "The numbers of this party are kept from this level."
RATHER, NO_DEAL = "rather", "nodeal"
"""Names in the address of packages that the party would rather have than no deal, and of those than which it would
rather have none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A number on a line. sure: how many points it may be off. said: its range in words, where one is judged."""

    name: str
    words: str
    value: str
    sure: str
    said: str


def judge(desk: Desk, view: View, request: Request) -> Response:
    """A form was sent: a walk-away, an order, or numbers on a line."""
    form = sent(request)
    view = View.of(view.case, "judge", request.query_params.multi_items())
    session = desk.study(view).session
    party = _party(session.case, view)
    title, made = _kept_range(session, view, form) or _made(session.case, party, form)
    outcome = change(desk, view, form.get("sha256", ""), title, made)
    return response(judge_page(desk, view, outcome), request)


def judge_page(desk: Desk, view: View, outcome: Outcome | None = None) -> Page:
    """The judgements on one party. Raises CaseError and UnknownName."""
    session, case = desk.study(view).session, desk.shelf.case(view.case)
    party = _party(session.case, view)
    parties = [(party_key, known.name, view.at("judge", (("party", party_key),)).url, party_key == party)
               for party_key, known in session.case.parties.items()]  # fmt: skip
    parts = [
        outcome_part(outcome, view),
        Part(name="whose", html=filled("whose.html.j2", parties=parties)),
    ]
    is_closed = session.whole is not None or is_above(session.owners.values(party).level, view.level)
    if is_closed:
        parts.append(Part(name="judging", html=Markup("<p>{}</p>").format(CLOSED)))
    else:
        example = Markup("<p>{}</p>").format(EXAMPLE) if case.is_example else Markup()
        sha256 = opened(case).sha256
        parts.append(Part(name="judging", html=example))
        parts.append(Part(name="options", html=_options(session, view, party, sha256)))
        parts.append(Part(name="weights", html=_weights(session, view, party, sha256)))
        parts.append(Part(name="walk-away", html=_walk_away(session, view, party, sha256)))
    title = f"{TITLE}: {session.case.case.title}"
    return framed(desk, view, TITLE, parts, title=title, scripts=("judge.js",), styles=("judge.css",))


def _party(case: Case, view: View) -> str:
    party = view.first("party") or next(iter(case.parties))
    if party not in case.parties:
        raise UnknownName(f"there is no party `{party}` in this case")
    return party


def _walk_away(session: Session, view: View, party: str, sha256: str) -> Markup:
    """What no deal is worth: the next package to compare with it, and what the answers so far imply."""
    case, compiled = session.case, session.compiled()
    at = compiled.parties.index(party)
    rather, none = _packages(session, view, RATHER), _packages(session, view, NO_DEAL)
    found = compared(session.central(), at, rather, none)
    next_one = _asked(session, view, found, at) if found.next is not None else None
    judged = case.judgements.walk_away.get(party)
    span = None if judged is None else judged.points or judged.status_quo
    low, likely, high = (str(number) for number in found.range)
    return filled(
        "walk_away.html.j2",
        name=case.name_in_sentence(party),
        owned=owned_by(case.name_in_sentence(party)),
        found=found,
        ends=(low, likely, high),
        asked=next_one,
        stands=_range_words(span, "points above the status quo" if judged and judged.points is None else "points"),
        action=view.part("number"),
        sha256=sha256,
        again=view.at("judge", (("party", party),)).url,
        look_again=_again(session, view, party),
    )


def _asked(session: Session, view: View, found: Comparison, party: int) -> Mapping[str, Any]:
    """The package to compare with no deal, and where each answer leads."""
    compiled, case = session.compiled(), session.case
    package = found.next or ()
    pairs = [
        (compiled.issues[issue], compiled.options[issue][option])
        for issue, option in enumerate(package)
        if issue not in compiled.structure.left_out
    ]
    text = PACKAGE.write(tuple(pairs))
    now = compiled.structure.status_quo
    rows = [
        (case.issue_title(issue), case.option_label(issue, option), now[at] == compiled.options[at].index(option))
        for (issue, option), at in ((pair, compiled.issues.index(pair[0])) for pair in pairs)
    ]
    given = view.given
    return {
        "rows": rows,
        "rather": view.at("judge", (*given, (RATHER, text))).url,
        "none": view.at("judge", (*given, (NO_DEAL, text))).url,
    }


def _packages(session: Session, view: View, name: str) -> tuple[Package, ...]:
    """The packages of the answers so far. Raises UnknownName for what is none of the case's."""
    compiled, packages = session.compiled(), []
    for text in (value for given, value in view.given if given == name):
        try:
            options = dict(PACKAGE.read(text))
        except ValueError as error:
            raise UnknownName(str(error)) from None
        package = []
        for issue, key in enumerate(compiled.issues):
            chosen = options.get(key)
            if chosen is None and issue in compiled.structure.left_out:
                package.append(compiled.structure.status_quo[issue] or 0)
            elif chosen not in compiled.options[issue]:
                raise UnknownName(f"`{text}` is no package of this case: {key} is `{chosen}`")
            else:
                package.append(compiled.options[issue].index(chosen))
        packages.append(tuple(package))
    return tuple(dict.fromkeys(packages))


def _weights(session: Session, view: View, party: str, sha256: str) -> Markup:
    """How much each issue weighs for the party, on lines of one length."""
    case, compiled = session.case, session.compiled()
    at, numbers = compiled.parties.index(party), []
    for issue, key in enumerate(compiled.issues):
        span = case.judgements.salience.get(key, {}).get(party)
        central = central_salience(compiled, at, issue)
        numbers.append(_number(f"salience.{key}", case.issue_title(key), span, central))
    return filled("weights.html.j2", name=case.name_in_sentence(party), numbers=numbers, sure=HOW_SURE,
                  action=view.part("number"), sha256=sha256)  # fmt: skip


def _options(session: Session, view: View, party: str, sha256: str) -> Markup:
    """The options of each issue: in which order the party would have them, and how much worse each is than the best."""
    case, compiled = session.case, session.compiled()
    at, issues = compiled.parties.index(party), []
    for issue, key in enumerate(compiled.issues):
        worth = central_scores(compiled, at, issue)
        judged = case.judgements.scores.get(key, {}).get(party, {})
        by_worth = [
            name for _, name in sorted(zip((-points for points in worth), compiled.options[issue], strict=True))
        ]
        order = case.judgements.orders.get(key, {}).get(party) or by_worth
        options = [
            _number(f"scores.{key}.{name}", case.option_label(key, name), judged.get(name),
                    Fraction(worth[compiled.options[issue].index(name)]))
            for name in order
        ]  # fmt: skip
        is_ordered = bool(case.judgements.orders.get(key, {}).get(party))
        cell = case.cell(key, party)
        issues.append(
            {
                "key": key,
                "title": case.issue_title(key),
                "options": options,
                "state": "judged" if judged else "in order" if is_ordered else "nothing judged",
                "is_silent": cell.ideal is None and cell.delegates_to is None,
                "delegates": case.name_in_sentence(cell.delegates_to) if cell.delegates_to else "",
            }
        )
    return filled("options.html.j2", name=case.name_in_sentence(party), issues=issues, sure=HOW_SURE,
                  action=view.part("number"), sha256=sha256)  # fmt: skip


def _number(name: str, words: str, span: Span | None, central: Fraction) -> Judged:
    likely = span.central if span is not None else central
    off = max(likely - span.low, span.high - likely) if span is not None else None
    sure = USUAL if off is None else min(HOW_SURE, key=lambda known: abs(Fraction(known[0]) - off))[0]
    return Judged(name=name, words=words, value=_plain(likely), sure=sure, said=_range_words(span, "of 100"))


def _plain(number: Fraction) -> str:
    return f"{float(number):.6f}".rstrip("0").rstrip(".")


def _range_words(span: Span | None, unit: str) -> str:
    """A judged number in words, with its range; empty where nothing is judged."""
    if span is None:
        return ""
    if span.is_fixed:
        return f"judged {_plain(span.low)} {unit}, without a range"
    likely = f", most likely {_plain(span.likely)}" if span.likely is not None else ""
    return f"judged {_plain(span.low)} to {_plain(span.high)} {unit}{likely}"


def _kept_range(session: Session, view: View, form: Mapping[str, str]) -> tuple[str, Any] | None:
    """The walk-away that a form keeps, with the comparisons that imply it; None of another form."""
    if form.get("kind") != "walk_away":
        return None
    party = _party(session.case, view)
    owned = owned_by(session.case.name_in_sentence(party))
    span = [_decimal(form.get(end, "")) for end in ("low", "likely", "high")]
    title = f"{owned[:1].upper()}{owned[1:]} walk-away: {span[0]} to {span[2]} points, most likely {span[1]}"
    compared_ = {
        name: [session.compiled().package_names(package) for package in _packages(session, view, given)]
        for name, given in (("rather", RATHER), ("no_deal", NO_DEAL))
    }
    return title, lambda now: walk_away_compared(now, party, sorted(span), compared_)


def _again(session: Session, view: View, party: str) -> Mapping[str, Any] | None:
    """Why a walk-away that was judged by comparing packages is to be looked at again: its comparisons imply another
    range by the weights and scores as they are now. None where they imply the range that is kept, or none is kept.
    """
    case, compiled = session.case, session.compiled()
    kept, judged = case.judgements.compared.get(party), case.judgements.walk_away.get(party)
    if kept is None or judged is None or judged.points is None:
        return None
    read = [tuple(found for package in packages if (found := _placed(session, package)) is not None)
            for packages in (kept.rather, kept.no_deal)]  # fmt: skip
    now = compared(session.central(), compiled.parties.index(party), *read)
    low, likely, high = now.range
    span = judged.points
    if now.fit and now.answers and (span.low, span.central, span.high) == (low, likely, high):
        return None
    given = [
        (name, PACKAGE.write(tuple(compiled.package_names(package).items())))
        for name, packages in zip((RATHER, NO_DEAL), read, strict=True)
        for package in packages
    ]
    return {
        "fit": now.fit,
        "answers": now.answers,
        "ends": (low, high),
        "url": view.at("judge", (("party", party), *given)).url,
    }


def _placed(session: Session, package: Mapping[str, str]) -> Package | None:
    """A package of the case file by positions; how things stand where it leaves an issue open, and None where it
    cannot be told what it holds.
    """
    compiled = session.compiled()
    try:
        return compiled.package(package)
    except UnknownName:
        return None


def _made(case: Case, party: str, form: Mapping[str, str]) -> tuple[str, Any]:
    """What a form says: a sentence for the list of changes, and the operation. Raises UnknownName."""
    owned = owned_by(case.name_in_sentence(party))
    owned = owned[:1].upper() + owned[1:]
    kind = form.get("kind", "")
    if kind == "order":
        issue = form.get("issue", "")
        order = [option for option in form.get("order", "").split(",") if option]
        if issue not in case.issues or sorted(order) != sorted(case.issues[issue].options):
            raise UnknownName("an order names every option of its issue once")
        title = f"{owned} options on {case.issue_in_sentence(issue)} put in order"
        return title, lambda now: options_ordered(now, issue, party, order)
    if kind in ("salience", "scores"):
        lines = tuple(_lines(case, party, kind, form))
        what = "weights" if kind == "salience" else "worth of options"
        return f"{owned} {what} judged", lambda now: _numbers(now, f"{owned} {what} judged", lines)
    raise UnknownName(f"there is no form of the kind `{kind}`")


def _lines(
    case: Case, party: str, kind: str, form: Mapping[str, str]
) -> Iterator[tuple[tuple[str, ...], list[Decimal]]]:
    """The numbers of a form that were touched, each with its path and its range."""
    for name in form:
        first, issue, option = (*name.split(".", 2), "", "")[:3]
        if first != kind or form.get(f"touched.{name}") != "true":
            continue
        known = case.issues[issue].options if issue in case.issues else {}
        if issue not in case.issues or bool(option) != (kind == "scores") or (option and option not in known):
            raise UnknownName(f"`{name}` is no number of this case")
        value, off = _decimal(form[name]), _decimal(form.get(f"sure.{name}", USUAL))
        low, high = max(value - off, Decimal(0)), min(value + off, Decimal(100))
        yield ("judgements", kind, issue, party, *([option] if option else [])), [low, value, high]


def _numbers(now: OpenedCase, title: str, lines: Sequence[tuple[tuple[str, ...], list[Decimal]]]) -> Operation:
    changes: list[CaseChange] = []
    for path, span in lines:
        changes += number_judged(now, path, span[1] if span[0] == span[2] else span).changes
    return Operation(title=title, changes=tuple(changes))


def _decimal(text: str) -> Decimal:
    try:
        number = Decimal(text.strip() or "nothing")
    except ArithmeticError:
        raise UnknownName(f"`{text}` is not a number") from None
    if not number.is_finite() or abs(number) > 1000:
        raise UnknownName(f"`{text}` is not a number of points")
    return number
