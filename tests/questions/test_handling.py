"""What is marked above the level of handling is in no output, and the output says how much was left out."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tests.support import briefs
from tests.support.running import invoked

SECRET = "zqsecret"
DOCUMENT = f"""North wants the bridge. South refuses the bridge, {SECRET}quote it says. The harbour is open to all.
A lever presses North hard. North stands firm on tolls.
"""
PRIVATE = f"Only the {SECRET}source says that South would take a ferry.\n"
CASE = f"""winset: 1
case: {{id: bridge, title: The bridge}}
sources:
  open_one: {{file: open.md}}
  closed_one: {{file: closed.md, title: {SECRET}title, quality: {SECRET}quality, handling: restricted}}
parties:
  north:
    name: North
    aims: [{{claim: {{source: closed_one, quote: "South would take a ferry", reading: {SECRET}aim}}}}]
  south: {{name: South}}
issues:
  crossing: {{title: Crossing, status_quo: none, options: {{bridge: a bridge, ferry: a ferry, none: nothing}}}}
  tolls: {{title: Tolls, status_quo: high, options: {{high: high tolls, low: low tolls}}}}
positions:
  crossing:
    north: {{ideal: bridge, basis: stated, claim: {{source: open_one, quote: North wants the bridge, reading: Yes.}}}}
    south:
      ideal: ferry
      rejects: [bridge]
      basis: stated
      claim: {{source: open_one, quote: "South refuses the bridge, {SECRET}quote it says", reading: {SECRET}reading,
              handling: restricted}}
  tolls: {{north: silent, south: {{ideal: low, basis: inferred, because: It says so., claim: other}}}}
claims:
  other: {{source: closed_one, quote: "South would take a ferry", reading: {SECRET}named}}
levers:
  hidden: {{title: {SECRET}lever, holders: [south], target: north, handling: restricted}}
  shown: {{title: plain lever, holders: [south], target: north}}
moves:
  tolls: {{by: south, claim: other}}
notes:
  - {{text: {SECRET}note, handling: restricted}}
  - {{text: an open note}}
judgements:
  by: me
  levers: {{hidden: {{walk_away: [-29, -20, -10]}}, shown: {{walk_away: [-9, -6, -2]}}}}
  salience: {{crossing: {{north: 81, south: {{points: [63.17, 67.19, 71.23], handling: restricted}}}}}}
  walk_away: {{north: 37.5, south: 23.75}}
  links:
    - {{party: south, when: {{crossing: ferry, tolls: low}}, points: 7.77, handling: restricted}}
"""
COMMANDS = {
    "deal": ["deal"],
    "deal as JSON": ["deal", "--json", "--limit", "0"],
    "deal exactly": ["deal", "--json", "--exact"],
    "all of a deal": ["deal", "--full"],
    "robust": ["robust", "--trials", "30", "--drivers", "20"],
    "robust as JSON": ["robust", "--trials", "30", "--drivers", "20", "--json", "--limit", "0"],
    "invent": ["invent", "--trials", "30"],
    "invent as JSON": ["invent", "--trials", "30", "--json", "--limit", "0"],
    "stability": ["stability", "--trials", "30"],
    "stability as JSON": ["stability", "--trials", "30", "--json", "--limit", "0"],
    "draft": ["draft"],
    "draft as JSON": ["draft", "--json"],
    "check": ["check"],
    "check as JSON": ["check", "--json"],
}


@pytest.fixture
def case(tmp_path: Path) -> Path:
    folder = tmp_path / "bridge"
    folder.mkdir()
    (folder / "case.yaml").write_text(CASE, encoding="utf-8")
    (folder / "open.md").write_text(DOCUMENT, encoding="utf-8")
    (folder / "closed.md").write_text(PRIVATE, encoding="utf-8")
    return folder


def run(*words: str) -> str:
    result = invoked(*words)
    assert result.exit_code == 0, result.output
    return result.output


def brief(case: Path, level: str, kind: str, *words: str) -> str:
    return briefs.brief(case, kind, "--handling", level, "--trials", "50", *words)


@pytest.mark.parametrize("level", ["open", "team"])
@pytest.mark.parametrize("words", COMMANDS.values(), ids=COMMANDS)
def test_no_command_shows_what_is_restricted(case: Path, words: list[str], level: str) -> None:
    command, *options = words
    assert SECRET not in run(command, str(case), "--handling", level, *options)


@pytest.mark.parametrize("level", ["open", "team"])
@pytest.mark.parametrize("kind", ["html", "md"])
def test_no_brief_shows_what_is_restricted(case: Path, kind: str, level: str) -> None:
    text = brief(case, level, kind)
    assert SECRET not in text + brief(case, level, kind, "--dossier")
    assert "an open note" in text
    assert "plain lever" in brief(case, "team", kind)


@pytest.mark.parametrize("kind", ["html", "md"])
def test_the_restricted_level_shows_everything(case: Path, kind: str) -> None:
    text = brief(case, "restricted", kind, "--dossier").replace("\\", "")
    for word in ("title", "quality", "aim", "reading", "quote", "named", "lever", "note"):
        assert SECRET + word in text, word
    assert "67.19" in text


def test_a_restricted_number_closes_every_number_of_its_party(case: Path) -> None:
    document = json.loads(run("deal", str(case), "--json", "--handling", "team"))
    packages = [package for solution in document["solutions"].values() for package in solution["packages"]]
    packages += document["frontier"]["packages"]
    packages += [opening["opens"] for opening in document["openings"]]
    assert packages
    for package in packages:
        assert package["values"]["south"] is None
        assert package["gains"]["south"] is None
        assert package["values"]["north"] is not None
    for opening in document["openings"]:
        if opening["change"] == "walk_away.south":
            assert opening["from"] is None
            assert opening["to"] is None


@pytest.mark.parametrize("kind", ["html", "md"])
def test_an_open_brief_shows_no_judgement_as_a_number(case: Path, kind: str) -> None:
    whole = brief(case, "open", kind) + brief(case, "open", kind, "--dossier")
    text = re.sub(r"<style>.*?</style>|<svg.*?</svg>", "", whole, flags=re.DOTALL)
    for number in ("81", "63.17", "67.19", "37.5", "23.75", "23.8", "7.77"):
        assert number not in re.sub(r"[0-9a-f]{64}", "", text), number
    assert "left out at this level of handling" in text


def test_the_output_says_how_much_was_left_out(case: Path) -> None:
    document = json.loads(run("deal", str(case), "--json"))
    assert document["left_out"] == {"claims": 3, "sources": 1, "levers": 1, "notes": 1, "judgements": 2}
    assert "Left out at the handling level “team”" in run("deal", str(case))
    assert json.loads(run("deal", str(case), "--json", "--handling", "restricted"))["left_out"] == {}
    assert "3 claims" in brief(case, "team", "html")


@pytest.mark.parametrize("level", ["open", "team"])
def test_a_sentence_does_not_give_away_a_restricted_quote_in_it(case: Path, level: str) -> None:
    # An open claim quotes the start of the sentence of which the restricted claim quotes the rest.
    path = case / "case.yaml"
    text = path.read_text(encoding="utf-8")
    claim = "claim: {source: open_one, quote: South refuses the bridge, reading: No bridge.}"
    path.write_text(text.replace("  - {text: an open note}", f"  - {{text: an open note, {claim}}}"), encoding="utf-8")
    for kind in ("html", "md"):
        shown = brief(case, level, kind, "--dossier")
        assert "South refuses the bridge" in shown
        assert SECRET not in shown + brief(case, level, kind)
    assert SECRET not in run("deal", str(case), "--handling", level, "--full")


def test_a_problem_in_a_restricted_claim_does_not_print_it(case: Path) -> None:
    path = case / "case.yaml"
    changed = path.read_text(encoding="utf-8").replace(f"{SECRET}quote it says", f"{SECRET}other it says")
    path.write_text(changed, encoding="utf-8")
    for words in (["check", str(case)], ["check", str(case), "--json"]):
        result = invoked(*words)
        assert result.exit_code == 1
        assert "E101" in result.output
        assert SECRET not in result.output
    assert SECRET in invoked("check", case, "--handling", "restricted").output
