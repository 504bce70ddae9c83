"""A row of a table in words: what a panel beside the text says of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.explore.data import Row
from pipeline.explore.document_rows import key_of
from pipeline.wording import NO_BREAK_SPACE, Language, edtf, indicator_name, number

if TYPE_CHECKING:
    from pipeline.explore.screen import Screen

_SHOWN = {
    "indicators": (
        "label", "value", "indicator_code", "role", "kind", "period", "org", "province_code", "directive_id",
        "target_id", "whole_id", "arithmetic", "row_header", "column_header", "section", "method", "page",
    ),
    "document_references": (
        "doc_type", "symbol", "date", "issuer", "title", "provision", "relation", "form", "directive_id",
        "resolution", "candidates", "section", "method", "page",
    ),
    "dates": ("edtf", "kind", "page"),
    "organisations": ("name", "org_type", "level", "province_code", "org_id", "method", "page"),
}  # fmt: skip
_GROUPS = {
    "role": "role", "relation": "relation", "form": "form", "org_type": "org_type", "level": "level",
    "resolution": "resolution",
}  # fmt: skip
"""Column → group of words its codes are named in."""
_MERGED_FROM = "2025-07"


@dataclass(frozen=True, slots=True)
class Shown:
    """One field of a row."""

    name: str
    value: str
    href: str | None = None
    note: str = ""


def shown_fields(screen: Screen, layer: str, row: Row) -> list[Shown]:
    """The fields of a row that say something, in order.

    Args:
        screen: of the reader.
        layer: the table.
        row: all its columns.
    """
    found = []
    for name in _SHOWN[layer]:
        shown = _shown(screen, layer, name, row)
        if shown is not None:
            found.append(shown)
    return found


def _shown(screen: Screen, layer: str, name: str, row: Row) -> Shown | None:
    value = row.get(name)
    if value in (None, "", []):
        return None
    match name:
        case "value":
            return Shown(name, figure(row, screen.language))
        case "confidence" | "method":
            who = row.get("reviewed_by")
            if who and row.get("review_status") in ("corrected", "added"):
                return Shown("method", screen.word(f"reviewed.{row['review_status']}", who=who))
            sure = row.get("confidence")
            note = "" if sure is None else number(round(float(sure), 2), screen.language)
            return Shown("method", screen.named("method", value), note=note)
        case "period" | "date" | "edtf":
            return Shown(name, edtf(value, screen.language), note=value if name == "edtf" else "")
        case "kind":
            return Shown(name, screen.named("date_kind" if layer == "dates" else "kind", value))
        case "directive_id":
            return _directive(screen, value)
        case "target_id" | "whole_id":
            return _linked(screen, name, value)
        case "province_code":
            return Shown(name, province_name(screen, value, row["doc_id"]))
        case "indicator_code":
            return Shown(name, indicator_name(value, screen.language), note=value)
        case "arithmetic":
            computed = row.get("computed")
            note = "" if computed is None else screen.word("document.computed", value=_computed(row, screen.language))
            return Shown(name, screen.named("arithmetic", value), note=note)
        case "candidates":
            return Shown(name, "; ".join(value))
    if name in _GROUPS:
        return Shown(name, screen.named(_GROUPS[name], value))
    return Shown(name, str(value))


def figure(row: Row, language: Language) -> str:
    """An indicator's number as people write it: `> 1.234,5 – 1.300 triệu đồng`."""
    text = number(row["value"], language)
    if row.get("value_high") is not None:
        text += f" – {number(row['value_high'], language)}"
    sign = "" if row.get("comparator") in (None, "=") else f"{row['comparator']} "
    unit = row.get("unit")
    return f"{sign}{text}{NO_BREAK_SPACE}{unit}" if unit else f"{sign}{text}"


def _computed(row: Row, language: Language) -> str:
    unit = row.get("unit")
    text = number(row["computed"], language)
    return f"{text}{NO_BREAK_SPACE}{unit}" if unit else text


def _directive(screen: Screen, directive_id: str) -> Shown:
    row = screen.run.row("SELECT symbol, title, doc_type FROM directives WHERE directive_id = ?", [directive_id])
    if row is None:
        return Shown("directive_id", directive_id)
    return Shown("directive_id", directive_name(row) or directive_id, f"/directives/{directive_id}")


def directive_name(row: Row) -> str:
    """What a directive is called for short: its symbol, else its title."""
    symbol = row["symbol"]
    kind = row["doc_type"]
    if symbol:
        return f"{kind[:1].upper()}{kind[1:]} {symbol}" if kind else str(symbol)
    return str(row["title"] or kind or "")


def _linked(screen: Screen, name: str, row_id: str) -> Shown:
    row = screen.run.row("SELECT * FROM indicators WHERE indicator_id = ?", [row_id])
    if row is None:
        return Shown(name, row_id)
    href = screen.document(row["doc_id"], row["char_start"], row["char_end"])
    return Shown(name, figure(row, screen.language), href, row["label"])


def province_name(screen: Screen, code: str, doc_id: str) -> str:
    """A province by its code, as at the time of a document."""
    row = screen.run.row(
        "SELECT p.name, p.name_now FROM explore_provinces p, documents d WHERE p.code = ? AND d.doc_id = ? "
        "AND p.merged = (coalesce(d.issued_on, d.period, '2025-06') >= ?)",
        [code, doc_id, _MERGED_FROM],
    )
    if row is None:
        return own_province_name(screen, code, doc_id)
    name, now = row["name"], row["name_now"]
    return name if now in (None, name) else f"{name} → {now}"


def own_province_name(screen: Screen, code: str, doc_id: str) -> str:
    """The name alone, without what the province has become; the code where it has none."""
    row = screen.run.row(
        "SELECT p.name FROM explore_provinces p LEFT JOIN documents d ON d.doc_id = ? WHERE p.code = ? "
        "ORDER BY p.merged = (coalesce(d.issued_on, d.period, '2025-06') >= ?) DESC LIMIT 1",
        [doc_id, code, _MERGED_FROM],
    )
    return code if row is None else str(row["name"])


def row_link(screen: Screen, layer: str, row: Row) -> str:
    """The review page of one row."""
    return screen.link(f"/review/row/{layer}/{row[key_of(layer)]}")
