"""Which reader takes a file, and what is said of one that none takes."""

from __future__ import annotations

from dataclasses import replace
from pathlib import PurePath

from pipeline.document import ReadResult
from pipeline.errors import InputError, input_error
from pipeline.read import docx, html, images, kinds, mail, markdown, plain
from pipeline.read.encoding import looks_binary
from pipeline.read.office import OFFICE_READERS, ole
from pipeline.read.pdf import read as pdf
from pipeline.read.reader import Limits, Reader

_READERS: tuple[Reader, ...] = (
    pdf.READER,
    docx.READER,
    *OFFICE_READERS,
    images.READER,
    mail.MAIL,
    mail.PAGE,
    html.READER,
    markdown.READER,
    plain.READER,
)
"""In the order they are asked; plain text, which takes whatever is text, last."""
_BINARY = frozenset({"pdf", "docx", "image", *(reader.kind for reader in OFFICE_READERS)})
_MESSAGES = frozenset({"eml", "mhtml"})
_OFTEN_TEXT = frozenset({"doc", "xls", "ppt", "rtf", *_MESSAGES})
"""Names under which web pages and plain text are saved and sent, and opened by the programs all the same."""
_OLE = frozenset(
    suffix for reader in OFFICE_READERS if reader.kind in ("doc", "xls", "ppt") for suffix in reader.suffixes
)
_ZIPPED = frozenset(
    suffix
    for reader in (docx.READER, *OFFICE_READERS)
    if reader.kind in ("docx", "xlsx", "pptx", "odt", "ods", "odp")
    for suffix in reader.suffixes
)

SUFFIXES: frozenset[str] = frozenset(suffix for reader in _READERS for suffix in reader.suffixes)
"""Suffixes of the files that can be read, lower case with the dot."""


def read_bytes(data: bytes, name: str, limits: Limits | None = None) -> ReadResult:
    """Read one file.

    Args:
        data: the whole file.
        name: its name or path; only its suffix counts, and only as a hint.
        limits: what it may cost; null: the defaults.

    Raises:
        InputError: it cannot be read; the code says why (`pipeline.errors.ERROR_KINDS`).
    """
    limits = limits or Limits()
    suffix = PurePath(name).suffix.lower()
    if not data.strip(b"\xef\xbb\xbf\x00 \t\r\n\f"):
        raise input_error("empty_file")
    if len(data) > limits.max_bytes:
        raise input_error("too_large", size=_megabytes(len(data)), limit=_megabytes(limits.max_bytes))
    reader = _reader_of(data, suffix)
    if reader is None:
        raise _refusal(data, suffix)
    try:
        result = reader.read(data, limits)
    except InputError:
        raise
    except MemoryError as error:
        raise input_error("too_much_memory", limit=_megabytes(limits.max_memory)) from error
    except Exception as error:
        raise input_error("reader_failed", detail=f"{reader.kind}: {type(error).__name__}") from error
    if not any(block.text.strip() for block in result.blocks):
        raise input_error("no_text")
    chars = sum(len(block.text) for block in result.blocks)
    if chars > limits.max_chars:
        raise _too_much_text(chars, limits.max_chars)
    if suffix in SUFFIXES and suffix not in reader.suffixes:
        warning = f"the name ends in {suffix} but the content is {reader.kind}"
        return replace(result, warnings=(*result.warnings, warning))
    return result


def _reader_of(data: bytes, suffix: str) -> Reader | None:
    """The reader for bytes: by content; among the kinds of text, by name."""
    if kinds.is_encrypted_office(data):
        raise input_error("encrypted_office")
    named = next((reader for reader in _READERS if suffix in reader.suffixes), None)
    for reader in _READERS:
        # Messages are told by their first lines, whatever bytes follow.
        if reader.kind in _BINARY | _MESSAGES and reader.sniff(data):
            return reader
    if named is mail.MAIL and mail.is_mail(data, suffix):
        return mail.MAIL
    if named and named.kind in _OFTEN_TEXT:
        named = None
    if (named and named.kind in _BINARY) or looks_binary(data):
        return None
    if kinds.foreign_kind(data) and not html.READER.sniff(data):
        return None
    for reader in _READERS:
        if reader.kind not in _BINARY and reader.sniff(data):
            # Markdown is plain text to a sniffer, and HTML named .txt is still HTML.
            return named if named and reader is plain.READER else reader
    return None


def _refusal(data: bytes, suffix: str) -> InputError:
    """The error for bytes that no reader takes."""
    kind = kinds.foreign_kind(data)
    if kind is None:
        kind = kinds.UNKNOWN if looks_binary(data) else kinds.WEB_PAGE if html.READER.sniff(data) else kinds.PLAIN
    if suffix in SUFFIXES:
        if suffix in _ZIPPED and data.startswith(kinds.ZIP_MARK) and kinds.zip_names(data) is None:
            return input_error("truncated_office")
        # Its streams are named in it, and yet it does not hold them.
        whole = ole.root_streams(data) is not None and suffix not in kind.en
        if suffix in _OLE and data.startswith(kinds.OLE_MARK) and not whole:
            return input_error("damaged_office")
        return input_error("wrong_type", suffix=suffix, found_vi=kind.vi, found_en=kind.en)
    # Archives are taken apart before anything is read (`pipeline.read.containers`).
    readable = ", ".join(sorted({*SUFFIXES, ".zip"}))
    return input_error("unsupported_type", found_vi=kind.vi, found_en=kind.en, readable=readable)


def _too_much_text(chars: int, limit: int) -> InputError:
    chars_en, limit_en = f"{chars:,}", f"{limit:,}"
    chars_vi, limit_vi = chars_en.replace(",", "."), limit_en.replace(",", ".")
    return input_error("too_much_text", chars_vi=chars_vi, chars_en=chars_en, limit_vi=limit_vi, limit_en=limit_en)


def _megabytes(count: int) -> str:
    return f"{count / 2**20:.0f} MB"


__all__ = ["SUFFIXES", "read_bytes"]
