"""What is remembered between documents is bounded, and no document sees what another one said."""

from __future__ import annotations

import functools
import gc
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import pipeline.core  # noqa: F401  (everything that may remember is loaded)
from extractors.indicators.labels import tidy
from extractors.indicators.lexicon import fold
from pipeline.core import extract_text

_BOUND = 1 << 17
_TEXTS = (
    "BÁO CÁO\nKết quả năm 2023\nKết nạp 1.250 đoàn viên, đạt 104,2% kế hoạch năm; thành lập mới 12 CĐCS (tăng 3).",
    "Kế hoạch 6 tháng đầu năm 2024\nPhấn đấu kết nạp 2.000 đoàn viên, trong đó 60% là nữ; chi 3,5 tỷ đồng.",
    "LĐLĐ tỉnh Quảng Trị báo cáo: 85 tập thể và 120 cá nhân được khen thưởng; nợ bảo hiểm 15 tỷ đồng, giảm 12%.",
    "Theo Quyết định số 45/QĐ-UBND ngày 12/3/2022, tỷ lệ hộ nghèo còn 4,2% (cùng kỳ 5,1%), hoà giải 32 vụ.",
    "Sản lượng lúa đạt 320 nghìn tấn; Hà Nội 12%, Hải Phòng 8%, Bắc Ninh 5%; xuất khẩu 1.200 triệu USD.",
    "Thu nhập bình quân 7 triệu đồng/người/tháng. Từ nay đến cuối năm mở 15 lớp tập huấn cho 450 học viên.",
)  # fmt: skip


def _remembering() -> Iterator[Any]:
    for kept in gc.get_objects():
        if isinstance(kept, functools._lru_cache_wrapper) and kept.cache_info().maxsize is not None:
            module = getattr(kept, "__module__", "") or ""
            if module.startswith(("extractors.", "pipeline.")):
                yield kept


def _rows(text: str) -> Sequence[object]:
    rows = extract_text(text)
    return rows.documents[0]["text"], rows.document_references, rows.dates, rows.organisations, rows.indicators


@pytest.fixture(scope="module")
def alone() -> dict[str, Sequence[object]]:
    """Rows of each text where nothing is remembered."""
    found = {}
    for text in _TEXTS:
        for kept in _remembering():
            kept.cache_clear()
        found[text] = _rows(text)
    return found


@settings(max_examples=25, deadline=None)
@given(order=st.lists(st.sampled_from(_TEXTS), min_size=2, max_size=8))
def test_rows_do_not_depend_on_the_documents_before(alone: dict[str, Sequence[object]], order: list[str]) -> None:
    for text in order:
        assert _rows(text) == alone[text]


def test_something_is_found(alone: dict[str, Sequence[object]]) -> None:
    assert all(rows[4] for rows in alone.values())


def test_caches_of_what_texts_say_are_bounded() -> None:
    caches = list(_remembering())
    assert caches
    assert all(0 < kept.cache_info().maxsize <= _BOUND for kept in caches)


@pytest.mark.parametrize("remembers", [fold, tidy])
def test_a_full_cache_forgets(remembers: Callable[[str], str]) -> None:
    most = remembers.cache_info().maxsize  # type: ignore[attr-defined]
    before = [remembers(f"Số đoàn viên {i}") for i in range(20)]
    for i in range(most + 10):
        remembers(f"từ {i} hoà")
    assert remembers.cache_info().currsize <= most  # type: ignore[attr-defined]
    assert [remembers(f"Số đoàn viên {i}") for i in range(20)] == before
