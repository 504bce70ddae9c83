"""Web pages as Vietnamese content systems lay them out, and pages no content system would make."""

from __future__ import annotations

import time

import pytest

from pipeline.clean import clean
from pipeline.document import ReadResult
from pipeline.read import read_bytes

TITLE = "Công đoàn ngành Y tế tỉnh Lai Châu trao 120 suất quà cho đoàn viên"
TEXTS = [
    "Nhân Tháng Công nhân, Công đoàn ngành Y tế tỉnh Lai Châu đã tổ chức trao 120 suất quà cho đoàn viên có hoàn cảnh "
    "khó khăn tại các trung tâm y tế huyện, mỗi suất trị giá 800 nghìn đồng.",
    "Phát biểu tại buổi lễ, đồng chí Chủ tịch Công đoàn ngành cho biết, từ đầu năm đến nay toàn ngành đã kết nạp mới "
    "216 đoàn viên, đạt 108% kế hoạch; vận động ủng hộ 356 triệu đồng.",
    "Thời gian tới, Công đoàn ngành tiếp tục thực hiện Kế hoạch số 31/KH-CĐYT ngày 12/3/2024 về chăm lo đời sống đoàn "
    "viên, người lao động.",
]
BODY = "".join(f"<p>{text}</p>" for text in TEXTS)
OTHERS = (
    "<ul><li><a href='1'>Hội nghị sơ kết (02/5/2024)</a></li><li><a href='2'>Giải bóng chuyền (28/4/2024)</a></li>"
    "<li><a href='3'>Tập huấn nghiệp vụ (20/4/2024)</a></li></ul>"
)
MENU = "<div id='menu'><ul><li><a href='/'>Trang chủ</a></li><li><a href='/gt'>Giới thiệu</a></li></ul></div>"


def page(head: str, body: str) -> bytes:
    return f"<!DOCTYPE html><html><head><meta charset='utf-8'>{head}</head><body>{body}</body></html>".encode()


LAYOUTS = {
    "NukeViet: weekday and time above the lead": page(
        f"<title>{TITLE} - Công đoàn Lai Châu</title>",
        f"{MENU}<div class='news_column panel'><h1 class='title margin-bottom-lg'>{TITLE}</h1><div class='margin-bottom-lg'>"
        f"<span class='h5'>Thứ bảy - 04/05/2024 05:27</span></div><div id='news-bodyhtml'>{BODY}</div></div>"
        f"<div class='other-news'><h4>Những tin mới hơn</h4>{OTHERS}</div>",
    ),
    "portal: time before the day, behind a bar": page(
        f"<title>{TITLE}</title>",
        f"{MENU}<div class='detail'><h1>{TITLE}</h1><p class='time'>10:35 | 04/05/2024</p>{BODY}</div>{OTHERS}",
    ),
    "SharePoint: an old form around everything, day by hyphens": page(
        "<title>Tin tức - Sự kiện</title>",
        f"<form id='aspnetForm'><div id='s4-workspace'><h1>{TITLE}</h1><span id='ctl00_lblDate'>Ngày đăng: 04-05-2024</span>"
        f"<div class='ArticleContent'>{BODY}</div></div></form>{OTHERS}",
    ),
    "WordPress: tags of Open Graph": page(
        f"<title>{TITLE} | LĐLĐ</title><meta property='og:title' content='{TITLE}'>"
        "<meta property='article:published_time' content='2024-05-04T08:15:00+07:00'>"
        "<meta property='og:site_name' content='Công đoàn tỉnh Lai Châu'>",
        f"{MENU}<article><h1 class='entry-title'>{TITLE}</h1><div class='entry-content'>{BODY}</div></article>{OTHERS}",
    ),
    "newspaper: JSON-LD and a day spelt out": page(
        f"<title>{TITLE}</title><script type='application/ld+json'>"
        '{"@type":"NewsArticle","datePublished":"2024-05-04T08:15:00+07:00","publisher":{"name":"Báo Lai Châu"}}</script>',
        f"{MENU}<h1>{TITLE}</h1><div>Thứ Bảy, ngày 4 tháng 5 năm 2024</div>{BODY}{OTHERS}",
    ),
    "HTML5: the element time": page(
        f"<title>{TITLE}</title>",
        f"<main><h1>{TITLE}</h1><time datetime='2024-05-04T10:00'>4 thg 5</time>{BODY}</main><aside>{OTHERS}</aside>",
    ),
    "day above the heading": page(
        f"<title>{TITLE}</title>",
        f"{MENU}<div class='post'><div class='date'>04/05/2024 - 14:20</div><h1>{TITLE}</h1>{BODY}</div>{OTHERS}",
    ),
    "Drupal: submitted by": page(
        f"<title>{TITLE}</title>",
        f"{MENU}<h1>{TITLE}</h1><div class='submitted'>Được đăng bởi Ban Biên tập lúc 14:20 ngày 04/05/2024</div>"
        f"<div class='field-item'>{BODY}</div>{OTHERS}",
    ),
    "tables for the layout, heading in a cell": page(
        f"<title>{TITLE}</title>",
        f"<table width='100%'><tr><td width='20%'>{OTHERS}</td><td><h1>{TITLE}</h1><i>Cập nhật: 04/05/2024</i>{BODY}"
        "</td></tr></table>",
    ),
    "no h1: the title in h2, a day in brackets": page(
        f"<title>{TITLE} - Cổng thông tin điện tử</title>",
        f"{MENU}<div class='main'><h2 class='title'>{TITLE}</h2><span>(04/05/2024 07:45:12 AM)</span>{BODY}</div>{OTHERS}",
    ),
}


@pytest.mark.parametrize("name", LAYOUTS)
def test_news_layouts(name: str) -> None:
    result = read_bytes(LAYOUTS[name], "tin.html")
    text = clean(result).text
    assert all(paragraph in text for paragraph in TEXTS), "no paragraph is lost"
    assert result.hints.title == TITLE
    assert result.hints.published == "2024-05-04"
    assert "Giải bóng chuyền" not in text, "other articles are not this one"


def text_of(html: str) -> str:
    return clean(read_bytes(html.encode(), "a.html")).text


SENTENCE = "Toàn tỉnh có 2.942 đoàn viên được kết nạp mới trong sáu tháng đầu năm."


@pytest.mark.parametrize(
    ("tag", "closed"), [("div", True), ("div", False), ("font", True), ("b", False), ("table><tr><td", False)]
)
def test_text_nested_deeper_than_parsers_go(tag: str, closed: bool) -> None:
    depth = 20_000
    end = f"</{tag}>" * depth if closed and tag.isalpha() else ""
    start = time.perf_counter()
    assert SENTENCE in text_of(f"<html><body>{f'<{tag}>' * depth}{SENTENCE}{end}</body></html>")
    assert time.perf_counter() - start < 60


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("có 2.942<sup>1</sup> đoàn viên", "có 2.942 đoàn viên"),
        ("có <b>2.942</b><sup><a href='#n1'>12</a></sup>, tăng", "có 2.942, tăng"),
        ("rộng 250 m<sup>2</sup> và 3 km<sup>2</sup>", "rộng 250 m2 và 3 km2"),
        ("quy mô 10<sup>6</sup> lượt", "quy mô 10^6 lượt"),
        ("giá 99<sup>000</sup> đồng", "giá 99000 đồng"),
        ("theo kế hoạch<sup>[2]</sup> năm", "theo kế hoạch[2] năm"),
        ("khí CO<sub>2</sub> giảm", "khí CO2 giảm"),
    ],
)
def test_raised_figures(html: str, text: str) -> None:
    assert text in text_of(f"<html><body><p>{SENTENCE}</p><p>Toàn ngành {html}.</p></body></html>")


@pytest.mark.parametrize(
    "hidden",
    [
        "<div style='display:none'>{}</div>",
        "<p hidden>{}</p>",
        "<p style='visibility: hidden'>{}</p>",
        "<script>var x = '{}'</script>",
        "<style>.a::after {{ content: '{}' }}</style>",
        "<template><p>{}</p></template>",
        "<!-- {} -->",
        "<input type='hidden' value='{}'>",
        "<noscript>{}</noscript>",
    ],
)
def test_what_nobody_sees_is_no_text(hidden: str) -> None:
    text = text_of(f"<html><body><p>{SENTENCE}</p>{hidden.format('BÍ MẬT 12/KH-UBND')}<p>{TEXTS[0]}</p></body></html>")
    assert "BÍ MẬT" not in text
    assert SENTENCE in text


def test_lines_by_br_only() -> None:
    lines = ["SỞ Y TẾ TỈNH LAI CHÂU", "BÁO CÁO", SENTENCE, TEXTS[1]]
    assert text_of(f"<html><body>{'<br>'.join(lines)}</body></html>").split("\n") == lines


def test_lines_as_typed() -> None:
    assert text_of(f"<html><body><pre>SỞ Y TẾ\n\n{SENTENCE}\nNơi nhận:</pre></body></html>").split("\n") == [
        "SỞ Y TẾ",
        SENTENCE,
        "Nơi nhận:",
    ]


def test_frames_show_what_they_hold_for_old_browsers() -> None:
    text = text_of(
        f"<html><head><title>x</title></head><frameset cols='20%,80%'><frame src='menu.html'>"
        f"<noframes><body><p>{SENTENCE}</p></body></noframes></frameset></html>"
    )
    assert text == SENTENCE


def test_text_beside_the_cells_of_a_table_is_kept() -> None:
    text = text_of(
        f"<html><body><table>{SENTENCE}<tr><td>1</td><td>2</td></tr><tr>lạc<td>3</td><td>4</td></tr></table>"
    )
    assert text.split("\n") == [SENTENCE, "lạc", "1 | 2", "3 | 4"]


@pytest.mark.parametrize("declared", ["iso-8859-1", "windows-1252", "us-ascii", "x-unknown"])
def test_a_charset_that_lies(declared: str) -> None:
    html = f"<html><head><meta charset='{declared}'></head><body><p>{SENTENCE}</p></body></html>"
    assert clean(read_bytes(html.encode(), "a.html")).text == SENTENCE


def test_entities() -> None:
    html = (
        "<html><body><p>To&#224;n t&#7881;nh c&oacute; 2.942 &#x111;o&#224;n vi&#234;n &amp; 5 &lt; 6</p></body></html>"
    )
    assert text_of(html) == "Toàn tỉnh có 2.942 đoàn viên & 5 < 6"


def test_letterhead_by_a_table() -> None:
    result: ReadResult = read_bytes(
        (
            "<html><body><table><tr><td>SỞ Y TẾ LAI CHÂU<br>Số: 12/BC-SYT</td><td>CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM<br>"
            f"Độc lập - Tự do - Hạnh phúc<br>Lai Châu, ngày 5 tháng 7 năm 2023</td></tr></table><p>{SENTENCE}</p></body></html>"
        ).encode(),
        "a.html",
    )
    assert clean(result).text.split("\n")[:5] == [
        "SỞ Y TẾ LAI CHÂU",
        "Số: 12/BC-SYT",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "Lai Châu, ngày 5 tháng 7 năm 2023",
    ]
