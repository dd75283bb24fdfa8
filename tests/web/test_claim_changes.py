"""What is done with claims on a page is done in the file: added, rejected with what becomes of what it carried, and
quotes that stand several times told apart.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest

from tests.support.web import Client
from tests.web.cases import write_case
from winset.casefile.editing.editor import open_case
from winset.casefile.editing.operations.cells import NewClaim, claim_made
from winset.casefile.editing.operations.claims import ClaimWords, Selection
from winset.casefile.read import check_case
from winset.errors import EditRefused
from winset.model.case import Case
from winset.web.serve import Serving
from winset.web.sources.claim_changes import claim_rejected
from winset.web.sources.claims import PlacedClaim, uses_of

TEXT = "Mr Hill said: no toll. Mr Hill said: no toll. A bridge is good, Mr Hill said. Mr Dale wept.\n"
CASE = """winset: 1
case: {id: small, title: Small}
sources: {talks: {file: talks.txt}}
parties: {hill: {name: Mr Hill}, dale: {name: Mr Dale}}
issues:
  toll: {status_quo: none, options: {none: no toll, small: a small toll, large: a large toll}}
positions:
  toll:
    hill:
      ideal: none
      basis: stated
      claim: tears            # the first
      also: [{source: talks, quote: A bridge is good, reading: Good.}]
      rejects: [large, {option: small, basis: stated, claim: tears}]
    dale: silent
notes: [{text: He wept., claim: tears}]
claims:
  tears: {source: talks, quote: Mr Dale wept, reading: He wept.}
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    folder = tmp_path / "cases" / "small"
    folder.mkdir(parents=True)
    (folder / "talks.txt").write_text(TEXT, encoding="utf-8")
    (folder / "case.yaml").write_text(CASE, encoding="utf-8")
    assert not check_case(folder).errors
    return folder / "case.yaml"


def case_of(path: Path) -> Case:
    case = check_case(path).case
    assert case is not None
    return case


def placed(path: Path, *steps: str | int) -> PlacedClaim:
    case = case_of(path)
    uses = uses_of(case)[steps]
    claim = case.claims["tears"] if steps[0] == "claims" else case.cell("toll", "hill").also[0]
    assert not isinstance(claim, str)
    return PlacedClaim(path=steps, claim=claim, uses=uses)


def rejected(path: Path, claim: PlacedClaim, then: str, because: str = "") -> Case:
    opened = open_case(path)
    proposed = opened.doing(claim_rejected(opened, claim, then, because))
    assert "# the first" in proposed.text or then == "gone"
    case = proposed.after.checked.case
    assert case is not None
    return case


def test_a_named_claim_that_is_rejected_is_nowhere(path: Path) -> None:
    case = rejected(path, placed(path, "claims", "tears"), "")
    assert "tears" not in case.claims
    cell = case.cell("toll", "hill")
    assert [claim.quote for claim in case.claims_of(cell)] == ["A bridge is good"], "the next one takes its place"
    assert not any(case.claims_of(line) for line in cell.rejects)
    assert case.notes[0].claim is None


def test_what_a_rejected_claim_carried_goes_with_it(path: Path) -> None:
    case = rejected(path, placed(path, "claims", "tears"), "gone")
    assert case.cell("toll", "hill").basis == "silent"


def test_what_a_rejected_claim_carried_stays_as_inferred(path: Path) -> None:
    case = rejected(path, placed(path, "positions", "toll", "hill", "also", 0), "inferred", "It is plain.")
    cell = case.cell("toll", "hill")
    assert (cell.basis, cell.because, cell.also) == ("inferred", "It is plain.", ())


def made(path: Path, start: int, end: int, **more: str) -> Case:
    opened = open_case(path)
    support = more.pop("support", "reported")
    party = more.pop("party", "hill")
    words = ClaimWords(reading="So it reads.", support=support)  # type: ignore[arg-type]
    new = NewClaim(issue="toll", party=party, words=words, **more)
    selection = Selection(source="talks", start=start, end=end)
    proposed = opened.doing(claim_made(opened, new, selection))
    assert not proposed.problems.errors_added
    case = proposed.after.checked.case
    assert case is not None
    return case


def test_a_claim_for_a_red_line_draws_or_carries_it(path: Path) -> None:
    start = TEXT.index("Mr Hill said. Mr")
    case = made(path, start, start + 12, refuses="large")
    lines = {line.option: line for line in case.cell("toll", "hill").rejects}
    assert [claim.quote for claim in case.claims_of(lines["large"])] == ["Mr Hill said"]
    assert lines["large"].basis == "stated"
    case = made(path, start, start + 12, refuses="small")
    lines = {line.option: line for line in case.cell("toll", "hill").rejects}
    assert [claim.quote for claim in case.claims_of(lines["small"])] == ["Mr Dale wept", "Mr Hill said"]


def test_a_silent_cell_says_something_only_with_what_the_party_wants(path: Path) -> None:
    start = TEXT.index("Mr Dale")
    with pytest.raises(EditRefused, match="silent"):
        made(path, start, start + 12, party="dale")
    with pytest.raises(EditRefused, match="circumstances"):
        made(path, start, start + 12, party="dale", wants="large", support="context")
    cell = made(path, start, start + 12, party="dale", wants="large", support="context", because="Tears.").cell(
        "toll", "dale"
    )
    assert (cell.ideal, cell.basis, cell.because) == ("large", "inferred", "Tears.")


def test_a_silent_cell_may_say_a_refusal_alone_and_later_a_wish(path: Path) -> None:
    start = TEXT.index("Mr Dale")
    opened = open_case(path)
    words = ClaimWords(reading="No.", support="direct")
    refused = NewClaim(issue="toll", party="dale", words=words, refuses="large")
    selection = Selection(source="talks", start=start, end=start + 12)
    proposed = opened.doing(claim_made(opened, refused, selection)).after
    assert proposed.case is not None
    assert proposed.case.cell("toll", "dale").only_refuses
    wish = NewClaim(issue="toll", party="dale", words=ClaimWords(support="context"), wants="none", because="Tears.")
    good = TEXT.index("A bridge")
    selection = Selection(source="talks", start=good, end=good + 16)
    after = proposed.doing(claim_made(proposed, wish, selection)).after
    assert not after.checked.errors
    case = after.case
    assert case is not None
    cell = case.cell("toll", "dale")
    assert (cell.ideal, cell.basis, cell.because) == ("none", "inferred", "Tears.")
    assert [claim.quote for claim in case.claims_of(cell)] == ["A bridge is good"]
    (line,) = cell.rejects
    assert (line.option, line.basis) == ("large", "stated")
    assert [claim.quote for claim in case.claims_of(line)] == ["Mr Dale wept"]


@pytest.mark.parametrize("start", [match.start() for match in re.finditer("Mr Hill said: no toll", TEXT)])
def test_selected_words_are_quoted_where_they_were_selected(path: Path, start: int) -> None:
    case = made(path, start, start + len("Mr Hill said: no toll"))
    claim = case.claims_of(case.cell("toll", "hill"))[-1]
    assert claim.prefix or claim.suffix


@pytest.fixture
def client(path: Path) -> Iterator[Client]:
    write_case(path.parent.parent / "scripts")
    serving = Serving.on(path.parent.parent, {})
    yield Client.let_in(serving)
    serving.listening.close()


def test_of_several_places_one_is_taken(client: Client, path: Path) -> None:
    path.write_text(CASE.replace("quote: A bridge is good", 'quote: "Mr Hill said: no toll"'), encoding="utf-8")
    page = client.get("/case/small/sources").text
    buttons = re.findall(r"<button[^>]*data-start=[^>]*>", page)
    assert len(buttons) == 2
    form = dict(re.findall(r'data-(\w+)="([^"]*)"', buttons[1]))
    assert 'class="done"' in client.post("/case/small/sources/take", form).text
    assert not check_case(path).errors
    claim = case_of(path).claims_of(case_of(path).cell("toll", "hill"))[1]
    assert (claim.quote, bool(claim.prefix or claim.suffix)) == ("Mr Hill said: no toll", True)


def test_nothing_is_taken_from_a_place_that_the_source_does_not_have(client: Client, path: Path) -> None:
    page = client.get("/case/small/sources").text
    fields = dict(re.findall(r'name="(sha256|digest)" value="(\w+)"', page))
    form = {**fields, "start": "5", "end": "99999", "party": "dale", "issue": "toll", "carries": "wants:toll.none"}
    before = path.read_bytes()
    answer = unescape(client.post("/case/small/sources/claim", form).text)
    assert "characters; select words in it" in answer
    form |= {"start": "0", "end": "12", "digest": "0" * 64}
    assert "The source was changed" in client.post("/case/small/sources/claim", form).text
    assert path.read_bytes() == before


def test_a_claim_from_a_window_that_is_behind_is_refused_and_kept(client: Client, path: Path) -> None:
    page = client.get("/case/small/sources").text
    fields = dict(re.findall(r'name="(sha256|digest)" value="(\w+)"', page))
    path.write_text(CASE.replace("He wept.}", "He wept much.}"), encoding="utf-8")
    form = {
        **fields, "start": "0", "end": "12", "party": "dale", "issue": "toll", "carries": "wants:toll.none",
        "support": "direct", "reading": "As it was typed.",
    }  # fmt: skip
    answer = unescape(client.post("/case/small/sources/claim", form).text)
    assert "changed in another window" in answer
    assert "Something else is said of a quote" in answer
    assert "As it was typed.</textarea>" in answer
    assert 'value="wants:toll.none" selected' in answer
    assert "Mr Hill said" in answer
