"""The types every extractor speaks: spans of text with what they mean.

All offsets are code points into `DocumentText.text` (NFC), half-open `[start, end)`, and
`text[start:end] == surface` holds for every mention. Mentions are frozen: a later step that learns more about one
makes a copy with `dataclasses.replace`.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal

Method = Literal["rule", "model"]
ReferenceForm = Literal["numbered", "short", "named"]
Relation = Literal["implements", "based_on", "issues", "amends", "replaces", "repeals", "cites"]
DateKind = Literal["day", "month", "quarter", "year", "period", "open"]
IndicatorKind = Literal["count", "money", "percent", "measure"]
Comparator = Literal["=", "~", ">", ">=", "<", "<="]
Role = Literal["result", "target", "target_rate", "share", "change", "index", "baseline", "rate"]


@dataclass(frozen=True, slots=True)
class Reference:
    """One mention of one official document (annotation guide, section 1)."""

    start: int
    end: int
    surface: str
    form: ReferenceForm
    doc_type: str | None = None
    number: str | None = None
    symbol: str | None = None
    """Canonical symbol; for `short` that of its antecedent, null where unresolved; null for `named`."""
    year: int | None = None
    """Year inside the symbol (`36/2013/QĐ-UBND`) or given after it; not the year of `date`."""
    organs: tuple[str, ...] = ()
    """Organ codes of the symbol, most specific first as written: `('UBND',)`, `('ĐĐ', 'LĐLĐ')`."""
    date: str | None = None
    """EDTF date of the document, where the mention gives it (or, for `short`, its antecedent does)."""
    issuer_id: str | None = None
    issuer: str | None = None
    title: str | None = None
    provision: str | None = None
    relation: Relation = "cites"
    is_self: bool = False
    candidates: tuple[str, ...] = ()
    """For an unresolved `short`: the symbols it might point to."""
    method: Method = "rule"
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class DateMention:
    """An expression that fixes a calendar point or period (annotation guide, section 2)."""

    start: int
    end: int
    surface: str
    edtf: str | None
    """EDTF (ISO 8601-2); null for an impossible date (`31/02/2020`), which is kept as text with no value."""
    kind: DateKind
    date_start: dt.date | None = None
    date_end: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Organisation:
    """A mention of one particular organisation (annotation guide, section 3)."""

    start: int
    end: int
    surface: str
    name: str
    """Full standard name: abbreviations expanded, province filled in where the document makes it certain."""
    org_type: str = "other"
    level: str = "unknown"
    org_id: str | None = None
    province_code: str | None = None
    method: Method = "rule"
    confidence: float = 1.0
    open_place: str = ""
    """What the mention leaves to its document: the type word of the place still to be named (`tỉnh` in `LĐLĐ tỉnh`,
    `+tỉnh` in `Sở Y tế`, which names none, `=tỉnh` in `Tỉnh ủy`); empty once it is resolved, or if nothing is open."""
    office: bool = False
    """It stands inside the title of a person's office (`Chủ tịch UBND tỉnh`)."""


@dataclass(frozen=True, slots=True)
class Indicator:
    """One number that says how much of something was reached, spent, planned or changed (guide, section 4)."""

    start: int
    end: int
    surface: str
    label: str
    value: float
    value_high: float | None
    kind: IndicatorKind
    unit: str | None
    comparator: Comparator
    role: Role
    period: str | None = None
    """EDTF of the period the number holds for."""
    whole: int | None = None
    """`start` of the indicator of the same document that this one is a part or share of."""
    target: int | None = None
    """`start` of the target indicator this one is measured against."""
    arithmetic: Literal["ok", "mismatch"] | None = None
    computed: float | None = None
    """What the linked numbers give in its place, where `arithmetic` is told."""
    method: Method = "rule"
    confidence: float = 1.0
    cell: tuple[int, int, int] | None = None
    """Of a number in a table: (table, named row below the header, column), each from 0; tables by document."""
    row_header: str | None = None
    """Of a number in a table: what names its row, the outermost first, joined by ` > `."""
    column_header: str | None = None
    """Of a number in a table: the header cells over it, the outermost first, joined by ` > `."""


@dataclass(frozen=True, slots=True)
class Context:
    """What is known of the whole document; resolves what a mention leaves open (`ngày 31/5`, `LĐLĐ tỉnh`)."""

    kind: str = "other"
    """`report plan decision letter law news outline other`, as `documents.doc_kind`."""
    symbol: str | None = None
    title: str | None = None
    issuer: str | None = None
    issuer_id: str | None = None
    province_code: str | None = None
    """Official code of the province as at the document's date (gazetteers/provinces.csv)."""
    province: str | None = None
    """Name without its type word: `Quảng Trị`, `Hà Nội`."""
    issued_on: str | None = None
    """EDTF."""
    period: str | None = None
    """EDTF period the document reports on (`6 tháng đầu năm 2009` in the title), or null."""

    @property
    def year(self) -> int | None:
        """Year of issue, or null where unknown."""
        head = (self.issued_on or "")[:4]
        return int(head) if head.isdigit() else None
