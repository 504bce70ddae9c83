"""One document's annotations as rows of the contract's tables, unlinked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, TypeVar

from extractors.dates.edtf import bounds
from extractors.model import DateMention, Indicator, Organisation, Reference
from extractors.organisations.provinces import find_province, province_by_code, province_now
from extractors.text import DocumentText
from pipeline.document import Annotations, CleanText, Metadata, ReadResult
from pipeline.schema import PIPELINE_VERSION, SCHEMA_VERSION, Row
from pipeline.tabulate.about import About
from pipeline.tabulate.reported import reported_references
from pipeline.tabulate.rows import DocumentRows, make_id

if TYPE_CHECKING:
    from pipeline.tabulate.certainty import Certainty
    from pipeline.tabulate.coder import Coder

SECTION_SEPARATOR = " > "

Mention = Reference | DateMention | Organisation | Indicator
M = TypeVar("M", Reference, DateMention, Organisation, Indicator)


def tabulate(doc_id: str, source: str, read: ReadResult, clean: CleanText, found: Annotations) -> DocumentRows:
    """Rows of one document. What only the whole corpus can tell (`directive_id` …) is still null.

    Args:
        doc_id: first 16 hex digits of the SHA-256 of its bytes.
        source: its path or URL as `documents.source` shall show it.
        read: what the reader got out of the file.
        clean: the text all offsets count in.
        found: what the extractors found in `clean.text`.
    """
    # They bring the extractors with them, which the run's own process has no use for.
    from pipeline.tabulate.certainty import Certainty
    from pipeline.tabulate.coder import Coder

    place = _Place(doc_id, clean, found.doc)
    sure = Certainty(found)
    references = _ordered(found.references)
    indicators = _ordered(found.indicators)
    ref_ids = _ids(doc_id, "reference", references)
    told_by = [None if i is None else ref_ids[i] for i in reported_references(found, indicators, references)]
    return DocumentRows(
        documents=(_document(doc_id, source, read, clean, found.metadata),),
        document_references=tuple(
            _reference(ref_id, reference, place, sure) for ref_id, reference in zip(ref_ids, references, strict=True)
        ),
        dates=_dates(_ordered(found.dates), place),
        organisations=_organisations(_ordered(found.organisations), place, sure),
        indicators=_indicators(indicators, place, About(found), Coder(found), sure, told_by),
    )


def _span(mention: Mention) -> tuple[int, int]:
    return mention.start, mention.end


def _ordered(mentions: Iterable[M]) -> list[M]:
    """Mentions in text order, whatever order they came in."""
    ordered = sorted(mentions, key=_span)
    if all(_span(a) != _span(b) for a, b in pairwise(ordered)):
        return ordered
    # The representation breaks the tie of two findings over the same characters.
    return sorted(ordered, key=lambda mention: (*_span(mention), repr(mention)))


def _ids(doc_id: str, layer: str, mentions: Sequence[Mention]) -> list[str]:
    seen: Counter[tuple[int, int]] = Counter()
    ids = []
    for mention in mentions:
        span = (mention.start, mention.end)
        ids.append(make_id(doc_id, layer, *span, seen[span]))
        seen[span] += 1
    return ids


class _Place:
    """Where in the document a mention stands: the columns all mention tables share."""

    def __init__(self, doc_id: str, clean: CleanText, doc: DocumentText) -> None:
        self.doc_id = doc_id
        self._clean = clean
        self._doc = doc

    def columns(self, mention: Mention) -> Row:
        return {
            "doc_id": self.doc_id,
            "char_start": mention.start,
            "char_end": mention.end,
            "page": self._clean.page_of(mention.start),
            "surface": mention.surface,
        }

    def certainty(self, mention: Mention, confidence: float) -> float:
        """A mention's confidence, less where character recognition was unsure of a word of it."""
        sure = min(
            (sure for start, end, sure in self._clean.doubtful if start < mention.end and mention.start < end),
            default=1.0,
        )
        return confidence if sure == 1.0 else round(confidence * sure, 4)

    def sentence(self, mention: Mention) -> str:
        """The sentence, widened where the mention runs past its end; the line where no sentence holds it."""
        start, end = mention.start, mention.end
        sentence = self._doc.sentence_at(start)
        if sentence is None or sentence.end <= start:
            left = self._doc.text.rfind("\n", 0, start) + 1
            right = self._doc.text.find("\n", end)
            return self._doc.text[left : right if right >= 0 else None].strip()
        stop = sentence.end
        while stop < end:
            later = self._doc.sentence_at(end - 1)
            stop = max(end, later.end if later else end)
        return self._doc.text[sentence.start : stop]

    def section(self, mention: Mention) -> str | None:
        paragraph = self._doc.paragraph_at(mention.start)
        return SECTION_SEPARATOR.join(paragraph.section) or None if paragraph else None


def _document(doc_id: str, source: str, read: ReadResult, clean: CleanText, metadata: Metadata) -> Row:
    issued = bounds(metadata.issued_on)[0]
    province = (find_province(metadata.province, issued) if metadata.province else None) or (
        province_by_code(metadata.province_code, issued) if metadata.province_code else None
    )
    now = province_now(province) if province else None
    return {
        "doc_id": doc_id,
        "source": source,
        "also_at": [],
        "media_type": read.media_type,
        "title": metadata.title,
        "doc_kind": metadata.doc_kind,
        "symbol": metadata.symbol,
        "issuer_id": metadata.issuer_id,
        "issuer": metadata.issuer,
        "province_code": metadata.province_code or (province.code if province else None),
        "province": metadata.province or (province.name if province else None),
        "province_now_code": now.code if now else None,
        "province_now": now.name if now else None,
        "issued_on": metadata.issued_on,
        "period": metadata.period,
        "n_pages": read.n_pages,
        "n_chars": len(clean.text),
        "text": clean.text,
        "text_source": read.text_source,
        "encoding_fixed": clean.encoding_fixed if clean.encoding_fixed != "none" else read.encoding_fixed,
        "ocr_confidence": read.ocr_confidence,
        "warnings": list(dict.fromkeys((*read.warnings, *clean.warnings))),
        "schema_version": SCHEMA_VERSION,
        "pipeline_version": PIPELINE_VERSION,
    }


def _reference(ref_id: str, reference: Reference, place: _Place, sure: Certainty) -> Row:
    resolved = reference.form == "short" and reference.symbol is not None
    return {
        "ref_id": ref_id,
        **place.columns(reference),
        "form": reference.form,
        "doc_type": reference.doc_type,
        "number": reference.number,
        "symbol": reference.symbol,
        "issuer_id": reference.issuer_id,
        "issuer": reference.issuer,
        "date": reference.date,
        "title": reference.title,
        "provision": reference.provision,
        "relation": reference.relation,
        "is_self": reference.is_self,
        "directive_id": None,
        "sentence": place.sentence(reference),
        "section": place.section(reference),
        "method": reference.method,
        "confidence": place.certainty(reference, sure.of_reference(reference)),
        "year": reference.year,
        "resolution": "document" if resolved else None,
        "candidates": list(reference.candidates),
    }


def _dates(dates: Sequence[DateMention], place: _Place) -> tuple[Row, ...]:
    return tuple(
        {
            "date_id": date_id,
            **place.columns(date),
            "edtf": date.edtf,
            "date_start": date.date_start,
            "date_end": date.date_end,
            "kind": date.kind,
        }
        for date_id, date in zip(_ids(place.doc_id, "date", dates), dates, strict=True)
    )


def _organisations(organisations: Sequence[Organisation], place: _Place, sure: Certainty) -> tuple[Row, ...]:
    ids = _ids(place.doc_id, "organisation", organisations)
    return tuple(
        {
            "mention_id": mention_id,
            **place.columns(organisation),
            "org_id": organisation.org_id,
            "name": organisation.name,
            "org_type": organisation.org_type,
            "level": organisation.level,
            "province_code": organisation.province_code,
            "method": organisation.method,
            "confidence": place.certainty(organisation, sure.of_organisation(organisation)),
        }
        for mention_id, organisation in zip(ids, organisations, strict=True)
    )


def _indicators(
    indicators: Sequence[Indicator],
    place: _Place,
    about: About,
    coder: Coder,
    sure: Certainty,
    told_by_refs: Sequence[str | None],
) -> tuple[Row, ...]:
    ids = _ids(place.doc_id, "indicator", indicators)
    at: dict[int, str] = {}
    for indicator_id, indicator in zip(ids, indicators, strict=True):
        at.setdefault(indicator.start, indicator_id)
    rows = []
    for indicator_id, indicator, told_by in zip(ids, indicators, told_by_refs, strict=True):
        subject = about.of(indicator)
        start, end = bounds(indicator.period)
        section = place.section(indicator)
        code = coder.code(indicator, section)
        rows.append(
            {
                "indicator_id": indicator_id,
                **place.columns(indicator),
                "sentence": place.sentence(indicator),
                "section": section,
                "label": indicator.label,
                "indicator_code": code,
                "value": float(indicator.value),
                "value_high": None if indicator.value_high is None else float(indicator.value_high),
                "kind": indicator.kind,
                "unit": indicator.unit,
                "comparator": indicator.comparator,
                "role": indicator.role,
                "period": indicator.period,
                "period_start": start,
                "period_end": end,
                "org_id": subject.org_id,
                "org": subject.org,
                "province_code": subject.province_code,
                "directive_id": None,
                "whole_id": _linked(at, indicator.whole, indicator_id),
                "target_id": _linked(at, indicator.target, indicator_id),
                "arithmetic": indicator.arithmetic,
                "method": indicator.method,
                "confidence": place.certainty(indicator, sure.of_indicator(indicator, code)),
                "directive_ref_id": told_by,
                "computed": indicator.computed,
                "table_index": None if indicator.cell is None else indicator.cell[0] + 1,
                "table_row": None if indicator.cell is None else indicator.cell[1] + 1,
                "table_column": None if indicator.cell is None else indicator.cell[2] + 1,
                "row_header": indicator.row_header,
                "column_header": indicator.column_header,
            }
        )
    return tuple(rows)


def _linked(at: dict[int, str], start: int | None, own: str) -> str | None:
    linked = None if start is None else at.get(start)
    return None if linked == own else linked
