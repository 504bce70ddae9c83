"""Marks in a text, parts of long ones, and words found on a page: what the document page is made of."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.explore.marks import LAYERS, Mark, between, pieces
from pipeline.explore.pictures.jobs import Wanted
from pipeline.explore.pictures.spot import joined, locate
from pipeline.explore.windows import Grid, lines_of, part_at, part_starts

# Marks


@st.composite
def texts_with_marks(draw: st.DrawFn) -> tuple[str, list[Mark]]:
    text = draw(st.text(st.sampled_from("ab <&>\n|đ😀"), min_size=1, max_size=60))
    spans = draw(
        st.lists(st.tuples(st.integers(0, len(text) - 1), st.integers(1, 20), st.sampled_from(LAYERS)), max_size=8)
    )
    return text, [Mark(x, f"{i:016x}", a, min(a + n, len(text)), "x") for i, (a, n, x) in enumerate(spans)]


@given(texts_with_marks(), st.integers(0, 60), st.integers(0, 60))
def test_pieces_are_the_text_and_each_mark_covers_its_own(
    made: tuple[str, list[Mark]], first: int, second: int
) -> None:
    text, marks = made
    start, end = sorted((min(first, len(text)), min(second, len(text))))
    cut = pieces(text, start, end, marks, (start, end))
    assert "".join(piece.text for piece in cut) == text[start:end]
    for mark in marks:
        own = "".join(piece.text for piece in cut if mark in piece.marks)
        assert own == text[max(mark.start, start) : max(min(mark.end, end), mark.start, start)]
        assert sum(mark in piece.ending for piece in cut) == (start < mark.end <= end and mark.start < end)
    assert sum(piece.first_wanted for piece in cut) == (end > start)
    middle = (start + end) // 2
    halves = (*between(cut, start, middle), *between(cut, middle, end))
    assert "".join(piece.text for piece in halves) == text[start:end]


@given(st.text(st.sampled_from("ab \n|"), max_size=400), st.integers(1, 60))
def test_parts_follow_one_another_and_lines_lose_nothing(text: str, size: int) -> None:
    starts = part_starts(text, size)
    assert starts[0] == 0
    assert list(starts) == sorted(set(starts))
    ends = [*starts[1:], len(text)]
    assert all(end - start <= 2 * size + 1 for start, end in zip(starts, ends, strict=True))
    assert [part_at(starts, start) for start in starts] == list(range(len(starts)))
    for start, end in zip(starts, ends, strict=True):
        shown = set()
        for line in lines_of(text, start, end, pieces(text, start, end, ())):
            cells = [c for row in line.rows for c in row] if isinstance(line, Grid) else [line]
            for cell in cells:
                at = cell.start
                for piece in cell.pieces:
                    assert piece.start == at
                    assert text[at : piece.end] == piece.text
                    shown.update(range(at, piece.end))
                    at = piece.end
        assert {i for i in range(start, end) if text[i] not in " |\n"} <= shown


# Spots


@pytest.mark.parametrize(
    ("page", "wanted", "found", "why"),
    [
        ("có 1.234 đoàn viên", Wanted("1.234", "có ", " đoàn"), "1.234", "as it stands"),
        ("có 1.234\r\nđoàn vi\ufffe\r\nên", Wanted("1.234 đoàn viên", "", ""), "1.234\r\nđoàn vi\ufffe\r\nên", "lines and hyphens"),
        ("đạt 12,5 % kế", Wanted("12,5%", "đạt ", ""), "12,5 %", "blanks before signs"),
        ("năm 2015 có 15 và 1.015", Wanted("15", "có ", " và"), "15", "no part of longer numbers"),
        ("A: 15 người B: 15 người", Wanted("15", "B: ", " người"), "15", "of two the one with its words before"),
        ("UỶ BAN NHÂN DÂN", Wanted("Uỷ ban nhân dân", "", ""), "UỶ BAN NHÂN DÂN", "letter case"),
        ("Hoà Bình", Wanted("Hòa Bình", "", ""), "Hoà Bình", "placement of tones"),
        ("Hòa Bình", Wanted("Hòa Bình", "", ""), "Hòa Bình", "marks on their own"),
        ("số 61–CTr–TLĐ ngày", Wanted("61/CTr-TLĐ", "", ""), "61–CTr–TLĐ", "other signs, where nothing else is there"),
        ("số 61–CTr 61/CTr", Wanted("61/CTr", "", ""), "61/CTr", "its own signs before others"),
        ("1563 /CTr-TLĐ", Wanted("1563/CTr-TLĐ", "", ""), "1563 /CTr-TLĐ", "blanks within"),
        ("không có gì", Wanted("77", "", ""), None, "not there"),
        ("kim ngạch bình quân 2,6 tỷ\r\n12", Wanted("2,6 tỷ USD/tháng", "kim ngạch bình quân ", ""), "2,6 tỷ", "goes on overleaf"),
        ("xuất 2,6 tỷ đồng", Wanted("2,6 tỷ USD/tháng", "kim ngạch bình quân ", ""), None, "other words before it"),
        ("không có gì", Wanted("–", "", ""), None, "nothing to look for"),
    ],
)  # fmt: skip
def test_words_are_found_on_a_page(page: str, wanted: Wanted, found: str | None, why: str) -> None:
    span = locate(page, wanted)
    assert (None if span is None else page[slice(*span)]) == found, why


def test_of_equal_words_the_surroundings_decide() -> None:
    page = "Hoa Lư: 15 đoàn viên\r\nKim Sơn: 15 đoàn viên\r\nNho Quan: 15 đoàn viên"
    for n, place in enumerate(("Hoa Lư", "Kim Sơn", "Nho Quan")):
        span = locate(page, Wanted("15", f"Huyện {place}: ", " đoàn viên"))
        assert span is not None
        assert page[: span[0]].count("15") == n, place


def test_boxes_of_one_line_are_joined() -> None:
    first, second = (0.1, 0.1, 0.2, 0.12), (0.21, 0.101, 0.3, 0.121)
    below = (0.1, 0.15, 0.2, 0.17)
    assert joined([first, second, below]) == ((0.1, 0.1, 0.3, 0.121), below)
