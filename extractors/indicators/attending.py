"""Who took part in what was held on a day."""

from __future__ import annotations

import regex

from extractors.cues import Cue
from extractors.indicators.drafts import Draft

_ATTEND = Cue(
    r"(?<!\p{L})(?:đến\s+|tham\s+)?dự\s+(?:đại\s+hội|hội\s+nghị|hội\s+thảo|buổi|lễ|cuộc\s+họp|họp|chương\s+trình|lớp)(?!\p{L})",
    regex.IGNORECASE,
)
_ATTENDED = Cue(
    r"(?<!\p{L})(?:(?:đến|tham)\s+dự|sự\s+tham\s+(?:gia|dự)\s+của|dự\s+(?:đại\s+hội|hội\s+nghị|hội\s+thảo|buổi|lễ|cuộc\s+họp|họp|chương\s+trình|lớp)(?:\s+có)?)(?!\p{L})",
    regex.IGNORECASE,
)
_NEAR = 60
"""Characters behind a number within which the event is named."""


def took_part(view: str, draft: Draft) -> bool:
    """Whether a number counts who took part in a congress, a conference, a ceremony.

    Args:
        view: the folded document text.
        draft: the number.
    """
    q = draft.quantity
    if q.kind != "count" or draft.planned or draft.role != "result":
        return False
    return (
        q.unit == "đại biểu"
        or _ATTENDED.search(view, draft.sentence[0], q.start) is not None
        or _ATTEND.search(view, q.end, q.end + _NEAR) is not None
    )
