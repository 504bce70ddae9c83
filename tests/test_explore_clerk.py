"""Review in the explorer, as a clerk meets it: no reason is lost, no key is dumb, no number is read the wrong way."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from pipeline.review import read_decisions
from tests.explore import Served
from tests.test_explore_review import asked, made, name_yourself, number, post, site  # noqa: F401

if TYPE_CHECKING:
    from playwright.sync_api import Page

# What a test takes are fixtures imported above.
# ruff: noqa: F811


def _correct(site: Served, language: str, value: str) -> tuple[int, str]:
    fields = {
        "token": site.app.state.token, "action": "correct", "table": "indicators", "row_id": number(site.out, "1.234"),
        "who": "Lan", "back": "/review", "f.value": value,
    }  # fmt: skip
    return post(site, "/review/decide", fields, Cookie=f"chitieu_lang={language}; chitieu_who=Lan")


def test_there_is_one_box_for_the_reason(site: Served, browser_page: Page) -> None:
    page = browser_page
    page.goto(f"{site.base}/review/row/indicators/{number(site.out, '1.234')}")
    name_yourself(page)
    assert page.get_by_label("Lý do").count() == 1
    page.get_by_label("Lý do").fill("gõ trước khi mở")
    page.get_by_role("button", name=re.compile("Sửa")).click()
    page.locator("[name='f.value']").fill("1.235")
    page.get_by_role("button", name="Lưu bản sửa").click()
    page.wait_for_selector(".undo")
    (decision,) = read_decisions(site.out)
    assert (decision.action, decision.why, decision.changes["value"]) == ("correct", "gõ trước khi mở", 1235.0)
    assert "«1.234 đoàn viên» → 1.235" in page.locator(".undo").inner_text()
    assert "Lan (đã sửa)" in page.locator(".fields").first.inner_text()


def test_without_a_name_keys_ask_for_it(site: Served, browser_page: Page) -> None:
    page = browser_page
    for key in "acru":
        page.goto(f"{site.base}/review")
        page.keyboard.press(key)
        assert page.evaluate("document.activeElement.id") == "who", key
        assert page.locator(".who-form .told").is_visible()
    page.goto(f"{site.base}/review/decisions")
    assert page.get_by_label("Tên người rà soát").is_visible()
    assert "Ghi tên để hoàn tác" in page.locator("main").inner_text()


def test_the_last_decision_is_taken_back_and_restored_later(site: Served, browser_page: Page) -> None:
    page = browser_page
    page.goto(f"{site.base}/review")
    name_yourself(page)
    page.keyboard.press("u")
    assert page.get_by_text("Bạn chưa có quyết định nào để hoàn tác").is_visible()
    row_id = number(site.out, "15")
    form = {"token": site.app.state.token, "action": "reject", "table": "indicators", "row_id": row_id, "who": "Lan"}
    assert post(site, "/review/decide", form)[0] == 303
    assert post(site, "/review/decide", form | {"row_id": number(site.out, "1.234"), "who": "Hoa"})[0] == 303
    page.goto(f"{site.base}/review")
    page.keyboard.press("u")
    page.wait_for_selector(".undone")
    there = "SELECT count(*) FROM indicators WHERE indicator_id = ?"
    assert asked(site.out, there, row_id) == [(1,)]
    page.get_by_role("button", name="Khôi phục").click()
    page.wait_for_selector(".undo")
    assert asked(site.out, there, row_id) == [(0,)]
    page.get_by_role("button", name="Hoàn tác").click()
    page.wait_for_selector(".undone")
    page.goto(f"{site.base}/review/decisions")
    page.get_by_role("button", name="Khôi phục").click()
    page.wait_for_selector(".undo")
    assert asked(site.out, there, row_id) == [(0,)]
    assert [d.withdrawn for d in read_decisions(site.out) if d.action == "reject"] == [False, False]


def test_what_is_wrong_is_said_once_with_the_caption(site: Served) -> None:
    status, text = _correct(site, "vi", "nhiều")
    assert status == 422
    assert text.count("phải là một số") == 1
    assert "Trường «Giá trị» phải là một số" in text
    assert re.search(r'id="f-value"[^>]*aria-describedby="f-value-error', text)
    assert "Field “Value” must be" in _correct(site, "en", "many")[1]


@pytest.mark.parametrize(
    ("typed", "value"),
    [("138000", 138000.0), ("1,234,567", 1234567.0), ("1.234.567", 1234567.0), ("1,234.5", 1234.5), ("1.234,5", 1234.5),
     ("108.5", 108.5), ("108,5", 108.5), ("0.125", 0.125), ("138.000", None), ("138,000", None)],
)  # fmt: skip
def test_numbers_on_english_pages_have_one_meaning(site: Served, typed: str, value: float | None) -> None:
    status, text = _correct(site, "en", typed)
    if value is None:
        assert status == 422
        assert "can be read in two ways; write 138000 or 138.0000" in text
        assert read_decisions(site.out) == []
    else:
        assert status == 303, text
        assert [d.changes["value"] for d in read_decisions(site.out)] == [value]


def test_forms_show_numbers_as_their_language_reads_them(site: Served) -> None:
    path = f"/review/row/indicators/{number(site.out, '1.234')}?edit=1"
    for language, shown in (("vi", "1.234"), ("en", "1234")):
        _, text, _ = site.get(path, Cookie=f"chitieu_lang={language}; chitieu_who=Lan")
        assert re.search(rf'name="f.value" type="text" value="{re.escape(shown)}"', text), language
        assert 'name="f.org_id"' not in text


def test_a_province_is_named_and_saved_by_its_name(site: Served) -> None:
    row_id = number(site.out, "1.234")
    fields = {
        "token": site.app.state.token, "action": "correct", "table": "indicators", "row_id": row_id, "who": "Lan",
        "back": f"/review/row/indicators/{row_id}", "f.province_code": "Sóc Trăng", "f.role": "target",
    }  # fmt: skip
    assert post(site, "/review/decide", fields)[0] == 303
    assert asked(site.out, "SELECT province_code FROM indicators WHERE indicator_id = ?", row_id) == [("94",)]
    _, text, _ = site.get(f"/review/row/indicators/{row_id}?edit=1", Cookie="chitieu_who=Lan")
    assert 'name="f.province_code" type="text" value="Sóc Trăng"' in text
    history = text[text.index('class="history"') :]
    assert "Sóc Trăng" in history
    assert "chỉ tiêu giao" in history
    assert ">target<" not in history
