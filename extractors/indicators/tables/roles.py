"""Roles that follow from what a row measures: percents that are levels, growth, rates per something."""

from __future__ import annotations

import regex

from extractors.indicators.labels import stands_alone
from extractors.indicators.lexicon import find
from extractors.indicators.tables.columns import TableColumn
from extractors.model import IndicatorKind, Role

_AGAINST_PLAN = regex.compile(
    r"so\s+(?:với\s+)?(?:dự\s+toán|kế\s+hoạch|chỉ\s+tiêu|KH|DT)|(?:đạt|"
    r"hoàn\s+thành)\s+(?:\S+\s+)?(?:kế\s+hoạch|dự\s+toán|chỉ\s+tiêu)",
    regex.IGNORECASE,
)
_LEVEL = regex.compile(r"so\s+(?:với\s+)?(?:GDP|GRDP)", regex.IGNORECASE)
_GROWTH = regex.compile(r"(?<!\p{L})(?:tốc\s+độ|tăng\s+trưởng|tăng|giảm|mức\s+giảm)(?!\p{L})", regex.IGNORECASE)
_SHARE = regex.compile(r"(?<!\p{L})(?:tỷ\s+lệ|tỉ\s+lệ|tỷ\s+trọng|tỉ\s+trọng|cơ\s+cấu)(?!\p{L})|%", regex.IGNORECASE)
_INDEX = regex.compile(r"chỉ\s+số\s+phát\s+triển|so\s+(?:với\s+)?cùng\s+kỳ", regex.IGNORECASE)
_PER = regex.compile(
    r"bình\s+quân\s+(?:đầu\s+người|một|1|mỗi|hộ|lao\s+động|khẩu)|năng\s+suất|(?:trên|/)\s*(?:một|1|"
    r"10|100|1\.000|10\.000|mười)?\s*(?:vạn|nghìn|ngàn|triệu)?\s*(?:dân|người|trẻ)(?!\p{L})|"
    r"^giá\s+(?!trị)",
    regex.IGNORECASE,
)


def percent_row_role(role: Role, column: TableColumn, label: str) -> Role:
    """The role of a percent whose row says that it is one (`Tỷ lệ bao phủ bảo hiểm y tế (%)`).

    Args:
        role: what the column says.
        column: the column.
        label: the row's label.
    """
    if role != "result":
        return role
    if _AGAINST_PLAN.search(label):
        return "target_rate"
    if _GROWTH.search(label) and not regex.search(r"tăng\s+dân\s+số", label, regex.IGNORECASE):
        return "change"
    if _LEVEL.search(label) or find("nature_rate").search(label):
        return "result"
    if _INDEX.search(label):
        return "index"
    return "change" if is_growth(label) else "share"


def is_growth(label: str) -> bool:
    """Whether a percent of this name is growth though it does not say so: `Kim ngạch xuất khẩu (%)`."""
    if find("growth_noun").search(label) or _GROWTH.search(label) or _SHARE.search(label) or _LEVEL.search(label):
        return False
    return stands_alone(label) and not find("nature_rate").search(label) and not _AGAINST_PLAN.search(label)


def nature(role: Role, kind: IndicatorKind, unit: str, label: str, header: str) -> Role:
    """`rate` for a result that is per something: its unit has a denominator, or its name says so."""
    if role != "result" or kind == "percent":
        return role
    return "rate" if "/" in unit or _PER.search(label) or _PER.search(header) else role


__all__ = ["nature", "percent_row_role"]
