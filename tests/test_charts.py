"""Charts: plain SVG that holds what it is given, escaped, in the reader's numbers."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from pipeline.charts import Bar, Group, Point, Target, bars, compare, targets, trend
from pipeline.charts.canvas import fitted, text_width, ticks

SVG = "{http://www.w3.org/2000/svg}"


def all_of(value: float, text: str, href: str | None) -> list[str]:
    day = dt.date(2022, 12, 31)
    return [
        bars([Bar(text, value, href, text), Bar("khác", 1)], title=text, unit=text),
        compare([Group(text, (value, None), (href,))], (text, "khác"), title=text),
        targets([Target(text, value, 1, href), Target("khác", None, None)], (text, "chỉ tiêu")),
        trend([Point(text, day, value, text, href), Point("khác", day, 1)], title=text, unit=text),
        trend([Point(text, day, value)]),
        trend([]),
        bars([]),
    ]


@given(
    st.floats(-1e15, 1e15, allow_nan=False),
    st.text(st.characters(codec="utf-8", exclude_categories=("C",)), max_size=60),
)
def test_any_text_and_number_gives_sound_svg(value: float, text: str) -> None:
    for picture in all_of(value, text, "/x?a=1&b=2"):
        root = etree.fromstring(picture)
        assert {element.tag for element in root.iter()} <= {
            f"{SVG}{name}" for name in ("svg", "g", "a", "title", "text", "rect", "line", "circle", "polyline")
        }
        for element in root.iter():
            assert not {"style", "onclick", "onload"} & set(element.attrib)
            for name in ("x", "y", "width", "height", "x1", "x2", "y1", "y2", "cx", "cy"):
                assert re.fullmatch(r"-?\d+(\.\d+)?", element.get(name, "0")), (name, element.get(name))


def test_markup_in_a_text_shows_as_text() -> None:
    for picture in all_of(5, "<script>alert(1)</script>", 'x" onload="y')[:4]:
        assert "<script" not in picture
        assert ' onload="' not in picture
        assert "alert(1)" in "".join(etree.fromstring(picture).itertext())


def test_marks_are_links_and_say_what_they_are() -> None:
    root = etree.fromstring(bars([Bar("Quảng Trị", 13000, "/a#m", "Năm 2022")], unit="đoàn viên"))
    link = root.find(f"{SVG}a")
    assert link is not None
    assert link.get("href") == "/a#m"
    assert link.findtext(f"{SVG}title") == "Quảng Trị: 13.000 đoàn viên\nNăm 2022"


def test_bars_are_as_long_as_their_values() -> None:
    root = etree.fromstring(bars([Bar("a", 10), Bar("b", 20), Bar("c", -10)]))
    long = [float(rect.get("width", "0")) for rect in root.iter(f"{SVG}rect")]
    assert long[1] == pytest.approx(2 * long[0], rel=0.01)
    assert long[2] == pytest.approx(long[0], rel=0.01)


def test_points_lie_in_order_of_time_and_value() -> None:
    points = [Point("a", dt.date(y, 12, 31), v) for y, v in ((2023, 5.0), (2021, 1.0), (2022, 9.0))]
    root = etree.fromstring(trend(points))
    places = [(float(c.get("cx", "0")), float(c.get("cy", "0"))) for c in root.iter(f"{SVG}circle")]
    assert places == sorted(places)
    assert places[1][1] < places[2][1] < places[0][1]
    years = [t.text for t in root.iter(f"{SVG}text") if t.text and re.fullmatch(r"20\d\d", t.text)]
    assert years == ["2021", "2022", "2023"]


@given(st.floats(-1e12, 1e12, allow_nan=False), st.floats(0, 1e12, allow_nan=False))
def test_ticks_enclose_the_values(low: float, span: float) -> None:
    found = ticks(low, low + span)
    assert found[0] <= low
    assert found[-1] >= low + span * 0.999
    assert 2 <= len(found) <= 12


def test_what_does_not_fit_is_cut() -> None:
    cut = fitted("Liên đoàn Lao động thành phố Hồ Chí Minh", 120)
    assert cut.endswith("…")
    assert text_width(cut) <= 120
    assert fitted("Huế", 120) == "Huế"
