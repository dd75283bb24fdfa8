"""YAML as PyYAML reads and writes it, by libyaml, which takes a tenth of the time."""

from __future__ import annotations

from typing import Any

import yaml


def safe_load(text: str) -> Any:
    """What a YAML text holds."""
    return yaml.load(text, Loader=yaml.CSafeLoader)


def safe_dump(data: Any, *, sort_keys: bool = True, allow_unicode: bool = False) -> str:
    """Plain data as a YAML text."""
    text: str = yaml.dump(data, Dumper=yaml.CSafeDumper, sort_keys=sort_keys, allow_unicode=allow_unicode)
    return text
