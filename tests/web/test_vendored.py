"""Scripts of others that pages load: unaltered, licensed, at the versions that draw charts elsewhere."""

from __future__ import annotations

import hashlib
import tomllib
from pathlib import Path

import pytest
import vl_convert

import winset.web

VENDOR = Path(winset.web.__file__).parent / "static" / "vendor"
SCRIPTS = tomllib.loads((VENDOR / "VENDORED.toml").read_text(encoding="utf-8"))["script"]


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: str(script["package"]))
def test_a_script_is_the_one_that_is_named(script: dict[str, str]) -> None:
    assert hashlib.sha256((VENDOR / script["file"]).read_bytes()).hexdigest() == script["sha256"]
    assert script["licence"] == "BSD-3-Clause"
    assert "Interactive Data Lab" in (VENDOR / script["licence_file"]).read_text(encoding="utf-8")


def test_nothing_else_stands_there() -> None:
    named = {name for script in SCRIPTS for name in (script["file"], script["licence_file"])}
    assert {path.name for path in VENDOR.iterdir()} == {*named, "VENDORED.toml"}


def test_charts_on_pages_are_drawn_by_the_versions_that_draw_them_in_a_brief() -> None:
    versions = {script["package"]: script["version"] for script in SCRIPTS}
    assert versions["vega"] == vl_convert.get_vega_version()
    assert versions["vega-embed"] == vl_convert.get_vega_embed_version()
    minor = ".".join(versions["vega-lite"].split(".")[:2])
    assert minor == max(
        vl_convert.get_vegalite_versions(), key=lambda version: [int(part) for part in version.split(".")]
    )
