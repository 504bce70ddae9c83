"""Whom an indicator is about: the organisation and the province its number speaks for."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left
from dataclasses import dataclass
from functools import cache

import regex

from extractors.cues import Cue
from extractors.dates.edtf import bounds
from extractors.endings import Ending
from extractors.model import Indicator, Organisation
from extractors.organisations.provinces import all_provinces, find_province
from pipeline.document import Annotations

# Documents in which whoever signs speaks of its own work; a newspaper or a law does not.
_OWN_WORK = frozenset({"report", "plan", "decision", "letter", "outline"})
# A subject opens its clause: nothing before it but an enumerator, or a phrase that a comma or colon closes.
_CLAUSE_START = Ending(
    r"(?:^|[,;:|.])\s*(?:[-+•*]\s*|[\p{L}\d]{1,4}[.)]\s*|(?:và|còn|riêng|trong đó|theo)\s+)*$",
    regex.IGNORECASE,
)
_PLACE_WORD = Ending(r"(?:tỉnh|thành\s+phố|TP\.?)\s*$", regex.IGNORECASE)
_COORDINATED = regex.compile(r"\s*(?:,|và|;|,\s*và)\s*")


@dataclass(frozen=True, slots=True)
class Subject:
    """Organisation and province an indicator is about; each null where the text leaves it open."""

    org_id: str | None = None
    org: str | None = None
    province_code: str | None = None


@cache
def _province_names() -> Cue:
    names = {name for province in all_provinces() for name in (province.name, *province.aliases) if " " in name}
    longest_first = sorted(names, key=lambda name: (-len(name), name))
    spelled = "|".join(r"\s+".join(map(regex.escape, name.split())) for name in longest_first)
    return Cue(rf"(?<![\p{{L}}\d])(?:{spelled})(?![\p{{L}}\d])")


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
        # A sentence may hold hundreds of numbers: what stands in it is read once.
        self._opening: dict[int, list[tuple[Organisation, bool]]] = {}
        self._names: dict[tuple[int, int], list[tuple[int, int, bool]]] = {}

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
        known = self._opening.setdefault(begin, [])
        first = bisect_left(self._starts, begin)
        openers: list[Organisation] = []
        for i, organisation in enumerate(self._organisations[first : bisect_left(self._starts, end)]):
            if organisation.end > end:
                break
            if i == len(known):
                lead = self._doc.view[begin : organisation.start]
                before = known[-1][0] if known else None
                joined = before is not None and _COORDINATED.fullmatch(self._doc.view, before.end, organisation.start)
                known.append((organisation, not joined and _CLAUSE_START.search(lead) is not None))
            if known[i][1]:
                openers.append(organisation)
        return openers

    def _opening_province(self, begin: int, end: int) -> str | None:
        """The last province that itself opens a clause (`Bộ Ngoại giao (28%); Lai Châu (59%)`), as subjects do."""
        if self._doc.view.find(";", begin, end) < 0 and self._doc.view.find(",", begin, end) < 0:
            return None
        openers = [(a, b) for a, b, opens in self._provinces(begin, end) if opens]
        if not openers or openers[-1][0] <= begin:
            return None
        province = find_province(self._doc.legible[slice(*openers[-1])], self._issued)
        return (province.code or None) if province else None

    def _provinces(self, begin: int, end: int) -> list[tuple[int, int, bool]]:
        """Names of provinces in `[begin, end)`: start, end, and whether they open a clause from `begin` on."""
        sentence = self._doc.sentence_at(begin)
        # Where a letter stands right before the number, the name it ends is told by the number alone.
        glued = self._doc.legible[end - 1 : end].isalnum()
        stop = end if glued or sentence is None else max(end, sentence.end)
        names = self._names.get((begin, stop))
        if names is None:
            names = self._names[begin, stop] = [
                (*name.span(), self._opens(begin, name.start()))
                for name in _province_names().finditer(self._doc.legible, begin, stop)
            ]
        return [name for name in names if name[1] <= end]

    def _opens(self, begin: int, at: int) -> bool:
        return _CLAUSE_START.search(_PLACE_WORD.sub("", self._doc.view[begin:at])) is not None

    def _named_province(self, begin: int, indicator: Indicator) -> str | None:
        names = self._provinces(begin, indicator.start)
        if not names:
            return None
        province = find_province(self._doc.legible[slice(*names[-1][:2])], self._issued)
        return (province.code or None) if province else None
