"""Search over all texts, with and without marks; what is found leads into its document."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import regex
from fastapi import APIRouter, Response
from markupsafe import Markup

from pipeline.explore.data import Row, Run
from pipeline.explore.fold import pattern_of, words_of
from pipeline.explore.indicator_rows import Page, page_number
from pipeline.explore.screen import OnScreen, Screen
from pipeline.explore.search_index import Found, SearchIndex
from pipeline.explore.tables import download, form_of

router = APIRouter()

_SIZE = 20
_LONGEST_QUERY = 200
_AROUND = 140
_MOST = 5000
"""Documents in a downloaded list."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A passage that was found, with the words marked, and where the first of them stand."""

    shown: Markup
    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Result:
    """A document that was found."""

    row: Row
    passages: tuple[Passage, ...]
    n_passages: int


@router.get("/search")
def show(screen: OnScreen) -> Response:
    """The page."""
    query = " ".join((screen.request.query_params.get("q") or "").split())[:_LONGEST_QUERY]
    index: SearchIndex = screen.request.app.state.search
    progress = index.keep_up()
    if not words_of(query):
        return screen.page("search.html", q=query, asked=False, progress=progress)
    found, phrase, size = _found(screen, index, query)
    at = page_number(screen.request.query_params.get("page"), found.n_documents, size)
    page = Page([], found.n_documents, at, size)
    if page.number > 1:
        found = index.find(query, phrase=phrase, limit=size, offset=(page.number - 1) * size)
    several = len(words_of(query)) > 1
    return screen.page(
        "search.html",
        q=query,
        asked=True,
        progress=progress,
        rows=page,
        found=found,
        phrase=phrase and several,
        several=several,
        results=_results(screen.run, found, query, phrase),
    )


def _found(screen: Screen, index: SearchIndex, query: str) -> tuple[Found, bool, int]:
    """The words one after the other; where that is nowhere, or it is asked for, all words in one passage."""
    quoted = query.startswith(("“", '"')) and query.endswith(("”", '"'))
    if screen.request.query_params.get("words") != "all" or quoted:
        found = index.find(query, phrase=True, limit=_SIZE)
        if found.n_documents or quoted:
            return found, True, _SIZE
    return index.find(query, phrase=False, limit=_SIZE), False, _SIZE


def _results(run: Run, found: Found, query: str, phrase: bool) -> list[Result]:
    ids = [hit.doc_id for hit in found.hits]
    sql = (
        "SELECT doc_id, text, title, source, doc_kind, issuer, province, issued_on FROM documents "
        "WHERE list_contains(?, doc_id)"
    )
    rows = {row["doc_id"]: row for row in run.rows(sql, [ids])}
    pattern = _marking(query, phrase)
    return [
        Result(
            rows[hit.doc_id],
            tuple(passage(rows[hit.doc_id]["text"], start, end, pattern) for start, end in hit.passages),
            hit.n_passages,
        )
        for hit in found.hits
        if hit.doc_id in rows
    ]


def _marking(query: str, phrase: bool) -> regex.Pattern[str]:
    wanted = [query] if phrase else words_of(query)
    return regex.compile("|".join(f"(?:{pattern_of(part, whole_words=True)})" for part in wanted))


def passage(text: str, start: int, end: int, pattern: regex.Pattern[str]) -> Passage:
    """A passage, shortened around the words that were looked for.

    Args:
        text: the whole document; start, end: where the passage stands in it, in code points.
        pattern: finds the words; the group that matched is what is marked.
    """
    places = [found.span(found.lastindex or 0) for found in pattern.finditer(text, start, end, overlapped=True)]
    if not places:
        shown = text[start : min(end, start + 2 * _AROUND)]
        return Passage(Markup("{}").format(" ".join(shown.split())), shown, start, end)
    first = max(start, places[0][0] - _AROUND)
    last = min(end, places[0][1] + 2 * _AROUND)
    if first > start:
        first = text.find(" ", first, places[0][0]) + 1 or first
    if last < end:
        last = max(text.rfind(" ", places[0][1], last), places[0][1])
    parts: list[Markup] = [Markup("… " if first > start else "")]
    at = first
    for a, b in places:
        if a < at or b > last:
            continue
        parts.append(Markup("{}<mark>{}</mark>").format(_line(text[at:a]), text[a:b]))
        at = b
    parts.append(Markup("{}").format(_line(text[at:last])))
    if last < end:
        parts.append(Markup(" …"))
    return Passage(Markup("").join(parts), _line(text[first:last]), *places[0])


def _line(text: str) -> str:
    """Lines joined to one; a blank at either end stays, for words are marked between."""
    return regex.sub(r"\s+", " ", text)


@router.get("/search/download")
def take(screen: OnScreen) -> Response:
    """All documents that are found, a line for each of their best passages."""
    query = " ".join((screen.request.query_params.get("q") or "").split())[:_LONGEST_QUERY]
    index: SearchIndex = screen.request.app.state.search
    index.keep_up()
    _, phrase, _ = _found(screen, index, query)
    columns = ("document", "source", "issuer", "province", "issued_on", "passage", "char_start", "char_end", "doc_id")
    heads = [screen.column(name) for name in columns]
    form = form_of(screen.request.query_params.get("as"))
    return download("chitieu-search", form, heads, _lines(screen, index, query, phrase))


def _lines(screen: Screen, index: SearchIndex, query: str, phrase: bool) -> Iterator[Sequence[Any]]:
    for offset in range(0, _MOST, 200):
        found = index.find(query, phrase=phrase, limit=200, offset=offset)
        for result in _results(screen.run, found, query, phrase):
            row = result.row
            about = (row["title"], row["source"], row["issuer"], row["province"], row["issued_on"])
            for one in result.passages:
                yield (*about, one.text, one.start, one.end, row["doc_id"])
        if len(found.hits) < 200:
            return
