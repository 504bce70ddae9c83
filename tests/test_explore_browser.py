"""The explorer in a real browser: filter, open evidence, switch language, take away; wide, narrow, by keyboard, by ear."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from tests.explore import NARROW, WIDE, Served, serious_faults, width_of

if TYPE_CHECKING:
    from playwright.sync_api import Page

PAGES = {
    "overview": "/",
    "failures": "/failures",
    "documents": "/documents",
    "indicators": "/indicators",
    "trend": "/indicators?view=trend",
    "compare": "/indicators?view=compare",
    "rank": "/indicators?view=rank",
    "target": "/indicators?view=target",
    "directives": "/directives",
    "search": "/search?q=doan+vien",
    "not found": "/nowhere",
}


def _directive(page: Page, served: Served) -> str:
    page.goto(f"{served.base}/directives")
    address = page.locator(".matrix thead th a").first.get_attribute("href")
    assert address is not None
    return served.base + address


@pytest.mark.parametrize("name", [*PAGES, "directive"])
@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_pages_fit_and_have_no_serious_fault(served: Served, browser_page: Page, name: str, width: int) -> None:
    address = _directive(browser_page, served) if name == "directive" else served.base + PAGES[name]
    browser_page.set_viewport_size({"width": width, "height": 844})
    browser_page.goto(address)
    assert width_of(browser_page) <= width, "the page is wider than the screen"
    assert serious_faults(browser_page) == []


def test_filter_open_evidence_and_come_back(served: Served, browser_page: Page) -> None:
    browser_page.goto(f"{served.base}/indicators")
    browser_page.get_by_label("Có các từ").fill("doan vien")
    browser_page.get_by_label("Tỉnh, thành phố").first.select_option("Đồng Nai")
    browser_page.get_by_label("kết quả").check()
    browser_page.get_by_role("button", name="Lọc", exact=True).click()
    browser_page.wait_for_url(re.compile(r"q=doan\+vien"))
    assert "from=" not in browser_page.url, "empty fields do not clutter the address"
    rows = browser_page.locator("tbody tr").all()
    assert rows
    assert all("Đồng Nai" in row.inner_text() for row in rows)
    chips = browser_page.get_by_label("Đang lọc theo").get_by_role("listitem").all_inner_texts()
    assert any("doan vien" in chip for chip in chips)

    number = browser_page.locator("a.figure").first
    words = number.inner_text()
    number.click()
    browser_page.wait_for_url(re.compile(r"/document/[0-9a-f]{16}\?at=\d+-\d+#m"))
    assert browser_page.locator("#m").inner_text() == words
    assert browser_page.locator("#m").is_visible()
    browser_page.go_back()
    browser_page.get_by_role("link", name=re.compile("doan vien")).click()
    assert "q=" not in browser_page.url
    assert "province=" in browser_page.url


def test_the_language_stays_switched(served: Served, browser_page: Page) -> None:
    browser_page.goto(f"{served.base}/indicators?role=target")
    browser_page.get_by_role("link", name="English").click()
    assert browser_page.get_by_role("heading", name="Indicators", exact=True).is_visible()
    assert "role=target" in browser_page.url, "what is shown stays"
    browser_page.get_by_role("navigation", name="Pages", exact=True).get_by_role("link", name="Directives").click()
    assert browser_page.locator("html").get_attribute("lang") == "en"
    browser_page.get_by_role("link", name="Tiếng Việt").click()
    assert browser_page.get_by_role("heading", name="Văn bản chỉ đạo").is_visible()


@pytest.mark.parametrize("form", ["CSV", "Excel"])
def test_what_is_on_the_screen_is_taken_away(served: Served, browser_page: Page, form: str) -> None:
    browser_page.goto(f"{served.base}/indicators?role=target&sort=-value")
    with browser_page.expect_download() as waiting:
        browser_page.get_by_role("link", name=form).click()
    assert waiting.value.suggested_filename == f"chitieu-indicators.{'csv' if form == 'CSV' else 'xlsx'}"
    assert waiting.value.path().stat().st_size > 500


def test_a_bar_of_a_chart_opens_its_sentence(served: Served, browser_page: Page) -> None:
    browser_page.goto(f"{served.base}/indicators?view=target")
    browser_page.locator(".chart .only-wide a").first.click()
    browser_page.wait_for_url(re.compile(r"/document/[0-9a-f]{16}\?at="))
    assert browser_page.locator("#m").is_visible()


def test_a_chart_is_drawn_for_the_screen_it_is_on(served: Served, browser_page: Page) -> None:
    browser_page.goto(f"{served.base}/indicators?view=trend")
    assert browser_page.locator(".only-wide svg").is_visible()
    assert not browser_page.locator(".only-narrow svg").is_visible()
    browser_page.set_viewport_size({"width": NARROW, "height": 844})
    assert browser_page.locator(".only-narrow svg").is_visible()


def test_a_cell_of_the_matrix_opens_its_evidence(served: Served, browser_page: Page) -> None:
    browser_page.goto(f"{served.base}/directives")
    cell = browser_page.locator("td.reports_results a, td.implements a, td.cites a").first
    cell.click()
    evidence = browser_page.locator("#evidence")
    assert evidence.is_visible()
    words = evidence.locator("mark").first.inner_text()
    evidence.locator("li a").first.click()
    assert browser_page.locator("#m").inner_text() == words


def test_search_from_any_page_by_keyboard(served: Served, browser_page: Page) -> None:
    browser_page.goto(f"{served.base}/documents")
    browser_page.locator("h1").click()
    browser_page.keyboard.press("/")
    browser_page.keyboard.press("Escape")
    browser_page.get_by_role("search").get_by_role("searchbox").fill("doan vien")
    browser_page.keyboard.press("Enter")
    browser_page.wait_for_url(re.compile(r"/search\?q=doan"))
    assert browser_page.locator("mark").first.inner_text().lower() == "đoàn viên"
    browser_page.locator(".passages a").first.click()
    assert browser_page.locator("#m").inner_text().lower() == "đoàn viên"


def test_the_first_tab_leads_past_the_head_line(served: Served, browser_page: Page) -> None:
    browser_page.goto(f"{served.base}/indicators")
    browser_page.keyboard.press("Tab")
    assert browser_page.evaluate("document.activeElement.className") == "skip"
    browser_page.keyboard.press("Enter")
    assert browser_page.evaluate("document.activeElement.id") == "main"


def test_filters_are_folded_away_on_a_telephone(served: Served, browser_page: Page) -> None:
    browser_page.set_viewport_size({"width": NARROW, "height": 844})
    browser_page.goto(f"{served.base}/indicators")
    field = browser_page.get_by_label("Có các từ")
    assert not field.is_visible()
    browser_page.get_by_text("Bộ lọc").click()
    assert field.is_visible()
    first = browser_page.locator("tbody tr").first
    box = first.bounding_box()
    assert box is not None
    assert box["width"] <= NARROW


def test_markup_in_a_document_does_nothing(served: Served, browser_page: Page) -> None:
    for path in ("/search?q=hoat+dong+cong+doan", "/indicators?q=1.234", "/documents?q=ha+nam"):
        browser_page.goto(served.base + path)
        assert "hỏng" not in browser_page.title()
        assert "<script>" in browser_page.locator("main").inner_text()


def test_it_works_without_scripts(served: Served, browser: object) -> None:
    context = browser.new_context(java_script_enabled=False)  # type: ignore[attr-defined]
    page = context.new_page()
    page.goto(f"{served.base}/indicators")
    page.get_by_label("Có các từ").fill("đoàn viên")
    page.get_by_role("button", name="Lọc", exact=True).click()
    assert page.locator("a.figure").count() > 3
    context.close()
