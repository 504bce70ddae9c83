"""Lines that layout broke, joined into paragraphs again.

What a wrapped line looks like is learnt from the document itself: where a line is followed by one that starts in
lower case, it was broken for width, so these lines show how wide the text was set. First lines of a paragraph are
measured apart, for text saved from web pages has them shorter (the tags stood there).
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from itertools import pairwise

import regex

from gazetteers import read_table
from pipeline.clean.lines import ABBREVIATED, Line, page_profile_of, profile_of, reach, traits_of

_BARE_ITEM = regex.compile(r"\W*(?:\d{1,2}(?:\.\d{1,2})*|[a-zđ]|[IVX]{1,5})\s?[.)]\W*")
_LAST_WORDS = regex.compile(r"(?:(\p{L}+)\s+)?(\p{L}+)[*_\"“'(\s]*$")
_OPEN_END = regex.compile(r"[,(\[“/–-][*_\s]*$|\s[-–]$")
_SYMBOL_HEAD = regex.compile(r"[\p{Lu}\d]\S*[-/]$")
_SYMBOL_TAIL = regex.compile(r"(?:\p{Lu}[\p{Lu}Đ]|\p{Lu}+\b|\d)")
_SYMBOL_MIDDLE = regex.compile(r"[/-](?:\p{Lu}{2}|\d{4}/|\p{Lu}\p{L}{0,3}-\p{Lu})")
_SYMBOL_NUMBER = regex.compile(r"(?:^|[\s(])\d{1,5}(?:/\d{4})?$")
_GROUPS = regex.compile(r"(?<![\d.,/-])\d{1,3}(?:(?:\.\d{3})+\.\n|(?:\.\d{3})*\n\.)\d{3}(?:\.\d{3})*(?:,\d+)?\s\p{Ll}")
_PERCENT_HEAD = regex.compile(r"(?<![\d.,/-]|\d,\s)\d{1,3},$")
_PERCENT_TAIL = regex.compile(r"\d{1,2}\s?%")
_LETTER_NUMBER = regex.compile(r"[*_\s]*\d{1,5}[a-z]?\s*[/-]")
_RANGE_END = regex.compile(r"(?:^|\s)(\d[\d.,]*)%?[*_]*$")
_RANGE_GO = regex.compile(r"[-–]\s*(\d[\d.,]*)")
_DASH_WORD = regex.compile(r"[-–]\s*(\p{L}+)")
_COLUMNS = regex.compile(r"\S(?:\s{4,}|\t\s*|\s*\t)\S")
_RUN_IN = regex.compile(r"\*\*[^*]+\*\*\s*[^*\s]")

_ALMOST = 0.85
_NEARLY = 0.75
_PART = 0.6
_SIDE = 0.4
"""Of the text's width: a line that begins beyond it stands in the right column, as signatures do."""
_CAPITALS_WIDTH = 0.8
"""Fewer capitals than small letters fill a line."""
_CELL = 15
_LOOK_AHEAD = 6
_REMEMBERED = 4000
"""Characters of a paragraph looked back on for an emphasis still open."""
_SOFT_BREAK = 40
_CUT_PARAGRAPH = 80


@cache
def _unfinished() -> tuple[frozenset[str], frozenset[str]]:
    rows = read_table("unfinished_words")
    return (
        frozenset(row["word"] for row in rows if row["needs"] in ("any", "either")),
        frozenset(row["word"] for row in rows if row["needs"] in ("number", "either")),
    )


@cache
def _hyphen_pairs() -> frozenset[tuple[str, str]]:
    return frozenset((row["left"], row["right"]) for row in read_table("hyphen_pairs"))


@cache
def _place_pairs() -> frozenset[tuple[str, str]]:
    """Words that follow one another in the name of a province."""
    names = (row["name"].split() for row in read_table("provinces"))
    return frozenset(pair for words in names for pair in pairwise(words))


def _breaks_name(text: str, following: str) -> bool:
    """Whether the name of a place was broken: `Tp.` / `Hồ Chí Minh`, `Đồng` / `Nai`."""
    if len(text) < _SOFT_BREAK or not following[0].isupper():
        return False
    if ABBREVIATED.search(text) is not None:
        return True
    return (_edge(text.rsplit(maxsplit=1)[-1]), _edge(following.split(maxsplit=1)[0])) in _place_pairs()


def _edge(word: str) -> str:
    return word.strip('*_("“,.;:)')


def _has_columns(text: str) -> bool:
    return ("    " in text or "\t" in text) and _COLUMNS.search(text) is not None


def _demands(text: str) -> bool:
    """Whether a line's last word wants more text after it."""
    return not _unfinished()[0].isdisjoint(_last_words(text))


def _demands_number(text: str) -> bool:
    """Whether a line's last word wants a number after it, or may have one."""
    return not text.endswith("*") and not _unfinished()[1].isdisjoint(_last_words(text))


def _last_words(text: str) -> tuple[str, ...]:
    match = _LAST_WORDS.search(text[-60:])
    if not match:
        return ()
    last = match[2].lower()
    return (last, f"{match[1].lower()} {last}") if match[1] else (last,)


def _goes_on_after_dash(text: str, following: str) -> bool:
    """Whether a line that begins with a dash continues `2021` / `- 2025` or `kinh tế` / `- xã hội`."""
    head, tail = _RANGE_END.search(text), _RANGE_GO.match(following)
    if head and tail:
        return len(head[1]) == len(tail[1])
    word, before = _DASH_WORD.match(following), _LAST_WORDS.search(text[-60:])
    return bool(word and before and (before[2].lower(), word[1].lower()) in _hyphen_pairs())


def _breaks_symbol(text: str, following: str) -> bool:
    """Whether a document number was broken: `02-` / `NQ/TW`, `39` / `/KH-LĐLĐ`."""
    last = text.rsplit(None, 1)[-1]
    if _SYMBOL_HEAD.match(last) and _SYMBOL_TAIL.match(following):
        return any(char.isdigit() for char in last) or "/" in last
    return bool(_SYMBOL_MIDDLE.match(following) and _SYMBOL_NUMBER.search(text))


def _breaks_word(text: str, following: str) -> bool:
    """Whether a line's end stands where nobody writes a blank."""
    return _breaks_symbol(text, following) or _breaks_number(text, following)


def _breaks_number(text: str, following: str) -> bool:
    """Whether a number was broken: `1.234.` / `567 đồng`, `1.234` / `.567`, `12,` / `5%`."""
    if not following[0].isdigit() and following[0] not in ".,":
        return False
    if (text[-1] == ".") != (following[0] == ".") and _GROUPS.search(text[-20:].lstrip() + "\n" + following[:20]):
        return True
    return _PERCENT_HEAD.search(text) is not None and _PERCENT_TAIL.match(following) is not None


def _number_follows(text: str, following: str) -> bool:
    """Whether a letterhead's `Số:` stands on a line of its own."""
    return text[-3:].lower() == "số:" and _LETTER_NUMBER.match(following) is not None


def _open_emphasis(text: str) -> str | None:
    """The emphasis mark that a paragraph has opened and not closed."""
    if "*" not in text:
        return None
    if text.count("**") % 2:
        return "**"
    single = text.replace("**", "").replace("(*)", "")
    return "*" if (single.count("*") - single.startswith("* ")) % 2 else None


class _Joiner:
    """Decides, pair by pair, over the lines of one document."""

    def __init__(self, lines: Sequence[Line], on_pages: bool) -> None:
        self.lines = lines
        self.traits = [traits_of(line.text) for line in lines]
        self.profile = page_profile_of(lines) if on_pages else profile_of(lines, self.traits)

    def joins(self, i: int, paragraph: str, first: bool) -> bool:
        """Whether line `i` and the next are of one paragraph.

        Args:
            i: line number.
            paragraph: the paragraph so far, line `i` included.
            first: line `i` is its first.
        """
        line, after = self.lines[i], self.lines[i + 1]
        a, b = self.traits[i], self.traits[i + 1]
        if line.fixed or after.fixed or b.stop or (a.blank and not a.end):
            return b.blank and not line.fixed and not after.fixed and not after.gap and self._closes(i, paragraph)
        if b.blank:
            return not after.gap and self._closes(i, paragraph)
        if after.gap and not (after.gap == 1 and self.profile.double_spaced):
            return self._joins_over_blank(i, paragraph, first)
        if _breaks_symbol(line.text, after.text) or _number_follows(line.text, after.text):
            return True
        if _breaks_number(line.text, after.text) or _breaks_name(line.text, after.text):
            return True
        if line.text.startswith("#"):
            return False
        if b.item:
            return self._item_goes_on(i, first)
        if a.item and _BARE_ITEM.fullmatch(line.text):
            return True
        if not self.profile.wrapped:
            return b.lower and not a.end and not a.capitals and len(line.text) >= _SOFT_BREAK
        return self._joins_wrapped(i, paragraph, first)

    def _closes(self, i: int, paragraph: str) -> bool:
        """Whether the next line is nothing but the end of an emphasis."""
        mark = _open_emphasis(paragraph)
        return mark is not None and self.lines[i + 1].text.strip("_") in (mark, "***", "****")

    def _item_goes_on(self, i: int, first: bool) -> bool:
        """Whether what looks like the next list item is the rest of a sentence."""
        text, following = self.lines[i].text, self.lines[i + 1].text
        if self.traits[i].end:
            return False
        if following[0].isdigit() or following[0] == "(":
            return _demands_number(text) and self._full(i, first, _NEARLY)
        return _goes_on_after_dash(text, following)

    def _full(self, i: int, first: bool, share: float = 1.0) -> bool:
        """Whether the next line's first word had no room on line `i`, or on `share` of its width."""
        profile = self.profile
        line = self.lines[i]
        if line.left - profile.left > (profile.right - profile.left) * _SIDE:
            return False
        end = reach(line, self.lines[i + 1])
        wanted = profile.left + ((profile.first if first else profile.rest) - profile.left) * share
        return wanted <= end and line.right <= profile.widest

    def _centred(self, i: int) -> bool:
        """Whether line `i` is most of a line wide and stands in the middle: a title's line."""
        line, profile = self.lines[i], self.profile
        before, behind = line.left - profile.left, profile.right - line.right
        wide = line.right - line.left >= (profile.right - profile.left) * _PART
        middle = abs(before - behind) <= max(1.5, profile.indent / 2)
        return wide and middle and before > profile.indent / 2

    def _is_middle(self, i: int) -> bool:
        """Whether line `i` stands in the middle: centred, or short with two wide margins."""
        line, profile = self.lines[i], self.profile
        before, behind = line.left - profile.left, profile.right - line.right
        return self._centred(i) or (before > 2 * profile.indent and abs(before - behind) <= profile.indent)

    def _in_prose(self, i: int) -> bool:
        """Whether the lines between two blank ones, with line `i` among them, are a paragraph and not a few labels."""
        after = i + 1
        last = min(i + _LOOK_AHEAD, len(self.lines) - 1)
        while after < last and not self.lines[after + 1].gap and not self.traits[after + 1].item:
            after += 1
        wide = self.profile.rest * _NEARLY
        return self.traits[after].end in (".", ";") or any(self.lines[j].right >= wide for j in range(i, after + 1))

    def _wants(self, i: int) -> bool:
        """Whether line `i` ends in a word that the next line must complete."""
        text = self.lines[i].text
        return _demands(text) or (self.lines[i + 1].text[0].isdigit() and _demands_number(text))

    def _emphasis_goes_on(self, i: int, paragraph: str) -> bool:
        """Whether an emphasis opened in the paragraph is closed within the next lines."""
        mark = _open_emphasis(paragraph)
        if mark is None:
            return False
        for j in range(i + 1, min(i + 1 + _LOOK_AHEAD, len(self.lines))):
            if self.lines[j].gap or self.lines[j].fixed or self.traits[j].item:
                return False
            if mark in self.lines[j].text:
                return True
        return False

    def _joins_wrapped(self, i: int, paragraph: str, first: bool) -> bool:
        line, after = self.lines[i], self.lines[i + 1]
        a, b = self.traits[i], self.traits[i + 1]
        if self._emphasis_goes_on(i, paragraph):
            return True
        full = self._full(i, first)
        if _has_columns(line.text) or (_has_columns(after.text) and not b.lower):
            return b.lower and full and not a.end
        # A bold run-in heading took the room: `**Điều 2. **Sở` / `Công Thương có trách nhiệm`.
        closed = line.text.endswith("*")
        if (
            not b.lower
            and after.text.startswith("**")
            and (closed or (after.text.endswith("*") and "*" not in paragraph))
        ):
            return False
        if first and not a.end and not closed and _RUN_IN.match(line.text):
            return True
        if b.lower:
            if a.end == ";":
                return self._full(i, first, _NEARLY)
            if a.end:
                return full and a.end != ":"
            if full:
                return True
            return not a.capitals and (not first or not a.lower or len(line.text) > _CELL)
        if not a.end and a.capitals == b.capitals and self._centred(i) and self._is_middle(i + 1):
            return True
        if not a.end and a.capitals and b.capitals and full and self._is_middle(i + 1):
            # A title whose first line takes the whole width, and whose second is centred.
            return True
        indent = after.left - line.left
        if not a.item:
            set_in = after.left - self.profile.left > self.profile.indent
            if indent > self.profile.indent or (set_in and (a.end or indent < -self.profile.indent)):
                return False
        if a.end:
            returns = first and indent < -self.profile.indent
            least = self.profile.rest if self.profile.spaced else self.profile.typical
            sure = reach(line, after) >= least and line.right <= self.profile.widest
            return a.end != ":" and a.capitals == b.capitals and (sure or (returns and full))
        if a.capitals != b.capitals and len(line.text) > _CELL and (a.capitals or len(after.text.split()) > 2):
            return False
        if full:
            return a.capitals == b.capitals or not a.capitals
        if closed:
            return False
        if after.text[0].isdigit() and not a.capitals and self._full(i, first, _NEARLY):
            return True
        if a.capitals and b.capitals and self._full(i, first, _CAPITALS_WIDTH):
            return True
        if a.capitals and b.capitals:
            alone = " " not in line.text.strip("*_ ") or _demands(line.text)
            return first and not a.item and alone
        if a.capitals:
            return False
        if _OPEN_END.search(line.text) or self._wants(i):
            return True
        if self.profile.spaced:
            return self._full(i, first, _PART) and self._in_prose(i)
        return first and not a.item and self._full(i, first, _ALMOST) and after.right >= self.profile.rest * _NEARLY

    def _joins_over_blank(self, i: int, paragraph: str, first: bool) -> bool:
        """Whether a page break, seen as blank lines, cut a sentence."""
        line, after = self.lines[i], self.lines[i + 1]
        a, b = self.traits[i], self.traits[i + 1]
        if a.end or a.capitals or b.capitals or b.item or after.gap > 3 or len(paragraph) < _CUT_PARAGRAPH:
            return False
        if _has_columns(line.text) or _has_columns(after.text) or "|" in line.text:
            return False
        if line.text.startswith("#"):
            return False
        if b.lower and after.text.lstrip("*_")[0].islower():
            return bool(b.end) or len(after.text) >= _SOFT_BREAK
        if first and i > 0 and self.traits[i - 1].capitals and not line.gap:
            # The subject of a document under its type (`CHỈ THỊ`): what follows the blank line is its first paragraph.
            return False
        if self.profile.wrapped and not self._full(i, first) and line.right <= self.profile.widest:
            return False
        if len(after.text) < _SOFT_BREAK and not b.end:
            return False
        return _OPEN_END.search(line.text) is not None or self._wants(i)


def join_lines(lines: Sequence[Line], on_pages: bool = False) -> list[list[tuple[int, str]]]:
    """Paragraphs: of each, its lines' numbers and what stands before that line's text (nothing or one blank).

    Args:
        lines: the document's lines that are not blank, in order.
        on_pages: their edges are places on a page, not counts of characters.

    Returns:
        Every line number once, in order: no text is dropped or moved.
    """
    if not lines:
        return []
    joiner = _Joiner(lines, on_pages)
    paragraphs: list[list[tuple[int, str]]] = [[(0, "")]]
    paragraph = lines[0].text
    for i in range(len(lines) - 1):
        if joiner.joins(i, paragraph, first=len(paragraphs[-1]) == 1):
            glue = "" if _breaks_word(lines[i].text, lines[i + 1].text) else " "
            paragraphs[-1].append((i + 1, glue))
            paragraph = paragraph[-_REMEMBERED:] + glue + lines[i + 1].text
        else:
            paragraphs.append([(i + 1, "")])
            paragraph = lines[i + 1].text
    return paragraphs


__all__ = ["Line", "join_lines"]
