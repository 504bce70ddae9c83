"""Made-up documents and references, by the hundred thousand: what linking is measured and tested on.

They repeat themselves as archives do: a few national directives that everybody cites, with dates and titles more or
less complete and now and then wrong; thousands of local plans whose low numbers every province uses every year; short
forms that their document leaves open, laws by name, directives by day and title, documents that are themselves cited.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from extractors.organisations.provinces import all_provinces
from pipeline.schema import PIPELINE_VERSION, SCHEMA_VERSION, TABLES, Row
from pipeline.store import write_part
from pipeline.tabulate import DocumentRows, make_id

REFERENCES_A_DOCUMENT = 14
DOCUMENTS_A_PART = 50

_TYPES = (("CTr", "chương trình"), ("KH", "kế hoạch"), ("NQ", "nghị quyết"), ("CT", "chỉ thị"), ("HD", "hướng dẫn"))
_NATIONAL = (
    ("TLĐ", "Tổng Liên đoàn Lao động Việt Nam"), ("TW", "Ban Bí thư"), ("TTg", "Thủ tướng Chính phủ"),
    ("CP", "Chính phủ"), ("BLĐTBXH", "Bộ Lao động - Thương binh và Xã hội"),
)  # fmt: skip
_SUBJECTS = (
    "về nâng cao chất lượng hoạt động của công đoàn cơ sở trong tình hình mới",
    "về chăm lo đời sống đoàn viên và người lao động nhân dịp Tết",
    "về phát triển đoàn viên và thành lập công đoàn cơ sở giai đoạn",
    "về công tác an toàn, vệ sinh lao động trong các doanh nghiệp",
    "về tổ chức phong trào thi đua lao động giỏi, lao động sáng tạo",
    "về đối thoại và thương lượng tập thể tại nơi làm việc",
)
_LAWS = (("Luật Công đoàn", "luật"), ("Bộ luật Lao động", "bộ luật"), ("Luật Việc làm", "luật"))
_DISTRICTS = ("Yên Sơn", "Hướng Hóa", "Quỳ Hợp", "Châu Thành", "Tân Phú", "Lộc Ninh")


@cache
def _provinces() -> tuple[str, ...]:
    return tuple(sorted({province.name for province in all_provinces()}))


def _day(rng: random.Random, year: int) -> str:
    return f"{year}-{rng.randint(1, 12):02d}-{rng.randint(1, 28):02d}"


def _directive(number: int) -> dict[str, Any]:
    """One of the national directives; the lower its number, the more it is cited."""
    rng = random.Random(f"directive {number}")
    code, doc_type = rng.choice(_TYPES)
    organ, issuer = rng.choice(_NATIONAL)
    year = rng.randint(2004, 2023)
    return {
        "symbol": f"{rng.randint(1, 2500)}/{code}-{organ}",
        "doc_type": doc_type,
        "date": _day(rng, year),
        "issuer": issuer,
        "title": f"{rng.choice(_SUBJECTS)} {rng.randint(1, 40)}",
    }


def _reference(rng: random.Random, place: str, year: int, known: int) -> Row:
    kind = rng.random()
    if kind < 0.42:
        told = dict(_directive(min(int(rng.paretovariate(0.55)), known)))
        symbol = told["symbol"]
        if rng.random() < 0.4:
            told["date"] = rng.choice([None, told["date"][:4]])
        elif rng.random() < 0.02:
            told["date"] = _day(rng, year)
        if rng.random() < 0.6:
            told["title"] = None
        elif rng.random() < 0.3:
            told["title"] = " ".join(told["title"].split()[: rng.randint(4, 10)])
        if rng.random() < 0.6:
            told["issuer"] = None
        if rng.random() < 0.03:
            return _row(symbol.split("-")[0], "named", doc_type=told["doc_type"], title=_directive(1)["title"],
                        issuer=_directive(1)["issuer"], date=_directive(1)["date"])  # fmt: skip
        return _row(symbol, "numbered", number=symbol.split("/")[0], year=None, **told)
    if kind < 0.80:
        code, doc_type = rng.choice(_TYPES)
        organ = rng.choice(("LĐLĐ", "LĐLĐ", "LĐLĐ", "UBND", "TU", "CĐN", "ABC"))
        number = str(min(int(rng.paretovariate(0.7)), 900))
        issued = year - rng.choice((0, 0, 0, 1, 1, 2, 5))
        issuer = rng.choice((None, None, f"Liên đoàn Lao động tỉnh {place}", "UBND tỉnh", "LĐLĐ huyện"))
        date = rng.choice((None, str(issued), _day(random.Random(f"{number}{organ}{place}{issued}"), issued)))
        title = rng.choice((None, None, f"{_SUBJECTS[len(number) % 6]} năm {issued}"))
        symbol = f"{number}/{code}-{organ}"
        told = {"doc_type": doc_type, "issuer": issuer, "date": date, "title": title}
        return _row(symbol, "numbered", number=number, symbol=symbol, year=issued if date else None, **told)
    if kind < 0.90:
        cited = _directive(min(int(rng.paretovariate(0.55)), known))
        number = cited["symbol"].split("/")[0]
        return _row(f"{cited['doc_type']} {number}", "short", number=number, doc_type=cited["doc_type"],
                    year=rng.choice((None, None, int(cited["date"][:4]))))  # fmt: skip
    name, doc_type = rng.choice(_LAWS)
    law_year = rng.choice((None, None, 2012, 2013))
    return _row(f"{name} năm {law_year}" if law_year else name, "named", doc_type=doc_type, year=law_year)


def _row(surface: str, form: str, **told: Any) -> Row:
    row: Row = dict.fromkeys(TABLES["document_references"].names)
    row.update(surface=surface, form=form, char_start=0, char_end=len(surface), relation="cites", is_self=False,
               sentence=surface, method="rule", confidence=1.0, candidates=[], **told)  # fmt: skip
    return row


def made_document(i: int, known: int, references: int = REFERENCES_A_DOCUMENT) -> DocumentRows:
    """One document, always the same for the same arguments.

    Args:
        i: its number.
        known: how many national directives there are to cite.
        references: about how many it cites.
    """
    rng = random.Random(f"document {i}")
    place = rng.choice(_provinces())
    year = rng.randint(2005, 2025)
    below = rng.random() < 0.2
    issuer = f"Liên đoàn Lao động huyện {rng.choice(_DISTRICTS)}" if below else f"Liên đoàn Lao động tỉnh {place}"
    doc_id = make_id("made", i)
    cited = []
    for n in range(rng.randint(references // 2, references + references // 2)):
        row = _reference(rng, place, year, known)
        row.update(ref_id=make_id(doc_id, n), doc_id=doc_id)
        cited.append(row)
    head: Row = dict.fromkeys(TABLES["documents"].names)
    text = "Văn bản."
    head.update(
        doc_id=doc_id, source=f"{i % 97:02d}/{i}.txt", also_at=[], media_type="text/plain", doc_kind="report",
        symbol=f"{rng.randint(1, 400)}/BC-LĐLĐ", issuer=issuer, province=place, issued_on=_day(rng, year), text=text,
        title=f"Kết quả thực hiện {rng.choice(_SUBJECTS)} năm {year}", n_chars=len(text), text_source="plain",
        encoding_fixed="none", warnings=[], schema_version=SCHEMA_VERSION, pipeline_version=PIPELINE_VERSION,
    )  # fmt: skip
    return DocumentRows(documents=(head,), document_references=tuple(cited))


def made_parts(folder: Path, references: int, first: int = 0) -> Iterator[Path]:
    """Parts of documents with about so many references together.

    Args:
        folder: where to write them.
        references: about how many.
        first: number of the first document.
    """
    known = max(20, references // 200)
    documents = references // REFERENCES_A_DOCUMENT
    for start in range(first, first + documents, DOCUMENTS_A_PART):
        numbers = range(start, min(start + DOCUMENTS_A_PART, first + documents))
        yield write_part((made_document(i, known) for i in numbers), folder / f"part{start:08d}")
