"""What the fuzzer has found, each as the few words that provoke it."""

from __future__ import annotations

import pytest
from fuzz_worker import OURS

from pipeline import core
from pipeline.link import link_corpus
from pipeline.store.validate import validate_run

FOUND = [
    ("Năm 2023, kết nạp " + "9" * 400 + " đoàn viên.", "a value that is infinite"),
    ("Năm 2023, chi 5" + " tỷ" * 300 + " đồng.", "a factor that is infinite"),
    ("Ngày 28/09/1019 họp; ngày 02/03/1019 tổng kết. Trong tháng 4 và tháng 5 kết nạp 12 đoàn viên.", "years nobody speaks from"),
    ("Tháng 9/2019. Trong kỳ (từ 15/8 đến 14/4) xảy ra 5 vụ tai nạn, làm chết 08 người.", "a span across New Year without a year"),
    ("Tháng 9/2019. Trong kỳ (từ 15/9 đến 14/9) xảy ra 5 vụ tai nạn, làm chết 08 người.", "a span of a year less a day"),
    ("| Nội dung | 2029-2024 |\n|---|---|\n| Đoàn viên | 12 |\n| Công nhân | 15 |", "a head that runs backwards"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "why"), FOUND, ids=[why for _, why in FOUND])
def test_what_was_found_once_keeps_the_contract(text: str, why: str) -> None:
    rows = list(core.extract_members(text.encode(), "a.md"))
    assert not {row["error"] for each in rows for row in each.errors} & OURS
    assert validate_run(link_corpus(rows)) == []


def test_an_old_workbook_that_lost_its_stream_is_damaged_not_misnamed() -> None:
    """It says `Workbook` somewhere, and no reader finds it: the sentence must not tell people to rename it."""
    data = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + "Workbook".encode("utf-16-le") + bytes(2000)
    (rows,) = core.extract_members(data, "a.xls")
    assert [row["error"] for row in rows.errors] == ["damaged_office"]


def test_a_picture_without_its_size_is_damaged() -> None:
    """A TIFF whose second page has lost a field."""
    import io

    from PIL import Image

    out = io.BytesIO()
    page = Image.new("L", (40, 40), 255)
    page.save(out, "TIFF", save_all=True, append_images=[page])
    data = bytearray(out.getvalue())
    tag = (256).to_bytes(2, "little") + (3).to_bytes(2, "little")
    at = max(data.rfind(tag), data.rfind((256).to_bytes(2, "little") + (4).to_bytes(2, "little")))
    data[at : at + 2] = (60_000).to_bytes(2, "little")
    (rows,) = core.extract_members(bytes(data), "a.tif")
    assert [row["error"] for row in rows.errors] == ["damaged_image"]
