"""Who issued a cited document, by the words around its mention: `của Chính phủ`, `do Cục Thuế ban hành`."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import regex

from extractors.model import Organisation
from extractors.organisations.provinces import fold_tones
from extractors.references.patterns import alternatives, cues, cues_as_written, doc_types


@dataclass(frozen=True, slots=True)
class Issued:
    """An issuer as a mention names it, and where its name ends."""

    name: str
    end: int
    by: bool = False
    """It stands after `do`, so that `ban hành` after it is its verb and opens no title."""
    sure: bool = False
    """It is a body known by its name, which therefore ends where it ends."""


_JOINT = regex.compile(r"\s*-\s*")


class Bodies:
    """Organisations of a text by where they start."""

    def __init__(self, organisations: Sequence[Organisation]) -> None:
        """Index organisations, given in text order."""
        self._all = organisations
        self._starts = [organisation.start for organisation in organisations]

    def at_office(self, seen: str, begin: int) -> Organisation | None:
        """The body that starts at `begin` or right after the office named there (`Bộ trưởng, Chủ nhiệm …`)."""
        index = bisect_left(self._starts, begin)
        if index == len(self._all):
            return None
        body = self._all[index]
        return body if body.start == begin or _offices().fullmatch(seen, begin, body.start) else None

    def joined(self, seen: str, body: Organisation) -> int:
        """Where the last body ends that a dash joins to `body`: `Bộ Y tế - Bộ Tài chính`."""
        end = body.end
        for other in self._all[bisect_left(self._starts, end) :]:
            if not _JOINT.fullmatch(seen, end, other.start):
                break
            end = other.end
        return end

    def before(self, end: int) -> Organisation | None:
        """The last body that starts before `end`."""
        index = bisect_left(self._starts, end) - 1
        return self._all[index] if index >= 0 else None


@cache
def _offices() -> regex.Pattern[str]:
    """One office or several of one person, with what joins them to the body's name."""
    one = alternatives(cues("office"))
    return regex.compile(rf"(?:{one})(?:\s*[,-]\s*(?:{one}))*(?:\s+của)?\s+", regex.IGNORECASE)


def is_office(words: str) -> bool:
    """Whether words name an office, or several of one person, and no body: `Bộ trưởng, Chủ nhiệm`."""
    return _offices().fullmatch(words.strip() + " ") is not None


@cache
def _issuer_end() -> regex.Pattern[str]:
    """Where an issuer's name ends: at a verb, a clause, the next document or the next body."""
    stops = alternatives(cues("stop"))
    heads = alternatives(cues_as_written("organ_head"))
    types = alternatives(word[0].upper() + word[1:] for word in doc_types().words)
    capitals = alternatives(word.upper() for word in doc_types().words)
    next_one = rf"(?:{heads}|{types})(?!\p{{L}})"
    # `Bộ Văn hóa, Thể thao và Du lịch` goes on over its comma.
    inner_comma = r",(?=\s+\p{Lu}\p{Ll}+(?:\s+\p{Ll}+){0,2}\s+và\s+\p{Lu})"
    return regex.compile(
        rf"(?!{inner_comma}),|[;.:()\"\n\[|]|(?<!\p{{L}})(?:(?i:{stops})(?!\p{{L}})|và\s+(?:{next_one}|\p{{Ll}})"
        rf"|(?:VÀ\s+)?(?:{capitals})\s)|(?<=,\s){next_one}"
    )


_OF = regex.compile(r"[\s,)]*(?:của|(?P<by>do))\s+(?=\p{L})", regex.IGNORECASE)
_ISSUER_MAX = 110
# `Ban Tổ chức …` cut at its verb says nothing.
_HEAD_ALONE = regex.compile(r"(?:trưởng\s+)?(?:ban|bộ|bộ\s+trưởng|sở|cục|hội|tổ|ủy|uỷ)", regex.IGNORECASE)


def issuer_after(seen: str, text: str, end: int, bodies: Bodies) -> Issued | None:
    """The issuer named after a mention and its date: `của Chính phủ`.

    Args:
        seen: view of the text.
        text: the text itself.
        end: where mention and date end.
        bodies: organisations known in the text; where none stands the name ends at the first word of a clause.
    """
    of = _OF.match(seen, end)
    if not of:
        return None
    begin = of.end()
    by = of["by"] is not None
    body = bodies.at_office(seen, begin)
    if body:
        finish = bodies.joined(seen, body)
        return Issued(" ".join(text[begin:finish].split()), finish, by, sure=True)
    limit = min(len(seen), begin + _ISSUER_MAX)
    stop = _issuer_end().search(seen, begin, limit)
    finish = stop.start() if stop else limit
    name = " ".join(text[begin:finish].split()).strip(" *_-–")
    if not name or not any(letter.isupper() for letter in name) or _HEAD_ALONE.fullmatch(name):
        return None
    return Issued(name, begin + len(text[begin:finish].rstrip()), by)


_OF_WINDOW = 12
_AT = regex.compile(r"\s+tại\s+(?:các\s+)?")


def issuer_before(seen: str, text: str, start: int, bodies: Bodies) -> str | None:
    """The body of `đề nghị của Sở Y tế tại Tờ trình…`, `chỉ đạo của Bộ Chính trị tại Kết luận…`."""
    body = bodies.before(start)
    if body is None or not _AT.fullmatch(seen, body.end, start):
        return None
    return (
        " ".join(text[body.start : body.end].split())
        if _OF_BODY.search(seen, max(0, body.start - _OF_WINDOW), body.start)
        else None
    )


_ISSUES = regex.compile(
    r"(?:\s*\([^()\n]{1,40}\))?\s+(?:(?:đã|cũng|vừa|sẽ|mới|kịp\s+thời|tiếp\s+tục|chủ\s+động)\s+){0,3}(?:ký\s+)?ban\s+hành\s+(?:các\s+)?",
    regex.IGNORECASE,
)


def issuer_subject(seen: str, text: str, start: int, bodies: Bodies, kind: str) -> str | None:
    """The body of `UBND tỉnh Kiên Giang đã ban hành Kế hoạch số 77/KH-UBND`, where it says of which place it is.

    Args:
        seen: view of the text.
        text: the text itself.
        start: where the mention starts.
        bodies: organisations known in the text.
        kind: the body the symbol's code names (`Ủy ban nhân dân`): another one only signs or proposes.
    """
    body = bodies.before(start)
    if body is None or body.open_place or body.end > start or not _ISSUES.fullmatch(seen, body.end, start):
        return None
    return " ".join(text[body.start : body.end].split()) if fold_tones(kind) in fold_tones(body.name) else None


_OF_BODY = regex.compile(r"(?<!\p{L})của\s+$", regex.IGNORECASE)
