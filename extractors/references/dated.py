"""Documents told by day, issuer and title, without their number: `Chỉ thị ngày 25/12/2023 của Bộ Chính trị về …`."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import cache

import regex

from extractors.model import DateMention, Reference
from extractors.organisations.provinces import fold_tones
from extractors.references.fields import relation_of
from extractors.references.issued_by import Bodies, issuer_after
from extractors.references.patterns import alternatives, doc_types
from extractors.references.titles import title_after
from extractors.text import DocumentText

_TITLE_WORDS = 5
_BEFORE = 90
"""Characters before a day in which the type word stands, with the issuer between them."""
_UNNAMED = frozenset({"luật", "bộ luật", "hiến pháp", "pháp lệnh", "điều lệ", "báo cáo"})
"""Known by their names, or told of by anybody."""


@cache
def _types() -> regex.Pattern[str]:
    words = alternatives(word[0].upper() + word[1:] for word, name in doc_types().words.items() if name not in _UNNAMED)
    return regex.compile(
        rf"(?<!\p{{L}})(?P<type>{words})\s+(?:(?P<issuer>của\s+(?=\p{{L}}))[^\n;.:()]+?\s+)?(?:ban\s+hành\s+)?$"
    )


def find_dated(
    doc: DocumentText, dates: Sequence[DateMention], bodies: Bodies, references: Sequence[Reference]
) -> Iterator[Reference]:
    """Mentions by day, issuer and title, as `named` references whose surface ends with the title.

    Args:
        doc: the text.
        dates: its dates.
        bodies: its organisations: only a body known by its name counts.
        references: all other mentions of documents, in text order; none of them may stand inside.
    """
    starts = [reference.start for reference in references]
    for date in dates:
        if date.kind != "day" or not date.edtf or "X" in date.edtf:
            continue
        found = _types().search(doc.view, max(0, date.start - _BEFORE), date.start)
        if found is None:
            continue
        begin = found.start()
        issued = issuer_after(doc.view, doc.legible, found.end("type") if found["issuer"] else date.end, bodies)
        if issued is None or not issued.sure:
            continue
        if found["issuer"] and doc.view[issued.end : date.start].strip(" ,\n") not in ("", "ban hành"):
            continue
        after = date.end if found["issuer"] else issued.end
        title = title_after(doc.view, doc.text, after, (), behind_body=not found["issuer"], by=issued.by)
        if title is None or len(title.text.split()) < _TITLE_WORDS:
            continue
        i = bisect_left(starts, title.end)
        if i and references[i - 1].end > begin:
            continue
        sentence = doc.sentence_at(begin)
        name = doc_types().words[fold_tones(" ".join(found["type"].split()))]
        before = [(r.start, r.end) for r in references[max(0, i - 3) : i]]
        relation = relation_of(doc.view, sentence.start if sentence else 0, begin, before)
        yield Reference(
            begin, title.end, doc.text[begin : title.end], "named", name, None, None, None, (), date.edtf, None,
            issued.name, title.text, None, relation,
        )  # fmt: skip
