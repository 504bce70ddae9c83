"""Web pages: main text, tables, title, date and publisher."""

from __future__ import annotations

import pytest

from pipeline.clean import clean
from pipeline.document import CleanText, ReadResult
from pipeline.read import read_bytes

PARAGRAPHS = [
    "Sáng 18/7, Liên đoàn Lao động tỉnh Kon Tum tổ chức hội nghị sơ kết công tác công đoàn sáu tháng đầu năm 2023.",
    "Trong sáu tháng, các cấp công đoàn kết nạp 1.046 đoàn viên mới, đạt 52,3% chỉ tiêu; thành lập 9 công đoàn cơ sở.",
    "Hội nghị thống nhất tiếp tục thực hiện Kế hoạch số 18/KH-LĐLĐ ngày 20/01/2023 và chăm lo đời sống đoàn viên.",
]
TABLE = (
    "<table><tr><th>TT</th><th>Chỉ tiêu</th><th>Thực hiện</th></tr>"
    "<tr><td>1</td><td>Kết nạp đoàn viên</td><td>1.046</td></tr>"
    "<tr><td>2</td><td>Thành lập CĐCS</td><td>9</td></tr></table>"
)
MENU = "<nav><ul><li><a href='/'>Trang chủ</a></li><li><a href='/tin'>Tin tức</a></li></ul></nav>"
FOOT = (
    "<div class='related'><h3>Tin liên quan</h3><ul><li><a href='x'>Hội thao ngày 02/8/2023</a></li>"
    "<li><a href='y'>Tập huấn ngày 30/7/2023</a></li></ul></div>"
    "<div id='footer'><p>Đang truy cập 41. Tổng lượt truy cập 1.520.331</p></div>"
)


def page(head: str = "", under_title: str = "", body: str = "") -> bytes:
    text = "".join(f"<p>{x}</p>" for x in PARAGRAPHS)
    return (
        f"<!DOCTYPE html><html><head><meta charset='utf-8'><title>Công đoàn Kon Tum sơ kết | Trang tin</title>{head}"
        f"</head><body>{MENU}<div class='content'><h1>Công đoàn Kon Tum sơ kết sáu tháng</h1>{under_title}{text}"
        f"{TABLE}{body}</div>{FOOT}</body></html>"
    ).encode()


def read(data: bytes) -> tuple[ReadResult, CleanText]:
    result = read_bytes(data, "tin.html")
    return result, clean(result)


def test_main_text_is_kept_and_clutter_is_not() -> None:
    result, cleaned = read(page(under_title="<div class='date'>Thứ ba - 18/07/2023 15:10</div>"))
    lines = cleaned.text.split("\n")
    assert lines[0] == "Công đoàn Kon Tum sơ kết sáu tháng"
    assert "Thứ ba - 18/07/2023 15:10" in lines[:3]
    assert all(text in lines for text in PARAGRAPHS)
    for clutter in ("Trang chủ", "Hội thao", "truy cập"):
        assert clutter not in cleaned.text
    assert result.warnings == ()
    assert result.media_type == "text/html"


def test_tables_are_rows_with_their_header() -> None:
    _, cleaned = read(page())
    rows = [cleaned.text[at:].split("\n")[0] for at, kind, _ in cleaned.kinds if kind == "table"]
    assert rows == ["TT | Chỉ tiêu | Thực hiện", "1 | Kết nạp đoàn viên | 1.046", "2 | Thành lập CĐCS | 9"]


META = '<meta property="article:published_time" content="2023-07-17T22:05:00+07:00">'
LD = (
    '<script type="application/ld+json">{"@graph":[{"datePublished":"2023-07-16",'
    '"publisher":{"name":"Báo Núi"}}]}</script>'
)


@pytest.mark.parametrize(
    ("head", "under_title", "date", "why"),
    [
        (META, "<p>18/07/2023</p>", "2023-07-17", "the page's own tag first"),
        (LD, "", "2023-07-16", "structured data"),
        ("", "<p>Thứ ba - 18/07/2023 15:10</p>", "2023-07-18", "the line under the heading"),
        ("", "<div>15:10 | 18/7/2023</div>", "2023-07-18", "with the hour before"),
        ("", "<span>Đăng ngày 18 tháng 7 năm 2023</span>", "2023-07-18", "in words"),
        ("", "", None, "dates of other articles on the page are not its date"),
        ("", "<p>99/99/2023</p>", None, "no such day"),
    ],
)
def test_date(head: str, under_title: str, date: str | None, why: str) -> None:
    result, _ = read(page(head, under_title))
    assert result.hints.published == date, why


def test_title_and_publisher() -> None:
    result, _ = read(page('<meta property="og:site_name" content="Công đoàn Kon Tum">'))
    assert result.hints.title == "Công đoàn Kon Tum sơ kết sáu tháng"
    assert result.hints.publisher == "Công đoàn Kon Tum"
    assert read(page(LD))[0].hints.publisher == "Báo Núi"


def test_a_page_without_main_text_gives_all_it_shows_and_says_so() -> None:
    cells = "".join(f"<li>Xã {name}: {count} hộ nghèo</li>" for name, count in (("Đăk Hà", 12), ("Ngọk Réo", 31)))
    _, cleaned = read(f"<html><body><div><ul>{cells}</ul></div></body></html>".encode())
    assert "Xã Đăk Hà: 12 hộ nghèo" in cleaned.text
    assert "Xã Ngọk Réo: 31 hộ nghèo" in cleaned.text
    assert "<" not in cleaned.text


def test_a_document_saved_by_word_is_read_whole() -> None:
    letterhead = (
        "<table><tr><td><p>UBND TỈNH KON TUM</p><p>Số: 77/BC-UBND</p></td>"
        "<td><p>CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM</p><p>Kon Tum, ngày 02 tháng 7 năm 2023</p></td></tr></table>"
    )
    text = "".join(f"<p class=MsoNormal>{x}</p>" for x in PARAGRAPHS)
    ending = "<table><tr><td>Nơi nhận:<br>- Như trên;<br>- Lưu VT.</td><td>TM. ỦY BAN NHÂN DÂN</td></tr></table>"
    _, cleaned = read(f"<html><body>{letterhead}{text}{ending}</body></html>".encode())
    lines = cleaned.text.split("\n")
    assert lines[:4] == [
        "UBND TỈNH KON TUM",
        "Số: 77/BC-UBND",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Kon Tum, ngày 02 tháng 7 năm 2023",
    ]
    assert lines[-4:] == ["Nơi nhận:", "- Như trên;", "- Lưu VT.", "TM. ỦY BAN NHÂN DÂN"]
    assert cleaned.kinds == ()


def test_structure_of_the_fallback_walk() -> None:
    body = (
        "<h2>II. Kết quả</h2><p>Một  dòng\nngắt giữa chừng</p><ol start=3><li>ba</li><li>bốn</li></ol>"
        "<ul><li>ý một</li><li>- ý hai</li></ul><p hidden>ẩn</p><div style='display:none'>ẩn</div>"
        "<table><tr><td><table><tr><td>a</td><td>1</td><td>2</td></tr><tr><td>b</td><td>3</td><td>4</td></tr></table>"
        "</td><td><p>cột bên</p></td></tr></table>"
    )
    _, cleaned = read(f"<html><body class=MsoNormal>{body}</body></html>".encode())
    assert cleaned.text.split("\n") == [
        "II. Kết quả",
        "Một dòng ngắt giữa chừng",
        "3. ba",
        "4. bốn",
        "- ý một",
        "- ý hai",
        "a | 1 | 2",
        "b | 3 | 4",
        "cột bên",
    ]
    assert cleaned.kinds[0] == (0, "heading", 2)


def test_declared_encodings() -> None:
    source = page().decode()
    old = source.replace("utf-8", "windows-1258").replace("ộ", "ô\u0323")
    assert "Kon Tum" in read(source.encode("utf-16"))[1].text
    encodable = old.encode("cp1258", errors="ignore")
    result, cleaned = read(encodable)
    assert result.encoding_fixed == "cp1258"
    assert "Công đoàn Kon Tum" in cleaned.text


def test_nothing_outside_the_page_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    import socket

    def refuse(*args: object, **kwargs: object) -> None:
        raise AssertionError("a reader opened a connection")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    entity = b'<!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/passwd">]><html><body><p>&x;</p><p>Th\xc3\xb4ng tin</p>'
    remote = b"<img src='http://192.0.2.1/a.png'><link rel=stylesheet href='http://192.0.2.1/a.css'></body></html>"
    _, cleaned = read(entity + remote)
    assert "root:" not in cleaned.text


@pytest.mark.parametrize(
    ("banner", "footer", "owner", "why"),
    [
        ('<header><a href="/">SỞ NỘI VỤ TỈNH HÀ NAM</a></header>', "", "SỞ NỘI VỤ TỈNH HÀ NAM", "home link"),
        ('<div class="site-title">Sở Y tế tỉnh Lào Cai</div>', "", "Sở Y tế tỉnh Lào Cai", "a banner without link"),
        ("", "<footer>© 2023 Sở Y tế tỉnh Phú Yên. Điện thoại: 02573.</footer>", "Sở Y tế tỉnh Phú Yên", "copyright"),
        ('<header><a href="/">Trang chủ</a></header>', "", None, "a menu entry is no owner"),
        ('<header><a href="/tin-tuc">Tin tức công đoàn trong tỉnh</a></header>', "", None, "a link elsewhere is none"),
    ],
)
def test_owner_of_a_page_without_tags(banner: str, footer: str, owner: str | None, why: str) -> None:
    prose = "Các cấp công đoàn tặng quà cho đoàn viên khó khăn. " * 10
    body = f"<h1>Công đoàn chăm lo đoàn viên</h1><p>{prose}</p>"
    page = f"<html><body>{banner}<main>{body}</main>{footer}</body></html>"
    assert read_bytes(page.encode(), "trang.html").hints.publisher == owner, why


@pytest.mark.parametrize(
    ("title", "owner", "why"),
    [
        ("Trao nhà cho đoàn viên | Cổng thông tin LĐLĐ tỉnh Sơn La", "Cổng thông tin LĐLĐ tỉnh Sơn La", "a portal"),
        ("Trao nhà cho đoàn viên - Báo Sơn La", "Báo Sơn La", "a paper"),
        ("Trao nhà - Tin tức - Công đoàn ngành Y tế", "Công đoàn ngành Y tế", "a body"),
        ("Trao nhà cho đoàn viên - Tin tức và sự kiện", None, "a section"),
        ("Công đoàn ngành Y tế trao nhà cho đoàn viên", None, "a headline alone"),
    ],
)
def test_owner_in_the_windows_title(title: str, owner: str | None, why: str) -> None:
    prose = "Các cấp công đoàn tặng quà cho đoàn viên khó khăn. " * 10
    page = f"<html><head><title>{title}</title></head><body><main><h1>Trao nhà</h1><p>{prose}</p></main></body></html>"
    assert read_bytes(page.encode(), "trang.html").hints.publisher == owner, why
