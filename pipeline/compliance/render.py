"""The matrix as a terminal table, CSV, JSON, a workbook, or a page that opens without a server."""

from __future__ import annotations

import csv
import dataclasses
import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pipeline.compliance.matrix import STATUSES, Cell, Evidence, Matrix, MatrixColumn, MatrixRow
from pipeline.compliance.words import STATUS_COLOURS, STATUS_MEANINGS, STATUS_WORDS
from pipeline.store.cells import neutral
from pipeline.wording import LANGUAGES, Language, Words, heading, headings

_MARKS = {
    "reports_results": "●●●",
    "implements": "●●",
    "cites": "●",
    "not_found": "·",
    "unreadable": "?",
    "no_document": "-",
}

_LONGEST_CELL = 32_767
"""Characters; Excel's limit, beyond which nothing would be written at all."""


def _pairs(matrix: Matrix) -> Iterator[tuple[MatrixRow, MatrixColumn, Cell]]:
    for row in matrix.rows:
        for i, column in enumerate(matrix.columns):
            yield row, column, matrix.cells[row.key, i]


def _name(column: MatrixColumn) -> str:
    return " ".join(filter(None, (column.symbol or column.label, f"({column.date})" if column.date else "")))


def notes(matrix: Matrix, language: Language) -> list[str]:
    """What the reader must know before trusting an empty cell."""
    found = []
    if matrix.unplaced_failures:
        n = len(matrix.unplaced_failures)
        found.append(
            {
                "vi": f"{n} tệp không đọc được và không rõ của đơn vị nào: ô «không thấy nhắc» chưa tính các tệp này.",
                "en": f"{n} unreadable {'file belongs' if n == 1 else 'files belong'} to no known row: “not found” "
                f"does not account for {'it' if n == 1 else 'them'}.",
            }[language]
        )
    if matrix.unplaced_documents:
        n = matrix.unplaced_documents
        found.append(
            {
                "vi": f"{n} văn bản không thuộc đơn vị nào trong bảng (trung ương, báo chí, hoặc không rõ).",
                "en": f"{n} {'document belongs' if n == 1 else 'documents belong'} to no row (central bodies, press, "
                "or unknown).",
            }[language]
        )
    return found


def to_table(matrix: Matrix, language: Language = "vi") -> str:
    """For the terminal: one line a row, one mark a cell, the legend below."""
    from rich.console import Console
    from rich.table import Table

    table = Table(show_lines=False)
    table.add_column(heading(matrix.by, language))
    for i, _ in enumerate(matrix.columns, 1):
        table.add_column(f"[{i}]", justify="center")
    for row in matrix.rows:
        marks = (_MARKS[matrix.cells[row.key, i].status] for i in range(len(matrix.columns)))
        table.add_row(row.label, *marks)
    out = io.StringIO()
    console = Console(file=out, width=max(100, 40 + 7 * len(matrix.columns)), highlight=False, markup=False)
    console.print(table)
    for i, column in enumerate(matrix.columns, 1):
        console.print(f"[{i}] {_name(column)} {column.issuer or ''} {column.label}".rstrip(), soft_wrap=True)
    console.print("  ".join(f"{_MARKS[s]} {STATUS_WORDS[s][language]}" for s in STATUSES))
    for note in notes(matrix, language):
        console.print(note, soft_wrap=True)
    return out.getvalue()


def _evidence_record(
    row: MatrixRow, column: MatrixColumn, cell: Cell, evidence: Evidence | None, language: Language
) -> list[str]:
    e = evidence
    return [
        row.key,
        row.label,
        column.symbol,
        column.date or "",
        column.issuer or "",
        column.label,
        cell.status,
        STATUS_WORDS[cell.status][language],
        STATUS_WORDS[e.status][language] if e else "",
        ", ".join(e.local_symbols) if e else "",
        e.source if e else "",
        str(e.page) if e and e.page else "",
        e.surface if e else "",
        (e.value or "") if e else "",
        e.sentence if e else "",
    ]


def _evidence_header(matrix: Matrix, language: Language) -> list[str]:
    row = heading(matrix.by, language)
    return [row if name == "row" else heading(name, language) for name in EVIDENCE_COLUMNS]


def _both(pair: Words) -> str:
    return f"{pair['vi']} / {pair['en']}"


EVIDENCE_COLUMNS = (
    "key", "row", "symbol", "issued_on", "issuer", "title", "compliance_code", "compliance", "shows", "local", "source",
    "page", "surface", "value", "sentence",
)  # fmt: skip
"""Columns by name of their heading; `row` is what a row of the matrix is."""


def to_csv(matrix: Matrix, language: Language = "vi") -> str:
    """One line per cell and piece of evidence; a cell without evidence has one line. Formula starts are neutralised.

    Args:
        matrix: what to write.
        language: of headers and statuses.
    """
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(_evidence_header(matrix, language))
    for row, column, cell in _pairs(matrix):
        for evidence in cell.evidence or (None,):
            writer.writerow([neutral(value) for value in _evidence_record(row, column, cell, evidence, language)])
    return out.getvalue()


def to_json(matrix: Matrix) -> str:
    """Rows, columns and cells with all their evidence."""
    cells = [
        {
            "row": row.key,
            "column": i,
            "status": cell.status,
            "local_symbols": list(cell.local_symbols),
            "evidence": [dataclasses.asdict(e) for e in cell.evidence],
        }
        for row in matrix.rows
        for i in range(len(matrix.columns))
        for cell in (matrix.cells[row.key, i],)
    ]
    record: dict[str, Any] = {
        "by": matrix.by,
        "rows": [dataclasses.asdict(row) for row in matrix.rows],
        "columns": [dataclasses.asdict(column) for column in matrix.columns],
        "cells": cells,
        "unplaced_documents": matrix.unplaced_documents,
        "unplaced_failures": list(matrix.unplaced_failures),
    }
    return json.dumps(record, ensure_ascii=False, indent=1)


def to_xlsx(matrix: Matrix, path: Path, language: Language = "vi") -> None:
    """A workbook: matrix with frozen headers, filters and colours, evidence, legend.

    Args:
        matrix: what to write.
        path: the `.xlsx` file, replaced if it exists.
        language: of the matrix; headers of the evidence and the legend stand in both.
    """
    import xlsxwriter

    # Texts come from strangers' documents: nothing in them may become a formula or a link.
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(str(path), options) as book:
        head = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "border": 1, "bg_color": "#e8eef7"})
        styles = {
            s: book.add_format(
                {
                    "bg_color": colour,
                    "border": 1,
                    "text_wrap": True,
                    "valign": "top",
                    "font_color": "#ffffff" if s == "reports_results" else "#000000",
                }
            )
            for s, colour in STATUS_COLOURS.items()
        }
        wrap = book.add_format({"text_wrap": True, "valign": "top"})
        sheet = book.add_worksheet("Ma trận - Matrix")
        evidence_sheet = book.add_worksheet("Bằng chứng - Evidence")
        legend = book.add_worksheet("Chú giải - Legend")
        first_line = _write_evidence(evidence_sheet, matrix, language, head, wrap)
        sheet.write_row(0, 0, [heading(name, language) for name in (matrix.by, "documents", "errors")], head)
        for i, column in enumerate(matrix.columns):
            name = "\n".join(filter(None, (_name(column), column.issuer, column.label)))
            sheet.write_string(0, 3 + i, _text(name), head)
        for r, row in enumerate(matrix.rows, 1):
            sheet.write_string(r, 0, _text(row.label), head)
            sheet.write_number(r, 1, row.n_documents, wrap)
            sheet.write_number(r, 2, len(row.failed), wrap)
            for i in range(len(matrix.columns)):
                cell = matrix.cells[row.key, i]
                words = _text("\n".join((STATUS_WORDS[cell.status][language], *cell.local_symbols)))
                line = first_line.get((row.key, i))
                if line is None:
                    sheet.write_string(r, 3 + i, words, styles[cell.status])
                else:
                    link = f"internal:'Bằng chứng - Evidence'!A{line + 1}"
                    sheet.write_url(r, 3 + i, link, styles[cell.status], words)
        sheet.freeze_panes(1, 1)
        sheet.autofilter(0, 0, max(1, len(matrix.rows)), 2 + len(matrix.columns))
        sheet.set_column(0, 0, 26)
        sheet.set_column(3, 3 + max(1, len(matrix.columns)), 20)
        named = [heading(name, language) for name in ("compliance", "meaning") for language in LANGUAGES]
        legend.write_row(0, 0, named, head)
        for r, status in enumerate(STATUSES, 1):
            legend.write_string(r, 0, STATUS_WORDS[status]["vi"], styles[status])
            legend.write_string(r, 1, STATUS_WORDS[status]["en"], styles[status])
            legend.write_string(r, 2, STATUS_MEANINGS[status]["vi"], wrap)
            legend.write_string(r, 3, STATUS_MEANINGS[status]["en"], wrap)
        for r, note in enumerate(notes(matrix, "vi") + notes(matrix, "en"), len(STATUSES) + 2):
            legend.write_string(r, 0, note)
        legend.set_column(0, 1, 22)
        legend.set_column(2, 3, 60)


def _text(value: str) -> str:
    """A text as a workbook's cell can hold it; saved as CSV later, it is still no formula."""
    value = str(neutral(value))
    return value if len(value) <= _LONGEST_CELL else value[: _LONGEST_CELL - 1] + "…"


def _write_evidence(sheet: Any, matrix: Matrix, language: Language, head: Any, wrap: Any) -> dict[tuple[str, int], int]:
    """Fill the evidence sheet; tells on which line each cell's evidence begins."""
    names = (matrix.by if name == "row" else name for name in EVIDENCE_COLUMNS)
    sheet.write_row(0, 0, [_both(headings()[name]) for name in names], head)
    first: dict[tuple[str, int], int] = {}
    line = 1
    for row in matrix.rows:
        for i, column in enumerate(matrix.columns):
            cell = matrix.cells[row.key, i]
            for evidence in cell.evidence:
                first.setdefault((row.key, i), line)
                for c, value in enumerate(_evidence_record(row, column, cell, evidence, language)):
                    sheet.write_string(line, c, _text(value), wrap)
                line += 1
    sheet.freeze_panes(1, 3)
    sheet.autofilter(0, 0, max(1, line - 1), len(EVIDENCE_COLUMNS) - 1)
    sheet.set_column(0, len(EVIDENCE_COLUMNS) - 2, 18)
    sheet.set_column(len(EVIDENCE_COLUMNS) - 1, len(EVIDENCE_COLUMNS) - 1, 80)
    return first


def to_html(matrix: Matrix, language: Language = "vi") -> str:
    """One self-contained page in Vietnamese and English with a switch; every text in it is escaped.

    Args:
        matrix: what to show.
        language: in which it opens.
    """
    from jinja2 import Environment, PackageLoader

    environment = Environment(loader=PackageLoader("pipeline.compliance"), autoescape=True)
    return environment.get_template("matrix.html").render(
        matrix=matrix,
        language=language,
        statuses=STATUSES,
        words=STATUS_WORDS,
        meanings=STATUS_MEANINGS,
        colours=STATUS_COLOURS,
        headers=headings(),
        notes={"vi": notes(matrix, "vi"), "en": notes(matrix, "en")},
        name=_name,
    )
