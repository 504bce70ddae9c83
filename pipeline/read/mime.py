"""MIME messages (RFC 2045 to 2049): their parts, headers and texts, whatever damage they have taken.

Parsed with the `email` package's old policy: its new one decodes headers by a grammar that takes quadratic time on
hostile ones and fails on damaged ones; words of RFC 2047 and 2231 are decoded here instead.
"""

from __future__ import annotations

import email
import email.policy
import unicodedata
from email.errors import HeaderParseError
from email.header import decode_header
from email.message import Message
from email.utils import collapse_rfc2231_value, parsedate_to_datetime

import regex

from pipeline.errors import InputError, input_error
from pipeline.read.encoding import Decoded, decode

_HEADER_LINE = regex.compile(r"([A-Za-z][A-Za-z0-9-]{1,60})[ \t]*:")
_TELLING = frozenset(
    {"mime-version", "message-id", "received", "return-path", "delivered-to", "content-transfer-encoding"}
)
_COMMON = frozenset({"from", "to", "subject", "date", "cc", "content-type", "reply-to", "sender"})
_SNIFFED = 16_384
_LONGEST_HEADER = 10_000
"""Characters of a header that are decoded."""
_MOST_PARTS = 20_000
_DEEPEST = 40
"""Parts within parts; real mail stays below ten."""


def header_names(data: bytes) -> frozenset[str]:
    """Names, in lower case, of the headers that a file begins with; none where it begins with anything else."""
    head = data[:_SNIFFED].removeprefix(b"\xef\xbb\xbf").lstrip(b"\r\n").decode("latin-1")
    names = set()
    for at, line in enumerate(head.splitlines()):
        if not line.strip():
            break
        if line[0] in " \t" or (at == 0 and line.startswith("From ")):
            continue
        match = _HEADER_LINE.match(line)
        if match is None:
            return frozenset()
        names.add(match[1].lower())
    return frozenset(names)


def looks_like_message(data: bytes, *, named: bool = False) -> bool:
    """Whether a file begins as an e-mail or a saved web page does.

    Args:
        data: the file.
        named: its name says it is; then the headers that any letter could begin with (`Subject: …`) are enough.
    """
    names = header_names(data)
    if named:
        return len(names & (_TELLING | _COMMON)) >= 2
    return bool(names & _TELLING) and len(names & (_TELLING | _COMMON)) >= 2


def parse(data: bytes) -> Message:
    """A message's tree of parts.

    Raises:
        InputError: `damaged_mail` where it cannot be taken apart, or only endlessly; `too_many_members`.
    """
    try:
        message = email.message_from_bytes(
            data.removeprefix(b"\xef\xbb\xbf").lstrip(b"\r\n"), policy=email.policy.compat32
        )
    except (RecursionError, ValueError, LookupError, TypeError, AttributeError, IndexError) as error:
        raise input_error("damaged_mail") from error
    _check(message)
    return message


def _check(message: Message) -> None:
    """Refuse endless trees, and cut endless headers, which take quadratic time to read."""
    level, count = [message], 0
    for _ in range(_DEEPEST):
        count += len(level)
        if count > _MOST_PARTS:
            raise input_error("too_many_members", limit=_MOST_PARTS)
        for part in level:
            for name, value in list(part.raw_items()):
                if len(str(value)) > _LONGEST_HEADER:
                    part.replace_header(name, str(value)[:_LONGEST_HEADER])
        level = [child for part in level for child in children(part)]
        if not level:
            return
    raise input_error("damaged_mail")


def children(part: Message) -> list[Message]:
    """The parts of a multipart, or the message in a forwarded one; none where there are none."""
    payload = part.get_payload()
    return [child for child in payload if isinstance(child, Message)] if isinstance(payload, list) else []


def content_type(part: Message) -> str:
    """`text/html` and the like, lower case; what RFC 2045 assumes where the header is missing or broken."""
    try:
        return part.get_content_type()
    except Exception:
        return "application/octet-stream"


def disposition(part: Message) -> str | None:
    """`attachment`, `inline`, or null."""
    try:
        return part.get_content_disposition()
    except Exception:
        return None


def header(part: Message, name: str) -> str | None:
    """A header's text with its encoded words decoded, on one line; null where there is none."""
    raw = next((str(value) for key, value in part.raw_items() if key.lower() == name), None)
    return None if raw is None else decode_words(raw)


def decode_words(raw: str) -> str:
    """Text with the encoded words of RFC 2047 decoded; bytes that stand bare are read as a text file's are."""
    raw = raw[:_LONGEST_HEADER]
    pieces = []
    try:
        for piece, charset in decode_header(_bare_bytes(raw)):
            pieces.append(piece if isinstance(piece, str) else _decoded_word(piece, charset))
    except (HeaderParseError, ValueError, LookupError):
        pieces = [raw]
    return unicodedata.normalize("NFC", " ".join("".join(pieces).split()))


def _bare_bytes(raw: str) -> str:
    """Bytes beyond ASCII stand as lone surrogates in what the parser gives."""
    if raw.isascii():
        return raw
    try:
        return decode(raw.encode("utf-8", "surrogateescape")).text
    except (InputError, UnicodeEncodeError):
        return raw.encode("utf-8", "replace").decode("utf-8")


def _decoded_word(piece: bytes, charset: str | None) -> str:
    if charset:
        try:
            return piece.decode(charset)
        except (LookupError, UnicodeDecodeError):
            pass
    try:
        return decode(piece).text
    except InputError:
        return piece.decode("latin-1")


def file_name(part: Message) -> str | None:
    """The name a part gives itself, by RFC 2183, 2231 or, against it but everywhere, 2047; null where it has none."""
    try:
        for name, key in (("content-disposition", "filename"), ("content-type", "name")):
            value = part.get_param(key, None, name)
            if isinstance(value, tuple):
                value = collapse_rfc2231_value(value)
            if isinstance(value, str) and value.strip():
                return decode_words(value.strip().strip('"'))
    except Exception:
        return None
    return None


def body(part: Message) -> bytes:
    """A part's bytes, its transfer encoding undone as far as it goes."""
    try:
        payload = part.get_payload(decode=True)
    except Exception:
        payload = None
    return payload if isinstance(payload, bytes) else b""


def text(part: Message) -> Decoded:
    """A part's text: UTF-8 where it fits (many a header lies), else as declared, else as a text file is read.

    Raises:
        InputError: no encoding fits.
    """
    data = body(part)
    try:
        return Decoded(data.decode("utf-8-sig")) if b"\x1b$" not in data else Decoded(data.decode("iso-2022-jp"))
    except UnicodeDecodeError:
        pass
    try:
        charset = (part.get_content_charset() or "").lower()
    except Exception:
        charset = ""
    if charset in ("windows-1258", "cp1258"):
        return Decoded(unicodedata.normalize("NFC", data.decode("cp1258", "replace")), "cp1258")
    if charset.startswith(("utf-16", "utf-7", "utf-32")):
        try:
            return Decoded(data.decode(charset))
        except (LookupError, UnicodeDecodeError):
            pass
    return decode(data)


def date(message: Message) -> str | None:
    """The day a message was sent, as its sender's clock had it: `YYYY-MM-DD`, or null."""
    raw = header(message, "date")
    if not raw:
        return None
    try:
        return parsedate_to_datetime(raw[:200]).date().isoformat()
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


__all__ = [
    "body", "children", "content_type", "date", "decode_words", "disposition", "file_name", "header", "header_names",
    "looks_like_message", "parse", "text",
]  # fmt: skip
