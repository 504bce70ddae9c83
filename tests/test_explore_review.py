"""Review in the browser: decisions by keyboard and by hand, what they show afterwards, and who may not take them."""

from __future__ import annotations

import http.client
import io
import json
import re
import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import pytest

from pipeline.review import open_reviewed, read_decisions
from tests.explore import NARROW, ROOT, Served, run_chitieu, serious_faults, serving, width_of

if TYPE_CHECKING:
    from playwright.sync_api import Page

TEXT = """\
LIÊN ĐOÀN LAO ĐỘNG TỈNH HÀ NAM
Số: 12/BC-LĐLĐ
Hà Nam, ngày 15 tháng 12 năm 2023

BÁO CÁO
Kết quả hoạt động công đoàn năm 2023

Năm 2023 các cấp công đoàn kết nạp mới 1.234 đoàn viên, thành lập 15 công đoàn cơ sở theo Chương trình số 1563/CTr-TLĐ \
ngày 09/10/2018 của Tổng Liên đoàn Lao động Việt Nam. Tổ số bảy mươi lăm 😀 được khen.
"""
SCRIPT = "<script>document.title='hỏng'</script>"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("review")
    inputs = folder / "in"
    inputs.mkdir()
    (inputs / "hanam.txt").write_text(TEXT, encoding="utf-8")
    shutil.copy(ROOT / "corpus/pdf/bc_ldld_namdinh_2019.pdf", inputs / "namdinh.pdf")
    done = run_chitieu("run", inputs, "--out", folder / "out", "--quiet", home=folder)
    assert done.returncode == 0, done.stderr
    return folder / "out"


@pytest.fixture
def site(made: Path, tmp_path: Path) -> Iterator[Served]:
    """The explorer over a copy of the run, for decisions change it."""
    shutil.copytree(made, tmp_path / "out")
    with serving(tmp_path / "out") as found:
        yield found


def asked(out: Path, sql: str, *parameters: object) -> list[Any]:
    with open_reviewed(out) as run:
        return run.execute(sql, parameters).fetchall()


def doc_id(out: Path) -> str:
    return str(asked(out, "SELECT doc_id FROM documents WHERE source = 'hanam.txt'")[0][0])


def number(out: Path, surface: str) -> str:
    """The id of a number of `TEXT`."""
    ((found,),) = asked(
        out, "SELECT indicator_id FROM indicators WHERE doc_id = ? AND starts_with(surface, ?)", doc_id(out), surface
    )
    return str(found)


def post(site: Served, path: str, fields: dict[str, str], **headers: str) -> tuple[int, str]:
    """Send a form as a program would."""
    connection = http.client.HTTPConnection(site.base.removeprefix("http://"), timeout=30)
    body = urlencode(fields)
    sent = {"Content-Type": "application/x-www-form-urlencoded", **{k.replace("_", "-"): v for k, v in headers.items()}}
    connection.request("POST", path, body, sent)
    answer = connection.getresponse()
    text = answer.read().decode("utf-8", "replace")
    status = answer.status
    location = answer.headers.get("Location", "")
    connection.close()
    return status, location or text


def name_yourself(page: Page, name: str = "Lan") -> None:
    page.get_by_label("Tên người rà soát").fill(name)
    page.get_by_role("button", name="Bắt đầu rà soát").click()
    page.wait_for_selector(f"text=Người rà soát: {name}")


def test_correct_by_keyboard_and_see_it_everywhere(
    site: Served,
    browser_page: Page,
    tmp_path: Path,
) -> None:
    row_id = number(site.out, "1.234")
    page = browser_page
    page.goto(f"{site.base}/review/row/indicators/{row_id}")
    assert page.locator("button", has_text="Sửa").count() == 0, "nobody decides without a name"
    name_yourself(page)
    page.keyboard.press("c")
    assert page.evaluate("document.activeElement.name") == "f.label"
    value = page.locator("[name='f.value']")
    assert value.input_value() == "1.234"
    value.fill("1.243")
    page.locator("[name='f.period']").fill("quý I/2023")
    page.locator("[name='f.role']").select_option("target")
    page.locator("#f-why").fill("đối chiếu bản giấy")
    page.keyboard.press("Enter")
    page.wait_for_selector(".undo")
    (decision,) = read_decisions(site.out)
    assert (decision.who, decision.why, decision.action) == ("Lan", "đối chiếu bản giấy", "correct")
    told = asked(
        site.out,
        "SELECT value, period, period_end::VARCHAR, role, review_status, reviewed_by FROM indicators WHERE indicator_id = ?",
        row_id,
    )
    assert told == [(1243.0, "2023-01/2023-03", "2023-03-31", "target", "corrected", "Lan")]
    assert "đối chiếu bản giấy" in page.locator(".history").inner_text()
    # In the table of indicators, in the text, and in what is given out.
    page.goto(f"{site.base}/indicators?q={'đoàn viên'}")
    assert "1.243" in page.locator("main").inner_text()
    page.goto(f"{site.base}/document/{doc_id(site.out)}")
    assert page.locator("a.m", has_text="1.234").get_attribute("data-label") == "✎ chỉ tiêu giao"
    target = tmp_path / "ra.csv"
    done = run_chitieu("export", site.out, "--to", target, home=tmp_path)
    assert done.returncode == 0, done.stderr
    written = "\n".join(
        path.read_text(encoding="utf-8-sig") for path in ([target] if target.is_file() else target.rglob("*.csv"))
    )
    assert re.search(r"\b1243(\.0)?\b", written)


def test_what_is_typed_wrong_is_told_beside_its_field_and_kept(site: Served, browser_page: Page) -> None:
    page = browser_page
    page.goto(f"{site.base}/review/row/indicators/{number(site.out, '1.234')}?edit=1")
    name_yourself(page, f"Lan {SCRIPT}")
    page.goto(f"{site.base}/review/row/indicators/{number(site.out, '1.234')}?edit=1")
    page.locator("[name='f.value']").fill("nhiều lắm")
    page.locator("[name='f.label']").fill(f"đoàn viên {SCRIPT}")
    page.locator("[name='f.value']").press("Enter")
    page.wait_for_selector(".error")
    assert "phải là một số" in page.locator(".error").inner_text()
    assert page.locator("[name='f.value']").input_value() == "nhiều lắm"
    assert page.locator("[name='f.label']").input_value() == f"đoàn viên {SCRIPT}"
    assert page.evaluate("document.activeElement.name") == "f.value"
    assert serious_faults(page) == []
    assert read_decisions(site.out) == []
    page.locator("[name='f.value']").fill("1.235")
    page.locator("#f-why").fill(SCRIPT)
    page.locator("[name='f.value']").press("Enter")
    page.wait_for_selector(".undo")
    assert page.title() != "hỏng"
    assert SCRIPT in page.locator("main").inner_text()
    for address in ("/review/decisions", f"/document/{doc_id(site.out)}", "/indicators"):
        page.goto(site.base + address)
        assert page.title() != "hỏng"
    page.goto(f"{site.base}/review/decisions")
    assert SCRIPT in page.locator("main").inner_text()


def test_the_queue_by_keyboard(site: Served, browser_page: Page) -> None:
    page = browser_page
    page.goto(f"{site.base}/review?reason=no_period")
    name_yourself(page)
    assert "reason=no_period" in page.url, "the filter stays"

    def at_hand() -> str:
        found = page.locator("form.decide input[name=row_id]").get_attribute("value")
        assert found is not None
        return found

    first = at_hand()
    page.keyboard.press("j")
    page.wait_for_url(lambda url: "n=1" in url)
    second = at_hand()
    assert second != first
    page.keyboard.press("k")
    page.wait_for_url(lambda url: "n=0" in url)
    assert at_hand() == first
    page.keyboard.press("a")
    page.wait_for_url(lambda url: "done=" in url)
    assert at_hand() == second, "what is decided leaves the queue"
    page.keyboard.press("r")
    page.wait_for_selector(f"form.decide input[value='{second}']", state="detached")
    assert asked(site.out, "SELECT count(*) FROM indicators WHERE indicator_id = ?", second) == [(0,)]
    page.keyboard.press("u")
    page.wait_for_selector(f"form.decide input[value='{second}']", state="attached")
    assert asked(site.out, "SELECT count(*) FROM indicators WHERE indicator_id = ?", second) == [(1,)]
    assert [d.action for d in read_decisions(site.out)] == ["accept", "reject", "withdraw"]


def test_reject_in_the_document_and_take_it_back(site: Served, browser_page: Page) -> None:
    page = browser_page
    at = TEXT.index("15 công đoàn")
    page.goto(f"{site.base}/document/{doc_id(site.out)}")
    ((start, end),) = asked(
        site.out, "SELECT char_start, char_end FROM indicators WHERE indicator_id = ?", number(site.out, "15")
    )
    assert at
    page.goto(f"{site.base}/document/{doc_id(site.out)}?at={start}-{end}#m")
    page.get_by_label("Tên người rà soát").first.fill("Hoa")
    page.get_by_role("button", name="Bắt đầu rà soát").click()
    page.wait_for_selector("form.decide")
    page.keyboard.press("r")
    page.wait_for_selector(".undo")
    assert "Chưa có dòng nào" in page.locator("#panel").inner_text()
    assert page.locator("a.m-indicators", has_text="15 công đoàn").count() == 0
    page.keyboard.press("u")
    page.wait_for_selector(".undo", state="detached")
    assert page.locator("a.m-indicators", has_text="15 công đoàn").count() == 1
    assert page.url.endswith("#m")
    page.keyboard.press("c")
    page.wait_for_url("**/review/row/**")
    page.locator("[name='f.value']").fill("16")
    page.keyboard.press("Enter")
    page.wait_for_url("**/document/**")
    page.wait_for_selector(".undo")
    assert "16" in page.locator("#panel .fields").first.inner_text()


def test_add_a_row_for_selected_words(site: Served, browser_page: Page) -> None:
    page = browser_page
    words = "bảy mươi lăm"
    page.goto(f"{site.base}/document/{doc_id(site.out)}")
    page.evaluate(
        """words => {
            const walker = document.createTreeWalker(document.querySelector('.sheet'), NodeFilter.SHOW_TEXT);
            while (walker.nextNode()) {
                const at = walker.currentNode.data.indexOf(words);
                if (at >= 0) {
                    document.getSelection().setBaseAndExtent(walker.currentNode, at, walker.currentNode, at + words.length);
                    return;
                }
            }
        }""",
        words,
    )
    page.wait_for_selector("a.add-here")
    page.keyboard.press("t")
    page.wait_for_selector("mark.wanted")
    assert page.locator("mark.wanted").inner_text() == words
    page.locator("[name='f.label']").fill("tổ công đoàn được khen")
    page.locator("#f-who").fill("Hoa")
    page.get_by_role("button", name="Thêm dòng").click()
    page.wait_for_selector(".error")
    page.locator("[name='f.value']").fill("75")
    assert page.locator("[name='f.label']").input_value() == "tổ công đoàn được khen"
    page.get_by_role("button", name="Thêm dòng").click()
    page.wait_for_selector("#panel")
    assert page.locator("#m").inner_text() == words
    told = asked(site.out, "SELECT surface, value, label, review_status FROM indicators WHERE review_status = 'added'")
    assert told == [(words, 75.0, "tổ công đoàn được khen", "added")]
    # Behind letters of other planes offsets still count code points.
    ((start,),) = asked(site.out, "SELECT char_start FROM indicators WHERE review_status = 'added'")
    ((text,),) = asked(site.out, "SELECT text FROM documents WHERE source = 'hanam.txt'")
    assert text[start : start + len(words)] == words


def test_add_without_a_mouse_or_script(site: Served) -> None:
    document = doc_id(site.out)
    _, text, _ = site.get(f"/document/{document}?words=bảy+mươi+lăm".replace("ả", "%E1%BA%A3").replace("ư", "%C6%B0")
                          .replace("ơ", "%C6%A1").replace("ă", "%C4%83"))  # fmt: skip
    (href,) = set(re.findall(rf'href="(/review/add\?doc={document}&amp;at=\d+-\d+)"', text))
    status, form, _ = site.get(href.replace("&amp;", "&"))
    assert status == 200
    assert '<mark class="wanted">bảy mươi lăm</mark>' in form


def test_other_sites_cannot_decide(site: Served) -> None:
    row_id = number(site.out, "1.234")
    token = site.app.state.token
    form = {"action": "reject", "table": "indicators", "row_id": row_id, "who": "kẻ gian", "back": "/review"}
    assert post(site, "/review/decide", form)[0] == 403, "no token"
    assert post(site, "/review/decide", form | {"token": "x"})[0] == 403
    assert post(site, "/review/decide", form | {"token": token}, Origin="https://example.org")[0] == 403
    assert post(site, "/review/decide", form | {"token": token}, Origin="null")[0] == 403
    assert post(site, "/review/decide", form | {"token": token}, Host="example.org")[0] == 400
    assert post(site, "/review/undo", {"decision": "0" * 16, "who": "x"})[0] == 403
    assert post(site, "/review/who", {"who": "x"})[0] == 403
    assert site.get(f"/review/decide?{urlencode(form)}")[0] == 405
    assert read_decisions(site.out) == []
    plain = json.dumps(form | {"token": token})
    connection = http.client.HTTPConnection(site.base.removeprefix("http://"), timeout=30)
    connection.request("POST", "/review/decide", plain, {"Content-Type": "text/plain"})
    assert connection.getresponse().status == 403
    connection.close()
    assert read_decisions(site.out) == []
    for back in ("https://example.org/", "//example.org/", "/\\example.org", "javascript:alert(1)"):
        status, location = post(site, "/review/decide", form | {"token": token, "action": "accept", "back": back})
        assert (status, location.partition("?")[0]) == (303, "/review"), back


def test_decisions_are_listed_and_given_out(site: Served, browser_page: Page) -> None:
    page = browser_page
    document = doc_id(site.out)
    page.goto(f"{site.base}/document/{document}")
    page.locator("#complete-who").fill("Lan")
    page.get_by_role("button", name="Đã rà soát xong cả văn bản").click()
    page.wait_for_selector("text=Đã rà soát xong: Lan")
    packed = zipfile.ZipFile(io.BytesIO(site.bytes_of("/review/gold.zip")))
    (name,) = packed.namelist()
    gold = json.loads(packed.read(name))
    assert "1.234" in json.dumps(gold, ensure_ascii=False)
    log = site.bytes_of("/review/decisions.jsonl").decode()
    assert json.loads(log)["action"] == "complete"
    page.goto(f"{site.base}/review/decisions")
    assert "rà soát xong văn bản" in page.locator("main").inner_text()
    assert serious_faults(page) == []
    page.get_by_role("button", name="Hoàn tác").click()
    page.wait_for_selector(".tag:text('đã rút lại')")
    assert site.get("/review/gold.zip")[0] == 404


@pytest.mark.parametrize("path", ["/review", "/review/add?doc={doc}&at=0-30", "/review/row/indicators/{row}?edit=1"])
def test_pages_fit_and_keep_no_one_out(site: Served, browser_page: Page, path: str) -> None:
    page = browser_page
    page.goto(f"{site.base}/review")
    name_yourself(page)
    address = site.base + path.format(doc=doc_id(site.out), row=number(site.out, "1.234"))
    for width in (1280, NARROW):
        page.set_viewport_size({"width": width, "height": 844})
        page.goto(address)
        assert width_of(page) == width
        assert serious_faults(page) == []
    page.get_by_role("link", name="English").click()
    assert page.locator("html").get_attribute("lang") == "en"
    assert "Reviewer: Lan" in page.content()
