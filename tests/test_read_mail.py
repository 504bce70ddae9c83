"""E-mails and saved web pages: their text, and what they bring."""

from __future__ import annotations

from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText

import pytest
from container_samples import TEXT, found, letter, rows_of, zipped
from file_samples import docx_of, paragraph

from pipeline import core

# E-mail


def test_a_letter_and_what_it_brings() -> None:
    message = letter()
    message.add_attachment(
        docx_of(paragraph("Năm 2023, kết nạp 12 đoàn viên")),
        maintype="application",
        subtype="octet-stream",
        filename="Báo cáo tháng 6.docx",
    )
    message.add_attachment(zipped([("b.txt", TEXT)]), maintype="application", subtype="zip", filename="gói.zip")
    documents, errors = rows_of(bytes(message), "thu.eml")
    assert errors == {}
    assert set(documents) == {"thu.eml", "thu.eml/Báo cáo tháng 6.docx", "thu.eml/gói.zip/b.txt"}
    itself = documents["thu.eml"]
    assert itself["title"] == "Báo cáo tháng 6"
    assert itself["issued_on"] == "2023-07-04"
    assert itself["text"] == "Kính gửi các đơn vị."
    assert itself["media_type"] == "message/rfc822"


def test_a_forwarded_letter_is_a_member() -> None:
    inner = letter("Thư gốc", "Nội dung thư gốc.")
    inner.add_attachment(TEXT, maintype="text", subtype="plain", filename="a.txt")
    outer = letter("Chuyển tiếp", "Xem thư kèm.")
    outer.add_attachment(inner)
    documents, errors = rows_of(bytes(outer), "x.eml")
    assert errors == {}
    assert {source: row["text"].splitlines()[0] for source, row in documents.items()} == {  # type: ignore[attr-defined]
        "x.eml": "Xem thư kèm.",
        "x.eml/1.eml": "Nội dung thư gốc.",
        "x.eml/1.eml/a.txt": TEXT.decode().strip(),
    }


def test_a_letter_without_a_word_is_only_what_it_brings() -> None:
    message = letter(body="\n")
    message.add_attachment(TEXT, maintype="application", subtype="octet-stream", filename="a.txt")
    assert found(bytes(message), "x.eml") == {"x.eml/a.txt": "ok"}
    assert rows_of(bytes(letter(body="\n")), "x.eml")[1] == {"x.eml": "no_text"}


def test_the_plain_form_is_read_where_both_are_there() -> None:
    message = letter(body="Bản chữ thường.")
    message.add_alternative("<html><body><p>Bản trang web.</p></body></html>", subtype="html")
    documents, _ = rows_of(bytes(message), "x.eml")
    assert [row["text"] for row in documents.values()] == ["Bản chữ thường."]
    message = letter(body="Xem bản web.")
    message.add_alternative(f"<html><body><p>{TEXT.decode() * 20}</p></body></html>", subtype="html")
    documents, _ = rows_of(bytes(message), "x.eml")
    assert "12 đoàn viên" in str(documents["x.eml"]["text"]), "a plain form that is none"
    only = MIMEText("<html><body><p>Năm 2023 kết nạp <b>12</b> đoàn viên.</p></body></html>", "html", "utf-8")
    only["Subject"], only["Message-ID"] = "x", "<1>"
    documents, _ = rows_of(only.as_bytes(), "x.eml")
    assert [row["text"] for row in documents.values()] == ["Năm 2023 kết nạp 12 đoàn viên."]


def test_small_pictures_in_the_text_are_no_inputs_but_scans_are() -> None:
    message = MIMEMultipart("related")
    message["Subject"], message["Message-ID"] = "x", "<1>"
    message.attach(MIMEText("<p>Kính gửi các đơn vị.</p><img src='cid:logo'>", "html", "utf-8"))
    from email.mime.image import MIMEImage

    for name, size in (("logo.png", 2000), ("scan.png", 200_000)):
        picture = MIMEImage(b"\x89PNG\r\n\x1a\n" + bytes(size), "png", name=name)
        picture["Content-ID"] = f"<{name}>"
        message.attach(picture)
    assert found(message.as_bytes(), "x.eml") == {"x.eml": "ok", "x.eml/scan.png": "ok"}


ENCODED = [
    ("Kính gửi: Tổng Liên đoàn", "utf-8", "base64", "base64"),
    ("Kính gửi: Tổng Liên đoàn", "utf-8", "quoted-printable", "quoted-printable"),
    ("Kính gửi: Tổng Liên đoàn", "utf-8", "8bit", "bare bytes"),
]


@pytest.mark.parametrize(("said", "charset", "transfer", "why"), ENCODED)
def test_transfer_encodings(said: str, charset: str, transfer: str, why: str) -> None:
    message = letter()
    message.set_content(said, charset=charset, cte=transfer)
    documents, _ = rows_of(bytes(message), "x.eml")
    assert documents["x.eml"]["text"] == said


def windows_1258(text: str) -> bytes:
    """As Windows writes Vietnamese: letters with their hats, tones behind them."""
    import unicodedata

    out = ""
    for character in text:
        parts = unicodedata.normalize("NFD", character)
        tone = [c for c in parts if c in "\u0300\u0301\u0303\u0309\u0323"]
        base = unicodedata.normalize("NFC", "".join(c for c in parts if c not in tone))
        out += base + "".join(tone)
    return out.encode("cp1258")


def test_windows_1258_and_headers_against_the_rules() -> None:
    """A body and an attachment's name in the old Windows code page, a bare UTF-8 subject, an RFC 2231 name."""
    said = "Kính gửi: Liên đoàn Lao động các huyện, thị xã"
    raw = (
        b"Message-ID: <1>\r\nSubject: " + "Báo cáo quý".encode() + b"\r\nMIME-Version: 1.0\r\n"
        b"Content-Type: multipart/mixed; boundary=B\r\n\r\n--B\r\nContent-Type: text/plain; charset=windows-1258\r\n\r\n"
        + windows_1258(said)
        + b'\r\n--B\r\nContent-Type: text/plain; name="=?windows-1258?Q?B=E1o_c=E1o.txt?="\r\n'
        b"Content-Disposition: attachment\r\n\r\nx1\r\n--B\r\nContent-Type: text/plain\r\n"
        b"Content-Disposition: attachment; filename*0*=UTF-8''B%C3%A1o; filename*1*=%20c%C3%A1o%202.txt\r\n\r\nx2\r\n--B--\r\n"
    )
    documents, errors = rows_of(raw, "x.eml")
    assert documents["x.eml"]["text"] == said
    assert documents["x.eml"]["title"] == "Báo cáo quý"
    assert set(documents) == {"x.eml", "x.eml/Báo cáo.txt", "x.eml/Báo cáo 2.txt"}
    assert errors == {}


def test_an_attachment_cannot_name_a_place() -> None:
    message = letter()
    for name in ("../../x.txt", "C:\\x\\y.txt", ".."):
        message.add_attachment(TEXT + name.encode(), maintype="application", subtype="octet-stream", filename=name)
    assert found(bytes(message), "x.eml") == {
        "x.eml": "ok",
        "x.eml/x.txt": "ok",
        "x.eml/y.txt": "ok",
        "x.eml/3.bin": "ok",
    }


def test_text_that_begins_like_a_letter_is_text() -> None:
    """`Số: …` and `Subject: …` open many a text; only the name or the headers of a mail server make it an e-mail."""
    for text in ("Số: 12/BC\nKính gửi: Ban\n\nNội dung.", "Subject: x\n\nNội dung báo cáo."):
        assert core.extract_bytes(text.encode(), "a.txt").documents[0]["text_source"] == "plain"
    by_name = core.extract_bytes("From: a\nSubject: x\n\nNội dung báo cáo.".encode(), "a.eml").documents[0]
    assert by_name["text_source"] == "eml"


@pytest.mark.parametrize("depth", [60, 3000])
def test_endless_parts_within_parts_end(depth: int) -> None:
    parts = b"".join(b"--B%d\r\nContent-Type: multipart/mixed; boundary=B%d\r\n\r\n" % (i, i + 1) for i in range(depth))
    data = b"Message-ID: <1>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=B0\r\n\r\n" + parts
    assert rows_of(data, "x.eml") == ({}, {"x.eml": "damaged_mail"})


def test_letters_within_letters_end() -> None:
    message = letter(body="trong cùng")
    for _ in range(7):
        outer = letter(body="ngoài")
        outer.add_attachment(message)
        message = outer
    assert list(found(bytes(message), "x.eml").values()) == ["ok"] * 5 + ["nested_too_deep"]


# Saved web pages


def saved_page(charset: str = "utf-8") -> bytes:
    page = MIMEMultipart("related", type="text/html")
    page["Snapshot-Content-Location"] = "http://example.vn/tin"
    page.attach(
        MIMEText(
            "<html><head><title>Tin</title></head><body><p>Năm 2023, kết nạp 12 đoàn viên.</p><img src='http://example.vn/a.png'></body></html>",
            "html",
            charset,
        )
    )
    page.attach(MIMEText("body { color: red }", "css"))
    return b"MIME-Version: 1.0\r\n" + page.as_bytes().replace(b"MIME-Version: 1.0\n", b"", 1)


@pytest.mark.parametrize("name", ["trang.mhtml", "trang.doc", "trang.eml"])
def test_a_saved_page_is_one_document(name: str) -> None:
    documents, errors = rows_of(saved_page(), name)
    assert errors == {}
    assert [(row["text"], row["text_source"], row["media_type"]) for row in documents.values()] == [
        ("Năm 2023, kết nạp 12 đoàn viên.", "mhtml", "multipart/related")
    ]
