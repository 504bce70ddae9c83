"""`export`: from a run to a file, a folder or a database, by the suffix or the URL."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

from pipeline.export.choose import ExportError, Options, prepare
from pipeline.export.flat import (
    one_table,
    write_csv,
    write_csv_folder,
    write_csv_zip,
    write_duckdb,
    write_parquet,
    write_parquet_folder,
    write_rows,
    write_sqlite,
)
from pipeline.export.spans import FORMS, write_docbin, write_spans
from pipeline.export.workbook import write_workbook

if TYPE_CHECKING:
    import duckdb

Written = dict[str, int]
"""Rows given out, by table."""
Writer = Callable[["duckdb.DuckDBPyConnection", Path, Options], Written]

DATABASES = ("postgresql://", "postgres://")
FOLDER_FORMS = ("csv", "parquet")


@dataclass(frozen=True, slots=True)
class Given:
    """What was given out."""

    target: str
    rows: Written


def _csv(connection: duckdb.DuckDBPyConnection, target: Path, options: Options) -> Written:
    table = one_table(options)
    with target.open("wb") as sink:
        return {table.name: write_csv(connection, table, sink)}


def _parquet(connection: duckdb.DuckDBPyConnection, target: Path, options: Options) -> Written:
    table = one_table(options)
    return {table.name: write_parquet(connection, table, target)}


def _jsonl(connection: duckdb.DuckDBPyConnection, target: Path, options: Options) -> Written:
    return (write_spans if options.form in FORMS else write_rows)(connection, target, options)


def _json(connection: duckdb.DuckDBPyConnection, target: Path, options: Options) -> Written:
    if options.form not in FORMS:
        raise ExportError(
            "tệp .json cần --format label-studio, doccano hoặc spacy; mỗi dòng một JSON thì dùng .jsonl",
            "a .json file needs --format label-studio, doccano or spacy; for a row a line use .jsonl",
        )
    return write_spans(connection, target, options)


def _html(connection: duckdb.DuckDBPyConnection, target: Path, options: Options) -> Written:
    from pipeline.report import write_report

    return write_report(connection, target, options.language)


_FILES: dict[str, Writer] = {
    ".xlsx": write_workbook,
    ".csv": _csv,
    ".zip": write_csv_zip,
    ".parquet": _parquet,
    ".jsonl": _jsonl,
    ".json": _json,
    ".spacy": write_docbin,
    ".sqlite": write_sqlite,
    ".db": write_sqlite,
    ".duckdb": write_duckdb,
    ".html": _html,
}
_FOLDERS: dict[str, Writer] = {"csv": write_csv_folder, "parquet": write_parquet_folder}


def export(out: Path | str, target: str, options: Options | None = None) -> Given:
    """Give out the tables of a run, with people's decisions applied.

    Args:
        out: folder of a run.
        target: a file whose suffix tells the form; a folder (`name/`) of CSV files, or of Parquet files with the form
            `parquet`; or the URL of a PostgreSQL database. A file is replaced whole or not at all.
        options: which rows and tables.

    Raises:
        ExportError: the form is not known, does not fit, or something it needs is missing.
        NoRunError: there is no run in `out`.
        OSError: the target cannot be written.
    """
    from pipeline.review import open_reviewed

    options = options or Options()
    is_database = target.startswith(DATABASES)
    write = None if is_database else _writer(target, options)
    with open_reviewed(out) as connection:
        prepare(connection, options)
        if is_database:
            from pipeline.export.postgres import write_postgres

            return Given(target, write_postgres(connection, target, options))
        assert write is not None
        return Given(target, _replace(connection, Path(target), options, write))


def _writer(target: str, options: Options) -> Writer:
    is_folder = target.endswith(("/", os.sep)) or Path(target).is_dir() or not Path(target).suffix
    suffix = Path(target).suffix.lower()
    if "://" in target or (not is_folder and suffix not in _FILES):
        known = " ".join(_FILES)
        raise ExportError(
            f"không biết cách ghi ra {target}; các loại: {known}, thư mục/ hoặc postgresql://…",
            f"cannot export to {target}; the forms are {known}, folder/ or postgresql://…",
        )
    if is_folder:
        if options.form and options.form not in _FOLDERS:
            raise ExportError(
                f"thư mục chỉ chứa được csv hoặc parquet, không phải {options.form}",
                f"a folder can hold csv or parquet, not {options.form}",
            )
        return _FOLDERS[options.form or "csv"]
    takes_form = suffix in (".json", ".jsonl", ".spacy")
    if options.form and not (takes_form and options.form in (*FORMS, "rows")):
        raise ExportError(
            f"--format {options.form} không dùng được với {suffix}", f"--format {options.form} does not fit {suffix}"
        )
    return _FILES[suffix]


def _replace(connection: duckdb.DuckDBPyConnection, target: Path, options: Options, write: Writer) -> Written:
    """Write beside the target first, then put it in its place."""
    target.parent.mkdir(parents=True, exist_ok=True)
    if write in _FOLDERS.values():
        partial = target.with_name(f".{target.name}.{uuid4().hex[:8]}.partial")
        partial.mkdir()
        try:
            written = write(connection, partial, options)
            target.mkdir(parents=True, exist_ok=True)
            for file in sorted(partial.iterdir()):
                os.replace(file, target / file.name)
        finally:
            shutil.rmtree(partial, ignore_errors=True)
        return written
    partial = target.with_name(f".{uuid4().hex[:8]}.{target.name}.partial")
    try:
        written = write(connection, partial, options)
        os.replace(partial, target)
    finally:
        partial.unlink(missing_ok=True)
    return written
