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
