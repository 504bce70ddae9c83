"""Whose results an indicator is: the mention of a directive that its sentence, heading or title says it carries out."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

import regex

from extractors.model import Indicator, Reference
from extractors.text import Paragraph
from pipeline.document import Annotations

# Documents whose title may say whose results all their numbers are; a plan's title names what it will carry out.
_REPORTING = frozenset({"report", "news", "other", "letter", "outline"})
_CARRIES_OUT = regex.compile(
    r"(?:thực\s+hiện|triển\s+khai|thi\s+hành|kết\s+quả|sơ\s+kết|tổng\s+kết|đánh\s+giá|quán\s+triệt)(?!\p{L})",
    regex.IGNORECASE,
)
_CARRIES_OUT_THIS = regex.compile(_CARRIES_OUT.pattern + r"\s+(?:các\s+|nội\s+dung\s+)?$", regex.IGNORECASE)
_VERB_LENGTH = 40
_ENUMERATOR = regex.compile(r"[\p{L}\d]{0,5}(?:[.)/:-]|\s)*")
# Kinds of mention that speak of a directive's own text, not of what it brought about.
_OF_TEXT = frozenset({"amends", "replaces", "repeals", "based_on", "issues"})


def reported_references(
    found: Annotations, indicators: Sequence[Indicator], references: Sequence[Reference]
) -> list[int | None]:
    """For each indicator, the index of the reference that says whose results it is, or null.

    The nearest word counts: the sentence up to the number, then the headings from the innermost, then the title. Where
    one place names several directives, the first carried out is taken: what follows it is how (`thực hiện Chương trình
    1563 …, đã ban hành Kế hoạch 39`).

    Args:
        found: the document.
        indicators: in text order.
        references: in text order; the indices refer to these.
    """
    telling = _Telling(found, references)
    reports = found.metadata.doc_kind in _REPORTING
    # What a plan sets out to reach is no result of what it carries out.
    return [telling.of(i) if reports or i.role not in ("target", "rate") else None for i in indicators]


class _Telling:
    def __init__(self, found: Annotations, references: Sequence[Reference]) -> None:
        self._doc = found.doc
        self._references = references
        self._starts = [r.start for r in references]
        self._carried = [self._is_carried_out(r) for r in references]
        self._headings = self._of_headings()
        self._title = self._of_title(found)

    def of(self, indicator: Indicator) -> int | None:
        sentence = self._doc.sentence_at(indicator.start)
        if sentence and sentence.start <= indicator.start < sentence.end:
            low, high = bisect_left(self._starts, sentence.start), bisect_left(self._starts, indicator.start)
            for i in range(low, high):
                if self._carried[i]:
                    return i
        paragraph = self._doc.paragraph_at(indicator.start)
        section = paragraph.section if paragraph else ()
        for depth in range(len(section), 0, -1):
            told = self._latest(section[:depth], indicator.start)
            if told is not None:
                return told
        return self._title

    def _is_carried_out(self, reference: Reference) -> bool:
        # Who names a provision speaks of a norm, not of a programme's results.
        if reference.is_self or reference.relation in _OF_TEXT or reference.provision:
            return False
        if reference.relation == "implements":
            return True
        before = self._doc.view[max(reference.start - _VERB_LENGTH, 0) : reference.start]
        return _CARRIES_OUT_THIS.search(before) is not None

    def _of_headings(self) -> dict[tuple[str, ...], list[tuple[int, int]]]:
        """Heading path → (offset, index of the reference its own heading names), in text order."""
        told: dict[tuple[str, ...], list[tuple[int, int]]] = {}
        for i, reference in enumerate(self._references):
            paragraph = self._doc.paragraph_at(reference.start)
            if paragraph is None or not paragraph.section or reference.start >= paragraph.end:
                continue
            lead = self._doc.view[paragraph.start : reference.start]
            opens = not reference.provision and _ENUMERATOR.fullmatch(lead) is not None
            if not (self._carried[i] or (opens and not reference.is_self and reference.relation not in _OF_TEXT)):
                continue
            # A list item's section ends with the words that name it; only a reference among those counts.
            if " ".join(reference.surface.split()) in paragraph.section[-1]:
                found = told.setdefault(paragraph.section, [])
                if not found or found[-1][0] != paragraph.start:
                    found.append((paragraph.start, i))
        return told

    def _latest(self, section: tuple[str, ...], offset: int) -> int | None:
        """Two headings may read the same (`1. Kết quả`): the last one before the offset holds it."""
        before = [i for start, i in self._headings.get(section, ()) if start <= offset]
        return before[-1] if before else None

    def _is_title(self, paragraph: Paragraph, title: str) -> bool:
        """Whether the paragraph is the title or a line of it."""
        line = " ".join(self._doc.text[paragraph.start : paragraph.end].strip("#*_ ").split()).lower()
        return paragraph.kind in ("title", "letterhead", "heading") or line in title

    def _of_title(self, found: Annotations) -> int | None:
        title = " ".join((found.metadata.title or "").split()).lower()
        if not title or found.metadata.doc_kind not in _REPORTING:
            return None
        for i, reference in enumerate(self._references):
            if reference.is_self or reference.relation in _OF_TEXT:
                continue
            paragraph = self._doc.paragraph_at(reference.start)
            if paragraph is None or not self._is_title(paragraph, title):
                continue
            at = title.find(" ".join(reference.surface.split()).lower())
            before = self._doc.legible[max(0, reference.start - at) : reference.start]
            if at > 0 and (_CARRIES_OUT.search(title, 0, at) or _CARRIES_OUT.search(before)):
                return i
        return None
