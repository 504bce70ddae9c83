"""One document from bytes to rows: pure functions, no Prefect, no output folder.

`extract_bytes` raises the reader's `InputError`; `extract_inputs` is what a run calls: whatever happens to an input
ends in its `DocumentRows`, and a file that holds files yields those of each.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterator
from pathlib import Path

from extractors.learned import LearnedModels
from pipeline.annotate.annotator import annotate
from pipeline.clean.text import clean
from pipeline.document import ReadResult
from pipeline.errors import InputError, input_error
from pipeline.read import Limits, pace, read_bytes, read_text
from pipeline.read.containers import Member, members
from pipeline.read.kinds import megabytes
from pipeline.tabulate import DocumentRows, document_id, error_row
from pipeline.tabulate.tabulate import tabulate


def extract_bytes(
    data: bytes, source: str, limits: Limits | None = None, learned: LearnedModels | None = None
) -> DocumentRows:
    """Everything found in one file.

    Args:
        data: the file's bytes; `doc_id` is their hash.
        source: its path or URL, as `documents.source` shall show it; its suffix is a hint for the reader.
        limits: what it may cost; null: the defaults.
        learned: trained models to ask besides the rules, of `extractors.learned.load_models`; null: the rules alone.

    Raises:
        InputError: the bytes cannot be read as a document.
    """
    return _rows(document_id(data), source, read_bytes(data, source, limits), learned)


def extract_text(text: str, source: str = "text", learned: LearnedModels | None = None) -> DocumentRows:
    """Everything found in a text at hand; line breaks count as in a `.txt` file.

    Args:
        text: any Unicode text; `documents.text` is its cleaned form, which offsets count in.
        source: what `documents.source` shall show.
        learned: trained models to ask besides the rules; null: the rules alone.

    Raises:
        InputError: the text is empty.
    """
    # A lone surrogate is no character; nothing downstream could store it.
    data = text.encode("utf-8", "replace")
    return _rows(document_id(data), source, read_text(data.decode("utf-8")), learned)


def extract_file(path: Path | str, source: str | None = None, learned: LearnedModels | None = None) -> DocumentRows:
    """Everything found in one file on disk.

    Args:
        path: the file.
        source: what `documents.source` shall show; null: the path as given.
        learned: trained models to ask besides the rules; null: the rules alone.

    Raises:
        InputError: it cannot be opened, or not be read as a document.
    """
    return extract_bytes(read_file(Path(path), Limits()), source or str(path), learned=learned)


def extract_inputs(
    path: Path | str, source: str, limits: Limits | None = None, learned: LearnedModels | None = None
) -> Iterator[DocumentRows]:
    """Everything found in one file on disk, input by input: its own rows, or those of each file it holds.

    Never raises; every failure is an input's one row in `errors`. Members are unpacked one at a time, as the iterator
    moves on.

    Args:
        path: the file.
        source: its path or URL; a member's source begins with it (`dir/archive.zip/inner/file.docx`).
        limits: what it may cost; null: the defaults.
        learned: trained models to ask besides the rules; null: the rules alone.
    """
    limits = limits or Limits()
    try:
        data = read_file(Path(path), limits)
    except Exception as problem:
        yield failed(source, None, problem)
        return
    yield from extract_members(data, source, limits, learned=learned)


def extract_members(
    data: bytes,
    source: str,
    limits: Limits | None = None,
    *,
    begin: Callable[[str, bytes | None], bool] | None = None,
    learned: LearnedModels | None = None,
) -> Iterator[DocumentRows]:
    """As `extract_inputs`, for bytes at hand.

    Args:
        data: the file's bytes.
        source: its path or URL.
        limits: what it may cost; null: the defaults.
        begin: told the source and bytes of each input before it is read; where it returns false, the input is left out.
        learned: trained models to ask besides the rules; null: the rules alone.
    """
    try:
        for member in members(data, source, limits):
            if begin is not None and not begin(member.source, member.data):
                continue
            yield _member_rows(member, limits, learned)
    except Exception as problem:
        # Of taking the container apart: what a member's own reading raises is in its rows.
        yield failed(source, data, problem)


def _member_rows(member: Member, limits: Limits | None, learned: LearnedModels | None) -> DocumentRows:
    try:
        if member.problem is not None:
            raise member.problem
        return extract_bytes(member.data or b"", member.source, limits, learned)
    except Exception as problem:
        return failed(member.source, member.data, problem)


def extract_or_error(path: Path, source: str) -> DocumentRows:
    """As `extract_file`, but every failure becomes the input's one row in `errors`; never raises."""
    data: bytes | None = None
    try:
        data = read_file(path, Limits())
        return extract_bytes(data, source)
    except Exception as problem:
        return failed(source, data, problem)


def failed(source: str, data: bytes | None, problem: Exception) -> DocumentRows:
    """The rows of an input that failed: one error.

    Args:
        source: its path or URL, as given.
        data: its bytes, where they could be read.
        problem: what was raised; anything but an `InputError` is a fault of ours and becomes `internal_error`.
    """
    if isinstance(problem, MemoryError):
        problem = input_error("too_much_memory", limit=megabytes(Limits().max_memory))
    if not isinstance(problem, InputError):
        problem = input_error("internal_error", detail=f"{type(problem).__name__}: {problem}"[:300])
    doc_id = None if data is None else document_id(data)
    row = error_row(source, doc_id, stage=problem.stage, code=problem.code, message=problem.message)
    return DocumentRows(errors=(row,))


def read_file(path: Path, limits: Limits) -> bytes:
    """A file's bytes; of a pipe or device, which may never end, none.

    Args:
        path: the file.
        limits: whose `max_bytes` it may have.

    Raises:
        InputError: `unreadable_file`, or `too_large`, then without reading it.
    """
    try:
        # Opened so that a pipe nobody writes to does not wait for ever.
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
        with os.fdopen(handle, "rb") as file:
            about = os.fstat(file.fileno())
            if not stat.S_ISREG(about.st_mode):
                raise input_error("unreadable_file")
            if about.st_size > limits.max_bytes:
                raise input_error("too_large", size=megabytes(about.st_size), limit=megabytes(limits.max_bytes))
            return file.read(limits.max_bytes + 1)
    except OSError as problem:
        raise input_error("unreadable_file") from problem


def _rows(doc_id: str, source: str, read: ReadResult, learned: LearnedModels | None) -> DocumentRows:
    pace.reading_done()
    cleaned = clean(read)
    if not cleaned.text.strip():
        raise input_error("no_text")
    return tabulate(doc_id, source, read, cleaned, annotate(cleaned, read.hints, learned))


__all__ = [
    "extract_bytes",
    "extract_file",
    "extract_inputs",
    "extract_members",
    "extract_or_error",
    "extract_text",
    "failed",
    "read_file",
]
