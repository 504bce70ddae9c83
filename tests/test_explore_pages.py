"""The explorer's pages over a real server: what they show, filter, link to and give out."""

from __future__ import annotations

import csv
import html
import io
import re
import zipfile
from urllib.parse import quote

import duckdb
import openpyxl
import pytest

from tests.explore import Served

PAGES = (
    "/", "/indicators", "/indicators?view=trend", "/indicators?view=compare", "/indicators?view=rank",
    "/indicators?view=target", "/directives", "/documents", "/failures", "/search", "/search?q=doan+vien",
)  # fmt: skip


def _run(served: Served) -> duckdb.DuckDBPyConnection:
    return duckdb.connect(str(served.out / "chitieu.duckdb"), read_only=True)


def _rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))


def _shown(page: str) -> str:
    """What a page says, without its markup."""
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page)).split())


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_page_is_there_in_both_languages(served: Served, path: str, language: str) -> None:
    status, page, headers = served.get(f"{path}{'&' if '?' in path else '?'}lang={language}")
    assert status == 200
    assert f'<html lang="{language}">' in page
    assert headers["content-type"].startswith("text/html")
    assert "default-src 'none'" in headers["content-security-policy"]
    assert "unsafe" not in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert " style=" not in page
    assert not re.search(r"(?:src|href)=\"(?:https?:)?//", page), "nothing comes from elsewhere"


def test_the_language_is_remembered(served: Served) -> None:
    _, page, headers = served.get("/?lang=en")
    assert "Overview" in page
    cookie = headers["set-cookie"].split(";")[0]
    assert "Overview" in served.get("/", Cookie=cookie)[1]
    assert "Tổng quan" in served.get("/?lang=vi", Cookie=cookie)[1]
    assert "Tổng quan" in served.get("/")[1], "Vietnamese first"
    assert "Tổng quan" in served.get("/?lang=xx")[1]


def test_other_names_of_this_machine_get_nothing(served: Served) -> None:
    assert served.get("/", Host="example.org")[0] == 400


def test_the_overview_tells_what_was_read_and_what_failed(served: Served) -> None:
    page = _shown(served.get("/")[1])
    assert "12 văn bản đã đọc" in page
    assert "Tệp PDF bị cắt giữa chừng (thiếu phần cuối); hãy tải lại tệp." in page
    assert "cut_camau.pdf" in page
    assert "Bắc Giang" in page
    assert "The PDF is cut off" not in page
    assert "The PDF is cut off" in _shown(served.get("/?lang=en")[1])


def test_failures_have_their_sentence_and_can_be_taken_away(served: Served) -> None:
    page = _shown(served.get("/failures?error=empty_file")[1])
    assert "trong.txt" in page
    assert "cut_camau.pdf" not in page
    rows = _rows(served.get("/failures/download?as=csv")[1])
    assert {row["Tệp"] for row in rows} == {"trong.txt", "cut_camau.pdf"}
    assert all("/" not in row["Lý do"] for row in rows), "one language only"


@pytest.mark.parametrize("when", ["", "now"])
def test_coverage_adds_up_and_leads_to_its_documents(served: Served, when: str) -> None:
    _, page, _ = served.get(f"/?when={when}")
    links = re.findall(r'<td class="number shade[^"]*"><a href="([^"]+)">(\d+)</a>', page)
    assert sum(int(n) for _, n in links) == 12
    for link, n in links:
        listed = served.get(html.unescape(link))[1]
        assert f"trong {n} văn bản" in _shown(listed), link


def test_documents_can_be_filtered(served: Served) -> None:
    assert "bc_ldld_bacgiang_2024.txt" in served.get("/documents?q=bac+giang")[1]
    assert "bc_ldld_bacgiang_2024.txt" not in served.get("/documents?q=dong+nai")[1]
    with _run(served) as run:
        (plans,) = run.execute("SELECT count(*) FROM documents WHERE doc_kind = 'plan'").fetchone() or (0,)
    assert len(_rows(served.get("/documents/download?as=csv&kind=plan")[1])) == plans > 0


def test_every_number_leads_to_its_place(served: Served) -> None:
    _, page, _ = served.get("/indicators?size=200")
    places = re.findall(r'class="figure" href="/document/([0-9a-f]{16})\?at=(\d+)-(\d+)#m">([^<]+)</a>', page)
    assert len(places) > 100
    with _run(served) as run:
        texts = dict(run.execute("SELECT doc_id, text FROM documents").fetchall())
    assert all(texts[doc][int(a) : int(b)] == html.unescape(words) for doc, a, b, words in places)


@pytest.mark.parametrize(
    ("query", "sql"),
    [
        ("role=target", "role = 'target'"),
        ("role=target&role=result", "role IN ('target', 'result')"),
        ("kind=money", "kind = 'money'"),
        ("province=%C4%90%E1%BB%93ng+Nai", "doc_id IN (SELECT doc_id FROM documents WHERE province = 'Đồng Nai') AND province_code = '75'"),
        ("from=2025&to=2025", "coalesce(year(period_end), year(period_start)) = 2025"),
        ("confidence=0.95", "confidence >= 0.95"),
        ("confidence=0,95", "confidence >= 0.95"),
        ("arithmetic=mismatch", "arithmetic = 'mismatch'"),
        ("status=corrected", "false"),
        ("status=open", "true"),
        ("q=doan+vien+nh%E1%BA%A3m", "false"),
        ("label=kh%C3%B4ng+c%C3%B3", "false"),
        ("role=no_such&from=abcd&confidence=9&kind=x&sort=;drop", "true"),
    ],
)  # fmt: skip
def test_filters_leave_what_they_say(served: Served, query: str, sql: str) -> None:
    rows = _rows(served.get(f"/indicators/download?as=csv&{query}")[1])
    with _run(served) as run:
        wanted = {r[0] for r in run.execute(f"SELECT indicator_id FROM indicators WHERE {sql}").fetchall()}
    got = {row["Mã số liệu"] for row in rows}
    if query.startswith("from"):
        assert got >= wanted, "numbers without a period of their own have their document's"
    else:
        assert got == wanted


def test_words_filter_with_and_without_marks(served: Served) -> None:
    bare = _rows(served.get("/indicators/download?as=csv&q=doan+vien")[1])
    marks = _rows(served.get(f"/indicators/download?as=csv&q={quote('đoàn viên')}")[1])
    assert len(bare) >= len(marks) > 20
    assert all("đoàn viên" in f"{row['Chỉ tiêu']} {row['Câu']}".lower() for row in marks)


def test_sorting_and_pages(served: Served) -> None:
    values = [float(row["Giá trị"]) for row in _rows(served.get("/indicators/download?as=csv&sort=-value")[1])]
    assert values == sorted(values, reverse=True)
    first, second = (served.get(f"/indicators?size=25&sort=-value&page={n}")[1] for n in (1, 2))
    ids = [re.findall(r'class="figure" href="([^"]+)"', page) for page in (first, second)]
    assert len(ids[0]) == len(ids[1]) == 25
    assert not set(ids[0]) & set(ids[1])
    assert 'aria-sort="descending"' in first
    assert "kind=count" in served.get("/indicators?kind=count&page=2")[1], "links keep the rest of the address"


def test_a_page_beyond_the_last_is_the_last(served: Served) -> None:
    assert served.get("/indicators?page=999999")[0] == 200
    assert served.get("/indicators?page=-3")[0] == 200
    assert served.get("/indicators?page=1e99")[0] == 200


def test_a_directive_has_who_cites_it_and_its_results(served: Served) -> None:
    with _run(served) as run:
        directive, symbol = run.execute(
            "SELECT directive_id, symbol FROM compliance WHERE status = 'reports_results' AND level = 'central' "
            "ORDER BY n_mentions DESC, symbol LIMIT 1"
        ).fetchone() or ("", "")
        (n,) = run.execute("SELECT count(*) FROM indicators WHERE directive_id = ?", [directive]).fetchone() or (0,)
    matrix = served.get(f"/directives?q={quote(symbol)}")[1]
    assert f'href="/directives/{directive}"' in matrix
    page = served.get(f"/directives/{directive}")[1]
    assert symbol in page
    assert "báo cáo kết quả" in _shown(page)
    listed = _rows(served.get(f"/indicators/download?as=csv&directive={directive}")[1])
    assert len(listed) == n > 0
    by_symbol = _rows(served.get(f"/indicators/download?as=csv&directive={quote(symbol)}")[1])
    assert {row["Mã số liệu"] for row in listed} <= {row["Mã số liệu"] for row in by_symbol}


def test_the_matrix_is_that_of_the_command(served: Served) -> None:
    from pipeline.compliance.load import compliance
    from pipeline.compliance.words import STATUS_WORDS

    for now, query in ((False, ""), (True, "&when=now")):
        matrix = compliance(served.out, now=now, all_rows=False)
        said = {
            (row.label, column.directive_id): STATUS_WORDS[matrix.cells[row.key, i].status]["vi"]
            for row in matrix.rows
            for i, column in enumerate(matrix.columns)
        }
        rows = _rows(served.get(f"/directives/download?as=csv{query}")[1])
        assert {(row["Tỉnh, thành phố"], row["Mã văn bản chỉ đạo"]): row["Tình trạng"] for row in rows} == said


def test_a_cell_opens_its_evidence(served: Served) -> None:
    cells = re.findall(
        r'<td class="(?:reports_results|implements|cites)"><a href="([^"]+)"', served.get("/directives")[1]
    )
    assert cells
    for cell in cells[:5]:
        page = served.get(html.unescape(cell).partition("#")[0])[1]
        evidence = page.partition('id="evidence"')[2].partition("</section>")[0]
        assert re.search(r'href="/document/[0-9a-f]{16}\?at=\d+-\d+#m"', evidence), cell


def test_search_minds_marks_where_they_are_typed(served: Served) -> None:
    bare, marks, wrong = (served.get(f"/search?q={quote(q)}")[1] for q in ("doan vien", "đoàn viên", "đoán viên"))
    assert "<mark>đoàn viên</mark>" in bare
    assert "<mark>đoàn viên</mark>" in marks
    assert "<mark>" not in wrong
    places = re.findall(r'href="/document/([0-9a-f]{16})\?at=(\d+)-(\d+)#m"', bare)
    with _run(served) as run:
        texts = dict(run.execute("SELECT doc_id, text FROM documents").fetchall())
    assert places
    assert all(texts[doc][int(a) : int(b)].lower() == "đoàn viên" for doc, a, b in places)


def test_search_finds_words_that_stand_apart(served: Served) -> None:
    page = _shown(served.get(f"/search?q={quote('kết nạp đoàn viên mới thành lập')}")[1])
    assert "các từ không liền nhau" in page
    assert "Không có văn bản nào" in _shown(
        served.get("/search?q=%22k%E1%BA%BFt+n%E1%BA%A1p+m%E1%BB%9Bi+th%C3%A0nh+l%E1%BA%ADp%22")[1]
    )


@pytest.mark.parametrize("q", ['"', "'", "*", "a OR b", "NEAR(", "%", "\\", "<script>", "x" * 5000, "đ" * 300, "- :"])
def test_search_takes_whatever_is_typed(served: Served, q: str) -> None:
    assert served.get(f"/search?q={quote(q)}")[0] == 200
    assert served.get(f"/indicators?q={quote(q)}&org={quote(q)}&directive={quote(q)}")[0] == 200
    assert served.get(f"/documents?q={quote(q)}")[0] == 200


@pytest.mark.parametrize(
    "path", ["/search?q=hoat+dong+cong+doan", "/indicators?size=200", "/documents", "/indicators?q=1.234"]
)
def test_markup_in_a_text_is_text(served: Served, path: str) -> None:
    page = served.get(path)[1]
    assert "<script>document" not in page
    assert "<img src=x" not in page
    assert "&lt;script&gt;" in page


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("/indicators/download", "chitieu-indicators"), ("/indicators/download?view=rank", "chitieu-rank"),
        ("/indicators/download?view=target", "chitieu-target"), ("/directives/download", "chitieu-directives"),
        ("/documents/download", "chitieu-documents"), ("/search/download?q=doan+vien", "chitieu-search"),
        ("/failures/download", "chitieu-failures"), ("/coverage/download", "chitieu-coverage"),
    ],
)  # fmt: skip
def test_what_is_shown_can_be_taken_to_excel(served: Served, path: str, name: str) -> None:
    more = "&" if "?" in path else "?"
    rows = _rows(served.get(f"{path}{more}as=csv")[1])
    data = served.bytes_of(f"{path}{more}as=xlsx")
    assert zipfile.is_zipfile(io.BytesIO(data))
    sheet = openpyxl.load_workbook(io.BytesIO(data)).active
    assert sheet is not None
    assert sheet.max_row - 1 == len(rows) > 0
    assert sheet.freeze_panes == "A2"
    assert [cell.value for cell in sheet[1]] == list(rows[0])
    _, _, headers = served.get(f"{path}{more}as=csv")
    assert headers["content-disposition"] == f'attachment; filename="{name}.csv"'


def test_no_cell_of_a_download_is_a_formula(served: Served) -> None:
    rows = _rows(served.get("/indicators/download?as=csv")[1])
    starts = {cell[0] for row in rows for name, cell in row.items() if cell and not re.fullmatch(r"-?[\d.]+", cell)}
    assert not starts & set("=+@\t")


@pytest.mark.parametrize(
    ("path", "status", "said"),
    [
        ("/nowhere", 404, "Không có trang nào ở địa chỉ /nowhere."),
        ("/directives/0000000000000000", 404, "Lần chạy này không có văn bản chỉ đạo"),
        ("/static/nothing.css", 404, "Không tìm thấy"),
        ("/<script>", 404, "Không tìm thấy"),
    ],
)
def test_what_is_not_there_is_told_in_words(served: Served, path: str, status: int, said: str) -> None:
    found, page, headers = served.get(quote(path))
    assert found == status
    assert said in _shown(page)
    assert "<script>" not in page
    assert "default-src 'none'" in headers["content-security-policy"]
