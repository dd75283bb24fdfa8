"""Files made to exhaust a program or to lead it astray are refused, quickly and in little memory.

Seconds are not asserted, since a busy machine would fail the test; a file that is read without end is stopped by the
time limit of the process.
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.support.running import PATIENCE
from winset.casefile.nodes import MAX_BYTES
from winset.casefile.read import check_case

HEAD = (
    "winset: 1\ncase: {id: a, title: a}\nparties: {a: {name: a}, b: {name: b}}\n"
    "issues: {q: {options: {x: x, y: y}}}\npositions: {q: {rest: silent}}\n"
)
MEGABYTES = 500
CHECK = """
import resource, sys
from winset.casefile.read import check_case
print(*{problem.code for problem in check_case(sys.argv[1]).errors})
if sys.platform == "linux":  # there getrusage counts the process that started this one
    print(next(line.split()[1] for line in open("/proc/self/status") if line.startswith("VmHWM")))
else:
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


def checked_apart(folder: Path) -> tuple[set[str], float]:
    """The codes of the errors, and the memory in megabytes of a process that checks the folder."""
    done = subprocess.run(
        [sys.executable, "-c", CHECK, str(folder)], capture_output=True, text=True, timeout=PATIENCE, check=False
    )
    assert done.returncode == 0, done.stderr
    errors, memory = done.stdout.splitlines()
    return set(errors.split()), int(memory) / (1024 if sys.platform.startswith("linux") else 1024**2)


BOMB = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{chr(98 + n)}: &{chr(98 + n)} [{', '.join(['*' + chr(97 + n)] * 9)}]\n" for n in range(9)
)
HOSTILE = {
    "a YAML bomb": (BOMB, "E006"),
    "a million brackets": ("[" * 10**6, "E007"),
    "a million braces": ("{" * 10**6, "E007"),
    "a million dashes": ("- " * 10**6, "E007"),
    "a million question marks": ("? " * 10**6, "E007"),
    "a million values": ("a: [" + "1," * 10**6 + "]", "E007"),
    "a million aliases": ("[" + "*a," * 10**6 + "]", "E007"),
    "a million documents": ("---\n" * 10**6, "E004"),
    "a million doubles": ("a:\n" * 10**6, "E007"),
    "a million line breaks": ("\n" * 10**6, "E009"),
    "a million unknown fields": (HEAD + "".join(f"k{n}: 1\n" for n in range(10**6 // 3)), "E007"),
    "a number of millions of digits": (HEAD + "judgements: {capability: {a: " + "9" * 4_000_000 + "}}\n", "E008"),
    "a decimal of millions of digits": (HEAD + "judgements: {capability: {a: 0." + "9" * 4_000_000 + "}}\n", "E008"),
    "a key of a million letters": ('? "' + "k" * 10**6 + '"\n: 1\n', "E202"),
    "a bracket that is never closed": ("[" + "a\n" * 10**6, "E004"),
    "thousands of variants": (
        HEAD + "variants:\n" + "".join(f"  v{n}: {{set: {{issues.q.options.x: z}}}}\n" for n in range(5_000)),
        "E007",
    ),
    "thousands of unknown names": (
        HEAD + f"consent: {{package: [{','.join(f'k{n}' for n in range(50_000))}]}}\n",
        "E007",
    ),
    "a hundred megabytes": ("a" * 100_000_000, "E002"),
}


ALIKE = {
    *(f"a million {what}" for what in ("braces", "dashes", "question marks", "values", "aliases", "doubles")),
    "a decimal of millions of digits",
    "thousands of variants",
}
"""Those that are refused for what another is refused for."""


@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=[pytest.mark.slow] if name in ALIKE else []) for name in HOSTILE]
)
def test_a_hostile_file_is_refused_in_little_memory(tmp_path: Path, name: str) -> None:
    text, code = HOSTILE[name]
    (tmp_path / "case.yaml").write_text(text, encoding="utf-8")
    errors, memory = checked_apart(tmp_path)
    assert code in errors
    assert memory < MEGABYTES


def test_a_source_of_a_hundred_megabytes_is_refused_in_little_memory(tmp_path: Path) -> None:
    (tmp_path / "case.yaml").write_text(HEAD + "sources: {big: {file: big.txt}}\n", encoding="utf-8")
    (tmp_path / "big.txt").write_bytes(b"a" * 100_000_000)
    errors, memory = checked_apart(tmp_path)
    assert errors == {"E122"}
    assert memory < MEGABYTES


def test_rules_that_would_take_for_ever_to_reconcile_are_let_pass(tmp_path: Path) -> None:
    """Twelve pigeons, eleven holes: no package keeps all rules, and to find that out takes very long."""
    pigeons, holes = range(12), range(11)
    names = ", ".join(f"o{hole}: o" for hole in holes)
    rules = "".join(
        f"  - {{id: r{one}_{other}_{hole}, if: {{q{one}: o{hole}}}, "
        f"then: {{q{other}: [{', '.join(f'o{n}' for n in holes if n != hole)}]}}}}\n"
        for one in pigeons
        for other in range(one)
        for hole in holes
    )
    text = HEAD.replace(
        "{q: {options: {x: x, y: y}}}", f"{{{', '.join(f'q{n}: {{options: {{{names}}}}}' for n in pigeons)}}}"
    )
    text = text.replace("{q: {rest: silent}}", f"{{{', '.join(f'q{n}: {{rest: silent}}' for n in pigeons)}}}")
    (tmp_path / "case.yaml").write_text(text + "rules:\n" + rules, encoding="utf-8")
    assert checked_apart(tmp_path)[0] == set()


def test_a_chain_of_rules_over_thousands_of_issues_is_reconciled(tmp_path: Path) -> None:
    count = 3_000
    issues = "".join(f"  q{n}: {{options: {{x: x, y: y}}}}\n" for n in range(count))
    positions = "".join(f"  q{n}: {{rest: silent}}\n" for n in range(count))
    rules = "".join(f"  - {{id: r{n}, if: {{q{n}: x}}, then: {{q{n + 1}: x}}}}\n" for n in range(count - 1))
    text = "winset: 1\ncase: {id: a, title: a}\nparties: {a: {name: a}, b: {name: b}}\n"
    text += f"issues:\n{issues}positions:\n{positions}rules:\n{rules}"
    (tmp_path / "case.yaml").write_text(text, encoding="utf-8")
    assert check_case(tmp_path).errors == ()


def a_folder(path: Path) -> None:
    path.mkdir()


def a_pipe(path: Path) -> None:
    os.mkfifo(path)


def a_socket(path: Path) -> None:
    here = Path.cwd()
    os.chdir(path.parent)  # names of sockets are short
    try:
        with socket.socket(socket.AF_UNIX) as made:
            made.bind(path.name)
    finally:
        os.chdir(here)


def a_device(path: Path) -> None:
    path.symlink_to("/dev/zero")


def a_link_out(path: Path) -> None:
    outside = path.parent.parent / "outside.txt"
    outside.write_text("The north waits.\n", encoding="utf-8")
    path.symlink_to(outside)


def a_link_to_itself(path: Path) -> None:
    path.symlink_to(path)


def a_link_to_nothing(path: Path) -> None:
    path.symlink_to(path.with_name("nowhere"))


ENDLESS = (a_pipe, a_device)
STRANGE = [a_folder, a_pipe, a_socket, a_device, a_link_out, a_link_to_itself, a_link_to_nothing]


@pytest.mark.skipif(sys.platform == "win32", reason="pipes, sockets and links of this kind")
@pytest.mark.parametrize("make", STRANGE)
def test_what_is_no_file_is_refused_as_a_case(tmp_path: Path, make: Callable[[Path], None]) -> None:
    folder = tmp_path / "case"
    folder.mkdir()
    make(folder / "case.yaml")
    errors = checked_apart(folder)[0] if make in ENDLESS else {problem.code for problem in check_case(folder).errors}
    assert errors == {"E001"}


@pytest.mark.skipif(sys.platform == "win32", reason="pipes, sockets and links of this kind")
@pytest.mark.parametrize("make", STRANGE)
def test_what_is_no_file_is_refused_as_a_source(tmp_path: Path, make: Callable[[Path], None]) -> None:
    folder = tmp_path / "case"
    folder.mkdir()
    (folder / "case.yaml").write_text(HEAD + "sources: {odd: {file: odd.txt}}\n", encoding="utf-8")
    make(folder / "odd.txt")
    errors = checked_apart(folder)[0] if make in ENDLESS else {problem.code for problem in check_case(folder).errors}
    assert errors in ({"E120"}, {"E121"})


def test_a_link_inside_the_folder_is_followed(tmp_path: Path) -> None:
    (tmp_path / "kept.yaml").write_text(HEAD, encoding="utf-8")
    (tmp_path / "case.yaml").symlink_to("kept.yaml")
    assert not check_case(tmp_path).errors


def test_a_folder_that_is_reached_by_a_link_is_read(tmp_path: Path) -> None:
    folder = tmp_path / "case"
    folder.mkdir()
    (folder / "case.yaml").write_text(HEAD, encoding="utf-8")
    (tmp_path / "link").symlink_to(folder)
    assert not check_case(tmp_path / "link").errors


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read_is_refused(tmp_path: Path) -> None:
    (tmp_path / "case.yaml").write_text(HEAD, encoding="utf-8")
    (tmp_path / "case.yaml").chmod(0)
    assert [problem.code for problem in check_case(tmp_path).errors] == ["E001"]


@pytest.mark.parametrize("name", ["a\0b", "n" * 5_000, "", "/dev/null/x", "\udcff", "no/such/folder", "/dev/zero"])
def test_a_name_that_no_file_can_have_is_refused(tmp_path: Path, name: str) -> None:
    assert [problem.code for problem in check_case(f"{tmp_path}/{name}").errors] == ["E001"]


def test_a_file_of_the_largest_size_is_read(tmp_path: Path) -> None:
    text = HEAD + "# "
    (tmp_path / "case.yaml").write_text(text + "x" * (MAX_BYTES - len(text)), encoding="utf-8")
    assert not check_case(tmp_path).errors
    (tmp_path / "case.yaml").write_text(text + "x" * (MAX_BYTES - len(text) + 1), encoding="utf-8")
    assert [problem.code for problem in check_case(tmp_path).errors] == ["E002"]


@pytest.mark.parametrize("raw", [b"\xed\xa0\x80", b"a: \xed\xbf\xbf\n", b"\xff\xfew\x00", b"\xc0\xaf", b"\x00"])
def test_lone_surrogates_and_other_bytes_that_are_no_text_are_refused(tmp_path: Path, raw: bytes) -> None:
    (tmp_path / "case.yaml").write_bytes(raw)
    assert [problem.code for problem in check_case(tmp_path).errors] == ["E003"]
