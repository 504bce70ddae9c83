"""Dates and periods: every form of the annotation guide, what is none, and the year the document gives."""

from __future__ import annotations

import datetime as dt

import pytest

from extractors.dates import bounds, find_dates, is_valid, resolve_dates
from extractors.model import Context
from extractors.text import DocumentText

# (text, [(surface, EDTF)], why)
FOUND: list[tuple[str, list[tuple[str, str | None]], str]] = [
    # days
    ("Hội nghị họp ngày 17 tháng 5 năm 2021.", [("ngày 17 tháng 5 năm 2021", "2021-05-17")], "written out"),
    ("Công văn ngày 7/9/2020 của Sở", [("ngày 7/9/2020", "2020-09-07")], "slashes"),
    ("Quyết định ngày 07-9-2020", [("ngày 07-9-2020", "2020-09-07")], "dashes"),
    ("ban hành ngày 7.9.2020 về", [("ngày 7.9.2020", "2020-09-07")], "dots"),
    ("Cập nhật 21/12/2022, 10:35", [("21/12/2022", "2022-12-21")], "no word before, clock time left out"),
    ("Đăng lúc 21/12/202210:35:00", [("21/12/2022", "2022-12-21")], "a clock time run into it"),
    ("21-12-22 10:35 | Tin tức", [("21-12-22", "2022-12-21")], "a stamp with two digits of the year"),
    ("mã hàng 21-12-22 còn", [], "without a clock time no date"),
    ("(ngày 2 và 3-10) tổ chức", [("ngày 2", "XXXX-10-02"), ("3-10", "XXXX-10-03")], "two days of a month with a dash"),
    ("ngày20 tháng11 năm2024 tại", [("ngày20 tháng11 năm2024", "2024-11-20")], "blanks lost"),
    ("Công văn ngày 03 /6/ 2021", [("ngày 03 /6/ 2021", "2021-06-03")], "blanks around slashes"),
    ("năm 2025 và năm 2026 tăng", [("năm 2025", "2025"), ("năm 2026", "2026")], "each year with its own word"),
    ("năm 2025, 2026 và 2027", [("năm 2025", "2025"), ("2026", "2026"), ("2027", "2027")], "one word for all"),
    ("3/2015 - 11/2019 | Phó ban", [("3/2015 - 11/2019", "2015-03/2019-11")], "a span of months in a career table"),
    ("2/2025 - nay: Trưởng ban", [("2/2025 - nay", "2025-02/..")], "… that still goes on"),
    ("2014 - 5/2016: Phó ban", [("2014 - 5/2016", "2014/2016-05")], "from a year to a month"),
    ("thi công 10/2025-12/2026", [("10/2025-12/2026", "2025-10/2026-12")], "without blanks"),
    ("tỷ lệ 3/2015 - 4 điểm", [], "no month at the other end"),
    ("NGÀY 02 THÁNG 01 NĂM 2025", [("NGÀY 02 THÁNG 01 NĂM 2025", "2025-01-02")], "capitals"),
    ("*ngày\n19 tháng 8 năm 2024*", [("ngày\n19 tháng 8 năm 2024", "2024-08-19")], "a line break inside"),
    ("mồng 3 tháng 4 năm 2023 họp", [("mồng 3 tháng 4 năm 2023", "2023-04-03")], "mồng for the first ten"),
    ("12 tháng 10 năm 2019 | đương nhiệm", [("12 tháng 10 năm 2019", "2019-10-12")], "a day without `ngày`"),
    ("sinh 27 tháng 12, 1941", [("27 tháng 12, 1941", "1941-12-27")], "a comma for `năm`"),
    ("ngày 16/6 2023 của Quốc hội", [("ngày 16/6 2023", "2023-06-16")], "a blank for the slash"),
    ("ngày 5/4/98 của Bộ", [("ngày 5/4/98", "1998-04-05")], "two-digit year after `ngày`"),
    ("xuất bản 2021-05-17.", [("2021-05-17", "2021-05-17")], "ISO"),
    ("từ ngày 31/02/2020", [("ngày 31/02/2020", None)], "no such day: kept without value"),
    ("ngày 30 tháng 02 năm 2022", [("ngày 30 tháng 02 năm 2022", None)], "no such day, written out"),
    ("ngày 29/02/2024", [("ngày 29/02/2024", "2024-02-29")], "a leap day"),
    ("Nghị quyết 18/NQ-HĐND ngày 09/12/2022", [("ngày 09/12/2022", "2022-12-09")], "the date of a reference"),
    # months
    ("trong tháng 6 năm 2022", [("tháng 6 năm 2022", "2022-06")], "month"),
    ("tháng 06/2022 đạt", [("tháng 06/2022", "2022-06")], "month with slash"),
    ("Tháng 6-2022", [("Tháng 6-2022", "2022-06")], "month with dash"),
    ("ngày   tháng 11 năm 2022", [("tháng 11 năm 2022", "2022-11")], "the day left blank"),
    ("tháng tư năm 2021", [("tháng tư năm 2021", "2021-04")], "month in words"),
    ("tháng mười hai năm 2021", [("tháng mười hai năm 2021", "2021-12")], "two-word month"),
    ("T6/2025 tăng", [("T6/2025", "2025-06")], "abbreviated in tables"),
    ("tháng 10, 11/2024", [("tháng 10", "2024-10"), ("11/2024", "2024-11")], "a list shares its year"),
    ("tháng 5 và tháng 7 năm 2024", [("tháng 5", "2024-05"), ("tháng 7 năm 2024", "2024-07")], "a list with `và`"),
    ("giảm so đầu tháng 4/2019", [("tháng 4/2019", "2019-04")], "part of the month not kept"),
    # quarters
    ("quý III năm 2023", [("quý III năm 2023", "2023-07/2023-09")], "quarter in Roman figures"),
    ("Quý 1/2023", [("Quý 1/2023", "2023-01/2023-03")], "quarter with slash"),
    ("quý IV-2024", [("quý IV-2024", "2024-10/2024-12")], "quarter with dash"),
    ("quý hai năm 2022", [("quý hai năm 2022", "2022-04/2022-06")], "quarter in words"),
    ("quý III, IV/2024", [("quý III", "2024-07/2024-09"), ("IV/2024", "2024-10/2024-12")], "two quarters"),
    ("Quí II năm 2024", [("Quí II năm 2024", "2024-04/2024-06")], "variant spelling"),
    ("tháng 3 và quý I năm 2018", [("tháng 3", "2018-03"), ("quý I năm 2018", "2018-01/2018-03")], "year shared"),
    # years
    ("Năm 2021, toàn tỉnh", [("Năm 2021", "2021")], "year"),
    ("so với cuối năm 2020", [("năm 2020", "2020")], "part of the year not kept"),
    ("đã ký từ cuối năm 2018", [("năm 2018", "2018")], "`từ cuối` is a point, not a beginning"),
    ("các năm 2019, 2020 và 2021 đều", [("năm 2019", "2019"), ("2020", "2020"), ("2021", "2021")], "list of years"),
    ("Năm : 1998", [("Năm : 1998", "1998")], "a form's colon"),
    ("tăng 8% so với cùng kỳ 2012", [("2012", "2012")], "bare year after `cùng kỳ`"),
    ("những năm 1990", [("những năm 1990", "199X")], "decade"),
    # spans of years
    ("giai đoạn 2021-2025", [("giai đoạn 2021-2025", "2021/2025")], "term"),
    ("nhiệm kỳ 2018 – 2023", [("nhiệm kỳ 2018 – 2023", "2018/2023")], "en dash and blanks"),
    ("GIAI ĐOẠN 2026 - 2030", [("GIAI ĐOẠN 2026 - 2030", "2026/2030")], "capitals"),
    ("giai đoạn I: từ năm 2021 đến năm 2025", [("giai đoạn I: từ năm 2021 đến năm 2025", "2021/2025")], "named phase"),
    ("giai đoạn 5 năm (2011-2015)", [("giai đoạn 5 năm (2011-2015)", "2011/2015")], "in brackets"),
    ("trong 3 năm (2019 - 2021)", [("2019 - 2021", "2019/2021")], "brackets after a duration"),
    ("kế hoạch 5 năm 2021 - 2025", [("2021 - 2025", "2021/2025")], "the count of years is no part of it"),
    ("năm học 2023-2024", [("năm học 2023-2024", "2023/2024")], "school year"),
    ("niên vụ 2022/2023", [("niên vụ 2022/2023", "2022/2023")], "season with slash"),
    ("từ năm 2011-2013", [("từ năm 2011-2013", "2011/2013")], "`từ` and a dash"),
    ("từ 2001 đến 2005", [("từ 2001 đến 2005", "2001/2005")], "no `năm`"),
    # spans of months
    ("6 tháng đầu năm 2022", [("6 tháng đầu năm 2022", "2022-01/2022-06")], "first half"),
    ("6 tháng cuối năm 2022", [("6 tháng cuối năm 2022", "2022-07/2022-12")], "second half"),
    ("sáu tháng đầu năm 2019", [("sáu tháng đầu năm 2019", "2019-01/2019-06")], "in words"),
    ("Sáu tháng năm 2009", [("Sáu tháng năm 2009", "2009-01/2009-06")], "`đầu` left out"),
    ("10 tháng năm 2025", [("10 tháng năm 2025", "2025-01/2025-10")], "ten months"),
    ("02 tháng cuối năm 2025", [("02 tháng cuối năm 2025", "2025-11/2025-12")], "last two months"),
    ("9 tháng/2024", [("9 tháng/2024", "2024-01/2024-09")], "slash"),
    ("8 tháng - 2005", [("8 tháng - 2005", "2005-01/2005-08")], "dash"),
    ("nửa đầu năm 2023", [("nửa đầu năm 2023", "2023-01/2023-06")], "half of a year"),
    ("những tháng cuối năm 2025", [("năm 2025", "2025")], "an open number of months is the year"),
    # ranges
    (
        "Từ ngày 08 đến ngày 09 tháng 11 năm 2024",
        [("Từ ngày 08 đến ngày 09 tháng 11 năm 2024", "2024-11-08/2024-11-09")],
        "month and year at the end hold for both",
    ),
    ("từ ngày 1/3 đến 15/4/2023", [("từ ngày 1/3 đến 15/4/2023", "2023-03-01/2023-04-15")], "year shared"),
    ("từ ngày 25/12 đến 05/01/2023", [("từ ngày 25/12 đến 05/01/2023", "2022-12-25/2023-01-05")], "over New Year"),
    ("từ năm 2021 đến tháng 6 năm 2022", [("từ năm 2021 đến tháng 6 năm 2022", "2021/2022-06")], "mixed precision"),
    ("từ tháng 11/2023 đến tháng 3/2024", [("từ tháng 11/2023 đến tháng 3/2024", "2023-11/2024-03")], "months"),
    ("tháng 9 - tháng 11 năm 2024", [("tháng 9 - tháng 11 năm 2024", "2024-09/2024-11")], "a dash"),
    ("ngày 20-21/11/2023", [("ngày 20-21/11/2023", "2023-11-20/2023-11-21")], "days with a dash"),
    ("ngày 20 và 21/11/2023", [("ngày 20", "2023-11-20"), ("21/11/2023", "2023-11-21")], "days with `và`"),
    ("(01/5/2019 - 01/5/2024)", [("01/5/2019 - 01/5/2024", "2019-05-01/2024-05-01")], "two full dates and a dash"),
    ("quý I đến quý III năm 2023", [("quý I đến quý III năm 2023", "2023-01/2023-09")], "quarters"),
    (
        "từ ngày 01/7/2024 đến hết ngày 31/12/2024",
        [("từ ngày 01/7/2024 đến hết ngày 31/12/2024", "2024-07-01/2024-12-31")],
        "`đến hết` within a range",
    ),
    # open
    ("từ năm 2019 đến nay", [("từ năm 2019 đến nay", "2019/..")], "until now"),
    ("Năm 2019 đến nay, tỉnh", [("Năm 2019 đến nay", "2019/..")], "`từ` left out"),
    ("từ đầu năm 2019 đến nay", [("từ đầu năm 2019 đến nay", "2019/..")], "from its beginning"),
    ("từ tháng 8 năm 2008, giá", [("từ tháng 8 năm 2008", "2008-08/..")], "onwards"),
    ("có hiệu lực kể từ ngày 01/01/2026", [("kể từ ngày 01/01/2026", "2026-01-01/..")], "in force from"),
    ("Từ năm 2025 trở đi", [("Từ năm 2025 trở đi", "2025/..")], "`trở đi`"),
    ("(2026 trở đi)", [("2026 trở đi", "2026/..")], "bare year onwards"),
    ("từ ngày 30/4/1975 trở về trước", [("từ ngày 30/4/1975 trở về trước", "../1975-04-30")], "backwards"),
    ("đến năm 2030", [("đến năm 2030", "../2030")], "until a year"),
    ("đến hết năm 2025", [("đến hết năm 2025", "../2025")], "until its end"),
    ("Từ nay đến hết năm 2025", [("đến hết năm 2025", "../2025")], "`từ nay` adds nothing"),
    ("tính đến cuối năm 2012", [("tính đến cuối năm 2012", "../2012")], "as of"),
    ("đến hết quý II/2024", [("đến hết quý II/2024", "../2024-06")], "until a quarter's end"),
    ("trước ngày 30/6/2025", [("trước ngày 30/6/2025", "../2025-06-30")], "before"),
    ("tính đến hết ngày 31/10/2025", [("tính đến hết ngày 31/10/2025", "../2025-10-31")], "up to a day"),
    ("chậm nhất ngày 10 tháng 12 năm 2025", [("chậm nhất ngày 10 tháng 12 năm 2025", "../2025-12-10")], "deadline"),
    ("sau năm 2020", [("sau năm 2020", "2020/..")], "after"),
    ("liên quan đến năm 2023", [("năm 2023", "2023")], "`liên quan đến` is about, not until"),
    ("chuyển nguồn từ năm 2023 sang năm 2024", [("năm 2023", "2023"), ("năm 2024", "2024")], "carried over, no span"),
    ("áp dụng từ 15 giờ 00 phút ngày 21 tháng 9 năm 2023", [("ngày 21 tháng 9 năm 2023", "2023-09-21")], "clock time"),
    # no year in the words
    ("báo cáo trước ngày 25/12 hằng năm", [("ngày 25/12", "XXXX-12-25")], "yearly"),
    ("Chiều 22/10, Sở đã họp", [("Chiều 22/10", "XXXX-10-22")], "a part of the day makes 22/10 a date"),
    ("Thứ bảy, 31/5 tới", [("Thứ bảy, 31/5", "XXXX-05-31")], "a weekday does too"),
    ("đến 17/7 có 12 đơn vị", [("đến 17/7", "../XXXX-07-17")], "no fraction has 17 over 7"),
    ("quý I năm nay", [("quý I năm nay", "XXXX-01/XXXX-03")], "this year: the document says which"),
    ("trung tuần tháng 4 đến nay", [("trung tuần tháng 4 đến nay", "XXXX-04/..")], "part of a month until now"),
    ("Lũy kế 9 tháng đạt 90%", [("9 tháng", "XXXX-01/XXXX-09")], "the year so far"),
    (
        "NHIỆM KỲ 2018-2023\nA. ĐẶC ĐIỂM TÌNH HÌNH",
        [("NHIỆM KỲ 2018-2023", "2018/2023")],
        "the next line counts nothing",
    ),
    (
        "Tại phiên 21/7/2014 và phiên 22/7, chỉ số tăng",
        [("21/7/2014", "2014-07-21"), ("22/7", "XXXX-07-22")],
        "trading",
    ),
    ("Hết tháng 9/2023, có 12 xã đạt chuẩn", [("Hết tháng 9/2023", "../2023-09")], "a cut-off"),
]

NOT_FOUND: list[tuple[str, str]] = [
    ("tăng so cùng kỳ năm trước, so với tháng trước", "relative words alone"),
    ("từ trước đến nay, hiện nay, ngày nay", "no calendar point"),
    ("trong 5 năm qua, sau 3 tháng thử việc", "durations"),
    ("qua 6 tháng triển khai, cứ 3 tháng một lần", "durations with months"),
    ("Báo cáo tháng, quý, 6 tháng, năm", "kinds of reports"),
    ("kỷ niệm 90 năm ngày thành lập, lần thứ XII", "anniversaries and ordinals"),
    ("13/14 đơn vị, 22/25 xã đạt chuẩn", "shares"),
    ("có 1/2 số hộ, từ 1/3 đến 2/3 diện tích", "fractions, even after `từ`"),
    ("thương binh 1/4, quy hoạch tỷ lệ 1/500", "classes and scales"),
    ("Quyết định số 36/2013/QĐ-UBND, 30/4/2013/QĐ-UB", "numbers of documents"),
    ("Thông tư 80/2025, Nghị quyết 30/NQ-CP", "short numbers of documents"),
    ("Km 80+217, tuyến ĐT.1950-2000", "road marks"),
    ("giá trị 17.4 và 3,2020 tấn", "decimals"),
    ("mỗi năm 2000 tấn, hằng năm 1950 lượt", "a count after `mỗi năm`"),
    ("từ 2000 hộ lên 2030 hộ", "counts that look like years"),
    ("điện thoại 0903.2020-2021, 024.3825.2021", "telephone numbers"),
    ("công suất đến 1980 CV", "a measure"),
    ("Cách mạng Tháng Tám, Tháng Công nhân, Tháng hành động", "names"),
    ("ngày tháng năm sinh; ngày … tháng … năm …", "blank forms"),
    ("trước ngày 15 hằng tháng", "a day of every month"),
    ("đào tạo dưới 3 tháng 5.100 học viên", "a duration before a count"),
    ("một tháng hai lần, 300.000 đồng/tháng", "rates"),
    ("24/24 giờ, 24/7, bằng 1/2 mức chi", "round the clock, halves"),
    ("rằm tháng 4 âm lịch", "the lunar calendar has other months"),
    ("quý khách vui lòng, quý vị đại biểu", "`quý` as politeness"),
]


def found(text: str) -> list[tuple[str, str | None]]:
    return [(d.surface, d.edtf) for d in find_dates(DocumentText.of(text))]


@pytest.mark.parametrize(("text", "expected", "why"), FOUND, ids=[why for *_, why in FOUND])
def test_found(text: str, expected: list[tuple[str, str | None]], why: str) -> None:
    assert found(text) == expected, why


@pytest.mark.parametrize(("text", "why"), NOT_FOUND, ids=[why for _, why in NOT_FOUND])
def test_not_found(text: str, why: str) -> None:
    assert found(text) == [], why


def test_bullets_are_no_range() -> None:
    text = "- Trước ngày 05/11/2024\n- Ngày 20/11/2024 họp"
    assert [edtf for _, edtf in found(text)] == ["../2024-11-05", "2024-11-20"]


def test_next_paragraph_lends_no_year() -> None:
    assert [edtf for _, edtf in found("Kết quả tháng 6\nNăm 2022 là năm bản lề")] == ["XXXX-06", "2022"]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("ngày 1/2/2023", "day"),
        ("tháng 2/2023", "month"),
        ("quý II/2023", "quarter"),
        ("năm 2023", "year"),
        ("giai đoạn 2021-2025", "period"),
        ("6 tháng đầu năm 2023", "period"),
        ("từ năm 2021", "open"),
    ],
)
def test_kind(text: str, kind: str) -> None:
    assert [d.kind for d in find_dates(DocumentText.of(text))] == [kind]


# (text, context, EDTF of the last mention, why)
RESOLVED = [
    ("Chiều 22/10, Sở họp về công văn ngày 22/10/2013.", Context(kind="news"), "2013-10-22", "the same day in full"),
    ("Quý 3 tăng; quý 3/2013 đạt 56 tỷ. Riêng quý 3", Context(kind="news"), "2013-07/2013-09", "the same quarter"),
    ("Năm 2020, số thu tháng 3 giảm", Context(), "2020-03", "the year its sentence begins with"),
    ("Tháng 6 ước đạt 90%", Context(kind="report", period="2009-01/2009-06"), "2009-06", "the period reported on"),
    ("6 tháng đầu năm", Context(kind="report", period="2022"), "2022-01/2022-06", "the year reported on"),
    ("Quý I năm nay", Context(kind="report", issued_on="2015-04-02"), "2015-01/2015-03", "`năm nay` by the issue date"),
    ("so với tháng 12 năm trước", Context(kind="report", issued_on="2015-04-02"), "2014-12", "`năm trước`"),
    ("Sáng 27/6, tỉnh họp", Context(kind="news", issued_on="2013-06-28"), "2013-06-27", "near the issue date"),
    ("Chiều 30/12, tỉnh họp", Context(kind="news", issued_on="2014-01-02"), "2013-12-30", "the year before is nearer"),
    ("gửi báo cáo trước ngày 15/01", Context(kind="plan", issued_on="2025-11-20"), "../2026-01-15", "a deadline ahead"),
    ("đến ngày 31/7 đã chi trả", Context(kind="other", issued_on="2021-08-05"), "../2021-07-31", "a cut-off behind"),
    ("Ngày 15/2, tỉnh họp", Context(kind="news", issued_on="2013-10-22"), "2013-02-15", "news of its own year"),
    ("từ ngày 01/7 đến nay", Context(kind="other", issued_on="2025-11-25"), "2025-07-01/..", "until now: in the past"),
    ("trước ngày 25/12 hằng năm", Context(kind="plan", issued_on="2025-11-20"), "XXXX-12-25", "yearly stays open"),
    ("định kỳ trước ngày 01/6 và 15/11 hằng năm", Context(kind="plan", issued_on="2025-12-01"), "XXXX-11-15", "both"),
    ("trước ngày 15 tháng 12", Context(kind="law", issued_on="2025-11-20"), "XXXX-12-15", "a duty of every year"),
    (
        "gửi trước ngày 15 tháng 12",
        Context(kind="decision", symbol="12/2025/QĐ-UBND", issued_on="2025-11-20"),
        "XXXX-12-15",
        "a normative decision, too",
    ),
    ("Sáng 27/6", Context(), "XXXX-06-27", "nothing says which year"),
    ("ngày 29/02 họp", Context(kind="report", period="2023"), "XXXX-02-29", "that year has no such day"),
    ("từ 15/12 đến 10/01", Context(kind="news", issued_on="2023-12-20"), "2023-12-15/2024-01-10", "over New Year"),
    (
        "Lợi nhuận quý II/2014 đạt 5 tỷ, tại ngày 30/6/2014 có 3 tỷ, tăng so với quý II/2013. Ngày 18/7",
        Context(kind="news"),
        "2014-07-18",
        "news without a date line is of the latest year it speaks of most",
    ),
]


@pytest.mark.parametrize(("text", "context", "expected", "why"), RESOLVED, ids=[why for *_, why in RESOLVED])
def test_resolved(text: str, context: Context, expected: str, why: str) -> None:
    doc = DocumentText.of(text)
    mentions = resolve_dates(find_dates(doc), doc, context)
    assert mentions[-1].edtf == expected, why
    assert (mentions[-1].date_start, mentions[-1].date_end) == bounds(expected)


def test_heading_gives_the_year() -> None:
    doc = DocumentText.of("I. KẾT QUẢ NĂM 2019\n1. Thu ngân sách\nRiêng tháng 3 thu đạt 95% so với dự toán được giao.")
    assert resolve_dates(find_dates(doc), doc, Context())[-1].edtf == "2019-03"


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("2021-05-17", (dt.date(2021, 5, 17), dt.date(2021, 5, 17))),
        ("2024-02", (dt.date(2024, 2, 1), dt.date(2024, 2, 29))),
        ("2021", (dt.date(2021, 1, 1), dt.date(2021, 12, 31))),
        ("2021/2022-06", (dt.date(2021, 1, 1), dt.date(2022, 6, 30))),
        ("2019/..", (dt.date(2019, 1, 1), None)),
        ("../2025-06-30", (None, dt.date(2025, 6, 30))),
        ("199X", (dt.date(1990, 1, 1), dt.date(1999, 12, 31))),
        ("XXXX-06-21", (None, None)),
        (None, (None, None)),
    ],
)
def test_bounds(value: str | None, expected: tuple[dt.date | None, dt.date | None]) -> None:
    assert bounds(value) == expected


@pytest.mark.parametrize(
    "value", ["2021-02-30", "2021-13", "2022/2021", "..", "hôm nay", "2021/2022/2023", "XXXX-02-30"]
)
def test_invalid_values(value: str) -> None:
    assert not is_valid(value)
