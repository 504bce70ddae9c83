"""The data dictionary, printed from the schema: `python -m pipeline.store.dictionary > docs/data-dictionary.md`."""

from __future__ import annotations

import sys

from pipeline.schema import REVIEW_COLUMNS, SCHEMA_VERSION, TABLES, VIEWS, Column, Table
from pipeline.wording import heading

_TYPES = {
    "text": "text",
    "integer": "integer (int64)",
    "number": "number (float64)",
    "boolean": "boolean",
    "day": "date",
    "time": "timestamp, UTC",
    "list": "list of text",
}
_RULES = {
    "": "",
    "edtf": "EDTF",
    "id": "16 hex",
    "share": "0–1",
    "from_one": "≥ 1",
    "from_zero": "≥ 0",
}


def data_dictionary() -> str:
    """All tables and columns in Vietnamese and English, as Markdown."""
    head = [
        "# Từ điển dữ liệu / Data dictionary",
        "",
        f"Phiên bản lược đồ / schema version: {SCHEMA_VERSION}. Tệp này được sinh ra từ `pipeline/schema.py`; "
        "đừng sửa tay. / Generated from `pipeline/schema.py`; do not edit by hand.",
        "",
        "Cột có dấu + là cột thêm ngoài bản hợp đồng gốc. / A column marked + is an addition to the agreed contract.",
    ]
    tables = [line for table in TABLES.values() for line in _table(table)]
    views = [line for name, (vi, en) in VIEWS.items() for line in ("", f"`{name}`: {vi} / {en}")]
    review = [
        "",
        "## Cột của người rà soát / Columns of people's review",
        "",
        "Có trong mọi thứ được xem hay đưa ra, ở bốn bảng indicators, document_references, organisations, dates; "
        "không có trong tệp của lần chạy. / In all that is shown or given out of these four tables, not in the run's "
        "own files.",
        "",
        *_HEAD,
        *map(_column, REVIEW_COLUMNS),
    ]
    return "\n".join([*head, *tables, *review, "", "## chitieu.duckdb: views", *views]) + "\n"


_HEAD = (
    "| cột / column | tên / name | kiểu / type | trống / null | ý nghĩa | meaning |",
    "| --- | --- | --- | --- | --- | --- |",
)


def _table(table: Table) -> list[str]:
    return [
        "",
        f"## {table.name}: {heading(table.name, 'vi')} / {heading(table.name, 'en')}",
        "",
        f"{table.vi} / {table.en}" + (f" Khóa / key: `{table.key}`." if table.key else ""),
        "",
        *_HEAD,
        *map(_column, table.columns),
    ]


def _column(column: Column) -> str:
    values = " ".join(f"`{value}`" for value in column.values)
    kind = ", ".join(part for part in (_TYPES[column.type], _RULES[column.rule], values) if part)
    mark = "+" if column.added else ""
    name = f"{heading(column.name, 'vi')} / {heading(column.name, 'en')}"
    return f"| `{column.name}`{mark} | {name} | {kind} | {'✓' if column.nullable else ''} | {column.vi} | {column.en} |"


if __name__ == "__main__":
    sys.stdout.write(data_dictionary())
