"""The columns people may correct, and how what they type becomes a value of the schema."""

from __future__ import annotations

import datetime as dt
import math
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import regex

from extractors.dates.edtf import bounds, is_valid
from pipeline.review.decisions import DecisionError
from pipeline.schema import TABLES, ColumnType

_CORRECTABLE: Mapping[str, tuple[str, ...]] = {
    "indicators": (
        "surface", "label", "indicator_code", "value", "value_high", "kind", "unit", "comparator", "role", "period",
        "org", "org_id", "province_code", "directive_id", "whole_id", "target_id",
    ),
    "document_references": (
        "surface", "form", "doc_type", "symbol", "number", "date", "issuer", "issuer_id", "title", "provision",
        "relation", "is_self", "directive_id", "year",
    ),
    "organisations": ("surface", "name", "org_id", "org_type", "level", "province_code"),
    "dates": ("surface", "edtf", "kind"),
}  # fmt: skip

NEEDED: Mapping[str, tuple[str, ...]] = {
    "indicators": ("label", "value"),
    "document_references": (),
    "organisations": ("name",),
    "dates": (),
}
"""What a person must say of a row that is added; the rest has defaults or is read from the words."""


@dataclass(frozen=True, slots=True)
class Field:
    """One correctable column, for a form."""

    name: str
    type: ColumnType
    vi: str
    en: str
    values: tuple[str, ...]
    """The only values allowed; empty where it is open."""
    nullable: bool


def fields(table: str) -> tuple[Field, ...]:
    """The correctable columns of a table, in the order of a form.

    Raises:
        KeyError: the table is none that is reviewed.
    """
    columns = (TABLES[table][name] for name in _CORRECTABLE[table])
    return tuple(Field(c.name, c.type, c.vi, c.en, c.values, c.nullable) for c in columns)


def typed(table: str, name: str, given: Any, at: dt.date | None = None) -> Any:
    """A value of the schema, of what a person typed or a program sent.

    Args:
        table: one of the four.
        name: the column.
        given: text as typed (`1.234,5`; `quý I/2023`; a province's name), a value of the column's type, or null.
        at: day of the document, for codes of provinces passed to others in 2025; null: today.

    Returns:
        The value; of `directive_id`, `whole_id` and `target_id` the text as given, for only the tables know those.

    Raises:
        DecisionError: the column cannot be corrected, or the value is none of it.
    """
    field = next((f for f in fields(table) if f.name == name), None)
    if field is None:
        known = ", ".join(_CORRECTABLE[table])
        raise DecisionError(
            f"Không sửa được trường {name}; các trường sửa được: {known}.",
            f"Field {name} cannot be corrected; these can: {known}.",
            name,
        )
    if isinstance(given, str):
        given = unicodedata.normalize("NFC", " ".join(given.split()))
    if given is None or given == "":
        if not field.nullable:
            raise DecisionError(f"Trường {name} không được để trống.", f"Field {name} must not be empty.", name)
        return None
    match field.type:
        case "number":
            return _number(name, given)
        case "integer":
            return _integer(name, given)
        case "boolean":
            return _boolean(name, given)
    text = str(given)
    if field.values and text not in field.values:
        known = ", ".join(field.values)
        raise DecisionError(f"Trường {name} chỉ nhận một trong: {known}.", f"Field {name} takes one of: {known}.", name)
    if TABLES[table][name].rule == "edtf":
        return _edtf(name, text)
    if name == "province_code":
        return _province(text, at)
    if name == "indicator_code":
        return _code(text)
    return text


# As people write numbers here: points group thousands, the comma is the decimal mark. A single point before anything
# but three figures is a decimal point all the same.
_GROUPED = regex.compile(r"[-+]?[1-9]\d{0,2}(?:\.\d{3})+(?:,\d+)?")
_COMMA = regex.compile(r"[-+]?\d+,\d+")
_PLAIN = regex.compile(r"[-+]?\d+(?:\.\d+)?(?:[eE][-+]?\d{1,2})?")


def _number(name: str, given: Any) -> float:
    value = math.nan
    if isinstance(given, (int, float)) and not isinstance(given, bool):
        value = float(given)
    elif isinstance(given, str):
        text = given.replace("−", "-").replace("–", "-").replace(" ", "")
        if _GROUPED.fullmatch(text) or _COMMA.fullmatch(text):
            value = float(text.replace(".", "").replace(",", "."))
        elif _PLAIN.fullmatch(text):
            value = float(text)
    if not math.isfinite(value):
        raise DecisionError(
            f"Trường {name} phải là một số, ví dụ 13000 hoặc 1.234,5; không phải “{given}”.",
            f"Field {name} must be a number such as 13000 or 1.234,5 (decimal comma), not “{given}”.",
            name,
        )
    return value


def _integer(name: str, given: Any) -> int:
    value = _number(name, given)
    if not value.is_integer():
        raise DecisionError(f"Trường {name} phải là số nguyên.", f"Field {name} must be a whole number.", name)
    return int(value)


def _boolean(name: str, given: Any) -> bool:
    if isinstance(given, bool):
        return given
    word = str(given).casefold()
    if word in ("true", "1", "yes", "có", "đúng"):
        return True
    if word in ("false", "0", "no", "không", "sai"):
        return False
    raise DecisionError(f"Trường {name} nhận có hoặc không.", f"Field {name} takes yes or no.", name)


def _edtf(name: str, text: str) -> str:
    if is_valid(text):
        return text
    from extractors.dates import find_dates
    from extractors.text import DocumentText

    found = find_dates(DocumentText.of(text))
    if len(found) == 1 and found[0].edtf and found[0].surface == text and any(bounds(found[0].edtf)):
        return found[0].edtf
    raise DecisionError(
        f"Trường {name}: không hiểu “{text}”; hãy ghi như 2023, 2023-06, 2023-06-21, 2021/2025 hoặc «quý I/2023».",
        f"Field {name}: “{text}” is not understood; write 2023, 2023-06, 2023-06-21 or 2021/2025.",
        name,
    )


def _province(text: str, at: dt.date | None) -> str:
    from extractors.organisations.provinces import find_province, province_by_code

    province = province_by_code(text, at) or find_province(text, at)
    if province is None:
        raise DecisionError(f"Không có tỉnh nào là “{text}”.", f"There is no province “{text}”.", "province_code")
    return text if province.code == text else province.code


def _code(text: str) -> str:
    from gazetteers import read_table

    try:
        known = {row["code"] for row in read_table("indicator_catalogue")}
    except FileNotFoundError:
        return text
    if text not in known:
        raise DecisionError(
            f"Danh mục không có mã chỉ tiêu {text}.", f"The catalogue has no indicator code {text}.", "indicator_code"
        )
    return text


def date_kind(edtf: str) -> str:
    """`kind` of a date as its value tells."""
    low, slash, high = edtf.partition("/")
    if slash:
        if ".." in (low, high):
            return "open"
        months = {(f"{m:02d}", f"{m + 2:02d}") for m in (1, 4, 7, 10)}
        is_quarter = low[:4] == high[:4] and len(low) == len(high) == 7 and (low[5:], high[5:]) in months
        return "quarter" if is_quarter else "period"
    return {0: "year", 1: "month"}.get(low.count("-"), "day")
