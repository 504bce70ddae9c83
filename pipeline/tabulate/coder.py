"""The catalogue's code of each indicator of a document."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import regex

from extractors.catalogue.codes import code_of
from extractors.cues import Cue
from extractors.dates.edtf import bounds
from extractors.model import Indicator
from pipeline.document import Annotations

_HEAD = 1500
"""Code points at the head of a document that tell whose it is: letterhead and title."""
_BEFORE = 300
# What each union or commune is to reach is another thing than what all of them do.
_EACH = Cue(r"(?<!\p{L})mỗi\s+(?!năm|tháng|quý|kỳ|ngày)\p{L}", regex.IGNORECASE)


class Coder:
    """Answers, for one document, which indicator of the catalogue each of its numbers is."""

    def __init__(self, found: Annotations) -> None:
        self._doc = found.doc
        metadata = found.metadata
        self._head = " ".join((metadata.issuer or "", metadata.title or "", found.doc.text[:_HEAD]))
        self._denominators = _denominators(found.indicators)
        self._issued: dt.date | None = bounds(metadata.issued_on)[0]

    def code(self, indicator: Indicator, section: str | None) -> str | None:
        """The code of `indicator`, or null where it is none of the catalogue's.

        Args:
            indicator: one of the document's.
            section: its heading path.
        """
        sentence = self._doc.sentence_at(indicator.start)
        start = sentence.start if sentence and sentence.end > indicator.start else indicator.start
        before = self._doc.text[max(start, indicator.start - _BEFORE) : indicator.start]
        # A semicolon ends what the words before it speak of.
        near = before.rpartition(";")[2]
        if indicator.start in self._denominators or _EACH.search(near):
            return None
        return code_of(
            indicator.label,
            indicator.kind,
            indicator.unit,
            indicator.role,
            near=near,
            headings=section or "",
            document=self._head,
            on=bounds(indicator.period)[1] or self._issued,
        )


def _denominators(indicators: Sequence[Indicator]) -> frozenset[int]:
    """Starts of numbers that only tell out of how many: of `629/731 trường đạt chuẩn` the 731 did not all reach it."""
    at = {indicator.start: indicator for indicator in indicators}
    return frozenset(
        whole.start
        for part in indicators
        if part.whole is not None
        and (whole := at.get(part.whole)) is not None
        and 0 < whole.start - part.end <= 3
        and part.role == whole.role
    )
