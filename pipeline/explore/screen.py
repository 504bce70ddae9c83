"""What every page needs: the run, the reader's language, links that keep the state of the screen, templates."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Annotated, Any
from urllib.parse import quote, urlencode

import regex
from fastapi import Depends, Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from pipeline.explore import words
from pipeline.explore.data import Run
from pipeline.wording import LANGUAGES, Language, edtf, moment, number

LANGUAGE_COOKIE = "chitieu_lang"
_YEAR_SECONDS = 365 * 24 * 3600
NAVIGATION = ("overview", "indicators", "directives", "documents", "search", "review")
"""Pages in the head line, by name of their route; those whose page is not mounted are left out."""


_SHOWN_BY_NAME = {"province_code": "province", "directive_id": "directive"}


@dataclass(frozen=True, slots=True)
class Screen:
    """One page being made for one reader."""

    request: Request
    run: Run
    language: Language

    def word(self, key: str, **values: object) -> str:
        """Words of `words.csv` in the reader's language."""
        return words.word(key, self.language, **values)

    def link(self, path: str | None = None, /, **changes: Any) -> str:
        """This page's address with some of its parameters changed.

        Args:
            path: another page's; null: this one's. Its own parameters begin empty there.
            changes: name → value; null and empty ones are left out. Whoever changes what is shown begins on the first
                page of it again, unless `page` is among the changes.
        """
        kept: dict[str, list[str]] = {}
        if path is None:
            path = self.request.url.path
            for name, value in self.request.query_params.multi_items():
                kept.setdefault(name, []).append(value)
            kept.pop("lang", None)
            kept.pop("page", None)
        for name, value in changes.items():
            values = value if isinstance(value, (list, tuple)) else [value]
            kept[name.rstrip("_")] = [str(v) for v in values if v not in (None, "")]
        query = urlencode([(name, v) for name, values in kept.items() for v in values if v != ""])
        return f"{path}?{query}" if query else path

    def same_query(self, path: str, /, **more: str) -> str:
        """Another address with all parameters of this page, and some more."""
        items = [(n, v) for n, v in self.request.query_params.multi_items() if n not in ("lang", *more)]
        return f"{path}?{urlencode([*items, *more.items()])}"

    def column(self, name: str) -> str:
        """What stands above a column."""
        return words.column(name, self.language)

    def caption(self, name: str) -> str:
        """What a field of a row is called; of an id whose thing is shown by its name, what that thing is called."""
        return self.column(_SHOWN_BY_NAME.get(name, name))

    def period(self, value: str | None) -> str:
        """A day or period (EDTF) as people write it."""
        return edtf(value, self.language)

    def named(self, group: str, value: object) -> str:
        """A code of the tables in words."""
        return words.named(group, value, self.language)

    def document(self, doc_id: str, start: int | None = None, end: int | None = None) -> str:
        """The document page, at a place of its text.

        Args:
            doc_id: which.
            start: first code point of the place in `documents.text`; end: one past its last.
        """
        path = f"/document/{quote(doc_id)}"
        return path if start is None else f"{path}?at={start}-{end}#m"

    def page(self, template: str, status: int = 200, **context: Any) -> HTMLResponse:
        """A finished page.

        Args:
            template: name in `templates/`.
            status: HTTP status.
            context: what the template shows besides what every template gets (`screen`, `w`, `link`, …).
        """
        text = _templates().get_template(template).render(**self._context(), **context)
        response = HTMLResponse(text, status)
        if self.request.query_params.get("lang") in LANGUAGES:
            response.set_cookie(LANGUAGE_COOKIE, self.language, max_age=_YEAR_SECONDS, samesite="strict", httponly=True)
        return response

    def _context(self) -> dict[str, Any]:
        language = self.language
        return {
            "screen": self,
            "language": language,
            "other_language": "en" if language == "vi" else "vi",
            "path": self.request.url.path,
            "query": self.request.query_params,
            "w": self.word,
            "h": self.column,
            "caption": self.caption,
            "link": self.link,
            "document_link": self.document,
            "num": lambda value: number(value, language),
            "edtf": self.period,
            "moment": lambda value: moment(value, language),
            "named": self.named,
            "navigation": self._navigation(),
            "marked": marked,
            "excerpt": excerpt,
            "same_query": self.same_query,
        }

    def _navigation(self) -> list[tuple[str, str, bool]]:
        """(address, words, whether one is there), of the pages there are."""
        here = self.request.url.path
        mounted = self.request.app.state.paths
        found = []
        for name in NAVIGATION:
            address = "/" if name == "overview" else f"/{name}"
            if address in mounted:
                inside = here == address or (address != "/" and here.startswith(f"{address}/"))
                found.append((address, self.word(f"nav.{name}"), inside))
        return found


def marked(text: str, surface: str, at: int | None = None) -> Markup:
    """A text with one place of it marked; everything in it is escaped.

    Args:
        text: any text.
        surface: what to mark in it.
        at: where it stands, in code points; null: where it stands first. Without such a place nothing is marked.
    """
    start = place_of(text, surface) if at is None else at
    if not surface or start < 0 or text[start : start + len(surface)] != surface:
        return Markup("{}").format(text)
    end = start + len(surface)
    return Markup("{}<mark>{}</mark>{}").format(text[:start], text[start:end], text[end:])


def excerpt(text: str, surface: str, around: int = 110, before: int | None = None) -> Markup:
    """A sentence with its number marked, shortened at word borders where it is long.

    Args:
        text: the sentence.
        surface: what to mark in it; a number is not found within a longer one.
        around: characters to leave on either side; before: in front of it, where that is less.
    """
    at = place_of(text, surface)
    if at < 0:
        return Markup("{}").format(text if len(text) <= 2 * around else text[: 2 * around].rsplit(" ", 1)[0] + " …")
    end = at + len(surface)
    first, last = max(0, at - (around if before is None else before)), min(len(text), end + around)
    ahead = text[:at] if first == 0 else "… " + text[first:at].partition(" ")[2]
    after = text[end:] if last == len(text) else text[end:last].rpartition(" ")[0] + " …"
    return Markup("{}<mark>{}</mark>{}").format(ahead, surface, after)


def place_of(text: str, surface: str) -> int:
    """Where a number stands in its sentence, not as a part of a longer number; -1 where it does not."""
    found = regex.search(rf"(?<![\p{{N}}]|[\p{{N}}][.,/]){regex.escape(surface)}(?!\p{{N}})", text) if surface else None
    return found.start() if found else text.find(surface) if surface else -1


@cache
def _templates() -> Environment:
    environment = Environment(
        loader=PackageLoader("pipeline.explore"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["pair"] = lambda value: (value, value)
    environment.filters["pair_of"] = lambda value, group, language: (value, words.named(group, value, language))
    return environment


def chosen_language(request: Request) -> Language:
    """`?lang=`, else the cookie of an earlier choice, else Vietnamese."""
    for given in (request.query_params.get("lang"), request.cookies.get(LANGUAGE_COOKIE)):
        for language in LANGUAGES:
            if given == language:
                return language
    return "vi"


def screen_of(request: Request) -> Screen:
    """The screen of one request; a dependency of every page."""
    return Screen(request, request.app.state.run, chosen_language(request))


OnScreen = Annotated[Screen, Depends(screen_of)]
"""Parameter type of pages: `def show(screen: OnScreen) -> Response`."""
