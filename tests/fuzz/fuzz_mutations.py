"""Ways to spoil a file; each is decided by the random numbers it is given, so a case is named by its number."""

from __future__ import annotations

import io
import random
import struct
import zipfile
from collections.abc import Callable, Mapping, Sequence

_NASTY = (
    b"\x00", b"\xff\xfe", b"\xef\xbb\xbf", b"\x1a", b"\x0c", b"\r", b"\xc2\xad", b"\xed\xa0\x80", b"\xe2\x80\xae", b"%", b"|", b"<", b"]]>", b"&#0;",
    b"&#x110000;", b"\xcc\xa3" * 50, "Ð".encode(), b"9" * 400, b"1." * 300, b"31/02/9999", b"0/0/0", "½ tỷ".encode(), b"=1+1", b"99999999999999999999,9%",
    "Số: /BC-".encode(), "từ 1 đến 2 đến 3 ".encode() * 20, b"(" * 200, b"I. " * 100, b"| " * 200, "٣٤".encode(), "１２３ đồng".encode(), b"1e999", b"-0",
    b"NaN", b"inf", "năm 0000".encode(), "²³¹".encode(), "Ⅻ%".encode(), b"\xf0\x9f\x98\x80", "e\u0301" .encode(),
)  # fmt: skip
_NUMBERS = (0, 1, 0x7F, 0x80, 0xFF, 0x7FFF, 0xFFFF, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF)
_DEEP = (
    b"<div>",
    b"<table><tr><td>",
    b"<b>",
    b"[",
    b"> ",
    b"- ",
    b"{",
    b"<w:tbl><w:tr><w:tc>",
    b"<text:span>",
    b"(",
    b"<<",
    b"*",
)
_DOCTYPE = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c SYSTEM "file:///etc/passwd">]>'

Mutation = Callable[[random.Random, bytes, Sequence[bytes]], bytes]


def _place(r: random.Random, data: bytes) -> int:
    return r.randrange(len(data)) if data else 0


def _flip(r: random.Random, data: bytes, others: Sequence[bytes]) -> bytes:
    out = bytearray(data)
    for _ in range(r.choice((1, 2, 8, 64))):
        if out:
            out[_place(r, data)] ^= 1 << r.randrange(8)
    return bytes(out)


def _cut(r: random.Random, data: bytes, others: Sequence[bytes]) -> bytes:
    at = _place(r, data)
    return data[:at] if r.random() < 0.7 else data[at:]


def _repeat(r: random.Random, data: bytes, others: Sequence[bytes]) -> bytes:
    at, length = _place(r, data), r.choice((1, 10, 100, 3000))
    return data[:at] + data[at : at + length] * r.choice((2, 5, 20)) + data[at + length :]


def _remove(r: random.Random, data: bytes, others: Sequence[bytes]) -> bytes:
    at = _place(r, data)
    return data[:at] + data[at + r.choice((1, 4, 50, 2000)) :]


def _splice(r: random.Random, data: bytes, others: Sequence[bytes]) -> bytes:
    other = r.choice(others)
    head, tail = data[: _place(r, data)], other[_place(r, other) :]
    return head + tail if r.random() < 0.5 else head + tail[:2000] + data[len(head) :]


def _insert(r: random.Random, data: bytes, others: Sequence[bytes]) -> bytes:
    for _ in range(r.choice((1, 3, 10))):
        at = _place(r, data)
        data = data[:at] + r.choice(_NASTY) + data[at:]
    return data


def _nulls(r: random.Random, data: bytes, others: Sequence[bytes]) -> bytes:
    at = _place(r, data)
    return data[:at] + b"\0" * r.choice((1, 16, 5000)) + data[at:]


def _length(r: random.Random, data: bytes, others: Sequence[bytes]) -> bytes:
    """A number where one may stand, most of them near the file's head or end, where sizes and offsets are."""
    out = bytearray(data)
    for _ in range(r.choice((1, 3))):
        at = r.choice((_place(r, data), _place(r, data[:600]), max(0, len(data) - 1 - _place(r, data[-600:]))))
        kind = r.choice(("<H", "<I", ">H", ">I", "B"))
        size = struct.calcsize(kind)
        if at + size <= len(out):
            struct.pack_into(kind, out, at, r.choice(_NUMBERS) & (256**size - 1))
    return bytes(out)


def _deepen(r: random.Random, data: bytes, others: Sequence[bytes]) -> bytes:
    at = r.choice((_place(r, data), 0))
    return data[:at] + r.choice(_DEEP) * r.choice((10, 300, 3000)) + data[at:]


def _digits(r: random.Random, data: bytes, others: Sequence[bytes]) -> bytes:
    """Other numbers and words where numbers stand."""
    out = bytearray(data)
    places = [at for at, byte in enumerate(out) if 48 <= byte <= 57]
    for at in r.sample(places, min(len(places), r.choice((1, 5, 50)))):
        out[at] = r.choice(b"0123456789.,/-%")
    return bytes(out)


def _shuffle(r: random.Random, data: bytes, others: Sequence[bytes]) -> bytes:
    lines = data.split(b"\n")
    r.shuffle(lines)
    return b"\n".join(lines)


def _entities(r: random.Random, data: bytes, others: Sequence[bytes]) -> bytes:
    at = data.find(b"?>") + 2 if b"?>" in data[:200] else 0
    out = data[:at] + _DOCTYPE + data[at:]
    place = out.find(b">", len(out) // 2) + 1
    return out[:place] + r.choice((b"&b;", b"&c;", b"&nosuch;")) + out[place:]


_BYTES: tuple[Mutation, ...] = (
    _flip, _cut, _repeat, _remove, _splice, _insert, _nulls, _length, _deepen, _digits, _shuffle, _entities,
)  # fmt: skip


def _member(r: random.Random, data: bytes, others: Sequence[bytes]) -> bytes:
    """An archive (a Word file is one) with one member spoilt and packed again, so that the damage reaches its parser."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = [(info.filename, archive.read(info)) for info in archive.infolist()]
    except Exception:
        return _flip(r, data, others)
    if not entries:
        return data
    # The largest XML part holds the text.
    at = max(range(len(entries)), key=lambda i: len(entries[i][1])) if r.random() < 0.5 else r.randrange(len(entries))
    name, content = entries[at]
    choice = r.random()
    if choice < 0.8:
        entries[at] = (name, r.choice(_BYTES)(r, content, others))
    elif choice < 0.9:
        entries[at] = (r.choice(("../x", "", "a\0b", "/", "x" * 300, name.upper(), "a//b")), content)
    else:
        del entries[at]
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for entry, part in entries:
            # OpenDocument is known by its type, which stands unpacked at its beginning.
            how = zipfile.ZIP_STORED if entry == "mimetype" else zipfile.ZIP_DEFLATED
            archive.writestr(zipfile.ZipInfo(entry or "_", (2023, 1, 1, 0, 0, 0)), part, how)
    return out.getvalue()


def mutated(number: int, kind: str, seeds: Mapping[str, Sequence[bytes]]) -> tuple[str, bytes]:
    """Case `number` of a format.

    Args:
        number: names the case; the same one is always the same file.
        kind: a key of `seeds`.
        seeds: whole files by format.

    Returns:
        a file name and what is in it.
    """
    r = random.Random(f"{kind} {number}")
    others = [file for files in seeds.values() for file in files if len(file) < 200_000]
    data = r.choice(seeds[kind])
    for _ in range(r.choice((1, 1, 1, 2, 3))):
        packed = data.startswith(b"PK\x03\x04") and r.random() < 0.7
        data = (_member if packed else r.choice(_BYTES))(r, data, others)
    suffix = r.choice(sorted(seeds)) if r.random() < 0.1 else kind
    return f"{kind}-{number}.{suffix}", data
