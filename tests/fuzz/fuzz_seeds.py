"""Real files of every format, made at test time from the sample documents in `corpus/`."""

from __future__ import annotations

import io
import shutil
import subprocess
import tempfile
import unicodedata
import zipfile
from email.message import EmailMessage
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from pathlib import Path

CORPUS = Path(__file__).parents[2] / "corpus"
_SLIDES = """<?xml version="1.0" encoding="UTF-8"?>
<office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"
 xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0" office:version="1.2"
 office:mimetype="application/vnd.oasis.opendocument.presentation"><office:body><office:presentation><draw:page draw:name="1">
<draw:frame svg:width="20cm" svg:height="5cm" svg:x="1cm" svg:y="1cm"><draw:text-box>{}</draw:text-box></draw:frame>
</draw:page></office:presentation></office:body></office:document>"""


def _sample(path: str) -> bytes:
    return (CORPUS / path).read_bytes()


def _legacy(text: str, encoding: str) -> bytes:
    """A text in an old encoding, as its fonts' bytes; what it lacks is left out."""
    from pipeline.legacy import convert

    back = {convert(chr(byte), encoding): byte for byte in range(0xA1, 0x100)}
    return bytes(ord(c) if c.isascii() else back.get(c, back.get(c.lower(), 0x3F)) for c in text)


def _cp1258(text: str) -> bytes:
    out = []
    for letter in text:
        parts = unicodedata.normalize("NFD", letter)
        tone = "".join(c for c in parts if c in "\u0300\u0301\u0303\u0309\u0323")
        out.append(unicodedata.normalize("NFC", "".join(c for c in parts if c not in tone)) + tone)
    return "".join(out).encode("cp1258", "replace")


def _letter(text: str, attachment: bytes) -> bytes:
    message = EmailMessage()
    message["From"], message["Subject"] = "Văn phòng <a@example.vn>", "Báo cáo tháng 6 năm 2023"
    message["Date"], message["Message-ID"] = "Tue, 04 Jul 2023 09:00:00 +0700", "<1@example.vn>"
    message.set_content(text)
    message.add_alternative(f"<html><body><p>{text}</p></body></html>", subtype="html")
    message.add_attachment(attachment, maintype="application", subtype="octet-stream", filename="báo cáo.docx")
    return bytes(message)


def _page(html: bytes) -> bytes:
    page = MIMEMultipart("related", type="text/html")
    page["Snapshot-Content-Location"] = "http://example.vn/tin"
    page.attach(MIMEText(html.decode("utf-8"), "html", "utf-8"))
    page.attach(MIMEText("body { color: red }", "css"))
    return page.as_bytes()


def _small_page(text: bytes) -> bytes:
    lines = text.decode("utf-8").splitlines()
    rows = "".join(f"<tr><td>{number}</td><td>{line[:40]}</td></tr>" for number, line in enumerate(lines))
    body = "".join(f"<p>{line}</p>" for line in lines)
    return f"<!DOCTYPE html><html><head><title>{lines[0]}</title></head><body>{body}<table>{rows}</table></body></html>".encode()


def _zip(entries: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in entries.items():
            archive.writestr(zipfile.ZipInfo(name, (2023, 1, 1, 0, 0, 0)), data, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _sheet() -> bytes:
    import xlsxwriter

    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet("Biểu 1")
        for r, row in enumerate(
            (("TT", "Nội dung", "Năm 2022", "Năm 2023"), (1, "Đoàn viên mới", 1200, 1350.5), (2, "Tỷ lệ", 0.5, 0.625))
        ):
            sheet.write_row(r, 0, row)
    return out.getvalue()


def _picture(lines: list[str], kind: str, copies: int = 1) -> bytes:
    import font_roboto  # type: ignore[import-untyped]
    from PIL import Image, ImageDraw, ImageFont

    font = ImageFont.truetype(font_roboto.Roboto, 28)
    picture = Image.new("L", (900, 40 * len(lines) + 40), 255)
    draw = ImageDraw.Draw(picture)
    for number, line in enumerate(lines):
        draw.text((20, 20 + 40 * number), line, fill=0, font=font)
    out = io.BytesIO()
    more = {"save_all": True, "append_images": [picture] * (copies - 1)} if copies > 1 else {}
    picture.save(out, kind, dpi=(200, 200), **more)
    return out.getvalue()


def _plain_pdf() -> bytes:
    """A PDF whose content streams are not packed, so that what is changed in them reaches the parser."""
    from file_samples import pdf_of
    from reportlab import rl_config

    rl_config.pageCompression, rl_config.useA85 = 0, 0
    try:
        return pdf_of(
            [["# BÁO CÁO", "Năm 2023, kết nạp 12.500 đoàn viên, đạt 104,2% kế hoạch.", [["TT", "Số"], ["1", "25"]]]]
        )
    finally:
        rl_config.pageCompression, rl_config.useA85 = 1, 1


def seeds() -> dict[str, list[bytes]]:
    """Format (a suffix without the dot, or `scan.pdf`) → files; formats only LibreOffice writes, where it is."""
    texts = [_sample(f"txt/{name}.txt") for name in ("bc_ocr_sonla_2018", "cv_tld_2021", "bc_ctk_daknong_2012")]
    text = texts[1].decode("utf-8")
    # Short ones, so that many cases cost little: what is read is what is spoilt, not how much of it there is.
    short = [
        "\n".join(sample.decode("utf-8").splitlines()[start : start + 9]).encode()
        for sample in texts
        for start in (0, 12)
    ]
    html = _sample("html/tk_cuctk_khanhhoa_2019.html")
    docx = _sample("docx/cv_sogddt_tayninh_2023.docx")
    made = {
        "txt": [
            texts[0], *short, text[:900].encode("utf-16"), _cp1258(text[:900]),
            *(_legacy(text[:900], name) for name in ("tcvn3", "viscii", "vps")),
        ],
        "md": [_sample("md/bc_bang_longan_2024.md"), short[1], short[3], b"\n".join(_sample("md/bc_bang_longan_2024.md").split(b"\n")[-16:])],
        "html": [html, _small_page(short[1]), _small_page(short[5])],
        "docx": [docx, _sample("docx/bc_ldld_ninhthuan_2022.docx")],
        "pdf": [_plain_pdf(), _sample("pdf/bc_syt_camau_2021.pdf")],
        "xlsx": [_sheet()],
        "eml": [_letter(text[:1200], docx), _letter(text[:500], short[3])],
        "mhtml": [_page(html), _page(_small_page(short[2]))],
        "zip": [_zip({"a.txt": short[0], "b/c.html": _small_page(short[3]), "d.zip": _zip({"x.md": short[4]})}), _zip({"e.docx": docx})],
        "png": [_picture(["Năm 2023, kết nạp", "12.500 đoàn viên"], "PNG")],
        "tif": [_picture(["Số: 12/BC-LĐLĐ"], "TIFF", copies=2)],
        "jpg": [_picture(["Đạt 104,2% kế hoạch"], "JPEG")],
    }  # fmt: skip
    return {**made, **_converted(docx, made["xlsx"][0], text)}


def _converted(docx: bytes, xlsx: bytes, text: str) -> dict[str, list[bytes]]:
    program = shutil.which("soffice")
    if program is None:
        return {}
    paragraphs = "".join(
        f"<text:p>{line}</text:p>" for line in text.splitlines()[:12] if "<" not in line and "&" not in line
    )
    files = {"a.docx": docx, "b.xlsx": xlsx, "c.fodp": _SLIDES.format(paragraphs).encode()}
    wanted = {"a.docx": ("doc", "rtf", "odt"), "b.xlsx": ("xls", "ods"), "c.fodp": ("ppt", "pptx", "odp")}
    with tempfile.TemporaryDirectory(prefix="chitieu-fuzz-") as name:
        folder = Path(name)
        made: dict[str, list[bytes]] = {}
        for file, data in files.items():
            (folder / file).write_bytes(data)
            for target in wanted[file]:
                command = [
                    program,
                    f"-env:UserInstallation={(folder / 'profile').as_uri()}",
                    "--headless",
                    "--convert-to",
                    target,
                    "--outdir",
                    name,
                    str(folder / file),
                ]
                subprocess.run(command, capture_output=True, timeout=120, check=False)
                result = folder / f"{file[0]}.{target}"
                if result.exists():
                    made[target] = [result.read_bytes()]
    return made
