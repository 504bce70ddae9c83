"""The paragraphs of a Word 97–2003 file: their characters as shown, and what the file says about each."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

import regex

from pipeline.read.fonts import FontMarks
from pipeline.read.office.word97.file import CHPX_PAGES, PAPX_PAGES, Story, WordFile
from pipeline.read.office.word97.properties import CharProps, ParaProps, char_props, para_props
from pipeline.read.office.word97.styles import Style, Styles, font_names

CELL_END = "\x07"
_ENDS = regex.compile("[\r\x07\x0c]")
_FIELD = regex.compile("[\x13\x14\x15]")
_BEGIN, _SEPARATOR, _END = "\x13", "\x14", "\x15"
# 30: a hyphen that does not break; 11 and 14: a new line.
_SHOWN = {0x0B: "\n", 0x0E: "\n", 0x1E: "-", 0x09: "\t", 0x0A: "\n"}
_TRANSLATION: dict[int, str | None] = {code: _SHOWN.get(code) for code in range(0x20)}
_OPTIONAL_HYPHEN, _SOFT_HYPHEN = 0x1F, "\u00ad"
_MOST_RUNS = 2_000_000
_SURROGATE = regex.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph."""

    start: int
    end: int
    """Positions of its first character and of the mark that ends it."""
    text: str
    """As shown, with the marks of its fonts."""
    props: ParaProps
    style: Style
    mark: str
    """What ends it: carriage return, end of a cell, page break."""


class Text:
    """All characters of a file, and their properties."""

    def __init__(self, file: WordFile, styles: Styles, marks: FontMarks) -> None:
        self._file = file
        self._styles = styles
        self._marks = marks
        self._fonts = font_names(file)
        self._text, self._places = file.characters()
        self._translation = dict(_TRANSLATION)
        if self._text.count(_SOFT_HYPHEN) < self._text.count(chr(_OPTIONAL_HYPHEN)):
            # In TCVN3 the soft hyphen is the letter ư. Word keeps it as it was typed, and has a sign of its own for
            # places where a word may be broken; other programs know only that sign.
            self._translation[_OPTIONAL_HYPHEN] = _SOFT_HYPHEN
        self._starts = [start for start, _, _ in self._places]
        self._para_runs = sorted(file.runs(PAPX_PAGES), key=lambda run: run[0])
        self._para_starts = [start for start, _, _ in self._para_runs]
        self._para_known: dict[bytes, ParaProps] = {}
        self._char_known: dict[bytes, CharProps] = {}
        self._runs = self._char_runs()
        self._run_starts = [start for start, _, _ in self._runs]

    def _char_runs(self) -> list[tuple[int, int, CharProps]]:
        """Stretches of characters of the same properties, by position; what lies between has none."""
        found = sorted(self._file.runs(CHPX_PAGES), key=lambda run: run[0])
        starts = [start for start, _, _ in found]
        runs: list[tuple[int, int, CharProps]] = []
        for i, (start, offset, width) in enumerate(self._places):
            end = self._places[i + 1][0] if i + 1 < len(self._places) else len(self._text)
            last = offset + (end - start) * width
            for first, behind, data in found[max(0, bisect_right(starts, offset) - 1) :]:
                if first >= last:
                    break
                if behind <= offset or not data:
                    continue
                props = self._char_known.get(data)
                if props is None:
                    props = self._char_known[data] = char_props(data)
                begin = start + max(first - offset, 0) // width
                runs.append((begin, min(start + (behind - offset) // width, end), props))
                if len(runs) > _MOST_RUNS:
                    raise ValueError("too many stretches of characters")
        return runs

    def paragraphs(self, story: Story) -> Iterator[Paragraph]:
        """Paragraphs of a story, in order."""
        fields: list[bool] = []
        at = story.start
        while at < story.end:
            match = _ENDS.search(self._text, at, story.end)
            end = match.start() if match else story.end
            props = self._para_props(min(end, story.end - 1))
            style = self._styles.get(props.style)
            text = "".join(self._shown(at, end, style, fields))
            if _SURROGATE.search(text):
                text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
            if not all(fields):
                # A field whose instruction never ends would swallow the rest of the document.
                fields.clear()
            yield Paragraph(at, end, text, props, style, match[0] if match else "\r")
            at = end + 1

    def _para_props(self, position: int) -> ParaProps:
        i = max(0, bisect_right(self._starts, position) - 1)
        start, offset, width = self._places[i]
        byte = offset + (position - start) * width
        run = bisect_right(self._para_starts, byte) - 1
        if run < 0 or byte >= self._para_runs[run][1]:
            return ParaProps()
        data = self._para_runs[run][2]
        if len(data) < 2:
            return ParaProps()
        known = self._para_known.get(data)
        if known is None:
            style = int.from_bytes(data[:2], "little")
            base = self._styles.get(style).para
            known = self._para_known[data] = para_props(data[2:], base, self._file.huge_properties)
        return known

    def _shown(self, start: int, end: int, style: Style, fields: list[bool]) -> Iterator[str]:
        """Text of `[start, end)` as shown, font by font.

        Args:
            fields: the fields that are open: whether their result has begun; brought up to date.
        """
        at = start
        i = max(0, bisect_right(self._run_starts, start) - 1)
        while at < end:
            while i < len(self._runs) and self._runs[i][1] <= at:
                i += 1
            if i < len(self._runs) and self._runs[i][0] <= at:
                stop, props = min(self._runs[i][1], end), self._runs[i][2]
            else:
                stop = min(self._runs[i][0], end) if i < len(self._runs) else end
                props = CharProps()
            piece = self._visible(self._text[at:stop], fields)
            if piece:
                yield self._run(piece, props, style)
            at = stop

    def _visible(self, piece: str, fields: list[bool]) -> str:
        """Text without the instructions of fields."""
        if _FIELD.search(piece) is None:
            return piece if all(fields) else ""
        kept: list[str] = []
        at = 0
        for match in _FIELD.finditer(piece):
            if all(fields):
                kept.append(piece[at : match.start()])
            at = match.end()
            if match[0] == _BEGIN:
                fields.append(False)
            elif fields and match[0] == _SEPARATOR:
                fields[-1] = True
            elif fields and match[0] == _END:
                fields.pop()
        if all(fields):
            kept.append(piece[at:])
        return "".join(kept)

    def _run(self, piece: str, props: CharProps, style: Style) -> str:
        own = self._styles.get(props.style).char if props.style is not None else CharProps()
        hidden = props.hidden if props.hidden is not None else own.hidden or style.char.hidden
        if hidden or props.deleted:
            return ""
        if props.symbol is not None:
            piece = piece.replace("(", props.symbol)
        caps = props.caps if props.caps is not None else own.caps or style.char.caps
        number = next((n for n in (props.font, own.font, style.char.font) if n is not None), self._styles.font)
        font = self._fonts[number] if number < len(self._fonts) else None
        return self._marks.marked(piece.translate(self._translation), font, bool(caps))


__all__ = ["CELL_END", "Paragraph", "Text"]
