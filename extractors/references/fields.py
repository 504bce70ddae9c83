"""What a mention says of its document besides the symbol: date, provision, relation."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
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
                gap = self._seen[end : date.start]
                # `… số 15/CTr-TLĐ` / `Năm 2022, …`: the next paragraph begins.
                adjacent = not gap.strip() and not ("\n" in gap and date.surface[:2].istitle())
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


@dataclass(frozen=True, slots=True)
class _Cue:
    """Words that tell a relation, and what they tell."""

    start: int
    end: int
    words: str
    """In small letters, single blanks, one tone placement."""
    relation: Relation


@cache
def _relation_cues() -> tuple[regex.Pattern[str], dict[str, Relation]]:
    """The words in small letters: the text is made so first, which costs less than matching without regard to case."""
    table = {phrase: cast(Relation, value) for phrase, value in cues("relation").items()}
    return regex.compile(rf"(?<!\p{{L}})(?:{alternatives(table)})(?!\p{{L}})"), table


_RELATION_WINDOW = 60
_RELATION_REACH = 45
_CHANGES = frozenset({"amends", "replaces", "repeals"})
_ACTS = _CHANGES | {"issues"}
_NEW_CLAUSE = regex.compile(r"[,;](?!\s*(?:ngày|số)\b)")
_NEW_SENTENCE = regex.compile(r";")
_BASIS = regex.compile(r"\W*căn\s+cứ(?!\p{L})", regex.IGNORECASE)
# From one mention of a list to the next: its date, its issuer, a comma.
_LISTED = regex.compile(
    r"(?:\s*,?\s*ngày\s+\d{1,2}(?:[/.-]\d{1,2}[/.-]\d{4}|\s+tháng\s+\d{1,2}\s+năm\s+\d{4}))?"
    r"(?:\s+của\s+[^,;.:\n]{3,60}?)?\s*(?:,|;|và|,\s*và)\s*(?:các\s+)?(?:số\s+)?",
    regex.IGNORECASE,
)
# `ban hành nhiều văn bản chỉ đạo, trong đó có …` issues them; `xây dựng pháp luật và Nghị quyết …` does not.
_ISSUED_WORDS = 4
_DOCUMENTS = regex.compile(r"văn\s+bản|tài\s+liệu|như(?!\p{L})|gồm|kế\s+hoạch|chương\s+trình", regex.IGNORECASE)


def _cues_between(seen: str, begin: int, end: int, names: Sequence[tuple[int, int]]) -> list[_Cue]:
    """Words that tell a relation in [begin, end), those inside the spans of `names` apart."""
    pattern, table = _relation_cues()
    # The letter before tells whether a word begins here.
    base = max(0, begin - 1)
    window = seen[base:end].lower()
    if len(window) != end - base:
        return []
    found = []
    for match in pattern.finditer(window, begin - base):
        start = base + match.start()
        if not any(s <= start < e for s, e in names):
            words = fold_tones(" ".join(match[0].split()))
            found.append(_Cue(start, base + match.end(), words, table[words]))
    return found


def _is_listed(seen: str, end: int, start: int) -> bool:
    """Whether the mention at `start` is the next in a list after one that ends at `end`."""
    joined = seen[max(0, start - 5) : start].rstrip().lower().endswith((",", ";", "và", "số", "các"))
    return joined and _LISTED.fullmatch(seen, end, start) is not None


def relation_of(seen: str, sentence_start: int, start: int, before: Sequence[tuple[int, int]]) -> Relation:
    """What the document does to the one mentioned at `start`, from the words before it in its sentence.

    Args:
        seen: view of the text.
        sentence_start: where the sentence, or the paragraph that opens with `Căn cứ`, begins.
        start: offset of the mention.
        before: spans of the last mentions before it, in text order; words inside them are names, and what one of them
            does to this one is no act of the document.
    """
    if _BASIS.match(seen, sentence_start, start):
        return "based_on"
    begin = max(sentence_start, start - _RELATION_WINDOW)
    found = _cues_between(seen, begin, start, before)
    gap = start - found[-1].end if found else 0
    if (not found or gap > _RELATION_REACH) and before and _is_listed(seen, before[-1][1], start):
        # `thay thế các Quyết định A ngày …, B ngày … và C`: the verb of a list is its first mention's.
        found = _cues_between(seen, max(sentence_start, before[0][0] - _RELATION_WINDOW), before[-1][0], before)
        gap = min(s for s, _ in before if s >= found[-1].end) - found[-1].end if found else 0
    if not found or gap > _RELATION_REACH:
        return "cites"
    cue = found[-1]
    if cue.words.startswith("quy định") and len(found) > 1 and not seen[found[-2].end : cue.start].strip():
        # `Sửa đổi quy định tại khoản 1 Điều 5 …`
        cue = found[-2] if found[-2].relation in _CHANGES else cue
    relation = cue.relation
    if relation == "issues" and not _may_issue(seen, cue.end, start, before):
        return "cites"
    other = max((end for _, end in before if sentence_start <= end <= cue.start), default=None)
    if other is None:
        return relation
    if relation in _ACTS:
        # `Thực hiện Quyết định A…, UBND tỉnh ban hành Kế hoạch B`: a body issues B, not document A.
        clause = _NEW_CLAUSE if relation == "issues" else _NEW_SENTENCE
        return relation if clause.search(seen, other, cue.start) else "cites"
    # `Nghị định A quy định chi tiết Luật B; Nghị định C`: what A does, it does not do to C.
    return "cites" if _NEW_SENTENCE.search(seen, cue.end, start) else relation


def _may_issue(seen: str, begin: int, start: int, before: Sequence[tuple[int, int]]) -> bool:
    """Whether what stands between `ban hành` and a mention leaves that to be what is issued."""
    if any(begin <= s for s, _ in before):
        # Further down a list: the first of it was judged.
        return True
    between = seen[begin:start]
    return _DOCUMENTS.search(between) is not None or (";" not in between and len(between.split()) <= _ISSUED_WORDS)
