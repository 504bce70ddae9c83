"""Paragraphs, sentences and sections of a Vietnamese document, by its own conventions.

Official documents number their parts (Decree 30/2020/NĐ-CP, annex I: phần, chương, mục, điều, khoản, điểm) and
reports add `I.`, `1.`, `1.1.`, `a)`, `-`, `+`, `*`. The enumerator at the head of a paragraph tells its level.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import regex

from extractors.cues import Cue
from extractors.text import Paragraph, ParagraphKind, Sentence, view
from gazetteers import read_table

_ENUMERATORS: tuple[tuple[int, str], ...] = (
    (0, r"(?:PHẦN|Phần)\s+(?:THỨ\s+)?[\p{Lu}IVX\d]\p{L}*\b"),
    (1, r"(?:CHƯƠNG|Chương|MỤC|Mục)\s+[IVX\d]+\b"),
    (2, r"[A-HĐ]\s*[.)/](?=\s*\p{L})"),
    (3, r"[IVX]{1,5}\s*[.)/-](?=\s*\p{L})"),
    (4, r"[IVX]{1,5}\.\d{1,2}\s*[.)]?(?=\s*\p{L})"),
    (4, r"(?:ĐIỀU|Điều)\s+\d+\s*[.:]"),
    (4, r"\d{1,2}\s*[.)/](?=\s*\p{L})"),
    (5, r"\d{1,2}\.\d{1,2}\s*[.)/]?(?=\s+\p{L})"),
    (6, r"\d{1,2}\.\d{1,2}\.\d{1,2}\s*[.)/]?(?=\s+\p{L})"),
    (7, r"[a-zđ]\.?\d?\s*[.)/](?=\s*\p{L})"),
    (8, r"\*(?=\s+\p{L})"),
    (9, r"[-–—•](?=\s*[\p{L}\"“])"),
    (10, r"[+](?=\s*[\p{L}\"“])"),
)
_ENUMERATOR = regex.compile("|".join(f"(?P<L{i}>{pattern})" for i, (_, pattern) in enumerate(_ENUMERATORS)))
_MARKDOWN_HEADING = regex.compile(r"(#{1,6})\s+")
_HEADING_MAX = 220
_TITLE_MAX = 160
_TITLE_LEVEL = -0.05
"""An all-capital line without enumerator; several in a row, or one under `PHẦN THỨ NHẤT`, are one heading."""
_PART_LEVEL = 1
_OUTSIDE: frozenset[ParagraphKind] = frozenset({"letterhead", "recipients", "signature", "boilerplate"})
_WORD = regex.compile(r"[\p{L}\p{N}]")
_EMPHASIS = regex.compile(r"\*{1,4}(?=\S)|(?<=\S)\*{1,4}|\*{2,4}")
_CAPITALS = regex.compile(r"\p{Lu}{2}")
_CAPITAL_WORD = regex.compile(r"\p{Lu}{2,}")
_GROUNDS = Cue(r"[\s*-]*căn\s+cứ(?!\p{L})", regex.IGNORECASE)
_DECIDER = regex.compile(
    r"(?:CHỦ\s+TỊCH|BỘ\s+TRƯỞNG|GIÁM\s+ĐỐC|THỦ\s+TƯỚNG|CHÍNH\s+PHỦ|QUỐC\s+HỘI|(?:ỦY|UỶ)\s+BAN|HỘI\s+ĐỒNG\s+NHÂN\s+DÂN"
    r"|(?:TỔNG\s+)?CỤC\s+TRƯỞNG|BAN\s+(?:CHẤP\s+HÀNH|THƯỜNG\s+VỤ|BÍ\s+THƯ)|BỘ\s+CHÍNH\s+TRỊ|TRƯỞNG\s+BAN|TỔNG\s+KIỂM\s+TOÁN"
    r"|THỐNG\s+ĐỐC|CHÁNH\s+ÁN|VIỆN\s+TRƯỞNG)(?!\p{L})"
)
_GOES_ON = regex.compile(r"[.!?]\s+\p{Lu}")
_HEAD_END = regex.compile(r":(?=\s|$)|[.;](?=\s+\p{Lu})")

_ABBREVIATIONS = "|".join(row["abbreviation"] for row in read_table("sentence_abbreviations"))
_SENTENCE_END = Cue(
    rf"(?<!\b(?:{_ABBREVIATIONS}|\p{{Lu}}))(?<!^\s*[\p{{L}}\d]{{1,4}})([.!?…]+|\./\.?)[\"')\]]*(?:\s+(?=[\p{{Lu}}\d\"'(\[+-])|$)"
)
_LETTERHEAD_MARK = regex.compile(
    r"CỘNG\s+H(?:ÒA|OÀ)\s+XÃ\s+HỘI|ĐẢNG\s+CỘNG\s+SẢN\s+VIỆT\s+NAM\s*$|độc\s+lập\s*-\s*tự\s+do|^\W*số\s*:",
    regex.IGNORECASE,
)
_PLACE_AND_DATE = regex.compile(
    r"(?:^|\s{2}|\|)\W*\p{Lu}[\p{L}\s.-]{2,40},\s*ngày\s.{0,20}tháng\s.{0,12}năm", regex.IGNORECASE
)
_LETTERHEAD_LINES = 40
_LETTERHEAD_MAX = 250
_RECIPIENTS = regex.compile(r"^\s*(?:nơi\s+nhận|kính\s+gửi)\s*:?", regex.IGNORECASE)
_SIGNATURE = regex.compile(
    r"^\s*(?:TM|T/M|KT|T/L|TL|TUQ|Q|T\.M|K\.T)\s*\.\s*\p{Lu}{2,}|^\s*(?:\(đã ký\)|đã ký|\(ký tên)", regex.IGNORECASE
)


def _boilerplate() -> Cue:
    cues = [r"\s+".join(map(regex.escape, row["phrase"].split())) for row in read_table("boilerplate")]
    return Cue(r"(?<!\p{L})(?:" + "|".join(cues) + r")(?!\p{L})", regex.IGNORECASE)


_BOILERPLATE = _boilerplate()
_IN_SENTENCES = frozenset(row["phrase"] for row in read_table("boilerplate") if row["in_sentence"] == "yes")
"""Cues that make even a full sentence page furniture: cookie notices, terms of use."""
_CONTACT = regex.compile(
    r"[\w.]+@\w|https?://|www\.|\b(?:1900|1800)[\s.]?\d|\b0\d{2,3}[\s.)-]*\d{3}[\s.-]?\d{3}", regex.IGNORECASE
)
_FURNITURE_MAX = 200
_BULLET_LEVEL = 8
_SENTENCE_WORDS = 15
_ITEM_WORDS = 8
# A menu entry or counter: a few words without a verb's sentence end, or a word glued to a number.
_SHORT_LINE = 60
_SENTENCE_MAX = 4_000
"""Characters; what is longer is a dump without punctuation, and what looks around in a sentence would take for ever."""


def _lines(text: str) -> list[tuple[int, int]]:
    """Spans of the lines that hold a letter or a digit; rules of dashes and lone table bars are no paragraphs."""
    spans, start = [], 0
    for line in text.split("\n"):
        stripped = line.strip()
        if stripped and _WORD.search(stripped):
            left = start + len(line) - len(line.lstrip())
            spans.append((left, left + len(stripped)))
        start += len(line) + 1
    return spans


def _level(line: str) -> tuple[int, int] | None:
    """(level, length of the enumerator) of a paragraph that starts with one."""
    match = _ENUMERATOR.match(line)
    if not match or match.lastgroup is None:
        return None
    return _ENUMERATORS[int(match.lastgroup[1:])][0], match.end()


def _is_heading(line: str, level: int, after: int) -> bool:
    body = line[after:].strip()
    if len(line) > _HEADING_MAX or body.endswith((".", ";", ",")) or (level >= 8 and not body.endswith(":")):
        return False
    return not _GOES_ON.search(body)


def _is_title(line: str) -> bool:
    """Whether a line of capitals may name a part: `STT`, `XVII`, `(NAY LÀ …)` by themselves do not."""
    return line[0] != "(" and len(_CAPITAL_WORD.findall(line)) > 1


def _is_authority(line: str, following: str) -> bool:
    """Whether a line of capitals says who decides, above the grounds: `CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH` / `Căn cứ …`."""
    return _GROUNDS.match(following) is not None and _DECIDER.match(line) is not None


def find_paragraphs(
    text: str, marks: Mapping[int, tuple[ParagraphKind, int | None]] | None = None, seen: str | None = None
) -> tuple[Paragraph, ...]:
    """Split text into paragraphs, one a line, each with its kind and heading path.

    Args:
        text: NFC text whose layout line breaks have been joined (`pipeline.clean`).
        marks: offset of a paragraph → (kind, heading level) where the file's own markup told.
        seen: the view of the text, where it is at hand.

    Returns:
        Paragraphs in order; offsets in code points into `text`.
    """
    seen = view(text) if seen is None else seen
    spans = _lines(text)
    kinds = _kinds(seen, text, spans)
    stack: list[tuple[float, str]] = []
    paragraphs: list[Paragraph] = []
    title_lines = 0
    for index, ((start, end), guess) in enumerate(zip(spans, kinds, strict=True)):
        line = _plain(text[start:end])
        told, told_level = (marks or {}).get(start, (None, None))
        kind = guess if guess in ("letterhead", "boilerplate") and told != "table" else told or guess
        level: float | None = None if told_level is None else -1 + told_level / 10
        found = _level(line)
        markdown = _MARKDOWN_HEADING.match(line)
        if level is not None or kind == "table":
            pass
        elif markdown:
            level, kind = -1 + len(markdown[1]) / 10, "heading" if kind == "body" else kind
        elif kind in ("body", "list") and found:
            level = found[0]
            kind = "heading" if _is_heading(line, *found) else "list"
        elif kind == "body" and len(line) <= _TITLE_MAX and line.isupper() and _CAPITALS.search(line):
            following = text[slice(*spans[index + 1])] if index + 1 < len(spans) else ""
            if _is_authority(line, following):
                kind = "heading"
            elif (title_lines and stack) or _is_title(line):
                level, kind = _TITLE_LEVEL, "heading"
        if level is not None:
            continues = level == _TITLE_LEVEL and title_lines and stack
            title_lines = title_lines + 1 if continues or level == _TITLE_LEVEL or level <= _PART_LEVEL else 0
            if continues:
                stack[-1] = (stack[-1][0], f"{stack[-1][1]} {_head_text(line)}"[:_HEADING_MAX])
            else:
                while stack and stack[-1][0] >= level:
                    stack.pop()
                stack.append((level, _head_text(line)))
        else:
            title_lines = 0
        path = () if kind in _OUTSIDE else tuple(text for _, text in stack)
        paragraphs.append(Paragraph(start, end, kind, path))
    return tuple(paragraphs)


def _plain(line: str) -> str:
    """A line without emphasis marks; a bullet `* ` at its head stays."""
    return _EMPHASIS.sub("", line).strip() if "*" in line else line


def _head_text(line: str) -> str:
    """What of a numbered paragraph names it: up to the first colon or sentence end, without markup."""
    line = line.strip("# ")
    found = _level(line)
    after = found[1] if found else 0
    head = _HEAD_END.split(line[after:], maxsplit=1)[0]
    return " ".join((line[:after] + head).split())[:_HEADING_MAX].rstrip(" .:;,")


def _kinds(seen: str, text: str, spans: Sequence[tuple[int, int]]) -> list[ParagraphKind]:
    kinds: list[ParagraphKind] = ["body"] * len(spans)
    lines = [seen[a:b] for a, b in spans]
    for i in range(_letterhead_end(lines)):
        kinds[i] = "letterhead"
    tail: ParagraphKind | None = None
    for i, line in enumerate(lines):
        if kinds[i] == "letterhead":
            continue
        if len(line) <= _FURNITURE_MAX and (cue := _BOILERPLATE.search(line)) and not _is_prose(line, cue[0]):
            kinds[i] = "boilerplate"
        elif _SIGNATURE.search(line):
            tail = kinds[i] = "signature"
        elif _RECIPIENTS.search(line) and len(line) <= 300:
            kinds[i] = "recipients"
            tail = "recipients" if i > len(lines) * 0.3 and line.lstrip().lower().startswith("nơi") else None
        elif tail and len(line) <= 120 and not (line.isupper() and len(line) > 30):
            kinds[i] = tail
        else:
            tail = None
        if text[spans[i][0]] == "|" and kinds[i] == "body" and line.count("|") >= 2:
            kinds[i] = "table"
    _close_menus(lines, kinds)
    return kinds


def _letterhead_end(lines: Sequence[str]) -> int:
    """How many lines the letterhead takes: up to its last mark, which the place-and-date line closes."""
    end = 0
    for i, line in enumerate(lines[:_LETTERHEAD_LINES]):
        if len(line) > _LETTERHEAD_MAX:
            break
        if _PLACE_AND_DATE.search(line):
            return i + 1
        if _LETTERHEAD_MARK.search(line):
            end = i + 1
    return end


def _is_prose(line: str, cue: str) -> bool:
    """Whether a line with a cue of page furniture is a sentence that only speaks of it (`mở đường dây nóng để…`)."""
    if cue.lower() in _IN_SENTENCES or _CONTACT.search(line):
        return False
    found = _level(line)
    numbered = found is not None and found[0] < _BULLET_LEVEL
    return len(line.split()) >= (_ITEM_WORDS if numbered else _SENTENCE_WORDS) and line.rstrip()[-1] in ".;:"


def _close_menus(lines: Sequence[str], kinds: list[ParagraphKind]) -> None:
    """Short lines between two boilerplate lines, or after the last one, are boilerplate too."""
    marks = [i for i, kind in enumerate(kinds) if kind == "boilerplate"]
    if not marks:
        return
    for a, b in zip(marks, [*marks[1:], len(lines)], strict=True):
        gap = range(a + 1, b)
        if len(gap) <= 25 and all(len(lines[i]) <= _SHORT_LINE and not lines[i].endswith(".") for i in gap):
            for i in gap:
                kinds[i] = "boilerplate"


def find_sentences(seen: str, paragraphs: Sequence[Paragraph]) -> tuple[Sentence, ...]:
    """Split paragraphs into sentences; an enumerator (`1.`, `II.`) stays with the sentence it heads.

    Args:
        seen: the view of the text (`extractors.text.view`).
        paragraphs: offsets in code points into the same text.
    """
    sentences: list[Sentence] = []
    for index, paragraph in enumerate(paragraphs):
        if paragraph.kind == "table":
            sentences += _bounded(seen, paragraph.start, paragraph.end, index)
            continue
        body = seen[paragraph.start : paragraph.end]
        begin = 0
        found = _level(body)
        scan = found[1] if found else 0
        for match in _SENTENCE_END.finditer(body, scan):
            sentences += _bounded(seen, paragraph.start + begin, paragraph.start + match.end(), index)
            begin = match.end()
        sentences += _bounded(seen, paragraph.start + begin, paragraph.end, index)
    return tuple(sentences)


def _bounded(seen: str, start: int, end: int, paragraph: int) -> Iterator[Sentence]:
    """What stands in `[start, end)`, as one sentence without the blanks around it; cut at blanks if it is endless."""
    while start < end:
        stop = end
        if end - start > _SENTENCE_MAX:
            stop = seen.rfind(" ", start + 1, start + _SENTENCE_MAX) + 1 or start + _SENTENCE_MAX
        piece = seen[start:stop]
        if piece.strip():
            left = start + len(piece) - len(piece.lstrip())
            yield Sentence(left, left + len(piece.strip()), paragraph)
        start = stop
