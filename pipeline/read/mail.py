"""E-mails (`.eml`) and saved web pages (`.mhtml`): their text.

Attachments are inputs of their own (`pipeline.read.containers`). What a page or message links to, or brings as
pictures and style sheets, is neither fetched nor read.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from email.message import Message

import regex

from pipeline.document import Block, Hints, ReadResult
from pipeline.errors import InputError, input_error
from pipeline.read import html, mime
from pipeline.read.plain import read_text
from pipeline.read.reader import Limits, Reader

_MARKUP = regex.compile(rb"<[^<>]*>|&\w{1,10};|\s+")
_UNSEEN = regex.compile(rb"</?(?:style|script)\b", regex.IGNORECASE)
_FORM_SHARE = 0.3
"""Of the longest form of a message's text that its plain form holds, if it is one."""
_PAGE_SUFFIXES = (".mhtml", ".mht")
_MAIL_SUFFIXES = (".eml",)
_LETTER_HEADERS = frozenset({"to", "received", "return-path", "delivered-to", "message-id", "cc", "bcc"})


def is_page(data: bytes) -> bool:
    """Whether bytes are a web page saved with its pictures: a message to nobody."""
    names = mime.header_names(data)
    if "mime-version" not in names or names & _LETTER_HEADERS:
        return False
    head = data[:16_384].lower()
    return b"multipart/related" in head or "snapshot-content-location" in names or b"text/html" in head


def is_mail(data: bytes, name: str = "") -> bool:
    """Whether bytes are an e-mail.

    Args:
        data: the file.
        name: its name; with the suffix `.eml` fewer headers convince.
    """
    return mime.looks_like_message(data, named=name.lower().endswith(_MAIL_SUFFIXES)) and not is_page(data)


def has_text(data: bytes) -> bool:
    """Whether an e-mail says anything itself, besides what is attached to it."""
    try:
        return any(mime.body(part).strip() for part in texts_of(mime.parse(data)))
    except InputError:
        return False


def texts_of(part: Message) -> Iterator[Message]:
    """The parts that make up a message's own text, in order; of alternatives the plain one.

    Args:
        part: a message or a part of one.
    """
    kind = mime.content_type(part)
    if mime.disposition(part) == "attachment":
        return
    if kind in ("text/plain", "text/html"):
        # A named one is a file, also where it is to be shown within the message.
        if mime.file_name(part) is None:
            yield part
        return
    if not kind.startswith("multipart/"):
        return
    parts = mime.children(part)
    if kind == "multipart/alternative":
        offered = [list(texts_of(choice)) for choice in parts]
        said = [choice for choice in offered if any(mime.body(text).strip() for text in choice)]
        plain = [choice for choice in said if all(mime.content_type(text) == "text/plain" for text in choice)]
        longest = max(map(_letters, said), default=0)
        # `This message needs a reader of web pages` is no form of its text.
        yield from next((choice for choice in plain if _letters(choice) >= longest * _FORM_SHARE), None) or max(
            said, key=_letters, default=[]
        )
    elif kind == "multipart/related":
        yield from texts_of(parts[0]) if parts else ()
    else:
        for child in parts:
            yield from texts_of(child)


def _letters(parts: Sequence[Message]) -> int:
    """About how much parts say, in bytes without tags, blanks, styles and scripts."""
    seen = (piece for part in parts for piece in _UNSEEN.split(mime.body(part))[::2])
    return sum(len(_MARKUP.sub(b"", piece)) for piece in seen)


def _read_mail(data: bytes, limits: Limits) -> ReadResult:
    message = mime.parse(data)
    result = _joined([read for part in texts_of(message) if (read := _part(part, limits))])
    hints = Hints(title=mime.header(message, "subject") or None, published=mime.date(message))
    return replace(result, media_type="message/rfc822", text_source="eml", hints=hints)


def _part(part: Message, limits: Limits) -> ReadResult | None:
    """What one part says; null where it says nothing."""
    decoded = mime.text(part)
    if not decoded.text.strip("\ufeff\x00 \t\r\n\f"):
        return None
    if mime.content_type(part) == "text/plain" and not html.READER.sniff(decoded.text.encode("utf-8", "replace")):
        return read_text(decoded.text, decoded.encoding_fixed, decoded.warnings)
    try:
        result = html.READER.read(decoded.text.encode("utf-8", "replace"), limits)
    except InputError as error:
        if error.code == "no_text":
            return None
        raise
    fixed = decoded.encoding_fixed if decoded.encoding_fixed != "none" else result.encoding_fixed
    return replace(result, encoding_fixed=fixed, warnings=(*decoded.warnings, *result.warnings))


def _joined(results: Sequence[ReadResult]) -> ReadResult:
    """Several parts as one text; layout lines only where all of them are."""
    if not results:
        raise input_error("no_text")
    if len(results) == 1:
        return results[0]
    blocks: list[Block] = []
    lines = any(result.lines for result in results)
    for result in results:
        for block in result.blocks:
            blocks.append(block)
            if lines and not result.lines:
                # A paragraph among lines is set off by blank ones.
                blocks.append(Block(""))
        blocks.append(Block(""))
    fixed = sorted({result.encoding_fixed for result in results} - {"none"})
    warnings = tuple(warning for result in results for warning in result.warnings)
    return replace(
        results[0],
        blocks=tuple(blocks if lines else [block for block in blocks if block.text]),
        encoding_fixed="+".join(fixed) or "none",
        warnings=warnings,
        lines=lines,
        n_pages=None,
    )


def _read_page(data: bytes, limits: Limits) -> ReadResult:
    message = mime.parse(data)
    parts = [part for part in _all_parts(message) if mime.content_type(part) in ("text/html", "application/xhtml+xml")]
    start = (message.get_param("start") or "") if not isinstance(message.get_param("start"), tuple) else ""
    main = next((part for part in parts if start and mime.header(part, "content-id") == start), None)
    # Frames and advertisements come as pages too, behind the one that was saved.
    for part in ([main] if main else []) + parts:
        result = _part(part, limits)
        if result is not None:
            return replace(result, media_type="multipart/related", text_source="mhtml")
    texts = [read for part in texts_of(message) if (read := _part(part, limits))]
    return replace(_joined(texts), media_type="multipart/related", text_source="mhtml")


def _all_parts(part: Message) -> Iterator[Message]:
    yield part
    for child in mime.children(part):
        yield from _all_parts(child)


MAIL = Reader("eml", _MAIL_SUFFIXES, is_mail, _read_mail)
PAGE = Reader("mhtml", _PAGE_SUFFIXES, is_page, _read_page)

__all__ = ["MAIL", "PAGE", "has_text", "is_mail", "is_page", "texts_of"]
