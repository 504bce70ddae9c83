"""One document from bytes to rows: pure functions, no Prefect, no output folder.

`extract_bytes` raises the reader's `InputError`; `extract_or_error` is what a run calls: whatever happens to an input
ends in its `DocumentRows`.
"""

from __future__ import annotations

from pathlib import Path

from pipeline.tabulate import DocumentRows, document_id, error_row
from pipeline.tabulate.rows import INTERNAL_ERROR


def extract_bytes(data: bytes, source: str) -> DocumentRows:
    """Everything found in one file.

    Args:
        data: the file's bytes; `doc_id` is their hash.
        source: its path or URL, as `documents.source` shall show it; its suffix is a hint for the reader.

    Raises:
        pipeline.read.InputError: the bytes cannot be read as a document.
    """
    raise NotImplementedError


def extract_text(text: str, source: str = "text") -> DocumentRows:
    """Everything found in a text at hand; line breaks count as in a `.txt` file.

    Args:
        text: any Unicode text; `documents.text` is its cleaned form, which offsets count in.
        source: what `documents.source` shall show.

    Raises:
        pipeline.read.InputError: the text is empty.
    """
    raise NotImplementedError


def extract_file(path: Path | str, source: str | None = None) -> DocumentRows:
    """Everything found in one file on disk.

    Args:
        path: the file.
        source: what `documents.source` shall show; null: the path as given.

    Raises:
        OSError: the file cannot be opened.
        pipeline.read.InputError: it cannot be read as a document.
    """
    return extract_bytes(Path(path).read_bytes(), source or str(path))


def extract_or_error(path: Path, source: str) -> DocumentRows:
    """As `extract_file`, but every failure becomes the input's one row in `errors`; never raises."""
    raise NotImplementedError
