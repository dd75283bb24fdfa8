"""Conditions on packages: which options of which issues."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from winset.model.claims import Id, Ids
from winset.model.forms import Form

Condition = Annotated[dict[Id, Ids], Field(min_length=1), Form("issues joined by AND; the options of a list by OR")]
