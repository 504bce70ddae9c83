"""The label of a cell: what its row, its column and the caption name, put together as short as can be understood."""

from __future__ import annotations

from collections.abc import Sequence

import regex

from extractors.indicators.labels import stands_alone, tidy
from extractors.indicators.lexicon import fold
from extractors.indicators.tables.caption import Caption
from extractors.indicators.tables.columns import TableColumn
from extractors.indicators.tables.compare import Pairing
from extractors.indicators.tables.names import RowName
from extractors.indicators.tables.roles import is_growth
from extractors.indicators.tables.values import Unit
from extractors.model import Role

_ASIDE = regex.compile(r"\([^()]*\)|%|‰")
_TIMES = regex.compile(
    r"(?<!\p{L})(?:(?:(?:lũy|luỹ)\s+kế\s+)?(?:trong\s+|đến\s+)?(?:ngày|tháng|quý|năm|giai\s+đoạn|"
    r"nhiệm\s+kỳ)\s+[\dIVX][\d/.IVX-]*(?:\s*-\s*\d+)?|"
    r"(?<!dưới\s)(?<!trên\s)(?<!từ\s)\d{1,2}\s+tháng(?:\s+đầu\s+năm|\s+cuối\s+năm)?|"
    r"(?:năm\s+)?hiện\s+hành|(?:cả\s+)?năm|\d{1,2}/\d{1,2}/\d{4}|\d{1,2}/\d{4}|(?:19|"
    r"20)\d\d(?:\s*-\s*(?:19|20)\d\d)?|lũy\s+kế|luỹ\s+kế)(?![\p{L}\d])",
    regex.IGNORECASE,
)
_ROLE_WORDS = regex.compile(
    r"(?<!\p{L})(?:(?:đánh\s+giá|ước)\s+thực\s+hiện|dự\s+kiến|thực\s+hiện|ước\s+TH|ƯTH|ước\s+đạt|ước|"
    r"TH|kế\s+hoạch|KH|dự\s+toán|DT|chỉ\s+tiêu(?:\s+giao)?|mục\s+tiêu|được\s+giao|giao(?!\s+(?:thông|"
    r"dịch|đất|rừng|lưu|tiếp|hàng|nhận|khoán))|"
    r"kết\s+quả(?:\s+thực\s+hiện)?|so\s+sánh(?:\s+với)?|so\s+với|so|tỷ\s+lệ(?:\s+đạt)?|tỉ\s+lệ|đạt|"
    r"hoàn\s+thành|tăng\s*,?\s*/?\s*giảm|tăng|giảm|tốc\s+độ(?:\s+tăng)?(?:\s+trưởng)?|"
    r"chênh\s+lệch|cơ\s+cấu|tỷ\s+trọng|tỉ\s+trọng|(?:cùng\s+kỳ|CK)(?:\s+năm\s+(?:trước|ngoái))?|"
    r"năm\s+trước|chính\s+thức|sơ\s+bộ|trong\s+đó|chia\s+ra|phấn\s+đấu|NQ|nghị\s+quyết|"
    r"vốn\s+(?=kế\s+hoạch))(?!\p{L})",
    regex.IGNORECASE,
)
_PLAN_WORD = regex.compile(
    r"(?<!\p{L})(?:kế\s+hoạch|KH|dự\s+toán|DT|chỉ\s+tiêu|"
    r"mục\s+tiêu)(?!\p{L})",
    regex.IGNORECASE,
)
_FULL = {"kh": "kế hoạch", "dt": "dự toán"}
_AREA = {"ha": "diện tích", "m2": "diện tích", "m²": "diện tích", "km2": "diện tích"}
_BARE_TOTAL = regex.compile(
    r"(?:tổng(?:\s+(?:số|cộng))?|thành\s+tiền|số\s+tiền|cộng|chung|số\s+lượng|giá\s+trị|"
    r"số\s+người)",
    regex.IGNORECASE,
)
_DEED = regex.compile(r"thu\s+(?:hoạch|gom|hồi|dọn)|chi\s+(?:nhánh|bộ|hội|đoàn|cục)", regex.IGNORECASE)
_NOUN_HEADS = ("vụ", "ngành", "lớp", "khối", "nhóm")


def column_subject(column: TableColumn) -> str:
    """What a column's header names besides role, period and unit: `Đã thu hoạch (ha)` → `đã thu hoạch`."""
    pieces: list[str] = []
    for cell in column.cells:
        text = _TIMES.sub(" ", _ROLE_WORDS.sub(" ", _ASIDE.sub(" ", cell.text)))
        text = tidy(regex.sub(r"\s*[+/=:,;.-]+\s*(?=$|\s)|^\s*[+/=:,;.-]+\s*", " ", text))
        if regex.search(r"\p{L}{2}", text) and not any(fold(text) in fold(p) for p in pieces):
            pieces.append(text)
    if len(pieces) > 1 and _alone(pieces[-1]) and not _BARE_TOTAL.fullmatch(pieces[-1]):
        pieces = [pieces[-1], *pieces[:-1]]
    return " ".join(pieces)


def label_of(
    caption: Caption,
    columns: Sequence[TableColumn],
    name: RowName,
    column: TableColumn,
    role: Role,
    pairing: Pairing | None,
    unit: Unit,
) -> str:
    """The label of one cell.

    Args:
        caption: of the table.
        columns: all columns.
        name: the row.
        column: the cell's column.
        role: the cell's role.
        pairing: what the column compares, where it is known.
        unit: of the cell.
    """
    stub = next((c for c in columns if c.hold == "label"), None)
    measured = column
    if column.compares and pairing is not None:
        measured = columns[pairing.over]
    subject = column_subject(measured)
    if role in ("share", "result") and column.percent and column.compares:
        # `Tỷ lệ hộ nghèo (%)` names its own thing; `Tỷ lệ (%)` that of the column it is computed from.
        named = column_subject(column)
        subject = named if not named else f"tỷ lệ {named}"
        subject = subject or column_subject(measured)
    kind = "stub" if name.detailed else stub.stub if stub is not None else ""
    row = name.label
    if kind == "stub" or (not kind and not subject and (_alone(row) or not caption.subject)):
        base = _indicator_row(row, subject, name, caption)
    elif kind == "period":
        base = subject if subject and (_alone(subject) or not caption.subject) else _join(caption.subject, subject)
    else:
        base = _dimension_row(row, subject, name, caption, stub, unit)
    if role in ("change", "baseline", "target") and unit[0] == "percent" and not column.percent and is_growth(row):
        base = f"tốc độ tăng {base}"
    return tidy(_affixed(base, columns, column, role, pairing), keep_head=True)


def _indicator_row(row: str, subject: str, name: RowName, caption: Caption) -> str:
    if name.total:
        return _join("tổng", _join(caption.subject or name.section, subject))
    if not subject or _BARE_TOTAL.fullmatch(subject):
        return row
    return _join(subject, row) if _alone(subject) and not _alone(row) else _join(row, subject)


def _dimension_row(
    row: str, subject: str, name: RowName, caption: Caption, stub: TableColumn | None, unit: Unit
) -> str:
    about = caption.subject
    bare = not subject or _BARE_TOTAL.fullmatch(subject) is not None
    if bare and not about and unit[0] == "count" and unit[1]:
        about = unit[1]
    if not bare and not _alone(subject) and about:
        subject = _join(about, subject)
    elif bare:
        subject = about
    area = _AREA.get(unit[1], "")
    if area and subject and area not in fold(subject):
        subject = f"{area} {subject}"
    if name.total:
        return subject if fold(subject).startswith("tổng") else f"tổng {subject}"
    head = fold(stub.header).split()[0] if stub is not None and stub.header else ""
    if head in _NOUN_HEADS and not fold(row).startswith(head) and len(fold(stub.header if stub else "").split()) == 1:
        row = f"{head} {row}"
    return _join(subject, row)


def _alone(text: str) -> bool:
    """Whether a phrase names a measure itself; `thu hoạch` is something done, no revenue."""
    return stands_alone(text) and not _DEED.match(text)


def _join(left: str, right: str) -> str:
    """Two phrases without saying a thing twice."""
    if not left or not right:
        return left or right
    if fold(right) in fold(left):
        return left
    if fold(left) in fold(right):
        return right
    ours, theirs = left.split(), right.split()
    for n in range(min(len(ours), len(theirs)), 0, -1):
        if [fold(w) for w in ours[-n:]] == [fold(w) for w in theirs[:n]]:
            return " ".join([*ours, *theirs[n:]])
    return f"{left} {right}"


def _plan_word(text: str) -> str:
    found = _PLAN_WORD.search(text)
    if found is None:
        return "kế hoạch"
    word = " ".join(found[0].lower().split())
    return _FULL.get(word, word)


def _affixed(
    base: str, columns: Sequence[TableColumn], column: TableColumn, role: Role, pairing: Pairing | None
) -> str:
    under = columns[pairing.under] if pairing is not None else None
    if role == "target" and _PLAN_WORD.search(column.header):
        word = _plan_word(column.header)
        return base if fold(base).startswith(fold(word)) or _PLAN_WORD.match(base) else f"{word} {base}"
    if role == "target_rate":
        header = under.header if under is not None else column.header
        if not _PLAN_WORD.search(header):
            header = column.header
        return f"{base} so với {_plan_word(header)}"
    if role in ("index", "change"):
        if under is not None and under.role == "target":
            return f"{base} so với {_plan_word(under.header)}"
        if regex.search(r"cùng\s+kỳ|CK(?!\p{L})", f"{column.header} {under.header if under else ''}", regex.IGNORECASE):
            return f"{base} so với cùng kỳ"
        return f"{base} so với năm trước" if role == "index" else base
    if role == "share" and regex.search(r"cơ\s+cấu|tỷ\s+trọng|tỉ\s+trọng", column.header, regex.IGNORECASE):
        return _join("tỷ trọng", base)
    return base


__all__ = ["column_subject", "label_of"]
