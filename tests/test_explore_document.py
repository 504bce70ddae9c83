"""The page of one document and the pictures of its pages: marks, parts, spots, and what hostile texts do to them."""

from __future__ import annotations

import json
import re
import shutil
import time
import zipfile
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from pipeline.explore.marks import LAYERS
from pipeline.explore.pictures.spot import folded
from pipeline.explore.windows import part_at, part_starts
from pipeline.store import open_run
from tests.explore import NARROW, ROOT, Served, run_chitieu, serious_faults, serving, width_of
from tests.page_samples import Page as Sheet
from tests.page_samples import drawn_pdf
from tests.scan_samples import Scan, page_colour, pdf_of_scans, scanned

if TYPE_CHECKING:
    from playwright.sync_api import Page

TYPED = ROOT / "corpus/pdf/tk_cuctk_haiduong_2023.pdf"
SCANNED = ROOT / "corpus/pdf/bc_ldld_namdinh_2019.pdf"
NEEDS_TESSERACT = pytest.mark.skipif(
    shutil.which("tesseract") is None, reason="no Tesseract on this machine: apt-get install tesseract-ocr-vie"
)
REPEATED = ("Huyện Hoa Lư: 15 đoàn viên mới", "Huyện Kim Sơn: 15 đoàn viên mới", "Huyện Nho Quan: 15 đoàn viên mới")
MARKUP_NAME = "<b>chéo<script>alert(1)<b>.txt"
MARKUP = """\
BÁO CÁO
Kết quả năm 2023

Năm 2023 kết nạp 1.234 đoàn viên</p><script>document.title="hỏng"</script>, thành lập 15 công đoàn cơ sở \
<img src=x onerror="document.title='hỏng'">. 𝟞 chữ 😀 ngoài mặt phẳng thứ nhất, rồi 77 tổ công đoàn.
"""
LONG_PARAGRAPH = (
    "Đến hết quý {q} năm 20{y:02d}, huyện số {n} kết nạp {v} đoàn viên, đạt {r}% kế hoạch theo Công văn số {n}/TLĐ.\n"
)


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run over a PDF, the same kind of page scanned, one inside an archive, a long text and one with markup."""
    folder = tmp_path_factory.mktemp("documents")
    inputs = folder / "in"
    inputs.mkdir()
    shutil.copy(TYPED, inputs / "typed.pdf")
    colour = page_colour(SCANNED)
    (inputs / "scan.pdf").write_bytes(pdf_of_scans([scanned(colour, Scan(dpi=200, skew=1.2, stamp=True))]))
    (inputs / "photo.jpg").write_bytes(scanned(colour, Scan(dpi=150, turns=1)))
    with zipfile.ZipFile(inputs / "pack.zip", "w") as archive:
        archive.write(ROOT / "corpus/pdf/bc_syt_camau_2021.pdf", "trong/bc.pdf")
    sheet = Sheet().lines(70, 760, ["BÁO CÁO", "Kết quả kết nạp đoàn viên năm 2023", *REPEATED])
    (inputs / "repeated.pdf").write_bytes(drawn_pdf([sheet]))
    (inputs / MARKUP_NAME).write_text(MARKUP, encoding="utf-8")
    long = "".join(LONG_PARAGRAPH.format(q=1 + n % 4, y=n % 24, n=n, v=1000 + n, r=n % 100) for n in range(1, 700))
    (inputs / "long.txt").write_text("BÁO CÁO\nKết quả công đoàn\n" + long, encoding="utf-8")
    for name in ("gone.pdf", "changed.pdf"):
        sheet = Sheet().lines(70, 760, ["BÁO CÁO", f"Kết nạp 15 đoàn viên, tệp {name}"])
        (inputs / name).write_bytes(drawn_pdf([sheet]))
    done = run_chitieu("run", inputs, "--out", folder / "out", "--quiet", home=folder)
    assert done.returncode == 0, done.stderr
    (inputs / "gone.pdf").unlink()
    shutil.copy(TYPED, inputs / "changed.pdf")
    return folder / "out"


@pytest.fixture(scope="module")
def site(out: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
        with serving(out) as found:
            yield found


def rows(out: Path, sql: str, *parameters: object) -> list[Any]:
    with open_run(out) as run:
        return run.execute(sql, parameters).fetchall()


def doc_id(out: Path, source: str) -> str:
    ((found,),) = rows(out, "SELECT doc_id FROM documents WHERE source = ?", source)
    return str(found)


def places(site: Served, document: str, page: int, start: int, end: int) -> dict[str, Any]:
    status, body, _ = site.get(f"/document/{document}/page/{page}.json?at={start}-{end}")
    assert status == 200, body
    found: dict[str, Any] = json.loads(body)
    return found


def _under(path: Path, page: int, box: list[float]) -> str:
    """The characters of a PDF page that lie in a box."""
    import pypdfium2 as pdfium

    document = pdfium.PdfDocument(path)
    try:
        width, height = document[page - 1].get_size()
        left, top, right, bottom = box
        text = document[page - 1].get_textpage().get_text_bounded(
            left * width, height - bottom * height, right * width, height - top * height
        )  # fmt: skip
        return str(text)
    finally:
        document.close()


def test_the_marked_boxes_cover_the_words(site: Served, out: Path) -> None:
    document = doc_id(out, "typed.pdf")
    found = rows(
        out, "SELECT page, char_start, char_end, surface FROM indicators WHERE doc_id = ? ORDER BY char_start", document
    )[::4]
    assert len(found) > 10
    for page, start, end, surface in found:
        told = places(site, document, page, start, end)
        assert told["found"] == "text", surface
        under = folded("".join(_under(TYPED, page, box) for box in told["boxes"])).text
        assert under == folded(surface).text, surface


def test_of_equal_numbers_the_one_in_its_own_line_is_marked(site: Served, out: Path) -> None:
    document = doc_id(out, "repeated.pdf")
    ((text,),) = rows(out, "SELECT text FROM documents WHERE doc_id = ?", document)
    tops = []
    for line in REPEATED:
        start = text.index(line) + line.index("15")
        told = places(site, document, 1, start, start + 2)
        tops.append(told["boxes"][0][1])
        assert told["boxes"][0][2] - told["boxes"][0][0] < 0.04
    # One line below the other, 15 points of 842 apart.
    assert [round((b - a) * 842) for a, b in pairwise(tops)] == [15, 15]


@NEEDS_TESSERACT
@pytest.mark.parametrize("source", ["scan.pdf", "photo.jpg"])
def test_a_scan_is_straightened_and_marked_where_the_printed_page_has_the_words(
    site: Served, out: Path, source: str
) -> None:
    import pypdfium2 as pdfium

    document = doc_id(out, source)
    surfaces = ("67/KH-LĐLĐ", "11 đồng chí")
    printed = pdfium.PdfDocument(SCANNED)
    width, height = printed[0].get_size()
    text_page = printed[0].get_textpage()
    ((text,),) = rows(out, "SELECT text FROM documents WHERE doc_id = ?", document)
    for surface in surfaces:
        start = text.index(surface)
        told = places(site, document, 1, start, start + len(surface))
        assert told["found"] == "ocr", surface
        at = text_page.search(surface).get_next()
        assert at is not None
        left, bottom, _, top = text_page.get_charbox(at[0])
        box = told["boxes"][0]
        assert box[0] == pytest.approx(left / width, abs=0.02), surface
        assert box[1] < 1 - (bottom + top) / 2 / height < box[3], surface
    printed.close()
    # What was recognised once is kept: the second answer needs no Tesseract.
    started = time.monotonic()
    start = text.index(surfaces[0])
    picture = site.bytes_of(f"/document/{document}/page/1.png?at={start}-{start + 5}&strip=1")
    assert picture.startswith(b"\x89PNG")
    assert time.monotonic() - started < 2


def test_a_page_inside_an_archive_is_drawn(site: Served, out: Path) -> None:
    from io import BytesIO

    from PIL import Image

    document = doc_id(out, "pack.zip/trong/bc.pdf")
    ((page, start, end),) = rows(
        out, "SELECT page, char_start, char_end FROM indicators WHERE doc_id = ? ORDER BY char_start LIMIT 1", document
    )
    told = places(site, document, page, start, end)
    plain = Image.open(BytesIO(site.bytes_of(f"/document/{document}/page/{page}.png"))).convert("RGB")
    marked = Image.open(BytesIO(site.bytes_of(f"/document/{document}/page/{page}.png?at={start}-{end}"))).convert("RGB")
    assert plain.size == marked.size
    box = told["boxes"][0]
    middle = (round((box[0] + box[2]) / 2 * plain.width), round(box[1] * plain.height) + 1)
    assert plain.getpixel(middle) != marked.getpixel(middle)
    assert plain.getpixel((5, 5)) == marked.getpixel((5, 5))
    strip = Image.open(BytesIO(site.bytes_of(f"/document/{document}/page/{page}.png?at={start}-{end}&strip=1")))
    assert strip.height < plain.height / 4


@pytest.mark.parametrize(
    ("name", "status", "said"),
    [("gone.pdf", 404, "Không còn thấy tệp gốc"), ("changed.pdf", 409, "đã đổi nội dung")],
)
def test_an_original_that_is_gone_or_another_is_told(
    site: Served, out: Path, name: str, status: int, said: str
) -> None:
    document = doc_id(out, name)
    answer = site.get(f"/document/{document}/page/1.png")
    assert answer[0] == status
    assert answer[2]["content-type"].startswith("image/svg+xml")
    assert said in re.sub(r"\s*<[^>]*>\s*", " ", answer[1])
    page = site.get(f"/document/{document}?at=0-7")[1]
    assert said in page
    assert "15 đoàn viên" in re.sub(r"<[^>]*>", "", page)


@pytest.mark.parametrize(
    "path",
    [
        "/document/0000000000000000", "/document/zz", "/document/..%2F..%2Fetc%2Fpasswd",
        "/document/..%2F..%2Fetc%2Fpasswd/page/1.png", "/document/0000000000000000/page/1.png",
        "/review/row/indicators/0000000000000000", "/review/row/documents/0000000000000000",
        "/review/add?doc=0000000000000000&at=0-1",
    ],
)  # fmt: skip
def test_addresses_of_nothing_are_answered_in_a_sentence(site: Served, path: str) -> None:
    status, text, _ = site.get(path)
    assert status == 404
    assert "Không" in text


def test_a_page_that_is_none_is_told(site: Served, out: Path) -> None:
    document = doc_id(out, "typed.pdf")
    for number in (0, 4, 999_999_999):
        assert site.get(f"/document/{document}/page/{number}.png")[0] == 404
        assert site.get(f"/document/{document}/page/{number}")[0] == 404
    for at in ("x", "5", "9-2", "99999999-99999999", "1-2-3", "-1-5"):
        assert site.get(f"/document/{document}?at={at}")[0] == 200


def test_markup_in_texts_and_names_shows_as_text(site: Served, out: Path) -> None:
    document = doc_id(out, MARKUP_NAME)
    _, page, _ = site.get(f"/document/{document}?at=30-40")
    assert "&lt;script&gt;document.title" in page
    assert "<script>document" not in page
    assert "<img src=x" not in page
    assert "&lt;b&gt;chéo&lt;script&gt;" in page
    assert page.count("<script") == 2


def test_long_documents_come_in_parts(site: Served, out: Path) -> None:
    document = doc_id(out, "long.txt")
    ((text,),) = rows(out, "SELECT text FROM documents WHERE doc_id = ?", document)
    starts = part_starts(text)
    assert len(starts) > 4
    shown = []
    for part in (1, 2, len(starts)):
        started = time.monotonic()
        _, page, _ = site.get(f"/document/{document}?part={part}")
        assert time.monotonic() - started < 2
        assert len(page) < 1_500_000
        shown.append({int(at) for at in re.findall(r'data-at="(\d+)"', page)})
        end = starts[part] if part < len(starts) else len(text)
        assert min(shown[-1]) == starts[part - 1]
        assert max(shown[-1]) < end
    at = text.index("huyện số 600 ")
    _, page, _ = site.get(f"/document/{document}?at={at}-{at + 13}")
    assert 'id="m"' in page
    assert f"Phần {part_at(starts, at) + 1} trên {len(starts)}" in page


# In the browser


def wait_for_picture(page: Page, selector: str) -> None:
    """Until a picture is there. (Playwright's own waiting is a string of code, which our policy does not let pages run.)"""
    deadline = time.monotonic() + 30
    page.wait_for_selector(selector, state="attached")
    while not page.evaluate(f"document.querySelector('{selector}').naturalWidth"):
        assert time.monotonic() < deadline, selector
        time.sleep(0.05)


def test_a_mark_opens_its_row_and_the_page_of_the_original(site: Served, out: Path, browser_page: Page) -> None:
    document = doc_id(out, "typed.pdf")
    page = browser_page
    page.goto(f"{site.base}/document/{document}")
    assert page.locator(".m-indicators").count() > 40
    page.locator("a.m", has_text="14.236 tỷ đồng").first.click()
    page.wait_for_selector("#panel")
    panel = page.locator("#panel")
    assert "14.236.000.000.000" in panel.inner_text()
    assert page.locator("#m").inner_text() == "14.236 tỷ đồng"
    top = page.evaluate("document.querySelector('#m').getBoundingClientRect().top")
    assert 0 <= top <= 850
    image = panel.locator("img")
    image.scroll_into_view_if_needed()
    wait_for_picture(page, "#panel img")
    panel.get_by_role("link", name="Xem trang 2 của tệp gốc").click()
    wait_for_picture(page, "main figure img")
    assert "14.236 tỷ đồng" in page.locator("main").inner_text()
    assert serious_faults(page) == []
    page.keyboard.press("Escape")
    page.wait_for_selector("#panel")


def test_keys_go_from_mention_to_mention_also_across_parts(site: Served, out: Path, browser_page: Page) -> None:
    document = doc_id(out, "long.txt")
    ((text,),) = rows(out, "SELECT text FROM documents WHERE doc_id = ?", document)
    border = part_starts(text)[1]
    ((start, end),) = rows(
        out,
        "SELECT char_start, char_end FROM indicators WHERE doc_id = ? AND char_start < ? ORDER BY char_start DESC LIMIT 1",
        document,
        border,
    )
    page = browser_page
    hidden = "&".join(f"hide={layer}" for layer in LAYERS if layer != "indicators")
    page.goto(f"{site.base}/document/{document}?at={start}-{end}&{hidden}#m")
    assert "Phần 1 trên" in page.locator("main").inner_text()
    assert page.locator(".m-dates").count() == 0
    page.keyboard.press("n")
    page.wait_for_url(lambda url: f"at={start}-" not in url)
    assert "Phần 2 trên" in page.locator("main").inner_text()
    assert page.locator(".m-dates").count() == 0, "what is hidden stays hidden"
    page.keyboard.press("p")
    page.wait_for_url(lambda url: f"at={start}-{end}" in url)
    page.keyboard.press("Escape")
    page.wait_for_selector("#panel", state="detached")


@pytest.mark.parametrize("source", ["typed.pdf", MARKUP_NAME])
def test_no_one_is_kept_out(site: Served, out: Path, browser_page: Page, source: str) -> None:
    document = doc_id(out, source)
    page = browser_page
    ((start, end),) = rows(
        out, "SELECT char_start, char_end FROM indicators WHERE doc_id = ? ORDER BY char_start LIMIT 1", document
    )
    for address in (f"/document/{document}", f"/document/{document}?at={start}-{end}#m"):
        page.goto(site.base + address)
        assert serious_faults(page) == []
        assert page.title() != "hỏng"
        page.set_viewport_size({"width": NARROW, "height": 844})
        page.goto(site.base + address)
        assert width_of(page) == NARROW
        assert serious_faults(page) == []
        page.set_viewport_size({"width": 1280, "height": 900})
    page.get_by_role("link", name="English").click()
    assert "About this document" in page.content()
    assert page.locator("#panel").count() == 1, "the place stays open in the other language"
