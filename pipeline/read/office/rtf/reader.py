"""From the tokens of an RTF file to its paragraphs, in the terms that Word 97–2003 files are read in."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from pipeline.read.fonts import FontMarks, without_marks
from pipeline.read.office.rtf.tables import Font, Tables, decoded
from pipeline.read.office.rtf.tokens import Kind, Token, tokens
from pipeline.read.office.word97.properties import ParaProps
from pipeline.read.office.word97.text import CELL_END, Paragraph

_SIGNS = {
    "tab": "\t", "line": "\n", "lbr": "\n", "emdash": "—", "endash": "–", "lquote": "‘", "rquote": "’",
    "ldblquote": "“", "rdblquote": "”", "bullet": "•", "emspace": " ", "enspace": " ", "qmspace": " ",
}  # fmt: skip
_SOFT_HYPHEN = "\u00ad"
_DEEPEST = 500
_MOST_EDGES = 64

# Groups whose text is not the document's.
_SKIPPED = frozenset((
    "colortbl", "info", "pict", "fldinst", "pn", "filetbl", "revtbl", "rsidtbl", "listtable",
    "listoverridetable", "nonesttables", "private", "xe", "tc", "rxe", "txe", "atnid", "atnauthor", "atntime",
    "atnref", "atndate", "annotation", "template", "operator", "shprslt", "sp", "footer", "footerl", "footerr",
    "footerf", "ftnsep", "ftnsepc", "ftncn", "aftnsep", "aftnsepc", "aftncn", "bkmkstart", "bkmkend",
    "datafield", "pgptbl", "background", "objdata", "objclass", "latentstyles", "themedata",
    "colorschememapping", "datastore", "generator", "xmlnstbl", "mmathPr", "userprops", "passwordhash",
))  # fmt: skip
_HEADERS = frozenset(("header", "headerl", "headerr", "headerf"))
# Groups marked as such that older programs may pass over, and that hold text all the same.
_STARRED = frozenset(("shpinst", "ud", "nesttableprops", "do", "dptxbxtext", "shptxt", "listtext", "cs"))
_PARAGRAPH_ENDS = frozenset(("par", "sect", "page"))


@dataclass(slots=True)
class _State:
    """What a group inherits from the one around it."""

    font: int = 0
    skip: int = 1
    """How many characters stand in for one of Unicode, for programs that do not know it."""
    hidden: bool = False
    deleted: bool = False
    caps: bool = False
    silent: bool = False
    """Within a group whose text is not the document's."""
    shape: bool = False
    """Within the description of a shape, silent but for its text box."""
    destination: str = ""
    starred: bool = False


@dataclass(slots=True)
class Story:
    """A run of paragraphs: the text itself, a footnote, a text box, a header."""

    paragraphs: list[Paragraph] = field(default_factory=list)
    pieces: list[str] = field(default_factory=list)
    marker: list[str] = field(default_factory=list)
    props: ParaProps = field(default_factory=ParaProps)
    left: int = 0
    """Where the row being defined begins."""
    edges: list[int] = field(default_factory=list)
    above: set[int] = field(default_factory=set)
    beside: set[int] = field(default_factory=set)


class RtfReader:
    """Reads one file.

    Args:
        marks: for the fonts of its text.
    """

    def __init__(self, marks: FontMarks) -> None:
        self._marks = marks
        self._tables = Tables()
        self._state = _State()
        self._stack: list[tuple[_State, Story]] = []
        self._story = Story()
        self._standing_in = 0
        self._soft_hyphen = _SOFT_HYPHEN
        self._font = Font()
        self._style: tuple[int, list[str]] = (0, [])
        self.text = self._story
        self.notes: list[Story] = []
        self.headers: list[Story] = []
        self.boxes: list[tuple[int, Story]] = []
        """Text boxes, with the number of the paragraph they stand in."""

    def read(self, data: bytes) -> None:
        """Read the whole file; what comes after its outermost group is no part of it."""
        # In TCVN3 the soft hyphen is the letter ư. Programs that write it as such use the sign `\-` for places where a
        # word may be broken only; others write `\-` for both.
        typed = sum(map(data.count, (b"\\'ad", b"\\'AD", b"\xad")))
        self._soft_hyphen = "" if typed and typed >= data.count(b"\\-") else _SOFT_HYPHEN
        for token in tokens(data):
            self._take(token)
            if token[0] is Kind.CLOSE and not self._stack:
                break
        self._end_paragraph("\r", final=True)

    def _take(self, token: Token) -> None:
        kind, text, number = token
        state = self._state
        if kind is Kind.OPEN:
            self._standing_in = 0
            if len(self._stack) > _DEEPEST:
                raise ValueError("groups too deep")
            self._stack.append((state, self._story))
            self._state = replace(state, starred=False)
        elif kind is Kind.CLOSE:
            self._standing_in = 0
            self._close()
        elif kind is Kind.WORD:
            self._word(text, number)
        elif self._standing_in and kind in (Kind.BYTE, Kind.SYMBOL):
            self._standing_in -= 1
        elif kind is Kind.SYMBOL:
            self._symbol(text)
        else:
            if kind is Kind.TEXT and self._standing_in:
                passed = min(self._standing_in, len(text))
                self._standing_in -= passed
                text = text[passed:]
            self._characters(text)

    def _close(self) -> None:
        if not self._stack:
            return
        before, story = self._stack.pop()
        if self._state.destination == "stylesheet_entry" and before.destination == "stylesheet":
            number, name = self._style
            self._tables.styles[number] = "".join(name).strip().rstrip(";").strip()
        if self._state.destination == "fonttbl" and not self._state.silent:
            # Not behind a group within the font's own (`{\*\panose …}`): its name comes after that.
            self._font = Font()
        if self._story is not story:
            ended, self._story = self._story, story
            self._finish(ended)
        self._state = before

    def _finish(self, story: Story) -> None:
        """Close the last paragraph of a footnote or text box."""
        outer, self._story = self._story, story
        self._end_paragraph("\r", final=True)
        self._story = outer

    def _symbol(self, sign: str) -> None:
        if sign == "*":
            self._state.starred = True
        elif sign == "~":
            self._characters("\u00a0", decode=False)
        elif sign == "_":
            self._characters("-", decode=False)
        elif sign == "-":
            self._characters(self._soft_hyphen, decode=False)
        elif sign in "\\{}":
            self._characters(sign, decode=False)
        elif sign in "\r\n":
            self._word("par", None)

    def _word(self, word: str, number: int | None) -> None:
        state = self._state
        if self._standing_in and word != "u":
            self._standing_in -= 1
            return
        if word == "u":
            self._standing_in = 0
            if number is not None:
                self._characters(chr(number & 0xFFFF), decode=False)
                self._standing_in = state.skip
        elif word == "uc":
            state.skip = max(0, min(number or 0, 10))
        elif word in ("ansicpg", "deff"):
            if word == "deff":
                self._tables.default_font = state.font = number or 0
            else:
                self._tables.page = number
        elif state.destination == "fonttbl":
            self._font_word(word, number)
        elif state.destination in ("stylesheet", "stylesheet_entry"):
            self._style_word(word, number)
        elif self._enters(word):
            return
        elif not state.silent:
            self._format(word, number)

    def _enters(self, word: str) -> bool:
        """Whether a word says what its group is; if so, go into it."""
        state = self._state
        if word == "ud" and state.destination == "upr":
            state.silent, state.destination, state.starred = False, "", False
            return True
        if state.silent and not state.shape:
            return False
        if word in _SKIPPED:
            state.silent, state.shape = True, False
        elif word in ("fonttbl", "stylesheet"):
            state.destination = word
        elif state.starred and word not in _STARRED:
            state.silent = True
        elif state.silent and word not in ("shptxt", "dptxbxtext"):
            return False
        elif word in ("footnote", "shptxt", "dptxbxtext", *_HEADERS):
            self._begin_story(word)
        elif word in ("shpinst", "do"):
            state.silent = state.shape = True
        elif word in ("listtext", "pntext"):
            state.destination = "listtext"
        elif word == "upr":
            # Twice the same: for programs that know Unicode in a group of its own, and before that for others.
            state.silent, state.destination = True, "upr"
        else:
            state.starred = False
            return False
        state.starred = False
        return True

    def _begin_story(self, word: str) -> None:
        story = Story()
        if word == "footnote":
            self.notes.append(story)
        elif word in _HEADERS:
            self.headers.append(story)
        elif self._story is self.text:
            self.boxes.append((len(self.text.paragraphs), story))
        self._story = story
        self._state.silent = self._state.shape = False
        self._state.destination = ""

    def _font_word(self, word: str, number: int | None) -> None:
        if word == "f":
            self._font = self._tables.fonts[number or 0] = Font()
        elif word == "fcharset":
            self._font.charset = number or 0
        elif word == "cpg":
            self._font.page = number
        elif self._state.starred:
            self._state.silent = True

    def _style_word(self, word: str, number: int | None) -> None:
        if self._state.destination == "stylesheet":
            self._state.destination = "stylesheet_entry"
            self._style = (0, [])
        if word == "s":
            self._style = (number or 0, [])
        elif word in ("cs", "ds", "ts"):
            self._style = (-1, [])

    def _format(self, word: str, number: int | None) -> None:
        """A word that formats characters or paragraphs, or stands for a character."""
        state, story = self._state, self._story
        on = number != 0
        if word in _SIGNS:
            self._characters(_SIGNS[word], decode=False)
        elif word == "f":
            state.font = number or 0
        elif word == "plain":
            state.font, state.hidden, state.caps, state.deleted = self._tables.default_font, False, False, False
        elif word == "v":
            state.hidden = on
        elif word == "caps":
            state.caps = on
        elif word == "deleted":
            state.deleted = on
        elif word in _PARAGRAPH_ENDS:
            self._end_paragraph("\r")
        elif word == "pard":
            story.props = ParaProps()
        elif word == "intbl":
            story.props = replace(story.props, in_table=True)
        elif word == "itap":
            story.props = replace(story.props, depth=max(0, min(number or 0, 100)), in_table=(number or 0) > 0)
        elif word == "s":
            story.props = replace(story.props, style=number or 0)
        elif word == "outlinelevel":
            story.props = replace(story.props, outline=number)
        elif word in ("cell", "nestcell"):
            self._end_cell(inner=word == "nestcell")
        elif word in ("row", "nestrow"):
            self._end_row(inner=word == "nestrow")
        else:
            self._define_row(word, number)

    def _define_row(self, word: str, number: int | None) -> None:
        story = self._story
        if word == "trowd":
            story.left, story.edges, story.above, story.beside = 0, [], set(), set()
        elif word == "trleft":
            story.left = number or 0
        elif word == "clvmrg":
            story.above.add(len(story.edges))
        elif word == "clmrg":
            story.beside.add(len(story.edges))
        elif word == "cellx" and len(story.edges) < _MOST_EDGES:
            story.edges.append(number or 0)

    def _end_cell(self, inner: bool) -> None:
        props = self._story.props
        if inner:
            self._story.props = replace(props, in_table=True, depth=max(props.depth or 2, 2), inner_cell_end=True)
            self._end_paragraph("\r", cell=True)
        else:
            self._story.props = replace(props, in_table=True, depth=1)
            self._end_paragraph(CELL_END, cell=True)
        self._story.props = props

    def _end_row(self, inner: bool) -> None:
        story = self._story
        before = story.props
        edges = (min(story.left, story.edges[0]), *story.edges) if story.edges else ()
        if inner:
            story.props = ParaProps(in_table=True, depth=2, inner_row_end=True)
        else:
            story.props = ParaProps(
                in_table=True,
                row_end=True,
                depth=1,
                edges=tuple(edges),
                merged_above=frozenset(story.above),
                merged_left=frozenset(story.beside),
            )
        self._end_paragraph("\r" if inner else CELL_END, cell=True)
        story.props = before

    def _characters(self, text: str, decode: bool = True) -> None:
        state = self._state
        if state.destination == "fonttbl":
            self._font.name = (
                (self._font.name + text).partition(";")[0].strip() if not state.silent else self._font.name
            )
        elif state.destination == "stylesheet":
            # The first style has no number and may have no words before its name.
            self._style = (0, [text])
            state.destination = "stylesheet_entry"
        elif state.destination == "stylesheet_entry":
            self._style[1].append(text)
        elif not (state.silent or state.hidden or state.deleted) and text:
            if decode and self._tables.is_symbol(state.font):
                text = "".join(chr(0xF000 + ord(char)) if char > " " else char for char in text)
            elif decode and not text.isascii():
                encoding = self._tables.encoding(state.font)
                text = "".join(decoded(char, encoding) for char in text)
            if state.destination == "listtext":
                self._story.marker.append(text)
            else:
                self._story.pieces.append(self._marks.marked(text, self._tables.name(state.font), state.caps))

    def _end_paragraph(self, mark: str, final: bool = False, cell: bool = False) -> None:
        story = self._story
        text = "".join(story.pieces)
        marker = "".join(story.marker).strip()
        story.pieces, story.marker = [], []
        if final and not text:
            return
        if any("\ud800" <= char <= "\udfff" for char in text):
            text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
        if marker and without_marks(text).strip():
            text = f"{_drawn(marker)} {text.lstrip()}"
        place = len(story.paragraphs)
        props = story.props
        if not cell and not props.in_table:
            props = replace(props, depth=0)
        style = self._tables.style(props.style)
        story.paragraphs.append(Paragraph(place, place, text, props, style, mark))


def _drawn(marker: str) -> str:
    """A list's number as it stands in the text; a bullet of a symbol font as one everybody has."""
    if len(marker) == 1 and not marker.isalnum():
        return "-" if marker in "-–—\uf02d" else marker if marker in "+*" else "•"
    return marker


__all__ = ["RtfReader", "Story"]
