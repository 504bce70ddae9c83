"""What users read in the matrix, in both languages, and the colours of its cells."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from pipeline.compliance.matrix import Status

Language = Literal["vi", "en"]

STATUS_WORDS: Mapping[Status, Mapping[Language, str]] = {
    "reports_results": {"vi": "báo cáo kết quả", "en": "reports results"},
    "implements": {"vi": "triển khai", "en": "implements"},
    "cites": {"vi": "có nhắc đến", "en": "cites"},
    "not_found": {"vi": "không thấy nhắc", "en": "not found"},
    "unreadable": {"vi": "không đọc được", "en": "unreadable"},
    "no_document": {"vi": "không có văn bản", "en": "no document"},
}
STATUS_MEANINGS: Mapping[Status, Mapping[Language, str]] = {
    "reports_results": {
        "vi": "Có số liệu kết quả gắn với văn bản này.",
        "en": "Numbers are reported as results of this directive.",
    },
    "implements": {
        "vi": "Có văn bản của địa phương ban hành để thực hiện văn bản này.",
        "en": "A local document was issued to carry this directive out.",
    },
    "cites": {"vi": "Có câu nhắc đến văn bản này.", "en": "A sentence mentions this directive."},
    "not_found": {
        "vi": "Mọi văn bản của đơn vị đều đọc được, không câu nào nhắc đến.",
        "en": "All its documents were read and none mentions it.",
    },
    "unreadable": {
        "vi": "Có tệp của đơn vị không đọc được: không thể kết luận là không nhắc đến.",
        "en": "Some of its files could not be read: nothing can be concluded.",
    },
    "no_document": {
        "vi": "Không có văn bản nào của đơn vị trong dữ liệu.",
        "en": "There is no document of it among the inputs.",
    },
}
STATUS_COLOURS: Mapping[Status, str] = {
    "reports_results": "#1b7837",
    "implements": "#7fbf7b",
    "cites": "#d9f0d3",
    "not_found": "#f7f7f7",
    "unreadable": "#fdb863",
    "no_document": "#d8d8d8",
}
HEADERS: Mapping[str, Mapping[Language, str]] = {
    "province": {"vi": "Tỉnh, thành phố", "en": "Province"},
    "issuer": {"vi": "Cơ quan ban hành", "en": "Issuer"},
    "directive": {"vi": "Văn bản được nhắc", "en": "Directive"},
    "key": {"vi": "Khóa", "en": "Key"},
    "symbol": {"vi": "Số, ký hiệu", "en": "Symbol"},
    "date": {"vi": "Ngày ban hành", "en": "Date"},
    "title": {"vi": "Trích yếu", "en": "Title"},
    "code": {"vi": "Mã tình trạng", "en": "Status code"},
    "shows": {"vi": "Câu này cho thấy", "en": "This shows"},
    "file": {"vi": "Tệp", "en": "File"},
    "status": {"vi": "Tình trạng", "en": "Status"},
    "local": {"vi": "Văn bản triển khai", "en": "Local document"},
    "document": {"vi": "Văn bản", "en": "Document"},
    "page": {"vi": "Trang", "en": "Page"},
    "sentence": {"vi": "Câu", "en": "Sentence"},
    "surface": {"vi": "Nguyên văn", "en": "Words"},
    "value": {"vi": "Số liệu", "en": "Number"},
    "meaning": {"vi": "Ý nghĩa", "en": "Meaning"},
    "matrix": {"vi": "Ma trận", "en": "Matrix"},
    "evidence": {"vi": "Bằng chứng", "en": "Evidence"},
    "legend": {"vi": "Chú giải", "en": "Legend"},
    "documents": {"vi": "Số văn bản", "en": "Documents"},
    "failures": {"vi": "Tệp lỗi", "en": "Failed files"},
}
