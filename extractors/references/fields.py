"""What a mention says of its document besides the symbol: date, provision, relation."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from functools import cache
from typing import cast

import regex

from extractors.model import DateMention, Relation
from extractors.organisations.provinces import fold_tones
from extractors.references.patterns import alternatives, cues

_DIRECT = regex.compile(
    r"(?:\s*\[\d+\])?[\s,;:(]*(?:-\s*)?(?:cùng\s+)?(?:(?:được\s+)?(?:ký\s+)?ban\s+hành\s+|ký\s+)?(?:ngày\s+)?",
    regex.IGNORECASE,
)
_BY_ISSUER = regex.compile(
    r"\s*,?\s*(?:của|do)\s+[^.;:()\"\n]{3,110}?(?:,|\s+(?:ký\s+)?ban\s+hành|\s+ký)?\s*(?:ngày\s+)?", regex.IGNORECASE
)
_CLAUSE_WORDS = regex.compile(
    r"(?<!\p{L})(?:về|quy\s+định|có|được|từ|đến|trước|sau|tại|hiệu\s+lực|thực\s+hiện|hướng\s+dẫn|sửa\s+đổi|và)(?!\p{L})",
    regex.IGNORECASE,
)
_ISSUED_ON = regex.compile(r"(?P<cue>ban\s+hành\s+(?:vào\s+)?)ngày\s", regex.IGNORECASE)
_MAX_DATE_GAP = 130


class DateFinder:
    """Dates of references among the dates found in the text."""

    def __init__(self, seen: str, dates: Sequence[DateMention]) -> None:
        """Index dates by where they start.

        Args:
            seen: view of the text.
            dates: dates of the same text, in text order.
        """
        self._seen = seen
        self._dates = dates
        self._starts = [date.start for date in dates]

    def after(self, end: int, symbol_year: int | None) -> tuple[str | None, int]:
        """The document's date given right after a mention that ends at `end`.

        Args:
            end: offset (code points) of the mention's end.
            symbol_year: year inside the symbol, which a bare year must repeat.

        Returns:
            EDTF date or null, and the offset where the mention with its date ends.
        """
        index = bisect_left(self._starts, end)
        while index < len(self._dates):
            date = self._dates[index]
            if date.start - end > _MAX_DATE_GAP:
                break
            if not date.edtf or date.kind not in ("day", "month", "year") or not date.surface[0].isalnum():
                index += 1
                continue
            if date.kind == "year":
                adjacent = not self._seen[end : date.start].strip()
                belongs = adjacent and symbol_year in (None, int(date.edtf[:4]))
            else:
                belongs = self._begins_as_date(date) and self._leads_to(end, date)
            if not belongs:
                return None, end
            # `Quyết định số 338/QĐ-TTg (ngày 03/4/2023) phê duyệt …`
            closed = self._seen.startswith(")", date.end) and "(" in self._seen[end : date.start]
            return date.edtf, date.end + closed
        return None, end

    def inside(self, start: int, end: int) -> str | None:
        """The day between the type word and the number (`Quyết định ngày 09/10/2019 số …`)."""
        index = bisect_left(self._starts, start)
        date = self._dates[index] if index < len(self._dates) else None
        return date.edtf if date and date.end <= end and date.kind == "day" else None

    def issued_in(self, begin: int, end: int) -> str | None:
        """The day of `… ban hành ngày 19/11/2025` in the sentence [begin, end): its subject's date."""
        found = _ISSUED_ON.search(self._seen, begin, end)
        if not found:
            return None
        index = bisect_left(self._starts, found.end("cue"))
        date = self._dates[index] if index < len(self._dates) else None
        return date.edtf if date and date.start <= found.end() and date.kind == "day" else None

    def _leads_to(self, end: int, date: DateMention) -> bool:
        """Whether nothing but a comma, or `của …`, stands between a mention's end and a date."""
        if _DIRECT.fullmatch(self._seen, end, date.start):
            return True
        if date.kind != "day" or not _BY_ISSUER.fullmatch(self._seen, end, date.start):
            return False
        return not _CLAUSE_WORDS.search(self._seen, end, date.start)

    def _begins_as_date(self, date: DateMention) -> bool:
        word = date.surface[:5].lower()
        return not word.startswith(("từ", "đến", "trước", "sau", "tính", "kể", "cuối", "đầu"))


_PROVISION_UNIT = r"(?:tiểu\s+)?(?:điểm|tiết|khoản|điều|mục|chương|phần|phụ\s+lục)"
_PROVISION_ITEM = r"(?:\d{1,3}(?:\.\d{1,2})*[a-zđ]?|[a-zđ](?!\p{L})|[IVX]{1,5})(?!\p{L})"
_PROVISION = regex.compile(
    rf"(?<!\p{{L}})((?:{_PROVISION_UNIT}\s+(?:số\s+)?{_PROVISION_ITEM}(?:\s*(?:,|và|hoặc|-)\s*{_PROVISION_ITEM}(?=[\s,]))*(?:\s*,\s*|\s+và\s+|\s+))+)"
    r"(?:của\s+)?$",
    regex.IGNORECASE,
)
_PROVISION_WORDS = ("điều", "khoản", "điểm", "mục", "chương", "phần", "phụ lục")
_PROVISION_WINDOW = 80


def provision_before(seen: str, start: int) -> str | None:
    """The provision a mention at `start` is cited for: `điểm a khoản 2 Điều 5`."""
    window = seen[max(0, start - _PROVISION_WINDOW) : start]
    lower = window.lower()
    if not any(word in lower for word in _PROVISION_WORDS):
        return None
    found = _PROVISION.search(window)
    return " ".join(found[1].split()).strip(" ,") if found else None


@cache
def _relation_cues() -> tuple[regex.Pattern[str], dict[str, Relation]]:
    table = {phrase: cast(Relation, value) for phrase, value in cues("relation").items()}
    return regex.compile(rf"(?<!\p{{L}})(?:{alternatives(table)})(?!\p{{L}})", regex.IGNORECASE), table


_RELATION_WINDOW = 60
_RELATION_REACH = 45
_ACTS = frozenset({"amends", "replaces", "repeals", "issues"})
_NEW_CLAUSE = regex.compile(r"[,;](?!\s*(?:ngày|số)\b)")
_NEW_SENTENCE = regex.compile(r";")
_BASIS = regex.compile(r"\W*căn\s+cứ(?!\p{L})", regex.IGNORECASE)


def relation_of(seen: str, sentence_start: int, start: int, previous_end: int) -> Relation:
    """What the document does to the one mentioned at `start`, from the words before it in its sentence.

    Args:
        seen: view of the text.
        sentence_start: where the sentence, or the paragraph that opens with `Căn cứ`, begins.
        start: offset of the mention.
        previous_end: end of the mention before it; what that one does to this one is no act of the document.
    """
    if _BASIS.match(seen, sentence_start, start):
        return "based_on"
    begin = max(sentence_start, start - _RELATION_WINDOW)
    pattern, table = _relation_cues()
    found = list(pattern.finditer(seen, begin, start))
    if not found or start - found[-1].end() > _RELATION_REACH:
        return "cites"
    relation = table[fold_tones(" ".join(found[-1][0].split()))]
    by_another = sentence_start <= previous_end <= found[-1].start()
    if by_another and relation in _ACTS:
        # `Thực hiện Quyết định A…, UBND tỉnh ban hành Kế hoạch B`: a body issues B, not document A.
        clause = _NEW_CLAUSE if relation == "issues" else _NEW_SENTENCE
        if clause.search(seen, previous_end, found[-1].start()):
            return relation
    return "cites" if by_another and relation in _ACTS else relation
