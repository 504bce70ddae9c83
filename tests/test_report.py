"""The page of a run: holds what the tables say, loads nothing, shows markup as text, opens in a real browser."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from pipeline.export import export
from pipeline.link import link_corpus
from pipeline.report.page import cut, evidence_sentence
from pipeline.review import Proposal, record
from pipeline.store import write_tables
from pipeline.tabulate import DocumentRows, error_row
from tests.conftest import Command
from tests.explore import serious_faults
from tests.review_samples import REPORTS, make_run, shown
from tests.row_factory import document, indicator, reference, rows

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking", "--disable-sync"]


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("reported")
    texts = {
        **REPORTS,
        "<b>la.txt": REPORTS["nam-dinh.txt"].replace("30/BC", "31/BC"),
        "hỏng.pdf": "không phải PDF",
    }
    return make_run(folder, texts).out


@pytest.fixture(scope="module")
def html(out: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("page") / "report.html"
    export(out, str(path))
    return path


def test_it_tells_what_the_tables_say(out: Path, html: Path) -> None:
    text = html.read_text(encoding="utf-8")
    assert f"<b>{len(shown(out))}</b>" in text
    assert "1563/CTr-TLĐ" in text
    assert "hỏng.pdf" in text, "what failed is told"
    mismatch = next(row for row in shown(out) if row["arithmetic"] == "mismatch")
    section = text[text.index('<section id="mismatches">') : text.index('<section id="review">')]
    assert f"<mark>{mismatch['surface']}</mark>" in section


def test_it_loads_nothing(html: Path) -> None:
    text = html.read_text(encoding="utf-8").replace('xmlns="http://www.w3.org/2000/svg"', "")
    assert not re.search(r"https?:|(?<![\w\"])//\w|@import|url\(", text)
    assert not re.search(r"<(?:link|img|iframe|object|embed|base)\b", text)
    assert not re.search(r"<script[^>]+src", text)
    assert all(target.startswith("#") for target in re.findall(r'href="([^"]*)"', text))


def test_markup_shows_as_text(tmp_path: Path) -> None:
    evil = '<img src="x" onerror="alert(1)">'
    head = document(
        evil, province=evil, province_now=evil, province_code="44", issued_on="2023-01-01", doc_kind="report"
    )
    told = [
        indicator(evil, label=evil, sentence=f"{evil} 5", unit=evil, arithmetic="mismatch", org=evil),
        indicator("5", sentence=f"{evil} 5", indicator_code="union.members_admitted", value=5.0, confidence=0.1),
    ]
    cited = [reference(f"Nghị quyết 5/NQ-CP {evil}", symbol="5/NQ-CP", issuer=evil, title=evil, sentence=evil)]
    failed = DocumentRows(errors=(error_row(evil, None, "read", "truncated_pdf", evil),))
    write_tables(
        link_corpus([rows(head, cited, told), failed]), tmp_path / "out", {"finished_at": "2023-01-01T00:00:00"}
    )
    export(tmp_path / "out", str(tmp_path / "a.html"))
    text = (tmp_path / "a.html").read_text(encoding="utf-8")
    assert "<img" not in text
    assert text.count("&lt;img src=") >= 8
    assert text.count("<script>") == 1
    assert str(evidence_sentence('a <i>"b"</i> 5 c', "5")) == "a &lt;i&gt;&#34;b&#34;&lt;/i&gt; <mark>5</mark> c"


def test_long_sentences_are_cut_around_what_they_are_about() -> None:
    long = "đầu " * 400 + "77 đoàn viên" + " cuối" * 400
    shown_sentence = str(evidence_sentence(long, "77 đoàn viên"))
    assert "<mark>77 đoàn viên</mark>" in shown_sentence
    assert len(shown_sentence) < 400
    assert shown_sentence.startswith("…")
    assert shown_sentence.endswith("…")
    assert str(evidence_sentence("15 lớp, 5 lớp", "5")) == "15 lớp, <mark>5</mark> lớp"
    assert cut("một  hai\nba", 7) == "một ha…"


def test_decisions_are_in_it(out: Path, tmp_path: Path) -> None:
    shutil.copytree(out, tmp_path / "out")
    row = next(r for r in shown(out) if r["arithmetic"] == "mismatch")
    record(tmp_path / "out", Proposal("indicators", "reject", "Lan", row_id=row["indicator_id"]))
    export(tmp_path / "out", str(tmp_path / "a.html"))
    text = (tmp_path / "a.html").read_text(encoding="utf-8")
    section = text[text.index('<section id="mismatches">') : text.index('<section id="review">')]
    assert "<mark>" not in section


def big_run(folder: Path) -> None:
    """Sixty provinces, twenty directives, sentences of 3,000 characters, many mismatches and failures."""
    documents = []
    padding = "rất dài " * 370
    for i in range(60):
        head = document(
            f"t{i}",
            province=f"Tỉnh {i}",
            province_now=f"Tỉnh {i}",
            province_code=f"{i:02}",
            issued_on=f"20{i % 25:02}-01-01",
        )
        references = [
            reference(
                f"Nghị quyết {n}/NQ-CP",
                symbol=f"{n}/NQ-CP",
                issuer="Chính phủ",
                sentence=f"{padding} Nghị quyết {n}/NQ-CP {padding}",
            )
            for n in range(1, 21)
        ]
        numbers = [
            indicator(
                f"{i}{n} đoàn viên", value=float(n), arithmetic="mismatch", sentence=f"{padding} {i}{n} đoàn viên"
            )
            for n in range(20)
        ]
        documents.append(rows(head, references, numbers))
    documents += [
        DocumentRows(errors=(error_row(f"hỏng/{i}.pdf", None, "read", "truncated_pdf", "Tệp bị cắt. / Cut off."),))
        for i in range(2000)
    ]
    write_tables(link_corpus(documents), folder, {})


def test_a_big_run_stays_below_three_megabytes(tmp_path: Path) -> None:
    big_run(tmp_path / "out")
    export(tmp_path / "out", str(tmp_path / "report.html"))
    assert (tmp_path / "report.html").stat().st_size < 3_000_000
    assert "Tỉnh 59" in (tmp_path / "report.html").read_text(encoding="utf-8")


def test_an_empty_run_has_a_page_too(tmp_path: Path) -> None:
    write_tables(link_corpus([]), tmp_path / "out", {})
    export(tmp_path / "out", str(tmp_path / "report.html"))
    assert "Mọi tệp đều đọc được" in (tmp_path / "report.html").read_text(encoding="utf-8")


def test_the_command_line_writes_it(chitieu: Command, out: Path, tmp_path: Path) -> None:
    told = chitieu("report", out, "--to", tmp_path / "a.html", "--lang", "en")
    assert told.returncode == 0, told.stderr
    assert (tmp_path / "a.html").read_text(encoding="utf-8").startswith('<!DOCTYPE html>\n<html lang="en">')
    assert chitieu("report", out, "--to", tmp_path / "a.txt").returncode == 2


@pytest.fixture
def page(html: Path, browser: Browser) -> Iterator[Page]:
    opened = browser.new_page(viewport={"width": 1280, "height": 800})
    asked: list[str] = []
    faults: list[str] = []
    opened.on("request", lambda request: asked.append(request.url))
    opened.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
    opened.on("pageerror", lambda error: faults.append(str(error)))
    opened.goto(html.as_uri())
    yield opened
    assert asked == [html.as_uri()], "nothing but the page itself is asked for"
    assert faults == []
    opened.close()


def test_the_page_in_a_browser(page: Page) -> None:
    assert page.title() == "chitieu: báo cáo / report"
    heading = page.get_by_role("heading", name="Ma trận thực hiện")
    assert heading.is_visible()
    page.locator("#language").click()
    assert page.get_by_role("heading", name="Compliance matrix").is_visible()
    assert not heading.is_visible()
    page.locator("#language").click()
    assert heading.is_visible()
    cell = page.locator(".matrix td a").first
    target = cell.get_attribute("href")
    cell.click()
    assert page.locator(target or "").is_visible(), "a cell opens its sentence"
    assert page.locator(f"{target} mark").count() == 1


def test_axe_finds_no_serious_fault(page: Page) -> None:
    assert serious_faults(page) == []
    page.locator("#language").click()
    assert serious_faults(page) == []


@pytest.mark.parametrize("width", [1280, 390])
def test_nothing_sticks_out(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.locator(".wide svg").first.is_visible() == (width == 1280)


def test_what_people_changed_is_told(tmp_path: Path) -> None:
    steps = make_run(tmp_path)
    corrected, rejected = shown(steps.out)[:2]
    who, why = "Lan <i>", "bản gốc"
    value = corrected["value"] + 0.5
    record(
        steps.out,
        Proposal(
            "indicators",
            "correct",
            who,
            why,
            row_id=corrected["indicator_id"],
            changes={"value": value, "role": "target"},
        ),
    )
    record(steps.out, Proposal("indicators", "reject", who, row_id=rejected["indicator_id"]))
    export(steps.out, str(tmp_path / "a.html"))
    text = (tmp_path / "a.html").read_text(encoding="utf-8")
    assert '<b>1</b><span lang="vi">con số đã có người rà soát' in text, "as the workbook counts"
    section = text[text.index('<section id="changed">') : text.index('<section id="failures">')]
    assert section.count("<tr>") == 3
    assert "chỉ tiêu giao" in section
    assert "bản gốc" in section
    assert "Lan &lt;i&gt;" in section
    assert rejected["label"] in section, "what it was"
