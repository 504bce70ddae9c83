"""Files made to do harm: nothing of them is fetched, followed or executed, and each ends in time.

A socket listens where the files point to; a file with a secret lies where they would read it from, and one that must
not appear is where their macros would write it.
"""

from __future__ import annotations

import io
import shutil
import socket
import threading
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from file_samples import docx_of, paragraph

from pipeline import core
from pipeline.errors import ERROR_KINDS

TEXT = "Năm 2023, kết nạp 12 đoàn viên."
SECRET = "MATKHAUBIMAT"
OURS = {"internal_error", "reader_failed"}
needs_office = pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")


class Listener:
    """A web server that counts who calls."""

    def __init__(self) -> None:
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._socket.getsockname()[1]}"
        self.calls: list[bytes] = []
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        while True:
            try:
                caller, _ = self._socket.accept()
            except OSError:
                return
            with caller:
                caller.settimeout(2)
                try:
                    self.calls.append(caller.recv(300))
                    caller.sendall(b"HTTP/1.0 200 OK\r\nContent-Type: text/plain\r\n\r\nMATKHAUBIMAT\r\n")
                except OSError:
                    self.calls.append(b"?")

    def close(self) -> None:
        """Stop listening."""
        self._socket.close()


@pytest.fixture
def listener() -> Iterator[Listener]:
    server = Listener()
    yield server
    server.close()


@pytest.fixture
def secret(tmp_path: Path) -> Path:
    path = tmp_path / "secret.txt"
    path.write_text(SECRET, encoding="utf-8")
    return path


def read(data: bytes, name: str) -> tuple[str, list[str]]:
    """All text that comes out, and the codes of what does not."""
    texts, codes = [], []
    for rows in core.extract_members(data, name):
        texts += [row["text"] for row in rows.documents]
        codes += [row["error"] for row in rows.errors]
    assert not set(codes) & OURS, codes
    assert set(codes) <= set(ERROR_KINDS)
    return "\n".join(texts), codes


def packed(parts: dict[str, str | bytes], first: str | None = None) -> bytes:
    """A ZIP of parts; `first` stored, as OpenDocument wants its type."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            how = zipfile.ZIP_STORED if name == first else zipfile.ZIP_DEFLATED
            archive.writestr(zipfile.ZipInfo(name), content, how)
    return out.getvalue()


_ODF = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:xlink="http://www.w3.org/1999/xlink" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    'xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0" '
    'xmlns:script="urn:oasis:names:tc:opendocument:xmlns:script:1.0" '
    'xmlns:of="urn:oasis:names:tc:opendocument:xmlns:of:1.2" office:version="1.2"'
)


def odf(
    kind: str, body: str, *, doctype: str = "", scripts: str = "", extra: dict[str, str | bytes] | None = None
) -> bytes:
    """An OpenDocument file: `kind` is `text` or `spreadsheet`."""
    media = f"application/vnd.oasis.opendocument.{kind}"
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?>{doctype}<office:document-content {_ODF}>'
        f"{scripts}<office:body><office:{kind}>{body}</office:{kind}></office:body></office:document-content>"
    )
    entries = "".join(
        f'<manifest:file-entry manifest:full-path="{name}" manifest:media-type="text/xml"/>'
        for name in ("content.xml", *(extra or {}))
    )
    manifest = (
        '<?xml version="1.0"?><manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" '
        f'manifest:version="1.2"><manifest:file-entry manifest:full-path="/" manifest:media-type="{media}"/>{entries}'
        "</manifest:manifest>"
    )
    return packed(
        {"mimetype": media, "content.xml": content, "META-INF/manifest.xml": manifest, **(extra or {})}, "mimetype"
    )


# Entities

LAUGHS = "".join(f'<!ENTITY l{i} "{f"&l{i - 1};" * 10 if i else "ha" * 10}">' for i in range(10))


def _doctypes(secret: Path) -> dict[str, tuple[str, str]]:
    """Name → a document type, and what calls on it."""
    return {
        "file": (f'<!DOCTYPE x [<!ENTITY e SYSTEM "{secret.as_uri()}">]>', "&e;"),
        "laughs": (f"<!DOCTYPE x [{LAUGHS}]>", "&l9;"),
        "parameter": (f'<!DOCTYPE x [<!ENTITY % p SYSTEM "{secret.as_uri()}"> %p;]>', ""),
    }


@pytest.mark.parametrize("trick", ["file", "laughs", "parameter"])
@pytest.mark.parametrize("kind", ["docx", "xlsx", "html", "svg", "mhtml"])
def test_entities_are_not_resolved(trick: str, kind: str, secret: Path) -> None:
    doctype, call = _doctypes(secret)[trick]
    if kind == "docx":
        with zipfile.ZipFile(io.BytesIO(docx_of(paragraph(f"{TEXT} {{}}")))) as archive:
            parts: dict[str, str | bytes] = {name: archive.read(name) for name in archive.namelist()}
        parts["word/document.xml"] = doctype.encode() + bytes(parts["word/document.xml"]).replace(b"{}", call.encode())
        data = packed(parts)
    elif kind == "xlsx":
        data = xlsx(f'<c t="inlineStr"><is><t>{TEXT} {call}</t></is></c>', doctype=doctype)
    elif kind == "html":
        data = f"<?xml version='1.0'?>{doctype}<html><body><p>{TEXT} {call}</p></body></html>".encode()
    elif kind == "svg":
        svg = f'{doctype}<svg xmlns="http://www.w3.org/2000/svg"><text>{call}</text></svg>'
        data = f"<html><body><p>{TEXT}</p>{svg}</body></html>".encode()
    else:
        page = f"<html>{doctype}<body><p>{TEXT} {call}</p></body></html>"
        data = f"MIME-Version: 1.0\nSnapshot-Content-Location: x\nContent-Type: text/html; charset=utf-8\n\n{page}".encode()
    text, _ = read(data, f"a.{'html' if kind == 'svg' else kind}")
    assert SECRET not in text
    assert len(text) < 5000


@needs_office
@pytest.mark.parametrize("trick", ["file", "laughs", "parameter"])
def test_entities_in_opendocument_are_not_resolved(trick: str, secret: Path) -> None:
    doctype, call = _doctypes(secret)[trick]
    text, _ = read(odf("text", f"<text:p>{TEXT} {call}</text:p>", doctype=doctype), "a.odt")
    assert SECRET not in text
    assert len(text) < 5000


def xlsx(cell: str, *, doctype: str = "", extra: dict[str, str | bytes] | None = None, rels: str = "") -> bytes:
    """A workbook with one cell, as XML."""
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    kinds = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    return packed(
        {
            "[Content_Types].xml": f'<Types xmlns="{package}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Override PartName="/xl/workbook.xml" ContentType="{kinds}.sheet.main+xml"/>'
            f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{kinds}.worksheet+xml"/></Types>',
            "_rels/.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="r1" Type="{office}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
            "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{office}"><sheets><sheet name="A" sheetId="1" r:id="r1"/></sheets></workbook>',
            "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="r1" Type="{office}/worksheet" Target="worksheets/sheet1.xml"/>{rels}</Relationships>',
            "xl/worksheets/sheet1.xml": f'{doctype}<worksheet xmlns="{main}"><sheetData><row r="1">{cell}</row></sheetData></worksheet>',
            **(extra or {}),
        }
    )


# Links


def _linking_docx(url: str) -> bytes:
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    kinds = (
        "image",
        "attachedTemplate",
        "aFChunk",
        "subDocument",
        "frame",
        "oleObject",
        "hyperlink",
        "header",
        "footnotes",
        "styles",
    )
    relations = "".join(
        f'<Relationship Id="x{i}" Type="{office}/{kind}" Target="{url}/{kind}" TargetMode="{mode}"/>'
        for mode in ("External", "Internal")
        for i, kind in enumerate(kinds)
    )
    body = (
        paragraph(TEXT) + '<w:altChunk r:id="x2"/><w:subDoc r:id="x3"/>'
        f'<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>INCLUDETEXT "{url}/a"</w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
    ).replace("r:id", "id")
    with zipfile.ZipFile(io.BytesIO(docx_of(body))) as archive:
        parts: dict[str, str | bytes] = {name: archive.read(name) for name in archive.namelist()}
    rels = parts["word/_rels/document.xml.rels"]
    parts["word/_rels/document.xml.rels"] = bytes(rels).replace(
        b"</Relationships>", relations.encode() + b"</Relationships>"
    )
    return packed(parts)


def _linking_html(url: str) -> bytes:
    return (
        f'<html manifest="{url}/m"><head><base href="{url}"><link rel="stylesheet" href="{url}/c"><script src="{url}/s"></script>'
        f'<meta http-equiv="refresh" content="0;url={url}/r"><style>@import "{url}/i";</style></head><body background="{url}/b">'
        f'<p>{TEXT}</p><img src="{url}/p"><iframe src="{url}/f"></iframe><object data="{url}/o"></object><embed src="{url}/e">'
        f'<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="{url}/x" parse="text"/><video src="{url}/v"></video></body></html>'
    ).encode()


def _linking_rtf(url: str) -> bytes:
    return (
        r"{\rtf1\ansi{\*\template " + url + r"/t}{\field{\*\fldinst INCLUDEPICTURE "
        "" + f'"{url}/p"' + r" \\d}{\fldrslt }}"
        r"{\field{\*\fldinst INCLUDETEXT "
        + f'"{url}/i"'
        + r"}{\fldrslt }}{\field{\*\fldinst DDEAUTO cmd "
        + f'"{url}"'
        + r"}{\fldrslt }}{\object\objautlink\objupdate{\*\objclass Word.Document.8}{\*\objdata 00}}"
        r"Nam 2023, ket nap 12 doan vien.\par}"
    ).encode()


def _linking_odt(url: str) -> bytes:
    return odf(
        "text",
        f'<text:p>{TEXT}</text:p><text:section text:name="s"><text:section-source xlink:href="{url}/section" xlink:type="simple"/>'
        f'<text:p/></text:section><text:p><draw:frame svg:width="5cm" svg:height="5cm" text:anchor-type="as-char"><draw:image xlink:href="{url}/image" '
        f'xlink:type="simple" xlink:show="embed" xlink:actuate="onLoad"/></draw:frame>'
        f'<draw:frame svg:width="5cm" svg:height="5cm"><draw:floating-frame xlink:href="{url}/frame" xlink:type="simple"/></draw:frame>'
        f'<draw:frame svg:width="5cm" svg:height="5cm"><draw:object xlink:href="{url}/object" xlink:type="simple"/></draw:frame></text:p>',
    )


def _linking_ods(url: str) -> bytes:
    formulas = (
        f'of:=WEBSERVICE(&quot;{url}/w&quot;)', f"of:=['{url}/a.ods'#$Sheet1.A1]", f'of:=DDE(&quot;soffice&quot;;&quot;{url}/d&quot;;&quot;A1&quot;)',
    )  # fmt: skip
    cells = "".join(f'<table:table-cell table:formula="{formula}" office:value-type="string"/>' for formula in formulas)
    return odf(
        "spreadsheet",
        f'<table:table table:name="A"><table:table-source xlink:href="{url}/t" xlink:type="simple" table:table-name="B"/>'
        f'<table:table-row><table:table-cell office:value-type="string"><text:p>{TEXT}</text:p></table:table-cell>{cells}</table:table-row></table:table>',
    )


def _linking_xlsx(url: str) -> bytes:
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    return xlsx(
        f'<c t="inlineStr"><is><t>{TEXT}</t></is></c><c r="B1" t="str"><f>_xlfn.WEBSERVICE("{url}/w")</f><v></v></c><c r="C1"><f>[1]A!A1</f></c>',
        rels=f'<Relationship Id="r9" Type="{office}/externalLink" Target="{url}/x" TargetMode="External"/>'
        f'<Relationship Id="r8" Type="{office}/sharedStrings" Target="{url}/s" TargetMode="External"/>',
    )


def _linking_mhtml(url: str) -> bytes:
    return (
        b"MIME-Version: 1.0\nSnapshot-Content-Location: "
        + url.encode()
        + b"\nContent-Type: multipart/related; boundary=B\n\n--B\n"
        b"Content-Type: text/html; charset=utf-8\nContent-Location: "
        + url.encode()
        + b"\n\n"
        + _linking_html(url)
        + b"\n--B--\n"
    )


def _linking_eml(url: str) -> bytes:
    return (
        b"MIME-Version: 1.0\nMessage-ID: <1>\nSubject: x\nContent-Type: multipart/mixed; boundary=B\n\n--B\nContent-Type: text/html; charset=utf-8\n\n"
        + _linking_html(url)
        + f'\n--B\nContent-Type: message/external-body; access-type=URL; URL="{url}/body"\n\nContent-Type: text/plain\n\n\n--B--\n'.encode()
    )


def _linking_pdf(url: str) -> bytes:
    """Opens a page, runs a script, starts a program, sends a form, embeds a remote stream."""
    return pdf_with(
        "<</Type/Catalog/Pages 2 0 R/OpenAction<</S/JavaScript/JS(app.launchURL\\('URL'\\))>>/AA<</WC<</S/Launch/F(/bin/sh)>>>>"
        "/AcroForm<</Fields[]/XFA(<x xmlns:xi='http://www.w3.org/2001/XInclude'><xi:include href='URL/xfa'/></x>)>>"
        "/Names<</JavaScript<</Names[(a)<</S/JavaScript/JS(this.submitForm\\('URL'\\))>>]>>>>>>".replace("URL", url),
        f"/Annots[<</Type/Annot/Subtype/Link/Rect[0 0 600 800]/A<</S/URI/URI({url}/a)>>>>]/AA<</O<</S/GoToR/F({url}/b.pdf)/D[0/Fit]>>>>",
    )


def pdf_with(catalog: str, page: str) -> bytes:
    """A PDF of one page with one line."""
    stream = "BT /F1 12 Tf 50 700 Td (Nam 2023, ket nap 12 doan vien) Tj ET"
    objects = [
        catalog,
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>{page}>>",
        f"<</Length {len(stream)}>>stream\n{stream}\nendstream",
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    out, places = "%PDF-1.7\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj{content}endobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    start = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}trailer<</Size {len(objects) + 1}/Root 1 0 R>>\nstartxref\n{start}\n%%EOF\n"
    return out.encode("latin-1")


LINKING = {
    "docx": _linking_docx, "html": _linking_html, "mhtml": _linking_mhtml, "eml": _linking_eml, "xlsx": _linking_xlsx, "pdf": _linking_pdf,
}  # fmt: skip
LINKING_OFFICE = {"rtf": _linking_rtf, "odt": _linking_odt, "ods": _linking_ods}


@pytest.mark.parametrize("kind", LINKING)
def test_nothing_is_fetched(kind: str, listener: Listener, secret: Path) -> None:
    for place in (listener.url, secret.as_uri()):
        text, _ = read(LINKING[kind](place), f"a.{kind}")
        assert "2023" in text
        assert SECRET not in text
    assert listener.calls == []


@needs_office
@pytest.mark.parametrize("kind", LINKING_OFFICE)
def test_libreoffice_fetches_nothing(kind: str, listener: Listener, secret: Path) -> None:
    for place in (listener.url, secret.as_uri()):
        text, codes = read(LINKING_OFFICE[kind](place), f"a.{kind}")
        assert "2023" in text, codes
        assert SECRET not in text
    assert listener.calls == []


@needs_office
@pytest.mark.parametrize("kind", ["doc", "ppt"])
def test_binary_office_files_with_links_fetch_nothing(
    kind: str, listener: Listener, secret: Path, tmp_path: Path
) -> None:
    """A real binary file, made by LibreOffice of one with links."""
    import subprocess

    source = tmp_path / ("a.odt" if kind == "doc" else "a.fodp")
    text = _linking_odt(listener.url)
    if kind == "ppt":
        page = f'<draw:page><draw:frame svg:width="5cm" svg:height="5cm"><draw:text-box><text:p>{TEXT}</text:p></draw:text-box></draw:frame><draw:frame svg:width="5cm" svg:height="5cm"><draw:image xlink:href="{listener.url}/p" xlink:type="simple"/></draw:frame></draw:page>'
        text = f'<?xml version="1.0"?><office:document {_ODF} office:mimetype="application/vnd.oasis.opendocument.presentation"><office:body><office:presentation>{page}</office:presentation></office:body></office:document>'.encode()
    source.write_bytes(text)
    command = [
        "soffice",
        f"-env:UserInstallation={(tmp_path / 'p').as_uri()}",
        "--headless",
        "--convert-to",
        kind,
        "--outdir",
        str(tmp_path),
        str(source),
    ]
    subprocess.run(command, capture_output=True, timeout=120, check=False)
    listener.calls.clear()
    found, _ = read((tmp_path / f"a.{kind}").read_bytes(), f"a.{kind}")
    assert "2023" in found
    assert SECRET not in found
    assert listener.calls == []
