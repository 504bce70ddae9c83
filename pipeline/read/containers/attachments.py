"""What an e-mail brings with it: attached files and forwarded messages."""

from __future__ import annotations

from collections.abc import Iterator
from email.message import Message

from pipeline.errors import InputError
from pipeline.read import mime
from pipeline.read.containers.entry import Entry, printable
from pipeline.read.mail import texts_of

_DECORATION = 100_000
"""Bytes; a smaller picture that a message shows within its text is a logo, a larger one may be a scanned page."""
_SIGNATURES = frozenset({"application/pkcs7-signature", "application/x-pkcs7-signature", "application/pgp-signature"})
_SUFFIXES = {
    "text/plain": ".txt",
    "text/html": ".html",
    "message/rfc822": ".eml",
    "application/pdf": ".pdf",
    "image/png": ".png",
    "image/jpeg": ".jpg",
    "image/tiff": ".tif",
}


def attached(data: bytes) -> list[Entry]:
    """The files an e-mail brings, in order, its own text left out; none where it cannot be taken apart.

    Args:
        data: the message.
    """
    try:
        message = mime.parse(data)
    except InputError:
        return []
    # By identity: two parts may say the same.
    own = {id(part) for part in texts_of(message)}
    return [
        Entry(_name(part, number), _content(part)) for number, part in enumerate(_files(message, own, related=False), 1)
    ]


def _files(part: Message, own: set[int], *, related: bool) -> Iterator[Message]:
    kind = mime.content_type(part)
    if kind == "message/rfc822":
        yield part
    elif kind.startswith("multipart/"):
        alternative = kind == "multipart/alternative"
        for child in mime.children(part):
            if alternative and mime.file_name(child) is None and mime.content_type(child).startswith("text/"):
                continue
            yield from _files(child, own, related=related or kind == "multipart/related")
    elif not (id(part) in own or kind in _SIGNATURES or _is_shown(part, related=related)):
        yield part


def _is_shown(part: Message, *, related: bool) -> bool:
    """Whether a part belongs to the message's look: another form of its text, or a small picture in it."""
    kind = mime.content_type(part)
    if kind.startswith("text/"):
        return mime.file_name(part) is None and mime.disposition(part) != "attachment"
    return related and kind.startswith("image/") and len(mime.body(part)) < _DECORATION


def _name(part: Message, number: int) -> str:
    kind = mime.content_type(part)
    name = (mime.file_name(part) or "").replace("\\", "/").rpartition("/")[2].strip()
    if name in ("", ".", ".."):
        return f"{number}{_SUFFIXES.get(kind, '.bin')}"
    return printable(name)


def _content(part: Message) -> bytes:
    if mime.content_type(part) == "message/rfc822":
        inner = mime.children(part)
        try:
            return inner[0].as_bytes() if inner else b""
        except Exception:
            # What the parser took apart it cannot always put together again.
            return inner[0].as_string().encode("utf-8", "replace") if inner else b""
    return mime.body(part)


__all__ = ["attached"]
