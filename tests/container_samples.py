"""Archives and letters for tests, and what comes of them."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Iterable
from email.message import EmailMessage

from pipeline import core
from pipeline.read import Limits
from pipeline.read.containers import Member, members

TEXT = "Năm 2023, Liên đoàn Lao động tỉnh kết nạp 12 đoàn viên.\n".encode()
Entries = Iterable[tuple[str | zipfile.ZipInfo, bytes]]


def zipped(entries: Entries, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, data in entries:
            archive.writestr(name, data)
    return out.getvalue()


def raw_named(name: bytes, data: bytes = TEXT, extra: bytes = b"") -> bytes:
    """An archive whose one name is these bytes, not marked as UTF-8, as old programs write it."""
    local = struct.pack(
        "<4s5H3I2H", b"PK\x03\x04", 20, 0, 0, 0, 0, zlib.crc32(data), len(data), len(data), len(name), len(extra)
    )
    body = local + name + extra + data
    fields = (20, 20, 0, 0, 0, 0, zlib.crc32(data), len(data), len(data), len(name), len(extra), 0, 0, 0, 0, 0)
    entry = struct.pack("<4s6H3I5H2I", b"PK\x01\x02", *fields) + name + extra
    return body + entry + struct.pack("<4s4H2IH", b"PK\x05\x06", 0, 0, 1, 1, len(entry), len(body), 0)


def found(data: bytes, name: str = "a.zip", limits: Limits | None = None) -> dict[str, str]:
    """Source of each input → `ok`, or the code of its problem."""
    listed: list[Member] = list(members(data, name, limits))
    sources = [member.source for member in listed]
    assert len(set(sources)) == len(sources), "two inputs with one source"
    return {member.source: member.problem.code if member.problem else "ok" for member in listed}


def letter(subject: str = "Báo cáo tháng 6", body: str = "Kính gửi các đơn vị.") -> EmailMessage:
    message = EmailMessage()
    message["From"] = "Văn phòng <vanphong@example.vn>"
    message["To"] = "nhan@example.vn"
    message["Subject"] = subject
    message["Date"] = "Tue, 04 Jul 2023 23:30:00 +0700"
    message["Message-ID"] = "<1@example.vn>"
    message.set_content(body)
    return message


def rows_of(data: bytes, name: str) -> tuple[dict[str, dict[str, object]], dict[str, str]]:
    """Documents by source, error codes by source."""
    documents, errors = {}, {}
    for rows in core.extract_members(data, name):
        documents.update({row["source"]: row for row in rows.documents})
        errors.update({row["source"]: row["error"] for row in rows.errors})
    return documents, errors
