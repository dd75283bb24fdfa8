"""Every part of a case as a form: unchanged it changes nothing, and each field changes what it stands for alone."""

from __future__ import annotations

import shutil
from collections import deque
from collections.abc import Iterable, Iterator
from importlib.resources import files
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from pydantic import Field, ValidationError

from tests.support.page_forms import PageForm, forms_of, links_of
from tests.support.web import Client, Received
from tests.web.cases import write_case
from winset.casefile.editing.changes import CaseChange
from winset.casefile.editing.editor import OpenedCase, open_case
from winset.casefile.editing.resolve import Resolver
from winset.errors import Path as CasePath
from winset.model.case import Case
from winset.model.claims import Assertion, Id, IssueId, Node, PartyId, Text
from winset.model.marks import Sentences, Words
from winset.model.numbers import Points, Range
from winset.model.schema import format_models
from winset.session import Session
from winset.web.address import View
from winset.web.pages.section import CasePart
from winset.web.render import filled as filled_template
from winset.web.sections.choices import Choices
from winset.web.sections.fields import FieldPlace, FormFields, name_at
from winset.web.sections.filled_in import NOTHING, Faults, Tree, filled_in, merged, said, tree_of
from winset.web.sections.kinds import GROUNDS, GroupKind, KeyedKind, Kind, NamedOrWrittenKind, RowsKind, fields_of
from winset.web.sections.place import AROUND, FORM, FormPlace
from winset.web.serve import Serving

EXAMPLES = Path(__file__).parents[2] / "examples"
ALL = ("alaska-2025", "camp-david-1978", "classroom", "exchange")
URL = "/case/ferry/setup"


@pytest.fixture(scope="module")
def ferry_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The case that shows each section once."""
    folder = tmp_path_factory.mktemp("starter") / "ferry"
    folder.mkdir()
    starter = files("winset.casefile") / "starter"
    text = (starter / "case.yaml").read_text("utf-8").replace("STARTER", "ferry").replace('    sha256: "SHA256"\n', "")
    (folder / "case.yaml").write_text(text, encoding="utf-8")
    (folder / "minutes.md").write_bytes((starter / "minutes.md").read_bytes())
    return folder


@pytest.fixture
def own(ferry_folder: Path, tmp_path: Path) -> Iterator[Serving]:
    """A workbench on that case, which may be changed."""
    shutil.copytree(ferry_folder, tmp_path / "ferry")
    serving = Serving.on(tmp_path, {})
    yield serving
    serving.listening.close()


def pages(client: Client, start: str) -> Iterator[tuple[str, Received]]:
    """Every page of parts of the case, from that of the whole of it."""
    known, ahead = {start}, [start]
    while ahead:
        url = ahead.pop()
        received = client.get(url)
        yield url, received
        for link in links_of(received.text):
            if "/setup?" in link and link not in known:
                known.add(link)
                ahead.append(link)


def part_forms(received: Received) -> list[PageForm]:
    return [form for form in forms_of(received.text) if form.kind == "data-part"]


def is_left_as_it_is(serving: Serving, name: str, level: str = "restricted") -> int:
    """Sends every form of every part as it is; the number of forms."""
    client, path = Client.let_in(serving), serving.desk.shelf.case(name).path
    before, count = path.read_bytes(), 0
    for url, received in pages(client, f"/case/{name}/setup?level={level}"):
        assert received.status == 200, url
        for form in part_forms(received):
            if "add=" not in form.action:
                count += 1
                answer = client.post(form.action, form.fields)
                assert "Nothing was changed: it stands so already." in answer.text, url
                assert path.read_bytes() == before, url
    return count


def test_a_form_that_is_sent_unchanged_leaves_the_file_as_it_is(own: Serving) -> None:
    assert is_left_as_it_is(own, "ferry") > 60


ODD = """winset: 1\r
case:\r
  id: odd\r
  title: >-   # folded\r
    Two sides\r
    and a hill\r
  question: |\r
    First line?\r
\r
      Second, moved in.\r
  drafter: "  A. \\n B.\\t"\r
parties: {hill: {name: 'Hill''s', aliases: ["x\\ny", "\\u202e"]}, dale: {name: Dale}}\r
issues:\r
  bridge:\r
    status_quo: shut\r
    scale: false\r
    options: {open: it opens, shut: {label: shut, at: 0.50}, half: {label: half, at: aside}}\r
positions:\r
  bridge: {hill: {ideal: open, basis: inferred, because: "\\n because"}, rest: silent}\r
moves: {bridge: {by: hill}}\r
rules: []\r
levers: {press: {holders: hill, target: dale, offered: false}}\r
consent: {}\r
judgements:\r
  walk_away: {hill: status_quo, dale: {points: {points: [1.0, 2.50], handling: open}, handling: team}}\r
  salience: {bridge: {hill: 3/7, dale: [10, 20]}}\r
  statements: {hill: [{bridge: open}], dale: [[{bridge: open}, {bridge: [half, shut]}], {when: {bridge: shut}}]}\r
  links: []\r
  riddle: 3\r
plan:\r
  period: a month\r
  steps: {}\r
  parties: {hill: {discount: 0.9, exit_gain: [1, 2]}, dale: {discount: 1, exit_gain: [[0, 1, 2]]}}\r
"""


def test_a_file_written_in_odd_ways_and_with_errors_is_left_as_it_is(tmp_path: Path) -> None:
    write_case(tmp_path / "scripts")
    (tmp_path / "odd").mkdir()
    (tmp_path / "odd" / "case.yaml").write_bytes(ODD.encode())
    serving = Serving.on(tmp_path, {})
    assert is_left_as_it_is(serving, "scripts") > 20
    assert is_left_as_it_is(serving, "odd") > 20
    serving.listening.close()


@pytest.mark.slow
@pytest.mark.parametrize(
    "name", [*ALL, *sorted(path.name for path in (EXAMPLES / "literature").iterdir() if path.is_dir())]
)
def test_a_form_of_an_example_that_is_sent_unchanged_leaves_its_file_as_it_is(name: str, tmp_path: Path) -> None:
    folder = EXAMPLES / name if name in ALL else EXAMPLES / "literature" / name
    shutil.copytree(folder, tmp_path / name)
    serving = Serving.on(tmp_path, {})
    assert is_left_as_it_is(serving, name) > 30
    serving.listening.close()


def leaves(field: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The fields of a form into which something can be filled."""
    match field["as"]:
        case "text" | "lines" | "number" | "choice" | "check":
            yield field
        case "checks":
            yield from ({**box, "as": "box"} for group in field["groups"] for box in group["boxes"])
        case "range":
            yield from ({**end, "as": "number"} for end in field["ends"])
            yield from (field["because"], field["handling"])
        case "rows" | "each":
            for row in field["rows"]:
                yield from leaves(row["field"])
                yield from leaves(row["key"]) if row["key"] else ()
        case "group":
            for inner in (*field["fields"], *field["grounds"]):
                yield from leaves(inner)
        case "named":
            yield from (*leaves(field["chosen"]), *leaves(field["written"]))
        case "together" | "either":
            for inner in field["items"]:
                yield from leaves(inner)


def other(leaf: dict[str, Any], has: str) -> str | None:
    """Something else that may stand in a field; None where nothing may."""
    match leaf["as"]:
        case "text" | "lines":
            return f"{has}x" if not has[:4].isdigit() else "1999"
        case "number":
            return "7" if has != "7" else "8"
        case "check" | "box":
            return "" if has else leaf.get("value", "yes")
        case "choice":
            known = [key for _, some in leaf["groups"] for key, _ in some if key != has]
            return known[-1] if known else None
    return None


def flat(tree: Any, at: str = "") -> Iterator[tuple[str, str]]:
    for name, inner in tree.items():
        here = f"{at}.{name}" if at else name
        if isinstance(inner, dict):
            yield from flat(inner, here)
        else:
            yield here, inner


def reached(kind: Kind, place: FormPlace, known: tuple[type[Node], ...] = ()) -> Iterator[tuple[str, str]]:
    """The fields of classes of the model that a form asks for."""
    match kind:
        case GroupKind(node=node) if node not in known:
            for one in place.fields(kind):
                yield node.__name__, one.file
                yield from reached(one.kind, place, (*known, node))
        case KeyedKind(value=inner) | RowsKind(item=inner) | NamedOrWrittenKind(group=inner):
            yield from reached(inner, place, known)


def written_out(opened: OpenedCase) -> Any:
    """What a case says, with nothing written short."""
    assert opened.case is not None
    return opened.case.model_dump(by_alias=True)


def said_after(opened: OpenedCase, changes: Iterable[CaseChange]) -> Any:
    """The same of the case once the changes are made, without its text."""
    resolver = Resolver(opened.layout.root, opened.data)
    for change in changes:
        deque(resolver.steps(change), maxlen=0)
    try:
        return Case.model_validate(resolver.data).model_dump(by_alias=True)
    except ValidationError:
        return written_out(opened.changed(changes).after)


def differing(one: Any, two: Any, path: CasePath = ()) -> Iterator[CasePath]:
    """The paths of what is different."""
    if isinstance(one, dict) and isinstance(two, dict):
        for name in {**one, **two}:
            yield from differing(one.get(name), two.get(name), (*path, name))
    elif isinstance(one, list | tuple) and isinstance(two, list | tuple) and len(one) == len(two):
        for n, (first, second) in enumerate(zip(one, two, strict=True)):
            yield from differing(first, second, (*path, n))
    elif one != two or isinstance(one, bool) != isinstance(two, bool):
        yield path


def places(serving: Serving, opened: OpenedCase) -> Iterator[FormPlace]:
    """Every place of the case that has a form, those for something new included."""
    case = Session.of_any_file(opened.path).case
    client = Client.let_in(serving)
    for _, received in pages(client, URL):
        for form in part_forms(received):
            view = View.of("ferry", "setup", query_of(form.action))
            yield FormPlace.of(
                case, opened, view.first("at") or ("" if view.first("add") else "case"), view.first("add")
            )


def query_of(action: str) -> list[tuple[str, str]]:
    return parse_qsl(urlsplit(action).query)


def shown(place: FormPlace, tree: Tree, issue: str = "") -> dict[str, Any]:
    made = FormFields(choices=Choices(place.case, lambda path: True), fields=place.fields)
    issue = next((str(step) for step in place.path[1:] if step in place.case.issues), "")
    return made.field(place.kind, tree.get(FORM, {}), FieldPlace(at=(FORM,), label="", is_required=True, issue=issue))


def what_is_alike(kind: Kind, name: str) -> tuple[str, str]:
    """The same for fields that stand in several parts of a case: a reason, a claim, the ends of a range."""
    steps = [step for step in name.split(".") if not step.isdigit()]
    shared = next((n for n, step in enumerate(steps) if step in (*GROUNDS, "low", "high", "handling")), None)
    return ("", ".".join(steps[shared:])) if shared is not None else (str(kind), ".".join(steps))


@pytest.mark.parametrize("every_one", [False, pytest.param(True, marks=pytest.mark.slow)])
def test_every_field_of_the_model_changes_what_it_stands_for_alone(own: Serving, every_one: bool) -> None:
    opened = open_case(own.desk.shelf.case("ferry").path)
    before_it, asked, tried = written_out(opened), set[tuple[str, str]](), 0
    known: set[tuple[str, str, bool]] = set()
    for place in places(own, opened):
        asked |= set(reached(place.kind, place))
        if place.is_new:
            continue
        before = dict(flat(place.filled_in))
        for leaf in leaves(shown(place, place.filled_in)):
            alike = (*what_is_alike(place.kind, leaf["name"]), leaf["name"] in before)
            if alike in known and not every_one:
                continue
            known.add(alike)
            has = before.get(leaf["name"], "") or ("yes" if leaf.get("on") else "")
            new = other(leaf, has)
            if new is None:
                continue
            tree = tree_of({**before, leaf["name"]: new})
            if place.faults(tree).by_name:
                continue  # such as the low end of a range alone
            changes = place.changed(tree).changes
            after = written_out(opened.changed(changes).after) if every_one else said_after(opened, changes)
            name, tried = tuple(leaf["name"].split("."))[1:], tried + 1
            while name[-1:] and (name[-1].isdigit() or name[-1] == "key"):
                name = name[:-1]  # one of several that stand for one value, or what it stands under
            for path in differing(before_it, after):
                assert path[: len(place.path)] == place.path[: len(path)], leaf
                at = name_at(place.kind, tree[FORM], path[len(place.path) :], place.fields)
                assert at[: len(name)] == name[: len(at)], (place.path, leaf["name"], path, at)
    assert tried > 90
    for model in format_models():
        if model not in (Case, Assertion):  # whose fields are pages, and fields of others
            left = {one.file: one.kind for one in fields_of(model) if (model.__name__, one.file) not in asked}
            pages_of_their_own = {
                file for file, kind in left.items() if isinstance(kind, KeyedKind | RowsKind | GroupKind)
            }
            assert set(left) - pages_of_their_own <= {"id"}, model


def test_every_class_of_the_model_has_words_for_a_form() -> None:
    for model in format_models():
        for one in fields_of(model):
            words = f"{one.label} {one.help}"
            assert one.label, (model, one.file)
            assert "`" not in words, (model, one.file)
            assert "_" not in words, (model, one.file)
            assert model.model_fields, model
            info = next(info for name, info in model.model_fields.items() if (info.alias or name) == one.file)
            assert info.title, (model, one.file)


# A section that nobody has made a form for.


class Omen(Node):
    """A sign of things to come."""

    name: Text = Field(title="Name", description="What the omen is called.")
    kind: Annotated[Any, Words(())] = Field(None, title="Kind", description="Not to be asked for.")
    about: dict[IssueId, tuple[PartyId, ...]] = Field({}, title="About whom", description="Who is meant, by issue.")
    weight: dict[PartyId, Points] = Field({}, title="Weight", description="What it weighs for a party.")
    years: tuple[Range, ...] = Field((), title="Years", description="What it weighs in each year.")
    told: Annotated[Text | None, Sentences()] = Field(None, title="As it was told", description="In words.")


class Oracle(Node):
    """A section of a case that nobody has thought of."""

    open: bool = Field(default=False, title="Open", description="Whether it speaks.")
    omens: dict[Id, Omen] = Field({}, title="Omens", description="Omens by name.")
    best: Omen | None = Field(None, title="The best omen", description="The best of them.")


def test_a_section_that_is_new_has_its_form_without_new_code(ferry_folder: Path) -> None:
    case = Session.of_any_file(ferry_folder / "case.yaml").case
    party, issue = next(iter(case.parties)), next(iter(case.issues))
    raw = {
        "open": True,
        "best": {"name": "A comet", "kind": {"x": 1}, "about": {issue: [party]}, "weight": {party: [1, 2, 3]},
                 "years": [4, [1, 2]], "told": "It was seen."},
    }  # fmt: skip
    kind = GroupKind(node=Oracle)

    def all_fields(part: GroupKind) -> Any:
        return part.fields

    tree = filled_in(kind, raw, all_fields)
    assert isinstance(tree, dict)
    fields = FormFields(choices=Choices(case, lambda path: True), fields=all_fields)
    page = filled_template(
        "section.html.j2", title="The oracle", help="", way=[], closed="", example="", lists=[],
        form={"around": [], "field": fields.field(kind, tree, FieldPlace(at=(FORM,), label="")), "elsewhere": [],
              "action": "/", "sha256": "", "is_new": False, "can_be_removed": False},
    )  # fmt: skip
    assert case.parties[party].name in page
    (form,) = forms_of(page)
    sent = tree_of(form.fields)[FORM]
    faults = Faults()
    base, new = said(kind, tree, Faults(), (), all_fields), said(kind, sent, faults, (), all_fields)
    assert faults.by_name == {}
    assert merged(kind, raw, base, new) == raw
    form.fields["form.best.weight.0.value.likely"] = "2.5"
    changed = merged(kind, raw, base, said(kind, tree_of(form.fields)[FORM], Faults(), (), all_fields))
    assert list(differing(raw, changed)) == [("best", "weight", party, 1)]
    assert changed["best"]["kind"] == {"x": 1}
    assert said(kind, {}, Faults(), (), all_fields) is NOTHING


# What is filled in wrongly is said beside its field, and kept.


def sent(own: Serving, query: str, **fields: str) -> Received:
    client = Client.let_in(own)
    (form,) = part_forms(client.get(f"{URL}?{query}"))
    named = {name.replace("__", "."): text for name, text in fields.items()}
    return client.post(form.action, {**form.fields, **named})


@pytest.mark.parametrize(
    ("query", "fields", "words", "field"),
    [
        ("add=rules", {}, "Nothing is filled in.", ""),
        ("add=rules", {"form__title": "Only a name"}, "This is needed.", "form-if"),
        ("add=levers", {"form__title": "Pressure"}, "This is needed.", "form-target"),
        ("at=judgements.walk_away", {"form__0__value__points__likely": "NaN"}, "A number is needed here",
         "form-0-value-points-likely"),
        ("at=judgements.walk_away", {"form__0__value__points__likely": "9" * 39}, "points, at most 1,000,000",
         "form-0-value-points-likely"),
        ("at=judgements.walk_away", {"form__0__value__points__likely": "1e9"}, "A number is needed here",
         "form-0-value-points-likely"),
        ("at=judgements.walk_away", {"form__0__value__points__likely": "20,5"}, "write a decimal point, not a comma",
         "form-0-value-points-likely"),
        ("at=judgements.walk_away", {"form__0__value__points__low": "9", "form__0__value__points__likely": "5",
         "form__0__value__points__high": "1"}, "A range goes upwards", "form-0-value-points-low"),
        ("at=case", {"form__as_of": "tomorrow"}, "A day, a month or a year is needed here", "form-as_of"),
        ("at=case", {"form__as_of": "2025-02-31"}, "no such day", "form-as_of"),
        ("at=case", {"form__title": "  "}, "This is needed.", "form-title"),
        ("add=plan.steps", {"form__title": "x", "form__at__0__key": "-3"}, "A whole number from 0 on", "form-at-0-key"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_beside_its_field_and_nothing_is_written(
    own: Serving, query: str, fields: dict[str, str], words: str, field: str
) -> None:
    path = own.desk.shelf.case("ferry").path
    before = path.read_bytes()
    answer = sent(own, query, **fields)
    assert path.read_bytes() == before
    assert words in answer.text
    if field:
        assert f'id="{field}-fault"' in answer.text
    for text in fields.values():
        assert text in answer.text


@pytest.mark.parametrize(
    "form",
    [
        {}, {"form": "x"}, {"form.if": "x"}, {".": "x"}, {"form." + "options.0.value." * 500: "x"},
        {"form.if.99999999999999999999": "issue/none"}, {"do": "more", "row": "form.title"},
        {"do": "less", "row": ""}, {"do": "less", "row": "form.if.7.8"}, {"do": "riddle"}, {"do": "remove"},
        {"form.if.0": "nowhere/nothing", "form.then.0": "nowhere/nothing"}, {"form.claim.name": "<img src=x>"},
    ],
)  # fmt: skip
def test_what_no_page_sends_writes_nothing_and_is_no_failure(own: Serving, form: dict[str, str]) -> None:
    path, client = own.desk.shelf.case("ferry").path, Client.let_in(own)
    before = path.read_bytes()
    sha256 = part_forms(client.get(f"{URL}?add=rules"))[0].fields["sha256"]
    answer = client.post("/case/ferry/setup/keep?add=rules", {"sha256": sha256, **form})
    assert answer.status in (200, 404)
    assert "Traceback" not in answer.text
    assert "<img" not in answer.text
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    "at", ["nothing", "parties.nobody", "rules.99", "rules.x", "case.title.x", "..", "positions.x.y"]
)
def test_a_part_that_the_case_does_not_have_is_refused(own: Serving, at: str) -> None:
    assert Client.let_in(own).get(f"{URL}?at={at}").status == 404
    assert Client.let_in(own).get(f"{URL}?add={at}").status == 404


def test_a_hostile_name_stays_text(own: Serving) -> None:
    name = '"><img src=x onerror=alert(1)>\u202e'
    sent(own, "add=others", form__name=name)
    case = Session.of_any_file(own.desk.shelf.case("ferry").path).case
    assert name in [other.name for other in case.others.values()]
    client = Client.let_in(own)
    for received in (client.get(URL), client.get(f"{URL}?at=others"), client.get(f"{URL}?add=levers")):
        assert "<img" not in received.text
        assert "\u202e" not in received.text


# Added and taken out, and kept from those who may not see it.


def test_rows_are_added_and_taken_out_as_they_are_filled_in(own: Serving) -> None:
    client = Client.let_in(own)
    (form,) = part_forms(client.get(f"{URL}?add=rules"))
    fields = {**form.fields, "form.title": "Kept while it grows"}
    (grown,) = part_forms(client.post(form.action, {**fields, "do": "more", "row": "form.then"}))
    assert {"form.then.0", "form.then.1"} - set(grown.fields) <= {"form.then.0"}
    assert grown.fields["form.title"] == "Kept while it grows"
    (less,) = part_forms(client.post(form.action, {**grown.fields, "do": "less", "row": "form.then.1"}))
    assert "form.then.1" not in less.fields


def test_a_plan_is_begun_with_its_first_step(tmp_path: Path) -> None:
    (tmp_path / "new").mkdir()
    (tmp_path / "new" / "case.yaml").write_text(
        "winset: 1\ncase: {id: new, title: New}\nparties: {hill: {name: Hill}, dale: {name: Dale}}\n"
        "issues:\n  bridge: {status_quo: shut, options: {open: it opens, shut: it stays shut}}\n"
        "positions: {bridge: {rest: silent}}\n",
        encoding="utf-8",
    )
    serving = Serving.on(tmp_path, {})
    client, path = Client.let_in(serving), tmp_path / "new" / "case.yaml"
    (form,) = part_forms(client.get("/case/new/setup?add=plan.steps"))
    filled = {"form.title": "The bridge is opened", "form.by": "hill", "form.reversible": "yes",
              "form.at.0.key": "0", "form.at.0.value.likely": "1", "form.worth.0.key": "hill",
              "form.worth.0.value.once.likely": "3"}  # fmt: skip
    answer = client.post(form.action, {**form.fields, **filled})
    assert f'id="{AROUND}-0-fault"' in answer.text  # how long one period is
    answer = client.post(form.action, {**form.fields, **filled, f"{AROUND}.0": "a month"})
    plan = Session.of_any_file(path).case.plan
    assert plan is not None
    assert plan.period == "a month"
    assert plan.steps["the_bridge_is_opened"].worth["hill"].once is not None
    serving.listening.close()


def test_what_is_taken_out_goes_with_its_uses(own: Serving) -> None:
    path = own.desk.shelf.case("ferry").path
    lever = next(iter(Session.of_any_file(path).case.levers))
    answer = sent(own, f"at=levers.{lever}", do="remove")
    assert "was taken out" in answer.text
    assert lever not in Session.of_any_file(path).case.levers
    assert not Session.of_any_file(path).checked.errors


def test_judged_numbers_are_kept_from_a_level_below_theirs(own: Serving) -> None:
    client = Client.let_in(own)
    for at in ("judgements", "judgements.walk_away", "plan", "judgements.salience"):
        page = client.get(f"{URL}?level=open&at={at}").text
        assert "kept from this level" in page, at
        assert part_forms(client.get(f"{URL}?level=open&at={at}")) == [], at
    before = own.desk.shelf.case("ferry").path.read_bytes()
    client.post("/case/ferry/setup/keep?level=open&at=judgements.walk_away", {"form.0.key": "x"})
    assert own.desk.shelf.case("ferry").path.read_bytes() == before


def test_a_quote_and_its_source_are_kept_from_those_who_may_not_see_them(tmp_path: Path) -> None:
    write_case(tmp_path / "scripts")
    serving = Serving.on(tmp_path, {})
    client = Client.let_in(serving)
    for level, is_kept in (("team", True), ("restricted", False)):
        page = client.get(f"/case/scripts/setup?level={level}&at=positions.toll.hill")
        assert ("No toll at all" not in page.text) is is_kept
        assert (part_forms(page) == []) is is_kept
        page = client.get(f"/case/scripts/setup?level={level}&add=rules")
        assert ("Closed minutes" not in page.text) is is_kept
    serving.listening.close()


def test_a_party_that_is_added_is_silent_and_a_part_may_go_as_a_whole(own: Serving) -> None:
    path = own.desk.shelf.case("ferry").path
    sent(own, "add=parties", form__name="The town council")
    checked = Session.of_any_file(path).checked
    assert not checked.errors
    assert "the_town_council" in Session.of_any_file(path).case.parties
    assert "was taken out" in sent(own, "at=plan", do="remove").text
    assert Session.of_any_file(path).case.plan is None


def test_two_windows_overwrite_nothing(own: Serving) -> None:
    client, path = Client.let_in(own), own.desk.shelf.case("ferry").path
    (form,) = part_forms(client.get(f"{URL}?at=case"))
    path.write_text(path.read_text("utf-8") + "\n# from an editor\n", encoding="utf-8")
    before = path.read_bytes()
    answer = client.post(form.action, {**form.fields, "form.drafter": "Somebody"})
    assert path.read_bytes() == before
    assert "changed in another window" in answer.text
    (again,) = part_forms(answer)
    assert again.fields["form.drafter"] == "Somebody"
    client.post(again.action, again.fields)
    assert Session.of_any_file(path).case.case.drafter == "Somebody"


def test_parts_are_called_by_words_and_never_by_their_names_in_the_file(own: Serving) -> None:
    desk, case = own.desk, Session.of_any_file(own.desk.shelf.case("ferry").path).case
    part = CasePart(desk, View.of("ferry", "setup", [("at", "rules.0")]))
    assert "_" not in part.title()
    assert isinstance(case, Case)
