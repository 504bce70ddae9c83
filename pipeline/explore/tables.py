"""Rows as files that people take away: CSV and XLSX in which no cell is taken for a formula."""

from __future__ import annotations

import csv
import datetime as dt
import io
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, Literal

from fastapi import Response
from fastapi.responses import FileResponse, StreamingResponse
from starlette.background import BackgroundTask

from pipeline.store.cells import neutral

Form = Literal["csv", "xlsx"]
MOST_ROWS = 1_048_575
"""That a sheet holds below its head."""
_LONGEST_CELL = 32_767
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def form_of(given: str | None) -> Form:
    """`?as=` of an address; CSV where it does not say."""
    return "xlsx" if given == "xlsx" else "csv"


def download(name: str, form: Form, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> Response:
    """Rows as a file.

    Args:
        name: of the file, ASCII, without suffix.
        form: which kind of file.
        columns: heads, in the reader's language.
        rows: cells; lists are joined by ` | `.
    """
    if form == "xlsx":
        path = _workbook(name, columns, rows)
        return FileResponse(path, media_type=_XLSX, filename=f"{name}.xlsx", background=BackgroundTask(path.unlink))
    heads = {"Content-Disposition": f'attachment; filename="{name}.csv"'}
    return StreamingResponse(_csv(columns, rows), media_type="text/csv; charset=utf-8", headers=heads)


def _csv(columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> Iterator[str]:
    # Excel shows Vietnamese only behind a byte-order mark.
    out = io.StringIO()
    out.write("\ufeff")
    writer = csv.writer(out)
    writer.writerow(columns)
    for n, row in enumerate(rows, 1):
        writer.writerow([neutral(_cell(cell)) for cell in row])
        if n % 500 == 0:
            yield out.getvalue()
            out.seek(0)
            out.truncate()
    yield out.getvalue()


def _cell(value: Any) -> Any:
    if value is None:
        return ""
    if isinstance(value, float):
        return int(value) if value.is_integer() and abs(value) < 1e15 else value
    if isinstance(value, (list, tuple)):
        return " | ".join(map(str, value))
    if isinstance(value, (dt.date, dt.datetime)):
        return value.isoformat()
    return value


def _workbook(name: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> Path:
    import xlsxwriter

    with tempfile.NamedTemporaryFile(prefix="chitieu-", suffix=".xlsx", delete=False) as file:
        path = Path(file.name)
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "nan_inf_to_errors": True,
    }
    with xlsxwriter.Workbook(str(path), options) as book:
        head = book.add_format({"bold": True, "bg_color": "#e3eff1", "bottom": 1, "text_wrap": True, "valign": "top"})
        sheet = book.add_worksheet(name[:31])
        sheet.freeze_panes(1, 0)
        for c, title in enumerate(columns):
            sheet.set_column(c, c, 14)
            sheet.write_string(0, c, title, head)
        last = 0
        for last, row in enumerate(rows, 1):
            if last > MOST_ROWS:
                break
            for c, value in enumerate(row):
                cell = _cell(value)
                if isinstance(cell, (int, float)):
                    sheet.write_number(last, c, cell)
                elif cell != "":
                    sheet.write_string(last, c, str(neutral(cell))[:_LONGEST_CELL])
        sheet.autofilter(0, 0, max(1, last), max(0, len(columns) - 1))
    return path


__all__ = ["MOST_ROWS", "Form", "download", "form_of"]
