"""What moves between the rooms: read → clean → annotate → link → tabulate → store."""

from __future__ import annotations

from dataclasses import dataclass, field

from extractors.model import Context, DateMention, Indicator, Organisation, Reference
from extractors.text import DocumentText, ParagraphKind


@dataclass(frozen=True, slots=True)
class FontSpan:
    """A stretch of a block set in a font whose name promises a pre-Unicode encoding (`.VnTime`, `VNI-Times`).

    Only a hint: a third of the files that declare such fonts hold Unicode. But that a font draws small letters as
    capitals (`.VnTimeH`) stands nowhere else.
    """

    start: int
    """Offsets (code points) into `Block.text`."""
    end: int
    font: str


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, heading or table row as a reader found it, in reading order, before cleaning."""

    text: str
    kind: ParagraphKind | None = None
    """What the file's own markup says it is; null where it says nothing (plain text, PDF)."""
    level: int | None = None
    """Heading level, 1 outermost, for `heading` blocks."""
    page: int | None = None
    """1-based page number, null where the format has no pages."""
    left: float | None = None
    """Where the line begins and ends across the page: columns (characters) in plain text, points in PDF; null where
    the block is no layout line."""
    right: float | None = None
    fonts: tuple[FontSpan, ...] = ()
    """Where the text stands in fonts of pre-Unicode encodings, in order, without overlap."""
    down: float | None = None
    """How far down its page a layout line stands, 0 at the upper edge and 1 at the lower; null where unknown."""
    note: bool = False
    """A line of a footnote: it stands between the lines of a text that goes on over the page break."""


@dataclass(frozen=True, slots=True)
class Hints:
    """What a file says about itself outside its text (HTML meta tags); weaker than the letterhead."""

    title: str | None = None
    published: str | None = None
    """EDTF date."""
    publisher: str | None = None


@dataclass(frozen=True, slots=True)
class RecognisedWord:
    """A word that character recognition read."""

    page: int
    """1-based."""
    text: str
    confidence: float
    """How surely, 0 to 1."""


@dataclass(frozen=True, slots=True)
class ReadResult:
    """What a reader got out of one file."""

    blocks: tuple[Block, ...]
    media_type: str
    text_source: str
    """`text-layer`, `ocr`, `docx`, `doc`, `html`, `markdown`, `plain` …"""
    n_pages: int | None = None
    encoding_fixed: str = "none"
    hints: Hints = field(default_factory=Hints)
    warnings: tuple[str, ...] = ()
    lines: bool = False
    """Blocks are layout lines, still to be joined into paragraphs; an empty block is a blank line."""
    recognised: tuple[RecognisedWord, ...] = ()
    """Words that were read by character recognition, page by page."""

    @property
    def ocr_confidence(self) -> float | None:
        """Mean certainty of the recognised words, 0 to 1; null where nothing was recognised."""
        if not self.recognised:
            return None
        return sum(word.confidence for word in self.recognised) / len(self.recognised)


@dataclass(frozen=True, slots=True)
class CleanText:
    """The text as stored, and where its pages begin."""

    text: str
    """NFC; one logical paragraph a line."""
    page_starts: tuple[int, ...] = ()
    """Offset (code points into `text`) at which page i + 1 begins; empty where the format has no pages."""
    kinds: tuple[tuple[int, ParagraphKind, int | None], ...] = ()
    """(offset of the paragraph, kind, heading level) where the file's own markup told."""
    encoding_fixed: str = "none"
    warnings: tuple[str, ...] = ()
    doubtful: tuple[tuple[int, int, float], ...] = ()
    """(start, end, certainty 0 to 1) of words that character recognition was unsure of, in order."""

    def page_of(self, offset: int) -> int | None:
        """1-based page that holds `offset`, or null."""
        from bisect import bisect_right

        return bisect_right(self.page_starts, offset) or None


@dataclass(frozen=True, slots=True)
class Metadata:
    """A document's own identity, read from its letterhead or news page."""

    doc_kind: str = "other"
    title: str | None = None
    symbol: str | None = None
    issuer: str | None = None
    issuer_id: str | None = None
    province_code: str | None = None
    province: str | None = None
    issued_on: str | None = None
    period: str | None = None

    def context(self) -> Context:
        """The same facts as the extractors take them."""
        return Context(
            kind=self.doc_kind,
            symbol=self.symbol,
            title=self.title,
            issuer=self.issuer,
            issuer_id=self.issuer_id,
            province_code=self.province_code,
            province=self.province,
            issued_on=self.issued_on,
            period=self.period,
        )


@dataclass(frozen=True, slots=True)
class Annotations:
    """Everything found in one document."""

    doc: DocumentText
    metadata: Metadata
    dates: tuple[DateMention, ...]
    references: tuple[Reference, ...]
    organisations: tuple[Organisation, ...]
    indicators: tuple[Indicator, ...]


__all__ = ["Annotations", "Block", "CleanText", "FontSpan", "Hints", "Metadata", "ReadResult", "RecognisedWord"]
