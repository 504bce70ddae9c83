"""What pages need for decisions: who decides, forms of a row's fields, the history of a row, the last decision."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, unquote

import regex

from pipeline.explore.data import Row
from pipeline.explore.document_rows import key_of
from pipeline.explore.row_fields import directive_name, figure, own_province_name
from pipeline.review import Decision, DecisionError, Field, fields, history, read_decisions
from pipeline.review.fields import typed
from pipeline.wording import edtf, indicator_name, number

if TYPE_CHECKING:
    from pipeline.explore.screen import Screen

WHO_COOKIE = "chitieu_who"
_NAMES = {
    "role": "role", "relation": "relation", "form": "form", "org_type": "org_type", "level": "level",
    "comparator": "comparator",
}  # fmt: skip
_FOLLOWING = ("org_id", "issuer_id")
"""Columns that follow from a name."""
_LINKED_WITHIN = 4_000
"""Code points to either side of a number within which the numbers lie that it may be a part of."""
_LINKED_MOST = 120
_HISTORY_MOST = 20
_FIGURES = regex.compile(r"[-+−–]?\d[\d.]*(?:,\d+)?")


@dataclass(frozen=True, slots=True)
class FormField:
    """One field of a form."""

    name: str
    label: str
    help: str
    value: str
    options: tuple[tuple[str, str], ...] = ()
    """(value, words), where it is one of a closed list."""
    suggestions: tuple[tuple[str, str], ...] = ()
    """(value, words), where it may be any of these or another."""
    optional: bool = True
    long: bool = False
    fixed: bool = False
    """Shown, not to be typed: it follows from another field."""
    error: str = ""


def who_of(screen: Screen) -> str:
    """The name under which a reader decides; empty until it is told."""
    return unquote(screen.request.cookies.get(WHO_COOKIE, ""))[:80]


def who_cookie(name: str) -> str:
    """A name as a cookie holds it."""
    return quote(" ".join(name.split())[:80])


def row_history(screen: Screen, table: str, row_id: str) -> list[Decision]:
    """The decisions in force about a row, the latest first."""
    with screen.run.read() as connection:
        return history(connection, table, row_id)[::-1][:_HISTORY_MOST]


def decided(screen: Screen) -> Decision | None:
    """The decision that was just taken, so that it can be taken back (`?done=`)."""
    done = screen.request.query_params.get("done", "")
    if not done:
        return None
    return next((d for d in read_decisions(screen.run.out) if d.id == done and not d.withdrawn), None)


def last_own(screen: Screen) -> Decision | None:
    """The last decision in force of whoever is here; null where there is none, or no name was given."""
    who = who_of(screen)
    own = (d for d in reversed(read_decisions(screen.run.out)) if d.who == who and not d.withdrawn)
    return next((d for d in own if d.action != "withdraw"), None) if who else None


def said_of(screen: Screen, error: DecisionError) -> str:
    """What is wrong, with a field called as its caption calls it."""
    said = error.vi if screen.language == "vi" else error.en
    if not error.field:
        return said
    name = screen.caption(error.field)
    quoted = f"«{name}»" if screen.language == "vi" else f"“{name}”"
    return regex.sub(rf"\b(Trường|Field) {regex.escape(error.field)}\b", rf"\1 {quoted}", said)


def current_row(screen: Screen, table: str, row_id: str) -> Row | None:
    """A row as it is shown now; null where there is none, or it was rejected."""
    return screen.run.row(f"SELECT * FROM {table} WHERE {key_of(table)} = ?", [row_id])


def form_fields(
    screen: Screen,
    table: str,
    row: Row,
    given: Mapping[str, str] | None = None,
    problem: tuple[str | None, str] | None = None,
) -> list[FormField]:
    """The form of a row.

    Args:
        screen: of the reader.
        table: one of the reviewable tables.
        row: as it is; for one that is to be added at least `doc_id`, `char_start` and `surface`.
        given: what was typed before, to be shown again.
        problem: (column, sentence) of what was wrong with it.
    """
    found = []
    # The words themselves are right nearly always: they come last.
    for field in sorted(fields(table), key=lambda field: field.name == "surface"):
        value = shown_value(screen, field, row)
        if given is not None:
            value = given.get(field.name, value)
        told = problem[1] if problem is not None and problem[0] == field.name else ""
        found.append(
            FormField(
                field.name,
                screen.caption(field.name),
                _help(screen, field),
                value,
                _options(screen, table, field, row),
                _suggestions(screen, field, row),
                field.nullable,
                field.name in ("label", "title", "name", "surface"),
                field.name in _FOLLOWING,
                told,
            )
        )
    return found


def _help(screen: Screen, field: Field) -> str:
    """What a field means, where its name does not say it."""
    own = screen.named("help", field.name)
    if own != field.name:
        return own
    said = field.vi if screen.language == "vi" else field.en
    return "" if said.rstrip(".").casefold() == screen.caption(field.name).casefold() else said


def shown_value(screen: Screen, field: Field, row: Row) -> str:
    """A value as it stands in a form, and as `pipeline.review.record` understands it when it comes back."""
    value = row.get(field.name)
    if value is None:
        return ""
    if field.type == "boolean":
        return "true" if value else "false"
    if field.type == "number":
        # Ungrouped in English: whoever writes a point there may mean either.
        return number(value, "vi") if screen.language == "vi" else number(value, "en").replace(",", "")
    if field.name == "province_code":
        return own_province_name(screen, value, row["doc_id"])
    if field.name == "directive_id":
        found = screen.run.row("SELECT symbol FROM directives WHERE directive_id = ?", [value])
        return str(found["symbol"]) if found and found["symbol"] else str(value)
    return str(value)


def in_form(screen: Screen, given: str) -> str:
    """A number of the text, written Vietnamese, as it stands in a form of the reader's language."""
    if screen.language == "vi":
        return given
    try:
        return number(typed("indicators", "value", given), "en").replace(",", "")
    except DecisionError:
        return given


def changed_values(screen: Screen, table: str, row: Row, given: Mapping[str, str]) -> dict[str, str | None]:
    """What of a form's fields is other than it was shown; an emptied field is null.

    Args:
        screen: of the reader.
        table: one of the reviewable tables.
        row: as it was shown.
        given: field → what came back.
    """
    found: dict[str, str | None] = {}
    for field in fields(table):
        if field.name in given:
            value = " ".join(given[field.name].split())
            if value != " ".join(shown_value(screen, field, row).split()):
                found[field.name] = typed_value(screen, table, field.name, value) if value else None
    return found


_IN_DOUBT = regex.compile(r"[-+]?[1-9]\d{0,2}[.,]\d{3}")
_ENGLISH = regex.compile(r"[-+]?\d{1,3}(?:,\d{3})+(?:\.\d+)?")


def typed_value(screen: Screen, table: str, name: str, given: str) -> str:
    """What was typed into a form, as `pipeline.review.record` understands it.

    Vietnamese and English write numbers the other way round. On English pages both are taken where they can mean one
    thing only (`1,234.5`; `1.234.567`; `108,5`); `138.000` and `138,000` are asked back.

    Args:
        screen: of the reader.
        table: one of the reviewable tables.
        name: the column.
        given: as typed.

    Raises:
        DecisionError: the number can be read in two ways.
    """
    if screen.language == "vi" or not any(f.name == name and f.type == "number" for f in fields(table)):
        return given
    text = "".join(given.split())
    if _IN_DOUBT.fullmatch(text):
        whole = text.replace(".", "").replace(",", "")
        exact = f"{text.replace(',', '.')}0"
        raise DecisionError(
            f"“{text}” hiểu được hai cách; hãy ghi {whole} hoặc {exact}.",
            f"“{text}” can be read in two ways; write {whole} or {exact}.",
            name,
        )
    return text.replace(",", "") if _ENGLISH.fullmatch(text) else given


def new_row(screen: Screen, table: str, doc_id: str, start: int, end: int, surface: str) -> Row:
    """What a form begins with for a row that is to be added."""
    row: Row = {"doc_id": doc_id, "char_start": start, "char_end": end, "surface": surface}
    if table == "indicators":
        figures = _FIGURES.search(surface)
        if figures is not None:
            row["value_text"] = figures[0]
    if table == "organisations":
        row["name"] = surface
    return row


def _options(screen: Screen, table: str, field: Field, row: Row) -> tuple[tuple[str, str], ...]:
    if field.type == "boolean":
        return tuple((v, screen.named("yes_no", v)) for v in ("true", "false"))
    if field.name in ("whole_id", "target_id"):
        return _other_numbers(screen, field.name, row)
    group = "date_kind" if (table, field.name) == ("dates", "kind") else _NAMES.get(field.name, field.name)
    return tuple((value, screen.named(group, value)) for value in field.values)


def _other_numbers(screen: Screen, name: str, row: Row) -> tuple[tuple[str, str], ...]:
    """The numbers around one, in the order of the text, and the one it points to wherever that stands."""
    rows = screen.run.rows(
        "SELECT * FROM indicators WHERE doc_id = $doc AND (abs(char_start - $at) < $within OR indicator_id = $own) "
        "ORDER BY abs(char_start - $at) LIMIT $most",
        {
            "doc": row["doc_id"],
            "at": row["char_start"],
            "within": _LINKED_WITHIN,
            "own": row.get(name) or "",
            "most": _LINKED_MOST,
        },
    )
    rows.sort(key=lambda other: other["char_start"])
    return tuple(
        (other["indicator_id"], f"{figure(other, screen.language)} · {other['label'][:60]}")
        for other in rows
        if other["indicator_id"] != row.get("indicator_id")
    )


def _suggestions(screen: Screen, field: Field, row: Row) -> tuple[tuple[str, str], ...]:
    match field.name:
        case "directive_id":
            found = screen.run.rows(
                "SELECT DISTINCT v.symbol, v.title, v.doc_type FROM document_references r JOIN directives v "
                "ON v.directive_id = r.directive_id WHERE r.doc_id = ? AND v.symbol IS NOT NULL ORDER BY 1 LIMIT 200",
                [row["doc_id"]],
            )
            return tuple((v["symbol"], v["title"] or directive_name(v)) for v in found)
        case "province_code":
            found = screen.run.rows("SELECT code, any_value(name) AS name FROM explore_provinces GROUP BY 1 ORDER BY 2")
            return tuple((name, "") for name in sorted({p["name"] for p in found}))
        case "org" | "name" | "issuer":
            found = screen.run.rows(
                "SELECT name, count(*) AS n FROM organisations WHERE doc_id = ? GROUP BY 1 ORDER BY n DESC LIMIT 60",
                [row["doc_id"]],
            )
            return tuple((o["name"], "") for o in found)
        case "indicator_code":
            from extractors.catalogue import entries

            return tuple((code, str(getattr(entry, screen.language))) for code, entry in entries().items())
    return ()


def in_words(
    screen: Screen, table: str, changes: Mapping[str, Any], before: Mapping[str, Any], doc_id: str | None = None
) -> list[dict[str, str]]:
    """What a decision changed: field, what was, what is; values that only follow from others are left out."""
    names: Sequence[str] = [field.name for field in fields(table)] if table else []
    return [
        {
            "field": name,
            "name": screen.caption(name),
            "was": _said(screen, table, name, before.get(name), doc_id),
            "now": _said(screen, table, name, changes[name], doc_id),
        }
        for name in names
        if name in changes and changes[name] != before.get(name)
    ]


def _said(screen: Screen, table: str, name: str, value: Any, doc_id: str | None) -> str:
    if value is None or value == "":
        return "–"
    if isinstance(value, bool):
        return screen.named("yes_no", str(value).lower())
    if isinstance(value, (int, float)):
        return str(value) if name == "year" else number(value, screen.language)
    match name:
        case "province_code":
            return own_province_name(screen, value, doc_id or "")
        case "indicator_code":
            return indicator_name(value, screen.language)
        case "period" | "date" | "edtf":
            return edtf(value, screen.language)
        case "directive_id":
            found = screen.run.row("SELECT symbol, title, doc_type FROM directives WHERE directive_id = ?", [value])
            return directive_name(found) if found else str(value)
        case "whole_id" | "target_id":
            other = screen.run.row("SELECT * FROM indicators WHERE indicator_id = ?", [value])
            return f"{figure(other, screen.language)} · {other['label'][:60]}" if other else str(value)
        case "kind":
            return screen.named("date_kind" if table == "dates" else "kind", value)
    return screen.named(_NAMES[name], value) if name in _NAMES else str(value)
