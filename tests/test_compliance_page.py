"""The matrix page in a real browser: from a file, without a server."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from pipeline.compliance.matrix import Cell, Evidence, Matrix, MatrixColumn, MatrixRow
from pipeline.compliance.render import to_html

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking", "--disable-sync"]


def _matrix() -> Matrix:
    evidence = Evidence(
        "implements",
        "0" * 16,
        "ha-nam/<b>bc</b>.txt",
        2,
        10,
        21,
        "Chỉ thị 5-CT/TW",
        "Thực hiện Chỉ thị 5-CT/TW <script>1</script>.",
        local_symbols=("12/KH-UBND",),
    )
    rows = (
        MatrixRow("Hà Nam", "Hà Nam", 1),
        MatrixRow("Đắk Lắk", "Đắk Lắk", 0, ("dak-lak/a.pdf",)),
        MatrixRow("Thanh Hóa", "Thanh Hóa"),
    )
    column = MatrixColumn("1" * 16, "5-CT/TW", "Về quan hệ lao động", "Ban Bí thư", "2019-09-03")
    cells = {
        ("Hà Nam", 0): Cell("implements", (evidence,)),
        ("Đắk Lắk", 0): Cell("unreadable"),
        ("Thanh Hóa", 0): Cell("no_document"),
    }
    return Matrix("province", rows, (column,), cells)


@pytest.fixture
def page(tmp_path: Path, browser: Browser) -> Iterator[Page]:
    path = tmp_path / "matrix.html"
    path.write_text(to_html(_matrix()), encoding="utf-8")
    opened = browser.new_page(viewport={"width": 1280, "height": 800})
    opened.goto(path.as_uri())
    yield opened
    opened.close()


def test_a_cell_opens_its_evidence(page: Page) -> None:
    page.get_by_role("button", name="triển khai").click()
    dialog = page.locator("#evidence")
    assert dialog.is_visible()
    assert dialog.locator("mark").inner_text() == "Chỉ thị 5-CT/TW"
    words = dialog.inner_text()
    assert "12/KH-UBND" in words
    assert "trang 2" in words
    assert "<script>1</script>" in words, "markup in a document shows as text"
    assert "ha-nam/<b>bc</b>.txt" in words


def test_the_page_switches_to_english_and_back(page: Page) -> None:
    assert page.get_by_text("không đọc được").last.is_visible()
    page.locator("#lang").click()
    assert page.get_by_text("unreadable").last.is_visible()
    assert not page.get_by_text("không đọc được").last.is_visible()
    page.locator("#lang").click()
    assert page.get_by_text("không đọc được").last.is_visible()


@pytest.mark.parametrize(
    ("typed", "shown"),
    [("Hà", ["Hà Nam"]), ("ha", ["Hà Nam", "Thanh Hóa"]), ("Hoá", ["Thanh Hóa"]), ("đắk", ["Đắk Lắk"]), ("Đăk", [])],
)
def test_the_filter_minds_marks_where_they_are_typed(page: Page, typed: str, shown: list[str]) -> None:
    page.locator("#filter").fill(typed)
    rows = [row for row in page.locator("tbody tr").all() if row.is_visible()]
    assert [row.locator("th").inner_text().split("\n")[0] for row in rows] == shown


def test_one_document_is_no_plural(page: Page) -> None:
    page.locator("#lang").click()
    assert "1 document" in page.locator("tbody tr").first.inner_text()
    assert "1 documents" not in page.locator("tbody").inner_text()


def test_the_filter_reads_without_diacritics(page: Page) -> None:
    page.locator("#filter").fill("dak lak")
    shown = [row.inner_text() for row in page.locator("tbody tr").all() if row.is_visible()]
    assert len(shown) == 1
    assert "Đắk Lắk" in shown[0]
