"""The forms of a page as a browser would send them."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import lru_cache
from html.parser import HTMLParser


@dataclass(slots=True, kw_only=True)
class PageForm:
    """A form. kind: the name of the data attribute that says what becomes of it."""

    action: str
    kind: str
    fields: dict[str, str] = field(default_factory=dict)


class _Forms(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[PageForm] = []
        self.links: list[str] = []
        self.inside, self.text, self.choice, self.is_first = False, "", "", False

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        has = dict(attributes)
        name, value = has.get("name") or "", has.get("value") or ""
        if tag == "a":
            self.links.append(has.get("href") or "")
        elif tag == "form":
            kind = next((key for key in has if key.startswith("data-")), "")
            self.forms.append(PageForm(action=has.get("action") or "", kind=kind))
            self.inside = True
        if not self.inside or tag == "form":
            return
        fields = self.forms[-1].fields
        if tag == "input" and name and (has.get("type") != "checkbox" or "checked" in has):
            fields[name] = value.replace("\n", "")
        elif tag == "textarea":
            self.text = name
            fields[name] = ""
        elif tag == "select":
            self.choice, self.is_first = name, True
        elif tag == "option" and self.choice:
            if self.is_first or "selected" in has:
                fields[self.choice] = value
            self.is_first = False

    def handle_data(self, data: str) -> None:
        if self.text:
            self.forms[-1].fields[self.text] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.inside = False
        elif tag == "select":
            self.choice = ""
        elif tag == "textarea" and self.text:
            fields = self.forms[-1].fields
            fields[self.text] = fields[self.text].removeprefix("\n")
            self.text = ""


@lru_cache(maxsize=1)
def _read(html: str) -> _Forms:
    """A page that was read: that read last is not read again."""
    reader = _Forms()
    reader.feed(html)
    return reader


def forms_of(html: str) -> list[PageForm]:
    """The forms of a page, each with what is filled in."""
    return [replace(form, fields=dict(form.fields)) for form in _read(html).forms]


def links_of(html: str) -> list[str]:
    """Where a page leads to."""
    return list(_read(html).links)
