"""Whom an indicator is about: the organisation and the province its number speaks for."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import cache

import regex

from extractors.dates.edtf import bounds
from extractors.model import Indicator, Organisation
from extractors.organisations.provinces import all_provinces, find_province
from pipeline.document import Annotations

# Documents in which whoever signs speaks of its own work; a newspaper or a law does not.
_OWN_WORK = frozenset({"report", "plan", "decision", "letter", "outline"})
# A subject opens its clause: nothing before it but an enumerator, or a phrase that a comma or colon closes.
_CLAUSE_START = regex.compile(
    r"(?:^|[,;:|.])\s*(?:[-+•*]\s*|[\p{L}\d]{1,4}[.)]\s*|(?:và|còn|riêng|trong đó|theo)\s+)*$",
    regex.IGNORECASE,
)
_PLACE_WORD = regex.compile(r"(?:tỉnh|thành\s+phố|TP\.?)\s*$", regex.IGNORECASE)
_COORDINATED = regex.compile(r"\s*(?:,|và|;|,\s*và)\s*")


@dataclass(frozen=True, slots=True)
class Subject:
    """Organisation and province an indicator is about; each null where the text leaves it open."""

    org_id: str | None = None
    org: str | None = None
    province_code: str | None = None


@cache
def _province_names() -> regex.Pattern[str]:
    names = {name for province in all_provinces() for name in (province.name, *province.aliases) if " " in name}
    longest_first = sorted(names, key=lambda name: (-len(name), name))
    spelled = "|".join(r"\s+".join(map(regex.escape, name.split())) for name in longest_first)
    return regex.compile(rf"(?<![\p{{L}}\d])(?:{spelled})(?![\p{{L}}\d])")


class About:
    """Answers, for one document, whom each of its indicators is about.

    The organisation that opens the clause the number stands in; else, in documents that report on their issuer's own
    work, the issuer. The province is that organisation's or the document's; where the document has none (a ministry's
    report, the national press), the last province named before the number in its sentence.
    """

    def __init__(self, found: Annotations) -> None:
        self._doc = found.doc
        self._metadata = found.metadata
        self._organisations = sorted(found.organisations, key=lambda o: (o.start, o.end))
        self._starts = [o.start for o in self._organisations]
        self._issued: dt.date | None = bounds(found.metadata.issued_on)[0]
        own = found.metadata if found.metadata.doc_kind in _OWN_WORK else None
        self._issuer = Subject(own.issuer_id, own.issuer, own.province_code) if own else Subject()

    def of(self, indicator: Indicator) -> Subject:
        """Whom `indicator` is about."""
        sentence = self._doc.sentence_at(indicator.start)
        begin = sentence.start if sentence and indicator.start < sentence.end else indicator.start
        subject = next((o for o in reversed(self._clause_openers(begin, indicator.start))), None)
        place = self._opening_province(subject.end if subject else begin, indicator.start)
        if place is not None:
            return Subject(province_code=place)
        if subject is not None:
            province = subject.province_code or self._metadata.province_code or self._named_province(begin, indicator)
            return Subject(subject.org_id, subject.name, province)
        return Subject(
            self._issuer.org_id,
            self._issuer.org,
            self._metadata.province_code or self._named_province(begin, indicator),
        )

    def _clause_openers(self, begin: int, end: int) -> list[Organisation]:
        """Organisations of `[begin, end)` that open a clause; of a coordinated row of them only the first."""
        openers: list[Organisation] = []
        before: Organisation | None = None
        for organisation in self._organisations[bisect_left(self._starts, begin) : bisect_right(self._starts, end)]:
            if organisation.end > end:
                break
            if organisation.start == end:
                continue
            lead = self._doc.view[begin : organisation.start]
            joined = before is not None and _COORDINATED.fullmatch(self._doc.view, before.end, organisation.start)
            if not joined and _CLAUSE_START.search(lead):
                openers.append(organisation)
            before = organisation
        return openers

    def _opening_province(self, begin: int, end: int) -> str | None:
        """The last province that itself opens a clause (`Bộ Ngoại giao (28%); Lai Châu (59%)`), as subjects do."""
        if self._doc.view.find(";", begin, end) < 0 and self._doc.view.find(",", begin, end) < 0:
            return None
        names = list(_province_names().finditer(self._doc.legible, begin, end))
        leads = [_PLACE_WORD.sub("", self._doc.view[begin : name.start()]) for name in names]
        openers = [name for name, lead in zip(names, leads, strict=True) if _CLAUSE_START.search(lead)]
        province = find_province(openers[-1][0], self._issued) if openers and openers[-1].start() > begin else None
        return (province.code or None) if province else None

    def _named_province(self, begin: int, indicator: Indicator) -> str | None:
        names = list(_province_names().finditer(self._doc.legible, begin, indicator.start))
        if not names:
            return None
        province = find_province(names[-1][0], self._issued)
        return (province.code or None) if province else None
