"""A document's title and kind: the type word in capitals below the letterhead, and what it is about."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache

import regex

from extractors.organisations.provinces import fold_tones
from pipeline.annotate.metadata.cues import alternation, cues, kinds, squash
from pipeline.annotate.metadata.head import Head
from pipeline.annotate.metadata.issuer import split_bodies

_REACH = 2500
"""Characters below the letterhead in which the type word must stand."""
_LONGEST = 1500
_LONGEST_ALONE = 600
"""Without a letterhead a list of laws in capitals could pass for a title."""
# The text proper run into the title by a lost line break: `… năm 2021 Thực hiện Công văn số …`.
_RUN_ON = regex.compile(
    r"(?<=[\p{Ll}\d”\")])\s+"
    r"(?=(?:Thực hiện|Căn cứ|Theo|Kính gửi|Để|Nhằm|Trong những|Từ ngày|Xét|Trên cơ sở|Sau khi)\s|Ngày\s\d)"
)
_BREAK = regex.compile(r"[\n|]")
_MARKUP = regex.compile(r"[*_#|`]+")
_ENUMERATOR = regex.compile(
    r"\s*(?:[IVX]{1,5}|\d{1,2}|[A-HĐ])\s*[.)/-]\s|\s*(?i:chương|phần|điều|mục)\s+(?:[IVX]+|\d+|THỨ|thứ)\b"
)
# `Năm học 2021-2022`, `Quý I năm 2024`: a line of a title though it begins with a capital.
_PERIOD_LINE = regex.compile(
    r"\(?(?:năm(?:\s+học)?|quý|tháng|giai\s+đòan|giai\s+đoạn|nhiệm\s+kỳ|\d+\s+tháng(?:\s+đầu|\s+cuối)?)\s*[ivx\d]{1,4}"
    r"(?:\s*[-/]\s*\d{2,4})?(?:,?\s+năm\s+\d{4}|\s*/\s*\d{4})?\)?"
)
_OF_NUMBER = regex.compile(r"\s+(?:của\s+[\p{L}\s-]{3,60}?\s+)?số\s*:?\s*\d+\w?\s?[/-]\s?[\p{Lu}\d]", regex.IGNORECASE)
_SENTENCE_END = regex.compile(r"[.;:!?]\s*$")


@dataclass(frozen=True, slots=True)
class Title:
    """`[start, end)` into the text; `text` is without layout and markup."""

    text: str
    start: int
    end: int
    kind: str | None
    """Kind told by the type word; null where the title has none."""
    sure: bool = True
    """The type word stands in capitals or alone; not merely as a title's first words."""


@dataclass(frozen=True, slots=True)
class _Line:
    start: int
    end: int
    words: str
    folded: str
    after_blank: bool
    """An empty line, or the start of the text, stands before it."""

    @property
    def capitals(self) -> bool:
        letters = [c for c in self.words if c.isalpha()]
        return bool(letters) and sum(c.isupper() for c in letters) >= 0.85 * len(letters)


def read_title(text: str, view: str, head: Head | None) -> Title | None:
    """The title of an official document, its type word first.

    Args:
        text: the document's text.
        view: its view, of the same length.
        head: its letterhead, or null where it has none: then only a title at the very top counts.
    """
    start = head.end if head else 0
    lines = list(_lines(text, view, start, start + _REACH))
    for i, line in enumerate(lines):
        if line.words and _body_text(line) and (head or line.words[:1].isupper()):
            break
        kind, length = _type_word(line, lines[i + 1] if i + 1 < len(lines) else None)
        if kind is None and not head and i <= 1:
            kind, length = _numbered(line), 1
        if kind is None:
            if not head and i > 6:
                return None
            continue
        title = _collect(lines[i:], kind, length, _deciders(head))
        return title if head or len(title.text) < _LONGEST_ALONE else None
    if head:
        return _without_type(lines, head)
    return _capitals_on_top(lines)


def _lines(text: str, view: str, start: int, end: int) -> Iterator[_Line]:
    blank, at = True, start
    for raw in _BREAK.split(text[start:end]):
        words = squash(_MARKUP.sub(" ", raw))
        words = _RUN_ON.split(words, maxsplit=1)[0] if len(words) > 60 else words
        if any(c.isalnum() for c in words):
            left = len(raw) - len(raw.lstrip())
            yield _Line(at + left, at + len(raw.rstrip()), words, fold_tones(words), blank)
            blank = False
        elif not words:
            blank = True
        elif words:
            yield _Line(at, at + len(raw), "", "", blank)
            blank = True
        at += len(raw) + 1


@cache
def _types() -> regex.Pattern[str]:
    return regex.compile(rf"\W*(?:{alternation(cues('draft'))}\W*)?(?P<type>{alternation(kinds())})(?!\p{{L}})")


@cache
def _cue(role: str) -> regex.Pattern[str]:
    return regex.compile(rf"\W*{alternation(cues(role))}(?!\p{{L}})")


def _starts(line: _Line, role: str) -> bool:
    return bool(line.folded) and _cue(role).match(line.folded) is not None


def _type_word(line: _Line, following: _Line | None) -> tuple[str | None, int]:
    """(kind, lines it takes) where the line begins with a type word in capitals or is nothing but one."""
    for count in (1, 2):
        if count == 2 and (following is None or following.after_blank or len(line.words.split()) > 2):
            break
        words = line.words if count == 1 else f"{line.words} {following.words if following else ''}"
        match = _types().match(fold_tones(words))
        if not match:
            continue
        typed = words[match.start("type") : match.end("type")]
        rest = words[match.end() :].strip(" :.-")
        if typed.isupper() or not rest:
            return kinds()[squash(fold_tones(typed))], count
        if fold_tones(rest).startswith("của ") and len(rest) < 60:
            return kinds()[squash(fold_tones(typed))], count
    return None, 0


def _numbered(line: _Line) -> str | None:
    """Kind told by `Thông tư của Bộ Tài chính số 13/2001/TT-BTC ngày …` in small letters at the very top."""
    match = _types().match(line.folded)
    if match is None or not line.words[match.start("type")].isupper() or _SENTENCE_END.search(line.words):
        return None
    told = _OF_NUMBER.match(line.words, match.end("type"))
    return kinds()[squash(match["type"])] if told else None


def kind_of_first_words(line: str | None) -> str | None:
    """`report` or `outline` where a page without letterhead begins `Báo cáo về tình hình …` as a title does."""
    match = _types().match(fold_tones(line)) if line and line[:1].isupper() and not _SENTENCE_END.search(line) else None
    kind = kinds()[squash(match["type"])] if match else None
    return kind if kind in ("report", "outline") else None


def _deciders(head: Head | None) -> tuple[str, ...]:
    """First words, folded, of who may decide: the letterhead's bodies, and those that need no letterhead."""
    return tuple(body.words for body in split_bodies(head.pieces if head else ())) + tuple(cues("decider"))


def _collect(lines: list[_Line], kind: str, length: int, deciders: tuple[str, ...]) -> Title:
    """The type line and the lines that belong to the title after it."""
    taken = lines[:length]
    type_only = _is_type_only(" ".join(line.words for line in taken))
    for index, line in enumerate(lines[length:], length):
        if not line.words:
            if len(taken) > length or not type_only:
                break
            continue
        following = lines[index + 1] if index + 1 < len(lines) else None
        if line.after_blank and _is_authority(_with_next(line, following), deciders) and len(taken) > length:
            break
        if not _belongs(line, taken, type_only, deciders):
            break
        taken.append(line)
        if taken[-1].end - taken[0].start > _LONGEST:
            break
    return _title(taken, kind, deciders)


def _with_next(line: _Line, following: _Line | None) -> _Line:
    """A broken `BỘ / TRƯỞNG BỘ CÔNG THƯƠNG` whole again."""
    if following is None or following.after_blank or len(line.words.split()) > 2:
        return line
    words = f"{line.words} {following.words}"
    return replace(line, words=words, folded=fold_tones(words))


def _is_type_only(words: str) -> bool:
    match = _types().match(fold_tones(words))
    rest = words[match.end() :].strip(" :.-") if match else ""
    return bool(match) and (not rest or (fold_tones(rest).startswith("của ") and len(rest) < 60))


def _belongs(line: _Line, taken: list[_Line], type_only: bool, deciders: tuple[str, ...]) -> bool:
    if _ENUMERATOR.match(line.words) or line.words.startswith(("-", "+", "•")):
        return False
    last = taken[-1]
    unfinished = fold_tones(last.words).split()[-1] in _UNFINISHED or last.words[-1] == ","
    fresh = type_only and (len(taken) == 1 or (len(taken) == 2 and last.folded.startswith("của ")))
    if _body_text(line) and (line.words[0] == "(" or not unfinished or last.words[-1] in ".;:"):
        return False
    if _is_authority(line, deciders) and not unfinished and len(taken) > 1:
        return False
    if line.capitals:
        return unfinished or all(t.capitals for t in taken)
    if fresh:
        return not _SENTENCE_END.search(line.words) or len(line.words) < 300
    if _SENTENCE_END.search(last.words):
        return False
    if _PERIOD_LINE.fullmatch(line.folded):
        return True
    return unfinished or line.words[0].islower() or (line.words[0].isdigit() and not last.capitals)


_UNFINISHED = frozenset(cues("joint"))


def _body_text(line: _Line) -> bool:
    """The text proper begins; in capitals, or with a small letter, only a few phrases can tell (`THỰC HIỆN …` is what a
    plan is called)."""
    match = _cue("body_text").match(line.folded)
    sentence = not line.capitals and not line.words[:1].islower()
    return match is not None and (sentence or cues("body_text")[squash(match[0]).strip(" (*-")] == "always")


def _is_authority(line: _Line, deciders: tuple[str, ...]) -> bool:
    """The line below the title that says who decides: `CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH`."""
    if len(line.words.split()) > 16 or _SENTENCE_END.search(line.words):
        return False
    if sum(c.isupper() for c in line.words) < max(2, len(line.words.split())):
        return False
    return (line.capitals and _starts(line, "person")) or line.folded.startswith(deciders)


def _title(taken: list[_Line], kind: str | None, deciders: tuple[str, ...] = ()) -> Title:
    text = squash(" ".join(_in_capitals(line.words) for line in taken))
    folded = fold_tones(text)
    for person in cues("person"):
        for body in deciders:
            end = f" {person} {body}"
            if folded.endswith(end) and folded.removesuffix(end).split()[-1:] != ["của"]:
                text = text[: -len(person) - len(body) - 2]
    return Title(regex.sub(r"\s+([,.;:)])", r"\1", text).rstrip(" :-"), taken[0].start, taken[-1].end, kind)


def _in_capitals(text: str) -> str:
    """A title in capitals that a lost line break runs into the text proper: only its capitals."""
    text = _WIRED.sub("", text)
    words = text.split()
    small = [i for i, word in enumerate(words) if any(c.islower() for c in word)]
    if len(words) < 12 or len(small) < 6 or small[0] < 8:
        return text
    kept = words[: small[0]]
    for size in range(min(5, len(kept) - 4), 1, -1):
        # Who speaks next stands in capitals as well: `THỦ TƯỚNG CHÍNH PHỦ điện:`.
        if fold_tones(" ".join(kept[-size:])) in _SPEAKERS:
            return " ".join(kept[:-size])
    return " ".join(kept)


# A telegram goes on with its sender: `THỦ TƯỚNG CHÍNH PHỦ điện:`.
_WIRED = regex.compile(r"\s(?:THỦ TƯỚNG CHÍNH PHỦ|CHỦ TỊCH ỦY BAN NHÂN DÂN(?:\s\p{Lu}+){1,6})\s+điện\W*$")
_SPEAKERS = frozenset({"thủ tướng chính phủ", "chủ tịch ủy ban nhân dân tỉnh", "chủ tịch ủy ban nhân dân thành phố"})


def _without_type(lines: list[_Line], head: Head) -> Title | None:
    """The first paragraph below the letterhead of a document that is no letter, where it looks like a title."""
    filled = [line for line in lines if line.words and line.words[0].isalpha()]
    if head.subject or not filled or _body_text(filled[0]) or _SENTENCE_END.search(filled[0].words):
        return None
    taken = filled[:1]
    for line in filled[1:]:
        if _body_text(line) or not (line.words[0].islower() or (line.capitals and taken[0].capitals)):
            break
        taken.append(line)
    match = _types().match(taken[0].folded)
    kind = kinds()[squash(match["type"])] if match else None
    return replace(_title(taken, kind), sure=False) if len(" ".join(t.words for t in taken)) < 400 else None


def _capitals_on_top(lines: list[_Line]) -> Title | None:
    """A report that begins with what it is about, in capitals over the first lines."""
    taken: list[_Line] = []
    for line in lines:
        if not line.words or not line.capitals or _ENUMERATOR.match(line.words):
            break
        taken.append(line)
    if not taken or not regex.match(rf"\W*{alternation(cues('report_title'))}(?!\p{{L}})", taken[0].folded):
        return None
    return _title(taken, "report")
