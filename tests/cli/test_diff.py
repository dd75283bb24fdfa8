"""`winset diff`: what it tells of edited copies of the Alaska example, what it hides, and what it refuses."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

from tests.support import running
from tests.support.places import ROOT
from tests.support.running import asked, invoked, program
from winset.analyses.robustness.finding_shares import FindingShares, ShareCounts
from winset.errors import TooLarge

ALASKA = ROOT / "examples" / "alaska-2025"
UKRAINE = ("    ukraine: [40, 55, 70]\n    europeans: [20", "    ukraine: [30, 40, 70]\n    europeans: [20")
PAIR = (
    (UKRAINE[0], "    ukraine: [40, 54.6, 70]\n    europeans: [20"),
    ("russia: {status_quo: [5, 15, 25]}", "russia: {status_quo: [5, 13.3, 25]}"),
    ("forces: {russia: [25, 40, 60]}", "forces: {russia: [25, 40.1, 60]}"),
)
SECRET = "zqsecret"


@pytest.fixture
def copy(tmp_path: Path) -> Any:
    """Copies the example with texts replaced, each of which stands in it once."""

    def made(name: str, *edits: tuple[str, str], base: Path = ALASKA) -> str:
        folder = tmp_path / name
        shutil.copytree(base, folder)
        text = (folder / "case.yaml").read_text(encoding="utf-8")
        for old, new in edits:
            assert text.count(old) == 1, old
            text = text.replace(old, new)
        (folder / "case.yaml").write_text(text, encoding="utf-8")
        return str(folder)

    return made


def run(old: str, new: str, *words: str, draws: str = "0") -> Result:
    return asked("diff", old, new, "--trials", draws, *words)


def told(old: str, new: str, *words: str) -> str:
    """Everything that the command prints, on one line."""
    return screen(old, new, "--full", *words)


def screen(old: str, new: str, *words: str) -> str:
    result = run(old, new, *words)
    assert result.exit_code == 0, result.output
    return " ".join(result.output.split())


def document(old: str, new: str, *words: str, draws: str = "0") -> dict[str, Any]:
    result = run(old, new, "--json", *words, draws=draws)
    assert result.exit_code == 0, result.output
    assert result.stderr == ""
    loaded: dict[str, Any] = json.loads(result.stdout)
    return loaded


def test_a_case_and_its_copy_say_the_same(copy: Any) -> None:
    same = copy("same", ("# The source holds no number", "# Another comment: it holds no number"))
    assert "The two versions say the same." in told(str(ALASKA), same)
    assert document(str(ALASKA), same)["changes"] == []


def test_a_walk_away_that_turns_the_answer_is_named_with_its_numbers(copy: Any) -> None:
    new = copy("new", UKRAINE, ("forces: {russia: [25, 40, 60]}", "forces: {russia: [25, 40.1, 60]}"))
    text = told(str(ALASKA), new)
    assert "One change alone does that: Ukraine’s walk-away." in text
    assert "Without it, and with all other changes, the answer is as before." in text
    assert "55 points (from 40 to 70) → 40 points (from 30 to 70)" in text
    assert "points less than the walk-away to Ukraine" in text
    found = document(str(ALASKA), new)
    assert found["turned"] == "deal"
    assert found["turning"] == ["judgements.walk_away.ukraine"]
    change = next(change for change in found["changes"] if change["name"] == "judgements.walk_away.ukraine")
    assert change["before"] == {"points": [40, 55, 70]}
    assert change["after"] == {"points": [30, 40, 70]}
    assert (change["alone"]["deal"], change["without"]["deal"]) == (True, False)
    assert found["packages"]["opened"]["number"] == found["answer"]["new"]["acceptable"] > 0
    assert found["packages"]["closed"]["number"] == 0


@pytest.mark.parametrize("words", [(), ("--table", "second_summit"), ("--variant", "us_hardens")])
def test_the_answers_are_those_of_winset_deal(copy: Any, words: tuple[str, ...]) -> None:
    new = copy("new", UKRAINE)
    found = document(str(ALASKA), new, *words)["answer"]
    for which, case in (("old", str(ALASKA)), ("new", new)):
        deal = running.document("deal", case, "--trials", "1", *words)
        assert found[which]["deal"] == (deal["status"] == "answered")
        for key in ("total", "feasible", "acceptable"):
            assert found[which][key] == deal["packages"][key]
        first = deal["solutions"]["nash_max_support"]["packages"]
        assert found[which]["leading"] == (first[0]["options"] if first else None)
        assert found[which]["pivotal"] == (deal["blockers"]["pivotal"] if deal["blockers"] else [])


def test_two_changes_that_are_needed_together_are_found(copy: Any) -> None:
    new = copy("new", *PAIR)
    text = told(str(ALASKA), new)
    assert "it takes these 2 together: Russia’s walk-away + Ukraine’s walk-away" in text
    together = document(str(ALASKA), new)["together"]
    assert together["smallest"] is True
    assert together["sets"] == [["judgements.walk_away.russia", "judgements.walk_away.ukraine"]]


def test_a_search_for_a_smallest_set_that_stops_says_so(copy: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("winset.analyses.comparison.effects.MOST_TRIED", 0)
    monkeypatch.setattr("winset.analyses.comparison.effects.LEAST_TRIED", 0)
    new = copy("new", *PAIR)
    text = told(str(ALASKA), new)
    assert "before the search stopped after" in text
    assert "a smaller set may exist" in text
    found = document(str(ALASKA), new)["together"]
    assert found["smallest"] is False
    assert {"judgements.walk_away.russia", "judgements.walk_away.ukraine"} == set(found["sets"][0])


def test_a_cell_that_became_stated_is_told_with_its_words(copy: Any) -> None:
    cell = (
        "{ideal: kept, rejects: [lifted], basis: stated, "
        "claim: {source: briefing, quote: the sanctions imposed by the West, reading: They keep them.}}"
    )
    new = copy(
        "new", ("europeans: silent                          # part of the sanctions", f"europeans: {cell} # part")
    )
    text = told(str(ALASKA), new)
    assert "The European allies on sanctions — changed" in text
    assert "rests on: the sources are silent → stated in the sources" in text
    assert "refuses now: “sanctions lifted”" in text
    assert "“Another central demand is that the sanctions imposed by the West be lifted.”" in text
    back = told(new, str(ALASKA))
    assert "rests on: stated in the sources → the sources are silent" in back
    assert "The words behind it before: They keep them." in back
    changed = {change["section"]: change for change in document(str(ALASKA), new)["changes"]}
    assert changed["positions"]["quotes"]["after"][0]["quote"] == "the sanctions imposed by the West"
    assert changed["claims"]["kind"] == "added"


def test_a_quote_that_is_reworded_and_one_that_is_read_otherwise_are_told_apart(copy: Any) -> None:
    new = copy(
        "new",
        ('quote: "he insists that Ukraine have', 'quote: "insists that Ukraine have'),
        (
            "reading: Russia demands that Western sanctions be lifted.",
            "reading: It wants them gone.\n    reviewed_by: JS",
        ),
    )
    text = told(str(ALASKA), new)
    assert "Quote reworded, behind Ukraine on the next talks" in text
    assert "“he insists that Ukraine have a direct part in any peace process” → “insists that" in text
    assert "reading: “Russia demands that Western sanctions be lifted.” → “It wants them gone.”" in text
    assert "reviewed by: nobody → “JS”" in text
    assert "No change bears on it" in text


def test_a_claim_written_out_is_the_claim_that_is_named(copy: Any) -> None:
    written = (
        "claim: {source: briefing, quote: European leaders have been kept out of most of the main peace talks of "
        "recent months., reading: The Europeans had no part in most of the main talks of recent months., "
        "support: context}\n"
        "      also: [sidelines]"
    )
    new = copy("new", ("claim: excluded\n      also: [sidelines]", written))
    assert document(str(ALASKA), new)["changes"] == []


def test_a_text_that_changed_is_told_without_what_is_in_it(copy: Any) -> None:
    new = copy("new")
    with (Path(new) / "briefing.md").open("a", encoding="utf-8") as text:
        text.write("\nOne more line.\n")
    found = document(str(ALASKA), new)["changes"]
    assert [one["name"] for one in found] == ["sources.briefing.text"]
    assert "The text of source “Briefing on the eve of the Alaska meeting” — changed" in told(str(ALASKA), new)


FORMAT = "  format:\n    title: Format of the next talks\n"
CELLS = "  format:\n    us:\n      ideal: second_summit_with_ukraine\n"
GRAIN = (
    (
        FORMAT,
        "  grain:\n    title: Grain exports\n    status_quo: shut\n"
        f"    options: {{shut: ports shut, open: ports open}}\n{FORMAT}",
    ),
    (
        CELLS,
        "  grain:\n    russia: {ideal: shut, basis: inferred, because: x}\n"
        f"    ukraine: {{ideal: open, basis: inferred, because: y}}\n    rest: silent\n{CELLS}",
    ),
    (
        "    format: {us: [30, 50, 70], russia",
        "    grain: {russia: 20, ukraine: [50, 80, 100]}\n    format: {us: [30, 50, 70], russia",
    ),
)


def test_an_added_issue_is_one_change_in_both_directions(copy: Any) -> None:
    new = copy("new", *GRAIN, UKRAINE)
    for old_, new_, kind in ((str(ALASKA), new, "added"), (new, str(ALASKA), "removed")):
        found = document(old_, new_)
        grain = next(change for change in found["changes"] if change["name"] == "issues.grain")
        assert grain["kind"] == kind
        assert {entry["name"] for entry in grain["entries"]} >= {
            "positions.grain.us",
            "judgements.salience.grain.russia",
        }
        text = told(old_, new_)
        assert "Issue “Grain exports”, with all that is said of it" in text
        assert "Salience of Grain exports to Ukraine: 80 of 100 (from 50 to 100)" in text
    assert document(str(ALASKA), new)["answer"]["new"]["total"] == 2 * 29160


def test_what_is_restricted_in_either_version_is_hidden_and_counted(copy: Any) -> None:
    new = copy(
        "new",
        (UKRAINE[0], "    ukraine: {points: [31.125, 40.375, 70], handling: restricted}\n    europeans: [20"),
        (
            "reading: Zelenskyy insists on Ukraine's direct part in any peace process.",
            f"reading: {SECRET}\n        handling: restricted",
        ),
        (
            "    title: the American threat of severe consequences\n",
            f"    title: {SECRET}lever\n    handling: restricted\n",
        ),
        ("us_threat: {walk_away: [-20, -10, -3]}", "us_threat: {walk_away: [-20.625, -10, -3]}"),
    )  # fmt: skip
    for old_, new_ in ((str(ALASKA), new), (new, str(ALASKA))):
        for words in ((), ("--json", "--limit", "0")):
            output = run(old_, new_, *words).output
            for hidden in (SECRET, "31.125", "40.375", "20.625", "direct part in any peace process", "American threat"):
                assert hidden not in output, (hidden, words)
        text = told(old_, new_)
        assert "Ukraine’s walk-away — changed" in text
        assert "4 changes are left out, or told without what they say." in text
        assert "points less than the walk-away to Ukraine" not in text
        assert document(old_, new_)["counts"]["left_out"] == 4
    assert "40.375 points" in told(str(ALASKA), new, "--handling", "restricted")
    assert "40 points" not in told(str(ALASKA), copy("plain", UKRAINE), "--handling", "open")


def test_a_lever_that_is_restricted_in_either_version_is_named_nowhere(copy: Any) -> None:
    new = copy(
        "new",
        (
            "  walk_away:\n    us: [20, 30, 45]",
            "  tables:\n    alaska: {worth: {us: 5}, spends: [isolation, falling_revenues]}\n"
            "  walk_away:\n    us: [20, 30, 45]",
        ),
        ("falling_revenues: {title: falling", "falling_revenues: {handling: restricted, title: falling"),
        ("speaker: officials in Moscow, in private", "speaker: officials"),
    )
    for old_, new_ in ((str(ALASKA), new), (new, str(ALASKA))):
        text, made = told(old_, new_), run(old_, new_, "--json", "--limit", "0").output
        assert "levers used up: “isolation” and “…”" in text
        assert "Lever “…” and Russia on sanctions" in text
        for name in ("falling_revenues", "falling revenues", "falling oil"):
            assert name not in text
            assert name not in made
    assert "“isolation” and “falling revenues”" in told(str(ALASKA), new, "--handling", "restricted")


def test_a_comparison_that_is_stopped_says_what_is_known_and_what_is_missing(
    copy: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    of = FindingShares.of
    done: list[range] = []

    def stopped(self: FindingShares, numbers: range) -> ShareCounts:
        if done:
            raise KeyboardInterrupt
        done.append(numbers)
        return of(self, numbers)

    monkeypatch.setattr(FindingShares, "of", stopped)
    result = run(str(ALASKA), copy("new", UKRAINE), "--json", draws="20")
    assert result.exit_code == 130
    assert "stopped after 0 of 20 readings of the new version" in result.stderr
    made = json.loads(result.stdout)
    assert made["status"] == "limit"
    assert made["answer"]["old"]["readings"]["draws"] == 20
    assert made["answer"]["new"]["readings"] is None


def test_hostile_names_are_printed_as_they_stand(copy: Any) -> None:
    new = copy(
        "new",
        ("    title: Ceasefire\n", '    title: "[bold red]Cease[/] :smile: {x} %s"\n'),
        ("    name: Ukraine\n", '    name: "Ukra[link=http://x]ine"\n'),
        UKRAINE,
    )
    text = told(str(ALASKA), new)
    assert "[bold red]Cease[/] :smile: {x} %s" in text
    assert "Ukra[link=http://x]ine’s walk-away" in text
    assert "now there is one" in text
    assert "\x1b" not in text


def test_the_share_of_readings_is_told_with_its_error_and_seed(copy: Any) -> None:
    new = copy("new", UKRAINE)
    found = document(str(ALASKA), new, "--seed", "7", draws="60")
    robust = json.loads(invoked("robust", new, "--json", "--trials", "60", "--seed", "7", "--alone").stdout)
    assert {key: found["answer"]["new"]["readings"][key] for key in ("share", "error")} == robust["deal"]
    assert found["seed"] == 7
    assert "± is the standard error; the seed is 7." in " ".join(
        run(str(ALASKA), new, "--full", "--seed", "7", draws="60").output.split()
    )
    assert document(str(ALASKA), new)["answer"]["new"]["readings"] is None


def test_the_share_of_readings_is_the_same_where_not_every_package_is_looked_at(
    copy: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    new = copy("new", UKRAINE)
    every = document(str(ALASKA), new, draws="20")["answer"]["new"]["readings"]
    monkeypatch.setattr("winset.analyses.robustness.violation_index.MOST_PACKAGES", 100)
    assert document(str(ALASKA), new, draws="20")["answer"]["new"]["readings"] == every


def test_a_name_that_one_version_lacks_is_refused_with_the_file(copy: Any) -> None:
    new = copy("new", ("  all_four:\n", "  all_five:\n"), ("  us_hardens:\n", "  us_hardened:\n"))
    for words, which, wanted in (
        (("--table", "all_four"), "NEW", "no table `all_four`"),
        (("--table", "all_five"), "OLD", "no table `all_five`"),
        (("--variant", "us_hardens"), "NEW", "no variant `us_hardens`"),
    ):
        result = program("diff", ALASKA, new, *words)
        assert result.returncode == 2
        assert f"{which}, " in result.stderr
        assert wanted in result.stderr
        assert "Traceback" not in result.stderr


def test_errors_in_both_versions_are_shown_with_their_files(copy: Any) -> None:
    old = copy("bad_old", ("    us: [20, 30, 45]", "    us: [20, 30, nonsense]"))
    new = copy("bad_new", ("      ideal: quick\n      basis: stated", "      ideal: quack\n      basis: stated"))
    result = run(old, new)
    assert result.exit_code == 1
    assert f"OLD, {old}" in result.stderr
    assert f"NEW, {new}" in result.stderr
    assert "E303" in result.stderr
    assert "quack" in result.stderr
    assert result.stdout == ""


def test_lists_in_json_are_cut_at_the_limit_with_their_number(copy: Any) -> None:
    found = document(str(ALASKA), copy("new", *PAIR), "--limit", "1")
    assert len(found["changes"]) == 1
    assert found["counts"]["changes"] == 3


def test_a_version_too_large_to_answer_is_refused_with_its_file(copy: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise TooLarge("too many", 10**30)

    monkeypatch.setattr("winset.analyses.comparison.answers.solve", refuse)
    result = run(str(ALASKA), copy("new", UKRAINE))
    assert result.exit_code == 0
    assert "NOT KNOWN" in result.output
    assert f"OLD, {ALASKA}: too many" in " ".join(result.output.split())


def test_both_versions_are_judged_in_the_words_of_the_verdict(copy: Any) -> None:
    new = copy("new", UKRAINE)
    text = " ".join(run(str(ALASKA), new, draws="200").output.split())
    assert "It was too close to call, and so it is now." in text
    assert "On our best guesses there was no deal; now there is one: " in text
    assert "There is a deal in about as many trials as before" in text or "There is a deal in more trials" in text
    same = " ".join(run(str(ALASKA), copy("other", PAIR[2]), draws="200").output.split())
    assert "It was too close to call, and so it is now." in same
    assert "There is no deal, as before" not in same
    without_trials = screen(str(ALASKA), new)
    assert "WHAT CHANGED IN THE ANSWER On our best guesses there was no deal; now there is one:" in without_trials


def test_what_is_printed_fits_a_screen_and_shows_no_package_as_a_sentence(copy: Any) -> None:
    printed = run(str(ALASKA), copy("new", UKRAINE), draws="60").output
    assert len(printed[printed.index("WHAT CHANGED IN") :].splitlines()) <= 26
    assert "all else stays as it is" not in printed


def test_how_far_a_link_reaches_is_a_change_of_its_own(copy: Any) -> None:
    when = "{nato: bid_abandoned, forces: limits_and_halt}"
    new = copy("new", (f"when: {when}, points", f"when: {when}, applies_above: {{forces: mobilisation_halt}}, points"))
    text = told(str(ALASKA), new)
    assert "reaches to now: “Ukraine stops mobilising” on Ukraine's armed forces" in text
    assert "-20 points (from -35 to -10) → -20 points" not in text
